//! Texts: pointer and length in, a view or a handle out.

use std::ffi::c_char;
use std::hint::assert_unchecked;
use std::{ptr, slice};

use crate::codes::{AKKOORD_ERROR_BUFFER_TOO_SMALL, AKKOORD_ERROR_LENGTH_OUT_OF_RANGE};
use crate::entry::{
    Answer, Fault, LARGEST_DOCUMENT, Place, Sink, entry, exclusive, free, handle, out, shared, text,
};

/// A text: `length` bytes of UTF-8, not ended by a zero byte. As an answer it is a view, valid as long as what it was asked of.
/// Zeroed memory is the empty text.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Text {
    /// The first byte; may be NULL if `length` is 0.
    pub data: *const c_char,
    /// The number of bytes.
    pub length: usize,
}

// SAFETY: a view is read only; whoever holds it keeps alive what it shows.
unsafe impl Send for Text {}
// SAFETY: as above.
unsafe impl Sync for Text {}

impl Text {
    pub(crate) const EMPTY: Text = Text {
        data: ptr::null(),
        length: 0,
    };

    #[inline(always)]
    pub(crate) fn of(text: &str) -> Self {
        Text {
            data: text.as_ptr().cast(),
            length: text.len(),
        }
    }

    /// # Safety
    /// As [`text`].
    #[inline(always)]
    pub(crate) unsafe fn read<'a>(self, name: &'static str) -> Result<&'a str, Fault> {
        // SAFETY: the caller's promise.
        unsafe { text(self.data, self.length, name) }
    }
}

/// Texts of 8 to 16 bytes, all of them ASCII, which is asked once for all of them. None for others, good or bad.
///
/// By hand, and not by `str::from_utf8`, as [`plain_code`]: counted by callgrind, one `akkoord_compiled_decide_query` takes 582
/// instructions so and 870 by `from_utf8`, one `akkoord_population_decide` 1,247 and 1,709.
///
/// # Safety
/// Each is what the header asks of one.
#[inline(always)]
pub(crate) unsafe fn plain<'a, const N: usize>(texts: [Text; N]) -> Option<[&'a str; N]> {
    let mut high = 0;
    for text in texts {
        if text.data.is_null() || text.length.wrapping_sub(8) > 8 {
            return None;
        }
        // SAFETY: not NULL; the first eight and the last eight are all of it.
        high |= unsafe {
            let first = text.data.cast::<u64>();
            first.read_unaligned() | first.byte_add(text.length - 8).read_unaligned()
        };
    }
    (high & 0x8080_8080_8080_8080 == 0).then(|| {
        texts.map(|text| {
            // SAFETY: asked above. Whoever goes on with it need not ask again how long it is.
            unsafe { assert_unchecked(text.length >= 8 && text.length <= 16) };
            // SAFETY: not NULL and short; ASCII is UTF-8.
            unsafe {
                str::from_utf8_unchecked(slice::from_raw_parts(text.data.cast(), text.length))
            }
        })
    })
}

/// A text of 1 to 8 bytes, all of them ASCII. None for another, good or bad.
///
/// # Safety
/// It is what the header asks of one.
#[inline(always)]
pub(crate) unsafe fn plain_code<'a>(text: Text) -> Option<&'a str> {
    if text.data.is_null() || text.length.wrapping_sub(1) > 7 {
        return None;
    }
    // SAFETY: not NULL; the first, the middle one and the last are all of up to three bytes, the first four and the last four of more.
    let bytes = unsafe {
        if text.length < 4 {
            let first = text.data.cast::<u8>();
            let last = first.add(text.length - 1).read();
            u32::from(first.read() | first.add(text.length / 2).read() | last)
        } else {
            let first = text.data.cast::<u32>();
            first.read_unaligned() | first.byte_add(text.length - 4).read_unaligned()
        }
    };
    // SAFETY: not NULL and short; ASCII is UTF-8.
    (bytes & 0x8080_8080 == 0).then(|| unsafe {
        str::from_utf8_unchecked(slice::from_raw_parts(text.data.cast(), text.length))
    })
}

/// A text that akkoord wrote: made once, used for one answer after the other.
#[cfg_attr(all(), repr(C))]
pub struct Output {
    tag: u64,
    text: String,
}

handle!(Output, b"akk-outp");

impl Sink for *mut Output {
    unsafe fn refuse(self, _: u32) {
        // SAFETY: the caller's promise.
        if let Ok(output) = unsafe { exclusive(self, "out_text") } {
            output.text = String::new();
        }
    }
}

impl Answer for Text {
    fn refused(_: u32) -> Self {
        Text::EMPTY
    }
}

/// A text that is copied into memory of the caller's, and its length.
struct Copied {
    needed: *mut usize,
    buffer: *mut c_char,
    capacity: usize,
}

impl Sink for Copied {
    unsafe fn refuse(self, code: u32) {
        if !self.buffer.is_null() && self.capacity <= LARGEST_DOCUMENT {
            // SAFETY: not NULL; the caller promises so much room.
            unsafe { self.buffer.write_bytes(0, self.capacity) };
        }
        // What is needed is the one answer that is given with an error.
        if code != AKKOORD_ERROR_BUFFER_TOO_SMALL {
            // SAFETY: the caller's promise.
            unsafe { self.needed.refuse(code) };
        }
    }
}

/// A place for texts that akkoord writes.
pub(crate) struct Written<'a>(&'a mut String);

/// # Safety
/// The handle is what the header asks of one that is changed.
pub(crate) unsafe fn written<'a>(output: *mut Output) -> Result<Written<'a>, Fault> {
    // SAFETY: the caller's promise.
    let output = unsafe { exclusive(output, "out_text") }?;
    Ok(Written(&mut output.text))
}

impl Written<'_> {
    pub(crate) fn put(self, text: String) {
        *self.0 = text;
    }
}

/// Makes a place for the texts that akkoord writes. One of them serves for any number of answers: each replaces the one before.
///
/// @param out_output on success a new handle, yours: free it with akkoord_output_free()
/// @return AKKOORD_OK, or AKKOORD_ERROR_NULL_POINTER
/// @par Threads One handle per thread: what writes to it takes it as `T*`.
/// @par Cost One allocation.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn akkoord_output_new(out_output: *mut *mut Output) -> u32 {
    let work = || {
        // SAFETY: what the header asks of the caller.
        let place = unsafe { out(out_output, "out_output") }?;
        place.put_handle(Output {
            tag: <Output as crate::entry::Handle>::TAG,
            text: String::new(),
        })
    };
    // SAFETY: what the header asks of the caller.
    unsafe { entry(out_output, work) }
}

/// Frees an output, and with it the views of it.
///
/// @param output yours, not used afterwards; NULL is a no-op
/// @par Threads Nobody else may use it.
/// @par Cost At most two deallocations.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn akkoord_output_free(output: *mut Output) {
    // SAFETY: what the header asks of the caller.
    unsafe { free(output) }
}

/// The text that was written last; empty if none was.
///
/// @param output   borrowed
/// @param out_text on success a view, valid until the output is written to or freed
/// @return AKKOORD_OK, or AKKOORD_ERROR_NULL_POINTER
/// @par Threads Any number at once, while nobody writes to it.
/// @par Cost Nothing is copied.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn akkoord_output_text(output: *const Output, out_text: *mut Text) -> u32 {
    let work = || {
        // SAFETY: what the header asks of the caller.
        let output = unsafe { shared(output, "output") }?;
        // SAFETY: as above.
        let place = unsafe { out(out_text, "out_text") }?;
        place.put(Text::of(&output.text));
        Ok(())
    };
    // SAFETY: what the header asks of the caller.
    unsafe { entry(out_text, work) }
}

/// Copies the text that was written last into memory of yours, without a zero byte at its end.
///
/// @param output     borrowed
/// @param buffer     yours, `capacity` bytes; may be NULL if `capacity` is 0
/// @param capacity   how many bytes there is room for
/// @param out_needed the length of the text, also where the buffer was too small: the one answer that is given with an error
/// @return AKKOORD_OK, AKKOORD_ERROR_BUFFER_TOO_SMALL (the buffer is zeroed), or AKKOORD_ERROR_NULL_POINTER
/// @par Threads Any number at once, while nobody writes to the output.
/// @par Cost One copy.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn akkoord_output_copy(
    output: *const Output,
    buffer: *mut c_char,
    capacity: usize,
    out_needed: *mut usize,
) -> u32 {
    let work = || {
        // SAFETY: what the header asks of the caller.
        let output = unsafe { shared(output, "output") }?;
        // SAFETY: as above.
        let needed = unsafe { out(out_needed, "out_needed") }?;
        // SAFETY: as above.
        unsafe { copy_out(&output.text, buffer, capacity, needed) }
    };
    // SAFETY: what the header asks of the caller.
    unsafe {
        entry(
            Copied {
                needed: out_needed,
                buffer,
                capacity,
            },
            work,
        )
    }
}

/// # Safety
/// The buffer may be written, for as many bytes as it has room for.
unsafe fn copy_out(
    text: &str,
    buffer: *mut c_char,
    capacity: usize,
    needed: Place<usize>,
) -> Result<(), Fault> {
    if capacity > 0 {
        if isize::try_from(capacity).is_err() {
            return Err(Fault::at(AKKOORD_ERROR_LENGTH_OUT_OF_RANGE, "capacity"));
        }
        // SAFETY: the caller's promise.
        unsafe { out(buffer, "buffer") }?;
    }
    needed.put(text.len());
    if capacity < text.len() {
        return Err(Fault::at(AKKOORD_ERROR_BUFFER_TOO_SMALL, "capacity"));
    }
    if !text.is_empty() {
        // SAFETY: there is room for the text, and memory of the caller's never overlaps ours.
        unsafe { ptr::copy_nonoverlapping(text.as_ptr().cast(), buffer, text.len()) };
    }
    Ok(())
}
