//! A part of a population: the patients of one shard.

use akkoord::Population;
use rustc_hash::{FxHashSet, FxHasher};
use std::hash::Hasher;

/// The patients of one shard, and those of them of whom something could not be loaded.
#[derive(Clone, Copy)]
pub(crate) struct Part<'p> {
    pub(crate) population: &'p Population,
    pub(crate) incomplete: Option<&'p FxHashSet<Box<str>>>,
}

impl Part<'_> {
    /// In which of so many parts a patient belongs.
    pub(crate) fn number_of(patient: &str, parts: usize) -> usize {
        if parts < 2 {
            return 0;
        }
        let mut hasher = FxHasher::default();
        hasher.write(patient.as_bytes());
        let spread = u128::from(hasher.finish()).wrapping_mul(0x9e37_79b9_7f4a_7c15) as u64;
        let parts = u128::try_from(parts).unwrap_or(1);
        usize::try_from(u128::from(spread).wrapping_mul(parts) >> 64).unwrap_or(0)
    }

    /// Whether a row of this patient could not be loaded: what it said is not known, and a no may be missing.
    pub(crate) fn is_incomplete(&self, patient: &str) -> bool {
        self.incomplete.is_some_and(|all| all.contains(patient))
    }
}
