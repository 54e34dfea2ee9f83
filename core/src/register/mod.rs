//! Recording (R34-R40): a choice enters a profile only through a channel, which checks. Commands in; a new profile and its
//! effects out, or a refusal with a code. Pure: `now` is an argument, and a refusal changes nothing.

mod command;
mod effect;
mod guardian;
mod r34_mijn_mitz;
mod r35_samen_naar_mijn_mitz;
mod r36_dossierhoudersknop;
mod r37_raadplegersknop;
mod r38_migration;
mod r39_refused_always;
mod r40_confirmation;
mod withdrawal;

use alloc::vec::Vec;

use command::CommandFields;
pub(crate) use command::RegisterFields;
pub use command::{Command, Enrolment, Identity, NewChoice, Provider, Recorder, Urgency};
pub use effect::{Effect, Registered};

use crate::engine::Engine;
use crate::error::{Error, ErrorCode};
use crate::ids::ActorId;
use crate::instant::Instant;
use crate::law::Law;
use crate::order;
use crate::precedence::Adulthood;
use crate::profile::{Channel, Choice, Profile, Scope, Times};
use crate::reader;

impl Engine {
    /// Reads a command of a channel, strictly: an object with one key, the name of the channel (wire format).
    ///
    /// # Errors
    /// The first fault, with a code, a path and a line.
    ///
    /// ```
    /// use akkoord::register::Command;
    /// let engine = akkoord::Engine::mitz();
    /// let command = engine.read_command(r#"{"withdraw": {"choice": "c1"}}"#)?;
    /// assert!(matches!(command, Command::Withdraw { .. }));
    /// assert_eq!(engine.read_command("{}").unwrap_err().path(), "mijn_mitz");
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    pub fn read_command(&self, json: &str) -> Result<Command, Error> {
        reader::read(json, 1, CommandFields::shape(self.catalogue()))
    }

    /// R34-R40: applies one command to a profile at the instant `now`, which the register's own clock gives.
    ///
    /// The same command again changes nothing (R39). The choices of the new profile stand in the order in which they were
    /// recorded, then by id, so that a history gives the same profile in whatever order it is replayed, as long as an
    /// answer follows its proposal, a withdrawal its choice, and an emergency yes what was recorded before it (R37).
    ///
    /// # Errors
    /// A refusal: the codes from 80 to 94, besides `unknown_choice`, `channel_not_allowed`, `too_many_choices`,
    /// `confirmed_before_recorded`, `withdrawn_before_recorded` and `catalogue_mismatch`. A command that is put
    /// together in Rust can also give `unknown_option` and `empty_list`.
    ///
    /// The path begins with `command` for most. It is `now` for an instant at which nothing can be recorded, `choices`
    /// for a profile that is full, and `scope.holders` for an empty list of holders. For another catalogue it is
    /// `profile.catalogue`, or begins with `choices` if it is that of the scope of the command.
    ///
    /// ```
    /// use akkoord::{Engine, Instant, Profile};
    /// use akkoord::ids::{ChoiceId, PatientId, ProviderId};
    /// use akkoord::profile::{Answer, Patient};
    /// use akkoord::register::{Command, NewChoice, Provider};
    /// let engine = Engine::mitz();
    /// let profile = Profile::new(engine.catalogue(), Patient::new(PatientId::new("999990019")?), vec![])?;
    /// let now = "2026-03-01T09:00:00Z".parse::<Instant>()?;
    /// let command = Command::Dossierhoudersknop {
    ///     choice: NewChoice { id: ChoiceId::new("c1")?, answer: Answer::Yes, decided_at: now },
    ///     holder: Provider { id: ProviderId::new("ura:90000017")?, kind: "Z3".into() },
    /// };
    /// let registered = engine.register(&profile, &command, now)?;
    /// assert_eq!(registered.profile().choices().len(), 1);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    pub fn register(
        &self,
        profile: &Profile,
        command: &Command,
        now: Instant,
    ) -> Result<Registered, Error> {
        self.same_catalogue(profile)?;
        let register = Register {
            engine: self,
            law: self.law(),
            profile,
            now,
        };
        r39_refused_always::now_is_sane(now)?;
        r39_refused_always::patient_is_alive(&register)?;
        match command {
            Command::MijnMitz { choice, scope, by } => {
                r34_mijn_mitz::record(&register, choice, scope, by)
            }
            Command::SamenNaarMijnMitz {
                choice,
                scope,
                care_worker,
                with,
            } => r35_samen_naar_mijn_mitz::record(&register, choice, scope, care_worker, with),
            Command::Dossierhoudersknop { choice, holder } => {
                r36_dossierhoudersknop::record(&register, choice, holder)
            }
            Command::Raadplegersknop {
                choice,
                consulter,
                holders,
                urgency,
                enrolment,
                identity,
            } => r37_raadplegersknop::record(
                &register,
                choice,
                &r37_raadplegersknop::Pressed {
                    consulter,
                    holders,
                    urgency: *urgency,
                    enrolment: *enrolment,
                    identity: *identity,
                },
            ),
            Command::Migration {
                choice,
                holder,
                options,
            } => r38_migration::record(&register, choice, holder, options.as_deref()),
            Command::Confirm { choice, answer, by } => {
                r40_confirmation::confirm(&register, choice, *answer, by)
            }
            Command::Withdraw { choice, by } => withdrawal::withdraw(&register, choice, by),
        }
    }
}

/// What a command is applied to.
struct Register<'r> {
    engine: &'r Engine,
    law: &'r Law,
    profile: &'r Profile,
    now: Instant,
}

/// What a channel makes of a command, before it is looked at whether it may be recorded.
struct Draft<'d> {
    choice: &'d NewChoice,
    scope: Scope,
    channel: Channel,
    by: ActorId,
    /// Where the command stands: `command.mijn_mitz`.
    path: &'static str,
}

/// Where in a command.
fn at(path: &'static str, field: &str) -> alloc::string::String {
    alloc::format!("{path}.{field}")
}

impl<'r> Register<'r> {
    /// R39 for every channel, then the channel's own checks, then the new profile. A repeat ends here, unchecked: it was
    /// checked when it was new.
    fn record(
        &self,
        draft: Draft<'_>,
        may: impl FnOnce(&Choice) -> Result<(), Error>,
    ) -> Result<Registered, Error> {
        let path = draft.path;
        r39_refused_always::times_are_sane(self, draft.choice.decided_at, path)?;
        let times = Times {
            decided_at: draft.choice.decided_at,
            recorded_at: self.now,
        };
        let choice = Choice::new(
            draft.choice.id.clone(),
            draft.choice.answer,
            draft.scope,
            draft.channel,
            times,
        )
        .map_err(|error| Error::new(error.code(), at(path, "scope")))?
        .recorded_by(draft.by);
        if r39_refused_always::is_repeat(self.profile, &choice, path)? {
            return Ok(Registered::repeat(self.profile, choice.id()));
        }
        may(&choice)?;
        let is_proposal = self.is_proposal(&choice);
        let effect = if is_proposal {
            Effect::Proposed(choice.id().clone())
        } else {
            Effect::Recorded(choice.id().clone())
        };
        let mut effects = alloc::vec![effect];
        if crate::overview::is_by_another(&choice, self.profile.patient()) {
            effects.push(Effect::PatientIsTold(choice.id().clone()));
        }
        let mut choices = self.profile.choices().to_vec();
        choices.push(choice);
        self.registered(choices, effects)
    }

    /// Puts the new profile together, in its own order.
    fn registered(
        &self,
        mut choices: Vec<Choice>,
        effects: Vec<Effect>,
    ) -> Result<Registered, Error> {
        order::sort_by(&mut choices, |one, other| {
            (one.recorded_at(), one.id()).cmp(&(other.recorded_at(), other.id()))
        });
        let patient = self.profile.patient().clone();
        let profile = Profile::new(self.profile.catalogue(), patient, choices)?;
        Ok(Registered { profile, effects })
    }

    /// The choice that a command is about.
    fn choice(&self, id: &crate::ids::ChoiceId, path: &'static str) -> Result<&'r Choice, Error> {
        let mut choices = self.profile.choices().iter();
        choices
            .find(|choice| choice.id() == id)
            .ok_or_else(|| Error::new(ErrorCode::UnknownChoice, at(path, "choice")))
    }

    /// The profile with this choice in the place of the one with the same id.
    fn with(&self, changed: Choice, effects: Vec<Effect>) -> Result<Registered, Error> {
        let mut choices = self.profile.choices().to_vec();
        for choice in &mut choices {
            if choice.id() == changed.id() {
                *choice = changed.clone();
            }
        }
        self.registered(choices, effects)
    }

    /// R20: whether a choice needs a guardian's confirmation before it takes part.
    fn is_proposal(&self, choice: &Choice) -> bool {
        let adulthood = Adulthood::of(self.profile.patient(), &self.law.rules);
        choice.channel().asks_for_confirmation() && !adulthood.is_reached(choice.decided_at())
    }

    /// R2, R39: the row of a provider type.
    fn kind(
        &self,
        provider: &Provider,
        path: impl FnOnce() -> alloc::string::String,
    ) -> Result<&'r crate::catalogue::ProviderType, Error> {
        let kind = self.law.catalogue.provider_type(&provider.kind);
        kind.ok_or_else(|| Error::new(ErrorCode::UnknownProviderType, path()))
    }
}
