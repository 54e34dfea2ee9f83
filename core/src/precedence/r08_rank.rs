//! R8: when a choice takes part, and how choices rank.

use core::cmp::Ordering;

use crate::instant::Instant;
use crate::profile::{Answer, Choice};

/// A choice that takes part from some instant on, with its rank.
#[derive(Clone, Copy)]
pub(crate) struct Ranked<'p> {
    pub(crate) choice: &'p Choice,
    /// R8: it takes part from `recorded_at`, or from the confirmation if one is required (R20).
    pub(crate) from: Instant,
    /// R8: `decided_at`, or the confirmation if one is required (R20).
    pub(crate) rank: Instant,
    /// R20: a guardian had to confirm it, and did.
    pub(crate) confirmed: bool,
}

impl Ranked<'_> {
    /// R8: the order of rank; at equal rank a no beats a yes, then the narrower scope, then the smaller id.
    pub(crate) fn order(&self, other: &Ranked<'_>) -> Ordering {
        let (ours, theirs) = (self.choice, other.choice);
        self.rank
            .cmp(&other.rank)
            .then_with(|| weight(ours.answer()).cmp(&weight(theirs.answer())))
            .then_with(|| ours.scope().level().cmp(&theirs.scope().level()))
            .then_with(|| theirs.id().cmp(ours.id()))
    }

    pub(crate) fn outranks(&self, other: &Ranked<'_>) -> bool {
        self.order(other) == Ordering::Greater
    }

    pub(crate) fn is(&self, other: &Ranked<'_>) -> bool {
        core::ptr::eq(self.choice, other.choice)
    }

    pub(crate) fn says(&self, answer: Answer) -> bool {
        self.choice.answer() == answer
    }
}

fn weight(answer: Answer) -> u8 {
    match answer {
        Answer::Yes => 0,
        Answer::No => 1,
    }
}
