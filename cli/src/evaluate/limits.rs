//! What keeps the memory constant: buffers that are used again, and a bound on the bytes under way.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::cutter::BLOCK;

/// Most bytes of input that are under way at a time; one line may be larger than that by itself.
const MOST_UNDER_WAY: usize = 64 << 20;

/// A buffer that grew larger than this for one long line is not kept.
const LARGEST_KEPT: usize = 4 * BLOCK;

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A thread that panicked leaves numbers and buffers behind that are still whole.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
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
            bytes = self
                .fewer
                .wait(bytes)
                .unwrap_or_else(PoisonError::into_inner);
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

    #[test]
    fn who_is_ahead_waits_until_there_is_room() {
        let under_way = UnderWay::default();
        under_way.enter(MOST_UNDER_WAY);
        let (entered, told) = channel();
        thread::scope(|scope| {
            scope.spawn(|| {
                under_way.enter(1);
                entered.send(()).unwrap();
            });
            assert!(told.recv_timeout(Duration::from_millis(50)).is_err());
            under_way.leave(MOST_UNDER_WAY);
            assert!(told.recv().is_ok());
        });
    }

    #[test]
    fn a_block_that_is_larger_than_all_the_room_goes_alone() {
        let under_way = UnderWay::default();
        under_way.enter(MOST_UNDER_WAY + 1);
        under_way.leave(MOST_UNDER_WAY + 1);
        under_way.enter(1);
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
