//! The Python package `akkoord`: its build, its stubs, its tests.

mod package;
mod suite;
mod tools;

pub(crate) use suite::suite;

use crate::steps::Steps;

/// `cargo xtask python`: builds the wheel and the source distribution.
pub(crate) fn build() -> Result<(), String> {
    let mut steps = Steps::default();
    let python = tools::Python::found()?;
    package::build(&mut steps, &python)?;
    println!("\nthe package is in {}", package::dist().display());
    steps.finish()
}

/// `cargo xtask python --stubs`: writes the stubs anew.
pub(crate) fn write_stubs() -> Result<(), String> {
    let mut steps = Steps::default();
    let python = tools::Python::found()?;
    steps.step("the stubs", || package::write_stubs(&python))?;
    steps.finish()
}

/// `cargo xtask test-python`: this suite alone.
pub(crate) fn test() -> Result<(), String> {
    let mut steps = Steps::default();
    suite(&mut steps)?;
    steps.finish()
}
