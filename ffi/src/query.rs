//! The question as a struct of the caller's, and the question that is prepared once.

use std::mem::offset_of;
use std::ptr::NonNull;
use std::sync::LazyLock;

use akkoord::compiled::PreparedQuery;
use akkoord::ids::ProviderId;
use akkoord::query::{Connection, Consulter, Holder, Purpose, QueryView, TreatmentRelationship};
use akkoord::{Instant, Query};

use crate::codes::{
    AKKOORD_ERROR_EMPTY_STRING, AKKOORD_ERROR_INVALID_INSTANT, AKKOORD_ERROR_STRING_TOO_LONG,
    AKKOORD_ERROR_UNKNOWN_VALUE, AKKOORD_ERROR_WRONG_SIZE,
};
use crate::engine::EngineHandle;
use crate::entry::{Fault, Handle, entry, free, handle, out, shared, told_entry};
use crate::error::ErrorHandle;
use crate::numbers::{
    AKKOORD_HOLDER_CONNECTED, AKKOORD_HOLDER_NOT_CONNECTED, AKKOORD_TREATMENT_ASSERTED,
    AKKOORD_TREATMENT_DENIED, AKKOORD_TREATMENT_NOT_ASSERTED,
};
use crate::text::{Text, plain_codes, plain_ids};

/// A closed query: may this holder disclose these data to this consulter, at this instant (R11-R15)?
///
/// Set all of it to zero, then `size` to `sizeof(akkoord_query)`, then what you know. Texts are at most 1,024 bytes of UTF-8.
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

/// A query whose texts are read in place; of a usual one ([`usual`]) the codes may be any bytes.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'q, C = &'q str> {
    holder_id: &'q str,
    holder_type: C,
    consulter_id: &'q str,
    consulter_type: C,
    pub(crate) data: C,
    purpose: &'static Purpose,
    treatment_relationship: TreatmentRelationship,
    connection: Connection,
    at: Instant,
}

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

/// Reads a query. Allocates nothing.
///
/// # Safety
/// As [`fields`].
#[inline(always)]
pub(crate) unsafe fn asked<'q>(query: *const QueryStruct) -> Result<Asked<'q>, Fault> {
    // SAFETY: the caller's promise.
    let fields = unsafe { fields(query) }?;
    // SAFETY: each text is what the header asks of one.
    match unsafe { usual(fields, |codes| plain_codes(codes)) } {
        Some(asked) => Ok(asked),
        // SAFETY: as above.
        None => unsafe { checked(fields) },
    }
}

/// What nearly every query is: for treatment, which is asserted, at a holder that is connected, with ids that are plain, and codes that
/// can be read. None for any other query, good or bad: [`checked`] reads it.
///
/// # Safety
/// Each text is what the header asks of one; so is each that `codes` is given.
#[inline(always)]
pub(crate) unsafe fn usual<'q, C: Copy>(
    fields: &QueryStruct,
    codes: impl FnOnce([Text; 3]) -> Option<[C; 3]>,
) -> Option<Asked<'q, C>> {
    if fields.treatment_relationship != AKKOORD_TREATMENT_ASSERTED
        || fields.holder_connected != AKKOORD_HOLDER_CONNECTED
    {
        return None;
    }
    // SAFETY: the caller's promise.
    if fields.purpose.length != 0 && unsafe { plain_codes([fields.purpose]) } != Some(["TREAT"]) {
        return None;
    }
    // SAFETY: as above.
    let [holder_id, consulter_id] = unsafe { plain_ids([fields.holder_id, fields.consulter_id]) }?;
    let [holder_type, consulter_type, data] =
        codes([fields.holder_type, fields.consulter_type, fields.data])?;
    Some(Asked {
        holder_id,
        holder_type,
        consulter_id,
        consulter_type,
        data,
        purpose: &Purpose::Treatment,
        treatment_relationship: TreatmentRelationship::Asserted,
        connection: Connection::Connected,
        at: Instant::from_micros(fields.at)?,
    })
}

/// Any query, or what is wrong with it.
///
/// # Safety
/// Each text is what the header asks of one.
#[cold]
#[inline(never)]
pub(crate) unsafe fn checked<'q>(fields: &QueryStruct) -> Result<Asked<'q>, Fault> {
    // SAFETY: the caller's promise.
    unsafe {
        Ok(Asked {
            holder_id: id(fields.holder_id, "query.holder_id")?,
            holder_type: short(fields.holder_type, "query.holder_type")?,
            consulter_id: id(fields.consulter_id, "query.consulter_id")?,
            consulter_type: short(fields.consulter_type, "query.consulter_type")?,
            data: short(fields.data, "query.data")?,
            purpose: purpose(short(fields.purpose, "query.purpose")?),
            treatment_relationship: treatment(fields.treatment_relationship)?,
            connection: connection(fields.holder_connected)?,
            at: instant(fields.at, "query.at")?,
        })
    }
}

/// # Safety
/// As [`Text::read`].
#[inline(always)]
pub(crate) unsafe fn short<'q>(text: Text, name: &'static str) -> Result<&'q str, Fault> {
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
    if text.length == 0 {
        return Err(Fault::at(AKKOORD_ERROR_EMPTY_STRING, name));
    }
    // SAFETY: the caller's promise.
    unsafe { short(text, name) }
}

/// R12. The text of another purpose does not matter, so that nothing is kept of it.
fn purpose(code: &str) -> &'static Purpose {
    static OTHER: LazyLock<Purpose> = LazyLock::new(|| Purpose::Other(Box::default()));
    match code {
        "" | "TREAT" => &Purpose::Treatment,
        "COC" => &Purpose::CoordinationOfCare,
        _ => &OTHER,
    }
}

fn treatment(number: u32) -> Result<TreatmentRelationship, Fault> {
    match number {
        AKKOORD_TREATMENT_NOT_ASSERTED => Ok(TreatmentRelationship::NotAsserted),
        AKKOORD_TREATMENT_ASSERTED => Ok(TreatmentRelationship::Asserted),
        AKKOORD_TREATMENT_DENIED => Ok(TreatmentRelationship::Denied),
        _ => Err(Fault::at(
            AKKOORD_ERROR_UNKNOWN_VALUE,
            "query.treatment_relationship",
        )),
    }
}

fn connection(number: u32) -> Result<Connection, Fault> {
    match number {
        AKKOORD_HOLDER_CONNECTED => Ok(Connection::Connected),
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
            holder_id: self.holder_id,
            holder_kind: self.holder_type,
            connection: self.connection,
            consulter_id: self.consulter_id,
            consulter_kind: self.consulter_type,
            purpose: self.purpose,
            treatment_relationship: self.treatment_relationship,
            at: self.at,
        }
    }
}

impl Asked<'_> {
    /// The query as core owns one.
    pub(crate) fn to_query(self) -> Result<Query, Fault> {
        Ok(Query {
            holder: Holder {
                id: ProviderId::new(self.holder_id)?,
                kind: self.holder_type.into(),
                connection: self.connection,
            },
            consulter: Consulter {
                id: ProviderId::new(self.consulter_id)?,
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
pub struct QuestionHandle {
    tag: u64,
    pub(crate) question: PreparedQuery<'static>,
    /// What `question` borrows; given back when the handle is freed.
    query: NonNull<Query>,
}

// SAFETY: nobody changes the query, and only the handle frees it.
unsafe impl Send for QuestionHandle {}
// SAFETY: as above.
unsafe impl Sync for QuestionHandle {}

handle!(QuestionHandle, b"akk-ques");

impl Drop for QuestionHandle {
    fn drop(&mut self) {
        // SAFETY: it came from a box, and `question`, which borrows it, is not used any more.
        drop(unsafe { Box::from_raw(self.query.as_ptr()) });
    }
}

/// Prepares a query, for who asks it of many profiles or many times.
///
/// @param engine       borrowed for the call; the profiles must be of the same engine, or of one with the same catalogue
/// @param query        borrowed for the call: its texts are copied
/// @param out_error    may be NULL; told what was wrong
/// @param out_question on success a new handle, yours: free it with akkoord_question_free()
/// @return AKKOORD_OK; AKKOORD_ERROR_EMPTY_STRING for an empty id; AKKOORD_ERROR_STRING_TOO_LONG; AKKOORD_ERROR_INVALID_UTF8;
///         AKKOORD_ERROR_INVALID_INSTANT; AKKOORD_ERROR_UNKNOWN_VALUE; AKKOORD_ERROR_WRONG_SIZE; AKKOORD_ERROR_NULL_POINTER
/// @par Threads Any number at once. The handle may be shared.
/// @par Cost A few allocations and some 50 ns.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn akkoord_question_new(
    engine: *const EngineHandle,
    query: *const QueryStruct,
    out_error: *mut ErrorHandle,
    out_question: *mut *mut QuestionHandle,
) -> u32 {
    let work = || {
        // SAFETY: what the header asks of the caller.
        let engine = unsafe { shared(engine, "engine") }?;
        // SAFETY: as above.
        let query = unsafe { asked(query) }?.to_query()?;
        // SAFETY: as above.
        let place = unsafe { out(out_question, "out_question") }?;
        let query = NonNull::from(Box::leak(Box::new(query)));
        // SAFETY: nobody changes it, and it lives until the handle is dropped.
        let kept: &'static Query = unsafe { query.as_ref() };
        let data = kept.data.first().map_or("", |data| &**data);
        place.put_handle(QuestionHandle {
            tag: QuestionHandle::TAG,
            question: engine.engine.prepare(kept, data),
            query,
        })
    };
    // SAFETY: what the header asks of the caller.
    unsafe { told_entry(out_error, out_question, work) }
}

/// Frees a question.
///
/// @param question yours, not used afterwards; NULL is a no-op
/// @par Threads Nobody else may use it.
/// @par Cost A few deallocations.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn akkoord_question_free(question: *mut QuestionHandle) {
    // SAFETY: what the header asks of the caller.
    unsafe { free(question) }
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
    use crate::codes::{AKKOORD_ERROR_INVALID_UTF8, AKKOORD_ERROR_NULL_POINTER};

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

    /// What the two ways of reading make of a query; the first may leave it to the second.
    fn read(query: &QueryStruct) -> (Option<String>, Result<String, u32>) {
        let shown = |asked: Asked<'_>| format!("{:?} {:?}", asked.view(), asked.data);
        // SAFETY: the texts outlive the call.
        let (usual, checked) =
            unsafe { (usual(query, |codes| plain_codes(codes)), checked(query)) };
        (
            usual.map(shown),
            checked.map(shown).map_err(|fault| fault.code()),
        )
    }

    #[test]
    fn what_is_read_at_once_is_what_is_read_with_care() {
        let letters = "abcdefghijklmnopqrstuvwx";
        let fields: [fn(&mut QueryStruct) -> &mut Text; 6] = [
            |query| &mut query.holder_id,
            |query| &mut query.holder_type,
            |query| &mut query.consulter_id,
            |query| &mut query.consulter_type,
            |query| &mut query.data,
            |query| &mut query.purpose,
        ];
        let mut at_once = 0;
        for field in fields {
            for length in 0..=letters.len() {
                let good = letters.as_bytes()[..length].to_vec();
                let broken = (0..length).map(|place| {
                    let mut bytes = good.clone();
                    bytes[place] = 0xC3;
                    bytes
                });
                for bytes in std::iter::once(good.clone()).chain(broken) {
                    let mut query = query();
                    *field(&mut query) = text(&bytes);
                    let (usual, checked) = read(&query);
                    if let Some(usual) = usual {
                        at_once += 1;
                        assert_eq!(Ok(usual), checked);
                    } else if bytes != good {
                        assert_eq!(checked, Err(AKKOORD_ERROR_INVALID_UTF8));
                    }
                }
            }
            let mut query = query();
            *field(&mut query) = Text {
                data: std::ptr::null(),
                length: 3,
            };
            assert_eq!(read(&query), (None, Err(AKKOORD_ERROR_NULL_POINTER)));
        }
        // Two ids of 8 to 16 bytes, three codes of 1 to 8, and no purpose.
        assert_eq!(at_once, 2 * 9 + 3 * 8 + 1);
        assert!(read(&query()).0.is_some());
    }

    #[test]
    fn what_is_not_usual_is_left_to_the_careful_way() {
        let unusual: [fn(&mut QueryStruct); 5] = [
            |query| query.treatment_relationship = 0,
            |query| query.treatment_relationship = 9,
            |query| query.holder_connected = 1,
            |query| query.purpose = text(b"COC"),
            |query| query.at = i64::MAX,
        ];
        for change in unusual {
            let mut query = query();
            change(&mut query);
            assert_eq!(read(&query).0, None);
        }
        let mut named = query();
        named.purpose = text(b"TREAT");
        let (usual, checked) = read(&named);
        assert_eq!(usual.ok_or(0), checked);
        assert!(checked.is_ok());
    }
}
