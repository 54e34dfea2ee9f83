//! Finding a row by its text: a hash finds it, a comparison makes sure.

use alloc::vec;
use alloc::vec::Vec;
use core::fmt;
use core::hash::{Hash, Hasher};

use foldhash::SharedSeed;
use foldhash::fast::FoldHasher;
use hashbrown::HashTable;

/// How texts are hashed: fast, spread, and so that nobody who does not know the seed can choose texts that collide. Those that
/// collide all the same are told apart by comparing them: no answer depends on a seed.
#[derive(Clone)]
pub(crate) struct Seed {
    number: u64,
    own: u64,
    shared: SharedSeed,
}

impl Seed {
    /// That of an engine that was given none. The catalogue has it always: its codes are not chosen by those who ask.
    pub(crate) const DEFAULT: Seed = Seed::new(0x616b_6b6f_6f72_6421);

    pub(crate) const fn new(number: u64) -> Self {
        // Two parts that know nothing of each other, whatever the number.
        let shared = SharedSeed::from_u64(number ^ 0x9e37_79b9_7f4a_7c15);
        let own = number.wrapping_mul(0xd6e8_feb8_6659_fd93).rotate_left(32);
        Seed {
            number,
            own: own ^ 0xa076_1d64_78bd_642f,
            shared,
        }
    }

    /// The number that it was made of.
    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    #[inline(always)]
    pub(crate) fn hash(&self, text: &[u8]) -> u64 {
        let mut hasher = FoldHasher::with_seed(self.own, &self.shared);
        hasher.write(text);
        hasher.finish()
    }

    /// As [`Seed::hash`], for anything else.
    #[inline]
    pub(crate) fn hash_of<T: Hash + ?Sized>(&self, thing: &T) -> u64 {
        let mut hasher = FoldHasher::with_seed(self.own, &self.shared);
        thing.hash(&mut hasher);
        hasher.finish()
    }
}

impl Default for Seed {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// Hidden: who knows it can choose ids that collide.
impl fmt::Debug for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seed(hidden)")
    }
}

#[cfg(test)]
std::thread_local! {
    /// How many entries were looked at, on this thread: what a flood of ids that collide would let grow.
    pub(crate) static LOOKED_AT: core::cell::Cell<u64> = const { core::cell::Cell::new(0) };
}

/// Counts an entry that was looked at; nothing outside the tests of this crate.
#[inline(always)]
pub(crate) fn looked_at() {
    #[cfg(test)]
    LOOKED_AT.with(|count| count.set(count.get().wrapping_add(1)));
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
    /// With room for so many rows.
    pub(crate) fn for_rows(rows: usize) -> Self {
        Lookup(HashTable::with_capacity(rows))
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
        // In the module for browsers one piece of code finds all rows.
        #[cfg(target_family = "wasm")]
        let is_it: &dyn Fn(usize) -> bool = &is_it;
        self.look(hash, &is_it)
    }

    #[inline]
    fn look<F: Fn(usize) -> bool>(&self, hash: u64, is_it: &F) -> Option<usize> {
        let row = |entry: &Entry| usize::try_from(entry.row).unwrap_or(usize::MAX);
        self.0
            .find(hash, |entry| {
                looked_at();
                entry.hash == hash && is_it(row(entry))
            })
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
///
/// With [`Lookup`] for all codes a query by texts takes 718 instructions in place of 499, and a literal decision 6,275 in place of
/// 5,837 (`cargo xtask instructions`, 27 November 2026): that is why this table is here.
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
                (None, None) => found.long.insert(Seed::DEFAULT.hash(code), row),
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
        #[cfg(target_family = "wasm")]
        let is_it: &dyn Fn(usize) -> bool = &is_it;
        self.look(code, &is_it)
    }

    #[inline]
    fn look<F: Fn(usize) -> bool>(&self, code: &[u8], is_it: &F) -> Option<usize> {
        let Some(number) = number(code) else {
            return self.long.find(Seed::DEFAULT.hash(code), is_it);
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

/// A seed for which somebody who knows it can make ids that collide, and such ids: the seed becomes zero in the product that
/// is folded, so that the rest of the id counts for nothing.
#[cfg(test)]
pub(crate) fn known_to_an_attacker() -> u64 {
    // What `Seed::new` does to the number, undone.
    let own = u64::from_le_bytes(*b"ura:9000").rotate_left(16);
    let product = (own ^ 0xa076_1d64_78bd_642f).rotate_right(32);
    let factor = 0xd6e8_feb8_6659_fd93_u64;
    let inverse = (0..6).fold(factor, |inverse: u64, _| {
        inverse.wrapping_mul(2_u64.wrapping_sub(factor.wrapping_mul(inverse)))
    });
    product.wrapping_mul(inverse)
}

/// The id of this number that collides with all others.
#[cfg(test)]
pub(crate) fn made_to_collide(number: usize) -> alloc::string::String {
    alloc::format!("ura:9000{number:08}")
}

/// How many entries are looked at in the course of some work.
#[cfg(test)]
pub(crate) fn looks_of(work: impl FnOnce()) -> u64 {
    let before = LOOKED_AT.with(core::cell::Cell::get);
    work();
    LOOKED_AT.with(core::cell::Cell::get) - before
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
    fn ids_that_collide_under_one_seed_are_spread_by_every_other() {
        let known = Seed::new(known_to_an_attacker());
        let ids: Vec<String> = (0..1_000).map(made_to_collide).collect();
        let different = |seed: &Seed| {
            let hashes = ids.iter().map(|id| seed.hash(id.as_bytes()));
            hashes.collect::<alloc::collections::BTreeSet<u64>>().len()
        };
        assert_eq!(different(&known), 1);
        for number in [
            0,
            1,
            2,
            u64::MAX,
            known.number() ^ 1,
            known.number() ^ 1 << 63,
        ] {
            assert_eq!(different(&Seed::new(number)), ids.len(), "{number}");
        }
        assert_eq!(different(&Seed::DEFAULT), ids.len());
        assert_eq!(format!("{known:?}"), "Seed(hidden)");
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
