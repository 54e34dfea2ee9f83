//! R16: the standing answer: what holds apart from an emergency.

use super::{
    Board, Cell, Lasting, Ranked, earlier, r17_general_level, r18_individual_beats_general,
};
use crate::catalogue::OptionIndex;
use crate::instant::Instant;
use crate::profile::{Answer, Level};
use crate::reason::Reason;

/// The choice that answers and the option of the cell in which it does.
#[derive(Clone, Copy)]
pub(crate) struct Standing<'p> {
    pub(crate) ranked: Ranked<'p>,
    pub(crate) option: OptionIndex,
}

impl Standing<'_> {
    pub(crate) fn reason(&self) -> Reason {
        match (
            self.ranked.choice.scope().level(),
            self.ranked.choice.answer(),
        ) {
            (Level::Individual, Answer::Yes) => Reason::IndividualYes,
            (Level::Individual, Answer::No) => Reason::IndividualNo,
            (Level::Categorical, Answer::Yes) => Reason::CategoricalYes,
            (Level::Categorical, Answer::No) => Reason::CategoricalNo,
            (Level::Blanket, Answer::Yes) => Reason::BlanketYes,
            (Level::Blanket, Answer::No) => Reason::BlanketNo,
            // INVARIANT: an emergency choice writes no cell.
            (Level::Emergency, Answer::Yes | Answer::No) => Reason::EmergencyNo,
        }
    }
}

/// R16: first the individual level of the holder; if it has no answer, the general level.
pub(super) fn standing_answer<'p>(
    board: &Board<'_, 'p>,
    at: Instant,
) -> Lasting<Option<Standing<'p>>> {
    let individual = nearest_answer(board, |cell| {
        r18_individual_beats_general::individual_answer(board, cell, at)
    });
    match individual.value {
        Some(_) => individual,
        None => {
            let general = |cell: &Cell<'_, 'p>| r17_general_level::general_answer(cell, at);
            nearest_answer(board, general).at_most(individual.until)
        }
    }
}

/// R16, R3: at a level, walk from the data asked for up the hierarchy; the first option with an answer decides.
fn nearest_answer<'p>(
    board: &Board<'_, 'p>,
    answer: impl Fn(&Cell<'_, 'p>) -> Lasting<Option<Ranked<'p>>>,
) -> Lasting<Option<Standing<'p>>> {
    let mut until = None;
    for (option, cell) in board.cells() {
        let answer = answer(&cell);
        until = earlier(until, answer.until);
        if let Some(ranked) = answer.value {
            let option = option.index;
            return Lasting::always(Some(Standing { ranked, option })).at_most(until);
        }
    }
    Lasting::always(None).at_most(until)
}
