//! An answer as one number.

use core::fmt;
use core::num::NonZeroU64;

use crate::catalogue::OptionIndex;
use crate::profile::ChoiceRow;
use crate::reason::Reason;

/// The place of an instant in the list that codes point at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct InstantRow(pub(crate) u16);

/// One answer: reason, option, the choice that decided and the place of `valid_until`, each in bits of its own and, but for
/// the reason, counted from 1. It travels in a register: built and taken apart in memory, it would cost more than finding it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Code(NonZeroU64);

/// Stands above the others, so that no code is zero.
const REASON: u32 = 56;
const OPTION: u32 = 48;
const CHOICE: u32 = 24;
const UNTIL: u32 = 0;
/// 65,536 rows and none.
const ROW: u64 = 0x1_ffff;
/// 128 options and none.
const OPTION_ROW: u64 = 0xff;

/// A row counted from 1; 0 for none.
fn counted(row: Option<u16>) -> u64 {
    row.map_or(0, |row| u64::from(row).wrapping_add(1))
}

impl Code {
    pub(crate) fn new(
        reason: Reason,
        option: Option<OptionIndex>,
        decided_by: Option<ChoiceRow>,
        until: Option<InstantRow>,
    ) -> Self {
        let option = option.and_then(|option| u16::try_from(option.get()).ok());
        let bits = counted(option) << OPTION
            | counted(decided_by.map(|row| row.0)) << CHOICE
            | counted(until.map(|row| row.0)) << UNTIL;
        let reason = u64::from(reason as u8).wrapping_add(1) << REASON;
        Code(NonZeroU64::MIN.saturating_add((bits | reason).wrapping_sub(1)))
    }

    /// R4: no option matches.
    pub(crate) fn no_option() -> Self {
        Code::new(Reason::NotInCatalogue, None, None, None)
    }

    #[inline(always)]
    pub(crate) fn reason(self) -> Reason {
        let row = usize::try_from((self.0.get() >> REASON).wrapping_sub(1)).unwrap_or(usize::MAX);
        // INVARIANT: a code is made of a reason, so it is found; the default is no permit.
        let reason = Reason::ALL.get(row).copied();
        reason.unwrap_or(Reason::NotInCatalogue)
    }

    #[inline(always)]
    pub(crate) fn option(self) -> Option<OptionIndex> {
        OptionIndex::new(usize::from(self.row(OPTION, OPTION_ROW)?))
    }

    /// The same answer by another option.
    pub(crate) fn by_option(self, option: OptionIndex) -> Self {
        let option = u16::try_from(option.get()).ok();
        let rest = self.0.get() & !(OPTION_ROW << OPTION);
        NonZeroU64::new(rest | counted(option) << OPTION).map_or(self, Code)
    }

    #[inline(always)]
    pub(crate) fn decided_by(self) -> Option<ChoiceRow> {
        self.row(CHOICE, ROW).map(ChoiceRow)
    }

    #[inline(always)]
    pub(crate) fn until(self) -> Option<InstantRow> {
        self.row(UNTIL, ROW).map(InstantRow)
    }

    /// The same answer without the place of its instant, for who has the instant.
    #[inline(always)]
    pub(crate) fn without_until(self) -> Self {
        NonZeroU64::new(self.0.get() & !(ROW << UNTIL)).map_or(self, Code)
    }

    #[inline(always)]
    fn row(self, shift: u32, mask: u64) -> Option<u16> {
        let counted = self.0.get() >> shift & mask;
        let [low, high, ..] = counted.wrapping_sub(1).to_le_bytes();
        (counted != 0).then_some(u16::from_le_bytes([low, high]))
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Code")
            .field("reason", &self.reason())
            .field("option", &self.option())
            .field("decided_by", &self.decided_by())
            .field("until", &self.until())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_tells_what_it_was_made_of() {
        for reason in Reason::ALL {
            for option in [None, OptionIndex::new(0), OptionIndex::new(127)] {
                for choice in [None, Some(0), Some(9_999), Some(u16::MAX)] {
                    for until in [None, Some(0), Some(30_000), Some(u16::MAX)] {
                        let (choice, until) = (choice.map(ChoiceRow), until.map(InstantRow));
                        let code = Code::new(*reason, option, choice, until);
                        assert_eq!(code.reason(), *reason);
                        assert_eq!(code.option(), option);
                        assert_eq!(code.decided_by(), choice);
                        assert_eq!(code.until(), until);
                        let without = Code::new(*reason, option, choice, None);
                        assert_eq!(code.without_until(), without);
                        let other = OptionIndex::new(5).unwrap();
                        let by_other = Code::new(*reason, Some(other), choice, until);
                        assert_eq!(code.by_option(other), by_other);
                    }
                }
            }
        }
    }

    #[test]
    fn an_answer_or_none_is_a_number() {
        assert_eq!(size_of::<Option<Code>>(), 8);
    }
}
