//! One line of the batch format in, one canonical line out. Every surface wraps this.

use alloc::collections::BTreeMap;
use alloc::string::String;
use core::ops::Range;

use serde::Serialize;

use crate::catalogue::Catalogue;
use crate::decision::{Explained, ExplainedToConsulter};
use crate::engine::Engine;
use crate::error::{Error, ErrorCode};
use crate::explain::{self, Audience, Telling};
use crate::json::{self, Writer};
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
    let answered = read(engine, line, number).and_then(|(profile, query, telling)| {
        answer(engine, &profile, &query, telling).map_err(|error| Error {
            line: number,
            ..error
        })
    });
    answered.unwrap_or_else(|fault| error(&fault))
}

/// `[decision, …]`: one data category is decided and written after the other, so that an answer that may not be given is never
/// put together. The same code again is the same text, and is worked out once.
pub(crate) fn answer(
    engine: &Engine,
    profile: &Profile,
    query: &Query,
    telling: Telling,
) -> Result<String, Error> {
    engine.same_catalogue(profile)?;
    let limits = &engine.law().limits;
    let meter = limits.meter();
    let mut text = Writer::up_to(limits.answer_bytes);
    let mut written: BTreeMap<&str, Range<usize>> = BTreeMap::new();
    let mut comma = "[";
    for data in &query.data {
        text.push(comma)?;
        comma = ",";
        if let Some(known) = written.get(&**data) {
            text.again(known.clone())?;
            continue;
        }
        let begin = text.len();
        meter.spend(profile.choices().len().saturating_add(1))?;
        let decision = engine.decide_one(profile, query, data);
        // The one who asks is the holder's side, unless it is said: it is the holder that must know why.
        let audience = telling.audience();
        let explanation = telling
            .lang
            .map(|lang| explain::text(&decision, lang, audience));
        match audience {
            // R24: as a consulter may know it.
            Audience::Consulter => text.write(&ExplainedToConsulter {
                decision: decision.for_consulter(),
                explanation,
            })?,
            Audience::Patient | Audience::Holder => text.write(&Explained {
                decision: &decision,
                explanation,
            })?,
        }
        written.insert(data, begin..text.len());
    }
    text.push(if query.data.is_empty() { "[]" } else { "]" })?;
    Ok(text.into_text())
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
    json::written(&ErrorLine {
        error: ErrorDocument {
            line: error.line(),
            code: error.code().name(),
            message: error.message(),
            path: error.path(),
        },
    })
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
