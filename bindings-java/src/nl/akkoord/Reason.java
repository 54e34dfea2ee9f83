// Made by `cargo xtask header` from akkoord.h: do not edit.
package nl.akkoord;

/** Why it is decided so (R23). A later version of the library may have more of them; the name is always told. */
public final class Reason {
    private Reason() {}

    /** No reason: nothing was decided. What zeroed memory reads as. */
    public static final int NONE = 0;

    /** A yes for this holder (R16; permit) */
    public static final int INDIVIDUAL_YES = 1;

    /** A yes for the category of this holder (R17; permit) */
    public static final int CATEGORICAL_YES = 2;

    /** A yes for all holders (R17; permit) */
    public static final int BLANKET_YES = 3;

    /** A live emergency yes (R19; permit) */
    public static final int EMERGENCY_YES = 4;

    /** A no for this holder (R16; deny) */
    public static final int INDIVIDUAL_NO = 5;

    /** A no for the category of this holder (R17; deny) */
    public static final int CATEGORICAL_NO = 6;

    /** A no for all holders (R17; deny) */
    public static final int BLANKET_NO = 7;

    /** A live emergency no (R19; deny) */
    public static final int EMERGENCY_NO = 8;

    /** No choice is a no (R21; deny) */
    public static final int NO_CHOICE = 9;

    /** The catalogue has no option for this holder, these data and this consulter (R4; deny) */
    public static final int NOT_IN_CATALOGUE = 10;

    /** The caller says that there is no treatment relationship (R13; deny) */
    public static final int NO_TREATMENT_RELATIONSHIP = 11;

    /** The holder is not connected (R14; deny) */
    public static final int HOLDER_NOT_CONNECTED = 12;

    /** The patient is known to be deceased (R15; deny) */
    public static final int PATIENT_DECEASED = 13;

    /** The law presumes consent ({@code COC}) (R12; not applicable) */
    public static final int PRESUMED_CONSENT = 14;

    /** The catalogue does not know the type of the holder (R11; indeterminate) */
    public static final int UNKNOWN_HOLDER_TYPE = 15;

    /** The catalogue does not know the type of the consulter (R11; indeterminate) */
    public static final int UNKNOWN_CONSULTER_TYPE = 16;

    /** The catalogue does not know the data category (R11; indeterminate) */
    public static final int UNKNOWN_DATA_CATEGORY = 17;

    /** A purpose other than {@code TREAT} and {@code COC} (R12; indeterminate) */
    public static final int UNKNOWN_PURPOSE = 18;

    /** The caller did not say whether there is a treatment relationship (R13; indeterminate) */
    public static final int TREATMENT_RELATIONSHIP_NOT_ASSERTED = 19;
}
