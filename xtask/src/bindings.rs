//! The bindings in other languages offer what the C header offers; what their story leaves out is tried here.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::c::{self, Program};
use crate::steps::{Missing, Steps, both, needs, root, run};

const CSHARP: &str = "examples/csharp/Akkoord.cs";
const JAVA: &str = "examples/java/Akkoord.java";
const PASCAL: &str = "examples/pascal/akkoord.pas";

/// A file that offers the functions of the header in another language.
struct Binding {
    file: &'static str,
    /// What stands before a function where it is declared; empty where nothing is.
    declared: &'static [&'static str],
    /// Whether the file has to use the function, too: it is not the declaration that users call.
    is_used: bool,
    left_out: &'static [(&'static str, &'static str)],
}

const CODE: (&str, &str) = (
    "akkoord_error_code",
    "the call gives the same code, and the exception or error has it",
);
const COPY: (&str, &str) = (
    "akkoord_output_copy",
    "texts are copied out of the view of akkoord_output_text",
);
const NUMBER: (&str, &str) = (
    "akkoord_version",
    "akkoord_version_text tells the version, akkoord_abi_version whether the library fits",
);
const CONSULTER: (&str, &str) = (
    "akkoord_verdict_for_consulter",
    "a verdict is an object of its own here, and makes its form for a consulter itself",
);
const ABI: (&str, &str) = (
    "akkoord_abi_version",
    "programs compare it with a macro of akkoord.h, which the header includes",
);

const BINDINGS: [Binding; 5] = [
    Binding {
        file: CSHARP,
        declared: &["extern uint ", "extern void "],
        is_used: true,
        left_out: &[CODE, COPY, NUMBER, CONSULTER],
    },
    Binding {
        file: "examples/java/jna/AkkoordJna.java",
        declared: &["int ", "void "],
        is_used: true,
        left_out: &[CODE, COPY, NUMBER, CONSULTER],
    },
    Binding {
        file: "examples/java/ffm/AkkoordFfm.java",
        declared: &["\""],
        is_used: false,
        left_out: &[CODE, COPY, NUMBER, CONSULTER],
    },
    Binding {
        file: PASCAL,
        declared: &["function ", "procedure "],
        is_used: false,
        left_out: &[],
    },
    Binding {
        file: "ffi/include/akkoord.hpp",
        declared: &[],
        is_used: true,
        left_out: &[CODE, COPY, NUMBER, ABI],
    },
];

impl Binding {
    /// What is wrong with it, a sentence for each fault.
    fn faults(&self, text: &str, symbols: &BTreeSet<String>) -> Vec<String> {
        let left_out = |name: &str| self.left_out.iter().any(|(own, _)| *own == name);
        let code = without_comments(text);
        let mut faults = Vec::new();
        for name in symbols {
            let places: Vec<bool> = places(&code, name)
                .map(|place| code.get(..place).unwrap_or_default())
                .map(|before| self.declared.iter().any(|word| before.ends_with(word)))
                .collect();
            let is_declared = self.declared.is_empty() || places.contains(&true);
            let is_used = !self.is_used || places.contains(&false);
            match (is_declared && is_used, left_out(name)) {
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

/// Where a name stands as a whole word.
fn places<'a>(text: &'a str, name: &'a str) -> impl Iterator<Item = usize> + 'a {
    let is_word = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    text.match_indices(name)
        .map(|(place, _)| place)
        .filter(move |place| {
            let before = text.get(..*place).unwrap_or_default();
            let after = text.get(place + name.len()..).unwrap_or_default();
            !before.ends_with(is_word) && !after.starts_with(is_word)
        })
}

/// The numbers of the header, without AKKOORD_ before their names.
fn numbers(header: &str) -> Vec<(&str, &str)> {
    let lines = header.lines();
    let macros = lines.filter_map(|line| line.strip_prefix("#define AKKOORD_"));
    macros
        .filter_map(|line| line.split_once(' '))
        .filter(|(name, number)| {
            // A binding has no version of its own; the ABI is what it is compared by.
            !name.starts_with("VERSION_") && number.parse::<u64>().is_ok()
        })
        .collect()
}

/// `UNKNOWN_FIELD` as C# writes it.
fn in_csharp(name: &str) -> String {
    let words = name.split('_');
    words
        .map(|word| {
            let (first, rest) = word.split_at(word.len().min(1));
            format!("{first}{}", rest.to_lowercase())
        })
        .collect()
}

/// The enum of Java for a group of numbers: the bindings count by the places of its constants.
fn in_java(group: &str, numbers: &[(&str, &str)]) -> String {
    let names = numbers.iter();
    let names: Vec<&str> = names
        .filter_map(|(name, _)| name.strip_prefix(group)?.strip_prefix('_'))
        .collect();
    format!("enum {} {{ {} }}", in_csharp(group), names.join(", "))
}

/// The lines that a binding must have for a number of the header.
fn lines_for(name: &str, number: &str) -> Vec<(&'static str, String)> {
    let pascal = match name {
        "NEVER" => "AKKOORD_NEVER = High(Int64);".to_owned(),
        // Pascal takes AKKOORD_ABI_VERSION and the function akkoord_abi_version for one name.
        "ABI_VERSION" => format!("AKKOORD_ABI = {number};"),
        _ => format!("AKKOORD_{name} = {number};"),
    };
    let mut lines = vec![(PASCAL, pascal)];
    if name == "ABI_VERSION" {
        lines.push((CSHARP, format!("const uint Abi = {number};")));
        lines.push((JAVA, format!("int ABI = {number};")));
    }
    for group in ["ERROR_", "REASON_"] {
        if let Some(name) = name.strip_prefix(group) {
            lines.push((CSHARP, format!("        {} = {number},", in_csharp(name))));
            lines.push((JAVA, format!("        int {name} = {number};")));
        }
    }
    for group in ["OUTCOME_", "TREATMENT_", "LANG_", "AUDIENCE_"] {
        if let Some(name) = name.strip_prefix(group) {
            lines.push((CSHARP, format!(" {} = {number}", in_csharp(name))));
        }
    }
    lines
}

fn read(file: &str) -> Result<String, String> {
    fs::read_to_string(root().join(file)).map_err(|error| format!("{file}: {error}"))
}

/// Every function and every number of the header stands in every binding.
pub(crate) fn check() -> Result<(), String> {
    let symbols = c::symbols()?;
    let mut faults = Vec::new();
    for binding in &BINDINGS {
        faults.extend(binding.faults(&read(binding.file)?, &symbols));
        let offered = symbols.len() - binding.left_out.len();
        println!("{}: {offered} of {} functions", binding.file, symbols.len());
        for (name, reason) in binding.left_out {
            println!("  without {name}: {reason}");
        }
    }
    let header = read("ffi/include/akkoord.h")?;
    let numbers = numbers(&header);
    let (csharp, java, pascal) = (read(CSHARP)?, read(JAVA)?, read(PASCAL)?);
    for (name, number) in &numbers {
        for (file, line) in lines_for(name, number) {
            let text = match file {
                CSHARP => &csharp,
                JAVA => &java,
                _ => &pascal,
            };
            if !text.contains(&line) {
                faults.push(format!("{file} lacks {:?}", line.trim()));
            }
        }
    }
    for group in ["OUTCOME", "TREATMENT", "LANG", "AUDIENCE"] {
        let constants = in_java(group, &numbers);
        if !java.contains(&constants) {
            faults.push(format!("{JAVA} lacks {constants:?}"));
        }
    }
    println!("{} numbers of akkoord.h", numbers.len());
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
    fn every_binding_offers_what_the_header_offers() {
        assert_eq!(check(), Ok(()));
    }

    #[test]
    fn a_function_that_is_missing_unused_or_needlessly_left_out_is_a_fault() {
        let symbols = ["akkoord_a", "akkoord_a_b"].map(str::to_owned).into();
        let binding = Binding {
            file: "x.cs",
            declared: &["extern uint "],
            is_used: true,
            left_out: &[],
        };
        let both = "extern uint akkoord_a(); Native.akkoord_a(); extern uint akkoord_a_b(); Native.akkoord_a_b();";
        assert!(binding.faults(both, &symbols).is_empty());
        let unused = both.replace("Native.akkoord_a()", "");
        assert_eq!(binding.faults(&unused, &symbols), ["x.cs lacks akkoord_a"]);
        let told_of = unused.replace("extern", "\n/// Native.akkoord_a()\nextern");
        assert_eq!(binding.faults(&told_of, &symbols), ["x.cs lacks akkoord_a"]);
        let undeclared = both.replace("extern uint akkoord_a_b()", "");
        assert_eq!(
            binding.faults(&undeclared, &symbols),
            ["x.cs lacks akkoord_a_b"]
        );
        let needless = Binding {
            left_out: &[("akkoord_a", ""), ("akkoord_c", "")],
            ..binding
        };
        assert_eq!(needless.faults(both, &symbols).len(), 2);
    }
}
