//! Running steps: each is announced and timed. One that fails is noted, and what does not need it goes on: the summary at the
//! end names all that failed, all that could not run for it, and all that this machine leaves out, each with its remedy.

use std::env;
use std::fmt;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use crate::debian;

/// The root of the workspace: of the one that cargo runs now, since two clones may share a target folder and this program in it.
pub(crate) fn root() -> PathBuf {
    let here = env::var_os("CARGO_MANIFEST_DIR");
    let here = here.unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    // INVARIANT: xtask lies directly below the root.
    Path::new(&here)
        .parent()
        .map_or_else(PathBuf::new, Path::to_path_buf)
}

/// Whether this is a run of CI, where no suite may be left out.
pub(crate) fn in_ci() -> bool {
    env::var("CI").is_ok_and(|value| value == "true")
}

/// Where cargo builds.
pub(crate) fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// What a step gives to those that need it; or why there is nothing.
pub(crate) type Made<T> = Result<T, Missing>;

/// Why there is nothing. What needs it does not run, and the summary says why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Missing {
    /// The step of this name failed, or one that it needs.
    Failed(String),
    /// This machine lacks something; the command that gets it.
    LeftOut(String),
}

impl fmt::Display for Missing {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Missing::Failed(step) => write!(formatter, "{step} failed"),
            Missing::LeftOut(remedy) => write!(formatter, "not on this machine; {remedy}"),
        }
    }
}

/// Debian packages that steps need: installed where that can be done without asking ([`debian::ensure`]). The steps that are
/// given it ([`Steps::after`]), and no others, are left out where they are missing.
pub(crate) fn needs(packages: &[&str]) -> Made<()> {
    debian::ensure(packages).map_err(Missing::LeftOut)
}

impl From<Missing> for String {
    fn from(missing: Missing) -> Self {
        missing.to_string()
    }
}

/// Both of two things that a step needs; the first that is missing.
pub(crate) fn both<'m, A, B>(
    one: Result<A, &'m Missing>,
    other: Result<B, &'m Missing>,
) -> Result<(A, B), &'m Missing> {
    Ok((one?, other?))
}

/// Names the file that a chore writes what came of its steps to, for the one that it runs beside.
pub(crate) const SUMMARY: &str = "AKKOORD_XTASK_SUMMARY";

/// A chore under way.
#[derive(Default)]
pub(crate) struct Steps {
    told: Told,
    /// The command that runs the steps of the present suite again.
    again: String,
}

/// What came of steps: what ran, what failed, and what was left out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Told {
    done: Vec<(String, Duration)>,
    failed: Vec<Failure>,
    /// A step, and the failed one that it needs.
    not_run: Vec<(String, String)>,
    /// A step or a suite, and the command that would make it possible here.
    left_out: Vec<(String, String)>,
    /// What the summary tells at its end.
    notes: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Failure {
    name: String,
    problem: String,
    again: String,
}

impl Steps {
    /// Runs one step; `work` says what went wrong. A failure is noted here; who gets it only leaves out what needs this step.
    pub(crate) fn step<T>(
        &mut self,
        name: &str,
        work: impl FnOnce() -> Result<T, String>,
    ) -> Made<T> {
        println!("\n=== {name}");
        #[expect(
            clippy::disallowed_methods,
            reason = "a chore may time its own steps; the engine may not"
        )]
        let start = Instant::now();
        // A fault in a step is a fault of that step, and the summary comes all the same.
        let result = catch_unwind(AssertUnwindSafe(work))
            .unwrap_or_else(|_| Err("the step panicked, as told above".to_owned()));
        let time = start.elapsed();
        match result {
            Ok(made) => {
                println!("--- {name}: ok, {:.1} s", time.as_secs_f64());
                self.told.done.push((name.to_owned(), time));
                Ok(made)
            }
            Err(problem) => {
                println!(
                    "--- {name}: FAILED after {:.1} s: {problem}",
                    time.as_secs_f64()
                );
                Err(self.fail(name, problem))
            }
        }
    }

    /// Runs a step that needs something, which it is given; without that it is noted as not run, or as left out.
    ///
    /// `needs` is what an earlier step or [`needs`] gave, `.as_ref()`; of two it is [`both`].
    pub(crate) fn after<N, T>(
        &mut self,
        name: &str,
        needs: Result<N, &Missing>,
        work: impl FnOnce(N) -> Result<T, String>,
    ) -> Made<T> {
        match needs {
            Ok(needed) => self.step(name, || work(needed)),
            Err(missing) => {
                match missing {
                    Missing::Failed(step) => {
                        println!("\n=== {name}: NOT RUN: it needs “{step}”, which failed");
                        self.told.not_run.push((name.to_owned(), step.clone()));
                    }
                    Missing::LeftOut(remedy) => self.leave_out(name, remedy),
                }
                Err(missing.clone())
            }
        }
    }

    /// A suite: steps with the command that runs them again. An error outside of a step is noted as a failure of the suite.
    pub(crate) fn suite(
        &mut self,
        name: &str,
        again: &str,
        work: impl FnOnce(&mut Steps) -> Result<(), String>,
    ) {
        let before = std::mem::replace(&mut self.again, again.to_owned());
        let failures = self.told.failed.len();
        let outcome = catch_unwind(AssertUnwindSafe(|| work(self)))
            .unwrap_or_else(|_| Err("the suite panicked, as told above".to_owned()));
        if let Err(problem) = outcome {
            let is_noted = |failure: &Failure| {
                problem == failure.problem || problem == format!("{} failed", failure.name)
            };
            if !self.told.failed.iter().skip(failures).any(is_noted) {
                println!("--- {name}: FAILED: {problem}");
                self.fail(name, problem);
            }
        }
        self.again = before;
    }

    /// A chore of one suite, with its summary.
    pub(crate) fn chore(
        name: &str,
        again: &str,
        work: impl FnOnce(&mut Steps) -> Result<(), String>,
    ) -> Result<(), String> {
        let mut steps = Steps::default();
        steps.suite(name, again, work);
        steps.finish()
    }

    fn fail(&mut self, name: &str, problem: String) -> Missing {
        self.told.failed.push(Failure {
            name: name.to_owned(),
            problem,
            again: self.again.clone(),
        });
        Missing::Failed(name.to_owned())
    }

    /// Notes a suite that this machine cannot run, and the command that would make it possible.
    pub(crate) fn leave_out(&mut self, name: &str, remedy: &str) {
        println!("\n=== {name}: LEFT OUT on this machine. To run it: {remedy}");
        self.told
            .left_out
            .push((name.to_owned(), remedy.to_owned()));
    }

    /// A line for the end of the summary.
    pub(crate) fn note(&mut self, note: String) {
        self.told.notes.push(note);
    }

    /// The summary; an error if a step failed, and in CI if a suite was left out.
    pub(crate) fn finish(self) -> Result<(), String> {
        println!("\n=== Summary");
        let (text, outcome) = self.told.summary(in_ci());
        print!("{text}");
        if let Some(file) = env::var_os(SUMMARY) {
            let told = serde_json::to_string(&self.told).map_err(|error| error.to_string())?;
            write_file(Path::new(&file), &told)?;
        }
        outcome
    }

    /// What came of steps that ran beside these.
    pub(crate) fn take(&mut self, told: Told) {
        self.told.done.extend(told.done);
        self.told.failed.extend(told.failed);
        self.told.not_run.extend(told.not_run);
        self.told.left_out.extend(told.left_out);
        self.told.notes.extend(told.notes);
    }
}

impl Told {
    fn summary(&self, in_ci: bool) -> (String, Result<(), String>) {
        let mut lines = Vec::new();
        for (name, time) in &self.done {
            lines.push(format!("{:>8.1} s  {name}", time.as_secs_f64()));
        }
        let total: Duration = self.done.iter().map(|(_, time)| *time).sum();
        lines.push(format!("{:>8.1} s  in all\n", total.as_secs_f64()));
        let failed = self.failed.len();
        let what = if self.left_out.is_empty() && self.not_run.is_empty() {
            "Every suite ran. "
        } else {
            ""
        };
        lines.push(format!("{what}{} passed, {failed} failed", self.done.len()));
        if failed > 0 {
            lines.push("\n!!! FAILED:".to_owned());
        }
        for failure in &self.failed {
            lines.push(format!("!!!   {}", failure.name));
            // What it said in full stands above; here is the beginning.
            let said = failure.problem.lines().take(4);
            lines.extend(said.map(|line| format!("!!!     {line}")));
            if !failure.again.is_empty() {
                lines.push(format!("!!!     once mended, run: {}", failure.again));
            }
        }
        if !self.not_run.is_empty() {
            lines.push("\n!!! NOT RUN, since what they need failed:".to_owned());
        }
        for (name, needed) in &self.not_run {
            lines.push(format!("!!!   {name} - it needs “{needed}”"));
        }
        if !self.left_out.is_empty() {
            lines.push("\n!!! LEFT OUT on this machine:".to_owned());
        }
        for (name, remedy) in &self.left_out {
            lines.push(format!("!!!   {name} - to run it: {remedy}"));
        }
        lines.extend(self.notes.iter().map(|note| format!("\n{note}")));
        let outcome = if failed > 0 {
            let names: Vec<&str> = self.failed.iter().map(|f| f.name.as_str()).collect();
            Err(format!("{failed} failed: {}", names.join("; ")))
        } else if in_ci && !self.left_out.is_empty() {
            Err("in CI no suite may be left out".to_owned())
        } else {
            Ok(())
        };
        (lines.join("\n") + "\n", outcome)
    }

    /// What another chore wrote; `None` if it is no such text.
    pub(crate) fn read(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}

/// A file as text.
pub(crate) fn read_text(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

/// Writes a file that is committed, and says so.
pub(crate) fn write_text(path: &Path, text: &str) -> Result<(), String> {
    write_file(path, text)?;
    println!("written to {}", path.display());
    Ok(())
}

/// Writes a file.
pub(crate) fn write_file(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

/// A cargo command in the root of the workspace, for what is built once: without what speeds up the next build, which would
/// take a gigabyte of `target/`.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let mut command = cargo_as_usual(arguments);
    built_once(&mut command);
    command
}

/// The same, for what a contributor builds again and again.
pub(crate) fn cargo_as_usual(arguments: &[&str]) -> Command {
    let mut command = Command::new(env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()));
    command.args(arguments).current_dir(root());
    command
}

/// Lets a command that builds leave nothing for the next build, unless whoever runs this wants it.
pub(crate) fn built_once(command: &mut Command) {
    if env::var_os(INCREMENTAL).is_none() {
        command.env(INCREMENTAL, "0");
    }
}

const INCREMENTAL: &str = "CARGO_INCREMENTAL";

/// Builds the program `akkoord`, and tells where it stands.
pub(crate) fn built_program() -> Result<PathBuf, String> {
    let words = ["build", "--release", "--locked", "-p", "akkoord-cli"];
    run(&mut cargo(&words))?;
    Ok(target().join("release").join("akkoord"))
}

/// Runs a command whose output the reader sees. It reads nothing: in the background it would wait for a person for ever.
pub(crate) fn run(command: &mut Command) -> Result<(), String> {
    println!("$ {}", shown(command));
    let status = command
        .stdin(Stdio::null())
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

#[cfg(test)]
mod tests {
    use super::*;

    fn some(steps: &mut Steps) -> Made<()> {
        let built = steps.step("build", || -> Result<u8, String> { Err("no".to_owned()) });
        let tested = steps.after("test", built.as_ref(), |_| Ok(()));
        let _ = steps.after("deploy", tested.as_ref(), |()| Ok(()));
        steps.step("other", || Ok(()))
    }

    #[test]
    fn a_step_that_fails_stops_only_what_needs_it() {
        let mut steps = Steps::default();
        assert_eq!(some(&mut steps), Ok(()));
        assert_eq!(steps.told.done.len(), 1);
        let (text, outcome) = steps.told.summary(false);
        assert!(text.contains("1 passed, 1 failed"), "{text}");
        assert!(text.contains("!!!   build\n!!!     no\n"), "{text}");
        assert!(text.contains("!!!   test - it needs “build”"), "{text}");
        assert!(text.contains("!!!   deploy - it needs “build”"), "{text}");
        assert!(!text.contains("Every suite ran"), "{text}");
        assert_eq!(outcome, Err("1 failed: build".to_owned()));
    }

    #[test]
    fn a_suite_that_fails_is_in_the_summary_with_its_remedy_once() {
        let mut steps = Steps::default();
        steps.suite("one", "cargo xtask one", |steps| {
            steps.step("its step", || -> Result<(), String> {
                Err("no".to_owned())
            })?;
            Ok(())
        });
        steps.suite("two", "cargo xtask two", |_| Err("no folder".to_owned()));
        steps.suite("three", "cargo xtask three", |steps| {
            let _ = steps.step("panics", || -> Result<(), String> { panic!("at will") });
            Ok(())
        });
        let (text, outcome) = steps.told.summary(false);
        assert_eq!(outcome, Err("3 failed: its step; two; panics".to_owned()));
        assert_eq!(text.matches("its step").count(), 1, "{text}");
        for again in ["one", "two", "three"] {
            let again = format!("once mended, run: cargo xtask {again}\n");
            assert_eq!(text.matches(&again).count(), 1, "{text}");
        }
    }

    #[test]
    fn what_this_machine_lacks_is_left_out_and_fails_in_ci_alone() {
        let mut steps = Steps::default();
        let pascal: Made<()> = Err(Missing::LeftOut("apt-get install fp-compiler".to_owned()));
        let built = steps.step("build", || Ok(()));
        let needs = both(built.as_ref(), pascal.as_ref());
        let _ = steps.after("Pascal", needs, |_| Ok(()));
        let (text, outcome) = steps.told.summary(false);
        assert!(
            text.contains("!!!   Pascal - to run it: apt-get install fp-compiler"),
            "{text}"
        );
        assert_eq!(outcome, Ok(()));
        assert!(steps.told.summary(true).1.is_err());
    }

    #[test]
    fn what_ran_beside_is_in_the_summary_as_if_it_had_run_here() {
        let mut steps = Steps::default();
        steps.suite("one", "cargo xtask one", |steps| {
            let _ = some(steps);
            steps.leave_out("two", "apt-get install two");
            steps.note("it takes 2 MB".to_owned());
            Ok(())
        });
        let read = Told::read(&serde_json::to_string(&steps.told).unwrap());
        assert_eq!(read.as_ref(), Some(&steps.told));
        let mut whole = Steps::default();
        whole.take(steps.told.clone());
        assert_eq!(whole.told, steps.told);
        assert_eq!(Told::read("{}"), None);
        assert_eq!(Told::read(""), None);
    }
}
