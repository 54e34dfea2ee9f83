//! R20: minors. A guardian confirms what a child under 16 chooses.

use crate::instant::Instant;
use crate::profile::{Choice, ConfirmationAnswer, Patient};
use crate::ruleset::RuleSet;

/// From when a patient needs no guardian.
#[derive(Clone, Copy)]
pub(crate) enum Adulthood {
    /// R20: without a birth date the patient counts as an adult.
    Always,
    /// From 00:00 UTC of the 16th birthday (parameter `guardian_until_age`).
    From(Instant),
    /// The birthday lies after the last instant.
    Never,
}

impl Adulthood {
    /// R20: ages go by UTC date; who is born on 29 February is a year older on 1 March.
    pub(crate) fn of(patient: &Patient, rules: &RuleSet) -> Self {
        Self::at_age(patient, rules.guardian_until_age())
    }

    /// From when the patient has this age.
    pub(crate) fn at_age(patient: &Patient, years: u32) -> Self {
        match patient.born() {
            None => Adulthood::Always,
            Some(born) => match born.birthday(years) {
                Some(day) => Adulthood::From(day.start()),
                None => Adulthood::Never,
            },
        }
    }

    pub(crate) fn is_reached(self, at: Instant) -> bool {
        match self {
            Adulthood::Always => true,
            Adulthood::From(birthday) => birthday <= at,
            Adulthood::Never => false,
        }
    }
}

/// From when a choice takes part, and how it ranks.
#[derive(Clone, Copy)]
pub(crate) struct Part {
    pub(super) from: Instant,
    pub(super) rank: Instant,
    pub(super) confirmed: bool,
}

/// R8, R20: from when a choice takes part and how it ranks; none if it never does.
///
/// A choice by `mijn_mitz` or `samen_naar_mijn_mitz` for a patient younger than 16 at `decided_at` takes part only from a
/// guardian's confirmation; pending or rejected it has no effect. The two buttons and migration need none. At 16 confirmed
/// choices stay valid, pending ones lapse: a confirmation dated on or after the 16th birthday has no effect.
pub(crate) fn taken_part(choice: &Choice, adulthood: Adulthood) -> Option<Part> {
    if !choice.channel().asks_for_confirmation() || adulthood.is_reached(choice.decided_at()) {
        return Some(Part {
            from: choice.recorded_at(),
            rank: choice.decided_at(),
            confirmed: false,
        });
    }
    let confirmation = choice.confirmation()?;
    match confirmation.answer {
        ConfirmationAnswer::Approved if !adulthood.is_reached(confirmation.at) => Some(Part {
            from: confirmation.at,
            rank: confirmation.at,
            confirmed: true,
        }),
        ConfirmationAnswer::Approved | ConfirmationAnswer::Rejected => None,
    }
}
