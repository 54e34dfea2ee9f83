//! An explanation: text in parts, each with what it speaks of.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use smol_str::SmolStr;

use crate::ids::{ChoiceId, ProviderId};
use crate::instant::Instant;

/// An answer in plain language. `Display` writes it as one line of text: its parts, with a space between them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Explanation {
    pub(super) text: String,
    pub(super) pieces: Vec<Piece>,
}

/// A part, which ends where the next one begins, but for a space.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) end: usize,
    pub(super) about: About,
}

/// One sentence or a few of an explanation, with what they speak of: for who shows them in another form than as text.
///
/// ```
/// use akkoord::explain::{Explain, Says};
/// use akkoord::{Audience, Engine, Lang};
///
/// let engine = Engine::mitz();
/// let (profile, query, ..) = engine.read_line(
///     r#"{"profile": {"patient": {"id": "999990019"}, "choices": [
///          {"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
///           "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"},
///          {"id": "c2", "answer": "no", "scope": {"level": "individual", "holders": ["ura:90000017"]},
///           "channel": "dossierhoudersknop",
///           "decided_at": "2026-05-03T09:00:00Z", "recorded_at": "2026-05-03T09:00:00Z"}]},
///         "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
///                   "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
///                   "treatment_relationship": true, "at": "2026-06-01T12:00:00Z"}}"#,
/// )?;
/// // The patient said yes for all providers (c1), and later no for this holder (c2).
/// let told = engine.decide(&profile, &query)?[0].explain(Lang::En, Audience::Patient);
/// let parts: Vec<_> = told.parts().map(|part| (part.says, part.choice.map(|id| id.as_str()))).collect();
/// assert_eq!(parts, [(Says::Answer, None), (Says::Why, Some("c2")), (Says::Outweighed, Some("c1"))]);
/// # Ok::<(), akkoord::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Part<'e> {
    /// What kind of part it is.
    pub says: Says,
    /// The text.
    pub text: &'e str,
    /// The choice that it speaks of.
    pub choice: Option<&'e ChoiceId>,
    /// The holder that it speaks of.
    pub holder: Option<&'e ProviderId>,
    /// The code of the data category that it speaks of.
    pub data: Option<&'e str>,
    /// The instant that it speaks of: until when an answer holds, when an interval begins, when something was done.
    pub at: Option<Instant>,
}

/// What a part of an explanation says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Says {
    /// What the parts after it are about, such as a data category.
    Heading,
    /// The answer itself; of an answer with many entries, one of them.
    Answer,
    /// Why.
    Why,
    /// Which other choice did not decide, and why not.
    Outweighed,
    /// Until when the answer holds.
    Until,
    /// That this is not told to the audience (R24).
    Withheld,
}

/// What a part speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct About {
    pub(super) says: Says,
    pub(super) choice: Option<ChoiceId>,
    pub(super) holder: Option<ProviderId>,
    pub(super) data: Option<SmolStr>,
    pub(super) at: Option<Instant>,
}

impl Says {
    /// A part that speaks of nothing in particular.
    pub(super) const fn part(self) -> About {
        About {
            says: self,
            choice: None,
            holder: None,
            data: None,
            at: None,
        }
    }
}

impl Explanation {
    /// The whole text.
    ///
    /// ```
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(
    /// #     r#"{"profile": {"patient": {"id": "999990019"}, "choices": []},
    /// #         "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #                   "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #                   "treatment_relationship": true, "at": "2026-06-01T12:00:00Z"}}"#,
    /// # )?;
    /// use akkoord::explain::Explain;
    /// use akkoord::{Audience, Lang};
    /// // The patient has made no choice.
    /// let told = engine.decide(&profile, &query)?[0].explain(Lang::En, Audience::Patient);
    /// assert!(told.text().ends_with("No choice covers this. Without a choice no data are shared."));
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The parts, in the order of the text.
    ///
    /// ```
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(
    /// #     r#"{"profile": {"patient": {"id": "999990019"}, "choices": [
    /// #         {"id": "e1", "answer": "yes", "scope": {"level": "emergency", "holders": ["ura:90000017"],
    /// #           "consulter": {"id": "ura:90000033", "type": "N6"}}, "channel": "raadplegersknop",
    /// #          "decided_at": "2026-03-07T09:00:00Z", "recorded_at": "2026-03-07T09:00:00Z"}]},
    /// #         "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #                   "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #                   "treatment_relationship": true, "at": "2026-03-08T12:00:00Z"}}"#,
    /// # )?;
    /// use akkoord::explain::{Explain, Says};
    /// use akkoord::{Audience, Lang};
    /// // An emergency yes, decided on 7 March at 09:00.
    /// let told = engine.decide(&profile, &query)?[0].explain(Lang::En, Audience::Patient);
    /// let says: Vec<Says> = told.parts().map(|part| part.says).collect();
    /// assert_eq!(says, [Says::Answer, Says::Why, Says::Until]);
    /// let last = told.parts().last().expect("three parts");
    /// assert_eq!(last.text, "This answer holds until 10 March 2026, 09:00 (UTC).");
    /// assert_eq!(last.at, Some("2026-03-10T09:00:00Z".parse()?));
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    pub fn parts(&self) -> impl ExactSizeIterator<Item = Part<'_>> {
        let mut begin = 0;
        self.pieces.iter().map(move |Piece { end, about }| {
            let text = self.text.get(begin..*end).unwrap_or_default();
            begin = end.saturating_add(1);
            Part {
                says: about.says,
                text,
                choice: about.choice.as_ref(),
                holder: about.holder.as_ref(),
                data: about.data.as_deref(),
                at: about.at,
            }
        })
    }

    /// The text of the first part: of a decision, the answer itself in one sentence.
    ///
    /// ```
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(
    /// #     r#"{"profile": {"patient": {"id": "999990019"}, "choices": []},
    /// #         "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #                   "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #                   "treatment_relationship": true, "at": "2026-06-01T12:00:00Z"}}"#,
    /// # )?;
    /// use akkoord::explain::Explain;
    /// use akkoord::{Audience, Lang};
    /// // The patient has made no choice.
    /// let told = engine.decide(&profile, &query)?[0].explain(Lang::En, Audience::Patient);
    /// assert_eq!(
    ///     told.headline(),
    ///     "No, this provider (GP practice) may not share your treatment data with the provider that asks \
    ///      (out-of-hours GP post).",
    /// );
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn headline(&self) -> &str {
        self.parts().next().map_or("", |part| part.text)
    }

    /// The text of each part after the first: of a decision the ground, then each choice that was outweighed (in the order of
    /// the decision), then until when it holds.
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
    /// use akkoord::explain::Explain;
    /// use akkoord::{Audience, Lang};
    /// // The patient said yes for all providers (c1), and later no for this holder (c2).
    /// let told = engine.decide(&profile, &query)?[0].explain(Lang::En, Audience::Patient);
    /// assert_eq!(told.sentences().collect::<Vec<_>>(), [
    ///     "On 3 May 2026 you said “no” for this provider (recorded by the provider that keeps the record).",
    ///     "Your “no” for this provider of 3 May 2026 goes before your “yes” for all providers of 2 January 2026 \
    ///      (through MijnMitz).",
    /// ]);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    pub fn sentences(&self) -> impl ExactSizeIterator<Item = &str> {
        self.parts().skip(1).map(|part| part.text)
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
