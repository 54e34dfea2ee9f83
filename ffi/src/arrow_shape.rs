//! What comes in over the Arrow C Data Interface, looked at before anything is made of it: arrow-rs takes lengths, counts and pointers
//! on trust, goes as deep as a schema goes, and reads metadata of any size.
//!
//! A batch of queries is a struct of plain columns, or of dictionaries of them: nothing else is read, so nothing goes deeper.

use std::ffi::c_char;
use std::sync::Arc;

use akkoord_arrow::QUERY_COLUMNS;
use arrow_array::ffi::{FFI_ArrowArray as ArrowArray, FFI_ArrowSchema as ArrowSchema};
use arrow_schema::{DataType, Field, Fields, TimeUnit};

use crate::codes::AKKOORD_ERROR_WRONG_TYPE;
use crate::entry::Fault;

/// Most columns: more than any batch of queries has, few enough to read.
const COLUMNS: usize = 1024;

/// Most rows, with the offset before them.
const ROWS: usize = 0x7FFF_FFFF;

/// Most bytes of a name or a format.
const TEXT: usize = 1024;

/// Most data buffers of a column of views.
const VARIADIC: usize = 65_536;

const WHOLE: &str = "queries";

/// The type of a record batch, if it can be imported.
///
/// # Errors
/// `wrong_type`, with the column if it is one.
///
/// # Safety
/// Every pointer in both is NULL or points at what the interface says; lengths and counts may be anything.
pub(crate) unsafe fn shape(array: &ArrowArray, schema: &ArrowSchema) -> Result<DataType, Fault> {
    let wrong = || Fault::at(AKKOORD_ERROR_WRONG_TYPE, WHOLE);
    // SAFETY: the caller's promise.
    let fields = unsafe { columns(array, schema) }.ok_or_else(wrong)?;
    let mut read = Vec::new();
    for (array, schema) in fields {
        let name = if schema.name.is_null() {
            // Which the interface allows.
            Some("")
        } else {
            // SAFETY: as above.
            unsafe { text(schema.name) }
        };
        let name = name.ok_or_else(wrong)?;
        let known = QUERY_COLUMNS.iter().find(|known| **known == name);
        let wrong = || Fault::at(AKKOORD_ERROR_WRONG_TYPE, known.copied().unwrap_or(WHOLE));
        // SAFETY: as above.
        let kind = unsafe { column(array, schema) }.ok_or_else(wrong)?;
        read.push(Field::new(name, kind, schema.nullable()));
    }
    Ok(DataType::Struct(Fields::from(read)))
}

/// The children of a struct, each with its schema.
///
/// # Safety
/// As [`shape`].
unsafe fn columns<'a>(
    array: &'a ArrowArray,
    schema: &'a ArrowSchema,
) -> Option<Vec<(&'a ArrowArray, &'a ArrowSchema)>> {
    let is_dictionary = !array.dictionary.is_null() || !schema.dictionary.is_null();
    // SAFETY: the caller's promise.
    if unsafe { format(schema) }? != "+s" || is_dictionary || array.n_children != schema.n_children
    {
        return None;
    }
    // SAFETY: as above.
    let rows = unsafe { rows(array) }?;
    // SAFETY: as above.
    let [validity] = unsafe { buffers(array) }?;
    // SAFETY: as above; the rows were limited.
    unsafe { nulls(array, validity, rows) }?;
    let count = usize::try_from(array.n_children).ok()?;
    if count > COLUMNS {
        return None;
    }
    let mut found = Vec::new();
    for place in 0..count {
        // SAFETY: the caller's promise: each list has so many.
        let (array, schema) = unsafe {
            (
                child(array.children, place)?,
                child(schema.children, place)?,
            )
        };
        // Each has at least the rows of the struct.
        if array.length < i64::try_from(rows).ok()? {
            return None;
        }
        found.push((array, schema));
    }
    Some(found)
}

/// # Safety
/// The list is NULL or has more than `place` pointers.
unsafe fn child<'a, T>(list: *mut *mut T, place: usize) -> Option<&'a T> {
    if list.is_null() || !list.is_aligned() {
        return None;
    }
    // SAFETY: the caller's promise.
    unsafe { there(list.add(place).read()) }
}

/// # Safety
/// The pointer is NULL or points at one.
unsafe fn there<'a, T>(pointer: *const T) -> Option<&'a T> {
    if !pointer.is_aligned() {
        return None;
    }
    // SAFETY: the caller's promise.
    unsafe { pointer.as_ref() }
}

/// The type of a column.
///
/// # Safety
/// As [`shape`].
unsafe fn column(array: &ArrowArray, schema: &ArrowSchema) -> Option<DataType> {
    match (array.dictionary.is_null(), schema.dictionary.is_null()) {
        // SAFETY: the caller's promise.
        (true, true) => unsafe { plain(array, schema) },
        (false, false) => {
            // SAFETY: as above.
            let keys = unsafe { plain(array, schema) }?;
            // SAFETY: as above.
            let (array, schema) = unsafe { (there(array.dictionary)?, there(schema.dictionary)?) };
            let is_dictionary = !array.dictionary.is_null() || !schema.dictionary.is_null();
            if !keys.is_dictionary_key_type() || is_dictionary {
                return None;
            }
            // SAFETY: as above.
            let values = unsafe { plain(array, schema) }?;
            Some(DataType::Dictionary(Box::new(keys), Box::new(values)))
        }
        _ => None,
    }
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "of those that `kind` gives, the rest have one buffer of values"
)]
/// The type of a column without a dictionary, or of the keys or values of one.
///
/// # Safety
/// As [`shape`].
unsafe fn plain(array: &ArrowArray, schema: &ArrowSchema) -> Option<DataType> {
    if array.n_children != 0 || schema.n_children != 0 {
        return None;
    }
    // SAFETY: the caller's promise.
    let kind = kind(unsafe { format(schema) }?)?;
    // SAFETY: as above.
    let rows = unsafe { rows(array) }?;
    match &kind {
        DataType::Null => {
            // SAFETY: as above.
            let [] = unsafe { buffers(array) }?;
        }
        DataType::Utf8 => {
            // SAFETY: as above.
            let [validity, offsets, data] = unsafe { buffers(array) }?;
            // SAFETY: as above; the rows were limited.
            unsafe {
                nulls(array, validity, rows)?;
                texts::<i32>(offsets, data, rows)?;
            }
        }
        DataType::LargeUtf8 => {
            // SAFETY: as above.
            let [validity, offsets, data] = unsafe { buffers(array) }?;
            // SAFETY: as above; the rows were limited.
            unsafe {
                nulls(array, validity, rows)?;
                texts::<i64>(offsets, data, rows)?;
            }
        }
        DataType::Utf8View => {
            // SAFETY: as above.
            unsafe { views(array, rows) }?;
        }
        _ => {
            // SAFETY: as above.
            let [validity, values] = unsafe { buffers(array) }?;
            // SAFETY: as above; the rows were limited.
            unsafe { nulls(array, validity, rows) }?;
            if values.is_null() && rows > 0 {
                return None;
            }
        }
    }
    Some(kind)
}

/// What a format says, of those that a column of queries may have.
fn kind(format: &str) -> Option<DataType> {
    let kind = match format {
        "n" => DataType::Null,
        "b" => DataType::Boolean,
        "c" => DataType::Int8,
        "C" => DataType::UInt8,
        "s" => DataType::Int16,
        "S" => DataType::UInt16,
        "i" => DataType::Int32,
        "I" => DataType::UInt32,
        "l" => DataType::Int64,
        "L" => DataType::UInt64,
        "u" => DataType::Utf8,
        "U" => DataType::LargeUtf8,
        "vu" => DataType::Utf8View,
        _ => {
            let (unit, zone) = format.strip_prefix("ts")?.split_once(':')?;
            let unit = match unit {
                "s" => TimeUnit::Second,
                "m" => TimeUnit::Millisecond,
                "u" => TimeUnit::Microsecond,
                "n" => TimeUnit::Nanosecond,
                _ => return None,
            };
            let zone = (!zone.is_empty()).then(|| Arc::from(zone));
            DataType::Timestamp(unit, zone)
        }
    };
    Some(kind)
}

/// The format of a schema that is not released.
///
/// # Safety
/// As [`shape`].
unsafe fn format(schema: &ArrowSchema) -> Option<&str> {
    schema.release?;
    // SAFETY: the caller's promise.
    unsafe { text(schema.format) }
}

/// A text that ends with a zero byte, if that comes soon.
///
/// # Safety
/// It is NULL or ends with a zero byte.
unsafe fn text<'a>(start: *const c_char) -> Option<&'a str> {
    if start.is_null() {
        return None;
    }
    let start = start.cast::<u8>();
    // SAFETY: the caller's promise: no byte beyond the zero is read.
    let length = (0..=TEXT).find(|place| unsafe { start.add(*place).read() } == 0)?;
    // SAFETY: so many bytes were read just now.
    std::str::from_utf8(unsafe { std::slice::from_raw_parts(start, length) }).ok()
}

/// How many rows an array has room for, those before its offset too. It is not released, and says no more nulls than rows.
///
/// # Safety
/// As [`shape`].
unsafe fn rows(array: &ArrowArray) -> Option<usize> {
    array.release?;
    let length = usize::try_from(array.length).ok()?;
    let offset = usize::try_from(array.offset).ok()?;
    if !(-1..=array.length).contains(&array.null_count) {
        return None;
    }
    length.checked_add(offset).filter(|rows| *rows <= ROWS)
}

/// The buffers, if there are so many.
///
/// # Safety
/// As [`shape`].
unsafe fn buffers<const N: usize>(array: &ArrowArray) -> Option<[*const u8; N]> {
    if usize::try_from(array.n_buffers) != Ok(N) {
        return None;
    }
    let mut found = [std::ptr::null(); N];
    if N > 0 && (array.buffers.is_null() || !array.buffers.is_aligned()) {
        return None;
    }
    for (place, buffer) in found.iter_mut().enumerate() {
        // SAFETY: not NULL; the caller's promise that so many stand there.
        *buffer = unsafe { array.buffers.add(place).read() }.cast();
    }
    Some(found)
}

/// The nulls are as many as the array says, if it says how many: a null that is not counted would be read as a value.
///
/// # Safety
/// The buffer is NULL or has a bit for each row.
unsafe fn nulls(array: &ArrowArray, validity: *const u8, rows: usize) -> Option<()> {
    if validity.is_null() {
        return (array.null_count <= 0).then_some(());
    }
    if array.null_count < 0 {
        return Some(());
    }
    let offset = usize::try_from(array.offset).ok()?;
    // SAFETY: the caller's promise.
    let bytes = unsafe { std::slice::from_raw_parts(validity, rows.div_ceil(8)) };
    let valid = |row: &usize| {
        bytes
            .get(row / 8)
            .is_some_and(|byte| byte >> (row % 8) & 1 == 1)
    };
    // Bit by bit up to a whole byte and after the last; byte by byte between.
    let first = offset.next_multiple_of(8).min(rows);
    let last = (rows / 8 * 8).max(first);
    let between: usize = bytes
        .get(first / 8..last / 8)
        .unwrap_or_default()
        .iter()
        .map(|byte| byte.count_ones() as usize)
        .sum();
    let around = (offset..first).chain(last..rows).filter(valid).count();
    let nulls = (rows - offset).checked_sub(between + around)?;
    (i64::try_from(nulls) == Ok(array.null_count)).then_some(())
}

/// An offset of texts: 32 or 64 bits.
trait Offset: Copy {
    fn bytes(self) -> Option<usize>;
}

impl Offset for i32 {
    fn bytes(self) -> Option<usize> {
        usize::try_from(self).ok()
    }
}

impl Offset for i64 {
    fn bytes(self) -> Option<usize> {
        let bytes = usize::try_from(self).ok()?;
        isize::try_from(bytes).is_ok().then_some(bytes)
    }
}

/// The last offset, which says how many bytes there are, can be read and is one. The others are compared once all is imported.
///
/// # Safety
/// The buffer is NULL or has an offset for each row and one more.
unsafe fn texts<O: Offset>(offsets: *const u8, data: *const u8, rows: usize) -> Option<()> {
    let offsets = offsets.cast::<O>();
    if offsets.is_null() || !offsets.is_aligned() {
        return None;
    }
    // SAFETY: not NULL, and aligned; the rest is the caller's promise.
    let bytes = unsafe { offsets.add(rows).read() }.bytes()?;
    (bytes == 0 || !data.is_null()).then_some(())
}

/// Views, the buffers that they show, and the sizes of those. What a view says is compared once all is imported.
///
/// # Safety
/// As [`shape`].
unsafe fn views(array: &ArrowArray, rows: usize) -> Option<()> {
    let count = usize::try_from(array.n_buffers).ok()?;
    let variadic = count.checked_sub(3).filter(|some| *some <= VARIADIC)?;
    if array.buffers.is_null() || !array.buffers.is_aligned() {
        return None;
    }
    // SAFETY: not NULL; the caller's promise that so many stand there.
    let at = |place: usize| unsafe { array.buffers.add(place).read() };
    // SAFETY: as above.
    unsafe { nulls(array, at(0).cast(), rows) }?;
    if at(1).is_null() && rows > 0 {
        return None;
    }
    let sizes = at(count - 1).cast::<i64>();
    if variadic > 0 && (sizes.is_null() || !sizes.is_aligned()) {
        return None;
    }
    for place in 0..variadic {
        // SAFETY: not NULL, and aligned; the caller's promise of a size for each.
        let bytes = unsafe { sizes.add(place).read() }.bytes()?;
        if bytes > 0 && at(place + 2).is_null() {
            return None;
        }
    }
    Some(())
}
