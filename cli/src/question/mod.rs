//! The other questions: `open`, `why`, `timeline`, `whatif`, `matrix`, `notices`, `record`, `register` (R27-R40).
//!
//! Each reads one document, strictly, and has the engine answer it; what is shown is drawn from the answer line, so that
//! nothing is shown that the answer does not say.

mod table;
mod timeline;

use akkoord::{Engine, Lang};
use serde_json::Value;

use crate::args::{QuestionArgs, RecordArgs};
use crate::failure::Failure;
use crate::fault::Fault;
use crate::input;
use crate::page::{self, TITLE, plain, styled, wrap};
use crate::status::Status;
use crate::words::either;

/// A question, and where it stands in the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Question {
    Open,
    Why,
    Timeline,
    WhatIf,
    Matrix,
    Notices,
    Record,
    Register,
}

impl Question {
    /// The names of the question in the document.
    fn keys(self) -> &'static [&'static str] {
        match self {
            Question::Open => &["open_query"],
            Question::Why => &["why_empty"],
            Question::Timeline => &["timeline"],
            Question::WhatIf => &["what_if", "smallest_change"],
            Question::Matrix => &["matrix"],
            Question::Notices => &["notices"],
            Question::Record => &["record"],
            Question::Register => &["register"],
        }
    }

    fn title(self, lang: Lang) -> &'static str {
        match self {
            Question::Open => either(
                lang,
                "Welke zorgaanbieders mogen gegevens delen?",
                "Which providers may share data?",
            ),
            Question::Why => either(
                lang,
                "Waarom is het antwoord leeg?",
                "Why is the answer empty?",
            ),
            Question::Timeline => either(lang, "Wat geldt wanneer?", "What holds when?"),
            Question::WhatIf => either(lang, "Wat verandert er dan?", "What would change?"),
            Question::Matrix => either(
                lang,
                "Wie kan uw gegevens krijgen?",
                "Who can be given your data?",
            ),
            Question::Notices => either(lang, "Wie krijgt bericht?", "Who is told?"),
            Question::Record => either(lang, "Wie vroeg gegevens op?", "Who asked for data?"),
            Question::Register => either(lang, "Wat is vastgelegd?", "What was recorded?"),
        }
    }
}

/// `akkoord record` and `akkoord register`: their answers can name the patient.
pub(crate) fn of_the_patient(args: &RecordArgs, question: Question) -> Result<Status, Failure> {
    answer(&args.question, question, Some(args.show_patient))
}

/// The other commands.
pub(crate) fn run(args: &QuestionArgs, question: Question) -> Result<Status, Failure> {
    answer(args, question, None)
}

fn answer(
    args: &QuestionArgs,
    question: Question,
    show_patient: Option<bool>,
) -> Result<Status, Failure> {
    let engine = input::engine(&args.law)?;
    let lang = args.lang.into();
    let read = args.file.document()?;
    let answered =
        read.and_then(|text| ask(&engine, question, &text, lang, args.json, show_patient));
    match answered {
        Ok(line) if args.json => page::print(&(line + "\n"))?,
        Ok(line) => page::print(&shown(question, &line, lang))?,
        Err(fault) if args.json => {
            page::print(&(fault.to_line() + "\n"))?;
            return Ok(Status::Fault);
        }
        Err(fault) => {
            return Err(Failure::Document {
                name: args.file.to_string(),
                fault,
            });
        }
    }
    Ok(Status::Well)
}

/// The answer line. The document is read strictly first, as it is; only then the language and what may be shown are added.
fn ask(
    engine: &Engine,
    question: Question,
    text: &str,
    lang: Lang,
    json: bool,
    show_patient: Option<bool>,
) -> Result<String, Fault> {
    let line = engine.answer_json(text);
    let answer: Value = serde_json::from_str(&line).unwrap_or_default();
    if let Some(error) = answer.get("error") {
        return Err(Fault::told(error));
    }
    let Some(key) = question
        .keys()
        .iter()
        .find(|key| answer.get(**key).is_some())
    else {
        return Err(
            Fault::whole(akkoord::ErrorCode::MissingField, 1).saying(&format!(
                "the document asks something else: give it {}",
                question.keys().join(" or ")
            )),
        );
    };
    let mut document: Value = serde_json::from_str(text).unwrap_or_default();
    if let Some(asked) = document.get_mut(*key) {
        if !json {
            let place = if question == Question::Record {
                inner(asked)
            } else {
                asked
            };
            place["explain"] = lang.code().into();
        }
        if let (Some(show), Question::Record) = (show_patient, question)
            && let Some(asked) = document.get_mut(*key)
        {
            asked["show_patient"] = show.into();
        }
    }
    let line = engine.answer_json(&document.to_string());
    if question == Question::Register && show_patient != Some(true) {
        return Ok(without_profile(&line));
    }
    Ok(line)
}

/// The effects without the new profile, which names the patient.
fn without_profile(line: &str) -> String {
    let mut answer: Value = serde_json::from_str(line).unwrap_or_default();
    if let Some(registered) = answer["register"].as_object_mut() {
        registered.remove("profile");
    }
    answer.to_string()
}

/// The query inside a record.
fn inner(record: &mut Value) -> &mut Value {
    let key = if record.get("query").is_some() {
        "query"
    } else {
        "open_query"
    };
    &mut record[key]
}

/// The page: a title, a drawing where there is one, and the explanation.
fn shown(question: Question, line: &str, lang: Lang) -> String {
    let answer: Value = serde_json::from_str(line).unwrap_or_default();
    let body = question.keys().iter().find_map(|key| answer.get(*key));
    let body = body.cloned().unwrap_or_default();
    let width = page::width();
    let mut lines = vec![styled(TITLE, question.title(lang))];
    if let Some(patient) = body["patient"].as_str() {
        let patient = format!("{}: {}", either(lang, "Patiënt", "Patient"), plain(patient));
        lines.push(patient);
    }
    match question {
        Question::Timeline => lines.extend(timeline::drawn(&body, lang, width)),
        Question::Matrix => lines.push(table::matrix(&body, lang)),
        Question::Open
        | Question::Why
        | Question::WhatIf
        | Question::Notices
        | Question::Record
        | Question::Register => {
            let explanation = plain(body["explanation"].as_str().unwrap_or_default());
            lines.push(wrap(&explanation, width, "  ", 2));
        }
    }
    lines.join("\n") + "\n"
}
