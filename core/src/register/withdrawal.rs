//! R9: the end of a choice. The rulebook names no channel for it, so it goes the way of R34.

use super::guardian::AtAccount;
use super::r34_mijn_mitz::recorder_is_right;
use super::{Effect, Recorder, Register, Registered, at};
use crate::error::{Error, ErrorCode};
use crate::ids::ChoiceId;
use crate::precedence::{Adulthood, taken_part};
use crate::profile::Answer;

/// R9, R34: by whoever is at the account of the patient. A withdrawal has no confirmation, so that of a minor may not open
/// anything (R20): a no that counts stays, until a new choice is confirmed.
pub(super) fn withdraw(
    register: &Register<'_>,
    id: &ChoiceId,
    by: &Recorder,
) -> Result<Registered, Error> {
    let path = "command.withdraw";
    let choice = register.choice(id, path)?;
    let by = AtAccount::of(register, by, path)?;
    if choice.withdrawn_at().is_some_and(|at| at <= register.now) {
        return Ok(Registered::repeat(register.profile, id));
    }
    recorder_is_right(register, by, register.now, path)?;
    let adulthood = Adulthood::of(register.profile.patient(), &register.law.rules);
    let counts = taken_part(choice, adulthood).is_some();
    if counts && choice.answer() == Answer::No && !adulthood.is_reached(register.now) {
        return Err(Error::new(ErrorCode::MinorWithdrawsNo, at(path, "choice")));
    }
    let withdrawn = choice.clone().withdrawn(register.now);
    let withdrawn = withdrawn.map_err(|error| Error::new(error.code(), "now"))?;
    register.with(withdrawn, alloc::vec![Effect::Withdrawn(id.clone())])
}
