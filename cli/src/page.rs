//! Text for people: width, wrapping, colour, and control characters kept out.

use std::io::Write;

use anstyle::{AnsiColor, Style};

use crate::failure::Failure;
use crate::streams::Stream;

/// Lines are never wider than this: longer ones are hard to read.
const WIDEST: usize = 100;
const NARROWEST: usize = 40;

/// Titles.
pub(crate) const TITLE: Style = Style::new().bold();
/// A yes.
pub(crate) const GOOD: Style = AnsiColor::Green.on_default().bold();
/// A no, and what is wrong.
pub(crate) const BAD: Style = AnsiColor::Red.on_default().bold();
/// What may be skipped while reading.
pub(crate) const FAINT: Style = Style::new().dimmed();

/// The width to write for: that of the terminal up to 100 columns, 100 when there is no terminal.
pub(crate) fn width() -> usize {
    let terminal =
        terminal_size::terminal_size_of(std::io::stdout()).map(|(width, _)| usize::from(width.0));
    terminal.map_or(WIDEST, |width| width.clamp(NARROWEST, WIDEST))
}

/// Writes a page on standard output, without its colours if that is no terminal or `NO_COLOR` is set.
pub(crate) fn print(page: &str) -> Result<(), Failure> {
    output_is_there()?;
    let mut stdout = anstream::stdout().lock();
    stdout.write_all(page.as_bytes())?;
    Ok(stdout.flush()?)
}

/// Standard output must be there before an answer is worked out for it.
pub(crate) fn output_is_there() -> Result<(), Failure> {
    if Stream::Output.is_there() {
        Ok(())
    } else {
        Err(Failure::NoOutput)
    }
}

/// Writes bytes on standard output as they are.
pub(crate) fn print_bytes(bytes: &[u8]) -> Result<(), Failure> {
    output_is_there()?;
    let mut stdout = std::io::stdout().lock();
    stdout.write_all(bytes)?;
    Ok(stdout.flush()?)
}

/// Wraps words at a width; the first line follows `first`, the others start with as many spaces as `indent` says.
pub(crate) fn wrap(text: &str, width: usize, first: &str, indent: usize) -> String {
    let mut lines = String::from(first);
    let mut column = first.chars().count();
    let mut at_start = true;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if !at_start && column + 1 + length > width {
            lines.push('\n');
            lines.push_str(&" ".repeat(indent));
            column = indent;
            at_start = true;
        }
        if !at_start {
            lines.push(' ');
            column += 1;
        }
        lines.push_str(word);
        column += length;
        at_start = false;
    }
    lines
}

/// Text of a document, safe for a terminal: control characters and marks that turn the direction of writing become `�`.
pub(crate) fn plain(text: &str) -> String {
    text.chars()
        .map(|letter| match letter {
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' => {
                '\u{FFFD}'
            }
            letter if letter.is_control() => '\u{FFFD}',
            letter => letter,
        })
        .collect()
}

/// A text in a style.
pub(crate) fn styled(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_wrap_at_the_width_and_the_next_lines_are_indented() {
        assert_eq!(wrap("one two three", 9, "- ", 2), "- one two\n  three");
        assert_eq!(wrap("", 9, "- ", 2), "- ");
        assert_eq!(wrap("unbreakable", 4, "", 2), "unbreakable");
    }

    #[test]
    fn an_accent_is_one_column() {
        assert_eq!(wrap("één één", 7, "", 0), "één één");
    }

    #[test]
    fn escape_sequences_of_a_document_do_not_reach_the_terminal() {
        assert_eq!(plain("a\u{1b}[31mb\u{202e}c"), "a\u{fffd}[31mb\u{fffd}c");
    }
}
