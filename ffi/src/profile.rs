//! A profile: the choices of one patient.

use std::ffi::c_char;

use akkoord::Profile;

use crate::codes::AKKOORD_ERROR_OUT_OF_BOUNDS;
use crate::engine::EngineHandle;
use crate::entry::{Fault, Handle, entry, free, handle, out, shared, text, told_entry};
use crate::error::ErrorHandle;
use crate::text::{Output, Text, written};

/// The choices of one patient. Does not change.
#[cfg_attr(all(), repr(C))]
pub struct ProfileHandle {
    tag: u64,
    pub(crate) profile: Profile,
}

handle!(ProfileHandle, b"akk-prof");

impl ProfileHandle {
    pub(crate) fn of(profile: Profile) -> Self {
        ProfileHandle {
            tag: ProfileHandle::TAG,
            profile,
        }
    }
}

/// Reads a profile, strictly: a field that the wire format does not have is an error, and nothing is half-read.
///
/// @param engine      borrowed for the call
/// @param json        UTF-8, at most 32 MiB
/// @param length      in bytes
/// @param out_error   may be NULL; told the first fault, with path and line
/// @param out_profile on success a new handle, yours: free it with akkoord_profile_free()
/// @return AKKOORD_OK, or the code of the first fault of the document; AKKOORD_ERROR_INVALID_UTF8; AKKOORD_ERROR_NULL_POINTER
/// @par Threads Any number at once. The handle may be shared.
/// @par Cost Some 5 microseconds for twenty choices.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn akkoord_profile_new_from_json(
    engine: *const EngineHandle,
    json: *const c_char,
    length: usize,
    out_error: *mut ErrorHandle,
    out_profile: *mut *mut ProfileHandle,
) -> u32 {
    let work = || {
        // SAFETY: what the header asks of the caller.
        let engine = unsafe { shared(engine, "engine") }?;
        // SAFETY: as above.
        let json = unsafe { text(json, length, "json") }?;
        // SAFETY: as above.
        let place = unsafe { out(out_profile, "out_profile") }?;
        place.put_handle(ProfileHandle::of(engine.engine.read_profile(json)?))
    };
    // SAFETY: what the header asks of the caller.
    unsafe { told_entry(out_error, out_profile, work) }
}

/// Frees a profile. What was compiled from it lives on.
///
/// @param profile yours, not used afterwards; NULL is a no-op
/// @par Threads Nobody else may use it.
/// @par Cost A few deallocations.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn akkoord_profile_free(profile: *mut ProfileHandle) {
    // SAFETY: what the header asks of the caller.
    unsafe { free(profile) }
}

/// The profile in its one canonical form. It holds the patient id: do not log it.
///
/// @param profile  borrowed
/// @param out_text an output, yours: gets the text
/// @return AKKOORD_OK, or AKKOORD_ERROR_NULL_POINTER
/// @par Threads Any number at once, each with an output of its own.
/// @par Cost Writes the document.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn akkoord_profile_json(
    profile: *const ProfileHandle,
    out_text: *mut Output,
) -> u32 {
    let work = || {
        // SAFETY: what the header asks of the caller.
        let profile = unsafe { shared(profile, "profile") }?;
        // SAFETY: as above.
        let place = unsafe { written(out_text) }?;
        place.put(profile.profile.to_json());
        Ok(())
    };
    // SAFETY: what the header asks of the caller.
    unsafe { entry(out_text, work) }
}

/// The id of the choice at a place, as the `decided_by_place` of a verdict counts them.
///
/// @param profile borrowed
/// @param choice  counted from 1, in the order of the profile
/// @param out_id  on success a view, valid until the profile is freed
/// @return AKKOORD_OK, AKKOORD_ERROR_OUT_OF_BOUNDS, or AKKOORD_ERROR_NULL_POINTER
/// @par Threads Any number at once.
/// @par Cost Nothing is copied.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn akkoord_profile_choice(
    profile: *const ProfileHandle,
    choice: u32,
    out_id: *mut Text,
) -> u32 {
    let work = || {
        // SAFETY: what the header asks of the caller.
        let profile = unsafe { shared(profile, "profile") }?;
        // SAFETY: as above.
        let place = unsafe { out(out_id, "out_id") }?;
        let row = choice
            .checked_sub(1)
            .and_then(|row| usize::try_from(row).ok());
        let choice = row.and_then(|row| profile.profile.choices().get(row));
        let choice = choice.ok_or_else(|| Fault::at(AKKOORD_ERROR_OUT_OF_BOUNDS, "choice"))?;
        place.put(Text::of(choice.id().as_str()));
        Ok(())
    };
    // SAFETY: what the header asks of the caller.
    unsafe { entry(out_id, work) }
}
