//! What the order of the rows costs when a table of choices is loaded: the same rows patient by patient, and shuffled, in turns.
//!
//! ```sh
//! cargo run --release -p akkoord-arrow --example order -- 1000000 2 3
//! ```
//!
//! How many patients (each with 3.4 choices on average), how many threads, how often. Prints the seconds of the processor that each
//! took, and their ratio, as JSON. All people are invented.

use std::error::Error;
use std::fs;
use std::ops::ControlFlow;
use std::sync::Arc;

use akkoord::{Engine, Instant};
use akkoord_arrow::{OnError, Shards, Unattributed};
use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch, StringArray, TimestampMicrosecondArray};

const DAY: i64 = 86_400_000_000;

/// A number that follows from others, the same in every run.
fn dice(seed: u64) -> u64 {
    let mixed = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed ^ (mixed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 20
}

/// The table of these rows, which are numbered patient by patient: a patient and a choice of this patient.
fn table(rows: &[(u64, u64)], first_day: Instant) -> Result<Vec<RecordBatch>, Box<dyn Error>> {
    let batch = |rows: &[(u64, u64)]| {
        let text = |of: &dyn Fn(&(u64, u64)) -> String| {
            Arc::new(
                rows.iter()
                    .map(|row| Some(of(row)))
                    .collect::<StringArray>(),
            ) as ArrayRef
        };
        let individual = |row: &(u64, u64)| row.1 % 3 == 1;
        let mut holders = ListBuilder::new(StringBuilder::new());
        for row in rows {
            if individual(row) {
                let holder = format!("ura:9000{:04}", dice(row.0 + row.1) % 5_000);
                holders.values().append_value(holder);
            }
            holders.append(individual(row));
        }
        let instants = rows.iter().map(|(patient, choice)| {
            let day = i64::try_from(dice(patient * 50 + choice) % 300).unwrap_or(0);
            first_day.as_micros() + day * DAY
        });
        let instants = TimestampMicrosecondArray::from_iter_values(instants).with_timezone("UTC");
        let instants = Arc::new(instants) as ArrayRef;
        let yes = |row: &(u64, u64)| !dice(row.0 * 7 + row.1).is_multiple_of(4);
        let by = |is: bool, yes: &str, no: &str| if is { yes } else { no }.to_owned();
        RecordBatch::try_from_iter_with_nullable([
            ("patient", text(&|row| format!("9999{:09}", row.0)), false),
            ("id", text(&|row| format!("c{}", row.1)), false),
            ("answer", text(&|row| by(yes(row), "yes", "no")), false),
            (
                "scope.level",
                text(&|row| by(individual(row), "individual", "blanket")),
                false,
            ),
            (
                "channel",
                text(&|row| by(individual(row), "dossierhoudersknop", "mijn_mitz")),
                false,
            ),
            ("scope.holders", Arc::new(holders.finish()), true),
            ("decided_at", Arc::clone(&instants), false),
            ("recorded_at", instants, false),
        ])
    };
    Ok(rows.chunks(1 << 16).map(batch).collect::<Result<_, _>>()?)
}

/// Seconds of the processor that this process has taken, with all its threads.
fn processor() -> Result<f64, Box<dyn Error>> {
    let told = fs::read_to_string("/proc/self/stat")?;
    let (_, told) = told.rsplit_once(')').ok_or("no name")?;
    let ticks = |place| told.split_whitespace().nth(place)?.parse::<f64>().ok();
    let (user, system) = ticks(11).zip(ticks(12)).ok_or("no times")?;
    Ok((user + system) / 100.0)
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<u64> = std::env::args()
        .skip(1)
        .map(|number| number.parse())
        .collect::<Result<_, _>>()?;
    let [patients, threads, times] = arguments[..] else {
        return Err("give PATIENTS THREADS TIMES".into());
    };
    let first_day = "2026-01-01T00:00:00Z".parse::<Instant>()?;
    let at = "2026-12-01T00:00:00Z".parse::<Instant>()?;
    let mut rows = Vec::new();
    for patient in 0..patients {
        let choices = 1 + dice(patient) % 6;
        rows.extend((0..choices).map(|choice| (patient, choice)));
    }
    let sorted = table(&rows, first_day)?;
    rows.sort_by_key(|(patient, choice)| dice(dice(patient * 50 + choice)));
    let shuffled = table(&rows, first_day)?;
    let mut seconds = [Vec::new(), Vec::new()];
    for _ in 0..times {
        for (order, table) in [&sorted, &shuffled].into_iter().enumerate() {
            let mut shards = Shards::new(&Engine::mitz(), at, usize::try_from(threads)?);
            let before = processor()?;
            let batches = table.iter().cloned().map(Ok);
            let go_on = |_| ControlFlow::Continue(());
            shards.load(batches, OnError::Stop, Unattributed::Fail, go_on)?;
            seconds[order].push(processor()? - before);
        }
    }
    let least = |of: &[f64]| of.iter().copied().fold(f64::INFINITY, f64::min);
    let [of_sorted, of_shuffled] = [&seconds[0], &seconds[1]].map(|of| least(of));
    println!(
        "{{\"rows\": {}, \"sorted\": {:?}, \"unsorted\": {:?}, \"ratio\": {:.2}}}",
        rows.len(),
        seconds[0],
        seconds[1],
        of_shuffled / of_sorted
    );
    Ok(())
}
