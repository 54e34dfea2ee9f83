//! One line of the batch format in, one canonical line out (R26). Every surface wraps this.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

use serde::Serialize;

use crate::catalogue::Catalogue;
use crate::engine::Engine;
use crate::error::{Error, ErrorCode};
use crate::explain;
use crate::json::{self, Writer};
use crate::profile::{Profile, ProfileFields};
use crate::query::{Query, QueryFields};
use crate::reader::{self, Context, Stopped, fields};
use crate::telling::{Audience, Lang, Telling};

/// A line of the batch format, with its number: errors name it.
///
/// A `&str`, or a `&[u8]` that may not be UTF-8, is the first line; [`Line::number`] says which one it is.
///
/// ```
/// use akkoord::Engine;
/// use akkoord::line::Line;
/// let engine = Engine::mitz();
/// let answer = engine.evaluate_json(Line::from(b"{\"profile\": \"\xff\"}").number(3));
/// assert!(answer.starts_with(r#"{"error":{"line":3,"code":"invalid_utf8","#));
/// ```
#[derive(Clone, Copy)]
pub struct Line<'l> {
    text: Text<'l>,
    number: u64,
}

#[derive(Clone, Copy)]
enum Text<'l> {
    Known(&'l str),
    Bytes(&'l [u8]),
    TooLarge,
}

impl<'l> Line<'l> {
    /// A line of more than 32 MiB, which was not kept: its answer is `document_too_large`.
    ///
    /// ```
    /// use akkoord::Engine;
    /// use akkoord::line::Line;
    /// let answer = Engine::mitz().evaluate_json(Line::too_large().number(12));
    /// assert!(answer.starts_with(r#"{"error":{"line":12,"code":"document_too_large","#));
    /// ```
    #[must_use]
    pub const fn too_large() -> Self {
        let text = Text::TooLarge;
        Line { text, number: 1 }
    }

    /// The line with this number, from 1.
    ///
    /// ```
    /// use akkoord::Engine;
    /// use akkoord::line::Line;
    /// let answer = Engine::mitz().evaluate_json(Line::from(r#"{"profile": {}}"#).number(7));
    /// assert!(answer.starts_with(r#"{"error":{"line":7,"code":"missing_field","#));
    /// ```
    #[must_use]
    pub const fn number(self, number: u64) -> Self {
        Line { number, ..self }
    }

    /// What `answer` says to the text and the number; an error line if it cannot.
    pub(crate) fn answered(
        self,
        answer: impl FnOnce(&'l str, u64) -> Result<String, Error>,
    ) -> String {
        let Line { text, number } = self;
        let text = match text {
            Text::Known(text) => Ok(text),
            Text::Bytes(bytes) => str::from_utf8(bytes).map_err(|_| ErrorCode::InvalidUtf8),
            Text::TooLarge => Err(ErrorCode::DocumentTooLarge),
        };
        let text = text.map_err(|code| Error {
            line: number,
            ..Error::new(code, "")
        });
        let answered = text.and_then(|text| answer(text, number));
        answered.unwrap_or_else(|fault| error(&fault))
    }
}

impl<'l> From<&'l str> for Line<'l> {
    fn from(text: &'l str) -> Self {
        let text = Text::Known(text);
        Line { text, number: 1 }
    }
}

impl<'l> From<&'l String> for Line<'l> {
    fn from(text: &'l String) -> Self {
        Line::from(text.as_str())
    }
}

impl<'l> From<&'l [u8]> for Line<'l> {
    fn from(bytes: &'l [u8]) -> Self {
        let text = Text::Bytes(bytes);
        Line { text, number: 1 }
    }
}

impl<'l> From<&'l Vec<u8>> for Line<'l> {
    fn from(bytes: &'l Vec<u8>) -> Self {
        Line::from(bytes.as_slice())
    }
}

impl<'l, const N: usize> From<&'l [u8; N]> for Line<'l> {
    fn from(bytes: &'l [u8; N]) -> Self {
        Line::from(bytes.as_slice())
    }
}

/// Without the text, which may name a patient.
impl fmt::Debug for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Line")
            .field("number", &self.number)
            .finish_non_exhaustive()
    }
}

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

impl Engine {
    /// One line of the batch format in, one line out, without a line break: `{"profile": …, "query": …}` gives
    /// `[decision, …]`, anything else `{"error": …}`. Never fails; same input, same bytes, on every surface (R26).
    ///
    /// Takes a `&str`, a `&[u8]` that may not be UTF-8 (then the answer is `invalid_utf8`), or a [`Line`] with its number.
    ///
    /// ```
    /// use akkoord::Engine;
    /// let answer = Engine::mitz().evaluate_json(r#"{"profile": {}}"#);
    /// assert!(answer.starts_with(r#"{"error":{"line":1,"code":"missing_field","#));
    /// assert!(answer.ends_with(r#""path":"profile.patient"}}"#));
    /// ```
    #[must_use]
    pub fn evaluate_json<'l>(&self, line: impl Into<Line<'l>>) -> String {
        evaluate(self, line.into())
    }

    /// As [`Engine::evaluate_json`], of a query for a profile that was read before. The path of an error begins with `query`.
    ///
    /// ```
    /// let engine = akkoord::Engine::mitz();
    /// let profile = engine.read_profile(r#"{"patient": {"id": "999990019"}, "choices": []}"#)?;
    /// let answer = engine.decide_json(
    ///     &profile,
    ///     r#"{"holder": {"id": "ura:90000017", "type": "Z3"}, "consulter": {"id": "ura:90000033", "type": "N6"},
    ///         "data": "GGC002", "treatment_relationship": true, "at": "2026-01-05T12:00:00Z", "audience": "consulter"}"#,
    /// );
    /// assert_eq!(answer, r#"[{"data":"GGC002","decision":"deny"}]"#);
    /// assert!(engine.decide_json(&profile, "{}").ends_with(r#""path":"query.holder"}}"#));
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn decide_json(&self, profile: &Profile, query: &str) -> String {
        decide(self, profile, query)
    }

    /// Reads one line of the batch format: a profile, a query, the language of an explanation if one is asked for, and
    /// for whom the answer is (R24; the holder if the line does not say). Tell a consulter
    /// [`Decision::for_consulter`](crate::Decision::for_consulter) only.
    ///
    /// # Errors
    /// The first fault, with a code, a path and a line.
    ///
    /// ```
    /// use akkoord::{Audience, Engine, Lang};
    /// let (profile, query, lang, audience) = Engine::mitz().read_line(
    ///     r#"{"profile": {"patient": {"id": "999990019"}, "choices": []},
    ///         "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    ///                   "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    ///                   "treatment_relationship": true, "at": "2026-01-05T12:00:00Z", "explain": "nl"}}"#,
    /// )?;
    /// assert_eq!((profile.choices().len(), query.data.len()), (0, 1));
    /// assert_eq!((lang, audience), (Some(Lang::Nl), Audience::Holder));
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    pub fn read_line(&self, line: &str) -> Result<(Profile, Query, Option<Lang>, Audience), Error> {
        let (profile, query, telling) = read(self, line, 1)?;
        Ok((profile, query, telling.lang, telling.audience()))
    }
}

pub(crate) fn read(
    engine: &Engine,
    line: &str,
    number: u64,
) -> Result<(Profile, Query, Telling), Error> {
    reader::read(line, number, LineFields::shape(engine.catalogue()))
}

pub(crate) fn evaluate(engine: &Engine, line: Line<'_>) -> String {
    line.answered(|text, number| {
        let (profile, query, telling) = read(engine, text, number)?;
        answer(engine, &profile, &query, telling).map_err(|error| Error {
            line: number,
            ..error
        })
    })
}

/// The answer to a query for a profile that was read before.
pub(crate) fn decide(engine: &Engine, profile: &Profile, query: &str) -> String {
    let read = reader::read(query, 1, QueryFields::shape(()));
    let answered = read.and_then(|(query, telling)| answer(engine, profile, &query, telling));
    answered.unwrap_or_else(|fault| {
        let path = match fault.path() {
            "" => "query".into(),
            "profile.catalogue" => fault.path.clone(),
            path => format!("query.{path}").into(),
        };
        error(&Error { path, ..fault })
    })
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
    let mut rows: BTreeMap<&str, usize> = BTreeMap::new();
    let mut written: Vec<Range<usize>> = Vec::new();
    let mut comma = "[";
    for data in &query.data {
        text.push(comma)?;
        comma = ",";
        if let Some(known) = rows.get(&**data).and_then(|row| written.get(*row)) {
            text.again(known.clone())?;
            continue;
        }
        let begin = text.len();
        meter.spend(profile.choices().len().saturating_add(1))?;
        let decision = engine.decide_one(profile, query, data);
        // The one who asks is the holder's side, unless it is said: it is the holder that must know why.
        let audience = telling.audience();
        let explanation = || {
            telling
                .lang
                .map(|lang| explain::text(&decision, lang, audience))
        };
        match audience {
            // R24: as a consulter may know it.
            Audience::Consulter => text.write_explained(&decision.for_consulter(), explanation)?,
            Audience::Patient | Audience::Holder => text.write_explained(&decision, explanation)?,
        }
        rows.insert(data, written.len());
        written.push(begin..text.len());
    }
    text.push(if query.data.is_empty() { "[]" } else { "]" })?;
    Ok(text.into_text())
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
