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
/// It can be read once: by an Arrow library (``pyarrow.RecordBatchReader.from_stream(stream)``,
/// ``duckdb.sql("from stream")``), or in a loop, which gives `Decisions`, some tens of thousands of rows at a time. A second
/// reading raises `TableError` with the code ``already_read``.
///
/// It asks the population as it was when the stream was made.
#[pyclass(frozen, module = "akkoord")]
pub(crate) struct DecisionStream {
    schema: SchemaRef,
    answers: Mutex<State>,
}

enum State {
    New(Box<Answers<Batches>>),
    /// In a loop.
    Begun(Box<Answers<Batches>>),
    Read,
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
    ///     TableError: It has been read (``already_read``).
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Capsule<'py>> {
        // What is no schema is refused before the stream counts as read.
        let requested_schema = capsule(requested_schema)?;
        let state = py.detach(|| self.with(|state| std::mem::replace(state, State::Read)));
        let State::New(answers) = state else {
            return Err(fault::already_read());
        };
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
        let begun = slf.py().detach(|| {
            stream.with(|state| match std::mem::replace(state, State::Read) {
                State::New(answers) => {
                    *state = State::Begun(answers);
                    true
                }
                State::Begun(_) | State::Read => false,
            })
        });
        if begun {
            Ok(slf)
        } else {
            Err(fault::already_read())
        }
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Py<Decisions>>> {
        let next = py.detach(|| {
            self.with(|state| match state {
                State::New(_) | State::Read => None,
                State::Begun(answers) => answers.next(),
            })
        });
        py.check_signals()?;
        match next {
            None => {
                self.with(|state| *state = State::Read);
                Ok(None)
            }
            Some(Err(error)) => Err(fault::raised_at("queries", error)),
            Some(Ok(batch)) => {
                let decisions = Decisions::new(self.schema.clone(), vec![batch]);
                Py::new(py, decisions).map(Some)
            }
        }
    }

    fn __repr__(&self, py: Python<'_>) -> &'static str {
        let state = |state: &mut State| match state {
            State::New(_) => "DecisionStream(not read yet)",
            State::Begun(_) => "DecisionStream(being read)",
            State::Read => "DecisionStream(read)",
        };
        py.detach(|| self.with(state))
    }

    fn __reduce__<'py>(&self, _py: Python<'py>) -> PyResult<Reduced<'py>> {
        Err(pyo3::exceptions::PyTypeError::new_err(
            "a DecisionStream is read once, here: pickle Decisions (population.decide), or the queries",
        ))
    }
}
