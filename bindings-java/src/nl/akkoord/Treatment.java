// Made by `cargo xtask header` from akkoord.h: do not edit.
package nl.akkoord;

/** R13: whether the caller asserts a treatment relationship. */
public enum Treatment {
    /** R13: the caller says nothing about a treatment relationship: indeterminate. What zeroed memory reads as. */
    NOT_ASSERTED(0),
    /** R13: the caller asserts that there is one. */
    ASSERTED(1),
    /** R13: the caller says that there is none. */
    DENIED(2);

    private final int number;

    Treatment(int number) {
        this.number = number;
    }

    /** Its number in akkoord.h. */
    public int number() {
        return number;
    }
}
