//! Documents of the wire format: as text, and as Python's own dicts, lists and texts. Core writes and reads every one of them.

use akkoord::Error;
use akkoord::json::canonical_json;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use serde::Serialize;

use crate::error::Fault;
use crate::given::given;

given! {
    /// A document as a mapping: dicts, lists, texts, and instants as text or as aware datetimes.
    Document = type_hint_subscript!(
        type_hint_identifier!("collections.abc", "Mapping"),
        type_hint_identifier!("builtins", "str"),
        type_hint_identifier!("typing", "Any")
    );
}

impl Document<'_> {
    /// Its text.
    pub(crate) fn written(&self, path: &str) -> PyResult<String> {
        static WRITTEN: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
        let written = WRITTEN.import(self.0.py(), "akkoord._documents", "written")?;
        written.call1((&self.0, path))?.extract()
    }
}

/// What core read of a document that was no text: a fault in it has no line.
pub(crate) fn read<T>(result: Result<T, Error>, path: &str) -> PyResult<T> {
    result.map_err(|error| Fault::of(&error, path).without_line().into())
}

/// A document as a dict.
pub(crate) struct DocumentTold<'py>(Bound<'py, PyAny>);

impl<'py> DocumentTold<'py> {
    pub(crate) fn of(py: Python<'py>, json: &str) -> PyResult<Self> {
        static LOADS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
        let loads = LOADS.import(py, "json", "loads")?;
        loads.call1((json,)).map(DocumentTold)
    }
}

impl<'py> IntoPyObject<'py> for DocumentTold<'py> {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = std::convert::Infallible;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: pyo3::inspect::PyStaticExpr = {
        use pyo3::{type_hint_identifier, type_hint_subscript};
        type_hint_subscript!(
            type_hint_identifier!("builtins", "dict"),
            type_hint_identifier!("builtins", "str"),
            type_hint_identifier!("typing", "Any")
        )
    };

    fn into_pyobject(self, _: Python<'py>) -> Result<Self::Output, Self::Error> {
        Ok(self.0)
    }
}

/// What core can write.
trait Writes: Send + Sync {
    fn written(&self) -> String;
}

impl<T: Serialize + Send + Sync> Writes for T {
    fn written(&self) -> String {
        canonical_json(self)
    }
}

enum Source {
    /// An answer of core: written when it is asked for.
    Core(Box<dyn Writes>),
    /// Written already: it was pickled.
    Text(String),
}

/// The document of an answer, which core alone can write.
#[pyclass(frozen, module = "akkoord._native", name = "_Document")]
pub(crate) struct AnswerDocument(Source);

impl AnswerDocument {
    pub(crate) fn of(answer: impl Serialize + Send + Sync + 'static) -> Self {
        AnswerDocument(Source::Core(Box::new(answer)))
    }

    pub(crate) fn of_text(text: String) -> Self {
        AnswerDocument(Source::Text(text))
    }
}

#[pymethods]
impl AnswerDocument {
    /// The canonical form of the wire format.
    fn to_json(&self, py: Python<'_>) -> String {
        match &self.0 {
            Source::Core(answer) => py.detach(|| answer.written()),
            Source::Text(text) => text.clone(),
        }
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<crate::told::Reduced<'py>> {
        crate::told::restored(py, "_restore_document", self.to_json(py))
    }
}

/// The document of an answer from its pickle.
#[pyfunction]
pub(crate) fn _restore_document(state: String) -> AnswerDocument {
    AnswerDocument::of_text(state)
}
