//! `Engine`: what can be asked.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::OnceLock;

use akkoord::Outcome;
use akkoord::line::Line;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::catalogue::{self, Catalogue, RuleSet};
use crate::compiled::Compiled;
use crate::decision::Decision;
use crate::error::{ErrorTold, Fault};
use crate::given::{Flag, Json, TextOrTexts, checked, flag};
use crate::html::{self, grouped};
use crate::instant::Moment;
use crate::limits::Limits;
use crate::overview::{
    self, AccessRecordTold, Asked, ChangeGiven, ChangeNoticesTold, MatrixTold, OpenAnswerTold,
    SmallestChangeTold, SubscriptionsGiven, TimelineTold, WhatIfTold, WhyEmptyTold,
};
use crate::profile::Profile;
use crate::provider::Consulter;
use crate::query::{self, Query};
use crate::register::{self, CommandGiven, RegisteredTold};
use crate::told::{Reduced, Shown, hashed, rebuilt};

/// The rules engine: immutable, and any number of threads may ask it at once.
///
/// Args:
///     catalogue: The options that can be answered; those of Mitz if it is left out.
///     rule_set: The parameters of the rules; those of Mitz if it is left out.
///     limits: What one call may cost; 100,000,000 steps and 64 MiB of JSON if it is left out.
///
/// >>> import akkoord
/// >>> akkoord.Engine()
/// Engine(catalogue='mitz-3960100', rule_set='mitz-2026-11')
#[pyclass(frozen, module = "akkoord")]
pub(crate) struct Engine {
    core: akkoord::Engine,
    catalogue: Py<Catalogue>,
    limits: Py<Limits>,
}

impl Engine {
    pub(crate) fn core(&self) -> &akkoord::Engine {
        &self.core
    }

    fn asked(&self) -> Asked<'_> {
        Asked::of(&self.core, &self.catalogue)
    }

    /// Its catalogue, as Python has it.
    pub(crate) fn catalogue_of(&self, py: Python<'_>) -> Py<Catalogue> {
        self.catalogue.clone_ref(py)
    }

    pub(crate) fn of(
        py: Python<'_>,
        catalogue: Py<Catalogue>,
        rules: akkoord::RuleSet,
        limits: Option<Py<Limits>>,
    ) -> PyResult<Self> {
        let limits = match limits {
            Some(limits) => limits,
            None => Py::new(py, Limits::default())?,
        };
        let known = catalogue.get().0.clone();
        let engine = akkoord::Engine::new(known, rules);
        Ok(Engine {
            core: engine.with_limits(limits.get().core()).with_seed(seed()),
            catalogue,
            limits,
        })
    }
}

/// The seed of this process: what comes in is hashed with it, so that made-up ids do not collide. No answer depends on it.
fn seed() -> u64 {
    static SEED: OnceLock<u64> = OnceLock::new();
    *SEED.get_or_init(|| RandomState::new().build_hasher().finish())
}

/// Arguments whose defaults the signatures show: pyo3 shows what is a literal.
fn in_app(given: &Bound<'_, PyAny>) -> PyResult<bool> {
    flag(given, "in_app")
}

fn email(given: &Bound<'_, PyAny>) -> PyResult<bool> {
    flag(given, "email")
}

#[pymethods]
impl Engine {
    #[new]
    #[pyo3(signature = (catalogue = None, rule_set = None, *, limits = None))]
    fn new(
        py: Python<'_>,
        catalogue: Option<Bound<'_, Catalogue>>,
        rule_set: Option<Bound<'_, RuleSet>>,
        limits: Option<Py<Limits>>,
    ) -> PyResult<Self> {
        let rules = rule_set.map(|rules| rules.get().0.clone());
        let rules = rules.unwrap_or_else(akkoord::RuleSet::mitz);
        Self::of(py, catalogue::or_mitz(py, catalogue)?, rules, limits)
    }

    /// The engine with a catalogue and a rule set as documents; of what is left out, that of Mitz.
    ///
    /// Raises:
    ///     CatalogueError: The rows do not fit together.
    ///     RuleSetError: A parameter outside its range, or a value that this version does not support.
    ///     FormatError: A document that is not what it should be; the path begins with `catalogue` or `rule_set`.
    #[staticmethod]
    #[pyo3(signature = (catalogue = None, rule_set = None, *, limits = None))]
    fn from_json(
        py: Python<'_>,
        catalogue: Option<Json<'_>>,
        rule_set: Option<Json<'_>>,
        limits: Option<Py<Limits>>,
    ) -> PyResult<Self> {
        let catalogue = match catalogue {
            None => catalogue::mitz(py)?.clone().unbind(),
            Some(json) => Py::new(py, Catalogue::read(&json)?)?,
        };
        let rules = rule_set.map(|json| RuleSet::read(&json)).transpose()?;
        let rules = rules.map_or_else(akkoord::RuleSet::mitz, |rules| rules.0);
        Self::of(py, catalogue, rules, limits)
    }

    /// The catalogue.
    #[getter]
    fn catalogue<'py>(&self, py: Python<'py>) -> Bound<'py, Catalogue> {
        self.catalogue.bind(py).clone()
    }

    /// The rule set.
    #[getter]
    fn rule_set(&self) -> RuleSet {
        RuleSet(self.core.ruleset().clone())
    }

    /// What one call may cost.
    #[getter]
    fn limits(&self, py: Python<'_>) -> Py<Limits> {
        self.limits.clone_ref(py)
    }

    /// Reads a profile, strictly (R6-R10, wire format).
    ///
    /// Raises:
    ///     FormatError, ProfileError: The first fault, with a code, a path and a line; nothing is half-read.
    ///
    /// >>> import akkoord
    /// >>> akkoord.Engine().read_profile('{"patient": {"id": "999990019"}, "choices": []}')
    /// Profile(patient=Patient(id=<hidden>), choices=0, catalogue='mitz-3960100')
    fn read_profile(&self, py: Python<'_>, json: Json<'_>) -> PyResult<Profile> {
        let json = json.read("")?;
        let profile = py.detach(|| self.core.read_profile(json));
        Ok(Profile {
            core: checked(profile, "")?,
            catalogue: self.catalogue.clone_ref(py),
        })
    }

    /// Every fault of a profile, in the order in which they are met, at most 100; none for a good one. Nothing is raised.
    ///
    /// >>> import akkoord
    /// >>> [error.path for error in akkoord.Engine().check_profile('{"patient": {}, "choice": []}')]
    /// ['patient.id', 'choice', 'choices']
    fn check_profile<'py>(
        &self,
        py: Python<'py>,
        json: Json<'py>,
    ) -> PyResult<Vec<ErrorTold<'py>>> {
        let json = json.read("")?;
        let faults = py.detach(|| self.core.check_profile(json));
        let told = faults
            .iter()
            .map(|fault| Fault::of(fault, "").exception(py));
        told.collect()
    }

    /// Reads a query, strictly. An `explain` in it is read and left aside: ask `Decision.explain`.
    ///
    /// Raises:
    ///     FormatError: The first fault, with a code, a path and a line.
    fn read_query(&self, json: Json<'_>) -> PyResult<Query> {
        checked(self.core.read_query(json.read("")?), "").map(Query)
    }

    /// Decides: one decision for each data category of the query, in the order asked (R25).
    ///
    /// Raises:
    ///     ProfileError: A profile that was made with another catalogue (`catalogue_mismatch`).
    ///
    /// >>> from datetime import datetime, timezone
    /// >>> import akkoord
    /// >>> engine = akkoord.Engine()
    /// >>> at = datetime(2026, 1, 2, 10, tzinfo=timezone.utc)
    /// >>> yes = akkoord.Choice(id="c1", answer="yes", scope=akkoord.Scope.blanket(), channel="mijn_mitz",
    /// ...                      decided_at=at, recorded_at=at)
    /// >>> profile = akkoord.Profile(patient=akkoord.Patient("999990019"), choices=[yes])
    /// >>> query = akkoord.Query(holder=akkoord.Holder("ura:90000017", "Z3"),
    /// ...                       consulter=akkoord.Consulter("ura:90000033", "N6"), data=["GGC002", "GGC013"],
    /// ...                       at=datetime(2026, 1, 5, 12, tzinfo=timezone.utc), treatment_relationship=True)
    /// >>> [(decision.data, decision.outcome, decision.option) for decision in engine.decide(profile, query)]
    /// [('GGC002', 'permit', '1.1'), ('GGC013', 'permit', '1.1')]
    fn decide(&self, profile: &Profile, query: &Query) -> PyResult<Vec<Decision>> {
        let decisions = checked(self.core.decide(&profile.core, &query.0), "")?;
        let decisions = decisions.into_iter();
        Ok(decisions.map(Decision::of).collect())
    }

    /// Whether the holder may disclose all that the query asks: `True` only if every data category has a permit (R22).
    ///
    /// Raises:
    ///     ProfileError: A profile that was made with another catalogue (`catalogue_mismatch`).
    fn permits(&self, profile: &Profile, query: &Query) -> PyResult<bool> {
        let decisions = checked(self.core.decide(&profile.core, &query.0), "")?;
        let mut outcomes = decisions.iter().map(akkoord::Decision::outcome);
        Ok(!decisions.is_empty() && outcomes.all(|outcome| outcome == Outcome::Permit))
    }

    /// Works a profile out for an instant, for who asks much about one patient.
    ///
    /// Args:
    ///     profile: The profile.
    ///     at: The instant; an aware `datetime`.
    fn compile(
        slf: &Bound<'_, Self>,
        profile: &Bound<'_, Profile>,
        at: Moment<'_>,
    ) -> PyResult<Compiled> {
        Compiled::of(slf, profile, at.read("at")?)
    }

    /// One line of the batch format in, `{"profile": …, "query": …}`, one line out, without a line break.
    ///
    /// The same bytes as the program `akkoord evaluate` writes. Never raises for what is in the line: a fault gives
    /// `{"error": …}`.
    ///
    /// >>> import akkoord
    /// >>> akkoord.Engine().evaluate_json('{"profile": {}}')[:42]
    /// '{"error":{"line":1,"code":"missing_field",'
    #[pyo3(signature = (line, *, number = 1))]
    fn evaluate_json(&self, py: Python<'_>, line: Json<'_>, number: u64) -> PyResult<String> {
        let line = line.line()?;
        Ok(py.detach(|| self.core.evaluate_json(Line::from(line).number(number))))
    }

    /// One line in, one line out, for every question that can be asked of a profile: `query`, `open_query` (R27),
    /// `why_empty` (R28), `timeline` (R29), `what_if` and `smallest_change` (R30), `matrix` (R31), `notices` (R32), `record`
    /// (R33), `register` (R34-R40).
    ///
    /// The answer is an object with the name of the question as its key. Never raises for what is in the line: a fault or a
    /// refusal gives `{"error": …}`.
    #[pyo3(signature = (line, *, number = 1))]
    fn answer_json(&self, py: Python<'_>, line: Json<'_>, number: u64) -> PyResult<String> {
        let line = line.line()?;
        Ok(py.detach(|| self.core.answer_json(Line::from(line).number(number))))
    }

    /// The holders that may disclose to this consulter (R27): those among the subscriptions whose closed query permits.
    ///
    /// Args:
    ///     profile: The profile.
    ///     subscriptions: Who holds a record of this patient: subscriptions, or holders that have always been subscribed.
    ///     consulter: The provider that asks.
    ///     at: The instant that the answer is for; an aware `datetime`.
    ///     data: One code of a data category or several; if left out, of each holder those that its own options are about.
    ///     purpose: As of a query.
    ///     treatment_relationship: As of a query.
    ///
    /// Raises:
    ///     ProfileError: `catalogue_mismatch`.
    ///     QuestionError: A holder that is subscribed twice.
    #[pyo3(signature = (profile, *, subscriptions, consulter, at, data = None, purpose: "str" = "TREAT", treatment_relationship = None))]
    #[expect(
        clippy::too_many_arguments,
        reason = "keywords, named as in the wire format"
    )]
    fn open_query<'py>(
        &self,
        py: Python<'py>,
        profile: &Profile,
        subscriptions: SubscriptionsGiven<'py>,
        consulter: Consulter,
        at: Moment<'py>,
        data: Option<TextOrTexts<'py>>,
        #[pyo3(from_py_with = query::purpose)] purpose: &str,
        treatment_relationship: Option<Flag<'py>>,
    ) -> PyResult<OpenAnswerTold<'py>> {
        let why = (purpose, treatment_relationship);
        let query = overview::open_query(&subscriptions, consulter, &at, data, why)?;
        self.asked().open_query(py, profile, &query)
    }

    /// Why a holder gives no data (R28): one answer for each data category of the query, in the order asked.
    ///
    /// Args:
    ///     profile: The profile.
    ///     query: The closed query that gave nothing.
    ///     subscriptions: Who holds a record of this patient.
    ///
    /// The causes are not for a consulter: hand over what `WhyEmpty.for_consulter` gives (R24).
    #[pyo3(signature = (profile, query, *, subscriptions))]
    fn why_empty<'py>(
        &self,
        py: Python<'py>,
        profile: &Profile,
        query: &Query,
        subscriptions: SubscriptionsGiven<'py>,
    ) -> PyResult<Vec<WhyEmptyTold<'py>>> {
        self.asked().why_empty(py, profile, query, &subscriptions)
    }

    /// What is decided from the query's `at` until (not including) an instant (R29): one timeline for each data category.
    ///
    /// Args:
    ///     profile: The profile.
    ///     query: The query; the window begins at its `at`.
    ///     until: Where the window ends; an aware `datetime`.
    ///
    /// The intervals are not for a consulter: hand over what `Timeline.for_consulter` gives (R24).
    ///
    /// Raises:
    ///     QuestionError: A window that ends where it begins, or before (`empty_window`).
    #[pyo3(signature = (profile, query, *, until))]
    fn timeline<'py>(
        &self,
        py: Python<'py>,
        profile: &Profile,
        query: &Query,
        until: Moment<'py>,
    ) -> PyResult<Vec<TimelineTold<'py>>> {
        self.asked().timeline(py, profile, query, &until)
    }

    /// The decisions that a change of the profile would change (R30): `Add`, `Withdraw` or `Expire`.
    ///
    /// Raises:
    ///     QuestionError: `unknown_choice`, `does_not_expire`.
    ///     ProfileError: What the changed profile could not be.
    #[pyo3(signature = (profile, change, *, subscriptions, at))]
    fn what_if<'py>(
        &self,
        py: Python<'py>,
        profile: &Profile,
        change: ChangeGiven<'py>,
        subscriptions: SubscriptionsGiven<'py>,
        at: Moment<'py>,
    ) -> PyResult<WhatIfTold<'py>> {
        let asked = self.asked();
        asked.what_if(py, profile, &change, &subscriptions, &at)
    }

    /// The smallest single change that would turn a deny into a permit (R30): one answer for each data category.
    #[pyo3(signature = (profile, query, *, subscriptions))]
    fn smallest_change<'py>(
        &self,
        py: Python<'py>,
        profile: &Profile,
        query: &Query,
        subscriptions: SubscriptionsGiven<'py>,
    ) -> PyResult<Vec<SmallestChangeTold<'py>>> {
        let asked = self.asked();
        asked.smallest_change(py, profile, query, &subscriptions)
    }

    /// Who can see me (R31): every subscribed holder by who asks by data category, with grounds.
    #[pyo3(signature = (profile, *, subscriptions, at))]
    fn matrix<'py>(
        &self,
        py: Python<'py>,
        profile: &Profile,
        subscriptions: SubscriptionsGiven<'py>,
        at: Moment<'py>,
    ) -> PyResult<MatrixTold<'py>> {
        self.asked().matrix(py, profile, &subscriptions, &at)
    }

    /// Whom to tell of a change between two profiles of one patient, and what (R32).
    ///
    /// Args:
    ///     before: The profile before.
    ///     after: The profile after.
    ///     subscriptions: Who holds a record of this patient.
    ///     at: The instant at which both are looked at; an aware `datetime`.
    ///     in_app: Whether the patient has notices in the app switched on.
    ///     email: Whether the patient has e-mail switched on.
    ///     last_seen: When the patient last looked: options that the catalogue has since then are news.
    ///
    /// Raises:
    ///     QuestionError: Profiles of two patients (`other_patient`).
    #[pyo3(signature = (before, after, *, subscriptions, at, in_app: "bool" = true, email: "bool" = false, last_seen = None))]
    #[expect(
        clippy::too_many_arguments,
        reason = "keywords, named as in the wire format"
    )]
    fn change_notices<'py>(
        &self,
        py: Python<'py>,
        before: &Profile,
        after: &Profile,
        subscriptions: SubscriptionsGiven<'py>,
        at: Moment<'py>,
        #[pyo3(from_py_with = in_app)] in_app: bool,
        #[pyo3(from_py_with = email)] email: bool,
        last_seen: Option<Moment<'py>>,
    ) -> PyResult<ChangeNoticesTold<'py>> {
        let switched = (in_app, email);
        let request = overview::notice_request(&subscriptions, &at, switched, last_seen.as_ref())?;
        let asked = self.asked();
        asked.change_notices(py, (before, after), &request)
    }

    /// The access record of a closed query, for the patient's own log (R33).
    fn access_record<'py>(
        &self,
        py: Python<'py>,
        profile: &Profile,
        query: &Query,
    ) -> PyResult<AccessRecordTold<'py>> {
        overview::access_record(py, self.core.access_record(&profile.core, &query.0))
    }

    /// The access records of an open query (R33): one for each subscribed holder, in byte order of their ids.
    #[pyo3(signature = (profile, *, subscriptions, consulter, at, data = None, purpose: "str" = "TREAT", treatment_relationship = None))]
    #[expect(
        clippy::too_many_arguments,
        reason = "keywords, named as in the wire format"
    )]
    fn access_records<'py>(
        &self,
        py: Python<'py>,
        profile: &Profile,
        subscriptions: SubscriptionsGiven<'py>,
        consulter: Consulter,
        at: Moment<'py>,
        data: Option<TextOrTexts<'py>>,
        #[pyo3(from_py_with = query::purpose)] purpose: &str,
        treatment_relationship: Option<Flag<'py>>,
    ) -> PyResult<Vec<AccessRecordTold<'py>>> {
        let why = (purpose, treatment_relationship);
        let query = overview::open_query(&subscriptions, consulter, &at, data, why)?;
        overview::access_records(py, self.core.access_records(&profile.core, &query))
    }

    /// Applies one command of a channel to a profile at the register's own `now` (R34-R40).
    ///
    /// Args:
    ///     profile: The profile; it stays as it is.
    ///     command: One of the classes of `akkoord.register`: `MijnMitz`, `SamenNaarMijnMitz`, `Dossierhoudersknop`,
    ///         `Raadplegersknop`, `Migration`, `Confirm` or `Withdraw`. Or a mapping as the wire format has it, with one key.
    ///     now: The register's own now; an aware `datetime`.
    ///
    /// Raises:
    ///     RefusedError: The channel refuses; the code says why.
    ///     FormatError: A command that is not one; the path says where.
    ///
    /// >>> from datetime import datetime, timezone
    /// >>> import akkoord
    /// >>> at = datetime(2026, 1, 2, 10, tzinfo=timezone.utc)
    /// >>> new = akkoord.register.NewChoice(id="c1", answer="yes", decided_at=at)
    /// >>> command = akkoord.register.MijnMitz(choice=new, scope=akkoord.Scope.categorical("apotheken"))
    /// >>> nobody = akkoord.Profile(patient=akkoord.Patient("999990019"), choices=[])
    /// >>> registered = akkoord.Engine().register(nobody, command, now=at)
    /// >>> registered.effects
    /// (Effect(effect='recorded', choice='c1'),)
    /// >>> registered.profile
    /// Profile(patient=Patient(id=<hidden>), choices=1, catalogue='mitz-3960100')
    #[pyo3(signature = (profile, command, *, now))]
    fn register<'py>(
        &self,
        profile: &Profile,
        command: CommandGiven<'py>,
        now: Moment<'py>,
    ) -> PyResult<RegisteredTold<'py>> {
        let recorded = (&command, &now);
        register::register(&self.core, &self.catalogue, profile, recorded)
    }

    fn _repr_html_(&self) -> String {
        let limits = self.limits.get();
        let rules = self.core.ruleset();
        let rows = [
            ("catalogue", self.catalogue.get().0.id().to_owned()),
            (
                "rule set",
                format!("{} ({})", rules.name(), rules.version()),
            ),
            ("steps of a call, at most", grouped(limits.steps())),
            (
                "bytes of an answer, at most",
                grouped(limits.answer_bytes()),
            ),
        ];
        html::fields("Engine", &rows)
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other.cast::<Engine>().is_ok_and(|other| {
            let (one, other) = (&self.core, &other.get().core);
            one.catalogue() == other.catalogue() && one.ruleset() == other.ruleset()
        })
    }

    fn __hash__(&self) -> u64 {
        hashed((self.core.catalogue().id(), self.core.ruleset().name()))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let shown = Shown::new(py, "Engine").field("catalogue", self.core.catalogue().id())?;
        Ok(shown.field("rule_set", self.core.ruleset().name())?.end())
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Reduced<'py>> {
        let keywords = PyDict::new(py);
        keywords.set_item("catalogue", catalogue::unless_mitz(py, &self.catalogue)?)?;
        keywords.set_item("rule_set", self.rule_set())?;
        keywords.set_item("limits", &self.limits)?;
        rebuilt::<Self>(py, &keywords)
    }
}
