//! What keeps the memory bounded: buffers that are used again, and bounds on the input and on the answers that are under way.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::cutter::BLOCK;

/// Most bytes of input that are under way at a time; one line may be larger than that by itself.
const MOST_UNDER_WAY: usize = 64 << 20;

/// Most bytes of answers that are being made or wait to be written; one answer may need more than that by itself.
const MOST_ANSWERS: usize = 256 << 20;

/// A buffer that grew larger than this for one long line is not kept.
const LARGEST_KEPT: usize = 4 * BLOCK;

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A thread that panicked leaves numbers and buffers behind that are still whole.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn waited<'g, T>(condition: &Condvar, guard: MutexGuard<'g, T>) -> MutexGuard<'g, T> {
    condition
        .wait(guard)
        .unwrap_or_else(PoisonError::into_inner)
}

/// How many bytes of input were read and not written yet.
#[derive(Default)]
pub(super) struct UnderWay {
    bytes: Mutex<usize>,
    fewer: Condvar,
}

impl UnderWay {
    /// Waits until there is room, and takes it. A block that is larger than all the room waits until it is alone.
    pub(super) fn enter(&self, size: usize) {
        let mut bytes = locked(&self.bytes);
        while *bytes > 0 && bytes.saturating_add(size) > MOST_UNDER_WAY {
            bytes = waited(&self.fewer, bytes);
        }
        *bytes = bytes.saturating_add(size);
    }

    /// Gives the room back.
    pub(super) fn leave(&self, size: usize) {
        let mut bytes = locked(&self.bytes);
        *bytes = bytes.saturating_sub(size);
        drop(bytes);
        self.fewer.notify_one();
    }
}

/// How many bytes of answers are being made, and how many wait to be written.
///
/// A worker takes room before it makes an answer, for the most that it may need; afterwards it keeps only what the answer
/// takes, until that is written. The block that is to be written next goes before all others: it waits only while answers
/// are being made, which takes no more than their time, or while its own are being written. So somebody always goes on.
#[derive(Default)]
pub(super) struct Room {
    state: Mutex<Occupied>,
    changed: Condvar,
}

#[derive(Default)]
struct Occupied {
    /// Taken for answers that are being made.
    making: usize,
    /// Answers that wait to be written.
    waiting: usize,
    /// The same for each block, by its first line.
    of_block: BTreeMap<u64, usize>,
    /// The block that is written next, by its first line.
    next: u64,
    next_wants_room: bool,
}

impl Occupied {
    fn may_enter(&self, block: u64, bytes: usize) -> bool {
        let occupied = self.making.saturating_add(self.waiting);
        let fits = occupied.saturating_add(bytes) <= MOST_ANSWERS;
        if block == self.next {
            fits || (self.making == 0 && !self.of_block.contains_key(&block))
        } else {
            !self.next_wants_room && (fits || occupied == 0)
        }
    }
}

impl Room {
    /// Takes room for answers of a block, if there is.
    pub(super) fn try_enter(&self, block: u64, bytes: usize) -> bool {
        let mut state = locked(&self.state);
        let may = state.may_enter(block, bytes);
        if may {
            state.making = state.making.saturating_add(bytes);
        }
        may
    }

    /// Waits until there is room for answers of a block, and takes it. Whoever waits must not keep room for answers that it is
    /// not making, nor answers that it has not handed over.
    pub(super) fn enter(&self, block: u64, bytes: usize) {
        let mut state = locked(&self.state);
        while !state.may_enter(block, bytes) {
            state.next_wants_room |= block == state.next;
            state = waited(&self.changed, state);
        }
        if block == state.next {
            state.next_wants_room = false;
        }
        state.making = state.making.saturating_add(bytes);
    }

    /// Answers were made: of the room that was taken for them they keep what they are.
    pub(super) fn made(&self, block: u64, taken: usize, bytes: usize) {
        let mut state = locked(&self.state);
        state.making = state.making.saturating_sub(taken);
        if bytes > 0 {
            state.waiting = state.waiting.saturating_add(bytes);
            let of_block = state.of_block.entry(block).or_default();
            *of_block = of_block.saturating_add(bytes);
        }
        drop(state);
        self.changed.notify_all();
    }

    /// Answers of a block were written.
    pub(super) fn written(&self, block: u64, bytes: usize) {
        let mut state = locked(&self.state);
        state.waiting = state.waiting.saturating_sub(bytes);
        if let Some(of_block) = state.of_block.get_mut(&block) {
            *of_block = of_block.saturating_sub(bytes);
            if *of_block == 0 {
                state.of_block.remove(&block);
            }
        }
        drop(state);
        self.changed.notify_all();
    }

    /// This block is written next.
    pub(super) fn writes_next(&self, block: u64) {
        let mut state = locked(&self.state);
        state.next = block;
        state.next_wants_room = false;
        drop(state);
        self.changed.notify_all();
    }
}

/// Memory of buffers that were used and will be used again, with what was in it.
#[derive(Default)]
pub(super) struct Buffers(Mutex<Vec<Vec<u8>>>);

impl Buffers {
    /// Some memory.
    pub(super) fn take(&self) -> Vec<u8> {
        locked(&self.0).pop().unwrap_or_default()
    }

    /// Memory that is no longer used.
    pub(super) fn give(&self, buffer: Vec<u8>) {
        if buffer.capacity() <= LARGEST_KEPT {
            locked(&self.0).push(buffer);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;
    use std::thread;
    use std::time::Duration;

    use super::*;

    /// Whether this is still under way after a while; it ends once `unblock` was called.
    fn waits(wait: impl FnOnce() + Send, unblock: impl FnOnce()) -> bool {
        let (ended, told) = channel();
        thread::scope(|scope| {
            scope.spawn(move || {
                wait();
                ended.send(()).unwrap();
            });
            let waits = told.recv_timeout(Duration::from_millis(50)).is_err();
            unblock();
            waits && told.recv().is_ok()
        })
    }

    #[test]
    fn who_is_ahead_waits_until_there_is_room() {
        let under_way = UnderWay::default();
        under_way.enter(MOST_UNDER_WAY);
        assert!(waits(
            || under_way.enter(1),
            || under_way.leave(MOST_UNDER_WAY)
        ));
    }

    #[test]
    fn a_block_that_is_larger_than_all_the_room_goes_alone() {
        let under_way = UnderWay::default();
        under_way.enter(MOST_UNDER_WAY + 1);
        under_way.leave(MOST_UNDER_WAY + 1);
        under_way.enter(1);
    }

    #[test]
    fn answers_wait_for_room_until_others_were_made_or_written() {
        let room = Room::default();
        room.writes_next(1);
        room.enter(2, MOST_ANSWERS);
        assert!(!room.try_enter(3, 1));
        // Made, they are as large as the room: only writing them makes room.
        room.made(2, MOST_ANSWERS, MOST_ANSWERS);
        assert!(waits(|| room.enter(3, 1), || room.written(2, MOST_ANSWERS)));
    }

    #[test]
    fn the_block_that_is_written_next_goes_on_while_finished_answers_fill_the_room() {
        let room = Room::default();
        room.writes_next(1);
        room.enter(2, MOST_ANSWERS);
        // As long as another is made, it waits, and nobody goes before it.
        assert!(waits(
            || room.enter(1, MOST_ANSWERS),
            || {
                assert!(!room.try_enter(3, 0));
                room.made(2, MOST_ANSWERS, MOST_ANSWERS);
            }
        ));
        room.made(1, MOST_ANSWERS, 1);
        // Its own answers are to be written before it makes more.
        assert!(waits(|| room.enter(1, 1), || room.written(1, 1)));
    }

    #[test]
    fn a_block_goes_on_once_it_is_written_next() {
        let room = Room::default();
        room.enter(2, 1);
        room.made(2, 1, 1);
        assert!(waits(
            || room.enter(3, MOST_ANSWERS),
            || room.writes_next(3)
        ));
    }

    #[test]
    fn a_buffer_is_used_again_unless_it_grew_too_large() {
        let buffers = Buffers::default();
        buffers.give(Vec::with_capacity(LARGEST_KEPT + 1));
        assert_eq!(buffers.take().capacity(), 0);
        buffers.give(vec![1; BLOCK]);
        let again = buffers.take();
        assert_eq!(again.len(), BLOCK);
    }
}
