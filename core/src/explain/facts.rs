//! What the explanation of a decision speaks of, and what a language must have a sentence for.

use alloc::string::String;

use super::telling::Audience;
use crate::decision::{Decision, Ground, Outweighed};
use crate::instant::Instant;
use crate::reason::{Outcome, Reason};
use crate::ruleset::EmergencyYesBinds;

/// The sentences of one language. Every match is exhaustive: a new reason or rule does not compile without its sentence.
pub(super) trait Table {
    /// The answer itself.
    fn headline(&self, facts: &Facts<'_>) -> String;
    /// Why: for a choice that decided, the choice by kind, date and channel.
    fn reason(&self, facts: &Facts<'_>) -> String;
    /// Why another choice did not decide.
    fn because(&self, facts: &Facts<'_>, outweighed: &Outweighed) -> String;
    /// Until when the answer holds.
    fn until(&self, until: Instant) -> String;
    /// R24: all that a consulter hears besides the headline where consent decided.
    fn to_consulter(&self, outcome: Outcome) -> String;
}

/// What the sentences speak of.
pub(super) struct Facts<'d> {
    pub(super) decision: &'d Decision,
    /// What is told as the reason.
    pub(super) reason: Reason,
    pub(super) audience: Audience,
}

/// A name of the catalogue in both languages.
#[derive(Clone, Copy)]
pub(super) struct Named<'d> {
    pub(super) nl: &'d str,
    pub(super) en: &'d str,
}

impl<'d> Facts<'d> {
    pub(super) fn reason(&self) -> Reason {
        self.reason
    }

    pub(super) fn holder(&self) -> Option<Named<'d>> {
        let row = self
            .decision
            .law
            .catalogue
            .type_row(self.decision.about.holder?)?;
        Some(Named {
            nl: row.nl(),
            en: row.en(),
        })
    }

    pub(super) fn consulter(&self) -> Option<Named<'d>> {
        let row = self
            .decision
            .law
            .catalogue
            .type_row(self.decision.about.consulter?)?;
        Some(Named {
            nl: row.nl(),
            en: row.en(),
        })
    }

    pub(super) fn data(&self) -> Option<Named<'d>> {
        let row = self
            .decision
            .law
            .catalogue
            .data_row(self.decision.about.data?)?;
        Some(Named {
            nl: row.nl(),
            en: row.en(),
        })
    }

    /// The group of holders that a categorical choice is about.
    pub(super) fn group(&self, ground: &Ground) -> Option<Named<'d>> {
        let row = self
            .decision
            .law
            .catalogue
            .holder_row(ground.holder_category?)?;
        Some(Named {
            nl: row.nl(),
            en: row.en(),
        })
    }

    pub(super) fn emergency_hours(&self) -> u32 {
        self.decision.law.rules.emergency_hours()
    }

    pub(super) fn emergency_yes_binds(&self) -> EmergencyYesBinds {
        self.decision.law.rules.emergency_yes_binds()
    }
}

/// ` (name)`, or nothing.
pub(super) fn in_brackets(name: Option<&str>) -> String {
    name.map(|name| alloc::format!(" ({name})"))
        .unwrap_or_default()
}

/// The sentence with a capital.
pub(super) fn capital(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .chain(letters)
        .collect()
}

/// The hour and minute of an instant (UTC).
pub(super) fn clock(instant: Instant) -> (i64, i64) {
    let minutes = instant
        .as_micros()
        .div_euclid(60_000_000)
        .rem_euclid(24 * 60);
    (minutes / 60, minutes % 60)
}
