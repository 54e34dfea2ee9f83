//! R34: on MijnMitz.nl.

use super::{Draft, NewChoice, Recorder, Register, Registered, at, r39_refused_always};
use crate::error::{Error, ErrorCode};
use crate::ids::ActorId;
use crate::instant::Instant;
use crate::precedence::Adulthood;
use crate::profile::{Channel, Scope};

/// Who recorded it, where it was the patient.
const PATIENT: &str = "patient";

/// R34: by the patient; under 12 by a guardian; any scope but emergency.
pub(super) fn record(
    register: &Register<'_>,
    choice: &NewChoice,
    scope: &Scope,
    by: &Recorder,
) -> Result<Registered, Error> {
    let path = "command.mijn_mitz";
    let who = match by {
        Recorder::Patient => ActorId::new(PATIENT)?,
        Recorder::Guardian(guardian) => guardian.clone(),
    };
    r39_refused_always::scope_covers_something(register, scope, path)?;
    let draft = Draft {
        choice,
        scope: scope.clone(),
        channel: Channel::MijnMitz,
        by: who,
        path,
    };
    register.record(draft, |_| {
        recorder_is_right(register, by, choice.decided_at, path)
    })
}

/// R34, R20: under 12 a guardian is at the account of the child, from 12 the child itself; a guardian is somebody else.
pub(super) fn recorder_is_right(
    register: &Register<'_>,
    by: &Recorder,
    when: Instant,
    path: &'static str,
) -> Result<(), Error> {
    let patient = register.profile.patient();
    let years = register.law.rules.guardian_records_until_age();
    let records_itself = Adulthood::at_age(patient, years).is_reached(when);
    let refused = |code| Err(Error::new(code, at(path, "guardian")));
    match by {
        Recorder::Patient if records_itself => Ok(()),
        Recorder::Guardian(guardian) if guardian.as_str() == patient.id().as_str() => {
            refused(ErrorCode::GuardianIsPatient)
        }
        Recorder::Guardian(_) if !records_itself => Ok(()),
        Recorder::Patient | Recorder::Guardian(_) => refused(ErrorCode::WrongRecorder),
    }
}
