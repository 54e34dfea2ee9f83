// Made by `cargo xtask header` from akkoord.h: do not edit.
package nl.akkoord;

/** Numbers of akkoord.h, and where the fields of its structs are, on 64 bits. */
final class Header {
    private Header() {}

    /** R14: the holder is connected to the exchange, as the wire format takes it to be if nothing is said. */
    static final int HOLDER_CONNECTED = 0;

    /** R14: it is not: no record of it can be disclosed. */
    static final int HOLDER_NOT_CONNECTED = 1;

    /** An instant that never comes: the {@code valid_until} of a decision that no later instant changes. */
    static final long NEVER = 9223372036854775807L;

    /** What a program was compiled for. It grows when a program must be compiled anew; the shared library is called after it. */
    static final int ABI_VERSION = 0;

    /** What one call may cost, at most. A call that would cost more is an error, never a part of an answer. */
    static final int LIMITS_SIZEOF = 32;
    static final int LIMITS_SIZE = 0;
    static final int LIMITS_STEPS = 8;
    static final int LIMITS_ANSWER_BYTES = 16;
    static final int LIMITS_CANCEL = 24;

    /** A text: {@code length} bytes of UTF-8, not ended by a zero byte. As an answer it is a view, valid as long as what it was asked of. Zeroed memory is the empty text. */
    static final int TEXT_SIZEOF = 16;
    static final int TEXT_DATA = 0;
    static final int TEXT_LENGTH = 8;

    /** What is decided (R22, R23). Zeroed memory reads as a deny without a reason that holds no longer. */
    static final int VERDICT_SIZEOF = 64;
    static final int VERDICT_OUTCOME = 0;
    static final int VERDICT_REASON = 4;
    static final int VERDICT_RESULT = 8;
    static final int VERDICT_DECIDED_BY_PLACE = 12;
    static final int VERDICT_VALID_UNTIL = 16;
    static final int VERDICT_OPTION = 24;
    static final int VERDICT_DECIDED_BY = 40;
    static final int VERDICT_RESERVED = 56;

    /** A closed query: may this holder disclose these data to this consulter, at this instant (R11-R15)? */
    static final int QUERY_SIZEOF = 120;
    static final int QUERY_SIZE = 0;
    static final int QUERY_AT = 8;
    static final int QUERY_HOLDER_ID = 16;
    static final int QUERY_HOLDER_TYPE = 32;
    static final int QUERY_CONSULTER_ID = 48;
    static final int QUERY_CONSULTER_TYPE = 64;
    static final int QUERY_DATA = 80;
    static final int QUERY_PURPOSE = 96;
    static final int QUERY_TREATMENT_RELATIONSHIP = 112;
    static final int QUERY_HOLDER_CONNECTED = 116;

    /** A choice that has taken part and did not decide (R23). */
    static final int OUTWEIGHED_SIZEOF = 24;
    static final int OUTWEIGHED_CHOICE = 0;
    static final int OUTWEIGHED_RULE = 16;
    static final int OUTWEIGHED_RESERVED = 20;
}
