//! The engine: a catalogue and a rule set, and what can be asked of them.

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::catalogue::Catalogue;
use crate::compiled::{self, Compiled, CompiledQuery};
use crate::decision::{self, Decision};
use crate::error::{Error, ErrorCode};
use crate::explain::{self, Audience, Explanation, Lang};
use crate::instant::Instant;
use crate::law::Law;
use crate::limits::Limits;
use crate::line;
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
    #[must_use]
    pub fn mitz() -> Self {
        Self::new(Catalogue::mitz(), RuleSet::mitz())
    }

    /// The engine with a catalogue and a rule set of one's own.
    #[must_use]
    pub fn new(catalogue: Catalogue, rules: RuleSet) -> Self {
        let (limits, seed) = (Limits::default(), Seed::default());
        Engine(Arc::new(Law::new(catalogue, rules, limits, seed)))
    }

    /// The same engine with limits of one's own on what a call may cost.
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
    /// Whoever knows the seed can choose ids that collide, so that loading and deciding take long. Where ids come from others,
    /// give a number that they cannot know, such as a random one per process; without one, the seed is a fixed number. What one
    /// engine has prepared (a question, a compiled profile, a population) is for engines of the same seed: another is answered
    /// with [`NotAnswered::OtherCatalogue`](crate::compiled::NotAnswered::OtherCatalogue).
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
    /// assert!(compiled.decide(&seeded.compile_query(&query, "GGC002")).is_ok());
    /// let elsewhere = Engine::mitz().compile_query(&query, "GGC002");
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
    #[must_use]
    pub fn catalogue(&self) -> &Catalogue {
        &self.0.catalogue
    }

    /// The rule set.
    #[must_use]
    pub fn rules(&self) -> &RuleSet {
        &self.0.rules
    }

    /// Reads a profile, strictly (R6-R10, wire format).
    ///
    /// # Errors
    /// The first fault, with a code, a path and a line; nothing is half-read.
    pub fn read_profile(&self, json: &str) -> Result<Profile, Error> {
        reader::read(json, 1, ProfileFields::shape(self.catalogue()))
    }

    /// Every fault of a profile, in the order in which they are met, at most 100; none for a good one.
    ///
    /// After a fault of syntax nothing more can be told; ids are compared once every choice can be read.
    #[must_use]
    pub fn check_profile(&self, json: &str) -> Vec<Error> {
        reader::read_all(json, || ProfileFields::shape(self.catalogue()))
    }

    /// Reads a query, strictly. An `explain` and an `audience` in it are read and left aside: ask [`Engine::explain`] and
    /// [`Decision::for_consulter`].
    ///
    /// # Errors
    /// The first fault, with a code, a path and a line.
    pub fn read_query(&self, json: &str) -> Result<Query, Error> {
        reader::read(json, 1, QueryFields::shape(())).map(|(query, _)| query)
    }

    /// Decides: one decision for each data category of the query, in the order asked (R25).
    ///
    /// # Errors
    /// `catalogue_mismatch` for a profile that was read with another catalogue; `too_much_work` and `cancelled`
    /// ([`Limits`]).
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
    /// `catalogue_mismatch` for a profile that was read with another catalogue.
    pub fn compile(&self, profile: &Profile, at: Instant) -> Result<Compiled, Error> {
        self.same_catalogue(profile)?;
        compiled::compile(&self.0, profile, at, &self.0.limits.meter())
    }

    /// Looks up the codes of a query for one of its data categories and hashes its ids, once for any number of patients.
    #[must_use]
    pub fn compile_query<'q>(&self, query: &'q Query, data: &str) -> CompiledQuery<'q> {
        CompiledQuery::new(&self.0, query, data)
    }

    /// As [`Engine::compile_query`], of texts that the caller keeps. Does not allocate.
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
    /// let verdict = compiled.decide(&engine.compile_view(&query, "GGC002"))?;
    /// assert_eq!(verdict.reason().name(), "no_choice");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    #[inline]
    pub fn compile_view<'q, C: AsRef<[u8]>>(
        &self,
        query: &QueryView<'q, C>,
        data: C,
    ) -> CompiledQuery<'q> {
        CompiledQuery::of_view(&self.0, query, data)
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

    /// Explains a decision in plain language for an audience (R24).
    #[must_use]
    pub fn explain(&self, decision: &Decision, lang: Lang, audience: Audience) -> Explanation {
        explain::explain(decision, lang, audience)
    }

    /// One line of the batch format in, one line out, without a line break: `{"profile": …, "query": …}` gives
    /// `[decision, …]`, anything else `{"error": …}`. Never fails; same input, same bytes, on every surface (R26).
    ///
    /// ```
    /// use akkoord::Engine;
    /// let answer = Engine::mitz().evaluate_json(r#"{"profile": {}}"#);
    /// assert!(answer.starts_with(r#"{"error":{"line":1,"code":"missing_field","#));
    /// assert!(answer.ends_with(r#""path":"profile.patient"}}"#));
    /// ```
    #[must_use]
    pub fn evaluate_json(&self, line: &str) -> String {
        line::evaluate(self, line, 1)
    }

    /// As [`Engine::evaluate_json`], for the line with this number (from 1) of a batch: errors name it.
    #[must_use]
    pub fn evaluate_json_line(&self, line: &str, number: u64) -> String {
        line::evaluate(self, line, number)
    }

    /// As [`Engine::evaluate_json_line`], for bytes that may not be UTF-8.
    #[must_use]
    pub fn evaluate_json_bytes(&self, line: &[u8], number: u64) -> String {
        line::of_bytes(line, number, |line| line::evaluate(self, line, number))
    }

    /// The answer line for a line of a batch that was longer than 32 MiB, and so was not kept.
    #[must_use]
    pub fn line_too_large(number: u64) -> String {
        line::error(&Error {
            line: number,
            ..Error::new(ErrorCode::DocumentTooLarge, "")
        })
    }

    /// Reads one line of the batch format: a profile, a query, the language of an explanation if one is asked for, and for
    /// whom the answer is (R24; the holder if the line does not say). Tell a consulter [`Decision::for_consulter`] only.
    ///
    /// # Errors
    /// The first fault, with a code, a path and a line.
    pub fn read_line(&self, line: &str) -> Result<(Profile, Query, Option<Lang>, Audience), Error> {
        let (profile, query, telling) = line::read(self, line, 1)?;
        Ok((profile, query, telling.lang, telling.audience()))
    }
}
