//! Cuts a stream into blocks of whole lines.

use std::io::{self, Read};
use std::mem;

use memchr::{memchr, memchr_iter, memrchr};

use crate::input::MAX_DOCUMENT;

/// How much is asked of the input at a time, in bytes.
pub(super) const BLOCK: usize = 256 << 10;

/// The longest line that is kept: the largest document, and the `\r` before its line break.
const MAX_LINE: usize = MAX_DOCUMENT + 1;

/// What there is to answer.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Lines {
    /// Whole lines; the last one of the input may lack its line break.
    Whole(Vec<u8>),
    /// One line that was too long to be kept.
    TooLarge,
}

/// Some whole lines of the input.
#[derive(Debug, PartialEq, Eq)]
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
    rest: Vec<u8>,
    next_line: u64,
}

impl<R: Read> Cutter<R> {
    pub(super) fn new(input: R) -> Self {
        Cutter {
            input,
            rest: Vec::new(),
            next_line: 1,
        }
    }

    /// The next block, none at the end. `empty` is a buffer to use.
    pub(super) fn next(&mut self, empty: Vec<u8>) -> io::Result<Option<Block>> {
        let mut bytes = mem::replace(&mut self.rest, empty);
        loop {
            let seen = bytes.len();
            if self.read_onto(&mut bytes)? == 0 {
                return Ok((!bytes.is_empty()).then(|| self.whole(bytes)));
            }
            let (_, read) = bytes.split_at(seen);
            if let Some(last) = memrchr(b'\n', read) {
                self.rest.extend(bytes.drain(seen + last + 1..));
                return Ok(Some(self.whole(bytes)));
            }
            if bytes.len() > MAX_LINE {
                return self.skip_line(bytes).map(Some);
            }
        }
    }

    /// A line that is too long already: nothing of it is kept, and its end is looked for.
    fn skip_line(&mut self, mut bytes: Vec<u8>) -> io::Result<Block> {
        let mut size = bytes.len();
        loop {
            bytes.clear();
            let read = self.read_onto(&mut bytes)?;
            let end = memchr(b'\n', &bytes);
            size = size.saturating_add(end.map_or(read, |end| end + 1));
            if let Some(end) = end {
                self.rest.extend(bytes.drain(end + 1..));
            }
            if end.is_some() || read == 0 {
                return Ok(self.block(Lines::TooLarge, 1, size));
            }
        }
    }

    fn whole(&mut self, bytes: Vec<u8>) -> Block {
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

    /// One reading, added to the bytes; how many there were, 0 at the end.
    fn read_onto(&mut self, bytes: &mut Vec<u8>) -> io::Result<usize> {
        let seen = bytes.len();
        bytes.resize(seen + BLOCK, 0);
        let (_, free) = bytes.split_at_mut(seen);
        let read = loop {
            match self.input.read(free) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        bytes.truncate(seen + *read.as_ref().unwrap_or(&0));
        read
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
            .map(|block| (block.first, block.count, block.lines == Lines::TooLarge))
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
        assert_eq!(
            (&blocks[0].lines, blocks[0].size),
            (&Lines::TooLarge, input.len())
        );
    }
}
