//! What Python hands over, before it is looked at: each kind has its type hint for the stubs, and is read with the path that an
//! error names.

use akkoord::Error;
use akkoord::error::ErrorCode;
use akkoord::ids::{ActorId, ChoiceId, ProviderId};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyString};

use crate::error::{Fault, raised_below, unknown_name, wrong_type};

/// Declares a kind of argument: any object, with the type that the stubs say.
macro_rules! given {
    ($( $(#[$doc:meta])* $name:ident = $hint:expr; )*) => {
        $(
            $(#[$doc])*
            pub(crate) struct $name<'py>(pub(crate) Bound<'py, PyAny>);

            impl<'py> FromPyObject<'_, 'py> for $name<'py> {
                type Error = std::convert::Infallible;

                #[cfg(feature = "stubs")]
                const INPUT_TYPE: pyo3::inspect::PyStaticExpr = {
                    #[allow(unused_imports)]
                    use pyo3::{type_hint_identifier, type_hint_subscript, type_hint_union};
                    $hint
                };

                fn extract(given: Borrowed<'_, 'py, PyAny>) -> Result<Self, Self::Error> {
                    Ok($name(given.to_owned()))
                }
            }
        )*
    };
}
pub(crate) use given;

given! {
    /// A text: a `str`, and nothing that only looks like one.
    Text = type_hint_identifier!("builtins", "str");
    /// A document: a `str`, or `bytes` of UTF-8.
    Json = type_hint_union!(type_hint_identifier!("builtins", "str"), type_hint_identifier!("builtins", "bytes"));
    /// Yes or no of Python.
    Flag = type_hint_identifier!("builtins", "bool");
    /// `"yes"` or `"no"`.
    AnswerName = type_hint_identifier!("akkoord._names", "Answer");
    /// A channel by its name.
    ChannelName = type_hint_identifier!("akkoord._names", "Channel");
    /// `"approved"` or `"rejected"`.
    ConfirmationName = type_hint_identifier!("akkoord._names", "ConfirmationAnswer");
    /// `"nl"` or `"en"`.
    LangName = type_hint_identifier!("akkoord._names", "Lang");
    /// `"patient"`, `"holder"` or `"consulter"`.
    AudienceName = type_hint_identifier!("akkoord._names", "Audience");
    /// Texts: any iterable of them but a `str` itself.
    Texts = type_hint_subscript!(
        type_hint_identifier!("collections.abc", "Iterable"),
        type_hint_identifier!("builtins", "str")
    );
    /// One text, or several.
    TextOrTexts = type_hint_union!(
        type_hint_identifier!("builtins", "str"),
        type_hint_subscript!(
            type_hint_identifier!("collections.abc", "Iterable"),
            type_hint_identifier!("builtins", "str")
        )
    );
}

/// The UTF-8 of a `str`; one with a lone surrogate has none.
fn utf8<'a>(text: &'a Bound<'_, PyString>, path: &str) -> PyResult<&'a str> {
    // Python's own error would carry the whole text along.
    text.to_str().map_err(|_| {
        let message = "the text has a lone surrogate, which no UTF-8 can write: decode it with the right encoding";
        Fault::told(ErrorCode::InvalidUtf8, path, message.to_owned()).into()
    })
}

/// The text of any object that is a `str`.
pub(crate) fn text<'a>(given: &'a Bound<'_, PyAny>, path: &str) -> PyResult<&'a str> {
    match given.cast::<PyString>() {
        Ok(text) => utf8(text, path),
        Err(_) => Err(wrong_type(path, "a str", given)),
    }
}

impl Text<'_> {
    pub(crate) fn read(&self, path: &str) -> PyResult<&str> {
        text(&self.0, path)
    }

    pub(crate) fn id<T>(&self, path: &str, new: fn(&str) -> Result<T, Error>) -> PyResult<T> {
        id(self.read(path)?, path, new)
    }
}

/// An id: not empty, not too long.
fn id<T>(text: &str, path: &str, new: fn(&str) -> Result<T, Error>) -> PyResult<T> {
    new(text).map_err(|error| Fault::new(error.code(), path).into())
}

pub(crate) fn provider_id(given: &Text<'_>, path: &str) -> PyResult<ProviderId> {
    given.id(path, ProviderId::new)
}

pub(crate) fn actor_id(given: &Text<'_>, path: &str) -> PyResult<ActorId> {
    given.id(path, ActorId::new)
}

pub(crate) fn choice_id(given: &Text<'_>, path: &str) -> PyResult<ChoiceId> {
    given.id(path, ChoiceId::new)
}

/// A code that is looked up later: what the catalogue does not know is indeterminate, not an error (R11).
pub(crate) fn code(given: &Text<'_>, path: &str) -> PyResult<Box<str>> {
    short(given.read(path)?, path).map(Box::from)
}

/// A text of at most 1,024 bytes.
pub(crate) fn short<'t>(text: &'t str, path: &str) -> PyResult<&'t str> {
    const MOST: usize = 1_024;
    if text.len() > MOST {
        return Err(Fault::new(ErrorCode::StringTooLong, path).into());
    }
    Ok(text)
}

impl Json<'_> {
    /// The document as text.
    pub(crate) fn read(&self, path: &str) -> PyResult<&str> {
        match self.0.cast::<PyBytes>() {
            Ok(bytes) => std::str::from_utf8(bytes.as_bytes())
                .map_err(|_| Fault::new(ErrorCode::InvalidUtf8, path).into()),
            Err(_) => match self.0.cast::<PyString>() {
                Ok(text) => utf8(text, path),
                Err(_) => Err(wrong_type(path, "a str or bytes of UTF-8", &self.0)),
            },
        }
    }

    /// The bytes of a line; for a `str` that has no UTF-8, bytes that are none either.
    pub(crate) fn line(&self) -> PyResult<&[u8]> {
        const NOT_UTF8: &[u8] = &[0xff];
        match self.0.cast::<PyBytes>() {
            Ok(bytes) => Ok(bytes.as_bytes()),
            Err(_) => match self.0.cast::<PyString>() {
                Ok(text) => Ok(text.to_str().map_or(NOT_UTF8, str::as_bytes)),
                Err(_) => Err(wrong_type("line", "a str or bytes of UTF-8", &self.0)),
            },
        }
    }
}

impl Flag<'_> {
    pub(crate) fn read(&self, path: &str) -> PyResult<bool> {
        flag(&self.0, path)
    }
}

/// `True` or `False`; nothing else counts as either, since a wrong yes here is a wrong permit.
pub(crate) fn flag(given: &Bound<'_, PyAny>, path: &str) -> PyResult<bool> {
    match given.cast::<PyBool>() {
        Ok(flag) => Ok(flag.is_true()),
        Err(_) => Err(wrong_type(path, "True or False", given)),
    }
}

/// One of these names, as it stands in the list.
pub(crate) fn name_among(
    given: &Bound<'_, PyAny>,
    path: &str,
    names: &[&'static str],
) -> PyResult<&'static str> {
    let text = text(given, path)?;
    let found = names.iter().find(|name| **name == text).copied();
    found.ok_or_else(|| unknown_name(path, names))
}

/// The value with this name.
pub(crate) fn named<T: Copy>(
    given: &Bound<'_, PyAny>,
    path: &str,
    all: &[T],
    name: fn(T) -> &'static str,
) -> PyResult<T> {
    let text = text(given, path)?;
    let found = all.iter().find(|one| name(**one) == text).copied();
    found.ok_or_else(|| {
        let names: Vec<&str> = all.iter().map(|one| name(*one)).collect();
        unknown_name(path, &names)
    })
}

/// Texts of an iterable. A `str` is refused: its letters are no list of ids.
fn texts(given: &Bound<'_, PyAny>, path: &str) -> PyResult<Vec<String>> {
    if given.is_instance_of::<PyString>() || given.is_instance_of::<PyBytes>() {
        return Err(wrong_type(path, "a list of str", given));
    }
    let entries = given
        .try_iter()
        .map_err(|_| wrong_type(path, "a list of str", given))?;
    let mut texts = Vec::new();
    for (row, entry) in entries.enumerate() {
        texts.push(text(&entry?, &format!("{path}[{row}]"))?.to_owned());
    }
    Ok(texts)
}

impl Texts<'_> {
    pub(crate) fn read(&self, path: &str) -> PyResult<Vec<String>> {
        texts(&self.0, path)
    }
}

impl TextOrTexts<'_> {
    pub(crate) fn read(&self, path: &str) -> PyResult<Vec<String>> {
        if self.0.is_instance_of::<PyString>() {
            return Ok(vec![text(&self.0, path)?.to_owned()]);
        }
        texts(&self.0, path)
    }
}

/// Core's check of a value, with the path at which it stands here.
pub(crate) fn checked<T>(result: Result<T, Error>, path: &str) -> PyResult<T> {
    result.map_err(raised_below(path))
}
