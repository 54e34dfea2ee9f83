//! Reading a profile, strictly.

use alloc::boxed::Box;
use alloc::format;
use alloc::vec::Vec;

use super::choice::{Answer, Channel, Choice, Confirmation, ConfirmationAnswer, Times};
use super::scope::{EmergencyScope, Level, Scope, ScopeKind, sorted};
use super::{MAX_CHOICES, Patient, Profile, confirmed_by_patient, duplicate_ids};
use crate::catalogue::{Catalogue, OptionIndex, OptionSet, TypeIndex};
use crate::error::ErrorCode;
use crate::ids::{ActorId, ChoiceId, PatientId, ProviderId};
use crate::instant::{Date, Instant};
use crate::reader::{Context, Fields, Stopped, Text, fields, named, rows};

pub(crate) fn instant(text: &str) -> Result<Instant, ErrorCode> {
    Instant::read(text).ok_or(ErrorCode::InvalidInstant)
}

fn date(text: &str) -> Result<Date, ErrorCode> {
    Date::read(text).ok_or(ErrorCode::InvalidDate)
}

fields! {
    pub(crate) ProfileFields(catalogue: &'c Catalogue) => Profile {
        optional "catalogue" named_catalogue: () = Text(|id: &str| {
            if id == catalogue.id() { Ok(()) } else { Err(ErrorCode::CatalogueMismatch) }
        }),
        required "patient" patient: Patient = PatientFields::shape(()),
        required "choices" choices: Vec<Choice> =
            rows(|| ChoiceFields::shape(catalogue), MAX_CHOICES, ErrorCode::TooManyChoices),
    }
}

impl ProfileFields<'_> {
    fn checked(self, context: &Context) -> Result<Option<Profile>, Stopped> {
        let (Some(patient), Some(choices)) = (self.patient, self.choices) else {
            return Ok(None);
        };
        let duplicates = duplicate_ids(&choices);
        for row in &duplicates {
            context.fault_at(ErrorCode::DuplicateId, &format!("choices[{row}].id"))?;
        }
        let mut is_whole = duplicates.is_empty();
        for row in confirmed_by_patient(&patient, &choices) {
            is_whole = false;
            let path = format!("choices[{row}].confirmation.by");
            context.fault_at(ErrorCode::ConfirmedByPatient, &path)?;
        }
        let profile = Profile {
            catalogue: self.catalogue.clone(),
            patient,
            choices,
        };
        Ok(is_whole.then_some(profile))
    }
}

fields! {
    PatientFields(_given: ()) => Patient {
        required "id" id: PatientId = Text(PatientId::read),
        optional "born" born: Date = Text(date),
        optional "deceased" deceased: Date = Text(date),
    }
}

impl PatientFields<'_> {
    fn checked(self, _: &Context) -> Result<Option<Patient>, Stopped> {
        Ok(self.id.map(|id| Patient {
            id,
            born: self.born,
            deceased: self.deceased,
        }))
    }
}

fields! {
    pub(crate) ChoiceFields(catalogue: &'c Catalogue) => Choice {
        required "id" id: ChoiceId = Text(ChoiceId::read),
        required "answer" answer: Answer = Text(Answer::read),
        required "scope" scope: Scope = ScopeFields::shape(catalogue),
        required "channel" channel: Channel = Text(Channel::read),
        required "decided_at" decided_at: Instant = Text(instant),
        required "recorded_at" recorded_at: Instant = Text(instant),
        optional "recorded_by" recorded_by: ActorId = Text(ActorId::read),
        optional "confirmation" confirmation: Confirmation = ConfirmationFields::shape(()),
        optional "withdrawn_at" withdrawn_at: Instant = Text(instant),
    }
}

impl ChoiceFields<'_> {
    fn checked(self, context: &Context) -> Result<Option<Choice>, Stopped> {
        let (
            Some(id),
            Some(answer),
            Some(scope),
            Some(channel),
            Some(decided_at),
            Some(recorded_at),
        ) = (
            self.id,
            self.answer,
            self.scope,
            self.channel,
            self.decided_at,
            self.recorded_at,
        )
        else {
            return Ok(None);
        };
        let choice = Choice {
            id,
            answer,
            scope,
            channel,
            times: Times {
                decided_at,
                recorded_at,
            },
            recorded_by: self.recorded_by,
            confirmation: self.confirmation.map(Box::new),
            withdrawn_at: self.withdrawn_at,
        };
        for (code, path) in choice.faults() {
            context.fault_at(code, path)?;
        }
        Ok(Some(choice))
    }
}

fields! {
    ConfirmationFields(_given: ()) => Confirmation {
        required "answer" answer: ConfirmationAnswer = Text(ConfirmationAnswer::read),
        required "at" at: Instant = Text(instant),
        required "by" by: ActorId = Text(ActorId::read),
    }
}

impl ConfirmationFields<'_> {
    fn checked(self, _: &Context) -> Result<Option<Confirmation>, Stopped> {
        let (Some(answer), Some(at), Some(by)) = (self.answer, self.at, self.by) else {
            return Ok(None);
        };
        Ok(Some(Confirmation { answer, at, by }))
    }
}

fields! {
    pub(crate) ScopeFields(catalogue: &'c Catalogue) => Scope {
        required "level" level: Level = Text(Level::read),
        optional "holder_category" holder_category: crate::catalogue::HolderIndex =
            Text(|id: &str| catalogue.holder_index(id).ok_or(ErrorCode::UnknownHolderCategory)),
        optional "holders" holders: Vec<ProviderId> = named(|| Text(ProviderId::read)),
        optional "options" options: Vec<OptionIndex> =
            named(|| Text(|id: &str| catalogue.option_index(id).ok_or(ErrorCode::UnknownOption))),
        optional "consulter" consulter: (ProviderId, TypeIndex) = ConsulterFields::shape(catalogue),
    }
}

impl ScopeFields<'_> {
    /// R7: each level has its own fields; one that belongs to another level is unknown here.
    fn checked(self, context: &Context) -> Result<Option<Scope>, Stopped> {
        let Some(level) = self.level else {
            return Ok(None);
        };
        let [no, may, must] = [None, Some(false), Some(true)];
        // In the order of the fields: level, holder_category, holders, options, consulter.
        let takes = match level {
            Level::Blanket => [must, no, no, may, no],
            Level::Categorical => [must, must, no, may, no],
            Level::Individual => [must, no, must, may, no],
            Level::Emergency => [must, no, must, no, must],
        };
        for (place, (field, takes)) in Self::NAMES.iter().zip(takes).enumerate() {
            match (takes, context.has(place)) {
                (None, true) => context.fault_at(ErrorCode::UnknownField, field.name)?,
                (Some(true), false) => context.fault_at(ErrorCode::MissingField, field.name)?,
                _ => {}
            }
        }
        let options = self.options.and_then(OptionSet::of);
        let kind = match level {
            Level::Blanket => Some(ScopeKind::Blanket),
            Level::Categorical => self.holder_category.map(ScopeKind::Categorical),
            Level::Individual => self
                .holders
                .map(|holders| ScopeKind::Individual(sorted(holders))),
            Level::Emergency => match (self.holders, self.consulter) {
                (Some(holders), Some((consulter, consulter_type))) => {
                    let holders = sorted(holders);
                    Some(ScopeKind::Emergency(Box::new(EmergencyScope {
                        holders,
                        consulter,
                        consulter_type,
                    })))
                }
                _ => None,
            },
        };
        Ok(kind.map(|kind| Scope::of(self.catalogue, kind).with_options(options)))
    }
}

fields! {
    ConsulterFields(catalogue: &'c Catalogue) => (ProviderId, TypeIndex) {
        required "id" id: ProviderId = Text(ProviderId::read),
        required "type" kind: TypeIndex =
            Text(|code: &str| catalogue.type_index(code.as_bytes()).ok_or(ErrorCode::UnknownConsulterType)),
    }
}

impl ConsulterFields<'_> {
    fn checked(self, _: &Context) -> Result<Option<(ProviderId, TypeIndex)>, Stopped> {
        Ok(self.id.zip(self.kind))
    }
}
