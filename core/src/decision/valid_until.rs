//! R23: until when a decision holds.

use crate::instant::Instant;
use crate::precedence::{self, Board, Lasting, Resolved};

/// R23: the first instant after `at` at which the same query against the same profile would have another decision:
/// another outcome or another ground (reason, option or deciding choice). None if never.
///
/// A verdict holds at least until the instant that the rules say; there they are asked again, until the verdict differs or the
/// gate shuts (R15). `spend` is asked before each step.
pub(crate) fn valid_until<'p, E>(
    board: &Board<'_, 'p>,
    verdict: &Lasting<Resolved<'p>>,
    shuts_at: Option<Instant>,
    spend: impl Fn() -> Result<(), E>,
) -> Result<Option<Instant>, E> {
    let mut next = verdict.until;
    while let Some(at) = next.filter(|next| shuts_at.is_none_or(|shuts_at| *next < shuts_at)) {
        spend()?;
        let later = precedence::resolve(board, at);
        if later.value.differs_from(&verdict.value) {
            return Ok(Some(at));
        }
        next = later.until;
    }
    Ok(shuts_at)
}
