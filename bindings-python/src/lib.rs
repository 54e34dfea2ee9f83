//! The engine behind the Python package `akkoord`. Nothing here decides anything: values in, core's answers out.

mod engine;
mod error;
mod given;
mod instant;

use pyo3::prelude::*;

/// The engine behind the package `akkoord`: import from there.
#[pymodule]
mod _native {
    #[pymodule_export]
    use crate::engine::Engine;
}
