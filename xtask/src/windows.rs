//! The C face for Windows: built here with mingw, its tests and the package of it run under Wine.
//!
//! Not a part of `cargo xtask test`: a std for Windows has to be built first, and Wine is a download of 100 MB.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::c::{self, Program, STRICT};
use crate::dist_c::{self, Goal};
use crate::steps::{Steps, output, root, run, target};
use crate::{debian, header};

/// What it takes on Debian 12.
const PACKAGES: [&str; 8] = [
    "binutils-mingw-w64-x86-64",
    "cmake",
    "g++-mingw-w64-x86-64-posix",
    "gcc-mingw-w64-x86-64-posix",
    "llvm",
    "make",
    "wine",
    "wine64",
];

/// What the DLL may ask for: every Windows of 64 bits since 10 has these.
const OF_WINDOWS: [&str; 7] = [
    "api-ms-win-core-synch-l1-2-0.dll",
    "bcryptprimitives.dll",
    "kernel32.dll",
    "msvcrt.dll",
    "ntdll.dll",
    "userenv.dll",
    "ws2_32.dll",
];

const CC: &str = "x86_64-w64-mingw32-gcc";
const CXX: &str = "x86_64-w64-mingw32-g++";

/// Threads of POSIX inside the program: no DLL of mingw beside it.
const THREADS_INSIDE: [&str; 2] = ["-Wl,-Bstatic", "-lpthread"];

pub(crate) fn run_chore() -> Result<(), String> {
    let mut steps = Steps::default();
    add_steps(&mut steps)?;
    steps.finish()
}

fn add_steps(steps: &mut Steps) -> Result<(), String> {
    if let Err(remedy) = debian::ensure(&PACKAGES) {
        steps.leave_out("the C face on Windows", &remedy);
        return Ok(());
    }
    steps.step("Windows: the header is what the crate says", header::check)?;
    let work = target().join("windows-tests");
    // What an earlier run left must not stand in for what this one makes.
    let _ = fs::remove_dir_all(&work);
    fs::create_dir_all(&work).map_err(|error| format!("{}: {error}", work.display()))?;
    let mut goal = Goal::Here;
    steps.step("Windows: a compiler", || {
        goal = Goal::windows()?;
        Ok(())
    })?;
    let wine = Wine(target().join("wine"));
    steps.step("Windows: Wine", || wine.start())?;
    steps.step(
        "Windows: tests of the boundary, built static and shared",
        || boundary(&work, &goal, &wine),
    )?;
    let mut package = PathBuf::new();
    steps.step("Windows: the package, unpacked", || {
        package = unpacked(&work, &goal)?;
        Ok(())
    })?;
    steps.step("Windows: the vectors as lines", || c::write_lines(&work))?;
    let imports = |name: &str| vec![package.join("lib").join(name).display().to_string()];
    let mut inside = imports("libakkoord.a");
    inside.extend(system_libraries(&goal)?);
    for (name, folder, libraries, is_shared) in [
        (
            "C, import library of mingw",
            "c",
            imports("libakkoord.dll.a"),
            true,
        ),
        (
            "C, import library of MSVC",
            "c-lib",
            imports("akkoord.lib"),
            true,
        ),
        ("C, static", "c-static", inside, false),
    ] {
        let name = format!("Windows: {name}, from the package, all vectors and a story");
        steps.step(&name, || {
            let folder = c::made(&work, folder)?;
            let program = folder.join("gp_system.exe");
            let mut command = Command::new(CC);
            command.arg("-std=c11").args(STRICT);
            command.arg("-I").arg(package.join("include"));
            command.arg(c::example(&package, "c").join("gp_system.c"));
            run(command.args(&libraries).arg("-o").arg(&program))?;
            if is_shared {
                place_dll(&package.join("lib"), &folder)?;
            }
            c::compare(&work, &wine.program(&program))
        })?;
    }
    for name in ["gp_system", "gp_system_static"] {
        let step = format!("Windows: C++ (CMake, {name}), from the package, the same");
        steps.step(&step, || {
            let program = build_cpp(&work, &package, name)?;
            c::compare(&work, &wine.program(&program))
        })?;
    }
    Ok(())
}

/// A Wine of our own: its folder, which is its whole Windows.
struct Wine(PathBuf);

impl Wine {
    /// What comes before a program: no messages of Wine itself, and no offer to fetch Mono or a browser.
    fn words(&self) -> Vec<String> {
        vec![
            "env".to_owned(),
            format!("WINEPREFIX={}", self.0.display()),
            "WINEDEBUG=-all".to_owned(),
            "WINEDLLOVERRIDES=mscoree,mshtml=".to_owned(),
            "wine".to_owned(),
        ]
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new("env");
        command.args(&self.words()[1..]).arg(program);
        command
    }

    fn program(&self, path: &Path) -> Program {
        let mut words = self.words();
        words.push(path.display().to_string());
        Program {
            words,
            library: self.0.clone(),
        }
    }

    /// Makes the folder, and puts a library into it that the Wine of Debian 12 lacks.
    fn start(&self) -> Result<(), String> {
        // What goes on in the background must not keep our output open.
        run(self
            .command("wineboot")
            .arg("--init")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null()))?;
        let system = self.0.join("drive_c").join("windows").join("system32");
        let source = root().join("ffi/tests/wine/bcryptprimitives.c");
        let mut command = Command::new(CC);
        command.arg("-std=c11").args(STRICT).arg("-shared");
        command.arg(source).arg("-o");
        run(command
            .arg(system.join("bcryptprimitives.dll"))
            .arg("-ladvapi32"))
    }
}

fn place_dll(from: &Path, folder: &Path) -> Result<(), String> {
    let dll = from.join("akkoord.dll");
    fs::copy(&dll, folder.join("akkoord.dll"))
        .map(|_| ())
        .map_err(|error| format!("{}: {error}", dll.display()))
}

fn system_libraries(goal: &Goal) -> Result<Vec<String>, String> {
    let libraries = dist_c::system_libraries(goal)?;
    Ok(libraries.split(' ').map(str::to_owned).collect())
}

/// The tests in C as they are, with a library whose next call can be told to panic: each entry catches it.
fn boundary(work: &Path, goal: &Goal, wine: &Wine) -> Result<(), String> {
    goal.build(&["test-panic"])?;
    let folder = c::made(work, "boundary")?;
    let dll = goal.built().join("akkoord_ffi.dll");
    fs::copy(&dll, folder.join("akkoord.dll"))
        .map_err(|error| format!("{}: {error}", dll.display()))?;
    let armed = ["akkoord_test_panic_next", "akkoord_test_panic_inside"];
    let definitions = folder.join("akkoord.def");
    fs::write(&definitions, dist_c::definitions(&armed)?)
        .map_err(|error| format!("{}: {error}", definitions.display()))?;
    dist_c::import_libraries(&folder)?;
    let in_c = || {
        let mut command = c::compiler(CC, "-std=c11");
        command.arg("-D_POSIX_C_SOURCE=200809L");
        command
    };
    let sources = c::sources("c")?;
    let runs = |program: &Path| c::silent(&mut wine.command(&program.display().to_string()));

    let shared = folder.join("suite-shared.exe");
    let mut command = in_c();
    command
        .args(&sources)
        .arg(folder.join("libakkoord.dll.a"))
        .args(THREADS_INSIDE);
    run(command.arg("-o").arg(&shared))?;
    runs(&shared)?;

    // A folder without the DLL.
    let inside = c::made(work, "boundary-static")?.join("suite-static.exe");
    let mut command = in_c();
    command
        .args(&sources)
        .arg(goal.built().join("libakkoord_ffi.a"))
        .args(system_libraries(goal)?)
        .args(THREADS_INSIDE);
    run(command.arg("-o").arg(&inside))?;
    runs(&inside)?;

    for (name, exceptions) in [
        ("twice.exe", "-fexceptions"),
        ("twice-without-exceptions.exe", "-fno-exceptions"),
    ] {
        let program = folder.join(name);
        let mut command = c::compiler(CXX, "-std=c++17");
        command.args([exceptions, "-static"]);
        command.args(c::sources("cpp")?);
        command.arg(folder.join("libakkoord.dll.a"));
        run(command.arg("-o").arg(&program))?;
        runs(&program)?;
    }
    Ok(())
}

/// Makes the package and unpacks its archive elsewhere, as a vendor does.
fn unpacked(work: &Path, goal: &Goal) -> Result<PathBuf, String> {
    let dist = dist_c::make(goal)?;
    let place = c::made(work, "vendor")?;
    let mut tar = Command::new("tar");
    run(tar.arg("-xzf").arg(&dist.archive).arg("-C").arg(&place))?;
    let package = place.join(dist.folder.file_name().unwrap_or_default());
    let dll = package.join("lib").join("akkoord.dll");
    let told = output(
        Command::new("x86_64-w64-mingw32-objdump")
            .arg("-p")
            .arg(&dll),
    )?;
    c::same_symbols(&c::symbols()?, &exported(&told), "akkoord.dll")?;
    let needed = needed(&told);
    let foreign: Vec<&String> = needed
        .iter()
        .filter(|name| !OF_WINDOWS.contains(&name.as_str()))
        .collect();
    if needed.is_empty() || !foreign.is_empty() {
        return Err(format!(
            "akkoord.dll needs {foreign:?}, which not every Windows has"
        ));
    }
    println!("akkoord.dll needs {needed:?}");
    if !told.lines().any(|line| is_name(line, "akkoord.dll")) {
        return Err("akkoord.dll does not call itself so".to_owned());
    }
    for file in [
        "README.md",
        "LICENSE-MIT",
        "LICENSE-APACHE",
        "THIRD-PARTY-LICENSES.txt",
        "lib/akkoord.def",
        "lib/akkoord.dll",
        "lib/akkoord.lib",
        "lib/libakkoord.a",
        "lib/libakkoord.dll.a",
    ] {
        let data = fs::metadata(package.join(file));
        let data = data.map_err(|error| format!("{file}: {error}"))?;
        println!("{:>10} bytes  {file}", data.len());
    }
    Ok(package)
}

/// The names in the table of `objdump -p` that tells what is exported.
fn exported(told: &str) -> BTreeSet<String> {
    told.lines()
        .skip_while(|line| !line.starts_with("[Ordinal/Name Pointer] Table"))
        .skip(1)
        .map_while(|line| line.trim().strip_prefix('['))
        .filter_map(|line| Some(line.split_once(']')?.1.trim().to_owned()))
        .collect()
}

/// The libraries that are asked for, in small letters: Windows takes no notice of them.
fn needed(told: &str) -> BTreeSet<String> {
    let names = told
        .lines()
        .filter_map(|line| line.trim().strip_prefix("DLL Name:"));
    names.map(|name| name.trim().to_ascii_lowercase()).collect()
}

/// Whether this line of `objdump -p` tells the name that a DLL gives itself.
fn is_name(line: &str, name: &str) -> bool {
    let mut words = line.split_whitespace();
    words.next() == Some("Name") && words.nth(1) == Some(name) && words.next().is_none()
}

fn build_cpp(work: &Path, package: &Path, name: &str) -> Result<PathBuf, String> {
    let folder = c::made(work, "cpp")?;
    let mut configure = Command::new("cmake");
    configure
        .arg("-S")
        .arg(c::example(package, "cpp"))
        .arg("-B")
        .arg(&folder)
        .arg(format!("-DCMAKE_PREFIX_PATH={}", package.display()))
        .arg(format!("-DCMAKE_CXX_COMPILER={CXX}"))
        .args([
            "-DCMAKE_SYSTEM_NAME=Windows",
            "-DCMAKE_BUILD_TYPE=Release",
            // The runtime of C++ inside, beside which no DLL of mingw is needed.
            "-DCMAKE_EXE_LINKER_FLAGS=-static",
            "--log-level=WARNING",
        ]);
    run(&mut configure)?;
    run(Command::new("cmake")
        .arg("--build")
        .arg(&folder)
        .args(["--target", name]))?;
    // The static program must not find the DLL of the other.
    let place = c::made(work, &format!("cpp-{name}"))?;
    let program = place.join(format!("{name}.exe"));
    let built = folder.join(format!("{name}.exe"));
    fs::copy(&built, &program).map_err(|error| format!("{}: {error}", built.display()))?;
    if name == "gp_system" {
        place_dll(&package.join("lib"), &place)?;
    }
    Ok(program)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOLD: &str = "\
Name \t\t\t\t0000000000ac5262 akkoord.dll
\tDLL Name: KERNEL32.dll
\tvma:  Hint/Ord Member-Name Bound-To
\tDLL Name: kernel32.dll
\tDLL Name: msvcrt.dll

[Ordinal/Name Pointer] Table
\t[   0] akkoord_abi_version
\t[  56] akkoord_version_text

The Function Table (interpreted .pdata section contents)
\t[   1] no_name";

    #[test]
    fn what_objdump_tells_is_read() {
        let of = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let names: BTreeSet<String> = of(&["akkoord_abi_version", "akkoord_version_text"]);
        assert_eq!(exported(TOLD), names);
        let libraries: BTreeSet<String> = of(&["kernel32.dll", "msvcrt.dll"]);
        assert_eq!(needed(TOLD), libraries);
        assert!(TOLD.lines().any(|line| is_name(line, "akkoord.dll")));
        assert!(!TOLD.lines().any(|line| is_name(line, "akkoord_ffi.dll")));
    }
}
