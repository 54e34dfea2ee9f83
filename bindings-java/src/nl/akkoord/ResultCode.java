// Made by `cargo xtask header` from akkoord.h: do not edit.
package nl.akkoord;

/** What became of a call. A later version of the library may have more of them; numbers are added, never changed. */
public final class ResultCode {
    private ResultCode() {}

    /** Done. A deny is done too: it is an answer, not an error. */
    public static final int OK = 0;

    /** The bytes are not UTF-8. */
    public static final int INVALID_UTF8 = 1;

    /** The text is not JSON (RFC 8259), or something follows the document. */
    public static final int INVALID_JSON = 2;

    /** The document is larger than 32 MiB. */
    public static final int DOCUMENT_TOO_LARGE = 3;

    /** A field that the format does not list. */
    public static final int UNKNOWN_FIELD = 4;

    /** A key that stands twice in one object. */
    public static final int DUPLICATE_KEY = 5;

    /** A field that must be there is not. */
    public static final int MISSING_FIELD = 6;

    /** A value of another JSON type than the format says; {@code null} is never a value on input. */
    public static final int WRONG_TYPE = 7;

    /** A text that is none of the listed values. */
    public static final int UNKNOWN_VALUE = 8;

    /** A string of more than 1,024 bytes. */
    public static final int STRING_TOO_LONG = 9;

    /** A list of more than 10,000 entries, or a query about more than 128 data categories. */
    public static final int LIST_TOO_LONG = 10;

    /** A list that must name something and is empty. */
    public static final int EMPTY_LIST = 11;

    /** An id without a character. */
    public static final int EMPTY_STRING = 12;

    /** Not an instant of RFC 3339 as the format wants it. */
    public static final int INVALID_INSTANT = 13;

    /** Not a date of the calendar as the format wants it. */
    public static final int INVALID_DATE = 14;

    /** Two choices with one id. */
    public static final int DUPLICATE_ID = 20;

    /** More than 10,000 choices in one profile. */
    public static final int TOO_MANY_CHOICES = 21;

    /** Written for another catalogue than the one loaded. */
    public static final int CATALOGUE_MISMATCH = 22;

    /** An option that the catalogue does not have. */
    public static final int UNKNOWN_OPTION = 23;

    /** A holder category that the catalogue does not have. */
    public static final int UNKNOWN_HOLDER_CATEGORY = 24;

    /** A provider type that the catalogue does not have, where a choice is bound to a consulter. */
    public static final int UNKNOWN_CONSULTER_TYPE = 25;

    /** R6: a register cannot learn of a choice before it was made. */
    public static final int RECORDED_BEFORE_DECIDED = 26;

    /** A choice cannot be withdrawn before it was recorded. */
    public static final int WITHDRAWN_BEFORE_RECORDED = 27;

    /** A choice cannot be confirmed before it was recorded. */
    public static final int CONFIRMED_BEFORE_RECORDED = 28;

    /** A scope that this channel cannot write. */
    public static final int CHANNEL_NOT_ALLOWED = 29;

    /** R20: the patient cannot confirm a choice of their own. */
    public static final int CONFIRMED_BY_PATIENT = 30;

    /** R1: a code or id of a catalogue that stands twice. */
    public static final int DUPLICATE_CODE = 40;

    /** A row that names a data category without a row of its own. */
    public static final int UNKNOWN_DATA_CATEGORY = 41;

    /** A row that names a consulting category without a row of its own. */
    public static final int UNKNOWN_CONSULTING_CATEGORY = 42;

    /** R1: an option whose holder category has no row. */
    public static final int OPTION_WITHOUT_HOLDER = 43;

    /** R3: a data category that is, in the end, its own parent. */
    public static final int HIERARCHY_CYCLE = 44;

    /** R1: more than 128 options. */
    public static final int TOO_MANY_OPTIONS = 45;

    /** R2: a provider type that is mapped twice. */
    public static final int TYPE_MAPPED_TWICE = 46;

    /** Two options that answer the same question. */
    public static final int OVERLAPPING_OPTIONS = 47;

    /** More rows of one kind than a catalogue can have. */
    public static final int TOO_MANY_ROWS = 48;

    /** R36: a situation of the button that names an option of another holder category. */
    public static final int FOREIGN_OPTION = 49;

    /** A catalogue under the id of a built-in one, with other content. */
    public static final int CATALOGUE_ID_TAKEN = 50;

    /** A parameter value that this version does not know. */
    public static final int UNSUPPORTED_VALUE = 60;

    /** A number outside its range. */
    public static final int OUT_OF_RANGE = 61;

    /** Other content under the name of a rule set that is part of the library. */
    public static final int RULESET_NAME_TAKEN = 62;

    /** A population with more than 4 GiB of records. */
    public static final int POPULATION_FULL = 70;

    /** R34, R35: not the one that this channel asks for at this age. */
    public static final int WRONG_RECORDER = 80;

    /** R34, R40: the guardian must be somebody else. */
    public static final int GUARDIAN_IS_PATIENT = 81;

    /** R37: nobody established who the patient is. */
    public static final int IDENTITY_NOT_ESTABLISHED = 82;

    /** R37: the patient is not enrolled with the consulter. */
    public static final int NOT_ENROLLED = 83;

    /** R37: an emergency yes against an objection that stands. */
    public static final int STANDING_OBJECTION = 84;

    /** R39: before there was anything to record. */
    public static final int BEFORE_2000 = 85;

    /** R39: later than the register's own now. */
    public static final int IN_THE_FUTURE = 86;

    /** R39: a scope that covers no option at all. */
    public static final int EMPTY_SCOPE = 87;

    /** R39: the id is taken by a choice that says something else. */
    public static final int ID_IN_USE = 88;

    /** R39: a provider type that the catalogue does not have. */
    public static final int UNKNOWN_PROVIDER_TYPE = 89;

    /** R40: there is nothing to confirm. */
    public static final int NOT_PENDING = 90;

    /** R40: a guardian answers once. */
    public static final int ALREADY_ANSWERED = 91;

    /** R40: the patient has turned 16. */
    public static final int NO_LONGER_A_MINOR = 92;

    /** R20: nobody can confirm a withdrawal. */
    public static final int MINOR_WITHDRAWS_NO = 93;

    /** R15: the patient has died. */
    public static final int PATIENT_DECEASED = 94;

    /** A line that asks nothing, or two things at once. */
    public static final int NOT_ONE_QUESTION = 100;

    /** A holder that stands twice among the subscriptions. */
    public static final int DUPLICATE_SUBSCRIPTION = 101;

    /** R29: a window that ends where it begins, or before. */
    public static final int EMPTY_WINDOW = 102;

    /** A choice that the profile does not have. */
    public static final int UNKNOWN_CHOICE = 103;

    /** R30: a choice that does not end by itself. */
    public static final int DOES_NOT_EXPIRE = 104;

    /** R32: two profiles of different patients. */
    public static final int OTHER_PATIENT = 105;

    /** More steps than the limits of the engine allow for one call: akkoord_engine_with_limits(). */
    public static final int TOO_MUCH_WORK = 110;

    /** An answer with more bytes or entries than the limits of the engine allow. */
    public static final int ANSWER_TOO_LARGE = 111;

    /** The call was stopped by akkoord_cancel_set(). */
    public static final int CANCELLED = 112;

    /** There was not enough memory; nothing was done. */
    public static final int OUT_OF_MEMORY = 113;

    /** A pointer that must not be NULL is. */
    public static final int NULL_POINTER = 200;

    /** The library met a fault of its own and stopped this call: take the answer as no, and report it. */
    public static final int PANIC = 201;

    /** The buffer is smaller than the text: the needed size is given. */
    public static final int BUFFER_TOO_SMALL = 202;

    /** A struct whose {@code size} is not one that this version knows. */
    public static final int WRONG_SIZE = 203;

    /** A handle of another kind, or one that was freed. */
    public static final int NOT_A_HANDLE = 204;

    /** A question about an instant for which the profile or population was not worked out. */
    public static final int OTHER_INSTANT = 205;

    /** A prepared query that is older than what the population knows. */
    public static final int OUTDATED = 206;

    /** A pointer to a struct or handle that no such thing can have. */
    public static final int MISALIGNED_POINTER = 207;

    /** A length that no memory can have. */
    public static final int LENGTH_OUT_OF_RANGE = 208;

    /** A patient who is not in the population. */
    public static final int UNKNOWN_PATIENT = 209;

    /** A place beyond the end of a list. */
    public static final int OUT_OF_BOUNDS = 210;

    /** A population that a fault of the library left half changed. */
    public static final int BROKEN = 211;
}
