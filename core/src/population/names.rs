//! Names and kinds that stand in many records, stored once.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::borrow::Borrow;

/// A list without doubles: everything on it has a number.
#[derive(Clone, Debug)]
pub(super) struct Once<T> {
    list: Vec<T>,
    numbers: BTreeMap<T, usize>,
}

impl<T> Default for Once<T> {
    fn default() -> Self {
        Once {
            list: Vec::new(),
            numbers: BTreeMap::new(),
        }
    }
}

impl<T: Ord + Clone> Once<T> {
    /// The number of a thing, which is put on the list if it is new.
    pub(super) fn number(&mut self, thing: &T) -> usize {
        if let Some(number) = self.numbers.get(thing) {
            return *number;
        }
        let number = self.list.len();
        self.list.push(thing.clone());
        self.numbers.insert(thing.clone(), number);
        number
    }

    /// The number of a thing that is on the list.
    pub(super) fn find<Q: Ord + ?Sized>(&self, thing: &Q) -> Option<usize>
    where
        T: Borrow<Q>,
    {
        self.numbers.get(thing).copied()
    }

    pub(super) fn get(&self, number: usize) -> Option<&T> {
        self.list.get(number)
    }

    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    pub(super) fn memory(&self) -> usize {
        let each = size_of::<T>()
            .saturating_mul(2)
            .saturating_add(size_of::<usize>().saturating_mul(2));
        self.list.capacity().saturating_mul(each)
    }
}
