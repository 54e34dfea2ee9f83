//! Batches as they come, cut into pieces of work, so many at a time that every thread has some and the memory stays bounded.

use std::iter::Fuse;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use arrow_array::RecordBatch;
use arrow_schema::ArrowError;

use crate::BatchError;
use crate::fault::TableError;

/// Most rows of one piece of work.
pub(crate) const PIECE: usize = 1 << 15;

/// How many pieces each thread has at a time.
const PIECES: usize = 4;

/// Some rows of a batch whose columns have been read.
pub(crate) struct Piece<C> {
    pub(crate) columns: Arc<C>,
    pub(crate) rows: Range<usize>,
    /// The number of its first row, over all batches.
    pub(crate) first: u64,
}

/// Batches, cut into pieces.
pub(crate) struct Pieces<I, C> {
    batches: Fuse<I>,
    /// What is left of the last batch: its columns, and the rows that are not cut yet.
    left: Option<(Arc<C>, Range<usize>)>,
    rows: u64,
}

impl<C, I: Iterator<Item = Result<RecordBatch, ArrowError>>> Pieces<I, C> {
    pub(crate) fn of(batches: I) -> Self {
        Pieces {
            batches: batches.fuse(),
            left: None,
            rows: 0,
        }
    }

    /// As many pieces as so many threads work on at a time; none at the end.
    pub(crate) fn window(
        &mut self,
        threads: usize,
        mut read: impl FnMut(&RecordBatch) -> Result<C, BatchError>,
    ) -> Result<Vec<Piece<C>>, TableError> {
        let wanted = threads.saturating_mul(PIECES);
        let mut window = Vec::with_capacity(wanted);
        let mut room = wanted.saturating_mul(PIECE);
        while window.len() < wanted.saturating_mul(PIECES) && room > 0 {
            if let Some(piece) = self.cut() {
                room = room.saturating_sub(piece.rows.len());
                window.push(piece);
                continue;
            }
            let Some(batch) = self.batches.next() else {
                break;
            };
            let batch = batch.map_err(TableError::Source)?;
            self.left = Some((Arc::new(read(&batch)?), 0..batch.num_rows()));
        }
        Ok(window)
    }

    /// The next piece of the last batch. Pieces are cut when they are wanted: a batch of nulls may say that it has any number of rows.
    fn cut(&mut self) -> Option<Piece<C>> {
        let (columns, left) = self.left.as_mut().filter(|(_, left)| !left.is_empty())?;
        let end = left.start.saturating_add(PIECE).min(left.end);
        let rows = left.start..end;
        left.start = end;
        let first = self.rows;
        self.rows = first.saturating_add(u64::try_from(rows.len()).unwrap_or(0));
        Some(Piece {
            columns: Arc::clone(columns),
            rows,
            first,
        })
    }
}

/// Does some work for each of the things, on as many threads as there are workers; the results come in the order of the things.
pub(crate) fn side_by_side<W: Send, T: Sync, R: Send>(
    workers: &mut [W],
    things: &[T],
    work: impl Fn(&mut W, &T) -> R + Sync,
) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let one = |worker: &mut W| {
        let mut done = Vec::new();
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(thing) = things.get(place) else {
                return done;
            };
            done.push((place, work(worker, thing)));
        }
    };
    let mut done: Vec<(usize, R)> = if things.len() < 2 {
        workers.first_mut().map(one).unwrap_or_default()
    } else {
        thread::scope(|scope| {
            let threads: Vec<_> = workers
                .iter_mut()
                .map(|worker| scope.spawn(|| one(worker)))
                .collect();
            threads.into_iter().flat_map(joined).collect()
        })
    };
    done.sort_by_key(|(place, _)| *place);
    done.into_iter().map(|(_, result)| result).collect()
}

/// What a thread gave; a panic goes on here.
pub(crate) fn joined<T>(thread: thread::ScopedJoinHandle<'_, T>) -> T {
    match thread.join() {
        Ok(given) => given,
        Err(panic) => std::panic::resume_unwind(panic),
    }
}
