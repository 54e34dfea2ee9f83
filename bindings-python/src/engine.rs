//! `Engine`.

use pyo3::prelude::*;

use crate::given::Json;

/// The rules engine.
#[pyclass(frozen, module = "akkoord")]
pub(crate) struct Engine(akkoord::Engine);

impl Engine {
    pub(crate) fn core(&self) -> &akkoord::Engine {
        &self.0
    }
}

#[pymethods]
impl Engine {
    /// The engine with the Mitz catalogue and rule set.
    #[new]
    fn new() -> Self {
        Engine(akkoord::Engine::mitz())
    }

    /// One line of the batch format in, one line out, the same bytes as the program `akkoord evaluate` writes.
    fn evaluate_json(&self, py: Python<'_>, line: Json<'_>) -> PyResult<String> {
        let line = line.line()?;
        Ok(py.detach(|| self.0.evaluate_json_bytes(line, 1)))
    }
}
