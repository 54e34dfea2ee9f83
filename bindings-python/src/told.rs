//! What Python is told: texts with their types for the stubs, tuples, and what `repr` and pickles are made of.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use akkoord::profile::{Answer, Channel, ConfirmationAnswer, Level};
use akkoord::{Audience, Lang, Reason};
use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyString, PyTuple, PyType};

/// Every value of the names that core has no list of.
pub(crate) const ANSWERS: [Answer; 2] = [Answer::Yes, Answer::No];
pub(crate) const CHANNELS: [Channel; 5] = [
    Channel::MijnMitz,
    Channel::SamenNaarMijnMitz,
    Channel::Dossierhoudersknop,
    Channel::Raadplegersknop,
    Channel::Migration,
];
pub(crate) const CONFIRMATIONS: [ConfirmationAnswer; 2] =
    [ConfirmationAnswer::Approved, ConfirmationAnswer::Rejected];
pub(crate) const LEVELS: [Level; 4] = [
    Level::Blanket,
    Level::Categorical,
    Level::Individual,
    Level::Emergency,
];
pub(crate) const LANGS: [Lang; 2] = [Lang::Nl, Lang::En];
pub(crate) const AUDIENCES: [Audience; 3] =
    [Audience::Patient, Audience::Holder, Audience::Consulter];

/// Declares a name: a `str` that the stubs know as one of a few (`akkoord._names`).
macro_rules! names {
    ($( $name:ident = $alias:literal; )*) => {
        $(
            pub(crate) struct $name(pub(crate) &'static str);

            impl<'py> IntoPyObject<'py> for $name {
                type Target = PyString;
                type Output = Bound<'py, PyString>;
                type Error = std::convert::Infallible;

                #[cfg(feature = "stubs")]
                const OUTPUT_TYPE: pyo3::inspect::PyStaticExpr = {
                    use pyo3::type_hint_identifier;
                    type_hint_identifier!("akkoord._names", $alias)
                };

                fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
                    Ok(PyString::intern(py, self.0))
                }
            }
        )*
    };
}

names! {
    AnswerTold = "Answer";
    AudienceTold = "Audience";
    ChannelTold = "Channel";
    ConfirmationTold = "ConfirmationAnswer";
    LangTold = "Lang";
    LevelTold = "Level";
    OutcomeTold = "Outcome";
    ReasonTold = "Reason";
    OnErrorTold = "OnError";
    OnLoadErrorTold = "OnLoadError";
    ReasonsTold = "Reasons";
    UnattributedTold = "Unattributed";
}

/// Declares what `match` takes by position: names of attributes, in this order.
macro_rules! match_args {
    ($( $name:ident = $( $attribute:literal )+; )*) => {
        $(
            pub(crate) struct $name;

            impl<'py> IntoPyObject<'py> for $name {
                type Target = PyTuple;
                type Output = Bound<'py, PyTuple>;
                type Error = PyErr;

                #[cfg(feature = "stubs")]
                const OUTPUT_TYPE: pyo3::inspect::PyStaticExpr = {
                    use pyo3::inspect::{PyStaticConstant, PyStaticExpr};
                    use pyo3::{type_hint_identifier, type_hint_subscript};
                    // A type of its own for each name: so a type checker knows which attribute stands where.
                    type_hint_subscript!(
                        type_hint_identifier!("builtins", "tuple"),
                        $( type_hint_subscript!(
                            type_hint_identifier!("typing", "Literal"),
                            PyStaticExpr::Constant { value: PyStaticConstant::Str($attribute) }
                        ) ),+
                    )
                };

                fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
                    PyTuple::new(py, [$( $attribute ),+])
                }
            }
        )*
    };
}

match_args! {
    // A decision and a verdict: so that one pattern is for both.
    MatchOutcome = "outcome" "reason";
    MatchGround = "choice" "answer" "level" "channel" "decided_at";
    MatchOutweighed = "ground" "rule";
    MatchExplanation = "headline" "sentences";
    MatchProvider = "id" "type";
}

/// Declares an object whose class is written in Python.
macro_rules! python_classes {
    ($( $name:ident = $module:literal $class:literal; )*) => {
        $(
            pub(crate) struct $name<'py>(pub(crate) Bound<'py, PyAny>);

            impl<'py> $name<'py> {
                /// Makes one of its fields.
                pub(crate) fn make(py: Python<'py>, fields: &Bound<'py, PyDict>) -> PyResult<Self> {
                    static CLASS: pyo3::sync::PyOnceLock<Py<PyAny>> = pyo3::sync::PyOnceLock::new();
                    let class = CLASS.import(py, $module, $class)?;
                    class.call((), Some(fields)).map($name)
                }
            }

            impl<'py> IntoPyObject<'py> for $name<'py> {
                type Target = PyAny;
                type Output = Bound<'py, PyAny>;
                type Error = std::convert::Infallible;

                #[cfg(feature = "stubs")]
                const OUTPUT_TYPE: pyo3::inspect::PyStaticExpr = {
                    use pyo3::type_hint_identifier;
                    type_hint_identifier!($module, $class)
                };

                fn into_pyobject(self, _: Python<'py>) -> Result<Self::Output, Self::Error> {
                    Ok(self.0)
                }
            }
        )*
    };
}
pub(crate) use python_classes;

/// A tuple of any length: what a frozen object shows instead of a list.
pub(crate) struct Tuple<T>(pub(crate) Vec<T>);

impl<'py, T: IntoPyObject<'py>> IntoPyObject<'py> for Tuple<T> {
    type Target = PyTuple;
    type Output = Bound<'py, PyTuple>;
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: pyo3::inspect::PyStaticExpr = {
        use pyo3::inspect::{PyStaticConstant, PyStaticExpr};
        use pyo3::{type_hint_identifier, type_hint_subscript};
        type_hint_subscript!(
            type_hint_identifier!("builtins", "tuple"),
            T::OUTPUT_TYPE,
            PyStaticExpr::Constant {
                value: PyStaticConstant::Ellipsis
            }
        )
    };

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
        PyTuple::new(py, self.0)
    }
}

/// A dictionary of counts, in this order.
pub(crate) struct Counted(pub(crate) Vec<(&'static str, u64)>);

impl<'py> IntoPyObject<'py> for Counted {
    type Target = PyDict;
    type Output = Bound<'py, PyDict>;
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: pyo3::inspect::PyStaticExpr = {
        use pyo3::{type_hint_identifier, type_hint_subscript};
        type_hint_subscript!(
            type_hint_identifier!("builtins", "dict"),
            type_hint_identifier!("builtins", "str"),
            type_hint_identifier!("builtins", "int")
        )
    };

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
        let counts = PyDict::new(py);
        for (name, count) in self.0 {
            counts.set_item(name, count)?;
        }
        Ok(counts)
    }
}

/// What `__reduce__` gives.
pub(crate) struct Reduced<'py>(Bound<'py, PyTuple>);

impl<'py> IntoPyObject<'py> for Reduced<'py> {
    type Target = PyTuple;
    type Output = Bound<'py, PyTuple>;
    type Error = std::convert::Infallible;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: pyo3::inspect::PyStaticExpr = Tuple::<Bound<'py, PyAny>>::OUTPUT_TYPE;

    fn into_pyobject(self, _: Python<'py>) -> Result<Self::Output, Self::Error> {
        Ok(self.0)
    }
}

/// Pickled as a call of its class with these keywords.
pub(crate) fn rebuilt<'py, T: pyo3::PyTypeInfo>(
    py: Python<'py>,
    keywords: &Bound<'py, PyDict>,
) -> PyResult<Reduced<'py>> {
    static NEW: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let new = NEW.import(py, "copyreg", "__newobj_ex__")?;
    let class: Bound<'py, PyType> = py.get_type::<T>();
    let arguments = (class, PyTuple::empty(py), keywords);
    let parts = (new, arguments).into_pyobject(py)?;
    Ok(Reduced(parts))
}

/// Pickled as a call of its class's `from_json` with this document.
pub(crate) fn read_again<'py, T: pyo3::PyTypeInfo>(
    py: Python<'py>,
    json: &str,
) -> PyResult<Reduced<'py>> {
    let from_json = py.get_type::<T>().getattr("from_json")?;
    let parts = (from_json, (json,)).into_pyobject(py)?;
    Ok(Reduced(parts))
}

/// Pickled as a call of a private function of `akkoord._native` with this state.
pub(crate) fn restored<'py>(
    py: Python<'py>,
    function: &str,
    state: String,
) -> PyResult<Reduced<'py>> {
    let function = py.import("akkoord._native")?.getattr(function)?;
    let parts = (function, (state,)).into_pyobject(py)?;
    Ok(Reduced(parts))
}

/// The hash of what `__eq__` compares, or of a part of it.
pub(crate) fn hashed(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// Puts a `repr` together: `Class(name=value, …)`.
pub(crate) struct Shown<'py> {
    py: Python<'py>,
    text: String,
    empty: bool,
}

impl<'py> Shown<'py> {
    pub(crate) fn new(py: Python<'py>, class: &str) -> Self {
        Shown {
            py,
            text: format!("{class}("),
            empty: true,
        }
    }

    /// A field, by its own `repr`.
    pub(crate) fn field(self, name: &str, value: impl IntoPyObject<'py>) -> PyResult<Self> {
        let shown = value.into_bound_py_any(self.py)?.repr()?;
        let shown = shown.to_str()?.to_owned();
        Ok(self.raw(name, &shown))
    }

    /// A field, if there is a value.
    pub(crate) fn maybe(self, name: &str, value: Option<impl IntoPyObject<'py>>) -> PyResult<Self> {
        match value {
            Some(value) => self.field(name, value),
            None => Ok(self),
        }
    }

    /// A field whose value must not reach a log: whether it is there, and no more.
    pub(crate) fn hidden(self, name: &str) -> Self {
        self.raw(name, "<hidden>")
    }

    /// A field as it stands.
    pub(crate) fn raw(mut self, name: &str, shown: &str) -> Self {
        if !self.empty {
            self.text.push_str(", ");
        }
        self.empty = false;
        self.text.push_str(name);
        self.text.push('=');
        self.text.push_str(shown);
        self
    }

    pub(crate) fn end(mut self) -> String {
        self.text.push(')');
        self.text
    }
}

/// The reason with this name.
pub(crate) fn reason_of(name: &str) -> Option<Reason> {
    Reason::ALL
        .iter()
        .find(|reason| reason.name() == name)
        .copied()
}

/// Every name of the wire format that core lists, for the tests of `akkoord._names`.
#[pyfunction]
pub(crate) fn _names() -> HashMap<&'static str, Vec<&'static str>> {
    let mut outcomes: Vec<&str> = Vec::new();
    for reason in Reason::ALL {
        let name = reason.outcome().name();
        if !outcomes.contains(&name) {
            outcomes.push(name);
        }
    }
    HashMap::from([
        ("Answer", ANSWERS.map(Answer::name).to_vec()),
        ("Audience", AUDIENCES.map(Audience::name).to_vec()),
        ("Channel", CHANNELS.map(Channel::name).to_vec()),
        (
            "ConfirmationAnswer",
            CONFIRMATIONS.map(ConfirmationAnswer::name).to_vec(),
        ),
        ("Lang", LANGS.map(Lang::code).to_vec()),
        ("Level", LEVELS.map(Level::name).to_vec()),
        ("Outcome", outcomes),
        ("Reason", Reason::ALL.iter().map(|one| one.name()).collect()),
    ])
}

/// Every error code by its name and number, for the tests of the families of errors.
#[pyfunction]
pub(crate) fn _codes() -> Vec<(&'static str, u32)> {
    let codes = akkoord::error::ErrorCode::ALL.iter();
    codes.map(|code| (code.name(), code.number())).collect()
}
