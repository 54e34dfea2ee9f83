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
    ///
    /// ```
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(
    /// #     r#"{"profile": {"patient": {"id": "999990019"}, "choices": []},
    /// #         "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #                   "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #                   "treatment_relationship": true, "at": "2026-06-01T12:00:00Z"}}"#,
    /// # )?;
    /// use akkoord::{Audience, Lang};
    /// // The patient has made no choice.
    /// let decision = &engine.decide(&profile, &query)?[0];
    /// let told = engine.explain(decision, Lang::En, Audience::Patient);
    /// assert_eq!(
    ///     told.headline(),
    ///     "No, this provider (GP practice) may not share your treatment data with the provider that asks \
    ///      (out-of-hours GP post).",
    /// );
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn headline(&self) -> &str {
        &self.headline
    }

    /// Why: the ground, then each choice that was outweighed (in the order of the decision), then until when.
    ///
    /// ```
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(
    /// #     r#"{"profile": {"patient": {"id": "999990019"}, "choices": [
    /// #         {"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    /// #          "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"},
    /// #         {"id": "c2", "answer": "no", "scope": {"level": "individual", "holders": ["ura:90000017"]},
    /// #          "channel": "dossierhoudersknop",
    /// #          "decided_at": "2026-05-03T09:00:00Z", "recorded_at": "2026-05-03T09:00:00Z"}]},
    /// #         "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #                   "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #                   "treatment_relationship": true, "at": "2026-06-01T12:00:00Z"}}"#,
    /// # )?;
    /// use akkoord::{Audience, Lang};
    /// // The patient said yes for all providers (c1), and later no for this holder (c2).
    /// let decision = &engine.decide(&profile, &query)?[0];
    /// let told = engine.explain(decision, Lang::En, Audience::Patient);
    /// assert_eq!(told.sentences(), [
    ///     "On 3 May 2026 you said “no” for this provider (recorded by the provider that keeps the record).",
    ///     "Your “no” for this provider of 3 May 2026 goes before your “yes” for all providers of 2 January 2026 \
    ///      (through MijnMitz).",
    /// ]);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
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
