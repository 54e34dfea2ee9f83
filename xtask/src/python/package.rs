//! The wheel, the source distribution, and the stubs.

use std::fs;
use std::path::{Path, PathBuf};

use super::tools::{Environment, Python, folder, made};
use crate::dist_c::third_parties;
use crate::steps::{Made, Steps, built_once, output, root, run, target};

/// The Linux that the wheel runs on: glibc 2.17, which every Linux since 2014 has.
const PLATFORM: &str = "manylinux2014";

/// Where the wheel and the source distribution stand.
pub(crate) fn dist() -> PathBuf {
    made().join("dist")
}

/// Builds both; gives the wheel.
pub(crate) fn build(steps: &mut Steps, python: &Python) -> Made<PathBuf> {
    let _ = fs::remove_dir_all(dist());
    let tools = steps.step("Python: maturin, zig and auditwheel", || {
        licences()?;
        python.with("build")
    });
    let source = steps.after("Python: the source distribution", tools.as_ref(), |tools| {
        run(maturin(tools).args(["sdist", "--out"]).arg(dist()))?;
        Ok(tools)
    });
    // Of the source distribution, so that one build shows that both are whole.
    steps.after("Python: the wheel", source.as_ref(), |tools| {
        let source = unpacked(tools)?;
        // Not `--locked`: the lock file comes along, and loses the members of the workspace that do not.
        let words = ["build", "--release", "--strip", "--zig"];
        run(maturin(tools)
            .current_dir(source)
            .env("CARGO_TARGET_DIR", target())
            .args(words)
            .args(["--compatibility", PLATFORM, "--out"])
            .arg(dist()))?;
        checked_wheel(tools)?;
        built(".whl")
    })
}

/// The source distribution, unpacked: the folder in it.
fn unpacked(tools: &Environment) -> Result<PathBuf, String> {
    let place = made().join("source");
    let _ = fs::remove_dir_all(&place);
    let archive = built(".tar.gz")?;
    run(tools
        .python()
        .args(["-m", "tarfile", "--extract"])
        .arg(&archive)
        .arg(&place))?;
    let name = archive.file_name().unwrap_or_default().to_string_lossy();
    Ok(place.join(name.trim_end_matches(".tar.gz")))
}

fn maturin(tools: &Environment) -> std::process::Command {
    let mut command = tools.program("maturin");
    command.current_dir(folder());
    built_once(&mut command);
    command
}

/// The licences of akkoord and of all that is linked into the module, beside pyproject.toml for a while.
fn licences() -> Result<(), String> {
    let told = |path: &Path, error: std::io::Error| format!("{}: {error}", path.display());
    for licence in ["LICENSE-APACHE", "LICENSE-MIT"] {
        let place = folder().join(licence);
        fs::copy(root().join(licence), &place).map_err(|error| told(&place, error))?;
    }
    let place = folder().join("THIRD-PARTY-LICENSES.txt");
    fs::write(&place, third_parties("akkoord-python")?).map_err(|error| told(&place, error))
}

/// The one file of the package with this ending.
pub(crate) fn built(ending: &str) -> Result<PathBuf, String> {
    let entries = fs::read_dir(dist()).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    files.retain(|file| file.to_string_lossy().ends_with(ending));
    match files.as_slice() {
        [file] => Ok(file.clone()),
        files => Err(format!(
            "{} files *{ending} in {}, not one",
            files.len(),
            dist().display()
        )),
    }
}

/// What the wheel says of itself is so: its platform by auditwheel, its content by name.
fn checked_wheel(tools: &Environment) -> Result<(), String> {
    let wheel = built(".whl")?;
    let name = wheel.file_name().unwrap_or_default().to_string_lossy();
    let kilobytes = fs::metadata(&wheel).map_or(0, |file| file.len() / 1_000);
    println!("{name}: {kilobytes} kB");
    if !name.contains("-cp311-abi3-manylinux") {
        return Err(format!("{name} is no abi3 wheel for manylinux"));
    }
    let shown = output(tools.program("auditwheel").arg("show").arg(&wheel))?;
    let shown = shown.split_whitespace().collect::<Vec<&str>>().join(" ");
    println!("{shown}");
    if !shown.contains("consistent with the following platform tag: \"manylinux_2_17") {
        return Err("auditwheel does not find it consistent with manylinux_2_17".to_owned());
    }
    let listed = output(tools.python().args(["-m", "zipfile", "--list"]).arg(&wheel))?;
    for needed in [
        "akkoord/__init__.py",
        "akkoord/_native.pyi",
        "akkoord/plot.py",
        "akkoord/py.typed",
        "akkoord/spark.py",
        "LICENSE-MIT",
        "LICENSE-APACHE",
        "THIRD-PARTY-LICENSES.txt",
    ] {
        if !listed.contains(needed) {
            return Err(format!("the wheel has no {needed}"));
        }
    }
    Ok(())
}

fn stubs() -> PathBuf {
    folder().join("python").join("akkoord").join("_native.pyi")
}

/// The stubs as the crate says them.
fn generated(python: &Python) -> Result<String, String> {
    let tools = python.with("build")?;
    let place = made().join("stubs");
    let _ = fs::remove_dir_all(&place);
    let words = ["generate-stubs", "--locked", "--features", "stubs"];
    let mut command = maturin(&tools);
    command.args(words).args(["--profile", "dev", "--out"]);
    run(command.arg(&place))?;
    let file = place.join("akkoord").join("_native").join("__init__.pyi");
    let file = if file.exists() {
        file
    } else {
        place.join("akkoord").join("_native.pyi")
    };
    let text = fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    Ok(format!(
        "# Generated by `cargo xtask python --stubs` from the crate; not to be edited.\n{text}"
    ))
}

/// Writes the stubs that are committed.
pub(crate) fn write_stubs(python: &Python) -> Result<(), String> {
    let text = generated(python)?;
    let place = stubs();
    fs::write(&place, text).map_err(|error| format!("{}: {error}", place.display()))?;
    println!("{}", place.display());
    Ok(())
}

/// The committed stubs are what the crate says.
pub(crate) fn check_stubs(python: &Python) -> Result<(), String> {
    let place = stubs();
    let committed = fs::read_to_string(&place).unwrap_or_default();
    if committed == generated(python)? {
        println!("{} lines", committed.lines().count());
        Ok(())
    } else {
        Err(format!(
            "{} is not what the crate says: run `cargo xtask python --stubs` and look at the difference",
            place.display()
        ))
    }
}
