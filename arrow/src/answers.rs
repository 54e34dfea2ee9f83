//! Answers to batches of queries as they come.

use std::collections::VecDeque;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::{ArrowError, SchemaRef};

use crate::columns::Columns;
use crate::decide::{Asking, Closed};
use crate::decisions::Reasons;
use crate::fault::{OnError, RowError, TableError};
use crate::jobs::{Pieces, side_by_side};
use crate::open::{Open, OpenColumns};
use crate::shards::Shards;
use crate::worker::Worker;

impl Shards {
    /// Decides batches of closed queries as they come, on so many threads (at least one): an iterator of batches of decisions in
    /// the order of the queries. Memory stays bounded: a batch is read when decisions are asked for.
    pub fn decide<I>(
        self: &Arc<Self>,
        queries: I,
        reasons: Reasons,
        on_error: OnError,
        threads: usize,
    ) -> Answers<I>
    where
        I: Iterator<Item = Result<RecordBatch, ArrowError>>,
    {
        let asking = Closed::new(self.engine(), reasons);
        Answers::closed(Arc::clone(self), asking, queries, on_error, threads)
    }

    /// Answers batches of open queries as they come (R27), as [`Shards::decide`] does closed ones.
    pub fn open_query<I>(
        self: &Arc<Self>,
        queries: I,
        reasons: Reasons,
        on_error: OnError,
        threads: usize,
    ) -> Answers<I>
    where
        I: Iterator<Item = Result<RecordBatch, ArrowError>>,
    {
        let asking = Open::new(self.engine(), self.at(), reasons);
        Answers::open(Arc::clone(self), asking, queries, on_error, threads)
    }
}

/// Batches of answers, in the order of the queries: made by [`Shards::decide`] and [`Shards::open_query`].
///
/// It asks the population as it was when this was made. After an error it is at its end.
pub struct Answers<I> {
    shards: Arc<Shards>,
    kind: Kind<I>,
    on_error: OnError,
    workers: Vec<Worker>,
    ready: VecDeque<RecordBatch>,
    /// What comes after those that are ready: the answers up to an error are given first.
    failed: Option<TableError>,
    is_over: bool,
}

enum Kind<I> {
    Closed(Closed, Pieces<I, Columns>),
    Open(Open, Pieces<I, OpenColumns>),
}

impl<I: Iterator<Item = Result<RecordBatch, ArrowError>>> Answers<I> {
    pub(crate) fn closed(
        shards: Arc<Shards>,
        asking: Closed,
        queries: I,
        on_error: OnError,
        threads: usize,
    ) -> Self {
        let kind = Kind::Closed(asking, Pieces::of(queries));
        Self::new(shards, kind, on_error, threads)
    }

    pub(crate) fn open(
        shards: Arc<Shards>,
        asking: Open,
        queries: I,
        on_error: OnError,
        threads: usize,
    ) -> Self {
        let kind = Kind::Open(asking, Pieces::of(queries));
        Self::new(shards, kind, on_error, threads)
    }

    fn new(shards: Arc<Shards>, kind: Kind<I>, on_error: OnError, threads: usize) -> Self {
        Answers {
            shards,
            kind,
            on_error,
            workers: (0..threads.max(1)).map(|_| Worker::default()).collect(),
            ready: VecDeque::new(),
            failed: None,
            is_over: false,
        }
    }

    /// The columns of the answers.
    #[must_use]
    pub fn schema(&self) -> SchemaRef {
        Arc::clone(match &self.kind {
            Kind::Closed(asking, _) => asking.schema(),
            Kind::Open(asking, _) => asking.schema(),
        })
    }

    fn fill(&mut self) -> Result<(), TableError> {
        let window = match &mut self.kind {
            Kind::Closed(asking, pieces) => answer(&self.shards, asking, pieces, &mut self.workers),
            Kind::Open(asking, pieces) => answer(&self.shards, asking, pieces, &mut self.workers),
        }?;
        self.is_over = window.is_empty();
        for (batch, wrong) in window {
            if self.on_error == OnError::Stop
                && let Some(wrong) = wrong
            {
                return Err(wrong.into());
            }
            self.ready.push_back(batch);
        }
        Ok(())
    }
}

type Answered = (RecordBatch, Option<RowError>);

/// The answers to the next pieces; none at the end.
fn answer<A: Asking, I: Iterator<Item = Result<RecordBatch, ArrowError>>>(
    shards: &Shards,
    asking: &A,
    pieces: &mut Pieces<I, A::Columns>,
    workers: &mut [Worker],
) -> Result<Vec<Answered>, TableError> {
    let window = pieces.window(workers.len(), |batch| asking.read(batch))?;
    let parts = shards.views();
    let answered = side_by_side(workers, &window, |worker, piece| {
        let (batch, wrong) = asking.answer(worker, &parts, &piece.columns, piece.rows.clone())?;
        let wrong = wrong.map(|(place, code, column)| RowError {
            row: piece
                .first
                .saturating_add(u64::try_from(place).unwrap_or(0)),
            column: column.into(),
            code,
        });
        Ok((batch, wrong))
    });
    answered.into_iter().collect()
}

impl<I: Iterator<Item = Result<RecordBatch, ArrowError>>> Iterator for Answers<I> {
    type Item = Result<RecordBatch, TableError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(batch) = self.ready.pop_front() {
                return Some(Ok(batch));
            }
            if let Some(failed) = self.failed.take() {
                return Some(Err(failed));
            }
            if self.is_over {
                return None;
            }
            if let Err(failed) = self.fill() {
                self.is_over = true;
                self.failed = Some(failed);
            }
        }
    }
}
