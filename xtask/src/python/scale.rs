//! The recipes for Polars, DuckDB, Dask and Spark, the notebook, and `akkoord.spark`: in an environment of their own.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::suite::{pyright, with_the_wheel, work};
use super::tools::{Environment, Python, folder, made};
use crate::debian;
use crate::steps::{Made, Missing, Steps, both, root, run};

/// Spark runs on it.
const JAVA: &str = "openjdk-17-jre-headless";

/// What `suite` adds.
pub(crate) fn add_steps(steps: &mut Steps, python: &Python, wheel: &Made<PathBuf>) {
    let step = "Python: an environment to scale out";
    let environment = with_the_wheel(steps, step, python, "scale", wheel);
    let environment = environment.as_ref();
    let mut step = |name: &str, work: &dyn Fn(&Environment) -> Result<(), String>| {
        let _ = steps.after(name, environment, work);
    };
    step("Python: mypy --strict of what scales out", &|environment| {
        mypy(environment, &[recipes().as_ref()])?;
        mypy(environment, &["-m".as_ref(), "akkoord.spark".as_ref()])
    });
    step("Python: pyright of what scales out", &|environment| {
        pyright(environment, &recipes())
    });
    step(
        "Python: the recipes for Polars, DuckDB and Dask",
        &|environment| run(&mut pytest(environment, "test_recipes.py")?),
    );
    step(
        "Python: the notebook, with a million patients",
        &|environment| run(&mut pytest(environment, "test_notebook.py")?),
    );
    let java = java().map_err(Missing::LeftOut);
    let needs = both(environment, java.as_ref());
    let _ = steps.after("Python: Spark", needs, |(environment, java)| {
        run(pytest(environment, "test_spark.py")?.env("JAVA_HOME", java))
    });
    // A quarter of all that a run of the tests would leave, and nothing else needs it.
    let _ = steps.after(
        "Python: the environment to scale out, removed",
        environment,
        Environment::remove,
    );
}

/// Where the recipes, the notebook and their tests stand.
fn recipes() -> PathBuf {
    root().join("examples").join("python")
}

fn mypy(environment: &Environment, what: &[&OsStr]) -> Result<(), String> {
    let mut command = work(environment)?;
    command.args(["-m", "mypy", "--config-file"]);
    command.arg(recipes().join("mypy.ini"));
    command.arg("--cache-dir");
    command.arg(made().join("mypy-cache-scale"));
    let others = ["bench", "tests"].map(|name| folder().join(name));
    let others = std::env::join_paths(others).map_err(|error| error.to_string())?;
    run(command.args(what).env("MYPYPATH", others))
}

/// The tests of one file.
fn pytest(environment: &Environment, file: &str) -> Result<Command, String> {
    let recipes = recipes();
    let mut command = work(environment)?;
    command.args(["-m", "pytest", "--durations=5", "-c"]);
    command.arg(recipes.join("pytest.ini"));
    command.arg("-o");
    command.arg(format!(
        "cache_dir={}",
        made().join("cache-scale").display()
    ));
    command.arg(recipes.join("tests").join(file));
    command.env("PYTHONDONTWRITEBYTECODE", "1");
    // Executors and kernels are started by their names: this Python, and no other.
    command.env("PYSPARK_PYTHON", environment.place("python"));
    command.env("SPARK_LOCAL_IP", "127.0.0.1");
    command.env("IPYTHONDIR", made().join("ipython"));
    command.env("JUPYTER_CONFIG_DIR", made().join("jupyter"));
    command.env("JUPYTER_DATA_DIR", made().join("jupyter"));
    command.env("JUPYTER_PLATFORM_DIRS", "0");
    command.env("MPLCONFIGDIR", made().join("matplotlib"));
    Ok(command)
}

/// The home of Java 17: Debian's, installed where that can be done; otherwise that of `JAVA_HOME`.
fn java() -> Result<PathBuf, String> {
    let of_environment = || {
        let home = PathBuf::from(std::env::var_os("JAVA_HOME")?);
        home.join("bin").join("java").exists().then_some(home)
    };
    if let Some(home) = of_debian() {
        return Ok(home);
    }
    match (debian::ensure(&[JAVA]), of_environment()) {
        (Ok(()), _) => of_debian().ok_or(format!("{JAVA} is installed and has no java")),
        (Err(_), Some(home)) => Ok(home),
        (Err(remedy), None) => Err(remedy),
    }
}

/// Where Debian puts it, on every architecture.
fn of_debian() -> Option<PathBuf> {
    let entries = fs::read_dir(Path::new("/usr/lib/jvm")).ok()?;
    let homes = entries.flatten().map(|entry| entry.path());
    homes
        .filter(|home| home.to_string_lossy().contains("java-17-openjdk-"))
        .find(|home| home.join("bin").join("java").exists())
}
