//! R35: together with a care worker.

use super::guardian::AtAccount;
use super::r34_mijn_mitz::recorder_is_right;
use super::{Draft, NewChoice, Recorder, Register, Registered, at, r39_refused_always};
use crate::error::{Error, ErrorCode};
use crate::ids::ActorId;
use crate::profile::{Channel, Scope};

/// R35: by a care worker with the patient, as if the patient did it: so with a guardian under 12 (R34). A care worker is
/// somebody else than the patient.
pub(super) fn record(
    register: &Register<'_>,
    choice: &NewChoice,
    scope: &Scope,
    care_worker: &ActorId,
    with: &Recorder,
) -> Result<Registered, Error> {
    let path = "command.samen_naar_mijn_mitz";
    let with = AtAccount::of(register, with, path)?;
    if care_worker.is(register.profile.patient().id()) {
        let path = at(path, "care_worker");
        return Err(Error::new(ErrorCode::WrongRecorder, path));
    }
    r39_refused_always::scope_covers_something(register, scope, path)?;
    let draft = Draft {
        choice,
        scope: scope.clone(),
        channel: Channel::SamenNaarMijnMitz,
        by: care_worker.clone(),
        path,
    };
    register.record(draft, |_| {
        recorder_is_right(register, with, choice.decided_at, path)
    })
}
