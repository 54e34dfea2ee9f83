// Made by `cargo xtask header` from akkoord.h: do not edit.
package nl.akkoord;

/** R24: who reads an explanation. */
public enum Audience {
    /** R24: the patient sees the whole ground. */
    PATIENT(1),
    /** R24: the provider that keeps the record sees the whole ground. */
    HOLDER(2),
    /** R24: the provider that asks does not learn whether a deny is a "no" or "no choice", nor anything about other holders. */
    CONSULTER(3);

    private final int number;

    Audience(int number) {
        this.number = number;
    }

    /** Its number in akkoord.h. */
    public int number() {
        return number;
    }
}
