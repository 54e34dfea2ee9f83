//! A profile: read(write(read)) is stable, and both ways of checking agree.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| akkoord_fuzz::readers::profile(bytes));
