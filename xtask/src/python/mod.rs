//! The Python package `akkoord`: its build, its stubs, its tests.

mod package;
mod scale;
mod suite;
pub(crate) mod tools;

use suite::suite;

use crate::steps::Steps;

/// What runs the suite again.
const AGAIN: &str = "cargo xtask test-python";

/// `cargo xtask python`: builds the wheel and the source distribution.
pub(crate) fn build() -> Result<(), String> {
    let mut steps = Steps::default();
    let python = tools::Python::found()?;
    if package::build(&mut steps, &python).is_ok() {
        println!("\nthe package is in {}", package::dist().display());
    }
    steps.finish()
}

/// `cargo xtask python --stubs`: writes the stubs anew.
pub(crate) fn write_stubs() -> Result<(), String> {
    let mut steps = Steps::default();
    let python = tools::Python::found()?;
    let _ = steps.step("the stubs", || package::write_stubs(&python));
    steps.finish()
}

/// `cargo xtask test-python`: this suite alone.
pub(crate) fn test() -> Result<(), String> {
    Steps::chore("the Python package", AGAIN, suite)
}
