//! Options that the same choices cover: they have the same answers, and are worked out once.

use alloc::vec;
use alloc::vec::Vec;

use crate::catalogue::OptionIndex;

/// A partition of the options of a catalogue.
pub(super) struct Parts {
    /// The options of each part: a bit per row. The first part has those that nothing covers; it may be empty.
    bits: Vec<u128>,
    /// The part of each option.
    of_option: Vec<u8>,
}

impl Parts {
    /// For sets of options that choices cover.
    pub(super) fn of(options: usize, covered: impl Iterator<Item = u128>) -> Self {
        let all = OptionIndex::all().take(options);
        let all = all.fold(0, |bits, option| bits | option.bit());
        let mut parts = Parts {
            bits: vec![all],
            of_option: Vec::new(),
        };
        let mut last = 0;
        for covered in covered {
            // Neighbours are often alike.
            if covered != last {
                parts.split(covered);
                last = covered;
            }
        }
        parts.of_option = OptionIndex::all()
            .take(options)
            .map(|option| parts.find(option))
            .collect();
        parts
    }

    fn split(&mut self, covered: u128) {
        for part in 0..self.bits.len() {
            let Some(bits) = self.bits.get_mut(part) else {
                break;
            };
            let (inside, outside) = (*bits & covered, *bits & !covered);
            // What is covered leaves the first part, also where nothing stays.
            if inside != 0 && (outside != 0 || part == 0) {
                *bits = outside;
                self.bits.push(inside);
            }
        }
    }

    fn find(&self, option: OptionIndex) -> u8 {
        let mut parts = self.bits.iter();
        let part = parts.position(|bits| bits & option.bit() != 0);
        // INVARIANT: every option is in a part, and there are at most 129.
        part.and_then(|part| u8::try_from(part).ok()).unwrap_or(0)
    }

    pub(super) fn len(&self) -> usize {
        self.bits.len()
    }

    /// Which parts these options make up, as numbers of parts.
    pub(super) fn covered_by(&self, covered: u128) -> impl Iterator<Item = usize> {
        let parts = self.bits.iter().enumerate();
        parts
            .filter(move |(_, bits)| *bits & covered != 0)
            .map(|(part, _)| part)
    }

    /// The part of each option of the catalogue.
    pub(super) fn of_option(&self) -> &[u8] {
        &self.of_option
    }

    /// The part of an option.
    pub(super) fn part(&self, option: OptionIndex) -> u8 {
        self.of_option.get(option.get()).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_together_if_the_same_choices_cover_them() {
        let parts = Parts::of(5, [0b0_0111, 0b0_0111, 0b0_0110, 0b1_0000].into_iter());
        let part = |row| parts.part(OptionIndex::new(row).unwrap());
        assert_eq!(part(3), 0);
        assert_eq!(part(1), part(2));
        assert_eq!([part(0), part(1), part(4)].map(|part| part != 0), [true; 3]);
        assert!(part(0) != part(1) && part(0) != part(4) && part(1) != part(4));
        let covered: Vec<usize> = parts.covered_by(0b1_0001).collect();
        assert_eq!(covered.len(), 2);
        assert_eq!(parts.len(), 4);
    }

    #[test]
    fn what_nothing_covers_stays_in_the_first_part() {
        let parts = Parts::of(3, [0b111].into_iter());
        assert_eq!(parts.len(), 2);
        assert!(parts.of_option().iter().all(|part| *part == 1));
        assert_eq!(Parts::of(3, core::iter::empty()).of_option(), [0, 0, 0]);
    }
}
