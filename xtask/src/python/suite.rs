//! The tests of the Python package: those of the wheel as it was built.

use std::fs;
use std::path::PathBuf;

use super::package::{self, built};
use super::tools::{Environment, Python, folder, made};
use crate::steps::{Steps, cargo, output, run};

/// `cargo xtask test` and `cargo xtask test-python`.
pub(crate) fn suite(steps: &mut Steps) -> Result<(), String> {
    let python = match Python::found() {
        Ok(python) => python,
        Err(remedy) => {
            steps.leave_out("the Python package", &remedy);
            return Ok(());
        }
    };
    package::build(steps, &python)?;
    steps.step("Python: the stubs are what the crate says", || {
        package::check_stubs(&python)
    })?;
    steps.step(
        "Python: the README's five lines, in an environment with the wheel alone",
        || five_lines(&python),
    )?;
    let mut environment = None;
    steps.step("Python: an environment for the tests", || {
        let made = python.with("test")?;
        made.install(&built(".whl")?)?;
        environment = Some(made);
        Ok(())
    })?;
    // INVARIANT: a step that fails ends the chore.
    let environment = environment.ok_or("no environment")?;
    steps.step("Python: pytest", || pytest(&environment))?;
    steps.step("Python: stubtest", || {
        run(work(&environment)?
            .args(["-m", "mypy.stubtest", "--concise", "akkoord"])
            .arg("--mypy-config-file")
            .arg(folder().join("pyproject.toml")))
    })?;
    steps.step("Python: mypy --strict", || mypy(&environment))?;
    steps.step("Python: pyright", || pyright(&environment))?;
    steps.step("Python: the source distribution builds", || {
        let tools = python.with("build")?;
        let into = made().join("of-source");
        let _ = fs::remove_dir_all(&into);
        tools.build(&built(".tar.gz")?, &into)
    })
}

/// A Python in a folder of its own, where only what is installed can be imported.
fn work(environment: &Environment) -> Result<std::process::Command, String> {
    let folder = made().join("work");
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut command = environment.python();
    command.current_dir(folder);
    Ok(command)
}

/// The first Python block of the README prints the text block that follows it, with nothing but the wheel installed.
fn five_lines(python: &Python) -> Result<(), String> {
    let readme = fs::read_to_string(folder().join("README.md")).map_err(|e| e.to_string())?;
    let block = |kind: &str| {
        let (_, rest) = readme.split_once(&format!("```{kind}\n"))?;
        rest.split_once("```").map(|(block, _)| block.to_owned())
    };
    let code = block("python").ok_or("the README has no Python")?;
    let expected = block("text").ok_or("the README does not say what it prints")?;
    let lines = code.lines().filter(|line| !line.trim().is_empty()).count();
    if lines > 5 {
        return Err(format!("the README's five lines are {lines}"));
    }
    let environment = python.empty("empty")?;
    environment.install(&built(".whl")?)?;
    let packages = environment.packages()?;
    let others = packages.lines().filter(|line| {
        !["akkoord", "pip", "setuptools"].contains(&line.split("==").next().unwrap_or_default())
    });
    if let Some(other) = others.into_iter().next() {
        return Err(format!("the environment has more than the wheel: {other}"));
    }
    let told = output(work(&environment)?.arg("-c").arg(&code))?;
    print!("{told}");
    if told == expected {
        Ok(())
    } else {
        Err(format!("the README says that it prints\n{expected}"))
    }
}

fn pytest(environment: &Environment) -> Result<(), String> {
    let answers = made().join("answers.ndjson");
    let words = ["run", "--quiet", "--locked", "-p", "akkoord-conformance"];
    let told = output(cargo(&words).args(["--example", "answers"]))?;
    fs::write(&answers, told).map_err(|error| format!("{}: {error}", answers.display()))?;
    run(&mut cargo(&[
        "build",
        "--release",
        "--locked",
        "-p",
        "akkoord-cli",
    ]))?;
    let program = crate::steps::target().join("release").join("akkoord");
    let configuration = folder().join("pyproject.toml");
    let cache = made().join("pytest-cache");
    run(work(environment)?
        .args(["-m", "pytest", "-c"])
        .arg(configuration)
        .arg("-o")
        .arg(format!("cache_dir={}", cache.display()))
        .arg(folder().join("tests"))
        .env("AKKOORD_ANSWERS", answers)
        .env("AKKOORD_PROGRAM", program)
        .env("AKKOORD_README", folder().join("README.md"))
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("MPLCONFIGDIR", made().join("matplotlib"))
        .env("HYPOTHESIS_STORAGE_DIRECTORY", made().join("hypothesis")))
}

/// What is checked for its types besides the stubs: examples, tests, and the Python of the package itself.
fn typed() -> [PathBuf; 2] {
    [folder().join("examples"), folder().join("tests")]
}

fn mypy(environment: &Environment) -> Result<(), String> {
    run(work(environment)?
        .args(["-m", "mypy", "--strict", "--config-file"])
        .arg(folder().join("pyproject.toml"))
        .arg("--cache-dir")
        .arg(made().join("mypy-cache"))
        .args(typed()))?;
    run(work(environment)?
        .args(["-m", "mypy", "--strict", "--config-file"])
        .arg(folder().join("pyproject.toml"))
        .arg("--cache-dir")
        .arg(made().join("mypy-cache"))
        .args(["-p", "akkoord"]))
}

fn pyright(environment: &Environment) -> Result<(), String> {
    run(work(environment)?
        .args(["-m", "pyright", "--project"])
        .arg(folder().join("pyproject.toml"))
        .env("PYRIGHT_PYTHON_CACHE_DIR", made().join("pyright"))
        .env("PYRIGHT_PYTHON_IGNORE_WARNINGS", "1"))
}
