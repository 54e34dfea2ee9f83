//! What a question costs, in time and memory: bounds that no document exceeds, whatever it is about.
//!
//! The bytes are a mix of choices, and how many of each; the document is made from them. libFuzzer is shown the cost of each as
//! if it were code that was reached, so that it keeps what costs more than all before and goes on from there.

use std::sync::Mutex;
use std::time::Duration;

use akkoord::Engine;
use akkoord::error::ErrorCode;
use akkoord::limits::Limits;
use arbitrary::Arbitrary;

use crate::ENGINES;
use crate::cost::{Cost, Gauge, measured, shown_to_libfuzzer};
use crate::mixes::{Kind, Load, Question};

/// Time that any question may take.
const TIME: Duration = Duration::from_millis(50);

/// Nanoseconds more for each byte of the document and of its answer: reading alone takes some 30 in an instrumented build.
const NANOSECONDS_A_BYTE: u64 = 400;

/// Bytes that any question may hold at once.
const BYTES: usize = 64 << 20;

/// Bytes more for each byte of the document.
const BYTES_A_BYTE: usize = 64;

/// What no document may cost.
const MOST: Cost = Cost {
    time: Duration::from_secs(2),
    bytes: 1 << 30,
};

/// The size of a document, about, at most: larger ones cost time and tell nothing new of growth.
const LONGEST: usize = 1 << 20;

/// An answer that would be longer is refused, after so much of it was written.
const LARGEST_ANSWER: usize = 8 << 20;

/// A document to be.
#[derive(Arbitrary, Debug)]
pub struct Case {
    question: Question,
    rules: u8,
    kinds: Vec<Kind>,
    choices: u16,
    subscriptions: u16,
    data: u8,
    id_bytes: u16,
    is_minor: bool,
    is_explained: bool,
}

impl Case {
    /// The document that it stands for.
    #[must_use]
    pub fn load(&self) -> Load {
        let kinds: Vec<Kind> = self.kinds.iter().copied().take(4).collect();
        // Most documents have short ids.
        let id_bytes = usize::from(if self.id_bytes.is_multiple_of(4) {
            self.id_bytes / 4 % 1_025
        } else {
            self.id_bytes % 16
        });
        let holders: usize = kinds.iter().map(|kind| usize::from(kind.holders)).sum();
        let one = 250 + 3 * id_bytes + (holders / kinds.len().max(1) + 1) * (id_bytes + 8);
        let choices = usize::from(self.choices % 10_000).min(LONGEST / one);
        Load {
            question: self.question,
            kinds,
            choices,
            subscriptions: usize::from(self.subscriptions % 3_300).min(LONGEST / (50 + id_bytes)),
            data: usize::from(self.data % 128) + 1,
            id_bytes,
            is_minor: self.is_minor,
            is_explained: self.is_explained,
        }
    }

    fn engine(&self) -> Engine {
        // The rule sets with the catalogue of Mitz, which stand first.
        let rules = ENGINES.len() / 2;
        let engine = &ENGINES[usize::from(self.rules) % rules];
        engine.with_limits(Limits::default().answer_bytes(LARGEST_ANSWER))
    }
}

/// What a document may cost.
#[must_use]
pub fn bound(input: usize, output: usize) -> Cost {
    let bytes = u64::try_from(input + output).expect("a document");
    let time = TIME + Duration::from_nanos(NANOSECONDS_A_BYTE * bytes);
    Cost {
        time: time.min(MOST.time),
        bytes: (BYTES + BYTES_A_BYTE * input).min(MOST.bytes),
    }
}

/// The most seen so far: nanoseconds a byte, and bytes a byte.
static SEEN: Mutex<(u64, u64)> = Mutex::new((0, 0));

/// Answers the question and holds its cost against the bound. A new slowest or largest is told on standard error.
///
/// # Panics
/// If it takes more time or memory than [`bound`] allows.
pub fn check(case: &Case) {
    let (load, engine) = (case.load(), case.engine());
    let line = load.line();
    let (answer, mut cost) = measured(|| engine.answer_json(&line));
    assert!(!answer.contains('\n'), "an answer is one line");
    let written = match answer.contains(ErrorCode::AnswerTooLarge.name()) {
        true => LARGEST_ANSWER,
        false => answer.len(),
    };
    let bound = bound(line.len(), written);
    // The clock of a thread too is longer on a busy machine: what is slow is slow three times.
    for _ in 0..2 {
        if cost.time > bound.time {
            cost = cost.least(measured(|| engine.answer_json(&line)).1);
        }
    }
    let all = u64::try_from(line.len() + written).expect("a document");
    let nanoseconds = u64::try_from(cost.time.as_nanos()).expect("less than years") / all;
    let bytes = u64::try_from(cost.bytes / line.len()).expect("a document");
    shown_to_libfuzzer(Gauge::Time, nanoseconds);
    shown_to_libfuzzer(Gauge::Memory, bytes);
    let told = format!(
        "{} ms ({nanoseconds} ns a byte), {} MB at most ({bytes} a byte), of {} bytes in and {} out: {load:?}",
        cost.time.as_millis(),
        cost.bytes / 1_000_000,
        line.len(),
        answer.len()
    );
    let mut seen = SEEN.lock().expect("one thread");
    // A short document tells little: its cost is that of starting.
    if nanoseconds > seen.0 && cost.time > TIME / 10 {
        seen.0 = nanoseconds;
        eprintln!("slowest so far: {told}");
    }
    if bytes > seen.1 && cost.bytes > BYTES / 10 {
        seen.1 = bytes;
        eprintln!("largest so far: {told}");
    }
    drop(seen);
    assert!(
        cost.time <= bound.time,
        "slower than {} ms: {told}",
        bound.time.as_millis()
    );
    assert!(
        cost.bytes <= bound.bytes,
        "more than {} MB: {told}",
        bound.bytes / 1_000_000
    );
}

#[cfg(test)]
mod tests {
    use arbitrary::Unstructured;

    use super::*;
    use crate::MITZ;

    #[test]
    fn any_bytes_are_a_document_that_can_be_read() {
        let mut state = 1_u32;
        let mut read = 0;
        for _ in 0..60 {
            let bytes: Vec<u8> = (0..96)
                .map(|_| {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    (state >> 24) as u8
                })
                .collect();
            let case = Case::arbitrary(&mut Unstructured::new(&bytes)).expect("any bytes do");
            let mut load = case.load();
            load.choices = load.choices.min(40);
            let profile = load.profile();
            MITZ.read_profile(&profile).expect("a good profile");
            read += 1;
            assert!(case.load().profile().len() < 2 * LONGEST, "{case:?}");
        }
        assert_eq!(read, 60);
    }

    #[test]
    fn the_bound_grows_with_the_document_up_to_the_most() {
        assert!(bound(1_000, 0).time < bound(100_000, 0).time);
        assert_eq!(bound(32 << 20, 0), MOST);
    }
}
