//! R18: individual beats general, both ways, whichever is newer; with one exception.

use super::{Board, Cell, Lasting, Ranked};
use crate::instant::Instant;
use crate::profile::Answer;
use crate::ruleset::{BlanketNo, BlanketYes, RuleSet};

/// R18: the answer of the individual level in one cell; none if it has none, or if that answer was hushed.
///
/// That the individual level is asked first, whichever level is newer, is R16. A hushed answer leaves its cell empty: an
/// older individual choice does not come back (R9).
pub(super) fn individual_answer<'p>(
    board: &Board<'_, 'p>,
    cell: &Cell<'_, 'p>,
    at: Instant,
) -> Lasting<Option<Ranked<'p>>> {
    let answer = cell.individual.answer(at);
    let Some(individual) = &answer.value else {
        return answer;
    };
    let hushed = hushed(board.question.rules, cell, individual, at);
    let heard = answer.value.filter(|_| hushed.value.is_none());
    answer.with(heard).at_most(hushed.until)
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
    rules: &RuleSet,
    cell: &Cell<'_, '_>,
    individual: &Ranked<'_>,
    at: Instant,
) -> Lasting<Option<Hushed>> {
    let (is_hushed, how) = match individual.choice.answer() {
        Answer::Yes => (is_silenced(rules, cell, individual, at), Hushed::Silenced),
        Answer::No => (is_lifted(rules, cell, individual, at), Hushed::Lifted),
    };
    is_hushed.with(is_hushed.value.then_some(how))
}

/// R18: a blanket **no** silences for good every individual yes of the same or a lower rank for the options it covers
/// ("geen enkele"), also when that blanket no is later overwritten or withdrawn. A later individual yes is an exception
/// again. (Parameter `blanket_no_silences_individual_yes`.)
fn is_silenced(
    rules: &RuleSet,
    cell: &Cell<'_, '_>,
    individual: &Ranked<'_>,
    at: Instant,
) -> Lasting<bool> {
    match rules.blanket_no() {
        BlanketNo::LeavesIndividualYes => Lasting::always(false),
        BlanketNo::SilencesIndividualYes => cell.general.blanket_no.holds_for_good(at, |highest| {
            highest.is_some_and(|blanket_no| blanket_no >= individual.rank)
        }),
    }
}

/// R18: a blanket **yes** does not lift an earlier individual no, unless the parameter `blanket_yes_lifts_individual_no`
/// says so; then only while it is not withdrawn, and never one of the same rank: the reading that opens less.
fn is_lifted(
    rules: &RuleSet,
    cell: &Cell<'_, '_>,
    individual: &Ranked<'_>,
    at: Instant,
) -> Lasting<bool> {
    match rules.blanket_yes() {
        BlanketYes::LeavesIndividualNo => Lasting::always(false),
        BlanketYes::LiftsIndividualNo => cell.general.blanket_yes.holds(at, None, |highest| {
            highest.is_some_and(|blanket_yes| blanket_yes.rank > individual.rank)
        }),
    }
}
