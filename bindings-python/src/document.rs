//! Documents of the wire format: as text, and as Python's own dicts, lists and texts. Core writes and reads every one of them.

use akkoord::Error;
use akkoord::explain::{Explain, Wording};
use akkoord::json::canonical_json;
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use serde::Serialize;

use crate::decision::{Explanation, audience_of, lang_of};
use crate::error::Fault;
use crate::given::{AudienceName, LangName, given};
use crate::wording::{self, Names, Zone};

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

/// What is told of an explanation that no longer can be made.
pub(crate) const NOT_TRAVELLED: &str = "this was pickled, and what explains it did not travel: explain it before, and pickle the explanation";

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

/// What core can write and explain.
trait Answer: Send + Sync {
    fn written(&self) -> String;
    fn explained(&self, wording: &Wording<'_>) -> akkoord::explain::Explanation;
}

impl<T: Serialize + Explain + Send + Sync> Answer for T {
    fn written(&self) -> String {
        canonical_json(self)
    }

    fn explained(&self, wording: &Wording<'_>) -> akkoord::explain::Explanation {
        self.explain_in(wording)
    }
}

enum Source {
    /// An answer of core: written and explained when that is asked for.
    Core(Box<dyn Answer>),
    /// Written already: it was pickled.
    Text(String),
}

/// The document of an answer and its explanations, which core alone can write.
#[pyclass(frozen, module = "akkoord._native", name = "_Document")]
pub(crate) struct AnswerDocument(Source);

impl AnswerDocument {
    pub(crate) fn of(answer: impl Serialize + Explain + Send + Sync + 'static) -> Self {
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

    /// The answer in plain language.
    #[pyo3(signature = (lang, audience, names, time_zone))]
    fn explain(
        &self,
        lang: LangName<'_>,
        audience: AudienceName<'_>,
        names: Option<Names<'_>>,
        time_zone: Option<Zone<'_>>,
    ) -> PyResult<Explanation> {
        let (lang, audience) = (lang_of(&lang)?, audience_of(&audience)?);
        match &self.0 {
            Source::Core(answer) => wording::explained(
                lang,
                audience,
                names.as_ref(),
                time_zone.as_ref(),
                |wording| answer.explained(wording),
            ),
            Source::Text(_) => Err(PyRuntimeError::new_err(NOT_TRAVELLED)),
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
