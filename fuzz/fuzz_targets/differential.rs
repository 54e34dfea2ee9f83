//! The literal engine against the compiled one: a world and a question made from the bytes.
#![no_main]

libfuzzer_sys::fuzz_target!(|case: akkoord_fuzz::world::Case| {
    akkoord_fuzz::differential::compare_case(&case)
});
