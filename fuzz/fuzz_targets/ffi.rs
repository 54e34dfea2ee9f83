//! The C face: calls made from the bytes, with any texts, lengths and numbers; what it says is what core says.
#![no_main]

libfuzzer_sys::fuzz_target!(|calls: Vec<akkoord_fuzz::ffi::Call>| akkoord_fuzz::ffi::run(&calls));
