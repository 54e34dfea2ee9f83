//! Completions and manual pages, made from the command line itself.

use std::fs;

use clap::CommandFactory;
use clap_mangen::Man;

use crate::args::{Cli, CompletionsArgs, ManArgs};
use crate::failure::Failure;
use crate::page;
use crate::status::Status;

/// Prints the completions for a shell.
pub(crate) fn completions(args: &CompletionsArgs) -> Result<Status, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "akkoord", &mut script);
    page::print_bytes(&script)?;
    Ok(Status::Well)
}

/// Prints the manual page, or writes them all into a folder.
pub(crate) fn man(args: &ManArgs) -> Result<Status, Failure> {
    match &args.out {
        None => {
            let mut text = Vec::new();
            Man::new(Cli::command()).render(&mut text)?;
            page::print_bytes(&text)?;
        }
        Some(folder) => {
            let made = fs::create_dir_all(folder);
            made.and_then(|()| clap_mangen::generate_to(Cli::command(), folder))
                .map_err(|cause| Failure::Folder {
                    name: folder.display().to_string(),
                    cause,
                })?;
        }
    }
    Ok(Status::Well)
}
