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
/// Made by [`Engine::compile_query`](crate::Engine::compile_query); good for any patient.
#[derive(Clone, Copy, Debug)]
pub struct CompiledQuery<'q> {
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

impl<'q> CompiledQuery<'q> {
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
        CompiledQuery {
            key: law.key,
            at: query.at,
            asks,
            holder,
            consulter,
        }
    }

    /// The reason, if the question is answered before any patient is looked at: an unknown code, another purpose, no treatment
    /// relationship, a holder that is not connected (R11-R14).
    #[must_use]
    #[inline(always)]
    pub fn settled(&self) -> Option<Reason> {
        match self.asks {
            Asks::Settled(reason) => Some(reason),
            Asks::Class(_) => None,
        }
    }

    /// The same question at another instant.
    #[must_use]
    pub fn at(self, at: Instant) -> Self {
        CompiledQuery { at, ..self }
    }
}
