//! R23: the choices that did not decide, and by which rule.

use alloc::vec::Vec;

use super::Because;
use crate::instant::Instant;
use crate::order;
use crate::precedence::{
    Board, Concerning, Emergency, Hushed, Ranked, Resolved, hushed, is_live, looked_at,
};
use crate::profile::{Answer, Level};
use crate::reason::Reason;

/// Every choice that has taken part, is not withdrawn, concerns the question and did not decide, from the highest rank to
/// the lowest (R8). An emergency choice that no longer lives is not listed: it has lapsed (R10), nothing outweighed it.
pub(super) fn outweighed<'p>(
    board: &Board<'_, 'p>,
    concerning: &[Concerning<'p>],
    verdict: &Resolved<'p>,
    at: Instant,
) -> Vec<(Ranked<'p>, Because)> {
    // The one that decided is not among them.
    let others = concerning
        .len()
        .saturating_sub(verdict.decided_by.iter().len());
    let mut outweighed = Vec::with_capacity(others);
    for entered in concerning {
        let ranked = entered.ranked;
        let decided = verdict.decided_by.is_some_and(|it| it.is(&ranked));
        if decided || ranked.from > at || ranked.choice.is_withdrawn(at) {
            continue;
        }
        if let Some(because) = because(board, verdict, entered, at) {
            outweighed.push((ranked, because));
        }
    }
    order::sort_by(&mut outweighed, |(one, _), (other, _)| other.order(one));
    outweighed
}

fn because(
    board: &Board<'_, '_>,
    verdict: &Resolved<'_>,
    entered: &Concerning<'_>,
    at: Instant,
) -> Option<Because> {
    match entered.ranked.choice.scope().level() {
        Level::Emergency => why_not_emergency(board, verdict, &entered.ranked, at),
        Level::Blanket | Level::Categorical | Level::Individual => {
            why_not_standing(board, verdict, entered, at)
        }
    }
}

fn why_not_emergency(
    board: &Board<'_, '_>,
    verdict: &Resolved<'_>,
    ranked: &Ranked<'_>,
    at: Instant,
) -> Option<Because> {
    if !is_live(board.question.rules, ranked.choice, at) {
        return None;
    }
    let looked_at = looked_at(board, at).value;
    let is_looked_at = looked_at.is_some_and(|top| top.is(ranked));
    Some(match (is_looked_at, verdict.emergency) {
        (false, _) => Because::EmergencyOlder,
        (true, Emergency::Ended | Emergency::None) => Because::EmergencyEnded,
        (true, Emergency::Applies(_)) => match verdict
            .standing
            .map(|standing| standing.ranked.choice.answer())
        {
            Some(Answer::Yes) => Because::EmergencyNotNeeded,
            Some(Answer::No) | None => Because::EmergencyMetObjection,
        },
    })
}

fn why_not_standing(
    board: &Board<'_, '_>,
    verdict: &Resolved<'_>,
    entered: &Concerning<'_>,
    at: Instant,
) -> Option<Because> {
    let ranked = &entered.ranked;
    if verdict
        .standing
        .is_some_and(|standing| standing.ranked.is(ranked))
    {
        // It would be the ground, but for an emergency choice.
        return Some(if verdict.reason == Reason::EmergencyNo {
            Because::EmergencyNoFirst
        } else {
            Because::EmergencyYesFirst
        });
    }
    let number = entered.cells.nearest()?;
    let (_, cell) = board.cells().nth(number)?;
    let is_individual = ranked.choice.scope().level() == Level::Individual;
    let top = if is_individual {
        cell.individual.tops().now()?
    } else {
        cell.general.slot.tops().now()?
    };
    if !top.is(ranked) {
        // R17 between a headline and a categorical choice, R9 between two of a kind.
        let across = top.choice.scope().level() != ranked.choice.scope().level();
        return Some(if across {
            Because::OverwrittenAcrossKinds
        } else {
            Because::Overwritten
        });
    }
    if is_individual {
        match hushed(board.question.rules, &cell, ranked, at).value {
            Some(Hushed::Silenced) => return Some(Because::Silenced),
            Some(Hushed::Lifted) => return Some(Because::Lifted),
            None => {}
        }
    }
    let standing = verdict.standing?;
    let individual_decided = standing.ranked.choice.scope().level() == Level::Individual;
    Some(if individual_decided && !is_individual {
        Because::IndividualFirst
    } else {
        Because::NearerData
    })
}
