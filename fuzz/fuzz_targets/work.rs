//! What a question costs: no document takes more time or memory than its size allows.
#![no_main]

use akkoord_fuzz::cost::Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

libfuzzer_sys::fuzz_target!(|case: akkoord_fuzz::work::Case| akkoord_fuzz::work::check(&case));
