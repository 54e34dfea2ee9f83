//! `cargo xtask wasm`: the npm package `akkoord`, built into bindings-wasm/dist/. Its tests, bench and explorer are beside.

mod package;
mod toolchain;

pub(crate) use package::build;

use crate::steps::Steps;

pub(crate) fn run_chore() -> Result<(), String> {
    let mut steps = Steps::default();
    build(&mut steps)?;
    println!("\nthe package is in {}", package::folder().display());
    steps.finish()
}
