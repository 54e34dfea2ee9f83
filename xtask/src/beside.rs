//! Chores that run beside this one: a core is idle where one program links or waits for a browser. What such a chore says goes to
//! a file of its own, that it is not mixed with the rest; its steps are told as they go, and are in the summary of the whole.

use std::env;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::{self, JoinHandle};

use crate::steps::{SUMMARY, Steps, Told, target};

/// Chores under way, one after the other.
pub(crate) struct Beside {
    chores: &'static [&'static str],
    runs: JoinHandle<Vec<Result<Told, String>>>,
}

impl Beside {
    /// Starts them: each a chore of `cargo xtask` that ends with a summary.
    pub(crate) fn start(chores: &'static [&'static str]) -> Self {
        for chore in chores {
            println!(
                "beside, it says in full in {}: {chore}",
                log(chore).display()
            );
        }
        let runs = thread::spawn(move || chores.iter().map(|chore| run(chore)).collect());
        Beside { chores, runs }
    }

    /// Waits for their end, prints what they said, and takes their steps into the summary.
    pub(crate) fn join(self, steps: &mut Steps) {
        if !self.runs.is_finished() {
            println!("\nwaiting for what runs beside: {}", self.chores.join(", "));
        }
        let ended = self.runs.join().unwrap_or_default();
        for (place, chore) in self.chores.iter().enumerate() {
            println!("\n##### {chore}");
            if let Ok(said) = fs::read(log(chore)) {
                // Not `print!`, which takes text alone.
                let _ = std::io::stdout().write_all(&said);
            }
            match ended.get(place) {
                Some(Ok(told)) => steps.take(told.clone()),
                other => {
                    let problem = match other {
                        Some(Err(problem)) => problem.clone(),
                        _ => "what started it panicked".to_owned(),
                    };
                    let _ = steps.step(chore, || -> Result<(), String> { Err(problem) });
                }
            }
        }
    }
}

fn folder() -> PathBuf {
    target().join("beside")
}

fn log(chore: &str) -> PathBuf {
    folder().join(format!("{chore}.log"))
}

fn run(chore: &str) -> Result<Told, String> {
    let told = |path: &Path, error: std::io::Error| format!("{}: {error}", path.display());
    fs::create_dir_all(folder()).map_err(|error| told(&folder(), error))?;
    let (log, summary) = (log(chore), folder().join(format!("{chore}.json")));
    let _ = fs::remove_file(&summary);
    let mut file = File::create(&log).map_err(|error| told(&log, error))?;
    let both = file.try_clone().map_err(|error| told(&log, error))?;
    let program = env::current_exe().map_err(|error| error.to_string())?;
    let mut child = Command::new(program)
        .arg(chore)
        .env(SUMMARY, &summary)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(both)
        .spawn()
        .map_err(|error| format!("could not start it: {error}"))?;
    let mut said = BufReader::new(child.stdout.take().ok_or("it has no output")?);
    let mut line = Vec::new();
    while said
        .read_until(b'\n', &mut line)
        .map_err(|error| error.to_string())?
        > 0
    {
        file.write_all(&line).map_err(|error| told(&log, error))?;
        if line.starts_with(b"=== ") || line.starts_with(b"--- ") {
            println!("beside | {}", String::from_utf8_lossy(&line).trim_end());
        }
        line.clear();
    }
    let status = child.wait().map_err(|error| error.to_string())?;
    let text = fs::read_to_string(&summary)
        .map_err(|_| format!("`cargo xtask {chore}` ended with {status} and without a summary"))?;
    Told::read(&text).ok_or_else(|| format!("{} is no summary", summary.display()))
}
