//! `Holder` and `Consulter`: the two providers of a question.

use akkoord::query::Connection;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::given::{Text, code, flag, provider_id};
use crate::told::{MatchProvider, Reduced, Shown, hashed, rebuilt};

/// The provider that keeps the record.
///
/// Args:
///     id: Its id, such as `"ura:90000017"`; opaque, compared byte for byte, at most 1,024 bytes.
///     type: Its provider type, a code of the catalogue such as `"Z3"`; an unknown one makes the answer indeterminate (R2).
///     connected: Whether it is connected to the exchange (R14).
///
/// Raises:
///     FormatError: An empty or overlong id.
///
/// >>> import akkoord
/// >>> akkoord.Holder(id="ura:90000017", type="Z3")
/// Holder(id='ura:90000017', type='Z3')
#[pyclass(frozen, eq, module = "akkoord", from_py_object)]
#[derive(Clone, PartialEq)]
pub(crate) struct Holder(pub(crate) akkoord::query::Holder);

fn connected(given: &Bound<'_, PyAny>) -> PyResult<bool> {
    flag(given, "holder.connected")
}

#[pymethods]
impl Holder {
    #[classattr]
    fn __match_args__() -> MatchProvider {
        MatchProvider
    }

    #[new]
    #[pyo3(signature = (id, r#type, *, connected: "bool" = true))]
    fn new(
        id: Text<'_>,
        r#type: Text<'_>,
        #[pyo3(from_py_with = connected)] connected: bool,
    ) -> PyResult<Self> {
        Ok(Holder(akkoord::query::Holder {
            id: provider_id(&id, "holder.id")?,
            kind: code(&r#type, "holder.type")?,
            connection: if connected {
                Connection::Connected
            } else {
                Connection::NotConnected
            },
        }))
    }

    /// Its id.
    #[getter]
    fn id(&self) -> &str {
        self.0.id.as_str()
    }

    /// Its provider type.
    #[getter]
    fn r#type(&self) -> &str {
        &self.0.kind
    }

    /// Whether it is connected to the exchange (R14).
    #[getter]
    fn connected(&self) -> bool {
        self.0.connection == Connection::Connected
    }

    fn __hash__(&self) -> u64 {
        hashed((self.id(), &self.0.kind, self.connected()))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let shown = Shown::new(py, "Holder").field("id", self.id())?;
        let shown = shown.field("type", self.r#type())?;
        let connected = (!self.connected()).then_some(false);
        Ok(shown.maybe("connected", connected)?.end())
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Reduced<'py>> {
        let keywords = PyDict::new(py);
        keywords.set_item("id", self.id())?;
        keywords.set_item("type", self.r#type())?;
        keywords.set_item("connected", self.connected())?;
        rebuilt::<Self>(py, &keywords)
    }
}

/// The provider that asks for the data.
///
/// Args:
///     id: Its id, such as `"ura:90000033"`; opaque, compared byte for byte, at most 1,024 bytes.
///     type: Its provider type, a code of the catalogue such as `"N6"`; an unknown one makes the answer indeterminate (R2).
///
/// Raises:
///     FormatError: An empty or overlong id.
#[pyclass(frozen, eq, module = "akkoord", from_py_object)]
#[derive(Clone, PartialEq)]
pub(crate) struct Consulter(pub(crate) akkoord::query::Consulter);

#[pymethods]
impl Consulter {
    #[classattr]
    fn __match_args__() -> MatchProvider {
        MatchProvider
    }

    #[new]
    fn new(id: Text<'_>, r#type: Text<'_>) -> PyResult<Self> {
        Ok(Consulter(akkoord::query::Consulter {
            id: provider_id(&id, "consulter.id")?,
            kind: code(&r#type, "consulter.type")?,
        }))
    }

    /// Its id.
    #[getter]
    fn id(&self) -> &str {
        self.0.id.as_str()
    }

    /// Its provider type.
    #[getter]
    fn r#type(&self) -> &str {
        &self.0.kind
    }

    fn __hash__(&self) -> u64 {
        hashed((self.id(), &self.0.kind))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let shown = Shown::new(py, "Consulter").field("id", self.id())?;
        Ok(shown.field("type", self.r#type())?.end())
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Reduced<'py>> {
        let keywords = PyDict::new(py);
        keywords.set_item("id", self.id())?;
        keywords.set_item("type", self.r#type())?;
        rebuilt::<Self>(py, &keywords)
    }
}
