//! The English sentences.

use alloc::format;
use alloc::string::{String, ToString};

use super::facts::{Facts, Table, capital};
use super::wording::Moment;
use crate::decision::{Because, Ground, Guardian, Outweighed};
use crate::profile::{Answer, Channel, Level};
use crate::reason::{Outcome, Reason};
use crate::ruleset::EmergencyYesBinds;
use crate::telling::Audience;

pub(super) struct English;

impl Table for English {
    fn headline(&self, facts: &Facts<'_>) -> String {
        let answer = match facts.decision.outcome() {
            Outcome::NotApplicable => {
                return "No recorded consent is needed for this question.".to_string();
            }
            Outcome::Indeterminate => {
                return "This question cannot be answered. Therefore no data are shared."
                    .to_string();
            }
            Outcome::Permit => ("Yes", "may"),
            Outcome::Deny => ("No", "may not"),
        };
        let (yes_or_no, may) = answer;
        let data = match (facts.audience(), facts.data()) {
            (_, None) => "these data".to_string(),
            (Audience::Patient, Some(name)) => format!("your {name}"),
            (Audience::Holder, Some(name)) => format!("the {name} of this patient"),
            (Audience::Consulter, Some(name)) => format!("the {name}"),
        };
        let holder = match facts.audience() {
            Audience::Holder => format!("you{}", facts.holder().kind),
            Audience::Patient | Audience::Consulter => facts.holder().or("this provider"),
        };
        let consulter = match facts.audience() {
            Audience::Consulter => format!("you{}", facts.consulter().kind),
            Audience::Patient | Audience::Holder => facts.consulter().or("the provider that asks"),
        };
        format!("{yes_or_no}, {holder} {may} share {data} with {consulter}.")
    }

    fn reason(&self, facts: &Facts<'_>) -> String {
        let decided_by = facts.decision.decided_by.as_ref();
        match facts.reason() {
            Reason::IndividualYes
            | Reason::IndividualNo
            | Reason::CategoricalYes
            | Reason::CategoricalNo
            | Reason::BlanketYes
            | Reason::BlanketNo => decided_by.map(|ground| said(facts, ground)).unwrap_or_default(),
            Reason::EmergencyYes => {
                let hours = facts.emergency_hours();
                let said = decided_by.map(|ground| said(facts, ground)).unwrap_or_default();
                let whom = match facts.emergency_yes_binds() {
                    EmergencyYesBinds::Consulter => "the provider that asked for it then",
                    EmergencyYesBinds::ConsultingCategory => "this kind of providers",
                };
                format!("{said} Such a “yes” holds for {hours} hours, and only for {whom}.")
            }
            Reason::EmergencyNo => {
                let hours = facts.emergency_hours();
                let said = decided_by.map(|ground| said(facts, ground)).unwrap_or_default();
                format!("{said} Such a “no” holds for {hours} hours.")
            }
            Reason::NoChoice => "No choice covers this. Without a choice no data are shared.".to_string(),
            Reason::NotInCatalogue => {
                "Mitz has no consent for sharing these data with this kind of provider.".to_string()
            }
            Reason::NoTreatmentRelationship => match facts.audience() {
                Audience::Patient => "The provider that asks is not treating you. Only who treats you may ask for data.",
                Audience::Holder => "The provider that asks is not treating this patient. Only who treats may ask for data.",
                Audience::Consulter => "You have no treatment relationship with this patient. Only who treats may ask for data.",
            }
            .to_string(),
            Reason::HolderNotConnected => match facts.audience() {
                Audience::Patient => "This provider is not connected yet. Your choices apply here too as soon as it is.",
                Audience::Holder => "You are not connected yet. The patient's choices apply to you too as soon as you are.",
                Audience::Consulter => "This provider is not connected yet.",
            }
            .to_string(),
            Reason::PatientDeceased => "The patient is deceased.".to_string(),
            Reason::PresumedConsent => "This is a referral or something like it. The law says what is allowed then.".to_string(),
            Reason::UnknownHolderType => "The kind of provider that keeps the record is unknown (field holder.type).".to_string(),
            Reason::UnknownConsulterType => "The kind of provider that asks is unknown (field consulter.type).".to_string(),
            Reason::UnknownDataCategory => "The kind of data is unknown (field data).".to_string(),
            Reason::UnknownPurpose => "The purpose of the question is unknown (field purpose).".to_string(),
            Reason::TreatmentRelationshipNotAsserted => {
                "Nobody said whether there is a treatment relationship (field treatment_relationship).".to_string()
            }
        }
    }

    fn because(&self, facts: &Facts<'_>, outweighed: &Outweighed) -> String {
        let choice = named(facts, &outweighed.ground);
        let sentence = match outweighed.because {
            Because::NearerData => format!(
                "{choice} is about more kinds of data. A choice about just these data goes first."
            ),
            Because::Overwritten => {
                format!("{choice} no longer counts. Another choice took its place.")
            }
            Because::OverwrittenAcrossKinds => match outweighed.ground.level {
                Level::Blanket => format!(
                    "{choice} no longer counts here. A choice for this group of providers took its place."
                ),
                Level::Categorical | Level::Individual | Level::Emergency => {
                    format!("{choice} no longer counts. A choice for all providers took its place.")
                }
            },
            Because::IndividualFirst => match facts
                .decision
                .decided_by
                .as_ref()
                .filter(|ground| ground.level == Level::Individual)
            {
                Some(ground) => format!(
                    "{} “{}” for this provider of {} goes before {choice}.",
                    whose(facts, ground),
                    answer(ground.answer),
                    day(facts.moment(ground.decided_at))
                ),
                None => format!("a choice for this provider goes before {choice}."),
            },
            Because::Silenced => {
                format!("{choice} no longer counts. A “no” for all providers cancelled it.")
            }
            Because::Lifted => {
                format!("{choice} no longer counts. A “yes” for all providers cancelled it.")
            }
            Because::EmergencyMetObjection => format!(
                "{choice} does not help here: a “no” has been recorded, and a “yes” in an emergency never overrides a “no”."
            ),
            Because::EmergencyNotNeeded => {
                format!("{choice} was not needed here: there was a “yes” already.")
            }
            Because::EmergencyEnded => {
                format!("{choice} has ended, because another choice was made after it.")
            }
            Because::EmergencyOlder => {
                format!("{choice} no longer counts. There is a newer choice in an emergency.")
            }
            Because::EmergencyNoFirst => {
                format!("the “no” in an emergency now goes before {choice}.")
            }
            Because::EmergencyYesFirst => {
                format!("the “yes” in an emergency now goes before {choice}.")
            }
        };
        capital(&sentence)
    }

    fn until(&self, until: Moment) -> String {
        format!("This answer holds until {}.", moment(until))
    }

    fn to_consulter(&self, outcome: Outcome) -> String {
        if outcome == Outcome::Permit {
            "The patient has given consent for this.".to_string()
        } else {
            "You are not shown the reason. Discuss with the patient which choice has been recorded, or ask for the data in another way."
                .to_string()
        }
    }
}

/// The choice that decided, as a sentence: who said what, when and how.
fn said(facts: &Facts<'_>, ground: &Ground) -> String {
    let date = day(facts.moment(ground.decided_at));
    let answer = answer(ground.answer);
    let about = about(facts, ground);
    let how = how(ground);
    let (who, guardian) = match (facts.audience(), ground.guardian) {
        (Audience::Patient, Guardian::NotNeeded) => ("you", ""),
        (Audience::Patient, Guardian::Confirmed) => ("you", " A parent or guardian confirmed it."),
        (_, Guardian::NotNeeded) => ("the patient", ""),
        (_, Guardian::Confirmed) => ("the patient", " A parent or guardian confirmed it."),
        (_, Guardian::Recorded) => (
            "a parent or guardian",
            " The parent or guardian also confirmed it.",
        ),
    };
    format!("On {date} {who} said “{answer}” {about} ({how}).{guardian}")
}

/// A choice inside a sentence: by answer, kind, date and channel.
fn named(facts: &Facts<'_>, ground: &Ground) -> String {
    let whose = whose(facts, ground);
    let (answer, about) = (answer(ground.answer), about(facts, ground));
    let (date, how) = (day(facts.moment(ground.decided_at)), how(ground));
    format!("{whose} “{answer}” {about} of {date} ({how})")
}

fn whose(facts: &Facts<'_>, ground: &Ground) -> &'static str {
    match (facts.audience(), ground.guardian) {
        (_, Guardian::Recorded) => "the parent's or guardian's",
        (Audience::Patient, Guardian::NotNeeded | Guardian::Confirmed) => "your",
        (Audience::Holder | Audience::Consulter, Guardian::NotNeeded | Guardian::Confirmed) => {
            "the patient's"
        }
    }
}

pub(super) fn answer(answer: Answer) -> &'static str {
    match answer {
        Answer::Yes => "yes",
        Answer::No => "no",
    }
}

fn about(facts: &Facts<'_>, ground: &Ground) -> String {
    match ground.level {
        Level::Blanket => "for all providers".to_string(),
        Level::Categorical => match facts.group(ground) {
            Some(group) => format!("for the group “{group}”"),
            None => "for a group of providers".to_string(),
        },
        Level::Individual => "for this provider".to_string(),
        Level::Emergency => "in an emergency".to_string(),
    }
}

fn how(ground: &Ground) -> &'static str {
    match ground.channel {
        Channel::MijnMitz => "through MijnMitz",
        Channel::SamenNaarMijnMitz => "together with a care worker, through Samen-naar-MijnMitz",
        Channel::Dossierhoudersknop => "recorded by the provider that keeps the record",
        Channel::Raadplegersknop => "recorded by a provider that needed data",
        Channel::Migration => "given earlier and carried over to Mitz",
    }
}

/// `3 May 2026`.
pub(super) fn day(Moment { date, .. }: Moment) -> String {
    let month = match date.month() {
        1 => "January",
        2 => "February",
        3 => "March",
        4 => "April",
        5 => "May",
        6 => "June",
        7 => "July",
        8 => "August",
        9 => "September",
        10 => "October",
        11 => "November",
        _ => "December",
    };
    format!("{} {month} {}", date.day(), date.year())
}

/// `3 May 2026, 09:05 (UTC)`; without the last word where a time zone was given.
pub(super) fn moment(moment: Moment) -> String {
    let Moment {
        hour,
        minute,
        in_utc,
        ..
    } = moment;
    let utc = if in_utc { " (UTC)" } else { "" };
    format!("{}, {hour:02}:{minute:02}{utc}", day(moment))
}
