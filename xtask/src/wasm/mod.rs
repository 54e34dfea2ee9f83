//! The npm package `akkoord`: its build, its tests, its bench, and the explorer that uses it.

mod order;
mod package;
mod suite;

use suite::suite;
pub(crate) use suite::{bench, serve};

use crate::steps::Steps;

/// What runs the suite again.
const AGAIN: &str = "cargo xtask test-wasm";

/// `cargo xtask wasm`: builds the package.
pub(crate) fn build() -> Result<(), String> {
    let mut steps = Steps::default();
    if package::build(&mut steps).is_ok() {
        println!("\nthe package is in {}", package::folder().display());
    }
    steps.finish()
}

/// `cargo xtask test-wasm`: this suite alone.
pub(crate) fn test() -> Result<(), String> {
    Steps::chore("the npm package", AGAIN, suite)
}
