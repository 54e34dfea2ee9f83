//! R16: the standing answer: what holds apart from an emergency.

use super::{Board, Cell, Ranked, r17_general_level, r18_individual_beats_general};
use crate::catalogue::OptionIndex;
use crate::decision::Reason;
use crate::instant::Instant;
use crate::profile::{Answer, Level};

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
pub(super) fn standing_answer<'p>(board: &Board<'_, 'p>, at: Instant) -> Option<Standing<'p>> {
    nearest_answer(board, |cell, number| {
        r18_individual_beats_general::individual_answer(board, cell, number, at)
    })
    .or_else(|| nearest_answer(board, |cell, _| r17_general_level::general_answer(cell, at)))
}

/// R16, R3: at a level, walk from the data asked for up the hierarchy; the first option with an answer decides.
fn nearest_answer<'p>(
    board: &Board<'_, 'p>,
    answer: impl Fn(&Cell<'p>, usize) -> Option<Ranked<'p>>,
) -> Option<Standing<'p>> {
    let cells = board.cells().iter().enumerate();
    cells
        .zip(&board.question().class.options)
        .find_map(|((number, cell), option)| {
            answer(cell, number).map(|ranked| Standing {
                ranked,
                option: option.index,
            })
        })
}
