//! The engine: a catalogue and a rule set.

use std::ffi::c_char;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::LazyLock;

use akkoord::{Catalogue, Engine, RuleSet};

use crate::entry::{Fault, Handle, entry, free, handle, out, shared, text, told_entry};
use crate::error::ErrorHandle;
use crate::text::{Output, Text, written};

/// The rules engine: a catalogue and a rule set. Does not change.
#[cfg_attr(all(), repr(C))]
pub struct EngineHandle {
    tag: u64,
    pub(crate) engine: Engine,
}

handle!(EngineHandle, b"akk-engi");

impl EngineHandle {
    pub(crate) fn of(engine: Engine) -> Self {
        EngineHandle {
            tag: EngineHandle::TAG,
            engine,
        }
    }
}

/// The same engine with the seed of this process: whoever chooses ids cannot make their hashes collide. One seed for all engines, so that a
/// question is prepared for each of them. No answer depends on it (R26).
fn seeded(engine: &Engine) -> Engine {
    static SEED: LazyLock<u64> = LazyLock::new(|| RandomState::new().build_hasher().finish());
    engine.with_seed(*SEED)
}

/// Makes the engine with the catalogue and the rule set of Mitz, both part of the library.
///
/// @param out_engine on success a new handle, yours: free it with akkoord_engine_free()
/// @return AKKOORD_OK, or AKKOORD_ERROR_NULL_POINTER
/// @par Threads Any number at once. The handle may be shared between all threads: make one for the process.
/// @par Cost Some 100 microseconds: the catalogue is read.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn akkoord_engine_new_mitz(out_engine: *mut *mut EngineHandle) -> u32 {
    let work = || {
        // SAFETY: what the header asks of the caller.
        let place = unsafe { out(out_engine, "out_engine") }?;
        place.put_handle(EngineHandle::of(seeded(&Engine::mitz())))
    };
    // SAFETY: what the header asks of the caller.
    unsafe { entry(out_engine, work) }
}

/// Makes an engine with a catalogue and a rule set of your own. Both must be given; akkoord_engine_catalogue_json() and
/// akkoord_engine_ruleset_json() of the Mitz engine give what to begin with.
///
/// @param catalogue        JSON, UTF-8
/// @param catalogue_length in bytes
/// @param ruleset          JSON, UTF-8
/// @param ruleset_length   in bytes
/// @param out_error        may be NULL; told the first fault, with path and line
/// @param out_engine       on success a new handle, yours: free it with akkoord_engine_free()
/// @return AKKOORD_OK, or the code of the first fault of a document; AKKOORD_ERROR_INVALID_UTF8; AKKOORD_ERROR_NULL_POINTER
/// @par Threads Any number at once. The handle may be shared.
/// @par Cost Reads both documents.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn akkoord_engine_new_from_json(
    catalogue: *const c_char,
    catalogue_length: usize,
    ruleset: *const c_char,
    ruleset_length: usize,
    out_error: *mut ErrorHandle,
    out_engine: *mut *mut EngineHandle,
) -> u32 {
    let work = || {
        // SAFETY: what the header asks of the caller.
        let catalogue = unsafe { text(catalogue, catalogue_length, "catalogue") }?;
        // SAFETY: as above.
        let ruleset = unsafe { text(ruleset, ruleset_length, "ruleset") }?;
        // SAFETY: as above.
        let place = unsafe { out(out_engine, "out_engine") }?;
        place.put_handle(EngineHandle::of(seeded(&Engine::new(
            Catalogue::from_json(catalogue)?,
            RuleSet::from_json(ruleset)?,
        ))))
    };
    // SAFETY: what the header asks of the caller.
    unsafe { told_entry(out_error, out_engine, work) }
}

/// Frees an engine. Profiles, prepared queries and the like that were made with it live on.
///
/// @param engine yours, not used afterwards; NULL is a no-op
/// @par Threads Nobody else may use it.
/// @par Cost A few deallocations.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn akkoord_engine_free(engine: *mut EngineHandle) {
    // SAFETY: what the header asks of the caller.
    unsafe { free(engine) }
}

/// The id of the catalogue: `mitz-3960100`.
///
/// @param engine borrowed
/// @param out_id on success a view, valid until the engine is freed
/// @return AKKOORD_OK, or AKKOORD_ERROR_NULL_POINTER
/// @par Threads Any number at once.
/// @par Cost Nothing is copied.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn akkoord_engine_catalogue_id(
    engine: *const EngineHandle,
    out_id: *mut Text,
) -> u32 {
    let work = || {
        // SAFETY: what the header asks of the caller.
        let engine = unsafe { shared(engine, "engine") }?;
        // SAFETY: as above.
        let place = unsafe { out(out_id, "out_id") }?;
        place.put(Text::of(engine.engine.catalogue().id()));
        Ok(())
    };
    // SAFETY: what the header asks of the caller.
    unsafe { entry(out_id, work) }
}

/// The name of the rule set: `mitz-2026-11`.
///
/// @param engine   borrowed
/// @param out_name on success a view, valid until the engine is freed
/// @return AKKOORD_OK, or AKKOORD_ERROR_NULL_POINTER
/// @par Threads Any number at once.
/// @par Cost Nothing is copied.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn akkoord_engine_ruleset_name(
    engine: *const EngineHandle,
    out_name: *mut Text,
) -> u32 {
    let work = || {
        // SAFETY: what the header asks of the caller.
        let engine = unsafe { shared(engine, "engine") }?;
        // SAFETY: as above.
        let place = unsafe { out(out_name, "out_name") }?;
        place.put(Text::of(engine.engine.ruleset().name()));
        Ok(())
    };
    // SAFETY: what the header asks of the caller.
    unsafe { entry(out_name, work) }
}

/// What the rule set says, as 16 hexadecimal digits: two of the same digest decide alike, under whatever name.
///
/// @param engine     borrowed
/// @param out_digest on success a view, valid until the engine is freed
/// @return AKKOORD_OK, or AKKOORD_ERROR_NULL_POINTER
/// @par Threads Any number at once.
/// @par Cost Nothing is copied.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn akkoord_engine_ruleset_digest(
    engine: *const EngineHandle,
    out_digest: *mut Text,
) -> u32 {
    let work = || {
        // SAFETY: what the header asks of the caller.
        let engine = unsafe { shared(engine, "engine") }?;
        // SAFETY: as above.
        let place = unsafe { out(out_digest, "out_digest") }?;
        place.put(Text::of(engine.engine.ruleset().digest()));
        Ok(())
    };
    // SAFETY: what the header asks of the caller.
    unsafe { entry(out_digest, work) }
}

/// The catalogue as JSON.
///
/// @param engine   borrowed
/// @param out_text an output, yours: gets the text
/// @return AKKOORD_OK, or AKKOORD_ERROR_NULL_POINTER
/// @par Threads Any number at once, each with an output of its own.
/// @par Cost Writes the whole document, some 50 kB.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn akkoord_engine_catalogue_json(
    engine: *const EngineHandle,
    out_text: *mut Output,
) -> u32 {
    let work = || {
        // SAFETY: what the header asks of the caller.
        let engine = unsafe { shared(engine, "engine") }?;
        // SAFETY: as above.
        let place = unsafe { written(out_text) }?;
        place.put(engine.engine.catalogue().to_json());
        Ok(())
    };
    // SAFETY: what the header asks of the caller.
    unsafe { entry(out_text, work) }
}

/// The rule set as JSON.
///
/// @param engine   borrowed
/// @param out_text an output, yours: gets the text
/// @return AKKOORD_OK, or AKKOORD_ERROR_NULL_POINTER
/// @par Threads Any number at once, each with an output of its own.
/// @par Cost Writes the document.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn akkoord_engine_ruleset_json(
    engine: *const EngineHandle,
    out_text: *mut Output,
) -> u32 {
    let work = || {
        // SAFETY: what the header asks of the caller.
        let engine = unsafe { shared(engine, "engine") }?;
        // SAFETY: as above.
        let place = unsafe { written(out_text) }?;
        let json = serde_json::to_string(engine.engine.ruleset());
        // A rule set is numbers and texts, which can always be written.
        place.put(json.map_err(|_| Fault::at(crate::codes::AKKOORD_ERROR_PANIC, "ruleset"))?);
        Ok(())
    };
    // SAFETY: what the header asks of the caller.
    unsafe { entry(out_text, work) }
}

#[cfg(test)]
mod tests {
    use akkoord::Instant;
    use akkoord::compiled::NotAnswered;

    use super::*;

    #[test]
    fn the_seed_of_the_process_is_none_that_can_be_guessed() {
        let plain = Engine::mitz();
        let engine = seeded(&plain);
        let profile = r#"{"patient": {"id": "999990019"}, "choices": []}"#;
        let profile = engine.read_profile(profile).expect("a good profile");
        let query = engine
            .read_query(
                r#"{"holder": {"id": "ura:90000017", "type": "Z3"}, "consulter": {"id": "ura:90000033", "type": "N6"},
                    "data": "GGC002", "treatment_relationship": true, "at": "2026-06-01T12:00:00Z"}"#,
            )
            .expect("a good query");
        let at: Instant = "2026-06-01T12:00:00Z".parse().expect("an instant");
        let compiled = engine.compile(&profile, at).expect("one catalogue");
        let told = |other: &Engine| compiled.decide(&other.prepare(&query, "GGC002"));
        assert!(told(&seeded(&Engine::mitz())).is_ok());
        assert_eq!(told(&plain).err(), Some(NotAnswered::OtherCatalogue));
        for number in 0..1_000 {
            let guessed = told(&plain.with_seed(number)).err();
            assert_eq!(guessed, Some(NotAnswered::OtherCatalogue), "{number}");
        }
    }
}
