//! R27: the open query: which of the patient's holders may disclose to this consulter?

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;

use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

use super::cells::{WorkedOut, within};
use super::subscription::SubscriptionsShape;
use super::{Party, Subscriptions};
use crate::catalogue::HolderIndex;
use crate::compiled::Verdict;
use crate::engine::Engine;
use crate::error::Error;
use crate::ids::ProviderId;
use crate::instant::Instant;
use crate::law::Law;
use crate::limits::Meter;
use crate::profile::{Profile, instant};
use crate::query::{
    self, Consulter, ConsulterFields, Holder, MAX_DATA, Purpose, Query, TreatmentRelationship, code,
};
use crate::reader::{Context, Flag, OneOrMore, Stopped, Text, fields, named_up_to};
use crate::reason::{Outcome, Reason};
use crate::telling::{self, Audience, Lang, Telling};

/// An open query: *which* of the patient's holders may disclose to this consulter at this instant? (R27)
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenQuery {
    /// Who holds a record of this patient.
    pub subscriptions: Subscriptions,
    /// The provider that asks.
    pub consulter: Consulter,
    /// The data categories; none: of each holder those that its own options are about.
    pub data: Vec<Box<str>>,
    /// Why (R12).
    pub purpose: Purpose,
    /// Whether a treatment relationship is asserted (R13).
    pub treatment_relationship: TreatmentRelationship,
    /// The instant that the answer is for (R6).
    pub at: Instant,
}

impl OpenQuery {
    /// The closed query to one holder that this open query stands for.
    ///
    /// ```
    /// # use akkoord::ids::ProviderId;
    /// # use akkoord::overview::{OpenQuery, Subscription, Subscriptions};
    /// # use akkoord::query::{Connection, Consulter, Holder, Purpose, TreatmentRelationship};
    /// # let engine = akkoord::Engine::mitz();
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
    /// let id = ProviderId::new("ura:90000025")?;
    /// let pharmacy = Holder { id, kind: "J8".into(), connection: Connection::Connected };
    /// let closed = open.closed(&engine, &pharmacy);
    /// assert_eq!(closed.holder, pharmacy);
    /// assert_eq!(closed.consulter, open.consulter);
    /// // The open query names no data: the options of a pharmacy are about medication.
    /// assert_eq!(&*closed.data[0], "GGC013");
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn closed(&self, engine: &Engine, holder: &Holder) -> Query {
        let data = if self.data.is_empty() {
            let own = engine.catalogue().data_of(&holder.kind);
            own.map(|data| data.code().into()).collect()
        } else {
            self.data.clone()
        };
        self.closed_to(holder, data)
    }

    /// What is wrong with the question itself, whoever the patient and the holders are (R11-R13): then nobody is asked.
    ///
    /// ```
    /// # use akkoord::Reason;
    /// # use akkoord::ids::ProviderId;
    /// # use akkoord::overview::{OpenQuery, Subscription, Subscriptions};
    /// # use akkoord::query::{Connection, Consulter, Holder, Purpose, TreatmentRelationship};
    /// # let engine = akkoord::Engine::mitz();
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
    /// assert_eq!(open.reason(&engine), None);
    /// let unknown = OpenQuery { data: vec!["GGC999".into()], ..open };
    /// assert_eq!(unknown.reason(&engine), Some(Reason::UnknownDataCategory));
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn reason(&self, engine: &Engine) -> Option<Reason> {
        let data = self.data.iter().map(|data| &**data);
        query::admit_to_any_holder(
            engine.catalogue(),
            &self.consulter,
            data,
            &self.purpose,
            self.treatment_relationship,
        )
        .err()
    }

    fn closed_to(&self, holder: &Holder, data: Vec<Box<str>>) -> Query {
        Query {
            holder: holder.clone(),
            consulter: self.consulter.clone(),
            data,
            purpose: self.purpose.clone(),
            treatment_relationship: self.treatment_relationship,
            at: self.at,
        }
    }
}

/// One holder that may disclose, and what (R27).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Disclosing {
    /// The holder.
    pub holder: ProviderId,
    /// Its provider type.
    pub kind: Box<str>,
    /// The data category.
    pub data: Box<str>,
    /// R23: the first instant at which the permit no longer stands as it does; none if it always does.
    pub valid_until: Option<Instant>,
}

impl Serialize for Disclosing {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Document<'d> {
            holder: Party<'d>,
            data: &'d str,
            valid_until: Option<Instant>,
        }
        let holder = Party {
            id: &self.holder,
            kind: &self.kind,
        };
        let document = Document {
            holder,
            data: &self.data,
            valid_until: self.valid_until,
        };
        document.serialize(serializer)
    }
}

/// The answer to an open query: who may disclose, and nothing about who may not (R27).
///
/// Serialises to `{"holders": [{"holder": {"id", "type"}, "data", "valid_until"}], "reason", "ruleset", "catalogue"}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenAnswer {
    pub(crate) law: Arc<Law>,
    pub(crate) holders: Vec<Disclosing>,
    pub(crate) reason: Option<Reason>,
}

impl Serialize for OpenAnswer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("OpenAnswer", 4)?;
        fields.serialize_field("holders", &self.holders)?;
        fields.serialize_field("reason", &self.reason.map(Reason::name))?;
        fields.serialize_field("ruleset", self.law.rules.name())?;
        fields.serialize_field("catalogue", self.law.catalogue.id())?;
        fields.end()
    }
}

fn name<S: Serializer>(reason: &Option<Reason>, serializer: S) -> Result<S::Ok, S::Error> {
    reason.map(Reason::name).serialize(serializer)
}

impl OpenAnswer {
    /// Who may disclose what: in byte order of the holders' ids, per holder in the order asked.
    ///
    /// ```
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
    /// let answer = engine.open_query(&profile, &open)?;
    /// let [pharmacy] = answer.holders() else { panic!("one holder may disclose") };
    /// assert_eq!(pharmacy.holder.as_str(), "ura:90000025");
    /// assert_eq!(&*pharmacy.data, "GGC013");
    /// assert_eq!(pharmacy.valid_until, None);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn holders(&self) -> &[Disclosing] {
        &self.holders
    }

    /// Why nobody was asked: what is wrong with the question itself (R11-R13). It tells nothing of the patient.
    ///
    /// ```
    /// # use akkoord::Reason;
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
    /// let denied = OpenQuery { treatment_relationship: TreatmentRelationship::Denied, ..open };
    /// let answer = engine.open_query(&profile, &denied)?;
    /// assert!(answer.holders().is_empty());
    /// assert_eq!(answer.reason(), Some(Reason::NoTreatmentRelationship));
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn reason(&self) -> Option<Reason> {
        self.reason
    }

    /// R24: what a consulter may know of it.
    ///
    /// How long it took to answer is not hidden: it grows with how many holders are subscribed and how many choices there
    /// are. Where a consulter could measure it, let the answer leave at a fixed time.
    ///
    /// ```
    /// # use akkoord::json::canonical_json;
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
    /// let answer = engine.open_query(&profile, &open)?;
    /// let told = answer.for_consulter();
    /// assert_eq!(told.holders().len(), answer.holders().len());
    /// assert!(canonical_json(&answer).contains("valid_until"));
    /// assert!(!canonical_json(&told).contains("valid_until"));
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn for_consulter(&self) -> ConsulterOpenAnswer {
        let told = |one: &Disclosing| ConsulterDisclosing {
            holder: one.holder.clone(),
            kind: one.kind.clone(),
            data: one.data.clone(),
        };
        ConsulterOpenAnswer {
            holders: self.holders.iter().map(told).collect(),
            reason: self.reason,
        }
    }
}

/// One holder that may disclose, and what, as a consulter may know it (R24, R27).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ConsulterDisclosing {
    /// The holder.
    pub holder: ProviderId,
    /// Its provider type.
    pub kind: Box<str>,
    /// The data category.
    pub data: Box<str>,
}

impl Serialize for ConsulterDisclosing {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Document<'d> {
            holder: Party<'d>,
            data: &'d str,
        }
        let holder = Party {
            id: &self.holder,
            kind: &self.kind,
        };
        let data = &self.data;
        Document { holder, data }.serialize(serializer)
    }
}

/// The answer to an open query as a consulter may know it (R24): who may disclose what, and what is wrong with the question.
/// Not until when, for that tells of the patient's choices.
///
/// Serialises to `{"holders": [{"holder": {"id", "type"}, "data"}], "reason"}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ConsulterOpenAnswer {
    holders: Vec<ConsulterDisclosing>,
    #[serde(serialize_with = "name")]
    reason: Option<Reason>,
}

impl ConsulterOpenAnswer {
    /// As [`OpenAnswer::holders`].
    ///
    /// ```
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
    /// let told = engine.open_query(&profile, &open)?.for_consulter();
    /// assert_eq!(told.holders().len(), 1);
    /// assert_eq!(told.holders()[0].holder.as_str(), "ura:90000025");
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn holders(&self) -> &[ConsulterDisclosing] {
        &self.holders
    }

    /// As [`OpenAnswer::reason`].
    ///
    /// ```
    /// # use akkoord::Reason;
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
    /// let denied = OpenQuery { treatment_relationship: TreatmentRelationship::Denied, ..open };
    /// let told = engine.open_query(&profile, &denied)?.for_consulter();
    /// assert_eq!(told.reason(), Some(Reason::NoTreatmentRelationship));
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn reason(&self) -> Option<Reason> {
        self.reason
    }
}

/// R27: over the patient's subscriptions, the holders whose closed query permits, each with its data category.
pub(super) fn answer(
    engine: &Engine,
    profile: &Profile,
    query: &OpenQuery,
) -> Result<OpenAnswer, Error> {
    let mut holders = Vec::new();
    let meter = engine.law().limits.meter();
    each_holder(engine, &meter, profile, query, |holder, verdicts| {
        for (data, verdict) in verdicts {
            if verdict.outcome() == Outcome::Permit {
                holders.push(Disclosing {
                    holder: holder.id.clone(),
                    kind: holder.kind.clone(),
                    data: data.into(),
                    valid_until: verdict.valid_until(),
                });
            }
        }
    })?;
    Ok(OpenAnswer {
        holders,
        reason: query.reason(engine),
        law: engine.law().clone(),
    })
}

/// Every subscribed holder in byte order of the ids, with what its closed query decides for each data category. The
/// profile is worked out once.
pub(super) fn each_holder(
    engine: &Engine,
    meter: &Meter<'_>,
    profile: &Profile,
    query: &OpenQuery,
    mut tell: impl FnMut(&Holder, &mut dyn Iterator<Item = (&str, Verdict)>),
) -> Result<(), Error> {
    let catalogue = engine.catalogue();
    let holders: Vec<&Holder> = query.subscriptions.holders_at(query.at).collect();
    if holders.is_empty() {
        return Ok(());
    }
    let named: Vec<&str> = query.data.iter().map(|data| &**data).collect();
    // What the options of a holder category are about, looked up once for each that is met.
    let mut own: Vec<Option<Vec<&str>>> = Vec::new();
    own.resize_with(catalogue.holder_categories().len(), || None);
    let category = |holder: &Holder| -> Option<HolderIndex> {
        let kind = catalogue.provider_type(&holder.kind)?;
        Some(kind.holder_index())
    };
    if named.is_empty() {
        for category in holders.iter().filter_map(|holder| category(holder)) {
            if let Some(own) = own.get_mut(category.get()) {
                own.get_or_insert_with(|| {
                    let rows = catalogue.own_data(category);
                    rows.map(|row| row.code()).collect()
                });
            }
        }
    }
    let asked_of = |holder: &Holder| -> &[&str] {
        if named.is_empty() {
            let own = category(holder).and_then(|category| own.get(category.get())?.as_deref());
            own.unwrap_or_default()
        } else {
            &named
        }
    };
    let cells = holders.iter().map(|holder| asked_of(holder).len());
    let cells = within(cells.fold(0, usize::saturating_add))?;
    meter.spend(holders.len().saturating_add(cells))?;
    let worked_out = WorkedOut::of(engine, meter, profile, query.at, holders.iter().copied())?;
    for holder in holders {
        let closed = query.closed_to(holder, Vec::new());
        let verdict = worked_out.verdicts(&closed);
        let mut verdicts = asked_of(holder).iter().map(|data| (*data, verdict(data)));
        tell(holder, &mut verdicts);
    }
    Ok(())
}

fields! {
    pub(crate) OpenQueryFields(_given: ()) => (OpenQuery, Telling) {
        required "subscriptions" subscriptions: Subscriptions = SubscriptionsShape,
        required "consulter" consulter: Consulter = ConsulterFields::shape(()),
        optional "data" data: Vec<Box<str>> = OneOrMore(named_up_to(MAX_DATA, || Text(code))),
        optional "purpose" purpose: Purpose = Text(|text: &str| Ok(Purpose::from(text))),
        optional "treatment_relationship" treatment_relationship: TreatmentRelationship =
            Flag(|asserted| if asserted { TreatmentRelationship::Asserted } else { TreatmentRelationship::Denied }),
        required "at" at: Instant = Text(instant),
        optional "explain" explain: Lang = Text(telling::lang),
        optional "audience" audience: Audience = Text(telling::audience),
    }
}

impl OpenQueryFields<'_> {
    fn checked(self, _: &Context) -> Result<Option<(OpenQuery, Telling)>, Stopped> {
        let (Some(subscriptions), Some(consulter), Some(at)) =
            (self.subscriptions, self.consulter, self.at)
        else {
            return Ok(None);
        };
        let query = OpenQuery {
            subscriptions,
            consulter,
            data: self.data.unwrap_or_default(),
            purpose: self.purpose.unwrap_or_default(),
            treatment_relationship: self.treatment_relationship.unwrap_or_default(),
            at,
        };
        let telling = Telling {
            lang: self.explain,
            audience: self.audience,
        };
        Ok(Some((query, telling)))
    }
}
