//! Names and kinds that stand in many records, stored once.

use alloc::vec::Vec;
use core::borrow::Borrow;
use core::hash::Hash;

use crate::lookup::{Lookup, Seed};

/// A list without doubles: everything on it has a number.
#[derive(Clone, Debug)]
pub(super) struct Once<T> {
    list: Vec<T>,
    numbers: Lookup,
    seed: Seed,
}

impl<T> Once<T> {
    pub(super) fn new(seed: Seed) -> Self {
        Once {
            list: Vec::new(),
            numbers: Lookup::default(),
            seed,
        }
    }
}

impl<T: Hash + Eq + Clone> Once<T> {
    /// The number of a thing, which is put on the list if it is new.
    pub(super) fn number(&mut self, thing: &T) -> usize {
        if let Some(number) = self.find(thing) {
            return number;
        }
        let number = self.list.len();
        self.list.push(thing.clone());
        self.numbers.insert(self.seed.hash_of(thing), number);
        number
    }

    /// The number of a thing that is on the list.
    pub(super) fn find<Q: Hash + Eq + ?Sized>(&self, thing: &Q) -> Option<usize>
    where
        T: Borrow<Q>,
    {
        let is_it = |number: usize| {
            let listed = self.list.get(number);
            listed.is_some_and(|listed| listed.borrow() == thing)
        };
        self.numbers.find(self.seed.hash_of(thing), is_it)
    }

    pub(super) fn get(&self, number: usize) -> Option<&T> {
        self.list.get(number)
    }

    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    pub(super) fn memory(&self) -> usize {
        let list = self.list.capacity().saturating_mul(size_of::<T>());
        list.saturating_add(self.numbers.memory())
    }
}
