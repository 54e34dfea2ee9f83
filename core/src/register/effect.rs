//! What a command does.

use alloc::vec::Vec;

use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

use crate::ids::ChoiceId;
use crate::profile::Profile;

/// What came of a command. Serialises to `{"effect": "recorded", "choice": "c1"}`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
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
    ///
    /// ```
    /// # use akkoord::ids::ChoiceId;
    /// # use akkoord::register::Effect;
    /// assert_eq!(Effect::Recorded(ChoiceId::new("c1")?).name(), "recorded");
    /// assert_eq!(Effect::PatientIsTold(ChoiceId::new("c1")?).name(), "patient_is_told");
    /// # Ok::<(), akkoord::Error>(())
    /// ```
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
    ///
    /// ```
    /// # use akkoord::ids::ChoiceId;
    /// # use akkoord::register::Effect;
    /// let effect = Effect::Withdrawn(ChoiceId::new("c1")?);
    /// assert_eq!(effect.choice().as_str(), "c1");
    /// # Ok::<(), akkoord::Error>(())
    /// ```
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
    ///
    /// ```
    /// # use akkoord::Instant;
    /// # use akkoord::ids::{ChoiceId, ProviderId};
    /// # use akkoord::profile::Answer;
    /// # use akkoord::register::{Command, NewChoice, Provider};
    /// # let engine = akkoord::Engine::mitz();
    /// # let profile = engine.read_profile(r#"{"patient": {"id": "999990019"}, "choices": []}"#)?;
    /// # let now = "2026-03-01T09:00:00Z".parse::<Instant>()?;
    /// # let command = Command::Dossierhoudersknop {
    /// #     choice: NewChoice { id: ChoiceId::new("c1")?, answer: Answer::Yes, decided_at: now },
    /// #     holder: Provider { id: ProviderId::new("ura:90000017")?, kind: "Z3".into() },
    /// # };
    /// // A GP practice presses its button: the patient says yes.
    /// let registered = engine.register(&profile, &command, now)?;
    /// assert_eq!(registered.profile().choices()[0].id().as_str(), "c1");
    /// assert!(profile.choices().is_empty(), "the profile that was given stays as it was");
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// What came of it: first what became of the choice, then whether the patient is told.
    ///
    /// ```
    /// # use akkoord::Instant;
    /// # use akkoord::ids::{ChoiceId, ProviderId};
    /// # use akkoord::profile::Answer;
    /// # use akkoord::register::{Command, NewChoice, Provider};
    /// # let engine = akkoord::Engine::mitz();
    /// # let profile = engine.read_profile(r#"{"patient": {"id": "999990019"}, "choices": []}"#)?;
    /// # let now = "2026-03-01T09:00:00Z".parse::<Instant>()?;
    /// # let command = Command::Dossierhoudersknop {
    /// #     choice: NewChoice { id: ChoiceId::new("c1")?, answer: Answer::Yes, decided_at: now },
    /// #     holder: Provider { id: ProviderId::new("ura:90000017")?, kind: "Z3".into() },
    /// # };
    /// // A GP practice presses its button: the patient says yes.
    /// let registered = engine.register(&profile, &command, now)?;
    /// let names: Vec<&str> = registered.effects().iter().map(|effect| effect.name()).collect();
    /// assert_eq!(names, ["recorded", "patient_is_told"]);
    /// // The same command again.
    /// let again = engine.register(registered.profile(), &command, now)?;
    /// assert_eq!(again.effects()[0].name(), "repeated");
    /// # Ok::<(), akkoord::Error>(())
    /// ```
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
