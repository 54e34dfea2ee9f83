//! Cuts a stream into blocks of whole lines.

use std::io::{self, Read};
use std::mem;
use std::ops::Deref;

use memchr::{memchr, memchr_iter, memrchr};

use crate::input::MAX_DOCUMENT;

/// How much is asked of the input at a time, in bytes.
pub(super) const BLOCK: usize = 256 << 10;

/// The longest line that is kept: the largest document, and the `\r` before its line break.
const MAX_LINE: usize = MAX_DOCUMENT + 1;

/// Bytes that were read. The memory is cleared once, not for each reading: a reading of a pipe gives far less than it asks.
#[derive(Debug, Default)]
pub(super) struct Buffer {
    memory: Vec<u8>,
    filled: usize,
}

impl Buffer {
    /// An empty buffer in memory that was used before.
    pub(super) fn reuse(memory: Vec<u8>) -> Self {
        Buffer { memory, filled: 0 }
    }

    /// The memory, to be used again.
    pub(super) fn into_memory(self) -> Vec<u8> {
        self.memory
    }

    fn clear(&mut self) {
        self.filled = 0;
    }

    fn make_room(&mut self, more: usize) {
        let enough = self.filled + more;
        if self.memory.len() < enough {
            self.memory.resize(enough, 0);
        }
    }

    /// Moves what follows the first `keep` bytes to the end of another buffer.
    fn move_rest(&mut self, keep: usize, to: &mut Buffer) {
        let rest = self.get(keep..).unwrap_or_default();
        to.make_room(rest.len());
        let (_, free) = to.memory.split_at_mut(to.filled);
        let (free, _) = free.split_at_mut(rest.len());
        free.copy_from_slice(rest);
        to.filled += rest.len();
        self.filled = self.filled.min(keep);
    }

    /// One reading, added to the bytes; how many there were, 0 at the end.
    fn read_from(&mut self, input: &mut impl Read) -> io::Result<usize> {
        self.make_room(BLOCK);
        let (_, free) = self.memory.split_at_mut(self.filled);
        let (free, _) = free.split_at_mut(BLOCK);
        loop {
            match input.read(free) {
                Ok(read) => {
                    self.filled += read;
                    return Ok(read);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

impl Deref for Buffer {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.memory.get(..self.filled).unwrap_or_default()
    }
}

/// What there is to answer.
#[derive(Debug)]
pub(super) enum Lines {
    /// Whole lines; the last one of the input may lack its line break.
    Whole(Buffer),
    /// One line that was too long to be kept.
    TooLarge,
}

/// Some whole lines of the input.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) lines: Lines,
    /// The number of the first line, from 1.
    pub(super) first: u64,
    /// How many lines.
    pub(super) count: u64,
    /// How many bytes of the input.
    pub(super) size: usize,
}

/// Reads a stream block by block.
///
/// A block is what one reading gave, up to the last line break in it: so a file comes in blocks of 256 KiB, and a line
/// that somebody types or a program sends is answered before the next one comes.
pub(super) struct Cutter<R> {
    input: R,
    /// The beginning of a line whose end was not read yet.
    rest: Buffer,
    next_line: u64,
}

impl<R: Read> Cutter<R> {
    pub(super) fn new(input: R) -> Self {
        Cutter {
            input,
            rest: Buffer::default(),
            next_line: 1,
        }
    }

    /// The next block, none at the end. `memory` is used for what comes after it.
    pub(super) fn next(&mut self, memory: Vec<u8>) -> io::Result<Option<Block>> {
        let mut bytes = mem::replace(&mut self.rest, Buffer::reuse(memory));
        loop {
            let seen = bytes.len();
            if bytes.read_from(&mut self.input)? == 0 {
                return Ok((!bytes.is_empty()).then(|| self.whole(bytes)));
            }
            let (_, read) = bytes.split_at(seen);
            if let Some(last) = memrchr(b'\n', read) {
                bytes.move_rest(seen + last + 1, &mut self.rest);
                return Ok(Some(self.whole(bytes)));
            }
            if bytes.len() > MAX_LINE {
                return self.skip_line(bytes).map(Some);
            }
        }
    }

    /// A line that is too long already: nothing of it is kept, and its end is looked for.
    fn skip_line(&mut self, mut bytes: Buffer) -> io::Result<Block> {
        let mut size = bytes.len();
        loop {
            bytes.clear();
            let read = bytes.read_from(&mut self.input)?;
            let end = memchr(b'\n', &bytes);
            size = size.saturating_add(end.map_or(read, |end| end + 1));
            if let Some(end) = end {
                bytes.move_rest(end + 1, &mut self.rest);
            }
            if end.is_some() || read == 0 {
                return Ok(self.block(Lines::TooLarge, 1, size));
            }
        }
    }

    fn whole(&mut self, bytes: Buffer) -> Block {
        let breaks = memchr_iter(b'\n', &bytes).count();
        let count = breaks + usize::from(bytes.last() != Some(&b'\n'));
        let size = bytes.len();
        self.block(
            Lines::Whole(bytes),
            u64::try_from(count).unwrap_or(u64::MAX),
            size,
        )
    }

    fn block(&mut self, lines: Lines, count: u64, size: usize) -> Block {
        let first = self.next_line;
        self.next_line = first.saturating_add(count);
        Block {
            lines,
            first,
            count,
            size,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives at most `step` bytes at a time.
    struct Trickle<'b>(&'b [u8], usize);

    impl Read for Trickle<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let step = self.1.min(buffer.len());
            self.0.read(&mut buffer[..step])
        }
    }

    fn blocks(input: impl Read) -> Vec<Block> {
        let mut cutter = Cutter::new(input);
        std::iter::from_fn(|| cutter.next(Vec::new()).unwrap()).collect()
    }

    fn whole(block: &Block) -> &[u8] {
        match &block.lines {
            Lines::Whole(bytes) => bytes,
            Lines::TooLarge => panic!("too large"),
        }
    }

    #[test]
    fn however_the_bytes_come_in_the_lines_are_the_same_and_numbered() {
        let input = b"one\n\ntwo two\nthree\r\nlast";
        for step in 1..=input.len() {
            let blocks = blocks(Trickle(input, step));
            let joined: Vec<u8> = blocks
                .iter()
                .flat_map(|block| whole(block).to_vec())
                .collect();
            assert_eq!(joined, input);
            let mut next = 1;
            for block in &blocks {
                assert_eq!(block.first, next);
                next += block.count;
            }
            assert_eq!(next, 6);
            let (last, before) = blocks.split_last().unwrap();
            assert!(before.iter().all(|block| whole(block).ends_with(b"\n")));
            assert_eq!(whole(last), b"last");
        }
    }

    #[test]
    fn an_empty_input_has_no_lines_and_a_final_line_break_adds_none() {
        assert_eq!(blocks(&b""[..]).len(), 0);
        let one = blocks(&b"one\n"[..]);
        assert_eq!((one.len(), one[0].count), (1, 1));
        assert_eq!(blocks(&b"\n"[..])[0].count, 1);
    }

    #[test]
    fn a_line_that_is_too_long_is_skipped_and_the_next_ones_are_not() {
        let too_long = vec![b'x'; MAX_LINE + 1 + BLOCK];
        let input = [b"a\n", &too_long[..], b"\nb\nc\n"].concat();
        let blocks = blocks(&input[..]);
        let told: Vec<(u64, u64, bool)> = blocks
            .iter()
            .map(|block| {
                (
                    block.first,
                    block.count,
                    matches!(block.lines, Lines::TooLarge),
                )
            })
            .collect();
        assert_eq!(told, [(1, 1, false), (2, 1, true), (3, 2, false)]);
        assert_eq!(
            blocks.iter().map(|block| block.size).sum::<usize>(),
            input.len()
        );
    }

    #[test]
    fn a_last_line_that_is_too_long_ends_the_input() {
        let input = vec![b'x'; MAX_LINE + BLOCK];
        let blocks = blocks(&input[..]);
        assert_eq!(blocks.len(), 1);
        assert!(matches!(blocks[0].lines, Lines::TooLarge));
        assert_eq!(blocks[0].size, input.len());
    }
}
