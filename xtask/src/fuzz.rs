//! `cargo xtask fuzz`: every fuzz target for so many seconds. `cargo xtask growth`: what questions cost, as a table.
//!
//! Runs on the stable toolchain and needs no other program: the engine has no unsafe code, so no sanitizer is needed, only the
//! coverage that guides libFuzzer, overflow checks and debug assertions. The seeds are made anew from the conformance vectors;
//! what libFuzzer finds beyond them is kept in `fuzz/corpus/`, which is not committed. A crash is kept in `fuzz/artifacts/` and
//! fails the step.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use serde_json::Value;

use crate::steps::{Steps, both, cargo, output, root, run, target};

struct Target {
    name: &'static str,
    dictionary: Option<&'static str>,
    /// Longest input, in bytes.
    longest: u32,
    /// Whether it judges times, on which no test may depend.
    judges_times: bool,
}

const TARGETS: [Target; 8] = [
    Target::of("differential", None, 512),
    Target::of("line", Some("wire"), 4_096),
    Target::of("profile", Some("wire"), 4_096),
    Target::of("query", Some("wire"), 1_024),
    Target::of("catalogue", Some("catalogue"), 24_576),
    Target::of("ruleset", Some("ruleset"), 1_024),
    Target::of("ffi", Some("wire"), 4_096),
    Target {
        judges_times: true,
        ..Target::of("work", None, 128)
    },
];

/// What libFuzzer has to see: each edge, and what is compared with what. The flags of cargo-fuzz without a sanitizer.
const COVERAGE: [&str; 11] = [
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Cllvm-args=-simplifycfg-branch-fold-threshold=0",
    "-Cdebug-assertions",
    "-Coverflow-checks",
    "-Ccodegen-units=1",
    "-Cdebuginfo=line-tables-only",
    "--cfg=fuzzing",
];

impl Target {
    const fn of(name: &'static str, dictionary: Option<&'static str>, longest: u32) -> Self {
        Target {
            name,
            dictionary,
            longest,
            judges_times: false,
        }
    }
}

/// `cargo xtask fuzz`: all of them, or the one of this name; or one input again.
pub(crate) fn run_chore(
    seconds: u32,
    wanted: Option<&str>,
    input: Option<&Path>,
) -> Result<(), String> {
    let is_wanted = |target: &&Target| wanted.is_none_or(|wanted| wanted == target.name);
    let targets: Vec<&Target> = TARGETS.iter().filter(is_wanted).collect();
    if targets.is_empty() {
        let names = TARGETS.map(|target| target.name).join(", ");
        return Err(format!("there is no such target; there are {names}"));
    }
    if let ([target], Some(input)) = (targets.as_slice(), input) {
        let built = build(&targets)?;
        return run(Command::new(built.join(target.name)).arg(input));
    }
    Steps::chore("fuzzing", "cargo xtask fuzz", |steps| {
        fuzz(steps, &targets, seconds);
        Ok(())
    })
}

/// The steps, for a chore of more.
pub(crate) fn add_steps(steps: &mut Steps, seconds: u32) -> Result<(), String> {
    let all: Vec<&Target> = TARGETS.iter().filter(|one| !one.judges_times).collect();
    let _ = steps.step("what the fuzz targets are made of", || {
        run(of_fuzz("test").args(["--release", "--no-default-features", "--lib"]))
    });
    fuzz(steps, &all, seconds);
    Ok(())
}

fn fuzz(steps: &mut Steps, targets: &[&Target], seconds: u32) {
    let seeds = steps.step("seeds from the conformance vectors", || {
        seeds(&folder().join("seeds"))
    });
    let built = steps.step("fuzz targets, built", || build(targets));
    let mut total = 0;
    // One for each core: libFuzzer uses one.
    let cores = thread::available_parallelism().map_or(1, usize::from);
    for together in targets.chunks(cores) {
        let names: Vec<&str> = together.iter().map(|target| target.name).collect();
        let name = format!("fuzz {} for {seconds} s", names.join(", "));
        let needs = both(built.as_ref(), seeds.as_ref());
        let _ = steps.after(&name, needs, |(built, ())| {
            let outcomes = thread::scope(|scope| {
                let under_way: Vec<_> = together
                    .iter()
                    .map(|target| scope.spawn(|| run_target(built, target, seconds)))
                    .collect();
                let ended = under_way.into_iter().map(|run| {
                    run.join()
                        .unwrap_or_else(|_| Err("the run panicked".to_owned()))
                });
                ended.collect::<Vec<_>>()
            });
            // One that crashed does not hide the other.
            let mut problems = Vec::new();
            for (name, outcome) in names.iter().zip(outcomes) {
                match outcome {
                    Ok(executions) => {
                        println!("{name}: {executions} executions, no crash");
                        total += executions;
                    }
                    Err(problem) => problems.push(format!("{name}: {problem}")),
                }
            }
            if problems.is_empty() {
                Ok(())
            } else {
                Err(problems.join("\n"))
            }
        });
    }
    println!("\n{total} executions in all");
}

/// `cargo xtask growth`: the table of `fuzz/examples/growth.rs`.
pub(crate) fn growth(words: &[String]) -> Result<(), String> {
    let mut command = of_fuzz("run");
    command.args(["--release", "--no-default-features"]);
    command.args(["--example", "growth", "--"]).args(words);
    run(&mut command)
}

/// Where everything of the fuzz targets is built, and where logs and seeds are.
fn folder() -> PathBuf {
    target().join("fuzz")
}

/// A chore of cargo in the workspace of the fuzz targets.
fn of_fuzz(chore: &str) -> Command {
    let mut command = cargo(&[chore, "--locked", "--manifest-path"]);
    command.arg(root().join("fuzz").join("Cargo.toml"));
    command.arg("--target-dir").arg(folder());
    command
}

/// Builds the targets; the folder that they are in.
fn build(targets: &[&Target]) -> Result<PathBuf, String> {
    let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    let about = output(Command::new(rustc).arg("-vV"))?;
    let host = about.lines().find_map(|line| line.strip_prefix("host: "));
    let host = host.ok_or("rustc does not tell its host")?;
    let mut command = of_fuzz("build");
    // For a platform by its name, so that programs that run while building are not instrumented.
    command.args(["--release", "--target", host]);
    for target in targets {
        command.args(["--bin", target.name]);
    }
    // The C face is built only where it is asked for.
    if targets.iter().all(|target| target.name != "ffi") {
        command.args(["--no-default-features", "--features", "libfuzzer"]);
    }
    command.env("CARGO_ENCODED_RUSTFLAGS", COVERAGE.join("\u{1f}"));
    run(&mut command)?;
    Ok(folder().join(host).join("release"))
}

/// Runs one target; answers how many inputs were tried.
fn run_target(built: &Path, target: &Target, seconds: u32) -> Result<u64, String> {
    let fuzz = root().join("fuzz");
    let corpus = fuzz.join("corpus").join(target.name);
    let seeds = folder().join("seeds").join(target.name);
    let artifacts = fuzz.join("artifacts").join(target.name);
    for needed in [&corpus, &seeds, &artifacts] {
        fs::create_dir_all(needed).map_err(|error| format!("{}: {error}", needed.display()))?;
    }
    let mut command = Command::new(built.join(target.name));
    command.current_dir(&fuzz);
    command.arg(&corpus).arg(&seeds);
    command.arg(format!("-artifact_prefix={}/", artifacts.display()));
    command.arg(format!("-max_total_time={seconds}"));
    command.arg(format!("-max_len={}", target.longest));
    // By the clock on the wall, which a busy machine stretches: for what never ends. The target `work` counts processor time.
    command.args(["-print_final_stats=1", "-timeout=120", "-rss_limit_mb=2048"]);
    if let Some(dictionary) = target.dictionary {
        let file = fuzz.join("dictionaries").join(format!("{dictionary}.dict"));
        command.arg(format!("-dict={}", file.display()));
    }
    // libFuzzer tells every step it takes: that is for who looks for a crash.
    let log = folder().join(format!("{}.log", target.name));
    let file = File::create(&log).map_err(|error| format!("{}: {error}", log.display()))?;
    let outcome = run(command.stderr(file));
    let told = fs::read(&log).map_err(|error| format!("{}: {error}", log.display()))?;
    let told = String::from_utf8_lossy(&told);
    for most in ["slowest so far: ", "largest so far: "] {
        if let Some(line) = told.lines().rev().find(|line| line.starts_with(most)) {
            println!("{}: {line}", target.name);
        }
    }
    if let Err(problem) = outcome {
        let last: Vec<&str> = told.lines().rev().take(40).collect();
        for line in last.iter().rev() {
            println!("{line}");
        }
        let input = told
            .lines()
            .find_map(|line| line.split_once("Test unit written to "))
            .map_or_else(String::new, |(_, file)| {
                format!(
                    "; again: cargo xtask fuzz --target {} --input {file}",
                    target.name
                )
            });
        return Err(format!(
            "{problem}; all of it is in {}{input}",
            log.display()
        ));
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
