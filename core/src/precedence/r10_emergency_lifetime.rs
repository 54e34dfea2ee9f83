//! R10: how long an emergency choice lives.

use crate::instant::Instant;
use crate::profile::Choice;
use crate::ruleset::RuleSet;

/// R10: it lives in the half-open interval from `decided_at` to 72 hours later (parameter `emergency_hours`).
///
/// Afterwards the original situation applies again: everything is evaluated without it, no snapshot is restored.
pub(crate) fn is_live(rules: &RuleSet, choice: &Choice, at: Instant) -> bool {
    choice.decided_at() <= at && expires_at(rules, choice).is_none_or(|end| at < end)
}

/// R10: the first instant at which it no longer lives; none if that lies after the last instant.
pub(crate) fn expires_at(rules: &RuleSet, choice: &Choice) -> Option<Instant> {
    choice.decided_at().plus_hours(rules.emergency_hours())
}
