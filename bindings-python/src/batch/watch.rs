//! Watching a long call: the progress is told, and whoever wants to stop it can.

use pyo3::prelude::*;
use pyo3::types::PyBool;

use super::{Progress, Source};
use crate::error::wrong_type;

/// Who is told how far it is.
pub(super) struct Watch {
    told: Option<Py<PyAny>>,
    total: Option<u64>,
    /// What is called at the end, whatever the end is.
    close: Option<Py<PyAny>>,
    raised: Option<PyErr>,
}

impl Watch {
    /// Nobody for `None` and `False`; a bar for `True`; else what was given is called with the rows done and the rows there are, or
    /// `None`.
    pub(super) fn new(given: Option<&Progress<'_>>, source: &Source<'_>) -> PyResult<Self> {
        let mut watch = Watch {
            told: None,
            total: source.rows(),
            close: None,
            raised: None,
        };
        let Some(Progress(given)) = given else {
            return Ok(watch);
        };
        if let Ok(wanted) = given.cast::<PyBool>() {
            if wanted.is_true() {
                let bar = given
                    .py()
                    .import("akkoord._arrow")?
                    .call_method1("bar", (watch.total,))?;
                watch.close = Some(bar.getattr("close")?.unbind());
                watch.told = Some(bar.unbind());
            }
            return Ok(watch);
        }
        if !given.is_callable() {
            return Err(wrong_type("progress", "None, True or a function", given));
        }
        watch.told = Some(given.clone().unbind());
        Ok(watch)
    }

    /// Tells that so many rows are done. Whether it shall go on; if not, an exception waits.
    pub(super) fn tell(&mut self, rows: u64) -> bool {
        let told = Python::attach(|py| {
            py.check_signals()?;
            if let Some(told) = &self.told {
                told.call1(py, (rows, self.total))?;
            }
            Ok(())
        });
        self.raised = told.err();
        self.raised.is_none()
    }

    /// The end: closes the bar, and raises what stopped the work in preference to what came of it.
    pub(super) fn end<T>(mut self, py: Python<'_>, done: PyResult<T>) -> PyResult<T> {
        let closed = self.close.take().map(|close| close.call0(py)).transpose();
        if let Some(raised) = self.raised.take() {
            return Err(raised);
        }
        let done = done?;
        closed?;
        Ok(done)
    }
}
