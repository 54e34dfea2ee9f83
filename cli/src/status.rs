//! Exit statuses: part of the machine interface, so they are named in one place.

use std::process::ExitCode;

use crate::streams::Stream;

/// How the program ends when nothing stopped it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// 0: all is well; for `explain`: every decision is permit.
    Well,
    /// 1: an error in the input, the output or the command line.
    Fault,
    /// 2: `explain` only: some decision is not permit.
    NotPermitted,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        match status {
            Status::Well => ExitCode::SUCCESS,
            Status::Fault => ExitCode::from(1),
            Status::NotPermitted => ExitCode::from(2),
        }
    }
}

/// Prints what clap has to say. A wrong command line is status 1, not clap's 2: 2 is a decision here.
pub(crate) fn of_usage(usage: &clap::Error) -> Status {
    // If even this cannot be printed, the status is all that is left to tell it by.
    let is_lost = !usage.use_stderr() && !Stream::Output.is_there();
    match (usage.print(), usage.use_stderr()) {
        (Ok(()), false) if !is_lost => Status::Well,
        (Ok(()), _) | (Err(_), _) => Status::Fault,
    }
}
