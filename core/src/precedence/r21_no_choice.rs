//! R21: nothing found.

use crate::reason::Reason;
use crate::ruleset::{Bearing, RuleSet};

/// R21: no choice is a no (parameter `no_choice_means`, which has no other value today).
pub(super) fn no_choice(rules: &RuleSet) -> Reason {
    match rules.no_choice_means() {
        Bearing::Deny => Reason::NoChoice,
    }
}
