//! R19: the emergency choice.

use super::{
    Board, Emergencies, History, Lasting, Question, Ranked, Standing, earlier, expires_at, is_live,
};
use crate::instant::Instant;
use crate::profile::Answer;
use crate::reason::Reason;
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
pub(crate) fn emergency<'p>(board: &Board<'_, 'p>, at: Instant) -> Lasting<Emergency<'p>> {
    let rules = board.question.rules;
    let looked_at = looked_at(board, at);
    let Some(ranked) = looked_at.value else {
        return looked_at.with(Emergency::None);
    };
    if ranked.choice.is_withdrawn(at) || !is_live(rules, ranked.choice, at) {
        // For good: only another emergency choice that is looked at can change this.
        return Lasting::always(Emergency::None).at_most(replaced(board, &ranked, at));
    }
    let lives = looked_at
        .at_most(ranked.choice.withdrawn_at())
        .at_most(expires_at(rules, ranked.choice));
    let ended = is_ended(board, &ranked, at, lives.until);
    let emergency = if ended.value {
        Emergency::Ended
    } else {
        Emergency::Applies(ranked)
    };
    lives.with(emergency).at_most(ended.until)
}

/// R19: the highest-ranked emergency choice.
pub(crate) fn looked_at<'p>(board: &Board<'_, 'p>, at: Instant) -> Lasting<Option<Ranked<'p>>> {
    let (noes, yeses) = (
        board.emergencies.noes.tops(),
        board.emergencies.yeses.tops(),
    );
    let (no, yes) = (noes.at(at), yeses.at(at));
    match (no.value, yes.value) {
        (Some(no_top), Some(yes_top)) if yes_top.outranks(&no_top) => {
            yes.at_most(since_outranked(noes, &yes_top, at))
        }
        (Some(no_top), Some(_)) => no.at_most(since_outranked(yeses, &no_top, at)),
        (Some(_), None) => no.at_most(yes.until),
        (None, _) => yes.at_most(no.until),
    }
}

/// When a choice that does not apply any more is replaced by one that may.
fn replaced(board: &Board<'_, '_>, ranked: &Ranked<'_>, at: Instant) -> Option<Instant> {
    let Emergencies { noes, yeses, .. } = board.emergencies;
    let mut no = since_outranked(noes.tops(), ranked, at);
    if let (Some(from), Some(apply_at)) = (no, board.emergencies.noes_apply_at) {
        let past = apply_at.partition_point(|instant| *instant < from);
        no = apply_at.get(past).copied();
    }
    earlier(no, since_outranked(yeses.tops(), ranked, at))
}

/// The first instant after `at` at which a choice outranks this one, which none does at `at`.
fn since_outranked(
    tops: &History<Option<Ranked<'_>>>,
    ranked: &Ranked<'_>,
    at: Instant,
) -> Option<Instant> {
    tops.holds_for_good(at, |top| top.is_some_and(|top| top.outranks(ranked)))
        .until
}

/// R19: what the patient decides later ends it. A yes is ended by any standing choice that ranks higher, covers an option
/// matching the query and has taken part, also if withdrawn since: nothing comes back. A no is ended only by such a choice
/// that is a yes and is not withdrawn.
fn is_ended(
    board: &Board<'_, '_>,
    emergency: &Ranked<'_>,
    at: Instant,
    end: Option<Instant>,
) -> Lasting<bool> {
    let is_later = |top: &Option<Ranked<'_>>| top.is_some_and(|top| top.outranks(emergency));
    match emergency.choice.answer() {
        // The highest-ranked choice of a cell outranks it if any of them does.
        Answer::Yes => {
            let mut until = None;
            for (_, cell) in board.cells() {
                for slot in [cell.individual, &cell.general.slot] {
                    let ended = slot.tops().holds_for_good(at, is_later);
                    if ended.value {
                        return ended;
                    }
                    until = earlier(until, ended.until);
                }
            }
            Lasting::always(false).at_most(until)
        }
        Answer::No => {
            let [one, other] = board
                .emergencies
                .standing_yes
                .map(|highest| highest.holds(at, end, is_later));
            match (one.value, other.value) {
                (true, false) => one,
                (false, true) => other,
                (true, true) | (false, false) => one.at_most(other.until),
            }
        }
    }
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
