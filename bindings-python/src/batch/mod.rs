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

use akkoord_arrow::{OnError, Reasons};
use pyo3::prelude::*;

use crate::error::unknown_name;
use crate::given::{given, text};

given! {
    /// A table: anything that gives Arrow.
    Source = type_hint_identifier!("akkoord._arrow", "ArrowSource");
    /// Who is told of the progress.
    Progress = type_hint_identifier!("akkoord._arrow", "Progress");
}

/// Declares arguments that are a name of a list; none is what holds if nothing was given, which is not the `None` of Python.
macro_rules! named {
    ($( $(#[$doc:meta])* $name:ident = $hint:expr; )*) => {
        $(
            $(#[$doc])*
            pub(crate) struct $name<'py>(Option<Bound<'py, PyAny>>);

            impl<'py> FromPyObject<'_, 'py> for $name<'py> {
                type Error = std::convert::Infallible;

                #[cfg(feature = "stubs")]
                const INPUT_TYPE: pyo3::inspect::PyStaticExpr = {
                    #[allow(unused_imports)]
                    use pyo3::{type_hint_identifier, type_hint_subscript, type_hint_union};
                    $hint
                };

                fn extract(given: Borrowed<'_, 'py, PyAny>) -> Result<Self, Self::Error> {
                    Ok($name(Some(given.to_owned())))
                }
            }
        )*
    };
}

named! {
    /// How reasons are told.
    ReasonsName = type_hint_identifier!("akkoord._arrow", "Reasons");
    /// What happens at a row of queries that is wrong.
    OnErrorName = type_hint_identifier!("akkoord._arrow", "OnError");
    /// What happens at a row of choices that is wrong.
    OnLoadErrorName = type_hint_identifier!("akkoord._arrow", "OnLoadError");
}

impl ReasonsName<'_> {
    fn read(&self) -> PyResult<Reasons> {
        let Some(given) = &self.0 else {
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

impl OnErrorName<'_> {
    fn read(&self) -> PyResult<OnError> {
        on_error(self.0.as_ref(), "indeterminate")
    }
}

impl OnLoadErrorName<'_> {
    fn read(&self) -> PyResult<OnError> {
        on_error(self.0.as_ref(), "collect")
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
