//! A handle that cannot be allocated is an error, and the place for it is emptied.

#![expect(
    unsafe_code,
    reason = "an allocator that fails, and calls of the C face"
)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::ptr::null_mut;

use akkoord_ffi::*;

thread_local! {
    /// How many allocations succeed before one fails; negative: all.
    static LEFT: Cell<i32> = const { Cell::new(-1) };
    /// The bytes that were asked for in all.
    static ASKED: Cell<usize> = const { Cell::new(0) };
}

struct Failing;

// SAFETY: as the system's, but for a NULL now and then, which is allowed.
unsafe impl GlobalAlloc for Failing {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ASKED.set(ASKED.get().saturating_add(layout.size()));
        let left = LEFT.get();
        LEFT.set(left.saturating_sub(1).max(-1));
        if left == 0 {
            return null_mut();
        }
        // SAFETY: the caller's promise.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise.
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static FAILING: Failing = Failing;

#[test]
fn a_handle_without_memory_is_an_error_and_null() {
    let mut error: *mut ErrorHandle = std::ptr::dangling_mut();
    let mut output: *mut Output = std::ptr::dangling_mut();
    // SAFETY: places of this function's own.
    unsafe {
        LEFT.set(0);
        assert_eq!(akkoord_error_new(&mut error), AKKOORD_ERROR_OUT_OF_MEMORY);
        LEFT.set(0);
        assert_eq!(akkoord_output_new(&mut output), AKKOORD_ERROR_OUT_OF_MEMORY);
        assert!(error.is_null() && output.is_null());
        assert_eq!(akkoord_output_new(&mut output), AKKOORD_OK);
        akkoord_output_free(output);
    }
}

#[test]
fn a_large_number_of_patients_to_come_takes_little_memory() {
    let mut engine = null_mut();
    let mut population = null_mut();
    // SAFETY: places of this function's own, handles that it made.
    unsafe {
        assert_eq!(akkoord_engine_new_mitz(&mut engine), AKKOORD_OK);
        ASKED.set(0);
        let code =
            akkoord_population_new(engine, 1_780_315_200_000_000, 100_000_000, &mut population);
        assert_eq!(code, AKKOORD_OK);
        assert!(ASKED.get() < 100_000_000, "{}", ASKED.get());
        akkoord_population_free(population);
        akkoord_engine_free(engine);
    }
}
