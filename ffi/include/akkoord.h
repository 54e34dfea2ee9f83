/**
 * @file akkoord.h
 * @brief akkoord: may this holder disclose this patient's data to this consulter, now, and on what ground?
 *
 * Made by `cargo xtask header` from the crate `akkoord-ffi`: do not edit. C11 or later, or C++.
 *
 * Conventions, for every function:
 *
 * - Result: `uint32_t`, AKKOORD_OK (0) or an AKKOORD_ERROR_*. Numbers are added, never changed. A deny is an answer, not an error.
 *   Compilers that can, warn where a result is not looked at (AKKOORD_MUST_CHECK).
 * - Answers go to the trailing `out_` parameters. After an error no older answer is left there: a verdict is a deny with the code in
 *   `result`, and so is every verdict of a batch; a handle is NULL; a text and an akkoord_output are empty; an array and a schema of Arrow
 *   are released; a number is 0, and `out_code` the code. Nothing that stood there before is freed. The one exception is `out_needed`
 *   of akkoord_output_copy(), which tells the size with AKKOORD_ERROR_BUFFER_TOO_SMALL. An `out_` pointer that is NULL or misaligned
 *   cannot be written to; of a batch whose count no memory can have, the first verdict is.
 * - Pointers: none may be NULL unless its description says so; NULL is AKKOORD_ERROR_NULL_POINTER, never a crash.
 * - Texts are pointer and length in bytes, UTF-8, without a zero byte at the end.
 * - Handles (akkoord_engine and the like) are opaque: made by a function that gives one through `out_`, freed by the `_free` function of
 *   their kind, never by free(). `_free(NULL)` does nothing.
 * - Ownership: what a call gives as a handle is yours to free; what it takes is borrowed for the call, and nothing is kept. A view
 *   (akkoord_text in an answer) is part of the handle that it came from: it ends with that handle.
 * - Threads: what a function takes as `const T *` may be used by any number of threads at once; what it takes as `T *`, by one, and
 *   nobody else may use that handle meanwhile. There is no global state, and no thread-local one.
 * - Zeroed memory reads as a deny. Whoever enforces treats every outcome but AKKOORD_OUTCOME_PERMIT as no.
 * - A fault of the library is caught: the call gives AKKOORD_ERROR_PANIC and no answer. Take it as no. The panic hook of the process is
 *   left alone.
 * - Memory: lengths are looked at before anything is read: 32 MiB for a document or a line, 1,024 bytes for an id, a code or an instant. A
 *   handle that cannot be allocated is AKKOORD_ERROR_OUT_OF_MEMORY. Where memory runs out inside a call - a document is read, a profile
 *   compiled, an answer written, a population grows - Rust ends the process (abort): keep documents small, and set the limits of
 *   akkoord_engine_with_limits().
 * - Instants are microseconds since 1970-01-01T00:00:00Z, years 1900 to 9999. No clock is read: you say which instant it is.
 * - Structs that you fill in begin with their `size`: a library that is newer or older than your header notices.
 * - No message holds a patient id or text of a document. akkoord_profile_json() holds both: do not log it.
 *
 * Rules are cited by their number (R1 to R42) in the akkoord rulebook.
 *
 * SPDX-License-Identifier: MIT OR Apache-2.0
 */


#ifndef AKKOORD_H
#define AKKOORD_H

#include <stddef.h>
#include <stdint.h>

/** Of a function whose result must be looked at: who ignores it goes on without an answer. */
#if defined(__cplusplus) && __cplusplus >= 201703L
#define AKKOORD_MUST_CHECK [[nodiscard]]
#elif defined(__GNUC__) || defined(__clang__)
#define AKKOORD_MUST_CHECK __attribute__((warn_unused_result))
#elif defined(_MSC_VER)
#include <sal.h>
#define AKKOORD_MUST_CHECK _Check_return_
#else
#define AKKOORD_MUST_CHECK
#endif

/** A text from a string literal, without its zero byte: `query.data = AKKOORD_TEXT("GGC002");`. What is no literal does not compile. */
#ifdef __cplusplus
#define AKKOORD_TEXT(literal) (akkoord_text{"" literal "", sizeof("" literal "") - 1})
#else
#define AKKOORD_TEXT(literal) ((akkoord_text){"" literal "", sizeof("" literal "") - 1})
#endif

/**
 * A query of which nothing is known yet: `akkoord_query query = AKKOORD_QUERY_INIT;`. As it stands it is refused, for it names no
 * provider (AKKOORD_ERROR_EMPTY_STRING), and with providers it is indeterminate until a treatment relationship is asserted (R13).
 * The purpose is `TREAT`, the holder is connected, and the instant is that of 1970, at which no choice has been made.
 */
#define AKKOORD_QUERY_INIT \
    { \
        sizeof(akkoord_query), 0, {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}, \
            AKKOORD_TREATMENT_NOT_ASSERTED, AKKOORD_HOLDER_CONNECTED \
    }

/** Limits as they are without limits of your own: `akkoord_limits limits = AKKOORD_LIMITS_INIT;`. */
#define AKKOORD_LIMITS_INIT {sizeof(akkoord_limits), 0, 0, NULL}

/* As the Arrow C Data Interface gives them, for whoever has no header of it:
 * https://arrow.apache.org/docs/format/CDataInterface.html */
#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

#ifdef __cplusplus
extern "C" {
#endif

struct ArrowSchema {
    const char *format;
    const char *name;
    const char *metadata;
    int64_t flags;
    int64_t n_children;
    struct ArrowSchema **children;
    struct ArrowSchema *dictionary;
    void (*release)(struct ArrowSchema *);
    void *private_data;
};

struct ArrowArray {
    int64_t length;
    int64_t null_count;
    int64_t offset;
    int64_t n_buffers;
    int64_t n_children;
    const void **buffers;
    struct ArrowArray **children;
    struct ArrowArray *dictionary;
    void (*release)(struct ArrowArray *);
    void *private_data;
};

#ifdef __cplusplus
}
#endif

#endif /* ARROW_C_DATA_INTERFACE */

/**
 * Done. A deny is done too: it is an answer, not an error.
 */
#define AKKOORD_OK 0

/**
 * The bytes are not UTF-8.
 */
#define AKKOORD_ERROR_INVALID_UTF8 1

/**
 * The text is not JSON (RFC 8259), or something follows the document.
 */
#define AKKOORD_ERROR_INVALID_JSON 2

/**
 * The document is larger than 32 MiB.
 */
#define AKKOORD_ERROR_DOCUMENT_TOO_LARGE 3

/**
 * A field that the format does not list.
 */
#define AKKOORD_ERROR_UNKNOWN_FIELD 4

/**
 * A key that stands twice in one object.
 */
#define AKKOORD_ERROR_DUPLICATE_KEY 5

/**
 * A field that must be there is not.
 */
#define AKKOORD_ERROR_MISSING_FIELD 6

/**
 * A value of another JSON type than the format says; `null` is never a value on input.
 */
#define AKKOORD_ERROR_WRONG_TYPE 7

/**
 * A text that is none of the listed values.
 */
#define AKKOORD_ERROR_UNKNOWN_VALUE 8

/**
 * A string of more than 1,024 bytes.
 */
#define AKKOORD_ERROR_STRING_TOO_LONG 9

/**
 * A list of more than 10,000 entries, or a query about more than 128 data categories.
 */
#define AKKOORD_ERROR_LIST_TOO_LONG 10

/**
 * A list that must name something and is empty.
 */
#define AKKOORD_ERROR_EMPTY_LIST 11

/**
 * An id without a character.
 */
#define AKKOORD_ERROR_EMPTY_STRING 12

/**
 * Not an instant of RFC 3339 as the format wants it.
 */
#define AKKOORD_ERROR_INVALID_INSTANT 13

/**
 * Not a date of the calendar as the format wants it.
 */
#define AKKOORD_ERROR_INVALID_DATE 14

/**
 * Two choices with one id.
 */
#define AKKOORD_ERROR_DUPLICATE_ID 20

/**
 * More than 10,000 choices in one profile.
 */
#define AKKOORD_ERROR_TOO_MANY_CHOICES 21

/**
 * Written for another catalogue than the one loaded.
 */
#define AKKOORD_ERROR_CATALOGUE_MISMATCH 22

/**
 * An option that the catalogue does not have.
 */
#define AKKOORD_ERROR_UNKNOWN_OPTION 23

/**
 * A holder category that the catalogue does not have.
 */
#define AKKOORD_ERROR_UNKNOWN_HOLDER_CATEGORY 24

/**
 * A provider type that the catalogue does not have, where a choice is bound to a consulter.
 */
#define AKKOORD_ERROR_UNKNOWN_CONSULTER_TYPE 25

/**
 * R6: a register cannot learn of a choice before it was made.
 */
#define AKKOORD_ERROR_RECORDED_BEFORE_DECIDED 26

/**
 * A choice cannot be withdrawn before it was recorded.
 */
#define AKKOORD_ERROR_WITHDRAWN_BEFORE_RECORDED 27

/**
 * A choice cannot be confirmed before it was recorded.
 */
#define AKKOORD_ERROR_CONFIRMED_BEFORE_RECORDED 28

/**
 * A scope that this channel cannot write.
 */
#define AKKOORD_ERROR_CHANNEL_NOT_ALLOWED 29

/**
 * R20: the patient cannot confirm a choice of their own.
 */
#define AKKOORD_ERROR_CONFIRMED_BY_PATIENT 30

/**
 * R1: a code or id of a catalogue that stands twice.
 */
#define AKKOORD_ERROR_DUPLICATE_CODE 40

/**
 * A row that names a data category without a row of its own.
 */
#define AKKOORD_ERROR_UNKNOWN_DATA_CATEGORY 41

/**
 * A row that names a consulting category without a row of its own.
 */
#define AKKOORD_ERROR_UNKNOWN_CONSULTING_CATEGORY 42

/**
 * R1: an option whose holder category has no row.
 */
#define AKKOORD_ERROR_OPTION_WITHOUT_HOLDER 43

/**
 * R3: a data category that is, in the end, its own parent.
 */
#define AKKOORD_ERROR_HIERARCHY_CYCLE 44

/**
 * R1: more than 128 options.
 */
#define AKKOORD_ERROR_TOO_MANY_OPTIONS 45

/**
 * R2: a provider type that is mapped twice.
 */
#define AKKOORD_ERROR_TYPE_MAPPED_TWICE 46

/**
 * Two options that answer the same question.
 */
#define AKKOORD_ERROR_OVERLAPPING_OPTIONS 47

/**
 * More rows of one kind than a catalogue can have.
 */
#define AKKOORD_ERROR_TOO_MANY_ROWS 48

/**
 * R36: a situation of the button that names an option of another holder category.
 */
#define AKKOORD_ERROR_FOREIGN_OPTION 49

/**
 * A catalogue under the id of a built-in one, with other content.
 */
#define AKKOORD_ERROR_CATALOGUE_ID_TAKEN 50

/**
 * A parameter value that this version does not know.
 */
#define AKKOORD_ERROR_UNSUPPORTED_VALUE 60

/**
 * A number outside its range.
 */
#define AKKOORD_ERROR_OUT_OF_RANGE 61

/**
 * Other content under the name of a rule set that is part of the library.
 */
#define AKKOORD_ERROR_RULESET_NAME_TAKEN 62

/**
 * A population with more than 4 GiB of records.
 */
#define AKKOORD_ERROR_POPULATION_FULL 70

/**
 * R34, R35: not the one that this channel asks for at this age.
 */
#define AKKOORD_ERROR_WRONG_RECORDER 80

/**
 * R34, R40: the guardian must be somebody else.
 */
#define AKKOORD_ERROR_GUARDIAN_IS_PATIENT 81

/**
 * R37: nobody established who the patient is.
 */
#define AKKOORD_ERROR_IDENTITY_NOT_ESTABLISHED 82

/**
 * R37: the patient is not enrolled with the consulter.
 */
#define AKKOORD_ERROR_NOT_ENROLLED 83

/**
 * R37: an emergency yes against an objection that stands.
 */
#define AKKOORD_ERROR_STANDING_OBJECTION 84

/**
 * R39: before there was anything to record.
 */
#define AKKOORD_ERROR_BEFORE_2000 85

/**
 * R39: later than the register's own now.
 */
#define AKKOORD_ERROR_IN_THE_FUTURE 86

/**
 * R39: a scope that covers no option at all.
 */
#define AKKOORD_ERROR_EMPTY_SCOPE 87

/**
 * R39: the id is taken by a choice that says something else.
 */
#define AKKOORD_ERROR_ID_IN_USE 88

/**
 * R39: a provider type that the catalogue does not have.
 */
#define AKKOORD_ERROR_UNKNOWN_PROVIDER_TYPE 89

/**
 * R40: there is nothing to confirm.
 */
#define AKKOORD_ERROR_NOT_PENDING 90

/**
 * R40: a guardian answers once.
 */
#define AKKOORD_ERROR_ALREADY_ANSWERED 91

/**
 * R40: the patient has turned 16.
 */
#define AKKOORD_ERROR_NO_LONGER_A_MINOR 92

/**
 * R20: nobody can confirm a withdrawal.
 */
#define AKKOORD_ERROR_MINOR_WITHDRAWS_NO 93

/**
 * R15: the patient has died.
 */
#define AKKOORD_ERROR_PATIENT_DECEASED 94

/**
 * A line that asks nothing, or two things at once.
 */
#define AKKOORD_ERROR_NOT_ONE_QUESTION 100

/**
 * A holder that stands twice among the subscriptions.
 */
#define AKKOORD_ERROR_DUPLICATE_SUBSCRIPTION 101

/**
 * R29: a window that ends where it begins, or before.
 */
#define AKKOORD_ERROR_EMPTY_WINDOW 102

/**
 * A choice that the profile does not have.
 */
#define AKKOORD_ERROR_UNKNOWN_CHOICE 103

/**
 * R30: a choice that does not end by itself.
 */
#define AKKOORD_ERROR_DOES_NOT_EXPIRE 104

/**
 * R32: two profiles of different patients.
 */
#define AKKOORD_ERROR_OTHER_PATIENT 105

/**
 * More steps than the limits of the engine allow for one call: akkoord_engine_with_limits().
 */
#define AKKOORD_ERROR_TOO_MUCH_WORK 110

/**
 * An answer with more bytes or entries than the limits of the engine allow.
 */
#define AKKOORD_ERROR_ANSWER_TOO_LARGE 111

/**
 * The call was stopped by akkoord_cancel_set().
 */
#define AKKOORD_ERROR_CANCELLED 112

/**
 * There was not enough memory; nothing was done.
 */
#define AKKOORD_ERROR_OUT_OF_MEMORY 113

/**
 * A pointer that must not be NULL is.
 */
#define AKKOORD_ERROR_NULL_POINTER 200

/**
 * The library met a fault of its own and stopped this call: take the answer as no, and report it.
 */
#define AKKOORD_ERROR_PANIC 201

/**
 * The buffer is smaller than the text: the needed size is given.
 */
#define AKKOORD_ERROR_BUFFER_TOO_SMALL 202

/**
 * A struct whose `size` is not one that this version knows.
 */
#define AKKOORD_ERROR_WRONG_SIZE 203

/**
 * A handle of another kind, or one that was freed.
 */
#define AKKOORD_ERROR_NOT_A_HANDLE 204

/**
 * A question about an instant for which the profile or population was not worked out.
 */
#define AKKOORD_ERROR_OTHER_INSTANT 205

/**
 * A prepared query that is older than what the population knows.
 */
#define AKKOORD_ERROR_OUTDATED 206

/**
 * A pointer to a struct or handle that no such thing can have.
 */
#define AKKOORD_ERROR_MISALIGNED_POINTER 207

/**
 * A length that no memory can have.
 */
#define AKKOORD_ERROR_LENGTH_OUT_OF_RANGE 208

/**
 * A patient who is not in the population.
 */
#define AKKOORD_ERROR_UNKNOWN_PATIENT 209

/**
 * A place beyond the end of a list.
 */
#define AKKOORD_ERROR_OUT_OF_BOUNDS 210

/**
 * A population that a fault of the library left half changed.
 */
#define AKKOORD_ERROR_BROKEN 211

/**
 * R22: the holder may not disclose. Also what zeroed memory reads as.
 */
#define AKKOORD_OUTCOME_DENY 0

/**
 * R22: the holder may disclose. The only outcome that is a yes.
 */
#define AKKOORD_OUTCOME_PERMIT 1

/**
 * R12: no recorded consent is needed or consulted, the law decides. Whoever enforces consent takes it as no.
 */
#define AKKOORD_OUTCOME_NOT_APPLICABLE 2

/**
 * R11: it cannot be told. Whoever enforces takes it as no.
 */
#define AKKOORD_OUTCOME_INDETERMINATE 3

/**
 * No reason: nothing was decided. What zeroed memory reads as.
 */
#define AKKOORD_REASON_NONE 0

/**
 * A yes for this holder (R16; permit)
 */
#define AKKOORD_REASON_INDIVIDUAL_YES 1

/**
 * A yes for the category of this holder (R17; permit)
 */
#define AKKOORD_REASON_CATEGORICAL_YES 2

/**
 * A yes for all holders (R17; permit)
 */
#define AKKOORD_REASON_BLANKET_YES 3

/**
 * A live emergency yes (R19; permit)
 */
#define AKKOORD_REASON_EMERGENCY_YES 4

/**
 * A no for this holder (R16; deny)
 */
#define AKKOORD_REASON_INDIVIDUAL_NO 5

/**
 * A no for the category of this holder (R17; deny)
 */
#define AKKOORD_REASON_CATEGORICAL_NO 6

/**
 * A no for all holders (R17; deny)
 */
#define AKKOORD_REASON_BLANKET_NO 7

/**
 * A live emergency no (R19; deny)
 */
#define AKKOORD_REASON_EMERGENCY_NO 8

/**
 * No choice is a no (R21; deny)
 */
#define AKKOORD_REASON_NO_CHOICE 9

/**
 * The catalogue has no option for this holder, these data and this consulter (R4; deny)
 */
#define AKKOORD_REASON_NOT_IN_CATALOGUE 10

/**
 * The caller says that there is no treatment relationship (R13; deny)
 */
#define AKKOORD_REASON_NO_TREATMENT_RELATIONSHIP 11

/**
 * The holder is not connected (R14; deny)
 */
#define AKKOORD_REASON_HOLDER_NOT_CONNECTED 12

/**
 * The patient is known to be deceased (R15; deny)
 */
#define AKKOORD_REASON_PATIENT_DECEASED 13

/**
 * The law presumes consent (`COC`) (R12; not applicable)
 */
#define AKKOORD_REASON_PRESUMED_CONSENT 14

/**
 * The catalogue does not know the type of the holder (R11; indeterminate)
 */
#define AKKOORD_REASON_UNKNOWN_HOLDER_TYPE 15

/**
 * The catalogue does not know the type of the consulter (R11; indeterminate)
 */
#define AKKOORD_REASON_UNKNOWN_CONSULTER_TYPE 16

/**
 * The catalogue does not know the data category (R11; indeterminate)
 */
#define AKKOORD_REASON_UNKNOWN_DATA_CATEGORY 17

/**
 * A purpose other than `TREAT` and `COC` (R12; indeterminate)
 */
#define AKKOORD_REASON_UNKNOWN_PURPOSE 18

/**
 * The caller did not say whether there is a treatment relationship (R13; indeterminate)
 */
#define AKKOORD_REASON_TREATMENT_RELATIONSHIP_NOT_ASSERTED 19

/**
 * Dutch, at B1 level.
 */
#define AKKOORD_LANG_NL 1

/**
 * English.
 */
#define AKKOORD_LANG_EN 2

/**
 * R24: the patient sees the whole ground.
 */
#define AKKOORD_AUDIENCE_PATIENT 1

/**
 * R24: the provider that keeps the record sees the whole ground.
 */
#define AKKOORD_AUDIENCE_HOLDER 2

/**
 * R24: the provider that asks does not learn whether a deny is a "no" or "no choice", nor anything about other holders.
 */
#define AKKOORD_AUDIENCE_CONSULTER 3

/**
 * R13: the caller says nothing about a treatment relationship: indeterminate. What zeroed memory reads as.
 */
#define AKKOORD_TREATMENT_NOT_ASSERTED 0

/**
 * R13: the caller asserts that there is one.
 */
#define AKKOORD_TREATMENT_ASSERTED 1

/**
 * R13: the caller says that there is none.
 */
#define AKKOORD_TREATMENT_DENIED 2

/**
 * R14: the holder is connected to the exchange, as the wire format takes it to be if nothing is said.
 */
#define AKKOORD_HOLDER_CONNECTED 0

/**
 * R14: it is not: no record of it can be disclosed.
 */
#define AKKOORD_HOLDER_NOT_CONNECTED 1

/**
 * An instant that never comes: the `valid_until` of a decision that no later instant changes.
 */
#define AKKOORD_NEVER 9223372036854775807

/**
 * The version of this header: `0` of 0.1.0.
 */
#define AKKOORD_VERSION_MAJOR 0

/**
 * The version of this header: `1` of 0.1.0.
 */
#define AKKOORD_VERSION_MINOR 1

/**
 * The version of this header: the last `0` of 0.1.0.
 */
#define AKKOORD_VERSION_PATCH 0

/**
 * The version of this header as one number: major x 1,000,000 + minor x 1,000 + patch.
 */
#define AKKOORD_VERSION_NUMBER 1000

/**
 * What a program was compiled for. It grows when a program must be compiled anew; the shared library is called after it.
 */
#define AKKOORD_ABI_VERSION 0

/**
 * Stops the running calls of every engine whose limits name it, from any thread.
 */
typedef struct akkoord_cancel akkoord_cancel;

/**
 * A profile at an instant, ready to decide. Does not change.
 */
typedef struct akkoord_compiled akkoord_compiled;

/**
 * A decision of the literal engine, with its grounds. Does not change.
 */
typedef struct akkoord_decision akkoord_decision;

/**
 * The rules engine: a catalogue and a rule set. Does not change.
 */
typedef struct akkoord_engine akkoord_engine;

/**
 * What was wrong, where, and what to do. Never holds a patient id or text of a document.
 */
typedef struct akkoord_error akkoord_error;

/**
 * A text that akkoord wrote: made once, used for one answer after the other.
 */
typedef struct akkoord_output akkoord_output;

/**
 * Many patients at an instant.
 */
typedef struct akkoord_population akkoord_population;

/**
 * A query that is prepared once, for any number of profiles: its codes are looked up and its ids hashed. Keeps its own texts.
 */
typedef struct akkoord_prepared_query akkoord_prepared_query;

/**
 * The choices of one patient. Does not change.
 */
typedef struct akkoord_profile akkoord_profile;

/**
 * What one call may cost, at most. A call that would cost more is an error, never a part of an answer.
 *
 * Begin with AKKOORD_LIMITS_INIT (or set all of it to zero, then `size` to `sizeof(akkoord_limits)`), then set what you know: what is
 * zero is as without limits of your own.
 */
typedef struct akkoord_limits {
    /**
     * `sizeof(akkoord_limits)`.
     */
    size_t size;
    /**
     * Most steps of one call; 0: 100,000,000. A step is one look at one choice, holder or cell: some nanoseconds.
     */
    uint64_t steps;
    /**
     * Most bytes of one answer as JSON; 0: 64 MiB.
     */
    uint64_t answer_bytes;
    /**
     * Stops the calls of this engine; NULL: nothing does. The engine keeps what it needs of it.
     */
    const struct akkoord_cancel *cancel;
} akkoord_limits;

/**
 * A text: `length` bytes of UTF-8, not ended by a zero byte. As an answer it is a view, valid as long as what it was asked of.
 * Zeroed memory is the empty text.
 */
typedef struct akkoord_text {
    /**
     * The first byte; may be NULL if `length` is 0.
     */
    const char *data;
    /**
     * The number of bytes.
     */
    size_t length;
} akkoord_text;

/**
 * What is decided (R22, R23). Zeroed memory reads as a deny without a reason that holds no longer.
 */
typedef struct akkoord_verdict {
    /**
     * One of AKKOORD_OUTCOME_*. Whoever enforces treats all but AKKOORD_OUTCOME_PERMIT as no (R22).
     */
    uint32_t outcome;
    /**
     * One of AKKOORD_REASON_*.
     */
    uint32_t reason;
    /**
     * The result code of the call, in a batch of this query: where it is not AKKOORD_OK, the verdict is a deny without a reason.
     */
    uint32_t result;
    /**
     * The place of the deciding choice in the profile, counted from 1; 0 if no choice decided.
     */
    uint32_t decided_by_place;
    /**
     * The first instant after `at` with another decision, in microseconds since 1970-01-01T00:00:00Z; AKKOORD_NEVER if none.
     */
    int64_t valid_until;
    /**
     * The id of the option, a view of the handle that decided; empty before R4.
     */
    struct akkoord_text option;
    /**
     * The id of the deciding choice, a view of the handle that decided; empty if no choice decided, and where a population
     * decided (ask akkoord_profile_choice() with `decided_by_place`).
     */
    struct akkoord_text decided_by;
    /**
     * Zero.
     */
    uint64_t reserved;
} akkoord_verdict;

/**
 * A closed query: may this holder disclose these data to this consulter, at this instant (R11-R15)?
 *
 * Begin with AKKOORD_QUERY_INIT (or set all of it to zero, then `size` to `sizeof(akkoord_query)`), then set what you know. Texts
 * are at most 1,024 bytes of UTF-8, of literals AKKOORD_TEXT().
 * What is not known is an answer, not an error: an unknown type, data category or purpose gives *indeterminate* (R11, R12).
 */
typedef struct akkoord_query {
    /**
     * `sizeof(akkoord_query)`. What a later version adds behind the fields of this one must be zero here.
     */
    size_t size;
    /**
     * The instant that the answer is for, in microseconds since 1970-01-01T00:00:00Z; years 1900 to 9999. No clock is read (R6).
     */
    int64_t at;
    /**
     * The id of the provider that keeps the record; not empty. `ura:90000017` by custom.
     */
    struct akkoord_text holder_id;
    /**
     * Its provider type, a code of the catalogue: `Z3`.
     */
    struct akkoord_text holder_type;
    /**
     * The id of the provider that asks; not empty.
     */
    struct akkoord_text consulter_id;
    /**
     * Its provider type, a code of the catalogue: `N6`.
     */
    struct akkoord_text consulter_type;
    /**
     * The data category: `GGC002`. For several, ask for each (R25).
     */
    struct akkoord_text data;
    /**
     * Why (R12): `TREAT`, `COC`; empty stands for `TREAT`.
     */
    struct akkoord_text purpose;
    /**
     * One of AKKOORD_TREATMENT_* (R13).
     */
    uint32_t treatment_relationship;
    /**
     * One of AKKOORD_HOLDER_* (R14).
     */
    uint32_t holder_connected;
} akkoord_query;

/**
 * A choice that has taken part and did not decide (R23).
 */
typedef struct akkoord_outweighed {
    /**
     * The id of the choice, a view of the decision.
     */
    struct akkoord_text choice;
    /**
     * The number of the rule by which it was outweighed: 18 for R18.
     */
    uint32_t rule;
    /**
     * Zero.
     */
    uint32_t reserved;
} akkoord_outweighed;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * Decides a record batch of closed queries over the Arrow C Data Interface: a struct array with a column for each field of a query,
 * named as in the wire format. docs/arrow.md describes the columns of queries and decisions.
 *
 * @param population borrowed
 * @param queries    moved: from here on the library releases it, whatever the result is, unless a pointer was NULL
 * @param schema     the schema of `queries`; borrowed for the call
 * @param out_error  may be NULL; told which column is wrong, and why
 * @param out_array  on success a struct array of decisions, yours to release; else a released one. What it held before is not released
 * @param out_schema on success its schema, yours to release; else a released one
 * @return AKKOORD_OK, also where rows are wrong (they are indeterminate, with an error); AKKOORD_ERROR_UNKNOWN_FIELD,
 *         AKKOORD_ERROR_MISSING_FIELD, AKKOORD_ERROR_DUPLICATE_KEY, AKKOORD_ERROR_WRONG_TYPE for a column;
 *         AKKOORD_ERROR_WRONG_TYPE for what is no struct array of plain columns and dictionaries, is not well formed, has more than
 *         2,147,483,647 rows or 1,024 columns, or has rows that are null as a whole;
 *         AKKOORD_ERROR_BROKEN; AKKOORD_ERROR_NULL_POINTER
 * @par Threads Any number at once, while nobody changes the population.
 * @par Cost As akkoord_population_decide_batch(), and one allocation for each column. The values are checked first.
 */
AKKOORD_MUST_CHECK
uint32_t akkoord_population_decide_arrow(const struct akkoord_population *population,
                                         struct ArrowArray *queries,
                                         const struct ArrowSchema *schema,
                                         struct akkoord_error *out_error,
                                         struct ArrowArray *out_array,
                                         struct ArrowSchema *out_schema);

/**
 * Makes an engine with the catalogue and the rule set of another, and with limits of its own.
 *
 * Beyond them a call gives AKKOORD_ERROR_TOO_MUCH_WORK, AKKOORD_ERROR_ANSWER_TOO_LARGE or AKKOORD_ERROR_CANCELLED; what answers in a
 * line of JSON gives the line with that error.
 *
 * @param engine     borrowed for the call
 * @param limits     borrowed for the call
 * @param out_engine on success a new handle, yours: free it with akkoord_engine_free(); NULL after an error
 * @return AKKOORD_OK; AKKOORD_ERROR_WRONG_SIZE; AKKOORD_ERROR_NOT_A_HANDLE; AKKOORD_ERROR_OUT_OF_MEMORY; AKKOORD_ERROR_NULL_POINTER
 * @par Threads Any number at once. The handle may be shared.
 * @par Cost Copies the catalogue and the rule set.
 */
AKKOORD_MUST_CHECK
uint32_t akkoord_engine_with_limits(const struct akkoord_engine *engine,
                                    const struct akkoord_limits *limits,
                                    struct akkoord_engine **out_engine);

/**
 * Makes a switch that stops calls. It is not set.
 *
 * @param out_cancel on success a new handle, yours: free it with akkoord_cancel_free(); NULL after an error
 * @return AKKOORD_OK, AKKOORD_ERROR_OUT_OF_MEMORY, or AKKOORD_ERROR_NULL_POINTER
 * @par Threads Any number at once. The handle may be shared.
 * @par Cost Two allocations.
 */
AKKOORD_MUST_CHECK uint32_t akkoord_cancel_new(struct akkoord_cancel **out_cancel);

/**
 * Stops the calls that run, and those that are made while it is set, with AKKOORD_ERROR_CANCELLED; or lets new calls run again.
 *
 * A call looks at the switch every 4,096 steps: a short one may end with its answer.
 *
 * @param cancel    borrowed
 * @param cancelled 0: calls run; any other number: calls stop
 * @return AKKOORD_OK, or AKKOORD_ERROR_NULL_POINTER
 * @par Threads Any number at once, also while calls run: that is what it is for.
 * @par Cost A write.
 */
AKKOORD_MUST_CHECK
uint32_t akkoord_cancel_set(const struct akkoord_cancel *cancel,
                            uint32_t cancelled);

/**
 * Frees a switch. Engines that were made with it live on.
 *
 * @param cancel yours, not used afterwards; NULL is a no-op
 * @par Threads Nobody else may use it.
 * @par Cost A few deallocations.
 */
void akkoord_cancel_free(struct akkoord_cancel *cancel);

/**
 * Works a profile out for an instant: deciding is then looking up.
 *
 * @param engine       borrowed for the call
 * @param profile      borrowed for the call
 * @param at           microseconds since 1970-01-01T00:00:00Z: questions may be about this instant and later ones, up to
 *                     akkoord_compiled_valid_until()
 * @param out_error    may be NULL; told what was wrong
 * @param out_compiled on success a new handle, yours: free it with akkoord_compiled_free()
 * @return AKKOORD_OK; AKKOORD_ERROR_CATALOGUE_MISMATCH for a profile of another engine; AKKOORD_ERROR_INVALID_INSTANT;
 *         AKKOORD_ERROR_NULL_POINTER
 * @par Threads Any number at once. The handle may be shared.
 * @par Cost About one literal decision for each of 42 kinds of question and each holder that the profile names.
 */
AKKOORD_MUST_CHECK
uint32_t akkoord_compiled_new(const struct akkoord_engine *engine,
                              const struct akkoord_profile *profile,
                              int64_t at,
                              struct akkoord_error *out_error,
                              struct akkoord_compiled **out_compiled);

/**
 * Frees a compiled profile, and with it the texts of its verdicts.
 *
 * @param compiled yours, not used afterwards; NULL is a no-op
 * @par Threads Nobody else may use it.
 * @par Cost A few deallocations.
 */
void akkoord_compiled_free(struct akkoord_compiled *compiled);

/**
 * The first instant at which anything in the profile happens: from then on, compile anew.
 *
 * @param compiled        borrowed
 * @param out_valid_until on success microseconds since 1970-01-01T00:00:00Z; AKKOORD_NEVER if nothing happens any more
 * @return AKKOORD_OK, or AKKOORD_ERROR_NULL_POINTER
 * @par Threads Any number at once.
 * @par Cost A look.
 */
AKKOORD_MUST_CHECK
uint32_t akkoord_compiled_valid_until(const struct akkoord_compiled *compiled,
                                      int64_t *out_valid_until);

/**
 * Decides a prepared query: the fastest way.
 *
 * @param compiled    borrowed; the texts of the verdict are views of it
 * @param prepared    borrowed for the call
 * @param out_verdict yours: on success what is decided
 * @return AKKOORD_OK, also for a deny; AKKOORD_ERROR_OTHER_INSTANT for a question before the instant of the compilation or from
 *         akkoord_compiled_valid_until() on; AKKOORD_ERROR_CATALOGUE_MISMATCH; AKKOORD_ERROR_NULL_POINTER
 * @par Threads Any number at once.
 * @par Cost Some 15 to 20 ns. No allocation.
 */
AKKOORD_MUST_CHECK
uint32_t akkoord_compiled_decide(const struct akkoord_compiled *compiled,
                                 const struct akkoord_prepared_query *prepared,
                                 struct akkoord_verdict *out_verdict);

/**
 * Decides a query that stands in memory of yours, without a handle for it.
 *
 * @param compiled    borrowed; the texts of the verdict are views of it
 * @param query       borrowed for the call
 * @param out_verdict yours: on success what is decided
 * @return as akkoord_compiled_decide(), and what akkoord_prepared_query_new() says of a query
 * @par Threads Any number at once.
 * @par Cost Some 50 ns: codes are looked up, ids are hashed. No allocation.
 */
AKKOORD_MUST_CHECK
uint32_t akkoord_compiled_decide_query(const struct akkoord_compiled *compiled,
                                       const struct akkoord_query *query,
                                       struct akkoord_verdict *out_verdict);

/**
 * Decides a row of queries. Each has its own result: a query that cannot be answered leaves a deny with its code in `result`,
 * and the rest goes on.
 *
 * @param compiled     borrowed; the texts of the verdicts are views of it
 * @param queries      borrowed for the call: `count` structs, one behind the other, all of one `size`; may be NULL if `count` is 0
 * @param count        how many
 * @param out_verdicts yours, room for `count`; each is written, in the order of the queries; may be NULL if `count` is 0
 * @return AKKOORD_OK if every query has got its verdict or its code; AKKOORD_ERROR_WRONG_SIZE if the first has no good size;
 *         AKKOORD_ERROR_LENGTH_OUT_OF_RANGE; AKKOORD_ERROR_NULL_POINTER
 * @par Threads Any number at once.
 * @par Cost Some 50 ns for each. No allocation.
 */
AKKOORD_MUST_CHECK
uint32_t akkoord_compiled_decide_batch(const struct akkoord_compiled *compiled,
                                       const struct akkoord_query *queries,
                                       size_t count,
                                       struct akkoord_verdict *out_verdicts);

/**
 * Decides a query for a profile, with the grounds. The same decision as the compiled one.
 *
 * @param engine       borrowed for the call
 * @param profile      borrowed for the call
 * @param query        borrowed for the call
 * @param out_error    may be NULL; told what was wrong
 * @param out_decision on success a new handle, yours: free it with akkoord_decision_free()
 * @return AKKOORD_OK, also for a deny; AKKOORD_ERROR_CATALOGUE_MISMATCH; what akkoord_prepared_query_new() says of a query
 * @par Threads Any number at once. The handle may be shared.
 * @par Cost Some 500 ns for twenty choices, and a few allocations.
 */
AKKOORD_MUST_CHECK
uint32_t akkoord_decision_new(const struct akkoord_engine *engine,
                              const struct akkoord_profile *profile,
                              const struct akkoord_query *query,
                              struct akkoord_error *out_error,
                              struct akkoord_decision **out_decision);

/**
 * Frees a decision, and with it the texts of its verdict.
 *
 * @param decision yours, not used afterwards; NULL is a no-op
 * @par Threads Nobody else may use it.
 * @par Cost A few deallocations.
 */
void akkoord_decision_free(struct akkoord_decision *decision);

/**
 * What is decided.
 *
 * @param decision    borrowed; the texts of the verdict are views of it
 * @param out_verdict yours: on success what is decided
 * @return AKKOORD_OK, or AKKOORD_ERROR_NULL_POINTER
 * @par Threads Any number at once.
 * @par Cost No allocation.
 */
AKKOORD_MUST_CHECK
uint32_t akkoord_decision_verdict(const struct akkoord_decision *decision,
                                  struct akkoord_verdict *out_verdict);

/**
 * How many choices have taken part, are not withdrawn, and did not decide.
 *
 * @param decision  borrowed
 * @param out_count on success the number
 * @return AKKOORD_OK, or AKKOORD_ERROR_NULL_POINTER
 * @par Threads Any number at once.
 * @par Cost A look.
 */
AKKOORD_MUST_CHECK
uint32_t akkoord_decision_outweighed_count(const struct akkoord_decision *decision,
                                           size_t *out_count);

/**
 * One of the choices that did not decide; they stand from the highest rank to the lowest (R8).
 *
 * @param decision       borrowed; the text of the answer is a view of it
 * @param index          counted from 0
 * @param out_outweighed yours: on success the choice and the rule
 * @return AKKOORD_OK, AKKOORD_ERROR_OUT_OF_BOUNDS, or AKKOORD_ERROR_NULL_POINTER
 * @par Threads Any number at once.
 * @par Cost No allocation.
 */
AKKOORD_MUST_CHECK
uint32_t akkoord_decision_outweighed(const struct akkoord_decision *decision,
                                     size_t index,
                                     struct akkoord_outweighed *out_outweighed);

/**
 * The decision in the canonical form of the wire format: one JSON object, with all its grounds.
 *
 * @param decision borrowed
 * @param out_text an output, yours: gets the text
 * @return AKKOORD_OK, or AKKOORD_ERROR_NULL_POINTER
 * @par Threads Any number at once, each with an output of its own.
 * @par Cost Writes the document.
 */
AKKOORD_MUST_CHECK
uint32_t akkoord_decision_json(const struct akkoord_decision *decision,
                               struct akkoord_output *out_text);

/**
 * The decision as a consulter may know it (R24): `{"data": ..., "decision": ...}` and nothing else. It does not tell a "no" from "no choice"
 * from "no record", nor until when.
 *
 * @param decision borrowed
 * @param out_text an output, yours: gets the text
 * @return AKKOORD_OK, or AKKOORD_ERROR_NULL_POINTER
 * @par Threads Any number at once, each with an output of its own.
 * @par Cost Writes the document.
 */
AKKOORD_MUST_CHECK
uint32_t akkoord_decision_json_for_consulter(const struct akkoord_decision *decision,
                                             struct akkoord_output *out_text);

/**
 * The decision in plain language, for who reads it (R24). For AKKOORD_AUDIENCE_CONSULTER it does not tell whether a deny is a
 * "no" or "no choice".
 *
 * @param decision borrowed
 * @param lang     one of AKKOORD_LANG_*
 * @param audience one of AKKOORD_AUDIENCE_*
 * @param out_text an output, yours: gets the text
 * @return AKKOORD_OK, AKKOORD_ERROR_UNKNOWN_VALUE, or AKKOORD_ERROR_NULL_POINTER
 * @par Threads Any number at once, each with an output of its own.
 * @par Cost A few microseconds.
 */
AKKOORD_MUST_CHECK
uint32_t akkoord_decision_explain(const struct akkoord_decision *decision,
                                  uint32_t lang,
                                  uint32_t audience,
                                  struct akkoord_output *out_text);

/**
 * Makes the engine with the catalogue and the rule set of Mitz, both part of the library.
 *
 * @param out_engine on success a new handle, yours: free it with akkoord_engine_free()
 * @return AKKOORD_OK, or AKKOORD_ERROR_NULL_POINTER
 * @par Threads Any number at once. The handle may be shared between all threads: make one for the process.
 * @par Cost Some 100 microseconds: the catalogue is read.
 */
AKKOORD_MUST_CHECK uint32_t akkoord_engine_new_mitz(struct akkoord_engine **out_engine);

/**
 * Makes an engine with a catalogue and a rule set of your own. Both must be given; akkoord_engine_catalogue_json() and
 * akkoord_engine_ruleset_json() of the Mitz engine give what to begin with.
 *
 * @param catalogue        JSON, UTF-8
 * @param catalogue_length in bytes
 * @param ruleset          JSON, UTF-8
 * @param ruleset_length   in bytes
 * @param out_error        may be NULL; told the first fault, with path and line
 * @param out_engine       on success a new handle, yours: free it with akkoord_engine_free()
 * @return AKKOORD_OK, or the code of the first fault of a document; AKKOORD_ERROR_INVALID_UTF8; AKKOORD_ERROR_NULL_POINTER
 * @par Threads Any number at once. The handle may be shared.
 * @par Cost Reads both documents.
 */
AKKOORD_MUST_CHECK
uint32_t akkoord_engine_new_from_json(const char *catalogue,
                                      size_t catalogue_length,
                                      const char *ruleset,
                                      size_t ruleset_length,
                                      struct akkoord_error *out_error,
                                      struct akkoord_engine **out_engine);

/**
 * Frees an engine. Profiles, prepared queries and the like that were made with it live on.
 *
 * @param engine yours, not used afterwards; NULL is a no-op
 * @par Threads Nobody else may use it.
 * @par Cost A few deallocations.
 */
void akkoord_engine_free(struct akkoord_engine *engine);

/**
 * The id of the catalogue: `mitz-3960100`.
 *
 * @param engine borrowed
 * @param out_id on success a view, valid until the engine is freed
 * @return AKKOORD_OK, or AKKOORD_ERROR_NULL_POINTER
 * @par Threads Any number at once.
 * @par Cost Nothing is copied.
 */
AKKOORD_MUST_CHECK
uint32_t akkoord_engine_catalogue_id(const struct akkoord_engine *engine,
                                     struct akkoord_text *out_id);

/**
 * The name of the rule set: `mitz-2026-11`.
 *
 * @param engine   borrowed
 * @param out_name on success a view, valid until the engine is freed
 * @return AKKOORD_OK, or AKKOORD_ERROR_NULL_POINTER
 * @par Threads Any number at once.
 * @par Cost Nothing is copied.
 */
AKKOORD_MUST_CHECK
uint32_t akkoord_engine_ruleset_name(const struct akkoord_engine *engine,
                                     struct akkoord_text *out_name);

/**
 * What the rule set says, as 16 hexadecimal digits: two of the same digest decide alike, under whatever name.
 *
 * @param engine     borrowed
 * @param out_digest on success a view, valid until the engine is freed
 * @return AKKOORD_OK, or AKKOORD_ERROR_NULL_POINTER
 * @par Threads Any number at once.
 * @par Cost Nothing is copied.
 */
AKKOORD_MUST_CHECK
uint32_t akkoord_engine_ruleset_digest(const struct akkoord_engine *engine,
                                       struct akkoord_text *out_digest);

/**
 * The catalogue as JSON.
 *
 * @param engine   borrowed
 * @param out_text an output, yours: gets the text
 * @return AKKOORD_OK, or AKKOORD_ERROR_NULL_POINTER
 * @par Threads Any number at once, each with an output of its own.
 * @par Cost Writes the whole document, some 50 kB.
 */
AKKOORD_MUST_CHECK
uint32_t akkoord_engine_catalogue_json(const struct akkoord_engine *engine,
                                       struct akkoord_output *out_text);

/**
 * The rule set as JSON.
 *
 * @param engine   borrowed
 * @param out_text an output, yours: gets the text
 * @return AKKOORD_OK, or AKKOORD_ERROR_NULL_POINTER
 * @par Threads Any number at once, each with an output of its own.
 * @par Cost Writes the document.
 */
AKKOORD_MUST_CHECK
uint32_t akkoord_engine_ruleset_json(const struct akkoord_engine *engine,
                                     struct akkoord_output *out_text);

/**
 * Makes a place for what was wrong. Calls that take an `out_error` write to it when they fail, and only then; one serves for
 * any number of calls.
 *
 * @param out_error on success a new handle, yours: free it with akkoord_error_free()
 * @return AKKOORD_OK, or AKKOORD_ERROR_NULL_POINTER
 * @par Threads One handle per thread.
 * @par Cost One allocation.
 */
AKKOORD_MUST_CHECK
uint32_t akkoord_error_new(struct akkoord_error **out_error);

/**
 * Frees an error, and with it the views of it.
 *
 * @param error yours, not used afterwards; NULL is a no-op
 * @par Threads Nobody else may use it.
 * @par Cost A few deallocations.
 */
void akkoord_error_free(struct akkoord_error *error);

/**
 * The code of the call that failed last with this handle; AKKOORD_OK if none did.
 *
 * @param error    borrowed
 * @param out_code on success the code
 * @return AKKOORD_OK, or AKKOORD_ERROR_NULL_POINTER
 * @par Threads Any number at once, while no call writes to it.
 * @par Cost Nothing is copied.
 */
AKKOORD_MUST_CHECK uint32_t akkoord_error_code(const struct akkoord_error *error, uint32_t *out_code);

/**
 * The line of the document, counted from 1, on which reading stopped; 0 for what was not read from text.
 *
 * @param error    borrowed
 * @param out_line on success the line
 * @return AKKOORD_OK, or AKKOORD_ERROR_NULL_POINTER
 * @par Threads Any number at once, while no call writes to it.
 * @par Cost Nothing is copied.
 */
AKKOORD_MUST_CHECK uint32_t akkoord_error_line(const struct akkoord_error *error, uint64_t *out_line);

/**
 * Where in the input: field names and places in lists, such as `choices[3].scope.options[0]`; or the name of a parameter.
 *
 * @param error    borrowed
 * @param out_path on success a view, valid until the error is written to or freed
 * @return AKKOORD_OK, or AKKOORD_ERROR_NULL_POINTER
 * @par Threads Any number at once, while no call writes to it.
 * @par Cost Nothing is copied.
 */
AKKOORD_MUST_CHECK
uint32_t akkoord_error_path(const struct akkoord_error *error,
                            struct akkoord_text *out_path);

/**
 * What is wrong and what to do, in English; without patient ids and without text of the document.
 *
 * @param error       borrowed
 * @param out_message on success a view, valid until the error is written to or freed
 * @return AKKOORD_OK, or AKKOORD_ERROR_NULL_POINTER
 * @par Threads Any number at once, while no call writes to it.
 * @par Cost Nothing is copied.
 */
AKKOORD_MUST_CHECK
uint32_t akkoord_error_message(const struct akkoord_error *error,
                               struct akkoord_text *out_message);

/**
 * The stable name of a result code, the `code` of the wire format: `unknown_field` for AKKOORD_ERROR_UNKNOWN_FIELD.
 *
 * @param code     a result code
 * @param out_name on success a view that is valid for ever
 * @return AKKOORD_OK, AKKOORD_ERROR_UNKNOWN_VALUE for a number that is no code, or AKKOORD_ERROR_NULL_POINTER
 * @par Threads Any number at once.
 * @par Cost A search through some seventy codes.
 */
AKKOORD_MUST_CHECK
uint32_t akkoord_result_name(uint32_t code,
                             struct akkoord_text *out_name);

/**
 * What a result code means and what to do, in one English sentence.
 *
 * @param code       a result code
 * @param out_advice on success a view that is valid for ever
 * @return AKKOORD_OK, AKKOORD_ERROR_UNKNOWN_VALUE for a number that is no code, or AKKOORD_ERROR_NULL_POINTER
 * @par Threads Any number at once.
 * @par Cost A search through some seventy codes.
 */
AKKOORD_MUST_CHECK uint32_t akkoord_result_advice(uint32_t code, struct akkoord_text *out_advice);

/**
 * One line of the batch format in, `{"profile": ..., "query": ...}`, one line out without a line break: `[decision, ...]`, or
 * `{"error": ...}` for a line that cannot be read. The same bytes as `akkoord evaluate` writes (R26).
 *
 * @param engine   borrowed
 * @param line     bytes, read as UTF-8; may be NULL if `length` is 0
 * @param length   in bytes
 * @param number   the number of the line, counted from 1, which an error names
 * @param out_text an output, yours: gets the answer line
 * @return AKKOORD_OK once there is an answer line, also one with an error in it: look whether it begins with `{`;
 *         AKKOORD_ERROR_NULL_POINTER
 * @par Threads Any number at once, each with an output of its own.
 * @par Cost Some 10 microseconds for a profile of twenty choices.
 */
AKKOORD_MUST_CHECK
uint32_t akkoord_evaluate_json(const struct akkoord_engine *engine,
                               const char *line,
                               size_t length,
                               uint64_t number,
                               struct akkoord_output *out_text);

/**
 * As akkoord_evaluate_json(), for every question that can be asked of a profile: `query`, `open_query` (R27), `why_empty` (R28),
 * `timeline` (R29), `what_if` and `smallest_change` (R30), `matrix` (R31), `notices` (R32), `record` (R33), `register` (R34-R40).
 *
 * @param engine   borrowed
 * @param line     bytes, read as UTF-8; may be NULL if `length` is 0
 * @param length   in bytes
 * @param number   the number of the line, counted from 1, which an error names
 * @param out_text an output, yours: gets the answer line
 * @return AKKOORD_OK once there is an answer line, also one with an error or a refusal in it, which begins with `{"error":`;
 *         AKKOORD_ERROR_NULL_POINTER
 * @par Threads Any number at once, each with an output of its own.
 * @par Cost By the question; a matrix of a profile of twenty choices some 100 microseconds.
 */
AKKOORD_MUST_CHECK
uint32_t akkoord_answer_json(const struct akkoord_engine *engine,
                             const char *line,
                             size_t length,
                             uint64_t number,
                             struct akkoord_output *out_text);

/**
 * Makes an empty population at an instant.
 *
 * @param engine         borrowed for the call
 * @param at             microseconds since 1970-01-01T00:00:00Z: the instant of every question
 * @param patients       how many will come, a hint: room is made for at most 1,000,000 at once, and it grows
 * @param out_population on success a new handle, yours: free it with akkoord_population_free()
 * @return AKKOORD_OK, AKKOORD_ERROR_INVALID_INSTANT, AKKOORD_ERROR_LENGTH_OUT_OF_RANGE for more than 100,000,000 patients, or
 *         AKKOORD_ERROR_NULL_POINTER
 * @par Threads Any number at once.
 * @par Cost Some 20 bytes for each patient to come.
 */
AKKOORD_MUST_CHECK
uint32_t akkoord_population_new(const struct akkoord_engine *engine,
                                int64_t at,
                                size_t patients,
                                struct akkoord_population **out_population);

/**
 * Frees a population.
 *
 * @param population yours, not used afterwards; NULL is a no-op
 * @par Threads Nobody else may use it.
 * @par Cost A few deallocations.
 */
void akkoord_population_free(struct akkoord_population *population);

/**
 * Puts a patient in, or replaces the profile: valid at once.
 *
 * @param population changed
 * @param profile    borrowed for the call
 * @param out_error  may be NULL; told what was wrong
 * @return AKKOORD_OK; AKKOORD_ERROR_CATALOGUE_MISMATCH; AKKOORD_ERROR_POPULATION_FULL beyond 4 GiB of records;
 *         AKKOORD_ERROR_BROKEN; AKKOORD_ERROR_NULL_POINTER. On an error nothing has changed.
 * @par Threads One at a time, and nobody asks meanwhile.
 * @par Cost About as akkoord_compiled_new().
 */
AKKOORD_MUST_CHECK
uint32_t akkoord_population_put(struct akkoord_population *population,
                                const struct akkoord_profile *profile,
                                struct akkoord_error *out_error);

/**
 * Goes to another instant: works out anew what differs there.
 *
 * @param population changed
 * @param at         microseconds since 1970-01-01T00:00:00Z
 * @param out_error  may be NULL; told what was wrong
 * @return AKKOORD_OK; AKKOORD_ERROR_INVALID_INSTANT, and nothing has changed; AKKOORD_ERROR_POPULATION_FULL: call it again or free
 *         the population; AKKOORD_ERROR_BROKEN; AKKOORD_ERROR_NULL_POINTER
 * @par Threads One at a time, and nobody asks meanwhile.
 * @par Cost Later: the patients with something to come. Earlier: everybody.
 */
AKKOORD_MUST_CHECK
uint32_t akkoord_population_go_to(struct akkoord_population *population,
                                  int64_t at,
                                  struct akkoord_error *out_error);

/**
 * How many patients are in it.
 *
 * @param population borrowed
 * @param out_count  on success the number
 * @return AKKOORD_OK, AKKOORD_ERROR_BROKEN, or AKKOORD_ERROR_NULL_POINTER
 * @par Threads Any number at once, while nobody changes it.
 * @par Cost A look.
 */
AKKOORD_MUST_CHECK
uint32_t akkoord_population_count(const struct akkoord_population *population,
                                  size_t *out_count);

/**
 * Decides for one patient; one who is not there has made no choice (R21).
 *
 * @param population     borrowed; the option of the verdict is a view of it
 * @param patient        the id, UTF-8; not empty
 * @param patient_length in bytes, at most 1,024
 * @param query          borrowed for the call; its `at` is the instant of the population
 * @param out_verdict    yours: on success what is decided
 * @return AKKOORD_OK, also for a deny; AKKOORD_ERROR_OTHER_INSTANT; AKKOORD_ERROR_BROKEN; what akkoord_prepared_query_new() says of a query
 * @par Threads Any number at once, while nobody changes it.
 * @par Cost Some 150 ns. No allocation, but for a patient with more than 1,023 choices.
 */
AKKOORD_MUST_CHECK
uint32_t akkoord_population_decide(const struct akkoord_population *population,
                                   const char *patient,
                                   size_t patient_length,
                                   const struct akkoord_query *query,
                                   struct akkoord_verdict *out_verdict);

/**
 * Decides a row of queries, each for its own patient. Each has its own result: a query that cannot be answered leaves a deny with
 * its code in `result`, and the rest goes on.
 *
 * @param population   borrowed; the options of the verdicts are views of it
 * @param patients     the ids: `count` texts; may be NULL if `count` is 0
 * @param queries      borrowed for the call: `count` structs, one behind the other, all of one `size`; may be NULL if `count` is 0
 * @param count        how many
 * @param out_verdicts yours, room for `count`; each is written, in the order of the queries; may be NULL if `count` is 0
 * @return AKKOORD_OK if every query has got its verdict or its code; AKKOORD_ERROR_WRONG_SIZE if the first has no good size;
 *         AKKOORD_ERROR_BROKEN; AKKOORD_ERROR_LENGTH_OUT_OF_RANGE; AKKOORD_ERROR_NULL_POINTER
 * @par Threads Any number at once, while nobody changes it.
 * @par Cost Less for each than akkoord_population_decide(): the memory of the next patients is on its way. Two allocations.
 */
AKKOORD_MUST_CHECK
uint32_t akkoord_population_decide_batch(const struct akkoord_population *population,
                                         const struct akkoord_text *patients,
                                         const struct akkoord_query *queries,
                                         size_t count,
                                         struct akkoord_verdict *out_verdicts);

/**
 * The profile of a patient with its whole history, as it was put in.
 *
 * @param population     borrowed for the call
 * @param patient        the id, UTF-8; not empty
 * @param patient_length in bytes, at most 1,024
 * @param out_profile    on success a new handle, yours: free it with akkoord_profile_free()
 * @return AKKOORD_OK; AKKOORD_ERROR_UNKNOWN_PATIENT; AKKOORD_ERROR_EMPTY_STRING; AKKOORD_ERROR_BROKEN; AKKOORD_ERROR_NULL_POINTER
 * @par Threads Any number at once, while nobody changes the population.
 * @par Cost A few microseconds.
 */
AKKOORD_MUST_CHECK
uint32_t akkoord_population_profile(const struct akkoord_population *population,
                                    const char *patient,
                                    size_t patient_length,
                                    struct akkoord_profile **out_profile);

/**
 * Decides for one patient with the grounds, for an explanation or an access record. The query may be about any instant.
 *
 * @param population     borrowed for the call
 * @param patient        the id, UTF-8; not empty
 * @param patient_length in bytes, at most 1,024
 * @param query          borrowed for the call
 * @param out_error      may be NULL; told what was wrong
 * @param out_decision   on success a new handle, yours: free it with akkoord_decision_free()
 * @return AKKOORD_OK, also for a deny; AKKOORD_ERROR_BROKEN; what akkoord_prepared_query_new() says of a query
 * @par Threads Any number at once, while nobody changes the population.
 * @par Cost A few microseconds.
 */
AKKOORD_MUST_CHECK
uint32_t akkoord_population_decision(const struct akkoord_population *population,
                                     const char *patient,
                                     size_t patient_length,
                                     const struct akkoord_query *query,
                                     struct akkoord_error *out_error,
                                     struct akkoord_decision **out_decision);

/**
 * Reads a profile, strictly: a field that the wire format does not have is an error, and nothing is half-read.
 *
 * @param engine      borrowed for the call
 * @param json        UTF-8, at most 32 MiB
 * @param length      in bytes
 * @param out_error   may be NULL; told the first fault, with path and line
 * @param out_profile on success a new handle, yours: free it with akkoord_profile_free()
 * @return AKKOORD_OK, or the code of the first fault of the document; AKKOORD_ERROR_INVALID_UTF8; AKKOORD_ERROR_NULL_POINTER
 * @par Threads Any number at once. The handle may be shared.
 * @par Cost Some 5 microseconds for twenty choices.
 */
AKKOORD_MUST_CHECK
uint32_t akkoord_profile_new_from_json(const struct akkoord_engine *engine,
                                       const char *json,
                                       size_t length,
                                       struct akkoord_error *out_error,
                                       struct akkoord_profile **out_profile);

/**
 * Frees a profile. What was compiled from it lives on.
 *
 * @param profile yours, not used afterwards; NULL is a no-op
 * @par Threads Nobody else may use it.
 * @par Cost A few deallocations.
 */
void akkoord_profile_free(struct akkoord_profile *profile);

/**
 * The profile in its one canonical form. It holds the patient id: do not log it.
 *
 * @param profile  borrowed
 * @param out_text an output, yours: gets the text
 * @return AKKOORD_OK, or AKKOORD_ERROR_NULL_POINTER
 * @par Threads Any number at once, each with an output of its own.
 * @par Cost Writes the document.
 */
AKKOORD_MUST_CHECK
uint32_t akkoord_profile_json(const struct akkoord_profile *profile,
                              struct akkoord_output *out_text);

/**
 * The id of the choice at a place, as the `decided_by_place` of a verdict counts them.
 *
 * @param profile borrowed
 * @param choice  counted from 1, in the order of the profile
 * @param out_id  on success a view, valid until the profile is freed
 * @return AKKOORD_OK, AKKOORD_ERROR_OUT_OF_BOUNDS, or AKKOORD_ERROR_NULL_POINTER
 * @par Threads Any number at once.
 * @par Cost Nothing is copied.
 */
AKKOORD_MUST_CHECK
uint32_t akkoord_profile_choice(const struct akkoord_profile *profile,
                                uint32_t choice,
                                struct akkoord_text *out_id);

/**
 * Prepares a query, for who asks it of many profiles or many times.
 *
 * @param engine       borrowed for the call; the profiles must be of the same engine, or of one with the same catalogue
 * @param query        borrowed for the call: its texts are copied
 * @param out_error    may be NULL; told what was wrong
 * @param out_prepared on success a new handle, yours: free it with akkoord_prepared_query_free()
 * @return AKKOORD_OK; AKKOORD_ERROR_EMPTY_STRING for an empty id; AKKOORD_ERROR_STRING_TOO_LONG; AKKOORD_ERROR_INVALID_UTF8;
 *         AKKOORD_ERROR_INVALID_INSTANT; AKKOORD_ERROR_UNKNOWN_VALUE; AKKOORD_ERROR_WRONG_SIZE; AKKOORD_ERROR_NULL_POINTER
 * @par Threads Any number at once. The handle may be shared.
 * @par Cost A few allocations and some 50 ns.
 */
AKKOORD_MUST_CHECK
uint32_t akkoord_prepared_query_new(const struct akkoord_engine *engine,
                                    const struct akkoord_query *query,
                                    struct akkoord_error *out_error,
                                    struct akkoord_prepared_query **out_prepared);

/**
 * Frees a prepared query.
 *
 * @param prepared yours, not used afterwards; NULL is a no-op
 * @par Threads Nobody else may use it.
 * @par Cost A few deallocations.
 */
void akkoord_prepared_query_free(struct akkoord_prepared_query *prepared);

/**
 * Reads an instant of RFC 3339 with an offset, at most six fractional digits.
 *
 * @param text   UTF-8; may be NULL if `length` is 0
 * @param length in bytes
 * @param out_at on success the instant, in microseconds since 1970-01-01T00:00:00Z
 * @return AKKOORD_OK, AKKOORD_ERROR_INVALID_INSTANT, AKKOORD_ERROR_INVALID_UTF8, AKKOORD_ERROR_STRING_TOO_LONG, or
 *         AKKOORD_ERROR_NULL_POINTER
 * @par Threads Any number at once.
 * @par Cost No allocation.
 */
AKKOORD_MUST_CHECK
uint32_t akkoord_instant_parse(const char *text,
                               size_t length,
                               int64_t *out_at);

/**
 * Writes an instant as RFC 3339 in UTC: `2026-01-05T12:00:00Z`.
 *
 * @param at       in microseconds since 1970-01-01T00:00:00Z; years 1900 to 9999
 * @param out_text an output, yours: gets the text
 * @return AKKOORD_OK, AKKOORD_ERROR_INVALID_INSTANT (AKKOORD_NEVER among others), or AKKOORD_ERROR_NULL_POINTER
 * @par Threads Any number at once, each with an output of its own.
 * @par Cost One allocation.
 */
AKKOORD_MUST_CHECK
uint32_t akkoord_instant_format(int64_t at,
                                struct akkoord_output *out_text);

/**
 * Makes a place for the texts that akkoord writes. One of them serves for any number of answers: each replaces the one before.
 *
 * @param out_output on success a new handle, yours: free it with akkoord_output_free()
 * @return AKKOORD_OK, or AKKOORD_ERROR_NULL_POINTER
 * @par Threads One handle per thread: what writes to it takes it as `T*`.
 * @par Cost One allocation.
 */
AKKOORD_MUST_CHECK
uint32_t akkoord_output_new(struct akkoord_output **out_output);

/**
 * Frees an output, and with it the views of it.
 *
 * @param output yours, not used afterwards; NULL is a no-op
 * @par Threads Nobody else may use it.
 * @par Cost At most two deallocations.
 */
void akkoord_output_free(struct akkoord_output *output);

/**
 * The text that was written last; empty if none was.
 *
 * @param output   borrowed
 * @param out_text on success a view, valid until the output is written to or freed
 * @return AKKOORD_OK, or AKKOORD_ERROR_NULL_POINTER
 * @par Threads Any number at once, while nobody writes to it.
 * @par Cost Nothing is copied.
 */
AKKOORD_MUST_CHECK
uint32_t akkoord_output_text(const struct akkoord_output *output,
                             struct akkoord_text *out_text);

/**
 * Copies the text that was written last into memory of yours, without a zero byte at its end.
 *
 * @param output     borrowed
 * @param buffer     yours, `capacity` bytes; may be NULL if `capacity` is 0
 * @param capacity   how many bytes there is room for
 * @param out_needed the length of the text, also where the buffer was too small: the one answer that is given with an error
 * @return AKKOORD_OK, AKKOORD_ERROR_BUFFER_TOO_SMALL (the buffer is zeroed), or AKKOORD_ERROR_NULL_POINTER
 * @par Threads Any number at once, while nobody writes to the output.
 * @par Cost One copy.
 */
AKKOORD_MUST_CHECK
uint32_t akkoord_output_copy(const struct akkoord_output *output,
                             char *buffer,
                             size_t capacity,
                             size_t *out_needed);

/**
 * The name of an outcome in the wire format: `permit`.
 *
 * @param outcome  one of AKKOORD_OUTCOME_*
 * @param out_name on success a view that is valid for ever
 * @return AKKOORD_OK, AKKOORD_ERROR_UNKNOWN_VALUE, or AKKOORD_ERROR_NULL_POINTER
 * @par Threads Any number at once.
 * @par Cost No allocation.
 */
AKKOORD_MUST_CHECK uint32_t akkoord_outcome_name(uint32_t outcome, struct akkoord_text *out_name);

/**
 * The name of a reason in the wire format: `individual_yes`.
 *
 * @param reason   one of AKKOORD_REASON_*, but for AKKOORD_REASON_NONE
 * @param out_name on success a view that is valid for ever
 * @return AKKOORD_OK, AKKOORD_ERROR_UNKNOWN_VALUE, or AKKOORD_ERROR_NULL_POINTER
 * @par Threads Any number at once.
 * @par Cost No allocation.
 */
AKKOORD_MUST_CHECK uint32_t akkoord_reason_name(uint32_t reason, struct akkoord_text *out_name);

/**
 * The form of a verdict for the consulter (R24): the outcome and nothing else that was decided. It does not tell a "no" from "no choice"
 * from "no record", nor until when. The result code stays.
 *
 * @param verdict     borrowed for the call; may be `out_verdict`
 * @param out_verdict yours: on success the outcome, and zeroes
 * @return AKKOORD_OK, or AKKOORD_ERROR_NULL_POINTER
 * @par Threads Any number at once.
 * @par Cost A copy.
 */
AKKOORD_MUST_CHECK
uint32_t akkoord_verdict_for_consulter(const struct akkoord_verdict *verdict,
                                       struct akkoord_verdict *out_verdict);

/**
 * The version of the library that runs, as one number like AKKOORD_VERSION_NUMBER.
 *
 * @return major x 1,000,000 + minor x 1,000 + patch
 * @par Threads Any number at once.
 * @par Cost None.
 */
uint32_t akkoord_version(void);

/**
 * The ABI of the library that runs. Use it only if this equals the AKKOORD_ABI_VERSION that you were compiled with.
 *
 * @return the number
 * @par Threads Any number at once.
 * @par Cost None.
 */
uint32_t akkoord_abi_version(void);

/**
 * The version of the library that runs, as text: `0.1.0`.
 *
 * @param out_text on success a view that is valid for ever
 * @return AKKOORD_OK, or AKKOORD_ERROR_NULL_POINTER
 * @par Threads Any number at once.
 * @par Cost Nothing is copied.
 */
AKKOORD_MUST_CHECK uint32_t akkoord_version_text(struct akkoord_text *out_text);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* AKKOORD_H */
