//! A part of a population: the patients of one shard.

use std::collections::HashSet;
use std::hash::BuildHasher;

use akkoord::population::Population;

use crate::seed::Seeded;

/// Patients by their ids.
pub(crate) type Patients = HashSet<Box<str>, Seeded>;

/// The patients of one shard, and those of them of whom something could not be loaded.
#[derive(Clone, Copy)]
pub(crate) struct Part<'p> {
    pub(crate) population: &'p Population,
    pub(crate) incomplete: Option<&'p Patients>,
    /// A table was not loaded to its end: of anybody something may be missing.
    pub(crate) is_broken: bool,
}

impl Part<'_> {
    /// In which of so many parts a patient belongs: the same one as long as this process lives.
    pub(crate) fn number_of(patient: &str, parts: usize) -> usize {
        /// Not that of the maps: within one part all patients have it in common.
        const PARTS: u64 = 1;
        if parts < 2 {
            return 0;
        }
        let hash = Seeded::of(PARTS).hash_one(patient);
        // The product of the lower half: all bits of the hash have their say.
        let spread = hash.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let parts = u128::try_from(parts).unwrap_or(1);
        usize::try_from(u128::from(spread).wrapping_mul(parts) >> 64).unwrap_or(0)
    }

    /// Whether a row of this patient could not be loaded: what it said is not known, and a no may be missing.
    pub(crate) fn is_incomplete(&self, patient: &str) -> bool {
        self.is_broken || self.incomplete.is_some_and(|all| all.contains(patient))
    }
}
