//! Outcomes and reason codes (R22, R23, wire format).

use core::fmt;

/// R22: what is decided. Whoever enforces treats all but `Permit` as no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// The holder may disclose.
    Permit,
    /// The holder may not disclose.
    Deny,
    /// No recorded consent is needed or consulted: the law decides (R12).
    NotApplicable,
    /// It cannot be told (R11): no.
    Indeterminate,
}

impl Outcome {
    /// The text of the wire format.
    ///
    /// ```
    /// use akkoord::Outcome;
    /// assert_eq!(Outcome::NotApplicable.name(), "not_applicable");
    /// ```
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Outcome::Permit => "permit",
            Outcome::Deny => "deny",
            Outcome::NotApplicable => "not_applicable",
            Outcome::Indeterminate => "indeterminate",
        }
    }
}

/// The text of the wire format.
impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

macro_rules! reasons {
    ($( $(#[doc = $doc:literal])* $variant:ident = $text:literal, $outcome:ident, $rule:literal; )*) => {
        /// The reason code of a decision.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Reason { $( $(#[doc = $doc])* $variant, )* }

        impl Reason {
            /// Every reason, in the order of the wire format.
            pub const ALL: &'static [Reason] = &[ $( Reason::$variant, )* ];

            /// The text of the wire format.
            ///
            /// ```
            /// use akkoord::Reason;
            /// assert_eq!(Reason::NoChoice.name(), "no_choice");
            /// let blanket_yes = Reason::ALL.iter().find(|reason| reason.name() == "blanket_yes");
            /// assert_eq!(blanket_yes, Some(&Reason::BlanketYes));
            /// ```
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $( Reason::$variant => $text, )* }
            }

            /// The outcome that it stands for.
            ///
            /// ```
            /// use akkoord::{Outcome, Reason};
            /// let permits = Reason::ALL.iter().filter(|reason| reason.outcome() == Outcome::Permit);
            /// let names: Vec<&str> = permits.map(|reason| reason.name()).collect();
            /// assert_eq!(names, ["individual_yes", "categorical_yes", "blanket_yes", "emergency_yes"]);
            /// ```
            #[must_use]
            pub const fn outcome(self) -> Outcome {
                match self { $( Reason::$variant => Outcome::$outcome, )* }
            }

            /// The number of the rule that it stands for: 21 for R21.
            ///
            /// ```
            /// use akkoord::Reason;
            /// assert_eq!(Reason::NoChoice.rule(), 21); // R21: no choice is a no
            /// ```
            #[must_use]
            pub const fn rule(self) -> u8 {
                match self { $( Reason::$variant => $rule, )* }
            }
        }

        /// The text of the wire format.
        impl fmt::Display for Reason {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.name())
            }
        }
    };
}

reasons! {
    /// A yes for this holder.
    IndividualYes = "individual_yes", Permit, 16;
    /// A yes for the category of this holder.
    CategoricalYes = "categorical_yes", Permit, 17;
    /// A yes for all holders.
    BlanketYes = "blanket_yes", Permit, 17;
    /// A live emergency yes.
    EmergencyYes = "emergency_yes", Permit, 19;
    /// A no for this holder.
    IndividualNo = "individual_no", Deny, 16;
    /// A no for the category of this holder.
    CategoricalNo = "categorical_no", Deny, 17;
    /// A no for all holders.
    BlanketNo = "blanket_no", Deny, 17;
    /// A live emergency no.
    EmergencyNo = "emergency_no", Deny, 19;
    /// No choice is a no.
    NoChoice = "no_choice", Deny, 21;
    /// The catalogue has no option for this holder, these data and this consulter.
    NotInCatalogue = "not_in_catalogue", Deny, 4;
    /// The caller says that there is no treatment relationship.
    NoTreatmentRelationship = "no_treatment_relationship", Deny, 13;
    /// The holder is not connected.
    HolderNotConnected = "holder_not_connected", Deny, 14;
    /// The patient is known to be deceased.
    PatientDeceased = "patient_deceased", Deny, 15;
    /// The law presumes consent (`COC`).
    PresumedConsent = "presumed_consent", NotApplicable, 12;
    /// The catalogue does not know the type of the holder.
    UnknownHolderType = "unknown_holder_type", Indeterminate, 11;
    /// The catalogue does not know the type of the consulter.
    UnknownConsulterType = "unknown_consulter_type", Indeterminate, 11;
    /// The catalogue does not know the data category.
    UnknownDataCategory = "unknown_data_category", Indeterminate, 11;
    /// A purpose other than `TREAT` and `COC`.
    UnknownPurpose = "unknown_purpose", Indeterminate, 12;
    /// The caller did not say whether there is a treatment relationship.
    TreatmentRelationshipNotAsserted = "treatment_relationship_not_asserted", Indeterminate, 13;
}
