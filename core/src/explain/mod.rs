//! Explanations (R24): Dutch at B1 level and English, for an audience; one table of sentences per language.

mod en;
mod nl;
mod overview;
mod overview_en;
mod overview_nl;

pub(crate) use overview::email;

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::decision::{Decision, Ground, Outcome, Outweighed, Reason};
use crate::error::ErrorCode;
use crate::instant::Instant;
use crate::ruleset::EmergencyYesBinds;

/// The language of an explanation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lang {
    /// Dutch, at B1 level.
    Nl,
    /// English.
    En,
}

impl Lang {
    /// The language with this code: `nl` or `en`.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "nl" => Some(Lang::Nl),
            "en" => Some(Lang::En),
            _ => None,
        }
    }

    /// Its code: `nl` or `en`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Lang::Nl => "nl",
            Lang::En => "en",
        }
    }
}

/// Who reads an explanation (R24).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Audience {
    /// The patient: sees the whole ground.
    Patient,
    /// The provider that keeps the record: sees the whole ground.
    Holder,
    /// The provider that asks: does not learn whether a deny is a "no" or "no choice", nor anything about other holders.
    Consulter,
}

impl Audience {
    /// The audience with this name: `patient`, `holder` or `consulter`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "patient" => Some(Audience::Patient),
            "holder" => Some(Audience::Holder),
            "consulter" => Some(Audience::Consulter),
            _ => None,
        }
    }

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Audience::Patient => "patient",
            Audience::Holder => "holder",
            Audience::Consulter => "consulter",
        }
    }
}

/// How an answer is told, as a question asks for it: in which language it is explained, if at all, and for whom.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Telling {
    pub(crate) lang: Option<Lang>,
    pub(crate) audience: Option<Audience>,
}

impl Telling {
    /// For whom: the holder, if the question does not say, since it is the holder that must know why.
    pub(crate) fn audience(self) -> Audience {
        self.audience.unwrap_or(Audience::Holder)
    }
}

impl From<Option<Lang>> for Telling {
    fn from(lang: Option<Lang>) -> Self {
        let audience = None;
        Telling { lang, audience }
    }
}

/// Reads the field `audience` of a question.
pub(crate) fn audience(text: &str) -> Result<Audience, ErrorCode> {
    Audience::from_name(text).ok_or(ErrorCode::UnknownValue)
}

/// A decision in plain language. `Display` writes it as one line of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    headline: String,
    sentences: Vec<String>,
}

impl Explanation {
    /// The answer itself, in one sentence.
    #[must_use]
    pub fn headline(&self) -> &str {
        &self.headline
    }

    /// Why: the ground, then each choice that was outweighed (in the order of the decision), then until when.
    #[must_use]
    pub fn sentences(&self) -> &[String] {
        &self.sentences
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.headline)?;
        self.sentences
            .iter()
            .try_for_each(|sentence| write!(f, " {sentence}"))
    }
}

/// The sentences of one language. Every match is exhaustive: a new reason or rule does not compile without its sentence.
trait Table {
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
struct Facts<'d> {
    decision: &'d Decision,
    /// What is told as the reason.
    reason: Reason,
    audience: Audience,
}

/// A name of the catalogue in both languages.
#[derive(Clone, Copy)]
struct Named<'d> {
    nl: &'d str,
    en: &'d str,
}

impl<'d> Facts<'d> {
    fn reason(&self) -> Reason {
        self.reason
    }

    fn holder(&self) -> Option<Named<'d>> {
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

    fn consulter(&self) -> Option<Named<'d>> {
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

    fn data(&self) -> Option<Named<'d>> {
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
    fn group(&self, ground: &Ground) -> Option<Named<'d>> {
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

    fn emergency_hours(&self) -> u32 {
        self.decision.law.rules.emergency_hours()
    }

    fn emergency_yes_binds(&self) -> EmergencyYesBinds {
        self.decision.law.rules.emergency_yes_binds()
    }
}

/// Explains a decision for an audience.
pub(crate) fn explain(decision: &Decision, lang: Lang, audience: Audience) -> Explanation {
    let table: &dyn Table = match lang {
        Lang::Nl => &nl::Dutch,
        Lang::En => &en::English,
    };
    let for_consulter = told_to_consulter(decision);
    let facts = Facts {
        decision,
        reason: match audience {
            Audience::Consulter => for_consulter.unwrap_or(decision.reason),
            Audience::Patient | Audience::Holder => decision.reason,
        },
        audience,
    };
    let headline = table.headline(&facts);
    let mut sentences = Vec::new();
    match audience {
        Audience::Consulter if for_consulter.is_none() => {
            sentences.push(table.to_consulter(decision.outcome()))
        }
        Audience::Consulter => sentences.push(table.reason(&facts)),
        Audience::Patient | Audience::Holder => {
            sentences.push(table.reason(&facts));
            sentences.extend(
                decision
                    .outweighed
                    .iter()
                    .map(|outweighed| table.because(&facts, outweighed)),
            );
            sentences.extend(decision.valid_until.map(|until| table.until(until)));
        }
    }
    Explanation {
        headline,
        sentences,
    }
}

/// R24: the reason as far as the question alone gives it, which is all that a consulter hears. None where it is about the
/// patient: then a consulter hears only the outcome.
///
/// R15 comes before R4, so that the death of the patient would show in a question outside the catalogue: also of the
/// deceased a consulter hears that the catalogue has no option for it.
fn told_to_consulter(decision: &Decision) -> Option<Reason> {
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

/// ` (name)`, or nothing.
fn in_brackets(name: Option<&str>) -> String {
    name.map(|name| alloc::format!(" ({name})"))
        .unwrap_or_default()
}

/// The sentence with a capital.
fn capital(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .chain(letters)
        .collect()
}

/// The hour and minute of an instant (UTC).
fn clock(instant: Instant) -> (i64, i64) {
    let minutes = instant
        .as_micros()
        .div_euclid(60_000_000)
        .rem_euclid(24 * 60);
    (minutes / 60, minutes % 60)
}
