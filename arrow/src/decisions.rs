//! The columns of decisions.

use std::sync::Arc;

use akkoord::{ErrorCode, Instant};
use arrow_array::builder::{StringDictionaryBuilder, TimestampMicrosecondBuilder, UInt32Builder};
use arrow_array::types::{Int8Type, Int16Type};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema, TimeUnit};

use crate::BatchError;

/// One row.
pub(crate) struct Decided<'a> {
    pub(crate) decision: &'static str,
    pub(crate) reason: Option<&'static str>,
    pub(crate) option: Option<&'a str>,
    pub(crate) choice: Option<u32>,
    pub(crate) valid_until: Option<Instant>,
    pub(crate) error: Option<&'static str>,
    pub(crate) error_path: Option<&'static str>,
}

/// The columns as they grow. Dictionaries have room: four outcomes, nineteen reasons, a few errors, at most 128 options.
pub(crate) struct Decisions {
    decision: StringDictionaryBuilder<Int8Type>,
    reason: StringDictionaryBuilder<Int8Type>,
    option: StringDictionaryBuilder<Int16Type>,
    choice: UInt32Builder,
    valid_until: TimestampMicrosecondBuilder,
    error: StringDictionaryBuilder<Int8Type>,
    error_path: StringDictionaryBuilder<Int8Type>,
}

const UTC: &str = "UTC";

impl Decisions {
    pub(crate) fn with_capacity(rows: usize) -> Self {
        let few = || StringDictionaryBuilder::with_capacity(rows, 24, 512);
        Decisions {
            decision: few(),
            reason: few(),
            option: StringDictionaryBuilder::with_capacity(rows, 128, 512),
            choice: UInt32Builder::with_capacity(rows),
            valid_until: TimestampMicrosecondBuilder::with_capacity(rows).with_timezone(UTC),
            error: few(),
            error_path: few(),
        }
    }

    pub(crate) fn push(&mut self, row: Decided<'_>) {
        self.decision.append_value(row.decision);
        self.reason.append_option(row.reason);
        self.option.append_option(row.option);
        self.choice.append_option(row.choice);
        self.valid_until
            .append_option(row.valid_until.map(Instant::as_micros));
        self.error.append_option(row.error);
        self.error_path.append_option(row.error_path);
    }

    pub(crate) fn finish(mut self) -> Result<RecordBatch, BatchError> {
        let few = || DataType::Dictionary(Box::new(DataType::Int8), Box::new(DataType::Utf8));
        let options = DataType::Dictionary(Box::new(DataType::Int16), Box::new(DataType::Utf8));
        let instants = DataType::Timestamp(TimeUnit::Microsecond, Some(UTC.into()));
        let schema = Schema::new(vec![
            Field::new("decision", few(), false),
            Field::new("reason", few(), true),
            Field::new("option", options, true),
            Field::new("choice", DataType::UInt32, true),
            Field::new("valid_until", instants, true),
            Field::new("error", few(), true),
            Field::new("error_path", few(), true),
        ]);
        let columns: Vec<ArrayRef> = vec![
            Arc::new(self.decision.finish()),
            Arc::new(self.reason.finish()),
            Arc::new(self.option.finish()),
            Arc::new(self.choice.finish()),
            Arc::new(self.valid_until.finish()),
            Arc::new(self.error.finish()),
            Arc::new(self.error_path.finish()),
        ];
        // The columns were made for this schema; were they not, nothing is told rather than something wrong.
        RecordBatch::try_new(Arc::new(schema), columns).map_err(|_| {
            BatchError::new(
                ErrorCode::WrongType,
                "decision",
                "the decisions could not be put together: report it",
            )
        })
    }
}
