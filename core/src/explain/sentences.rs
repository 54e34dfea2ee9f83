//! What a language must have a sentence for: the other questions (R27-R33) and recording (R34-R40).

use alloc::string::String;

use super::wording::Moment;
use crate::error::ErrorCode;
use crate::overview::{Cause, PatientNotice};
use crate::reason::Outcome;
use crate::register::Effect;

/// The sentences of one language. Every match is exhaustive: a new cause, effect or refusal does not compile without its
/// sentence.
pub(super) trait Sentences {
    /// R27: a holder that may disclose.
    fn discloses(&self, holder: &str, data: &str, until: Option<Moment>) -> String;
    /// R27: nobody may.
    fn nobody(&self) -> String;
    /// R27: the question itself is wrong.
    fn not_asked(&self, reason: &str) -> String;
    /// R28: what stands in the way; a consulter hears no more than S1 tells all of them.
    fn cause(&self, cause: Cause) -> String;
    /// R28, R24: what a consulter hears of causes that are the patient's own.
    fn cause_for_consulter(&self) -> String;
    /// R28: consent does not stand in the way.
    fn no_cause(&self) -> String;
    /// R29: an interval.
    fn span(&self, from: Moment, until: Moment, outcome: Outcome) -> String;
    /// R30: nothing would change.
    fn nothing_changes(&self) -> String;
    /// R30: a decision that would change.
    fn changes(&self, place: &Place<'_>, before: Outcome, after: Outcome) -> String;
    /// R30: the answer is yes already.
    fn permitted_already(&self) -> String;
    /// R30: no single change would help.
    fn no_single_change(&self) -> String;
    /// R30: to withdraw a choice would.
    fn withdrawing(&self, choice: &str, opens: usize) -> String;
    /// R30: that an emergency choice expires would.
    fn expiring(&self, choice: &str, opens: usize) -> String;
    /// R30: a new yes would.
    fn adding(&self, options: &str, opens: usize) -> String;
    /// R31: a cell.
    fn sees(&self, place: &Place<'_>, outcome: Outcome) -> String;
    /// R31: no holder is subscribed.
    fn no_holders(&self) -> String;
    /// R32: whether a holder is told.
    fn holder_is_told(&self, holder: &str, changed: bool) -> String;
    /// R32: a notice to the patient: who did it, by name or id, and when.
    fn told(&self, notice: &PatientNotice, by: Option<&str>, at: Moment) -> String;
    /// R32: new options.
    fn new_options(&self, count: usize) -> String;
    /// R24: what is told of an answer that is not for a consulter.
    fn withheld(&self) -> &'static str;
    /// R33: a record.
    fn record(&self, consulter: &str, holder: &str, at: Moment, permitted: bool) -> String;
    /// R34-R40: what was done.
    fn effect(&self, effect: &Effect) -> String;
    /// R34-R40: why it was not; none for an error that is no refusal.
    fn refusal(&self, code: ErrorCode) -> Option<&'static str>;
}

/// Where a decision is made, in words.
pub(super) struct Place<'p> {
    pub(super) holder: &'p str,
    pub(super) who: &'p str,
    pub(super) data: &'p str,
}
