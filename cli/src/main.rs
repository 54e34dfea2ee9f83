//! `akkoord`: may this provider disclose this patient's data to that provider, now, and on what ground?
//!
//! The command line of the engine. It never prints the id of a patient unless it is asked to.

// A batch of millions of lines must not end because of one: every failure has a message and a status.
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::unreachable
    )
)]

mod args;
mod catalogue;
mod check;
mod demo;
mod evaluate;
mod explain;
mod failure;
mod fault;
mod generate;
mod input;
mod page;
mod question;
mod status;
mod streams;
mod words;

/// A batch makes and drops millions of small things on every core, which this allocator does best.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

use std::process::ExitCode;

use clap::Parser;

use crate::args::{Cli, Command};
use crate::failure::Failure;
use crate::question::Question;
use crate::status::Status;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(usage) => return status::of_usage(&usage).into(),
    };
    run(cli.command)
        .unwrap_or_else(|failure| failure.report())
        .into()
}

fn run(command: Command) -> Result<Status, Failure> {
    match command {
        Command::Evaluate(args) => evaluate::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Open(args) => question::told(&args, Question::Open),
        Command::Why(args) => question::told(&args, Question::Why),
        Command::Timeline(args) => question::told(&args, Question::Timeline),
        Command::Whatif(args) => question::run(&args, Question::WhatIf),
        Command::Matrix(args) => question::run(&args, Question::Matrix),
        Command::Notices(args) => question::run(&args, Question::Notices),
        Command::Record(args) => question::of_the_patient(&args, Question::Record),
        Command::Register(args) => question::of_the_patient(&args, Question::Register),
        Command::Check(args) => check::run(&args),
        Command::Catalogue(args) => catalogue::run(&args),
        Command::Demo(args) => demo::run(&args),
        Command::Completions(args) => generate::completions(&args),
        Command::Man(args) => generate::man(&args),
    }
}
