//! One line in, one line out: the same bytes as the program `akkoord`.

use std::ffi::c_char;

use akkoord::line::Line;

use crate::codes::AKKOORD_ERROR_DOCUMENT_TOO_LARGE;
use crate::engine::EngineHandle;
use crate::entry::{bytes, entry, shared};
use crate::text::{Output, written};

/// One line of the batch format in, `{"profile": ..., "query": ...}`, one line out without a line break: `[decision, ...]`, or
/// `{"error": ...}` for a line that cannot be read. The same bytes as `akkoord evaluate` writes (R26).
///
/// @param engine   borrowed
/// @param line     bytes, read as UTF-8; may be NULL if `length` is 0
/// @param length   in bytes
/// @param number   the number of the line, counted from 1, which an error names
/// @param out_text an output, yours: gets the answer line
/// @return AKKOORD_OK once there is an answer line, also one with an error in it: look whether it begins with `{`;
///         AKKOORD_ERROR_NULL_POINTER
/// @par Threads Any number at once, each with an output of its own.
/// @par Cost Some 10 microseconds for a profile of twenty choices.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn akkoord_evaluate_json(
    engine: *const EngineHandle,
    line: *const c_char,
    length: usize,
    number: u64,
    out_text: *mut Output,
) -> u32 {
    let work = || {
        // SAFETY: what the header asks of the caller.
        let engine = unsafe { shared(engine, "engine") }?;
        // SAFETY: as above.
        let place = unsafe { written(out_text) }?;
        // SAFETY: as above.
        match unsafe { bytes(line, length, "line") } {
            Ok(line) => place.put(engine.engine.evaluate_json(Line::from(line).number(number))),
            Err(fault) if fault.code() == AKKOORD_ERROR_DOCUMENT_TOO_LARGE => place.put(
                engine
                    .engine
                    .evaluate_json(Line::too_large().number(number)),
            ),
            Err(fault) => return Err(fault),
        }
        Ok(())
    };
    // SAFETY: what the header asks of the caller.
    unsafe { entry(out_text, work) }
}

/// As akkoord_evaluate_json(), for every question that can be asked of a profile: `query`, `open_query` (R27), `why_empty` (R28),
/// `timeline` (R29), `what_if` and `smallest_change` (R30), `matrix` (R31), `notices` (R32), `record` (R33), `register` (R34-R40).
///
/// @param engine   borrowed
/// @param line     bytes, read as UTF-8; may be NULL if `length` is 0
/// @param length   in bytes
/// @param number   the number of the line, counted from 1, which an error names
/// @param out_text an output, yours: gets the answer line
/// @return AKKOORD_OK once there is an answer line, also one with an error or a refusal in it, which begins with `{"error":`;
///         AKKOORD_ERROR_NULL_POINTER
/// @par Threads Any number at once, each with an output of its own.
/// @par Cost By the question; a matrix of a profile of twenty choices some 100 microseconds.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn akkoord_answer_json(
    engine: *const EngineHandle,
    line: *const c_char,
    length: usize,
    number: u64,
    out_text: *mut Output,
) -> u32 {
    let work = || {
        // SAFETY: what the header asks of the caller.
        let engine = unsafe { shared(engine, "engine") }?;
        // SAFETY: as above.
        let place = unsafe { written(out_text) }?;
        // SAFETY: as above.
        match unsafe { bytes(line, length, "line") } {
            Ok(line) => place.put(engine.engine.answer_json(Line::from(line).number(number))),
            Err(fault) if fault.code() == AKKOORD_ERROR_DOCUMENT_TOO_LARGE => {
                place.put(engine.engine.answer_json(Line::too_large().number(number)))
            }
            Err(fault) => return Err(fault),
        }
        Ok(())
    };
    // SAFETY: what the header asks of the caller.
    unsafe { entry(out_text, work) }
}
