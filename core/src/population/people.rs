//! Who is in a population: an open-addressing table from patient to answers and record. One entry is 16 bytes, so that a
//! question about a random patient costs one cache line.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::vec;
use alloc::vec::Vec;

use crate::ids::PatientId;

/// A patient id in eight bytes: up to 17 digits as they are, anything else by its number in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct PatientKey(u64);

/// What is known of one patient.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    key: PatientKey,
    /// The table of answers, and what else must be looked at.
    pub(super) answers: Answers,
    /// Where the record begins.
    pub(super) record: u32,
}

/// A table of answers by its number, and whether the record must be looked at as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Answers(u32);

impl Answers {
    /// Set where the record names holders or instants.
    const LOOK: u32 = 1 << 31;
    /// R15: the patient is deceased.
    pub(super) const DECEASED: Answers = Answers(Self::LOOK - 1);
    /// The profile is too large for the tables: it is asked literally.
    pub(super) const LITERAL: Answers = Answers(Self::LOOK - 2);

    /// None if there are too many tables.
    pub(super) fn table(number: usize, must_look: bool) -> Option<Self> {
        let number = u32::try_from(number)
            .ok()
            .filter(|number| *number < Self::LITERAL.0)?;
        Some(Answers(if must_look {
            number | Self::LOOK
        } else {
            number
        }))
    }

    pub(super) fn number(self) -> usize {
        usize::try_from(self.0 & !Self::LOOK).unwrap_or(usize::MAX)
    }

    pub(super) fn must_look(self) -> bool {
        self.0 & Self::LOOK != 0
    }
}

/// No patient: the key of an empty place. Digits carry their count, so that no id has it.
const NOBODY: PatientKey = PatientKey(0);
const EMPTY: Entry = Entry {
    key: NOBODY,
    answers: Answers(0),
    record: 0,
};
const DIGITS: u32 = 57;
const IN_LIST: u64 = 1 << 63;

/// The patients of a population.
#[derive(Clone, Debug, Default)]
pub(super) struct People {
    places: Vec<Entry>,
    count: usize,
    /// Ids that are not up to 17 digits.
    other_ids: Vec<PatientId>,
    other_keys: BTreeMap<PatientId, PatientKey>,
}

impl People {
    pub(super) fn with_capacity(patients: usize) -> Self {
        // Four fifths full at most.
        let places = patients.saturating_add(patients / 4).saturating_add(8);
        People {
            places: vec![EMPTY; places],
            ..People::default()
        }
    }

    pub(super) fn len(&self) -> usize {
        self.count
    }

    /// The key of an id that may be in the population; none if it cannot be.
    pub(super) fn key(&self, id: &str) -> Option<PatientKey> {
        digits(id).or_else(|| self.other_keys.get(id).copied())
    }

    /// The key of an id, which is put on the list if it has to be.
    pub(super) fn new_key(&mut self, id: &PatientId) -> PatientKey {
        if let Some(key) = self.key(id.as_str()) {
            return key;
        }
        let number = u64::try_from(self.other_ids.len()).unwrap_or(u64::MAX);
        let key = PatientKey(IN_LIST | number);
        self.other_ids.push(id.clone());
        self.other_keys.insert(id.clone(), key);
        key
    }

    /// The id of a key.
    pub(super) fn id(&self, key: PatientKey) -> Option<PatientId> {
        if key.0 & IN_LIST != 0 {
            let number = usize::try_from(key.0 & !IN_LIST).ok()?;
            return self.other_ids.get(number).cloned();
        }
        let width = usize::try_from(key.0 >> DIGITS).ok()?;
        let number = key.0 & ((1 << DIGITS) - 1);
        PatientId::read(&format!("{number:0width$}")).ok()
    }

    pub(super) fn get(&self, key: PatientKey) -> Option<Entry> {
        self.places
            .get(self.place(key)?)
            .copied()
            .filter(|entry| entry.key == key)
    }

    /// Puts a patient in, or replaces what is known.
    pub(super) fn put(&mut self, key: PatientKey, answers: Answers, record: u32) {
        let room = self.places.len().saturating_sub(self.places.len() / 6);
        if self.count >= room {
            self.grow();
        }
        let entry = Entry {
            key,
            answers,
            record,
        };
        if let Some(place) = self.place(key).and_then(|place| self.places.get_mut(place)) {
            if place.key == NOBODY {
                self.count = self.count.saturating_add(1);
            }
            *place = entry;
        }
    }

    fn grow(&mut self) {
        let places = self
            .places
            .len()
            .saturating_add(self.places.len() / 2)
            .saturating_add(16);
        let old = core::mem::replace(&mut self.places, vec![EMPTY; places]);
        for entry in old.into_iter().filter(|entry| entry.key != NOBODY) {
            if let Some(place) = self
                .place(entry.key)
                .and_then(|place| self.places.get_mut(place))
            {
                *place = entry;
            }
        }
    }

    /// Every patient, in no order that means anything.
    pub(super) fn keys(&self) -> impl Iterator<Item = PatientKey> {
        self.places
            .iter()
            .map(|entry| entry.key)
            .filter(|key| *key != NOBODY)
    }

    pub(super) fn entries(&self) -> impl Iterator<Item = Entry> {
        self.places
            .iter()
            .copied()
            .filter(|entry| entry.key != NOBODY)
    }

    /// The place of a key, or the empty place where it would go.
    fn place(&self, key: PatientKey) -> Option<usize> {
        let places = u64::try_from(self.places.len()).ok()?;
        let spread = key.0.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let first = u128::from(spread).wrapping_mul(u128::from(places)) >> 64;
        let first = usize::try_from(first).ok()?;
        let here = self.places.get(first..)?;
        let then = self.places.get(..first)?;
        let found = |entry: &Entry| entry.key == key || entry.key == NOBODY;
        match here.iter().position(found) {
            Some(offset) => first.checked_add(offset),
            None => then.iter().position(found),
        }
    }

    pub(super) fn memory(&self) -> usize {
        let others = self
            .other_ids
            .capacity()
            .saturating_mul(2)
            .saturating_mul(size_of::<PatientId>());
        self.places
            .capacity()
            .saturating_mul(size_of::<Entry>())
            .saturating_add(others)
    }
}

impl Entry {
    pub(super) fn key(&self) -> PatientKey {
        self.key
    }
}

/// The key of one to 17 digits: their number and how many there are.
fn digits(id: &str) -> Option<PatientKey> {
    if !(1..=17).contains(&id.len()) {
        return None;
    }
    let mut number = 0_u64;
    for byte in id.bytes() {
        let digit = byte.checked_sub(b'0').filter(|digit| *digit < 10)?;
        number = number.wrapping_mul(10).wrapping_add(u64::from(digit));
    }
    let width = u64::try_from(id.len()).ok()?;
    Some(PatientKey(width.wrapping_shl(DIGITS) | number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn ids_come_back_as_they_were_also_with_leading_zeros_and_letters() {
        let mut people = People::with_capacity(0);
        for (number, id) in [
            "9",
            "09",
            "009",
            "99999999999999999",
            "999999999999999999",
            "p-1",
            "é",
            "0",
        ]
        .iter()
        .enumerate()
        {
            let key = people.new_key(&PatientId::new(id).unwrap());
            people.put(key, Answers::table(number, false).unwrap(), 0);
            assert_eq!(people.id(key).unwrap().as_str().to_string(), *id);
        }
        assert_eq!(people.len(), 8);
        assert_eq!(
            people
                .get(people.key("09").unwrap())
                .unwrap()
                .answers
                .number(),
            1
        );
        assert_eq!(
            people
                .get(people.key("p-1").unwrap())
                .unwrap()
                .answers
                .number(),
            5
        );
        assert!(people.key("p-2").is_none());
        assert!(people.get(people.key("19").unwrap()).is_none());
    }

    #[test]
    fn it_grows_and_keeps_everybody() {
        let mut people = People::with_capacity(3);
        for number in 0..10_000_usize {
            let key = people.new_key(&PatientId::new(&number.to_string()).unwrap());
            people.put(key, Answers::table(number, number % 2 == 0).unwrap(), 7);
            people.put(key, Answers::table(number, number % 2 == 0).unwrap(), 8);
        }
        assert_eq!(people.len(), 10_000);
        for number in 0..10_000_usize {
            let entry = people
                .get(people.key(&number.to_string()).unwrap())
                .unwrap();
            assert_eq!((entry.answers.number(), entry.record), (number, 8));
        }
    }
}
