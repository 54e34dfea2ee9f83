//! The engine behind the Python package `akkoord`. Nothing here decides anything: values in, core's answers out.

#![allow(
    rustdoc::broken_intra_doc_links,
    rustdoc::invalid_html_tags,
    rustdoc::invalid_rust_codeblocks,
    rustdoc::bare_urls,
    reason = "these comments are what `help` shows in Python: its markup, not rustdoc's"
)]

mod batch;
mod catalogue;
mod choice;
mod compiled;
mod decision;
mod document;
mod engine;
mod error;
mod given;
mod html;
mod instant;
mod limits;
mod overview;
mod profile;
mod provider;
mod query;
mod register;
mod scope;
mod told;
mod wording;

use pyo3::exceptions::PyImportError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;

/// Only the interpreter that imports the module first may have it: the classes of Python that it raises and makes are kept for
/// the whole process, and must not reach another interpreter.
fn one_interpreter(py: Python<'_>) -> PyResult<()> {
    static FIRST: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    // Each interpreter has its own.
    let modules = py.import("sys")?.getattr("modules")?;
    let first = FIRST.get_or_init(py, || modules.clone().unbind());
    if first.is(&modules) {
        Ok(())
    } else {
        Err(PyImportError::new_err(
            "akkoord does not support subinterpreters: another interpreter of this process has imported it",
        ))
    }
}

/// The engine behind the package `akkoord`: import from there.
#[pymodule]
mod _native {
    use pyo3::prelude::*;

    /// The version of akkoord.
    #[pymodule_export]
    #[expect(non_upper_case_globals, reason = "Python's name for it")]
    const __version__: &str = env!("CARGO_PKG_VERSION");

    #[pymodule_init]
    fn init(py: Python<'_>) -> PyResult<()> {
        crate::one_interpreter(py)
    }

    #[pymodule_export]
    use crate::batch::{
        _batch_names, _restore_decisions, _restore_table, DecisionStream, Decisions, Population,
        Table,
    };
    #[pymodule_export]
    use crate::catalogue::{Catalogue, RuleSet};
    #[pymodule_export]
    use crate::choice::{Choice, Confirmation};
    #[pymodule_export]
    use crate::compiled::{_restore_verdict, Compiled, Verdict};
    #[pymodule_export]
    use crate::decision::{
        _restore_decision, _restore_ground, _restore_outweighed, Decision, Explanation, Ground,
        Outweighed,
    };
    #[pymodule_export]
    use crate::document::{_restore_document, AnswerDocument};
    #[pymodule_export]
    use crate::engine::Engine;
    #[pymodule_export]
    use crate::limits::{Cancel, Limits};
    #[pymodule_export]
    use crate::profile::{Patient, Profile};
    #[pymodule_export]
    use crate::provider::{Consulter, Holder};
    #[pymodule_export]
    use crate::query::Query;
    #[pymodule_export]
    use crate::scope::Scope;
    #[pymodule_export]
    use crate::told::{_codes, _names};
}
