//! R8: when a choice takes part, and how choices rank.

use alloc::collections::BinaryHeap;
use alloc::vec::Vec;
use core::cmp::Ordering;

use super::{Adulthood, History, taken_part};
use crate::instant::Instant;
use crate::order;
use crate::profile::{Answer, Choice, ChoiceRow};

/// A choice that takes part from some instant on, with its rank.
#[derive(Clone, Copy)]
pub(crate) struct Ranked<'p> {
    pub(crate) choice: &'p Choice,
    /// Its place in the profile.
    pub(crate) row: ChoiceRow,
    /// R8: it takes part from `recorded_at`, or from the confirmation if one is required (R20).
    pub(crate) from: Instant,
    /// R8: `decided_at`, or the confirmation if one is required (R20).
    pub(crate) rank: Instant,
    /// R20: a guardian had to confirm it, and did.
    pub(crate) confirmed: bool,
}

impl<'p> Ranked<'p> {
    /// R8: a choice of a profile; none if it never takes part (R20).
    pub(crate) fn of(choice: &'p Choice, row: ChoiceRow, adulthood: Adulthood) -> Option<Self> {
        let part = taken_part(choice, adulthood)?;
        Some(Ranked {
            choice,
            row,
            from: part.from,
            rank: part.rank,
            confirmed: part.confirmed,
        })
    }
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

/// A choice in the order of R8.
struct ByRank<'p>(Ranked<'p>);

impl PartialEq for ByRank<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for ByRank<'_> {}

impl PartialOrd for ByRank<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ByRank<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.order(&other.0)
    }
}

/// Of some choices the highest-ranked that has taken part and is not withdrawn, from `at` on.
pub(crate) fn highest<'p>(
    mut choices: Vec<Ranked<'p>>,
    at: Instant,
) -> History<Option<Ranked<'p>>> {
    order::sort_unstable_by(&mut choices, |one, other| one.from.cmp(&other.from));
    let mut boundaries: Vec<Instant> = choices
        .iter()
        .flat_map(|ranked| [Some(ranked.from), ranked.choice.withdrawn_at()])
        .flatten()
        .filter(|boundary| *boundary > at)
        .collect();
    boundaries.sort_unstable();
    boundaries.dedup();
    let mut to_come = choices.into_iter().peekable();
    let mut heap = BinaryHeap::new();
    let mut highest_at = |at: Instant| {
        while let Some(ranked) = to_come.next_if(|ranked| ranked.from <= at) {
            heap.push(ByRank(ranked));
        }
        while heap.peek().is_some_and(|top| top.0.choice.is_withdrawn(at)) {
            heap.pop();
        }
        heap.peek().map(|top| top.0)
    };
    let mut history = History::new(highest_at(at));
    for boundary in boundaries {
        let top = highest_at(boundary);
        let is_same = match (&top, &history.last()) {
            (Some(top), Some(last)) => top.is(last),
            (None, None) => true,
            _ => false,
        };
        if !is_same {
            history.then(boundary, top);
        }
    }
    history
}
