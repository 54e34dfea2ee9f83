//! A progress bar for a person who waits; nothing for a program.

use std::io::{self, IsTerminal};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::streams;

use super::pipeline::Totals;

/// For an input whose size is known.
const OF_FILE: &str = "{bar:30} {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left, {msg}";

/// For standard input.
const OF_STREAM: &str = "{spinner} {bytes}, {bytes_per_sec}, {elapsed}, {msg}";

/// Shown on standard error if that is a terminal and the answers go elsewhere.
pub(super) struct Progress(Option<ProgressBar>);

impl Progress {
    /// For an input of so many bytes, if that is known.
    pub(super) fn new(size: Option<u64>) -> Self {
        if !io::stderr().is_terminal() || io::stdout().is_terminal() {
            return Progress(None);
        }
        let template = if size.is_some() { OF_FILE } else { OF_STREAM };
        let bar = ProgressBar::with_draw_target(size, ProgressDrawTarget::stderr());
        // INVARIANT: both templates are good (see the test); without one the bar would have its default look.
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Progress(Some(bar))
    }

    /// Shows how far it is.
    pub(super) fn show(&self, totals: &Totals) {
        if let Some(bar) = &self.0 {
            bar.set_position(totals.bytes);
            bar.set_message(format!("{} lines", totals.lines));
        }
    }

    /// Clears the bar and tells what was done.
    pub(super) fn finish(&self, totals: &Totals) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
            streams::tell(&format!(
                "{} lines answered, {} with an error",
                totals.lines, totals.errors
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_templates_are_good() {
        assert!(ProgressStyle::with_template(OF_FILE).is_ok());
        assert!(ProgressStyle::with_template(OF_STREAM).is_ok());
    }
}
