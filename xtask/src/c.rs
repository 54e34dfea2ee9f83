//! The C face: the header, the boundary under sanitizers and valgrind, and the package as a vendor unpacks it, in five languages.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::dist_c::Goal;
use crate::steps::{
    Steps, both, built_program, cargo, needs, output, read_text, root, run, target,
};
use crate::{bindings, dist_c, header};

/// What the tests in C take on Debian 12; each tool and language beside it takes its own.
const COMPILERS: [&str; 3] = ["binutils", "g++", "gcc"];
pub(crate) const MONO: &[&str] = &["mono-mcs", "mono-runtime", "libmono-system-core4.0-cil"];
pub(crate) const JNA_JAVA: &[&str] = &["openjdk-17-jdk-headless", "libjna-java"];
pub(crate) const PASCAL: &[&str] = &["fp-compiler", "fp-units-rtl"];
const CMAKE: &[&str] = &["cmake", "make"];

/// As strict as C and C++ go.
pub(crate) const STRICT: [&str; 6] = ["-Wall", "-Wextra", "-Werror", "-pedantic", "-g", "-O1"];

const SANITIZERS: [&str; 3] = [
    "-fsanitize=address,undefined",
    "-fno-sanitize-recover=undefined",
    "-fno-omit-frame-pointer",
];

pub(crate) fn run_chore() -> Result<(), String> {
    let mut steps = Steps::default();
    add_steps(&mut steps, &["--package", "akkoord-ffi"])?;
    steps.finish()
}

/// What the tests in C are built with, and those in Rust, so that the library is built once for both.
pub(crate) const WITH_PANICS: [&str; 2] = ["--features", "akkoord-ffi/test-panic"];

/// The steps, for a chore of more; `packages` are those whose tests in Rust are built as well. What this machine lacks leaves out
/// what needs it, and nothing else.
pub(crate) fn add_steps(steps: &mut Steps, packages: &[&str]) -> Result<(), String> {
    let _ = steps.step("C: the header is what the crate says", header::check);
    let _ = steps.step("C: the bindings are what the header says", bindings::check);
    let work = target().join("c-tests");
    // What an earlier run left must not stand in for what this one makes.
    let _ = fs::remove_dir_all(&work);
    fs::create_dir_all(&work).map_err(|error| format!("{}: {error}", work.display()))?;
    let doxygen = needs(&["doxygen"]);
    let _ = steps.after("C: both headers, read by Doxygen", doxygen.as_ref(), |()| {
        header::read_by_doxygen(&work)
    });
    let compilers = needs(&COMPILERS);
    let suites = steps.after(
        "C: tests of the boundary, built static and shared",
        compilers.as_ref(),
        |()| build_suites(&work, packages),
    );
    let _ = steps.after(
        "C: address, undefined behaviour and leak sanitizers",
        suites.as_ref(),
        |()| under_sanitizers(&work),
    );
    let valgrind = needs(&["valgrind"]);
    let _ = steps.after(
        "C: valgrind",
        both(suites.as_ref(), valgrind.as_ref()),
        |_| under_valgrind(&work),
    );
    let package = steps.after("C: the package, unpacked", compilers.as_ref(), |()| {
        unpacked(&work)
    });
    let lines = steps.step(
        "C: the vectors as lines, with the answers of core and of the program",
        || lines(&work),
    );
    for language in &LANGUAGES {
        let name = format!(
            "C: {}, from the package, all vectors and a story",
            language.name
        );
        let tools = needs(language.packages);
        let ready = both(package.as_ref(), both(lines.as_ref(), tools.as_ref()));
        let _ = steps.after(&name, ready, |(package, _)| {
            compare(&work, &(language.build)(&work, package)?)
        });
    }
    for first in &FIRSTS {
        let name = format!(
            "C: the first program in {}, as {} has it",
            first.name, first.document
        );
        let tools = needs(first.packages);
        let ready = both(package.as_ref(), tools.as_ref());
        let _ = steps.after(&name, ready, |(package, ())| first.runs(&work, package));
    }
    let java = newer_java();
    match &java {
        Some(java) => {
            let ready = both(package.as_ref(), lines.as_ref());
            let name = "C: Java with foreign functions, the same";
            let _ = steps.after(name, ready, |(package, ())| {
                compare(&work, &build_ffm(&work, package, java)?)
            });
        }
        None => println!(
            "\n=== C: Java with foreign functions: no JDK of 22 or later is installed, and Debian 12 has none; not run"
        ),
    }
    bindings::add_steps(steps, &work, package.as_ref(), java.as_deref());
    Ok(())
}

pub(crate) fn sources(ending: &str) -> Result<Vec<PathBuf>, String> {
    sources_in(&root().join("ffi").join("tests").join("c"), ending)
}

pub(crate) fn compiler(program: &str, standard: &str) -> Command {
    let mut command = Command::new(program);
    command.arg(standard).args(STRICT);
    command.arg("-I").arg(root().join("ffi").join("include"));
    command
}

fn build_suites(work: &Path, packages: &[&str]) -> Result<(), String> {
    let mut command = cargo(&["test", "--locked", "--no-run"]);
    run(command.args(packages).args(WITH_PANICS))?;
    // Not beside it, where only `cargo build` would put them.
    let built = target().join("debug").join("deps");
    let library = work.join(format!("libakkoord.so.{}", dist_c::abi()?));
    let place = |from: &Path, to: &Path| {
        fs::copy(from, to)
            .map(|_| ())
            .map_err(|error| format!("{}: {error}", from.display()))
    };
    place(&built.join("libakkoord_ffi.so"), &library)?;
    place(
        &built.join("libakkoord_ffi.so"),
        &work.join("libakkoord.so"),
    )?;
    let in_c = || {
        let mut command = compiler("gcc", "-std=c11");
        command.arg("-D_POSIX_C_SOURCE=200809L");
        command
    };
    let sources = sources("c")?;
    let static_suite = work.join("suite-static");
    run(in_c()
        .args(SANITIZERS)
        .args(&sources)
        .arg(built.join("libakkoord_ffi.a"))
        .args(dist_c::system_libraries(&Goal::Here)?.split(' '))
        .arg("-o")
        .arg(&static_suite))?;
    let shared = |mut command: Command, name: &str| {
        command.arg("-L").arg(work);
        command.args(["-lakkoord", "-lpthread", "-Wl,-rpath,$ORIGIN", "-o"]);
        run(command.arg(work.join(name)))
    };
    let mut plain = in_c();
    plain.args(&sources);
    shared(plain, "suite-shared")?;
    let mut sanitized = in_c();
    sanitized.args(SANITIZERS).args(&sources);
    shared(sanitized, "suite-shared-sanitized")?;
    let twice = root().join("ffi").join("tests").join("c").join("twice.cpp");
    for (name, exceptions) in [
        ("twice", "-fexceptions"),
        ("twice-without-exceptions", "-fno-exceptions"),
    ] {
        let mut command = compiler("g++", "-std=c++17");
        command.args([exceptions]).args(SANITIZERS).arg(&twice);
        shared(command, name)?;
        run(&mut Command::new(work.join(name)))?;
    }
    every_function_has_a_row(&static_suite)
}

/// The table of the tests, with what cannot fail, is the committed list of symbols.
fn every_function_has_a_row(suite: &Path) -> Result<(), String> {
    let rows = output(Command::new(suite).arg("calls"))?;
    let mut rows: BTreeSet<String> = rows.lines().map(str::to_owned).collect();
    let committed = symbols()?;
    let cannot_fail = |name: &&String| {
        name.ends_with("_free") || *name == "akkoord_version" || *name == "akkoord_abi_version"
    };
    rows.extend(committed.iter().filter(cannot_fail).cloned());
    same_symbols(&committed, &rows, "the table in ffi/tests/c/calls.c")
}

/// The committed header.
pub(crate) fn header_file() -> PathBuf {
    let include = root().join("ffi").join("include");
    include.join("akkoord.h")
}

/// The exported symbols, as they are committed.
pub(crate) fn symbols() -> Result<BTreeSet<String>, String> {
    let file = root().join("ffi").join("symbols.txt");
    let text = fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    Ok(text.lines().map(str::to_owned).collect())
}

pub(crate) fn same_symbols(
    committed: &BTreeSet<String>,
    found: &BTreeSet<String>,
    place: &str,
) -> Result<(), String> {
    if committed == found {
        println!(
            "{place}: {} functions, those of ffi/symbols.txt",
            found.len()
        );
        return Ok(());
    }
    let missing: Vec<&String> = committed.difference(found).collect();
    let more: Vec<&String> = found.difference(committed).collect();
    Err(format!("{place} lacks {missing:?} and has {more:?} too"))
}

/// Runs a command to its end, and keeps what it says: panics that a test asks for are told on standard error.
fn ended(command: &mut Command) -> Result<Output, String> {
    command
        .env("RUST_BACKTRACE", "0")
        .output()
        .map_err(|error| {
            format!(
                "could not start {}: {error}",
                command.get_program().display()
            )
        })
}

pub(crate) fn silent(command: &mut Command) -> Result<(), String> {
    let output = ended(command)?;
    let told = String::from_utf8_lossy(&output.stdout);
    if !output.status.success() {
        let all = String::from_utf8_lossy(&output.stderr).into_owned();
        let lines = all.lines().filter(|line| !is_asked_for(line));
        let lines: Vec<&str> = lines.take(60).collect();
        return Err(format!("{}\n{told}{}", output.status, lines.join("\n")));
    }
    print!("{told}");
    Ok(())
}

/// The words of the panic hook, which stays as it is.
fn is_asked_for(line: &str) -> bool {
    line.is_empty()
        || line.contains("panicked at ffi/src/testing.rs")
        || line.contains("a panic that a test asked for")
        || line.starts_with("note: run with `RUST_BACKTRACE")
}

/// A seeded fault must be seen: a check that is silent always is none.
fn speaks(command: &mut Command, words: &str) -> Result<(), String> {
    let output = ended(command)?;
    let told = String::from_utf8_lossy(&output.stderr);
    if output.status.success() || !told.contains(words) {
        return Err(format!(
            "a seeded fault went unnoticed: {} does not say {words:?} ({})",
            command.get_program().display(),
            output.status
        ));
    }
    println!("a seeded fault is noticed: {words}");
    Ok(())
}

fn under_sanitizers(work: &Path) -> Result<(), String> {
    for suite in ["suite-static", "suite-shared-sanitized"] {
        let suite = work.join(suite);
        let command = || {
            let mut command = Command::new(&suite);
            command.env("ASAN_OPTIONS", "detect_leaks=1");
            command
        };
        silent(&mut command())?;
        speaks(
            command().arg("leak"),
            "LeakSanitizer: detected memory leaks",
        )?;
        speaks(command().arg("overflow"), "heap-buffer-overflow")?;
    }
    Ok(())
}

fn under_valgrind(work: &Path) -> Result<(), String> {
    let command = || {
        let mut command = Command::new("valgrind");
        command.args([
            "--quiet",
            "--leak-check=full",
            "--show-leak-kinds=all",
            "--errors-for-leak-kinds=all",
            "--error-exitcode=9",
        ]);
        command.arg(work.join("suite-shared"));
        command
    };
    silent(&mut command())?;
    speaks(command().arg("leak"), "are definitely lost")?;
    speaks(command().arg("overflow"), "Invalid write")?;
    speaks(command().arg("use-after-free"), "Invalid read")
}

/// Makes the package and unpacks its archive elsewhere, as a vendor does.
fn unpacked(work: &Path) -> Result<PathBuf, String> {
    let dist = dist_c::make(&Goal::usual()?)?;
    let place = work.join("vendor");
    fs::create_dir_all(&place).map_err(|error| format!("{}: {error}", place.display()))?;
    let mut tar = Command::new("tar");
    tar.arg("-xzf").arg(&dist.archive).arg("-C").arg(&place);
    run(&mut tar)?;
    let package = place.join(dist.folder.file_name().unwrap_or_default());
    let library = package.join("lib").join("libakkoord.so");
    let told = output(
        Command::new("nm")
            .args(["-D", "--defined-only"])
            .arg(&library),
    )?;
    let exported = told.lines().filter_map(|line| line.split(' ').nth(2));
    let exported: BTreeSet<String> = exported.map(str::to_owned).collect();
    same_symbols(&symbols()?, &exported, "libakkoord.so")?;
    let dynamic = output(Command::new("readelf").arg("-d").arg(&library))?;
    let soname = format!("soname: [libakkoord.so.{}]", dist_c::abi()?);
    if !dynamic.contains(&soname) {
        return Err(format!("the library does not say {soname}"));
    }
    println!("{soname}");
    for needed in [
        "README.md",
        "LICENSE-MIT",
        "LICENSE-APACHE",
        "THIRD-PARTY-LICENSES.txt",
    ] {
        if !package.join(needed).exists() {
            return Err(format!("the package has no {needed}"));
        }
    }
    Ok(package)
}

/// What is asked, and what core answers: `evaluate.ndjson`, `evaluate.expected`, and the same for `answer`.
pub(crate) fn write_lines(work: &Path) -> Result<(), String> {
    let mut example = cargo(&[
        "run",
        "--quiet",
        "--locked",
        "-p",
        "akkoord-conformance",
        "--example",
        "lines",
        "--",
    ]);
    run(example.arg(work))
}

/// The same lines, which the program `akkoord` answers alike.
fn lines(work: &Path) -> Result<(), String> {
    write_lines(work)?;
    let mut program = Command::new(built_program()?);
    // Its exit status tells that there are errors among the answers.
    let told = ended(program.arg("evaluate").arg(work.join("evaluate.ndjson")))?;
    same_bytes(
        &told.stdout,
        &work.join("evaluate.expected"),
        "the program akkoord",
    )
}

pub(crate) fn same_bytes(told: &[u8], expected: &Path, whose: &str) -> Result<(), String> {
    let bytes = fs::read(expected).map_err(|error| format!("{}: {error}", expected.display()))?;
    if told == bytes {
        println!("{whose}: {} bytes, as expected", told.len());
        return Ok(());
    }
    let line = |bytes: &[u8], number: usize| {
        let line = bytes.split(|byte| *byte == b'\n').nth(number);
        String::from_utf8_lossy(line.unwrap_or_default()).into_owned()
    };
    let both = told
        .split(|byte| *byte == b'\n')
        .zip(bytes.split(|byte| *byte == b'\n'));
    let differs = both.take_while(|(told, expected)| told == expected).count();
    Err(format!(
        "{whose}: line {} of {} is\n{}\nnot\n{}",
        differs + 1,
        expected.display(),
        line(told, differs),
        line(&bytes, differs)
    ))
}

/// A program in some language, and where it finds the library.
pub(crate) struct Program {
    pub(crate) words: Vec<String>,
    pub(crate) library: PathBuf,
}

impl Program {
    fn at(path: &Path, package: &Path) -> Self {
        Program {
            words: vec![path.display().to_string()],
            library: package.join("lib"),
        }
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut words = self.words.iter();
        let mut command = Command::new(words.next().map_or("", String::as_str));
        command.args(words).args(arguments);
        command.env("LD_LIBRARY_PATH", &self.library);
        command
    }
}

/// What a program tells, if it ends well.
pub(crate) fn success(command: &mut Command) -> Result<Vec<u8>, String> {
    let output = ended(command)?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    Err(format!(
        "{command:?} ended with {}\n{}",
        output.status,
        String::from_utf8_lossy(&output.stderr)
    ))
}

/// Every vector, and the story that is told alike in each language.
pub(crate) fn compare(work: &Path, program: &Program) -> Result<(), String> {
    let told = |arguments: &[&str]| success(&mut program.command(arguments));
    for kind in ["evaluate", "answer"] {
        let file = work.join(format!("{kind}.ndjson"));
        let answers = told(&[kind, &file.display().to_string()])?;
        same_bytes(&answers, &work.join(format!("{kind}.expected")), kind)?;
    }
    let story = root().join("examples").join("gp-system.expected.txt");
    same_bytes(&told(&["story"])?, &story, "the story")
}

/// A language that the package has an example in.
struct Language {
    name: &'static str,
    /// What it takes on Debian 12 beside the compilers for C.
    packages: &'static [&'static str],
    build: fn(&Path, &Path) -> Result<Program, String>,
}

const LANGUAGES: [Language; 7] = [
    Language {
        name: "C shared (pkg-config)",
        packages: &["pkgconf"],
        build: build_c,
    },
    Language {
        name: "C static",
        packages: &[],
        build: build_static_c,
    },
    Language {
        name: "C++ shared (CMake)",
        packages: CMAKE,
        build: |work, package| build_cpp(work, package, "gp_system"),
    },
    Language {
        name: "C++ static (CMake)",
        packages: CMAKE,
        build: |work, package| build_cpp(work, package, "gp_system_static"),
    },
    Language {
        name: "C# (Mono)",
        packages: MONO,
        build: build_csharp,
    },
    Language {
        name: "Java (JNA)",
        packages: JNA_JAVA,
        build: build_jna,
    },
    Language {
        name: "Pascal (Free Pascal)",
        packages: PASCAL,
        build: build_pascal,
    },
];

/// The program that a document begins with.
struct First {
    name: &'static str,
    packages: &'static [&'static str],
    /// In the package.
    document: &'static str,
    /// What the document calls the language.
    language: &'static str,
    file: &'static str,
    build: fn(&Path, &Path, &Path) -> Result<Program, String>,
}

const FIRSTS: [First; 4] = [
    First {
        name: "C",
        packages: &["pkgconf"],
        document: "README.md",
        language: "c",
        file: "first.c",
        build: in_c,
    },
    First {
        name: "C#",
        packages: MONO,
        document: "bindings-csharp/README.md",
        language: "csharp",
        file: "First.cs",
        build: csharp,
    },
    First {
        name: "Java",
        packages: JNA_JAVA,
        document: "bindings-java/README.md",
        language: "java",
        file: "First.java",
        build: jna,
    },
    First {
        name: "Pascal",
        packages: PASCAL,
        document: "bindings-pascal/README.md",
        language: "pascal",
        file: "first.pas",
        build: |package, folder, main| pascal(package, folder, main, folder),
    },
];

impl First {
    /// It says yes; with a word of the profile misspelt it says what is wrong, and where.
    fn runs(&self, work: &Path, package: &Path) -> Result<(), String> {
        let program = first_block(&package.join(self.document), self.language)?;
        if self.language == "c" {
            // The page for who changes the C face begins with the same.
            let page = root().join("ffi").join("README.md");
            if first_block(&page, self.language)? != program {
                return Err(format!(
                    "{} has another first program than {}",
                    page.display(),
                    self.document
                ));
            }
        }
        let built_and_run = |folder: &str, text: &str| {
            let folder = made(work, &format!("first-{}-{folder}", self.language))?;
            let main = folder.join(self.file);
            fs::write(&main, text).map_err(|error| format!("{}: {error}", main.display()))?;
            ended(&mut (self.build)(package, &folder, &main)?.command(&[]))
        };
        let good = built_and_run("good", &program)?;
        if !good.status.success() || good.stdout != b"yes\n" {
            return Err(format!("it does not say yes: {good:?}"));
        }
        let misspelt = program.replacen("blanket", "blank", 1);
        let refused = built_and_run("refused", &misspelt)?;
        let told = String::from_utf8_lossy(&refused.stderr);
        let words = ["no: error 8", "unknown_value", "choices[0].scope.level"];
        if refused.status.code() != Some(1)
            || !refused.stdout.is_empty()
            || !words.iter().all(|word| told.contains(word))
        {
            return Err(format!("it does not say what is wrong: {refused:?}"));
        }
        println!("yes\n{told}");
        Ok(())
    }
}

/// The first program in a language that a document has.
fn first_block(document: &Path, language: &str) -> Result<String, String> {
    let text = read_text(document)?;
    let block = text
        .split_once(&format!("```{language}\n"))
        .and_then(|(_, rest)| rest.split_once("```\n"));
    block
        .map(|(block, _)| block.to_owned())
        .ok_or_else(|| format!("{} has no program in {language}", document.display()))
}

pub(crate) fn made(work: &Path, name: &str) -> Result<PathBuf, String> {
    let folder = work.join(name);
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    Ok(folder)
}

fn build_c(work: &Path, package: &Path) -> Result<Program, String> {
    let main = example(package, "c").join("gp_system.c");
    in_c(package, &made(work, "c")?, &main)
}

fn in_c(package: &Path, folder: &Path, main: &Path) -> Result<Program, String> {
    let program = folder.join(stem(main));
    let mut flags = Command::new("pkg-config");
    flags.env("PKG_CONFIG_PATH", package.join("lib").join("pkgconfig"));
    let flags = output(flags.args(["--cflags", "--libs", "akkoord"]))?;
    let mut command = Command::new("cc");
    command.arg("-std=c11").args(STRICT).arg(main);
    run(command
        .args(flags.split_whitespace())
        .arg("-o")
        .arg(&program))?;
    Ok(Program::at(&program, package))
}

/// With valgrind's silence about leaks proved elsewhere, this one runs without the shared library in reach.
fn build_static_c(work: &Path, package: &Path) -> Result<Program, String> {
    let program = made(work, "c-static")?.join("gp_system");
    let mut command = Command::new("cc");
    command.arg("-std=c11").args(STRICT);
    command.arg("-I").arg(package.join("include"));
    command.arg(example(package, "c").join("gp_system.c"));
    command.arg(package.join("lib").join("libakkoord.a"));
    command.args(dist_c::system_libraries(&Goal::Here)?.split(' '));
    run(command.arg("-o").arg(&program))?;
    Ok(Program {
        library: work.to_path_buf(),
        ..Program::at(&program, package)
    })
}

fn build_cpp(work: &Path, package: &Path, name: &str) -> Result<Program, String> {
    let folder = made(work, "cpp")?;
    let mut configure = Command::new("cmake");
    configure.arg("-S").arg(example(package, "cpp"));
    configure.arg("-B").arg(&folder);
    configure.arg(format!("-DCMAKE_PREFIX_PATH={}", package.display()));
    run(configure.args(["-DCMAKE_BUILD_TYPE=Release", "--log-level=WARNING"]))?;
    run(Command::new("cmake")
        .arg("--build")
        .arg(&folder)
        .args(["--target", name]))?;
    Ok(Program::at(&folder.join(name), package))
}

fn build_csharp(work: &Path, package: &Path) -> Result<Program, String> {
    let main = example(package, "csharp").join("GpSystem.cs");
    csharp(package, &made(work, "csharp")?, &main)
}

pub(crate) fn example(package: &Path, language: &str) -> PathBuf {
    package.join("examples").join(language)
}

/// The files of a language in a folder, in order.
fn sources_in(folder: &Path, ending: &str) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    files.retain(|file| file.extension().is_some_and(|own| own == ending));
    files.sort();
    Ok(files)
}

/// The name of a source, after which its program is called.
fn stem(main: &Path) -> String {
    main.file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

pub(crate) fn csharp(package: &Path, folder: &Path, main: &Path) -> Result<Program, String> {
    let program = folder.join(stem(main)).with_extension("exe");
    let mut command = Command::new("mcs");
    command.arg("-warnaserror");
    command.arg(format!("-out:{}", program.display()));
    command.arg(main);
    run(command.args(sources_in(&package.join("bindings-csharp"), "cs")?))?;
    Ok(Program {
        words: vec!["mono".to_owned(), program.display().to_string()],
        library: package.join("lib"),
    })
}

fn java_sources(package: &Path, main: &Path, binding: &str) -> Result<Vec<PathBuf>, String> {
    let java = package.join("bindings-java");
    let of = |folder: &str| sources_in(&java.join(folder).join("nl").join("akkoord"), "java");
    let mut sources = of("src")?;
    sources.extend(of(binding)?);
    sources.push(main.to_path_buf());
    Ok(sources)
}

const JNA: &str = "/usr/share/java/jna.jar";
const JAVA_17: &str = "/usr/lib/jvm/java-17-openjdk-amd64/bin";

fn build_jna(work: &Path, package: &Path) -> Result<Program, String> {
    let main = example(package, "java").join("GpSystem.java");
    jna(package, &made(work, "java-jna")?, &main)
}

pub(crate) fn jna(package: &Path, classes: &Path, main: &Path) -> Result<Program, String> {
    // The JDK of Debian, whatever else is on the path.
    let tool = |name: &str| {
        let debian = Path::new(JAVA_17).join(name);
        if debian.exists() {
            debian.display().to_string()
        } else {
            name.to_owned()
        }
    };
    let mut command = Command::new(tool("javac"));
    command.args([
        "-Xlint:all",
        "-Werror",
        "-encoding",
        "UTF-8",
        "-cp",
        JNA,
        "-d",
    ]);
    run(command
        .arg(classes)
        .args(java_sources(package, main, "jna")?))?;
    Ok(Program {
        words: vec![
            tool("java"),
            format!("-Djna.library.path={}", package.join("lib").display()),
            "-cp".to_owned(),
            format!("{}:{JNA}", classes.display()),
            stem(main),
            "nl.akkoord.AkkoordJna".to_owned(),
        ],
        library: package.join("lib"),
    })
}

/// The bin folder of a JDK of version 22 or later, if there is one.
pub(crate) fn newer_java() -> Option<PathBuf> {
    let installed = fs::read_dir("/usr/lib/jvm").into_iter().flatten().flatten();
    let mut homes: Vec<PathBuf> = installed.map(|entry| entry.path()).collect();
    homes.sort();
    homes.into_iter().map(|home| home.join("bin")).find(|bin| {
        let told = Command::new(bin.join("javac")).arg("-version").output();
        let version = told
            .ok()
            .and_then(|output| String::from_utf8(output.stdout).ok())
            .and_then(|text| {
                text.strip_prefix("javac ")?
                    .split('.')
                    .next()?
                    .trim()
                    .parse()
                    .ok()
            });
        version.is_some_and(|version: u32| version >= 22)
    })
}

fn build_ffm(work: &Path, package: &Path, java: &Path) -> Result<Program, String> {
    let main = example(package, "java").join("GpSystem.java");
    ffm(package, &made(work, "java-ffm")?, &main, java)
}

pub(crate) fn ffm(
    package: &Path,
    classes: &Path,
    main: &Path,
    java: &Path,
) -> Result<Program, String> {
    let mut command = Command::new(java.join("javac"));
    command.args([
        "-Xlint:all,-restricted",
        "-Werror",
        "-encoding",
        "UTF-8",
        "-d",
    ]);
    run(command
        .arg(classes)
        .args(java_sources(package, main, "ffm")?))?;
    let library = package.join("lib").join("libakkoord.so");
    Ok(Program {
        words: vec![
            java.join("java").display().to_string(),
            "--enable-native-access=ALL-UNNAMED".to_owned(),
            format!("-Dakkoord.library={}", library.display()),
            "-cp".to_owned(),
            classes.display().to_string(),
            stem(main),
            "nl.akkoord.AkkoordFfm".to_owned(),
        ],
        library: package.join("lib"),
    })
}

fn build_pascal(work: &Path, package: &Path) -> Result<Program, String> {
    let main = example(package, "pascal").join("gp_system.pas");
    pascal(package, &made(work, "pascal")?, &main, work)
}

/// `libraries` has what the program links besides akkoord.
pub(crate) fn pascal(
    package: &Path,
    folder: &Path,
    main: &Path,
    libraries: &Path,
) -> Result<Program, String> {
    let mut command = Command::new("fpc");
    command.args(["-v0ew", "-l-"]);
    command.arg(format!("-Fu{}", package.join("bindings-pascal").display()));
    command.arg(format!("-FU{}", folder.display()));
    command.arg(format!("-FE{}", folder.display()));
    command.arg(format!("-Fl{}", package.join("lib").display()));
    command.arg(format!("-Fl{}", libraries.display()));
    run(command.arg(main))?;
    Ok(Program::at(&folder.join(stem(main)), package))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left_out_without(package: &str) -> Vec<&'static str> {
        let needs = |language: &&Language| language.packages.contains(&package);
        LANGUAGES
            .iter()
            .filter(needs)
            .map(|language| language.name)
            .collect()
    }

    #[test]
    fn a_missing_package_leaves_out_its_own_language_alone() {
        assert_eq!(left_out_without("fp-compiler"), ["Pascal (Free Pascal)"]);
        assert_eq!(left_out_without("libjna-java"), ["Java (JNA)"]);
        assert_eq!(left_out_without("mono-mcs"), ["C# (Mono)"]);
        for package in COMPILERS {
            assert!(left_out_without(package).is_empty());
        }
    }
}
