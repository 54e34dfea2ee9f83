//! Errors as Python's exceptions: `akkoord.AkkoordError` and a class for each family of codes.
//!
//! The classes are Python's (`akkoord/_errors.py`), so that they pickle, print and document as any other.

use akkoord::Error;
use akkoord::compiled::NotAnswered;
use akkoord::error::ErrorCode;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;

/// What is wrong with a value that Python handed over; becomes a Python exception.
pub(crate) struct Fault {
    code: &'static str,
    number: u32,
    path: String,
    line: u64,
    message: String,
}

/// The numbers of the codes that no document can cause, as the C face has them.
const OTHER_INSTANT: u32 = 205;
const OUTDATED: u32 = 206;

impl Fault {
    pub(crate) fn new(code: ErrorCode, path: &str) -> Self {
        Self::told(code, path, code.advice().to_owned())
    }

    /// With a sentence that says more than the code does.
    pub(crate) fn told(code: ErrorCode, path: &str, message: String) -> Self {
        Fault {
            code: code.name(),
            number: code.number(),
            path: path.to_owned(),
            line: 0,
            message,
        }
    }

    /// With a code that no document can cause (numbers from 200).
    pub(crate) fn beyond(code: &'static str, number: u32, path: &str, message: String) -> Self {
        Fault {
            code,
            number,
            path: path.to_owned(),
            line: 0,
            message,
        }
    }

    /// The same fault of a value that stands below `path`.
    pub(crate) fn of(error: &Error, path: &str) -> Self {
        Fault {
            code: error.code().name(),
            number: error.code().number(),
            path: below(path, error.path()),
            line: error.line(),
            message: error.message().to_owned(),
        }
    }

    /// The same fault of a value that is no text.
    pub(crate) fn without_line(self) -> Self {
        Fault { line: 0, ..self }
    }

    /// The exception, not raised.
    pub(crate) fn exception<'py>(&self, py: Python<'py>) -> PyResult<ErrorTold<'py>> {
        static MAKE: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
        let make = MAKE.import(py, "akkoord._errors", "error_of")?;
        let (path, message) = (&*self.path, &*self.message);
        make.call1((self.code, self.number, path, self.line, message))
            .map(ErrorTold)
    }
}

/// An exception that is told, not raised.
pub(crate) struct ErrorTold<'py>(Bound<'py, PyAny>);

impl<'py> IntoPyObject<'py> for ErrorTold<'py> {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = std::convert::Infallible;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: pyo3::inspect::PyStaticExpr = {
        use pyo3::type_hint_identifier;
        type_hint_identifier!("akkoord._errors", "AkkoordError")
    };

    fn into_pyobject(self, _: Python<'py>) -> Result<Self::Output, Self::Error> {
        Ok(self.0)
    }
}

/// A path below another: `choices[3]` and `id` give `choices[3].id`.
fn below(path: &str, rest: &str) -> String {
    match (path, rest) {
        ("", rest) => rest.to_owned(),
        (path, "") => path.to_owned(),
        (path, rest) if rest.starts_with('[') => format!("{path}{rest}"),
        (path, rest) => format!("{path}.{rest}"),
    }
}

impl From<Fault> for PyErr {
    fn from(fault: Fault) -> Self {
        Python::attach(|py| {
            fault
                .exception(py)
                .map_or_else(|error| error, |told| PyErr::from_value(told.0))
        })
    }
}

impl From<NotAnswered> for Fault {
    fn from(why: NotAnswered) -> Self {
        let (code, number, path) = match why {
            NotAnswered::OtherInstant => ("other_instant", OTHER_INSTANT, "query.at"),
            NotAnswered::OtherCatalogue => (
                ErrorCode::CatalogueMismatch.name(),
                ErrorCode::CatalogueMismatch.number(),
                "query",
            ),
            NotAnswered::Outdated => ("outdated", OUTDATED, "query"),
        };
        Fault {
            code,
            number,
            path: path.to_owned(),
            line: 0,
            message: why.to_string(),
        }
    }
}

/// The error of core as an exception.
pub(crate) fn raised(error: &Error) -> PyErr {
    Fault::of(error, "").into()
}

/// The error of core as an exception, of a value that stands below `path`.
pub(crate) fn raised_below(path: &str) -> impl Fn(Error) -> PyErr + '_ {
    move |error| Fault::of(&error, path).into()
}

/// `TypeError`: `path: expected a str, not bytes`.
pub(crate) fn wrong_type(path: &str, expected: &str, given: &Bound<'_, PyAny>) -> PyErr {
    let name = given.get_type().name();
    let name = name.map_or_else(|_| "something else".to_owned(), |name| name.to_string());
    PyTypeError::new_err(format!("{path}: expected {expected}, not {name}"))
}

/// What was decided was asked for as if it were a bool.
pub(crate) fn no_truth_value(what: &str) -> PyErr {
    PyTypeError::new_err(format!(
        "{what} has no truth value, since a deny would count as true: ask is_permit, or compare its outcome"
    ))
}

/// One of the listed texts was asked for.
pub(crate) fn unknown_name(path: &str, names: &[&str]) -> PyErr {
    let listed = names.join(", ");
    Fault::told(
        ErrorCode::UnknownValue,
        path,
        format!("the value is none of those listed for this field: use one of {listed}"),
    )
    .into()
}

/// A state that no pickle of this class holds.
pub(crate) fn bad_pickle(class: &str) -> PyErr {
    PyValueError::new_err(format!("this is not the state of a pickled {class}"))
}
