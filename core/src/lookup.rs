//! Finding a row by its text: a hash finds it, a comparison makes sure.

use core::fmt;
use core::hash::{Hash, Hasher};

use hashbrown::HashTable;
use rustc_hash::FxHasher;

/// Its job is to be fast and to spread; texts that collide are told apart by comparing them.
pub(crate) fn hash(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    hasher.finish()
}

/// As [`hash`], for anything else.
pub(crate) fn hash_of<T: Hash + ?Sized>(thing: &T) -> u64 {
    let mut hasher = FxHasher::default();
    thing.hash(&mut hasher);
    hasher.finish()
}

/// Where a text stands in a list that is kept elsewhere.
#[derive(Clone, Default)]
pub(crate) struct Lookup(HashTable<Entry>);

#[derive(Clone, Copy)]
struct Entry {
    hash: u64,
    row: u32,
}

impl Lookup {
    /// For a list of texts; of equal ones the first is found.
    pub(crate) fn of<'t>(texts: impl Iterator<Item = &'t str> + Clone) -> Self {
        let mut lookup = Lookup::default();
        for (row, text) in texts.clone().enumerate() {
            let hash = hash(text);
            let is_it = |row: usize| texts.clone().nth(row) == Some(text);
            if lookup.find(hash, is_it).is_none() {
                lookup.insert(hash, row);
            }
        }
        lookup
    }

    /// Adds the row of a text that is not there yet; beyond the 4,294,967,295th row nothing is found.
    pub(crate) fn insert(&mut self, hash: u64, row: usize) {
        if let Ok(row) = u32::try_from(row) {
            let entry = Entry { hash, row };
            self.0.insert_unique(hash, entry, |entry| entry.hash);
        }
    }

    /// The row with this hash that `is_it`.
    pub(crate) fn find(&self, hash: u64, is_it: impl Fn(usize) -> bool) -> Option<usize> {
        let row = |entry: &Entry| usize::try_from(entry.row).unwrap_or(usize::MAX);
        self.0
            .find(hash, |entry| entry.hash == hash && is_it(row(entry)))
            .map(row)
    }

    pub(crate) fn memory(&self) -> usize {
        self.0.allocation_size()
    }
}

impl fmt::Debug for Lookup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Lookup({})", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_is_found_and_the_first_of_equal_ones() {
        let texts = ["Z3", "J8", "", "Z3", "ura:90000017"];
        let lookup = Lookup::of(texts.iter().copied());
        for (row, text) in texts.iter().enumerate() {
            let found = lookup.find(hash(text), |row| texts[row] == *text);
            assert_eq!(found, Some(if row == 3 { 0 } else { row }));
        }
        assert_eq!(lookup.find(hash("z3"), |row| texts[row] == "z3"), None);
    }

    #[test]
    fn texts_of_one_hash_are_told_apart() {
        let texts = ["a", "b"];
        let mut lookup = Lookup::default();
        lookup.insert(1, 0);
        lookup.insert(1, 1);
        assert_eq!(lookup.find(1, |row| texts[row] == "b"), Some(1));
        assert_eq!(lookup.find(1, |row| texts[row] == "c"), None);
    }
}
