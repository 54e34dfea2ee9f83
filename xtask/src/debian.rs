//! Debian packages that a suite needs: checked, and installed where that can be done without asking.

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use crate::steps::{in_ci, run, target};

/// Makes sure that these packages are installed. What is missing is installed, and told: as root wherever apt is, and with
/// CI=true through sudo too. Elsewhere the error is the command that would install it; no password is ever asked for.
pub(crate) fn ensure(packages: &[&str]) -> Result<(), String> {
    let missing: Vec<&str> = packages
        .iter()
        .copied()
        .filter(|package| !is_installed(package))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let user = User::of(&output_of("id", &["-u"]));
    let remedy = remedy(user, &missing);
    if !may_install(user, in_ci(), has_apt()) {
        return Err(remedy);
    }
    let _one_at_a_time = alone();
    println!(
        "missing Debian packages, installed now: {}",
        missing.join(" ")
    );
    static UPDATED: OnceLock<bool> = OnceLock::new();
    // The lists of a fresh machine are empty or old; once in a run is enough. Offline the old ones may do.
    UPDATED.get_or_init(|| run(&mut apt_get(user, &["update", "-q"])).is_ok());
    run(apt_get(user, &INSTALL).args(&missing)).map_err(|_| remedy.clone())?;
    if missing.iter().all(|package| is_installed(package)) {
        Ok(())
    } else {
        Err(remedy)
    }
}

/// Waits until no other chore of this clone uses apt, and keeps others waiting until it is dropped. Where there can be no such file,
/// apt itself says that it is in use.
fn alone() -> Option<File> {
    fs::create_dir_all(target()).ok()?;
    let file = File::create(lock_file()).ok()?;
    file.lock().ok()?;
    Some(file)
}

/// What is locked by whoever uses apt.
pub(crate) fn lock_file() -> PathBuf {
    target().join("apt.lock")
}

const INSTALL: [&str; 3] = ["install", "-y", "--no-install-recommends"];

/// Who runs this.
#[derive(Clone, Copy, PartialEq, Eq)]
enum User {
    Root,
    Other,
}

impl User {
    fn of(id: &str) -> Self {
        if id == "0" { User::Root } else { User::Other }
    }
}

/// Root in a container or on a fresh machine wants what the README promises; a person's own system is left alone.
fn may_install(user: User, in_ci: bool, has_apt: bool) -> bool {
    has_apt && (user == User::Root || in_ci)
}

/// The command that a person would type.
fn remedy(user: User, missing: &[&str]) -> String {
    let sudo = if user == User::Root { "" } else { "sudo " };
    format!("{sudo}apt-get {} {}", INSTALL.join(" "), missing.join(" "))
}

/// apt-get, which asks nothing and waits for another apt.
fn apt_get(user: User, words: &[&str]) -> Command {
    let mut command = Command::new(if user == User::Root { "env" } else { "sudo" });
    if user == User::Other {
        command.args(["-n", "env"]);
    }
    command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]);
    command.args(["-o", "DPkg::Lock::Timeout=120"]).args(words);
    command.stdin(Stdio::null()).stdout(Stdio::null());
    command
}

fn has_apt() -> bool {
    !output_of("apt-get", &["--version"]).is_empty()
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
    fn root_with_apt_installs_and_a_person_is_told() {
        assert!(may_install(User::Root, false, true));
        assert!(may_install(User::Root, true, true));
        assert!(may_install(User::Other, true, true));
        assert!(!may_install(User::Other, false, true));
        assert!(!may_install(User::Root, true, false));
    }

    #[test]
    fn the_remedy_is_a_command_to_type() {
        let missing = ["fp-compiler", "libjna-java"];
        let words = "apt-get install -y --no-install-recommends fp-compiler libjna-java";
        assert_eq!(remedy(User::Root, &missing), words);
        assert_eq!(remedy(User::Other, &missing), format!("sudo {words}"));
    }

    #[test]
    fn apt_is_never_asked_for_a_password_nor_asks() {
        let shown = |user| format!("{:?}", apt_get(user, &["update"]));
        let quiet = "\"env\" \"DEBIAN_FRONTEND=noninteractive\" \"apt-get\"";
        assert!(shown(User::Root).starts_with(quiet));
        assert!(shown(User::Other).starts_with(&format!("\"sudo\" \"-n\" {quiet}")));
    }

    #[test]
    fn what_is_installed_is_told_from_what_is_not() {
        assert!(!is_installed("akkoord-there-is-no-such-package"));
        assert_eq!(output_of("akkoord-there-is-no-such-program", &[]), "");
        assert_eq!(output_of("cargo", &["there-is-no-such-command"]), "");
        if has_apt() {
            assert!(is_installed("apt"), "apt runs, and is not installed");
        } else {
            assert!(!in_ci(), "CI has apt");
        }
    }

    /// What apt-get is told, it understands: with `--simulate`, which needs no root and changes nothing.
    #[test]
    fn apt_understands_what_it_is_told() {
        if !has_apt() {
            assert!(!in_ci(), "CI has apt");
            return;
        }
        let simulated = |package| run(apt_get(User::Root, &INSTALL).args(["--simulate", package]));
        assert_eq!(simulated("apt"), Ok(()));
        assert!(simulated("akkoord-there-is-no-such-package").is_err());
    }

    #[test]
    fn what_is_there_needs_nobody_and_what_no_apt_has_is_told_with_its_remedy() {
        if !has_apt() {
            assert!(!in_ci(), "CI has apt");
            return;
        }
        assert_eq!(ensure(&["apt"]), Ok(()));
        let missing = "akkoord-there-is-no-such-package";
        let user = User::of(&output_of("id", &["-u"]));
        // As root it is asked for, and apt does not have it.
        assert_eq!(ensure(&["apt", missing]), Err(remedy(user, &[missing])));
    }
}
