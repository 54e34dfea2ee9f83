//! What is wrong with a batch as a whole, or with a row of it.

use std::borrow::Cow;

use akkoord::error::ErrorCode;

/// What happens at a row that is wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnError {
    /// It ends: the first such row is the error.
    #[default]
    Stop,
    /// It goes on. Rows of choices are told, and what is asked about their patients is indeterminate until the whole profile is put;
    /// rows of queries are indeterminate.
    GoOn,
}

/// What happens at a row of choices that names no patient: null, empty, or longer than an id may be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unattributed {
    /// The load fails, also with [`OnError::GoOn`]: the row may be a no of anybody.
    #[default]
    Fail,
    /// The row is left out, told, and counted ([`Shards::unattributed`](crate::Shards::unattributed)): whoever says so answers for it that it was nobody's no.
    Ignore,
}

/// A batch that cannot be read, or decisions that cannot be put together. Never holds a value of the batch.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{code} at column `{column}`: {message}")]
pub struct BatchError {
    code: ErrorCode,
    column: String,
    message: String,
}

impl BatchError {
    pub(crate) fn new(code: ErrorCode, column: &str, message: &str) -> Self {
        BatchError {
            code,
            column: column.to_owned(),
            message: message.to_owned(),
        }
    }

    pub(crate) fn not_put_together() -> Self {
        let advice = "the answers could not be put together: report it";
        Self::new(ErrorCode::WrongType, "decision", advice)
    }

    /// The stable code: `unknown_field` for a column that is not listed, `missing_field`, `wrong_type`, `duplicate_key`.
    #[must_use]
    pub fn code(&self) -> ErrorCode {
        self.code
    }

    /// The column.
    #[must_use]
    pub fn column(&self) -> &str {
        &self.column
    }

    /// What is wrong and what to do, in English.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

/// What is wrong with a row: a code of the wire format, or one that only a table can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum RowCode {
    /// A code of the wire format.
    Format(ErrorCode),
    /// A query about another instant than the population's.
    OtherInstant,
    /// A query about a patient of whom a row could not be loaded: what that row said is not known.
    IncompleteProfile,
    /// Two rows of one patient with different dates of birth or death.
    ConflictingPatient,
    /// A row of choices that names no patient, where such rows make the load fail.
    UnattributedRow,
}

impl RowCode {
    /// The stable name in `snake_case`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            RowCode::Format(code) => code.name(),
            RowCode::OtherInstant => "other_instant",
            RowCode::IncompleteProfile => "incomplete_profile",
            RowCode::ConflictingPatient => "conflicting_patient",
            RowCode::UnattributedRow => "unattributed_row",
        }
    }

    /// The stable number, the same on every surface.
    #[must_use]
    pub fn number(self) -> u32 {
        match self {
            RowCode::Format(code) => code.number(),
            RowCode::OtherInstant => 205,
            RowCode::IncompleteProfile => 220,
            RowCode::ConflictingPatient => 221,
            RowCode::UnattributedRow => 224,
        }
    }

    /// What is wrong and what to do, in one English sentence without any value of the table.
    #[must_use]
    pub fn advice(self) -> &'static str {
        match self {
            RowCode::Format(code) => code.advice(),
            RowCode::OtherInstant => {
                "the query is about another instant than the population: take the population to that instant first"
            }
            RowCode::IncompleteProfile => {
                "a choice of this patient could not be loaded, so that nothing can be told: correct the row and put the whole profile"
            }
            RowCode::ConflictingPatient => {
                "another row of this patient has another date here: correct one of them"
            }
            RowCode::UnattributedRow => {
                "this row names no patient (null, empty, or longer than 1,024 bytes), so that it may be a no of anybody: correct it, or say that such rows are ignored"
            }
        }
    }
}

impl From<ErrorCode> for RowCode {
    fn from(code: ErrorCode) -> Self {
        RowCode::Format(code)
    }
}

/// A row that is wrong. Never holds a value of the table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[error("{} at row {row} (counted from 0), column `{column}`: {}", .code.name(), .code.advice())]
pub struct RowError {
    /// The row, counted from 0 over all batches.
    pub row: u64,
    /// The column, and the entry of a list if it is one: `scope.holders[2]`.
    pub column: Cow<'static, str>,
    /// What is wrong.
    pub code: RowCode,
}

/// Why a table is not loaded or decided.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TableError {
    /// Its columns are not those that are asked for, or their types.
    #[error(transparent)]
    Batch(#[from] BatchError),
    /// A row is wrong, and that was to stop it.
    #[error(transparent)]
    Row(#[from] RowError),
    /// The table could not be read from where it comes from.
    #[error("the table could not be read from its source")]
    Source(#[source] arrow_schema::ArrowError),
    /// Whoever was told of the progress asked to stop.
    #[error("stopped")]
    Stopped,
    /// Beyond 4 GiB of records in one shard, or a catalogue of another engine.
    #[error(transparent)]
    Population(#[from] akkoord::Error),
}
