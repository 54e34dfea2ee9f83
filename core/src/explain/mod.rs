//! Explanations (R24): Dutch at B1 level and English, for an audience; one table of sentences per language.
//!
//! What can be explained says so itself: [`Explain`] has the types. [`Wording`] says how: in which language, for whom, with which
//! names of providers, and in which time zone.

mod decision;
mod en;
mod explanation;
mod facts;
mod nl;
mod overview;
mod overview_en;
mod overview_nl;
mod sentences;
mod tell;
mod telling;
mod wording;

use alloc::string::String;

pub use explanation::{Explanation, Part, Says};
pub(crate) use overview::email;
use tell::{Tell, Teller};
pub use telling::{Audience, Lang};
pub(crate) use telling::{Telling, audience, lang};
pub use wording::Wording;

use crate::decision::Decision;
use crate::overview::{
    AccessRecord, ChangeNotices, Matrix, OpenAnswer, SmallestChange, Timeline, WhatIf, WhyEmpty,
};
use crate::register::Registered;

/// An answer that can be told in plain language (R24): a decision, the answers to the other questions (R27-R33), what was recorded
/// (R34-R40), and a list of them. Why a command was refused is told by [`ErrorCode::explain`](crate::error::ErrorCode::explain).
///
/// A [`Audience::Consulter`] is told what it may know, and no more. What is for the patient and the holder alone
/// ([`WhatIf`], [`SmallestChange`], [`Matrix`], [`ChangeNotices`], [`AccessRecord`]) is withheld from it: one sentence says so.
///
/// ```
/// use akkoord::explain::Explain;
/// use akkoord::{Audience, Engine, Lang};
///
/// let engine = Engine::mitz();
/// let (profile, query, ..) = engine.read_line(
///     r#"{"profile": {"patient": {"id": "999990019"}, "choices": [
///          {"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
///           "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]},
///         "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
///                   "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
///                   "treatment_relationship": true, "at": "2026-06-01T12:00:00Z"}}"#,
/// )?;
/// let decisions = engine.decide(&profile, &query)?;
/// assert_eq!(
///     decisions[0].explain(Lang::Nl, Audience::Patient).to_string(),
///     "Ja, deze zorgaanbieder (huisartsenpraktijk) mag uw behandelgegevens delen met de zorgaanbieder die erom vraagt \
///      (huisartsenpost). U hebt op 2 januari 2026 ‘ja’ gezegd voor alle zorgaanbieders (via MijnMitz).",
/// );
/// # Ok::<(), akkoord::Error>(())
/// ```
pub trait Explain: Tell {
    /// Explains it in this language, for this audience; providers by their ids, times in UTC.
    ///
    /// ```
    /// use akkoord::explain::Explain;
    /// use akkoord::overview::Subscriptions;
    /// use akkoord::{Audience, Engine, Lang};
    /// let engine = Engine::mitz();
    /// let profile = engine.read_profile(r#"{"patient": {"id": "999990019"}, "choices": []}"#)?;
    /// let matrix = engine.matrix(&profile, &Subscriptions::default(), "2026-06-01T12:00:00Z".parse()?)?;
    /// let told = matrix.explain(Lang::En, Audience::Patient);
    /// assert_eq!(told.text(), "No provider has announced a record of you.");
    /// // Who can see a patient is not for a provider that asks.
    /// assert_eq!(matrix.explain(Lang::En, Audience::Consulter).text(), "You are not shown this.");
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    fn explain(&self, lang: Lang, audience: Audience) -> Explanation {
        self.explain_in(&Wording::new(lang, audience))
    }

    /// Explains it with the names of providers and the time zone of a [`Wording`].
    ///
    /// ```
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(
    /// #     r#"{"profile": {"patient": {"id": "999990019"}, "choices": []},
    /// #         "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #                   "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #                   "treatment_relationship": true, "at": "2026-06-01T12:00:00Z"}}"#,
    /// # )?;
    /// use akkoord::explain::{Explain, Wording};
    /// use akkoord::{Audience, Lang};
    /// // The patient has made no choice.
    /// let name = |id: &str| match id {
    ///     "ura:90000017" => Some("De Eik".to_owned()),
    ///     "ura:90000033" => Some("Post Noord".to_owned()),
    ///     _ => None,
    /// };
    /// let wording = Wording::new(Lang::En, Audience::Patient).with_names(&name);
    /// assert_eq!(
    ///     engine.decide(&profile, &query)?[0].explain_in(&wording).headline(),
    ///     "No, De Eik (GP practice) may not share your treatment data with Post Noord (out-of-hours GP post).",
    /// );
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    fn explain_in(&self, wording: &Wording<'_>) -> Explanation {
        let mut teller = Teller::of_parts();
        self.tell(wording, &mut teller);
        teller.finish()
    }
}

impl Explain for Decision {}
impl Explain for OpenAnswer {}
impl Explain for WhyEmpty {}
impl Explain for Timeline {}
impl Explain for WhatIf {}
impl Explain for SmallestChange {}
impl Explain for Matrix {}
impl Explain for ChangeNotices {}
impl Explain for AccessRecord {}
impl Explain for Registered {}
impl<T: Explain> Explain for [T] {}

impl<T: Tell> Tell for [T] {
    fn tell(&self, wording: &Wording<'_>, teller: &mut Teller) {
        self.iter().for_each(|one| one.tell(wording, teller));
    }
}

/// The text of an explanation.
pub(crate) fn text(answer: &(impl Tell + ?Sized), lang: Lang, audience: Audience) -> String {
    let mut teller = Teller::of_text();
    answer.tell(&Wording::new(lang, audience), &mut teller);
    teller.into_text()
}
