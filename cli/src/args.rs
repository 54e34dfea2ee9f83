//! The command line, as clap reads it and `--help` tells it.

use std::path::PathBuf;

use akkoord::limits::Limits;
use akkoord::{Audience, Lang};
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::input::Source;

/// May this provider disclose this patient's data to that provider, now, and on what ground?
///
/// akkoord resolves recorded consents of Dutch health care (Mitz). It reads no clock and no network: the instant of the
/// question is part of the question.
#[derive(Debug, Parser)]
#[command(name = "akkoord", version, after_help = AFTER_HELP)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

const AFTER_HELP: &str = "\
New here? Try: akkoord demo

Exit status of every command:
  0  all is well
  1  an error: in the command line, in a file, or in a line of a batch; a code that the catalogue does not
     have; an answer that could not be written, also because the reader of the output stopped early
  2  only `explain`: an answer was given, and it is not permit for every data category

Standard output has the result and nothing else; messages go to standard error. Colour appears only on \
a terminal, and never if NO_COLOR is set. The id of a patient is never printed, unless you ask for it \
with --show-patient, or with \"show_patient\": true in the document of `record`.";

/// What the program can do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Answer a batch: one question per line in, one answer per line out
    Evaluate(EvaluateArgs),
    /// Explain the answer to one question, for a person
    Explain(ExplainArgs),
    /// Which of the patient's holders may disclose to this consulter? (R27)
    Open(ToldArgs),
    /// Why does a holder give no data? (R28)
    Why(ToldArgs),
    /// What is decided over a window of time, drawn as a bar (R29)
    Timeline(ToldArgs),
    /// What would change if a choice changed, or the smallest change that permits (R30)
    Whatif(QuestionArgs),
    /// Who can see the patient's data, as a table (R31)
    Matrix(QuestionArgs),
    /// Whom to tell of a change between two profiles, and what (R32)
    Notices(QuestionArgs),
    /// The access record of a query, for the patient's own log (R33)
    Record(RecordArgs),
    /// Record a choice, a guardian's answer or a withdrawal: the effects, or why it is refused (R34-R40)
    Register(RecordArgs),
    /// List every error of a profile or another document
    Check(CheckArgs),
    /// Show the options that a patient can answer
    Catalogue(CatalogueArgs),
    /// Tell the example cases as stories
    Demo(DemoArgs),
    /// Print the completions for a shell
    Completions(CompletionsArgs),
    /// Print the manual page
    Man(ManArgs),
}

/// Which catalogue and rule set decide.
#[derive(Debug, Args)]
#[command(next_help_heading = "Catalogue and rule set")]
pub(crate) struct LawArgs {
    /// Load this catalogue instead of the embedded Mitz catalogue
    #[arg(long, value_name = "FILE")]
    pub(crate) catalogue_file: Option<Source>,
    /// Load this rule set instead of the embedded Mitz rule set
    #[arg(long, value_name = "FILE")]
    pub(crate) ruleset_file: Option<Source>,
}

/// What one answer may cost.
#[derive(Debug, Args)]
#[command(next_help_heading = "Limits")]
pub(crate) struct LimitArgs {
    /// Most steps of one answer, some nanoseconds each; an answer that needs more is the error too_much_work
    /// [default: 100000000]
    #[arg(long, value_name = "N")]
    pub(crate) max_steps: Option<u64>,
    /// Most bytes of one answer as JSON; a larger one is the error answer_too_large [default: 67108864, which is 64 MiB]
    #[arg(long, value_name = "N")]
    pub(crate) max_answer_bytes: Option<usize>,
}

impl LimitArgs {
    /// Most bytes of one answer.
    pub(crate) fn answer_bytes(&self) -> usize {
        self.max_answer_bytes.unwrap_or(Limits::ANSWER_BYTES)
    }
}

impl From<&LimitArgs> for Limits {
    fn from(given: &LimitArgs) -> Self {
        Limits::default()
            .steps(given.max_steps.unwrap_or(Limits::STEPS))
            .answer_bytes(given.answer_bytes())
    }
}

#[derive(Debug, Args)]
#[command(after_help = EVALUATE_HELP)]
pub(crate) struct EvaluateArgs {
    /// A file with one {"profile": …, "query": …} per line, or - for standard input
    pub(crate) file: Source,
    /// How many lines to answer at the same time, at most 1024 [default: one per processor]
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) jobs: Option<u16>,
    #[command(flatten)]
    pub(crate) limits: LimitArgs,
    #[command(flatten)]
    pub(crate) law: LawArgs,
}

const EVALUATE_HELP: &str = "\
Output: one line for each line of input, in the same order. An answer is a list with one decision for \
each data category that was asked:

  [{\"data\": …, \"decision\": \"permit\", \"reason\": …, …}]

A line that cannot be read gives an error in its place, and the rest goes on:

  {\"error\": {\"line\": 7, \"code\": …, \"message\": …, \"path\": …}}

An empty line is such a line; what follows the last line break is a line only if it is not empty. A line \
of more than 32 MiB is an error too, and is skipped. Add \"explain\": \"nl\" (or \"en\") to a query to have an explanation for the holder with each decision.

Whoever enforces treats every decision but permit as no.

Exit status: 0 if every line was answered; 1 if any line gave an error, or if the batch could not be read \
or written. If the reader of the output stops early, so does akkoord, without a message and with status 1, since \
there are answers that nobody has read.

An answer is at most 64 MiB and takes at most 100,000,000 steps, unless --max-answer-bytes and --max-steps say \
otherwise; one that would be more is an error in its place (answer_too_large, too_much_work). However large the answers \
are, akkoord takes less than 1 GiB.";

#[derive(Debug, Args)]
#[command(after_help = EXPLAIN_HELP)]
pub(crate) struct ExplainArgs {
    /// A file with one {"profile": …, "query": …}, on one line or many, or - for standard input
    pub(crate) file: Source,
    /// The language [default: the "explain" of the query, or else nl]
    #[arg(long, value_enum)]
    pub(crate) lang: Option<Language>,
    /// Who will read it: a consulter does not learn the grounds (R24)
    #[arg(long, value_enum, default_value_t = Reader::Patient)]
    pub(crate) audience: Reader,
    /// Print the decisions as one line of JSON, each with its explanation
    #[arg(long)]
    pub(crate) json: bool,
    /// Print the id of the patient too
    #[arg(long, conflicts_with = "json")]
    pub(crate) show_patient: bool,
    #[command(flatten)]
    pub(crate) limits: LimitArgs,
    #[command(flatten)]
    pub(crate) law: LawArgs,
}

const EXPLAIN_HELP: &str = "\
Output with --json: the line that `evaluate` gives, with the field \"explanation\" added to each decision. \
For a consulter a decision has only the fields \"data\", \"decision\" and \"explanation\". A document that \
cannot be read gives:

  {\"error\": {\"line\": …, \"code\": …, \"message\": …, \"path\": …}}

A code that the catalogue does not have makes a decision indeterminate (R11), and is told on standard error too.

Exit status: 0 if every decision is permit, 2 if any is not, 1 for an error.";

#[derive(Debug, Args)]
#[command(after_help = QUESTION_HELP)]
pub(crate) struct QuestionArgs {
    /// A file with one {"profile": …, QUESTION: …}, on one line or many, or - for standard input
    pub(crate) file: Source,
    /// The language
    #[arg(long, value_enum, default_value_t = Language::Nl)]
    pub(crate) lang: Language,
    /// Print the answer as one line of JSON
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) limits: LimitArgs,
    #[command(flatten)]
    pub(crate) law: LawArgs,
}

const QUESTION_HELP: &str = "\
The document has a profile and one question: open_query, why_empty, timeline, what_if or smallest_change, \
matrix, notices, record or register. conformance/README.md tells what each has; conformance/vectors has examples.

Output with --json: {QUESTION: {…}}; a document that cannot be read gives {\"error\": {…}}.

A provider type, data category or purpose that the catalogue does not have is told on standard error, with what may \
have been meant (R2, R11): the answer is given all the same, but it says nothing about what was asked with that code.

Exit status: 0 if the question was answered, whatever the answer; 1 for an error, or an unknown code.";

#[derive(Debug, Args)]
pub(crate) struct ToldArgs {
    #[command(flatten)]
    pub(crate) question: QuestionArgs,
    /// Who will read it [default: the "audience" of the question, or else holder]; a consulter learns what is decided, not
    /// why or until when (R24), and a question for a consulter is answered for nobody else
    #[arg(long, value_enum)]
    pub(crate) audience: Option<Reader>,
}

#[derive(Debug, Args)]
pub(crate) struct RecordArgs {
    #[command(flatten)]
    pub(crate) question: QuestionArgs,
    /// Print the id of the patient too: without it the new profile of `register --json` has none
    #[arg(long)]
    pub(crate) show_patient: bool,
}

#[derive(Debug, Args)]
#[command(after_help = CHECK_HELP)]
pub(crate) struct CheckArgs {
    /// A file with one document, or - for standard input
    pub(crate) file: Source,
    /// What the document is
    #[arg(long, value_enum, default_value_t = Kind::Profile)]
    pub(crate) kind: Kind,
    /// Print the errors as a JSON array
    #[arg(long)]
    pub(crate) json: bool,
    /// Print the id of the patient too
    #[arg(long, conflicts_with = "json")]
    pub(crate) show_patient: bool,
    #[command(flatten)]
    pub(crate) law: LawArgs,
}

const CHECK_HELP: &str = "\
Output: \"ok\" and what was found, or one line for each error:

  line 7: unknown_field at choices[3].scope.lvel: what to do

A key that is no word of the format may be data, and is told by its place: choices[3].scope.{2} is the third key of \
that object. A code in a line that the catalogue does not have is an error here (R2, R11), with what may have been meant.

All errors of a profile or a catalogue are listed, at most 100; of a rule set or a line only the first. \
With --json: an array of {\"line\": …, \"code\": …, \"message\": …, \"path\": …}, empty if all is well.

Exit status: 0 if there is no error, 1 if there is.";

#[derive(Debug, Args)]
#[command(after_help = CATALOGUE_HELP)]
pub(crate) struct CatalogueArgs {
    /// The language of the names
    #[arg(long, value_enum, default_value_t = Language::Nl)]
    pub(crate) lang: Language,
    /// List the provider types and their categories instead
    #[arg(long, conflicts_with = "json")]
    pub(crate) types: bool,
    /// Print the whole catalogue as one line of JSON
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) law: LawArgs,
}

const CATALOGUE_HELP: &str = "\
Output with --json: the catalogue as a document that --catalogue-file can load.

Exit status: 0, or 1 for an error.";

#[derive(Debug, Args)]
#[command(after_help = DEMO_HELP)]
pub(crate) struct DemoArgs {
    /// The language of the stories
    #[arg(long, value_enum, default_value_t = Language::Nl)]
    pub(crate) lang: Language,
    /// Tell only the case with this id
    #[arg(long, value_name = "ID")]
    pub(crate) case: Option<String>,
    /// List the cases without telling them
    #[arg(long, conflicts_with = "case")]
    pub(crate) list: bool,
}

const DEMO_HELP: &str = "\
Every answer is worked out on the spot and compared with the one that the rulebook gives.

Exit status: 0 if all answers are as expected, 1 if not.";

#[derive(Debug, Args)]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub(crate) shell: Shell,
}

#[derive(Debug, Args)]
pub(crate) struct ManArgs {
    /// Write a page for the program and one for each command into this folder
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
}

/// A language of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    /// Dutch
    Nl,
    /// English
    En,
}

impl From<Language> for Lang {
    fn from(language: Language) -> Self {
        match language {
            Language::Nl => Lang::Nl,
            Language::En => Lang::En,
        }
    }
}

/// Who reads an explanation (R24).
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Reader {
    /// Whose data it is: sees the whole ground
    Patient,
    /// The provider that keeps the record: sees the whole ground
    Holder,
    /// The provider that asks: sees the answer, not the choices behind it
    Consulter,
}

impl From<Reader> for Audience {
    fn from(reader: Reader) -> Self {
        match reader {
            Reader::Patient => Audience::Patient,
            Reader::Holder => Audience::Holder,
            Reader::Consulter => Audience::Consulter,
        }
    }
}

/// A kind of document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    /// All choices of one patient
    Profile,
    /// The options that can be answered
    Catalogue,
    /// The parameters of the rules
    Ruleset,
    /// One {"profile": …, "query": …}, or another question
    Line,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_holds_together() {
        super::Cli::command().debug_assert();
    }
}
