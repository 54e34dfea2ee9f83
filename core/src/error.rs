//! One catalogue of errors for every surface: a number, a name, and a sentence that says what to do.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;

macro_rules! codes {
    ($( $(#[doc = $doc:literal])* $variant:ident = $number:literal, $name:literal, $advice:literal; )*) => {
        /// What is wrong with an input. Numbers and names are stable: codes are added, never changed or used again.
        ///
        /// The same numbers and names are used by every surface (Rust, command line, C, Python, WASM).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        #[repr(u32)]
        pub enum ErrorCode { $( $(#[doc = $doc])* $variant = $number, )* }

        impl ErrorCode {
            /// Every code, in the order of its number.
            pub const ALL: &'static [ErrorCode] = &[ $( ErrorCode::$variant, )* ];

            /// The stable number, the same on every surface.
            ///
            /// ```
            /// use akkoord::error::ErrorCode;
            /// assert_eq!(ErrorCode::MissingField.number(), 6);
            /// let cancelled = ErrorCode::ALL.iter().find(|code| code.number() == 112);
            /// assert_eq!(cancelled, Some(&ErrorCode::Cancelled));
            /// ```
            #[must_use]
            pub const fn number(self) -> u32 {
                match self { $( ErrorCode::$variant => $number, )* }
            }

            /// The stable name in `snake_case`, the `code` of the wire format.
            ///
            /// ```
            /// use akkoord::error::ErrorCode;
            /// assert_eq!(ErrorCode::MissingField.name(), "missing_field");
            /// ```
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $( ErrorCode::$variant => $name, )* }
            }

            /// What is wrong and what to do, in one English sentence without any text of the document.
            ///
            /// ```
            /// use akkoord::error::ErrorCode;
            /// assert_eq!(ErrorCode::MissingField.advice(), "this field must be present: add it");
            /// ```
            #[must_use]
            pub const fn advice(self) -> &'static str {
                match self { $( ErrorCode::$variant => $advice, )* }
            }
        }
    };
}

codes! {
    /// The bytes are not UTF-8.
    InvalidUtf8 = 1, "invalid_utf8", "the bytes are not UTF-8: send the document as UTF-8";
    /// The text is not JSON (RFC 8259), or something follows the document.
    InvalidJson = 2, "invalid_json", "the text is not one JSON value (RFC 8259): correct it at this line and column";
    /// The document is larger than 32 MiB.
    DocumentTooLarge = 3, "document_too_large", "the document is larger than 32 MiB: split it";
    /// A field that the format does not list.
    UnknownField = 4, "unknown_field", "the format has no such field here: correct its name or leave it out";
    /// A key that stands twice in one object.
    DuplicateKey = 5, "duplicate_key", "this key stands twice in one object: keep one";
    /// A field that must be there is not.
    MissingField = 6, "missing_field", "this field must be present: add it";
    /// A value of another JSON type than the format says; `null` is never a value on input.
    WrongType = 7, "wrong_type", "the value has another JSON type than the format says (null is not a value: leave the field out)";
    /// A text that is none of the listed values.
    UnknownValue = 8, "unknown_value", "the value is none of those listed for this field: use one that is";
    /// A string of more than 1,024 bytes.
    StringTooLong = 9, "string_too_long", "the string is longer than 1,024 bytes: shorten it";
    /// A list of more than 10,000 entries, or a query about more than 128 data categories.
    ListTooLong = 10, "list_too_long", "the list has more entries than the format allows (10,000; 128 data categories in a query): split it";
    /// A list that must name something and is empty.
    EmptyList = 11, "empty_list", "the list is empty: name at least one entry, or leave the field out where it is optional";
    /// An id without a character.
    EmptyString = 12, "empty_string", "the id is empty: give the id";
    /// Not an instant of RFC 3339 as the format wants it.
    InvalidInstant = 13, "invalid_instant", "not an instant: write RFC 3339 with an offset, such as 2026-01-05T12:00:00Z (years 1900 to 9999, at most six fractional digits, no leap second)";
    /// Not a date of the calendar as the format wants it.
    InvalidDate = 14, "invalid_date", "not a date: write YYYY-MM-DD, a day that exists, years 1900 to 9999";
    /// Two choices with one id.
    DuplicateId = 20, "duplicate_id", "another choice of this profile has the same id: give each choice its own";
    /// More than 10,000 choices in one profile.
    TooManyChoices = 21, "too_many_choices", "the profile has more than 10,000 choices: one patient cannot have so many";
    /// Written for another catalogue than the one loaded.
    CatalogueMismatch = 22, "catalogue_mismatch", "this was written for another catalogue than the engine has loaded: load that catalogue";
    /// An option that the catalogue does not have.
    UnknownOption = 23, "unknown_option", "the catalogue has no such option: use an id of its options";
    /// A holder category that the catalogue does not have.
    UnknownHolderCategory = 24, "unknown_holder_category", "the catalogue has no such holder category: use an id of its holder categories";
    /// A provider type that the catalogue does not have, where a choice is bound to a consulter.
    UnknownConsulterType = 25, "unknown_consulter_type", "the catalogue has no such provider type: use a code of its provider types";
    /// R6: a register cannot learn of a choice before it was made.
    RecordedBeforeDecided = 26, "recorded_before_decided", "recorded_at lies before decided_at (R6): correct one of them";
    /// A choice cannot be withdrawn before it was recorded.
    WithdrawnBeforeRecorded = 27, "withdrawn_before_recorded", "withdrawn_at lies before recorded_at: correct one of them";
    /// A choice cannot be confirmed before it was recorded.
    ConfirmedBeforeRecorded = 28, "confirmed_before_recorded", "the confirmation lies before recorded_at: correct one of them";
    /// A scope that this channel cannot write.
    ChannelNotAllowed = 29, "channel_not_allowed", "this channel cannot write a choice of this level: emergency comes only by raadplegersknop, blanket and categorical only by mijn_mitz or samen_naar_mijn_mitz";
    /// R20, R40: a patient cannot be their own guardian.
    ConfirmedByPatient = 30, "confirmed_by_patient", "the confirmation is by the patient: a guardian is somebody else (R20, R40)";
    /// R1: a code or id of a catalogue that stands twice.
    DuplicateCode = 40, "duplicate_code", "this code stands twice in the catalogue: keep one row";
    /// A row that names a data category without a row of its own.
    UnknownDataCategory = 41, "unknown_data_category", "the catalogue has no row for this data category: add it or correct the code";
    /// A row that names a consulting category without a row of its own.
    UnknownConsultingCategory = 42, "unknown_consulting_category", "the catalogue has no row for this consulting category: add it or correct the code";
    /// R1: an option whose holder category has no row.
    OptionWithoutHolder = 43, "option_without_holder", "the option names a holder category that has no row: add the row or correct the id";
    /// R3: a data category that is, in the end, its own parent.
    HierarchyCycle = 44, "hierarchy_cycle", "the data hierarchy runs in a circle through this category (R3): cut it";
    /// R1: more than 128 options.
    TooManyOptions = 45, "too_many_options", "a catalogue has at most 128 options (R1): leave some out";
    /// R2: a provider type that is mapped twice.
    TypeMappedTwice = 46, "type_mapped_twice", "this provider type is mapped twice (R2): keep one row";
    /// Two options that answer the same question.
    OverlappingOptions = 47, "overlapping_options", "another option already has this holder category, data category and consulting category: one question would have two answers";
    /// More rows of one kind than a catalogue can have.
    TooManyRows = 48, "too_many_rows", "a catalogue has at most 128 categories of a kind and 1,024 provider types: leave some out";
    /// R36: a situation of the button that names an option of another holder category.
    ForeignOption = 49, "foreign_option", "the situation names an option of another holder category (R36): leave it out";
    /// A catalogue under the id of a built-in one, with other content.
    CatalogueIdTaken = 50, "catalogue_id_taken", "a catalogue with this id is built in and has other content: give this one an id of its own";
    /// A parameter value that this version does not know.
    UnsupportedValue = 60, "unsupported_value", "this version of the engine does not support this value of the parameter: use one that it documents";
    /// A number outside its range.
    OutOfRange = 61, "out_of_range", "the number is outside the range that the parameter documents";
    /// A rule set under the name of a built-in one, with other content.
    RulesetNameTaken = 62, "ruleset_name_taken", "a rule set with this name is built in and has other content: give this one a name of its own";
    /// A population with more than 4 GiB of records.
    PopulationFull = 70, "population_full", "the population has no room for more records: use one population per shard of the patients";
    /// R34, R35: not the one that this channel asks for at this age.
    WrongRecorder = 80, "wrong_recorder", "refused: the patient records, under 12 a guardian (R34, R35); a care worker only together with them (R35)";
    /// R34, R40: the guardian must be somebody else.
    GuardianIsPatient = 81, "guardian_is_patient", "refused: a guardian is somebody else than the patient (R34, R40)";
    /// R37: nobody established who the patient is.
    IdentityNotEstablished = 82, "identity_not_established", "refused: establish the identity of the patient first, by telephone too (R37)";
    /// R37: the patient is not enrolled with the consulter.
    NotEnrolled = 83, "not_enrolled", "refused: enrol the patient first (R37)";
    /// R37: an emergency yes against an objection that stands.
    StandingObjection = 84, "standing_objection", "refused: an objection stands for this holder, and an emergency yes never overrides one (R37, R19)";
    /// R39: before there was anything to record.
    Before2000 = 85, "before_2000", "refused: the instant lies before the year 2000 (R39)";
    /// R39: later than the register's own now.
    InTheFuture = 86, "in_the_future", "refused: the instant lies after the register's now (R39)";
    /// R39: a scope that covers no option at all.
    EmptyScope = 87, "empty_scope", "refused: the choice would cover nothing (R39): name options that this holder has and this consulter can use";
    /// R39: the id is taken by a choice that says something else.
    IdInUse = 88, "id_in_use", "refused: a choice with this id and other content was recorded before (R39): give the new one its own id";
    /// R39: a provider type that the catalogue does not have.
    UnknownProviderType = 89, "unknown_provider_type", "refused: the catalogue has no such provider type (R39): use a code of its provider types";
    /// R40: there is nothing to confirm.
    NotPending = 90, "not_pending", "refused: this choice does not wait for a guardian (R40)";
    /// R40: a guardian answers once.
    AlreadyAnswered = 91, "already_answered", "refused: a guardian has answered this proposal already (R40)";
    /// R40: the patient has turned 16.
    NoLongerAMinor = 92, "no_longer_a_minor", "refused: the patient has turned 16, so the proposal has lapsed (R20, R40): let the patient choose anew";
    /// R20: nobody can confirm a withdrawal.
    MinorWithdrawsNo = 93, "minor_withdraws_no", "refused: to withdraw a no of a minor would open without a guardian's confirmation (R20): record a new choice";
    /// R15: choices of a patient known to be deceased are not recorded.
    PatientDeceased = 94, "patient_deceased", "refused: the patient is known to be deceased (R15): nothing can be recorded";
    /// A line that asks nothing, or two things at once.
    NotOneQuestion = 100, "not_one_question", "a line asks exactly one question: one of query, open_query, why_empty, timeline, what_if, smallest_change, matrix, notices, record, register";
    /// A holder that stands twice among the subscriptions.
    DuplicateSubscription = 101, "duplicate_subscription", "this holder stands twice among the subscriptions: keep one";
    /// R29: a window that ends where it begins, or before.
    EmptyWindow = 102, "empty_window", "the window is empty: until must lie after from (R29)";
    /// A choice that the profile does not have.
    UnknownChoice = 103, "unknown_choice", "the profile has no choice with this id: use an id of its choices";
    /// R30: a choice that does not end by itself.
    DoesNotExpire = 104, "does_not_expire", "only an emergency choice expires (R10, R30): ask what if it were withdrawn";
    /// R32: two profiles of different patients.
    OtherPatient = 105, "other_patient", "the profiles before and after are of different patients (R32): compare two of one patient";
    /// The call would take more steps than its limits allow.
    TooMuchWork = 110, "too_much_work", "the answer would take more steps than the limits allow: ask about less, or raise the limit on steps";
    /// The answer would be larger than its limits allow.
    AnswerTooLarge = 111, "answer_too_large", "the answer would be larger than the limits allow: ask about fewer data categories, holders or days, or raise the limit on the bytes of an answer";
    /// The caller stopped the call.
    Cancelled = 112, "cancelled", "the call was stopped by its caller: ask again";
    /// Memory could not be allocated.
    OutOfMemory = 113, "out_of_memory", "there is not enough memory: free some, or ask about less";
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// An input that cannot be read, with its code, where it is, and what to do.
///
/// Never holds a patient id or text of the document: the path has field names and indices only. A document may have
/// data where a key should be, so a key that the format does not have there is named only if it is a word of the format
/// or a misspelt field of that place (`query.holder.typ`). Any other is told by its place among the keys of its object,
/// counted from 0: `profile.patient.{2}`.
///
/// ```
/// let engine = akkoord::Engine::mitz();
/// let path = |json| engine.read_profile(json).err().map_or(String::new(), |error| error.path().to_owned());
/// let misspelt = r#"{"patient": {"id": "999990019", "bron": "2000-01-01"}, "choices": []}"#;
/// assert_eq!(path(misspelt), "patient.bron");
/// let a_name = r#"{"patient": {"id": "999990019", "Jansen": 1}, "choices": []}"#;
/// assert_eq!(path(a_name), "patient.{1}");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{code} at `{path}`, line {line}: {message}")]
pub struct Error {
    pub(crate) code: ErrorCode,
    pub(crate) path: Box<str>,
    pub(crate) line: u64,
    pub(crate) message: Cow<'static, str>,
}

impl Error {
    /// An error about a value that was built in Rust: there is no line (it is 0).
    pub(crate) fn new(code: ErrorCode, path: impl Into<Box<str>>) -> Self {
        Error {
            code,
            path: path.into(),
            line: 0,
            message: Cow::Borrowed(code.advice()),
        }
    }

    pub(crate) fn with_message(mut self, message: String) -> Self {
        self.message = Cow::Owned(message);
        self
    }

    /// The stable code.
    ///
    /// ```
    /// use akkoord::{Engine, error::ErrorCode};
    /// let error = Engine::mitz().read_profile(r#"{"patient": {"id": ""}, "choices": []}"#).unwrap_err();
    /// assert_eq!(error.code(), ErrorCode::EmptyString);
    /// ```
    #[must_use]
    pub fn code(&self) -> ErrorCode {
        self.code
    }

    /// Where: field names and indices, such as `profile.choices[3].scope.options[0]`; empty for the whole document. A
    /// key that is no word of the format is its place: `{2}`, counted from 0.
    ///
    /// ```
    /// let engine = akkoord::Engine::mitz();
    /// let error = engine.read_profile(r#"{"patient": {"id": "999990019"}, "choices": [{"id": ""}]}"#).unwrap_err();
    /// assert_eq!(error.path(), "choices[0].id");
    /// assert_eq!(engine.read_profile("no JSON").unwrap_err().path(), "");
    /// ```
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The line, counted from 1, on which reading stopped; 0 if no document was being read.
    ///
    /// A check between fields stands on the line where its object ends.
    ///
    /// ```
    /// use akkoord::{Engine, Instant};
    /// let error = Engine::mitz().read_profile(
    ///     r#"{"patient": {"id": "999990019"},
    ///         "choices": [{"id": ""}]}"#,
    /// ).unwrap_err();
    /// assert_eq!(error.line(), 2);
    /// assert_eq!("5 January".parse::<Instant>().unwrap_err().line(), 0);
    /// ```
    #[must_use]
    pub fn line(&self) -> u64 {
        self.line
    }

    /// What is wrong and what to do, in English, without any text of the document.
    ///
    /// ```
    /// use akkoord::Instant;
    /// let error = "2026-01-05".parse::<Instant>().unwrap_err();
    /// assert!(error.message().starts_with("not an instant: write RFC 3339 with an offset"));
    /// ```
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}
