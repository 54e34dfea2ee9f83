//! The bindings in other languages: their raw layers are made from the C header, their other layers use every function of it, and what
//! their story leaves out is tried here.

mod csharp;
mod groups;
mod java;
mod pascal;
mod read;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use self::read::Header;
use crate::c::{self, Program};
use crate::steps::{Missing, Steps, both, needs, read_text, root, run, write_text};

/// The raw layers: each file and what stands in it.
fn raw_layers() -> Result<Vec<(String, String)>, String> {
    let header = Header::read(&read_text(&c::header_file())?)?;
    let mut layers = java::raw(&header)?;
    layers.push((csharp::FILE.to_owned(), csharp::raw(&header)?));
    layers.push((pascal::FILE.to_owned(), pascal::raw(&header)?));
    Ok(layers)
}

/// Writes the raw layers from the committed header.
pub(crate) fn write_raw_layers() -> Result<(), String> {
    for (file, text) in raw_layers()? {
        write_text(&root().join(file), &text)?;
    }
    Ok(())
}

/// A file by hand that calls the functions of the header for who uses it.
struct Binding {
    file: &'static str,
    /// Its handles, and with them what frees them, are in the raw layer.
    raw_frees: bool,
    left_out: &'static [(&'static str, &'static str)],
}

const LEFT_OUT: &[(&str, &str)] = &[
    (
        "akkoord_error_code",
        "the call gives the same code, and the exception or error has it",
    ),
    (
        "akkoord_output_copy",
        "texts are copied out of the view of akkoord_output_text",
    ),
    (
        "akkoord_version",
        "akkoord_version_text tells the version, akkoord_abi_version whether the library fits",
    ),
    (
        "akkoord_verdict_for_consulter",
        "a verdict is an object of its own here, and makes its form for a consulter itself",
    ),
];
const LEFT_OUT_OF_CPP: &[(&str, &str)] = &[
    LEFT_OUT[0],
    LEFT_OUT[1],
    LEFT_OUT[2],
    (
        "akkoord_abi_version",
        "programs compare it with a macro of akkoord.h, which the header includes",
    ),
];

/// Those with a layer above the functions; that of Pascal is the functions themselves.
const BINDINGS: [Binding; 4] = [
    Binding {
        file: "bindings-csharp/Akkoord.cs",
        raw_frees: true,
        left_out: LEFT_OUT,
    },
    Binding {
        file: "bindings-java/jna/nl/akkoord/AkkoordJna.java",
        raw_frees: false,
        left_out: LEFT_OUT,
    },
    Binding {
        file: "bindings-java/ffm/nl/akkoord/AkkoordFfm.java",
        raw_frees: false,
        left_out: LEFT_OUT,
    },
    Binding {
        file: "ffi/include/akkoord.hpp",
        raw_frees: false,
        left_out: LEFT_OUT_OF_CPP,
    },
];

impl Binding {
    /// What is wrong with it, a sentence for each fault. What it calls must exist: its compiler says so.
    fn faults(&self, text: &str, symbols: &BTreeSet<String>) -> Vec<String> {
        let left_out = |name: &str| self.left_out.iter().any(|(own, _)| *own == name);
        let code = without_comments(text);
        let mut faults = Vec::new();
        let frees = |name: &&String| self.raw_frees && name.ends_with("_free");
        for name in symbols.iter().filter(|name| !frees(name)) {
            match (is_used(&code, name), left_out(name)) {
                (true, true) => faults.push(format!(
                    "{} has {name} and need not leave it out",
                    self.file
                )),
                (false, false) => faults.push(format!("{} lacks {name}", self.file)),
                (true, false) | (false, true) => {}
            }
        }
        let unknown = self.left_out.iter().map(|(name, _)| *name);
        faults.extend(
            unknown
                .filter(|name| !symbols.contains(*name))
                .map(|name| format!("{} leaves out {name}, which the header lacks", self.file)),
        );
        faults
    }
}

/// A name in a comment is no function: lines of nothing but a comment are left out.
fn without_comments(text: &str) -> String {
    let is_code = |line: &&str| {
        let starts = |mark| line.trim_start().starts_with(mark);
        !starts("//") && !starts("/*") && !starts("*")
    };
    text.lines()
        .filter(is_code)
        .flat_map(|line| [line, "\n"])
        .collect()
}

/// Whether a name stands somewhere as a whole word.
fn is_used(text: &str, name: &str) -> bool {
    let is_word = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    text.match_indices(name).any(|(place, _)| {
        let before = text.get(..place).unwrap_or_default();
        let after = text.get(place + name.len()..).unwrap_or_default();
        !before.ends_with(is_word) && !after.starts_with(is_word)
    })
}

/// The raw layers are what would be written now, and every function of the header is used by the layer above.
pub(crate) fn check() -> Result<(), String> {
    let mut faults = Vec::new();
    let layers = raw_layers()?;
    for (file, text) in &layers {
        if read_text(&root().join(file))? != *text {
            faults.push(format!(
                "{file} is not what akkoord.h says: run `cargo xtask header`"
            ));
        }
    }
    println!("{} files of raw layers", layers.len());
    let symbols = c::symbols()?;
    for binding in &BINDINGS {
        let text = read_text(&root().join(binding.file))?;
        faults.extend(binding.faults(&text, &symbols));
        let left_out = binding.left_out.len();
        println!("{}: all functions but {left_out}", binding.file);
        for (name, reason) in binding.left_out {
            println!("  without {name}: {reason}");
        }
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(faults.join("\n"))
    }
}

/// The library that makes and reads record batches for the tests of the bindings.
fn build_batches(work: &Path) -> Result<PathBuf, String> {
    let library = work.join("libbindingtest.so");
    let mut command = c::compiler("gcc", "-std=c11");
    // Of the tests in C only what the batches need: the linker leaves out the rest.
    command.args(["-shared", "-fPIC", "-fvisibility=hidden"]);
    command.args(["-ffunction-sections", "-Wl,--gc-sections"]);
    let suite = tests().with_file_name("c");
    command.args([suite.join("suite.c"), suite.join("arrow.c")]);
    command.arg(tests().join("batch.c"));
    run(command.arg("-o").arg(&library))?;
    Ok(library)
}

fn tests() -> PathBuf {
    root().join("ffi").join("tests").join("bindings")
}

/// What the stories leave out: batches over Arrow, and what is refused, alike in each language.
pub(crate) fn add_steps(
    steps: &mut Steps,
    work: &Path,
    package: Result<&PathBuf, &Missing>,
    newer_java: Option<&Path>,
) {
    let library = steps.after("C: batches for the tests of the bindings", package, |_| {
        build_batches(work)
    });
    let ready = both(package, library.as_ref());
    let java = tests().join("BindingTest.java");
    let mut test = |language: &str,
                    packages: &[&str],
                    build: &dyn Fn(&Path, &Path) -> Result<Program, String>| {
        let name = format!("C: what the story in {language} leaves out");
        let tools = needs(packages);
        let _ = steps.after(
            &name,
            both(ready, tools.as_ref()),
            |((package, library), ())| {
                let folder = c::made(
                    work,
                    &format!("bindings-{}", language.to_lowercase().replace(' ', "-")),
                )?;
                let told = told(&build(package, &folder)?, work, library)?;
                c::same_bytes(&told, &tests().join("expected.txt"), language)
            },
        );
    };
    test("C#", c::MONO, &|package, folder| {
        c::csharp(package, folder, &tests().join("BindingTest.cs"))
    });
    test("Java (JNA)", c::JNA_JAVA, &|package, folder| {
        c::jna(package, folder, &java)
    });
    test("Pascal", c::PASCAL, &|package, folder| {
        c::pascal(package, folder, &tests().join("binding_test.pas"), work)
    });
    if let Some(newer) = newer_java {
        test("Java with foreign functions", &[], &|package, folder| {
            c::ffm(package, folder, &java, newer)
        });
    }
}

fn told(program: &Program, work: &Path, library: &Path) -> Result<Vec<u8>, String> {
    let argument = library.display().to_string();
    let mut command: Command = program.command(&[&argument]);
    // The package's library, and then the one of the batches.
    let places = format!("{}:{}", program.library.display(), work.display());
    c::success(command.env("LD_LIBRARY_PATH", places))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bindings_are_what_the_header_says() {
        assert_eq!(check(), Ok(()));
    }

    #[test]
    fn a_function_that_is_unused_or_needlessly_left_out_is_a_fault() {
        let symbols = ["akkoord_a", "akkoord_a_b"].map(str::to_owned).into();
        let binding = Binding {
            file: "x.cs",
            raw_frees: false,
            left_out: &[],
        };
        let both = "Native.akkoord_a(); Native.akkoord_a_b();";
        assert!(binding.faults(both, &symbols).is_empty());
        let unused = both.replace("Native.akkoord_a()", "");
        assert_eq!(binding.faults(&unused, &symbols), ["x.cs lacks akkoord_a"]);
        let told_of = format!("{unused}\n/// Native.akkoord_a()");
        assert_eq!(binding.faults(&told_of, &symbols), ["x.cs lacks akkoord_a"]);
        let needless = Binding {
            left_out: &[("akkoord_a", ""), ("akkoord_c", "")],
            ..binding
        };
        assert_eq!(needless.faults(both, &symbols).len(), 2);
        let frees = ["akkoord_a_free"].map(str::to_owned).into();
        assert_eq!(binding.faults("", &frees).len(), 1);
        let raw_frees = Binding {
            raw_frees: true,
            ..binding
        };
        assert!(raw_frees.faults("", &frees).is_empty());
    }
}
