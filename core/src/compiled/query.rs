//! A question, worked out beforehand.

use crate::catalogue::ClassIndex;
use crate::ids::ProviderId;
use crate::instant::Instant;
use crate::law::{Law, LawKey};
use crate::lookup::same;
use crate::query::{self, Query, QueryView};
use crate::reason::Reason;

/// A closed query for one data category with its codes looked up; borrows the ids.
///
/// Made by [`Engine::prepare`](crate::Engine::prepare); good for any patient.
#[derive(Clone, Copy, Debug)]
pub struct PreparedQuery<'q> {
    pub(super) key: LawKey,
    pub(super) at: Instant,
    pub(super) asks: Asks,
    pub(super) holder: Name<'q>,
    pub(super) consulter: Name<'q>,
}

/// What is left to ask.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Asks {
    /// Nothing: the gate decided (R11-R14).
    Settled(Reason),
    /// The kind of question; none: no option can answer it (R4).
    Class(Option<ClassIndex>),
}

/// An id and its hash. The hash finds, the id makes sure.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Name<'q> {
    pub(super) hash: u64,
    pub(super) id: &'q str,
}

impl<'q> Name<'q> {
    #[inline(always)]
    pub(crate) fn of(law: &Law, id: &'q str) -> Self {
        let hash = law.seed.hash(id.as_bytes());
        Name { hash, id }
    }

    #[inline(always)]
    pub(super) fn is(&self, id: &ProviderId) -> bool {
        same(id.as_str().as_bytes(), self.id.as_bytes())
    }
}

impl<'q> PreparedQuery<'q> {
    pub(crate) fn new(law: &Law, query: &'q Query, data: &str) -> Self {
        let [holder, consulter] = [&query.holder.id, &query.consulter.id];
        let names = (
            Name::of(law, holder.as_str()),
            Name::of(law, consulter.as_str()),
        );
        Self::with(law, &query.view(), names, data)
    }

    #[inline(always)]
    pub(crate) fn of_view<C: AsRef<[u8]>>(law: &Law, query: &QueryView<'q, C>, data: C) -> Self {
        let names = (
            Name::of(law, query.holder_id),
            Name::of(law, query.consulter_id),
        );
        Self::with(law, query, names, data)
    }

    #[inline(always)]
    fn with<C: AsRef<[u8]>>(
        law: &Law,
        query: &QueryView<'_, C>,
        (holder, consulter): (Name<'q>, Name<'q>),
        data: C,
    ) -> Self {
        let asks = match query::admit(&law.catalogue, query, data) {
            Ok(class) => Asks::Class(class),
            Err(reason) => Asks::Settled(reason),
        };
        PreparedQuery {
            key: law.key,
            at: query.at,
            asks,
            holder,
            consulter,
        }
    }

    /// The reason, if the question is answered before any patient is looked at: an unknown code, another purpose, no
    /// treatment relationship, a holder that is not connected (R11-R14).
    ///
    /// ```
    /// # let engine = akkoord::Engine::mitz();
    /// # let (_, query, ..) = engine.read_line(
    /// #     r#"{"profile": {"patient": {"id": "999990019"}, "choices": []},
    /// #         "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #                   "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #                   "treatment_relationship": true, "at": "2026-06-01T12:00:00Z"}}"#,
    /// # )?;
    /// use akkoord::Reason;
    /// assert_eq!(engine.prepare(&query, "GGC999").settled(), Some(Reason::UnknownDataCategory));
    /// assert_eq!(engine.prepare(&query, "GGC002").settled(), None); // it depends on the patient
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    #[inline(always)]
    pub fn settled(&self) -> Option<Reason> {
        match self.asks {
            Asks::Settled(reason) => Some(reason),
            Asks::Class(_) => None,
        }
    }

    /// The same question at another instant.
    ///
    /// ```
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(
    /// #     r#"{"profile": {"patient": {"id": "999990019"}, "choices": [
    /// #         {"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    /// #          "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]},
    /// #         "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #                   "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #                   "treatment_relationship": true, "at": "2026-06-01T12:00:00Z"}}"#,
    /// # )?;
    /// // The patient said yes for all providers (c1).
    /// let question = engine.prepare(&query, "GGC002");
    /// let compiled = engine.compile(&profile, query.at)?;
    /// let next_year = question.at("2027-06-01T12:00:00Z".parse()?);
    /// assert_eq!(compiled.decide(&next_year)?.reason().name(), "blanket_yes");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn at(self, at: Instant) -> Self {
        PreparedQuery { at, ..self }
    }
}
