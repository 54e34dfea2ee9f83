//! An error in a document, as it is shown and as it is written.

use std::fmt;

use akkoord::Error;
use akkoord::error::ErrorCode;
use akkoord::unknown::UnknownCode;
use serde::Serialize;

use crate::status::Status;
use crate::streams;

/// One error in a document; serialises to the `error` object of the wire format.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Fault {
    line: u64,
    code: &'static str,
    message: String,
    path: String,
}

impl Fault {
    /// An error about the whole document.
    pub(crate) fn whole(code: ErrorCode, line: u64) -> Self {
        Fault {
            line,
            code: code.name(),
            message: code.advice().to_string(),
            path: String::new(),
        }
    }

    /// The same, with another message.
    pub(crate) fn saying(self, message: impl Into<String>) -> Self {
        Fault {
            message: message.into(),
            ..self
        }
    }

    /// The same, with what another one says.
    pub(crate) fn with_message_of(self, other: Fault) -> Self {
        self.saying(other.message)
    }

    /// Whether another fault is about the same place.
    pub(crate) fn is_at_the_place_of(&self, other: &Fault) -> bool {
        self.path == other.path
    }

    /// The `error` of an answer line, as the engine told it.
    pub(crate) fn told(error: &serde_json::Value) -> Self {
        let text = |key: &str| error[key].as_str().unwrap_or_default().to_string();
        let code = text("code");
        let known = ErrorCode::ALL.iter().map(|known| known.name());
        Fault {
            line: error["line"].as_u64().unwrap_or(1),
            code: known
                .into_iter()
                .find(|known| *known == code)
                .unwrap_or("error"),
            message: text("message"),
            path: text("path"),
        }
    }

    /// `{"error": {…}}`, the answer line of the wire format.
    pub(crate) fn to_line(&self) -> String {
        #[derive(Serialize)]
        struct Line<'f> {
            error: &'f Fault,
        }
        // INVARIANT: strings and numbers always serialise.
        serde_json::to_string(&Line { error: self }).unwrap_or_default()
    }
}

/// Tells on standard error what the catalogue does not know of a question (R2, R11). That is an error, though it was answered.
pub(crate) fn tell(document: &str, unknown: &[Fault]) -> Status {
    for fault in unknown {
        streams::tell(&format!("akkoord: {document}: {fault}"));
    }
    if unknown.is_empty() {
        Status::Well
    } else {
        Status::Fault
    }
}

impl From<&Error> for Fault {
    fn from(error: &Error) -> Self {
        Fault {
            line: error.line(),
            code: error.code().name(),
            message: error.message().to_string(),
            path: error.path().to_string(),
        }
    }
}

/// R2, R11: the code is that of the decision that such a question gets.
impl From<&UnknownCode> for Fault {
    fn from(unknown: &UnknownCode) -> Self {
        Fault {
            line: unknown.line(),
            code: unknown.reason().name(),
            message: unknown.to_string(),
            path: unknown.path().to_string(),
        }
    }
}

/// `line 7: unknown_field at choices[3].scope.foo: what to do`.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.code)?;
        if !self.path.is_empty() {
            write!(f, " at {}", self.path)?;
        }
        write!(f, ": {}", self.message)
    }
}
