//! `cargo xtask …`: every chore of akkoord, the same on a laptop and in CI. Each step is printed with its time.

mod bench;
mod beside;
mod bindings;
mod c;
mod chart;
mod coverage;
mod debian;
mod dist_c;
#[cfg(test)]
mod documents;
mod fuzz;
mod generate;
mod header;
mod instructions;
mod portable;
mod public_api;
mod python;
mod release;
mod size;
mod steps;
mod test;
mod toolchain;
mod wasm;
mod windows;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Every chore of akkoord, the same on a laptop and in CI.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Runs every test: formatting, lints, unit tests, doc tests, laws, vectors, documentation, and the demo.
    ///
    /// A step that fails does not stop those that do not need it. What failed, and what this machine cannot run, is named at the end;
    /// the second is a failure with CI=true.
    Test {
        /// What a contributor runs before each commit, in minutes: formatting, lints, the tests in Rust, links.
        #[arg(long)]
        quick: bool,
    },
    /// Writes the shell completions and the man pages of the program to target/assets/.
    Assets,
    /// Writes the C header ffi/include/akkoord.h from the crate `akkoord-ffi`, and from it the raw layers of the bindings.
    Header,
    /// Writes the public API of the engine as text to core/public-api.txt.
    PublicApi,
    /// Packages the crates that are published, and builds each from its package: target/package/*.crate.
    Package,
    /// What must hold before a release, beside the tests: RELEASING.md. A tool that is missing is named with its command.
    ReleaseCheck {
        /// Only these.
        parts: Vec<release::Part>,
    },
    /// Makes the folder that a vendor of C, C++, C#, Java or Pascal unpacks: target/dist/akkoord-c-….
    DistC {
        /// x86_64-pc-windows-gnu builds for Windows from another system, with mingw; else it is for the system that this runs on.
        #[arg(long, value_name = "TRIPLE")]
        target: Option<String>,
        /// On Linux: links with the linker of this system, so that the library needs its glibc; else zig links for glibc 2.17.
        #[arg(long, conflicts_with = "target")]
        system_linker: bool,
    },
    /// Runs the tests of the C face alone; `test` runs them too.
    C,
    /// Builds the C face for Windows and runs its tests under Wine.
    TestWindows,
    /// Runs the benches beside peers and yardsticks, prints the table, and writes BENCHMARKS.md with its charts.
    Bench {
        /// The day, as it shall stand in BENCHMARKS.md; no clock is read.
        #[arg(long, value_name = "YYYY-MM-DD")]
        date: Option<String>,
        /// A moment for each bench, to see that all of them work; writes nothing.
        #[arg(long, conflicts_with = "report")]
        quick: bool,
        /// Runs nothing: writes BENCHMARKS.md from the results of the last full run.
        #[arg(long)]
        report: bool,
    },
    /// Counts the instructions of a decision under callgrind, and says in which code they are; writes benches/instructions.txt.
    Instructions {
        /// Writes nothing: fails if a count is more than 5 % above the committed one.
        #[arg(long)]
        check: bool,
    },
    /// Runs every fuzz target. A crash fails; so does a question that costs more time or memory than its size allows.
    Fuzz {
        /// How long for each target.
        #[arg(long, default_value_t = 60)]
        seconds: u32,
        /// This target alone; `work` tells the slowest and the largest question so far.
        #[arg(long, value_name = "NAME")]
        target: Option<String>,
        /// Runs one input again, which an earlier run wrote to fuzz/artifacts/.
        #[arg(long, value_name = "FILE", requires = "target")]
        input: Option<PathBuf>,
    },
    /// Breaks each function of docs/coverage.md, and sees that the test of its row fails. Not part of `test`: it builds the engine
    /// once for each.
    Coverage {
        /// Only these rows: F01.
        rows: Vec<String>,
    },
    /// Measures what each question costs on the worst mixes of choices, in time and memory, and how that grows. No test: times
    /// depend on the machine. A row beyond the bounds fails.
    Growth {
        /// Only rows whose question or mix has all these words.
        words: Vec<String>,
    },
    /// Builds the npm package into bindings-wasm/dist/: a compiler for wasm32 is found or fetched.
    Wasm,
    /// Runs the tests of the npm package and of the explorer alone.
    TestWasm,
    /// Builds the Python package into target/python/dist/: a manylinux wheel for CPython 3.11 and later, and the source.
    Python {
        /// Writes the stubs bindings-python/python/akkoord/_native.pyi from the crate, and builds nothing else.
        #[arg(long)]
        stubs: bool,
    },
    /// Runs the tests of the Python package alone: those of the wheel that `python` builds.
    TestPython,
    /// Measures the npm package in Node and Chromium beside Cedar's and the native engine.
    BenchWasm,
    /// Builds the consent explorer and serves it on this machine, until it is stopped.
    Explorer,
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().chore {
        Chore::Test { quick: true } => test::run_chore(test::Extent::Quick),
        Chore::Test { quick: false } => test::run_chore(test::Extent::Whole),
        Chore::Assets => generate::assets(),
        Chore::Header => header::write_chore(),
        Chore::PublicApi => public_api::write_chore(),
        Chore::Package => release::package(),
        Chore::ReleaseCheck { parts } => release::check(&parts),
        Chore::DistC {
            target,
            system_linker,
        } => dist_c::run_chore(target.as_deref(), system_linker),
        Chore::C => c::run_chore(),
        Chore::TestWindows => windows::run_chore(),
        Chore::Bench {
            date,
            quick,
            report,
        } => {
            let kind = match (quick, report) {
                (true, _) => bench::Run::Quick,
                (_, true) => bench::Run::Report,
                (false, false) => bench::Run::Full,
            };
            bench::run_chore(kind, date.as_deref())
        }
        Chore::Instructions { check } => instructions::run_chore(check),
        Chore::Fuzz {
            seconds,
            target,
            input,
        } => fuzz::run_chore(seconds, target.as_deref(), input.as_deref()),
        Chore::Coverage { rows } => coverage::run_chore(&rows),
        Chore::Growth { words } => fuzz::growth(&words),
        Chore::Wasm => wasm::build(),
        Chore::TestWasm => wasm::test(),
        Chore::Python { stubs: true } => python::write_stubs(),
        Chore::Python { stubs: false } => python::build(),
        Chore::TestPython => python::test(),
        Chore::BenchWasm => wasm::bench(),
        Chore::Explorer => wasm::serve(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("\ncargo xtask: {problem}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::steps::{read_text, root};

    /// `cargo xtask …` in a document or a workflow, up to where the command ends.
    fn commands(text: &str) -> impl Iterator<Item = Vec<&str>> {
        text.split("cargo xtask ").skip(1).map(|rest| {
            let end = rest.find(['`', '\n', '#', '&', ',', '"', '…']);
            rest[..end.unwrap_or(rest.len())]
                .split_whitespace()
                .collect()
        })
    }

    #[test]
    fn every_chore_that_a_document_or_a_workflow_names_is_there() {
        let mut count = 0;
        for file in [
            ".github/workflows/ci.yml",
            ".github/workflows/release.yml",
            ".ci/run",
            "ARCHITECTURE.md",
            "CONTRIBUTING.md",
            "README.md",
            "RELEASING.md",
        ] {
            let text = read_text(&root().join(file)).unwrap();
            for words in commands(&text).filter(|words| !words.is_empty()) {
                let named = words.iter().map(|word| match *word {
                    "YYYY-MM-DD" => "2026-11-27",
                    word => word,
                });
                let parsed = Arguments::try_parse_from(["cargo xtask"].into_iter().chain(named));
                if let Err(error) = parsed {
                    panic!("{file}: cargo xtask {}: {error}", words.join(" "));
                }
                count += 1;
            }
        }
        assert!(count > 20, "{count}");
    }
}
