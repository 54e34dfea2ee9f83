//! The Dutch sentences of the other questions, at B1 level.

use alloc::format;
use alloc::string::{String, ToString};

use super::facts::capital;
use super::nl::{answer, moment};
use super::sentences::{Place, Sentences};
use super::wording::Moment;
use crate::error::ErrorCode;
use crate::overview::{Cause, PatientNotice, Told};
use crate::profile::Channel;
use crate::reason::Outcome;
use crate::register::Effect;

pub(super) struct Dutch;

fn may(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Permit => "mag",
        Outcome::Deny | Outcome::NotApplicable | Outcome::Indeterminate => "mag niet",
    }
}

fn times(opens: usize) -> String {
    match opens {
        1 => "Er gaat dan één ‘nee’ op ‘ja’.".to_string(),
        _ => format!("Er gaan dan {opens} keer ‘nee’ op ‘ja’."),
    }
}

impl Sentences for Dutch {
    fn discloses(&self, holder: &str, data: &str, until: Option<Moment>) -> String {
        let until = until.map(|until| format!(", tot {}", moment(until)));
        capital(&format!(
            "{holder} mag {data} met u delen{}.",
            until.unwrap_or_default()
        ))
    }

    fn nobody(&self) -> String {
        "Er is geen zorgaanbieder die gegevens met u mag delen.".to_string()
    }

    fn not_asked(&self, reason: &str) -> String {
        format!(
            "Deze vraag kan niet worden gesteld (reden: {reason}). Daarom worden er geen gegevens gedeeld."
        )
    }

    fn cause(&self, cause: Cause) -> String {
        match cause {
            Cause::Question => "De vraag zelf klopt niet.",
            Cause::NotConnected => "Deze zorgaanbieder is nog niet aangesloten.",
            Cause::NoSubscription => "Deze zorgaanbieder heeft geen dossier van de patiënt aangemeld.",
            Cause::Objection => "De patiënt heeft ‘nee’ gezegd.",
            Cause::NoChoice => "De patiënt heeft hierover niets gekozen. Zonder keuze worden er geen gegevens gedeeld.",
            Cause::OutsideCatalogue => "Voor deze gegevens kan in Mitz geen toestemming worden gegeven aan dit soort zorgaanbieder.",
        }
        .to_string()
    }

    fn cause_for_consulter(&self) -> String {
        "De reden krijgt u niet te zien. Er kan een ‘nee’ zijn, er kan niets zijn gekozen, er kan geen dossier zijn, of er is een storing. Vraag het de patiënt.".to_string()
    }

    fn no_cause(&self) -> String {
        "Aan de toestemming ligt het niet. Misschien zijn er geen gegevens, of is er een technische storing.".to_string()
    }

    fn span(&self, from: Moment, until: Moment, outcome: Outcome) -> String {
        format!(
            "Van {} tot {}: {}.",
            moment(from),
            moment(until),
            may(outcome)
        )
    }

    fn nothing_changes(&self) -> String {
        "Er verandert niets.".to_string()
    }

    fn changes(&self, place: &Place<'_>, before: Outcome, after: Outcome) -> String {
        let Place { holder, who, data } = place;
        let change = if (before == Outcome::Permit) == (after == Outcome::Permit) {
            format!("{}, net als nu, maar om een andere reden", may(after))
        } else {
            format!("{} straks, en {} nu", may(after), may(before))
        };
        capital(&format!("{holder} deelt {data} met {who}: {change}."))
    }

    fn permitted_already(&self) -> String {
        "Dit mag al.".to_string()
    }

    fn no_single_change(&self) -> String {
        "Er is geen enkele keuze waardoor dit mag.".to_string()
    }

    fn withdrawing(&self, choice: &str, opens: usize) -> String {
        format!("Trek keuze {choice} in. Dan mag het. {}", times(opens))
    }

    fn expiring(&self, choice: &str, opens: usize) -> String {
        format!(
            "Wacht tot keuze {choice} is afgelopen. Dan mag het. {}",
            times(opens)
        )
    }

    fn adding(&self, options: &str, opens: usize) -> String {
        format!(
            "Zeg ‘ja’ voor alleen deze zorgaanbieder, bij {options}. Dan mag het. {}",
            times(opens)
        )
    }

    fn sees(&self, place: &Place<'_>, outcome: Outcome) -> String {
        let Place { holder, who, data } = place;
        capital(&format!(
            "{holder} {} uw {data} delen met {who}.",
            may(outcome)
        ))
    }

    fn no_holders(&self) -> String {
        "Er is geen zorgaanbieder die een dossier van u heeft aangemeld.".to_string()
    }

    fn holder_is_told(&self, holder: &str, changed: bool) -> String {
        if changed {
            capital(&format!("{holder} krijgt bericht: er is iets veranderd."))
        } else {
            capital(&format!("voor {holder} verandert er niets."))
        }
    }

    fn told(&self, notice: &PatientNotice, by: Option<&str>, at: Moment) -> String {
        let answer = answer(notice.answer);
        let when = moment(at);
        let how = match notice.channel {
            Channel::MijnMitz => "in MijnMitz",
            Channel::SamenNaarMijnMitz => "samen met u",
            Channel::Dossierhoudersknop => "voor de eigen organisatie",
            Channel::Raadplegersknop => "met de raadplegersknop",
            Channel::Migration => "met een eerder gegeven keuze",
        };
        let by = by.unwrap_or("Iemand");
        match notice.told {
            Told::Recorded => format!("{by} heeft {how} een ‘{answer}’ vastgelegd op {when}."),
            Told::Approved => format!("{by} heeft uw ‘{answer}’ goedgekeurd op {when}."),
            Told::Rejected => format!("{by} heeft uw ‘{answer}’ afgekeurd op {when}."),
            Told::Withdrawn => format!("Uw ‘{answer}’ is ingetrokken op {when}."),
        }
    }

    fn new_options(&self, count: usize) -> String {
        match count {
            1 => "Er is een nieuwe toestemmingsmogelijkheid.".to_string(),
            _ => format!("Er zijn {count} nieuwe toestemmingsmogelijkheden."),
        }
    }

    fn withheld(&self) -> &'static str {
        "Dit krijgt u niet te zien."
    }

    fn record(&self, consulter: &str, holder: &str, at: Moment, permitted: bool) -> String {
        let outcome = if permitted {
            "Dat mocht."
        } else {
            "Dat mocht niet."
        };
        capital(&format!(
            "{consulter} vroeg gegevens van {holder} op {}. {outcome}",
            moment(at)
        ))
    }

    fn effect(&self, effect: &Effect) -> String {
        match effect {
            Effect::Recorded(_) => "De keuze is vastgelegd en geldt meteen.",
            Effect::Proposed(_) => {
                "De keuze is vastgelegd. Zij geldt pas als een ouder of voogd haar bevestigt."
            }
            Effect::Approved(_) => "De ouder of voogd is akkoord. De keuze geldt nu.",
            Effect::Rejected(_) => "De ouder of voogd is niet akkoord. De keuze geldt niet.",
            Effect::Withdrawn(_) => "De keuze is ingetrokken.",
            Effect::Repeated(_) => "Dit was al vastgelegd. Er is niets veranderd.",
            Effect::PatientIsTold(_) => "De patiënt krijgt een melding, als die is aangezet.",
        }
        .to_string()
    }

    fn refusal(&self, code: ErrorCode) -> Option<&'static str> {
        Some(match code {
            ErrorCode::TooManyChoices => "Dit profiel is vol. Er kan geen keuze meer bij.",
            ErrorCode::UnknownOption => "Deze toestemmingsmogelijkheid bestaat niet.",
            ErrorCode::UnknownChoice => "Deze keuze bestaat niet.",
            ErrorCode::WithdrawnBeforeRecorded => {
                "De keuze is pas later vastgelegd. U kunt haar niet eerder intrekken."
            }
            ErrorCode::ConfirmedBeforeRecorded => {
                "De keuze is pas later vastgelegd. Bevestigen kan niet eerder."
            }
            ErrorCode::ChannelNotAllowed => "Zo’n keuze kan niet op deze manier worden vastgelegd.",
            ErrorCode::WrongRecorder => {
                "De patiënt legt de keuze zelf vast. Onder de 12 jaar doet een ouder of voogd dat."
            }
            ErrorCode::GuardianIsPatient => "Een ouder of voogd is iemand anders dan de patiënt.",
            ErrorCode::IdentityNotEstablished => {
                "Stel eerst vast wie de patiënt is. Dat mag ook per telefoon."
            }
            ErrorCode::NotEnrolled => "Schrijf de patiënt eerst in.",
            ErrorCode::StandingObjection => {
                "De patiënt heeft eerder ‘nee’ gezegd. Een ‘ja’ bij spoed gaat nooit boven een ‘nee’."
            }
            ErrorCode::Before2000 => "De datum ligt voor het jaar 2000. Dat kan niet kloppen.",
            ErrorCode::InTheFuture => "De datum ligt in de toekomst. Dat kan niet kloppen.",
            ErrorCode::EmptyScope => "Deze keuze gaat nergens over.",
            ErrorCode::IdInUse => "Er is al een andere keuze met dit nummer.",
            ErrorCode::UnknownProviderType => "Deze soort zorgaanbieder is niet bekend.",
            ErrorCode::NotPending => "Deze keuze wacht niet op een ouder of voogd.",
            ErrorCode::AlreadyAnswered => "Een ouder of voogd heeft deze keuze al beoordeeld.",
            ErrorCode::NoLongerAMinor => {
                "De patiënt is 16 jaar of ouder. De patiënt kiest nu zelf opnieuw."
            }
            ErrorCode::PatientDeceased => {
                "Deze patiënt is overleden. Er kan niets meer worden vastgelegd."
            }
            ErrorCode::MinorWithdrawsNo => {
                "Een ‘nee’ intrekken kan niet zonder ouder of voogd. Leg een nieuwe keuze vast."
            }
            ErrorCode::InvalidUtf8
            | ErrorCode::InvalidJson
            | ErrorCode::DocumentTooLarge
            | ErrorCode::UnknownField
            | ErrorCode::DuplicateKey
            | ErrorCode::MissingField
            | ErrorCode::WrongType
            | ErrorCode::UnknownValue
            | ErrorCode::StringTooLong
            | ErrorCode::ListTooLong
            | ErrorCode::EmptyList
            | ErrorCode::EmptyString
            | ErrorCode::InvalidInstant
            | ErrorCode::InvalidDate
            | ErrorCode::DuplicateId
            | ErrorCode::CatalogueMismatch
            | ErrorCode::UnknownHolderCategory
            | ErrorCode::UnknownConsulterType
            | ErrorCode::RecordedBeforeDecided
            | ErrorCode::DuplicateCode
            | ErrorCode::UnknownDataCategory
            | ErrorCode::UnknownConsultingCategory
            | ErrorCode::OptionWithoutHolder
            | ErrorCode::HierarchyCycle
            | ErrorCode::TooManyOptions
            | ErrorCode::TypeMappedTwice
            | ErrorCode::OverlappingOptions
            | ErrorCode::TooManyRows
            | ErrorCode::ForeignOption
            | ErrorCode::CatalogueIdTaken
            | ErrorCode::UnsupportedValue
            | ErrorCode::OutOfRange
            | ErrorCode::NotOneQuestion
            | ErrorCode::DuplicateSubscription
            | ErrorCode::EmptyWindow
            | ErrorCode::DoesNotExpire
            | ErrorCode::OtherPatient
            | ErrorCode::ConfirmedByPatient
            | ErrorCode::RulesetNameTaken
            | ErrorCode::TooMuchWork
            | ErrorCode::AnswerTooLarge
            | ErrorCode::Cancelled
            | ErrorCode::OutOfMemory
            | ErrorCode::PopulationFull => return None,
        })
    }
}
