//! The English sentences of the other questions.

use alloc::format;
use alloc::string::{String, ToString};

use super::en::{answer, moment};
use super::facts::capital;
use super::sentences::{Place, Sentences};
use super::wording::Moment;
use crate::error::ErrorCode;
use crate::overview::{Cause, PatientNotice, Told};
use crate::profile::Channel;
use crate::reason::Outcome;
use crate::register::Effect;

pub(super) struct English;

fn may(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Permit => "may",
        Outcome::Deny | Outcome::NotApplicable | Outcome::Indeterminate => "may not",
    }
}

fn times(opens: usize) -> String {
    match opens {
        1 => "One “no” becomes a “yes” then.".to_string(),
        _ => format!("{opens} times a “no” becomes a “yes” then."),
    }
}

impl Sentences for English {
    fn discloses(&self, holder: &str, data: &str, until: Option<Moment>) -> String {
        let until = until.map(|until| format!(", until {}", moment(until)));
        capital(&format!(
            "{holder} may share {data} with you{}.",
            until.unwrap_or_default()
        ))
    }

    fn nobody(&self) -> String {
        "There is no provider that may share data with you.".to_string()
    }

    fn not_asked(&self, reason: &str) -> String {
        format!("This question cannot be asked (reason: {reason}). Therefore no data are shared.")
    }

    fn cause(&self, cause: Cause) -> String {
        match cause {
            Cause::Question => "The question itself is wrong.",
            Cause::NotConnected => "This provider is not connected yet.",
            Cause::NoSubscription => "This provider has not announced a record of the patient.",
            Cause::Objection => "The patient said “no”.",
            Cause::NoChoice => {
                "The patient has made no choice about this. Without a choice no data are shared."
            }
            Cause::OutsideCatalogue => {
                "Mitz has no consent for sharing these data with this kind of provider."
            }
        }
        .to_string()
    }

    fn cause_for_consulter(&self) -> String {
        "You are not told the reason. There may be a “no”, no choice, no record, or a technical fault. Ask the patient.".to_string()
    }

    fn no_cause(&self) -> String {
        "It is not because of consent. Perhaps there are no data, or there is a technical fault."
            .to_string()
    }

    fn span(&self, from: Moment, until: Moment, outcome: Outcome) -> String {
        format!(
            "From {} until {}: {}.",
            moment(from),
            moment(until),
            may(outcome)
        )
    }

    fn nothing_changes(&self) -> String {
        "Nothing changes.".to_string()
    }

    fn changes(&self, place: &Place<'_>, before: Outcome, after: Outcome) -> String {
        let Place { holder, who, data } = place;
        let change = if (before == Outcome::Permit) == (after == Outcome::Permit) {
            format!("{}, as now, but for another reason", may(after))
        } else {
            format!("{} then, and {} now", may(after), may(before))
        };
        capital(&format!("{holder} shares {data} with {who}: {change}."))
    }

    fn permitted_already(&self) -> String {
        "This is allowed already.".to_string()
    }

    fn no_single_change(&self) -> String {
        "No single choice would allow this.".to_string()
    }

    fn withdrawing(&self, choice: &str, opens: usize) -> String {
        format!(
            "Withdraw choice {choice}. Then it is allowed. {}",
            times(opens)
        )
    }

    fn expiring(&self, choice: &str, opens: usize) -> String {
        format!(
            "Wait until choice {choice} has ended. Then it is allowed. {}",
            times(opens)
        )
    }

    fn adding(&self, options: &str, opens: usize) -> String {
        format!(
            "Say “yes” for this provider alone, for {options}. Then it is allowed. {}",
            times(opens)
        )
    }

    fn sees(&self, place: &Place<'_>, outcome: Outcome) -> String {
        let Place { holder, who, data } = place;
        capital(&format!(
            "{holder} {} share your {data} with {who}.",
            may(outcome)
        ))
    }

    fn no_holders(&self) -> String {
        "No provider has announced a record of you.".to_string()
    }

    fn holder_is_told(&self, holder: &str, changed: bool) -> String {
        if changed {
            capital(&format!("{holder} is told: something has changed."))
        } else {
            capital(&format!("for {holder} nothing changes."))
        }
    }

    fn told(&self, notice: &PatientNotice, by: Option<&str>, at: Moment) -> String {
        let answer = answer(notice.answer);
        let when = moment(at);
        let how = match notice.channel {
            Channel::MijnMitz => "in MijnMitz",
            Channel::SamenNaarMijnMitz => "together with you",
            Channel::Dossierhoudersknop => "for its own organisation",
            Channel::Raadplegersknop => "with the button for those who ask",
            Channel::Migration => "from an earlier choice",
        };
        let by = by.unwrap_or("Somebody");
        match notice.told {
            Told::Recorded => format!("{by} recorded a “{answer}” {how} on {when}."),
            Told::Approved => format!("{by} approved your “{answer}” on {when}."),
            Told::Rejected => format!("{by} rejected your “{answer}” on {when}."),
            Told::Withdrawn => format!("Your “{answer}” was withdrawn on {when}."),
        }
    }

    fn new_options(&self, count: usize) -> String {
        match count {
            1 => "There is a new option.".to_string(),
            _ => format!("There are {count} new options."),
        }
    }

    fn withheld(&self) -> &'static str {
        "You are not shown this."
    }

    fn record(&self, consulter: &str, holder: &str, at: Moment, permitted: bool) -> String {
        let outcome = if permitted {
            "That was allowed."
        } else {
            "That was not allowed."
        };
        capital(&format!(
            "{consulter} asked {holder} for data on {}. {outcome}",
            moment(at)
        ))
    }

    fn effect(&self, effect: &Effect) -> String {
        match effect {
            Effect::Recorded(_) => "The choice has been recorded and counts at once.",
            Effect::Proposed(_) => "The choice has been recorded. It counts only once a parent or guardian confirms it.",
            Effect::Approved(_) => "The parent or guardian agrees. The choice counts now.",
            Effect::Rejected(_) => "The parent or guardian does not agree. The choice does not count.",
            Effect::Withdrawn(_) => "The choice has been withdrawn.",
            Effect::Repeated(_) => "This was recorded before. Nothing has changed.",
            Effect::PatientIsTold(_) => "The patient is told, if that is switched on.",
        }
        .to_string()
    }

    fn refusal(&self, code: ErrorCode) -> Option<&'static str> {
        Some(match code {
            ErrorCode::TooManyChoices => "This profile is full. No choice can be added.",
            ErrorCode::UnknownOption => "This option does not exist.",
            ErrorCode::UnknownChoice => "This choice does not exist.",
            ErrorCode::WithdrawnBeforeRecorded => {
                "The choice was recorded only later. It cannot be withdrawn before that."
            }
            ErrorCode::ConfirmedBeforeRecorded => {
                "The choice was recorded only later. It cannot be confirmed before that."
            }
            ErrorCode::ChannelNotAllowed => "Such a choice cannot be recorded in this way.",
            ErrorCode::WrongRecorder => {
                "The patient records the choice. Under 12 a parent or guardian does."
            }
            ErrorCode::GuardianIsPatient => {
                "A parent or guardian is somebody else than the patient."
            }
            ErrorCode::IdentityNotEstablished => {
                "Establish first who the patient is. By telephone will do."
            }
            ErrorCode::NotEnrolled => "Enrol the patient first.",
            ErrorCode::StandingObjection => {
                "The patient said “no” before. An emergency “yes” never overrides a “no”."
            }
            ErrorCode::Before2000 => "The date lies before the year 2000. That cannot be right.",
            ErrorCode::InTheFuture => "The date lies in the future. That cannot be right.",
            ErrorCode::EmptyScope => "This choice is about nothing.",
            ErrorCode::IdInUse => "There is another choice with this id already.",
            ErrorCode::UnknownProviderType => "This kind of provider is unknown.",
            ErrorCode::NotPending => "This choice does not wait for a parent or guardian.",
            ErrorCode::AlreadyAnswered => "A parent or guardian has answered this choice already.",
            ErrorCode::NoLongerAMinor => "The patient is 16 or older. The patient chooses anew.",
            ErrorCode::PatientDeceased => "This patient has died. Nothing more can be recorded.",
            ErrorCode::MinorWithdrawsNo => {
                "A “no” cannot be withdrawn without a parent or guardian. Record a new choice."
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
