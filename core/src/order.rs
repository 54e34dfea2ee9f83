//! Sorting in one piece of code for every kind of list: a sort of its own for each kind makes the module for browsers larger.

use core::cmp::Ordering;

/// Sorts a list; what is equal stays in its order. Elsewhere than in the module for browsers as `sort_by`.
pub(crate) fn sort_by<T>(list: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    #[cfg(not(target_family = "wasm"))]
    list.sort_by(compare);
    #[cfg(target_family = "wasm")]
    small::sort_by(list, compare);
}

/// As [`sort_by`], by a key.
pub(crate) fn sort_by_key<T, K: Ord>(list: &mut [T], key: impl Fn(&T) -> K) {
    sort_by(list, |one, other| key(one).cmp(&key(other)));
}

/// As [`sort_by`], of which elsewhere the order of what is equal is not certain.
pub(crate) fn sort_unstable_by<T>(list: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    #[cfg(not(target_family = "wasm"))]
    list.sort_unstable_by(compare);
    #[cfg(target_family = "wasm")]
    small::sort_by(list, compare);
}

/// The sort of the module for browsers.
#[cfg(any(test, target_family = "wasm"))]
mod small {
    use alloc::vec::Vec;
    use core::cmp::Ordering;

    /// A list whose entries are compared and moved by their places.
    trait Places {
        fn compare(&self, one: usize, other: usize) -> Ordering;
        fn swap(&mut self, one: usize, other: usize);
    }

    struct Entries<'l, T, F> {
        list: &'l mut [T],
        compare: F,
    }

    impl<T, F: Fn(&T, &T) -> Ordering> Places for Entries<'_, T, F> {
        fn compare(&self, one: usize, other: usize) -> Ordering {
            match (self.list.get(one), self.list.get(other)) {
                (Some(one), Some(other)) => (self.compare)(one, other),
                // INVARIANT: the places are those of the list.
                _ => Ordering::Equal,
            }
        }

        fn swap(&mut self, one: usize, other: usize) {
            self.list.swap(one, other);
        }
    }

    /// As `sort_by`: what is code for one kind of list compares two entries and swaps them.
    pub(super) fn sort_by<T>(list: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
        let len = list.len();
        sort_places(&mut Entries { list, compare }, len);
    }

    fn sort_places(list: &mut dyn Places, len: usize) {
        let mut from: Vec<usize> = (0..len).collect();
        from.sort_by(|one, other| list.compare(*one, *other));
        // Every place gets the entry that belongs there, along each ring of places.
        for first in 0..len {
            let mut to = first;
            while let Some(next) = from.get_mut(to).map(|next| core::mem::replace(next, to)) {
                if next == first {
                    break;
                }
                list.swap(to, next);
                to = next;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_small_sort_sorts_as_that_of_the_library(
            list in prop::collection::vec((0_u8..9, any::<u8>()), 0..60),
        ) {
            let (mut ours, mut theirs) = (list.clone(), list);
            small::sort_by(&mut ours, |one, other| one.0.cmp(&other.0));
            theirs.sort_by_key(|one| one.0);
            prop_assert_eq!(ours, theirs);
        }
    }
}
