//! The query as a struct of the caller's, and the query that is prepared once.

use std::mem::offset_of;
use std::ptr::NonNull;
use std::sync::LazyLock;

use akkoord::compiled::PreparedQuery;
use akkoord::ids::ProviderId;
use akkoord::query::{Connection, Consulter, Holder, Purpose, QueryView, TreatmentRelationship};
use akkoord::{Instant, Query};

use crate::codes::{
    AKKOORD_ERROR_EMPTY_STRING, AKKOORD_ERROR_INVALID_INSTANT, AKKOORD_ERROR_NULL_POINTER,
    AKKOORD_ERROR_STRING_TOO_LONG, AKKOORD_ERROR_UNKNOWN_VALUE, AKKOORD_ERROR_WRONG_SIZE,
};
use crate::engine::EngineHandle;
use crate::entry::{Fault, Handle, entry, free, handle, out, shared, told_entry};
use crate::error::ErrorHandle;
use crate::numbers::{
    AKKOORD_HOLDER_CONNECTED, AKKOORD_HOLDER_NOT_CONNECTED, AKKOORD_TREATMENT_ASSERTED,
    AKKOORD_TREATMENT_DENIED, AKKOORD_TREATMENT_NOT_ASSERTED,
};
use crate::text::{Text, plain, plain_code};

/// A closed query: may this holder disclose these data to this consulter, at this instant (R11-R15)?
///
/// Begin with AKKOORD_QUERY_INIT (or set all of it to zero, then `size` to `sizeof(akkoord_query)`), then set what you know. Texts
/// are at most 1,024 bytes of UTF-8, of literals AKKOORD_TEXT().
/// What is not known is an answer, not an error: an unknown type, data category or purpose gives *indeterminate* (R11, R12).
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct QueryStruct {
    /// `sizeof(akkoord_query)`. What a later version adds behind the fields of this one must be zero here.
    pub size: usize,
    /// The instant that the answer is for, in microseconds since 1970-01-01T00:00:00Z; years 1900 to 9999. No clock is read (R6).
    pub at: i64,
    /// The id of the provider that keeps the record; not empty. `ura:90000017` by custom.
    pub holder_id: Text,
    /// Its provider type, a code of the catalogue: `Z3`.
    pub holder_type: Text,
    /// The id of the provider that asks; not empty.
    pub consulter_id: Text,
    /// Its provider type, a code of the catalogue: `N6`.
    pub consulter_type: Text,
    /// The data category: `GGC002`. For several, ask for each (R25).
    pub data: Text,
    /// Why (R12): `TREAT`, `COC`; empty stands for `TREAT`.
    pub purpose: Text,
    /// One of AKKOORD_TREATMENT_* (R13).
    pub treatment_relationship: u32,
    /// One of AKKOORD_HOLDER_* (R14).
    pub holder_connected: u32,
}

/// More than any version will need: a `size` beyond it was never set.
const LARGEST: usize = 4096;

/// Longest text, in bytes.
const LONGEST: usize = 1024;

/// What `size` says, if it can be true.
///
/// # Safety
/// `query` was checked by [`out`] or [`shared`] or the like, and as many bytes may be read there as it says.
#[inline(always)]
pub(crate) unsafe fn size_of_query(query: *const QueryStruct) -> Result<usize, Fault> {
    let wrong = || Err(Fault::at(AKKOORD_ERROR_WRONG_SIZE, "query.size"));
    // SAFETY: the caller's promise. Only this field is read before it is known how many there are.
    let size = unsafe { (&raw const (*query).size).read() };
    if size == size_of::<QueryStruct>() {
        return Ok(size);
    }
    if !(size_of::<QueryStruct>()..=LARGEST).contains(&size)
        || !size.is_multiple_of(align_of::<QueryStruct>())
    {
        return wrong();
    }
    let more = size_of::<QueryStruct>()..size;
    // SAFETY: the struct has as many bytes as it says.
    let is_zero = |place: usize| unsafe { query.cast::<u8>().add(place).read() } == 0;
    if more.into_iter().all(is_zero) {
        Ok(size)
    } else {
        wrong()
    }
}

const _: () = assert!(offset_of!(QueryStruct, size) == 0);

/// The fields of a query, whatever they hold.
///
/// # Safety
/// The pointer is NULL or what the header asks of one.
#[inline(always)]
pub(crate) unsafe fn fields<'q>(query: *const QueryStruct) -> Result<&'q QueryStruct, Fault> {
    // SAFETY: the caller's promise; nothing is written through it.
    unsafe { out(query.cast_mut(), "query") }?;
    // SAFETY: as above.
    unsafe { size_of_query(query) }?;
    // SAFETY: at least all fields of this version are there; any bytes are integers and pointers.
    Ok(unsafe { &*query })
}

/// Who keeps the record, and who asks.
#[derive(Clone, Copy)]
pub(crate) struct Ids<'q> {
    holder: &'q str,
    consulter: &'q str,
}

impl<'q> Ids<'q> {
    /// Any ids, or what is wrong with them.
    ///
    /// # Safety
    /// Each text is what the header asks of one.
    #[cold]
    #[inline(never)]
    pub(crate) unsafe fn read(fields: &QueryStruct) -> Result<Self, Fault> {
        // SAFETY: the caller's promise.
        unsafe {
            Ok(Ids {
                holder: id(fields.holder_id, "query.holder_id")?,
                consulter: id(fields.consulter_id, "query.consulter_id")?,
            })
        }
    }

    /// Those that most queries have: 8 to 16 bytes of ASCII.
    ///
    /// # Safety
    /// As [`Ids::read`].
    #[inline(always)]
    pub(crate) unsafe fn plain(fields: &QueryStruct) -> Option<Self> {
        // SAFETY: the caller's promise.
        let [holder, consulter] = unsafe { plain([fields.holder_id, fields.consulter_id]) }?;
        Some(Ids { holder, consulter })
    }
}

/// A query that is read in place; its codes as texts, or as the bytes that they are.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'q, C> {
    ids: Ids<'q>,
    holder_type: C,
    consulter_type: C,
    pub(crate) data: C,
    purpose: &'static Purpose,
    treatment_relationship: TreatmentRelationship,
    connection: Connection,
    at: Instant,
}

/// Reads a query, its codes by [`code`] or by [`short`]. Allocates nothing.
///
/// # Safety
/// Each text is what the header asks of one.
#[inline(always)]
pub(crate) unsafe fn asked<'q, C>(
    fields: &QueryStruct,
    ids: Ids<'q>,
    code: impl Fn(Text, &'static str) -> Result<C, Fault>,
) -> Result<Asked<'q, C>, Fault> {
    Ok(Asked {
        ids,
        holder_type: code(fields.holder_type, "query.holder_type")?,
        consulter_type: code(fields.consulter_type, "query.consulter_type")?,
        data: code(fields.data, "query.data")?,
        // SAFETY: the caller's promise.
        purpose: unsafe { purpose(fields.purpose) }?,
        treatment_relationship: treatment(fields.treatment_relationship)?,
        connection: connection(fields.holder_connected)?,
        at: instant(fields.at, "query.at")?,
    })
}

/// Reads a query whose codes are texts.
///
/// # Safety
/// The pointer is NULL or what the header asks of one.
#[inline(always)]
pub(crate) unsafe fn asked_in_text<'q>(
    query: *const QueryStruct,
) -> Result<Asked<'q, &'q str>, Fault> {
    // SAFETY: the caller's promise.
    unsafe {
        let fields = fields(query)?;
        let ids = match Ids::plain(fields) {
            Some(ids) => ids,
            None => Ids::read(fields)?,
        };
        asked(fields, ids, |text, name| short(text, name))
    }
}

/// Whether the codes of a query are texts: one that the catalogue has is.
///
/// # Safety
/// Each text is what the header asks of one.
#[cold]
#[inline(never)]
pub(crate) unsafe fn must_have_text(fields: &QueryStruct) -> Result<(), Fault> {
    // SAFETY: the caller's promise.
    unsafe {
        short(fields.holder_type, "query.holder_type")?;
        short(fields.consulter_type, "query.consulter_type")?;
        short(fields.data, "query.data")?;
    }
    Ok(())
}

/// The bytes of a code.
///
/// # Safety
/// As [`Text::read`].
#[inline(always)]
pub(crate) unsafe fn code<'q>(text: Text, name: &'static str) -> Result<&'q [u8], Fault> {
    if text.length.wrapping_sub(1) < LONGEST && !text.data.is_null() {
        // SAFETY: not NULL and short; the rest is the caller's promise.
        return Ok(unsafe { std::slice::from_raw_parts(text.data.cast(), text.length) });
    }
    no_code(text, name)
}

/// An empty one, or what is wrong with it.
#[cold]
fn no_code<'q>(text: Text, name: &'static str) -> Result<&'q [u8], Fault> {
    match text.length {
        0 => Ok(&[]),
        1..=LONGEST => Err(Fault::at(AKKOORD_ERROR_NULL_POINTER, name)),
        _ => Err(Fault::at(AKKOORD_ERROR_STRING_TOO_LONG, name)),
    }
}

/// # Safety
/// As [`Text::read`].
#[inline(always)]
pub(crate) unsafe fn short<'q>(text: Text, name: &'static str) -> Result<&'q str, Fault> {
    // SAFETY: the caller's promise.
    match unsafe { plain_code(text) } {
        Some(code) => Ok(code),
        // SAFETY: as above.
        None => unsafe { other_text(text, name) },
    }
}

/// # Safety
/// As [`Text::read`].
#[cold]
#[inline(never)]
unsafe fn other_text<'q>(text: Text, name: &'static str) -> Result<&'q str, Fault> {
    if text.length > LONGEST {
        return Err(Fault::at(AKKOORD_ERROR_STRING_TOO_LONG, name));
    }
    // SAFETY: the caller's promise.
    unsafe { text.read(name) }
}

/// # Safety
/// As [`Text::read`].
#[inline(always)]
pub(crate) unsafe fn id<'q>(text: Text, name: &'static str) -> Result<&'q str, Fault> {
    // SAFETY: the caller's promise.
    match unsafe { plain([text]) } {
        Some([id]) => Ok(id),
        None if text.length == 0 => Err(Fault::at(AKKOORD_ERROR_EMPTY_STRING, name)),
        // SAFETY: as above.
        None => unsafe { other_text(text, name) },
    }
}

/// R12. The text of another purpose does not matter, so that nothing is kept of it.
///
/// # Safety
/// As [`Text::read`].
#[inline(always)]
unsafe fn purpose(text: Text) -> Result<&'static Purpose, Fault> {
    if text.length == 0 {
        return Ok(&Purpose::Treatment);
    }
    // SAFETY: the caller's promise.
    match unsafe { code(text, "query.purpose") }? {
        b"TREAT" => Ok(&Purpose::Treatment),
        // SAFETY: as above.
        _ => unsafe { other_purpose(text) },
    }
}

/// # Safety
/// As [`Text::read`].
#[cold]
#[inline(never)]
unsafe fn other_purpose(text: Text) -> Result<&'static Purpose, Fault> {
    static OTHER: LazyLock<Purpose> = LazyLock::new(|| Purpose::Other(Box::default()));
    // SAFETY: the caller's promise.
    match unsafe { short(text, "query.purpose") }? {
        "COC" => Ok(&Purpose::CoordinationOfCare),
        _ => Ok(&OTHER),
    }
}

#[inline(always)]
fn treatment(number: u32) -> Result<TreatmentRelationship, Fault> {
    if number == AKKOORD_TREATMENT_ASSERTED {
        return Ok(TreatmentRelationship::Asserted);
    }
    not_asserted(number)
}

#[cold]
#[inline(never)]
fn not_asserted(number: u32) -> Result<TreatmentRelationship, Fault> {
    match number {
        AKKOORD_TREATMENT_NOT_ASSERTED => Ok(TreatmentRelationship::NotAsserted),
        AKKOORD_TREATMENT_DENIED => Ok(TreatmentRelationship::Denied),
        _ => Err(Fault::at(
            AKKOORD_ERROR_UNKNOWN_VALUE,
            "query.treatment_relationship",
        )),
    }
}

#[inline(always)]
fn connection(number: u32) -> Result<Connection, Fault> {
    if number == AKKOORD_HOLDER_CONNECTED {
        return Ok(Connection::Connected);
    }
    not_connected(number)
}

#[cold]
#[inline(never)]
fn not_connected(number: u32) -> Result<Connection, Fault> {
    match number {
        AKKOORD_HOLDER_NOT_CONNECTED => Ok(Connection::NotConnected),
        _ => Err(Fault::at(
            AKKOORD_ERROR_UNKNOWN_VALUE,
            "query.holder_connected",
        )),
    }
}

pub(crate) fn instant(micros: i64, name: &'static str) -> Result<Instant, Fault> {
    Instant::from_micros(micros).ok_or_else(|| Fault::at(AKKOORD_ERROR_INVALID_INSTANT, name))
}

impl<'q, C: Copy> Asked<'q, C> {
    #[inline(always)]
    pub(crate) fn view(&self) -> QueryView<'q, C> {
        QueryView {
            holder_id: self.ids.holder,
            holder_kind: self.holder_type,
            connection: self.connection,
            consulter_id: self.ids.consulter,
            consulter_kind: self.consulter_type,
            purpose: self.purpose,
            treatment_relationship: self.treatment_relationship,
            at: self.at,
        }
    }
}

impl Asked<'_, &str> {
    /// The query as core owns one.
    pub(crate) fn to_query(self) -> Result<Query, Fault> {
        Ok(Query {
            holder: Holder {
                id: ProviderId::new(self.ids.holder)?,
                kind: self.holder_type.into(),
                connection: self.connection,
            },
            consulter: Consulter {
                id: ProviderId::new(self.ids.consulter)?,
                kind: self.consulter_type.into(),
            },
            data: vec![self.data.into()],
            purpose: self.purpose.clone(),
            treatment_relationship: self.treatment_relationship,
            at: self.at,
        })
    }
}

/// A query that is prepared once, for any number of profiles: its codes are looked up and its ids hashed. Keeps its own texts.
#[cfg_attr(all(), repr(C))]
pub struct PreparedQueryHandle {
    tag: u64,
    pub(crate) prepared: PreparedQuery<'static>,
    /// What `prepared` borrows; given back when the handle is freed.
    query: NonNull<Query>,
}

// SAFETY: nobody changes the query, and only the handle frees it.
unsafe impl Send for PreparedQueryHandle {}
// SAFETY: as above.
unsafe impl Sync for PreparedQueryHandle {}

handle!(PreparedQueryHandle, b"akk-prep");

impl Drop for PreparedQueryHandle {
    fn drop(&mut self) {
        // SAFETY: it came from a box, and `prepared`, which borrows it, is not used any more.
        drop(unsafe { Box::from_raw(self.query.as_ptr()) });
    }
}

/// Prepares a query, for who asks it of many profiles or many times.
///
/// @param engine       borrowed for the call; the profiles must be of the same engine, or of one with the same catalogue
/// @param query        borrowed for the call: its texts are copied
/// @param out_error    may be NULL; told what was wrong
/// @param out_prepared on success a new handle, yours: free it with akkoord_prepared_query_free()
/// @return AKKOORD_OK; AKKOORD_ERROR_EMPTY_STRING for an empty id; AKKOORD_ERROR_STRING_TOO_LONG; AKKOORD_ERROR_INVALID_UTF8;
///         AKKOORD_ERROR_INVALID_INSTANT; AKKOORD_ERROR_UNKNOWN_VALUE; AKKOORD_ERROR_WRONG_SIZE; AKKOORD_ERROR_NULL_POINTER
/// @par Threads Any number at once. The handle may be shared.
/// @par Cost A few allocations and some 50 ns.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn akkoord_prepared_query_new(
    engine: *const EngineHandle,
    query: *const QueryStruct,
    out_error: *mut ErrorHandle,
    out_prepared: *mut *mut PreparedQueryHandle,
) -> u32 {
    let work = || {
        // SAFETY: what the header asks of the caller.
        let engine = unsafe { shared(engine, "engine") }?;
        // SAFETY: as above.
        let query = unsafe { asked_in_text(query) }?.to_query()?;
        // SAFETY: as above.
        let place = unsafe { out(out_prepared, "out_prepared") }?;
        let query = NonNull::from(Box::leak(Box::new(query)));
        // SAFETY: nobody changes it, and it lives until the handle is dropped.
        let kept: &'static Query = unsafe { query.as_ref() };
        let data = kept.data.first().map_or("", |data| &**data);
        place.put_handle(PreparedQueryHandle {
            tag: PreparedQueryHandle::TAG,
            prepared: engine.engine.prepare(kept, data),
            query,
        })
    };
    // SAFETY: what the header asks of the caller.
    unsafe { told_entry(out_error, out_prepared, work) }
}

/// Frees a prepared query.
///
/// @param prepared yours, not used afterwards; NULL is a no-op
/// @par Threads Nobody else may use it.
/// @par Cost A few deallocations.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn akkoord_prepared_query_free(prepared: *mut PreparedQueryHandle) {
    // SAFETY: what the header asks of the caller.
    unsafe { free(prepared) }
}

/// Reads an instant of RFC 3339 with an offset, at most six fractional digits.
///
/// @param text   UTF-8; may be NULL if `length` is 0
/// @param length in bytes
/// @param out_at on success the instant, in microseconds since 1970-01-01T00:00:00Z
/// @return AKKOORD_OK, AKKOORD_ERROR_INVALID_INSTANT, AKKOORD_ERROR_INVALID_UTF8, AKKOORD_ERROR_STRING_TOO_LONG, or
///         AKKOORD_ERROR_NULL_POINTER
/// @par Threads Any number at once.
/// @par Cost No allocation.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn akkoord_instant_parse(
    text: *const std::ffi::c_char,
    length: usize,
    out_at: *mut i64,
) -> u32 {
    let work = || {
        // SAFETY: what the header asks of the caller.
        let text = unsafe { short(Text { data: text, length }, "text") }?;
        // SAFETY: as above.
        let place = unsafe { out(out_at, "out_at") }?;
        place.put(text.parse::<Instant>()?.as_micros());
        Ok(())
    };
    // SAFETY: what the header asks of the caller.
    unsafe { entry(out_at, work) }
}

/// Writes an instant as RFC 3339 in UTC: `2026-01-05T12:00:00Z`.
///
/// @param at       in microseconds since 1970-01-01T00:00:00Z; years 1900 to 9999
/// @param out_text an output, yours: gets the text
/// @return AKKOORD_OK, AKKOORD_ERROR_INVALID_INSTANT (AKKOORD_NEVER among others), or AKKOORD_ERROR_NULL_POINTER
/// @par Threads Any number at once, each with an output of its own.
/// @par Cost One allocation.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn akkoord_instant_format(
    at: i64,
    out_text: *mut crate::text::Output,
) -> u32 {
    let work = || {
        // SAFETY: what the header asks of the caller.
        let place = unsafe { crate::text::written(out_text) }?;
        place.put(instant(at, "at")?.to_string());
        Ok(())
    };
    // SAFETY: what the header asks of the caller.
    unsafe { entry(out_text, work) }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::codes::AKKOORD_ERROR_INVALID_UTF8;

    pub(crate) fn text(text: &[u8]) -> Text {
        Text {
            data: text.as_ptr().cast(),
            length: text.len(),
        }
    }

    pub(crate) fn query() -> QueryStruct {
        QueryStruct {
            size: size_of::<QueryStruct>(),
            at: 1_767_614_400_000_000,
            holder_id: text(b"ura:90000017"),
            holder_type: text(b"Z3"),
            consulter_id: text(b"ura:90000033"),
            consulter_type: text(b"N6"),
            data: text(b"GGC002"),
            purpose: text(b""),
            treatment_relationship: AKKOORD_TREATMENT_ASSERTED,
            holder_connected: AKKOORD_HOLDER_CONNECTED,
        }
    }

    /// A text of each length, and with one byte of it that is not ASCII, at each place.
    fn texts() -> impl Iterator<Item = Vec<u8>> {
        let letters = *b"abcdefghijklmnopqrstuvwx";
        (0..=letters.len()).flat_map(move |length| {
            let good = letters[..length].to_vec();
            let broken = (0..length).map({
                let good = good.clone();
                move |place| {
                    let mut bytes = good.clone();
                    bytes[place] = 0xC3;
                    bytes
                }
            });
            std::iter::once(good).chain(broken)
        })
    }

    fn code_of<T>(result: Result<T, Fault>) -> Option<u32> {
        result.err().map(|fault| fault.code())
    }

    /// What becomes of a query; its texts outlive the call.
    fn read(query: &QueryStruct) -> Result<String, u32> {
        // SAFETY: as above.
        let asked = unsafe { asked_in_text(query) };
        let shown = asked.map(|asked| format!("{:?} {:?}", asked.view(), asked.data));
        shown.map_err(|fault| fault.code())
    }

    #[test]
    fn plain_ids_are_read_as_any_other() {
        let fields: [fn(&mut QueryStruct) -> &mut Text; 2] = [
            |query| &mut query.holder_id,
            |query| &mut query.consulter_id,
        ];
        let mut are_plain = 0;
        for field in fields {
            for bytes in texts() {
                let mut query = query();
                *field(&mut query) = text(&bytes);
                // SAFETY: the texts outlive the calls.
                let (plain, any) = unsafe { (Ids::plain(&query), Ids::read(&query)) };
                if let Some(plain) = plain {
                    are_plain += 1;
                    let any = any.ok().unwrap();
                    assert_eq!((plain.holder, plain.consulter), (any.holder, any.consulter));
                } else if !bytes.is_ascii() {
                    assert_eq!(code_of(any), Some(AKKOORD_ERROR_INVALID_UTF8));
                } else if bytes.is_empty() {
                    assert_eq!(code_of(any), Some(AKKOORD_ERROR_EMPTY_STRING));
                }
            }
        }
        // Two ids of 8 to 16 bytes.
        assert_eq!(are_plain, 2 * 9);
    }

    #[test]
    fn a_code_is_a_text_of_at_most_1024_bytes() {
        let fields: [fn(&mut QueryStruct) -> &mut Text; 4] = [
            |query| &mut query.holder_type,
            |query| &mut query.consulter_type,
            |query| &mut query.data,
            |query| &mut query.purpose,
        ];
        let long = [b'a'; LONGEST + 1];
        for field in fields {
            let with = |given: Text| {
                let mut query = query();
                *field(&mut query) = given;
                read(&query)
            };
            for bytes in texts() {
                let expected = bytes.is_ascii().then_some(());
                let expected = expected.ok_or(AKKOORD_ERROR_INVALID_UTF8);
                assert_eq!(with(text(&bytes)).map(|_| ()), expected);
            }
            assert!(with(text(&long[..LONGEST])).is_ok());
            assert_eq!(with(text(&long)), Err(AKKOORD_ERROR_STRING_TOO_LONG));
            let data = std::ptr::null();
            let nothing = with(Text { data, length: 3 });
            assert_eq!(nothing, Err(AKKOORD_ERROR_NULL_POINTER));
            assert!(with(Text { data, length: 0 }).is_ok());
        }
        let mut named = query();
        named.purpose = text(b"TREAT");
        assert_eq!(read(&named), read(&query()));
        named.purpose = text(b"COC");
        assert_ne!(read(&named), read(&query()));
    }

    #[test]
    fn a_number_that_means_nothing_is_an_error() {
        type Change = fn(&mut QueryStruct);
        let wrong: [(Change, u32); 3] = [
            (
                |query| query.treatment_relationship = 3,
                AKKOORD_ERROR_UNKNOWN_VALUE,
            ),
            (
                |query| query.holder_connected = 2,
                AKKOORD_ERROR_UNKNOWN_VALUE,
            ),
            (|query| query.at = i64::MAX, AKKOORD_ERROR_INVALID_INSTANT),
        ];
        for (change, code) in wrong {
            let mut query = query();
            change(&mut query);
            assert_eq!(read(&query), Err(code));
        }
        let mut readings: Vec<String> = [(0, 0), (1, 0), (2, 0), (1, 1)]
            .map(|(treatment, connected)| {
                let mut query = query();
                query.treatment_relationship = treatment;
                query.holder_connected = connected;
                read(&query).unwrap()
            })
            .to_vec();
        readings.sort();
        readings.dedup();
        assert_eq!(readings.len(), 4);
    }
}
