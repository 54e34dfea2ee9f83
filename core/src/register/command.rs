//! Commands: what a channel is asked to record, and how they are read.

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::catalogue::{Catalogue, OptionIndex};
use crate::error::ErrorCode;
use crate::ids::{ActorId, ChoiceId, ProviderId};
use crate::instant::Instant;
use crate::profile::{Answer, ConfirmationAnswer, Scope, ScopeFields, instant, wire_enum};
use crate::query::{Consulter, ConsulterFields, Holder};
use crate::reader::{Context, Flag, Stopped, Text, fields, named};
use crate::telling::{self, Lang};

/// What is new about a choice, whatever the channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewChoice {
    /// Its id: the same id with the same content is a repeat (R39).
    pub id: ChoiceId,
    /// Yes or no.
    pub answer: Answer,
    /// When the patient decided.
    pub decided_at: Instant,
}

impl NewChoice {
    /// A new choice.
    ///
    /// ```
    /// use akkoord::ids::ChoiceId;
    /// use akkoord::profile::Answer;
    /// use akkoord::register::NewChoice;
    /// let choice = NewChoice::new(ChoiceId::new("c1")?, Answer::Yes, "2026-03-01T09:00:00Z".parse()?);
    /// assert_eq!(choice.answer, Answer::Yes);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub const fn new(id: ChoiceId, answer: Answer, decided_at: Instant) -> Self {
        NewChoice {
            id,
            answer,
            decided_at,
        }
    }
}

/// A provider that records: its id, and its provider type of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provider {
    /// Its id.
    pub id: ProviderId,
    /// Its provider type.
    pub kind: Box<str>,
}

impl Provider {
    /// A provider.
    ///
    /// ```
    /// use akkoord::ids::ProviderId;
    /// use akkoord::register::Provider;
    /// let provider = Provider::new(ProviderId::new("ura:90000017")?, "Z3");
    /// assert_eq!(&*provider.kind, "Z3");
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn new(id: ProviderId, kind: impl Into<Box<str>>) -> Self {
        let kind = kind.into();
        Provider { id, kind }
    }
}

impl From<Holder> for Provider {
    fn from(holder: Holder) -> Self {
        Provider {
            id: holder.id,
            kind: holder.kind,
        }
    }
}

impl From<Consulter> for Provider {
    fn from(consulter: Consulter) -> Self {
        Provider {
            id: consulter.id,
            kind: consulter.kind,
        }
    }
}

/// Who is at the patient's own account (R34).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recorder {
    /// The patient.
    Patient,
    /// A guardian, on the account of a child under 12.
    Guardian(ActorId),
}

/// R37: whether the raadplegersknop is used in an emergency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Urgency {
    /// An emergency: 72 hours.
    Emergency,
    /// No emergency: until changed.
    Ordinary,
}

/// R37: whether the patient is enrolled with the consulter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Enrolment {
    /// Enrolled.
    Enrolled,
    /// Not enrolled, or not said: refused.
    NotEnrolled,
}

wire_enum! {
    /// R37: how the identity of the patient was established.
    Identity {
        /// Face to face.
        InPerson = "in_person",
        /// By the protocol for the telephone (S1 question 10).
        Telephone = "telephone",
    }
}

/// What a channel is asked to record (R34-R38), a guardian's answer (R40), or a withdrawal (R9).
///
/// ```
/// use akkoord::ids::{ChoiceId, PatientId, ProviderId};
/// use akkoord::profile::{Answer, Patient, Scope};
/// use akkoord::register::{Command, Enrolment, Identity, NewChoice, Provider, Recorder, Urgency};
/// use akkoord::error::ErrorCode;
/// use akkoord::{Engine, Instant, Profile};
/// let engine = Engine::mitz();
/// let profile = Profile::new(engine.catalogue(), Patient::new(PatientId::new("999990019")?), vec![])?;
/// let now = "2026-03-01T09:00:00Z".parse::<Instant>()?;
///
/// // The patient says no to one pharmacy, at home.
/// let no = Command::MijnMitz {
///     choice: NewChoice::new(ChoiceId::new("c1")?, Answer::No, now),
///     scope: Scope::individual(engine.catalogue(), ["ura:90000025"])?,
///     by: Recorder::Patient,
/// };
/// let profile = engine.register(&profile, &no, now)?.profile().clone();
///
/// // An out-of-hours post presses the button for that pharmacy: refused, since the no stands (R37).
/// let button = Command::Raadplegersknop {
///     choice: NewChoice::new(ChoiceId::new("e1")?, Answer::Yes, now),
///     consulter: Provider::new(ProviderId::new("ura:90000033")?, "N6"),
///     holders: vec![Provider::new(ProviderId::new("ura:90000025")?, "J8")],
///     urgency: Urgency::Emergency,
///     enrolment: Enrolment::Enrolled,
///     identity: Some(Identity::InPerson),
/// };
/// let refused = engine.register(&profile, &button, now).unwrap_err();
/// assert_eq!(refused.code(), ErrorCode::StandingObjection);
/// # Ok::<(), akkoord::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Command {
    /// R34: on MijnMitz.nl.
    MijnMitz {
        /// The choice.
        choice: NewChoice,
        /// What it is about.
        scope: Scope,
        /// Who is at the account.
        by: Recorder,
    },
    /// R35: by a care worker together with the patient.
    SamenNaarMijnMitz {
        /// The choice.
        choice: NewChoice,
        /// What it is about.
        scope: Scope,
        /// Who records it.
        care_worker: ActorId,
        /// Together with whom.
        with: Recorder,
    },
    /// R36: by the holder, for itself alone.
    Dossierhoudersknop {
        /// The choice.
        choice: NewChoice,
        /// The holder.
        holder: Provider,
    },
    /// R37: by the consulter, for one or more holders.
    Raadplegersknop {
        /// The choice.
        choice: NewChoice,
        /// The consulter.
        consulter: Provider,
        /// The holders; at least one.
        holders: Vec<Provider>,
        /// Whether it is an emergency.
        urgency: Urgency,
        /// Whether the patient is enrolled.
        enrolment: Enrolment,
        /// How the identity was established; none: it was not.
        identity: Option<Identity>,
    },
    /// R38: a consent given earlier, carried over by the holder.
    Migration {
        /// The choice.
        choice: NewChoice,
        /// The holder.
        holder: Provider,
        /// The ids of the options; none: all of its row.
        options: Option<Vec<Box<str>>>,
    },
    /// R40: a guardian's answer to a proposal.
    Confirm {
        /// The proposal.
        choice: ChoiceId,
        /// Approved or rejected.
        answer: ConfirmationAnswer,
        /// The guardian.
        by: ActorId,
    },
    /// R9: the end of a choice.
    Withdraw {
        /// The choice.
        choice: ChoiceId,
        /// Who is at the account.
        by: Recorder,
    },
}

fn recorder(guardian: Option<ActorId>) -> Recorder {
    guardian.map_or(Recorder::Patient, Recorder::Guardian)
}

fields! {
    pub(crate) RegisterFields(catalogue: &'c Catalogue) => (Command, Instant, Option<Lang>) {
        required "command" command: Command = CommandFields::shape(catalogue),
        required "now" now: Instant = Text(instant),
        optional "explain" explain: Lang = Text(telling::lang),
    }
}

impl RegisterFields<'_> {
    fn checked(self, _: &Context) -> Result<Option<(Command, Instant, Option<Lang>)>, Stopped> {
        let (Some(command), Some(now)) = (self.command, self.now) else {
            return Ok(None);
        };
        Ok(Some((command, now, self.explain)))
    }
}

fields! {
    pub(super) CommandFields(catalogue: &'c Catalogue) => Command {
        optional "mijn_mitz" mijn_mitz: Command = MijnMitzFields::shape(catalogue),
        optional "samen_naar_mijn_mitz" samen: Command = SamenFields::shape(catalogue),
        optional "dossierhoudersknop" dossierhoudersknop: Command = DossierhoudersknopFields::shape(()),
        optional "raadplegersknop" raadplegersknop: Command = RaadplegersknopFields::shape(()),
        optional "migration" migration: Command = MigrationFields::shape(catalogue),
        optional "confirm" confirm: Command = ConfirmFields::shape(()),
        optional "withdraw" withdraw: Command = WithdrawFields::shape(()),
    }
}

impl CommandFields<'_> {
    /// Exactly one command; a second one is a field too many, none a field too few.
    fn checked(self, context: &Context) -> Result<Option<Command>, Stopped> {
        let names = [
            "mijn_mitz",
            "samen_naar_mijn_mitz",
            "dossierhoudersknop",
            "raadplegersknop",
            "migration",
            "confirm",
            "withdraw",
        ];
        let mut given = names.iter().filter(|name| context.was_given::<Self>(name));
        if given.next().is_none() {
            context.fault_at(ErrorCode::MissingField, "mijn_mitz")?;
        }
        for name in given {
            context.fault_at(ErrorCode::UnknownField, name)?;
        }
        let by_a_person = self.mijn_mitz.or(self.samen);
        let by_a_button = self.dossierhoudersknop.or(self.raadplegersknop);
        let of_a_choice = self.confirm.or(self.withdraw);
        Ok(by_a_person
            .or(by_a_button)
            .or(self.migration)
            .or(of_a_choice))
    }
}

fields! {
    NewChoiceFields(_given: ()) => NewChoice {
        required "id" id: ChoiceId = Text(ChoiceId::read),
        required "answer" answer: Answer = Text(Answer::read),
        required "decided_at" decided_at: Instant = Text(instant),
    }
}

impl NewChoiceFields<'_> {
    fn checked(self, _: &Context) -> Result<Option<NewChoice>, Stopped> {
        let (Some(id), Some(answer), Some(decided_at)) = (self.id, self.answer, self.decided_at)
        else {
            return Ok(None);
        };
        Ok(Some(NewChoice {
            id,
            answer,
            decided_at,
        }))
    }
}

fields! {
    MijnMitzFields(catalogue: &'c Catalogue) => Command {
        required "choice" choice: NewChoice = NewChoiceFields::shape(()),
        required "scope" scope: Scope = ScopeFields::shape(catalogue),
        optional "guardian" guardian: ActorId = Text(ActorId::read),
    }
}

impl MijnMitzFields<'_> {
    fn checked(self, _: &Context) -> Result<Option<Command>, Stopped> {
        let (Some(choice), Some(scope)) = (self.choice, self.scope) else {
            return Ok(None);
        };
        let by = recorder(self.guardian);
        Ok(Some(Command::MijnMitz { choice, scope, by }))
    }
}

fields! {
    SamenFields(catalogue: &'c Catalogue) => Command {
        required "choice" choice: NewChoice = NewChoiceFields::shape(()),
        required "scope" scope: Scope = ScopeFields::shape(catalogue),
        required "care_worker" care_worker: ActorId = Text(ActorId::read),
        optional "guardian" guardian: ActorId = Text(ActorId::read),
    }
}

impl SamenFields<'_> {
    fn checked(self, _: &Context) -> Result<Option<Command>, Stopped> {
        let (Some(choice), Some(scope), Some(care_worker)) =
            (self.choice, self.scope, self.care_worker)
        else {
            return Ok(None);
        };
        Ok(Some(Command::SamenNaarMijnMitz {
            choice,
            scope,
            care_worker,
            with: recorder(self.guardian),
        }))
    }
}

fields! {
    DossierhoudersknopFields(_given: ()) => Command {
        required "choice" choice: NewChoice = NewChoiceFields::shape(()),
        required "holder" holder: Consulter = ConsulterFields::shape(()),
    }
}

impl DossierhoudersknopFields<'_> {
    fn checked(self, _: &Context) -> Result<Option<Command>, Stopped> {
        let (Some(choice), Some(holder)) = (self.choice, self.holder) else {
            return Ok(None);
        };
        let holder = holder.into();
        Ok(Some(Command::Dossierhoudersknop { choice, holder }))
    }
}

fields! {
    RaadplegersknopFields(_given: ()) => Command {
        required "choice" choice: NewChoice = NewChoiceFields::shape(()),
        required "consulter" consulter: Consulter = ConsulterFields::shape(()),
        required "holders" holders: Vec<Consulter> = named(|| ConsulterFields::shape(())),
        optional "emergency" urgency: Urgency =
            Flag(|emergency| if emergency { Urgency::Emergency } else { Urgency::Ordinary }),
        optional "enrolled" enrolment: Enrolment =
            Flag(|enrolled| if enrolled { Enrolment::Enrolled } else { Enrolment::NotEnrolled }),
        optional "identity" identity: Identity = Text(Identity::read),
    }
}

impl RaadplegersknopFields<'_> {
    fn checked(self, _: &Context) -> Result<Option<Command>, Stopped> {
        let (Some(choice), Some(consulter), Some(holders)) =
            (self.choice, self.consulter, self.holders)
        else {
            return Ok(None);
        };
        Ok(Some(Command::Raadplegersknop {
            choice,
            consulter: consulter.into(),
            holders: holders.into_iter().map(Provider::from).collect(),
            urgency: self.urgency.unwrap_or(Urgency::Ordinary),
            enrolment: self.enrolment.unwrap_or(Enrolment::NotEnrolled),
            identity: self.identity,
        }))
    }
}

fields! {
    MigrationFields(catalogue: &'c Catalogue) => Command {
        required "choice" choice: NewChoice = NewChoiceFields::shape(()),
        required "holder" holder: Consulter = ConsulterFields::shape(()),
        optional "options" options: Vec<OptionIndex> =
            named(|| Text(|id: &str| catalogue.option_index(id).ok_or(ErrorCode::UnknownOption))),
    }
}

impl MigrationFields<'_> {
    fn checked(self, _: &Context) -> Result<Option<Command>, Stopped> {
        let (Some(choice), Some(holder)) = (self.choice, self.holder) else {
            return Ok(None);
        };
        let catalogue = self.catalogue;
        let id = |index: OptionIndex| Some(catalogue.option_row(index)?.id().into());
        Ok(Some(Command::Migration {
            choice,
            holder: holder.into(),
            options: self
                .options
                .map(|options| options.into_iter().filter_map(id).collect()),
        }))
    }
}

fields! {
    ConfirmFields(_given: ()) => Command {
        required "choice" choice: ChoiceId = Text(ChoiceId::read),
        required "answer" answer: ConfirmationAnswer = Text(ConfirmationAnswer::read),
        required "guardian" by: ActorId = Text(ActorId::read),
    }
}

impl ConfirmFields<'_> {
    fn checked(self, _: &Context) -> Result<Option<Command>, Stopped> {
        let (Some(choice), Some(answer), Some(by)) = (self.choice, self.answer, self.by) else {
            return Ok(None);
        };
        Ok(Some(Command::Confirm { choice, answer, by }))
    }
}

fields! {
    WithdrawFields(_given: ()) => Command {
        required "choice" choice: ChoiceId = Text(ChoiceId::read),
        optional "guardian" guardian: ActorId = Text(ActorId::read),
    }
}

impl WithdrawFields<'_> {
    fn checked(self, _: &Context) -> Result<Option<Command>, Stopped> {
        let by = recorder(self.guardian);
        Ok(self.choice.map(|choice| Command::Withdraw { choice, by }))
    }
}
