//! R28: why does a holder give no data?

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;

use serde::Serialize;
use serde::ser::Serializer;

use super::subscription::SubscriptionsShape;
use super::{Subscriptions, for_each_code};
use crate::decision::{ConsulterDecision, Decision};
use crate::engine::Engine;
use crate::error::Error;
use crate::ids::ChoiceId;
use crate::instant::Instant;
use crate::law::Law;
use crate::order;
use crate::profile::{Profile, instant, wire_enum};
use crate::query::{
    Connection, Consulter, ConsulterFields, Holder, HolderFields, MAX_DATA, Purpose, Query,
    TreatmentRelationship, code,
};
use crate::reader::{Context, Flag, OneOrMore, Stopped, Text, fields, named_up_to};
use crate::reason::{Outcome, Reason};
use crate::telling::{self, Audience, Lang, Telling};

wire_enum! {
    /// R28: what stands in the way. In the order in which they are told.
    Cause {
        /// The question itself, or the patient's death: see the reason (R11-R13, R15).
        Question = "question",
        /// The holder is not connected (R14).
        NotConnected = "not_connected",
        /// The holder has no subscription: it has no record of this patient.
        NoSubscription = "no_subscription",
        /// The patient said no.
        Objection = "objection",
        /// No choice covers it (R21).
        NoChoice = "no_choice",
        /// The catalogue has no option for it (R4).
        OutsideCatalogue = "outside_catalogue",
    }
}

/// R28: why a holder gives no data of one category. Serialises to `{"data", "causes": [{"cause", "reason", "decided_by"}]}`.
#[derive(Clone, Debug)]
pub struct WhyEmpty {
    pub(crate) law: Arc<Law>,
    pub(crate) data: Box<str>,
    pub(crate) causes: Vec<(Cause, Option<Decision>)>,
}

impl WhyEmpty {
    /// The data category.
    ///
    /// ```
    /// # use akkoord::overview::{Subscription, Subscriptions};
    /// # let engine = akkoord::Engine::mitz();
    /// # let profile = engine.read_profile(
    /// #     r#"{"patient": {"id": "999990019"},
    /// #         "choices": [{"id": "c1", "answer": "no", "channel": "mijn_mitz",
    /// #                      "scope": {"level": "individual", "holders": ["ura:90000017"]},
    /// #                      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]}"#,
    /// # )?;
    /// # let query = engine.read_query(
    /// #     r#"{"holder": {"id": "ura:90000017", "type": "Z3", "connected": false},
    /// #         "consulter": {"id": "ura:90000033", "type": "N6"},
    /// #         "data": ["GGC002", "GGC013"], "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}"#,
    /// # )?;
    /// # let subscriptions = Subscriptions::new([Subscription { holder: query.holder.clone(), since: None }])?;
    /// // The query asks for two data categories.
    /// let answers = engine.why_empty(&profile, &query, &subscriptions)?;
    /// let data: Vec<&str> = answers.iter().map(|answer| answer.data()).collect();
    /// assert_eq!(data, ["GGC002", "GGC013"]);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn data(&self) -> &str {
        &self.data
    }

    /// All that stands in the way, in the order of [`Cause`]. Empty: consent does not stand in the way, so look for a
    /// technical fault (S1 question 9), or the holder has no such data.
    ///
    /// ```
    /// # use akkoord::overview::{Cause, Subscription, Subscriptions};
    /// # let engine = akkoord::Engine::mitz();
    /// # let profile = engine.read_profile(
    /// #     r#"{"patient": {"id": "999990019"},
    /// #         "choices": [{"id": "c1", "answer": "no", "channel": "mijn_mitz",
    /// #                      "scope": {"level": "individual", "holders": ["ura:90000017"]},
    /// #                      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]}"#,
    /// # )?;
    /// # let query = engine.read_query(
    /// #     r#"{"holder": {"id": "ura:90000017", "type": "Z3", "connected": false},
    /// #         "consulter": {"id": "ura:90000033", "type": "N6"},
    /// #         "data": ["GGC002", "GGC013"], "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}"#,
    /// # )?;
    /// # let subscriptions = Subscriptions::new([Subscription { holder: query.holder.clone(), since: None }])?;
    /// // The holder is not connected, and the patient said no to it.
    /// let answers = engine.why_empty(&profile, &query, &subscriptions)?;
    /// let causes: Vec<Cause> = answers[0].causes().collect();
    /// assert_eq!(causes, [Cause::NotConnected, Cause::Objection]);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    pub fn causes(&self) -> impl Iterator<Item = Cause> {
        self.causes.iter().map(|(cause, _)| *cause)
    }

    /// The decision behind a cause; none for `not_connected` and `no_subscription`, which need no decision, and for a
    /// cause that does not stand in the way.
    ///
    /// ```
    /// # use akkoord::Reason;
    /// # use akkoord::overview::{Cause, Subscription, Subscriptions};
    /// # let engine = akkoord::Engine::mitz();
    /// # let profile = engine.read_profile(
    /// #     r#"{"patient": {"id": "999990019"},
    /// #         "choices": [{"id": "c1", "answer": "no", "channel": "mijn_mitz",
    /// #                      "scope": {"level": "individual", "holders": ["ura:90000017"]},
    /// #                      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]}"#,
    /// # )?;
    /// # let query = engine.read_query(
    /// #     r#"{"holder": {"id": "ura:90000017", "type": "Z3", "connected": false},
    /// #         "consulter": {"id": "ura:90000033", "type": "N6"},
    /// #         "data": ["GGC002", "GGC013"], "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}"#,
    /// # )?;
    /// # let subscriptions = Subscriptions::new([Subscription { holder: query.holder.clone(), since: None }])?;
    /// // The holder is not connected, and the patient said no to it.
    /// let answers = engine.why_empty(&profile, &query, &subscriptions)?;
    /// let objection = answers[0].decision(Cause::Objection);
    /// assert_eq!(objection.map(|decision| decision.reason()), Some(Reason::IndividualNo));
    /// assert!(answers[0].decision(Cause::NotConnected).is_none());
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn decision(&self, cause: Cause) -> Option<&Decision> {
        let mut causes = self.causes.iter();
        causes.find(|(one, _)| *one == cause)?.1.as_ref()
    }

    /// R24: what a consulter may know of it: the outcome of the closed query, and no cause. It does not tell a no, no
    /// choice, no record and a death apart.
    ///
    /// ```
    /// # use akkoord::Outcome;
    /// # use akkoord::overview::{Subscription, Subscriptions};
    /// # let engine = akkoord::Engine::mitz();
    /// # let profile = engine.read_profile(
    /// #     r#"{"patient": {"id": "999990019"},
    /// #         "choices": [{"id": "c1", "answer": "no", "channel": "mijn_mitz",
    /// #                      "scope": {"level": "individual", "holders": ["ura:90000017"]},
    /// #                      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]}"#,
    /// # )?;
    /// # let query = engine.read_query(
    /// #     r#"{"holder": {"id": "ura:90000017", "type": "Z3", "connected": false},
    /// #         "consulter": {"id": "ura:90000033", "type": "N6"},
    /// #         "data": ["GGC002", "GGC013"], "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}"#,
    /// # )?;
    /// # let subscriptions = Subscriptions::new([Subscription { holder: query.holder.clone(), since: None }])?;
    /// // The holder is not connected, and the patient said no to it.
    /// let answers = engine.why_empty(&profile, &query, &subscriptions)?;
    /// let told = answers[0].for_consulter();
    /// assert_eq!((told.data(), told.outcome()), ("GGC002", Outcome::Deny));
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn for_consulter(&self) -> ConsulterDecision {
        let mut decisions = self
            .causes
            .iter()
            .filter_map(|(_, decision)| decision.as_ref());
        let outcome = match decisions.next().map(Decision::outcome) {
            // R11-R13 come before R14.
            Some(outcome) if outcome != Outcome::Deny => outcome,
            None if self.causes().all(|cause| cause != Cause::NotConnected) => Outcome::Permit,
            Some(_) | None => Outcome::Deny,
        };
        ConsulterDecision::new(&self.data, outcome)
    }
}

impl Serialize for WhyEmpty {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Document<'d> {
            data: &'d str,
            causes: Vec<CauseDocument<'d>>,
        }
        #[derive(Serialize)]
        struct CauseDocument<'d> {
            cause: &'static str,
            reason: Option<&'static str>,
            decided_by: Option<&'d ChoiceId>,
        }
        let causes = self.causes.iter().map(|(cause, decision)| CauseDocument {
            cause: cause.name(),
            reason: decision.as_ref().map(|decision| decision.reason().name()),
            decided_by: decision
                .as_ref()
                .and_then(|decision| Some(decision.decided_by()?.choice())),
        });
        let document = Document {
            data: &self.data,
            causes: causes.collect(),
        };
        document.serialize(serializer)
    }
}

pub(super) fn answers(
    engine: &Engine,
    profile: &Profile,
    query: &Query,
    subscriptions: &Subscriptions,
) -> Result<Vec<WhyEmpty>, Error> {
    let meter = engine.law().limits.meter();
    let subscribed = subscriptions.is_subscribed(&query.holder.id, query.at);
    // What would be decided if it were connected: R14 must not hide an objection.
    let connected = Query {
        holder: Holder {
            connection: Connection::Connected,
            ..query.holder.clone()
        },
        ..query.clone()
    };
    let why = |data: &str| {
        meter.spend(profile.choices().len().saturating_add(1))?;
        let decision = engine.decide_one(profile, &connected, data);
        let is_connected = query.holder.connection == Connection::Connected;
        Ok(WhyEmpty {
            law: engine.law().clone(),
            data: data.into(),
            causes: causes(is_connected, subscribed, decision),
        })
    };
    for_each_code(&query.data, why)
}

/// R28: tells apart: not connected, no subscription (no record), objection, no choice, outside the catalogue. Several can
/// hold at once (S1 question 9): to lift one is not enough then, so all are told.
fn causes(
    is_connected: bool,
    is_subscribed: bool,
    decision: Decision,
) -> Vec<(Cause, Option<Decision>)> {
    let mut causes = Vec::new();
    if !is_connected {
        causes.push((Cause::NotConnected, None));
    }
    if !is_subscribed {
        causes.push((Cause::NoSubscription, None));
    }
    if let Some(cause) = of(decision.reason()) {
        causes.push((cause, Some(decision)));
    }
    order::sort_by_key(&mut causes, |(cause, _)| *cause);
    causes
}

/// The cause that a reason stands for; none for a permit.
fn of(reason: Reason) -> Option<Cause> {
    match reason {
        Reason::IndividualYes
        | Reason::CategoricalYes
        | Reason::BlanketYes
        | Reason::EmergencyYes => None,
        Reason::IndividualNo | Reason::CategoricalNo | Reason::BlanketNo | Reason::EmergencyNo => {
            Some(Cause::Objection)
        }
        Reason::NoChoice => Some(Cause::NoChoice),
        Reason::NotInCatalogue => Some(Cause::OutsideCatalogue),
        Reason::HolderNotConnected => Some(Cause::NotConnected),
        Reason::NoTreatmentRelationship
        | Reason::PatientDeceased
        | Reason::PresumedConsent
        | Reason::UnknownHolderType
        | Reason::UnknownConsulterType
        | Reason::UnknownDataCategory
        | Reason::UnknownPurpose
        | Reason::TreatmentRelationshipNotAsserted => Some(Cause::Question),
    }
}

fields! {
    /// A closed query with the subscriptions: for [`WhyEmpty`].
    pub(crate) WhyEmptyFields(_given: ()) => (Query, Subscriptions, Telling) {
        required "subscriptions" subscriptions: Subscriptions = SubscriptionsShape,
        required "holder" holder: Holder = HolderFields::shape(()),
        required "consulter" consulter: Consulter = ConsulterFields::shape(()),
        required "data" data: Vec<Box<str>> = OneOrMore(named_up_to(MAX_DATA, || Text(code))),
        optional "purpose" purpose: Purpose = Text(|text: &str| Ok(Purpose::from(text))),
        optional "treatment_relationship" treatment_relationship: TreatmentRelationship =
            Flag(|asserted| if asserted { TreatmentRelationship::Asserted } else { TreatmentRelationship::Denied }),
        required "at" at: Instant = Text(instant),
        optional "explain" explain: Lang = Text(telling::lang),
        optional "audience" audience: Audience = Text(telling::audience),
    }
}

impl WhyEmptyFields<'_> {
    fn checked(self, _: &Context) -> Result<Option<(Query, Subscriptions, Telling)>, Stopped> {
        let (Some(subscriptions), Some(holder), Some(consulter), Some(data), Some(at)) = (
            self.subscriptions,
            self.holder,
            self.consulter,
            self.data,
            self.at,
        ) else {
            return Ok(None);
        };
        let query = Query {
            holder,
            consulter,
            data,
            purpose: self.purpose.unwrap_or_default(),
            treatment_relationship: self.treatment_relationship.unwrap_or_default(),
            at,
        };
        let telling = Telling {
            lang: self.explain,
            audience: self.audience,
        };
        Ok(Some((query, subscriptions, telling)))
    }
}
