//! `Query`: may this holder disclose these data to this consulter, at this instant?

use akkoord::error::ErrorCode;
use akkoord::query::{Purpose, TreatmentRelationship};
use pyo3::prelude::*;
use pyo3::types::{PyDateTime, PyDict};
use serde::Serialize;

use crate::catalogue;
use crate::document::{self, Document, DocumentTold};
use crate::error::Fault;
use crate::given::{Flag, Json, TextOrTexts, checked, short, text};
use crate::html;
use crate::instant::{Moment, told};
use crate::provider::{Consulter, Holder};
use crate::told::{Reduced, Shown, Tuple, hashed, rebuilt};

/// A query names at most so many data categories (wire format).
const MOST_DATA: usize = 128;

/// A closed query: may *this* holder disclose these data to *this* consulter at this instant?
///
/// Args:
///     holder: The provider that keeps the record.
///     consulter: The provider that asks.
///     data: One code of a data category, such as `"GGC002"`, or several (at most 128): one decision each, in this order.
///     at: The instant that the answer is for; an aware `datetime`. The engine reads no clock (R6).
///     purpose: Why: `"TREAT"`, or `"COC"` where the law presumes consent; any other is indeterminate (R12).
///     treatment_relationship: Whether the caller asserts a treatment relationship (R13): `True`, `False`, or `None` for
///         not asserted, which is indeterminate.
///
/// Raises:
///     FormatError: A naive `datetime`, an empty list, an overlong text.
///
/// >>> from datetime import datetime, timezone
/// >>> import akkoord
/// >>> query = akkoord.Query(holder=akkoord.Holder("ura:90000017", "Z3"), consulter=akkoord.Consulter("ura:90000033", "N6"),
/// ...                       data="GGC002", at=datetime(2026, 1, 5, 12, tzinfo=timezone.utc), treatment_relationship=True)
/// >>> query.data, query.purpose
/// (('GGC002',), 'TREAT')
#[pyclass(frozen, eq, module = "akkoord")]
#[derive(PartialEq)]
pub(crate) struct Query(pub(crate) akkoord::Query);

/// Whether a treatment relationship is asserted, as Python says it.
pub(crate) fn relationship(given: Option<Flag<'_>>, path: &str) -> PyResult<TreatmentRelationship> {
    Ok(match given.map(|flag| flag.read(path)).transpose()? {
        Some(true) => TreatmentRelationship::Asserted,
        Some(false) => TreatmentRelationship::Denied,
        None => TreatmentRelationship::NotAsserted,
    })
}

/// The purpose of a question: any text of a code's length (R12).
pub(crate) fn purpose<'a>(given: &'a Bound<'_, PyAny>) -> PyResult<&'a str> {
    short(text(given, "purpose")?, "purpose")
}

fn query_purpose<'a>(given: &'a Bound<'_, PyAny>) -> PyResult<&'a str> {
    short(text(given, "query.purpose")?, "query.purpose")
}

/// Data categories: one code or several.
pub(crate) fn data_codes(given: &TextOrTexts<'_>, path: &str) -> PyResult<Vec<Box<str>>> {
    let codes = given.read(path)?;
    if codes.is_empty() {
        return Err(Fault::new(ErrorCode::EmptyList, path).into());
    }
    if codes.len() > MOST_DATA {
        return Err(Fault::new(ErrorCode::ListTooLong, path).into());
    }
    let codes = codes.iter().map(|code| short(code, path).map(Box::from));
    codes.collect()
}

impl Query {
    fn code_of_purpose(&self) -> &str {
        match &self.0.purpose {
            Purpose::Treatment => "TREAT",
            Purpose::CoordinationOfCare => "COC",
            Purpose::Other(code) => code,
        }
    }
}

/// What reads a query: its codes are looked up later (R11), so that any engine will do.
fn reader(py: Python<'_>) -> PyResult<akkoord::Engine> {
    let catalogue = catalogue::mitz(py)?.get().0.clone();
    Ok(akkoord::Engine::new(catalogue, akkoord::RuleSet::mitz()))
}

#[pymethods]
impl Query {
    #[new]
    #[pyo3(signature = (*, holder, consulter, data, at, purpose: "str" = "TREAT", treatment_relationship = None))]
    fn new(
        holder: Holder,
        consulter: Consulter,
        data: TextOrTexts<'_>,
        at: Moment<'_>,
        #[pyo3(from_py_with = query_purpose)] purpose: &str,
        treatment_relationship: Option<Flag<'_>>,
    ) -> PyResult<Self> {
        Ok(Query(akkoord::Query {
            holder: holder.0,
            consulter: consulter.0,
            data: data_codes(&data, "query.data")?,
            purpose: Purpose::from(purpose),
            treatment_relationship: relationship(
                treatment_relationship,
                "query.treatment_relationship",
            )?,
            at: at.read("query.at")?,
        }))
    }

    /// The provider that keeps the record.
    #[getter]
    fn holder(&self) -> Holder {
        Holder(self.0.holder.clone())
    }

    /// The provider that asks.
    #[getter]
    fn consulter(&self) -> Consulter {
        Consulter(self.0.consulter.clone())
    }

    /// The codes of the data categories, in the order asked.
    #[getter]
    fn data(&self) -> Tuple<&str> {
        Tuple(self.0.data.iter().map(|code| &**code).collect())
    }

    /// The instant that the answer is for (UTC).
    #[getter]
    fn at<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDateTime>> {
        told(py, self.0.at)
    }

    /// Why (R12).
    #[getter]
    fn purpose(&self) -> &str {
        self.code_of_purpose()
    }

    /// Whether a treatment relationship is asserted (R13); `None`: not asserted.
    #[getter]
    fn treatment_relationship(&self) -> Option<bool> {
        match self.0.treatment_relationship {
            TreatmentRelationship::Asserted => Some(true),
            TreatmentRelationship::Denied => Some(false),
            TreatmentRelationship::NotAsserted => None,
        }
    }

    /// The same query at another instant.
    fn with_at(&self, at: Moment<'_>) -> PyResult<Self> {
        Ok(Query(akkoord::Query {
            at: at.read("query.at")?,
            ..self.0.clone()
        }))
    }

    /// Reads a query, strictly. An `explain` or `audience` in it is read and left aside: ask `Decision.explain`.
    ///
    /// Raises:
    ///     FormatError: The first fault, with a code, a path and a line.
    ///
    /// >>> import akkoord
    /// >>> document = {"holder": {"id": "ura:90000017", "type": "Z3"}, "consulter": {"id": "ura:90000033", "type": "N6"},
    /// ...             "data": ["GGC002"], "at": "2026-01-05T12:00:00Z"}
    /// >>> query = akkoord.Query.from_dict(document)
    /// >>> akkoord.Query.from_json(query.to_json()) == query
    /// True
    #[staticmethod]
    fn from_json(py: Python<'_>, json: Json<'_>) -> PyResult<Self> {
        checked(reader(py)?.read_query(json.read("")?), "").map(Query)
    }

    /// Reads a query of dicts and lists, as `from_json` reads text; `at` may be an aware `datetime`.
    #[staticmethod]
    fn from_dict(py: Python<'_>, document: Document<'_>) -> PyResult<Self> {
        let json = document.written("query")?;
        document::read(reader(py)?.read_query(&json), "").map(Query)
    }

    /// The query as the wire format has it, of dicts and lists; `at` is text.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<DocumentTold<'py>> {
        DocumentTold::of(py, &self.to_json()?)
    }

    /// The query as the wire format writes it, in the order of its fields.
    fn to_json(&self) -> PyResult<String> {
        #[derive(Serialize)]
        struct Document<'q> {
            holder: Party<'q>,
            consulter: Party<'q>,
            data: &'q [Box<str>],
            purpose: &'q str,
            #[serde(skip_serializing_if = "Option::is_none")]
            treatment_relationship: Option<bool>,
            at: String,
        }
        #[derive(Serialize)]
        struct Party<'q> {
            id: &'q str,
            r#type: &'q str,
            #[serde(skip_serializing_if = "Option::is_none")]
            connected: Option<bool>,
        }
        let document = Document {
            holder: Party {
                id: self.0.holder.id.as_str(),
                r#type: &self.0.holder.kind,
                connected: Some(self.0.holder.connection == akkoord::query::Connection::Connected),
            },
            consulter: Party {
                id: self.0.consulter.id.as_str(),
                r#type: &self.0.consulter.kind,
                connected: None,
            },
            data: &self.0.data,
            purpose: self.code_of_purpose(),
            treatment_relationship: self.treatment_relationship(),
            at: self.0.at.to_string(),
        };
        serde_json::to_string(&document)
            .map_err(|error| pyo3::exceptions::PyRuntimeError::new_err(error.to_string()))
    }

    fn __hash__(&self) -> u64 {
        let query = &self.0;
        hashed((&query.holder.id, &query.consulter.id, &query.data, query.at))
    }

    fn _repr_html_(&self) -> String {
        let query = &self.0;
        let asserted = match query.treatment_relationship {
            TreatmentRelationship::Asserted => "asserted",
            TreatmentRelationship::Denied => "denied",
            TreatmentRelationship::NotAsserted => "not asserted",
        };
        let connected = match query.holder.connection {
            akkoord::query::Connection::Connected => "",
            akkoord::query::Connection::NotConnected => ", not connected",
        };
        let (holder, consulter) = (&query.holder, &query.consulter);
        let rows = [
            (
                "holder",
                format!("{} ({}{connected})", holder.id.as_str(), holder.kind),
            ),
            (
                "consulter",
                format!("{} ({})", consulter.id.as_str(), consulter.kind),
            ),
            ("data", query.data.join(", ")),
            ("at", query.at.to_string()),
            ("purpose", self.code_of_purpose().to_owned()),
            ("treatment relationship", asserted.to_owned()),
        ];
        html::fields("Query", &rows)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let shown = Shown::new(py, "Query").field("holder", self.holder())?;
        let shown = shown.field("consulter", self.consulter())?;
        let shown = shown.field("data", self.data())?;
        let shown = shown.raw("at", &self.0.at.to_string());
        let shown = shown.field("purpose", self.code_of_purpose())?;
        let asserted = self.treatment_relationship();
        Ok(shown.field("treatment_relationship", asserted)?.end())
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Reduced<'py>> {
        let keywords = PyDict::new(py);
        keywords.set_item("holder", self.holder())?;
        keywords.set_item("consulter", self.consulter())?;
        keywords.set_item("data", self.data())?;
        keywords.set_item("at", self.at(py)?)?;
        keywords.set_item("purpose", self.code_of_purpose())?;
        keywords.set_item("treatment_relationship", self.treatment_relationship())?;
        rebuilt::<Self>(py, &keywords)
    }
}
