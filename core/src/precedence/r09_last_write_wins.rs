//! R9: last write wins, and nothing comes back.

use alloc::vec::Vec;

use super::{History, Lasting, Ranked};
use crate::instant::Instant;

/// R9: one cell (level key x option): the highest-ranked choice that has taken part, from the instant of the board on.
#[derive(Clone, Default)]
pub(crate) struct Slot<'p> {
    /// The highest-ranked choice, also if it is withdrawn.
    tops: History<Option<Ranked<'p>>>,
    /// The same, without those that are withdrawn from the start. Worked out by [`Slot::close`].
    answers: Vec<(Instant, Option<Ranked<'p>>)>,
}

impl<'p> Slot<'p> {
    /// A choice writes the cell; `at` is the instant of the board. Those that take part later come last, in the order in which
    /// they do. R9: the highest-ranked stays; an older one is gone for good.
    pub(crate) fn take(&mut self, ranked: Ranked<'p>, at: Instant) {
        let outranks = |top: Option<Ranked<'p>>| top.is_none_or(|top| ranked.outranks(&top));
        if ranked.from <= at {
            if outranks(self.tops.now()) {
                self.tops.set_now(Some(ranked));
            }
        } else if outranks(self.tops.last()) {
            self.tops.then(ranked.from, Some(ranked));
        }
    }

    /// Everything is written.
    pub(crate) fn close(&mut self) {
        let mut answer = self.tops.now();
        for (from, top) in self.tops.later() {
            let lasts = answer.is_some_and(|answer| !answer.choice.is_withdrawn(*from));
            answer = top.filter(|top| !top.choice.is_withdrawn(*from));
            if lasts || answer.is_some() {
                self.answers.push((*from, answer));
            }
        }
    }

    /// Nothing is written, and the memory is kept.
    pub(crate) fn clear(&mut self) {
        self.tops.reset(None);
        self.answers.clear();
    }

    /// Whether any choice wrote it, or will.
    pub(crate) fn is_written(&self) -> bool {
        self.tops.last().is_some()
    }

    /// The highest-ranked choice, from the instant of the board on, also if it is withdrawn.
    pub(crate) fn tops(&self) -> &History<Option<Ranked<'p>>> {
        &self.tops
    }

    /// R9: the answer of the cell: the highest-ranked choice, unless that one is withdrawn: then the cell is empty.
    pub(crate) fn answer(&self, at: Instant) -> Lasting<Option<Ranked<'p>>> {
        let past = self.answers.partition_point(|(from, _)| *from <= at);
        let answer = match past.checked_sub(1).and_then(|last| self.answers.get(last)) {
            Some((_, answer)) => *answer,
            None => self.tops.now(),
        };
        let next = self.answers.get(past).map(|(from, _)| *from);
        match answer.filter(|answer| !answer.choice.is_withdrawn(at)) {
            None => Lasting::always(None).at_most(next),
            Some(answer) => Lasting::always(Some(answer))
                .at_most(answer.choice.withdrawn_at())
                .at_most(next),
        }
    }
}
