//! R23: until when a decision holds.

use alloc::vec::Vec;

use crate::instant::Instant;
use crate::precedence::{self, Board, Concerning, Verdict, expires_at};
use crate::profile::Level;

/// R23: the first instant after `at` at which the same query against the same profile would have another decision:
/// another outcome or another ground (reason, option or deciding choice). None if never.
///
/// Only at a boundary can anything change: a choice takes part, is withdrawn or expires, or the gate shuts (R15). The
/// board goes forward from boundary to boundary, for nothing that has entered it ever leaves (R9).
pub(crate) fn valid_until<'q, 'p>(
    mut board: Board<'q, 'p>,
    concerning: &[Concerning<'p>],
    verdict: &Verdict<'p>,
    at: Instant,
    shuts_at: Option<Instant>,
) -> Option<Instant> {
    let rules = board.question().rules;
    let mut to_come: Vec<&Concerning<'p>> = concerning
        .iter()
        .filter(|choice| choice.ranked.from > at)
        .collect();
    to_come.sort_unstable_by_key(|choice| core::cmp::Reverse(choice.ranked.from));

    let mut boundaries: Vec<Instant> = Vec::new();
    for Concerning { ranked, .. } in concerning {
        let is_emergency = ranked.choice.scope().level() == Level::Emergency;
        let expiry = if is_emergency {
            expires_at(rules, ranked.choice)
        } else {
            None
        };
        let instants = [Some(ranked.from), ranked.choice.withdrawn_at(), expiry];
        boundaries.extend(
            instants
                .into_iter()
                .flatten()
                .filter(|boundary| *boundary > at),
        );
    }
    boundaries.sort_unstable();
    boundaries.dedup();

    for boundary in boundaries {
        if shuts_at.is_some_and(|shuts_at| shuts_at <= boundary) {
            break;
        }
        while let Some(choice) = to_come.pop_if(|choice| choice.ranked.from <= boundary) {
            board.enter(*choice);
        }
        if precedence::resolve(&board, boundary).differs_from(verdict) {
            return Some(boundary);
        }
    }
    shuts_at
}
