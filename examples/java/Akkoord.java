import java.nio.charset.StandardCharsets;

/**
 * akkoord for Java: what there is to call, whatever carries the calls. {@code jna/AkkoordJna.java} does it with JNA (Java 8 and later),
 * {@code ffm/AkkoordFfm.java} with the foreign function API (Java 22 and later). Take this file and one of them.
 *
 * <p>Objects are freed by {@code close()}. They may be shared between threads, but for a Population while it is changed.
 */
public interface Akkoord {
    /** The {@code validUntil} of a verdict that no later instant changes. */
    long NEVER = Long.MAX_VALUE;

    /** What this file was written for: AKKOORD_ABI_VERSION. */
    int ABI = 0;

    enum Outcome { DENY, PERMIT, NOT_APPLICABLE, INDETERMINATE }

    /** R13. */
    enum Treatment { NOT_ASSERTED, ASSERTED, DENIED }

    enum Lang { NL, EN }

    /** R24: who reads an explanation. */
    enum Audience { PATIENT, HOLDER, CONSULTER }

    /** A closed query; {@code at} is microseconds since 1970-01-01T00:00:00Z. */
    final class Query {
        public String holderId = "";
        public String holderType = "";
        public String consulterId = "";
        public String consulterType = "";
        public String data = "";
        /** Empty: TREAT. */
        public String purpose = "";
        public Treatment treatment = Treatment.NOT_ASSERTED;
        public boolean connected = true;
        public long at;
    }

    /** What is decided. A fresh one is a deny. */
    final class Verdict {
        public Outcome outcome = Outcome.DENY;
        public String outcomeName = "deny";
        public String reasonName = "";
        /** In a batch: the result code of this query; not 0: the verdict is a deny. */
        public int result;
        /** The place of the deciding choice in its profile, counted from 1; 0 if no choice decided. */
        public int choice;
        public long validUntil;
        public String option = "";
        public String decidedBy = "";

        /** The one question that matters (R22). */
        public boolean permits() {
            return result == 0 && outcome == Outcome.PERMIT;
        }
    }

    /** What was wrong: code, where, and what to do. Never holds a patient id or text of a document. */
    final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1L;
        public final int code;
        public final String name;
        public final String path;
        public final long line;

        public Failure(int code, String name, String path, long line, String message) {
            super(message);
            this.code = code;
            this.name = name;
            this.path = path;
            this.line = line;
        }
    }

    /** Freed once. */
    interface Owned extends AutoCloseable {
        @Override
        void close();
    }

    /** The rules engine. Make one for the process and share it. */
    interface Engine extends Owned {
        String catalogueId();

        String rulesetName();

        Profile readProfile(String json);

        Compiled compile(Profile profile, long at);

        /** Prepares a query, once for any number of patients. */
        Question prepare(Query query);

        /** With the grounds. */
        Decision decide(Profile profile, Query query);

        Population population(long at, long patients);

        /** One line in, one line out: the same bytes as the program {@code akkoord evaluate}. */
        byte[] evaluateJson(byte[] line, long number);

        /** The same for every question that can be asked of a profile (R27-R40). */
        byte[] answerJson(byte[] line, long number);
    }

    /** The choices of one patient. */
    interface Profile extends Owned {
        /** The id of a choice by its place, counted from 1. */
        String choice(int place);
    }

    interface Question extends Owned {}

    /** A profile at an instant, ready to decide. */
    interface Compiled extends Owned {
        Verdict decide(Question question);

        Verdict decide(Query query);

        /** Each with its own {@code result}. */
        Verdict[] decide(Query... queries);

        /** From then on, compile anew. */
        long validUntil();
    }

    /** A decision with its grounds. */
    interface Decision extends Owned {
        Verdict verdict();

        String explain(Lang lang, Audience audience);

        String json();
    }

    /** Many patients at an instant. */
    interface Population extends Owned {
        /** Puts a patient in, or replaces the profile. Nobody may ask meanwhile. */
        void put(Profile profile);

        Verdict decide(String patient, Query query);
    }

    String version();

    /** With the catalogue and the rule set of Mitz. */
    Engine mitz();

    long parseInstant(String text);

    String formatInstant(long at);

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
