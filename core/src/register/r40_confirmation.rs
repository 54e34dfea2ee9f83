//! R40: a guardian's answer to a proposal.

use super::guardian::Guardian;
use super::{Effect, Register, Registered, at};
use crate::error::{Error, ErrorCode};
use crate::ids::{ActorId, ChoiceId};
use crate::precedence::Adulthood;
use crate::profile::{Confirmation, ConfirmationAnswer};

/// R40: by a guardian who is not the patient, of a pending proposal, before the patient turns 16; approve or reject, once.
/// The same answer of the same guardian again is a repeat (R39).
pub(super) fn confirm(
    register: &Register<'_>,
    id: &ChoiceId,
    answer: ConfirmationAnswer,
    by: &ActorId,
) -> Result<Registered, Error> {
    let path = "command.confirm";
    let refused = |code, field| Err(Error::new(code, at(path, field)));
    let choice = register.choice(id, path)?;
    let guardian = Guardian::of(register, by, path)?;
    if !register.is_proposal(choice) {
        return refused(ErrorCode::NotPending, "choice");
    }
    match choice.confirmation() {
        Some(known) if known.answer == answer && known.by == *guardian.id() => {
            return Ok(Registered::repeat(register.profile, id));
        }
        Some(_) => return refused(ErrorCode::AlreadyAnswered, "choice"),
        None => {}
    }
    // A proposal that was withdrawn waits for nobody.
    if choice.withdrawn_at().is_some_and(|at| at <= register.now) {
        return refused(ErrorCode::NotPending, "choice");
    }
    if Adulthood::of(register.profile.patient(), &register.law.rules).is_reached(register.now) {
        return refused(ErrorCode::NoLongerAMinor, "choice");
    }
    let confirmation = Confirmation {
        answer,
        at: register.now,
        by: guardian.id().clone(),
    };
    let confirmed = choice.clone().confirmed(confirmation);
    let confirmed = confirmed.map_err(|error| Error::new(error.code(), "now"))?;
    let effect = match answer {
        ConfirmationAnswer::Approved => Effect::Approved(id.clone()),
        ConfirmationAnswer::Rejected => Effect::Rejected(id.clone()),
    };
    register.with(
        confirmed,
        alloc::vec![effect, Effect::PatientIsTold(id.clone())],
    )
}
