// Made by `cargo xtask header` from akkoord.h: do not edit. The layer to call is Akkoord.cs.
using System;
using System.Runtime.InteropServices;

namespace Akkoord
{
    /// What is decided (R22). Whoever enforces treats every outcome but a permit as no.
    public enum Outcome : uint
    {
        /// R22: the holder may not disclose. Also what zeroed memory reads as.
        Deny = 0,
        /// R22: the holder may disclose. The only outcome that is a yes.
        Permit = 1,
        /// R12: no recorded consent is needed or consulted, the law decides. Whoever enforces consent takes it as no.
        NotApplicable = 2,
        /// R11: it cannot be told. Whoever enforces takes it as no.
        Indeterminate = 3,
    }

    /// R13: whether the caller asserts a treatment relationship.
    public enum Treatment : uint
    {
        /// R13: the caller says nothing about a treatment relationship: indeterminate. What zeroed memory reads as.
        NotAsserted = 0,
        /// R13: the caller asserts that there is one.
        Asserted = 1,
        /// R13: the caller says that there is none.
        Denied = 2,
    }

    /// The language of an explanation.
    public enum Lang : uint
    {
        /// Dutch, at B1 level.
        Nl = 1,
        /// English.
        En = 2,
    }

    /// R24: who reads an explanation.
    public enum Audience : uint
    {
        /// R24: the patient sees the whole ground.
        Patient = 1,
        /// R24: the provider that keeps the record sees the whole ground.
        Holder = 2,
        /// R24: the provider that asks does not learn whether a deny is a "no" or "no choice", nor anything about other holders.
        Consulter = 3,
    }

    /// Why it is decided so (R23). A later version of the library may have more of them; the name is always told.
    public enum Reason : uint
    {
        /// No reason: nothing was decided. What zeroed memory reads as.
        None = 0,
        /// A yes for this holder (R16; permit)
        IndividualYes = 1,
        /// A yes for the category of this holder (R17; permit)
        CategoricalYes = 2,
        /// A yes for all holders (R17; permit)
        BlanketYes = 3,
        /// A live emergency yes (R19; permit)
        EmergencyYes = 4,
        /// A no for this holder (R16; deny)
        IndividualNo = 5,
        /// A no for the category of this holder (R17; deny)
        CategoricalNo = 6,
        /// A no for all holders (R17; deny)
        BlanketNo = 7,
        /// A live emergency no (R19; deny)
        EmergencyNo = 8,
        /// No choice is a no (R21; deny)
        NoChoice = 9,
        /// The catalogue has no option for this holder, these data and this consulter (R4; deny)
        NotInCatalogue = 10,
        /// The caller says that there is no treatment relationship (R13; deny)
        NoTreatmentRelationship = 11,
        /// The holder is not connected (R14; deny)
        HolderNotConnected = 12,
        /// The patient is known to be deceased (R15; deny)
        PatientDeceased = 13,
        /// The law presumes consent (`COC`) (R12; not applicable)
        PresumedConsent = 14,
        /// The catalogue does not know the type of the holder (R11; indeterminate)
        UnknownHolderType = 15,
        /// The catalogue does not know the type of the consulter (R11; indeterminate)
        UnknownConsulterType = 16,
        /// The catalogue does not know the data category (R11; indeterminate)
        UnknownDataCategory = 17,
        /// A purpose other than `TREAT` and `COC` (R12; indeterminate)
        UnknownPurpose = 18,
        /// The caller did not say whether there is a treatment relationship (R13; indeterminate)
        TreatmentRelationshipNotAsserted = 19,
    }

    /// What became of a call. A later version of the library may have more of them; numbers are added, never changed.
    public enum ResultCode : uint
    {
        /// Done. A deny is done too: it is an answer, not an error.
        Ok = 0,
        /// The bytes are not UTF-8.
        InvalidUtf8 = 1,
        /// The text is not JSON (RFC 8259), or something follows the document.
        InvalidJson = 2,
        /// The document is larger than 32 MiB.
        DocumentTooLarge = 3,
        /// A field that the format does not list.
        UnknownField = 4,
        /// A key that stands twice in one object.
        DuplicateKey = 5,
        /// A field that must be there is not.
        MissingField = 6,
        /// A value of another JSON type than the format says; `null` is never a value on input.
        WrongType = 7,
        /// A text that is none of the listed values.
        UnknownValue = 8,
        /// A string of more than 1,024 bytes.
        StringTooLong = 9,
        /// A list of more than 10,000 entries, or a query about more than 128 data categories.
        ListTooLong = 10,
        /// A list that must name something and is empty.
        EmptyList = 11,
        /// An id without a character.
        EmptyString = 12,
        /// Not an instant of RFC 3339 as the format wants it.
        InvalidInstant = 13,
        /// Not a date of the calendar as the format wants it.
        InvalidDate = 14,
        /// Two choices with one id.
        DuplicateId = 20,
        /// More than 10,000 choices in one profile.
        TooManyChoices = 21,
        /// Written for another catalogue than the one loaded.
        CatalogueMismatch = 22,
        /// An option that the catalogue does not have.
        UnknownOption = 23,
        /// A holder category that the catalogue does not have.
        UnknownHolderCategory = 24,
        /// A provider type that the catalogue does not have, where a choice is bound to a consulter.
        UnknownConsulterType = 25,
        /// R6: a register cannot learn of a choice before it was made.
        RecordedBeforeDecided = 26,
        /// A choice cannot be withdrawn before it was recorded.
        WithdrawnBeforeRecorded = 27,
        /// A choice cannot be confirmed before it was recorded.
        ConfirmedBeforeRecorded = 28,
        /// A scope that this channel cannot write.
        ChannelNotAllowed = 29,
        /// R20: the patient cannot confirm a choice of their own.
        ConfirmedByPatient = 30,
        /// R1: a code or id of a catalogue that stands twice.
        DuplicateCode = 40,
        /// A row that names a data category without a row of its own.
        UnknownDataCategory = 41,
        /// A row that names a consulting category without a row of its own.
        UnknownConsultingCategory = 42,
        /// R1: an option whose holder category has no row.
        OptionWithoutHolder = 43,
        /// R3: a data category that is, in the end, its own parent.
        HierarchyCycle = 44,
        /// R1: more than 128 options.
        TooManyOptions = 45,
        /// R2: a provider type that is mapped twice.
        TypeMappedTwice = 46,
        /// Two options that answer the same question.
        OverlappingOptions = 47,
        /// More rows of one kind than a catalogue can have.
        TooManyRows = 48,
        /// R36: a situation of the button that names an option of another holder category.
        ForeignOption = 49,
        /// A catalogue under the id of a built-in one, with other content.
        CatalogueIdTaken = 50,
        /// A parameter value that this version does not know.
        UnsupportedValue = 60,
        /// A number outside its range.
        OutOfRange = 61,
        /// Other content under the name of a rule set that is part of the library.
        RulesetNameTaken = 62,
        /// A population with more than 4 GiB of records.
        PopulationFull = 70,
        /// R34, R35: not the one that this channel asks for at this age.
        WrongRecorder = 80,
        /// R34, R40: the guardian must be somebody else.
        GuardianIsPatient = 81,
        /// R37: nobody established who the patient is.
        IdentityNotEstablished = 82,
        /// R37: the patient is not enrolled with the consulter.
        NotEnrolled = 83,
        /// R37: an emergency yes against an objection that stands.
        StandingObjection = 84,
        /// R39: before there was anything to record.
        Before2000 = 85,
        /// R39: later than the register's own now.
        InTheFuture = 86,
        /// R39: a scope that covers no option at all.
        EmptyScope = 87,
        /// R39: the id is taken by a choice that says something else.
        IdInUse = 88,
        /// R39: a provider type that the catalogue does not have.
        UnknownProviderType = 89,
        /// R40: there is nothing to confirm.
        NotPending = 90,
        /// R40: a guardian answers once.
        AlreadyAnswered = 91,
        /// R40: the patient has turned 16.
        NoLongerAMinor = 92,
        /// R20: nobody can confirm a withdrawal.
        MinorWithdrawsNo = 93,
        /// R15: the patient has died.
        PatientDeceased = 94,
        /// A line that asks nothing, or two things at once.
        NotOneQuestion = 100,
        /// A holder that stands twice among the subscriptions.
        DuplicateSubscription = 101,
        /// R29: a window that ends where it begins, or before.
        EmptyWindow = 102,
        /// A choice that the profile does not have.
        UnknownChoice = 103,
        /// R30: a choice that does not end by itself.
        DoesNotExpire = 104,
        /// R32: two profiles of different patients.
        OtherPatient = 105,
        /// More steps than the limits of the engine allow for one call: akkoord_engine_with_limits().
        TooMuchWork = 110,
        /// An answer with more bytes or entries than the limits of the engine allow.
        AnswerTooLarge = 111,
        /// The call was stopped by akkoord_cancel_set().
        Cancelled = 112,
        /// There was not enough memory; nothing was done.
        OutOfMemory = 113,
        /// A pointer that must not be NULL is.
        NullPointer = 200,
        /// The library met a fault of its own and stopped this call: take the answer as no, and report it.
        Panic = 201,
        /// The buffer is smaller than the text: the needed size is given.
        BufferTooSmall = 202,
        /// A struct whose `size` is not one that this version knows.
        WrongSize = 203,
        /// A handle of another kind, or one that was freed.
        NotAHandle = 204,
        /// A question about an instant for which the profile or population was not worked out.
        OtherInstant = 205,
        /// A prepared query that is older than what the population knows.
        Outdated = 206,
        /// A pointer to a struct or handle that no such thing can have.
        MisalignedPointer = 207,
        /// A length that no memory can have.
        LengthOutOfRange = 208,
        /// A patient who is not in the population.
        UnknownPatient = 209,
        /// A place beyond the end of a list.
        OutOfBounds = 210,
        /// A population that a fault of the library left half changed.
        Broken = 211,
    }

    /// Stops the running calls of every engine whose limits name it, from any thread.
    internal sealed class CancelHandle : Owned
    {
        protected override bool ReleaseHandle()
        {
            Native.akkoord_cancel_free(handle);
            return true;
        }
    }

    /// A profile at an instant, ready to decide. Does not change.
    internal sealed class CompiledHandle : Owned
    {
        protected override bool ReleaseHandle()
        {
            Native.akkoord_compiled_free(handle);
            return true;
        }
    }

    /// A decision of the literal engine, with its grounds. Does not change.
    internal sealed class DecisionHandle : Owned
    {
        protected override bool ReleaseHandle()
        {
            Native.akkoord_decision_free(handle);
            return true;
        }
    }

    /// The rules engine: a catalogue and a rule set. Does not change.
    internal sealed class EngineHandle : Owned
    {
        protected override bool ReleaseHandle()
        {
            Native.akkoord_engine_free(handle);
            return true;
        }
    }

    /// What was wrong, where, and what to do. Never holds a patient id or text of a document.
    internal sealed class ErrorHandle : Owned
    {
        protected override bool ReleaseHandle()
        {
            Native.akkoord_error_free(handle);
            return true;
        }
    }

    /// A text that akkoord wrote: made once, used for one answer after the other.
    internal sealed class OutputHandle : Owned
    {
        protected override bool ReleaseHandle()
        {
            Native.akkoord_output_free(handle);
            return true;
        }
    }

    /// Many patients at an instant.
    internal sealed class PopulationHandle : Owned
    {
        protected override bool ReleaseHandle()
        {
            Native.akkoord_population_free(handle);
            return true;
        }
    }

    /// A query that is prepared once, for any number of profiles: its codes are looked up and its ids hashed. Keeps its own texts.
    internal sealed class PreparedQueryHandle : Owned
    {
        protected override bool ReleaseHandle()
        {
            Native.akkoord_prepared_query_free(handle);
            return true;
        }
    }

    /// The choices of one patient. Does not change.
    internal sealed class ProfileHandle : Owned
    {
        protected override bool ReleaseHandle()
        {
            Native.akkoord_profile_free(handle);
            return true;
        }
    }

    /// akkoord.h, word for word.
    internal static partial class Native
    {
        private const string Library = "akkoord";

        /// R14: the holder is connected to the exchange, as the wire format takes it to be if nothing is said.
        internal const uint HolderConnected = 0;

        /// R14: it is not: no record of it can be disclosed.
        internal const uint HolderNotConnected = 1;

        /// An instant that never comes: the `valid_until` of a decision that no later instant changes.
        internal const long Never = 9223372036854775807;

        /// What a program was compiled for. It grows when a program must be compiled anew; the shared library is called after it.
        internal const uint AbiVersion = 0;

        /// What one call may cost, at most. A call that would cost more is an error, never a part of an answer.
        [StructLayout(LayoutKind.Sequential)]
        internal partial struct LimitsStruct
        {
            /// `sizeof(akkoord_limits)`.
            internal UIntPtr Size;
            /// Most steps of one call; 0: 100,000,000. A step is one look at one choice, holder or cell: some nanoseconds.
            internal ulong Steps;
            /// Most bytes of one answer as JSON; 0: 64 MiB.
            internal ulong AnswerBytes;
            /// Stops the calls of this engine; NULL: nothing does. The engine keeps what it needs of it.
            internal IntPtr Cancel;
        }

        /// A text: `length` bytes of UTF-8, not ended by a zero byte. As an answer it is a view, valid as long as what it was asked of. Zeroed memory is the empty text.
        [StructLayout(LayoutKind.Sequential)]
        internal partial struct TextStruct
        {
            /// The first byte; may be NULL if `length` is 0.
            internal IntPtr Data;
            /// The number of bytes.
            internal UIntPtr Length;
        }

        /// What is decided (R22, R23). Zeroed memory reads as a deny without a reason that holds no longer.
        [StructLayout(LayoutKind.Sequential)]
        internal partial struct VerdictStruct
        {
            /// One of AKKOORD_OUTCOME_*. Whoever enforces treats all but AKKOORD_OUTCOME_PERMIT as no (R22).
            internal uint Outcome;
            /// One of AKKOORD_REASON_*.
            internal uint Reason;
            /// The result code of the call, in a batch of this query: where it is not AKKOORD_OK, the verdict is a deny without a reason.
            internal uint Result;
            /// The place of the deciding choice in the profile, counted from 1; 0 if no choice decided.
            internal uint DecidedByPlace;
            /// The first instant after `at` with another decision, in microseconds since 1970-01-01T00:00:00Z; AKKOORD_NEVER if none.
            internal long ValidUntil;
            /// The id of the option, a view of the handle that decided; empty before R4.
            internal TextStruct Option;
            /// The id of the deciding choice, a view of the handle that decided; empty if no choice decided, and where a population decided (ask akkoord_profile_choice() with `decided_by_place`).
            internal TextStruct DecidedBy;
            /// Zero.
            internal ulong Reserved;
        }

        /// A closed query: may this holder disclose these data to this consulter, at this instant (R11-R15)?
        [StructLayout(LayoutKind.Sequential)]
        internal partial struct QueryStruct
        {
            /// `sizeof(akkoord_query)`. What a later version adds behind the fields of this one must be zero here.
            internal UIntPtr Size;
            /// The instant that the answer is for, in microseconds since 1970-01-01T00:00:00Z; years 1900 to 9999. No clock is read (R6).
            internal long At;
            /// The id of the provider that keeps the record; not empty. `ura:90000017` by custom.
            internal TextStruct HolderId;
            /// Its provider type, a code of the catalogue: `Z3`.
            internal TextStruct HolderType;
            /// The id of the provider that asks; not empty.
            internal TextStruct ConsulterId;
            /// Its provider type, a code of the catalogue: `N6`.
            internal TextStruct ConsulterType;
            /// The data category: `GGC002`. For several, ask for each (R25).
            internal TextStruct Data;
            /// Why (R12): `TREAT`, `COC`; empty stands for `TREAT`.
            internal TextStruct Purpose;
            /// One of AKKOORD_TREATMENT_* (R13).
            internal uint TreatmentRelationship;
            /// One of AKKOORD_HOLDER_* (R14).
            internal uint HolderConnected;
        }

        /// A choice that has taken part and did not decide (R23).
        [StructLayout(LayoutKind.Sequential)]
        internal partial struct OutweighedStruct
        {
            /// The id of the choice, a view of the decision.
            internal TextStruct Choice;
            /// The number of the rule by which it was outweighed: 18 for R18.
            internal uint Rule;
            /// Zero.
            internal uint Reserved;
        }

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint akkoord_population_decide_arrow(PopulationHandle population, IntPtr queries, IntPtr schema, ErrorHandle outError, IntPtr outArray, IntPtr outSchema);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint akkoord_engine_with_limits(EngineHandle engine, ref LimitsStruct limits, out EngineHandle outEngine);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint akkoord_cancel_new(out CancelHandle outCancel);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint akkoord_cancel_set(CancelHandle cancel, uint cancelled);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern void akkoord_cancel_free(IntPtr cancel);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint akkoord_compiled_new(EngineHandle engine, ProfileHandle profile, long at, ErrorHandle outError, out CompiledHandle outCompiled);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern void akkoord_compiled_free(IntPtr compiled);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint akkoord_compiled_valid_until(CompiledHandle compiled, out long outValidUntil);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint akkoord_compiled_decide(CompiledHandle compiled, PreparedQueryHandle prepared, out VerdictStruct outVerdict);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint akkoord_compiled_decide_query(CompiledHandle compiled, ref QueryStruct query, out VerdictStruct outVerdict);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint akkoord_compiled_decide_batch(CompiledHandle compiled, QueryStruct[] queries, UIntPtr count, [Out] VerdictStruct[] outVerdicts);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint akkoord_decision_new(EngineHandle engine, ProfileHandle profile, ref QueryStruct query, ErrorHandle outError, out DecisionHandle outDecision);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern void akkoord_decision_free(IntPtr decision);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint akkoord_decision_verdict(DecisionHandle decision, out VerdictStruct outVerdict);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint akkoord_decision_outweighed_count(DecisionHandle decision, out UIntPtr outCount);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint akkoord_decision_outweighed(DecisionHandle decision, UIntPtr index, out OutweighedStruct outOutweighed);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint akkoord_decision_json(DecisionHandle decision, OutputHandle outText);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint akkoord_decision_json_for_consulter(DecisionHandle decision, OutputHandle outText);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint akkoord_decision_explain(DecisionHandle decision, uint lang, uint audience, OutputHandle outText);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint akkoord_engine_new_mitz(out EngineHandle outEngine);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint akkoord_engine_new_from_json(byte[] catalogue, UIntPtr catalogueLength, byte[] ruleset, UIntPtr rulesetLength, ErrorHandle outError, out EngineHandle outEngine);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern void akkoord_engine_free(IntPtr engine);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint akkoord_engine_catalogue_id(EngineHandle engine, out TextStruct outId);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint akkoord_engine_ruleset_name(EngineHandle engine, out TextStruct outName);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint akkoord_engine_ruleset_digest(EngineHandle engine, out TextStruct outDigest);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint akkoord_engine_catalogue_json(EngineHandle engine, OutputHandle outText);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint akkoord_engine_ruleset_json(EngineHandle engine, OutputHandle outText);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint akkoord_error_new(out ErrorHandle outError);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern void akkoord_error_free(IntPtr error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint akkoord_error_code(ErrorHandle error, out uint outCode);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint akkoord_error_line(ErrorHandle error, out ulong outLine);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint akkoord_error_path(ErrorHandle error, out TextStruct outPath);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint akkoord_error_message(ErrorHandle error, out TextStruct outMessage);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint akkoord_result_name(uint code, out TextStruct outName);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint akkoord_result_advice(uint code, out TextStruct outAdvice);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint akkoord_evaluate_json(EngineHandle engine, byte[] line, UIntPtr length, ulong number, OutputHandle outText);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint akkoord_answer_json(EngineHandle engine, byte[] line, UIntPtr length, ulong number, OutputHandle outText);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint akkoord_population_new(EngineHandle engine, long at, UIntPtr patients, out PopulationHandle outPopulation);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern void akkoord_population_free(IntPtr population);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint akkoord_population_put(PopulationHandle population, ProfileHandle profile, ErrorHandle outError);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint akkoord_population_go_to(PopulationHandle population, long at, ErrorHandle outError);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint akkoord_population_count(PopulationHandle population, out UIntPtr outCount);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint akkoord_population_decide(PopulationHandle population, byte[] patient, UIntPtr patientLength, ref QueryStruct query, out VerdictStruct outVerdict);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint akkoord_population_decide_batch(PopulationHandle population, TextStruct[] patients, QueryStruct[] queries, UIntPtr count, [Out] VerdictStruct[] outVerdicts);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint akkoord_population_profile(PopulationHandle population, byte[] patient, UIntPtr patientLength, out ProfileHandle outProfile);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint akkoord_population_decision(PopulationHandle population, byte[] patient, UIntPtr patientLength, ref QueryStruct query, ErrorHandle outError, out DecisionHandle outDecision);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint akkoord_profile_new_from_json(EngineHandle engine, byte[] json, UIntPtr length, ErrorHandle outError, out ProfileHandle outProfile);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern void akkoord_profile_free(IntPtr profile);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint akkoord_profile_json(ProfileHandle profile, OutputHandle outText);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint akkoord_profile_choice(ProfileHandle profile, uint choice, out TextStruct outId);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint akkoord_prepared_query_new(EngineHandle engine, ref QueryStruct query, ErrorHandle outError, out PreparedQueryHandle outPrepared);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern void akkoord_prepared_query_free(IntPtr prepared);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint akkoord_instant_parse(byte[] text, UIntPtr length, out long outAt);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint akkoord_instant_format(long at, OutputHandle outText);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint akkoord_output_new(out OutputHandle outOutput);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern void akkoord_output_free(IntPtr output);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint akkoord_output_text(OutputHandle output, out TextStruct outText);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint akkoord_output_copy(OutputHandle output, [Out] byte[] buffer, UIntPtr capacity, out UIntPtr outNeeded);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint akkoord_outcome_name(uint outcome, out TextStruct outName);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint akkoord_reason_name(uint reason, out TextStruct outName);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint akkoord_verdict_for_consulter(ref VerdictStruct verdict, out VerdictStruct outVerdict);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint akkoord_version();

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint akkoord_abi_version();

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint akkoord_version_text(out TextStruct outText);
    }
}
