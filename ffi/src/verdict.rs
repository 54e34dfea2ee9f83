//! What is decided, as a struct of the caller's.

use akkoord::population::Population;
use akkoord::{Decision, Instant, Profile};

use crate::compiled::CompiledHandle;
use crate::entry::{Answer, Fault, entry, out};
use crate::numbers::{self, AKKOORD_NEVER};
use crate::text::Text;

/// What is decided (R22, R23). Zeroed memory reads as a deny without a reason that holds no longer.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct VerdictStruct {
    /// One of AKKOORD_OUTCOME_*. Whoever enforces treats all but AKKOORD_OUTCOME_PERMIT as no (R22).
    pub outcome: u32,
    /// One of AKKOORD_REASON_*.
    pub reason: u32,
    /// The result code of the call, in a batch of this query: where it is not AKKOORD_OK, the verdict is a deny without a reason.
    pub result: u32,
    /// The place of the deciding choice in the profile, counted from 1; 0 if no choice decided.
    pub decided_by_place: u32,
    /// The first instant after `at` with another decision, in microseconds since 1970-01-01T00:00:00Z; AKKOORD_NEVER if none.
    pub valid_until: i64,
    /// The id of the option, a view of the handle that decided; empty before R4.
    pub option: Text,
    /// The id of the deciding choice, a view of the handle that decided; empty if no choice decided, and where a population
    /// decided (ask akkoord_profile_choice() with `decided_by_place`).
    pub decided_by: Text,
    /// Zero.
    pub reserved: u64,
}

// One line of a cache.
const _: () = assert!(size_of::<usize>() != 8 || size_of::<VerdictStruct>() == 64);

impl Answer for VerdictStruct {
    /// What is told where nothing was decided: no. Zeroed memory, but for the code.
    #[cold]
    fn refused(code: u32) -> Self {
        VerdictStruct {
            outcome: numbers::AKKOORD_OUTCOME_DENY,
            reason: numbers::AKKOORD_REASON_NONE,
            result: code,
            decided_by_place: 0,
            valid_until: 0,
            option: Text::EMPTY,
            decided_by: Text::EMPTY,
            reserved: 0,
        }
    }
}

impl VerdictStruct {
    #[inline(always)]
    fn of(verdict: akkoord::compiled::Verdict, option: Text, decided_by: Text) -> Self {
        VerdictStruct {
            outcome: numbers::outcome(verdict.outcome()),
            reason: numbers::reason(verdict.reason()),
            decided_by_place: place(verdict.decided_by_row()),
            valid_until: until(verdict.valid_until()),
            option,
            decided_by,
            result: 0,
            reserved: 0,
        }
    }

    #[inline(always)]
    pub(crate) fn of_compiled(
        compiled: &CompiledHandle,
        verdict: akkoord::compiled::Verdict,
    ) -> Self {
        let at = |texts: &[Text], row: Option<usize>| {
            row.and_then(|row| texts.get(row).copied())
                .unwrap_or(Text::EMPTY)
        };
        let option = at(&compiled.options, verdict.option_row());
        Self::of(
            verdict,
            option,
            at(&compiled.choices, verdict.decided_by_row()),
        )
    }

    #[inline(always)]
    pub(crate) fn of_population(
        population: &Population,
        verdict: akkoord::compiled::Verdict,
    ) -> Self {
        let option = population.option(verdict);
        let option = option.map_or(Text::EMPTY, |option| Text::of(option.id()));
        Self::of(verdict, option, Text::EMPTY)
    }

    pub(crate) fn of_decision(decision: &Decision, row: Option<usize>) -> Self {
        let ground = decision.decided_by();
        VerdictStruct {
            outcome: numbers::outcome(decision.outcome()),
            reason: numbers::reason(decision.reason()),
            decided_by_place: place(row),
            valid_until: until(decision.valid_until()),
            option: decision
                .option()
                .map_or(Text::EMPTY, |option| Text::of(option.id())),
            decided_by: ground.map_or(Text::EMPTY, |ground| Text::of(ground.choice().as_str())),
            result: 0,
            reserved: 0,
        }
    }
}

/// The row of the choice that decided, in its profile.
pub(crate) fn row_of(profile: &Profile, decision: &Decision) -> Option<usize> {
    let id = decision.decided_by()?.choice();
    profile
        .choices()
        .iter()
        .position(|choice| choice.id() == id)
}

/// Counted from 1; 0 for none. A profile has at most 10,000 choices.
#[inline(always)]
fn place(row: Option<usize>) -> u32 {
    let counted = row.map_or(0, |row| row.wrapping_add(1));
    u32::try_from(counted).unwrap_or(0)
}

#[inline(always)]
pub(crate) fn until(instant: Option<Instant>) -> i64 {
    instant.map_or(AKKOORD_NEVER, Instant::as_micros)
}

/// The name of an outcome in the wire format: `permit`.
///
/// @param outcome  one of AKKOORD_OUTCOME_*
/// @param out_name on success a view that is valid for ever
/// @return AKKOORD_OK, AKKOORD_ERROR_UNKNOWN_VALUE, or AKKOORD_ERROR_NULL_POINTER
/// @par Threads Any number at once.
/// @par Cost No allocation.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn akkoord_outcome_name(outcome: u32, out_name: *mut Text) -> u32 {
    // SAFETY: what the header asks of the caller.
    unsafe { name(numbers::outcome_name(outcome), "outcome", out_name) }
}

/// The name of a reason in the wire format: `individual_yes`.
///
/// @param reason   one of AKKOORD_REASON_*, but for AKKOORD_REASON_NONE
/// @param out_name on success a view that is valid for ever
/// @return AKKOORD_OK, AKKOORD_ERROR_UNKNOWN_VALUE, or AKKOORD_ERROR_NULL_POINTER
/// @par Threads Any number at once.
/// @par Cost No allocation.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn akkoord_reason_name(reason: u32, out_name: *mut Text) -> u32 {
    // SAFETY: what the header asks of the caller.
    unsafe { name(numbers::reason_name(reason), "reason", out_name) }
}

/// # Safety
/// The place is NULL or may be written.
unsafe fn name(found: Option<&'static str>, what: &'static str, out_name: *mut Text) -> u32 {
    let work = || {
        // SAFETY: the caller's promise.
        let place = unsafe { out(out_name, "out_name") }?;
        let unknown = || Fault::at(crate::codes::AKKOORD_ERROR_UNKNOWN_VALUE, what);
        place.put(Text::of(found.ok_or_else(unknown)?));
        Ok(())
    };
    // SAFETY: what the header asks of the caller.
    unsafe { entry(out_name, work) }
}

/// The form of a verdict for the consulter (R24): the outcome and nothing else that was decided. It does not tell a "no" from "no choice"
/// from "no record", nor until when. The result code stays.
///
/// @param verdict     borrowed for the call; may be `out_verdict`
/// @param out_verdict yours: on success the outcome, and zeroes
/// @return AKKOORD_OK, or AKKOORD_ERROR_NULL_POINTER
/// @par Threads Any number at once.
/// @par Cost A copy.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn akkoord_verdict_for_consulter(
    verdict: *const VerdictStruct,
    out_verdict: *mut VerdictStruct,
) -> u32 {
    let work = || {
        // SAFETY: what the header asks of the caller; nothing is written through it.
        unsafe { out(verdict.cast_mut(), "verdict") }?;
        // SAFETY: as above; any bytes are integers and pointers.
        let verdict = unsafe { verdict.read() };
        // SAFETY: as above.
        let place = unsafe { out(out_verdict, "out_verdict") }?;
        place.put(VerdictStruct {
            outcome: verdict.outcome,
            ..VerdictStruct::refused(verdict.result)
        });
        Ok(())
    };
    // SAFETY: what the header asks of the caller.
    unsafe { entry(out_verdict, work) }
}
