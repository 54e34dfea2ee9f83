//! What a call costs: its thread's own processor time, and the most memory that it held at once.

#![expect(
    unsafe_code,
    reason = "an allocator that counts, and the clock of a thread"
)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};
use std::time::Duration;

static LIVE: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

/// The system's allocator, which counts the bytes that are asked for. A program that measures declares it its own:
/// `#[global_allocator] static ALLOCATOR: Counting = Counting;`.
#[derive(Debug)]
pub struct Counting;

fn grown(bytes: usize) {
    let live = LIVE.fetch_add(bytes, Ordering::Relaxed) + bytes;
    PEAK.fetch_max(live, Ordering::Relaxed);
}

fn shrunk(bytes: usize) {
    LIVE.fetch_sub(bytes, Ordering::Relaxed);
}

// SAFETY: every call goes to the system's allocator as it is.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        grown(layout.size());
        // SAFETY: what the caller promises.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        grown(layout.size());
        // SAFETY: what the caller promises.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        shrunk(layout.size());
        // SAFETY: what the caller promises.
        unsafe { System.dealloc(place, layout) }
    }

    unsafe fn realloc(&self, place: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // While it moves, both are there.
        grown(size);
        shrunk(layout.size());
        // SAFETY: what the caller promises.
        unsafe { System.realloc(place, layout, size) }
    }
}

/// What a call cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Processor time of this thread: other work of the machine is not in it.
    pub time: Duration,
    /// The most bytes that were held at once, beyond those held before. Zero without [`Counting`].
    pub bytes: usize,
}

impl Cost {
    /// The lesser of two measurements of the same call.
    #[must_use]
    pub fn least(self, other: Self) -> Self {
        Cost {
            time: self.time.min(other.time),
            bytes: self.bytes.min(other.bytes),
        }
    }
}

/// Processor time that this thread has used.
fn used() -> Duration {
    let mut time = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: a place of this function's own.
    let code = unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &raw mut time) };
    assert_eq!(code, 0, "a thread has a clock");
    let part = u32::try_from(time.tv_nsec).expect("less than a second");
    Duration::new(u64::try_from(time.tv_sec).expect("after the start"), part)
}

/// Calls, and tells what it cost. One thread measures at a time.
pub fn measured<T>(call: impl FnOnce() -> T) -> (T, Cost) {
    let before = LIVE.load(Ordering::Relaxed);
    PEAK.store(before, Ordering::Relaxed);
    let start = used();
    let made = call();
    let time = used().saturating_sub(start);
    let bytes = PEAK.load(Ordering::Relaxed).saturating_sub(before);
    (made, Cost { time, bytes })
}

/// What libFuzzer is shown beside the code that was reached.
#[derive(Clone, Copy, Debug)]
pub enum Gauge {
    /// Time for each byte.
    Time,
    /// Memory for each byte.
    Memory,
}

/// A gauge has a counter for each power of two.
const GAUGE: usize = 64;

/// libFuzzer takes each of these for an edge of the program: an input that sets a new one is kept.
#[cfg_attr(
    target_os = "linux",
    unsafe(link_section = "__libfuzzer_extra_counters")
)]
static COUNTERS: [AtomicU8; 2 * GAUGE] = [const { AtomicU8::new(0) }; 2 * GAUGE];

/// Shows a cost to libFuzzer: what costs twice as much as all before is as good as code that was never reached.
pub fn shown_to_libfuzzer(gauge: Gauge, cost: u64) {
    let first = match gauge {
        Gauge::Time => 0,
        Gauge::Memory => GAUGE,
    };
    let power = usize::try_from(cost.checked_ilog2().unwrap_or(0)).unwrap_or(0);
    COUNTERS[first + power.min(GAUGE - 1)].store(1, Ordering::Relaxed);
}
