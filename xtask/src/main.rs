//! `cargo xtask …`: every chore of akkoord, the same on a laptop and in CI. Each step is printed with its time.

mod generate;
mod steps;
mod test;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Every chore of akkoord, the same on a laptop and in CI.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Runs every test: formatting, lints, unit tests, doc tests, laws, vectors, documentation, and the demo.
    ///
    /// A suite that this machine cannot run is named at the end; with CI=true that is a failure.
    Test,
    /// Writes the shell completions and the man pages of the program to target/assets/.
    Assets,
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().chore {
        Chore::Test => test::run_chore(),
        Chore::Assets => generate::assets(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("\ncargo xtask: {problem}");
            ExitCode::FAILURE
        }
    }
}
