//! R37: the button of the consulter.

use alloc::format;
use alloc::vec::Vec;

use super::{Draft, Enrolment, Identity, NewChoice, Provider, Register, Registered, Urgency, at};
use crate::catalogue::{ConsultingIndex, OptionIndex, OptionSet};
use crate::error::{Error, ErrorCode};
use crate::ids::ActorId;
use crate::profile::{Answer, Channel, Choice, Level, Profile, Scope};
use crate::query::{Connection, Consulter, Holder, Purpose, Query, TreatmentRelationship};
use crate::reason::Reason;

const PATH: &str = "command.raadplegersknop";

/// Who presses the button, for whom, and how.
pub(super) struct Pressed<'c> {
    pub(super) consulter: &'c Provider,
    pub(super) holders: &'c [Provider],
    pub(super) urgency: Urgency,
    pub(super) enrolment: Enrolment,
    pub(super) identity: Option<Identity>,
}

/// R37: by the consulter, for one or more holders, yes or no, for its own consulting category; marked emergency it is an
/// emergency choice of 72 hours, otherwise an individual one until changed.
pub(super) fn record(
    register: &Register<'_>,
    choice: &NewChoice,
    pressed: &Pressed<'_>,
) -> Result<Registered, Error> {
    let catalogue = &register.law.catalogue;
    let consulter = pressed.consulter;
    let consulting = register
        .kind(consulter, || at(PATH, "consulter.type"))?
        .consulting_index();
    let options = options_of(register, pressed, consulting)?;
    let holders = pressed.holders.iter().map(|holder| holder.id.as_str());
    let scope = match pressed.urgency {
        Urgency::Emergency => Scope::emergency(catalogue, holders, &consulter.id, &consulter.kind)?,
        Urgency::Ordinary => {
            let ids: Vec<&str> = OptionSet::of(options)
                .into_iter()
                .flat_map(|set| catalogue.options_in(set))
                .map(|option| option.id())
                .collect();
            Scope::individual(catalogue, holders)?
                .limited_to(catalogue, ids)
                .map_err(|error| Error::new(error.code(), at(PATH, "holders")))?
        }
    };
    let draft = Draft {
        choice,
        scope,
        channel: Channel::Raadplegersknop,
        by: ActorId::new(consulter.id.as_str())?,
        path: PATH,
    };
    register.record(draft, |choice| {
        patient_is_known(pressed)?;
        no_objection_stands(register, pressed, consulting, choice)
    })
}

/// R37: for its own consulting category: of each holder the options of its row that this category can use. A holder
/// without one is refused, and the others with it: nothing is half-recorded.
fn options_of(
    register: &Register<'_>,
    pressed: &Pressed<'_>,
    consulting: ConsultingIndex,
) -> Result<Vec<OptionIndex>, Error> {
    let mut options = Vec::new();
    for (row, holder) in pressed.holders.iter().enumerate() {
        let kind = register.kind(holder, || format!("{PATH}.holders[{row}].type"))?;
        let before = options.len();
        let catalogue = &register.law.catalogue;
        options.extend(catalogue.row_for(kind.holder_index(), consulting));
        if options.len() == before {
            let path = format!("{PATH}.holders[{row}]");
            return Err(Error::new(ErrorCode::EmptyScope, path));
        }
    }
    Ok(options)
}

/// R37: only for an enrolled patient whose identity was established (by telephone too).
fn patient_is_known(pressed: &Pressed<'_>) -> Result<(), Error> {
    match (pressed.identity, pressed.enrolment) {
        (None, _) => Err(Error::new(
            ErrorCode::IdentityNotEstablished,
            at(PATH, "identity"),
        )),
        (Some(_), Enrolment::NotEnrolled) => {
            Err(Error::new(ErrorCode::NotEnrolled, at(PATH, "enrolled")))
        }
        (Some(Identity::InPerson | Identity::Telephone), Enrolment::Enrolled) => Ok(()),
    }
}

/// R37: an emergency yes against a standing objection is refused, for whichever of the holders it stands. Also where a
/// parameter would let the emergency override it: the reading that opens less.
fn no_objection_stands(
    register: &Register<'_>,
    pressed: &Pressed<'_>,
    consulting: ConsultingIndex,
    choice: &Choice,
) -> Result<(), Error> {
    if choice.scope().level() != Level::Emergency || choice.answer() == Answer::No {
        return Ok(());
    }
    let standing = without_emergencies(register.profile)?;
    for (row, holder) in pressed.holders.iter().enumerate() {
        let query = Query {
            holder: Holder {
                id: holder.id.clone(),
                kind: holder.kind.clone(),
                connection: Connection::Connected,
            },
            consulter: Consulter {
                id: pressed.consulter.id.clone(),
                kind: pressed.consulter.kind.clone(),
            },
            data: Vec::new(),
            purpose: Purpose::Treatment,
            treatment_relationship: TreatmentRelationship::Asserted,
            at: register.now,
        };
        let catalogue = &register.law.catalogue;
        let category = register
            .kind(holder, || format!("{PATH}.holders[{row}].type"))?
            .holder_index();
        let objects = catalogue
            .row_for(category, consulting)
            .filter_map(|option| Some(catalogue.option_row(option)?.data()))
            .any(|data| is_objection(register.engine.decide_one(&standing, &query, data).reason()));
        if objects {
            let path = format!("{PATH}.holders[{row}]");
            return Err(Error::new(ErrorCode::StandingObjection, path));
        }
    }
    Ok(())
}

/// R16: the standing answer is what holds apart from an emergency. No death hides it (R15): the register records nothing
/// for the deceased.
fn without_emergencies(profile: &Profile) -> Result<Profile, Error> {
    let choices = profile.choices().iter();
    let standing = choices.filter(|choice| choice.scope().level() != Level::Emergency);
    Profile::new(
        profile.catalogue(),
        profile.patient().clone(),
        standing.cloned().collect(),
    )
}

fn is_objection(reason: Reason) -> bool {
    matches!(
        reason,
        Reason::IndividualNo | Reason::CategoricalNo | Reason::BlanketNo
    )
}
