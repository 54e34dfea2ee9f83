//! One line of the batch format in, one canonical line out. Every surface wraps this.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::Serialize;

use crate::catalogue::Catalogue;
use crate::decision::{Decision, Explained, ExplainedToConsulter};
use crate::engine::Engine;
use crate::error::{Error, ErrorCode};
use crate::explain::{Audience, Lang, Telling};
use crate::profile::{Profile, ProfileFields};
use crate::query::{Query, QueryFields};
use crate::reader::{self, Context, Stopped, fields};

fields! {
    LineFields(catalogue: &'c Catalogue) => (Profile, Query, Telling) {
        required "profile" profile: Profile = ProfileFields::shape(catalogue),
        required "query" query: (Query, Telling) = QueryFields::shape(()),
    }
}

impl LineFields<'_> {
    fn checked(self, _: &Context) -> Result<Option<(Profile, Query, Telling)>, Stopped> {
        Ok(self
            .profile
            .zip(self.query)
            .map(|(profile, (query, telling))| (profile, query, telling)))
    }
}

pub(crate) fn read(
    engine: &Engine,
    line: &str,
    number: u64,
) -> Result<(Profile, Query, Telling), Error> {
    reader::read(line, number, LineFields::shape(engine.catalogue()))
}

pub(crate) fn evaluate(engine: &Engine, line: &str, number: u64) -> String {
    match read(engine, line, number)
        .and_then(|(profile, query, telling)| Ok((engine.decide(&profile, &query)?, telling)))
    {
        Ok((decisions, telling)) if telling.audience() == Audience::Consulter => {
            written(&for_consulter(engine, &decisions, telling.lang))
        }
        Ok((decisions, telling)) => {
            let audience = telling.audience();
            let explained: Vec<Explained<'_>> = decisions
                .iter()
                .map(|decision| Explained {
                    explanation: telling
                        .lang
                        .map(|lang| engine.explain(decision, lang, audience).to_string()),
                    decision,
                })
                .collect();
            written(&explained)
        }
        Err(fault) => error(&fault),
    }
}

/// R24: the same decisions as a consulter may know them.
fn for_consulter(
    engine: &Engine,
    decisions: &[Decision],
    lang: Option<Lang>,
) -> Vec<ExplainedToConsulter> {
    let told = |decision: &Decision| ExplainedToConsulter {
        decision: decision.for_consulter(),
        explanation: lang.map(|lang| {
            engine
                .explain(decision, lang, Audience::Consulter)
                .to_string()
        }),
    };
    decisions.iter().map(told).collect()
}

/// The answer line to bytes that may not be UTF-8.
pub(crate) fn of_bytes(line: &[u8], number: u64, answer: impl FnOnce(&str) -> String) -> String {
    match core::str::from_utf8(line) {
        Ok(line) => answer(line),
        Err(_) => error(&Error {
            line: number,
            ..Error::new(ErrorCode::InvalidUtf8, "")
        }),
    }
}

/// `{"error": …}` in the field order of the wire format.
pub(crate) fn error(error: &Error) -> String {
    written(&ErrorLine {
        error: ErrorDocument {
            line: error.line(),
            code: error.code().name(),
            message: error.message(),
            path: error.path(),
        },
    })
}

pub(crate) fn written(document: &impl Serialize) -> String {
    // INVARIANT: strings, lists and numbers always serialise.
    serde_json::to_string(document).unwrap_or_default()
}

#[derive(Serialize)]
struct ErrorLine<'e> {
    error: ErrorDocument<'e>,
}

#[derive(Serialize)]
struct ErrorDocument<'e> {
    line: u64,
    code: &'static str,
    message: &'e str,
    path: &'e str,
}
