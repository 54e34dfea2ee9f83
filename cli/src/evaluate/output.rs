//! Standard output in large pieces, written before anybody waits.

use std::io::{self, BufWriter, StdoutLock, Write};
use std::sync::mpsc::{Receiver, TryRecvError};

use super::cutter::BLOCK;

/// Gathers answers and writes them in large pieces.
pub(super) struct Output(BufWriter<StdoutLock<'static>>);

impl Output {
    pub(super) fn new() -> Self {
        Output(BufWriter::with_capacity(BLOCK, io::stdout().lock()))
    }

    pub(super) fn write(&mut self, answers: &[u8]) -> io::Result<()> {
        self.0.write_all(answers)
    }

    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }

    /// Receives; if there is nothing yet, what was gathered is written first. None if nothing will come any more.
    pub(super) fn wait_for<T>(&mut self, queue: &Receiver<T>) -> io::Result<Option<T>> {
        match queue.try_recv() {
            Ok(received) => Ok(Some(received)),
            Err(TryRecvError::Disconnected) => Ok(None),
            Err(TryRecvError::Empty) => {
                self.flush()?;
                Ok(queue.recv().ok())
            }
        }
    }
}
