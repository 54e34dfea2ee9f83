//! The tests of the npm package and of the explorer, and the bench: what runs in Node and in Debian's Chromium.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;

use super::package::{self, folder, npm, npm_ci};
use crate::debian;
use crate::steps::{Missing, Steps, both, cargo, output, root, run, target};

/// The folder of the explorer.
fn explorer() -> PathBuf {
    root().join("examples").join("web")
}

/// `cargo xtask test` and `cargo xtask test-wasm`: builds the package, and tests it and the explorer.
pub(crate) fn suite(steps: &mut Steps) -> Result<(), String> {
    const NAME: &str = "the npm package and the explorer, in Node and Chromium";
    if let Err(remedy) = node() {
        steps.leave_out(NAME, &remedy);
        return Ok(());
    }
    let chromium = browser().map_err(Missing::LeftOut);
    let package = package::build(steps);
    let (answers, program) = (answers_file(), target().join("wasm-program-answers.ndjson"));
    let told = steps.step("what the native engine and the program answer", || {
        write_answers(&answers)?;
        write_program_answers(&answers, &program)
    });
    let bundlers = steps.step("the bundlers that the npm package is tried with", || {
        npm_ci(&folder().join("test").join("bundlers"))
    });
    let tested = both(package.as_ref(), chromium.as_ref());
    let asked = both(tested, told.as_ref());
    let needs = both(asked, bundlers.as_ref());
    let name = "the npm package in Node, Chromium and every bundler";
    let _ = steps.after(name, needs, |_| {
        run(npm(&folder())
            .arg("test")
            .env("AKKOORD_ANSWERS", &answers)
            .env("AKKOORD_PROGRAM_ANSWERS", &program))
    });
    let _ = steps.after("the explorer in Chromium", tested, |_| {
        built_explorer()?;
        run(npm(&explorer()).arg("test"))
    });
    Ok(())
}

/// `cargo xtask explorer`: builds the explorer and serves it on loopback until it is stopped.
pub(crate) fn serve() -> Result<(), String> {
    node()?;
    let mut steps = Steps::default();
    let package = package::build(&mut steps);
    let _ = steps.after("the explorer", package.as_ref(), |()| built_explorer());
    steps.finish()?;
    println!(
        "\nThe explorer is served on this machine alone. Open the address below; stop with ctrl-C."
    );
    run(npm(&explorer()).args(["run", "--silent", "preview"]))
}

/// `cargo xtask bench-wasm`: Node and Chromium beside Cedar's WebAssembly and the native engine, in one run.
pub(crate) fn bench() -> Result<(), String> {
    node()?;
    browser()?;
    let mut steps = Steps::default();
    let package = package::build(&mut steps);
    let native = steps.step("the native bench", || {
        let words = ["build", "--release", "--locked", "-p", "akkoord-wasm"];
        run(cargo(&words).args(["--example", "native"]))
    });
    let needs = both(package.as_ref(), native.as_ref());
    let _ = steps.after("Node, Chromium, Cedar and native", needs, |_| {
        let native = target().join("release").join("examples").join("native");
        let mut node = Command::new("node");
        node.current_dir(folder()).arg("bench/bench.js");
        run(node.env("AKKOORD_NATIVE", native))
    });
    steps.finish()
}

/// A Chromium; the remedy where there is none.
fn browser() -> Result<(), String> {
    if env::var_os("CHROMIUM").is_some() {
        return Ok(());
    }
    debian::ensure(&["chromium"])
        .map_err(|remedy| format!("{remedy} (or let CHROMIUM name a Chromium)"))
}

fn node() -> Result<(), String> {
    let version = Command::new("node")
        .arg("--version")
        .stderr(Stdio::null())
        .output()
        .map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
        .unwrap_or_default();
    let major = version.trim_start_matches('v').split('.').next();
    let major: u32 = major.and_then(|text| text.parse().ok()).unwrap_or(0);
    if major >= 20 {
        Ok(())
    } else {
        Err("install Node.js 20 or later, with npm".to_owned())
    }
}

fn built_explorer() -> Result<(), String> {
    npm_ci(&explorer())?;
    run(npm(&explorer()).args(["run", "--silent", "build"]))
}

fn answers_file() -> PathBuf {
    target().join("wasm-answers.ndjson")
}

/// What the native engine answers to every vector.
fn write_answers(file: &PathBuf) -> Result<(), String> {
    let words = ["run", "--quiet", "--locked", "-p", "akkoord-conformance"];
    let answers = output(cargo(&words).args(["--example", "answers"]))?;
    println!("{} vectors", answers.lines().count());
    fs::write(file, answers).map_err(|error| format!("{}: {error}", file.display()))
}

/// What `akkoord evaluate` writes for the closed queries among them.
fn write_program_answers(answers: &PathBuf, file: &PathBuf) -> Result<(), String> {
    let told = |path: &PathBuf, error: std::io::Error| format!("{}: {error}", path.display());
    let text = fs::read_to_string(answers).map_err(|error| told(answers, error))?;
    let mut lines = String::new();
    for answer in text.lines() {
        let answer: Value = serde_json::from_str(answer).map_err(|error| error.to_string())?;
        let line = answer["line"].as_str().unwrap_or_default();
        // The program leaves out empty lines.
        if answer["entry"] == "evaluate" && !line.is_empty() {
            lines.push_str(line);
            lines.push('\n');
        }
    }
    let input = file.with_extension("in");
    fs::write(&input, lines).map_err(|error| told(&input, error))?;
    let mut command = cargo(&[
        "run",
        "--quiet",
        "--release",
        "--locked",
        "-p",
        "akkoord-cli",
    ]);
    command.args(["--", "evaluate"]).arg(&input);
    // The status is 1: there are errors among the cases.
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| error.to_string())?;
    fs::write(file, output.stdout).map_err(|error| told(file, error))
}
