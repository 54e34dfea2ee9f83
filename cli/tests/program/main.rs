//! The tests of the command line: one program, so that it is built and linked once.

mod catalogue;
mod check;
mod common;
mod demo;
mod evaluate;
mod explain;
mod help;
mod knowledge;
mod privacy;
mod questions;
#[cfg(unix)]
mod streams;
mod unknown_codes;
