//! Debian packages that a suite needs: in CI they are installed, elsewhere the command is named.

use std::env;
use std::process::{Command, Stdio};

use crate::steps::run;

/// Makes sure that these packages are installed.
///
/// With CI=true the missing ones are installed, as root or through sudo. Elsewhere nothing is installed.
///
/// # Errors
/// The command that would install what is missing.
pub(crate) fn ensure(packages: &[&str]) -> Result<(), String> {
    let missing = missing(packages);
    if missing.is_empty() {
        return Ok(());
    }
    let remedy = format!(
        "sudo apt-get install --no-install-recommends {}",
        missing.join(" ")
    );
    if !in_ci() {
        return Err(remedy);
    }
    println!("Debian packages to install: {}", missing.join(" "));
    let install = || {
        let mut command = apt_get();
        command.args(["install", "-y", "--no-install-recommends"]);
        run(command.args(&missing))
    };
    // The lists of a fresh machine may be empty or old.
    run(apt_get().args(["update", "-qq"])).map_err(|_| remedy.clone())?;
    install().map_err(|problem| format!("{remedy} ({problem})"))
}

/// Whether this is a run of CI, where the project may install what it needs.
pub(crate) fn in_ci() -> bool {
    env::var("CI").is_ok_and(|value| value == "true")
}

/// `apt-get`, as root.
pub(crate) fn apt_get() -> Command {
    let is_root = Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|output| output.stdout.trim_ascii() == b"0");
    let mut command = if is_root {
        Command::new("apt-get")
    } else {
        let mut command = Command::new("sudo");
        command.args(["-n", "apt-get"]);
        command
    };
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}

fn missing<'p>(packages: &[&'p str]) -> Vec<&'p str> {
    let is_installed = |package: &str| {
        Command::new("dpkg-query")
            .args(["-W", "-f", "${db:Status-Abbrev}", package])
            .stderr(Stdio::null())
            .output()
            .is_ok_and(|output| output.stdout.starts_with(b"ii"))
    };
    let packages = packages.iter().copied();
    packages.filter(|package| !is_installed(package)).collect()
}
