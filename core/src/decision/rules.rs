//! The rule numbers that a decision names.

use serde::ser::{Serialize, Serializer};

/// A set of rule numbers of the rulebook (R1 to R40 today; there is room up to R63); written in ascending order: `["R16","R18"]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct RuleNumbers(u64);

impl RuleNumbers {
    pub(crate) fn with(self, rule: u8) -> Self {
        RuleNumbers(self.0 | Self::bit(rule))
    }

    /// Whether the rule with this number is among them.
    ///
    /// ```
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(
    /// #     r#"{"profile": {"patient": {"id": "999990019"}, "choices": [
    /// #         {"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    /// #          "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"},
    /// #         {"id": "c2", "answer": "no", "scope": {"level": "individual", "holders": ["ura:90000017"]},
    /// #          "channel": "dossierhoudersknop",
    /// #          "decided_at": "2026-05-03T09:00:00Z", "recorded_at": "2026-05-03T09:00:00Z"}]},
    /// #         "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #                   "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #                   "treatment_relationship": true, "at": "2026-06-01T12:00:00Z"}}"#,
    /// # )?;
    /// // The patient said yes for all providers (c1), and later no for this holder (c2).
    /// let decision = &engine.decide(&profile, &query)?[0];
    /// assert!(decision.rules().contains(18));
    /// assert!(!decision.rules().contains(19)); // no emergency choice took part
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn contains(self, rule: u8) -> bool {
        self.0 & Self::bit(rule) != 0
    }

    /// The numbers, ascending.
    ///
    /// ```
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(
    /// #     r#"{"profile": {"patient": {"id": "999990019"}, "choices": [
    /// #         {"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    /// #          "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"},
    /// #         {"id": "c2", "answer": "no", "scope": {"level": "individual", "holders": ["ura:90000017"]},
    /// #          "channel": "dossierhoudersknop",
    /// #          "decided_at": "2026-05-03T09:00:00Z", "recorded_at": "2026-05-03T09:00:00Z"}]},
    /// #         "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #                   "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #                   "treatment_relationship": true, "at": "2026-06-01T12:00:00Z"}}"#,
    /// # )?;
    /// // The patient said yes for all providers (c1), and later no for this holder (c2).
    /// let decision = &engine.decide(&profile, &query)?[0];
    /// let rules: Vec<String> = decision.rules().iter().map(|rule| format!("R{rule}")).collect();
    /// assert_eq!(rules, ["R16", "R18"]);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    pub fn iter(self) -> impl Iterator<Item = u8> {
        (0..64).filter(move |rule| self.contains(*rule))
    }

    fn bit(rule: u8) -> u64 {
        1_u64.checked_shl(u32::from(rule)).unwrap_or(0)
    }
}

impl Serialize for RuleNumbers {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(Numbered))
    }
}

/// A rule number as it is written: `R18`.
pub(super) struct Numbered(pub(super) u8);

/// The numbers of the rulebook, written out: a decision names several, and formatting costs more than deciding.
const WRITTEN: [&str; 41] = [
    "R0", "R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8", "R9", "R10", "R11", "R12", "R13", "R14",
    "R15", "R16", "R17", "R18", "R19", "R20", "R21", "R22", "R23", "R24", "R25", "R26", "R27",
    "R28", "R29", "R30", "R31", "R32", "R33", "R34", "R35", "R36", "R37", "R38", "R39", "R40",
];

impl Serialize for Numbered {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(
            WRITTEN
                .get(usize::from(self.0))
                .copied()
                .unwrap_or_default(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_written_by_its_number() {
        for (number, written) in WRITTEN.iter().enumerate() {
            assert_eq!(*written, alloc::format!("R{number}"));
        }
    }
}
