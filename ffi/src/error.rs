//! What was wrong with an input, in more than a code.

use crate::codes::{AKKOORD_ERROR_UNKNOWN_VALUE, AKKOORD_OK, described};
use crate::entry::{Fault, Handle, entry, free, handle, out, shared};
use crate::text::Text;

/// What was wrong, where, and what to do. Never holds a patient id or text of a document.
#[cfg_attr(all(), repr(C))]
pub struct ErrorHandle {
    tag: u64,
    code: u32,
    line: u64,
    path: String,
    message: String,
}

handle!(ErrorHandle, b"akk-erro");

impl ErrorHandle {
    #[cold]
    pub(crate) fn tell(&mut self, fault: &Fault) {
        match fault {
            Fault::Here(code, place) => {
                self.code = *code;
                self.line = 0;
                (*place).clone_into(&mut self.path);
                let advice = described(*code).map_or("", |(_, advice)| advice);
                advice.clone_into(&mut self.message);
            }
            Fault::Core(error) => {
                self.code = error.code().number();
                self.line = error.line();
                error.path().clone_into(&mut self.path);
                error.message().clone_into(&mut self.message);
            }
            #[cfg(feature = "arrow")]
            Fault::Batch(error) => {
                self.code = error.code().number();
                self.line = 0;
                error.column().clone_into(&mut self.path);
                error.message().clone_into(&mut self.message);
            }
        }
    }
}

/// Makes a place for what was wrong. Calls that take an `out_error` write to it when they fail, and only then; one serves for
/// any number of calls.
///
/// @param out_error on success a new handle, yours: free it with akkoord_error_free()
/// @return AKKOORD_OK, or AKKOORD_ERROR_NULL_POINTER
/// @par Threads One handle per thread.
/// @par Cost One allocation.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn akkoord_error_new(out_error: *mut *mut ErrorHandle) -> u32 {
    let work = || {
        // SAFETY: what the header asks of the caller.
        let place = unsafe { out(out_error, "out_error") }?;
        place.put_handle(ErrorHandle {
            tag: ErrorHandle::TAG,
            code: AKKOORD_OK,
            line: 0,
            path: String::new(),
            message: String::new(),
        })
    };
    // SAFETY: what the header asks of the caller.
    unsafe { entry(out_error, work) }
}

/// Frees an error, and with it the views of it.
///
/// @param error yours, not used afterwards; NULL is a no-op
/// @par Threads Nobody else may use it.
/// @par Cost A few deallocations.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn akkoord_error_free(error: *mut ErrorHandle) {
    // SAFETY: what the header asks of the caller.
    unsafe { free(error) }
}

/// The code of the call that failed last with this handle; AKKOORD_OK if none did.
///
/// @param error    borrowed
/// @param out_code on success the code
/// @return AKKOORD_OK, or AKKOORD_ERROR_NULL_POINTER
/// @par Threads Any number at once, while no call writes to it.
/// @par Cost Nothing is copied.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn akkoord_error_code(error: *const ErrorHandle, out_code: *mut u32) -> u32 {
    let work = || {
        // SAFETY: what the header asks of the caller.
        let error = unsafe { shared(error, "error") }?;
        // SAFETY: as above.
        unsafe { out(out_code, "out_code") }?.put(error.code);
        Ok(())
    };
    // SAFETY: what the header asks of the caller.
    unsafe { entry(out_code, work) }
}

/// The line of the document, counted from 1, on which reading stopped; 0 for what was not read from text.
///
/// @param error    borrowed
/// @param out_line on success the line
/// @return AKKOORD_OK, or AKKOORD_ERROR_NULL_POINTER
/// @par Threads Any number at once, while no call writes to it.
/// @par Cost Nothing is copied.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn akkoord_error_line(error: *const ErrorHandle, out_line: *mut u64) -> u32 {
    let work = || {
        // SAFETY: what the header asks of the caller.
        let error = unsafe { shared(error, "error") }?;
        // SAFETY: as above.
        unsafe { out(out_line, "out_line") }?.put(error.line);
        Ok(())
    };
    // SAFETY: what the header asks of the caller.
    unsafe { entry(out_line, work) }
}

/// Where in the input: field names and places in lists, such as `choices[3].scope.options[0]`; or the name of a parameter.
///
/// @param error    borrowed
/// @param out_path on success a view, valid until the error is written to or freed
/// @return AKKOORD_OK, or AKKOORD_ERROR_NULL_POINTER
/// @par Threads Any number at once, while no call writes to it.
/// @par Cost Nothing is copied.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn akkoord_error_path(error: *const ErrorHandle, out_path: *mut Text) -> u32 {
    let work = || {
        // SAFETY: what the header asks of the caller.
        let error = unsafe { shared(error, "error") }?;
        // SAFETY: as above.
        unsafe { out(out_path, "out_path") }?.put(Text::of(&error.path));
        Ok(())
    };
    // SAFETY: what the header asks of the caller.
    unsafe { entry(out_path, work) }
}

/// What is wrong and what to do, in English; without patient ids and without text of the document.
///
/// @param error       borrowed
/// @param out_message on success a view, valid until the error is written to or freed
/// @return AKKOORD_OK, or AKKOORD_ERROR_NULL_POINTER
/// @par Threads Any number at once, while no call writes to it.
/// @par Cost Nothing is copied.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn akkoord_error_message(
    error: *const ErrorHandle,
    out_message: *mut Text,
) -> u32 {
    let work = || {
        // SAFETY: what the header asks of the caller.
        let error = unsafe { shared(error, "error") }?;
        // SAFETY: as above.
        unsafe { out(out_message, "out_message") }?.put(Text::of(&error.message));
        Ok(())
    };
    // SAFETY: what the header asks of the caller.
    unsafe { entry(out_message, work) }
}

/// The stable name of a result code, the `code` of the wire format: `unknown_field` for AKKOORD_ERROR_UNKNOWN_FIELD.
///
/// @param code     a result code
/// @param out_name on success a view that is valid for ever
/// @return AKKOORD_OK, AKKOORD_ERROR_UNKNOWN_VALUE for a number that is no code, or AKKOORD_ERROR_NULL_POINTER
/// @par Threads Any number at once.
/// @par Cost A search through some seventy codes.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn akkoord_result_name(code: u32, out_name: *mut Text) -> u32 {
    let work = || {
        // SAFETY: what the header asks of the caller.
        let place = unsafe { out(out_name, "out_name") }?;
        let (name, _) =
            described(code).ok_or_else(|| Fault::at(AKKOORD_ERROR_UNKNOWN_VALUE, "code"))?;
        place.put(Text::of(name));
        Ok(())
    };
    // SAFETY: what the header asks of the caller.
    unsafe { entry(out_name, work) }
}

/// What a result code means and what to do, in one English sentence.
///
/// @param code       a result code
/// @param out_advice on success a view that is valid for ever
/// @return AKKOORD_OK, AKKOORD_ERROR_UNKNOWN_VALUE for a number that is no code, or AKKOORD_ERROR_NULL_POINTER
/// @par Threads Any number at once.
/// @par Cost A search through some seventy codes.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn akkoord_result_advice(code: u32, out_advice: *mut Text) -> u32 {
    let work = || {
        // SAFETY: what the header asks of the caller.
        let place = unsafe { out(out_advice, "out_advice") }?;
        let (_, advice) =
            described(code).ok_or_else(|| Fault::at(AKKOORD_ERROR_UNKNOWN_VALUE, "code"))?;
        place.put(Text::of(advice));
        Ok(())
    };
    // SAFETY: what the header asks of the caller.
    unsafe { entry(out_advice, work) }
}
