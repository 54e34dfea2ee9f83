//! A choice (R6): one recorded answer of the patient.

use crate::error::{Error, ErrorCode};
use crate::ids::{ActorId, ChoiceId, ProviderId};
use crate::instant::Instant;
use crate::profile::scope::{Level, Scope};

use alloc::boxed::Box;

/// Declares an enum of the wire format: each variant with the text that stands for it.
macro_rules! wire_enum {
    ($(#[$meta:meta])* $name:ident { $( $(#[$variant_meta:meta])* $variant:ident = $text:literal, )* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $( $(#[$variant_meta])* $variant, )* }

        impl $name {
            /// The text of the wire format.
            ///
            /// ```
            /// assert_eq!(akkoord::profile::Answer::Yes.name(), "yes");
            /// assert_eq!(akkoord::profile::Channel::MijnMitz.name(), "mijn_mitz");
            /// ```
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $( $name::$variant => $text, )* }
            }

            #[allow(dead_code, clippy::allow_attributes, reason = "what is only written has no reader")]
            pub(crate) fn read(text: &str) -> Result<Self, $crate::error::ErrorCode> {
                match text {
                    $( $text => Ok($name::$variant), )*
                    _ => Err($crate::error::ErrorCode::UnknownValue),
                }
            }
        }

        /// The text of the wire format.
        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(self.name())
            }
        }
    };
}
pub(crate) use wire_enum;

wire_enum! {
    /// Yes or no.
    Answer {
        /// Consent.
        Yes = "yes",
        /// An objection (bezwaar): an explicit no.
        No = "no",
    }
}

wire_enum! {
    /// How a choice came in.
    Channel {
        /// By the patient, on MijnMitz.nl.
        MijnMitz = "mijn_mitz",
        /// By a care worker together with the patient, as if the patient did it.
        SamenNaarMijnMitz = "samen_naar_mijn_mitz",
        /// By the holder, for itself.
        Dossierhoudersknop = "dossierhoudersknop",
        /// By the consulter, for one or more holders.
        Raadplegersknop = "raadplegersknop",
        /// A consent given earlier, carried over by the holder.
        Migration = "migration",
    }
}

wire_enum! {
    /// What the guardian said.
    ConfirmationAnswer {
        /// The choice takes part from then on (R20).
        Approved = "approved",
        /// The choice has no effect.
        Rejected = "rejected",
    }
}

impl Channel {
    /// R20: whether the patient's own age matters: the buttons and migration need no confirmation.
    pub(crate) fn asks_for_confirmation(self) -> bool {
        match self {
            Channel::MijnMitz | Channel::SamenNaarMijnMitz => true,
            Channel::Dossierhoudersknop | Channel::Raadplegersknop | Channel::Migration => false,
        }
    }

    /// Wire format: emergency only by the raadplegersknop; blanket and categorical only where the patient takes part.
    fn can_write(self, level: Level) -> bool {
        match level {
            Level::Blanket | Level::Categorical => {
                matches!(self, Channel::MijnMitz | Channel::SamenNaarMijnMitz)
            }
            Level::Individual => true,
            Level::Emergency => matches!(self, Channel::Raadplegersknop),
        }
    }
}

/// A guardian's answer to a choice of a minor (R20). Kept and ignored where none is needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmation {
    /// Approved or rejected.
    pub answer: ConfirmationAnswer,
    /// When.
    pub at: Instant,
    /// By whom: never the patient, in a profile.
    pub by: ActorId,
}

/// When a choice was made and when the register learnt it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Times {
    /// When the patient decided.
    pub decided_at: Instant,
    /// When the register learnt it; never before `decided_at` (R6).
    pub recorded_at: Instant,
}

/// One recorded answer, yes or no, of the patient (R6).
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    pub(super) id: ChoiceId,
    pub(super) answer: Answer,
    pub(super) scope: Scope,
    pub(super) channel: Channel,
    pub(super) times: Times,
    pub(super) recorded_by: Option<ActorId>,
    /// Boxed: most choices have none.
    pub(super) confirmation: Option<Box<Confirmation>>,
    pub(super) withdrawn_at: Option<Instant>,
}

impl Choice {
    /// A choice that nobody withdrew.
    ///
    /// # Errors
    /// `recorded_before_decided`; `channel_not_allowed` for a level that the channel cannot write.
    ///
    /// ```
    /// # use akkoord::error::ErrorCode;
    /// # use akkoord::{Catalogue, Instant};
    /// # use akkoord::ids::ChoiceId;
    /// # use akkoord::profile::{Answer, Channel, Choice, Scope, Times};
    /// # let catalogue = Catalogue::mitz();
    /// # let id = ChoiceId::new("c1")?;
    /// # let scope = Scope::categorical(&catalogue, "apotheken")?;
    /// # let at = "2026-01-02T10:00:00Z".parse::<Instant>()?;
    /// # let times = Times { decided_at: at, recorded_at: at };
    /// let choice = Choice::new(id.clone(), Answer::No, scope.clone(), Channel::MijnMitz, times)?;
    /// assert_eq!(choice.withdrawn_at(), None);
    /// // The button of a holder is for that holder: it cannot write a choice about all pharmacies.
    /// let refused = Choice::new(id, Answer::No, scope, Channel::Dossierhoudersknop, times);
    /// assert_eq!(refused.unwrap_err().code(), ErrorCode::ChannelNotAllowed);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    pub fn new(
        id: ChoiceId,
        answer: Answer,
        scope: Scope,
        channel: Channel,
        times: Times,
    ) -> Result<Self, Error> {
        let (recorded_by, confirmation, withdrawn_at) = (None, None, None);
        Choice {
            id,
            answer,
            scope,
            channel,
            times,
            recorded_by,
            confirmation,
            withdrawn_at,
        }
        .whole()
    }

    /// With who recorded it, in the place of who was named before.
    ///
    /// ```
    /// # use akkoord::ids::ActorId;
    /// # use akkoord::{Catalogue, Instant};
    /// # use akkoord::ids::ChoiceId;
    /// # use akkoord::profile::{Answer, Channel, Choice, Scope, Times};
    /// # let catalogue = Catalogue::mitz();
    /// # let id = ChoiceId::new("c1")?;
    /// # let scope = Scope::categorical(&catalogue, "apotheken")?;
    /// # let at = "2026-01-02T10:00:00Z".parse::<Instant>()?;
    /// # let times = Times { decided_at: at, recorded_at: at };
    /// # let choice = Choice::new(id, Answer::No, scope, Channel::MijnMitz, times)?;
    /// assert_eq!(choice.recorder(), None);
    /// let choice = choice.recorded_by(ActorId::patient());
    /// assert_eq!(choice.recorder(), Some(&ActorId::patient()));
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn recorded_by(mut self, by: ActorId) -> Self {
        self.recorded_by = Some(by);
        self
    }

    /// With a guardian's answer.
    ///
    /// # Errors
    /// `confirmed_before_recorded`.
    ///
    /// ```
    /// # use akkoord::error::ErrorCode;
    /// # use akkoord::ids::ActorId;
    /// # use akkoord::profile::{Confirmation, ConfirmationAnswer};
    /// # use akkoord::{Catalogue, Instant};
    /// # use akkoord::ids::ChoiceId;
    /// # use akkoord::profile::{Answer, Channel, Choice, Scope, Times};
    /// # let catalogue = Catalogue::mitz();
    /// # let id = ChoiceId::new("c1")?;
    /// # let scope = Scope::categorical(&catalogue, "apotheken")?;
    /// # let at = "2026-01-02T10:00:00Z".parse::<Instant>()?;
    /// # let times = Times { decided_at: at, recorded_at: at };
    /// # let choice = Choice::new(id, Answer::No, scope, Channel::MijnMitz, times)?;
    /// # let confirmation = Confirmation {
    /// #     answer: ConfirmationAnswer::Approved,
    /// #     at: "2026-01-20T12:00:00Z".parse()?,
    /// #     by: ActorId::new("guardian-1")?,
    /// # };
    /// // Recorded on 2 January, approved by a guardian on 20 January.
    /// let confirmed = choice.clone().confirmed(confirmation.clone())?;
    /// assert_eq!(confirmed.confirmation(), Some(&confirmation));
    /// let too_early = Confirmation { at: "2026-01-01T12:00:00Z".parse()?, ..confirmation };
    /// assert_eq!(choice.confirmed(too_early).unwrap_err().code(), ErrorCode::ConfirmedBeforeRecorded);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    pub fn confirmed(mut self, confirmation: Confirmation) -> Result<Self, Error> {
        self.confirmation = Some(Box::new(confirmation));
        self.whole()
    }

    /// Withdrawn from this instant on (R9).
    ///
    /// # Errors
    /// `withdrawn_before_recorded`.
    ///
    /// ```
    /// # use akkoord::error::ErrorCode;
    /// # use akkoord::{Catalogue, Instant};
    /// # use akkoord::ids::ChoiceId;
    /// # use akkoord::profile::{Answer, Channel, Choice, Scope, Times};
    /// # let catalogue = Catalogue::mitz();
    /// # let id = ChoiceId::new("c1")?;
    /// # let scope = Scope::categorical(&catalogue, "apotheken")?;
    /// # let at = "2026-01-02T10:00:00Z".parse::<Instant>()?;
    /// # let times = Times { decided_at: at, recorded_at: at };
    /// # let choice = Choice::new(id, Answer::No, scope, Channel::MijnMitz, times)?;
    /// // Recorded on 2 January.
    /// let end = "2026-02-01T12:00:00Z".parse::<Instant>()?;
    /// assert_eq!(choice.clone().withdrawn(end)?.withdrawn_at(), Some(end));
    /// let too_early = choice.withdrawn("2026-01-01T12:00:00Z".parse()?);
    /// assert_eq!(too_early.unwrap_err().code(), ErrorCode::WithdrawnBeforeRecorded);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    pub fn withdrawn(mut self, at: Instant) -> Result<Self, Error> {
        self.withdrawn_at = Some(at);
        self.whole()
    }

    fn whole(self) -> Result<Self, Error> {
        let fault = self.faults().next();
        fault.map_or(Ok(self), |(code, path)| Err(Error::new(code, path)))
    }

    /// What does not fit together, with the field at fault: the one place for the checks between fields.
    pub(super) fn faults(&self) -> impl Iterator<Item = (ErrorCode, &'static str)> + use<> {
        let recorded = self.times.recorded_at;
        [
            (recorded < self.times.decided_at)
                .then_some((ErrorCode::RecordedBeforeDecided, "recorded_at")),
            self.confirmation
                .as_ref()
                .is_some_and(|confirmation| confirmation.at < recorded)
                .then_some((ErrorCode::ConfirmedBeforeRecorded, "confirmation.at")),
            self.withdrawn_at
                .is_some_and(|withdrawn| withdrawn < recorded)
                .then_some((ErrorCode::WithdrawnBeforeRecorded, "withdrawn_at")),
            (!self.channel.can_write(self.scope.level()))
                .then_some((ErrorCode::ChannelNotAllowed, "channel")),
        ]
        .into_iter()
        .flatten()
    }

    /// The id, unique within its profile.
    ///
    /// ```
    /// # use akkoord::{Catalogue, Instant};
    /// # use akkoord::ids::ChoiceId;
    /// # use akkoord::profile::{Answer, Channel, Choice, Scope, Times};
    /// # let catalogue = Catalogue::mitz();
    /// # let id = ChoiceId::new("c1")?;
    /// # let scope = Scope::categorical(&catalogue, "apotheken")?;
    /// # let at = "2026-01-02T10:00:00Z".parse::<Instant>()?;
    /// # let times = Times { decided_at: at, recorded_at: at };
    /// let choice = Choice::new(id, Answer::No, scope, Channel::MijnMitz, times)?;
    /// assert_eq!(choice.id().as_str(), "c1");
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn id(&self) -> &ChoiceId {
        &self.id
    }

    /// Yes or no.
    ///
    /// ```
    /// # use akkoord::{Catalogue, Instant};
    /// # use akkoord::ids::ChoiceId;
    /// # use akkoord::profile::{Answer, Channel, Choice, Scope, Times};
    /// # let catalogue = Catalogue::mitz();
    /// # let id = ChoiceId::new("c1")?;
    /// # let scope = Scope::categorical(&catalogue, "apotheken")?;
    /// # let at = "2026-01-02T10:00:00Z".parse::<Instant>()?;
    /// # let times = Times { decided_at: at, recorded_at: at };
    /// let choice = Choice::new(id, Answer::No, scope, Channel::MijnMitz, times)?;
    /// assert_eq!(choice.answer(), Answer::No);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn answer(&self) -> Answer {
        self.answer
    }

    /// What it is about.
    ///
    /// ```
    /// # use akkoord::profile::Level;
    /// # use akkoord::{Catalogue, Instant};
    /// # use akkoord::ids::ChoiceId;
    /// # use akkoord::profile::{Answer, Channel, Choice, Scope, Times};
    /// # let catalogue = Catalogue::mitz();
    /// # let id = ChoiceId::new("c1")?;
    /// # let at = "2026-01-02T10:00:00Z".parse::<Instant>()?;
    /// # let times = Times { decided_at: at, recorded_at: at };
    /// let scope = Scope::categorical(&catalogue, "apotheken")?;
    /// let choice = Choice::new(id, Answer::No, scope, Channel::MijnMitz, times)?;
    /// assert_eq!(choice.scope().level(), Level::Categorical);
    /// assert_eq!(choice.scope().holder_category(&catalogue).map(|category| category.en()), Some("pharmacies"));
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// How it came in.
    ///
    /// ```
    /// # use akkoord::{Catalogue, Instant};
    /// # use akkoord::ids::ChoiceId;
    /// # use akkoord::profile::{Answer, Channel, Choice, Scope, Times};
    /// # let catalogue = Catalogue::mitz();
    /// # let id = ChoiceId::new("c1")?;
    /// # let scope = Scope::categorical(&catalogue, "apotheken")?;
    /// # let at = "2026-01-02T10:00:00Z".parse::<Instant>()?;
    /// # let times = Times { decided_at: at, recorded_at: at };
    /// let choice = Choice::new(id, Answer::No, scope, Channel::MijnMitz, times)?;
    /// assert_eq!(choice.channel(), Channel::MijnMitz);
    /// assert_eq!(choice.channel().name(), "mijn_mitz");
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn channel(&self) -> Channel {
        self.channel
    }

    /// When the patient decided.
    ///
    /// ```
    /// # use akkoord::Catalogue;
    /// # use akkoord::ids::ChoiceId;
    /// # use akkoord::profile::{Answer, Channel, Choice, Scope, Times};
    /// # let catalogue = Catalogue::mitz();
    /// # let id = ChoiceId::new("c1")?;
    /// # let scope = Scope::categorical(&catalogue, "apotheken")?;
    /// let times = Times { decided_at: "2026-01-02T10:00:00Z".parse()?, recorded_at: "2026-01-03T09:00:00Z".parse()? };
    /// let choice = Choice::new(id, Answer::No, scope, Channel::MijnMitz, times)?;
    /// assert_eq!(choice.decided_at().to_string(), "2026-01-02T10:00:00Z");
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn decided_at(&self) -> Instant {
        self.times.decided_at
    }

    /// When the register learnt it.
    ///
    /// ```
    /// # use akkoord::Catalogue;
    /// # use akkoord::ids::ChoiceId;
    /// # use akkoord::profile::{Answer, Channel, Choice, Scope, Times};
    /// # let catalogue = Catalogue::mitz();
    /// # let id = ChoiceId::new("c1")?;
    /// # let scope = Scope::categorical(&catalogue, "apotheken")?;
    /// let times = Times { decided_at: "2026-01-02T10:00:00Z".parse()?, recorded_at: "2026-01-03T09:00:00Z".parse()? };
    /// let choice = Choice::new(id, Answer::No, scope, Channel::MijnMitz, times)?;
    /// assert_eq!(choice.recorded_at().to_string(), "2026-01-03T09:00:00Z");
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn recorded_at(&self) -> Instant {
        self.times.recorded_at
    }

    /// Who recorded it, if that is known.
    ///
    /// ```
    /// # use akkoord::ids::ActorId;
    /// # use akkoord::{Catalogue, Instant};
    /// # use akkoord::ids::ChoiceId;
    /// # use akkoord::profile::{Answer, Channel, Choice, Scope, Times};
    /// # let catalogue = Catalogue::mitz();
    /// # let id = ChoiceId::new("c1")?;
    /// # let scope = Scope::categorical(&catalogue, "apotheken")?;
    /// # let at = "2026-01-02T10:00:00Z".parse::<Instant>()?;
    /// # let times = Times { decided_at: at, recorded_at: at };
    /// # let choice = Choice::new(id, Answer::No, scope, Channel::MijnMitz, times)?;
    /// let choice = choice.recorded_by(ActorId::new("ura:90000017")?);
    /// assert_eq!(choice.recorder().map(|by| by.as_str()), Some("ura:90000017"));
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn recorder(&self) -> Option<&ActorId> {
        self.recorded_by.as_ref()
    }

    /// The guardian's answer, if there is one.
    ///
    /// ```
    /// # use akkoord::ids::ActorId;
    /// # use akkoord::profile::{Confirmation, ConfirmationAnswer};
    /// # use akkoord::{Catalogue, Instant};
    /// # use akkoord::ids::ChoiceId;
    /// # use akkoord::profile::{Answer, Channel, Choice, Scope, Times};
    /// # let catalogue = Catalogue::mitz();
    /// # let id = ChoiceId::new("c1")?;
    /// # let scope = Scope::categorical(&catalogue, "apotheken")?;
    /// # let at = "2026-01-02T10:00:00Z".parse::<Instant>()?;
    /// # let times = Times { decided_at: at, recorded_at: at };
    /// # let choice = Choice::new(id, Answer::No, scope, Channel::MijnMitz, times)?;
    /// assert_eq!(choice.confirmation(), None);
    /// let confirmation = Confirmation {
    ///     answer: ConfirmationAnswer::Approved,
    ///     at: "2026-01-20T12:00:00Z".parse()?,
    ///     by: ActorId::new("guardian-1")?,
    /// };
    /// let choice = choice.confirmed(confirmation)?;
    /// assert_eq!(choice.confirmation().map(|one| one.answer), Some(ConfirmationAnswer::Approved));
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn confirmation(&self) -> Option<&Confirmation> {
        self.confirmation.as_deref()
    }

    /// From when it is withdrawn, if it is.
    ///
    /// ```
    /// # use akkoord::{Catalogue, Instant};
    /// # use akkoord::ids::ChoiceId;
    /// # use akkoord::profile::{Answer, Channel, Choice, Scope, Times};
    /// # let catalogue = Catalogue::mitz();
    /// # let id = ChoiceId::new("c1")?;
    /// # let scope = Scope::categorical(&catalogue, "apotheken")?;
    /// # let at = "2026-01-02T10:00:00Z".parse::<Instant>()?;
    /// # let times = Times { decided_at: at, recorded_at: at };
    /// # let choice = Choice::new(id, Answer::No, scope, Channel::MijnMitz, times)?;
    /// assert_eq!(choice.withdrawn_at(), None);
    /// let end = "2026-02-01T12:00:00Z".parse::<Instant>()?;
    /// assert_eq!(choice.withdrawn(end)?.withdrawn_at(), Some(end));
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn withdrawn_at(&self) -> Option<Instant> {
        self.withdrawn_at
    }

    /// The same choice, as far as this holder goes, which it names if it names any.
    pub(crate) fn for_holder(&self, holder: &ProviderId) -> Self {
        Choice {
            id: self.id.clone(),
            scope: self.scope.for_holder(holder),
            recorded_by: self.recorded_by.clone(),
            confirmation: self.confirmation.clone(),
            ..*self
        }
    }

    /// R9: whether it is withdrawn by this instant.
    pub(crate) fn is_withdrawn(&self, at: Instant) -> bool {
        self.withdrawn_at.is_some_and(|withdrawn| withdrawn <= at)
    }
}
