//! What every call goes through: panics are caught, pointers are checked, and what is wrong becomes a code.

use std::alloc::Layout;
use std::ffi::c_char;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;

use akkoord::Error;
use akkoord::compiled::NotAnswered;

use crate::codes::{
    AKKOORD_ERROR_BROKEN, AKKOORD_ERROR_CATALOGUE_MISMATCH, AKKOORD_ERROR_DOCUMENT_TOO_LARGE,
    AKKOORD_ERROR_INVALID_UTF8, AKKOORD_ERROR_LENGTH_OUT_OF_RANGE,
    AKKOORD_ERROR_MISALIGNED_POINTER, AKKOORD_ERROR_NOT_A_HANDLE, AKKOORD_ERROR_NULL_POINTER,
    AKKOORD_ERROR_OTHER_INSTANT, AKKOORD_ERROR_OUT_OF_MEMORY, AKKOORD_ERROR_OUTDATED,
    AKKOORD_ERROR_PANIC, AKKOORD_OK,
};
use crate::error::ErrorHandle;

/// Why a call was refused.
pub(crate) enum Fault {
    /// Found here: the code, and the parameter or field.
    Here(u32, &'static str),
    /// Found by core.
    Core(Error),
    /// Found in a batch: the code, the column, and what to do.
    #[cfg(feature = "arrow")]
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
            #[cfg(feature = "arrow")]
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

/// Where a call writes its answer.
pub(crate) trait Sink {
    /// Leaves no older answer there, and the code where the answer has a place for one.
    ///
    /// # Safety
    /// It is NULL or what the header asks of it.
    unsafe fn refuse(self, code: u32);
}

/// A call without an answer beside its result.
impl Sink for () {
    unsafe fn refuse(self, _: u32) {}
}

/// An answer that a call writes into memory of the caller's.
pub(crate) trait Answer {
    /// What is there after an error.
    fn refused(code: u32) -> Self;
}

impl<A: Answer> Sink for *mut A {
    unsafe fn refuse(self, code: u32) {
        if pointer(self, "").is_ok() {
            // SAFETY: not NULL and aligned; the rest is the caller's promise.
            unsafe { self.write(A::refused(code)) };
        }
    }
}

impl<H: Handle> Answer for *mut H {
    fn refused(_: u32) -> Self {
        ptr::null_mut()
    }
}

/// A code of a call: 0 would be AKKOORD_OK.
impl Answer for u32 {
    fn refused(code: u32) -> Self {
        code
    }
}

impl Answer for u64 {
    fn refused(_: u32) -> Self {
        0
    }
}

impl Answer for usize {
    fn refused(_: u32) -> Self {
        0
    }
}

/// An instant that lies before any choice, and a `valid_until` that is over.
impl Answer for i64 {
    fn refused(_: u32) -> Self {
        0
    }
}

/// Answers one behind the other.
pub(crate) struct Rows<A> {
    pub(crate) first: *mut A,
    pub(crate) count: usize,
}

impl<A> Rows<A> {
    /// No memory has more queries than that.
    const MOST: usize = isize::MAX as usize / 4096;
}

impl<A: Answer> Sink for Rows<A> {
    unsafe fn refuse(self, code: u32) {
        if self.count == 0 || pointer(self.first, "").is_err() {
            return;
        }
        // Of a count that no memory can have, the one that must be there.
        let is_possible = code != AKKOORD_ERROR_LENGTH_OUT_OF_RANGE && self.count <= Self::MOST;
        let count = if is_possible { self.count } else { 1 };
        for row in 0..count {
            // SAFETY: not NULL and aligned; the caller promises room for so many.
            unsafe { self.first.add(row).write(A::refused(code)) };
        }
    }
}

/// Runs the work of a call. A panic stops here; the hook of the process is left as it is. After an error no older answer is left
/// where the answer would have gone.
///
/// # Safety
/// The place of the answer is NULL or what the header asks of it.
#[inline(always)]
pub(crate) unsafe fn entry(sink: impl Sink, work: impl FnOnce() -> Result<(), Fault>) -> u32 {
    let code = match caught(work) {
        Ok(Ok(())) => return AKKOORD_OK,
        Ok(Err(fault)) => fault.code(),
        Err(Panicked) => AKKOORD_ERROR_PANIC,
    };
    // SAFETY: the caller's promise.
    unsafe { refused(sink, code) };
    code
}

/// # Safety
/// As [`Sink::refuse`].
#[cold]
unsafe fn refused(sink: impl Sink, code: u32) {
    // Writing plain values does not panic; giving back the memory of a text might.
    // SAFETY: the caller's promise.
    let _ = caught_as_it_is(|| unsafe { sink.refuse(code) });
}

/// As [`entry`], for a call that can tell more than a code; the handle for it may be NULL.
///
/// # Safety
/// As [`entry`]; the handle is NULL or what the header asks of one.
pub(crate) unsafe fn told_entry(
    out_error: *mut ErrorHandle,
    sink: impl Sink,
    work: impl FnOnce() -> Result<(), Fault>,
) -> u32 {
    // SAFETY: the caller's promise; no other reference to the handle is alive in this call.
    let told = unsafe { optional_mut(out_error, "out_error") };
    let (told, fault) = match told {
        Ok(told) => match caught(work) {
            Ok(Ok(())) => return AKKOORD_OK,
            Ok(Err(fault)) => (told, fault),
            Err(Panicked) => (told, Fault::Here(AKKOORD_ERROR_PANIC, "")),
        },
        Err(fault) => (None, fault),
    };
    if let Some(told) = told {
        // Telling copies texts and nothing else; a panic in it would leave the code standing.
        let _ = caught_as_it_is(|| told.tell(&fault));
    }
    // SAFETY: the caller's promise.
    unsafe { refused(sink, fault.code()) };
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
    caught_as_it_is(work)
}

#[inline(always)]
fn caught_as_it_is<T>(work: impl FnOnce() -> T) -> Result<T, Panicked> {
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
    let work = || {
        if handle.is_null() {
            return Ok(());
        }
        // SAFETY: the caller's promise.
        let tagged = unsafe { exclusive(handle, "") }?;
        // So that a second use has a chance to be noticed. Volatile: nobody reads it before the memory is given back.
        // SAFETY: a reference may be written through.
        unsafe { ptr::write_volatile(tagged.tag(), 0) };
        // SAFETY: every handle was made by `Place::put_handle` as a box is; the caller gives it up.
        drop(unsafe { Box::from_raw(handle) });
        Ok(())
    };
    // SAFETY: there is no answer.
    unsafe { entry((), work) };
}

/// A place of the caller's for an answer, written once the whole call has succeeded.
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
    /// Puts it where `Box` would, but for a memory that has run out: that is an error, and does not end the process.
    pub(crate) fn put_handle(self, handle: T) -> Result<(), Fault> {
        const { assert!(size_of::<T>() > 0) };
        // SAFETY: the size is not 0.
        let memory: *mut T = unsafe { std::alloc::alloc(Layout::new::<T>()) }.cast();
        if memory.is_null() {
            return Err(Fault::at(AKKOORD_ERROR_OUT_OF_MEMORY, ""));
        }
        // SAFETY: it was allocated for one of them.
        unsafe { memory.write(handle) };
        self.put(memory);
        Ok(())
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

/// Most bytes of a text: no more are read, whatever a caller says.
pub(crate) const LARGEST_DOCUMENT: usize = 32 << 20;

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
    if length > LARGEST_DOCUMENT {
        return Err(Fault::at(AKKOORD_ERROR_DOCUMENT_TOO_LARGE, name));
    }
    pointer(data, name)?;
    // SAFETY: not NULL, no longer than a document; the rest is the caller's promise.
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
    let bytes = unsafe { bytes(data, length, name) }?;
    std::str::from_utf8(bytes).map_err(|_| Fault::at(AKKOORD_ERROR_INVALID_UTF8, name))
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
