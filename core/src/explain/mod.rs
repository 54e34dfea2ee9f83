//! Explanations (R24): Dutch at B1 level and English, for an audience; one table of sentences per language.

mod en;
mod facts;
mod nl;
mod overview;
mod overview_en;
mod overview_nl;
mod sentences;
mod telling;

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use facts::{Facts, Table};
pub(crate) use overview::email;
pub use telling::{Audience, Lang};
pub(crate) use telling::{Telling, audience, lang};

use crate::decision::Decision;
use crate::reason::Reason;

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
