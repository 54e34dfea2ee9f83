//! A population in parts, one for each thread that loads it.

use std::thread;

use akkoord::population::{Memory, Population};
use akkoord::{Engine, Instant, Profile};

use crate::fault::RowCode;
use crate::jobs::joined;
use crate::part::{Part, Patients};

/// A population in as many parts as threads load it; any number of threads may ask it.
///
/// Cloning it copies it, as it does a [`Population`].
#[derive(Clone, Debug)]
pub struct Shards {
    engine: Engine,
    at: Instant,
    /// Rows without a patient that were left out.
    pub(crate) unattributed: u64,
    /// A table was not loaded to its end, or not all of it went to another instant.
    pub(crate) is_broken: bool,
    pub(crate) shards: Vec<Shard>,
}

#[derive(Clone, Debug)]
pub(crate) struct Shard {
    pub(crate) population: Population,
    /// Patients of whom a row could not be loaded.
    pub(crate) incomplete: Patients,
}

impl Shards {
    /// Nobody, at an instant, in so many parts (at least one).
    #[must_use]
    pub fn new(engine: &Engine, at: Instant, parts: usize) -> Self {
        let shard = || Shard {
            population: Population::new(engine, at, 0),
            incomplete: Patients::default(),
        };
        Shards {
            engine: engine.clone(),
            at,
            unattributed: 0,
            is_broken: false,
            shards: (0..parts.max(1)).map(|_| shard()).collect(),
        }
    }

    /// The engine whose catalogue and rules it has.
    #[must_use]
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// The instant for which it answers.
    #[must_use]
    pub fn at(&self) -> Instant {
        self.at
    }

    /// How many patients are in it.
    #[must_use]
    pub fn len(&self) -> usize {
        self.sum(|shard| shard.population.len())
    }

    /// Whether nobody is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// In how many parts it is.
    #[must_use]
    pub fn parts(&self) -> usize {
        self.shards.len()
    }

    /// How many patients have a row that could not be loaded: what is asked about them is indeterminate.
    #[must_use]
    pub fn incomplete(&self) -> usize {
        self.sum(|shard| shard.incomplete.len())
    }

    /// How many rows that name no patient were left out ([`Unattributed::Ignore`](crate::Unattributed::Ignore)).
    #[must_use]
    pub fn unattributed(&self) -> u64 {
        self.unattributed
    }

    /// Whether a [`load`](Shards::load) or [`go_to`](Shards::go_to) failed half-way. Then a no may be missing of anybody, and
    /// every question is indeterminate (`incomplete_profile`): load anew.
    #[must_use]
    pub fn is_broken(&self) -> bool {
        self.is_broken
    }

    fn sum(&self, of: impl Fn(&Shard) -> usize) -> usize {
        self.shards
            .iter()
            .fold(0, |sum, shard| sum.saturating_add(of(shard)))
    }

    /// How much memory it takes, over all parts.
    #[must_use]
    pub fn memory(&self) -> Memory {
        let of = |part: fn(Memory) -> usize| self.sum(|shard| part(shard.population.memory()));
        Memory {
            people: of(|memory| memory.people),
            records: of(|memory| memory.records),
            left_behind: of(|memory| memory.left_behind),
            tables: of(|memory| memory.tables),
            names: of(|memory| memory.names),
        }
    }

    fn number_of(&self, patient: &str) -> usize {
        Part::number_of(patient, self.shards.len())
    }

    /// The profile of a patient with its whole history; none for one who is not there.
    ///
    /// # Errors
    /// [`RowCode::IncompleteProfile`]: a row of this patient could not be loaded, so that the profile is not whole; or of
    /// anybody, if this [is broken](Shards::is_broken).
    pub fn profile(&self, patient: &str) -> Result<Option<Profile>, RowCode> {
        let Some(shard) = self.shards.get(self.number_of(patient)) else {
            return Ok(None);
        };
        if self.is_broken || shard.incomplete.contains(patient) {
            return Err(RowCode::IncompleteProfile);
        }
        Ok(shard.population.profile(patient))
    }

    /// Puts a patient in, or replaces the profile: valid at once, and whole.
    ///
    /// # Errors
    /// As [`Population::put`].
    pub fn put(&mut self, profile: &Profile) -> Result<(), akkoord::Error> {
        let patient = profile.patient().id().as_str();
        let number = self.number_of(patient);
        if let Some(shard) = self.shards.get_mut(number) {
            shard.population.put(profile)?;
            shard.incomplete.remove(patient);
        }
        Ok(())
    }

    /// Goes to another instant, each part on a thread of its own.
    ///
    /// # Errors
    /// As [`Population::go_to`]: then some patients stay as they were, and this [is broken](Shards::is_broken).
    pub fn go_to(&mut self, at: Instant) -> Result<(), akkoord::Error> {
        self.at = at;
        let gone: Result<(), akkoord::Error> = thread::scope(|scope| {
            let threads: Vec<_> = self
                .shards
                .iter_mut()
                .map(|shard| scope.spawn(|| shard.population.go_to(at)))
                .collect();
            let gone: Vec<_> = threads.into_iter().map(joined).collect();
            gone.into_iter().collect()
        });
        self.is_broken |= gone.is_err();
        gone
    }

    pub(crate) fn views(&self) -> Vec<Part<'_>> {
        let views = self.shards.iter().map(|shard| Part {
            population: &shard.population,
            incomplete: Some(&shard.incomplete).filter(|all| !all.is_empty()),
            is_broken: self.is_broken,
        });
        views.collect()
    }
}
