//! R39: refused always, whatever the channel.

use super::{Register, at};
use crate::error::{Error, ErrorCode};
use crate::instant::Instant;
use crate::profile::{Choice, Profile, Scope, ScopeKind};

/// 2000-01-01T00:00:00Z in microseconds since 1970.
const YEAR_2000: i64 = 946_684_800_000_000;

fn is_before_2000(instant: Instant) -> bool {
    instant.as_micros() < YEAR_2000
}

/// R39: an instant before 2000: also the register's own.
pub(super) fn now_is_sane(now: Instant) -> Result<(), Error> {
    if is_before_2000(now) {
        return Err(Error::new(ErrorCode::Before2000, "now"));
    }
    Ok(())
}

/// R15: a patient known to be deceased on or before the date (UTC) of the register's `now` chooses nothing any more, and
/// nobody does so on their account: every command is refused, a repeat, a no and a withdrawal too, whatever
/// `deceased_means` says of what was recorded before. The profile stays as the patient left it.
pub(super) fn patient_is_alive(register: &Register<'_>) -> Result<(), Error> {
    let deceased = register.profile.patient().deceased();
    if deceased.is_some_and(|day| day <= register.now.date()) {
        return Err(Error::new(ErrorCode::PatientDeceased, "command"));
    }
    Ok(())
}

/// R39: an instant before 2000 or in the future of the register's `now`. It records at `now`, so that `decided_at` after
/// `recorded_at` is the same as in the future.
pub(super) fn times_are_sane(
    register: &Register<'_>,
    decided_at: Instant,
    path: &'static str,
) -> Result<(), Error> {
    let refused = |code| Err(Error::new(code, at(path, "choice.decided_at")));
    if is_before_2000(decided_at) {
        return refused(ErrorCode::Before2000);
    }
    if decided_at > register.now {
        return refused(ErrorCode::InTheFuture);
    }
    Ok(())
}

/// R39: an empty scope: one that names only options of other holder categories.
pub(super) fn scope_covers_something(
    register: &Register<'_>,
    scope: &Scope,
    path: &'static str,
) -> Result<(), Error> {
    let (ScopeKind::Categorical(category), Some(options)) = (scope.kind(), scope.options()) else {
        return Ok(());
    };
    let mut row = register.law.catalogue.row_of(*category);
    if row.any(|option| options.contains(option)) {
        return Ok(());
    }
    Err(Error::new(ErrorCode::EmptyScope, at(path, "scope.options")))
}

/// R39: a second choice with the same id but other content is refused; the same content is a repeat. When the register
/// learnt it, what a guardian answered and whether it was withdrawn since are not part of the content.
pub(super) fn is_repeat(
    profile: &Profile,
    choice: &Choice,
    path: &'static str,
) -> Result<bool, Error> {
    let mut choices = profile.choices().iter();
    let Some(known) = choices.find(|known| known.id() == choice.id()) else {
        return Ok(false);
    };
    let same = known.answer() == choice.answer()
        && known.scope() == choice.scope()
        && known.channel() == choice.channel()
        && known.decided_at() == choice.decided_at()
        && known.recorder() == choice.recorder();
    if same {
        Ok(true)
    } else {
        Err(Error::new(ErrorCode::IdInUse, at(path, "choice.id")))
    }
}
