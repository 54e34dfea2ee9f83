//! The compiled engine: a profile at an instant, worked out beforehand, for who decides a million times a second.
//!
//! It has no rules of its own. Compiling asks the literal engine (`precedence`) once for every kind of question that the
//! catalogue knows, for every holder and consulter that the profile names and for all others, and keeps the answers in
//! tables. Deciding looks one up: no allocation, no rule, no string but the one comparison that makes a hash safe.

mod alike;
mod code;
mod compile;
mod holder;
mod parts;
mod query;

use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

pub(crate) use code::{Code, InstantRow};
pub(crate) use compile::{
    Holders, Shape, ShapeOf, Store, WorkedOut, compile, compile_for, work_out,
};
pub use query::PreparedQuery;
pub(crate) use query::{Asks, Name};

use crate::catalogue::{CatalogueOption, ClassIndex, OptionIndex};
use crate::ids::{ChoiceId, ProviderId};
use crate::instant::Instant;
use crate::law::{Law, LawKey};
use crate::lookup::Lookup;
use crate::profile::ChoiceRow;
use crate::reason::{Outcome, Reason};

/// A profile at an instant, ready to decide: immutable, `Send + Sync`, cheap to share behind a reference.
///
/// ```
/// use akkoord::{Engine, Outcome};
///
/// let engine = Engine::mitz();
/// let profile = engine.read_profile(
///     r#"{"patient": {"id": "999990019"},
///         "choices": [{"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
///                      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]}"#,
/// )?;
/// let query = engine.read_query(
///     r#"{"holder": {"id": "ura:90000017", "type": "Z3"}, "consulter": {"id": "ura:90000033", "type": "N6"},
///         "data": "GGC002", "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}"#,
/// )?;
/// let compiled = engine.compile(&profile, query.at)?;
/// let question = engine.prepare(&query, "GGC002");
/// let verdict = compiled.decide(&question)?;
/// assert_eq!(verdict.outcome(), Outcome::Permit);
/// assert_eq!(compiled.decided_by(verdict).map(|id| id.as_str()), Some("c1"));
/// assert_eq!(compiled.option(verdict).map(|option| option.id()), Some("1.1"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Compiled {
    law: Arc<Law>,
    key: LawKey,
    at: Instant,
    until: Option<Instant>,
    life: Life,
    tables: Tables,
    choices: Vec<ChoiceId>,
}

/// R15, at the instant of the compilation.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Life {
    Deceased,
    /// The later instant from which the patient is known to be deceased, if there is one.
    Alive(Option<Instant>),
}

/// Not the answers, in which a date of death or a choice may stand: it must not end up in a log.
impl fmt::Debug for Compiled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Compiled")
            .field("at", &self.at)
            .finish_non_exhaustive()
    }
}

/// The answers: a table has a code per kind of question.
#[derive(Clone, Debug, Default)]
struct Tables {
    /// How many codes a table has.
    width: usize,
    /// Table after table; the first is for holders that are not found below.
    codes: Vec<Code>,
    holders: Vec<NamedHolder>,
    by_name: Lookup,
    /// By hash for each holder.
    consulters: Vec<NamedConsulter>,
    /// The instants that codes point at, ascending.
    instants: Vec<Instant>,
}

/// A holder that some choice names, with its own answers.
#[derive(Clone, Debug)]
struct NamedHolder {
    id: ProviderId,
    table: usize,
    /// The consulters that an emergency yes for this holder names: a range of the list, by hash.
    first_consulter: usize,
    end_consulter: usize,
}

/// A consulter that an emergency yes names: its own answers at one holder.
#[derive(Clone, Debug)]
struct NamedConsulter {
    /// Of its id.
    hash: u64,
    id: ProviderId,
    table: usize,
}

/// What the compiled engine decides: outcome, reason, option, deciding choice and `valid_until`, without the grounds.
///
/// The same as the [`Decision`](crate::Decision) of the literal engine. Ask the [`Compiled`] that made it for the ids.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    code: Code,
    valid_until: Option<Instant>,
}

impl Verdict {
    /// Permit, deny, not applicable or indeterminate. Whoever enforces treats all but permit as no (R22).
    ///
    /// ```
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(
    /// #     r#"{"profile": {"patient": {"id": "999990019"}, "choices": []},
    /// #         "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #                   "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #                   "treatment_relationship": true, "at": "2026-06-01T12:00:00Z"}}"#,
    /// # )?;
    /// // The patient has made no choice.
    /// let compiled = engine.compile(&profile, query.at)?;
    /// let verdict = compiled.decide(&engine.prepare(&query, "GGC002"))?;
    /// let may_disclose = verdict.outcome() == akkoord::Outcome::Permit;
    /// assert!(!may_disclose);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    #[inline]
    pub fn outcome(self) -> Outcome {
        self.reason().outcome()
    }

    /// The reason code.
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
    /// // The patient said yes for all providers (c1), and later no for this holder (c2).
    /// let compiled = engine.compile(&profile, query.at)?;
    /// let verdict = compiled.decide(&engine.prepare(&query, "GGC002"))?;
    /// assert_eq!(verdict.reason(), akkoord::Reason::IndividualNo);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    #[inline]
    pub fn reason(self) -> Reason {
        self.code.reason()
    }

    /// The first instant after `at` at which there is another decision; none if never (R23).
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
    /// // An emergency yes, decided on 7 March at 09:00.
    /// let compiled = engine.compile(&profile, query.at)?;
    /// let verdict = compiled.decide(&engine.prepare(&query, "GGC002"))?;
    /// let until = verdict.valid_until().map(|until| until.to_string());
    /// assert_eq!(until.as_deref(), Some("2026-03-10T09:00:00Z")); // 72 hours later
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    #[inline]
    pub fn valid_until(self) -> Option<Instant> {
        self.valid_until
    }

    /// The row of the deciding choice in [`Profile::choices`](crate::Profile::choices), if a choice decided.
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
    /// // The patient said yes for all providers (c1), and later no for this holder (c2).
    /// let compiled = engine.compile(&profile, query.at)?;
    /// let verdict = compiled.decide(&engine.prepare(&query, "GGC002"))?;
    /// assert_eq!(verdict.decided_by_row(), Some(1));
    /// assert_eq!(profile.choices()[1].id().as_str(), "c2");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    #[inline]
    pub fn decided_by_row(self) -> Option<usize> {
        self.code
            .decided_by()
            .map(|ChoiceRow(row)| usize::from(row))
    }

    /// The row of the option in [`Catalogue::options`](crate::Catalogue::options) (R23); none if
    /// the question was answered before an option was found (R4, R11-R15).
    ///
    /// ```
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(
    /// #     r#"{"profile": {"patient": {"id": "999990019"}, "choices": [
    /// #         {"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    /// #          "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]},
    /// #         "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #                   "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #                   "treatment_relationship": true, "at": "2026-06-01T12:00:00Z"}}"#,
    /// # )?;
    /// let compiled = engine.compile(&profile, query.at)?;
    /// let verdict = compiled.decide(&engine.prepare(&query, "GGC002"))?;
    /// let option = verdict.option_row().map(|row| engine.catalogue().options()[row].id());
    /// assert_eq!(option, Some("1.1"));
    /// let unknown = compiled.decide(&engine.prepare(&query, "GGC999"))?;
    /// assert_eq!(unknown.option_row(), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    #[inline]
    pub fn option_row(self) -> Option<usize> {
        self.option_index().map(OptionIndex::get)
    }

    #[inline]
    pub(crate) fn option_index(self) -> Option<OptionIndex> {
        self.code.option()
    }

    #[inline]
    pub(crate) fn of(code: Code, valid_until: Option<Instant>) -> Self {
        let code = code.without_until();
        Verdict { code, valid_until }
    }

    #[inline]
    pub(crate) fn settled(reason: Reason, valid_until: Option<Instant>) -> Self {
        let code = Code::new(reason, None, None, None);
        Verdict { code, valid_until }
    }
}

impl fmt::Debug for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verdict")
            .field("reason", &self.reason())
            .field("option_row", &self.option_row())
            .field("decided_by_row", &self.decided_by_row())
            .field("valid_until", &self.valid_until)
            .finish()
    }
}

/// Why a compiled profile does not answer a question. Whoever enforces takes it as no, and compiles anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAnswered {
    /// The question is about an instant for which this was not compiled.
    #[error(
        "the question lies outside the time for which the profile was compiled: compile it for that instant"
    )]
    OtherInstant,
    /// The question was prepared with another catalogue, or with another seed
    /// ([`Engine::with_seed`](crate::Engine::with_seed)).
    #[error(
        "the question was prepared with another catalogue or seed than the profile: use one engine for both"
    )]
    OtherCatalogue,
    /// The population has learnt of providers since the question was prepared.
    #[error(
        "the population has learnt of providers since the question was prepared: prepare it again"
    )]
    Outdated,
}

impl Compiled {
    /// The instant for which it was compiled.
    ///
    /// ```
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(
    /// #     r#"{"profile": {"patient": {"id": "999990019"}, "choices": []},
    /// #         "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #                   "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #                   "treatment_relationship": true, "at": "2026-06-01T12:00:00Z"}}"#,
    /// # )?;
    /// use akkoord::Instant;
    /// use akkoord::compiled::NotAnswered;
    /// let compiled = engine.compile(&profile, query.at)?;
    /// assert_eq!(compiled.at(), query.at);
    /// let earlier = engine.prepare(&query, "GGC002").at(Instant::MIN);
    /// assert_eq!(compiled.decide(&earlier), Err(NotAnswered::OtherInstant));
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn at(&self) -> Instant {
        self.at
    }

    /// The first later instant at which anything in the profile happens: from then on, compile anew. None if never.
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
    /// // The patient said yes for all providers (c1), and no for this holder on 3 May (c2).
    /// let compiled = engine.compile(&profile, "2026-01-05T12:00:00Z".parse()?)?;
    /// let until = compiled.valid_until().map(|until| until.to_string());
    /// assert_eq!(until.as_deref(), Some("2026-05-03T09:00:00Z"));
    /// assert_eq!(engine.compile(&profile, query.at)?.valid_until(), None);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn valid_until(&self) -> Option<Instant> {
        self.until
    }

    /// Decides, as the literal engine does (R11-R23). Does not allocate.
    ///
    /// # Errors
    /// [`NotAnswered::OtherInstant`] for a question before [`Compiled::at`] or from [`Compiled::valid_until`] on;
    /// [`NotAnswered::OtherCatalogue`] for one that was compiled with another catalogue or seed.
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
    /// use akkoord::compiled::NotAnswered;
    /// // An emergency yes, decided on 7 March at 09:00.
    /// let compiled = engine.compile(&profile, query.at)?;
    /// let question = engine.prepare(&query, "GGC002");
    /// assert_eq!(compiled.decide(&question)?.reason().name(), "emergency_yes");
    /// let expired = question.at("2026-03-10T09:00:00Z".parse()?);
    /// assert_eq!(compiled.decide(&expired), Err(NotAnswered::OtherInstant));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[inline(always)]
    pub fn decide(&self, query: &PreparedQuery<'_>) -> Result<Verdict, NotAnswered> {
        if query.key != self.key {
            return Err(NotAnswered::OtherCatalogue);
        }
        if query.at < self.at || self.until.is_some_and(|until| until <= query.at) {
            return Err(NotAnswered::OtherInstant);
        }
        let class = match query.asks {
            Asks::Settled(reason) => return Ok(Verdict::settled(reason, None)),
            Asks::Class(class) => class,
        };
        Ok(self.answer(class, &query.holder, &query.consulter))
    }

    /// The answer to a question that passed the gate (R11-R14).
    #[inline(always)]
    pub(crate) fn answer(
        &self,
        class: Option<ClassIndex>,
        holder: &Name<'_>,
        consulter: &Name<'_>,
    ) -> Verdict {
        let shuts_at = match self.life {
            Life::Deceased => return Verdict::settled(Reason::PatientDeceased, None),
            Life::Alive(shuts_at) => shuts_at,
        };
        let code = class.and_then(|class| self.tables.code(class, holder, consulter));
        code.map_or(Verdict::settled(Reason::NotInCatalogue, shuts_at), |code| {
            Verdict::of(code, self.tables.instant(code.until()))
        })
    }

    /// The ids of the choices, in the order of [`Profile::choices`](crate::Profile::choices).
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
    /// // The patient said yes for all providers (c1), and later no for this holder (c2).
    /// let compiled = engine.compile(&profile, query.at)?;
    /// let ids: Vec<&str> = compiled.choice_ids().iter().map(|id| id.as_str()).collect();
    /// assert_eq!(ids, ["c1", "c2"]);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn choice_ids(&self) -> &[ChoiceId] {
        &self.choices
    }

    /// The id of the choice that decided, if a choice did. The verdict must be of this compiled profile.
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
    /// // The patient said yes for all providers (c1), and later no for this holder (c2).
    /// let compiled = engine.compile(&profile, query.at)?;
    /// let verdict = compiled.decide(&engine.prepare(&query, "GGC002"))?;
    /// assert_eq!(compiled.decided_by(verdict).map(|id| id.as_str()), Some("c2"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn decided_by(&self, verdict: Verdict) -> Option<&ChoiceId> {
        self.choices.get(verdict.decided_by_row()?)
    }

    /// The option of a verdict (R23), as [`Verdict::option_row`]. The verdict must be of the same catalogue.
    ///
    /// ```
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(
    /// #     r#"{"profile": {"patient": {"id": "999990019"}, "choices": [
    /// #         {"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    /// #          "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]},
    /// #         "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #                   "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #                   "treatment_relationship": true, "at": "2026-06-01T12:00:00Z"}}"#,
    /// # )?;
    /// let compiled = engine.compile(&profile, query.at)?;
    /// let verdict = compiled.decide(&engine.prepare(&query, "GGC013"))?;
    /// // No option of a GP practice is for `GGC013` alone: one for `GGC002`, which includes it, answers (R3).
    /// let option = compiled.option(verdict).map(|option| (option.id(), option.data()));
    /// assert_eq!(option, Some(("1.1", "GGC002")));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn option(&self, verdict: Verdict) -> Option<&CatalogueOption> {
        self.law.catalogue.option_row(verdict.option_index()?)
    }
}

impl Tables {
    fn code(&self, class: ClassIndex, holder: &Name<'_>, consulter: &Name<'_>) -> Option<Code> {
        let table = match self.holder(holder) {
            None => 0,
            Some(named) if named.first_consulter == named.end_consulter => named.table,
            Some(named) => self
                .consulter(named, consulter)
                .map_or(named.table, |consulter| consulter.table),
        };
        let place = table.checked_mul(self.width)?.checked_add(class.get())?;
        self.codes.get(place).copied()
    }

    fn holder(&self, name: &Name<'_>) -> Option<&NamedHolder> {
        let is_it = |row| {
            let named: Option<&NamedHolder> = self.holders.get(row);
            named.is_some_and(|named| name.is(&named.id))
        };
        self.holders.get(self.by_name.find(name.hash, is_it)?)
    }

    fn consulter(&self, holder: &NamedHolder, name: &Name<'_>) -> Option<&NamedConsulter> {
        let consulters = self
            .consulters
            .get(holder.first_consulter..holder.end_consulter)?;
        let first = consulters.partition_point(|named| named.hash < name.hash);
        let candidates = consulters
            .get(first..)?
            .iter()
            .take_while(|named| named.hash == name.hash);
        candidates.into_iter().find(|named| name.is(&named.id))
    }

    fn instant(&self, row: Option<InstantRow>) -> Option<Instant> {
        self.instants.get(usize::from(row?.0)).copied()
    }
}
