//! `DecisionStream`: decisions as they are asked for.

use std::sync::{Mutex, PoisonError};

use akkoord_arrow::Answers;
use arrow_schema::{ArrowError, SchemaRef};
use pyo3::prelude::*;

use super::source::Batches;
use super::table::Decisions;
use super::{Capsule, capsule, fault};
use crate::told::Reduced;

/// Decisions of a stream of queries, in constant memory: queries are read when decisions are asked for, and neither is kept.
///
/// It can be read once, in one of two ways. As an iterator it gives `Decisions`, some tens of thousands of rows at a time: ``next(stream)``
/// and a loop go on where the other stopped, and after the end, or an error, there is nothing more. Or whole by an Arrow library
/// (``pyarrow.RecordBatchReader.from_stream(stream)``, ``duckdb.sql("from stream")``). An Arrow library is never given the rest
/// alone, since decisions would then stand beside the wrong queries: once ``next`` has been called it gets `TableError` with the
/// code ``already_read``, as does whoever reads after an Arrow library.
///
/// It asks the population as it was when the stream was made.
#[pyclass(frozen, module = "akkoord")]
pub(crate) struct DecisionStream {
    schema: SchemaRef,
    answers: Mutex<State>,
}

enum State {
    New(Box<Answers<Batches>>),
    /// As an iterator.
    Begun(Box<Answers<Batches>>),
    /// As an iterator, to its end or an error.
    Over,
    /// By an Arrow library.
    GivenAway,
}

impl DecisionStream {
    pub(super) fn new(answers: Answers<Batches>) -> Self {
        DecisionStream {
            schema: answers.schema(),
            answers: Mutex::new(State::New(Box::new(answers))),
        }
    }

    fn with<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.answers.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[pymethods]
impl DecisionStream {
    /// The decisions as an Arrow C stream; what every Arrow library calls.
    ///
    /// Raises:
    ///     TableError: It has been read, or some of it (``already_read``).
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Capsule<'py>> {
        // What is no schema is refused before the stream counts as read.
        let requested_schema = capsule(requested_schema)?;
        let answers = py.detach(|| {
            self.with(|state| match std::mem::replace(state, State::GivenAway) {
                State::New(answers) => Some(answers),
                other @ (State::Begun(_) | State::Over | State::GivenAway) => {
                    *state = other;
                    None
                }
            })
        });
        let answers = answers.ok_or_else(fault::already_read)?;
        let batches = answers.map(|batch| {
            batch.map_err(|error| {
                let told = fault::raised_at("queries", error).to_string();
                ArrowError::ExternalError(told.into())
            })
        });
        Capsule::stream(py, &self.schema, batches, requested_schema)
    }

    /// The columns as an Arrow C schema; does not read the stream.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Capsule<'py>> {
        Capsule::schema(py, &self.schema)
    }

    fn __iter__<'py>(slf: Bound<'py, Self>) -> PyResult<Bound<'py, Self>> {
        let stream = slf.get();
        let is_given_away = |state: &mut State| matches!(state, State::GivenAway);
        if slf.py().detach(|| stream.with(is_given_away)) {
            return Err(fault::already_read());
        }
        Ok(slf)
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Py<Decisions>>> {
        // Before, not after: decisions that have been read are not lost.
        py.check_signals()?;
        let next = py.detach(|| {
            self.with(|state| {
                let mut answers = match std::mem::replace(state, State::Over) {
                    State::New(answers) | State::Begun(answers) => answers,
                    State::Over => return Ok(None),
                    State::GivenAway => {
                        *state = State::GivenAway;
                        return Err(fault::already_read());
                    }
                };
                let next = answers.next().transpose();
                if let Ok(Some(_)) = next {
                    *state = State::Begun(answers);
                }
                next.map_err(|error| fault::raised_at("queries", error))
            })
        });
        let decisions = |batch| Py::new(py, Decisions::new(self.schema.clone(), vec![batch]));
        next?.map(decisions).transpose()
    }

    fn __repr__(&self, py: Python<'_>) -> &'static str {
        let state = |state: &mut State| match state {
            State::New(_) => "DecisionStream(not read yet)",
            State::Begun(_) => "DecisionStream(being read)",
            State::Over | State::GivenAway => "DecisionStream(read)",
        };
        py.detach(|| self.with(state))
    }

    fn __reduce__<'py>(&self, _py: Python<'py>) -> PyResult<Reduced<'py>> {
        Err(pyo3::exceptions::PyTypeError::new_err(
            "a DecisionStream is read once, here: pickle Decisions (population.decide), or the queries",
        ))
    }
}
