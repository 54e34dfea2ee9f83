//! A question, worked out beforehand.

use crate::catalogue::{CatalogueKey, ClassIndex};
use crate::decision::Reason;
use crate::engine::Law;
use crate::ids::ProviderId;
use crate::instant::Instant;
use crate::query::{self, Query};

/// A closed query for one data category with its codes looked up; borrows the ids.
///
/// Made by [`Engine::compile_query`](crate::Engine::compile_query); good for any patient.
#[derive(Clone, Copy, Debug)]
pub struct CompiledQuery<'q> {
    pub(super) catalogue: CatalogueKey,
    pub(super) at: Instant,
    pub(super) asks: Asks,
    pub(super) holder: &'q ProviderId,
    pub(super) consulter: &'q ProviderId,
}

/// What is left to ask.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Asks {
    /// Nothing: the gate decided (R11-R14).
    Settled(Reason),
    /// The kind of question; none: no option can answer it (R4).
    Class(Option<ClassIndex>),
}

impl<'q> CompiledQuery<'q> {
    pub(crate) fn new(law: &Law, query: &'q Query, data: &str) -> Self {
        let asks = match query::admit(&law.catalogue, query, data) {
            Ok(class) => Asks::Class(class),
            Err(reason) => Asks::Settled(reason),
        };
        CompiledQuery {
            catalogue: law.catalogue.key(),
            at: query.at,
            asks,
            holder: &query.holder.id,
            consulter: &query.consulter.id,
        }
    }

    /// The same question at another instant.
    #[must_use]
    pub fn at(self, at: Instant) -> Self {
        CompiledQuery { at, ..self }
    }
}
