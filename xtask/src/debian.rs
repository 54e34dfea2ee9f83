//! Debian packages that a suite needs: checked, and in CI installed.

use std::process::{Command, Stdio};

use crate::steps::{in_ci, run};

/// Makes sure that these packages are installed. With CI=true what is missing is installed, as root or through sudo; elsewhere
/// the error is the command that would install it.
pub(crate) fn ensure(packages: &[&str]) -> Result<(), String> {
    let missing: Vec<&str> = packages
        .iter()
        .copied()
        .filter(|package| !is_installed(package))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let is_root = output_of("id", &["-u"]) == "0";
    let install = ["apt-get", "install", "-y", "--no-install-recommends"];
    let remedy = format!(
        "{}{} {}",
        if is_root { "" } else { "sudo " },
        install.join(" "),
        missing.join(" ")
    );
    if !in_ci() {
        return Err(remedy);
    }
    println!(
        "missing Debian packages, installed now: {}",
        missing.join(" ")
    );
    let command = |words: &[&str]| {
        let mut words: Vec<&str> = words.to_vec();
        if !is_root {
            words.insert(0, "sudo");
        }
        let mut command = Command::new(words.first().copied().unwrap_or_default());
        command.args(words.get(1..).unwrap_or_default());
        command.env("DEBIAN_FRONTEND", "noninteractive");
        command.stdout(Stdio::null());
        command
    };
    run(&mut command(&["apt-get", "update", "-q"])).map_err(|_| remedy.clone())?;
    run(command(&install).args(&missing)).map_err(|_| remedy.clone())?;
    if missing.iter().all(|package| is_installed(package)) {
        Ok(())
    } else {
        Err(remedy)
    }
}

fn is_installed(package: &str) -> bool {
    output_of("dpkg-query", &["-W", "-f=${db:Status-Status}", package]) == "installed"
}

/// What a program writes; nothing if it cannot be run or fails.
fn output_of(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program)
        .args(arguments)
        .stderr(Stdio::null())
        .output();
    output
        .ok()
        .filter(|output| output.status.success())
        .and_then(|output| String::from_utf8(output.stdout).ok())
        .map_or_else(String::new, |text| text.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_that_nobody_has_is_named_in_the_remedy() {
        // Elsewhere than in CI, where it would be asked of apt.
        if !in_ci() {
            let remedy = ensure(&["akkoord-there-is-no-such-package"]).unwrap_err();
            assert!(remedy.contains("apt-get install"), "{remedy}");
            assert!(remedy.ends_with("akkoord-there-is-no-such-package"));
        }
    }
}
