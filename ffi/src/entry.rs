//! What every call goes through: panics are caught, pointers are checked, and what is wrong becomes a code.

use std::ffi::c_char;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;

use akkoord::{Error, NotAnswered};

use crate::codes::{
    AKKOORD_ERROR_BROKEN, AKKOORD_ERROR_CATALOGUE_MISMATCH, AKKOORD_ERROR_INVALID_UTF8,
    AKKOORD_ERROR_LENGTH_OUT_OF_RANGE, AKKOORD_ERROR_MISALIGNED_POINTER,
    AKKOORD_ERROR_NOT_A_HANDLE, AKKOORD_ERROR_NULL_POINTER, AKKOORD_ERROR_OTHER_INSTANT,
    AKKOORD_ERROR_OUTDATED, AKKOORD_ERROR_PANIC, AKKOORD_OK,
};
use crate::error::ErrorHandle;

/// Why a call was refused.
pub(crate) enum Fault {
    /// Found here: the code, and the parameter or field.
    Here(u32, &'static str),
    /// Found by core.
    Core(Error),
    /// Found in a batch: the code, the column, and what to do.
    Batch(akkoord_arrow::BatchError),
}

impl Fault {
    #[cold]
    pub(crate) fn at(code: u32, place: &'static str) -> Self {
        Fault::Here(code, place)
    }

    pub(crate) fn code(&self) -> u32 {
        match self {
            Fault::Here(code, _) => *code,
            Fault::Core(error) => error.code().number(),
            Fault::Batch(error) => error.code().number(),
        }
    }
}

impl From<Error> for Fault {
    #[cold]
    fn from(error: Error) -> Self {
        Fault::Core(error)
    }
}

impl From<NotAnswered> for Fault {
    #[cold]
    fn from(why: NotAnswered) -> Self {
        match why {
            NotAnswered::OtherInstant => Fault::Here(AKKOORD_ERROR_OTHER_INSTANT, "query.at"),
            NotAnswered::OtherCatalogue => Fault::Here(AKKOORD_ERROR_CATALOGUE_MISMATCH, "query"),
            NotAnswered::Outdated => Fault::Here(AKKOORD_ERROR_OUTDATED, "query"),
        }
    }
}

/// Runs the work of a call. A panic stops here; the hook of the process is left as it is.
#[inline(always)]
pub(crate) fn entry(work: impl FnOnce() -> Result<(), Fault>) -> u32 {
    match caught(work) {
        Ok(Ok(())) => AKKOORD_OK,
        Ok(Err(fault)) => fault.code(),
        Err(Panicked) => AKKOORD_ERROR_PANIC,
    }
}

/// As [`entry`], for a call that can tell more than a code; the handle for it may be NULL.
///
/// # Safety
/// The handle is NULL or what the header asks of one.
pub(crate) unsafe fn told_entry(
    out_error: *mut ErrorHandle,
    work: impl FnOnce() -> Result<(), Fault>,
) -> u32 {
    // SAFETY: the caller's promise; no other reference to the handle is alive in this call.
    let told = match unsafe { optional_mut(out_error, "out_error") } {
        Ok(told) => told,
        Err(fault) => return fault.code(),
    };
    let fault = match caught(work) {
        Ok(Ok(())) => return AKKOORD_OK,
        Ok(Err(fault)) => fault,
        Err(Panicked) => Fault::Here(AKKOORD_ERROR_PANIC, ""),
    };
    if let Some(told) = told {
        // Telling copies texts and nothing else; a panic in it would leave the code standing.
        let _ = catch_unwind(AssertUnwindSafe(|| told.tell(&fault)));
    }
    fault.code()
}

struct Panicked;

#[inline(always)]
fn caught<T>(work: impl FnOnce() -> T) -> Result<T, Panicked> {
    let work = || {
        #[cfg(feature = "test-panic")]
        crate::testing::panic_if_armed();
        work()
    };
    // What a panic may leave half changed is guarded where it is changed (`population`).
    catch_unwind(AssertUnwindSafe(work)).map_err(|payload| {
        // Dropping what was thrown may panic in its turn; then it stays where it is.
        let _ = catch_unwind(AssertUnwindSafe(|| drop(payload))).map_err(mem::forget);
        Panicked
    })
}

/// Something that C holds by an opaque pointer.
pub(crate) trait Handle: Sized {
    /// Stands at the start of every handle of this kind.
    const TAG: u64;
    fn tag(&mut self) -> &mut u64;
}

/// Makes a struct a handle: `tag` must be its first field. Hence `#[cfg_attr(all(), repr(C))]` on each: laid out as it is written,
/// while cbindgen, which looks for a plain `repr(C)`, tells C that there is such a struct and no more.
macro_rules! handle {
    ($name:ident, $tag:literal) => {
        impl $crate::entry::Handle for $name {
            const TAG: u64 = u64::from_le_bytes(*$tag);
            fn tag(&mut self) -> &mut u64 {
                &mut self.tag
            }
        }
        const _: () = assert!(core::mem::offset_of!($name, tag) == 0);
        const _: () = {
            const fn may_be_shared<T: Send + Sync>() {}
            may_be_shared::<$name>();
        };
    };
}
pub(crate) use handle;

#[inline(always)]
fn pointer<T>(pointer: *const T, name: &'static str) -> Result<(), Fault> {
    if pointer.is_null() {
        return Err(Fault::at(AKKOORD_ERROR_NULL_POINTER, name));
    }
    if !pointer.is_aligned() {
        return Err(Fault::at(AKKOORD_ERROR_MISALIGNED_POINTER, name));
    }
    Ok(())
}

#[inline(always)]
unsafe fn of_its_kind<T: Handle>(handle: *const T, name: &'static str) -> Result<(), Fault> {
    pointer(handle, name)?;
    // SAFETY: not NULL and aligned; the caller's promise that a handle of this library stands there. Each starts with its tag.
    if unsafe { handle.cast::<u64>().read() } != T::TAG {
        return Err(Fault::at(AKKOORD_ERROR_NOT_A_HANDLE, name));
    }
    Ok(())
}

/// A handle that is only read.
///
/// # Safety
/// It is NULL, or was made by this library, is not freed, and nobody changes it during the call.
#[inline(always)]
pub(crate) unsafe fn shared<'a, T: Handle>(
    handle: *const T,
    name: &'static str,
) -> Result<&'a T, Fault> {
    // SAFETY: the caller's promise.
    unsafe { of_its_kind(handle, name) }?;
    // SAFETY: checked just now; the rest is the caller's promise.
    Ok(unsafe { &*handle })
}

/// A handle that is changed.
///
/// # Safety
/// As [`shared`], and nobody else uses it during the call.
pub(crate) unsafe fn exclusive<'a, T: Handle>(
    handle: *mut T,
    name: &'static str,
) -> Result<&'a mut T, Fault> {
    // SAFETY: the caller's promise.
    unsafe { of_its_kind(handle, name) }?;
    // SAFETY: checked just now; the rest is the caller's promise.
    Ok(unsafe { &mut *handle })
}

/// As [`exclusive`], where NULL is allowed.
///
/// # Safety
/// As [`exclusive`].
unsafe fn optional_mut<'a, T: Handle>(
    handle: *mut T,
    name: &'static str,
) -> Result<Option<&'a mut T>, Fault> {
    if handle.is_null() {
        return Ok(None);
    }
    // SAFETY: the caller's promise.
    unsafe { exclusive(handle, name) }.map(Some)
}

/// Frees a handle; NULL is nothing to free. What is no handle of its kind is left alone.
///
/// # Safety
/// As [`exclusive`]; it is not used afterwards.
pub(crate) unsafe fn free<T: Handle>(handle: *mut T) {
    entry(|| {
        if handle.is_null() {
            return Ok(());
        }
        // SAFETY: the caller's promise.
        let tagged = unsafe { exclusive(handle, "") }?;
        // So that a second use has a chance to be noticed. Volatile: nobody reads it before the memory is given back.
        // SAFETY: a reference may be written through.
        unsafe { ptr::write_volatile(tagged.tag(), 0) };
        // SAFETY: every handle was made by `Place::put_handle` from a box; the caller gives it up.
        drop(unsafe { Box::from_raw(handle) });
        Ok(())
    });
}

/// A place of the caller's for an answer: nothing is written before the whole call has succeeded.
pub(crate) struct Place<T>(*mut T);

/// # Safety
/// The pointer is NULL or may be written.
#[inline(always)]
pub(crate) unsafe fn out<T>(place: *mut T, name: &'static str) -> Result<Place<T>, Fault> {
    pointer(place, name)?;
    Ok(Place(place))
}

impl<T> Place<T> {
    #[inline(always)]
    pub(crate) fn put(self, value: T) {
        // SAFETY: `out` checked the pointer, and its caller promised that it may be written.
        unsafe { self.0.write(value) };
    }
}

impl<T: Handle> Place<*mut T> {
    pub(crate) fn put_handle(self, handle: T) {
        self.put(Box::into_raw(Box::new(handle)));
    }
}

/// Elements of the caller's, to read or to write: how many there are is checked against what memory can have.
pub(crate) fn elements<T>(
    first: *const T,
    count: usize,
    name: &'static str,
) -> Result<usize, Fault> {
    if count == 0 {
        return Ok(0);
    }
    let bytes = count.checked_mul(size_of::<T>());
    if bytes.is_none_or(|bytes| isize::try_from(bytes).is_err()) {
        return Err(Fault::at(AKKOORD_ERROR_LENGTH_OUT_OF_RANGE, name));
    }
    pointer(first, name)?;
    Ok(count)
}

/// Bytes of the caller's; NULL is allowed for none.
///
/// # Safety
/// The pointer is NULL or so many bytes may be read there during the call.
#[inline(always)]
pub(crate) unsafe fn bytes<'a>(
    data: *const c_char,
    length: usize,
    name: &'static str,
) -> Result<&'a [u8], Fault> {
    if length == 0 {
        return Ok(&[]);
    }
    if isize::try_from(length).is_err() {
        return Err(Fault::at(AKKOORD_ERROR_LENGTH_OUT_OF_RANGE, name));
    }
    pointer(data, name)?;
    // SAFETY: not NULL, no longer than memory can be; the rest is the caller's promise.
    Ok(unsafe { std::slice::from_raw_parts(data.cast(), length) })
}

/// A text of the caller's, which must be UTF-8; NULL is allowed for the empty one.
///
/// # Safety
/// As [`bytes`].
#[inline(always)]
pub(crate) unsafe fn text<'a>(
    data: *const c_char,
    length: usize,
    name: &'static str,
) -> Result<&'a str, Fault> {
    // SAFETY: the caller's promise.
    utf8(unsafe { bytes(data, length, name) }?, name)
}

/// Most texts are short and plain: for them the question whether they are ASCII is the faster one.
#[inline(always)]
pub(crate) fn utf8<'a>(bytes: &'a [u8], name: &'static str) -> Result<&'a str, Fault> {
    if is_ascii(bytes) {
        // SAFETY: ASCII is UTF-8.
        return Ok(unsafe { std::str::from_utf8_unchecked(bytes) });
    }
    std::str::from_utf8(bytes).map_err(|_| Fault::at(AKKOORD_ERROR_INVALID_UTF8, name))
}

/// As `<[u8]>::is_ascii`, which goes byte by byte through what is shorter than a register: ids and codes are.
#[inline(always)]
fn is_ascii(bytes: &[u8]) -> bool {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    if bytes.len() > 16 {
        return bytes.is_ascii();
    }
    // The first and the last eight (or four) cover all of them; they overlap.
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        return (u64::from_ne_bytes(*first) | u64::from_ne_bytes(*last)) & HIGH == 0;
    }
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        let high = u32::from_ne_bytes([0x80; 4]);
        return (u32::from_ne_bytes(*first) | u32::from_ne_bytes(*last)) & high == 0;
    }
    bytes.iter().all(u8::is_ascii)
}

/// Whether a handle that is changed in steps is whole.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Whole,
    /// A panic came between the steps: nothing is answered from it any more.
    Broken,
}

impl State {
    pub(crate) fn check(self) -> Result<(), Fault> {
        match self {
            State::Whole => Ok(()),
            State::Broken => Err(Fault::at(AKKOORD_ERROR_BROKEN, "population")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_byte_that_is_not_ascii_is_seen_at_every_place_of_every_length() {
        for length in 0..40 {
            let plain = vec![b'~'; length];
            assert!(is_ascii(&plain), "{length}");
            for place in 0..length {
                let mut bytes = plain.clone();
                bytes[place] = 0x80;
                assert!(!is_ascii(&bytes), "{place} of {length}");
            }
        }
    }
}
