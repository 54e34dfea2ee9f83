//! `cargo xtask instructions`: how many instructions a decision takes, and in which code: callgrind counts, so that the answer is
//! the same on a busy machine. Times are for `cargo xtask bench`.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::chart::digits;
use crate::steps::{Steps, cargo, needs, root, run, target};

/// What is counted (benches/src/bin/instructions.rs), how it is called, and how often it is done.
const THINGS: [(&str, &str, u32); 7] = [
    ("compiled", "compiled decision", 20_480),
    ("string_query", "string query → compiled decision", 20_480),
    ("literal", "literal decision, 20 choices", 2_048),
    ("compile", "compiling a profile of 20 choices", 256),
    ("json", "profile JSON → decision", 256),
    (
        "json_serde_and_scan",
        "the same by serde derive and a scan, by hand",
        256,
    ),
    (
        "population",
        "population, random closed query in a batch",
        204_800,
    ),
];

/// Beyond this the check fails: other compilers count a little differently.
const TOLERANCE: f64 = 1.05;

pub(crate) fn run_chore(check: bool) -> Result<(), String> {
    let mut steps = Steps::default();
    let valgrind = if can_count() {
        Ok(())
    } else {
        needs(&["valgrind"])
    };
    let counts = steps.after("counting", valgrind.as_ref(), |()| {
        let counts = count()?;
        println!("\n{}", table(&counts));
        Ok(counts)
    });
    let file = root().join("benches").join("instructions.txt");
    let _ = steps.after("beside the committed counts", counts.as_ref(), |counts| {
        if check {
            compare(counts, &file)
        } else {
            let lines: String = counts
                .iter()
                .map(|count| format!("{} {:.0}\n", count.thing, count.total()))
                .collect();
            println!("{}", file.display());
            fs::write(&file, lines).map_err(|error| format!("{}: {error}", file.display()))
        }
    });
    steps.finish()
}

pub(crate) fn can_count() -> bool {
    let mut valgrind = Command::new("valgrind");
    valgrind
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    valgrind.status().is_ok_and(|status| status.success())
}

/// The instructions of one thing, by the code in which they are.
pub(crate) struct Count {
    thing: &'static str,
    name: &'static str,
    by_code: BTreeMap<String, f64>,
}

impl Count {
    fn total(&self) -> f64 {
        self.by_code.values().sum()
    }
}

/// Counts everything.
pub(crate) fn count() -> Result<Vec<Count>, String> {
    let folder = target().join("instructions");
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let benches = root().join("benches");
    let mut build = cargo(&["build", "--release", "--locked", "--bin", "instructions"]);
    build.arg("--manifest-path").arg(benches.join("Cargo.toml"));
    run(&mut build)?;
    // A workspace of its own has a target folder of its own, unless there is one for all.
    let built =
        env::var_os("CARGO_TARGET_DIR").map_or_else(|| benches.join("target"), PathBuf::from);
    let program = built.join("release").join("instructions");
    let count = |(thing, name, times): (&'static str, &'static str, u32)| {
        let before = run_under_callgrind(&program, &folder, thing, 0)?;
        let mut by_code = run_under_callgrind(&program, &folder, thing, times)?;
        for (code, count) in before {
            *by_code.entry(code).or_default() -= count;
        }
        for count in by_code.values_mut() {
            *count /= f64::from(times);
        }
        Ok(Count {
            thing,
            name,
            by_code,
        })
    };
    THINGS.into_iter().map(count).collect()
}

fn run_under_callgrind(
    program: &Path,
    folder: &Path,
    thing: &str,
    times: u32,
) -> Result<BTreeMap<String, f64>, String> {
    let out = folder.join("callgrind.out");
    let mut command = Command::new("valgrind");
    command.args(["--tool=callgrind", "--quiet"]);
    command.arg(format!("--callgrind-out-file={}", out.display()));
    command.arg(program).arg(thing).arg(times.to_string());
    run(&mut command)?;
    let text = fs::read_to_string(&out).map_err(|error| format!("{}: {error}", out.display()))?;
    Ok(by_code(&text))
}

/// Sums the exclusive cost of a callgrind file by the code that it is in. A file name is given once and then by its number.
fn by_code(text: &str) -> BTreeMap<String, f64> {
    let mut names: BTreeMap<&str, &str> = BTreeMap::new();
    let mut sums: BTreeMap<String, f64> = BTreeMap::new();
    let mut file = "";
    let mut is_inclusive = false;
    for line in text.lines() {
        if let Some((key @ ("fl" | "fi" | "fe" | "cfi" | "cfl"), value)) = line.split_once('=') {
            let (number, name) = value.split_once(' ').unwrap_or((value, ""));
            if !name.is_empty() {
                names.insert(number, name);
            }
            if !key.starts_with('c') {
                file = names.get(number).copied().unwrap_or("");
            }
        } else if line.starts_with("calls=") {
            is_inclusive = true;
        } else if line.starts_with(|first: char| first.is_ascii_digit() || "+-*".contains(first)) {
            // The line after a call is the cost of what was called: it is counted where it is spent.
            if !std::mem::take(&mut is_inclusive)
                && let Some(cost) = line
                    .split(' ')
                    .nth(1)
                    .and_then(|cost| cost.parse::<f64>().ok())
            {
                *sums.entry(code(file)).or_default() += cost;
            }
        }
    }
    sums
}

/// What a source file is part of.
fn code(file: &str) -> String {
    let after = |mark: &str| file.split_once(mark).map(|(_, rest)| rest);
    if let Some(rest) =
        after("/core/src/").filter(|_| !file.contains("/library/") && !file.contains("/registry/"))
    {
        let room = rest.split(['/', '.']).next().unwrap_or(rest);
        return format!("akkoord {room}");
    }
    if let Some(rest) = after("/registry/src/") {
        let package = rest.split('/').nth(1).unwrap_or(rest);
        let name = package.rsplit_once('-').map_or(package, |(name, _)| name);
        return name.to_owned();
    }
    if file.contains("/library/") {
        return "Rust's library".to_owned();
    }
    if file.contains("malloc") {
        return "malloc".to_owned();
    }
    if file.contains("/benches/") || file.contains("/examples/") {
        return "the caller".to_owned();
    }
    "libc and others".to_owned()
}

/// A table: the total, and the code that takes most of it.
pub(crate) fn table(counts: &[Count]) -> String {
    let mut table = String::from("| what | instructions | where |\n| --- | ---: | --- |\n");
    for count in counts {
        let total = count.total();
        let mut parts: Vec<(&String, &f64)> = count.by_code.iter().collect();
        parts.sort_by(|one, other| other.1.total_cmp(one.1));
        let shares: Vec<String> = parts
            .iter()
            .map(|(code, part)| (code, **part * 100.0 / total))
            .filter(|(_, share)| *share >= 2.0)
            .map(|(code, share)| format!("{code} {share:.0} %"))
            .collect();
        table.push_str(&format!(
            "| {} | {} | {} |\n",
            count.name,
            digits(total),
            shares.join(", ")
        ));
    }
    table
}

fn compare(counts: &[Count], file: &Path) -> Result<(), String> {
    let text = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let mut more = Vec::new();
    for count in counts {
        let committed = text
            .lines()
            .find_map(|line| line.strip_prefix(count.thing)?.trim().parse::<f64>().ok());
        let committed =
            committed.ok_or_else(|| format!("{}: no count of {}", file.display(), count.thing))?;
        if count.total() > committed * TOLERANCE {
            more.push(format!(
                "{} takes {:.0} instructions, {committed:.0} were committed",
                count.name,
                count.total()
            ));
        }
    }
    if more.is_empty() {
        println!(
            "{} counts, none more than {TOLERANCE} times the committed one",
            counts.len()
        );
        Ok(())
    } else {
        Err(more.join("; "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cost_of_a_call_is_counted_where_it_is_spent() {
        let text = "fl=(1) /home/x/core/src/line.rs\nfn=(1) a\n10 5\ncfi=(2) /x/registry/src/index/serde_json-1.0.1/src/de.rs\ncfn=(2) b\ncalls=1 3\n11 100\nfi=(3) /rustc/1/library/core/src/option.rs\n+1 2\nfl=(2)\nfn=(2)\n3 100\n";
        let sums = by_code(text);
        let of = |code: &str| sums.get(code).copied().unwrap_or(0.0);
        assert_eq!(
            (of("akkoord line"), of("serde_json"), of("Rust's library")),
            (5.0, 100.0, 2.0)
        );
    }
}
