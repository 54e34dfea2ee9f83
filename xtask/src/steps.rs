//! Running steps: each is announced, timed, and stops the chore when it fails.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The root of the workspace: of the one that cargo runs now, since two clones may share a target folder and this program in it.
pub(crate) fn root() -> PathBuf {
    let here = env::var_os("CARGO_MANIFEST_DIR");
    let here = here.unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    // INVARIANT: xtask lies directly below the root.
    Path::new(&here)
        .parent()
        .map_or_else(PathBuf::new, Path::to_path_buf)
}

/// Whether this is a run of CI, where no suite may be left out and the project installs what it needs.
pub(crate) fn in_ci() -> bool {
    env::var("CI").is_ok_and(|value| value == "true")
}

/// Where cargo builds.
pub(crate) fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// A chore under way: what ran, and what was left out.
#[derive(Default)]
pub(crate) struct Steps {
    done: Vec<(String, Duration)>,
    left_out: Vec<(String, String)>,
}

impl Steps {
    /// Runs one step; `work` says what went wrong.
    pub(crate) fn step(
        &mut self,
        name: &str,
        work: impl FnOnce() -> Result<(), String>,
    ) -> Result<(), String> {
        println!("\n=== {name}");
        #[expect(
            clippy::disallowed_methods,
            reason = "a chore may time its own steps; the engine may not"
        )]
        let start = Instant::now();
        let result = work();
        let time = start.elapsed();
        match result {
            Ok(()) => {
                println!("--- {name}: ok, {:.1} s", time.as_secs_f64());
                self.done.push((name.to_owned(), time));
                Ok(())
            }
            Err(problem) => Err(format!(
                "{name} failed after {:.1} s: {problem}",
                time.as_secs_f64()
            )),
        }
    }

    /// Notes a suite that this machine cannot run, and the command that would make it possible.
    pub(crate) fn leave_out(&mut self, name: &str, remedy: &str) {
        println!("\n=== {name}: LEFT OUT on this machine. To run it: {remedy}");
        self.left_out.push((name.to_owned(), remedy.to_owned()));
    }

    /// The summary; in CI a suite left out is a failure.
    pub(crate) fn finish(self) -> Result<(), String> {
        println!("\n=== Summary");
        for (name, time) in &self.done {
            println!("{:>8.1} s  {name}", time.as_secs_f64());
        }
        let total: Duration = self.done.iter().map(|(_, time)| *time).sum();
        println!("{:>8.1} s  in all", total.as_secs_f64());
        if self.left_out.is_empty() {
            println!("\nEvery suite ran. {} passed, 0 failed", self.done.len());
            return Ok(());
        }
        println!("\n!!! LEFT OUT on this machine:");
        for (name, remedy) in &self.left_out {
            println!("!!!   {name} - to run it: {remedy}");
        }
        if in_ci() {
            return Err("in CI no suite may be left out".to_owned());
        }
        Ok(())
    }
}

/// A cargo command in the root of the workspace.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()));
    command.args(arguments).current_dir(root());
    command
}

/// Builds the program `akkoord`, and tells where it stands.
pub(crate) fn built_program() -> Result<PathBuf, String> {
    let words = ["build", "--release", "--locked", "-p", "akkoord-cli"];
    run(&mut cargo(&words))?;
    Ok(target().join("release").join("akkoord"))
}

/// Runs a command whose output the reader sees.
pub(crate) fn run(command: &mut Command) -> Result<(), String> {
    println!("$ {}", shown(command));
    let status = command
        .status()
        .map_err(|error| format!("could not start it: {error}"))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("`{}` ended with {status}", shown(command)))
    }
}

/// Runs a command and gives what it wrote to standard output.
pub(crate) fn output(command: &mut Command) -> Result<String, String> {
    println!("$ {}", shown(command));
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("could not start it: {error}"))?;
    if !output.status.success() {
        return Err(format!("`{}` ended with {}", shown(command), output.status));
    }
    String::from_utf8(output.stdout).map_err(|_| "its output is not UTF-8".to_owned())
}

/// Whether a cargo subcommand is installed.
pub(crate) fn has(subcommand: &str) -> bool {
    cargo(&[subcommand, "--version"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let mut words = vec![
        program
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
    ];
    words.extend(
        command
            .get_args()
            .map(|argument| argument.to_string_lossy().into_owned()),
    );
    words.join(" ")
}
