//! Outcomes, reasons, languages and audiences as numbers. Numbers are added, never changed or used again.

use akkoord::error::ErrorCode;
use akkoord::{Audience, Lang, Outcome, Reason};

use crate::entry::Fault;

/// R22: the holder may not disclose. Also what zeroed memory reads as.
pub const AKKOORD_OUTCOME_DENY: u32 = 0;
/// R22: the holder may disclose. The only outcome that is a yes.
pub const AKKOORD_OUTCOME_PERMIT: u32 = 1;
/// R12: no recorded consent is needed or consulted, the law decides. Whoever enforces consent takes it as no.
pub const AKKOORD_OUTCOME_NOT_APPLICABLE: u32 = 2;
/// R11: it cannot be told. Whoever enforces takes it as no.
pub const AKKOORD_OUTCOME_INDETERMINATE: u32 = 3;

/// No reason: nothing was decided. What zeroed memory reads as.
pub const AKKOORD_REASON_NONE: u32 = 0;
/// A yes for this holder (R16; permit)
pub const AKKOORD_REASON_INDIVIDUAL_YES: u32 = 1;
/// A yes for the category of this holder (R17; permit)
pub const AKKOORD_REASON_CATEGORICAL_YES: u32 = 2;
/// A yes for all holders (R17; permit)
pub const AKKOORD_REASON_BLANKET_YES: u32 = 3;
/// A live emergency yes (R19; permit)
pub const AKKOORD_REASON_EMERGENCY_YES: u32 = 4;
/// A no for this holder (R16; deny)
pub const AKKOORD_REASON_INDIVIDUAL_NO: u32 = 5;
/// A no for the category of this holder (R17; deny)
pub const AKKOORD_REASON_CATEGORICAL_NO: u32 = 6;
/// A no for all holders (R17; deny)
pub const AKKOORD_REASON_BLANKET_NO: u32 = 7;
/// A live emergency no (R19; deny)
pub const AKKOORD_REASON_EMERGENCY_NO: u32 = 8;
/// No choice is a no (R21; deny)
pub const AKKOORD_REASON_NO_CHOICE: u32 = 9;
/// The catalogue has no option for this holder, these data and this consulter (R4; deny)
pub const AKKOORD_REASON_NOT_IN_CATALOGUE: u32 = 10;
/// The caller says that there is no treatment relationship (R13; deny)
pub const AKKOORD_REASON_NO_TREATMENT_RELATIONSHIP: u32 = 11;
/// The holder is not connected (R14; deny)
pub const AKKOORD_REASON_HOLDER_NOT_CONNECTED: u32 = 12;
/// The patient is known to be deceased (R15; deny)
pub const AKKOORD_REASON_PATIENT_DECEASED: u32 = 13;
/// The law presumes consent (`COC`) (R12; not applicable)
pub const AKKOORD_REASON_PRESUMED_CONSENT: u32 = 14;
/// The catalogue does not know the type of the holder (R11; indeterminate)
pub const AKKOORD_REASON_UNKNOWN_HOLDER_TYPE: u32 = 15;
/// The catalogue does not know the type of the consulter (R11; indeterminate)
pub const AKKOORD_REASON_UNKNOWN_CONSULTER_TYPE: u32 = 16;
/// The catalogue does not know the data category (R11; indeterminate)
pub const AKKOORD_REASON_UNKNOWN_DATA_CATEGORY: u32 = 17;
/// A purpose other than `TREAT` and `COC` (R12; indeterminate)
pub const AKKOORD_REASON_UNKNOWN_PURPOSE: u32 = 18;
/// The caller did not say whether there is a treatment relationship (R13; indeterminate)
pub const AKKOORD_REASON_TREATMENT_RELATIONSHIP_NOT_ASSERTED: u32 = 19;

/// Dutch, at B1 level.
pub const AKKOORD_LANG_NL: u32 = 1;
/// English.
pub const AKKOORD_LANG_EN: u32 = 2;

/// R24: the patient sees the whole ground.
pub const AKKOORD_AUDIENCE_PATIENT: u32 = 1;
/// R24: the provider that keeps the record sees the whole ground.
pub const AKKOORD_AUDIENCE_HOLDER: u32 = 2;
/// R24: the provider that asks does not learn whether a deny is a "no" or "no choice", nor anything about other holders.
pub const AKKOORD_AUDIENCE_CONSULTER: u32 = 3;

/// R13: the caller says nothing about a treatment relationship: indeterminate. What zeroed memory reads as.
pub const AKKOORD_TREATMENT_NOT_ASSERTED: u32 = 0;
/// R13: the caller asserts that there is one.
pub const AKKOORD_TREATMENT_ASSERTED: u32 = 1;
/// R13: the caller says that there is none.
pub const AKKOORD_TREATMENT_DENIED: u32 = 2;

/// R14: the holder is connected to the exchange, as the wire format takes it to be if nothing is said.
pub const AKKOORD_HOLDER_CONNECTED: u32 = 0;
/// R14: it is not: no record of it can be disclosed.
pub const AKKOORD_HOLDER_NOT_CONNECTED: u32 = 1;

/// An instant that never comes: the `valid_until` of a decision that no later instant changes.
pub const AKKOORD_NEVER: i64 = 9223372036854775807;

pub(crate) fn outcome(outcome: Outcome) -> u32 {
    match outcome {
        Outcome::Permit => AKKOORD_OUTCOME_PERMIT,
        Outcome::Deny => AKKOORD_OUTCOME_DENY,
        Outcome::NotApplicable => AKKOORD_OUTCOME_NOT_APPLICABLE,
        Outcome::Indeterminate => AKKOORD_OUTCOME_INDETERMINATE,
    }
}

/// The list of core is open; a test fails for a reason without a number.
pub(crate) fn reason(reason: Reason) -> u32 {
    match reason {
        Reason::IndividualYes => AKKOORD_REASON_INDIVIDUAL_YES,
        Reason::CategoricalYes => AKKOORD_REASON_CATEGORICAL_YES,
        Reason::BlanketYes => AKKOORD_REASON_BLANKET_YES,
        Reason::EmergencyYes => AKKOORD_REASON_EMERGENCY_YES,
        Reason::IndividualNo => AKKOORD_REASON_INDIVIDUAL_NO,
        Reason::CategoricalNo => AKKOORD_REASON_CATEGORICAL_NO,
        Reason::BlanketNo => AKKOORD_REASON_BLANKET_NO,
        Reason::EmergencyNo => AKKOORD_REASON_EMERGENCY_NO,
        Reason::NoChoice => AKKOORD_REASON_NO_CHOICE,
        Reason::NotInCatalogue => AKKOORD_REASON_NOT_IN_CATALOGUE,
        Reason::NoTreatmentRelationship => AKKOORD_REASON_NO_TREATMENT_RELATIONSHIP,
        Reason::HolderNotConnected => AKKOORD_REASON_HOLDER_NOT_CONNECTED,
        Reason::PatientDeceased => AKKOORD_REASON_PATIENT_DECEASED,
        Reason::PresumedConsent => AKKOORD_REASON_PRESUMED_CONSENT,
        Reason::UnknownHolderType => AKKOORD_REASON_UNKNOWN_HOLDER_TYPE,
        Reason::UnknownConsulterType => AKKOORD_REASON_UNKNOWN_CONSULTER_TYPE,
        Reason::UnknownDataCategory => AKKOORD_REASON_UNKNOWN_DATA_CATEGORY,
        Reason::UnknownPurpose => AKKOORD_REASON_UNKNOWN_PURPOSE,
        Reason::TreatmentRelationshipNotAsserted => {
            AKKOORD_REASON_TREATMENT_RELATIONSHIP_NOT_ASSERTED
        }
        _ => AKKOORD_REASON_NONE,
    }
}

/// The name of an outcome, if the number is one.
pub(crate) fn outcome_name(number: u32) -> Option<&'static str> {
    let all = [
        Outcome::Permit,
        Outcome::Deny,
        Outcome::NotApplicable,
        Outcome::Indeterminate,
    ];
    let known = all.into_iter().find(|known| outcome(*known) == number);
    known.map(Outcome::name)
}

/// The name of a reason, if the number is one.
pub(crate) fn reason_name(number: u32) -> Option<&'static str> {
    let known = Reason::ALL.iter().find(|known| reason(**known) == number);
    known
        .filter(|_| number != AKKOORD_REASON_NONE)
        .map(|known| known.name())
}

pub(crate) fn lang(number: u32) -> Result<Lang, Fault> {
    match number {
        AKKOORD_LANG_NL => Ok(Lang::Nl),
        AKKOORD_LANG_EN => Ok(Lang::En),
        _ => Err(Fault::at(ErrorCode::UnknownValue.number(), "lang")),
    }
}

pub(crate) fn audience(number: u32) -> Result<Audience, Fault> {
    match number {
        AKKOORD_AUDIENCE_PATIENT => Ok(Audience::Patient),
        AKKOORD_AUDIENCE_HOLDER => Ok(Audience::Holder),
        AKKOORD_AUDIENCE_CONSULTER => Ok(Audience::Consulter),
        _ => Err(Fault::at(ErrorCode::UnknownValue.number(), "audience")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_a_number_of_its_own_that_leads_back_to_its_name() {
        for (place, known) in Reason::ALL.iter().enumerate() {
            let number = reason(*known);
            assert_ne!(number, AKKOORD_REASON_NONE, "{known:?}");
            assert_eq!(reason_name(number), Some(known.name()));
            let others = Reason::ALL.iter().take(place);
            assert!(others.into_iter().all(|other| reason(*other) != number));
            let constant = format!(
                "pub const AKKOORD_REASON_{}: u32 = {number};",
                known.name().to_uppercase()
            );
            assert!(include_str!("numbers.rs").contains(&constant), "{constant}");
        }
        assert_eq!(reason_name(AKKOORD_REASON_NONE), None);
    }

    #[test]
    fn nothing_but_permit_is_a_permit_and_zero_is_a_deny() {
        assert_eq!(outcome(Outcome::Deny), 0);
        assert_eq!(outcome_name(AKKOORD_OUTCOME_PERMIT), Some("permit"));
        assert_eq!(outcome_name(4), None);
    }
}
