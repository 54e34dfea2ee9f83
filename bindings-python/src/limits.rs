//! `Limits` and `Cancel`: what one call may cost, and how to stop it from another thread.

use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::told::{Reduced, Shown, hashed, rebuilt};

/// A switch that stops the running calls of every engine whose `Limits` name it; any thread may set it.
///
/// A call that is stopped raises `QuestionError` with the code ``cancelled``. It works between threads: within one process.
///
/// >>> import akkoord
/// >>> cancel = akkoord.Cancel()
/// >>> engine = akkoord.Engine(limits=akkoord.Limits(cancel=cancel))
/// >>> cancel.set()
/// >>> cancel.is_set
/// True
/// >>> cancel.clear()
#[pyclass(frozen, module = "akkoord")]
#[derive(Default)]
pub(crate) struct Cancel(akkoord::limits::Cancel);

#[pymethods]
impl Cancel {
    #[new]
    fn new() -> Self {
        Cancel::default()
    }

    /// Stops the calls that run, and those that begin from now on.
    fn set(&self) {
        self.0.set(true);
    }

    /// Lets calls run again.
    fn clear(&self) {
        self.0.set(false);
    }

    /// Whether it is set.
    #[getter]
    fn is_set(&self) -> bool {
        self.0.is_set()
    }

    fn __repr__(&self) -> &'static str {
        if self.0.is_set() {
            "Cancel(set)"
        } else {
            "Cancel()"
        }
    }
}

/// What one call of an engine may cost, at most. A call that would cost more ends with an error, never with a partial answer.
///
/// Args:
///     steps: Most steps of one call; beyond, ``too_much_work``. A step is one look at one choice, holder or cell: some
///         nanoseconds.
///     answer_bytes: Most bytes of one answer as JSON (64 MiB); beyond, ``answer_too_large``.
///     cancel: A switch that stops calls, which end with ``cancelled``; `None`: nothing stops them. It is not pickled.
///
/// >>> import akkoord
/// >>> akkoord.Limits(steps=1_000_000)
/// Limits(steps=1000000, answer_bytes=67108864)
/// >>> akkoord.Engine(limits=akkoord.Limits(steps=1)).limits.steps
/// 1
#[pyclass(frozen, module = "akkoord")]
pub(crate) struct Limits {
    steps: u64,
    answer_bytes: usize,
    cancel: Option<Py<Cancel>>,
}

impl Limits {
    pub(crate) fn core(&self) -> akkoord::limits::Limits {
        let limits = akkoord::limits::Limits::default();
        let limits = limits.steps(self.steps).answer_bytes(self.answer_bytes);
        match &self.cancel {
            None => limits,
            Some(cancel) => limits.cancelled_by(&cancel.get().0),
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            steps: akkoord::limits::Limits::STEPS,
            answer_bytes: akkoord::limits::Limits::ANSWER_BYTES,
            cancel: None,
        }
    }
}

/// The signature shows what core has.
const _: () = assert!(akkoord::limits::Limits::STEPS == 100_000_000);
const _: () = assert!(akkoord::limits::Limits::ANSWER_BYTES == 67_108_864);

#[pymethods]
impl Limits {
    #[new]
    #[pyo3(signature = (*, steps = 100_000_000, answer_bytes = 67_108_864, cancel = None))]
    fn new(steps: u64, answer_bytes: usize, cancel: Option<Py<Cancel>>) -> Self {
        Limits {
            steps,
            answer_bytes,
            cancel,
        }
    }

    /// Most steps of one call.
    #[getter]
    pub(crate) fn steps(&self) -> u64 {
        self.steps
    }

    /// Most bytes of one answer as JSON.
    #[getter]
    pub(crate) fn answer_bytes(&self) -> usize {
        self.answer_bytes
    }

    /// The switch that stops calls, if there is one.
    #[getter]
    fn cancel(&self, py: Python<'_>) -> Option<Py<Cancel>> {
        self.cancel.as_ref().map(|cancel| cancel.clone_ref(py))
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        let same_switch = |one: &Option<Py<Cancel>>, other: &Option<Py<Cancel>>| match (one, other)
        {
            (None, None) => true,
            (Some(one), Some(other)) => one.is(other),
            (None, Some(_)) | (Some(_), None) => false,
        };
        other.cast::<Limits>().is_ok_and(|other| {
            let other = other.get();
            (self.steps, self.answer_bytes) == (other.steps, other.answer_bytes)
                && same_switch(&self.cancel, &other.cancel)
        })
    }

    fn __hash__(&self) -> u64 {
        hashed((self.steps, self.answer_bytes))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let shown = Shown::new(py, "Limits").field("steps", self.steps)?;
        let shown = shown.field("answer_bytes", self.answer_bytes)?;
        Ok(shown.maybe("cancel", self.cancel(py))?.end())
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Reduced<'py>> {
        let keywords = PyDict::new(py);
        keywords.set_item("steps", self.steps)?;
        keywords.set_item("answer_bytes", self.answer_bytes)?;
        rebuilt::<Self>(py, &keywords)
    }
}
