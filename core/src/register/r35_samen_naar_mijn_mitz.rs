//! R35: together with a care worker.

use super::r34_mijn_mitz::recorder_is_right;
use super::{Draft, NewChoice, Recorder, Register, Registered, r39_refused_always};
use crate::error::Error;
use crate::ids::ActorId;
use crate::profile::{Channel, Scope};

/// R35: by a care worker with the patient, as if the patient did it: so with a guardian under 12 (R34).
pub(super) fn record(
    register: &Register<'_>,
    choice: &NewChoice,
    scope: &Scope,
    care_worker: &ActorId,
    with: &Recorder,
) -> Result<Registered, Error> {
    let path = "command.samen_naar_mijn_mitz";
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
