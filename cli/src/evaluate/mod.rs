//! `akkoord evaluate`: a batch, line by line, on all processors, in constant memory and in order.
//!
//! ```text
//! reader ──blocks of whole lines──▶ workers ──answers──▶ writer (this thread)
//!    └────────the order of the blocks: one receiver each────▲
//! ```
//! Every queue is bounded, and so are the bytes of input and of answers under way: who is ahead waits. Answers that are large
//! are handed over in parts.

mod cutter;
mod limits;
mod output;
mod pipeline;
mod progress;
mod worker;

use std::num::NonZero;
use std::thread;

use crate::args::EvaluateArgs;
use crate::failure::Failure;
use crate::input;
use crate::page;
use crate::status::Status;

use progress::Progress;

/// Runs the command.
pub(crate) fn run(args: &EvaluateArgs) -> Result<Status, Failure> {
    page::output_is_there()?;
    let engine = input::engine(&args.law, &args.limits)?;
    let opened = args.file.open()?;
    let progress = Progress::new(opened.size);
    let processors = || thread::available_parallelism().map_or(1, NonZero::get);
    let workers = args.jobs.map_or_else(processors, usize::from);
    let name = args.file.to_string();
    let size = (workers, args.limits.answer_bytes());
    let totals = pipeline::run(&engine, opened.reader, &name, size, &progress)?;
    progress.finish(&totals);
    Ok(if totals.errors == 0 {
        Status::Well
    } else {
        Status::Fault
    })
}
