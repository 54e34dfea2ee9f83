//! The columns of decisions.

use std::sync::Arc;

use akkoord::compiled::Verdict;
use akkoord::error::ErrorCode;
use akkoord::{Catalogue, Outcome, Reason};
use arrow_array::types::ArrowDictionaryKeyType;
use arrow_array::{
    Array, ArrayRef, DictionaryArray, Int8Array, Int16Array, PrimitiveArray, RecordBatch,
    StringArray, TimestampMicrosecondArray, UInt32Array,
};
use arrow_buffer::{BooleanBuffer, NullBuffer};
use arrow_schema::{DataType, Field, Schema, SchemaRef, TimeUnit};

use crate::BatchError;
use crate::columns;
use crate::fault::RowCode;

/// How reasons are told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reasons {
    /// Every text column is a dictionary.
    #[default]
    Dictionary,
    /// Every text column is plain text (Utf8).
    Plain,
    /// Not at all: `reason`, `option` and `choice` are left out. `error` and `error_path` stay.
    LeftOut,
}

/// What can be wrong with a row of queries.
const ERRORS: [RowCode; 9] = [
    RowCode::Format(ErrorCode::MissingField),
    RowCode::Format(ErrorCode::EmptyString),
    RowCode::Format(ErrorCode::StringTooLong),
    RowCode::Format(ErrorCode::InvalidInstant),
    RowCode::Format(ErrorCode::ListTooLong),
    RowCode::Format(ErrorCode::UnknownValue),
    RowCode::Format(ErrorCode::DuplicateSubscription),
    RowCode::OtherInstant,
    RowCode::IncompleteProfile,
];

const OUTCOMES: [Outcome; 4] = [
    Outcome::Permit,
    Outcome::Deny,
    Outcome::NotApplicable,
    Outcome::Indeterminate,
];

/// Why a row is not asked: indeterminate for a reason of the rules, or because a column is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wrong {
    Reason(Reason),
    Error(RowCode, &'static str),
}

impl Wrong {
    pub(crate) fn code(code: ErrorCode, column: &'static str) -> Self {
        Wrong::Error(RowCode::Format(code), column)
    }
}

/// The texts that decisions are told in, the same for every batch, and the columns that come of them.
#[derive(Debug)]
pub(crate) struct Words {
    pub(crate) schema: SchemaRef,
    reasons_are: Reasons,
    decisions: ArrayRef,
    reasons: ArrayRef,
    options: ArrayRef,
    errors: ArrayRef,
    columns: ArrayRef,
}

const UTC: &str = "UTC";

pub(crate) fn instant_type() -> DataType {
    DataType::Timestamp(TimeUnit::Microsecond, Some(UTC.into()))
}

fn texts(reasons: Reasons, key: DataType) -> DataType {
    match reasons {
        Reasons::Plain => DataType::Utf8,
        Reasons::Dictionary | Reasons::LeftOut => {
            DataType::Dictionary(Box::new(key), Box::new(DataType::Utf8))
        }
    }
}

/// The type of a column that has only a few different texts.
pub(crate) fn few_texts(reasons: Reasons) -> DataType {
    texts(reasons, DataType::Int8)
}

fn words<'w>(words: impl Iterator<Item = &'w str>) -> ArrayRef {
    Arc::new(StringArray::from_iter_values(words))
}

impl Words {
    pub(crate) fn new(catalogue: &Catalogue, reasons_are: Reasons) -> Self {
        let few = || few_texts(reasons_are);
        let mut fields = vec![Field::new("decision", few(), false)];
        if reasons_are != Reasons::LeftOut {
            fields.push(Field::new("reason", few(), true));
            fields.push(Field::new(
                "option",
                texts(reasons_are, DataType::Int16),
                true,
            ));
            fields.push(Field::new("choice", DataType::UInt32, true));
        }
        fields.push(Field::new("valid_until", instant_type(), true));
        fields.push(Field::new("error", few(), true));
        fields.push(Field::new("error_path", few(), true));
        Words {
            schema: Arc::new(Schema::new(fields)),
            reasons_are,
            decisions: words(OUTCOMES.iter().map(|outcome| outcome.name())),
            reasons: words(Reason::ALL.iter().map(|reason| reason.name())),
            options: words(catalogue.options().iter().map(|option| option.id())),
            errors: words(ERRORS.iter().map(|error| error.name())),
            columns: words(columns::NAMES.into_iter()),
        }
    }
}

const NONE: i8 = -1;
const NO_OPTION: i16 = -1;
const NO_CHOICE: u32 = u32::MAX;
const NEVER: i64 = i64::MIN;
/// The place of `indeterminate`.
const INDETERMINATE: i8 = 3;

/// The columns of so many rows; each row is written in its own place, in any order. A row that is not written is indeterminate.
pub(crate) struct Decisions {
    decision: Vec<i8>,
    reason: Vec<i8>,
    option: Vec<i16>,
    choice: Vec<u32>,
    valid_until: Vec<i64>,
    error: Vec<i8>,
    error_path: Vec<i8>,
    /// The first row that is wrong, and how.
    first_wrong: Option<(usize, RowCode, &'static str)>,
}

impl Decisions {
    pub(crate) fn of(rows: usize) -> Self {
        Decisions {
            decision: vec![INDETERMINATE; rows],
            reason: vec![NONE; rows],
            option: vec![NO_OPTION; rows],
            choice: vec![NO_CHOICE; rows],
            valid_until: vec![NEVER; rows],
            error: vec![NONE; rows],
            error_path: vec![NONE; rows],
            first_wrong: None,
        }
    }

    pub(crate) fn put(&mut self, row: usize, verdict: Verdict) {
        self.put_reason(row, verdict.reason());
        if let Some(option) = verdict.option_row() {
            set(&mut self.option, row, i16::try_from(option).ok());
        }
        if let Some(choice) = verdict.decided_by_row() {
            let place = u32::try_from(choice.saturating_add(1)).ok();
            set(&mut self.choice, row, place);
        }
        if let Some(until) = verdict.valid_until() {
            set(&mut self.valid_until, row, Some(until.as_micros()));
        }
    }

    fn put_reason(&mut self, row: usize, reason: Reason) {
        set(&mut self.decision, row, Some(outcome_row(reason.outcome())));
        // The reasons are listed in the order in which they are declared.
        set(&mut self.reason, row, i8::try_from(reason as usize).ok());
    }

    pub(crate) fn put_wrong(&mut self, row: usize, wrong: Wrong) {
        match wrong {
            Wrong::Reason(reason) => self.put_reason(row, reason),
            Wrong::Error(code, column) => {
                set(&mut self.decision, row, Some(INDETERMINATE));
                let error = ERRORS.iter().position(|known| *known == code);
                set(&mut self.error, row, place(error));
                let path = columns::NAMES.iter().position(|name| *name == column);
                set(&mut self.error_path, row, place(path));
                if self.first_wrong.is_none_or(|(first, ..)| row < first) {
                    self.first_wrong = Some((row, code, column));
                }
            }
        }
    }

    /// The first row that is wrong, with its column.
    pub(crate) fn first_wrong(&self) -> Option<(usize, RowCode, &'static str)> {
        self.first_wrong
    }

    /// What is wrong with a row, and in which column.
    pub(crate) fn wrong(&self, row: usize) -> Option<(RowCode, &'static str)> {
        let of = |column: &[i8]| usize::try_from(*column.get(row)?).ok();
        let code = ERRORS.get(of(&self.error)?)?;
        let column = columns::NAMES.get(of(&self.error_path)?)?;
        Some((*code, column))
    }

    pub(crate) fn is_permit(&self, row: usize) -> bool {
        self.decision.get(row) == Some(&outcome_row(Outcome::Permit))
    }

    pub(crate) fn valid_until(&self, row: usize) -> Option<i64> {
        self.valid_until
            .get(row)
            .copied()
            .filter(|until| *until != NEVER)
    }

    pub(crate) fn finish(self, words: &Words) -> Result<RecordBatch, BatchError> {
        let few = |codes: Vec<i8>, values: &ArrayRef| text_of(words, few_codes(codes), values);
        let mut columns: Vec<Option<ArrayRef>> = vec![few(self.decision, &words.decisions)];
        if words.reasons_are != Reasons::LeftOut {
            columns.push(few(self.reason, &words.reasons));
            let nulls = present(&self.option, |option| option >= 0);
            let options = Int16Array::new(self.option.into(), nulls);
            columns.push(text_of(words, options, &words.options));
            let nulls = present(&self.choice, |choice| choice != NO_CHOICE);
            columns.push(Some(Arc::new(UInt32Array::new(self.choice.into(), nulls))));
        }
        let nulls = present(&self.valid_until, |until| until != NEVER);
        let until = TimestampMicrosecondArray::new(self.valid_until.into(), nulls);
        columns.push(Some(Arc::new(until.with_timezone(UTC))));
        columns.push(few(self.error, &words.errors));
        columns.push(few(self.error_path, &words.columns));
        // The columns were made for this schema; were they not, nothing is told rather than something wrong.
        let columns: Option<Vec<ArrayRef>> = columns.into_iter().collect();
        columns
            .and_then(|columns| RecordBatch::try_new(Arc::clone(&words.schema), columns).ok())
            .ok_or_else(BatchError::not_put_together)
    }
}

fn set<T>(column: &mut [T], row: usize, value: Option<T>) {
    if let (Some(place), Some(value)) = (column.get_mut(row), value) {
        *place = value;
    }
}

fn place(place: Option<usize>) -> Option<i8> {
    i8::try_from(place?).ok()
}

fn outcome_row(outcome: Outcome) -> i8 {
    match outcome {
        Outcome::Permit => 0,
        Outcome::Deny => 1,
        Outcome::NotApplicable => 2,
        Outcome::Indeterminate => INDETERMINATE,
    }
}

/// Which rows are there; none if all are.
fn present<T: Copy>(values: &[T], is_there: impl Fn(T) -> bool) -> Option<NullBuffer> {
    let there = BooleanBuffer::collect_bool(values.len(), |row| {
        values.get(row).copied().is_some_and(&is_there)
    });
    Some(NullBuffer::new(there)).filter(|nulls| nulls.null_count() > 0)
}

fn few_codes(codes: Vec<i8>) -> Int8Array {
    let nulls = present(&codes, |code| code >= 0);
    Int8Array::new(codes.into(), nulls)
}

/// A column of texts, by their numbers among the values.
fn text_of<K>(words: &Words, codes: PrimitiveArray<K>, values: &ArrayRef) -> Option<ArrayRef>
where
    K: ArrowDictionaryKeyType,
    usize: TryFrom<K::Native>,
{
    if words.reasons_are != Reasons::Plain {
        // A null stands on a number outside, which is not looked at.
        let codes = DictionaryArray::<K>::try_new(codes, Arc::clone(values)).ok()?;
        return Some(Arc::new(codes));
    }
    let values = values.as_any().downcast_ref::<StringArray>()?;
    let text = |code: K::Native| {
        let place = usize::try_from(code).ok()?;
        (place < values.len()).then(|| values.value(place))
    };
    let texts: StringArray = codes.iter().map(|code| text(code?)).collect();
    Some(Arc::new(texts))
}

// The dictionaries have room, with keys of one byte; the 128 options have keys of two.
const _: () = assert!(Reason::ALL.len() < 128 && ERRORS.len() < 128);
