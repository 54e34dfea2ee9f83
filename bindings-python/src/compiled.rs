//! `Compiled` and `Verdict`: a profile at an instant, for who asks much about one patient.

use akkoord::{Instant, Outcome, Reason};
use pyo3::prelude::*;
use pyo3::types::{PyDateTime, PyDict};
use serde::{Deserialize, Serialize};

use crate::decision::state;
use crate::engine::Engine;
use crate::error::{Fault, bad_pickle, no_truth_value};
use crate::html;
use crate::instant::{Moment, told, told_maybe};
use crate::profile::Profile;
use crate::query::Query;
use crate::told::{
    MatchOutcome, OutcomeTold, ReasonTold, Reduced, Shown, hashed, reason_of, rebuilt, restored,
};

/// A profile at an instant, ready to decide: no rule is looked at any more, an answer is looked up.
///
/// Made by `Engine.compile`. Pickled as engine, profile and instant, and compiled anew.
///
/// >>> from datetime import datetime, timezone
/// >>> import akkoord
/// >>> engine = akkoord.Engine()
/// >>> profile = akkoord.Profile(patient=akkoord.Patient("999990019"), choices=[])
/// >>> at = datetime(2026, 1, 5, 12, tzinfo=timezone.utc)
/// >>> compiled = engine.compile(profile, at)
/// >>> query = akkoord.Query(holder=akkoord.Holder("ura:90000017", "Z3"), consulter=akkoord.Consulter("ura:90000033", "N6"),
/// ...                       data="GGC002", at=at, treatment_relationship=True)
/// >>> [verdict.reason for verdict in compiled.decide(query)]
/// ['no_choice']
#[pyclass(frozen, module = "akkoord")]
pub(crate) struct Compiled {
    core: akkoord::compiled::Compiled,
    engine: Py<Engine>,
    profile: Py<Profile>,
}

impl Compiled {
    pub(crate) fn of(
        engine: &Bound<'_, Engine>,
        profile: &Bound<'_, Profile>,
        at: Instant,
    ) -> PyResult<Self> {
        let (core, known) = (engine.get().core(), &profile.get().core);
        let compiled = engine.py().detach(|| core.compile(known, at));
        Ok(Compiled {
            core: crate::given::checked(compiled, "")?,
            engine: engine.clone().unbind(),
            profile: profile.clone().unbind(),
        })
    }

    fn verdict(&self, query: &Query, data: &str) -> PyResult<Verdict> {
        let question = self.engine.get().core().prepare(&query.0, data);
        let verdict = self.core.decide(&question).map_err(Fault::from)?;
        Ok(Verdict {
            reason: verdict.reason(),
            option: self.core.option(verdict).map(|option| option.id().into()),
            decided_by: self
                .core
                .decided_by(verdict)
                .cloned()
                .map(|id| id.as_str().into()),
            valid_until: verdict.valid_until(),
        })
    }
}

#[pymethods]
impl Compiled {
    #[new]
    #[pyo3(signature = (*, engine, profile, at))]
    fn new(
        engine: &Bound<'_, Engine>,
        profile: &Bound<'_, Profile>,
        at: Moment<'_>,
    ) -> PyResult<Self> {
        Self::of(engine, profile, at.read("at")?)
    }

    /// The instant for which it was compiled (UTC).
    #[getter]
    fn at<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDateTime>> {
        told(py, self.core.at())
    }

    /// The first later instant (UTC) at which anything in the profile happens: from then on, compile anew. `None`: never.
    #[getter]
    fn valid_until<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDateTime>>> {
        told_maybe(py, self.core.valid_until())
    }

    /// Decides as `Engine.decide` does, without the grounds: one verdict for each data category, in the order asked (R25).
    ///
    /// Raises:
    ///     NotAnsweredError: A question before `at` or from `valid_until` on.
    fn decide(&self, query: &Query) -> PyResult<Vec<Verdict>> {
        let data = query.0.data.iter();
        data.map(|data| self.verdict(query, data)).collect()
    }

    /// Whether the holder may disclose all that the query asks: `True` only if every data category has a permit.
    ///
    /// Raises:
    ///     NotAnsweredError: A question before `at` or from `valid_until` on.
    fn permits(&self, query: &Query) -> PyResult<bool> {
        let engine = self.engine.get().core();
        let mut permits = !query.0.data.is_empty();
        for data in &query.0.data {
            let verdict = self.core.decide(&engine.prepare(&query.0, data));
            let outcome = verdict.map_err(Fault::from)?.outcome();
            permits = permits && outcome == Outcome::Permit;
        }
        Ok(permits)
    }

    fn _repr_html_(&self) -> String {
        let profile = self.profile.get();
        let rows = [
            ("at", self.core.at().to_string()),
            ("valid until", html::or_none(self.core.valid_until())),
            ("choices", profile.core.choices().len().to_string()),
            ("catalogue", profile.core.catalogue().id().to_owned()),
        ];
        html::fields("Compiled profile (patient hidden)", &rows)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let shown = Shown::new(py, "Compiled").field("profile", self.profile.bind(py))?;
        let shown = shown.raw("at", &self.core.at().to_string());
        let until = self.core.valid_until().map(|until| until.to_string());
        let until = until.unwrap_or_else(|| "None".to_owned());
        Ok(shown.raw("valid_until", &until).end())
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Reduced<'py>> {
        let keywords = PyDict::new(py);
        keywords.set_item("engine", self.engine.bind(py))?;
        keywords.set_item("profile", self.profile.bind(py))?;
        keywords.set_item("at", self.at(py)?)?;
        rebuilt::<Self>(py, &keywords)
    }
}

/// What a compiled profile decides: the same as the `Decision` of the engine, without the choices that were outweighed.
///
/// It has no truth value, since a deny would count as true: ask `is_permit`.
#[pyclass(frozen, eq, module = "akkoord")]
#[derive(PartialEq, Eq, Hash)]
pub(crate) struct Verdict {
    reason: Reason,
    option: Option<Box<str>>,
    decided_by: Option<Box<str>>,
    valid_until: Option<Instant>,
}

#[pymethods]
impl Verdict {
    #[classattr]
    fn __match_args__() -> MatchOutcome {
        MatchOutcome
    }

    /// `"permit"`, `"deny"`, `"not_applicable"` or `"indeterminate"`. Whoever enforces treats all but permit as no (R22).
    #[getter]
    fn outcome(&self) -> OutcomeTold {
        OutcomeTold(self.reason.outcome().name())
    }

    /// Whether the holder may disclose: `True` for a permit alone.
    #[getter]
    fn is_permit(&self) -> bool {
        self.reason.outcome() == Outcome::Permit
    }

    /// The reason code.
    #[getter]
    fn reason(&self) -> ReasonTold {
        ReasonTold(self.reason.name())
    }

    /// The id of the option, as that of a decision.
    #[getter]
    fn option(&self) -> Option<&str> {
        self.option.as_deref()
    }

    /// The id of the choice that decided, if a choice did.
    #[getter]
    fn decided_by(&self) -> Option<&str> {
        self.decided_by.as_deref()
    }

    /// The first instant (UTC) after that of the question at which there is another decision; `None`: never.
    #[getter]
    fn valid_until<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDateTime>>> {
        told_maybe(py, self.valid_until)
    }

    fn __bool__(&self) -> PyResult<bool> {
        Err(no_truth_value("a verdict"))
    }

    fn __hash__(&self) -> u64 {
        hashed(self)
    }

    fn _repr_html_(&self) -> String {
        let rows = [
            ("decision", self.reason.outcome().name().to_owned()),
            ("reason", self.reason.name().to_owned()),
            ("option", html::or_none(self.option())),
            ("decided by", html::or_none(self.decided_by())),
            ("valid until", html::or_none(self.valid_until)),
        ];
        html::fields("Verdict", &rows)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let shown = Shown::new(py, "Verdict").field("outcome", self.outcome())?;
        let shown = shown.field("reason", self.reason())?;
        let shown = shown.field("option", self.option())?;
        let shown = shown.field("decided_by", self.decided_by())?;
        let until = self.valid_until.map(|until| until.to_string());
        let until = until.unwrap_or_else(|| "None".to_owned());
        Ok(shown.raw("valid_until", &until).end())
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Reduced<'py>> {
        let travelling = Travelling {
            reason: self.reason.name().to_owned(),
            option: self.option.clone(),
            decided_by: self.decided_by.clone(),
            valid_until: self.valid_until.map(Instant::as_micros),
        };
        restored(py, "_restore_verdict", state(&travelling)?)
    }
}

/// A verdict in a pickle.
#[derive(Serialize, Deserialize)]
struct Travelling {
    reason: String,
    option: Option<Box<str>>,
    decided_by: Option<Box<str>>,
    valid_until: Option<i64>,
}

impl Travelling {
    fn verdict(self) -> Option<Verdict> {
        let valid_until = match self.valid_until {
            None => None,
            Some(micros) => Some(Instant::from_micros(micros)?),
        };
        Some(Verdict {
            reason: reason_of(&self.reason)?,
            option: self.option,
            decided_by: self.decided_by,
            valid_until,
        })
    }
}

/// A verdict from its pickle.
#[pyfunction]
pub(crate) fn _restore_verdict(state: &str) -> PyResult<Verdict> {
    let travelling = serde_json::from_str(state).ok();
    let verdict = travelling.and_then(Travelling::verdict);
    verdict.ok_or_else(|| bad_pickle("Verdict"))
}
