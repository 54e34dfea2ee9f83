//! `cargo xtask test`: everything that must hold.

use std::fs;

use crate::c;
use crate::python;
use crate::steps::{Steps, cargo, has, in_ci, output, root, run};
use crate::wasm;

fn run_all(steps: &mut Steps) -> Result<(), String> {
    if has("fmt") {
        steps.step("formatting", || {
            run(&mut cargo(&["fmt", "--all", "--check"]))
        })?;
    } else {
        steps.leave_out("formatting", "rustup component add rustfmt");
    }
    if has("clippy") {
        let lints = [
            "clippy",
            "--workspace",
            "--all-targets",
            "--locked",
            "--",
            "-D",
            "warnings",
        ];
        steps.step("lints", || run(&mut cargo(&lints)))?;
    } else {
        steps.leave_out("lints", "rustup component add clippy");
    }
    steps.step(
        "tests: unit, rules, laws, vectors, program, doc tests",
        || {
            // The C entry for Arrow is asked for, so that its tests run too.
            let with_arrow = ["--features", "akkoord-ffi/arrow"];
            run(cargo(&["test", "--workspace", "--locked"]).args(with_arrow))
        },
    )?;
    steps.step("documentation without warnings", || {
        let mut doc = cargo(&[
            "doc",
            "--workspace",
            "--no-deps",
            "--locked",
            "--document-private-items",
        ]);
        run(doc.env("RUSTDOCFLAGS", "-D warnings"))
    })?;
    steps.step("the engine needs no std", engine_needs_no_std)?;
    steps.step(
        "links and files that the documents name exist",
        documents_name_what_exists,
    )?;
    steps.step("the README's first command: the demo", || {
        let demo = [
            "run",
            "--release",
            "--locked",
            "--quiet",
            "-p",
            "akkoord-cli",
            "--",
            "demo",
        ];
        let story = output(&mut cargo(&demo))?;
        println!(
            "{} lines of stories, every decision as expected",
            story.lines().count()
        );
        Ok(())
    })?;
    c::add_steps(steps)?;
    wasm::suite(steps)?;
    python::suite(steps)
}

pub(crate) fn run_chore() -> Result<(), String> {
    let mut steps = Steps::default();
    run_all(&mut steps)?;
    crate::fuzz::add_steps(&mut steps, seconds_of_fuzzing())?;
    steps.finish()
}

/// A minute for each fuzz target in CI, a moment elsewhere: `cargo xtask fuzz` asks for more.
fn seconds_of_fuzzing() -> u32 {
    if in_ci() { 60 } else { 5 }
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

/// Every relative link of a Markdown file at the root or in a room leads to a file that is there.
fn documents_name_what_exists() -> Result<(), String> {
    let root = root();
    let mut checked = 0_usize;
    for document in [
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "CHANGELOG.md",
        "conformance/README.md",
        "ffi/README.md",
        "ffi/dist/docs/README.md",
        "examples/cases/README.md",
        "bindings-wasm/README.md",
        "bindings-python/README.md",
    ] {
        let path = root.join(document);
        let text = fs::read_to_string(&path).map_err(|error| format!("{document}: {error}"))?;
        for target in text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next())
        {
            let file = target.split('#').next().unwrap_or_default();
            if file.is_empty() || file.contains("://") || file.starts_with("mailto:") {
                continue;
            }
            checked += 1;
            if !path.with_file_name(file).exists() {
                return Err(format!("{document} links to {file}, which is not there"));
            }
        }
    }
    println!("{checked} links lead somewhere");
    Ok(())
}
