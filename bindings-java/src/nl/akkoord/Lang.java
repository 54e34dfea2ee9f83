// Made by `cargo xtask header` from akkoord.h: do not edit.
package nl.akkoord;

/** The language of an explanation. */
public enum Lang {
    /** Dutch, at B1 level. */
    NL(1),
    /** English. */
    EN(2);

    private final int number;

    Lang(int number) {
        this.number = number;
    }

    /** Its number in akkoord.h. */
    public int number() {
        return number;
    }
}
