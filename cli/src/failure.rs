//! What stops the program, and what the user can do about it.

use std::io;

use crate::fault::Fault;
use crate::status::Status;
use crate::streams;

/// Why the program cannot go on. The text says what to do; it never has the text of a document.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error("cannot open {name}: {cause}. Check the path, or give - to read standard input.")]
    Open { name: String, cause: io::Error },
    #[error("{name} is a directory. Give one file, or - to read standard input.")]
    Directory { name: String },
    #[error("cannot read {name}: {cause}. The input is not complete.")]
    Read { name: String, cause: io::Error },
    #[error("{name}: {fault}")]
    Document { name: String, fault: Fault },
    #[error(
        "cannot load {name}: {fault}\nList all its errors with: akkoord check --kind {kind} {name}"
    )]
    Law {
        name: String,
        kind: &'static str,
        fault: Fault,
    },
    #[error("cannot start {workers} workers: {cause}. Give a smaller number with --jobs.")]
    Threads { workers: usize, cause: io::Error },
    #[error(
        "cannot write the output: {0}. The output is not complete: make room and run it again."
    )]
    Output(io::Error),
    #[error("standard input is closed: there is nothing to read. Open it, or give a file.")]
    NoInput,
    #[error(
        "standard output is closed: no answer can be given. Open it, or write to /dev/null if you want none."
    )]
    NoOutput,
    /// Whoever reads the output knows that it wanted no more: it is not told, but the answers are not all written.
    #[error("the reader of the output stopped early")]
    ReaderGone,
    #[error("cannot write {name}: {cause}. Give a folder that you may write in.")]
    Folder { name: String, cause: io::Error },
    #[error("there is no case {given:?}. The cases are: {known}.")]
    UnknownCase { given: String, known: String },
    #[error(
        "case {name} inside this program cannot be read: {cause}. This is a bug: please report it."
    )]
    BrokenCase { name: &'static str, cause: String },
    #[error(
        "a worker stopped unexpectedly after line {line}. The output is not complete. This is a bug: please report it."
    )]
    Worker { line: u64 },
}

impl Failure {
    /// Tells it on standard error.
    pub(crate) fn report(&self) -> Status {
        if !matches!(self, Failure::ReaderGone) {
            streams::tell(&format!("akkoord: {self}"));
        }
        Status::Fault
    }
}

/// A failure to write on standard output.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Failure::ReaderGone
        } else {
            Failure::Output(error)
        }
    }
}
