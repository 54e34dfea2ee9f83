//! A line of the batch format: one line of JSON out, whatever comes in; both engines agree on what can be read.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| akkoord_fuzz::readers::line(bytes));
