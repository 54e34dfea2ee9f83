//! Hashing texts from outside, with a seed that nobody outside this process knows: made-up ids must not collide.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::OnceLock;

use foldhash::SharedSeed;
use foldhash::fast::{FoldHasher, SeedableRandomState};

/// Hashes with the seed of this process; for maps and sets whose keys come from outside. No answer depends on it.
#[derive(Clone, Debug)]
pub(crate) struct Seeded(SeedableRandomState);

/// The seed of this process: taken once from the operating system, by way of the standard library.
fn of_process() -> &'static SharedSeed {
    static SEED: OnceLock<SharedSeed> = OnceLock::new();
    SEED.get_or_init(|| SharedSeed::from_u64(RandomState::new().build_hasher().finish()))
}

impl Seeded {
    /// For one purpose; what two purposes hash alike is not alike.
    pub(crate) fn of(purpose: u64) -> Self {
        Seeded(SeedableRandomState::with_seed(purpose, of_process()))
    }
}

impl Default for Seeded {
    fn default() -> Self {
        Seeded::of(0)
    }
}

impl BuildHasher for Seeded {
    type Hasher = FoldHasher<'static>;

    #[inline]
    fn build_hasher(&self) -> FoldHasher<'static> {
        self.0.build_hasher()
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::collections::HashSet;
    use std::hash::Hash;

    use super::*;

    /// A text that counts how often it is compared.
    #[derive(Clone)]
    struct Counted<'c>(String, &'c Cell<usize>);

    impl PartialEq for Counted<'_> {
        fn eq(&self, other: &Self) -> bool {
            self.1.set(self.1.get() + 1);
            self.0 == other.0
        }
    }

    impl Eq for Counted<'_> {}

    impl Hash for Counted<'_> {
        fn hash<H: Hasher>(&self, state: &mut H) {
            self.0.hash(state);
        }
    }

    #[expect(
        clippy::mutable_key_type,
        reason = "what changes is the counter, which is neither hashed nor compared"
    )]
    /// How often texts are compared while so many are put into a set that hashes like this.
    fn compared<S: BuildHasher>(texts: &[String], hashing: S) -> usize {
        let count = Cell::new(0);
        let mut set = HashSet::with_capacity_and_hasher(texts.len(), hashing);
        for text in texts {
            set.insert(Counted(text.clone(), &count));
        }
        assert_eq!(set.len(), texts.len());
        count.get()
    }

    /// Texts that collide for who knows the hash: alike in the bits by which a table of 128 places tells them apart.
    fn colliding(hashing: &impl BuildHasher) -> Vec<String> {
        let alike = |text: &String| {
            let hash = hashing.hash_one(text);
            hash & 0x7f == 0 && hash >> 57 == 0
        };
        let texts = (0_u64..).map(|number| format!("9999{number:013}"));
        texts.filter(alike).take(100).collect()
    }

    #[test]
    fn texts_made_to_collide_for_a_known_seed_do_not_collide_for_that_of_the_process() {
        static KNOWN: OnceLock<SharedSeed> = OnceLock::new();
        let seed = KNOWN.get_or_init(|| SharedSeed::from_u64(7));
        let known = SeedableRandomState::with_seed(0, seed);
        let texts = colliding(&known);
        let of_known = compared(&texts, known);
        assert!(
            of_known > 100 * 99 / 4,
            "{of_known}: they do not collide at all"
        );
        for hashing in [Seeded::default(), Seeded::of(1)] {
            let of_process = compared(&texts, hashing);
            assert!(of_process < 100, "{of_process} comparisons of 100 texts");
        }
    }

    #[test]
    fn purposes_hash_differently_and_one_purpose_always_alike() {
        let hash = |purpose| Seeded::of(purpose).hash_one("999990019");
        assert_eq!(hash(1), hash(1));
        assert_ne!(hash(1), hash(2));
    }

    #[test]
    fn the_seed_of_the_process_is_none_that_can_be_guessed() {
        let own = Seeded::default().hash_one("999990019");
        for number in 0..1_000 {
            let guess: &'static SharedSeed = Box::leak(Box::new(SharedSeed::from_u64(number)));
            let guessed = SeedableRandomState::with_seed(0, guess).hash_one("999990019");
            assert_ne!(guessed, own, "{number}");
        }
    }
}
