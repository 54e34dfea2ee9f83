//! R29: as of any instant, past or future: a timeline of a cell as intervals with their grounds.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::ops::Range;

use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

use super::Short;
use super::cells::within;
use crate::catalogue::{Class, OptionIndex};
use crate::decision::{self, ConsulterDecision, Decision, Ground};
use crate::engine::Engine;
use crate::error::{Error, ErrorCode};
use crate::instant::Instant;
use crate::law::Law;
use crate::limits::Meter;
use crate::precedence::{self, Adulthood, Asked, Question, Resolved, Written};
use crate::profile::{Profile, instant};
use crate::query::{
    self, Consulter, ConsulterFields, Holder, HolderFields, MAX_DATA, Purpose, Query,
    TreatmentRelationship, code,
};
use crate::reader::{Context, Flag, OneOrMore, Stopped, Text, fields, named_up_to};
use crate::reason::Reason;
use crate::telling::{self, Audience, Lang, Telling};

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
#[non_exhaustive]
pub struct Span {
    /// Where it begins.
    pub from: Instant,
    /// Where it ends, not included.
    pub until: Instant,
    /// What is decided at every instant of it, and why, without the choices that were outweighed, which may differ from
    /// instant to instant (ask [`Engine::decide`] for those).
    pub decision: Decision,
}

/// R29: what is decided over a window for one data category. Serialises to
/// `{"data", "intervals": [{"from", "until", "decision", "reason", "option", "decided_by"}]}`.
#[derive(Clone, Debug)]
pub struct Timeline {
    pub(crate) law: Arc<Law>,
    pub(crate) data: Box<str>,
    pub(crate) spans: Vec<Span>,
}

impl Timeline {
    /// The data category.
    ///
    /// ```
    /// # use akkoord::overview::TimelineQuery;
    /// # let engine = akkoord::Engine::mitz();
    /// # let profile = engine.read_profile(
    /// #     r#"{"patient": {"id": "999990019"},
    /// #         "choices": [{"id": "e1", "answer": "yes", "channel": "raadplegersknop",
    /// #                      "scope": {"level": "emergency", "holders": ["ura:90000017"],
    /// #                                "consulter": {"id": "ura:90000033", "type": "N6"}},
    /// #                      "decided_at": "2026-02-01T12:00:00Z", "recorded_at": "2026-02-01T12:00:00Z"}]}"#,
    /// # )?;
    /// # let query = engine.read_query(
    /// #     r#"{"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #         "consulter": {"id": "ura:90000033", "type": "N6"},
    /// #         "data": "GGC002", "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}"#,
    /// # )?;
    /// let window = TimelineQuery { query, until: "2026-03-01T12:00:00Z".parse()? };
    /// let timelines = engine.timeline(&profile, &window)?;
    /// assert_eq!(timelines[0].data(), "GGC002");
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn data(&self) -> &str {
        &self.data
    }

    /// The intervals, from early to late, without gaps; two neighbours always differ in decision or ground.
    ///
    /// ```
    /// # use akkoord::overview::TimelineQuery;
    /// # let engine = akkoord::Engine::mitz();
    /// # let profile = engine.read_profile(
    /// #     r#"{"patient": {"id": "999990019"},
    /// #         "choices": [{"id": "e1", "answer": "yes", "channel": "raadplegersknop",
    /// #                      "scope": {"level": "emergency", "holders": ["ura:90000017"],
    /// #                                "consulter": {"id": "ura:90000033", "type": "N6"}},
    /// #                      "decided_at": "2026-02-01T12:00:00Z", "recorded_at": "2026-02-01T12:00:00Z"}]}"#,
    /// # )?;
    /// # let query = engine.read_query(
    /// #     r#"{"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #         "consulter": {"id": "ura:90000033", "type": "N6"},
    /// #         "data": "GGC002", "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}"#,
    /// # )?;
    /// // An emergency yes of 1 February, and nothing else. The window begins on 5 January.
    /// let window = TimelineQuery { query, until: "2026-03-01T12:00:00Z".parse()? };
    /// let timelines = engine.timeline(&profile, &window)?;
    /// let [before, permit, after] = timelines[0].spans() else { panic!("three intervals") };
    /// assert_eq!((before.until, after.from), (permit.from, permit.until));
    /// // It lasts 72 hours.
    /// assert_eq!(permit.from.to_string(), "2026-02-01T12:00:00Z");
    /// assert_eq!(permit.until.to_string(), "2026-02-04T12:00:00Z");
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// R24: what a consulter may know of it: what is decided where the window begins, and no intervals, for when an answer
    /// changes tells of the patient's choices (R23). None for a window without intervals.
    ///
    /// ```
    /// # use akkoord::Outcome;
    /// # use akkoord::overview::TimelineQuery;
    /// # let engine = akkoord::Engine::mitz();
    /// # let profile = engine.read_profile(
    /// #     r#"{"patient": {"id": "999990019"},
    /// #         "choices": [{"id": "e1", "answer": "yes", "channel": "raadplegersknop",
    /// #                      "scope": {"level": "emergency", "holders": ["ura:90000017"],
    /// #                                "consulter": {"id": "ura:90000033", "type": "N6"}},
    /// #                      "decided_at": "2026-02-01T12:00:00Z", "recorded_at": "2026-02-01T12:00:00Z"}]}"#,
    /// # )?;
    /// # let query = engine.read_query(
    /// #     r#"{"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #         "consulter": {"id": "ura:90000033", "type": "N6"},
    /// #         "data": "GGC002", "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}"#,
    /// # )?;
    /// // An emergency yes of 1 February, and nothing else. The window begins on 5 January.
    /// let window = TimelineQuery { query, until: "2026-03-01T12:00:00Z".parse()? };
    /// let timelines = engine.timeline(&profile, &window)?;
    /// let told = timelines[0].for_consulter();
    /// assert_eq!(told.map(|decision| decision.outcome()), Some(Outcome::Deny));
    /// # Ok::<(), akkoord::Error>(())
    /// ```
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
) -> Result<Vec<Timeline>, Error> {
    let meter = engine.law().limits.meter();
    let walk = Walk {
        engine,
        profile,
        timeline,
        meter: &meter,
    };
    let mut timelines: Vec<Timeline> = Vec::with_capacity(timeline.query.data.len());
    // R25: the same code again has the same intervals.
    let mut rows: BTreeMap<&str, usize> = BTreeMap::new();
    let mut total = 0_usize;
    for data in &timeline.query.data {
        let known = rows.get(&**data).and_then(|row| timelines.get(*row));
        let spans = match known {
            Some(known) => {
                within(total.saturating_add(known.spans.len()))?;
                known.spans.clone()
            }
            None => walk.spans(data, total)?,
        };
        total = total.saturating_add(spans.len());
        rows.entry(data).or_insert(timelines.len());
        timelines.push(Timeline {
            law: engine.law().clone(),
            data: data.clone(),
            spans,
        });
    }
    Ok(timelines)
}

/// One walk through the window for each data category.
struct Walk<'w> {
    engine: &'w Engine,
    profile: &'w Profile,
    timeline: &'w TimelineQuery,
    meter: &'w Meter<'w>,
}

impl Walk<'_> {
    /// R29: the intervals of one data category; `before`: how many others the answer has already.
    fn spans(&self, data: &str, before: usize) -> Result<Vec<Span>, Error> {
        let TimelineQuery { query, until } = self.timeline;
        let law = self.engine.law();
        let (holder, consulter) = (&query.holder, &query.consulter);
        let mut spans = Spans {
            unanswered: decision::unanswered(
                law,
                (&holder.id, &holder.kind),
                (&consulter.id, &consulter.kind),
                data,
            ),
            window: query.at..*until,
            before,
            spans: Vec::new(),
        };
        if spans.window.is_empty() {
            return Ok(Vec::new());
        }
        // R11-R14 do not change with time.
        let class = match query::admit(&law.catalogue, &query.view(), data) {
            Ok(class) => class,
            Err(reason) => {
                spans.push(query.at, None, Says::settled(reason))?;
                return Ok(spans.spans);
            }
        };
        let alive = |at| query::patient_is_alive(&law.rules, self.profile.patient(), at);
        let shuts_at = match alive(query.at) {
            Ok(shuts_at) => shuts_at,
            Err(reason) => {
                spans.push(query.at, None, Says::settled(reason))?;
                return Ok(spans.spans);
            }
        };
        match class.and_then(|index| law.catalogue.class_row(index)) {
            Some(class) => self.consent(class, shuts_at, &mut spans)?,
            // R4: no option matches.
            None => spans.push(query.at, shuts_at, Says::settled(Reason::NotInCatalogue))?,
        }
        if let Some(shut) = shuts_at.filter(|shut| shut < until)
            && let Err(reason) = alive(shut)
        {
            spans.push(shut, None, Says::settled(reason))?;
        }
        Ok(spans.spans)
    }

    /// R23: what consent decides, until the gate shuts (R15).
    fn consent(
        &self,
        class: &Class,
        shuts_at: Option<Instant>,
        spans: &mut Spans,
    ) -> Result<(), Error> {
        let query = &self.timeline.query;
        let law = self.engine.law();
        let question = Question {
            catalogue: &law.catalogue,
            rules: &law.rules,
            class,
            holder: Asked::Id(&query.holder.id),
            consulter: Some(&query.consulter.id),
        };
        let patient = self.profile.patient();
        let adulthood = Adulthood::of(patient, &law.rules);
        let choices = self.profile.choices();
        self.meter.spend(choices.len().saturating_add(1))?;
        let concerning = precedence::what_concerns(&question, adulthood, choices);
        let written = Written::of(&question, &concerning, query.at);
        let board = written.board(question);
        let says = |verdict: &Resolved<'_>| Says {
            reason: verdict.reason,
            option: Some(verdict.option),
            ground: verdict
                .decided_by
                .map(|ranked| decision::ground(law, patient, &ranked)),
        };
        let mut from = query.at;
        loop {
            self.meter.spend(1)?;
            let verdict = precedence::resolve(&board, from);
            // It is exact, so that neighbours differ and nothing changes in between.
            let until = decision::valid_until(&board, &verdict, shuts_at, || self.meter.spend(1))?;
            spans.push(from, until, says(&verdict.value))?;
            let end = shuts_at.map_or(spans.window.end, |shut| shut.min(spans.window.end));
            match until.filter(|until| from < *until && *until < end) {
                Some(until) => from = until,
                None => return Ok(()),
            }
        }
    }
}

/// What is decided, and on what ground.
struct Says {
    reason: Reason,
    option: Option<OptionIndex>,
    ground: Option<Ground>,
}

impl Says {
    fn settled(reason: Reason) -> Self {
        Says {
            reason,
            option: None,
            ground: None,
        }
    }
}

/// The intervals of one data category, as they come.
struct Spans {
    unanswered: Decision,
    window: Range<Instant>,
    /// How many the answer has already.
    before: usize,
    spans: Vec<Span>,
}

impl Spans {
    /// An interval that begins here and, if nothing else ends it, lasts as long as the window.
    fn push(&mut self, from: Instant, until: Option<Instant>, says: Says) -> Result<(), Error> {
        within(
            self.before
                .saturating_add(self.spans.len())
                .saturating_add(1),
        )?;
        let unanswered = self.unanswered.clone();
        self.spans.push(Span {
            from,
            until: until.map_or(self.window.end, |until| until.min(self.window.end)),
            decision: unanswered.brief(says.reason, says.option, says.ground, until),
        });
        Ok(())
    }
}

fields! {
    pub(crate) TimelineFields(_given: ()) => (TimelineQuery, Telling) {
        required "holder" holder: Holder = HolderFields::shape(()),
        required "consulter" consulter: Consulter = ConsulterFields::shape(()),
        required "data" data: Vec<Box<str>> = OneOrMore(named_up_to(MAX_DATA, || Text(code))),
        optional "purpose" purpose: Purpose = Text(|text: &str| Ok(Purpose::from(text))),
        optional "treatment_relationship" treatment_relationship: TreatmentRelationship =
            Flag(|asserted| if asserted { TreatmentRelationship::Asserted } else { TreatmentRelationship::Denied }),
        required "from" from: Instant = Text(instant),
        required "until" until: Instant = Text(instant),
        optional "explain" explain: Lang = Text(telling::lang),
        optional "audience" audience: Audience = Text(telling::audience),
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
