//! `cargo xtask fuzz`: every fuzz target for so many seconds.
//!
//! Runs on the stable toolchain: the engine has no unsafe code, so no sanitizer is needed, only the coverage that guides
//! libFuzzer, overflow checks and debug assertions. The seeds are made anew from the conformance vectors; what libFuzzer
//! finds beyond them is kept in `fuzz/corpus/`, which is not committed. A crash is kept in `fuzz/artifacts/` and fails the step.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use serde_json::Value;

use crate::steps::{Steps, cargo, has, root, run, target};

struct Target {
    name: &'static str,
    dictionary: Option<&'static str>,
    /// Longest input, in bytes.
    longest: u32,
}

const TARGETS: [Target; 7] = [
    Target::of("differential", None, 512),
    Target::of("line", Some("wire"), 4_096),
    Target::of("profile", Some("wire"), 4_096),
    Target::of("query", Some("wire"), 1_024),
    Target::of("catalogue", Some("catalogue"), 24_576),
    Target::of("ruleset", Some("ruleset"), 1_024),
    Target::of("ffi", Some("wire"), 4_096),
];

impl Target {
    const fn of(name: &'static str, dictionary: Option<&'static str>, longest: u32) -> Self {
        Target {
            name,
            dictionary,
            longest,
        }
    }
}

pub(crate) fn run_chore(seconds: u32) -> Result<(), String> {
    let mut steps = Steps::default();
    add_steps(&mut steps, seconds)?;
    steps.finish()
}

/// `cargo xtask growth`: the table of `fuzz/examples/growth.rs`.
pub(crate) fn growth(words: &[String]) -> Result<(), String> {
    let mut command = cargo(&["run", "--release", "--locked", "--no-default-features"]);
    command.arg("--manifest-path");
    command.arg(root().join("fuzz").join("Cargo.toml"));
    command.arg("--target-dir").arg(target().join("fuzz"));
    command.args(["--example", "growth", "--"]).args(words);
    run(&mut command)
}

/// The steps, for a chore of more.
pub(crate) fn add_steps(steps: &mut Steps, seconds: u32) -> Result<(), String> {
    if !has("fuzz") {
        let install = ["install", "cargo-fuzz", "--locked"];
        let installed = steps.step("cargo-fuzz is missing: install it", || {
            run(&mut cargo(&install))
        });
        if let Err(problem) = installed {
            println!("{problem}");
            steps.leave_out("fuzzing", "cargo install cargo-fuzz --locked");
            return Ok(());
        }
    }
    let folder = target().join("fuzz");
    let mut total = 0;
    steps.step("seeds from the conformance vectors", || {
        seeds(&folder.join("seeds"))
    })?;
    steps.step("fuzz targets, built", || {
        run(cargo_fuzz(&folder, "build").args(["--sanitizer", "none"]))
    })?;
    // One for each core: libFuzzer uses one.
    let cores = thread::available_parallelism().map_or(1, usize::from);
    for together in TARGETS.chunks(cores) {
        let names: Vec<&str> = together.iter().map(|target| target.name).collect();
        let name = format!("fuzz {} for {seconds} s", names.join(", "));
        steps.step(&name, || {
            let outcomes = thread::scope(|scope| {
                let under_way: Vec<_> = together
                    .iter()
                    .map(|target| scope.spawn(|| run_target(&folder, target, seconds)))
                    .collect();
                let ended = under_way.into_iter().map(|run| {
                    run.join()
                        .unwrap_or_else(|_| Err("the run panicked".to_owned()))
                });
                ended.collect::<Vec<_>>()
            });
            for (name, outcome) in names.iter().zip(outcomes) {
                let executions = outcome?;
                println!("{name}: {executions} executions, no crash");
                total += executions;
            }
            Ok(())
        })?;
    }
    println!("\n{total} executions in all");
    Ok(())
}

fn cargo_fuzz(folder: &Path, chore: &str) -> Command {
    let mut command = cargo(&["fuzz", chore]);
    command
        .arg("--fuzz-dir")
        .arg(root().join("fuzz"))
        .arg("--target-dir")
        .arg(folder);
    command
}

/// Runs one target; answers how many inputs were tried.
fn run_target(folder: &Path, target: &Target, seconds: u32) -> Result<u64, String> {
    let fuzz = root().join("fuzz");
    let corpus = fuzz.join("corpus").join(target.name);
    let seeds = folder.join("seeds").join(target.name);
    for needed in [&corpus, &seeds] {
        fs::create_dir_all(needed).map_err(|error| format!("{}: {error}", needed.display()))?;
    }
    let mut command = cargo_fuzz(folder, "run");
    command.args(["--sanitizer", "none", target.name]);
    command.arg(&corpus).arg(&seeds).arg("--");
    command.arg(format!("-max_total_time={seconds}"));
    command.arg(format!("-max_len={}", target.longest));
    command.args(["-print_final_stats=1", "-timeout=10", "-rss_limit_mb=2048"]);
    if let Some(dictionary) = target.dictionary {
        let file = fuzz.join("dictionaries").join(format!("{dictionary}.dict"));
        command.arg(format!("-dict={}", file.display()));
    }
    // libFuzzer tells every step it takes: that is for who looks for a crash.
    let log = folder.join(format!("{}.log", target.name));
    let file = File::create(&log).map_err(|error| format!("{}: {error}", log.display()))?;
    let outcome = run(command.stderr(file));
    let told = fs::read(&log).map_err(|error| format!("{}: {error}", log.display()))?;
    let told = String::from_utf8_lossy(&told);
    if let Err(problem) = outcome {
        let last: Vec<&str> = told.lines().rev().take(40).collect();
        for line in last.iter().rev() {
            println!("{line}");
        }
        return Err(format!("{problem}; all of it is in {}", log.display()));
    }
    told.lines()
        .find_map(|line| line.strip_prefix("stat::number_of_executed_units:"))
        .and_then(|number| number.trim().parse().ok())
        .ok_or_else(|| format!("{} does not say how much was tried", log.display()))
}

/// Writes what the vectors are about as a file each: profiles, queries, lines; and the documents of core.
fn seeds(folder: &Path) -> Result<(), String> {
    let mut profiles = BTreeSet::new();
    let mut queries = BTreeSet::new();
    let mut lines = BTreeSet::new();
    for file in ndjson(&root().join("conformance").join("vectors"))? {
        for vector in read(&file)?.lines() {
            let vector: Value = serde_json::from_str(vector)
                .map_err(|error| format!("{}: {error}", file.display()))?;
            let input = &vector["input"];
            lines.insert(
                input
                    .as_str()
                    .map_or_else(|| input.to_string(), str::to_owned),
            );
            profiles.extend(input.get("profile").map(Value::to_string));
            queries.extend(input.get("query").map(Value::to_string));
        }
    }
    let data = root().join("core").join("data");
    let layered = root().join("fuzz").join("data").join("layered.json");
    let catalogues = [read(&data.join("mitz-3960100.json"))?, read(&layered)?];
    let rules = [read(&data.join("ruleset-mitz-2026-11.json"))?];
    for (name, documents) in [
        ("profile", profiles),
        ("query", queries),
        ("line", lines),
        ("catalogue", catalogues.into()),
        ("ruleset", rules.into()),
    ] {
        let folder = folder.join(name);
        // Those of an earlier run may be gone from the vectors.
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        for (number, document) in documents.iter().enumerate() {
            let file = folder.join(format!("{number:04}"));
            fs::write(&file, document).map_err(|error| format!("{}: {error}", file.display()))?;
        }
        println!("{} seeds for {name}", documents.len());
    }
    Ok(())
}

fn ndjson(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let files = entries.filter_map(|entry| Some(entry.ok()?.path()));
    Ok(files
        .filter(|file| file.extension().is_some_and(|ending| ending == "ndjson"))
        .collect())
}

fn read(file: &Path) -> Result<String, String> {
    fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))
}
