//! The question (R11-R15): may this holder disclose these data to this consulter, at this instant?

mod gate;
mod read;

use alloc::boxed::Box;
use alloc::vec::Vec;

pub(crate) use gate::{admit, admit_to_any_holder, patient_is_alive, shuts_at};
pub(crate) use read::{ConsulterFields, HolderFields, MAX_DATA, QueryFields, code};

use crate::ids::ProviderId;
use crate::instant::Instant;

/// R14: whether the holder is connected to the exchange.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Connection {
    /// It is (the default).
    #[default]
    Connected,
    /// It is not: no record of it can be disclosed.
    NotConnected,
}

/// R13: whether the caller asserts a treatment relationship.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TreatmentRelationship {
    /// The caller asserts that there is one.
    Asserted,
    /// The caller says that there is none.
    Denied,
    /// The caller says nothing (the default): indeterminate.
    #[default]
    NotAsserted,
}

/// R12: why the data are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Purpose {
    /// `TREAT`: treatment (the default).
    #[default]
    Treatment,
    /// `COC`: coordination of care, where the law presumes consent (a referral).
    CoordinationOfCare,
    /// Any other code: indeterminate.
    Other(Box<str>),
}

/// The purpose for a code of the wire format; any code is one.
impl From<&str> for Purpose {
    fn from(code: &str) -> Self {
        match code {
            "TREAT" => Purpose::Treatment,
            "COC" => Purpose::CoordinationOfCare,
            other => Purpose::Other(Box::from(other)),
        }
    }
}

/// The provider that keeps the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Its id.
    pub id: ProviderId,
    /// Its provider type, a code of the catalogue; an unknown one makes the answer indeterminate (R2, R11).
    pub kind: Box<str>,
    /// Whether it is connected (R14).
    pub connection: Connection,
}

/// The provider that asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consulter {
    /// Its id.
    pub id: ProviderId,
    /// Its provider type, a code of the catalogue; an unknown one makes the answer indeterminate (R2, R11).
    pub kind: Box<str>,
}

impl Holder {
    /// A holder that is connected (R14).
    ///
    /// ```
    /// use akkoord::ids::ProviderId;
    /// use akkoord::query::{Connection, Holder};
    /// let holder = Holder::new(ProviderId::new("ura:90000017")?, "Z3");
    /// assert_eq!(holder.connection, Connection::Connected);
    /// assert_eq!(holder.not_connected().connection, Connection::NotConnected);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn new(id: ProviderId, kind: impl Into<Box<str>>) -> Self {
        Holder {
            id,
            kind: kind.into(),
            connection: Connection::Connected,
        }
    }

    /// The same holder, not connected: no record of it can be disclosed (R14).
    ///
    /// ```
    /// use akkoord::ids::ProviderId;
    /// use akkoord::query::{Connection, Holder};
    /// let holder = Holder::new(ProviderId::new("ura:90000017")?, "Z3").not_connected();
    /// assert_eq!(holder.connection, Connection::NotConnected);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn not_connected(self) -> Self {
        Holder {
            connection: Connection::NotConnected,
            ..self
        }
    }
}

impl Consulter {
    /// A consulter.
    ///
    /// ```
    /// use akkoord::ids::ProviderId;
    /// use akkoord::query::Consulter;
    /// let consulter = Consulter::new(ProviderId::new("ura:90000033")?, "N6");
    /// assert_eq!(&*consulter.kind, "N6");
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn new(id: ProviderId, kind: impl Into<Box<str>>) -> Self {
        Consulter {
            id,
            kind: kind.into(),
        }
    }
}

/// A closed query: may *this* holder disclose these data to *this* consulter at this instant?
///
/// ```
/// use akkoord::Query;
/// use akkoord::ids::ProviderId;
/// use akkoord::query::{Consulter, Holder, TreatmentRelationship};
/// let holder = Holder::new(ProviderId::new("ura:90000017")?, "Z3");
/// let consulter = Consulter::new(ProviderId::new("ura:90000033")?, "N6");
/// let query = Query::new(holder, consulter, ["GGC002"], "2026-01-05T12:00:00Z".parse()?)
///     .treatment_relationship(TreatmentRelationship::Asserted);
/// assert_eq!(query.data.len(), 1);
/// # Ok::<(), akkoord::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// The provider that keeps the record.
    pub holder: Holder,
    /// The provider that asks.
    pub consulter: Consulter,
    /// The data categories, one decision each (R25).
    pub data: Vec<Box<str>>,
    /// Why (R12).
    pub purpose: Purpose,
    /// Whether a treatment relationship is asserted (R13).
    pub treatment_relationship: TreatmentRelationship,
    /// The instant that the answer is for: the engine reads no clock (R6).
    pub at: Instant,
}

/// A closed query whose texts are borrowed, for who has them already and copies nothing; the data category is named apart.
///
/// Ids are taken as they are: an empty one is named by no choice. Codes are a `&str`, or a `&[u8]` for who has not checked what they
/// are: what is not UTF-8 is a code of no catalogue, and so unknown (R2, R11).
#[derive(Clone, Copy, Debug)]
pub struct QueryView<'q, C = &'q str> {
    /// The id of the provider that keeps the record.
    pub holder_id: &'q str,
    /// Its provider type (R2, R11).
    pub holder_kind: C,
    /// Whether it is connected (R14).
    pub connection: Connection,
    /// The id of the provider that asks.
    pub consulter_id: &'q str,
    /// Its provider type (R2, R11).
    pub consulter_kind: C,
    /// Why (R12).
    pub purpose: &'q Purpose,
    /// Whether a treatment relationship is asserted (R13).
    pub treatment_relationship: TreatmentRelationship,
    /// The instant that the answer is for (R6).
    pub at: Instant,
}

impl Query {
    /// A query for treatment (R12) that says nothing of a treatment relationship: as long as it does not, its answer is
    /// indeterminate (R13).
    ///
    /// ```
    /// use akkoord::ids::ProviderId;
    /// use akkoord::query::{Consulter, Holder, Purpose, TreatmentRelationship};
    /// use akkoord::{Engine, Query, Reason};
    /// let engine = Engine::mitz();
    /// let profile = engine.read_profile(r#"{"patient": {"id": "999990019"}, "choices": []}"#)?;
    /// let holder = Holder::new(ProviderId::new("ura:90000017")?, "Z3");
    /// let consulter = Consulter::new(ProviderId::new("ura:90000033")?, "N6");
    /// let query = Query::new(holder, consulter, ["GGC002"], "2026-01-05T12:00:00Z".parse()?);
    /// let reason = |query: &Query| engine.decide(&profile, query).map(|decisions| decisions[0].reason());
    /// assert_eq!(reason(&query)?, Reason::TreatmentRelationshipNotAsserted);
    /// let query = query.treatment_relationship(TreatmentRelationship::Asserted);
    /// assert_eq!(reason(&query)?, Reason::NoChoice);
    /// assert_eq!(reason(&query.purpose(Purpose::CoordinationOfCare))?, Reason::PresumedConsent);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn new(
        holder: Holder,
        consulter: Consulter,
        data: impl IntoIterator<Item: Into<Box<str>>>,
        at: Instant,
    ) -> Self {
        Query {
            holder,
            consulter,
            data: data.into_iter().map(Into::into).collect(),
            purpose: Purpose::default(),
            treatment_relationship: TreatmentRelationship::default(),
            at,
        }
    }

    /// The same query for another purpose (R12).
    ///
    /// ```
    /// # use akkoord::ids::ProviderId;
    /// # use akkoord::query::{Consulter, Holder};
    /// # let holder = Holder::new(ProviderId::new("ura:90000017")?, "Z3");
    /// # let consulter = Consulter::new(ProviderId::new("ura:90000033")?, "N6");
    /// use akkoord::Query;
    /// use akkoord::query::Purpose;
    /// let query = Query::new(holder, consulter, ["GGC002"], "2026-01-05T12:00:00Z".parse()?);
    /// assert_eq!(query.purpose(Purpose::from("COC")).purpose, Purpose::CoordinationOfCare);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn purpose(self, purpose: Purpose) -> Self {
        Query { purpose, ..self }
    }

    /// The same query with what is said of a treatment relationship (R13).
    ///
    /// ```
    /// # use akkoord::ids::ProviderId;
    /// # use akkoord::query::{Consulter, Holder};
    /// # let holder = Holder::new(ProviderId::new("ura:90000017")?, "Z3");
    /// # let consulter = Consulter::new(ProviderId::new("ura:90000033")?, "N6");
    /// use akkoord::Query;
    /// use akkoord::query::TreatmentRelationship;
    /// let query = Query::new(holder, consulter, ["GGC002"], "2026-01-05T12:00:00Z".parse()?);
    /// assert_eq!(query.treatment_relationship, TreatmentRelationship::NotAsserted);
    /// let asserted = query.treatment_relationship(TreatmentRelationship::Asserted);
    /// assert_eq!(asserted.treatment_relationship, TreatmentRelationship::Asserted);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn treatment_relationship(self, treatment_relationship: TreatmentRelationship) -> Self {
        Query {
            treatment_relationship,
            ..self
        }
    }

    /// The query without its data categories, borrowed.
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
    /// #     r#"{"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #         "consulter": {"id": "ura:90000033", "type": "N6"},
    /// #         "data": "GGC002", "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}"#,
    /// # )?;
    /// let view = query.view();
    /// assert_eq!((view.holder_id, view.holder_kind), ("ura:90000017", "Z3"));
    /// // The data category is named apart.
    /// let question = engine.prepare_view(&view, "GGC002");
    /// let verdict = engine.compile(&profile, view.at)?.decide(&question);
    /// assert_eq!(verdict.map(|verdict| verdict.outcome()), Ok(Outcome::Permit));
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn view(&self) -> QueryView<'_> {
        QueryView {
            holder_id: self.holder.id.as_str(),
            holder_kind: &self.holder.kind,
            connection: self.holder.connection,
            consulter_id: self.consulter.id.as_str(),
            consulter_kind: &self.consulter.kind,
            purpose: &self.purpose,
            treatment_relationship: self.treatment_relationship,
            at: self.at,
        }
    }
}
