//! How an explanation is worded: in which language, for whom, with which names, and by which clock.

use alloc::string::{String, ToString};
use core::fmt;

use super::sentences;
use super::template::{Said, Slot};
use crate::ids::ProviderId;
use crate::instant::Instant;
use crate::telling::{Audience, Lang};

/// The name of the provider with this id, if it is known.
type Names<'w> = dyn Fn(&str) -> Option<String> + 'w;

/// How many seconds local time is ahead of UTC at an instant.
type Zone<'w> = dyn Fn(Instant) -> i32 + 'w;

/// How an explanation is worded: the language, the audience (R24), the names of providers and the time zone.
///
/// The engine knows ids and instants in UTC. Who shows an explanation to a person knows more: give the names and the time zone
/// here. Without names a provider is told by its id; without a time zone times are in UTC, and say so.
///
/// ```
/// use std::collections::BTreeMap;
///
/// use akkoord::explain::{Explain, Wording};
/// use akkoord::{Audience, Engine, Instant, Lang};
///
/// let engine = Engine::mitz();
/// let (profile, query, ..) = engine.read_line(
///     r#"{"profile": {"patient": {"id": "999990019"}, "choices": [
///          {"id": "c1", "answer": "no", "scope": {"level": "individual", "holders": ["ura:90000017"]},
///           "channel": "mijn_mitz", "decided_at": "2026-05-02T22:30:00Z", "recorded_at": "2026-05-02T22:30:00Z"}]},
///         "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
///                   "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
///                   "treatment_relationship": true, "at": "2026-06-01T12:00:00Z"}}"#,
/// )?;
/// let names = BTreeMap::from([("ura:90000017", "De Eik".to_owned())]);
/// let name = |id: &str| names.get(id).cloned();
/// // Two hours ahead of UTC: a time zone library knows when.
/// let amsterdam_in_summer = |_: Instant| 2 * 3_600;
/// let wording = Wording::new(Lang::En, Audience::Patient).with_names(&name).with_zone(&amsterdam_in_summer);
/// let told = engine.decide(&profile, &query)?[0].explain_in(&wording);
/// assert_eq!(
///     told.text(),
///     "No, De Eik (GP practice) may not share your treatment data with the provider that asks (out-of-hours GP post). \
///      On 3 May 2026 you said “no” for this provider (through MijnMitz).",
/// );
/// # Ok::<(), akkoord::Error>(())
/// ```
#[derive(Clone, Copy)]
pub struct Wording<'w> {
    lang: Lang,
    audience: Audience,
    names: Option<&'w Names<'w>>,
    zone: Option<&'w Zone<'w>>,
}

impl<'w> Wording<'w> {
    /// In this language, for this audience; providers by their ids, times in UTC.
    ///
    /// ```
    /// use akkoord::explain::Wording;
    /// use akkoord::{Audience, Lang};
    /// let wording = Wording::new(Lang::Nl, Audience::Patient);
    /// assert_eq!((wording.lang(), wording.audience()), (Lang::Nl, Audience::Patient));
    /// ```
    #[must_use]
    pub const fn new(lang: Lang, audience: Audience) -> Self {
        Wording {
            lang,
            audience,
            names: None,
            zone: None,
        }
    }

    /// With the names of providers: from the id to the name; `None` for one whose name is not known.
    ///
    /// ```
    /// use akkoord::explain::{Explain, Wording};
    /// use akkoord::overview::{Subscription, Subscriptions};
    /// use akkoord::query::{Connection, Holder};
    /// use akkoord::{Audience, Engine, Lang, ids::ProviderId};
    ///
    /// let engine = Engine::mitz();
    /// let profile = engine.read_profile(
    ///     r#"{"patient": {"id": "999990019"},
    ///         "choices": [{"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    ///                      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]}"#,
    /// )?;
    /// let id = ProviderId::new("ura:90000017")?;
    /// let holder = Holder { id, kind: "Z3".into(), connection: Connection::Connected };
    /// let holders = Subscriptions::new([Subscription { holder, since: None }])?;
    /// let matrix = engine.matrix(&profile, &holders, "2026-06-01T12:00:00Z".parse()?)?;
    ///
    /// let name = |id: &str| (id == "ura:90000017").then(|| "De Eik".to_owned());
    /// let told = matrix.explain_in(&Wording::new(Lang::En, Audience::Patient).with_names(&name));
    /// assert!(told.text().starts_with("GP practice De Eik may share your treatment data with "));
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub const fn with_names(self, names: &'w (dyn Fn(&str) -> Option<String> + 'w)) -> Self {
        Wording {
            names: Some(names),
            ..self
        }
    }

    /// With a time zone: how many seconds local time is ahead of UTC at an instant, negative where it is behind. Dates and times
    /// are local then. An offset of more than a day is none: the time is in UTC, and says so.
    ///
    /// ```
    /// use akkoord::explain::{Explain, Wording};
    /// use akkoord::{Audience, Engine, Instant, Lang};
    ///
    /// let engine = Engine::mitz();
    /// let (profile, query, ..) = engine.read_line(
    ///     r#"{"profile": {"patient": {"id": "999990019"}, "choices": [
    ///          {"id": "e1", "answer": "no", "scope": {"level": "emergency", "holders": ["ura:90000017"],
    ///           "consulter": {"id": "ura:90000033", "type": "N6"}}, "channel": "raadplegersknop",
    ///           "decided_at": "2026-03-07T09:00:00Z", "recorded_at": "2026-03-07T09:00:00Z"}]},
    ///         "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    ///                   "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    ///                   "treatment_relationship": true, "at": "2026-03-08T12:00:00Z"}}"#,
    /// )?;
    /// let decision = &engine.decide(&profile, &query)?[0];
    /// let utc = Wording::new(Lang::Nl, Audience::Patient);
    /// let told = |wording: Wording| decision.explain_in(&wording).to_string();
    /// assert!(told(utc).ends_with("Dit antwoord geldt tot 10 maart 2026, 09.00 uur (UTC)."));
    /// let winter = |_: Instant| 3_600;
    /// assert!(told(utc.with_zone(&winter)).ends_with("Dit antwoord geldt tot 10 maart 2026, 10.00 uur."));
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub const fn with_zone(self, zone: &'w (dyn Fn(Instant) -> i32 + 'w)) -> Self {
        Wording {
            zone: Some(zone),
            ..self
        }
    }

    /// The language.
    ///
    /// ```
    /// use akkoord::explain::Wording;
    /// use akkoord::{Audience, Lang};
    /// assert_eq!(Wording::new(Lang::En, Audience::Holder).lang(), Lang::En);
    /// ```
    #[must_use]
    pub const fn lang(&self) -> Lang {
        self.lang
    }

    /// For whom.
    ///
    /// ```
    /// use akkoord::explain::Wording;
    /// use akkoord::{Audience, Lang};
    /// assert_eq!(Wording::new(Lang::En, Audience::Holder).audience(), Audience::Holder);
    /// ```
    #[must_use]
    pub const fn audience(&self) -> Audience {
        self.audience
    }

    /// A name of the catalogue, in the language.
    pub(super) fn of<'n>(&self, nl: &'n str, en: &'n str) -> &'n str {
        match self.lang {
            Lang::Nl => nl,
            Lang::En => en,
        }
    }

    /// The name that belongs to an id.
    pub(super) fn name(&self, id: &str) -> Option<String> {
        self.names?(id).filter(|name| !name.is_empty())
    }

    /// The name of a provider, else its id.
    pub(super) fn name_or_id(&self, id: &ProviderId) -> String {
        self.name(id.as_str()).unwrap_or_else(|| id.as_str().into())
    }

    /// A sentence without slots.
    pub(super) const fn say(&self, said: &'static Said) -> &'static str {
        said.in_lang(self.lang)
    }

    /// A sentence with its slots filled.
    pub(super) fn fill(&self, said: &Said, slots: &[(Slot, &str)]) -> String {
        said.fill(self.lang, slots)
    }

    /// The instant by the clock of whoever reads it, and whether that is UTC because no time zone was given.
    fn local(&self, instant: Instant) -> (Instant, bool) {
        let ahead = self.zone.map(|zone| zone(instant));
        let local = ahead
            .filter(|seconds| seconds.unsigned_abs() <= 86_400)
            .and_then(|seconds| {
                let micros = i64::from(seconds).checked_mul(1_000_000)?;
                Instant::from_micros(instant.as_micros().checked_add(micros)?)
            });
        (local.unwrap_or(instant), local.is_none())
    }

    /// The day of an instant.
    pub(super) fn day(&self, instant: Instant) -> String {
        self.date(self.local(instant).0)
    }

    fn date(&self, local: Instant) -> String {
        let date = local.date();
        self.fill(
            sentences::day(date.month()),
            &[
                (Slot::Day, &number(date.day().into())),
                (Slot::Year, &number(date.year().into())),
            ],
        )
    }

    /// The day and the time of an instant.
    pub(super) fn moment(&self, instant: Instant) -> String {
        let (local, in_utc) = self.local(instant);
        let minutes = local.as_micros().div_euclid(60_000_000).rem_euclid(24 * 60);
        self.fill(
            sentences::moment(),
            &[
                (Slot::Date, &self.date(local)),
                (Slot::Hour, &two_digits(minutes / 60)),
                (Slot::Minute, &two_digits(minutes % 60)),
                (Slot::Utc, if in_utc { " (UTC)" } else { "" }),
            ],
        )
    }
}

pub(super) fn number(number: i64) -> String {
    number.to_string()
}

fn two_digits(under_hundred: i64) -> String {
    let zero = if under_hundred < 10 { "0" } else { "" };
    [zero, &number(under_hundred)].concat()
}

impl fmt::Debug for Wording<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wording")
            .field("lang", &self.lang)
            .field("audience", &self.audience)
            .field("names", &self.names.is_some())
            .field("zone", &self.zone.is_some())
            .finish()
    }
}
