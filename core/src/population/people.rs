//! Who is in a population: an open-addressing table from patient to answers and record. One entry is 16 bytes, so that a
//! question about a random patient costs one cache line.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::vec;
use alloc::vec::Vec;

use crate::ids::PatientId;
use crate::lookup::{Seed, looked_at};

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
pub(super) const NOBODY: PatientKey = PatientKey(0);
const EMPTY: Entry = Entry {
    key: NOBODY,
    answers: Answers(0),
    record: 0,
};
const DIGITS: u32 = 57;
const IN_LIST: u64 = 1 << 63;

/// Four places in one cache line: looking for a patient mostly ends in the line where it begins.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
struct Group([Entry; 4]);

impl Group {
    /// The entry of this key, if it is here; else any. Without a branch that could be guessed wrong.
    fn nearest(&self, key: PatientKey) -> Entry {
        let [zeroth, first, second, third] = &self.0;
        let is = |entry: &Entry, place: usize| usize::from(entry.key == key).wrapping_mul(place);
        let place = is(first, 1) | is(second, 2) | is(third, 3);
        self.0.get(place).map_or(*zeroth, |entry| *entry)
    }

    fn has_room(&self) -> bool {
        let [.., last] = &self.0;
        last.key == NOBODY
    }
}

const NO_ONE: Group = Group([EMPTY; 4]);

/// The patients of a population.
#[derive(Clone, Debug, Default)]
pub(super) struct People {
    groups: Vec<Group>,
    count: usize,
    /// Ids that are not up to 17 digits.
    other_ids: Vec<PatientId>,
    other_keys: BTreeMap<PatientId, PatientKey>,
    seed: Seed,
}

impl People {
    pub(super) fn with_capacity(patients: usize, seed: &Seed) -> Self {
        // Three quarters full: then few look beyond their own group.
        let places = patients.saturating_add(patients / 3).saturating_add(8);
        People {
            groups: vec![NO_ONE; places.div_ceil(4)],
            seed: seed.clone(),
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
        self.get_from(self.first_group(key), key)
    }

    /// Puts a patient in, or replaces what is known.
    pub(super) fn put(&mut self, key: PatientKey, answers: Answers, record: u32) {
        let places = self.groups.len().saturating_mul(4);
        if self.count >= places.saturating_sub(places / 6) {
            self.grow();
        }
        self.write(Entry {
            key,
            answers,
            record,
        });
    }

    fn write(&mut self, entry: Entry) {
        let first = self.first_group(entry.key);
        // INVARIANT: `put` sees to it that there is room, and so a group to begin with.
        let Some((then, here)) = self.groups.split_at_mut_checked(first) else {
            return;
        };
        let places = here.iter_mut().chain(then).flat_map(|group| &mut group.0);
        let mut free_or_its_own = places.filter(|place| {
            looked_at();
            place.key == entry.key || place.key == NOBODY
        });
        if let Some(place) = free_or_its_own.next() {
            if place.key == NOBODY {
                self.count = self.count.saturating_add(1);
            }
            *place = entry;
        }
    }

    fn grow(&mut self) {
        let groups = self
            .groups
            .len()
            .saturating_add(self.groups.len() / 2)
            .saturating_add(4);
        let old = core::mem::replace(&mut self.groups, vec![NO_ONE; groups]);
        self.count = 0;
        for entry in old.into_iter().flat_map(|group| group.0) {
            if entry.key != NOBODY {
                self.write(entry);
            }
        }
    }

    /// Every patient, in no order that means anything.
    pub(super) fn entries(&self) -> impl Iterator<Item = Entry> {
        self.groups
            .iter()
            .flat_map(|group| group.0)
            .filter(|entry| entry.key != NOBODY)
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = PatientKey> {
        self.entries().map(|entry| entry.key)
    }

    /// Where to begin looking for a key.
    pub(super) fn first_group(&self, key: PatientKey) -> usize {
        let groups = u64::try_from(self.groups.len()).unwrap_or(0);
        let spread = self.seed.hash_of(&key.0);
        let first = u128::from(spread).wrapping_mul(u128::from(groups)) >> 64;
        usize::try_from(first).unwrap_or(0)
    }

    /// The first entry of a group: reading it brings the group into the cache.
    pub(super) fn glimpse(&self, group: usize) -> Entry {
        self.groups.get(group).map_or(EMPTY, |group| group.0[0])
    }

    /// What is known of a key, looked for from its first group. A group is filled in order and nobody leaves, so that a free
    /// place ends the search.
    pub(super) fn get_from(&self, first: usize, key: PatientKey) -> Option<Entry> {
        let (then, here) = self.groups.split_at_checked(first)?;
        for group in here.iter().chain(then) {
            looked_at();
            let entry = group.nearest(key);
            if entry.key == key {
                return Some(entry).filter(|_| key != NOBODY);
            }
            if group.has_room() {
                return None;
            }
        }
        None
    }

    pub(super) fn memory(&self) -> usize {
        let others = self
            .other_ids
            .capacity()
            .saturating_mul(2)
            .saturating_mul(size_of::<PatientId>());
        self.groups
            .capacity()
            .saturating_mul(size_of::<Group>())
            .saturating_add(others)
    }
}

impl Entry {
    /// What holds for a patient who is not there.
    pub(super) fn of_nobody(answers: Answers) -> Self {
        Entry { answers, ..EMPTY }
    }

    pub(super) fn key(&self) -> PatientKey {
        self.key
    }
}

/// The key of one to 17 digits: their number and how many there are.
fn digits(id: &str) -> Option<PatientKey> {
    let bytes = id.as_bytes();
    let number = match (bytes.first_chunk(), bytes.last_chunk()) {
        (Some(first), Some(last)) if bytes.len() <= 16 => sixteen_digits(
            bytes.len(),
            u64::from_le_bytes(*first),
            u64::from_le_bytes(*last),
        )?,
        _ if (1..=17).contains(&bytes.len()) => digit_by_digit(bytes)?,
        _ => return None,
    };
    let width = u64::try_from(bytes.len()).ok()?;
    Some(PatientKey(width.wrapping_shl(DIGITS) | number))
}

fn digit_by_digit(bytes: &[u8]) -> Option<u64> {
    let mut number = 0_u64;
    for byte in bytes {
        let digit = byte.checked_sub(b'0').filter(|digit| *digit < 10)?;
        number = number.wrapping_mul(10).wrapping_add(u64::from(digit));
    }
    Some(number)
}

/// Eight times the digit 0.
const ZEROS: u64 = u64::from_le_bytes([b'0'; 8]);

/// The number of 8 to 16 digits, of which the first eight and the last eight are given: all of them at once.
fn sixteen_digits(length: usize, first: u64, last: u64) -> Option<u64> {
    const HIGH_HALVES: u64 = u64::from_le_bytes([0xf0; 8]);
    const SIXES: u64 = u64::from_le_bytes([6; 8]);
    // What both have stays in the last; zeros come in front of the first. Half of the way twice: it may be 64 bits.
    let half = u32::try_from(length).ok()?.abs_diff(16).wrapping_mul(4);
    let rest = 32_u32.wrapping_sub(half);
    let digits = first.wrapping_shl(half).wrapping_shl(half);
    let first = digits | ZEROS.wrapping_shr(rest).wrapping_shr(rest);
    // A digit is 0x30 to 0x39: its high half is 3, also with six added.
    let not_digits =
        |text: u64| ((text ^ ZEROS) | (text.wrapping_add(SIXES) ^ ZEROS)) & HIGH_HALVES;
    if not_digits(first) | not_digits(last) != 0 {
        return None;
    }
    let high = eight_digits(first).wrapping_mul(100_000_000);
    Some(high.wrapping_add(eight_digits(last)))
}

/// The number of eight digits, the first in the lowest byte.
fn eight_digits(text: u64) -> u64 {
    const TWO_BYTES: u64 = 0x0000_00ff_0000_00ff;
    // What a pair of digits counts for: the first and the third, the second and the fourth.
    const ODD: u64 = 1_000_000 << 32 | 100;
    const EVEN: u64 = 10_000 << 32 | 1;
    let digits = text ^ ZEROS;
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8);
    let odd = (pairs & TWO_BYTES).wrapping_mul(ODD);
    let even = ((pairs >> 16) & TWO_BYTES).wrapping_mul(EVEN);
    odd.wrapping_add(even) >> 32
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn ids_come_back_as_they_were_also_with_leading_zeros_and_letters() {
        let mut people = People::with_capacity(0, &Seed::DEFAULT);
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
    fn digits_at_once_are_digits_one_by_one() {
        let long = "98765432109876543";
        for length in 1..=17 {
            let id = &long[..length];
            let PatientKey(key) = digits(id).unwrap();
            let expected: u64 = id.parse().unwrap();
            assert_eq!(key, (length as u64) << DIGITS | expected, "{id}");
            for place in 0..length {
                for other in [b'/', b':', b' ', b'a', 0, 0x7f] {
                    let mut bytes = id.as_bytes().to_vec();
                    bytes[place] = other;
                    let text = core::str::from_utf8(&bytes).unwrap();
                    assert_eq!(digits(text), None, "{text:?}");
                }
            }
        }
        assert_eq!((digits(""), digits("987654321098765432")), (None, None));
        assert_eq!(digits("1234567é"), None);
    }

    #[test]
    fn it_grows_and_keeps_everybody() {
        let mut people = People::with_capacity(3, &Seed::DEFAULT);
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
