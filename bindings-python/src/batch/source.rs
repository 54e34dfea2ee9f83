//! Tables as Python hands them over.

use arrow_array::{Array, RecordBatch, RecordBatchReader};
use arrow_schema::{ArrowError, SchemaRef};
use pyo3::prelude::*;
use pyo3_arrow::input::AnyRecordBatch;

use super::Source;
use super::fault;
use crate::error::wrong_type;

/// Batches from Python, each checked before it is used.
pub(super) struct Batches(Box<dyn RecordBatchReader + Send>);

impl Source<'_> {
    /// The batches of a table; a stream prefers to come batch by batch.
    pub(super) fn read(&self, table: &'static str) -> PyResult<Batches> {
        let given = &self.0;
        let has = |name: &str| given.hasattr(name);
        if !has("__arrow_c_stream__")? && !has("__arrow_c_array__")? {
            return Err(wrong_type(
                table,
                "a table with __arrow_c_stream__ or __arrow_c_array__ (pyarrow, Polars, pandas 2.2, DuckDB, DataFusion)",
                given,
            ));
        }
        let reader = given
            .extract::<AnyRecordBatch>()
            .and_then(AnyRecordBatch::into_reader);
        reader.map(Batches).map_err(|error| {
            if error.is_instance_of::<pyo3::exceptions::PyKeyboardInterrupt>(given.py()) {
                return error;
            }
            let failed = fault::source_failed(table, "the source gave no table");
            failed.set_cause(given.py(), Some(error));
            failed
        })
    }

    /// How many rows it has, where it says so without being read.
    pub(super) fn rows(&self) -> Option<u64> {
        let count = |name: &str| self.0.getattr(name).ok()?.extract::<u64>().ok();
        let of_pandas = || {
            let module = self.0.get_type().module().ok()?;
            let is_pandas = module.to_str().ok()?.starts_with("pandas.");
            is_pandas
                .then(|| self.0.len().ok())
                .flatten()
                .and_then(|rows| u64::try_from(rows).ok())
        };
        count("num_rows")
            .or_else(|| count("height"))
            .or_else(of_pandas)
    }
}

impl Batches {
    pub(super) fn schema(&self) -> SchemaRef {
        self.0.schema()
    }
}

impl Iterator for Batches {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(self.0.next()?.and_then(|batch| checked(&batch)))
    }
}

/// Offsets, dictionary keys, lengths and UTF-8: nothing of what came in is taken on trust.
fn checked(batch: &RecordBatch) -> Result<RecordBatch, ArrowError> {
    for column in batch.columns() {
        let whole = column.to_data().validate_full();
        whole.map_err(|_| ArrowError::ExternalError(Box::new(fault::NotWhole)))?;
    }
    Ok(batch.clone())
}
