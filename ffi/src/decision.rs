//! A decision with its grounds: what an access record and an explanation need.

use akkoord::explain::Explain;
use akkoord::{Decision, Engine};

use crate::codes::AKKOORD_ERROR_OUT_OF_BOUNDS;
use crate::engine::EngineHandle;
use crate::entry::{Answer, Fault, Handle, entry, free, handle, out, shared, told_entry};
use crate::error::ErrorHandle;
use crate::numbers;
use crate::profile::ProfileHandle;
use crate::query::{QueryStruct, asked_in_text};
use crate::text::{Output, Text, written};
use crate::verdict::{VerdictStruct, row_of};

/// A decision of the literal engine, with its grounds. Does not change.
#[cfg_attr(all(), repr(C))]
pub struct DecisionHandle {
    tag: u64,
    engine: Engine,
    decision: Decision,
    row: Option<usize>,
}

handle!(DecisionHandle, b"akk-deci");

impl DecisionHandle {
    pub(crate) fn of(engine: &Engine, decision: Decision, row: Option<usize>) -> Self {
        DecisionHandle {
            tag: DecisionHandle::TAG,
            engine: engine.clone(),
            decision,
            row,
        }
    }
}

/// A choice that has taken part and did not decide (R23).
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct OutweighedStruct {
    /// The id of the choice, a view of the decision.
    pub choice: Text,
    /// The number of the rule by which it was outweighed: 18 for R18.
    pub rule: u32,
    /// Zero.
    pub reserved: u32,
}

impl Answer for OutweighedStruct {
    fn refused(_: u32) -> Self {
        OutweighedStruct {
            choice: Text::EMPTY,
            rule: 0,
            reserved: 0,
        }
    }
}

/// Decides a query for a profile, with the grounds. The same decision as the compiled one.
///
/// @param engine       borrowed for the call
/// @param profile      borrowed for the call
/// @param query        borrowed for the call
/// @param out_error    may be NULL; told what was wrong
/// @param out_decision on success a new handle, yours: free it with akkoord_decision_free()
/// @return AKKOORD_OK, also for a deny; AKKOORD_ERROR_CATALOGUE_MISMATCH; what akkoord_prepared_query_new() says of a query
/// @par Threads Any number at once. The handle may be shared.
/// @par Cost Some 500 ns for twenty choices, and a few allocations.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn akkoord_decision_new(
    engine: *const EngineHandle,
    profile: *const ProfileHandle,
    query: *const QueryStruct,
    out_error: *mut ErrorHandle,
    out_decision: *mut *mut DecisionHandle,
) -> u32 {
    let work = || {
        // SAFETY: what the header asks of the caller.
        let engine = unsafe { shared(engine, "engine") }?;
        // SAFETY: as above.
        let profile = unsafe { shared(profile, "profile") }?;
        // SAFETY: as above.
        let query = unsafe { asked_in_text(query) }?.to_query()?;
        // SAFETY: as above.
        let place = unsafe { out(out_decision, "out_decision") }?;
        let decisions = engine.engine.decide(&profile.profile, &query)?;
        place.put_handle(only(&engine.engine, decisions, |decision| {
            row_of(&profile.profile, decision)
        })?)
    };
    // SAFETY: what the header asks of the caller.
    unsafe { told_entry(out_error, out_decision, work) }
}

/// The decision for a query about one data category.
pub(crate) fn only(
    engine: &Engine,
    decisions: Vec<Decision>,
    row: impl FnOnce(&Decision) -> Option<usize>,
) -> Result<DecisionHandle, Fault> {
    // A query of this face asks about one data category, and gets one decision.
    let decision = decisions
        .into_iter()
        .next()
        .ok_or_else(|| Fault::at(crate::codes::AKKOORD_ERROR_PANIC, "query"))?;
    let row = row(&decision);
    Ok(DecisionHandle::of(engine, decision, row))
}

/// Frees a decision, and with it the texts of its verdict.
///
/// @param decision yours, not used afterwards; NULL is a no-op
/// @par Threads Nobody else may use it.
/// @par Cost A few deallocations.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn akkoord_decision_free(decision: *mut DecisionHandle) {
    // SAFETY: what the header asks of the caller.
    unsafe { free(decision) }
}

/// What is decided.
///
/// @param decision    borrowed; the texts of the verdict are views of it
/// @param out_verdict yours: on success what is decided
/// @return AKKOORD_OK, or AKKOORD_ERROR_NULL_POINTER
/// @par Threads Any number at once.
/// @par Cost No allocation.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn akkoord_decision_verdict(
    decision: *const DecisionHandle,
    out_verdict: *mut VerdictStruct,
) -> u32 {
    let work = || {
        // SAFETY: what the header asks of the caller.
        let decision = unsafe { shared(decision, "decision") }?;
        // SAFETY: as above.
        let place = unsafe { out(out_verdict, "out_verdict") }?;
        place.put(VerdictStruct::of_decision(&decision.decision, decision.row));
        Ok(())
    };
    // SAFETY: what the header asks of the caller.
    unsafe { entry(out_verdict, work) }
}

/// How many choices have taken part, are not withdrawn, and did not decide.
///
/// @param decision  borrowed
/// @param out_count on success the number
/// @return AKKOORD_OK, or AKKOORD_ERROR_NULL_POINTER
/// @par Threads Any number at once.
/// @par Cost A look.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn akkoord_decision_outweighed_count(
    decision: *const DecisionHandle,
    out_count: *mut usize,
) -> u32 {
    let work = || {
        // SAFETY: what the header asks of the caller.
        let decision = unsafe { shared(decision, "decision") }?;
        // SAFETY: as above.
        unsafe { out(out_count, "out_count") }?.put(decision.decision.outweighed().len());
        Ok(())
    };
    // SAFETY: what the header asks of the caller.
    unsafe { entry(out_count, work) }
}

/// One of the choices that did not decide; they stand from the highest rank to the lowest (R8).
///
/// @param decision       borrowed; the text of the answer is a view of it
/// @param index          counted from 0
/// @param out_outweighed yours: on success the choice and the rule
/// @return AKKOORD_OK, AKKOORD_ERROR_OUT_OF_BOUNDS, or AKKOORD_ERROR_NULL_POINTER
/// @par Threads Any number at once.
/// @par Cost No allocation.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn akkoord_decision_outweighed(
    decision: *const DecisionHandle,
    index: usize,
    out_outweighed: *mut OutweighedStruct,
) -> u32 {
    let work = || {
        // SAFETY: what the header asks of the caller.
        let decision = unsafe { shared(decision, "decision") }?;
        // SAFETY: as above.
        let place = unsafe { out(out_outweighed, "out_outweighed") }?;
        let outweighed = decision.decision.outweighed().get(index);
        let outweighed =
            outweighed.ok_or_else(|| Fault::at(AKKOORD_ERROR_OUT_OF_BOUNDS, "index"))?;
        place.put(OutweighedStruct {
            choice: Text::of(outweighed.ground().choice().as_str()),
            rule: u32::from(outweighed.rule()),
            reserved: 0,
        });
        Ok(())
    };
    // SAFETY: what the header asks of the caller.
    unsafe { entry(out_outweighed, work) }
}

/// The decision in the canonical form of the wire format: one JSON object, with all its grounds.
///
/// @param decision borrowed
/// @param out_text an output, yours: gets the text
/// @return AKKOORD_OK, or AKKOORD_ERROR_NULL_POINTER
/// @par Threads Any number at once, each with an output of its own.
/// @par Cost Writes the document.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn akkoord_decision_json(
    decision: *const DecisionHandle,
    out_text: *mut Output,
) -> u32 {
    let work = || {
        // SAFETY: what the header asks of the caller.
        let decision = unsafe { shared(decision, "decision") }?;
        // SAFETY: as above.
        let place = unsafe { written(out_text) }?;
        place.put(decision.decision.to_json());
        Ok(())
    };
    // SAFETY: what the header asks of the caller.
    unsafe { entry(out_text, work) }
}

/// The decision as a consulter may know it (R24): `{"data": ..., "decision": ...}` and nothing else. It does not tell a "no" from "no choice"
/// from "no record", nor until when.
///
/// @param decision borrowed
/// @param out_text an output, yours: gets the text
/// @return AKKOORD_OK, or AKKOORD_ERROR_NULL_POINTER
/// @par Threads Any number at once, each with an output of its own.
/// @par Cost Writes the document.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn akkoord_decision_json_for_consulter(
    decision: *const DecisionHandle,
    out_text: *mut Output,
) -> u32 {
    let work = || {
        // SAFETY: what the header asks of the caller.
        let decision = unsafe { shared(decision, "decision") }?;
        // SAFETY: as above.
        let place = unsafe { written(out_text) }?;
        let json = serde_json::to_string(&decision.decision.for_consulter());
        // Two texts can always be written.
        place.put(json.map_err(|_| Fault::at(crate::codes::AKKOORD_ERROR_PANIC, "decision"))?);
        Ok(())
    };
    // SAFETY: what the header asks of the caller.
    unsafe { entry(out_text, work) }
}

/// The decision in plain language, for who reads it (R24). For AKKOORD_AUDIENCE_CONSULTER it does not tell whether a deny is a
/// "no" or "no choice".
///
/// @param decision borrowed
/// @param lang     one of AKKOORD_LANG_*
/// @param audience one of AKKOORD_AUDIENCE_*
/// @param out_text an output, yours: gets the text
/// @return AKKOORD_OK, AKKOORD_ERROR_UNKNOWN_VALUE, or AKKOORD_ERROR_NULL_POINTER
/// @par Threads Any number at once, each with an output of its own.
/// @par Cost A few microseconds.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn akkoord_decision_explain(
    decision: *const DecisionHandle,
    lang: u32,
    audience: u32,
    out_text: *mut Output,
) -> u32 {
    let work = || {
        // SAFETY: what the header asks of the caller.
        let decision = unsafe { shared(decision, "decision") }?;
        // SAFETY: as above.
        let place = unsafe { written(out_text) }?;
        let lang = numbers::lang(lang)?;
        let audience = numbers::audience(audience)?;
        let explanation = decision.decision.explain(lang, audience);
        place.put(explanation.to_string());
        Ok(())
    };
    // SAFETY: what the header asks of the caller.
    unsafe { entry(out_text, work) }
}
