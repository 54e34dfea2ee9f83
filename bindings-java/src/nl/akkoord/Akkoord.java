package nl.akkoord;

import java.nio.charset.StandardCharsets;

/**
 * akkoord for Java: what there is to call, whatever carries the calls. {@code AkkoordJna} in the folder {@code jna} does it with JNA
 * (Java 8 and later), {@code AkkoordFfm} in the folder {@code ffm} with the foreign function API (Java 22 and later).
 *
 * <p>Objects are freed by {@code close()}, when nobody uses them any more: there is no finalizer. They may be shared between threads, but for
 * a Population while it is changed. Instants are microseconds since 1970-01-01T00:00:00Z, years 1900 to 9999. What cannot be answered is a
 * {@link Failure}: take it as no.
 */
public interface Akkoord {
    /** An instant that never comes: the {@code validUntil} of a verdict that no later instant changes. */
    long NEVER = Header.NEVER;

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
        public int decidedByPlace;
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
        PreparedQuery prepare(Query query);

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
    interface PreparedQuery extends Owned {}

    /** A profile at an instant, ready to decide. */
    interface Compiled extends Owned {
        /** The fastest way. A question about another instant is {@code OTHER_INSTANT}, never a guess. */
        Verdict decide(PreparedQuery prepared);

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
