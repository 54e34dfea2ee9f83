//! R23: until when a decision holds.

use alloc::vec::Vec;

use crate::instant::Instant;
use crate::precedence::{self, Board, Concerning, Verdict, expires_at};
use crate::profile::Level;

/// A board that goes forward in time, from boundary to boundary.
///
/// Only at a boundary can anything change: a choice takes part, is withdrawn or expires. The board goes forward, for
/// nothing that has entered it ever leaves (R9).
pub(crate) struct Forward<'q, 'p> {
    board: Board<'q, 'p>,
    to_come: Vec<Concerning<'p>>,
    boundaries: alloc::vec::IntoIter<Instant>,
}

impl<'q, 'p> Forward<'q, 'p> {
    pub(crate) fn of(
        question: crate::precedence::Question<'q>,
        concerning: &[Concerning<'p>],
        at: Instant,
    ) -> Self {
        Self::from_board(Board::at(question, concerning, at), concerning, at)
    }

    fn from_board(board: Board<'q, 'p>, concerning: &[Concerning<'p>], at: Instant) -> Self {
        let rules = board.question().rules;
        let mut to_come: Vec<Concerning<'p>> = concerning
            .iter()
            .filter(|choice| choice.ranked.from > at)
            .copied()
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
        Forward {
            board,
            to_come,
            boundaries: boundaries.into_iter(),
        }
    }

    pub(crate) fn next_boundary(&mut self) -> Option<Instant> {
        self.boundaries.next()
    }

    /// What is decided at this boundary.
    pub(crate) fn verdict(&mut self, boundary: Instant) -> Verdict<'p> {
        while let Some(choice) = self.to_come.pop_if(|choice| choice.ranked.from <= boundary) {
            self.board.enter(choice);
        }
        precedence::resolve(&self.board, boundary)
    }
}

/// R23: the first instant after `at` at which the same query against the same profile would have another decision:
/// another outcome or another ground (reason, option or deciding choice). None if never.
pub(crate) fn valid_until<'q, 'p>(
    board: Board<'q, 'p>,
    concerning: &[Concerning<'p>],
    verdict: &Verdict<'p>,
    at: Instant,
    shuts_at: Option<Instant>,
) -> Option<Instant> {
    let mut forward = Forward::from_board(board, concerning, at);
    while let Some(boundary) = forward.next_boundary()
        && shuts_at.is_none_or(|shuts_at| boundary < shuts_at)
    {
        if forward.verdict(boundary).differs_from(verdict) {
            return Some(boundary);
        }
    }
    shuts_at
}
