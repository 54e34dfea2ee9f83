//! `cargo xtask coverage`: each function of docs/coverage.md is broken as docs/coverage.toml says, and the test that its row names
//! must fail. In a copy of the sources below `target/coverage/`, with a target folder of its own.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde::Deserialize;

use crate::steps::{Steps, cargo_as_usual, output, read_text, root, target, write_file};

/// The table of what breaks what.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(rename = "break")]
    breaks: Vec<Break>,
}

/// A function, broken.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Break {
    /// The rows of docs/coverage.md.
    rows: Vec<String>,
    /// What no longer holds.
    what: String,
    /// The test that fails then: `core/tests/engine/laws.rs::name`.
    test: String,
    file: String,
    find: String,
    replace: String,
}

impl Break {
    /// The source with the function broken.
    fn of(&self, source: &str) -> Result<String, String> {
        match source.matches(&self.find).count() {
            1 if self.replace != self.find => Ok(source.replacen(&self.find, &self.replace, 1)),
            count => Err(format!(
                "{}: {count} places to break, not one: {:?}",
                self.file, self.find
            )),
        }
    }
}

fn table() -> Result<Vec<Break>, String> {
    let file = root().join("docs").join("coverage.toml");
    let table: Table = toml::from_str(&read_text(&file)?).map_err(|error| error.to_string())?;
    Ok(table.breaks)
}

/// A file and the name of a test in it.
fn parts(test: &str) -> Result<(&str, &str), String> {
    test.split_once("::")
        .ok_or_else(|| format!("{test} is no FILE::NAME"))
}

/// Breaks the functions of these rows, or of all, and sees that their tests fail.
pub(crate) fn run_chore(rows: &[String]) -> Result<(), String> {
    let breaks: Vec<Break> = table()?
        .into_iter()
        .filter(|one| rows.is_empty() || one.rows.iter().any(|row| rows.contains(row)))
        .collect();
    if breaks.is_empty() {
        return Err(format!("no break of {}", rows.join(", ")));
    }
    let mut steps = Steps::default();
    let place = target().join("coverage").join("source");
    let copied = steps.step("a copy of the sources", || copy(&root(), &place));
    let passed = steps.after("unbroken, every test passes", copied.as_ref(), |()| {
        let mut tests: Vec<&str> = breaks.iter().map(|one| one.test.as_str()).collect();
        tests.sort_unstable();
        tests.dedup();
        tests
            .into_iter()
            .try_for_each(|test| match run(&place, test)? {
                Seen::Passed => Ok(()),
                seen @ (Seen::Failed | Seen::Neither(_)) => Err(format!("{test}: {seen:?}")),
            })
    });
    // What is broken in the same way is built once.
    let mut builds: BTreeMap<[&str; 3], Vec<&Break>> = BTreeMap::new();
    for one in &breaks {
        let how = [&*one.file, &*one.find, &*one.replace];
        builds.entry(how).or_default().push(one);
    }
    for broken in builds.values() {
        for one in broken {
            let name = format!("{}: {}", one.rows.join(", "), one.what);
            let _ = steps.after(&name, passed.as_ref(), |()| see_it_fail(&place, one));
        }
    }
    steps.finish()
}

fn see_it_fail(place: &Path, one: &Break) -> Result<(), String> {
    let file = place.join(&one.file);
    let whole = read_text(&file)?;
    write_file(&file, &one.of(&whole)?)?;
    let seen = run(place, &one.test);
    write_file(&file, &whole)?;
    match seen? {
        Seen::Failed => Ok(()),
        Seen::Passed => Err(format!("{} passes all the same", one.test)),
        Seen::Neither(said) => Err(format!("{} did not run: {said}", one.test)),
    }
}

/// What became of a test.
#[derive(Debug, PartialEq, Eq)]
enum Seen {
    Passed,
    Failed,
    /// It was not built or not found; what was said last.
    Neither(String),
}

impl Seen {
    fn of(said: &str, test: &str) -> Self {
        let line = said.lines().find(|line| {
            let name = line
                .strip_prefix("test ")
                .and_then(|line| line.split_once(" ... "));
            name.is_some_and(|(name, _)| name.rsplit("::").next() == Some(test))
        });
        match line.and_then(|line| line.rsplit(' ').next()) {
            Some("ok") => Seen::Passed,
            Some("FAILED") => Seen::Failed,
            _ => {
                let error = said.lines().find(|line| line.starts_with("error"));
                let last = said.lines().rev().find(|line| !line.trim().is_empty());
                Seen::Neither(error.or(last).unwrap_or_default().to_owned())
            }
        }
    }
}

/// How long a test may take, with all that is built for it.
const MOST_SECONDS: &str = "1200";

/// Runs one test of the copy.
fn run(place: &Path, test: &str) -> Result<Seen, String> {
    let (file, name) = parts(test)?;
    let (folder, inside) = file
        .split_once("/tests/")
        .ok_or_else(|| format!("{file} is no test"))?;
    let binary = inside.split(['/', '.']).next().unwrap_or(inside);
    let usual = cargo_as_usual(&["test", "--locked", "--test", binary]);
    // What is broken may go round in circles.
    let mut command = Command::new("timeout");
    command
        .arg(MOST_SECONDS)
        .arg(usual.get_program())
        .args(usual.get_args())
        .current_dir(place)
        .arg("--manifest-path")
        .arg(place.join(folder).join("Cargo.toml"))
        .arg("--target-dir")
        .arg(target().join("coverage").join("target"))
        // Built as often as it runs.
        .args(["--config", "profile.dev.package.akkoord.opt-level=0"])
        .env("CARGO_INCREMENTAL", "1")
        .args(["--", name])
        .stdin(Stdio::null());
    let output = command
        .output()
        .map_err(|error| format!("timeout: {error}"))?;
    if output.status.code() == Some(124) {
        return Ok(Seen::Neither(format!("not within {MOST_SECONDS} seconds")));
    }
    let [out, err] =
        [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    Ok(Seen::of(&format!("{err}\n{out}"), name))
}

/// Brings the copy to what git would commit of these sources. A file that is the same is left alone, so that nothing is built anew.
fn copy(from: &Path, to: &Path) -> Result<(), String> {
    let mut list = Command::new("git");
    list.current_dir(from);
    list.args([
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ]);
    let files = output(&mut list)?;
    let mut files = files.split_terminator('\0');
    files.try_for_each(|file| copy_one(&from.join(file), &to.join(file)))
}

/// A file; of a link what it leads to. One that was taken away and not committed yet is left out.
fn copy_one(from: &Path, to: &Path) -> Result<(), String> {
    let told = |path: &Path, error: std::io::Error| format!("{}: {error}", path.display());
    if from.is_dir() {
        let entries = fs::read_dir(from).map_err(|error| told(from, error))?;
        return entries
            .flatten()
            .try_for_each(|entry| copy_one(&entry.path(), &to.join(entry.file_name())));
    }
    let Ok(bytes) = fs::read(from) else {
        return Ok(());
    };
    if fs::read(to).is_ok_and(|known| known == bytes) {
        return Ok(());
    }
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).map_err(|error| told(folder, error))?;
    }
    fs::write(to, bytes).map_err(|error| told(to, error))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// How many functions the seed texts name.
    const ROWS: usize = 78;

    /// The rows of docs/coverage.md with the tests that each names.
    fn written() -> BTreeSet<(String, String)> {
        let text = read_text(&root().join("docs").join("coverage.md")).unwrap();
        let rows: Vec<&str> = text
            .lines()
            .filter(|line| line.starts_with("| F"))
            .collect();
        assert_eq!(rows.len(), ROWS);
        let mut written = BTreeSet::new();
        for (number, row) in (1..).zip(rows) {
            let id = format!("F{number:02}");
            assert!(row.starts_with(&format!("| {id} |")), "{row}");
            let tests = row.rsplit(" | ").next().unwrap_or_default();
            let tests: Vec<&str> = tests.split('`').skip(1).step_by(2).collect();
            assert!(!tests.is_empty(), "{row}");
            written.extend(tests.into_iter().map(|test| (id.clone(), test.to_owned())));
        }
        written
    }

    #[test]
    fn every_test_of_a_row_has_a_break_that_it_fails_with_and_no_break_is_of_another() {
        let broken = table().unwrap().into_iter().flat_map(|one| {
            let test = one.test;
            one.rows.into_iter().map(move |row| (row, test.clone()))
        });
        let broken: BTreeSet<(String, String)> = broken.collect();
        let written = written();
        let one_sided: Vec<_> = written.symmetric_difference(&broken).collect();
        assert!(one_sided.is_empty(), "{one_sided:#?}");
    }

    #[test]
    fn every_break_still_applies_and_every_test_exists() {
        for one in table().unwrap() {
            let source = read_text(&root().join(&one.file)).unwrap();
            if let Err(problem) = one.of(&source) {
                panic!("{}: {problem}", one.rows.join(", "));
            }
            let (file, name) = parts(&one.test).unwrap();
            let code = read_text(&root().join(file)).unwrap();
            let head = format!("fn {name}(");
            assert_eq!(code.matches(&head).count(), 1, "{}", one.test);
        }
    }

    #[test]
    fn a_test_that_was_not_built_is_neither_seen_to_pass_nor_to_fail() {
        let of = |said| Seen::of(said, "r13");
        assert_eq!(
            of("running 1 test\ntest rules::gate::r13 ... ok\n"),
            Seen::Passed
        );
        assert_eq!(of("test rules::gate::r13 ... FAILED\n"), Seen::Failed);
        assert_eq!(
            of("error[E0308]: mismatched types\nerror: could not compile"),
            Seen::Neither("error[E0308]: mismatched types".to_owned())
        );
        let other = "test rules::gate::r13_b ... FAILED\ntest result: FAILED. 0 passed";
        assert!(matches!(of(other), Seen::Neither(_)));
    }
}
