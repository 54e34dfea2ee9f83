//! Batches over Arrow: the one place that knows it. Tables come and go through the PyCapsule interface, so that pyarrow, Polars,
//! pandas, DuckDB and DataFusion work without glue, and none of them is needed.

mod fault;
mod population;
mod source;
mod stream;
mod table;
mod watch;

pub(crate) use population::Population;
pub(crate) use stream::DecisionStream;
pub(crate) use table::{_restore_decisions, _restore_table, Decisions, Table};

use std::sync::Arc;

use akkoord_arrow::{OnError, Reasons, Unattributed};
use arrow_array::{ArrayRef, RecordBatch, StructArray};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use pyo3_arrow::ffi::{ArrayIterator, to_schema_pycapsule, to_stream_pycapsule};

use crate::error::unknown_name;
use crate::given::{given, name_among, text};
use crate::told::{OnErrorTold, OnLoadErrorTold, ReasonsTold, UnattributedTold};

given! {
    /// A table: anything that gives Arrow.
    Source = type_hint_identifier!("akkoord._arrow", "ArrowSource");
    /// Who is told of the progress.
    Progress = type_hint_identifier!("akkoord._arrow", "Progress");
}

/// What the PyCapsule interface hands over. Python 3.11 has no name for its type.
pub(crate) struct Capsule<'py>(Bound<'py, PyCapsule>);

impl<'py> IntoPyObject<'py> for Capsule<'py> {
    type Target = PyCapsule;
    type Output = Bound<'py, PyCapsule>;
    type Error = std::convert::Infallible;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: pyo3::inspect::PyStaticExpr = {
        use pyo3::type_hint_identifier;
        type_hint_identifier!("builtins", "object")
    };

    fn into_pyobject(self, _: Python<'py>) -> Result<Self::Output, Self::Error> {
        Ok(self.0)
    }
}

impl<'py> Capsule<'py> {
    /// Batches as an Arrow C stream, with the schema that a reader would like.
    fn stream(
        py: Python<'py>,
        schema: &Schema,
        batches: impl Iterator<Item = Result<RecordBatch, ArrowError>> + Send + 'static,
        requested: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<Self> {
        // A batch goes as one array, and the field stands for its columns.
        let arrays = batches.map(|batch| Ok(Arc::new(StructArray::from(batch?)) as ArrayRef));
        let field = Field::new("", DataType::Struct(schema.fields().clone()), false);
        let arrays = Box::new(ArrayIterator::new(arrays, Arc::new(field)));
        Ok(Capsule(to_stream_pycapsule(py, arrays, requested)?))
    }

    /// Columns as an Arrow C schema.
    fn schema(py: Python<'py>, schema: &Schema) -> PyResult<Self> {
        Ok(Capsule(to_schema_pycapsule(py, schema)?))
    }
}

/// The schema that a reader would like.
fn capsule<'py>(given: Option<Bound<'py, PyAny>>) -> PyResult<Option<Bound<'py, PyCapsule>>> {
    Ok(given.map(Bound::cast_into).transpose()?)
}

/// Arguments whose defaults the signatures show: pyo3 shows what is a literal, so that these are names, and not yet what they mean.
pub(crate) fn reasons(given: &Bound<'_, PyAny>) -> PyResult<Option<&'static str>> {
    if given.is_none() {
        return Ok(None);
    }
    match text(given, "reasons")? {
        "dictionary" => Ok(Some("dictionary")),
        "plain" => Ok(Some("plain")),
        _ => Err(unknown_name("reasons", &["dictionary", "plain", "None"])),
    }
}

pub(crate) fn on_error(given: &Bound<'_, PyAny>) -> PyResult<&'static str> {
    name_among(given, "on_error", &ON_ERROR)
}

pub(crate) fn on_load_error(given: &Bound<'_, PyAny>) -> PyResult<&'static str> {
    name_among(given, "on_error", &ON_LOAD_ERROR)
}

pub(crate) fn unattributed(given: &Bound<'_, PyAny>) -> PyResult<&'static str> {
    name_among(given, "unattributed", &UNATTRIBUTED)
}

const REASONS: [Option<&str>; 3] = [Some("dictionary"), Some("plain"), None];
const ON_ERROR: [&str; 2] = ["raise", "indeterminate"];
const ON_LOAD_ERROR: [&str; 2] = ["raise", "collect"];
const UNATTRIBUTED: [&str; 2] = ["raise", "ignore"];

/// How reasons are told.
fn reasons_named(name: Option<&str>) -> Reasons {
    match name {
        None => Reasons::LeftOut,
        Some("plain") => Reasons::Plain,
        Some(_) => Reasons::Dictionary,
    }
}

/// To stop, or to go on.
fn on_error_named(name: &str) -> OnError {
    match name {
        "indeterminate" | "collect" => OnError::GoOn,
        _ => OnError::Stop,
    }
}

/// What is done about a row of nobody.
fn unattributed_named(name: &str) -> Unattributed {
    match name {
        "ignore" => Unattributed::Ignore,
        _ => Unattributed::Fail,
    }
}

/// Every name that a batch takes, for the tests of `akkoord._arrow`.
#[pyfunction]
pub(crate) fn _batch_names() -> BatchNames {
    (
        REASONS.map(|name| name.map(ReasonsTold)).into(),
        ON_ERROR.map(OnErrorTold).into(),
        ON_LOAD_ERROR.map(OnLoadErrorTold).into(),
        UNATTRIBUTED.map(UnattributedTold).into(),
    )
}

/// The names of `reasons`, of `on_error` (of queries, of choices) and of `unattributed`.
type BatchNames = (
    Vec<Option<ReasonsTold>>,
    Vec<OnErrorTold>,
    Vec<OnLoadErrorTold>,
    Vec<UnattributedTold>,
);

/// As many threads as were asked for.
fn threads(given: Option<usize>, usual: usize) -> PyResult<usize> {
    const MOST: usize = 1024;
    match given {
        None => Ok(usual),
        Some(threads) if (1..=MOST).contains(&threads) => Ok(threads),
        Some(_) => Err(fault::out_of_range("threads", MOST)),
    }
}

/// As many threads as there are cores.
fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}
