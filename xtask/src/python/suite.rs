//! The tests of the Python package: those of the wheel as it was built.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::package;
use super::scale;
use super::tools::{Environment, Python, folder, made};
use crate::steps::{Made, Steps, built_program, cargo, output, run};

/// `cargo xtask test` and `cargo xtask test-python`.
pub(crate) fn suite(steps: &mut Steps) -> Result<(), String> {
    let python = match Python::found() {
        Ok(python) => python,
        Err(remedy) => {
            steps.leave_out("the Python package", &remedy);
            return Ok(());
        }
    };
    let wheel = package::build(steps, &python);
    let _ = steps.step("Python: the stubs are what the crate says", || {
        package::check_stubs(&python)
    });
    let _ = steps.after(
        "Python: the README's five lines, in an environment with the wheel alone",
        wheel.as_ref(),
        |wheel| five_lines(&python, wheel),
    );
    let step = "Python: an environment for the tests";
    let environment = with_the_wheel(steps, step, &python, "test", &wheel);
    let environment = environment.as_ref();
    let _ = steps.after("Python: pytest", environment, pytest);
    // The other modules are their own types; of the module in Rust the stubs must be those of the running one.
    let _ = steps.after("Python: stubtest", environment, |environment| {
        run(work(environment)?
            .args(["-m", "mypy.stubtest", "--concise", "akkoord._native"])
            .arg("--mypy-config-file")
            .arg(folder().join("pyproject.toml")))
    });
    let _ = steps.after("Python: mypy --strict", environment, mypy);
    let _ = steps.after("Python: pyright", environment, |environment| {
        pyright(environment, &folder().join("pyproject.toml"))
    });
    scale::add_steps(steps, &python, &wheel);
    Ok(())
}

/// A step: the environment of this name, with the wheel.
pub(super) fn with_the_wheel(
    steps: &mut Steps,
    step: &str,
    python: &Python,
    name: &str,
    wheel: &Made<PathBuf>,
) -> Made<Environment> {
    steps.after(step, wheel.as_ref(), |wheel| {
        let environment = python.with(name)?;
        environment.install(wheel)?;
        Ok(environment)
    })
}

/// A Python in a folder of its own, where only what is installed can be imported.
pub(crate) fn work(environment: &Environment) -> Result<Command, String> {
    let folder = made().join("work");
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut command = environment.python();
    command.current_dir(folder);
    Ok(command)
}

/// The first Python block of the README prints the text block that follows it, with nothing but the wheel installed.
fn five_lines(python: &Python, wheel: &Path) -> Result<(), String> {
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
    environment.install(wheel)?;
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
    let program = built_program()?;
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
    let strict = || -> Result<Command, String> {
        let mut command = work(environment)?;
        command
            .args(["-m", "mypy", "--strict", "--config-file"])
            .arg(folder().join("pyproject.toml"))
            .arg("--cache-dir")
            .arg(made().join("mypy-cache"));
        Ok(command)
    };
    run(strict()?.args(typed()))?;
    run(strict()?.args(["-p", "akkoord"]))
}

/// Pyright over what a project names.
pub(super) fn pyright(environment: &Environment, project: &Path) -> Result<(), String> {
    run(work(environment)?
        .args(["-m", "pyright", "--project"])
        .arg(project)
        .env("PYRIGHT_PYTHON_CACHE_DIR", made().join("pyright"))
        .env("PYRIGHT_PYTHON_IGNORE_WARNINGS", "1"))
}
