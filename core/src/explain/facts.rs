//! What the explanation of a decision speaks of, and what a language must have a sentence for.

use alloc::string::String;

use super::wording::{Moment, Wording};
use crate::catalogue::TypeIndex;
use crate::decision::{Decision, Ground, Outweighed};
use crate::ids::ProviderId;
use crate::instant::Instant;
use crate::reason::{Outcome, Reason};
use crate::ruleset::EmergencyYesBinds;
use crate::telling::{Audience, Lang};

/// The sentences of one language. Every match is exhaustive: a new reason or rule does not compile without its sentence.
pub(super) trait Table {
    /// The answer itself.
    fn headline(&self, facts: &Facts<'_>) -> String;
    /// Why: for a choice that decided, the choice by kind, date and channel.
    fn reason(&self, facts: &Facts<'_>) -> String;
    /// Why another choice did not decide.
    fn because(&self, facts: &Facts<'_>, outweighed: &Outweighed) -> String;
    /// Until when the answer holds.
    fn until(&self, until: Moment) -> String;
    /// R24: all that a consulter hears besides the headline where consent decided.
    fn to_consulter(&self, outcome: Outcome) -> String;
}

/// What the sentences speak of.
pub(super) struct Facts<'d> {
    pub(super) decision: &'d Decision,
    wording: &'d Wording<'d>,
    /// R24: what is told to a consulter as the reason.
    to_consulter: Option<Reason>,
}

/// A provider as a sentence names it.
pub(super) struct Provider {
    /// The name, if whoever shows the sentence gave it.
    pub(super) name: Option<String>,
    /// ` (GP practice)`; nothing where the type is unknown.
    pub(super) kind: String,
}

impl Provider {
    /// The name, or what stands for it; then the type.
    pub(super) fn or(&self, nameless: &str) -> String {
        alloc::format!("{}{}", self.name.as_deref().unwrap_or(nameless), self.kind)
    }
}

impl<'d> Facts<'d> {
    pub(super) fn of(decision: &'d Decision, wording: &'d Wording<'d>) -> Self {
        Facts {
            decision,
            wording,
            to_consulter: told_to_consulter(decision),
        }
    }

    pub(super) fn lang(&self) -> Lang {
        self.wording.lang()
    }

    pub(super) fn audience(&self) -> Audience {
        self.wording.audience()
    }

    /// R24: whether a consulter hears no reason.
    pub(super) fn reason_is_withheld(&self) -> bool {
        self.to_consulter.is_none()
    }

    /// What is told as the reason.
    pub(super) fn reason(&self) -> Reason {
        match self.audience() {
            Audience::Consulter => self.to_consulter.unwrap_or(self.decision.reason),
            Audience::Patient | Audience::Holder => self.decision.reason,
        }
    }

    pub(super) fn moment(&self, instant: Instant) -> Moment {
        self.wording.moment(instant)
    }

    fn provider(&self, id: &ProviderId, kind: Option<TypeIndex>) -> Provider {
        let row = kind.and_then(|kind| self.decision.law.catalogue.type_row(kind));
        Provider {
            name: self.wording.name(id.as_str()),
            kind: in_brackets(row.map(|row| self.wording.of(row.nl(), row.en()))),
        }
    }

    pub(super) fn holder(&self) -> Provider {
        self.provider(&self.decision.parties.holder, self.decision.about.holder)
    }

    pub(super) fn consulter(&self) -> Provider {
        self.provider(
            &self.decision.parties.consulter,
            self.decision.about.consulter,
        )
    }

    /// The name of the data category.
    pub(super) fn data(&self) -> Option<&'d str> {
        let row = self
            .decision
            .law
            .catalogue
            .data_row(self.decision.about.data?)?;
        Some(self.wording.of(row.nl(), row.en()))
    }

    /// The group of holders that a categorical choice is about.
    pub(super) fn group(&self, ground: &Ground) -> Option<&'d str> {
        let row = self
            .decision
            .law
            .catalogue
            .holder_row(ground.holder_category?)?;
        Some(self.wording.of(row.nl(), row.en()))
    }

    pub(super) fn emergency_hours(&self) -> u32 {
        self.decision.law.rules.emergency_hours()
    }

    pub(super) fn emergency_yes_binds(&self) -> EmergencyYesBinds {
        self.decision.law.rules.emergency_yes_binds()
    }
}

/// ` (name)`, or nothing.
fn in_brackets(name: Option<&str>) -> String {
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

/// R24: the reason as far as the question alone gives it, which is all that a consulter hears. None where it is about the
/// patient: then a consulter hears only the outcome.
///
/// R15 comes before R4, so that the death of the patient would show in a question outside the catalogue: also of the
/// deceased a consulter hears that the catalogue has no option for it.
pub(super) fn told_to_consulter(decision: &Decision) -> Option<Reason> {
    match decision.reason {
        Reason::PatientDeceased => {
            let (about, catalogue) = (decision.about, &decision.law.catalogue);
            let holder = catalogue.type_row(about.holder?)?.holder_index();
            let consulting = catalogue.type_row(about.consulter?)?.consulting_index();
            let class = catalogue.class(holder, about.data?, consulting);
            class.is_none().then_some(Reason::NotInCatalogue)
        }
        Reason::IndividualYes
        | Reason::CategoricalYes
        | Reason::BlanketYes
        | Reason::EmergencyYes
        | Reason::IndividualNo
        | Reason::CategoricalNo
        | Reason::BlanketNo
        | Reason::EmergencyNo
        | Reason::NoChoice => None,
        Reason::NotInCatalogue
        | Reason::NoTreatmentRelationship
        | Reason::HolderNotConnected
        | Reason::PresumedConsent
        | Reason::UnknownHolderType
        | Reason::UnknownConsulterType
        | Reason::UnknownDataCategory
        | Reason::UnknownPurpose
        | Reason::TreatmentRelationshipNotAsserted => Some(decision.reason),
    }
}
