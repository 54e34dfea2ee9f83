//! The sentences about the other questions (R27-R33) and recording (R34-R40), in both languages: Dutch at B1 level and English.
//!
//! Every match is exhaustive: a new cause, effect or refusal does not compile without its sentence in both languages.

use super::sentences::{not_connected, not_in_catalogue};
use super::template::{Said, said};
use crate::error::ErrorCode;
use crate::overview::{Cause, Told};
use crate::profile::Channel;
use crate::reason::Outcome;
use crate::register::Effect;

type Sentence = &'static Said;

/// The data category that the sentences after it are about.
pub(super) fn heading() -> Sentence {
    said!(nl: "{data}:", en: "{data}:")
}

/// A provider by its type and its name or id.
pub(super) fn provider() -> Sentence {
    said!(nl: "{kind} {name}", en: "{kind} {name}")
}

/// A name and, in brackets, the kind of provider: a consulter by its category, of the headline of a decision by its type.
pub(super) fn name_and_kind() -> Sentence {
    said!(nl: "{name} ({kind})", en: "{name} ({kind})")
}

/// Whether it may.
pub(super) fn may(outcome: Outcome) -> Sentence {
    match outcome {
        Outcome::Permit => said!(nl: "mag", en: "may"),
        Outcome::Deny | Outcome::NotApplicable | Outcome::Indeterminate => {
            said!(nl: "mag niet", en: "may not")
        }
    }
}

/// R27: a holder that may disclose.
pub(super) fn discloses(ends: bool) -> Sentence {
    match ends {
        true => said!(
            nl: "{Holder} mag {data} met u delen, tot {until}.",
            en: "{Holder} may share {data} with you, until {until}.",
        ),
        false => said!(
            nl: "{Holder} mag {data} met u delen.",
            en: "{Holder} may share {data} with you.",
        ),
    }
}

/// R27: nobody may.
pub(super) fn nobody() -> Sentence {
    said!(
        nl: "Er is geen zorgaanbieder die gegevens met u mag delen.",
        en: "There is no provider that may share data with you.",
    )
}

/// R27: the question itself is wrong.
pub(super) fn not_asked() -> Sentence {
    said!(
        nl: "Deze vraag kan niet worden gesteld (reden: {reason}). Daarom worden er geen gegevens gedeeld.",
        en: "This question cannot be asked (reason: {reason}). Therefore no data are shared.",
    )
}

/// R28: what stands in the way; a consulter hears no more than S1 tells all of them.
pub(super) fn cause(cause: Cause) -> Sentence {
    match cause {
        Cause::Question => {
            said!(nl: "De vraag zelf klopt niet.", en: "The question itself is wrong.")
        }
        Cause::NotConnected => not_connected(),
        Cause::NoSubscription => said!(
            nl: "Deze zorgaanbieder heeft geen dossier van de patiënt aangemeld.",
            en: "This provider has not announced a record of the patient.",
        ),
        Cause::Objection => {
            said!(nl: "De patiënt heeft ‘nee’ gezegd.", en: "The patient said “no”.")
        }
        Cause::NoChoice => said!(
            nl: "De patiënt heeft hierover niets gekozen. Zonder keuze worden er geen gegevens gedeeld.",
            en: "The patient has made no choice about this. Without a choice no data are shared.",
        ),
        Cause::OutsideCatalogue => not_in_catalogue(),
    }
}

/// R28, R24: what a consulter hears of causes that are the patient's own.
pub(super) fn cause_for_consulter() -> Sentence {
    said!(
        nl: "De reden krijgt u niet te zien. Er kan een ‘nee’ zijn, er kan niets zijn gekozen, er kan geen dossier zijn, of er is een storing. Vraag het de patiënt.",
        en: "You are not told the reason. There may be a “no”, no choice, no record, or a technical fault. Ask the patient.",
    )
}

/// R28: consent does not stand in the way.
pub(super) fn no_cause() -> Sentence {
    said!(
        nl: "Aan de toestemming ligt het niet. Misschien zijn er geen gegevens, of is er een technische storing.",
        en: "It is not because of consent. Perhaps there are no data, or there is a technical fault.",
    )
}

/// R29: an interval.
pub(super) fn span() -> Sentence {
    said!(nl: "Van {from} tot {until}: {after}.", en: "From {from} until {until}: {after}.")
}

/// R30: nothing would change.
pub(super) fn nothing_changes() -> Sentence {
    said!(nl: "Er verandert niets.", en: "Nothing changes.")
}

/// R30: a decision that would change, to another outcome or for another reason only.
pub(super) fn changes(outcome_changes: bool) -> Sentence {
    match outcome_changes {
        true => said!(
            nl: "{Holder} deelt {data} met {who}: {after} straks, en {before} nu.",
            en: "{Holder} shares {data} with {who}: {after} then, and {before} now.",
        ),
        false => said!(
            nl: "{Holder} deelt {data} met {who}: {after}, net als nu, maar om een andere reden.",
            en: "{Holder} shares {data} with {who}: {after}, as now, but for another reason.",
        ),
    }
}

/// R30: the answer is yes already.
pub(super) fn permitted_already() -> Sentence {
    said!(nl: "Dit mag al.", en: "This is allowed already.")
}

/// R30: no single change would help.
pub(super) fn no_single_change() -> Sentence {
    said!(
        nl: "Er is geen enkele keuze waardoor dit mag.",
        en: "No single choice would allow this.",
    )
}

/// R30: to withdraw a choice would.
pub(super) fn withdrawing() -> Sentence {
    said!(
        nl: "Trek keuze {choice} in. Dan mag het. {times}",
        en: "Withdraw choice {choice}. Then it is allowed. {times}",
    )
}

/// R30: that an emergency choice expires would.
pub(super) fn expiring() -> Sentence {
    said!(
        nl: "Wacht tot keuze {choice} is afgelopen. Dan mag het. {times}",
        en: "Wait until choice {choice} has ended. Then it is allowed. {times}",
    )
}

/// R30: a new yes would.
pub(super) fn adding() -> Sentence {
    said!(
        nl: "Zeg ‘ja’ voor alleen deze zorgaanbieder, bij {options}. Dan mag het. {times}",
        en: "Say “yes” for this provider alone, for {options}. Then it is allowed. {times}",
    )
}

/// R30: how often a change makes a “yes” of a “no”.
pub(super) fn times(opens: usize) -> Sentence {
    match opens {
        1 => said!(nl: "Er gaat dan één ‘nee’ op ‘ja’.", en: "One “no” becomes a “yes” then."),
        _ => said!(
            nl: "Er gaan dan {count} keer ‘nee’ op ‘ja’.",
            en: "{count} times a “no” becomes a “yes” then.",
        ),
    }
}

/// R31: a cell.
pub(super) fn sees() -> Sentence {
    said!(
        nl: "{Holder} {after} uw {data} delen met {who}.",
        en: "{Holder} {after} share your {data} with {who}.",
    )
}

/// R31: no holder is subscribed.
pub(super) fn no_holders() -> Sentence {
    said!(
        nl: "Er is geen zorgaanbieder die een dossier van u heeft aangemeld.",
        en: "No provider has announced a record of you.",
    )
}

/// R32: whether a holder is told.
pub(super) fn holder_is_told(changed: bool) -> Sentence {
    match changed {
        true => said!(
            nl: "{Holder} krijgt bericht: er is iets veranderd.",
            en: "{Holder} is told: something has changed.",
        ),
        false => said!(
            nl: "Voor {holder} verandert er niets.",
            en: "For {holder} nothing changes.",
        ),
    }
}

/// R32: a notice to the patient: who did it, by name or id, and when.
pub(super) fn told(told: Told) -> Sentence {
    match told {
        Told::Recorded => said!(
            nl: "{by} heeft {how} een ‘{answer}’ vastgelegd op {moment}.",
            en: "{by} recorded a “{answer}” {how} on {moment}.",
        ),
        Told::Approved => said!(
            nl: "{by} heeft uw ‘{answer}’ goedgekeurd op {moment}.",
            en: "{by} approved your “{answer}” on {moment}.",
        ),
        Told::Rejected => said!(
            nl: "{by} heeft uw ‘{answer}’ afgekeurd op {moment}.",
            en: "{by} rejected your “{answer}” on {moment}.",
        ),
        Told::Withdrawn => said!(
            nl: "Uw ‘{answer}’ is ingetrokken op {moment}.",
            en: "Your “{answer}” was withdrawn on {moment}.",
        ),
    }
}

/// In a notice: who did it, where that is unknown.
pub(super) fn somebody() -> Sentence {
    said!(nl: "Iemand", en: "Somebody")
}

/// In a notice: through which channel.
pub(super) fn told_how(channel: Channel) -> Sentence {
    match channel {
        Channel::MijnMitz => said!(nl: "in MijnMitz", en: "in MijnMitz"),
        Channel::SamenNaarMijnMitz => said!(nl: "samen met u", en: "together with you"),
        Channel::Dossierhoudersknop => said!(
            nl: "voor de eigen organisatie",
            en: "for its own organisation",
        ),
        Channel::Raadplegersknop => said!(
            nl: "met de raadplegersknop",
            en: "with the button for those who ask",
        ),
        Channel::Migration => {
            said!(nl: "met een eerder gegeven keuze", en: "from an earlier choice")
        }
    }
}

/// R32: new options.
pub(super) fn new_options(count: usize) -> Sentence {
    match count {
        1 => said!(
            nl: "Er is een nieuwe toestemmingsmogelijkheid.",
            en: "There is a new option.",
        ),
        _ => said!(
            nl: "Er zijn {count} nieuwe toestemmingsmogelijkheden.",
            en: "There are {count} new options.",
        ),
    }
}

/// R24: what is told of an answer that is not for a consulter.
pub(super) fn withheld() -> Sentence {
    said!(nl: "Dit krijgt u niet te zien.", en: "You are not shown this.")
}

/// R33: a record.
pub(super) fn record(permitted: bool) -> Sentence {
    match permitted {
        true => said!(
            nl: "{Consulter} vroeg gegevens van {holder} op {moment}. Dat mocht.",
            en: "{Consulter} asked {holder} for data on {moment}. That was allowed.",
        ),
        false => said!(
            nl: "{Consulter} vroeg gegevens van {holder} op {moment}. Dat mocht niet.",
            en: "{Consulter} asked {holder} for data on {moment}. That was not allowed.",
        ),
    }
}

/// R34-R40: what was done.
pub(super) fn effect(effect: &Effect) -> Sentence {
    match effect {
        Effect::Recorded(_) => said!(
            nl: "De keuze is vastgelegd en geldt meteen.",
            en: "The choice has been recorded and counts at once.",
        ),
        Effect::Proposed(_) => said!(
            nl: "De keuze is vastgelegd. Zij geldt pas als een ouder of voogd haar bevestigt.",
            en: "The choice has been recorded. It counts only once a parent or guardian confirms it.",
        ),
        Effect::Approved(_) => said!(
            nl: "De ouder of voogd is akkoord. De keuze geldt nu.",
            en: "The parent or guardian agrees. The choice counts now.",
        ),
        Effect::Rejected(_) => said!(
            nl: "De ouder of voogd is niet akkoord. De keuze geldt niet.",
            en: "The parent or guardian does not agree. The choice does not count.",
        ),
        Effect::Withdrawn(_) => said!(
            nl: "De keuze is ingetrokken.",
            en: "The choice has been withdrawn.",
        ),
        Effect::Repeated(_) => said!(
            nl: "Dit was al vastgelegd. Er is niets veranderd.",
            en: "This was recorded before. Nothing has changed.",
        ),
        Effect::PatientIsTold(_) => said!(
            nl: "De patiënt krijgt een melding, als die is aangezet.",
            en: "The patient is told, if that is switched on.",
        ),
    }
}

/// R34-R40: why it was not; none for an error that is no refusal.
pub(super) fn refusal(code: ErrorCode) -> Option<Sentence> {
    Some(match code {
        ErrorCode::TooManyChoices => said!(
            nl: "Dit profiel is vol. Er kan geen keuze meer bij.",
            en: "This profile is full. No choice can be added.",
        ),
        ErrorCode::UnknownOption => said!(
            nl: "Deze toestemmingsmogelijkheid bestaat niet.",
            en: "This option does not exist.",
        ),
        ErrorCode::UnknownChoice => said!(
            nl: "Deze keuze bestaat niet.",
            en: "This choice does not exist.",
        ),
        ErrorCode::WithdrawnBeforeRecorded => said!(
            nl: "De keuze is pas later vastgelegd. U kunt haar niet eerder intrekken.",
            en: "The choice was recorded only later. It cannot be withdrawn before that.",
        ),
        ErrorCode::ConfirmedBeforeRecorded => said!(
            nl: "De keuze is pas later vastgelegd. Bevestigen kan niet eerder.",
            en: "The choice was recorded only later. It cannot be confirmed before that.",
        ),
        ErrorCode::ChannelNotAllowed => said!(
            nl: "Zo’n keuze kan niet op deze manier worden vastgelegd.",
            en: "Such a choice cannot be recorded in this way.",
        ),
        ErrorCode::WrongRecorder => said!(
            nl: "De patiënt legt de keuze zelf vast. Onder de 12 jaar doet een ouder of voogd dat.",
            en: "The patient records the choice. Under 12 a parent or guardian does.",
        ),
        ErrorCode::GuardianIsPatient => said!(
            nl: "Een ouder of voogd is iemand anders dan de patiënt.",
            en: "A parent or guardian is somebody else than the patient.",
        ),
        ErrorCode::IdentityNotEstablished => said!(
            nl: "Stel eerst vast wie de patiënt is. Dat mag ook per telefoon.",
            en: "Establish first who the patient is. By telephone will do.",
        ),
        ErrorCode::NotEnrolled => said!(
            nl: "Schrijf de patiënt eerst in.",
            en: "Enrol the patient first.",
        ),
        ErrorCode::StandingObjection => said!(
            nl: "De patiënt heeft eerder ‘nee’ gezegd. Een ‘ja’ bij spoed gaat nooit boven een ‘nee’.",
            en: "The patient said “no” before. An emergency “yes” never overrides a “no”.",
        ),
        ErrorCode::Before2000 => said!(
            nl: "De datum ligt voor het jaar 2000. Dat kan niet kloppen.",
            en: "The date lies before the year 2000. That cannot be right.",
        ),
        ErrorCode::InTheFuture => said!(
            nl: "De datum ligt in de toekomst. Dat kan niet kloppen.",
            en: "The date lies in the future. That cannot be right.",
        ),
        ErrorCode::EmptyScope => said!(
            nl: "Deze keuze gaat nergens over.",
            en: "This choice is about nothing.",
        ),
        ErrorCode::IdInUse => said!(
            nl: "Er is al een andere keuze met dit nummer.",
            en: "There is another choice with this id already.",
        ),
        ErrorCode::UnknownProviderType => said!(
            nl: "Deze soort zorgaanbieder is niet bekend.",
            en: "This kind of provider is unknown.",
        ),
        ErrorCode::NotPending => said!(
            nl: "Deze keuze wacht niet op een ouder of voogd.",
            en: "This choice does not wait for a parent or guardian.",
        ),
        ErrorCode::AlreadyAnswered => said!(
            nl: "Een ouder of voogd heeft deze keuze al beoordeeld.",
            en: "A parent or guardian has answered this choice already.",
        ),
        ErrorCode::NoLongerAMinor => said!(
            nl: "De patiënt is 16 jaar of ouder. De patiënt kiest nu zelf opnieuw.",
            en: "The patient is 16 or older. The patient chooses anew.",
        ),
        ErrorCode::PatientDeceased => said!(
            nl: "Deze patiënt is overleden. Er kan niets meer worden vastgelegd.",
            en: "This patient has died. Nothing more can be recorded.",
        ),
        ErrorCode::MinorWithdrawsNo => said!(
            nl: "Een ‘nee’ intrekken kan niet zonder ouder of voogd. Leg een nieuwe keuze vast.",
            en: "A “no” cannot be withdrawn without a parent or guardian. Record a new choice.",
        ),
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
