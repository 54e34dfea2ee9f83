//! `Choice` and `Confirmation`: one recorded answer of the patient (R6).

use akkoord::profile::{Answer, Channel, ConfirmationAnswer, Times};
use pyo3::prelude::*;
use pyo3::types::{PyDateTime, PyDict};

use crate::catalogue::Catalogue;
use crate::given::{
    AnswerName, ChannelName, ConfirmationName, Text, actor_id, checked, choice_id, named,
};
use crate::html;
use crate::instant::{Moment, told, told_maybe};
use crate::scope::Scope;
use crate::told::{
    ANSWERS, AnswerTold, CHANNELS, CONFIRMATIONS, ChannelTold, ConfirmationTold, Reduced, Shown,
    hashed, rebuilt,
};

/// A guardian's answer to a choice of a minor (R20). Kept and ignored where none is needed.
///
/// Args:
///     answer: `"approved"` or `"rejected"`.
///     at: When; an aware `datetime`.
///     by: The id of the guardian.
#[pyclass(frozen, eq, module = "akkoord", from_py_object)]
#[derive(Clone, PartialEq)]
pub(crate) struct Confirmation(akkoord::profile::Confirmation);

#[pymethods]
impl Confirmation {
    #[new]
    #[pyo3(signature = (*, answer, at, by))]
    fn new(answer: ConfirmationName<'_>, at: Moment<'_>, by: Text<'_>) -> PyResult<Self> {
        let (names, name) = (&CONFIRMATIONS, ConfirmationAnswer::name);
        Ok(Confirmation(akkoord::profile::Confirmation {
            answer: named(&answer.0, "confirmation.answer", names, name)?,
            at: at.read("confirmation.at")?,
            by: actor_id(&by, "confirmation.by")?,
        }))
    }

    /// `"approved"` or `"rejected"`.
    #[getter]
    fn answer(&self) -> ConfirmationTold {
        ConfirmationTold(self.0.answer.name())
    }

    /// When (UTC).
    #[getter]
    fn at<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDateTime>> {
        told(py, self.0.at)
    }

    /// The id of the guardian; `repr` hides it.
    #[getter]
    fn by(&self) -> &str {
        self.0.by.as_str()
    }

    fn __hash__(&self) -> u64 {
        hashed((self.0.answer, self.0.at, &self.0.by))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let shown = Shown::new(py, "Confirmation").field("answer", self.answer())?;
        let shown = shown.raw("at", &self.0.at.to_string());
        Ok(shown.hidden("by").end())
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Reduced<'py>> {
        let keywords = PyDict::new(py);
        keywords.set_item("answer", self.answer())?;
        keywords.set_item("at", self.at(py)?)?;
        keywords.set_item("by", self.by())?;
        rebuilt::<Self>(py, &keywords)
    }
}

/// One recorded answer, yes or no, of the patient (R6).
///
/// Args:
///     id: Its id, unique within its profile.
///     answer: `"yes"` (consent) or `"no"` (an objection).
///     scope: What it is about; it also says which catalogue the codes come from.
///     channel: How it came in: `"mijn_mitz"`, `"samen_naar_mijn_mitz"`, `"dossierhoudersknop"`, `"raadplegersknop"` or
///         `"migration"`.
///     decided_at: When the patient decided; an aware `datetime`.
///     recorded_at: When the register learnt it, never before `decided_at`; an aware `datetime`.
///     recorded_by: Who recorded it, if that is known.
///     confirmation: A guardian's answer (R20).
///     withdrawn_at: From when it is withdrawn (R9); an aware `datetime`.
///
/// Raises:
///     FormatError: A naive `datetime`, an unknown name, an empty id.
///     ProfileError: Instants that do not follow each other, or a level that this channel cannot write.
///
/// >>> from datetime import datetime, timezone
/// >>> import akkoord
/// >>> at = datetime(2026, 1, 2, 10, tzinfo=timezone.utc)
/// >>> choice = akkoord.Choice(id="c1", answer="yes", scope=akkoord.Scope.blanket(), channel="mijn_mitz",
/// ...                         decided_at=at, recorded_at=at)
/// >>> choice.answer, choice.scope.level, choice.decided_at == at
/// ('yes', 'blanket', True)
#[pyclass(frozen, module = "akkoord")]
pub(crate) struct Choice {
    pub(crate) core: akkoord::profile::Choice,
    pub(crate) catalogue: Py<Catalogue>,
}

#[pymethods]
impl Choice {
    #[new]
    #[pyo3(signature = (*, id, answer, scope, channel, decided_at, recorded_at, recorded_by = None, confirmation = None, withdrawn_at = None))]
    #[expect(
        clippy::too_many_arguments,
        reason = "keywords, named as in the wire format"
    )]
    fn new(
        id: Text<'_>,
        answer: AnswerName<'_>,
        scope: &Bound<'_, Scope>,
        channel: ChannelName<'_>,
        decided_at: Moment<'_>,
        recorded_at: Moment<'_>,
        recorded_by: Option<Text<'_>>,
        confirmation: Option<Confirmation>,
        withdrawn_at: Option<Moment<'_>>,
    ) -> PyResult<Self> {
        let py = scope.py();
        let times = Times {
            decided_at: decided_at.read("decided_at")?,
            recorded_at: recorded_at.read("recorded_at")?,
        };
        let choice = akkoord::profile::Choice::new(
            choice_id(&id, "id")?,
            named(&answer.0, "answer", &ANSWERS, Answer::name)?,
            scope.get().core.clone(),
            named(&channel.0, "channel", &CHANNELS, Channel::name)?,
            times,
        );
        let mut choice = checked(choice, "")?;
        if let Some(by) = recorded_by {
            choice = choice.recorded_by(actor_id(&by, "recorded_by")?);
        }
        if let Some(Confirmation(confirmation)) = confirmation {
            choice = checked(choice.confirmed(confirmation), "")?;
        }
        if let Some(at) = withdrawn_at {
            choice = checked(choice.withdrawn(at.read("withdrawn_at")?), "")?;
        }
        Ok(Choice {
            core: choice,
            catalogue: scope.get().catalogue.clone_ref(py),
        })
    }

    /// The id, unique within its profile.
    #[getter]
    pub(crate) fn id(&self) -> &str {
        self.core.id().as_str()
    }

    /// `"yes"` or `"no"`.
    #[getter]
    fn answer(&self) -> AnswerTold {
        AnswerTold(self.core.answer().name())
    }

    /// What it is about.
    #[getter]
    pub(crate) fn scope(&self, py: Python<'_>) -> Scope {
        Scope {
            core: self.core.scope().clone(),
            catalogue: self.catalogue.clone_ref(py),
        }
    }

    /// How it came in.
    #[getter]
    fn channel(&self) -> ChannelTold {
        ChannelTold(self.core.channel().name())
    }

    /// When the patient decided (UTC).
    #[getter]
    fn decided_at<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDateTime>> {
        told(py, self.core.decided_at())
    }

    /// When the register learnt it (UTC).
    #[getter]
    fn recorded_at<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDateTime>> {
        told(py, self.core.recorded_at())
    }

    /// Who recorded it, if that is known; `repr` hides it.
    #[getter]
    fn recorded_by(&self) -> Option<&str> {
        self.core.recorder().map(|by| by.as_str())
    }

    /// A guardian's answer, if there is one (R20).
    #[getter]
    fn confirmation(&self) -> Option<Confirmation> {
        self.core.confirmation().cloned().map(Confirmation)
    }

    /// From when it is withdrawn, if it is (UTC).
    #[getter]
    fn withdrawn_at<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDateTime>>> {
        told_maybe(py, self.core.withdrawn_at())
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        let other = other.cast::<Choice>();
        other.is_ok_and(|other| other.get().core == self.core)
    }

    fn __hash__(&self) -> u64 {
        let choice = &self.core;
        hashed((choice.id(), choice.answer(), choice.decided_at()))
    }

    fn _repr_html_(&self, py: Python<'_>) -> String {
        let choice = &self.core;
        let mut rows = vec![
            ("choice", choice.id().as_str().to_owned()),
            ("answer", choice.answer().name().to_owned()),
        ];
        rows.extend(self.scope(py).rows());
        rows.push(("channel", choice.channel().name().to_owned()));
        rows.push(("decided", choice.decided_at().to_string()));
        rows.push(("recorded", choice.recorded_at().to_string()));
        if let Some(confirmation) = choice.confirmation() {
            let (answer, at) = (confirmation.answer.name(), confirmation.at);
            rows.push(("by a guardian", format!("{answer} at {at}")));
        }
        rows.push(("withdrawn", html::or_none(choice.withdrawn_at())));
        html::fields("Choice", &rows)
    }

    pub(crate) fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let choice = &self.core;
        let shown = Shown::new(py, "Choice").field("id", self.id())?;
        let shown = shown.field("answer", self.answer())?;
        let shown = shown.field("scope", self.scope(py))?;
        let shown = shown.field("channel", self.channel())?;
        let shown = shown.raw("decided_at", &choice.decided_at().to_string());
        let mut shown = shown.raw("recorded_at", &choice.recorded_at().to_string());
        if choice.recorder().is_some() {
            shown = shown.hidden("recorded_by");
        }
        shown = shown.maybe("confirmation", self.confirmation())?;
        if let Some(at) = choice.withdrawn_at() {
            shown = shown.raw("withdrawn_at", &at.to_string());
        }
        Ok(shown.end())
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Reduced<'py>> {
        let keywords = PyDict::new(py);
        keywords.set_item("id", self.id())?;
        keywords.set_item("answer", self.answer())?;
        keywords.set_item("scope", self.scope(py))?;
        keywords.set_item("channel", self.channel())?;
        keywords.set_item("decided_at", self.decided_at(py)?)?;
        keywords.set_item("recorded_at", self.recorded_at(py)?)?;
        keywords.set_item("recorded_by", self.recorded_by())?;
        keywords.set_item("confirmation", self.confirmation())?;
        keywords.set_item("withdrawn_at", self.withdrawn_at(py)?)?;
        rebuilt::<Self>(py, &keywords)
    }
}
