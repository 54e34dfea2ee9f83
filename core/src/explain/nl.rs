//! The Dutch sentences, at B1 level: short sentences, everyday words.

use alloc::format;
use alloc::string::{String, ToString};

use super::facts::{Facts, Table, capital};
use super::wording::Moment;
use crate::decision::{Because, Ground, Guardian, Outweighed};
use crate::profile::{Answer, Channel, Level};
use crate::reason::{Outcome, Reason};
use crate::ruleset::EmergencyYesBinds;
use crate::telling::Audience;

pub(super) struct Dutch;

impl Table for Dutch {
    fn headline(&self, facts: &Facts<'_>) -> String {
        let answer = match facts.decision.outcome() {
            Outcome::NotApplicable => {
                return "Voor deze vraag is geen vastgelegde toestemming nodig.".to_string();
            }
            Outcome::Indeterminate => {
                return "Deze vraag kan niet worden beantwoord. Daarom worden er geen gegevens gedeeld."
                    .to_string();
            }
            Outcome::Permit => ("Ja", ""),
            Outcome::Deny => ("Nee", "niet "),
        };
        let (yes_or_no, not) = answer;
        let data = match (facts.audience(), facts.data()) {
            (_, None) => "deze gegevens".to_string(),
            (Audience::Patient, Some(name)) => format!("uw {name}"),
            (Audience::Holder, Some(name)) => format!("de {name} van deze patiënt"),
            (Audience::Consulter, Some(name)) => format!("de {name}"),
        };
        let holder = match facts.audience() {
            Audience::Holder => format!("u{}", facts.holder().kind),
            Audience::Patient | Audience::Consulter => facts.holder().or("deze zorgaanbieder"),
        };
        match facts.audience() {
            Audience::Patient | Audience::Holder => {
                let consulter = facts.consulter().or("de zorgaanbieder die erom vraagt");
                format!("{yes_or_no}, {holder} mag {data} {not}delen met {consulter}.")
            }
            Audience::Consulter => {
                let you = format!("u{}", facts.consulter().kind);
                format!("{yes_or_no}, {holder} mag {data} {not}met {you} delen.")
            }
        }
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
                    EmergencyYesBinds::Consulter => "wie er toen om vroeg",
                    EmergencyYesBinds::ConsultingCategory => "dit soort zorgaanbieders",
                };
                format!("{said} Zo'n ‘ja’ geldt {hours} uur en alleen voor {whom}.")
            }
            Reason::EmergencyNo => {
                let hours = facts.emergency_hours();
                let said = decided_by.map(|ground| said(facts, ground)).unwrap_or_default();
                format!("{said} Zo'n ‘nee’ geldt {hours} uur.")
            }
            Reason::NoChoice => "Er is geen keuze die hiervoor geldt. Zonder keuze worden er geen gegevens gedeeld.".to_string(),
            Reason::NotInCatalogue => {
                "Voor deze gegevens kan in Mitz geen toestemming worden gegeven aan dit soort zorgaanbieder.".to_string()
            }
            Reason::NoTreatmentRelationship => match facts.audience() {
                Audience::Patient => "De zorgaanbieder die erom vraagt, behandelt u niet. Alleen wie u behandelt, mag gegevens opvragen.",
                Audience::Holder => "De zorgaanbieder die erom vraagt, behandelt deze patiënt niet. Alleen wie behandelt, mag gegevens opvragen.",
                Audience::Consulter => "U hebt geen behandelrelatie met deze patiënt. Alleen wie behandelt, mag gegevens opvragen.",
            }
            .to_string(),
            Reason::HolderNotConnected => match facts.audience() {
                Audience::Patient => "Deze zorgaanbieder is nog niet aangesloten. Uw keuzes gelden ook hier, zodra dat wel zo is.",
                Audience::Holder => "U bent nog niet aangesloten. De keuzes van de patiënt gelden ook voor u, zodra dat wel zo is.",
                Audience::Consulter => "Deze zorgaanbieder is nog niet aangesloten.",
            }
            .to_string(),
            Reason::PatientDeceased => "De patiënt is overleden.".to_string(),
            Reason::PresumedConsent => "Dit is een verwijzing of iets dat daarop lijkt. De wet regelt wat dan mag.".to_string(),
            Reason::UnknownHolderType => "De soort zorgaanbieder met het dossier is niet bekend (veld holder.type).".to_string(),
            Reason::UnknownConsulterType => "De soort zorgaanbieder die erom vraagt, is niet bekend (veld consulter.type).".to_string(),
            Reason::UnknownDataCategory => "De soort gegevens is niet bekend (veld data).".to_string(),
            Reason::UnknownPurpose => "Het doel van de vraag is niet bekend (veld purpose).".to_string(),
            Reason::TreatmentRelationshipNotAsserted => {
                "Er is niet gezegd of er een behandelrelatie is (veld treatment_relationship).".to_string()
            }
        }
    }

    fn because(&self, facts: &Facts<'_>, outweighed: &Outweighed) -> String {
        let choice = named(facts, &outweighed.ground);
        let sentence = match outweighed.because {
            Because::NearerData => format!(
                "{choice} ging over meer soorten gegevens. Een keuze die alleen over deze gegevens gaat, gaat voor."
            ),
            Because::Overwritten => {
                format!("{choice} telt niet meer. Een andere keuze kwam ervoor in de plaats.")
            }
            Because::OverwrittenAcrossKinds => match outweighed.ground.level {
                Level::Blanket => format!(
                    "{choice} telt hier niet meer. Een keuze voor deze groep zorgaanbieders kwam ervoor in de plaats."
                ),
                Level::Categorical | Level::Individual | Level::Emergency => {
                    format!(
                        "{choice} telt niet meer. Een keuze voor alle zorgaanbieders kwam ervoor in de plaats."
                    )
                }
            },
            Because::IndividualFirst => match facts
                .decision
                .decided_by
                .as_ref()
                .filter(|ground| ground.level == Level::Individual)
            {
                Some(ground) => format!(
                    "{} ‘{}’ voor deze zorgaanbieder van {} gaat voor {choice}.",
                    whose(facts, ground),
                    answer(ground.answer),
                    day(facts.moment(ground.decided_at))
                ),
                None => format!("een keuze voor deze zorgaanbieder gaat voor {choice}."),
            },
            Because::Silenced => format!(
                "{choice} telt niet meer. Een ‘nee’ voor alle zorgaanbieders heeft het opgeheven."
            ),
            Because::Lifted => format!(
                "{choice} telt niet meer. Een ‘ja’ voor alle zorgaanbieders heeft het opgeheven."
            ),
            Because::EmergencyMetObjection => format!(
                "{choice} helpt hier niet. Er is een ‘nee’ vastgelegd. Een ‘ja’ bij spoed gaat nooit boven een ‘nee’."
            ),
            Because::EmergencyNotNeeded => {
                format!("{choice} was hier niet nodig. Er was al een ‘ja’.")
            }
            Because::EmergencyEnded => {
                format!("{choice} is gestopt. Daarna is er een andere keuze gemaakt.")
            }
            Because::EmergencyOlder => {
                format!("{choice} telt niet meer. Er is een nieuwere keuze bij spoed.")
            }
            Because::EmergencyNoFirst => format!("het ‘nee’ bij spoed gaat nu voor {choice}."),
            Because::EmergencyYesFirst => format!("het ‘ja’ bij spoed gaat nu voor {choice}."),
        };
        capital(&sentence)
    }

    fn until(&self, until: Moment) -> String {
        format!("Dit antwoord geldt tot {}.", moment(until))
    }

    fn to_consulter(&self, outcome: Outcome) -> String {
        if outcome == Outcome::Permit {
            "De patiënt heeft hiervoor toestemming gegeven.".to_string()
        } else {
            "De reden krijgt u niet te zien. Bespreek met de patiënt welke keuze is vastgelegd, of vraag de gegevens op een andere manier."
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
        (Audience::Patient, Guardian::NotNeeded) => ("U hebt", ""),
        (Audience::Patient, Guardian::Confirmed) => {
            ("U hebt", " Een ouder of voogd heeft dat bevestigd.")
        }
        (_, Guardian::NotNeeded) => ("De patiënt heeft", ""),
        (_, Guardian::Confirmed) => (
            "De patiënt heeft",
            " Een ouder of voogd heeft dat bevestigd.",
        ),
        (_, Guardian::Recorded) => (
            "Een ouder of voogd heeft",
            " De ouder of voogd heeft dat ook bevestigd.",
        ),
    };
    format!("{who} op {date} ‘{answer}’ gezegd {about} ({how}).{guardian}")
}

/// A choice inside a sentence: by answer, kind, date and channel.
fn named(facts: &Facts<'_>, ground: &Ground) -> String {
    let whose = whose(facts, ground);
    let (answer, about) = (answer(ground.answer), about(facts, ground));
    let (date, how) = (day(facts.moment(ground.decided_at)), how(ground));
    let guardian = match ground.guardian {
        Guardian::Recorded => ", door een ouder of voogd",
        Guardian::NotNeeded | Guardian::Confirmed => "",
    };
    format!("{whose} ‘{answer}’ {about} van {date} ({how}{guardian})")
}

fn whose(facts: &Facts<'_>, ground: &Ground) -> &'static str {
    match (facts.audience(), ground.guardian) {
        (_, Guardian::Recorded) => "het",
        (Audience::Patient, Guardian::NotNeeded | Guardian::Confirmed) => "uw",
        (Audience::Holder | Audience::Consulter, Guardian::NotNeeded | Guardian::Confirmed) => {
            "het"
        }
    }
}

pub(super) fn answer(answer: Answer) -> &'static str {
    match answer {
        Answer::Yes => "ja",
        Answer::No => "nee",
    }
}

fn about(facts: &Facts<'_>, ground: &Ground) -> String {
    match ground.level {
        Level::Blanket => "voor alle zorgaanbieders".to_string(),
        Level::Categorical => match facts.group(ground) {
            Some(group) => format!("voor de groep ‘{group}’"),
            None => "voor een groep zorgaanbieders".to_string(),
        },
        Level::Individual => "voor deze zorgaanbieder".to_string(),
        Level::Emergency => "bij spoed".to_string(),
    }
}

fn how(ground: &Ground) -> &'static str {
    match ground.channel {
        Channel::MijnMitz => "via MijnMitz",
        Channel::SamenNaarMijnMitz => "samen met een zorgmedewerker",
        Channel::Dossierhoudersknop => "vastgelegd door de zorgaanbieder die het dossier heeft",
        Channel::Raadplegersknop => "vastgelegd door een zorgaanbieder die gegevens nodig had",
        Channel::Migration => "eerder gegeven en daarna overgezet naar Mitz",
    }
}

/// `3 mei 2026`.
pub(super) fn day(Moment { date, .. }: Moment) -> String {
    let month = match date.month() {
        1 => "januari",
        2 => "februari",
        3 => "maart",
        4 => "april",
        5 => "mei",
        6 => "juni",
        7 => "juli",
        8 => "augustus",
        9 => "september",
        10 => "oktober",
        11 => "november",
        _ => "december",
    };
    format!("{} {month} {}", date.day(), date.year())
}

/// `3 mei 2026, 09.05 uur (UTC)`; without the last word where a time zone was given.
pub(super) fn moment(moment: Moment) -> String {
    let Moment {
        hour,
        minute,
        in_utc,
        ..
    } = moment;
    let utc = if in_utc { " (UTC)" } else { "" };
    format!("{}, {hour:02}.{minute:02} uur{utc}", day(moment))
}
