//! R18: individual beats general, both ways, whichever is newer; with one exception.

use super::{Board, Cell, Ranked};
use crate::instant::Instant;
use crate::profile::{Answer, Level};
use crate::ruleset::{BlanketNo, BlanketYes};

/// R18: the answer of the individual level in one cell; none if it has none, or if that answer was hushed.
///
/// That the individual level is asked first, whichever level is newer, is R16. A hushed answer leaves its cell empty: an
/// older individual choice does not come back (R9).
pub(super) fn individual_answer<'p>(
    board: &Board<'_, 'p>,
    cell: &Cell<'p>,
    number: usize,
    at: Instant,
) -> Option<Ranked<'p>> {
    cell.individual
        .answer(at)
        .filter(|answer| hushed(board, cell, number, answer, at).is_none())
}

/// Why an individual choice has no voice.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hushed {
    /// An individual yes, by a blanket no.
    Silenced,
    /// An individual no, by a blanket yes (parameter `blanket_yes_lifts_individual_no`).
    Lifted,
}

/// R18: whether a blanket choice took the voice of an individual one.
pub(crate) fn hushed(
    board: &Board<'_, '_>,
    cell: &Cell<'_>,
    number: usize,
    individual: &Ranked<'_>,
    at: Instant,
) -> Option<Hushed> {
    match individual.choice.answer() {
        Answer::Yes => is_silenced(board, cell, individual).then_some(Hushed::Silenced),
        Answer::No => is_lifted(board, number, individual, at).then_some(Hushed::Lifted),
    }
}

/// R18: a blanket **no** silences for good every individual yes of the same or a lower rank for the options it covers
/// ("geen enkele"), also when that blanket no is later overwritten or withdrawn. A later individual yes is an exception
/// again. (Parameter `blanket_no_silences_individual_yes`.)
fn is_silenced(board: &Board<'_, '_>, cell: &Cell<'_>, individual: &Ranked<'_>) -> bool {
    match board.question().rules.blanket_no() {
        BlanketNo::LeavesIndividualYes => false,
        BlanketNo::SilencesIndividualYes => cell
            .blanket_no
            .is_some_and(|blanket_no| blanket_no >= individual.rank),
    }
}

/// R18: a blanket **yes** does not lift an earlier individual no, unless the parameter `blanket_yes_lifts_individual_no`
/// says so; then only while it is not withdrawn, and never one of the same rank: the reading that opens less.
fn is_lifted(board: &Board<'_, '_>, number: usize, individual: &Ranked<'_>, at: Instant) -> bool {
    match board.question().rules.blanket_yes() {
        BlanketYes::LeavesIndividualNo => false,
        BlanketYes::LiftsIndividualNo => board.entered().iter().any(|other| {
            other.cells.contains(number)
                && other.ranked.choice.scope().level() == Level::Blanket
                && other.ranked.says(Answer::Yes)
                && !other.ranked.choice.is_withdrawn(at)
                && other.ranked.rank > individual.rank
        }),
    }
}
