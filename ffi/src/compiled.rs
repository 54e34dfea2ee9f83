//! The fast path: a profile worked out for an instant.

use akkoord::Engine;
use akkoord::compiled::Compiled;

use crate::codes::{AKKOORD_ERROR_LENGTH_OUT_OF_RANGE, AKKOORD_ERROR_WRONG_SIZE};
use crate::engine::EngineHandle;
use crate::entry::{
    Answer, Fault, Handle, Place, Rows, elements, entry, free, handle, out, shared, told_entry,
};
use crate::error::ErrorHandle;
use crate::profile::ProfileHandle;
use crate::query::{
    Ids, PreparedQueryHandle, QueryStruct, asked, code, fields, instant, must_have_text,
    size_of_query,
};
use crate::text::Text;
use crate::verdict::{VerdictStruct, until};

/// A profile at an instant, ready to decide. Does not change.
#[cfg_attr(all(), repr(C))]
pub struct CompiledHandle {
    tag: u64,
    engine: Engine,
    pub(crate) compiled: Compiled,
    /// Views of the ids of its catalogue's options, by row: an answer copies one.
    pub(crate) options: Box<[Text]>,
    /// Views of the ids of its choices, by row.
    pub(crate) choices: Box<[Text]>,
}

handle!(CompiledHandle, b"akk-comp");

/// Works a profile out for an instant: deciding is then looking up.
///
/// @param engine       borrowed for the call
/// @param profile      borrowed for the call
/// @param at           microseconds since 1970-01-01T00:00:00Z: questions may be about this instant and later ones, up to
///                     akkoord_compiled_valid_until()
/// @param out_error    may be NULL; told what was wrong
/// @param out_compiled on success a new handle, yours: free it with akkoord_compiled_free()
/// @return AKKOORD_OK; AKKOORD_ERROR_CATALOGUE_MISMATCH for a profile of another engine; AKKOORD_ERROR_INVALID_INSTANT;
///         AKKOORD_ERROR_NULL_POINTER
/// @par Threads Any number at once. The handle may be shared.
/// @par Cost About one literal decision for each of 42 kinds of question and each holder that the profile names.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn akkoord_compiled_new(
    engine: *const EngineHandle,
    profile: *const ProfileHandle,
    at: i64,
    out_error: *mut ErrorHandle,
    out_compiled: *mut *mut CompiledHandle,
) -> u32 {
    let work = || {
        // SAFETY: what the header asks of the caller.
        let engine = unsafe { shared(engine, "engine") }?;
        // SAFETY: as above.
        let profile = unsafe { shared(profile, "profile") }?;
        // SAFETY: as above.
        let place = unsafe { out(out_compiled, "out_compiled") }?;
        let compiled = engine
            .engine
            .compile(&profile.profile, instant(at, "at")?)?;
        // Views stay good: neither the catalogue, which all share, nor the list of ids moves when the handle does.
        let catalogue = engine.engine.catalogue();
        place.put_handle(CompiledHandle {
            tag: CompiledHandle::TAG,
            engine: engine.engine.clone(),
            options: catalogue
                .options()
                .iter()
                .map(|option| Text::of(option.id()))
                .collect(),
            choices: compiled
                .choice_ids()
                .iter()
                .map(|id| Text::of(id.as_str()))
                .collect(),
            compiled,
        })
    };
    // SAFETY: what the header asks of the caller.
    unsafe { told_entry(out_error, out_compiled, work) }
}

/// Frees a compiled profile, and with it the texts of its verdicts.
///
/// @param compiled yours, not used afterwards; NULL is a no-op
/// @par Threads Nobody else may use it.
/// @par Cost A few deallocations.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn akkoord_compiled_free(compiled: *mut CompiledHandle) {
    // SAFETY: what the header asks of the caller.
    unsafe { free(compiled) }
}

/// The first instant at which anything in the profile happens: from then on, compile anew.
///
/// @param compiled        borrowed
/// @param out_valid_until on success microseconds since 1970-01-01T00:00:00Z; AKKOORD_NEVER if nothing happens any more
/// @return AKKOORD_OK, or AKKOORD_ERROR_NULL_POINTER
/// @par Threads Any number at once.
/// @par Cost A look.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn akkoord_compiled_valid_until(
    compiled: *const CompiledHandle,
    out_valid_until: *mut i64,
) -> u32 {
    let work = || {
        // SAFETY: what the header asks of the caller.
        let compiled = unsafe { shared(compiled, "compiled") }?;
        // SAFETY: as above.
        let place = unsafe { out(out_valid_until, "out_valid_until") }?;
        place.put(until(compiled.compiled.valid_until()));
        Ok(())
    };
    // SAFETY: what the header asks of the caller.
    unsafe { entry(out_valid_until, work) }
}

/// Decides a prepared query: the fastest way.
///
/// @param compiled    borrowed; the texts of the verdict are views of it
/// @param prepared    borrowed for the call
/// @param out_verdict yours: on success what is decided
/// @return AKKOORD_OK, also for a deny; AKKOORD_ERROR_OTHER_INSTANT for a question before the instant of the compilation or from
///         akkoord_compiled_valid_until() on; AKKOORD_ERROR_CATALOGUE_MISMATCH; AKKOORD_ERROR_NULL_POINTER
/// @par Threads Any number at once.
/// @par Cost Some 15 to 20 ns. No allocation.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn akkoord_compiled_decide(
    compiled: *const CompiledHandle,
    prepared: *const PreparedQueryHandle,
    out_verdict: *mut VerdictStruct,
) -> u32 {
    let work = || {
        // SAFETY: what the header asks of the caller.
        let compiled = unsafe { shared(compiled, "compiled") }?;
        // SAFETY: as above.
        let prepared = unsafe { shared(prepared, "prepared") }?;
        // SAFETY: as above.
        let place = unsafe { out(out_verdict, "out_verdict") }?;
        let verdict = compiled.compiled.decide(&prepared.prepared)?;
        place.put(VerdictStruct::of_compiled(compiled, verdict));
        Ok(())
    };
    // SAFETY: what the header asks of the caller.
    unsafe { entry(out_verdict, work) }
}

/// Decides a query that stands in memory of yours, without a handle for it.
///
/// @param compiled    borrowed; the texts of the verdict are views of it
/// @param query       borrowed for the call
/// @param out_verdict yours: on success what is decided
/// @return as akkoord_compiled_decide(), and what akkoord_prepared_query_new() says of a query
/// @par Threads Any number at once.
/// @par Cost Some 50 ns: codes are looked up, ids are hashed. No allocation.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn akkoord_compiled_decide_query(
    compiled: *const CompiledHandle,
    query: *const QueryStruct,
    out_verdict: *mut VerdictStruct,
) -> u32 {
    let work = || {
        // SAFETY: what the header asks of the caller.
        let compiled = unsafe { shared(compiled, "compiled") }?;
        // SAFETY: as above.
        let place = unsafe { out(out_verdict, "out_verdict") }?;
        // SAFETY: as above.
        unsafe { decide(compiled, query, place) }
    };
    // SAFETY: what the header asks of the caller.
    unsafe { entry(out_verdict, work) }
}

/// # Safety
/// The query is what the header asks of one.
#[inline(always)]
unsafe fn decide(
    compiled: &CompiledHandle,
    query: *const QueryStruct,
    place: Place<VerdictStruct>,
) -> Result<(), Fault> {
    // SAFETY: the caller's promise.
    let fields = unsafe { fields(query) }?;
    // SAFETY: as above.
    match unsafe { Ids::plain(fields) } {
        // SAFETY: as above.
        Some(ids) => unsafe { decide_for(compiled, fields, ids, place) },
        // SAFETY: as above.
        None => unsafe { decide_for_others(compiled, fields, place) },
    }
}

/// Apart, so that the compiler may use in [`decide`] what is known of plain ids: how long they are, when they are hashed.
///
/// # Safety
/// As [`decide`].
#[cold]
#[inline(never)]
unsafe fn decide_for_others(
    compiled: &CompiledHandle,
    fields: &QueryStruct,
    place: Place<VerdictStruct>,
) -> Result<(), Fault> {
    // SAFETY: the caller's promise.
    unsafe { decide_for(compiled, fields, Ids::read(fields)?, place) }
}

/// The verdict is written here, where its fields are in registers: through a `Result` they would go by way of the stack.
///
/// # Safety
/// As [`decide`].
#[inline(always)]
unsafe fn decide_for(
    compiled: &CompiledHandle,
    fields: &QueryStruct,
    ids: Ids<'_>,
    place: Place<VerdictStruct>,
) -> Result<(), Fault> {
    // Of the bytes of a code it need not be asked whether they are a text where the catalogue has them.
    // SAFETY: the caller's promise.
    let asked = unsafe { asked(fields, ids, |text, name| code(text, name)) }?;
    let prepared = compiled.engine.prepare_view(&asked.view(), asked.data);
    let verdict = compiled.compiled.decide(&prepared)?;
    if prepared.settled().is_some() {
        // Perhaps by a code of no catalogue, which may be no text at all: that is an error.
        // SAFETY: as above.
        unsafe { must_have_text(fields) }?;
    }
    place.put(VerdictStruct::of_compiled(compiled, verdict));
    Ok(())
}

/// Decides a row of queries. Each has its own result: a query that cannot be answered leaves a deny with its code in `result`,
/// and the rest goes on.
///
/// @param compiled     borrowed; the texts of the verdicts are views of it
/// @param queries      borrowed for the call: `count` structs, one behind the other, all of one `size`; may be NULL if `count` is 0
/// @param count        how many
/// @param out_verdicts yours, room for `count`; each is written, in the order of the queries; may be NULL if `count` is 0
/// @return AKKOORD_OK if every query has got its verdict or its code; AKKOORD_ERROR_WRONG_SIZE if the first has no good size;
///         AKKOORD_ERROR_LENGTH_OUT_OF_RANGE; AKKOORD_ERROR_NULL_POINTER
/// @par Threads Any number at once.
/// @par Cost Some 50 ns for each. No allocation.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn akkoord_compiled_decide_batch(
    compiled: *const CompiledHandle,
    queries: *const QueryStruct,
    count: usize,
    out_verdicts: *mut VerdictStruct,
) -> u32 {
    let work = || {
        // SAFETY: what the header asks of the caller.
        let compiled = unsafe { shared(compiled, "compiled") }?;
        // SAFETY: as above.
        let queries = unsafe { Queries::of(queries, count) }?;
        elements(out_verdicts, count, "out_verdicts")?;
        for row in 0..count {
            // SAFETY: there is room for `count` of them.
            let verdict = unsafe { out_verdicts.add(row) };
            // SAFETY: as above; `row` is below the count.
            let decided = unsafe { queries.at(row) }.and_then(|query| {
                // SAFETY: as above.
                let place = unsafe { out(verdict, "out_verdicts") }?;
                // SAFETY: as above.
                unsafe { decide(compiled, query, place) }
            });
            if let Err(fault) = decided {
                // SAFETY: as above.
                unsafe { verdict.write(VerdictStruct::refused(fault.code())) };
            }
        }
        Ok(())
    };
    // SAFETY: what the header asks of the caller.
    unsafe {
        entry(
            Rows {
                first: out_verdicts,
                count,
            },
            work,
        )
    }
}

/// Queries one behind the other, of the size that the first one says.
pub(crate) struct Queries {
    first: *const QueryStruct,
    size: usize,
}

impl Queries {
    /// # Safety
    /// The pointer is NULL, or so many queries stand there.
    pub(crate) unsafe fn of(first: *const QueryStruct, count: usize) -> Result<Self, Fault> {
        let size = match elements(first, count, "queries")? {
            0 => size_of::<QueryStruct>(),
            // SAFETY: checked just now; the rest is the caller's promise.
            _ => unsafe { size_of_query(first) }?,
        };
        // Structs of a later version are larger.
        let bytes = count.checked_mul(size);
        if bytes.is_none_or(|bytes| isize::try_from(bytes).is_err()) {
            return Err(Fault::at(AKKOORD_ERROR_LENGTH_OUT_OF_RANGE, "queries"));
        }
        Ok(Queries { first, size })
    }

    /// # Safety
    /// The place is below the count.
    pub(crate) unsafe fn at(&self, place: usize) -> Result<*const QueryStruct, Fault> {
        // SAFETY: the caller's promise: all are of one size, which `size_of_query` holds to a multiple of the alignment.
        let query = unsafe { self.first.byte_add(place.wrapping_mul(self.size)) };
        // SAFETY: as above.
        match unsafe { size_of_query(query) }? {
            size if size == self.size => Ok(query),
            _ => Err(Fault::at(AKKOORD_ERROR_WRONG_SIZE, "queries.size")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::{AKKOORD_ERROR_INVALID_INSTANT, AKKOORD_ERROR_INVALID_UTF8};
    use crate::query::tests::{query, text};

    fn compiled() -> CompiledHandle {
        let engine = Engine::mitz();
        let profile = engine
            .read_profile(r#"{"patient": {"id": "999990019"}, "choices": []}"#)
            .unwrap();
        CompiledHandle {
            tag: CompiledHandle::TAG,
            compiled: engine
                .compile(&profile, instant(query().at, "at").ok().unwrap())
                .unwrap(),
            engine,
            options: Box::default(),
            choices: Box::default(),
        }
    }

    /// What is written, or the code.
    fn told(decide: impl Fn(Place<VerdictStruct>) -> Result<(), Fault>) -> Result<String, u32> {
        let mut verdict = VerdictStruct::refused(0);
        // SAFETY: it may be written.
        let place = unsafe { out(&raw mut verdict, "out_verdict") }
            .ok()
            .unwrap();
        decide(place).map_err(|fault| fault.code())?;
        Ok(format!("{verdict:?}"))
    }

    #[test]
    fn a_code_that_is_no_text_is_an_error_and_plain_ids_change_nothing() {
        let compiled = compiled();
        let codes: [&[u8]; 8] = [
            b"Z3",
            b"N6",
            b"GGC002",
            b"",
            b"Q9",
            b"GGC\xC3\x28",
            b"\xFF",
            b"GGC002GGC",
        ];
        let mut broken = 0;
        for holder_type in codes {
            for consulter_type in codes {
                for data in codes {
                    for at in [query().at - 1, query().at, i64::MIN] {
                        let query = QueryStruct {
                            at,
                            holder_type: text(holder_type),
                            consulter_type: text(consulter_type),
                            data: text(data),
                            purpose: text(b"TREAT"),
                            ..query()
                        };
                        // SAFETY: the texts outlive the calls.
                        let told_here = told(|place| unsafe { decide(&compiled, &query, place) });
                        // SAFETY: as above.
                        let other = |place| unsafe { decide_for_others(&compiled, &query, place) };
                        broken += usize::from(told_here == Err(AKKOORD_ERROR_INVALID_UTF8));
                        let is_year_0 = at == i64::MIN;
                        assert_eq!(told_here == Err(AKKOORD_ERROR_INVALID_INSTANT), is_year_0);
                        assert_eq!(told_here, told(other));
                    }
                }
            }
        }
        // Two of the eight are no UTF-8; at an instant of the three that can be asked about.
        assert_eq!(broken, 8 * 8 * 8 - 6 * 6 * 6);
    }
}
