//! The engine: a catalogue and a rule set, and what can be asked of them.

use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::catalogue::Catalogue;
use crate::compiled::{self, Compiled, PreparedQuery};
use crate::decision::{self, Decision};
use crate::error::{Error, ErrorCode};
use crate::instant::Instant;
use crate::law::Law;
use crate::limits::Limits;
use crate::lookup::Seed;
use crate::profile::{Profile, ProfileFields};
use crate::query::{Query, QueryFields, QueryView};
use crate::reader;
use crate::ruleset::RuleSet;

/// The rules engine: immutable, `Send + Sync`, cheap to clone.
#[derive(Clone, Debug)]
pub struct Engine(Arc<Law>);

impl Engine {
    /// The engine with the Mitz catalogue and rule set, both embedded. Reads them anew: keep it, and clone it.
    ///
    /// ```
    /// use akkoord::Engine;
    /// let engine = Engine::mitz();
    /// assert_eq!(engine.catalogue().id(), "mitz-3960100");
    /// assert_eq!(engine.ruleset().name(), "mitz-2026-11");
    /// ```
    #[must_use]
    pub fn mitz() -> Self {
        Self::new(Catalogue::mitz(), RuleSet::mitz())
    }

    /// The engine with a catalogue and a rule set of one's own.
    ///
    /// ```
    /// use akkoord::{Catalogue, Engine, RuleSet};
    /// let rules = RuleSet::from_json(
    ///     r#"{"name": "trial-96", "version": "1", "date": "2026-11-22", "parameters": {"emergency_hours": 96}}"#,
    /// )?;
    /// let engine = Engine::new(Catalogue::mitz(), rules);
    /// assert_eq!(engine.ruleset().emergency_hours(), 96);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn new(catalogue: Catalogue, rules: RuleSet) -> Self {
        let (limits, seed) = (Limits::default(), Seed::default());
        Engine(Arc::new(Law::new(catalogue, rules, limits, seed)))
    }

    /// The same engine with limits of one's own on what a call may cost; without: [`Limits::default`].
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
    /// use akkoord::error::ErrorCode;
    /// use akkoord::limits::Limits;
    /// let limited = engine.with_limits(Limits::default().steps(1));
    /// let refused = limited.decide(&profile, &query).unwrap_err();
    /// assert_eq!(refused.code(), ErrorCode::TooMuchWork);
    /// assert!(engine.decide(&profile, &query).is_ok());
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn with_limits(&self, limits: Limits) -> Self {
        let (catalogue, rules) = (self.0.catalogue.clone(), self.0.rules.clone());
        Engine(Arc::new(Law::new(
            catalogue,
            rules,
            limits,
            self.0.seed.clone(),
        )))
    }

    /// The same engine with a seed of one's own for hashing ids. No answer depends on it.
    ///
    /// Whoever knows the seed can choose ids that collide, so that loading and deciding take long. Where ids come from
    /// others, give a number that they cannot know, such as a random one per process; without one, the seed is a fixed
    /// number. What one engine has prepared (a question, a compiled profile, a population) is for engines of the same
    /// seed: another is answered with [`NotAnswered::OtherCatalogue`](crate::compiled::NotAnswered::OtherCatalogue).
    ///
    /// ```
    /// use akkoord::Engine;
    /// use akkoord::compiled::NotAnswered;
    /// let seeded = Engine::mitz().with_seed(0x1f3a_9c27_55d0_e864);
    /// let profile = seeded.read_profile(r#"{"patient": {"id": "999990019"}, "choices": []}"#)?;
    /// let query = seeded.read_query(
    ///     r#"{"holder": {"id": "ura:90000017", "type": "Z3"}, "consulter": {"id": "ura:90000033", "type": "N6"},
    ///         "data": "GGC002", "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}"#,
    /// )?;
    /// let compiled = seeded.compile(&profile, query.at)?;
    /// assert!(compiled.decide(&seeded.prepare(&query, "GGC002")).is_ok());
    /// let elsewhere = Engine::mitz().prepare(&query, "GGC002");
    /// assert_eq!(compiled.decide(&elsewhere), Err(NotAnswered::OtherCatalogue));
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn with_seed(&self, seed: u64) -> Self {
        let (catalogue, rules) = (self.0.catalogue.clone(), self.0.rules.clone());
        let (limits, seed) = (self.0.limits.clone(), Seed::new(seed));
        Engine(Arc::new(Law::new(catalogue, rules, limits, seed)))
    }

    pub(crate) fn law(&self) -> &Arc<Law> {
        &self.0
    }

    /// The catalogue.
    ///
    /// ```
    /// let engine = akkoord::Engine::mitz();
    /// let data: Vec<&str> = engine.catalogue().data_categories().iter().map(|row| row.code()).collect();
    /// assert_eq!(data, ["GGC002", "GGC012", "GGC013"]);
    /// ```
    #[must_use]
    pub fn catalogue(&self) -> &Catalogue {
        &self.0.catalogue
    }

    /// The rule set.
    ///
    /// ```
    /// let engine = akkoord::Engine::mitz();
    /// assert_eq!(engine.ruleset().name(), "mitz-2026-11");
    /// assert_eq!(engine.ruleset().emergency_hours(), 72);
    /// ```
    #[must_use]
    pub fn ruleset(&self) -> &RuleSet {
        &self.0.rules
    }

    /// Reads a profile, strictly (R6-R10, wire format).
    ///
    /// # Errors
    /// The first fault, with a code, a path and a line; nothing is half-read.
    ///
    /// ```
    /// use akkoord::error::ErrorCode;
    /// let engine = akkoord::Engine::mitz();
    /// let profile = engine.read_profile(r#"{"patient": {"id": "999990019"}, "choices": []}"#)?;
    /// assert!(profile.choices().is_empty());
    /// let fault = engine.read_profile(r#"{"patient": {"id": "999990019"}}"#).unwrap_err();
    /// assert_eq!((fault.code(), fault.path()), (ErrorCode::MissingField, "choices"));
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    pub fn read_profile(&self, json: &str) -> Result<Profile, Error> {
        reader::read(json, 1, ProfileFields::shape(self.catalogue()))
    }

    /// Every fault of a profile, in the order in which they are met, at most 100; none for a good one.
    ///
    /// After a fault of syntax nothing more can be told; ids are compared once every choice can be read.
    ///
    /// ```
    /// let faults = akkoord::Engine::mitz().check_profile(
    ///     r#"{"patient": {"id": "999990019", "born": "5 November 2012"},
    ///         "choices": [{"id": "c1", "answer": "maybe", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    ///                      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]}"#,
    /// );
    /// let told: Vec<_> = faults.iter().map(|fault| (fault.path(), fault.code().name())).collect();
    /// assert_eq!(told, [("patient.born", "invalid_date"), ("choices[0].answer", "unknown_value")]);
    /// ```
    #[must_use]
    pub fn check_profile(&self, json: &str) -> Vec<Error> {
        reader::read_all(json, || ProfileFields::shape(self.catalogue()))
    }

    /// Reads a query, strictly. An `explain` and an `audience` in it are read and left aside: ask
    /// [`Explain::explain`](crate::explain::Explain::explain) and [`Decision::for_consulter`].
    ///
    /// # Errors
    /// The first fault, with a code, a path and a line.
    ///
    /// ```
    /// use akkoord::query::Purpose;
    /// let query = akkoord::Engine::mitz().read_query(
    ///     r#"{"holder": {"id": "ura:90000017", "type": "Z3"}, "consulter": {"id": "ura:90000033", "type": "N6"},
    ///         "data": "GGC002", "treatment_relationship": true, "at": "2026-01-05T13:00:00+01:00"}"#,
    /// )?;
    /// assert_eq!(query.purpose, Purpose::Treatment); // what is left out has its default
    /// assert_eq!(query.at.to_string(), "2026-01-05T12:00:00Z");
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    pub fn read_query(&self, json: &str) -> Result<Query, Error> {
        reader::read(json, 1, QueryFields::shape(())).map(|(query, _)| query)
    }

    /// Decides: one decision for each data category of the query, in the order asked (R25).
    ///
    /// # Errors
    /// `catalogue_mismatch` for a profile that was read with another catalogue; `too_much_work` and `cancelled`
    /// ([`Limits`]).
    ///
    /// ```
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(
    /// #     r#"{"profile": {"patient": {"id": "999990019"}, "choices": [
    /// #         {"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    /// #          "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]},
    /// #         "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #                   "consulter": {"id": "ura:90000033", "type": "N6"}, "data": ["GGC002", "GGC999"],
    /// #                   "treatment_relationship": true, "at": "2026-06-01T12:00:00Z"}}"#,
    /// # )?;
    /// use akkoord::Outcome;
    /// // The patient said yes for all providers (c1). The query asks for `GGC002` and for `GGC999`, an unknown code.
    /// let outcomes: Vec<Outcome> =
    ///     engine.decide(&profile, &query)?.iter().map(|decision| decision.outcome()).collect();
    /// assert_eq!(outcomes, [Outcome::Permit, Outcome::Indeterminate]);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    pub fn decide(&self, profile: &Profile, query: &Query) -> Result<Vec<Decision>, Error> {
        self.same_catalogue(profile)?;
        let meter = self.0.limits.meter();
        query
            .data
            .iter()
            .map(|data| {
                meter.spend(profile.choices().len().saturating_add(1))?;
                Ok(decision::decide(&self.0, profile, query, data))
            })
            .collect()
    }

    /// Works a profile out for an instant, for who asks much about one patient.
    ///
    /// Costs about one literal decision for each kind of question (42 for Mitz) and each holder that the profile names.
    ///
    /// # Errors
    /// `catalogue_mismatch` for a profile that was read with another catalogue; `too_much_work` and `cancelled`
    /// ([`Limits`]).
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
    /// // The patient said yes for all providers (c1).
    ///
    /// let compiled = engine.compile(&profile, query.at)?;
    /// for data in ["GGC002", "GGC013"] {
    ///     let verdict = compiled.decide(&engine.prepare(&query, data))?;
    ///     assert_eq!(verdict.reason().name(), "blanket_yes");
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn compile(&self, profile: &Profile, at: Instant) -> Result<Compiled, Error> {
        self.same_catalogue(profile)?;
        compiled::compile(&self.0, profile, at, &self.0.limits.meter())
    }

    /// Looks up the codes of a query for one data category and hashes its ids, once for any number of patients.
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
    /// let question = engine.prepare(&query, "GGC002");
    /// let other = engine.read_profile(r#"{"patient": {"id": "999990020"}, "choices": []}"#)?;
    /// let mut told = Vec::new();
    /// for patient in [&profile, &other] {
    ///     told.push(engine.compile(patient, query.at)?.decide(&question)?.reason().name());
    /// }
    /// assert_eq!(told, ["blanket_yes", "no_choice"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn prepare<'q>(&self, query: &'q Query, data: &str) -> PreparedQuery<'q> {
        PreparedQuery::new(&self.0, query, data)
    }

    /// As [`Engine::prepare`], of texts that the caller keeps. Does not allocate.
    ///
    /// ```
    /// use akkoord::{Engine, Instant};
    /// use akkoord::query::{Connection, Purpose, QueryView, TreatmentRelationship};
    /// let engine = Engine::mitz();
    /// let profile = engine.read_profile(r#"{"patient": {"id": "999990019"}, "choices": []}"#)?;
    /// let query = QueryView {
    ///     holder_id: "ura:90000017",
    ///     holder_kind: "Z3",
    ///     connection: Connection::Connected,
    ///     consulter_id: "ura:90000033",
    ///     consulter_kind: "N6",
    ///     purpose: &Purpose::Treatment,
    ///     treatment_relationship: TreatmentRelationship::Asserted,
    ///     at: "2026-01-05T12:00:00Z".parse::<Instant>()?,
    /// };
    /// let compiled = engine.compile(&profile, query.at)?;
    /// let verdict = compiled.decide(&engine.prepare_view(&query, "GGC002"))?;
    /// assert_eq!(verdict.reason().name(), "no_choice");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    #[inline]
    pub fn prepare_view<'q, C: AsRef<[u8]>>(
        &self,
        query: &QueryView<'q, C>,
        data: C,
    ) -> PreparedQuery<'q> {
        PreparedQuery::of_view(&self.0, query, data)
    }

    pub(crate) fn same_catalogue(&self, profile: &Profile) -> Result<(), Error> {
        if profile.catalogue() == self.catalogue() {
            Ok(())
        } else {
            Err(Error::new(
                ErrorCode::CatalogueMismatch,
                "profile.catalogue",
            ))
        }
    }
}
