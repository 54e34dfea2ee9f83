//! R33: the access record: who asked, for whom, for which holder, when, and the outcome.

use alloc::sync::Arc;
use alloc::vec::Vec;

use serde::Serialize;
use serde::ser::Serializer;

use super::r27_open_query::each_holder;
use super::{OpenQuery, OpenQueryFields, Party, for_each_code};
use crate::engine::Engine;
use crate::error::{Error, ErrorCode};
use crate::ids::PatientId;
use crate::instant::Instant;
use crate::law::Law;
use crate::profile::Profile;
use crate::query::{Consulter, Holder, Query, QueryFields};
use crate::reader::{Context, Flag, Stopped, fields};
use crate::reason::Outcome;
use crate::telling::{Lang, Telling};

/// R33: one query in the patient's own log. It has no medical content (no data category) and none of consent (no reason,
/// no choice). Serialises to `{"at", "consulter": {"id", "type"}, "holder": {"id", "type"}, "outcomes": […]}`: the patient
/// whose log it is stands apart, in [`AccessRecord::patient`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessRecord {
    pub(crate) law: Arc<Law>,
    patient: PatientId,
    at: Instant,
    consulter: Consulter,
    holder: Holder,
    outcomes: Vec<Outcome>,
}

impl AccessRecord {
    /// Whose log it belongs in.
    ///
    /// ```
    /// # let engine = akkoord::Engine::mitz();
    /// # let profile = engine.read_profile(
    /// #     r#"{"patient": {"id": "999990019"},
    /// #         "choices": [{"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    /// #                      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]}"#,
    /// # )?;
    /// # let query = engine.read_query(
    /// #     r#"{"holder": {"id": "ura:90000025", "type": "J8"},
    /// #         "consulter": {"id": "ura:90000033", "type": "N6"},
    /// #         "data": ["GGC002", "GGC013"], "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}"#,
    /// # )?;
    /// let record = engine.access_record(&profile, &query)?;
    /// assert_eq!(record.patient().as_str(), "999990019");
    /// // The record itself does not name the patient.
    /// assert!(!akkoord::json::canonical_json(&record).contains("999990019"));
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn patient(&self) -> &PatientId {
        &self.patient
    }

    /// When: the instant of the query.
    ///
    /// ```
    /// # let engine = akkoord::Engine::mitz();
    /// # let profile = engine.read_profile(
    /// #     r#"{"patient": {"id": "999990019"},
    /// #         "choices": [{"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    /// #                      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]}"#,
    /// # )?;
    /// # let query = engine.read_query(
    /// #     r#"{"holder": {"id": "ura:90000025", "type": "J8"},
    /// #         "consulter": {"id": "ura:90000033", "type": "N6"},
    /// #         "data": ["GGC002", "GGC013"], "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}"#,
    /// # )?;
    /// let record = engine.access_record(&profile, &query)?;
    /// assert_eq!(record.at(), query.at);
    /// assert_eq!(record.at().to_string(), "2026-01-05T12:00:00Z");
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn at(&self) -> Instant {
        self.at
    }

    /// Who asked.
    ///
    /// ```
    /// # let engine = akkoord::Engine::mitz();
    /// # let profile = engine.read_profile(
    /// #     r#"{"patient": {"id": "999990019"},
    /// #         "choices": [{"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    /// #                      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]}"#,
    /// # )?;
    /// # let query = engine.read_query(
    /// #     r#"{"holder": {"id": "ura:90000025", "type": "J8"},
    /// #         "consulter": {"id": "ura:90000033", "type": "N6"},
    /// #         "data": ["GGC002", "GGC013"], "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}"#,
    /// # )?;
    /// let record = engine.access_record(&profile, &query)?;
    /// assert_eq!(record.consulter().id.as_str(), "ura:90000033");
    /// assert_eq!(&*record.consulter().kind, "N6");
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn consulter(&self) -> &Consulter {
        &self.consulter
    }

    /// Which holder was asked about.
    ///
    /// ```
    /// # let engine = akkoord::Engine::mitz();
    /// # let profile = engine.read_profile(
    /// #     r#"{"patient": {"id": "999990019"},
    /// #         "choices": [{"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    /// #                      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]}"#,
    /// # )?;
    /// # let query = engine.read_query(
    /// #     r#"{"holder": {"id": "ura:90000025", "type": "J8"},
    /// #         "consulter": {"id": "ura:90000033", "type": "N6"},
    /// #         "data": ["GGC002", "GGC013"], "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}"#,
    /// # )?;
    /// let record = engine.access_record(&profile, &query)?;
    /// assert_eq!(record.holder().id.as_str(), "ura:90000025");
    /// assert_eq!(&*record.holder().kind, "J8");
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn holder(&self) -> &Holder {
        &self.holder
    }

    /// What came of it: one outcome for each data category, in the order asked, without saying which.
    ///
    /// ```
    /// # use akkoord::Outcome;
    /// # let engine = akkoord::Engine::mitz();
    /// # let profile = engine.read_profile(
    /// #     r#"{"patient": {"id": "999990019"},
    /// #         "choices": [{"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    /// #                      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]}"#,
    /// # )?;
    /// # let query = engine.read_query(
    /// #     r#"{"holder": {"id": "ura:90000025", "type": "J8"},
    /// #         "consulter": {"id": "ura:90000033", "type": "N6"},
    /// #         "data": ["GGC002", "GGC013"], "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}"#,
    /// # )?;
    /// // The patient said yes to everybody. A pharmacy is asked for treatment data, for which it has no option,
    /// // and for medication data.
    /// let record = engine.access_record(&profile, &query)?;
    /// assert_eq!(record.outcomes(), [Outcome::Deny, Outcome::Permit]);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn outcomes(&self) -> &[Outcome] {
        &self.outcomes
    }
}

impl Serialize for AccessRecord {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Document<'d> {
            at: Instant,
            consulter: Party<'d>,
            holder: Party<'d>,
            outcomes: Vec<&'static str>,
        }
        let (consulter, holder) = (&self.consulter, &self.holder);
        let document = Document {
            at: self.at,
            consulter: Party {
                id: &consulter.id,
                kind: &consulter.kind,
            },
            holder: Party {
                id: &holder.id,
                kind: &holder.kind,
            },
            outcomes: self.outcomes.iter().map(|outcome| outcome.name()).collect(),
        };
        document.serialize(serializer)
    }
}

/// R33: of the query to one holder.
pub(super) fn closed(
    engine: &Engine,
    profile: &Profile,
    query: &Query,
) -> Result<AccessRecord, Error> {
    let meter = engine.law().limits.meter();
    let outcome = |data: &str| {
        meter.spend(profile.choices().len().saturating_add(1))?;
        Ok(engine.decide_one(profile, query, data).outcome())
    };
    Ok(AccessRecord {
        law: engine.law().clone(),
        patient: profile.patient().id().clone(),
        at: query.at,
        consulter: query.consulter.clone(),
        holder: query.holder.clone(),
        outcomes: for_each_code(&query.data, outcome)?,
    })
}

/// R33: an open query asks about every subscribed holder: the patient sees that of each, also where nothing was disclosed.
pub(super) fn open(
    engine: &Engine,
    profile: &Profile,
    query: &OpenQuery,
) -> Result<Vec<AccessRecord>, Error> {
    let meter = engine.law().limits.meter();
    let mut records = Vec::new();
    each_holder(engine, &meter, profile, query, |holder, verdicts| {
        records.push(AccessRecord {
            law: engine.law().clone(),
            patient: profile.patient().id().clone(),
            at: query.at,
            consulter: query.consulter.clone(),
            holder: holder.clone(),
            outcomes: verdicts.map(|(_, verdict)| verdict.outcome()).collect(),
        });
    })?;
    Ok(records)
}

/// What is recorded.
pub(crate) enum Recording {
    Closed(Query),
    Open(OpenQuery),
}

/// Whether the record names the patient: only if that is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Patients {
    Hidden,
    Shown,
}

fields! {
    pub(crate) RecordFields(_given: ()) => (Recording, Patients, Option<Lang>) {
        optional "query" query: (Query, Telling) = QueryFields::shape(()),
        optional "open_query" open_query: (OpenQuery, Telling) = OpenQueryFields::shape(()),
        optional "show_patient" patients: Patients =
            Flag(|shown| if shown { Patients::Shown } else { Patients::Hidden }),
    }
}

impl RecordFields<'_> {
    /// Exactly one of the two queries.
    fn checked(
        self,
        context: &Context,
    ) -> Result<Option<(Recording, Patients, Option<Lang>)>, Stopped> {
        let given = |name| context.was_given::<Self>(name);
        if !given("query") && !given("open_query") {
            context.fault_at(ErrorCode::MissingField, "query")?;
        }
        if given("query") && given("open_query") {
            context.fault_at(ErrorCode::UnknownField, "open_query")?;
        }
        // A record is for the patient's own log: it is told for nobody else.
        let audience = |telling: &Telling| telling.audience.is_some();
        if self
            .query
            .as_ref()
            .is_some_and(|(_, telling)| audience(telling))
        {
            context.fault_at(ErrorCode::UnknownField, "query.audience")?;
        }
        if self
            .open_query
            .as_ref()
            .is_some_and(|(_, telling)| audience(telling))
        {
            context.fault_at(ErrorCode::UnknownField, "open_query.audience")?;
        }
        let patients = self.patients.unwrap_or(Patients::Hidden);
        let closed = self
            .query
            .map(|(query, telling)| (Recording::Closed(query), telling.lang));
        let open = self
            .open_query
            .map(|(query, telling)| (Recording::Open(query), telling.lang));
        Ok(closed
            .or(open)
            .map(|(recording, lang)| (recording, patients, lang)))
    }
}
