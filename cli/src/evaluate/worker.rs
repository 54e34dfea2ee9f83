//! Answers the lines of a block.

use std::mem;
use std::sync::mpsc::{Receiver, Sender};
use std::sync::{Mutex, PoisonError};

use akkoord::Engine;
use akkoord::line::Line;
use memchr::memchr;

use super::cutter::{Block, Lines};
use super::limits::{Buffers, Room};

/// Room is taken for so many bytes of answers at a time, or for one answer that may need more.
const ROOM_AT_A_TIME: usize = 4 << 20;

/// An answer that is larger than this is handed over as it is, without a copy.
const LARGE: usize = 1 << 20;

/// A query asks about so many data categories at most (wire format), and an answer to each names every choice at most.
const DATA: usize = 128;

/// A block, and where its answers go.
pub(super) struct Job {
    pub(super) block: Block,
    pub(super) reply: Sender<Answers>,
}

/// Some of the answers to a block, a line each; all of them unless they are large.
#[derive(Default)]
pub(super) struct Answers {
    pub(super) text: Vec<u8>,
    pub(super) errors: u64,
    /// With the last ones: how many lines the block has.
    pub(super) lines: u64,
    /// With the last ones: how many bytes of the input the block is.
    pub(super) size: usize,
    /// Whether these are the last ones of the block.
    pub(super) are_last: bool,
}

/// What all workers share.
pub(super) struct Tools<'t> {
    pub(super) engine: &'t Engine,
    /// Most bytes of one answer.
    pub(super) answer_bytes: usize,
    /// For blocks.
    pub(super) buffers: &'t Buffers,
    /// For answers.
    pub(super) texts: &'t Buffers,
    pub(super) room: &'t Room,
}

/// Works until there are no more jobs.
pub(super) fn work(tools: &Tools<'_>, jobs: &Mutex<Receiver<Job>>) {
    loop {
        // The lock is held while waiting: another worker could do no more than wait too.
        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(Job { block, reply }) = job else {
            return;
        };
        // Nobody waits for the answers any more if the output was closed: then the jobs end too.
        if answer(tools, block, &reply).is_none() {
            return;
        }
    }
}

/// Answers a block. None if nobody waits for its answers.
fn answer(tools: &Tools<'_>, block: Block, reply: &Sender<Answers>) -> Option<()> {
    let mut under_way = UnderWay {
        tools,
        reply,
        block: block.first,
        room: 0,
        answers: Answers {
            text: tools.texts.take(),
            ..Answers::default()
        },
    };
    under_way.answers.text.clear();
    match block.lines {
        Lines::TooLarge => {
            under_way.make_room(0)?;
            under_way.push(
                tools
                    .engine
                    .evaluate_json(Line::too_large().number(block.first)),
            );
        }
        Lines::Whole(bytes) => {
            let mut number = block.first;
            let mut left = &bytes[..];
            while !left.is_empty() {
                let line;
                (line, left) = first_line(left);
                under_way.make_room(line.len())?;
                under_way.push(tools.engine.evaluate_json(Line::from(line).number(number)));
                number = number.saturating_add(1);
            }
            tools.buffers.give(bytes.into_memory());
        }
    }
    under_way.answers.lines = block.count;
    under_way.answers.size = block.size;
    under_way.answers.are_last = true;
    under_way.hand_over()
}

/// The answers to a block that is being answered.
struct UnderWay<'w> {
    tools: &'w Tools<'w>,
    reply: &'w Sender<Answers>,
    /// The first line of the block.
    block: u64,
    /// The room that was taken, for the answers that were not handed over and for more.
    room: usize,
    answers: Answers,
}

impl UnderWay<'_> {
    /// Takes room for the answer to a line of this length; hands over what there is if it has to wait for it.
    fn make_room(&mut self, line: usize) -> Option<()> {
        let need = most_memory(line, self.tools.answer_bytes);
        if self.room >= self.answers.text.len().saturating_add(need) {
            return Some(());
        }
        let take = need.max(ROOM_AT_A_TIME);
        if !self.tools.room.try_enter(self.block, take) {
            self.hand_over()?;
            self.tools.room.enter(self.block, take);
        }
        self.room = self.room.saturating_add(take);
        Some(())
    }

    fn push(&mut self, answer: String) {
        // Decisions are a list, an error is an object.
        self.answers.errors += u64::from(answer.starts_with('{'));
        if self.answers.text.is_empty() && answer.len() > LARGE {
            self.answers.text = answer.into_bytes();
        } else {
            self.answers.text.extend_from_slice(answer.as_bytes());
        }
        self.answers.text.push(b'\n');
    }

    /// Hands over the answers, and keeps room only for these. None if nobody waits for them.
    fn hand_over(&mut self) -> Option<()> {
        let answers = mem::take(&mut self.answers);
        let taken = mem::take(&mut self.room);
        self.tools.room.made(self.block, taken, answers.text.len());
        self.reply.send(answers).ok()
    }
}

/// The most memory that answering a line takes: what was read of it, and its answer while that grows.
fn most_memory(line: usize, answer_bytes: usize) -> usize {
    let answer = line.saturating_mul(DATA).min(answer_bytes);
    line.saturating_add(answer).saturating_mul(3)
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

    #[test]
    fn many_short_lines_take_room_once_and_the_longest_line_takes_no_more_than_its_answer_may() {
        assert!(most_memory(2_000, 64 << 20) < ROOM_AT_A_TIME);
        assert_eq!(most_memory(32 << 20, 64 << 20), 3 * (96 << 20));
    }
}
