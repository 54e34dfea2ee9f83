//! R19: the emergency choice.

use super::{Board, Question, Ranked, Standing, is_live};
use crate::decision::Reason;
use crate::instant::Instant;
use crate::profile::{Answer, Level};
use crate::ruleset::EmergencyAgainstObjection;

/// What has become of the emergency choice that is looked at.
#[derive(Clone, Copy)]
pub(crate) enum Emergency<'p> {
    /// There is none, or it is no longer (or not yet) live, or it is withdrawn.
    None,
    /// It would be live, but the patient decided something later that ended it.
    Ended,
    /// It applies.
    Applies(Ranked<'p>),
}

/// R19: of the emergency choices that concern the question and have taken part, the highest-ranked is looked at; it
/// applies if it is live (R10) and not withdrawn, and if what the patient decided later did not end it.
pub(super) fn emergency<'p>(board: &Board<'_, 'p>, at: Instant) -> Emergency<'p> {
    let rules = board.question().rules;
    match board.emergency().answer(at) {
        Some(ranked) if !is_live(rules, ranked.choice, at) => Emergency::None,
        Some(ranked) if is_ended(board, &ranked, at) => Emergency::Ended,
        Some(ranked) => Emergency::Applies(ranked),
        None => Emergency::None,
    }
}

/// R19: what the patient decides later ends it. A yes is ended by any standing choice that ranks higher, covers an option
/// matching the query and has taken part, also if withdrawn since: nothing comes back. A no is ended only by such a choice
/// that is a yes and is not withdrawn.
fn is_ended(board: &Board<'_, '_>, emergency: &Ranked<'_>, at: Instant) -> bool {
    board
        .entered()
        .iter()
        .map(|entered| &entered.ranked)
        .filter(|later| {
            later.choice.scope().level() != Level::Emergency && later.outranks(emergency)
        })
        .any(|later| match emergency.choice.answer() {
            Answer::Yes => true,
            Answer::No => later.says(Answer::Yes) && !later.choice.is_withdrawn(at),
        })
}

/// R19: a live emergency **no** denies. A live emergency **yes** permits only where the standing answer is empty: it never
/// overrides an objection (parameter `emergency_overrides_objection`), and where the standing answer is already yes, that
/// one is the ground.
pub(super) fn applies<'p>(
    question: &Question<'_>,
    emergency: &Emergency<'p>,
    standing: Option<&Standing<'_>>,
) -> Option<(Ranked<'p>, Reason)> {
    let Emergency::Applies(ranked) = emergency else {
        return None;
    };
    let overrides = question.rules.emergency_against_objection()
        == EmergencyAgainstObjection::EmergencyOverrides;
    match (
        ranked.choice.answer(),
        standing.map(|standing| standing.ranked.choice.answer()),
    ) {
        (Answer::No, _) => Some((*ranked, Reason::EmergencyNo)),
        (Answer::Yes, None) => Some((*ranked, Reason::EmergencyYes)),
        (Answer::Yes, Some(Answer::No)) if overrides => Some((*ranked, Reason::EmergencyYes)),
        (Answer::Yes, Some(Answer::No | Answer::Yes)) => None,
    }
}
