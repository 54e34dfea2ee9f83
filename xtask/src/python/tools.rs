//! The interpreter, and environments with pinned packages below target/python/.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::debian;
use crate::steps::{output, root, run, target};

/// A Python that can make environments.
pub(crate) struct Python {
    program: String,
    version: String,
}

impl Python {
    /// The `python3` on the path; the remedy if there is none of 3.11 or later with `venv`.
    pub(crate) fn found() -> Result<Self, String> {
        let program = "python3".to_owned();
        let version = told(
            &program,
            "import sys, venv, ensurepip; print('%d.%d' % sys.version_info[:2])",
        );
        if version.is_none() {
            debian::ensure(&["python3", "python3-venv"])?;
        }
        let version = version.or_else(|| {
            told(
                &program,
                "import sys, venv, ensurepip; print('%d.%d' % sys.version_info[:2])",
            )
        });
        let version = version.ok_or("install Python 3.11 or later, with venv")?;
        let minor = version.strip_prefix("3.").unwrap_or_default();
        if minor.parse::<u32>().is_ok_and(|minor| minor >= 11) {
            Ok(Python { program, version })
        } else {
            Err(format!("install Python 3.11 or later (this is {version})"))
        }
    }

    /// An environment with the packages of `bindings-python/requirements/NAME.txt`: made anew when they change.
    pub(crate) fn with(&self, name: &str) -> Result<Environment, String> {
        let list = folder().join("requirements").join(format!("{name}.txt"));
        let wanted =
            fs::read_to_string(&list).map_err(|error| format!("{}: {error}", list.display()))?;
        let wanted = format!("# Python {}\n{wanted}", self.version);
        let environment = Environment::at(name);
        let stamp = environment.folder.join("installed.txt");
        if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
            return Ok(environment);
        }
        let environment = self.empty(name)?;
        run(environment.pip().arg("install").arg("-r").arg(&list))?;
        share_with_others();
        fs::write(&stamp, wanted).map_err(|error| format!("{}: {error}", stamp.display()))?;
        Ok(environment)
    }

    /// A new environment without any package.
    pub(crate) fn empty(&self, name: &str) -> Result<Environment, String> {
        let environment = Environment::at(name);
        let _ = fs::remove_dir_all(&environment.folder);
        run(Command::new(&self.program)
            .args(["-m", "venv"])
            .arg(&environment.folder))?;
        Ok(environment)
    }
}

/// Lets environments share large files that are the same, as large packages take a gigabyte each. pip writes no file in place: it
/// takes a name away and makes a new file. Where there is no such tool the disk is fuller, and that is all.
fn share_with_others() {
    let mut hardlink = Command::new("hardlink");
    hardlink.args(["--quiet", "--ignore-time", "--minimum-size", "64K"]);
    let all = fs::read_dir(made()).into_iter().flatten().flatten();
    let environments = all.filter(|one| one.file_name().to_string_lossy().starts_with("env-"));
    hardlink.args(environments.map(|environment| environment.path()));
    if let Err(problem) = run(&mut hardlink) {
        println!("the environments share nothing: {problem}");
    }
}

/// What a program of one line prints; none if it fails.
fn told(program: &str, code: &str) -> Option<String> {
    let output = Command::new(program)
        .args(["-c", code])
        .stderr(Stdio::null())
        .output();
    let output = output.ok().filter(|output| output.status.success())?;
    Some(String::from_utf8(output.stdout).ok()?.trim().to_owned())
}

/// The folder of the package.
pub(crate) fn folder() -> PathBuf {
    root().join("bindings-python")
}

/// Where everything that is made stands.
pub(crate) fn made() -> PathBuf {
    target().join("python")
}

/// An environment of its own.
pub(crate) struct Environment {
    folder: PathBuf,
}

impl Environment {
    fn at(name: &str) -> Self {
        Environment {
            folder: made().join(format!("env-{name}")),
        }
    }

    /// Frees its room; the next run makes it anew.
    pub(crate) fn remove(&self) -> Result<(), String> {
        let folder = &self.folder;
        fs::remove_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))
    }

    /// Where a program of the environment stands.
    pub(crate) fn place(&self, name: &str) -> PathBuf {
        self.folder.join("bin").join(name)
    }

    /// A program of the environment, which finds the others of it.
    pub(crate) fn program(&self, name: &str) -> Command {
        let programs = self.folder.join("bin");
        let mut command = Command::new(self.place(name));
        let others = std::env::var("PATH").unwrap_or_default();
        command.env("PATH", format!("{}:{others}", programs.display()));
        command.env("VIRTUAL_ENV", &self.folder);
        command.env_remove("PYTHONPATH").env_remove("PYTHONHOME");
        command
    }

    /// Its Python. Nothing is imported from the folder that it is started in.
    pub(crate) fn python(&self) -> Command {
        let mut command = self.program("python");
        command.arg("-P");
        command
    }

    fn pip(&self) -> Command {
        let mut command = self.python();
        command.args(["-m", "pip", "--disable-pip-version-check", "--quiet"]);
        command
    }

    /// Installs a wheel, and nothing that it does not bring.
    pub(crate) fn install(&self, wheel: &Path) -> Result<(), String> {
        let words = ["install", "--no-index", "--no-deps", "--force-reinstall"];
        run(self.pip().args(words).arg(wheel))
    }

    /// The packages that are installed, one a line.
    pub(crate) fn packages(&self) -> Result<String, String> {
        output(self.pip().args(["list", "--format", "freeze"]))
    }
}
