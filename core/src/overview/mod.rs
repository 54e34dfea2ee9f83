//! What patients, care workers and support staff ask besides the closed query (R27-R33). Each answer is put together
//! from closed decisions: there is no second copy of a rule here. A question over many cells works its profile out once
//! and looks every cell up, so that it costs about its input and its answer.

mod by_name;
mod cells;
mod email;
mod r27_open_query;
mod r28_why_empty;
mod r29_timeline;
mod r30_smallest_change;
mod r30_what_if;
mod r31_who_can_see_me;
mod r32_change_notices;
mod r33_access_record;
mod subscription;

pub(crate) use r27_open_query::OpenQueryFields;
pub use r27_open_query::{
    ConsulterDisclosing, ConsulterOpenAnswer, Disclosing, OpenAnswer, OpenQuery,
};
pub(crate) use r28_why_empty::WhyEmptyFields;
pub use r28_why_empty::{Cause, WhyEmpty};
pub(crate) use r29_timeline::TimelineFields;
pub use r29_timeline::{Span, Timeline, TimelineQuery};
pub use r30_smallest_change::SmallestChange;
pub(crate) use r30_smallest_change::SmallestFields;
pub(crate) use r30_what_if::WhatIfFields;
pub use r30_what_if::{Change, Changed, Changes, WhatIf, WhatIfRequest};
pub(crate) use r31_who_can_see_me::MatrixFields;
pub use r31_who_can_see_me::{Cells, Matrix, MatrixCell, MatrixColumn};
pub(crate) use r32_change_notices::NoticeFields;
pub(crate) use r32_change_notices::is_by_another;
pub use r32_change_notices::{
    ChangeNotices, Groups, HolderNotice, NoticeRequest, NoticeSettings, PatientNotice, Switch, Told,
};
pub use r33_access_record::AccessRecord;
pub(crate) use r33_access_record::{Patients, RecordFields, Recording};
pub use subscription::{Subscription, Subscriptions};

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::catalogue::Catalogue;
use crate::compiled::Verdict;
use crate::decision::{self, Decision, Ground};
use crate::engine::Engine;
use crate::error::Error;
use crate::ids::ChoiceId;
use crate::profile::Profile;
use crate::query::Query;

/// What may be asked of a profile besides the closed query.
impl Engine {
    /// R27: the subscribed holders whose closed query permits, in byte order of their ids; nothing about the others.
    ///
    /// How long it takes depends on how much is permitted and on the patient's choices: whoever measures the time of an
    /// answer may learn more than it says ([`OpenAnswer::for_consulter`]).
    ///
    /// # Errors
    /// `catalogue_mismatch` for a profile that was read with another catalogue; `answer_too_large` for more than
    /// [`Limits::ENTRIES`](crate::limits::Limits::ENTRIES) pairs of a holder and a data category; `too_much_work`, `cancelled`
    /// ([`Limits`](crate::limits::Limits)).
    ///
    /// ```
    /// use akkoord::ids::ProviderId;
    /// use akkoord::overview::OpenQuery;
    /// use akkoord::query::{Consulter, Purpose, TreatmentRelationship};
    /// # use akkoord::overview::{Subscription, Subscriptions};
    /// # use akkoord::query::{Connection, Holder};
    /// # let engine = akkoord::Engine::mitz();
    /// # let profile = engine.read_profile(
    /// #     r#"{"patient": {"id": "999990019"},
    /// #         "choices": [{"id": "c1", "answer": "yes", "channel": "mijn_mitz",
    /// #                      "scope": {"level": "categorical", "holder_category": "apotheken"},
    /// #                      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]}"#,
    /// # )?;
    /// # let subscribed = |id: &str, kind: &str| {
    /// #     let holder = Holder { id: ProviderId::new(id)?, kind: kind.into(), connection: Connection::Connected };
    /// #     Ok::<_, akkoord::Error>(Subscription { holder, since: None })
    /// # };
    /// # let (gp_practice, pharmacy) = (subscribed("ura:90000017", "Z3")?, subscribed("ura:90000025", "J8")?);
    /// # let subscriptions = Subscriptions::new([gp_practice, pharmacy])?;
    /// // The patient said yes to all pharmacies, and to nobody else. A GP practice and a pharmacy have a record.
    /// let open = OpenQuery {
    ///     subscriptions,
    ///     consulter: Consulter { id: ProviderId::new("ura:90000033")?, kind: "N6".into() },
    ///     data: vec![],
    ///     purpose: Purpose::Treatment,
    ///     treatment_relationship: TreatmentRelationship::Asserted,
    ///     at: "2026-01-05T12:00:00Z".parse()?,
    /// };
    /// let answer = engine.open_query(&profile, &open)?;
    /// assert_eq!(answer.holders().len(), 1);
    /// assert_eq!(answer.holders()[0].holder.as_str(), "ura:90000025");
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    pub fn open_query(&self, profile: &Profile, query: &OpenQuery) -> Result<OpenAnswer, Error> {
        self.same_catalogue(profile)?;
        r27_open_query::answer(self, profile, query)
    }

    /// R28: why a holder gives no data: one answer for each data category of the query, in the order asked.
    ///
    /// # Errors
    /// `catalogue_mismatch` for a profile that was read with another catalogue; `too_much_work`, `cancelled`
    /// ([`Limits`](crate::limits::Limits)).
    ///
    /// ```
    /// use akkoord::overview::{Cause, Subscriptions};
    /// # let engine = akkoord::Engine::mitz();
    /// # let profile = engine.read_profile(r#"{"patient": {"id": "999990019"}, "choices": []}"#)?;
    /// # let query = engine.read_query(
    /// #     r#"{"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #         "consulter": {"id": "ura:90000033", "type": "N6"},
    /// #         "data": "GGC002", "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}"#,
    /// # )?;
    /// // No holder is subscribed, and the patient made no choice: both stand in the way.
    /// let answers = engine.why_empty(&profile, &query, &Subscriptions::default())?;
    /// let causes: Vec<Cause> = answers[0].causes().collect();
    /// assert_eq!(causes, [Cause::NoSubscription, Cause::NoChoice]);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    pub fn why_empty(
        &self,
        profile: &Profile,
        query: &Query,
        subscriptions: &Subscriptions,
    ) -> Result<Vec<WhyEmpty>, Error> {
        self.same_catalogue(profile)?;
        r28_why_empty::answers(self, profile, query, subscriptions)
    }

    /// R29: what is decided over a window, as intervals: one timeline for each data category, in the order asked.
    ///
    /// # Errors
    /// `catalogue_mismatch` for a profile that was read with another catalogue; `answer_too_large` for more than
    /// [`Limits::ENTRIES`](crate::limits::Limits::ENTRIES) intervals; `too_much_work`, `cancelled` ([`Limits`](crate::limits::Limits)).
    ///
    /// ```
    /// use akkoord::overview::TimelineQuery;
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
    /// // An emergency yes of 1 February, and nothing else. The window begins at `query.at`, on 5 January.
    /// let window = TimelineQuery { query, until: "2026-03-01T12:00:00Z".parse()? };
    /// let timelines = engine.timeline(&profile, &window)?;
    /// let outcomes: Vec<&str> = timelines[0].spans().iter().map(|span| span.decision.outcome().name()).collect();
    /// assert_eq!(outcomes, ["deny", "permit", "deny"]);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    pub fn timeline(
        &self,
        profile: &Profile,
        query: &TimelineQuery,
    ) -> Result<Vec<Timeline>, Error> {
        self.same_catalogue(profile)?;
        r29_timeline::timelines(self, profile, query)
    }

    /// R30: the decisions that a change of the profile would change.
    ///
    /// # Errors
    /// `catalogue_mismatch`; `unknown_choice` and `does_not_expire` for the change; what [`Profile::new`] and
    /// [`Choice::withdrawn`](crate::profile::Choice::withdrawn) refuse; `answer_too_large` for a matrix of more than
    /// [`Limits::ENTRIES`](crate::limits::Limits::ENTRIES) cells; `too_much_work`, `cancelled` ([`Limits`](crate::limits::Limits)).
    ///
    /// ```
    /// use akkoord::ids::ChoiceId;
    /// use akkoord::overview::{Change, Subscription, Subscriptions, WhatIfRequest};
    /// # let engine = akkoord::Engine::mitz();
    /// # let profile = engine.read_profile(
    /// #     r#"{"patient": {"id": "999990019"},
    /// #         "choices": [{"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    /// #                      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]}"#,
    /// # )?;
    /// # let query = engine.read_query(
    /// #     r#"{"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #         "consulter": {"id": "ura:90000033", "type": "N6"},
    /// #         "data": "GGC002", "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}"#,
    /// # )?;
    /// let subscriptions = Subscriptions::new([Subscription { holder: query.holder.clone(), since: None }])?;
    /// // What if the patient withdrew `c1`, the yes to everybody? One GP practice has a record.
    /// let change = Change::Withdraw(ChoiceId::new("c1")?);
    /// let what_if = engine.what_if(&profile, &WhatIfRequest { subscriptions, change, at: query.at })?;
    /// // Six kinds of consulters would no longer be given the three kinds of data.
    /// assert_eq!(what_if.changes().len(), 6 * 3);
    /// assert!(what_if.changes().iter().all(|one| one.after.outcome().name() == "deny"));
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    pub fn what_if(&self, profile: &Profile, request: &WhatIfRequest) -> Result<WhatIf, Error> {
        self.same_catalogue(profile)?;
        r30_what_if::what_if(self, profile, request)
    }

    /// R30: the smallest single change that would turn a deny into a permit, if there is one: for each data category
    /// of the query, in the order asked. What counts as smallest is said at [`SmallestChange`].
    ///
    /// # Errors
    /// `catalogue_mismatch` for a profile that was read with another catalogue; `too_much_work`, `cancelled`
    /// ([`Limits`](crate::limits::Limits)).
    ///
    /// ```
    /// use akkoord::overview::{Change, Subscription, Subscriptions};
    /// # let engine = akkoord::Engine::mitz();
    /// # let profile = engine.read_profile(r#"{"patient": {"id": "999990019"}, "choices": []}"#)?;
    /// # let query = engine.read_query(
    /// #     r#"{"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #         "consulter": {"id": "ura:90000033", "type": "N6"},
    /// #         "data": "GGC002", "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}"#,
    /// # )?;
    /// let subscriptions = Subscriptions::new([Subscription { holder: query.holder.clone(), since: None }])?;
    /// // The patient made no choice: a yes would turn the deny into a permit.
    /// let answers = engine.smallest_change(&profile, &query, &subscriptions)?;
    /// assert_eq!(answers[0].decision().outcome().name(), "deny");
    /// assert!(matches!(answers[0].change(), Some(Change::Add(_))));
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    pub fn smallest_change(
        &self,
        profile: &Profile,
        query: &Query,
        subscriptions: &Subscriptions,
    ) -> Result<Vec<SmallestChange>, Error> {
        self.same_catalogue(profile)?;
        r30_smallest_change::answers(self, profile, query, subscriptions)
    }

    /// R31: who can see me: every subscribed holder by who asks by data category, with grounds.
    ///
    /// Who asks is each consulting category that a provider type of the catalogue belongs to, and each consulter that a live
    /// emergency yes names. There is a cell for every combination, also where the catalogue has no option for it: that cell is a
    /// deny with the reason `not_in_catalogue`. An explanation of the matrix leaves such cells out.
    ///
    /// # Errors
    /// `catalogue_mismatch` for a profile that was read with another catalogue; `answer_too_large` for more than
    /// [`Limits::ENTRIES`](crate::limits::Limits::ENTRIES) cells; `too_much_work`, `cancelled` ([`Limits`](crate::limits::Limits)).
    ///
    /// ```
    /// use akkoord::Outcome;
    /// use akkoord::overview::{Subscription, Subscriptions};
    /// # let engine = akkoord::Engine::mitz();
    /// # let profile = engine.read_profile(
    /// #     r#"{"patient": {"id": "999990019"},
    /// #         "choices": [{"id": "c1", "answer": "yes", "channel": "mijn_mitz",
    /// #                      "scope": {"level": "individual", "holders": ["ura:90000017"], "options": ["1.3"]},
    /// #                      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]}"#,
    /// # )?;
    /// # let query = engine.read_query(
    /// #     r#"{"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #         "consulter": {"id": "ura:90000033", "type": "N6"},
    /// #         "data": "GGC002", "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}"#,
    /// # )?;
    /// let subscriptions = Subscriptions::new([Subscription { holder: query.holder.clone(), since: None }])?;
    /// // The patient said yes to option 1.3 of this GP practice: to hospitals, for each kind of data.
    /// let matrix = engine.matrix(&profile, &subscriptions, "2026-01-05T12:00:00Z".parse()?)?;
    /// let permits = matrix.cells().iter().filter(|cell| cell.decision.outcome() == Outcome::Permit);
    /// let who: Vec<&str> = permits.map(|cell| &*cell.column.consulting_category).collect();
    /// assert_eq!(who, ["RPZAC104"; 3]);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    pub fn matrix(
        &self,
        profile: &Profile,
        subscriptions: &Subscriptions,
        at: crate::instant::Instant,
    ) -> Result<Matrix, Error> {
        self.same_catalogue(profile)?;
        r31_who_can_see_me::matrix(self, profile, subscriptions, at)
    }

    /// R32: whom to tell of a change between two profiles of one patient, and what.
    ///
    /// # Errors
    /// `catalogue_mismatch`; `other_patient` for profiles of two patients; `answer_too_large` for a matrix of more than
    /// [`Limits::ENTRIES`](crate::limits::Limits::ENTRIES) cells; `too_much_work`, `cancelled` ([`Limits`](crate::limits::Limits)).
    ///
    /// ```
    /// use akkoord::overview::{NoticeRequest, NoticeSettings, Subscription, Subscriptions};
    /// # let engine = akkoord::Engine::mitz();
    /// # let before = engine.read_profile(r#"{"patient": {"id": "999990019"}, "choices": []}"#)?;
    /// # let after = engine.read_profile(
    /// #     r#"{"patient": {"id": "999990019"},
    /// #         "choices": [{"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    /// #                      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]}"#,
    /// # )?;
    /// # let query = engine.read_query(
    /// #     r#"{"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #         "consulter": {"id": "ura:90000033", "type": "N6"},
    /// #         "data": "GGC002", "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}"#,
    /// # )?;
    /// let subscriptions = Subscriptions::new([Subscription { holder: query.holder.clone(), since: None }])?;
    /// // Before: no choice. After: a yes of the patient to everybody. One GP practice has a record.
    /// let request = NoticeRequest {
    ///     subscriptions,
    ///     at: "2026-02-01T12:00:00Z".parse()?,
    ///     settings: NoticeSettings::default(),
    ///     last_seen: None,
    /// };
    /// let notices = engine.change_notices(&before, &after, &request)?;
    /// assert!(notices.holders()[0].changed);
    /// assert!(notices.in_app().is_empty(), "the patient made the change");
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    pub fn change_notices(
        &self,
        before: &Profile,
        after: &Profile,
        request: &NoticeRequest,
    ) -> Result<ChangeNotices, Error> {
        self.same_catalogue(before)?;
        self.same_catalogue(after)?;
        r32_change_notices::notices(self, before, after, request)
    }

    /// R33: the access record of a closed query.
    ///
    /// # Errors
    /// `catalogue_mismatch` for a profile that was read with another catalogue; `too_much_work`, `cancelled`
    /// ([`Limits`](crate::limits::Limits)).
    ///
    /// ```
    /// use akkoord::Outcome;
    /// # let engine = akkoord::Engine::mitz();
    /// # let profile = engine.read_profile(r#"{"patient": {"id": "999990019"}, "choices": []}"#)?;
    /// # let query = engine.read_query(
    /// #     r#"{"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #         "consulter": {"id": "ura:90000033", "type": "N6"},
    /// #         "data": "GGC002", "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}"#,
    /// # )?;
    /// let record = engine.access_record(&profile, &query)?;
    /// assert_eq!(record.consulter().id.as_str(), "ura:90000033");
    /// assert_eq!(record.holder().id.as_str(), "ura:90000017");
    /// // The record does not say that the patient made no choice.
    /// assert_eq!(record.outcomes(), [Outcome::Deny]);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    pub fn access_record(&self, profile: &Profile, query: &Query) -> Result<AccessRecord, Error> {
        self.same_catalogue(profile)?;
        r33_access_record::closed(self, profile, query)
    }

    /// R33: the access records of an open query: one for each subscribed holder, in byte order of their ids.
    ///
    /// # Errors
    /// As [`Engine::open_query`].
    ///
    /// ```
    /// # use akkoord::Outcome;
    /// # use akkoord::ids::ProviderId;
    /// # use akkoord::overview::{OpenQuery, Subscription, Subscriptions};
    /// # use akkoord::query::{Connection, Consulter, Holder, Purpose, TreatmentRelationship};
    /// # let engine = akkoord::Engine::mitz();
    /// # let profile = engine.read_profile(
    /// #     r#"{"patient": {"id": "999990019"},
    /// #         "choices": [{"id": "c1", "answer": "yes", "channel": "mijn_mitz",
    /// #                      "scope": {"level": "categorical", "holder_category": "apotheken"},
    /// #                      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]}"#,
    /// # )?;
    /// # let subscribed = |id: &str, kind: &str| {
    /// #     let holder = Holder { id: ProviderId::new(id)?, kind: kind.into(), connection: Connection::Connected };
    /// #     Ok::<_, akkoord::Error>(Subscription { holder, since: None })
    /// # };
    /// # let (gp_practice, pharmacy) = (subscribed("ura:90000017", "Z3")?, subscribed("ura:90000025", "J8")?);
    /// # let subscriptions = Subscriptions::new([gp_practice, pharmacy])?;
    /// # let open = OpenQuery {
    /// #     subscriptions,
    /// #     consulter: Consulter { id: ProviderId::new("ura:90000033")?, kind: "N6".into() },
    /// #     data: vec![],
    /// #     purpose: Purpose::Treatment,
    /// #     treatment_relationship: TreatmentRelationship::Asserted,
    /// #     at: "2026-01-05T12:00:00Z".parse()?,
    /// # };
    /// // The patient said yes to all pharmacies. A GP practice and a pharmacy have a record.
    /// let records = engine.access_records(&profile, &open)?;
    /// assert_eq!(records[0].holder().id.as_str(), "ura:90000017");
    /// assert_eq!(records[0].outcomes(), [Outcome::Deny]);
    /// assert_eq!(records[1].outcomes(), [Outcome::Permit]);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    pub fn access_records(
        &self,
        profile: &Profile,
        query: &OpenQuery,
    ) -> Result<Vec<AccessRecord>, Error> {
        self.same_catalogue(profile)?;
        r33_access_record::open(self, profile, query)
    }

    /// A closed decision for one data category of a profile whose catalogue was checked.
    pub(crate) fn decide_one(&self, profile: &Profile, query: &Query, data: &str) -> Decision {
        decision::decide(self.law(), profile, query, data)
    }
}

/// R25: an answer for each code of a list, in the order asked; the same code again is the same answer, worked out once.
pub(crate) fn for_each_code<T: Clone>(
    codes: &[Box<str>],
    answer: impl Fn(&str) -> Result<T, Error>,
) -> Result<Vec<T>, Error> {
    let mut answers: Vec<T> = Vec::with_capacity(codes.len());
    let mut rows: BTreeMap<&str, usize> = BTreeMap::new();
    for code in codes {
        let known = rows.get(&**code).and_then(|row| answers.get(*row)).cloned();
        answers.push(match known {
            Some(known) => known,
            None => {
                rows.insert(code, answers.len());
                answer(code)?
            }
        });
    }
    Ok(answers)
}

/// A decision in short, as it is written: what R23 counts as the decision.
pub(crate) struct Short<'d> {
    decision: &'static str,
    reason: &'static str,
    option: Option<&'d str>,
    decided_by: Option<&'d ChoiceId>,
}

impl Short<'_> {
    /// Its fields, in an object that may have others.
    pub(crate) fn write<S: SerializeStruct>(&self, fields: &mut S) -> Result<(), S::Error> {
        fields.serialize_field("decision", self.decision)?;
        fields.serialize_field("reason", self.reason)?;
        fields.serialize_field("option", &self.option)?;
        fields.serialize_field("decided_by", &self.decided_by)
    }
}

impl Serialize for Short<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Short", 4)?;
        self.write(&mut fields)?;
        fields.end()
    }
}

impl<'d> Short<'d> {
    pub(crate) fn of(
        catalogue: &'d Catalogue,
        verdict: Verdict,
        ground: Option<&'d Ground>,
    ) -> Self {
        let option = verdict.option_index();
        Short {
            decision: verdict.outcome().name(),
            reason: verdict.reason().name(),
            option: option
                .and_then(|option| catalogue.option_row(option))
                .map(|option| option.id()),
            decided_by: ground.map(Ground::choice),
        }
    }
}

impl<'d> From<&'d Decision> for Short<'d> {
    fn from(decision: &'d Decision) -> Self {
        Short {
            decision: decision.outcome().name(),
            reason: decision.reason().name(),
            option: decision.option().map(|option| option.id()),
            decided_by: decision.decided_by().map(|by| by.choice()),
        }
    }
}

/// A holder or consulter as it is written: without whether it is connected.
#[derive(serde::Serialize)]
pub(crate) struct Party<'p> {
    pub(crate) id: &'p crate::ids::ProviderId,
    #[serde(rename = "type")]
    pub(crate) kind: &'p str,
}
