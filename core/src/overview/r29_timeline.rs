//! R29: as of any instant, past or future: a timeline of a cell as intervals with their grounds.

use alloc::boxed::Box;
use alloc::vec::Vec;

use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

use super::{Short, is_same};
use crate::decision::{ConsulterDecision, Decision};
use crate::engine::Engine;
use crate::error::ErrorCode;
use crate::explain::{self, Audience, Lang, Telling};
use crate::instant::Instant;
use crate::profile::{Profile, instant};
use crate::query::{
    Consulter, ConsulterFields, Holder, HolderFields, Purpose, Query, TreatmentRelationship, code,
};
use crate::reader::{Context, Flag, OneOrMore, Stopped, Text, fields, named};

/// A closed query over the half-open window from `query.at` to `until` (R29).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimelineQuery {
    /// The closed query; its `at` is where the window begins.
    pub query: Query,
    /// Where the window ends, not included. A window that ends before it begins has no intervals.
    pub until: Instant,
}

/// One interval of a timeline: half-open, from `from` up to but not including `until`.
#[derive(Clone, Debug)]
pub struct Span {
    /// Where it begins.
    pub from: Instant,
    /// Where it ends, not included.
    pub until: Instant,
    /// What is decided at every instant of it, and why.
    pub decision: Decision,
}

/// R29: what is decided over a window for one data category. Serialises to
/// `{"data", "intervals": [{"from", "until", "decision", "reason", "option", "decided_by"}]}`.
#[derive(Clone, Debug)]
pub struct Timeline {
    pub(crate) data: Box<str>,
    pub(crate) spans: Vec<Span>,
}

impl Timeline {
    /// The data category.
    #[must_use]
    pub fn data(&self) -> &str {
        &self.data
    }

    /// The intervals, from early to late, without gaps; two neighbours always differ in decision or ground.
    #[must_use]
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// R24: what a consulter may know of it: what is decided where the window begins, and no intervals, for when an answer
    /// changes tells of the patient's choices (R23). None for a window without intervals.
    #[must_use]
    pub fn for_consulter(&self) -> Option<ConsulterDecision> {
        self.spans.first().map(|span| span.decision.for_consulter())
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Span", 6)?;
        fields.serialize_field("from", &self.from)?;
        fields.serialize_field("until", &self.until)?;
        Short::from(&self.decision).write(&mut fields)?;
        fields.end()
    }
}

impl Serialize for Timeline {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Document<'d> {
            data: &'d str,
            intervals: &'d [Span],
        }
        let document = Document {
            data: &self.data,
            intervals: &self.spans,
        };
        document.serialize(serializer)
    }
}

pub(super) fn timelines(
    engine: &Engine,
    profile: &Profile,
    timeline: &TimelineQuery,
) -> Vec<Timeline> {
    let of = |data: &str| Timeline {
        data: data.into(),
        spans: spans(engine, profile, timeline, data),
    };
    timeline.query.data.iter().map(|data| of(data)).collect()
}

/// R29, R23: from one `valid_until` to the next: it is exact, so that neighbours differ and nothing changes in between.
fn spans(engine: &Engine, profile: &Profile, timeline: &TimelineQuery, data: &str) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let mut query = timeline.query.clone();
    while query.at < timeline.until {
        let decision = engine.decide_one(profile, &query, data);
        let next = decision.valid_until();
        let until = next.map_or(timeline.until, |next| next.min(timeline.until));
        match spans.last_mut() {
            Some(last) if is_same(&last.decision, &decision) => last.until = until,
            _ => spans.push(Span {
                from: query.at,
                until,
                decision,
            }),
        }
        // INVARIANT: `valid_until` lies after `at`, so the walk ends.
        if until <= query.at {
            break;
        }
        query.at = until;
    }
    spans
}

fields! {
    pub(crate) TimelineFields(_given: ()) => (TimelineQuery, Telling) {
        required "holder" holder: Holder = HolderFields::shape(()),
        required "consulter" consulter: Consulter = ConsulterFields::shape(()),
        required "data" data: Vec<Box<str>> = OneOrMore(named(|| Text(code))),
        optional "purpose" purpose: Purpose = Text(|text: &str| Ok(Purpose::from_code(text))),
        optional "treatment_relationship" treatment_relationship: TreatmentRelationship =
            Flag(|asserted| if asserted { TreatmentRelationship::Asserted } else { TreatmentRelationship::Denied }),
        required "from" from: Instant = Text(instant),
        required "until" until: Instant = Text(instant),
        optional "explain" explain: Lang = Text(|text: &str| Lang::from_code(text).ok_or(ErrorCode::UnknownValue)),
        optional "audience" audience: Audience = Text(explain::audience),
    }
}

impl TimelineFields<'_> {
    fn checked(self, context: &Context) -> Result<Option<(TimelineQuery, Telling)>, Stopped> {
        let (Some(holder), Some(consulter), Some(data), Some(from), Some(until)) = (
            self.holder,
            self.consulter,
            self.data,
            self.from,
            self.until,
        ) else {
            return Ok(None);
        };
        if until <= from {
            context.fault_at(ErrorCode::EmptyWindow, "until")?;
            return Ok(None);
        }
        let query = Query {
            holder,
            consulter,
            data,
            purpose: self.purpose.unwrap_or_default(),
            treatment_relationship: self.treatment_relationship.unwrap_or_default(),
            at: from,
        };
        let telling = Telling {
            lang: self.explain,
            audience: self.audience,
        };
        Ok(Some((TimelineQuery { query, until }, telling)))
    }
}
