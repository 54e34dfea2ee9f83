//! R34: on MijnMitz.nl.

use super::guardian::AtAccount;
use super::{Draft, NewChoice, Recorder, Register, Registered, at, r39_refused_always};
use crate::error::{Error, ErrorCode};
use crate::instant::Instant;
use crate::precedence::Adulthood;
use crate::profile::{Channel, Scope};

/// R34: by the patient; under 12 by a guardian; any scope but emergency.
pub(super) fn record(
    register: &Register<'_>,
    choice: &NewChoice,
    scope: &Scope,
    by: &Recorder,
) -> Result<Registered, Error> {
    let path = "command.mijn_mitz";
    let by = AtAccount::of(register, by, path)?;
    r39_refused_always::scope_covers_something(register, scope, path)?;
    let draft = Draft {
        choice,
        scope: scope.clone(),
        channel: Channel::MijnMitz,
        by: by.actor(),
        path,
    };
    register.record(draft, |_| {
        recorder_is_right(register, by, choice.decided_at, path)
    })
}

/// R34, R20: under 12 a guardian is at the account of the child, from 12 the child itself.
pub(super) fn recorder_is_right(
    register: &Register<'_>,
    by: AtAccount<'_>,
    when: Instant,
    path: &'static str,
) -> Result<(), Error> {
    let patient = register.profile.patient();
    let years = register.law.rules.guardian_records_until_age();
    let records_itself = Adulthood::at_age(patient, years).is_reached(when);
    match (by, records_itself) {
        (AtAccount::Patient, true) | (AtAccount::Guardian(_), false) => Ok(()),
        (AtAccount::Patient, false) | (AtAccount::Guardian(_), true) => {
            Err(Error::new(ErrorCode::WrongRecorder, at(path, "guardian")))
        }
    }
}
