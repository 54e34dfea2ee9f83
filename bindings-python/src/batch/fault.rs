//! What is wrong with a table, as an exception of akkoord.

use akkoord::error::ErrorCode;
use akkoord_arrow::{BatchError, RowCode, RowError, TableError};
use arrow_schema::ArrowError;
use pyo3::exceptions::{PyKeyboardInterrupt, PyRuntimeError};
use pyo3::prelude::*;

use crate::error::{Fault, raised};

/// The numbers of codes that only batches have.
const ALREADY_READ: u32 = 222;
const SOURCE_FAILED: u32 = 223;
/// As the C face has it.
const BROKEN: u32 = 211;

/// A table by its name in a path: `queries[7].at`.
pub(super) fn raised_at(table: &'static str, error: TableError) -> PyErr {
    match error {
        TableError::Batch(error) => of_columns(table, &error).into(),
        TableError::Row(error) => of_row(table, &error).into(),
        TableError::Source(ArrowError::ExternalError(error)) if error.is::<NotWhole>() => {
            not_whole(table)
        }
        TableError::Source(error) => source_failed(table, &error.to_string()),
        TableError::Population(error) => raised(&error),
        // Whoever asks to stop has an exception of its own, which is raised instead.
        TableError::Stopped | _ => PyRuntimeError::new_err("stopped"),
    }
}

pub(super) fn of_columns(table: &str, error: &BatchError) -> Fault {
    let path = format!("{table}.{}", error.column());
    Fault::told(error.code(), &path, error.message().to_owned())
}

fn of_row(table: &str, error: &RowError) -> Fault {
    let path = format!("{table}[{}].{}", error.row, error.column);
    of_code(error.code, &path)
}

pub(super) fn of_code(code: RowCode, path: &str) -> Fault {
    match code {
        RowCode::Format(code) => Fault::new(code, path),
        RowCode::UnattributedRow => {
            let message = "this row names no patient (null, empty, or longer than 1,024 bytes), so that it may be anybody's no: correct it, or say unattributed=\"ignore\"";
            Fault::beyond(code.name(), code.number(), path, message.to_owned())
        }
        RowCode::OtherInstant | RowCode::IncompleteProfile | RowCode::ConflictingPatient | _ => {
            Fault::beyond(code.name(), code.number(), path, code.advice().to_owned())
        }
    }
}

/// What the source says stands in the cause: it may hold values, which are not for a message of akkoord.
pub(super) fn source_failed(table: &str, said: &str) -> PyErr {
    // Ctrl-C while a generator gave rows: Arrow makes a text of every exception, and this one must not be caught as an error.
    if said.lines().any(|line| line.trim() == "KeyboardInterrupt") {
        return PyKeyboardInterrupt::new_err(());
    }
    let message = "the table could not be read from its source: see the cause".to_owned();
    let error = PyErr::from(Fault::beyond(
        "source_failed",
        SOURCE_FAILED,
        table,
        message,
    ));
    Python::attach(|py| error.set_cause(py, Some(PyRuntimeError::new_err(said.to_owned()))));
    error
}

/// Arrow data that are not as their types say.
#[derive(Debug, thiserror::Error)]
#[error("the Arrow data are not as their types say")]
pub(super) struct NotWhole;

fn not_whole(table: &str) -> PyErr {
    let message = "the Arrow data are not as their types say (offsets, dictionary keys or UTF-8): the program that made them must mend it";
    Fault::told(ErrorCode::WrongType, table, message.to_owned()).into()
}

pub(super) fn already_read() -> PyErr {
    let message = "this stream has been read by another, from its beginning, and is not kept: call decide_stream again on queries that can be read again, or use decide, which keeps the decisions";
    Fault::beyond("already_read", ALREADY_READ, "", message.to_owned()).into()
}

pub(super) fn too_large() -> PyErr {
    let message = "the answers take more bytes than max_bytes allows: ask with decide_stream, which keeps none, in smaller tables, or with a larger max_bytes";
    Fault::told(ErrorCode::AnswerTooLarge, "queries", message.to_owned()).into()
}

pub(super) fn broken() -> PyErr {
    let message = "an earlier go_to failed half-way, so that some patients are at another instant: load the population anew";
    Fault::beyond("broken", BROKEN, "population", message.to_owned()).into()
}

pub(super) fn out_of_range(path: &str, most: usize) -> PyErr {
    let message = format!("the number is outside its range: 1 to {most}");
    Fault::told(ErrorCode::OutOfRange, path, message).into()
}
