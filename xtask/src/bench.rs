//! `cargo xtask bench`: runs the benches, and writes what they say to BENCHMARKS.md and docs/. No number is typed by hand.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use serde_json::Value;

use crate::chart::{self, Bar, Series, digits, spoken};
use crate::instructions;
use crate::steps::{Steps, cargo, output, root, run, target};

/// What a run is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Run {
    /// Every bench in full; BENCHMARKS.md is written.
    Full,
    /// Every bench for a moment, to see that it works; nothing is written.
    Quick,
    /// None: BENCHMARKS.md is written from the results of the last full run.
    Report,
}

/// What a line may cost.
#[derive(Clone, Copy)]
enum Budget {
    /// Told for information.
    None,
    /// Nanoseconds.
    Most(f64),
    /// Times the first line beside it.
    Times(f64),
}

/// A line of the budget table (design, chapter 4) with what is measured beside it.
struct Line {
    what: &'static str,
    bench: &'static str,
    budget: Budget,
    beside: &'static [(&'static str, &'static str)],
    /// What stands in the way where the budget is not met.
    limit: &'static str,
}

impl Budget {
    fn told(self) -> String {
        match self {
            Budget::None => String::new(),
            Budget::Most(most) => spoken(most),
            Budget::Times(times) => format!("next row × {}", digits(times)),
        }
    }
}

impl Line {
    /// What it may cost in this run, in nanoseconds.
    fn most(&self, results: &Path) -> Result<Option<f64>, String> {
        let first = match self.beside.first() {
            Some((_, bench)) => median(results, bench)?,
            None => 0.0,
        };
        Ok(match self.budget {
            Budget::None => None,
            Budget::Most(most) => Some(most),
            Budget::Times(times) => Some(first * times),
        })
    }
}

const LINES: [Line; 9] = [
    Line {
        what: "compiled decision with reason, decided_by, valid_until",
        bench: "decision/compiled",
        budget: Budget::Most(15.0),
        beside: &[
            ("hash map by holder and cell, by hand", "decision/hash_map"),
            ("scan over the choices, by hand", "decision/scan"),
            ("regorus, register machine", "decision/regorus"),
            ("regorus, interpreter", "decision/regorus_interpreted"),
            ("Cedar", "decision/cedar"),
            ("casbin", "decision/casbin"),
        ],
        limit: "The floor is what a hash map by hand costs, which tells less. On top of it come the checks of catalogue and instant, the comparison of the id that makes the hash safe, and a verdict of 24 bytes.",
    },
    Line {
        what: "literal decision with grounds, 20 choices",
        bench: "decision/literal",
        budget: Budget::Most(500.0),
        beside: &[(
            "scan over the choices, by hand (no grounds)",
            "decision/scan",
        )],
        limit: "Memory that is asked for and given back: the grounds are owned by the decision.",
    },
    Line {
        what: "string query → compiled decision",
        bench: "decision/string_query",
        budget: Budget::Most(100.0),
        beside: &[],
        limit: "Three codes are looked up and two ids compared.",
    },
    Line {
        what: "profile JSON (20 choices, 4 kB) → decision",
        bench: "json/read_and_decide",
        budget: Budget::Most(8_000.0),
        beside: &[
            ("serde derive, borrowed, reading only", "json/serde_only"),
            ("serde derive and scan, by hand", "json/serde_and_scan"),
            ("casbin (serde, worked out by hand)", "json/casbin"),
            (
                "regorus (serde, worked out by hand)",
                "json/regorus_resolved",
            ),
            ("regorus (reads the choices itself)", "json/regorus"),
            ("Cedar (serde, worked out by hand)", "json/cedar"),
        ],
        limit: "Reading text: serde_json alone, checking nothing, takes most of the budget on this machine (the next row). What comes on top is that every field must be known, every id is hashed and every instant checked.",
    },
    Line {
        what: "the same with the query as JSON and the answer as JSON",
        bench: "json/evaluate_json",
        budget: Budget::None,
        beside: &[],
        limit: "",
    },
    Line {
        what: "population: random closed query, 18 million patients, one core",
        bench: "population/one_thread/18000000",
        budget: Budget::Most(50.0),
        beside: &[(
            "reading 16 bytes at a random place of such a table",
            "population/bare_read/18000000",
        )],
        limit: "Memory first: the bare read (the next row) is a miss of the cache that every random patient costs; the answer and, for one patient in twenty, the record are further away than the cache as well. Then some 270 instructions: reading the id, finding the place, the verdict.",
    },
    Line {
        what: "C: a prepared question, over the call of core",
        bench: "c_call/compiled_over_core",
        budget: Budget::Most(10.0),
        beside: &[
            ("core, the same question", "c_call/core_compiled"),
            ("C, the whole call", "c_call/compiled"),
        ],
        limit: "Every handle is checked, a panic would be caught, and the answer is written as a struct of 64 bytes.",
    },
    Line {
        what: "C: a query as a struct, over the call of core",
        bench: "c_call/query_over_core",
        budget: Budget::Most(10.0),
        beside: &[
            ("core, the same query", "c_call/core_query"),
            ("C, the whole call", "c_call/query"),
        ],
        limit: "Every text that comes from C is checked, every pointer for NULL and alignment, and the answer is written as a struct of 64 bytes with its texts.",
    },
    Line {
        what: "C: a line of JSON, over the call of core",
        bench: "c_call/json_over_core",
        budget: Budget::Times(0.1),
        beside: &[
            ("core, the same line", "c_call/core_json"),
            ("C, the whole call", "c_call/json"),
        ],
        limit: "The line is checked for UTF-8, and the answer is copied to where the caller reads it.",
    },
];

/// Mirrors benches/benches/growth.rs.
const CHOICES: [u32; 7] = [0, 1, 5, 20, 100, 1_000, 10_000];
const GROWTH: [(&str, &str); 4] = [
    ("compiled", "compiled decision"),
    ("literal", "literal decision"),
    ("compile", "compile"),
    ("json", "JSON → decision"),
];

/// Mirrors benches/benches/population.rs.
const PATIENTS: [u32; 6] = [1_000, 10_000, 100_000, 1_000_000, 5_000_000, 18_000_000];
const POPULATION: [(&str, &str); 4] = [
    ("one_thread", "one thread"),
    ("two_threads", "two threads"),
    ("one_by_one", "one at a time"),
    ("bare_read", "bare random read"),
];

const PEERS: [&str; 4] = ["cedar-policy", "regorus", "casbin", "criterion"];

const HUGE_PAGES: &str = "glibc.malloc.hugetlb=1";

pub(crate) fn run_chore(kind: Run, date: Option<&str>) -> Result<(), String> {
    let mut steps = Steps::default();
    // A folder of its own for a quick run, so that its results never reach the report.
    let results = target().join(if kind == Run::Quick {
        "criterion-quick"
    } else {
        "criterion"
    });
    if kind != Run::Report {
        steps.step("benches", || {
            // Results of an earlier run must not stand beside those of this one.
            if results.exists() {
                fs::remove_dir_all(&results)
                    .map_err(|error| format!("{}: {error}", results.display()))?;
            }
            run(benches(kind).env("CRITERION_HOME", &results))
        })?;
    }
    let table = table(&results)?;
    println!("\n{table}");
    if kind != Run::Quick {
        steps.step("BENCHMARKS.md and its charts", || {
            write(&results, &table, date)
        })?;
    }
    steps.finish()
}

fn benches(kind: Run) -> Command {
    let mut command = cargo(&["bench", "--manifest-path"]);
    command.arg(root().join("benches").join("Cargo.toml"));
    command.args(["--locked", "--", "--noplot"]);
    if kind == Run::Quick {
        command.arg("--quick");
    }
    // Huge pages for large tables, where the system gives them only to who asks.
    command.env("GLIBC_TUNABLES", HUGE_PAGES);
    command
}

/// The median of a bench, in nanoseconds.
fn median(results: &Path, bench: &str) -> Result<f64, String> {
    let file = bench
        .split('/')
        .fold(results.to_path_buf(), |folder, name| folder.join(name))
        .join("new")
        .join("estimates.json");
    let text = fs::read_to_string(&file)
        .map_err(|error| format!("{}: {error}; run `cargo xtask bench`", file.display()))?;
    let estimates: Value =
        serde_json::from_str(&text).map_err(|error| format!("{}: {error}", file.display()))?;
    estimates["median"]["point_estimate"]
        .as_f64()
        .ok_or_else(|| format!("{}: no median", file.display()))
}

/// One table: ours, whether the budget is met, and what the others cost on the same question in the same run.
fn table(results: &Path) -> Result<String, String> {
    let mut rows = vec![
        ["what", "median", "× akkoord", "budget", "met"].map(str::to_owned),
        ["---", "---:", "---:", "---:", "---"].map(str::to_owned),
    ];
    for line in &LINES {
        let ours = median(results, line.bench)?;
        let most = line.most(results)?;
        let met = match most {
            None => String::new(),
            Some(most) if ours <= most => "yes".to_owned(),
            Some(most) => format!("**no**, {} ×", digits(ours / most)),
        };
        rows.push([
            format!("**{}**", line.what),
            format!("**{}**", spoken(ours)),
            "1".to_owned(),
            line.budget.told(),
            met,
        ]);
        for (name, bench) in line.beside {
            let theirs = median(results, bench)?;
            rows.push([
                (*name).to_owned(),
                spoken(theirs),
                digits(theirs / ours),
                String::new(),
                String::new(),
            ]);
        }
    }
    Ok(aligned(&rows))
}

/// A table and a chart of how medians grow: a group of benches, and what it grows with.
fn growth(
    results: &Path,
    group: &str,
    benches: &[(&str, &str)],
    by: &str,
    counts: &[u32],
) -> Result<(String, Vec<Series>), String> {
    let names = benches.iter().map(|(_, name)| *name);
    let mut rows = vec![
        std::iter::once(by)
            .chain(names.clone())
            .map(str::to_owned)
            .collect::<Vec<_>>(),
        vec!["---:".to_owned(); benches.len() + 1],
    ];
    let mut series: Vec<Series> = names
        .map(|name| Series {
            name: name.to_owned(),
            points: Vec::new(),
        })
        .collect();
    for count in counts {
        let mut row = vec![if *count < 1_000 {
            count.to_string()
        } else {
            digits(f64::from(*count))
        }];
        for ((bench, _), one) in benches.iter().zip(&mut series) {
            let cost = median(results, &format!("{group}/{bench}/{count}"))?;
            row.push(spoken(cost));
            one.points.push((f64::from(*count), cost));
        }
        rows.push(row);
    }
    Ok((aligned(&rows), series))
}

/// A Markdown table with its columns under each other.
fn aligned<R: AsRef<[String]>>(rows: &[R]) -> String {
    let columns = rows.first().map_or(0, |row| row.as_ref().len());
    let widths: Vec<usize> = (0..columns)
        .map(|column| {
            let cells = rows.iter().filter_map(|row| row.as_ref().get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        })
        .collect();
    let mut table = String::new();
    for row in rows {
        for (cell, width) in row.as_ref().iter().zip(&widths) {
            let space = " ".repeat(width.saturating_sub(cell.chars().count()));
            // A string takes all text.
            let _ = write!(table, "| {cell}{space} ");
        }
        table.push_str("|\n");
    }
    table
}

fn write(results: &Path, table: &str, date: Option<&str>) -> Result<(), String> {
    let docs = root().join("docs");
    fs::create_dir_all(&docs).map_err(|error| format!("{}: {error}", docs.display()))?;
    let (choices_table, by_choices) = growth(results, "growth", &GROWTH, "choices", &CHOICES)?;
    let (patients_table, by_patients) =
        growth(results, "population", &POPULATION, "patients", &PATIENTS)?;
    let save = |file: PathBuf, text: &str| {
        println!("{}", file.display());
        fs::write(&file, text).map_err(|error| format!("{}: {error}", file.display()))
    };
    let lines = chart::lines(
        "Cost by the number of choices in a profile (medians)",
        "choices",
        &by_choices,
    )?;
    save(docs.join("cost-by-choices.svg"), &lines)?;
    let lines = chart::lines(
        "Cost of a random closed query by the number of patients (medians)",
        "patients",
        &by_patients,
    )?;
    save(docs.join("cost-by-patients.svg"), &lines)?;
    let bars = chart::bars(
        "The same question elsewhere (medians, times akkoord)",
        &groups(results)?,
    )?;
    save(docs.join("beside-peers.svg"), &bars)?;
    let report = format!(
        "\
# Benchmarks

Written by `cargo xtask bench`; no number is typed by hand. Medians of one run on one machine: compare the ratios, not the
nanoseconds.

{table}
Every contender is asserted to give our decision on the questions that are timed, before it is timed
(`benches/tests/agreement.rs` asks more). Each has its best form: policies compiled, data loaded, codes looked up and
requests made beforehand. Cedar, regorus and casbin answer permit or deny; akkoord gives the reason, the option, the
deciding choice and `valid_until` as well. The first line gives the peers the profile worked out for the instant, since none of
them can say *the last choice wins* over twenty choices at that speed; how it is worked out is in `benches/src/peers/`.

![Times akkoord](docs/beside-peers.svg)

## How the cost grows

{choices_table}
The compiled decision and the literal one are about random holders of the profile; a third as many holders are named as
there are choices. JSON is read anew for each decision.

![Cost by choices](docs/cost-by-choices.svg)

A population of the synthetic country of `examples/rust`, loaded on one thread; random patients, in batches of 4,096 unless it
says otherwise. With two threads the time is that of one query of both together. The bare read is what the machine can do at
best: 16 bytes at random places, independent of each other, of a table as large as that of the patients.

{patients_table}
![Cost by patients](docs/cost-by-patients.svg)

## Where the time goes

{not_met}{where_it_goes}

## Environment

{environment}
## Commands

```sh
cargo xtask bench --date YYYY-MM-DD       # runs all of it and writes this file
cargo xtask bench --quick                 # a moment each, writes nothing
cargo xtask instructions --check          # counts instructions under callgrind, beside the committed counts
cargo bench --manifest-path benches/Cargo.toml -- decision/compiled
cargo test --release --manifest-path benches/Cargo.toml
```
",
        environment = environment(date)?,
        not_met = not_met(results)?,
        where_it_goes = where_it_goes()?,
    );
    save(root().join("BENCHMARKS.md"), &report)
}

/// The budgets that this run does not meet, each with what stands in the way.
fn not_met(results: &Path) -> Result<String, String> {
    let mut text = String::new();
    for line in &LINES {
        let ours = median(results, line.bench)?;
        if let Some(most) = line.most(results)?.filter(|most| ours > *most) {
            text.push_str(&format!(
                "- **{}: {} instead of {}.** {}\n",
                line.what,
                spoken(ours),
                spoken(most),
                line.limit
            ));
        }
    }
    if text.is_empty() {
        return Ok("Every budget is met.\n\n".to_owned());
    }
    Ok(format!("Not met in this run:\n\n{text}\n"))
}

/// What takes the time: instructions, which are the same on a busy machine.
fn where_it_goes() -> Result<String, String> {
    if !instructions::can_count() {
        return Ok("Not counted: valgrind is not on this machine.\n".to_owned());
    }
    let table = instructions::table(&instructions::count()?);
    Ok(format!(
        "Instructions of one decision, counted by callgrind, and the code they are in (2 % and more).\n\n{table}"
    ))
}

/// The lines that have somebody beside them.
fn groups(results: &Path) -> Result<Vec<(&'static str, Vec<Bar>)>, String> {
    let mut groups = Vec::new();
    for line in LINES.iter().filter(|line| line.beside.len() > 1) {
        let mut bars = vec![Bar {
            name: "akkoord".to_owned(),
            nanoseconds: median(results, line.bench)?,
            is_ours: true,
        }];
        for (name, bench) in line.beside {
            bars.push(Bar {
                name: (*name).to_owned(),
                nanoseconds: median(results, bench)?,
                is_ours: false,
            });
        }
        groups.push((line.what, bars));
    }
    Ok(groups)
}

fn environment(date: Option<&str>) -> Result<String, String> {
    let told = |file: &str, name: &str| {
        let text = fs::read_to_string(file).unwrap_or_default();
        let line = text.lines().find(|line| line.starts_with(name));
        let value = line.and_then(|line| line.split_once([':', '=']));
        value.map_or("unknown".to_owned(), |(_, value)| {
            value.trim().trim_matches('"').to_owned()
        })
    };
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let memory = told("/proc/meminfo", "MemTotal");
    let memory = memory
        .split_once(' ')
        .and_then(|(kibibytes, _)| kibibytes.parse::<f64>().ok())
        .map_or(memory.clone(), |kibibytes| {
            format!("{:.1} GiB", kibibytes / f64::from(1 << 20))
        });
    let rustc = env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    let rustc = output(Command::new(rustc).arg("--version"))?;
    let lock = root().join("benches").join("Cargo.lock");
    let lock = fs::read_to_string(&lock).map_err(|error| format!("{}: {error}", lock.display()))?;
    let versions: Vec<String> = PEERS
        .iter()
        .map(|name| format!("{name} {}", version(&lock, name)))
        .collect();
    let mut rows = vec![
        ["".to_owned(), "".to_owned()],
        ["---".to_owned(), "---".to_owned()],
        ["CPU".to_owned(), told("/proc/cpuinfo", "model name")],
        ["cores".to_owned(), cores.to_string()],
        ["memory".to_owned(), memory],
        ["system".to_owned(), told("/etc/os-release", "PRETTY_NAME")],
        ["rustc".to_owned(), rustc.trim().to_owned()],
        [
            "profile".to_owned(),
            "release, lto = \"fat\", codegen-units = 1".to_owned(),
        ],
        ["versions".to_owned(), versions.join(", ")],
    ];
    if let Some(date) = date {
        rows.push(["date".to_owned(), date.to_owned()]);
    }
    Ok(aligned(&rows))
}

/// The version of a package in a lock file.
fn version<'l>(lock: &'l str, package: &str) -> &'l str {
    let name = format!("name = \"{package}\"\n");
    lock.split_once(&name)
        .and_then(|(_, rest)| rest.strip_prefix("version = \""))
        .and_then(|rest| rest.split('"').next())
        .unwrap_or("?")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_found_in_a_lock_file() {
        let lock = "[[package]]\nname = \"casbin\"\nversion = \"2.20.0\"\n";
        assert_eq!(version(lock, "casbin"), "2.20.0");
        assert_eq!(version(lock, "cas"), "?");
    }

    #[test]
    fn columns_stand_under_each_other() {
        let rows = [["a", "µs"], ["bcd", "e"]].map(|row| row.map(str::to_owned));
        assert_eq!(aligned(&rows), "| a   | µs |\n| bcd | e  |\n");
    }
}
