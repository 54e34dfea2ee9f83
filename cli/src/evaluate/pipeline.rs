//! One reader, many workers, one writer.

use std::io::{self, Read};
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

use akkoord::Engine;

use crate::failure::Failure;

use super::cutter::Cutter;
use super::limits::{Buffers, Room, UnderWay};
use super::output::Output;
use super::progress::Progress;
use super::worker::{Answers, Job, Tools, work};

/// Blocks that may wait for each worker: enough to keep it busy while the writer writes.
const BLOCKS_PER_WORKER: usize = 4;

/// What was answered.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Totals {
    pub(super) lines: u64,
    pub(super) errors: u64,
    pub(super) bytes: u64,
}

#[derive(Default)]
struct Shared {
    /// For blocks.
    buffers: Buffers,
    /// For answers.
    texts: Buffers,
    under_way: UnderWay,
    room: Room,
}

/// Answers every line of the input on standard output, in order, with so many workers.
///
/// The threads are not joined when the output was closed: the reader may wait for input that never comes, and ends with
/// the process.
pub(super) fn run(
    engine: &Engine,
    input: Box<dyn Read + Send>,
    name: &str,
    (workers, answer_bytes): (usize, usize),
    progress: &Progress,
) -> Result<Totals, Failure> {
    let shared = Arc::new(Shared::default());
    let waiting = workers.saturating_mul(BLOCKS_PER_WORKER);
    let (jobs, to_do) = sync_channel(waiting);
    let (order, to_write) = sync_channel(waiting);
    let to_do = Arc::new(Mutex::new(to_do));
    let cannot_start = |cause| Failure::Threads { workers, cause };
    for _ in 0..workers {
        let (engine, to_do, shared) = (engine.clone(), Arc::clone(&to_do), Arc::clone(&shared));
        start("worker", move || {
            let tools = Tools {
                engine: &engine,
                answer_bytes,
                buffers: &shared.buffers,
                texts: &shared.texts,
                room: &shared.room,
            };
            work(&tools, &to_do)
        })
        .map_err(cannot_start)?;
    }
    // Only the workers may keep the receiving end: if they are gone, the reader must not wait for them.
    drop(to_do);
    let reader = {
        let shared = Arc::clone(&shared);
        start("reader", move || read(input, &jobs, &order, &shared)).map_err(cannot_start)?
    };
    let mut totals = Totals::default();
    match write(&to_write, &shared, progress, &mut totals) {
        Ok(Ended::AllWritten) => finish(reader, name, totals),
        Ok(Ended::WorkerGone) => Err(Failure::Worker { line: totals.lines }),
        Err(error) => Err(error.into()),
    }
}

fn start<T: Send + 'static>(
    name: &str,
    body: impl FnOnce() -> T + Send + 'static,
) -> io::Result<JoinHandle<T>> {
    thread::Builder::new().name(name.to_string()).spawn(body)
}

fn finish(
    reader: JoinHandle<io::Result<()>>,
    name: &str,
    totals: Totals,
) -> Result<Totals, Failure> {
    match reader.join() {
        Ok(Ok(())) => Ok(totals),
        Ok(Err(cause)) => Err(Failure::Read {
            name: name.to_string(),
            cause,
        }),
        Err(_) => Err(Failure::Worker { line: totals.lines }),
    }
}

/// Cuts the input into blocks and hands them out, until the end or until nobody takes them.
fn read(
    input: Box<dyn Read + Send>,
    jobs: &SyncSender<Job>,
    order: &SyncSender<Ordered>,
    shared: &Shared,
) -> io::Result<()> {
    let mut cutter = Cutter::new(input);
    while let Some(block) = cutter.next(shared.buffers.take())? {
        shared.under_way.enter(block.size);
        let (reply, answers) = channel();
        let ordered = Ordered {
            block: block.first,
            answers,
        };
        if order.send(ordered).is_err() || jobs.send(Job { block, reply }).is_err() {
            break;
        }
    }
    Ok(())
}

/// Where the answers to a block come from.
struct Ordered {
    /// Its first line.
    block: u64,
    answers: Receiver<Answers>,
}

#[derive(Debug, PartialEq, Eq)]
enum Ended {
    AllWritten,
    WorkerGone,
}

/// Writes the answers of each block in the order of the blocks.
fn write(
    to_write: &Receiver<Ordered>,
    shared: &Shared,
    progress: &Progress,
    totals: &mut Totals,
) -> io::Result<Ended> {
    let mut output = Output::new();
    while let Some(Ordered { block, answers }) = output.wait_for(to_write)? {
        shared.room.writes_next(block);
        loop {
            let Some(some) = output.wait_for(&answers)? else {
                return Ok(Ended::WorkerGone);
            };
            output.write(&some.text)?;
            shared.room.written(block, some.text.len());
            shared.under_way.leave(some.size);
            shared.texts.give(some.text);
            totals.lines += some.lines;
            totals.errors += some.errors;
            totals.bytes += u64::try_from(some.size).unwrap_or(0);
            progress.show(totals);
            if some.are_last {
                break;
            }
        }
    }
    output.flush()?;
    Ok(Ended::AllWritten)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_worker_that_is_gone_is_noticed_instead_of_its_lines_being_left_out() {
        let (order, to_write) = sync_channel(2);
        let (reply, answers) = channel::<Answers>();
        order.send(Ordered { block: 1, answers }).unwrap();
        drop((order, reply));
        let progress = Progress::new(None);
        let ended = write(
            &to_write,
            &Shared::default(),
            &progress,
            &mut Totals::default(),
        );
        assert_eq!(ended.unwrap(), Ended::WorkerGone);
    }

    #[test]
    fn answers_that_come_in_parts_are_written_until_the_last_one() {
        let (order, to_write) = sync_channel(1);
        let (reply, answers) = channel();
        order.send(Ordered { block: 1, answers }).unwrap();
        for are_last in [false, true] {
            let lines = 1;
            let part = Answers {
                lines,
                are_last,
                ..Answers::default()
            };
            reply.send(part).unwrap();
        }
        drop(order);
        let mut totals = Totals::default();
        let (shared, progress) = (Shared::default(), Progress::new(None));
        let ended = write(&to_write, &shared, &progress, &mut totals);
        assert_eq!((ended.unwrap(), totals.lines), (Ended::AllWritten, 2));
    }
}
