//! `cargo xtask test`: everything that must hold; with `--quick` what a contributor runs before each commit.

use std::process::Command;

use crate::beside::Beside;
use crate::size;
use crate::steps::{Steps, cargo, cargo_as_usual, has, in_ci, output, root, run};
use crate::{bindings, c, header, public_api};

/// How much is tested.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// What needs nothing but Rust, in minutes.
    Quick,
    /// All of it.
    Whole,
}

/// A chore of cargo over the whole workspace: one choice of packages, so that nothing is built twice with other features.
fn of_workspace(extent: Extent, chore: &str, more: &[&str]) -> Command {
    let words = [chore, "--workspace", "--locked"];
    let mut command = match extent {
        // What a contributor has built already.
        Extent::Quick => cargo_as_usual(&words),
        Extent::Whole => cargo(&words),
    };
    command.args(more);
    command
}

pub(crate) fn run_chore(extent: Extent) -> Result<(), String> {
    let mut steps = Steps::default();
    let whole = extent == Extent::Whole;
    if whole {
        println!(
            "cargo xtask test: everything, most of an hour on two cores; before a commit `cargo xtask test --quick` will do"
        );
    } else {
        println!("cargo xtask test --quick: formatting, lints, the tests in Rust, links");
    }
    // The two halves take as long as each other. What runs beside begins with a release, whose folder nothing else here needs yet.
    let beside = whole.then(|| Beside::start(&["test-python", "test-wasm"]));
    in_rust(&mut steps, extent);
    if let Some(beside) = beside {
        steps.suite("documentation and the demo", "", documentation_and_demo);
        steps.suite("the C face", "cargo xtask c", |steps| {
            c::add_steps(steps, &["--workspace"])
        });
        steps.suite("fuzzing", "cargo xtask fuzz", |steps| {
            crate::fuzz::add_steps(steps, seconds_of_fuzzing())
        });
        beside.join(&mut steps);
        steps.suite("disk space", "cargo clean", size::add_step);
    }
    steps.finish()
}

/// What needs Rust alone.
fn in_rust(steps: &mut Steps, extent: Extent) {
    steps.suite("formatting", "cargo fmt --all", |steps| {
        if has("fmt") {
            steps.step("formatting", || {
                run(&mut cargo(&["fmt", "--all", "--check"]))?;
                // Workspaces of their own.
                ["benches", "fuzz"].iter().try_for_each(|folder| {
                    let manifest = root().join(folder).join("Cargo.toml");
                    let mut command = cargo(&["fmt", "--check", "--manifest-path"]);
                    run(command.arg(manifest))
                })
            })?;
        } else {
            steps.leave_out("formatting", "rustup component add rustfmt");
        }
        Ok(())
    });
    let clippy = "cargo clippy --workspace --all-targets -- -D warnings";
    steps.suite("lints", clippy, |steps| {
        if has("clippy") {
            let words = ["--all-targets", "--", "-D", "warnings"];
            steps.step("lints", || run(&mut of_workspace(extent, "clippy", &words)))?;
        } else {
            steps.leave_out("lints", "rustup component add clippy");
        }
        Ok(())
    });
    steps.suite("tests in Rust", "cargo test --workspace", |steps| {
        // Every test that fails is told, not only those of the first crate.
        steps.step(
            "tests: unit, rules, laws, vectors, program, doc tests",
            || {
                let mut words = vec!["--no-fail-fast"];
                if extent == Extent::Whole {
                    words.extend(c::WITH_PANICS);
                }
                run(&mut of_workspace(extent, "test", &words))
            },
        )?;
        Ok(())
    });
    steps.suite("what is written down", "", |steps| {
        let _ = steps.step("the engine needs no std", engine_needs_no_std);
        let _ = steps.step(
            "the public API of the engine is the committed one",
            public_api::check,
        );
        if extent == Extent::Quick {
            let _ = steps.step("C: the header is what the crate says", header::check);
            let _ = steps.step("C: the bindings are what the header says", bindings::check);
        }
        Ok(())
    });
}

fn documentation_and_demo(steps: &mut Steps) -> Result<(), String> {
    let _ = steps.step("documentation without warnings", || {
        let words = ["--no-deps", "--document-private-items"];
        let mut doc = of_workspace(Extent::Whole, "doc", &words);
        run(doc.env("RUSTDOCFLAGS", "-D warnings"))
    });
    let _ = steps.step("the README's first command: the demo", || {
        let mut demo = cargo(&["run", "--release", "--locked", "-p", "akkoord-cli"]);
        let story = output(demo.args(["--", "demo"]))?;
        println!(
            "{} lines of stories, every decision as expected",
            story.lines().count()
        );
        Ok(())
    });
    Ok(())
}

/// Two minutes for all fuzz targets in CI, two at a time, and a moment elsewhere: `cargo xtask fuzz` asks for more.
fn seconds_of_fuzzing() -> u32 {
    if in_ci() { 30 } else { 5 }
}

/// No crate below `akkoord` is built with its `std` feature.
fn engine_needs_no_std() -> Result<(), String> {
    let tree = [
        "tree",
        "-p",
        "akkoord",
        "--edges",
        "normal,features",
        "--prefix",
        "none",
        "--locked",
    ];
    let tree = output(&mut cargo(&tree))?;
    let with_std: Vec<&str> = tree
        .lines()
        .filter(|line| line.contains("feature \"std\""))
        .collect();
    if with_std.is_empty() {
        println!(
            "{} crates and features below `akkoord`, none of them \"std\"",
            tree.lines().count()
        );
        Ok(())
    } else {
        Err(format!("these are built with std: {}", with_std.join(", ")))
    }
}
