//! Writing a profile in its canonical form: the field order of the wire format, UTC, no white space.

use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

use super::scope::{Scope, ScopeKind};
use super::{Choice, Profile};
use crate::catalogue::Catalogue;
use crate::instant::{Date, Instant};

pub(super) fn profile(profile: &Profile) -> String {
    crate::json::written(profile)
}

/// The canonical form of the wire format.
impl Serialize for Profile {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        document(self).serialize(serializer)
    }
}

fn document(profile: &Profile) -> ProfileDocument<'_> {
    let catalogue = &profile.catalogue;
    ProfileDocument {
        catalogue: catalogue.id(),
        patient: PatientDocument {
            id: profile.patient.id.as_str(),
            born: profile.patient.born,
            deceased: profile.patient.deceased,
        },
        choices: profile
            .choices
            .iter()
            .map(|choice| choice_document(catalogue, choice))
            .collect(),
    }
}

pub(crate) fn choice_document<'p>(
    catalogue: &'p Catalogue,
    choice: &'p Choice,
) -> ChoiceDocument<'p> {
    ChoiceDocument {
        id: choice.id.as_str(),
        answer: choice.answer.name(),
        scope: scope_document(catalogue, &choice.scope),
        channel: choice.channel.name(),
        decided_at: choice.times.decided_at,
        recorded_at: choice.times.recorded_at,
        recorded_by: choice.recorder().map(|by| by.as_str()),
        confirmation: choice
            .confirmation
            .as_ref()
            .map(|confirmation| ConfirmationDocument {
                answer: confirmation.answer.name(),
                at: confirmation.at,
                by: confirmation.by.as_str(),
            }),
        withdrawn_at: choice.withdrawn_at,
    }
}

fn scope_document<'p>(catalogue: &'p Catalogue, scope: &'p Scope) -> ScopeDocument<'p> {
    let (holder_category, consulter) = match scope.kind() {
        ScopeKind::Blanket | ScopeKind::Individual(_) => (None, None),
        ScopeKind::Categorical(category) => {
            (catalogue.holder_row(*category).map(|row| row.id()), None)
        }
        ScopeKind::Emergency(emergency) => {
            let kind = catalogue
                .type_row(emergency.consulter_type)
                .map_or("", |row| row.code());
            (
                None,
                Some(ConsulterDocument {
                    id: emergency.consulter.as_str(),
                    kind,
                }),
            )
        }
    };
    ScopeDocument {
        level: scope.level().name(),
        holder_category,
        holders: scope
            .holders()
            .iter()
            .map(|holder| holder.as_str())
            .collect(),
        options: scope.options().map(|set| {
            catalogue
                .options_in(set)
                .map(|option| option.id())
                .collect()
        }),
        consulter,
    }
}

#[derive(Serialize)]
struct ProfileDocument<'p> {
    catalogue: &'p str,
    patient: PatientDocument<'p>,
    choices: Vec<ChoiceDocument<'p>>,
}

#[derive(Serialize)]
struct PatientDocument<'p> {
    id: &'p str,
    #[serde(skip_serializing_if = "Option::is_none")]
    born: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deceased: Option<Date>,
}

#[derive(Serialize)]
pub(crate) struct ChoiceDocument<'p> {
    id: &'p str,
    answer: &'static str,
    scope: ScopeDocument<'p>,
    channel: &'static str,
    decided_at: Instant,
    recorded_at: Instant,
    #[serde(skip_serializing_if = "Option::is_none")]
    recorded_by: Option<&'p str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    confirmation: Option<ConfirmationDocument<'p>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    withdrawn_at: Option<Instant>,
}

#[derive(Serialize)]
struct ConfirmationDocument<'p> {
    answer: &'static str,
    at: Instant,
    by: &'p str,
}

#[derive(Serialize)]
struct ScopeDocument<'p> {
    level: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    holder_category: Option<&'p str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    holders: Vec<&'p str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    options: Option<Vec<&'p str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    consulter: Option<ConsulterDocument<'p>>,
}

#[derive(Serialize)]
struct ConsulterDocument<'p> {
    id: &'p str,
    #[serde(rename = "type")]
    kind: &'p str,
}
