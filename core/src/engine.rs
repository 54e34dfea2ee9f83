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
use crate::limits::Limits;
use crate::line;
use crate::profile::{Profile, ProfileFields};
use crate::query::{Query, QueryFields, QueryView};
use crate::reader;
use crate::ruleset::RuleSet;

/// What decides: the options and the parameters.
#[derive(Debug)]
pub(crate) struct Law {
    pub(crate) catalogue: Catalogue,
    pub(crate) rules: RuleSet,
    pub(crate) limits: Limits,
}

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
        let limits = Limits::default();
        Engine(Arc::new(Law {
            catalogue,
            rules,
            limits,
        }))
    }

    /// The same engine with limits of one's own on what a call may cost.
    #[must_use]
    pub fn with_limits(&self, limits: Limits) -> Self {
        Engine(Arc::new(Law {
            catalogue: self.0.catalogue.clone(),
            rules: self.0.rules.clone(),
            limits,
        }))
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
        Ok(compiled::compile(&self.0, profile, at))
    }

    /// Looks up the codes of a query for one of its data categories and hashes its ids, once for any number of patients.
    #[must_use]
    pub fn compile_query<'q>(&self, query: &'q Query, data: &str) -> CompiledQuery<'q> {
        CompiledQuery::new(&self.0, query, data)
    }

    /// As [`Engine::compile_query`], of texts that the caller keeps. Does not allocate.
    ///
    /// ```
    /// use akkoord::{Connection, Engine, Instant, Purpose, QueryView, TreatmentRelationship};
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
    ///     at: Instant::parse("2026-01-05T12:00:00Z")?,
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
