//! Behind the feature `test-panic`: the next entry of this thread panics, to see that it is caught.

use std::cell::Cell;

thread_local! {
    static ARMED: Cell<bool> = const { Cell::new(false) };
    static ARMED_INSIDE: Cell<bool> = const { Cell::new(false) };
}

/// The next call of this thread meets a panic.
#[unsafe(no_mangle)]
pub extern "C" fn akkoord_test_panic_next() {
    ARMED.set(true);
}

pub(crate) fn panic_if_armed() {
    if ARMED.replace(false) {
        panic!("a panic that a test asked for");
    }
}

/// The next change of a population by this thread meets a panic half-way.
#[unsafe(no_mangle)]
pub extern "C" fn akkoord_test_panic_inside() {
    ARMED_INSIDE.set(true);
}

pub(crate) fn panic_if_armed_inside() {
    if ARMED_INSIDE.replace(false) {
        panic!("a panic that a test asked for");
    }
}
