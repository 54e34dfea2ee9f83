//! Finding a row by its text: a hash finds it, a comparison makes sure.

use alloc::vec;
use alloc::vec::Vec;
use core::fmt;
use core::hash::{Hash, Hasher};

use hashbrown::HashTable;
use rustc_hash::FxHasher;

/// Its job is to be fast and to spread; texts that collide are told apart by comparing them.
#[inline(always)]
pub(crate) fn hash(text: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(text);
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

/// Where the codes of a catalogue stand. One of at most seven bytes, as nearly all are, is read as a number: finding it compares
/// numbers, and no texts.
#[derive(Default)]
pub(crate) struct Codes {
    /// A power of two of places, at least half of them free. A code stands at the first free place from its own on.
    short: Vec<Place>,
    long: Lookup,
}

#[derive(Clone, Copy, Default)]
struct Place {
    /// The code as a number; 0 for a free place.
    code: u64,
    row: u32,
}

/// A code of at most seven bytes as a number: its bytes, and above them its length and one. Others have none.
#[inline]
fn number(code: &[u8]) -> Option<u64> {
    let length = u64::try_from(code.len()).ok()?;
    let bits = |bytes: u64| bytes.wrapping_mul(8);
    let text = match code {
        [] => 0,
        [only] => u64::from(*only),
        [first, second] => u64::from(u16::from_le_bytes([*first, *second])),
        [first, second, third] => u64::from(u32::from_le_bytes([*first, *second, *third, 0])),
        [_, _, _, _, rest @ ..] if rest.len() <= 3 => {
            // The first four bytes and the last four: where they overlap, they are the same.
            let first = u64::from(u32::from_le_bytes(*code.first_chunk()?));
            let last = u64::from(u32::from_le_bytes(*code.last_chunk()?));
            first | last << bits(length.wrapping_sub(4))
        }
        _ => return None,
    };
    Some(text | length.wrapping_add(1) << bits(7))
}

impl Codes {
    /// For a list of codes; of equal ones the first is found.
    pub(crate) fn of<'t>(codes: impl Iterator<Item = &'t str> + Clone) -> Self {
        let codes = codes.map(str::as_bytes);
        let room = codes.clone().count().saturating_mul(2).next_power_of_two();
        let mut found = Codes {
            short: vec![Place::default(); room],
            long: Lookup::default(),
        };
        for (row, code) in codes.clone().enumerate() {
            let is_it = |row: usize| codes.clone().nth(row) == Some(code);
            match (found.find(code, is_it), number(code)) {
                (Some(_), _) => {}
                (None, None) => found.long.insert(hash(code), row),
                (None, Some(number)) => found.put(number, row),
            }
        }
        found
    }

    fn put(&mut self, code: u64, row: usize) {
        let Ok(row) = u32::try_from(row) else { return };
        for place in self.places(code) {
            if let Some(place) = self.short.get_mut(place).filter(|place| place.code == 0) {
                *place = Place { code, row };
                return;
            }
        }
    }

    /// The places of a number, in the order in which it is looked for.
    #[inline]
    fn places(&self, number: u64) -> impl Iterator<Item = usize> + use<> {
        let mask = self.short.len().wrapping_sub(1);
        // The upper half of the product depends on all bytes of the code.
        let spread = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
        let own = usize::try_from(spread).unwrap_or(0);
        (0..self.short.len()).map(move |step| own.wrapping_add(step) & mask)
    }

    /// The row of a code; `is_it` is asked only about longer ones.
    #[inline]
    pub(crate) fn find(&self, code: &[u8], is_it: impl Fn(usize) -> bool) -> Option<usize> {
        let Some(number) = number(code) else {
            return self.long.find(hash(code), is_it);
        };
        for place in self.places(number) {
            let place = self.short.get(place)?;
            if place.code == number {
                return usize::try_from(place.row).ok();
            }
            if place.code == 0 {
                return None;
            }
        }
        None
    }
}

/// Whether two texts are the same. As `==`, without a call for those of four to sixteen bytes, as nearly all ids and keys are.
#[inline]
pub(crate) fn same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    if one.len() > 16 {
        return one == other;
    }
    // The first eight bytes and the last eight are all of them, or the first four and the last four.
    if let (Some(first), Some(last)) = (one.first_chunk::<8>(), one.last_chunk::<8>()) {
        return other.first_chunk() == Some(first) && other.last_chunk() == Some(last);
    }
    if let (Some(first), Some(last)) = (one.first_chunk::<4>(), one.last_chunk::<4>()) {
        return other.first_chunk() == Some(first) && other.last_chunk() == Some(last);
    }
    one == other
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;
    use alloc::string::String;

    #[test]
    fn every_code_is_found_and_the_first_of_equal_ones() {
        let codes = [
            "Z3",
            "J8",
            "",
            "Z3",
            "GGC002",
            "GGC0022",
            "a",
            "abc",
            "abcd",
            "abcde",
            "huisartsen",
            "eightchr",
            "é",
            "ab",
            "huisartsen",
        ];
        let lookup = Codes::of(codes.iter().copied());
        for (row, code) in codes.iter().enumerate() {
            let first = codes.iter().position(|other| other == code);
            assert_eq!(
                lookup.find(code.as_bytes(), |row| codes[row] == *code),
                first,
                "{row}"
            );
        }
        for code in [
            "z3", "Z", "Z3\0", "GGC00", "GGC003", "\0", "abcdef", "huisarts",
        ] {
            assert_eq!(
                lookup.find(code.as_bytes(), |row| codes[row] == code),
                None,
                "{code:?}"
            );
        }
        assert_eq!(Codes::default().find(b"Z3", |_| true), None);
    }

    #[test]
    fn codes_of_one_place_are_told_apart() {
        let codes: Vec<String> = (0..500).map(|number| format!("c{number}")).collect();
        let lookup = Codes::of(codes.iter().map(|code| &**code));
        for (row, code) in codes.iter().enumerate() {
            assert_eq!(lookup.find(code.as_bytes(), |_| false), Some(row));
        }
        assert_eq!(lookup.find(b"c500", |_| true), None);
    }

    #[test]
    fn texts_are_the_same_when_every_byte_is() {
        let text = b"abcdefghijklmnopqrst";
        for length in 0..=text.len() {
            let one = &text[..length];
            let copy = one.to_vec();
            assert!(same(one, &copy));
            assert!(length == 0 || !same(one, &one[1..]));
            for place in 0..length {
                let mut other = copy.clone();
                other[place] = b'*';
                assert!(!same(one, &other), "{length} {place}");
            }
        }
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
