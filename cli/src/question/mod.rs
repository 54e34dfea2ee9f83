//! The other questions: `open`, `why`, `timeline`, `whatif`, `matrix`, `notices`, `record`, `register` (R27-R40).
//!
//! Each reads one document, strictly, and has the engine answer it; what is shown is drawn from the answer line, so that
//! nothing is shown that the answer does not say.

mod table;
mod timeline;

use akkoord::{Audience, Engine, Lang};
use serde::de::IgnoredAny;
use serde_json::Value;

use crate::args::{QuestionArgs, RecordArgs, ToldArgs};
use crate::failure::Failure;
use crate::fault::{self, Fault};
use crate::input;
use crate::page::{self, BAD, TITLE, plain, styled, wrap};
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

/// What is asked for besides the question itself.
struct Wish {
    lang: Lang,
    form: Form,
    patients: Patients,
    /// Who reads it, where that was said (R24).
    audience: Option<Audience>,
}

/// How the answer is given.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// The engine's own line.
    Json,
    /// A page for people.
    Page,
}

/// Whether the answer may name the patient.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Patients {
    Hidden,
    Shown,
}

/// An answer line, and what the catalogue does not know of the question (R2, R11).
struct Answer {
    line: String,
    unknown: Vec<Fault>,
}

impl Wish {
    fn of(args: &QuestionArgs) -> Self {
        Wish {
            lang: args.lang.into(),
            form: if args.json { Form::Json } else { Form::Page },
            patients: Patients::Hidden,
            audience: None,
        }
    }
}

/// `akkoord record` and `akkoord register`: their answers can name the patient.
pub(crate) fn of_the_patient(args: &RecordArgs, question: Question) -> Result<Status, Failure> {
    let patients = if args.show_patient {
        Patients::Shown
    } else {
        Patients::Hidden
    };
    let wish = Wish {
        patients,
        ..Wish::of(&args.question)
    };
    answer(&args.question, question, &wish)
}

/// `akkoord open`, `akkoord why` and `akkoord timeline`: what they tell depends on who reads it.
pub(crate) fn told(args: &ToldArgs, question: Question) -> Result<Status, Failure> {
    let wish = Wish {
        audience: args.audience.map(Audience::from),
        ..Wish::of(&args.question)
    };
    answer(&args.question, question, &wish)
}

/// The other commands.
pub(crate) fn run(args: &QuestionArgs, question: Question) -> Result<Status, Failure> {
    answer(args, question, &Wish::of(args))
}

fn answer(args: &QuestionArgs, question: Question, wish: &Wish) -> Result<Status, Failure> {
    let engine = input::engine(&args.law, &args.limits)?;
    let name = args.file.to_string();
    let read = args.file.document()?;
    let answer = match read.and_then(|text| ask(&engine, question, &text, wish)) {
        Ok(answer) => answer,
        Err(fault) if args.json => {
            page::print(&(fault.to_line() + "\n"))?;
            return Ok(Status::Fault);
        }
        Err(fault) => return Err(Failure::Document { name, fault }),
    };
    match wish.form {
        Form::Json => page::print(&(answer.line + "\n"))?,
        Form::Page => page::print(&shown(question, &answer, wish.lang))?,
    }
    Ok(fault::tell(&name, &answer.unknown))
}

/// The answer. The document is read strictly first, as it is; only then is added what is asked for besides.
fn ask(engine: &Engine, question: Question, text: &str, wish: &Wish) -> Result<Answer, Fault> {
    let unknown = engine
        .unknown_codes(text)
        .map_err(|error| Fault::from(&error))?;
    let unknown: Vec<Fault> = unknown.iter().map(Fault::from).collect();
    let mut document: Value = serde_json::from_str(text).unwrap_or_default();
    let keys = question.keys();
    let Some(key) = keys.iter().find(|key| document.get(**key).is_some()) else {
        return Err(
            Fault::whole(akkoord::error::ErrorCode::MissingField, 1).saying(format!(
                "the document asks something else: give it {}",
                keys.join(" or ")
            )),
        );
    };
    let added = add(question, &mut document[*key], wish);
    let line = match added {
        Added::Nothing => engine.answer_json(text),
        Added::Something => engine.answer_json(&document.to_string()),
    };
    if line.starts_with(r#"{"error":"#) {
        let answer: Value = serde_json::from_str(&line).unwrap_or_default();
        let refused = Fault::told(&answer["error"]);
        // What may have been meant helps more than that it is unknown.
        let more = unknown
            .into_iter()
            .find(|code| code.is_at_the_place_of(&refused));
        return Err(match (more, wish.form) {
            (Some(code), Form::Page) => refused.with_message_of(code),
            _ => refused,
        });
    }
    let line = match (question, wish.patients) {
        (Question::Register, Patients::Hidden) => without_patient_id(&line),
        _ => line,
    };
    Ok(Answer { line, unknown })
}

/// Whether a document was changed.
#[derive(PartialEq, Eq)]
enum Added {
    Nothing,
    Something,
}

/// Adds to a question what is asked for on the command line.
fn add(question: Question, asked: &mut Value, wish: &Wish) -> Added {
    let mut added = Added::Nothing;
    if wish.form == Form::Page {
        let place = if question == Question::Record {
            inner(asked)
        } else {
            &mut *asked
        };
        place["explain"] = wish.lang.code().into();
        added = Added::Something;
    }
    // R24: a question for a consulter is answered for nobody else.
    if let Some(audience) = wish.audience
        && asked["audience"] != Audience::Consulter.name()
    {
        asked["audience"] = audience.name().into();
        added = Added::Something;
    }
    if (question, wish.patients) == (Question::Record, Patients::Shown) {
        asked["show_patient"] = true.into();
        added = Added::Something;
    }
    added
}

/// The answer to `register` as the engine wrote it (R26), but for the id of the patient in the new profile.
fn without_patient_id(line: &str) -> String {
    // Inside a text each of these quotes would have a backslash before it: so this is where the patient is, and nothing else.
    const PATIENT: &str = r#""patient":{"#;
    const ID: &str = r#""id":"#;
    let Some((before, id)) = line.split_once(&[PATIENT, ID].concat()) else {
        return line.to_string();
    };
    let mut values = serde_json::Deserializer::from_str(id).into_iter::<IgnoredAny>();
    let end = values.next().map_or(0, |_| values.byte_offset());
    let after = id.get(end..).unwrap_or_default();
    let after = after.strip_prefix(',').unwrap_or(after);
    [before, PATIENT, after].concat()
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

/// The page: a title, a drawing where there is one, and the explanation; and that it does not say all, if a code is unknown.
fn shown(question: Question, answer: &Answer, lang: Lang) -> String {
    let unknown = answer.unknown.len();
    let answer: Value = serde_json::from_str(&answer.line).unwrap_or_default();
    let body = question.keys().iter().find_map(|key| answer.get(*key));
    let body = body.cloned().unwrap_or_default();
    let width = page::width();
    let mut lines = vec![styled(TITLE, question.title(lang))];
    if let Some(patient) = body["patient"].as_str() {
        let patient = format!("{}: {}", either(lang, "Patiënt", "Patient"), plain(patient));
        lines.push(patient);
    }
    match question {
        Question::Timeline if timeline::is_drawable(&body) => {
            lines.extend(timeline::drawn(&body, lang, width))
        }
        Question::Matrix => lines.push(table::matrix(&body, lang)),
        Question::Open
        | Question::Why
        | Question::Timeline
        | Question::WhatIf
        | Question::Notices
        | Question::Record
        | Question::Register => {
            let explanation = plain(body["explanation"].as_str().unwrap_or_default());
            lines.push(wrap(&explanation, width, "  ", 2));
        }
    }
    if unknown > 0 {
        let note = either(
            lang,
            "Let op: dit antwoord is niet volledig. De vraag heeft een code die niet bekend is (zie de melding).",
            "Note: this answer is not complete. The question has a code that is not known (see the message).",
        );
        lines.push(styled(BAD, &wrap(note, width, "", 0)));
    }
    lines.join("\n") + "\n"
}
