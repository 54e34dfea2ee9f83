//! Result codes. Numbers up to 199 are those of core, the same on every surface; 200 to 299 belong to this face alone.
//! Codes are added, never changed or used again.

use akkoord::error::ErrorCode;

/// Done. A deny is done too: it is an answer, not an error.
pub const AKKOORD_OK: u32 = 0;

/// The bytes are not UTF-8.
pub const AKKOORD_ERROR_INVALID_UTF8: u32 = 1;
/// The text is not JSON (RFC 8259), or something follows the document.
pub const AKKOORD_ERROR_INVALID_JSON: u32 = 2;
/// The document is larger than 32 MiB.
pub const AKKOORD_ERROR_DOCUMENT_TOO_LARGE: u32 = 3;
/// A field that the format does not list.
pub const AKKOORD_ERROR_UNKNOWN_FIELD: u32 = 4;
/// A key that stands twice in one object.
pub const AKKOORD_ERROR_DUPLICATE_KEY: u32 = 5;
/// A field that must be there is not.
pub const AKKOORD_ERROR_MISSING_FIELD: u32 = 6;
/// A value of another JSON type than the format says; `null` is never a value on input.
pub const AKKOORD_ERROR_WRONG_TYPE: u32 = 7;
/// A text that is none of the listed values.
pub const AKKOORD_ERROR_UNKNOWN_VALUE: u32 = 8;
/// A string of more than 1,024 bytes.
pub const AKKOORD_ERROR_STRING_TOO_LONG: u32 = 9;
/// A list of more than 10,000 entries, or a query about more than 128 data categories.
pub const AKKOORD_ERROR_LIST_TOO_LONG: u32 = 10;
/// A list that must name something and is empty.
pub const AKKOORD_ERROR_EMPTY_LIST: u32 = 11;
/// An id without a character.
pub const AKKOORD_ERROR_EMPTY_STRING: u32 = 12;
/// Not an instant of RFC 3339 as the format wants it.
pub const AKKOORD_ERROR_INVALID_INSTANT: u32 = 13;
/// Not a date of the calendar as the format wants it.
pub const AKKOORD_ERROR_INVALID_DATE: u32 = 14;
/// Two choices with one id.
pub const AKKOORD_ERROR_DUPLICATE_ID: u32 = 20;
/// More than 10,000 choices in one profile.
pub const AKKOORD_ERROR_TOO_MANY_CHOICES: u32 = 21;
/// Written for another catalogue than the one loaded.
pub const AKKOORD_ERROR_CATALOGUE_MISMATCH: u32 = 22;
/// An option that the catalogue does not have.
pub const AKKOORD_ERROR_UNKNOWN_OPTION: u32 = 23;
/// A holder category that the catalogue does not have.
pub const AKKOORD_ERROR_UNKNOWN_HOLDER_CATEGORY: u32 = 24;
/// A provider type that the catalogue does not have, where a choice is bound to a consulter.
pub const AKKOORD_ERROR_UNKNOWN_CONSULTER_TYPE: u32 = 25;
/// R6: a register cannot learn of a choice before it was made.
pub const AKKOORD_ERROR_RECORDED_BEFORE_DECIDED: u32 = 26;
/// A choice cannot be withdrawn before it was recorded.
pub const AKKOORD_ERROR_WITHDRAWN_BEFORE_RECORDED: u32 = 27;
/// A choice cannot be confirmed before it was recorded.
pub const AKKOORD_ERROR_CONFIRMED_BEFORE_RECORDED: u32 = 28;
/// A scope that this channel cannot write.
pub const AKKOORD_ERROR_CHANNEL_NOT_ALLOWED: u32 = 29;
/// R20: the patient cannot confirm a choice of their own.
pub const AKKOORD_ERROR_CONFIRMED_BY_PATIENT: u32 = 30;
/// R1: a code or id of a catalogue that stands twice.
pub const AKKOORD_ERROR_DUPLICATE_CODE: u32 = 40;
/// A row that names a data category without a row of its own.
pub const AKKOORD_ERROR_UNKNOWN_DATA_CATEGORY: u32 = 41;
/// A row that names a consulting category without a row of its own.
pub const AKKOORD_ERROR_UNKNOWN_CONSULTING_CATEGORY: u32 = 42;
/// R1: an option whose holder category has no row.
pub const AKKOORD_ERROR_OPTION_WITHOUT_HOLDER: u32 = 43;
/// R3: a data category that is, in the end, its own parent.
pub const AKKOORD_ERROR_HIERARCHY_CYCLE: u32 = 44;
/// R1: more than 128 options.
pub const AKKOORD_ERROR_TOO_MANY_OPTIONS: u32 = 45;
/// R2: a provider type that is mapped twice.
pub const AKKOORD_ERROR_TYPE_MAPPED_TWICE: u32 = 46;
/// Two options that answer the same question.
pub const AKKOORD_ERROR_OVERLAPPING_OPTIONS: u32 = 47;
/// More rows of one kind than a catalogue can have.
pub const AKKOORD_ERROR_TOO_MANY_ROWS: u32 = 48;
/// R36: a situation of the button that names an option of another holder category.
pub const AKKOORD_ERROR_FOREIGN_OPTION: u32 = 49;
/// A catalogue under the id of a built-in one, with other content.
pub const AKKOORD_ERROR_CATALOGUE_ID_TAKEN: u32 = 50;
/// A parameter value that this version does not know.
pub const AKKOORD_ERROR_UNSUPPORTED_VALUE: u32 = 60;
/// A number outside its range.
pub const AKKOORD_ERROR_OUT_OF_RANGE: u32 = 61;
/// Other content under the name of a rule set that is part of the library.
pub const AKKOORD_ERROR_RULESET_NAME_TAKEN: u32 = 62;
/// A population with more than 4 GiB of records.
pub const AKKOORD_ERROR_POPULATION_FULL: u32 = 70;
/// R34, R35: not the one that this channel asks for at this age.
pub const AKKOORD_ERROR_WRONG_RECORDER: u32 = 80;
/// R34, R40: the guardian must be somebody else.
pub const AKKOORD_ERROR_GUARDIAN_IS_PATIENT: u32 = 81;
/// R37: nobody established who the patient is.
pub const AKKOORD_ERROR_IDENTITY_NOT_ESTABLISHED: u32 = 82;
/// R37: the patient is not enrolled with the consulter.
pub const AKKOORD_ERROR_NOT_ENROLLED: u32 = 83;
/// R37: an emergency yes against an objection that stands.
pub const AKKOORD_ERROR_STANDING_OBJECTION: u32 = 84;
/// R39: before there was anything to record.
pub const AKKOORD_ERROR_BEFORE_2000: u32 = 85;
/// R39: later than the register's own now.
pub const AKKOORD_ERROR_IN_THE_FUTURE: u32 = 86;
/// R39: a scope that covers no option at all.
pub const AKKOORD_ERROR_EMPTY_SCOPE: u32 = 87;
/// R39: the id is taken by a choice that says something else.
pub const AKKOORD_ERROR_ID_IN_USE: u32 = 88;
/// R39: a provider type that the catalogue does not have.
pub const AKKOORD_ERROR_UNKNOWN_PROVIDER_TYPE: u32 = 89;
/// R40: there is nothing to confirm.
pub const AKKOORD_ERROR_NOT_PENDING: u32 = 90;
/// R40: a guardian answers once.
pub const AKKOORD_ERROR_ALREADY_ANSWERED: u32 = 91;
/// R40: the patient has turned 16.
pub const AKKOORD_ERROR_NO_LONGER_A_MINOR: u32 = 92;
/// R20: nobody can confirm a withdrawal.
pub const AKKOORD_ERROR_MINOR_WITHDRAWS_NO: u32 = 93;
/// R15: the patient has died.
pub const AKKOORD_ERROR_PATIENT_DECEASED: u32 = 94;
/// A line that asks nothing, or two things at once.
pub const AKKOORD_ERROR_NOT_ONE_QUESTION: u32 = 100;
/// A holder that stands twice among the subscriptions.
pub const AKKOORD_ERROR_DUPLICATE_SUBSCRIPTION: u32 = 101;
/// R29: a window that ends where it begins, or before.
pub const AKKOORD_ERROR_EMPTY_WINDOW: u32 = 102;
/// A choice that the profile does not have.
pub const AKKOORD_ERROR_UNKNOWN_CHOICE: u32 = 103;
/// R30: a choice that does not end by itself.
pub const AKKOORD_ERROR_DOES_NOT_EXPIRE: u32 = 104;
/// R32: two profiles of different patients.
pub const AKKOORD_ERROR_OTHER_PATIENT: u32 = 105;
/// More steps than the limits of the engine allow for one call: akkoord_engine_with_limits().
pub const AKKOORD_ERROR_TOO_MUCH_WORK: u32 = 110;
/// An answer with more bytes or entries than the limits of the engine allow.
pub const AKKOORD_ERROR_ANSWER_TOO_LARGE: u32 = 111;
/// The call was stopped by akkoord_cancel_set().
pub const AKKOORD_ERROR_CANCELLED: u32 = 112;
/// There was not enough memory; nothing was done.
pub const AKKOORD_ERROR_OUT_OF_MEMORY: u32 = 113;
/// A pointer that must not be NULL is.
pub const AKKOORD_ERROR_NULL_POINTER: u32 = 200;
/// The library met a fault of its own and stopped this call: take the answer as no, and report it.
pub const AKKOORD_ERROR_PANIC: u32 = 201;
/// The buffer is smaller than the text: the needed size is given.
pub const AKKOORD_ERROR_BUFFER_TOO_SMALL: u32 = 202;
/// A struct whose `size` is not one that this version knows.
pub const AKKOORD_ERROR_WRONG_SIZE: u32 = 203;
/// A handle of another kind, or one that was freed.
pub const AKKOORD_ERROR_NOT_A_HANDLE: u32 = 204;
/// A question about an instant for which the profile or population was not worked out.
pub const AKKOORD_ERROR_OTHER_INSTANT: u32 = 205;
/// A prepared query that is older than what the population knows.
pub const AKKOORD_ERROR_OUTDATED: u32 = 206;
/// A pointer to a struct or handle that no such thing can have.
pub const AKKOORD_ERROR_MISALIGNED_POINTER: u32 = 207;
/// A length that no memory can have.
pub const AKKOORD_ERROR_LENGTH_OUT_OF_RANGE: u32 = 208;
/// A patient who is not in the population.
pub const AKKOORD_ERROR_UNKNOWN_PATIENT: u32 = 209;
/// A place beyond the end of a list.
pub const AKKOORD_ERROR_OUT_OF_BOUNDS: u32 = 210;
/// A population that a fault of the library left half changed.
pub const AKKOORD_ERROR_BROKEN: u32 = 211;

/// The codes of this face: number, name, and what to do.
const OWN: [(u32, &str, &str); 12] = [
    (
        AKKOORD_ERROR_NULL_POINTER,
        "null_pointer",
        "this pointer must not be NULL: pass what the header says",
    ),
    (
        AKKOORD_ERROR_PANIC,
        "panic",
        "the library met a fault of its own and stopped this call: take the answer as no, and report it with the call that led to it",
    ),
    (
        AKKOORD_ERROR_BUFFER_TOO_SMALL,
        "buffer_too_small",
        "the buffer is smaller than the text: give one of the needed size",
    ),
    (
        AKKOORD_ERROR_WRONG_SIZE,
        "wrong_size",
        "the size of the struct is none that this version knows: set it to sizeof, and use header and library of one version",
    ),
    (
        AKKOORD_ERROR_NOT_A_HANDLE,
        "not_a_handle",
        "this is no handle of the kind that is wanted, or it was freed: pass the one that was made for it",
    ),
    (
        AKKOORD_ERROR_OTHER_INSTANT,
        "other_instant",
        "the question is about an instant for which this was not worked out: compile the profile, or take the population, to that instant",
    ),
    (
        AKKOORD_ERROR_OUTDATED,
        "outdated",
        "the population has learnt of providers since the query was prepared: prepare it again",
    ),
    (
        AKKOORD_ERROR_MISALIGNED_POINTER,
        "misaligned_pointer",
        "this address is not aligned for what it should point at: pass the address of a real one",
    ),
    (
        AKKOORD_ERROR_LENGTH_OUT_OF_RANGE,
        "length_out_of_range",
        "the length is larger than any memory: pass the number of bytes or elements",
    ),
    (
        AKKOORD_ERROR_UNKNOWN_PATIENT,
        "unknown_patient",
        "the population does not have this patient: put the profile in first",
    ),
    (
        AKKOORD_ERROR_OUT_OF_BOUNDS,
        "out_of_bounds",
        "the list is not that long: ask for its length first",
    ),
    (
        AKKOORD_ERROR_BROKEN,
        "broken",
        "a fault of the library left this half changed: free it and make a new one",
    ),
];

/// Name and advice of a code.
pub(crate) fn described(code: u32) -> Option<(&'static str, &'static str)> {
    if code == AKKOORD_OK {
        return Some(("ok", "done"));
    }
    let core = ErrorCode::ALL.iter().find(|known| known.number() == code);
    core.map(|known| (known.name(), known.advice()))
        .or_else(|| {
            let own = OWN.iter().find(|(number, _, _)| *number == code);
            own.map(|(_, name, advice)| (*name, *advice))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every `pub const AKKOORD_ERROR_…` above, as it is written.
    fn written() -> Vec<(String, u32)> {
        let lines = include_str!("codes.rs").lines();
        let constants = lines.filter_map(|line| {
            let rest = line.strip_prefix("pub const AKKOORD_ERROR_")?;
            let (name, number) = rest.strip_suffix(';')?.split_once(": u32 = ")?;
            Some((name.to_lowercase(), number.parse().ok()?))
        });
        constants.collect()
    }

    #[test]
    fn every_code_of_core_has_its_constant_with_the_same_number_and_name() {
        let written = written();
        for code in ErrorCode::ALL {
            let here = (code.name().to_owned(), code.number());
            assert!(written.contains(&here), "{here:?}");
            assert!(
                code.number() < 200,
                "{code} stands in the range of this face"
            );
        }
        assert_eq!(written.len(), ErrorCode::ALL.len() + OWN.len());
    }

    #[test]
    fn every_code_is_described_under_its_own_name() {
        for (name, number) in written() {
            let (told, advice) = described(number).unwrap();
            assert_eq!(told, name);
            assert!(advice.len() > 10, "{name}");
        }
        assert_eq!(described(199), None);
    }
}
