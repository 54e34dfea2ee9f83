// Made by `cargo xtask header` from akkoord.h: do not edit.
package nl.akkoord;

/** What is decided (R22). Whoever enforces treats every outcome but a permit as no. */
public enum Outcome {
    /** R22: the holder may not disclose. Also what zeroed memory reads as. */
    DENY(0),
    /** R22: the holder may disclose. The only outcome that is a yes. */
    PERMIT(1),
    /** R12: no recorded consent is needed or consulted, the law decides. Whoever enforces consent takes it as no. */
    NOT_APPLICABLE(2),
    /** R11: it cannot be told. Whoever enforces takes it as no. */
    INDETERMINATE(3);

    private final int number;

    Outcome(int number) {
        this.number = number;
    }

    /** Its number in akkoord.h. */
    public int number() {
        return number;
    }

    /** By its number in akkoord.h; for one that this version does not know it throws. */
    static Outcome of(int number) {
        for (Outcome one : values()) {
            if (one.number == number) {
                return one;
            }
        }
        throw new IllegalArgumentException("no Outcome has the number " + number);
    }
}
