//! The literal engine: precedence between choices, one file per rule (R8-R10, R16-R21). It follows the rulebook sentence
//! by sentence; it exists to be read and to explain.
//!
//! A [`Question`] is what is asked, in the words of the catalogue. A [`Board`] holds what the choices wrote, from an instant
//! on: choices only ever enter it, since nothing comes back (R9). Every rule answers for an instant and says until when its
//! answer holds ([`Lasting`]), so that going forward in time means asking again at that instant, and at no other.

mod board;
mod covers;
mod history;
mod r08_rank;
mod r09_last_write_wins;
mod r10_emergency_lifetime;
mod r16_standing_answer;
mod r17_general_level;
mod r18_individual_beats_general;
mod r19_emergency;
mod r20_minors;
mod r21_no_choice;

use alloc::vec::Vec;

pub(crate) use board::{Board, Cell, Emergencies, General, Rows, Written, is_standing_yes};
pub(crate) use covers::{Asked, Concerning, Coverage, Question, concerning};
pub(crate) use history::{History, Lasting, earlier};
pub(crate) use r08_rank::{Ranked, highest};
pub(crate) use r09_last_write_wins::Slot;
pub(crate) use r10_emergency_lifetime::{expires_at, is_live};
pub(crate) use r16_standing_answer::Standing;
pub(crate) use r18_individual_beats_general::{Hushed, hushed};
pub(crate) use r19_emergency::{Emergency, emergency, looked_at};
pub(crate) use r20_minors::{Adulthood, taken_part};

use crate::catalogue::OptionIndex;
use crate::instant::Instant;
use crate::profile::{Choice, ChoiceRow};
use crate::reason::Reason;

/// What the rules say at one instant, and what they looked at.
pub(crate) struct Resolved<'p> {
    pub(crate) reason: Reason,
    /// R23: the option of the deciding cell, or the nearest that matches.
    pub(crate) option: OptionIndex,
    pub(crate) decided_by: Option<Ranked<'p>>,
    pub(crate) standing: Option<Standing<'p>>,
    pub(crate) emergency: Emergency<'p>,
}

impl Resolved<'_> {
    /// R23: whether this is another decision: another outcome or another ground.
    pub(crate) fn differs_from(&self, other: &Resolved<'_>) -> bool {
        let by = |verdict: &Resolved<'_>| {
            verdict
                .decided_by
                .map(|ranked| core::ptr::from_ref::<Choice>(ranked.choice))
        };
        self.reason != other.reason || self.option != other.option || by(self) != by(other)
    }
}

/// The choices of a profile that can matter for a question, at whatever instant, each with its rank (R7, R8, R20).
pub(crate) fn what_concerns<'p>(
    question: &Question<'_>,
    adulthood: Adulthood,
    choices: &'p [Choice],
) -> Vec<Concerning<'p>> {
    /// Room from the start for those of most profiles.
    const USUAL: usize = 32;
    let mut all = Vec::with_capacity(choices.len().min(USUAL));
    for (row, choice) in ChoiceRow::all().zip(choices) {
        if let Some(cells) = concerning(question, choice)
            && let Some(ranked) = Ranked::of(choice, row, adulthood)
        {
            all.push(Concerning { ranked, cells });
        }
    }
    all
}

/// R16-R21 at one instant: the standing answer, the emergency, or nothing.
pub(crate) fn resolve<'p>(board: &Board<'_, 'p>, at: Instant) -> Lasting<Resolved<'p>> {
    let question = &board.question;
    let standing = r16_standing_answer::standing_answer(board, at);
    let emergency = r19_emergency::emergency(board, at);
    let applies = r19_emergency::applies(question, &emergency.value, standing.value.as_ref());
    let (reason, option, decided_by) = match applies {
        Some((ranked, reason)) => (reason, question.class.nearest, Some(ranked)),
        None => match &standing.value {
            Some(standing) => (standing.reason(), standing.option, Some(standing.ranked)),
            None => (
                r21_no_choice::no_choice(question.rules),
                question.class.nearest,
                None,
            ),
        },
    };
    let verdict = Resolved {
        reason,
        option,
        decided_by,
        standing: standing.value,
        emergency: emergency.value,
    };
    let lasting = emergency.with(verdict);
    if reason == Reason::EmergencyNo {
        // R19: it denies whatever stands.
        lasting
    } else {
        lasting.at_most(standing.until)
    }
}
