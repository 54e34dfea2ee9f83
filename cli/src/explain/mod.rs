//! `akkoord explain`: the answer to one question, for a person.

mod drawing;
mod text;

use akkoord::error::ErrorCode;
use akkoord::{Audience, Decision, Engine, Error, Lang, Profile, Query};
use serde::de::IgnoredAny;
use serde_json::Value;

use crate::args::ExplainArgs;
use crate::failure::Failure;
use crate::fault::{self, Fault};
use crate::status::Status;
use crate::{input, page};

/// A question, its answer, and who wants to know in what language.
struct Answered<'e> {
    engine: &'e Engine,
    profile: &'e Profile,
    query: &'e Query,
    decisions: &'e [Decision],
    lang: Lang,
    audience: Audience,
}

/// One document, answered.
struct Answer {
    profile: Profile,
    query: Query,
    decisions: Vec<Decision>,
    lang: Lang,
    audience: Audience,
    /// The engine's own line, each decision with its explanation.
    line: String,
    /// What the catalogue does not know of the question (R2, R11).
    unknown: Vec<Fault>,
}

/// Runs the command.
pub(crate) fn run(args: &ExplainArgs) -> Result<Status, Failure> {
    let engine = input::engine(&args.law, &args.limits)?;
    let name = args.file.to_string();
    let read = args.file.document()?;
    let answer = match read.and_then(|text| answer(&engine, &text, args)) {
        Ok(answer) => answer,
        Err(fault) if args.json => {
            page::print(&(fault.to_line() + "\n"))?;
            return Ok(Status::Fault);
        }
        Err(fault) => return Err(Failure::Document { name, fault }),
    };
    if args.json {
        page::print(&(answer.line + "\n"))?;
    } else {
        let answered = Answered {
            engine: &engine,
            profile: &answer.profile,
            query: &answer.query,
            decisions: &answer.decisions,
            lang: answer.lang,
            audience: answer.audience,
        };
        page::print(&text::page(&answered, args.show_patient))?;
    }
    // The status is that of the decision, which is indeterminate.
    fault::tell(&name, &answer.unknown);
    let mut decisions = answer.decisions.iter();
    Ok(
        if decisions.all(|decision| decision.outcome() == akkoord::Outcome::Permit) {
            Status::Well
        } else {
            Status::NotPermitted
        },
    )
}

/// Answers a document: the engine's own line first, within its limits.
fn answer(engine: &Engine, text: &str, args: &ExplainArgs) -> Result<Answer, Fault> {
    let fault = |error| Fault::from(&error);
    let (profile, query, asked, told) = question(engine, text)?;
    let lang = args.lang.map(Lang::from).or(asked).unwrap_or(Lang::Nl);
    // R24: a document for a consulter is told to nobody else.
    let audience = match told {
        Audience::Consulter => told,
        Audience::Patient | Audience::Holder => args.audience.into(),
    };
    let unknown = engine.unknown_codes(text).map_err(fault)?;
    let mut document: Value = serde_json::from_str(text).unwrap_or_default();
    document["query"]["explain"] = lang.code().into();
    document["query"]["audience"] = audience.name().into();
    let line = engine.evaluate_json(&document.to_string());
    if line.starts_with('{') {
        let answer: Value = serde_json::from_str(&line).unwrap_or_default();
        return Err(Fault::told(&answer["error"]));
    }
    Ok(Answer {
        decisions: engine.decide(&profile, &query).map_err(fault)?,
        profile,
        query,
        lang,
        audience,
        line,
        unknown: unknown.iter().map(Fault::from).collect(),
    })
}

/// Reads the one document that there must be.
fn question(
    engine: &Engine,
    text: &str,
) -> Result<(Profile, Query, Option<Lang>, Audience), Fault> {
    engine.read_line(text).map_err(|error| {
        let fault = Fault::from(&error);
        if is_batch(&error, text) {
            fault.saying("there is more than one document here: answer a batch with `akkoord evaluate`, or keep one")
        } else {
            fault
        }
    })
}

fn is_batch(error: &Error, text: &str) -> bool {
    let mut documents = serde_json::Deserializer::from_str(text).into_iter::<IgnoredAny>();
    error.code() == ErrorCode::InvalidJson
        && matches!(
            (documents.next(), documents.next()),
            (Some(Ok(_)), Some(Ok(_)))
        )
}
