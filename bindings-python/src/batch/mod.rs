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
use crate::given::{given, text};

given! {
    /// A table: anything that gives Arrow.
    Source = type_hint_identifier!("akkoord._arrow", "ArrowSource");
    /// Who is told of the progress.
    Progress = type_hint_identifier!("akkoord._arrow", "Progress");
    /// How reasons are told.
    ReasonsName = type_hint_identifier!("akkoord._arrow", "Reasons");
    /// What happens at a row of queries that is wrong.
    OnErrorName = type_hint_identifier!("akkoord._arrow", "OnError");
    /// What happens at a row of choices that is wrong.
    OnLoadErrorName = type_hint_identifier!("akkoord._arrow", "OnLoadError");
    /// What happens at a row of choices that names no patient.
    UnattributedName = type_hint_identifier!("akkoord._arrow", "Unattributed");
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

/// An argument that may be left out, which is not the `None` of Python.
pub(crate) struct Given<T>(Option<T>);

impl<'a, 'py, T: FromPyObject<'a, 'py>> FromPyObject<'a, 'py> for Given<T> {
    type Error = T::Error;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: pyo3::inspect::PyStaticExpr = T::INPUT_TYPE;

    fn extract(given: Borrowed<'a, 'py, PyAny>) -> Result<Self, Self::Error> {
        Ok(Given(Some(T::extract(given)?)))
    }
}

impl Given<ReasonsName<'_>> {
    fn read(&self) -> PyResult<Reasons> {
        let Some(ReasonsName(given)) = &self.0 else {
            return Ok(Reasons::Dictionary);
        };
        if given.is_none() {
            return Ok(Reasons::LeftOut);
        }
        match text(given, "reasons")? {
            "dictionary" => Ok(Reasons::Dictionary),
            "plain" => Ok(Reasons::Plain),
            _ => Err(unknown_name("reasons", &["dictionary", "plain", "None"])),
        }
    }
}

impl Given<OnErrorName<'_>> {
    fn read(&self) -> PyResult<OnError> {
        let given = self.0.as_ref().map(|name| &name.0);
        on_error(given, "indeterminate")
    }
}

impl Given<OnLoadErrorName<'_>> {
    fn read(&self) -> PyResult<OnError> {
        let given = self.0.as_ref().map(|name| &name.0);
        on_error(given, "collect")
    }
}

impl Given<UnattributedName<'_>> {
    fn read(&self) -> PyResult<Unattributed> {
        let Some(UnattributedName(given)) = &self.0 else {
            return Ok(Unattributed::Fail);
        };
        match text(given, "unattributed")? {
            "raise" => Ok(Unattributed::Fail),
            "ignore" => Ok(Unattributed::Ignore),
            _ => Err(unknown_name("unattributed", &["raise", "ignore"])),
        }
    }
}

/// To stop, or to go on, by the name that going on has here.
fn on_error(given: Option<&Bound<'_, PyAny>>, go_on: &str) -> PyResult<OnError> {
    let Some(given) = given else {
        return Ok(OnError::Stop);
    };
    match text(given, "on_error")? {
        "raise" => Ok(OnError::Stop),
        name if name == go_on => Ok(OnError::GoOn),
        _ => Err(unknown_name("on_error", &["raise", go_on])),
    }
}

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
