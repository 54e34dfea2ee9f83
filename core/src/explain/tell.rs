//! What can be explained, and how it is told: part after part.

use alloc::string::String;

use super::explanation::{About, Explanation, Piece};
use super::wording::Wording;
use crate::telling::{Audience, Lang};

/// What can be told in plain language. Nobody outside of this crate can add to it.
pub trait Tell {
    /// Tells it, part by part.
    fn tell(&self, wording: &Wording<'_>, teller: &mut Teller);
}

/// An answer that can be told in plain language (R24): a decision, the answers to the other questions (R27-R33), what was recorded
/// (R34-R40), and a list of them. Why a command was refused is told by [`ErrorCode::explain`](crate::error::ErrorCode::explain).
///
/// A [`Audience::Consulter`] is told what it may know, and no more. What is for the patient and the holder alone
/// ([`WhatIf`](crate::overview::WhatIf), [`SmallestChange`](crate::overview::SmallestChange), [`Matrix`](crate::overview::Matrix), [`ChangeNotices`](crate::overview::ChangeNotices), [`AccessRecord`](crate::overview::AccessRecord)) is withheld from it: one sentence says so.
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

/// Puts an explanation together.
#[derive(Debug)]
pub struct Teller {
    explanation: Explanation,
    is_empty: bool,
    keeps_parts: bool,
}

impl Teller {
    /// With its parts.
    pub(super) fn of_parts() -> Self {
        Teller {
            explanation: Explanation::default(),
            is_empty: true,
            keeps_parts: true,
        }
    }

    /// The text alone: an answer of many entries has as many parts.
    pub(super) fn of_text() -> Self {
        Teller {
            keeps_parts: false,
            ..Self::of_parts()
        }
    }

    /// Adds a part. `about` is asked where parts are kept.
    pub(super) fn say(&mut self, text: &str, about: impl FnOnce() -> About) {
        let Explanation {
            text: whole,
            pieces,
        } = &mut self.explanation;
        if !self.is_empty {
            whole.push(' ');
        }
        self.is_empty = false;
        whole.push_str(text);
        if self.keeps_parts {
            pieces.push(Piece {
                end: whole.len(),
                about: about(),
            });
        }
    }

    pub(super) fn finish(self) -> Explanation {
        self.explanation
    }

    pub(super) fn into_text(self) -> String {
        self.explanation.text
    }
}
