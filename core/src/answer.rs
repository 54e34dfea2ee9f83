//! One line in, one canonical line out, for every question: `{"profile": …, "open_query": …}` and its kin. Every surface
//! wraps this. The closed query answers exactly as in the batch format (`line`).

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;
use serde::ser::Serializer;

use crate::catalogue::Catalogue;
use crate::engine::Engine;
use crate::error::{Error, ErrorCode};
use crate::explain;
use crate::instant::Instant;
use crate::json::Writer;
use crate::line::{self, Line};
use crate::overview::{
    AccessRecord, MatrixFields, NoticeFields, NoticeRequest, OpenQuery, OpenQueryFields, Patients,
    RecordFields, Recording, SmallestFields, Subscriptions, Timeline, TimelineFields,
    TimelineQuery, WhatIfFields, WhatIfRequest, WhyEmpty, WhyEmptyFields,
};
use crate::profile::{Profile, ProfileFields};
use crate::query::{Query, QueryFields};
use crate::reader::{self, Context, Fields, Stopped, fields};
use crate::register::{Command, RegisterFields};
use crate::telling::{Audience, Lang, Telling};

/// What a line asks of its profile.
enum Asked {
    Query(Query),
    OpenQuery(OpenQuery),
    WhyEmpty(Query, Subscriptions),
    Timeline(TimelineQuery),
    WhatIf(WhatIfRequest),
    SmallestChange(Query, Subscriptions),
    Matrix(Subscriptions, Instant),
    Notices(Profile, NoticeRequest),
    Record(Recording, Patients),
    Register(Command, Instant),
}

/// A question, with its name on the wire.
struct Asking {
    question: &'static str,
    asked: Asked,
    telling: Telling,
}

fields! {
    AnswerFields(catalogue: &'c Catalogue) => (Profile, Asking) {
        required "profile" profile: Profile = ProfileFields::shape(catalogue),
        optional "query" query: (Query, Telling) = QueryFields::shape(()),
        optional "open_query" open_query: (OpenQuery, Telling) = OpenQueryFields::shape(()),
        optional "why_empty" why_empty: (Query, Subscriptions, Telling) = WhyEmptyFields::shape(()),
        optional "timeline" timeline: (TimelineQuery, Telling) = TimelineFields::shape(()),
        optional "what_if" what_if: (WhatIfRequest, Option<Lang>) = WhatIfFields::shape(catalogue),
        optional "smallest_change" smallest_change: (Query, Subscriptions, Telling) = SmallestFields::shape(()),
        optional "matrix" matrix: (Subscriptions, Instant, Option<Lang>) = MatrixFields::shape(()),
        optional "notices" notices: (Profile, NoticeRequest, Option<Lang>) = NoticeFields::shape(catalogue),
        optional "record" record: (Recording, Patients, Option<Lang>) = RecordFields::shape(()),
        optional "register" register: (Command, Instant, Option<Lang>) = RegisterFields::shape(catalogue),
    }
}

impl AnswerFields<'_> {
    /// Exactly one question.
    fn checked(self, context: &Context) -> Result<Option<(Profile, Asking)>, Stopped> {
        // All fields but the profile are questions.
        let questions = Self::NAMES.iter().filter(|field| field.name != "profile");
        let mut given = questions.filter(|field| context.was_given::<Self>(field.name));
        let (Some(question), None) = (given.next(), given.next()) else {
            context.fault(ErrorCode::NotOneQuestion)?;
            return Ok(None);
        };
        // What would open a record is for the patient and the holder alone.
        let smallest = self.smallest_change.as_ref();
        if smallest.is_some_and(|(_, _, telling)| telling.audience.is_some()) {
            context.fault_at(ErrorCode::UnknownField, "smallest_change.audience")?;
        }
        let asking = [
            self.query
                .map(|(query, telling)| (Asked::Query(query), telling)),
            self.open_query
                .map(|(query, telling)| (Asked::OpenQuery(query), telling)),
            self.why_empty
                .map(|(query, holders, telling)| (Asked::WhyEmpty(query, holders), telling)),
            self.timeline
                .map(|(query, telling)| (Asked::Timeline(query), telling)),
            self.what_if
                .map(|(request, lang)| (Asked::WhatIf(request), lang.into())),
            self.smallest_change
                .map(|(query, holders, telling)| (Asked::SmallestChange(query, holders), telling)),
            self.matrix
                .map(|(holders, at, lang)| (Asked::Matrix(holders, at), lang.into())),
            self.notices
                .map(|(after, request, lang)| (Asked::Notices(after, request), lang.into())),
            self.record.map(|(recording, patients, lang)| {
                (Asked::Record(recording, patients), lang.into())
            }),
            self.register
                .map(|(command, now, lang)| (Asked::Register(command, now), lang.into())),
        ];
        let asking = asking.into_iter().flatten().next();
        Ok(self.profile.zip(asking).map(|(profile, (asked, telling))| {
            let question = question.name;
            (
                profile,
                Asking {
                    question,
                    asked,
                    telling,
                },
            )
        }))
    }
}

impl Engine {
    /// One line in, one line out, without a line break, for every question that can be asked of a profile: `query` (as
    /// [`Engine::evaluate_json`]), `open_query` (R27), `why_empty` (R28), `timeline` (R29), `what_if` and
    /// `smallest_change` (R30), `matrix` (R31), `notices` (R32), `record` (R33), `register` (R34-R40).
    ///
    /// Takes a `&str`, a `&[u8]` that may not be UTF-8 (then the answer is `invalid_utf8`), or a [`Line`] with its number.
    ///
    /// The answer is an object with the name of the question as its key; a fault or a refusal is `{"error": …}`. Never
    /// fails; same input, same bytes, on every surface (R26). With `"explain": "nl"` (or `"en"`) in the question the
    /// answer has a last field `explanation`. With `"audience": "consulter"` in `query`, `open_query`, `why_empty` or
    /// `timeline` it is the answer as a consulter may know it: data and outcome, no ground, no `valid_until`, no
    /// intervals (R24).
    ///
    /// ```
    /// use akkoord::Engine;
    /// let answer = Engine::mitz().answer_json(
    ///     r#"{"profile": {"patient": {"id": "999990019"}, "choices": []},
    ///         "open_query": {"subscriptions": [{"holder": {"id": "ura:90000017", "type": "Z3"}}],
    ///                        "consulter": {"id": "ura:90000033", "type": "N6"},
    ///                        "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}}"#,
    /// );
    /// assert_eq!(
    ///     answer,
    ///     r#"{"open_query":{"holders":[],"reason":null,"ruleset":"mitz-2026-11","catalogue":"mitz-3960100"}}"#,
    /// );
    /// ```
    #[must_use]
    pub fn answer_json<'l>(&self, line: impl Into<Line<'l>>) -> String {
        answered(self, line.into())
    }

    /// Reads a line of any question, for its first fault.
    pub(crate) fn read_any(&self, line: &str) -> Result<(), Error> {
        reader::read(line, 1, AnswerFields::shape(self.catalogue())).map(|_| ())
    }
}

fn answered(engine: &Engine, line: Line<'_>) -> String {
    line.answered(|text, number| {
        let (profile, asking) =
            reader::read(text, number, AnswerFields::shape(engine.catalogue()))?;
        let question = asking.question;
        answer(engine, &profile, asking).map_err(|error| Error {
            line: number,
            // What stopped the call (a limit, a switch) is at no place of the document.
            path: match error.path() {
                "" => Box::default(),
                path => format!("{question}.{path}").into(),
            },
            ..error
        })
    })
}

fn answer(engine: &Engine, profile: &Profile, asking: Asking) -> Result<String, Error> {
    let Asking {
        question,
        asked,
        telling,
    } = asking;
    let (lang, audience) = (telling.lang, telling.audience());
    let for_consulter = audience == Audience::Consulter;
    match asked {
        Asked::Query(query) => line::answer(engine, profile, &query, telling),
        Asked::OpenQuery(query) => {
            let found = engine.open_query(profile, &query)?;
            let told = || lang.map(|lang| explain::text(&found, lang, audience));
            if for_consulter {
                return written(engine, question, &found.for_consulter(), told);
            }
            written(engine, question, &found, told)
        }
        Asked::WhyEmpty(query, subscriptions) => {
            let found = engine.why_empty(profile, &query, &subscriptions)?;
            let told = || lang.map(|lang| explain::text(&*found, lang, audience));
            if for_consulter {
                let answers = found.iter().map(WhyEmpty::for_consulter).collect();
                return written(engine, question, &Named("answers", &answers), told);
            }
            written(engine, question, &Named("answers", &found), told)
        }
        Asked::Timeline(query) => {
            let found = engine.timeline(profile, &query)?;
            let told = || lang.map(|lang| explain::text(&*found, lang, audience));
            if for_consulter {
                let answers = found.iter().filter_map(Timeline::for_consulter).collect();
                return written(engine, question, &Named("timelines", &answers), told);
            }
            written(engine, question, &Named("timelines", &found), told)
        }
        Asked::WhatIf(request) => {
            let found = engine.what_if(profile, &request)?;
            has_room(engine, found.changes().len(), LEAST_OF_A_CHANGE)?;
            let told = || lang.map(|lang| explain::text(&found, lang, audience));
            written(engine, question, &found, told)
        }
        Asked::SmallestChange(query, subscriptions) => {
            let found = engine.smallest_change(profile, &query, &subscriptions)?;
            let told = || lang.map(|lang| explain::text(&*found, lang, audience));
            written(engine, question, &Named("answers", &found), told)
        }
        Asked::Matrix(subscriptions, at) => {
            let found = engine.matrix(profile, &subscriptions, at)?;
            has_room(engine, found.cells().len(), LEAST_OF_A_CELL)?;
            let told = || lang.map(|lang| explain::text(&found, lang, audience));
            written(engine, question, &found, told)
        }
        Asked::Notices(after, request) => {
            let found = engine.change_notices(profile, &after, &request)?;
            let told = || lang.map(|lang| explain::text(&found, lang, audience));
            written(engine, question, &found, told)
        }
        Asked::Record(recording, patients) => {
            let found = match recording {
                Recording::Closed(query) => alloc::vec![engine.access_record(profile, &query)?],
                Recording::Open(query) => engine.access_records(profile, &query)?,
            };
            let told = || lang.map(|lang| explain::text(&*found, lang, audience));
            let patient = match patients {
                Patients::Hidden => None,
                Patients::Shown => Some(profile.patient().id().as_str()),
            };
            written(
                engine,
                question,
                &Records {
                    patient,
                    records: &found,
                },
                told,
            )
        }
        Asked::Register(command, now) => {
            let done = engine.register(profile, &command, now)?;
            let told = || lang.map(|lang| explain::text(&done, lang, audience));
            written(engine, question, &done, told)
        }
    }
}

/// The fewest bytes of a cell of a matrix: its keys, and `"decision":"deny"`, `"reason":"no_choice"`, `null`.
const LEAST_OF_A_CELL: usize = 150;

/// The fewest bytes of a change of a what-if: it has two decisions.
const LEAST_OF_A_CHANGE: usize = 200;

/// Whether an answer of so many entries can have room at all: what cannot is not written for nothing.
///
/// # Errors
/// `answer_too_large`.
fn has_room(engine: &Engine, entries: usize, least: usize) -> Result<(), Error> {
    if entries.saturating_mul(least) > engine.law().limits.answer_bytes {
        return Err(Error::new(ErrorCode::AnswerTooLarge, ""));
    }
    Ok(())
}

/// A list of answers, under a name.
struct Named<'a, T>(&'static str, &'a Vec<T>);

impl<T: Serialize> Serialize for Named<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map([(self.0, self.1)])
    }
}

/// Access records, with whose they are if that was asked for.
#[derive(Serialize)]
struct Records<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    patient: Option<&'a str>,
    records: &'a [AccessRecord],
}

/// `{"open_query": {…, "explanation": …}}`.
fn written(
    engine: &Engine,
    question: &str,
    body: &impl Serialize,
    explanation: impl FnOnce() -> Option<String>,
) -> Result<String, Error> {
    let mut text = Writer::up_to(engine.law().limits.answer_bytes);
    text.push("{")?;
    text.write(&question)?;
    text.push(":")?;
    text.write_explained(body, explanation)?;
    text.push("}")?;
    Ok(text.into_text())
}
