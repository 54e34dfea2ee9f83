//! The batch without Python: what `bindings-python/bench` compares with. Loads choices and decides queries from two files of Arrow
//! IPC, and prints the seconds that each took as JSON.
//!
//! ```sh
//! cargo run --release -p akkoord-arrow --example batch -- choices.arrow queries.arrow 2026-11-22T20:00:00Z 2 3
//! ```
//!
//! The last two are how many threads, and how often the queries are decided. Nothing is read from a file while a clock runs.

#![expect(
    clippy::disallowed_methods,
    reason = "an example that measures reads the clock; the crate does not"
)]

use std::error::Error;
use std::fs::File;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Instant as Clock;

use akkoord::{Engine, Instant};
use akkoord_arrow::{OnError, Reasons, Shards, Unattributed};
use arrow_array::RecordBatch;
use arrow_array::cast::AsArray;
use arrow_array::types::Int8Type;
use arrow_ipc::reader::FileReader;

fn read(path: &str) -> Result<Vec<RecordBatch>, Box<dyn Error>> {
    Ok(FileReader::try_new(File::open(path)?, None)?.collect::<Result<_, _>>()?)
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [choices, queries, at, threads, times] = &arguments[..] else {
        return Err("give choices.arrow queries.arrow INSTANT THREADS TIMES".into());
    };
    let (choices, queries) = (read(choices)?, read(queries)?);
    let (threads, times): (usize, u32) = (threads.parse()?, times.parse()?);
    let mut shards = Shards::new(&Engine::mitz(), at.parse::<Instant>()?, threads);
    let start = Clock::now();
    let choices = choices.into_iter().map(Ok);
    let go_on = |_| ControlFlow::Continue(());
    shards.load(choices, OnError::Stop, Unattributed::Fail, go_on)?;
    let loading = start.elapsed().as_secs_f64();
    let shards = Arc::new(shards);
    let mut deciding = Vec::new();
    let mut permits = 0;
    for _ in 0..times {
        let queries = queries.clone().into_iter().map(Ok);
        let start = Clock::now();
        let decided = shards.decide(queries, Reasons::Dictionary, OnError::Stop, threads);
        let decided: Vec<RecordBatch> = decided.collect::<Result<_, _>>()?;
        deciding.push(start.elapsed().as_secs_f64());
        let is_permit = |key: &&i8| **key == 0;
        permits = decided
            .iter()
            .map(|batch| {
                let decisions = batch["decision"].as_dictionary::<Int8Type>();
                decisions.keys().values().iter().filter(is_permit).count()
            })
            .sum();
    }
    println!("{{\"loading\": {loading}, \"deciding\": {deciding:?}, \"permits\": {permits}}}");
    Ok(())
}
