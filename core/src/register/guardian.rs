//! Who is at the account of a patient (R34), and who may answer for one (R40).

use super::{Recorder, Register, at};
use crate::error::{Error, ErrorCode};
use crate::ids::ActorId;

/// A guardian: somebody else than the patient (R34, R40). [`Guardian::of`] makes sure of it, and nothing else makes one.
#[derive(Clone, Copy)]
pub(super) struct Guardian<'c>(&'c ActorId);

impl<'c> Guardian<'c> {
    /// R34, R40: the patient is refused, whether by the word `patient` or by the id.
    pub(super) fn of(
        register: &Register<'_>,
        actor: &'c ActorId,
        path: &'static str,
    ) -> Result<Self, Error> {
        if actor.is(register.profile.patient().id()) {
            return Err(Error::new(
                ErrorCode::GuardianIsPatient,
                at(path, "guardian"),
            ));
        }
        Ok(Guardian(actor))
    }

    pub(super) fn id(self) -> &'c ActorId {
        self.0
    }
}

/// Who is at the account of the patient.
#[derive(Clone, Copy)]
pub(super) enum AtAccount<'c> {
    Patient,
    Guardian(Guardian<'c>),
}

impl<'c> AtAccount<'c> {
    pub(super) fn of(
        register: &Register<'_>,
        recorder: &'c Recorder,
        path: &'static str,
    ) -> Result<Self, Error> {
        match recorder {
            Recorder::Patient => Ok(AtAccount::Patient),
            Recorder::Guardian(actor) => {
                Guardian::of(register, actor, path).map(AtAccount::Guardian)
            }
        }
    }

    /// As a choice keeps it.
    pub(super) fn actor(self) -> ActorId {
        match self {
            AtAccount::Patient => ActorId::patient(),
            AtAccount::Guardian(guardian) => guardian.id().clone(),
        }
    }
}
