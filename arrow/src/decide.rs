//! Deciding one batch of closed queries with one population.

use std::ops::Range;

use akkoord::Engine;
use akkoord::error::ErrorCode;
use akkoord::population::Population;
use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;

use crate::BatchError;
use crate::columns::Columns;
use crate::decisions::{Decisions, Reasons, Words};
use crate::fault::RowCode;
use crate::part::Part;
use crate::worker::Worker;

/// The first row of a batch that is wrong: its place, what is wrong, and the column.
pub(crate) type FirstWrong = Option<(usize, RowCode, &'static str)>;

/// Most rows of one batch whose decisions are given at once: a batch of nulls may say that it has any number.
const MOST_ROWS: usize = 1 << 26;

/// A kind of question that a batch can ask, and how its answers are written.
pub(crate) trait Asking: Send + Sync {
    /// The columns of such questions.
    type Columns: Send + Sync;

    /// The columns of the answers.
    fn schema(&self) -> &SchemaRef;

    /// Reads the columns of a batch.
    fn read(&self, batch: &RecordBatch) -> Result<Self::Columns, BatchError>;

    /// Answers some rows.
    fn answer(
        &self,
        worker: &mut Worker,
        parts: &[Part<'_>],
        columns: &Self::Columns,
        rows: Range<usize>,
    ) -> Result<(RecordBatch, FirstWrong), BatchError>;
}

/// Closed queries.
#[derive(Debug)]
pub(crate) struct Closed(Words);

impl Closed {
    pub(crate) fn new(engine: &Engine, reasons: Reasons) -> Self {
        Closed(Words::new(engine.catalogue(), reasons))
    }
}

impl Asking for Closed {
    type Columns = Columns;

    fn schema(&self) -> &SchemaRef {
        &self.0.schema
    }

    fn read(&self, batch: &RecordBatch) -> Result<Columns, BatchError> {
        Columns::of(batch)
    }

    fn answer(
        &self,
        worker: &mut Worker,
        parts: &[Part<'_>],
        columns: &Columns,
        rows: Range<usize>,
    ) -> Result<(RecordBatch, FirstWrong), BatchError> {
        let mut decisions = Decisions::of(rows.len());
        worker.decide(parts, columns, rows, &mut decisions);
        let first_wrong = decisions.first_wrong();
        Ok((decisions.finish(&self.0)?, first_wrong))
    }
}

/// Decides a batch of closed queries; the columns of both are described on top of this crate.
///
/// A row that is wrong is indeterminate, with what is wrong in `error`; the rest goes on. For many batches, and for all cores, see
/// [`Shards`](crate::Shards).
///
/// # Errors
/// A batch whose columns are not those of queries, or of more than 67,108,864 rows (`answer_too_large`); nothing has been decided then.
pub fn decide(population: &Population, queries: &RecordBatch) -> Result<RecordBatch, BatchError> {
    let words = Words::new(population.catalogue(), Reasons::Dictionary);
    if queries.num_rows() > MOST_ROWS {
        return Err(BatchError::new(
            ErrorCode::AnswerTooLarge,
            "decision",
            "the batch has more than 67,108,864 rows: cut it into smaller ones",
        ));
    }
    let columns = Columns::of(queries)?;
    let part = Part {
        population,
        incomplete: None,
        is_broken: false,
    };
    let mut decisions = Decisions::of(queries.num_rows());
    Worker::default().decide(&[part], &columns, 0..queries.num_rows(), &mut decisions);
    decisions.finish(&words)
}
