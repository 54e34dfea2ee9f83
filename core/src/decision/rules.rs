//! The rule numbers that a decision names.

use core::fmt;

use serde::ser::{Serialize, Serializer};

/// A set of rule numbers of the rulebook, R1 to R63; written in ascending order: `["R16","R18"]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Rules(u64);

impl Rules {
    pub(crate) fn with(self, rule: u8) -> Self {
        Rules(self.0 | Self::bit(rule))
    }

    /// Whether the rule with this number is among them.
    #[must_use]
    pub fn contains(self, rule: u8) -> bool {
        self.0 & Self::bit(rule) != 0
    }

    /// The numbers, ascending.
    pub fn iter(self) -> impl Iterator<Item = u8> {
        (0..64).filter(move |rule| self.contains(*rule))
    }

    fn bit(rule: u8) -> u64 {
        1_u64.checked_shl(u32::from(rule)).unwrap_or(0)
    }
}

impl Serialize for Rules {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(Numbered))
    }
}

/// A rule number as it is written: `R18`.
pub(super) struct Numbered(pub(super) u8);

impl fmt::Display for Numbered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "R{}", self.0)
    }
}

impl Serialize for Numbered {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
