//! Limits on what a call may cost, and the switch that stops calls.

use std::mem::offset_of;

use akkoord::limits::{Cancel, Limits};

use crate::codes::AKKOORD_ERROR_WRONG_SIZE;
use crate::engine::EngineHandle;
use crate::entry::{Fault, Handle, entry, free, handle, out, shared};

/// Stops the running calls of every engine whose limits name it, from any thread.
#[cfg_attr(all(), repr(C))]
pub struct CancelHandle {
    tag: u64,
    cancel: Cancel,
}

handle!(CancelHandle, b"akk-canc");

/// What one call may cost, at most. A call that would cost more is an error, never a part of an answer.
///
/// Begin with AKKOORD_LIMITS_INIT (or set all of it to zero, then `size` to `sizeof(akkoord_limits)`), then set what you know: what is
/// zero is as without limits of your own.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct LimitsStruct {
    /// `sizeof(akkoord_limits)`.
    pub size: usize,
    /// Most steps of one call; 0: 100,000,000. A step is one look at one choice, holder or cell: some nanoseconds.
    pub steps: u64,
    /// Most bytes of one answer as JSON; 0: 64 MiB.
    pub answer_bytes: u64,
    /// Stops the calls of this engine; NULL: nothing does. The engine keeps what it needs of it.
    pub cancel: *const CancelHandle,
}

const _: () = assert!(offset_of!(LimitsStruct, size) == 0);

impl LimitsStruct {
    /// # Safety
    /// The switch is what the header asks of one.
    unsafe fn limits(self) -> Result<Limits, Fault> {
        let mut limits = Limits::default();
        if self.steps > 0 {
            limits = limits.steps(self.steps);
        }
        if self.answer_bytes > 0 {
            limits = limits.answer_bytes(usize::try_from(self.answer_bytes).unwrap_or(usize::MAX));
        }
        if !self.cancel.is_null() {
            // SAFETY: the caller's promise.
            limits = limits.cancelled_by(&unsafe { shared(self.cancel, "limits.cancel") }?.cancel);
        }
        Ok(limits)
    }
}

/// Makes an engine with the catalogue and the rule set of another, and with limits of its own.
///
/// Beyond them a call gives AKKOORD_ERROR_TOO_MUCH_WORK, AKKOORD_ERROR_ANSWER_TOO_LARGE or AKKOORD_ERROR_CANCELLED; what answers in a
/// line of JSON gives the line with that error.
///
/// @param engine     borrowed for the call
/// @param limits     borrowed for the call
/// @param out_engine on success a new handle, yours: free it with akkoord_engine_free(); NULL after an error
/// @return AKKOORD_OK; AKKOORD_ERROR_WRONG_SIZE; AKKOORD_ERROR_NOT_A_HANDLE; AKKOORD_ERROR_OUT_OF_MEMORY; AKKOORD_ERROR_NULL_POINTER
/// @par Threads Any number at once. The handle may be shared.
/// @par Cost Copies the catalogue and the rule set.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn akkoord_engine_with_limits(
    engine: *const EngineHandle,
    limits: *const LimitsStruct,
    out_engine: *mut *mut EngineHandle,
) -> u32 {
    let work = || {
        // SAFETY: what the header asks of the caller.
        let engine = unsafe { shared(engine, "engine") }?;
        // SAFETY: as above; nothing is written through it.
        unsafe { out(limits.cast_mut(), "limits") }?;
        // SAFETY: as above. Only this field is read before it is known how many there are.
        if unsafe { (&raw const (*limits).size).read() } != size_of::<LimitsStruct>() {
            return Err(Fault::at(AKKOORD_ERROR_WRONG_SIZE, "limits.size"));
        }
        // SAFETY: as above; any bytes are integers and pointers.
        let limits = unsafe { limits.read().limits() }?;
        // SAFETY: as above.
        let place = unsafe { out(out_engine, "out_engine") }?;
        place.put_handle(EngineHandle::of(engine.engine.with_limits(limits)))
    };
    // SAFETY: what the header asks of the caller.
    unsafe { entry(out_engine, work) }
}

/// Makes a switch that stops calls. It is not set.
///
/// @param out_cancel on success a new handle, yours: free it with akkoord_cancel_free(); NULL after an error
/// @return AKKOORD_OK, AKKOORD_ERROR_OUT_OF_MEMORY, or AKKOORD_ERROR_NULL_POINTER
/// @par Threads Any number at once. The handle may be shared.
/// @par Cost Two allocations.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn akkoord_cancel_new(out_cancel: *mut *mut CancelHandle) -> u32 {
    let work = || {
        // SAFETY: what the header asks of the caller.
        let place = unsafe { out(out_cancel, "out_cancel") }?;
        place.put_handle(CancelHandle {
            tag: CancelHandle::TAG,
            cancel: Cancel::default(),
        })
    };
    // SAFETY: what the header asks of the caller.
    unsafe { entry(out_cancel, work) }
}

/// Stops the calls that run, and those that are made while it is set, with AKKOORD_ERROR_CANCELLED; or lets new calls run again.
///
/// A call looks at the switch every 4,096 steps: a short one may end with its answer.
///
/// @param cancel    borrowed
/// @param cancelled 0: calls run; any other number: calls stop
/// @return AKKOORD_OK, or AKKOORD_ERROR_NULL_POINTER
/// @par Threads Any number at once, also while calls run: that is what it is for.
/// @par Cost A write.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn akkoord_cancel_set(cancel: *const CancelHandle, cancelled: u32) -> u32 {
    let work = || {
        // SAFETY: what the header asks of the caller.
        unsafe { shared(cancel, "cancel") }?
            .cancel
            .set(cancelled != 0);
        Ok(())
    };
    // SAFETY: what the header asks of the caller.
    unsafe { entry((), work) }
}

/// Frees a switch. Engines that were made with it live on.
///
/// @param cancel yours, not used afterwards; NULL is a no-op
/// @par Threads Nobody else may use it.
/// @par Cost A few deallocations.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn akkoord_cancel_free(cancel: *mut CancelHandle) {
    // SAFETY: what the header asks of the caller.
    unsafe { free(cancel) }
}
