//! `Table` and `Decisions`: Arrow tables of akkoord's own, so that no Arrow library is needed.

use arrow_array::cast::AsArray;
use arrow_array::types::Int8Type;
use arrow_array::{Array, ArrayRef, RecordBatch, StringArray};
use arrow_schema::SchemaRef;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use super::{Capsule, Source, capsule};
use crate::html::{self, grouped};
use crate::told::{Counted, Tuple};

/// A table of Arrow columns, in batches, that nobody can change.
///
/// It gives itself to any library through the Arrow PyCapsule interface: ``pyarrow.table(table)``, ``polars.DataFrame(table)``,
/// ``duckdb.sql("from decisions")``. It may be read any number of times.
///
/// >>> import akkoord, datetime
/// >>> at = datetime.datetime(2026, 6, 1, 12, tzinfo=datetime.timezone.utc)
/// >>> import pyarrow
/// >>> people = akkoord.Population.from_arrow(pyarrow.table({"patient": ["999990019"]}), at=at)
/// >>> people.errors
/// Table(0 rows: row, column, code, message)
#[pyclass(frozen, subclass, module = "akkoord")]
pub(crate) struct Table {
    pub(super) schema: SchemaRef,
    pub(super) batches: Vec<RecordBatch>,
    rows: usize,
}

impl Table {
    pub(super) fn new(schema: SchemaRef, batches: Vec<RecordBatch>) -> Self {
        let rows = batches.iter().map(RecordBatch::num_rows).sum();
        Table {
            schema,
            batches,
            rows,
        }
    }

    fn names(&self) -> String {
        let names: Vec<&str> = self
            .schema
            .fields()
            .iter()
            .map(|field| field.name().as_str())
            .collect();
        names.join(", ")
    }
}

#[pymethods]
impl Table {
    /// The rows as an Arrow C stream; what every Arrow library calls.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Capsule<'py>> {
        let requested_schema = capsule(requested_schema)?;
        let batches = self.batches.clone().into_iter().map(Ok);
        Capsule::stream(py, &self.schema, batches, requested_schema)
    }

    /// The columns as an Arrow C schema.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Capsule<'py>> {
        Capsule::schema(py, &self.schema)
    }

    /// How many rows there are.
    fn __len__(&self) -> usize {
        self.rows
    }

    /// The names of the columns, in order.
    #[getter]
    fn columns(&self) -> Tuple<String> {
        let fields = self.schema.fields().iter();
        Tuple(fields.map(|field| field.name().clone()).collect())
    }

    /// As a ``pyarrow.Table``; nothing is copied.
    ///
    /// Raises:
    ///     ImportError: pyarrow is not installed.
    fn to_pyarrow<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("pyarrow")?.call_method1("table", (slf,))
    }

    /// As a ``polars.DataFrame``; dictionaries become categories.
    ///
    /// Raises:
    ///     ImportError: Polars is not installed.
    fn to_polars<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("polars")?.call_method1("DataFrame", (slf,))
    }

    /// As a ``pandas.DataFrame``; dictionaries become categories, whole numbers stay whole where rows have none (``UInt32``).
    ///
    /// Raises:
    ///     ImportError: pandas or pyarrow is not installed.
    fn to_pandas<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        let py = slf.py();
        let pandas = py.import("pandas")?;
        let pyarrow = py.import("pyarrow")?;
        let whole = PyDict::new(py);
        for (kind, dtype) in [("uint32", "UInt32Dtype"), ("uint64", "UInt64Dtype")] {
            whole.set_item(pyarrow.call_method0(kind)?, pandas.call_method0(dtype)?)?;
        }
        let keywords = PyDict::new(py);
        keywords.set_item("types_mapper", whole.getattr("get")?)?;
        Self::to_pyarrow(slf)?.call_method("to_pandas", (), Some(&keywords))
    }

    fn __repr__(&self) -> String {
        format!("Table({} rows: {})", grouped(self.rows), self.names())
    }

    fn _repr_html_(&self) -> String {
        let fields = self.schema.fields().iter();
        let rows: Vec<Vec<String>> = fields
            .map(|field| vec![field.name().clone(), field.data_type().to_string()])
            .collect();
        let caption = format!("Table of {} rows", grouped(self.rows));
        html::table(&caption, &["column", "type"], &rows)
    }

    fn __reduce__<'py>(
        slf: &Bound<'py, Self>,
    ) -> PyResult<(Bound<'py, PyAny>, (Bound<'py, PyAny>,))> {
        restored_by(slf, "_restore_table")
    }
}

/// How a table pickles: by way of pyarrow, which pickles its own.
fn restored_by<'py>(
    slf: &Bound<'py, Table>,
    name: &str,
) -> PyResult<(Bound<'py, PyAny>, (Bound<'py, PyAny>,))> {
    let restore = slf.py().import("akkoord._native")?.getattr(name)?;
    Ok((restore, (Table::to_pyarrow(slf)?,)))
}

/// What a pickled `Table` is made of again.
#[pyfunction]
pub(crate) fn _restore_table(table: Source<'_>) -> PyResult<Table> {
    let batches = table.read("table")?;
    let schema = batches.schema();
    let all = batches.collect::<Result<Vec<_>, _>>();
    let all = all.map_err(|error| super::fault::source_failed("table", &error.to_string()))?;
    Ok(Table::new(schema, all))
}

/// How often each decision was taken, in the order of `DECISIONS`; and how many rows were wrong.
#[derive(Clone, Copy, Default)]
pub(super) struct Counts {
    of: [u64; 4],
    wrong: u64,
}

const DECISIONS: [&str; 4] = ["permit", "deny", "not_applicable", "indeterminate"];

impl Counts {
    fn of(batches: &[RecordBatch]) -> Self {
        let mut counts = Counts::default();
        for batch in batches {
            let Some(column) = batch.column_by_name("decision") else {
                continue;
            };
            counts.add(column);
            if let Some(errors) = batch.column_by_name("error") {
                counts.wrong += (errors.len() - errors.logical_null_count()) as u64;
            }
        }
        counts
    }

    fn add(&mut self, column: &ArrayRef) {
        let place = |text: &str| DECISIONS.iter().position(|name| *name == text);
        if let Some(column) = column.as_dictionary_opt::<Int8Type>()
            && let Some(values) = column.values().as_string_opt::<i32>()
        {
            let places: Vec<Option<usize>> = values.iter().map(|text| place(text?)).collect();
            for key in column.keys().values() {
                let key = usize::try_from(*key).ok();
                if let Some(place) = key.and_then(|key| *places.get(key)?) {
                    self.of[place] += 1;
                }
            }
        } else if let Some(column) = column.as_any().downcast_ref::<StringArray>() {
            for place in column.iter().filter_map(|text| place(text?)) {
                self.of[place] += 1;
            }
        }
    }
}

/// Decisions, a row for each query, in the order of the queries.
///
/// Columns: ``decision`` (``"permit"``, ``"deny"``, ``"not_applicable"``, ``"indeterminate"``; never null: all but ``"permit"`` are
/// no), ``reason``, ``option``, ``choice`` (uint32: the place of the deciding choice in the profile, from 1), ``valid_until``
/// (timestamp in microseconds, UTC: the first instant with another decision), ``error`` and ``error_path`` (what is wrong with the
/// query: then the decision is indeterminate). Texts are dictionaries, or plain with ``reasons="plain"``; with ``reasons=None``
/// there are no ``reason``, ``option`` and ``choice``.
#[pyclass(frozen, extends = Table, module = "akkoord")]
pub(crate) struct Decisions {
    counts: Counts,
}

impl Decisions {
    pub(super) fn new(schema: SchemaRef, batches: Vec<RecordBatch>) -> PyClassInitializer<Self> {
        let counts = Counts::of(&batches);
        PyClassInitializer::from(Table::new(schema, batches)).add_subclass(Decisions { counts })
    }
}

#[pymethods]
impl Decisions {
    /// How many rows have each decision: all four, in the order permit, deny, not_applicable, indeterminate.
    #[getter]
    fn counts(&self) -> Counted {
        let counts = DECISIONS.iter().zip(self.counts.of);
        Counted(counts.map(|(name, count)| (*name, count)).collect())
    }

    /// How many rows have an error; their decision is indeterminate.
    #[getter]
    fn wrong(&self) -> u64 {
        self.counts.wrong
    }

    fn __repr__(slf: PyRef<'_, Self>) -> String {
        let counts: Vec<String> = DECISIONS
            .iter()
            .zip(slf.counts.of)
            .filter(|(_, count)| *count > 0)
            .map(|(name, count)| format!("{name} {}", grouped(count)))
            .collect();
        let rows = grouped(slf.as_super().rows);
        let counts = if counts.is_empty() {
            String::new()
        } else {
            format!(": {}", counts.join(", "))
        };
        let wrong = match slf.counts.wrong {
            0 => String::new(),
            wrong => format!("; {} with an error", grouped(wrong)),
        };
        format!("Decisions({rows} rows{counts}{wrong})")
    }

    fn _repr_html_(&self) -> String {
        let row = |name: &str, count: u64| {
            format!(
                "<tr><th scope=\"row\" style=\"text-align:left\">{name}</th><td style=\"text-align:right\">{}</td></tr>",
                grouped(count)
            )
        };
        let rows: String = DECISIONS
            .iter()
            .zip(self.counts.of)
            .map(|(name, count)| row(name, count))
            .collect();
        let all: u64 = self.counts.of.iter().sum();
        let wrong = match self.counts.wrong {
            0 => String::new(),
            wrong => row("of which with an error", wrong),
        };
        format!(
            "<table class=\"akkoord-decisions\"><caption>{} decisions</caption><thead><tr><th scope=\"col\">decision</th><th scope=\"col\">rows</th></tr></thead><tbody>{rows}{wrong}</tbody></table>",
            grouped(all)
        )
    }

    fn __reduce__<'py>(
        slf: &Bound<'py, Self>,
    ) -> PyResult<(Bound<'py, PyAny>, (Bound<'py, PyAny>,))> {
        restored_by(slf.as_super(), "_restore_decisions")
    }
}

/// What pickled `Decisions` are made of again.
#[pyfunction]
pub(crate) fn _restore_decisions(py: Python<'_>, table: Source<'_>) -> PyResult<Py<Decisions>> {
    let table = _restore_table(table)?;
    Py::new(py, Decisions::new(table.schema, table.batches))
}
