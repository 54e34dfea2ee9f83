//! Answers the lines of a block.

use std::sync::mpsc::{Receiver, SyncSender};
use std::sync::{Mutex, PoisonError};

use akkoord::Engine;
use memchr::memchr;

use super::cutter::{Block, Lines};
use super::limits::Buffers;

/// A block, and where its answers go.
pub(super) struct Job {
    pub(super) block: Block,
    pub(super) reply: SyncSender<Answers>,
}

/// The answers to a block, a line each.
pub(super) struct Answers {
    pub(super) text: Vec<u8>,
    pub(super) lines: u64,
    pub(super) errors: u64,
    /// How many bytes of the input they answer.
    pub(super) size: usize,
}

/// Works until there are no more jobs.
pub(super) fn work(
    engine: &Engine,
    jobs: &Mutex<Receiver<Job>>,
    buffers: &Buffers,
    texts: &Buffers,
) {
    loop {
        // The lock is held while waiting: another worker could do no more than wait too.
        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(Job { block, reply }) = job else {
            return;
        };
        let answers = answer(engine, block, buffers, texts);
        // Nobody waits for the answers any more if the output was closed: then the jobs end too.
        if reply.send(answers).is_err() {
            return;
        }
    }
}

fn answer(engine: &Engine, block: Block, buffers: &Buffers, texts: &Buffers) -> Answers {
    let mut text = texts.take();
    text.clear();
    let mut answers = Answers {
        text,
        lines: block.count,
        errors: 0,
        size: block.size,
    };
    match block.lines {
        Lines::TooLarge => answers.push(&Engine::line_too_large(block.first)),
        Lines::Whole(bytes) => {
            let mut number = block.first;
            let mut left = &bytes[..];
            while !left.is_empty() {
                let line;
                (line, left) = first_line(left);
                answers.push(&engine.evaluate_json_bytes(line, number));
                number = number.saturating_add(1);
            }
            buffers.give(bytes.into_memory());
        }
    }
    answers
}

impl Answers {
    fn push(&mut self, answer: &str) {
        // Decisions are a list, an error is an object.
        self.errors += u64::from(answer.starts_with('{'));
        self.text.extend_from_slice(answer.as_bytes());
        self.text.push(b'\n');
    }
}

/// The first line without its line break (`\n` or `\r\n`), and what follows.
fn first_line(bytes: &[u8]) -> (&[u8], &[u8]) {
    let (line, rest) = match memchr(b'\n', bytes) {
        Some(end) => (bytes.get(..end), bytes.get(end + 1..)),
        None => (Some(bytes), None),
    };
    let line = line.unwrap_or_default();
    (
        line.strip_suffix(b"\r").unwrap_or(line),
        rest.unwrap_or_default(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_ends_at_a_line_break_of_either_kind_or_at_the_end() {
        assert_eq!(first_line(b"a\r\nb\n"), (&b"a"[..], &b"b\n"[..]));
        assert_eq!(first_line(b"b\n"), (&b"b"[..], &b""[..]));
        assert_eq!(first_line(b"\n\n"), (&b""[..], &b"\n"[..]));
        assert_eq!(first_line(b"last"), (&b"last"[..], &b""[..]));
        assert_eq!(first_line(b"a\rb\n"), (&b"a\rb"[..], &b""[..]));
    }
}
