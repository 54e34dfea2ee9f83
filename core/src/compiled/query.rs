//! A question, worked out beforehand.

use crate::catalogue::{CatalogueKey, ClassIndex};
use crate::decision::Reason;
use crate::engine::Law;
use crate::ids::ProviderId;
use crate::instant::Instant;
use crate::lookup::{hash, same};
use crate::query::{self, Query, QueryView};

/// A closed query for one data category with its codes looked up; borrows the ids.
///
/// Made by [`Engine::compile_query`](crate::Engine::compile_query); good for any patient.
#[derive(Clone, Copy, Debug)]
pub struct CompiledQuery<'q> {
    pub(super) catalogue: CatalogueKey,
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
    pub(crate) fn of(id: &'q ProviderId) -> Self {
        Name {
            hash: id.hashed(),
            id: id.as_str(),
        }
    }

    #[inline(always)]
    pub(crate) fn of_text(id: &'q str) -> Self {
        Name {
            hash: hash(id.as_bytes()),
            id,
        }
    }

    pub(super) fn is(&self, id: &ProviderId) -> bool {
        id.hashed() == self.hash && same(id.as_str().as_bytes(), self.id.as_bytes())
    }
}

impl<'q> CompiledQuery<'q> {
    pub(crate) fn new(law: &Law, query: &'q Query, data: &str) -> Self {
        let names = (Name::of(&query.holder.id), Name::of(&query.consulter.id));
        Self::with(law, &query.view(), names, data)
    }

    #[inline(always)]
    pub(crate) fn of_view<C: AsRef<[u8]>>(law: &Law, query: &QueryView<'q, C>, data: C) -> Self {
        let names = (
            Name::of_text(query.holder_id),
            Name::of_text(query.consulter_id),
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
            catalogue: law.catalogue.key(),
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
