//! `akkoord explain`: the answer to one question, for a person.

mod drawing;
mod text;

use akkoord::{Audience, Decision, Engine, Error, ErrorCode, Lang, Profile, Query};
use serde::Serialize;
use serde::de::IgnoredAny;

use crate::args::ExplainArgs;
use crate::failure::Failure;
use crate::fault::Fault;
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

/// Runs the command.
pub(crate) fn run(args: &ExplainArgs) -> Result<Status, Failure> {
    let engine = input::engine(&args.law)?;
    let read = args
        .file
        .document()?
        .and_then(|text| question(&engine, &text));
    let decided = read.and_then(|(profile, query, asked, told)| {
        let decisions = engine
            .decide(&profile, &query)
            .map_err(|error| Fault::from(&error))?;
        Ok((profile, query, asked, told, decisions))
    });
    let (profile, query, asked, told, decisions) = match decided {
        Ok(decided) => decided,
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
    };
    let answered = Answered {
        engine: &engine,
        profile: &profile,
        query: &query,
        decisions: &decisions,
        lang: args.lang.map(Lang::from).or(asked).unwrap_or(Lang::Nl),
        // R24: a document for a consulter is told to nobody else.
        audience: match told {
            Audience::Consulter => told,
            Audience::Patient | Audience::Holder => args.audience.into(),
        },
    };
    if args.json {
        page::print(&json(&answered))?;
    } else {
        page::print(&text::page(&answered, args.show_patient))?;
    }
    let all_permit = decisions
        .iter()
        .all(|decision| decision.outcome() == akkoord::Outcome::Permit);
    Ok(if all_permit {
        Status::Well
    } else {
        Status::NotPermitted
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

/// The canonical line of decisions, each with its explanation; for a consulter without the grounds (R24).
fn json(answered: &Answered<'_>) -> String {
    #[derive(Serialize)]
    #[serde(untagged)]
    enum Explained<'d> {
        Whole {
            #[serde(flatten)]
            decision: &'d Decision,
            explanation: String,
        },
        ForConsulter {
            data: &'d str,
            decision: &'static str,
            explanation: String,
        },
    }
    let explained: Vec<Explained<'_>> = answered
        .decisions
        .iter()
        .map(|decision| {
            let explanation = answered
                .engine
                .explain(decision, answered.lang, answered.audience)
                .to_string();
            match answered.audience {
                Audience::Patient | Audience::Holder => Explained::Whole {
                    decision,
                    explanation,
                },
                Audience::Consulter => Explained::ForConsulter {
                    data: decision.data(),
                    decision: decision.outcome().name(),
                    explanation,
                },
            }
        })
        .collect();
    // INVARIANT: strings, lists and instants always serialise.
    serde_json::to_string(&explained).unwrap_or_default() + "\n"
}
