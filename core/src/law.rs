//! What decides: the options of a catalogue and the parameters of a rule set, with what a call may cost.

use crate::catalogue::Catalogue;
use crate::limits::Limits;
use crate::lookup::Seed;
use crate::ruleset::RuleSet;

/// What decides: the options and the parameters.
#[derive(Debug)]
pub(crate) struct Law {
    pub(crate) catalogue: Catalogue,
    pub(crate) rules: RuleSet,
    pub(crate) limits: Limits,
    /// How ids are hashed.
    pub(crate) seed: Seed,
    /// What a prepared question was prepared for.
    pub(crate) key: LawKey,
}

/// Tells apart what a prepared question can be asked of: the catalogue, whose codes it has looked up, and the seed, with
/// which it has hashed its ids. A question of another seed would find no holder, and an answer for whoever is not named may
/// be a permit where the one for this holder is a no.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LawKey(u64);

impl LawKey {
    /// For one catalogue no two seeds have the same: an odd factor and an exclusive or can be undone.
    fn of(catalogue: &Catalogue, seed: &Seed) -> Self {
        let seed = seed.number().wrapping_mul(0x9e37_79b9_7f4a_7c15);
        LawKey(catalogue.key().number() ^ seed.rotate_left(32))
    }
}

/// Two answers by the same law are compared by what they say; limits and seed say nothing.
impl PartialEq for Law {
    fn eq(&self, other: &Self) -> bool {
        self.catalogue == other.catalogue && self.rules == other.rules
    }
}

impl Eq for Law {}

impl Law {
    pub(crate) fn new(catalogue: Catalogue, rules: RuleSet, limits: Limits, seed: Seed) -> Self {
        Law {
            key: LawKey::of(&catalogue, &seed),
            catalogue,
            rules,
            limits,
            seed,
        }
    }
}
