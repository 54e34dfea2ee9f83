//! A query: read(write(read)) is stable.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| akkoord_fuzz::readers::query(bytes));
