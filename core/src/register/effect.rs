//! What a command does.

use alloc::vec::Vec;

use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

use crate::ids::ChoiceId;
use crate::profile::Profile;

/// What came of a command. Serialises to `{"effect": "recorded", "choice": "c1"}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// The choice was recorded, and takes part at once.
    Recorded(ChoiceId),
    /// The choice of a minor was recorded, and waits for a guardian (R20, R40): time to show the code for the guardian.
    Proposed(ChoiceId),
    /// A guardian approved the proposal: it takes part at once.
    Approved(ChoiceId),
    /// A guardian rejected the proposal: it has no effect.
    Rejected(ChoiceId),
    /// The choice was withdrawn.
    Withdrawn(ChoiceId),
    /// The same was recorded before: nothing has changed (R39).
    Repeated(ChoiceId),
    /// Another than the patient did it: the patient is told, if that is switched on (R32).
    PatientIsTold(ChoiceId),
}

impl Effect {
    /// The text of the wire format.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Effect::Recorded(_) => "recorded",
            Effect::Proposed(_) => "proposed",
            Effect::Approved(_) => "approved",
            Effect::Rejected(_) => "rejected",
            Effect::Withdrawn(_) => "withdrawn",
            Effect::Repeated(_) => "repeated",
            Effect::PatientIsTold(_) => "patient_is_told",
        }
    }

    /// The choice that it is about.
    #[must_use]
    pub const fn choice(&self) -> &ChoiceId {
        match self {
            Effect::Recorded(id)
            | Effect::Proposed(id)
            | Effect::Approved(id)
            | Effect::Rejected(id)
            | Effect::Withdrawn(id)
            | Effect::Repeated(id)
            | Effect::PatientIsTold(id) => id,
        }
    }
}

impl Serialize for Effect {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Effect", 2)?;
        fields.serialize_field("effect", self.name())?;
        fields.serialize_field("choice", self.choice())?;
        fields.end()
    }
}

/// A new profile and the effects of the command. Serialises to `{"effects": […], "profile": {…}}`.
#[derive(Clone, Debug, PartialEq)]
pub struct Registered {
    pub(super) profile: Profile,
    pub(super) effects: Vec<Effect>,
}

impl Registered {
    pub(super) fn repeat(profile: &Profile, id: &ChoiceId) -> Self {
        Registered {
            profile: profile.clone(),
            effects: alloc::vec![Effect::Repeated(id.clone())],
        }
    }

    /// The profile after the command.
    #[must_use]
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// What came of it, in order.
    #[must_use]
    pub fn effects(&self) -> &[Effect] {
        &self.effects
    }
}

impl Serialize for Registered {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Registered", 2)?;
        fields.serialize_field("effects", &self.effects)?;
        fields.serialize_field("profile", &self.profile)?;
        fields.end()
    }
}
