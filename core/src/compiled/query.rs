//! A question, worked out beforehand.

use core::hash::Hasher;

use rustc_hash::FxHasher;

use crate::catalogue::{CatalogueKey, ClassIndex};
use crate::decision::Reason;
use crate::engine::Law;
use crate::instant::Instant;
use crate::query::{self, QueryView};

/// A closed query for one data category with its codes looked up and its ids hashed; borrows the ids.
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
    pub(crate) fn of(id: &'q str) -> Self {
        Name { hash: hash(id), id }
    }
}

/// Its job is to be fast and to spread; ids that collide are told apart by comparing them.
pub(super) fn hash(id: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(id.as_bytes());
    hasher.finish()
}

impl<'q> CompiledQuery<'q> {
    pub(crate) fn new(law: &Law, query: &QueryView<'q>, data: &str) -> Self {
        let asks = match query::admit(&law.catalogue, query, data) {
            Ok(class) => Asks::Class(class),
            Err(reason) => Asks::Settled(reason),
        };
        CompiledQuery {
            catalogue: law.catalogue.key(),
            at: query.at,
            asks,
            holder: Name::of(query.holder_id),
            consulter: Name::of(query.consulter_id),
        }
    }

    /// The same question at another instant.
    #[must_use]
    pub fn at(self, at: Instant) -> Self {
        CompiledQuery { at, ..self }
    }
}
