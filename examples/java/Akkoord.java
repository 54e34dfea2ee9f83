import java.nio.charset.StandardCharsets;

/**
 * akkoord for Java: what there is to call, whatever carries the calls. {@code jna/AkkoordJna.java} does it with JNA (Java 8 and later),
 * {@code ffm/AkkoordFfm.java} with the foreign function API (Java 22 and later). Take this file and one of them.
 *
 * <p>Objects are freed by {@code close()}, when nobody uses them any more: there is no finalizer. They may be shared between threads, but for
 * a Population while it is changed. Instants are microseconds since 1970-01-01T00:00:00Z, years 1900 to 9999. What cannot be answered is a
 * {@link Failure}: take it as no.
 */
public interface Akkoord {
    /** An instant that never comes: the {@code validUntil} of a verdict that no later instant changes. */
    long NEVER = Long.MAX_VALUE;

    /** What this file was written for: AKKOORD_ABI_VERSION. */
    int ABI = 0;

    /** R22. Whoever enforces treats all but PERMIT as no. */
    enum Outcome { DENY, PERMIT, NOT_APPLICABLE, INDETERMINATE }

    /** R13: whether the caller asserts a treatment relationship. */
    enum Treatment { NOT_ASSERTED, ASSERTED, DENIED }

    /** Of an explanation: Dutch at B1 level, or English. */
    enum Lang { NL, EN }

    /** R24: who reads an explanation. */
    enum Audience { PATIENT, HOLDER, CONSULTER }

    /** Why it is decided so (R23): the numbers of {@code Verdict.reason}. A later version of the library may have more of them. */
    interface Reason {
        int NONE = 0; // No reason: nothing was decided. What zeroed memory reads as.
        int INDIVIDUAL_YES = 1; // A yes for this holder (R16; permit)
        int CATEGORICAL_YES = 2; // A yes for the category of this holder (R17; permit)
        int BLANKET_YES = 3; // A yes for all holders (R17; permit)
        int EMERGENCY_YES = 4; // A live emergency yes (R19; permit)
        int INDIVIDUAL_NO = 5; // A no for this holder (R16; deny)
        int CATEGORICAL_NO = 6; // A no for the category of this holder (R17; deny)
        int BLANKET_NO = 7; // A no for all holders (R17; deny)
        int EMERGENCY_NO = 8; // A live emergency no (R19; deny)
        int NO_CHOICE = 9; // No choice is a no (R21; deny)
        int NOT_IN_CATALOGUE = 10; // The catalogue has no option for this holder, these data and this consulter (R4; deny)
        int NO_TREATMENT_RELATIONSHIP = 11; // The caller says that there is no treatment relationship (R13; deny)
        int HOLDER_NOT_CONNECTED = 12; // The holder is not connected (R14; deny)
        int PATIENT_DECEASED = 13; // The patient is known to be deceased (R15; deny)
        int PRESUMED_CONSENT = 14; // The law presumes consent (`COC`) (R12; not applicable)
        int UNKNOWN_HOLDER_TYPE = 15; // The catalogue does not know the type of the holder (R11; indeterminate)
        int UNKNOWN_CONSULTER_TYPE = 16; // The catalogue does not know the type of the consulter (R11; indeterminate)
        int UNKNOWN_DATA_CATEGORY = 17; // The catalogue does not know the data category (R11; indeterminate)
        int UNKNOWN_PURPOSE = 18; // A purpose other than `TREAT` and `COC` (R12; indeterminate)
        int TREATMENT_RELATIONSHIP_NOT_ASSERTED = 19; // The caller did not say whether there is a treatment relationship (R13; indeterminate)
    }

    /** What became of a call: the numbers of {@code Failure.code} and {@code Verdict.result}. Numbers are added, never changed. */
    interface ResultCode {
        int OK = 0; // Done. A deny is an answer, not an error.
        int INVALID_UTF8 = 1; // The bytes are not UTF-8.
        int INVALID_JSON = 2; // The text is not JSON (RFC 8259), or something follows the document.
        int DOCUMENT_TOO_LARGE = 3; // The document is larger than 32 MiB.
        int UNKNOWN_FIELD = 4; // A field that the format does not list.
        int DUPLICATE_KEY = 5; // A key that stands twice in one object.
        int MISSING_FIELD = 6; // A field that must be there is not.
        int WRONG_TYPE = 7; // A value of another JSON type than the format says; `null` is never a value on input.
        int UNKNOWN_VALUE = 8; // A text that is none of the listed values.
        int STRING_TOO_LONG = 9; // A string of more than 1,024 bytes.
        int LIST_TOO_LONG = 10; // A list of more than 10,000 entries, or a query about more than 128 data categories.
        int EMPTY_LIST = 11; // A list that must name something and is empty.
        int EMPTY_STRING = 12; // An id without a character.
        int INVALID_INSTANT = 13; // Not an instant of RFC 3339 as the format wants it.
        int INVALID_DATE = 14; // Not a date of the calendar as the format wants it.
        int DUPLICATE_ID = 20; // Two choices with one id.
        int TOO_MANY_CHOICES = 21; // More than 10,000 choices in one profile.
        int CATALOGUE_MISMATCH = 22; // Written for another catalogue than the one loaded.
        int UNKNOWN_OPTION = 23; // An option that the catalogue does not have.
        int UNKNOWN_HOLDER_CATEGORY = 24; // A holder category that the catalogue does not have.
        int UNKNOWN_CONSULTER_TYPE = 25; // A provider type that the catalogue does not have, where a choice is bound to a consulter.
        int RECORDED_BEFORE_DECIDED = 26; // R6: a register cannot learn of a choice before it was made.
        int WITHDRAWN_BEFORE_RECORDED = 27; // A choice cannot be withdrawn before it was recorded.
        int CONFIRMED_BEFORE_RECORDED = 28; // A choice cannot be confirmed before it was recorded.
        int CHANNEL_NOT_ALLOWED = 29; // A scope that this channel cannot write.
        int CONFIRMED_BY_PATIENT = 30; // R20: the patient cannot confirm a choice of their own.
        int DUPLICATE_CODE = 40; // R1: a code or id of a catalogue that stands twice.
        int UNKNOWN_DATA_CATEGORY = 41; // A row that names a data category without a row of its own.
        int UNKNOWN_CONSULTING_CATEGORY = 42; // A row that names a consulting category without a row of its own.
        int OPTION_WITHOUT_HOLDER = 43; // R1: an option whose holder category has no row.
        int HIERARCHY_CYCLE = 44; // R3: a data category that is, in the end, its own parent.
        int TOO_MANY_OPTIONS = 45; // R1: more than 128 options.
        int TYPE_MAPPED_TWICE = 46; // R2: a provider type that is mapped twice.
        int OVERLAPPING_OPTIONS = 47; // Two options that answer the same question.
        int TOO_MANY_ROWS = 48; // More rows of one kind than a catalogue can have.
        int FOREIGN_OPTION = 49; // R36: a situation of the button that names an option of another holder category.
        int CATALOGUE_ID_TAKEN = 50; // A catalogue under the id of a built-in one, with other content.
        int UNSUPPORTED_VALUE = 60; // A parameter value that this version does not know.
        int OUT_OF_RANGE = 61; // A number outside its range.
        int RULESET_NAME_TAKEN = 62; // Other content under the name of a rule set that is part of the library.
        int POPULATION_FULL = 70; // A population with more than 4 GiB of records.
        int WRONG_RECORDER = 80; // R34, R35: not the one that this channel asks for at this age.
        int GUARDIAN_IS_PATIENT = 81; // R34, R40: the guardian must be somebody else.
        int IDENTITY_NOT_ESTABLISHED = 82; // R37: nobody established who the patient is.
        int NOT_ENROLLED = 83; // R37: the patient is not enrolled with the consulter.
        int STANDING_OBJECTION = 84; // R37: an emergency yes against an objection that stands.
        int BEFORE_2000 = 85; // R39: before there was anything to record.
        int IN_THE_FUTURE = 86; // R39: later than the register's own now.
        int EMPTY_SCOPE = 87; // R39: a scope that covers no option at all.
        int ID_IN_USE = 88; // R39: the id is taken by a choice that says something else.
        int UNKNOWN_PROVIDER_TYPE = 89; // R39: a provider type that the catalogue does not have.
        int NOT_PENDING = 90; // R40: there is nothing to confirm.
        int ALREADY_ANSWERED = 91; // R40: a guardian answers once.
        int NO_LONGER_A_MINOR = 92; // R40: the patient has turned 16.
        int MINOR_WITHDRAWS_NO = 93; // R20: nobody can confirm a withdrawal.
        int PATIENT_DECEASED = 94; // R15: the patient has died.
        int NOT_ONE_QUESTION = 100; // A line that asks nothing, or two things at once.
        int DUPLICATE_SUBSCRIPTION = 101; // A holder that stands twice among the subscriptions.
        int EMPTY_WINDOW = 102; // R29: a window that ends where it begins, or before.
        int UNKNOWN_CHOICE = 103; // A choice that the profile does not have.
        int DOES_NOT_EXPIRE = 104; // R30: a choice that does not end by itself.
        int OTHER_PATIENT = 105; // R32: two profiles of different patients.
        int TOO_MUCH_WORK = 110; // More steps than the limits of the engine allow for one call.
        int ANSWER_TOO_LARGE = 111; // An answer with more bytes or entries than the limits of the engine allow.
        int CANCELLED = 112; // The call was stopped by its caller.
        int OUT_OF_MEMORY = 113; // There was not enough memory; nothing was done.
        int NULL_POINTER = 200; // A pointer that must not be NULL is.
        int PANIC = 201; // The library met a fault of its own and stopped this call: take the answer as no, and report it.
        int BUFFER_TOO_SMALL = 202; // The buffer is smaller than the text: the needed size is given.
        int WRONG_SIZE = 203; // A struct whose `size` is not one that this version knows.
        int NOT_A_HANDLE = 204; // A handle of another kind, or one that was freed.
        int OTHER_INSTANT = 205; // A question about an instant for which the profile or population was not worked out.
        int OUTDATED = 206; // A prepared question that is older than what the population knows.
        int MISALIGNED_POINTER = 207; // A pointer to a struct or handle that no such thing can have.
        int LENGTH_OUT_OF_RANGE = 208; // A length that no memory can have.
        int UNKNOWN_PATIENT = 209; // A patient who is not in the population.
        int OUT_OF_BOUNDS = 210; // A place beyond the end of a list.
        int BROKEN = 211; // A population that a fault of the library left half changed.
    }

    /**
     * A closed query: may this holder disclose these data to this consulter, at this instant (R11-R15)? Texts are at most 1,024 bytes of
     * UTF-8. What is not known is an answer, not an error: an unknown type, data category or purpose gives INDETERMINATE.
     */
    final class Query {
        /** The provider that keeps the record; not empty: {@code ura:90000017} by custom. */
        public String holderId = "";
        /** A provider type of the catalogue: {@code Z3}. */
        public String holderType = "";
        /** The provider that asks; not empty. */
        public String consulterId = "";
        public String consulterType = "";
        /** The data category: {@code GGC002}. For several, ask for each (R25). */
        public String data = "";
        /** R12: {@code TREAT}, {@code COC}; empty stands for TREAT. */
        public String purpose = "";
        public Treatment treatment = Treatment.NOT_ASSERTED;
        /** R14: whether the holder is connected to the exchange. */
        public boolean connected = true;
        /** The instant that the answer is for, in microseconds since 1970-01-01T00:00:00Z. */
        public long at;
    }

    /** What is decided (R22, R23). A fresh one is a deny. Its texts are copies: it outlives what decided. */
    final class Verdict {
        public Outcome outcome = Outcome.DENY;
        /** {@code permit} */
        public String outcomeName = "deny";
        /** One of {@link Reason}. */
        public int reason = Reason.NONE;
        /** {@code individual_yes}; empty where nothing was decided. */
        public String reasonName = "";
        /** What became of the call, in a batch of this query, one of {@link ResultCode}; where it is not OK, the verdict is a deny without a reason. */
        public int result;
        /** The stable name of {@code result}, and what it means and what to do in one English sentence. */
        public String resultName = "";
        public String resultAdvice = "";
        /** The place of the deciding choice in its profile, counted from 1; 0 if no choice decided. */
        public int choice;
        /** The first later instant with another decision, in microseconds since 1970-01-01T00:00:00Z; NEVER if none. */
        public long validUntil;
        /** The id of the option of the catalogue; empty before R4. */
        public String option = "";
        /** The id of the deciding choice; empty if none decided, and where a population decided (ask {@code Profile.choice}). */
        public String decidedBy = "";

        /** R24: what a consulter may know of it: the outcome and the result, and nothing else. */
        public Verdict forConsulter() {
            Verdict told = new Verdict();
            told.outcome = outcome;
            told.outcomeName = outcomeName;
            told.result = result;
            told.resultName = resultName;
            told.resultAdvice = resultAdvice;
            return told;
        }

        /** The one question that matters (R22). */
        public boolean permits() {
            return result == ResultCode.OK && outcome == Outcome.PERMIT;
        }
    }

    /** A choice that has taken part and did not decide (R23). */
    final class Outweighed {
        /** The id of the choice. */
        public final String choice;
        /** The number of the rule by which it was outweighed: 18 for R18. */
        public final int rule;

        public Outweighed(String choice, int rule) {
            this.choice = choice;
            this.rule = rule;
        }
    }

    /** What was wrong: code, where, and what to do. Take it as no. Never holds a patient id or text of a document. */
    final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1L;
        /** One of {@link ResultCode}. */
        public final int code;
        /** The stable name of the code: {@code unknown_field}. */
        public final String name;
        /** Where in the input: {@code choices[3].scope.options[0]}, or the name of a parameter; may be empty. */
        public final String path;
        /** The line of the document, counted from 1; 0 for what was not read from text. */
        public final long line;

        public Failure(int code, String name, String path, long line, String message) {
            super(message);
            this.code = code;
            this.name = name;
            this.path = path;
            this.line = line;
        }

        /** What the call that failed decided: a deny that carries the code. */
        public Verdict verdict() {
            Verdict refused = new Verdict();
            refused.result = code;
            refused.resultName = name;
            refused.resultAdvice = getMessage();
            return refused;
        }
    }

    /** Freed once, when nobody uses it any more; one that is closed refuses to be used. */
    interface Owned extends AutoCloseable {
        @Override
        void close();
    }

    /** The rules engine. Make one for the process and share it. */
    interface Engine extends Owned {
        /**
         * The same engine with limits of its own on what one call may cost: beyond them it is a {@code TOO_MUCH_WORK} or {@code ANSWER_TOO_LARGE}.
         * Steps are looks at one choice, holder or cell (0: 100,000,000), {@code answerBytes} those of one answer as JSON (0: 64 MiB).
         * {@code cancel} stops calls; it may be null, and closed afterwards.
         */
        Engine withLimits(long steps, long answerBytes, Cancel cancel);

        /** {@code mitz-3960100} */
        String catalogueId();

        /** {@code mitz-2026-11} */
        String rulesetName();

        /** What the rule set says, as 16 hexadecimal digits: two of the same digest decide alike. */
        String rulesetDigest();

        /** The catalogue as JSON, written at each call: some 50 kB. */
        String catalogueJson();

        /** The rule set as JSON, written at each call. */
        String rulesetJson();

        /** Strictly: a field that the wire format does not have is an error, and nothing is half-read. */
        Profile readProfile(String json);

        /** Works a profile out for an instant: questions may be about this instant and later ones, up to {@code validUntil()}. */
        Compiled compile(Profile profile, long at);

        /** Prepares a query, once for any number of patients. */
        Question prepare(Query query);

        /** With the grounds, for an explanation or an access record. The same decision as the compiled one. */
        Decision decide(Profile profile, Query query);

        /** An empty population at an instant, with room for so many patients; it grows. */
        Population population(long at, long patients);

        /** One line in, one line out: the same bytes as the program {@code akkoord evaluate}. */
        byte[] evaluateJson(byte[] line, long number);

        /** The same for every question that can be asked of a profile (R27-R40). */
        byte[] answerJson(byte[] line, long number);
    }

    /** Stops the running calls of every engine that was made with it, from any thread. */
    interface Cancel extends Owned {
        /** While it is set, calls stop with {@code CANCELLED}; a short one may end with its answer. */
        void set(boolean cancelled);
    }

    /** The choices of one patient. */
    interface Profile extends Owned {
        /** The id of a choice by its place, counted from 1. */
        String choice(int place);

        /** The canonical form. Holds the patient id: do not log it. */
        String json();
    }

    /** A query that was prepared; it keeps its own texts. */
    interface Question extends Owned {}

    /** A profile at an instant, ready to decide. */
    interface Compiled extends Owned {
        /** The fastest way. A question about another instant is {@code OTHER_INSTANT}, never a guess. */
        Verdict decide(Question question);

        Verdict decide(Query query);

        /** In the order of the queries, each with its own {@code result}: one that cannot be answered is a deny, and the rest goes on. */
        Verdict[] decide(Query... queries);

        /** From then on, compile anew: microseconds since 1970-01-01T00:00:00Z; NEVER if nothing happens any more. */
        long validUntil();
    }

    /** A decision with its grounds. */
    interface Decision extends Owned {
        Verdict verdict();

        /** The choices that have taken part and did not decide, from the highest rank to the lowest (R8). */
        Outweighed[] outweighed();

        /** R24: the outcome and the data, and nothing else. */
        String jsonForConsulter();

        /** In plain language (R24). For the consulter it does not tell whether a deny is a "no" or "no choice". */
        String explain(Lang lang, Audience audience);

        /** In the canonical form of the wire format, with all its grounds. */
        String json();
    }

    /**
     * Many patients at an instant. {@code put} and {@code goTo} change it: nobody may ask meanwhile. All else may be called by any number of
     * threads at once.
     */
    interface Population extends Owned {
        /** Puts a patient in, or replaces the profile: valid at once. The profile may be closed afterwards. */
        void put(Profile profile);

        /** Goes to another instant: works out anew what differs there. */
        void goTo(long at);

        /** How many patients are in it. */
        long count();

        /** For one patient; one who is not there has made no choice (R21). The instant of the query is that of the population. */
        Verdict decide(String patient, Query query);

        /**
         * Each query for the patient at the same place; as many of the one as of the other. In their order, each with its own {@code result}:
         * a query that cannot be answered is a deny, and the rest goes on.
         */
        Verdict[] decide(String[] patients, Query[] queries);

        /**
         * A record batch of closed queries over the Arrow C Data Interface; docs/arrow.md describes the columns. The arguments are addresses
         * of structs: the {@code memoryAddress()} of {@code ArrowArray} and {@code ArrowSchema} of Apache Arrow.
         *
         * <p>{@code queries} is moved: the library releases it, also when this throws, unless an address was 0. {@code schema} is borrowed:
         * release it yourself. {@code decisions} and {@code decisionsSchema} are room of yours: on success they are yours to release, else
         * they are released ones. Rows that are wrong are indeterminate, with an error; a column that is wrong is a {@link Failure}.
         */
        void decideArrow(long queries, long schema, long decisions, long decisionsSchema);

        /** The profile of a patient with its whole history, as it was put in. {@code UNKNOWN_PATIENT} for one who is not there. */
        Profile profile(String patient);

        /** For one patient, with the grounds. The query may be about any instant. */
        Decision decision(String patient, Query query);
    }

    /** Of the library that runs: {@code 0.1.0}. */
    String version();

    /** A new switch that stops calls, which is not set. */
    Cancel cancel();

    /** With the catalogue and the rule set of Mitz. */
    Engine mitz();

    /** With a catalogue and a rule set of your own; those of the Mitz engine, as JSON, are what to begin with. */
    Engine fromJson(String catalogue, String ruleset);

    /** Reads RFC 3339 with an offset, at most six fractional digits: {@code 2026-01-05T13:00:00+01:00}. */
    long parseInstant(String text);

    /** Writes RFC 3339 in UTC: {@code 2026-01-05T12:00:00Z}. NEVER has no such text. */
    String formatInstant(long at);

    /** Strict: half of a surrogate pair is refused, and does not become another character. */
    static byte[] utf8(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (!new String(bytes, StandardCharsets.UTF_8).equals(text)) {
            throw new IllegalArgumentException("a text with half of a surrogate pair has no UTF-8");
        }
        return bytes;
    }

    static void sameLength(String[] patients, Query[] queries) {
        if (patients.length != queries.length) {
            throw new IllegalArgumentException("as many patients as queries");
        }
    }
}
