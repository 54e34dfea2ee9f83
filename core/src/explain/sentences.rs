//! The sentences about a decision (R24) in both languages: Dutch at B1 level (short sentences, everyday words) and English.
//!
//! Every match is exhaustive: a new reason or rule does not compile without its sentence in both languages.

use super::template::{Said, said};
use crate::decision::{Because, Guardian};
use crate::profile::{Answer, Channel, Level};
use crate::reason::{Outcome, Reason};
use crate::ruleset::EmergencyYesBinds;
use crate::telling::Audience;

type Sentence = &'static Said;

/// The answer itself. A consulter hears it as something between the holder and itself.
pub(super) fn headline(outcome: Outcome, audience: Audience) -> Sentence {
    match (outcome, audience) {
        (Outcome::Permit, Audience::Patient | Audience::Holder) => said!(
            nl: "Ja, {holder} mag {data} delen met {consulter}.",
            en: "Yes, {holder} may share {data} with {consulter}.",
        ),
        (Outcome::Permit, Audience::Consulter) => said!(
            nl: "Ja, {holder} mag {data} met {consulter} delen.",
            en: "Yes, {holder} may share {data} with {consulter}.",
        ),
        (Outcome::Deny, Audience::Patient | Audience::Holder) => said!(
            nl: "Nee, {holder} mag {data} niet delen met {consulter}.",
            en: "No, {holder} may not share {data} with {consulter}.",
        ),
        (Outcome::Deny, Audience::Consulter) => said!(
            nl: "Nee, {holder} mag {data} niet met {consulter} delen.",
            en: "No, {holder} may not share {data} with {consulter}.",
        ),
        (Outcome::NotApplicable, _) => said!(
            nl: "Voor deze vraag is geen vastgelegde toestemming nodig.",
            en: "No recorded consent is needed for this question.",
        ),
        (Outcome::Indeterminate, _) => said!(
            nl: "Deze vraag kan niet worden beantwoord. Daarom worden er geen gegevens gedeeld.",
            en: "This question cannot be answered. Therefore no data are shared.",
        ),
    }
}

/// In a headline: the data.
pub(super) fn data(audience: Audience) -> Sentence {
    match audience {
        Audience::Patient => said!(nl: "uw {name}", en: "your {name}"),
        Audience::Holder => {
            said!(nl: "de {name} van deze patiënt", en: "the {name} of this patient")
        }
        Audience::Consulter => said!(nl: "de {name}", en: "the {name}"),
    }
}

/// In a headline: data whose category is unknown.
pub(super) fn these_data() -> Sentence {
    said!(nl: "deze gegevens", en: "these data")
}

/// In a headline: the provider that is told about itself.
pub(super) fn you() -> Sentence {
    said!(nl: "u", en: "you")
}

/// In a headline: a holder without a name.
pub(super) fn this_provider() -> Sentence {
    said!(nl: "deze zorgaanbieder", en: "this provider")
}

/// In a headline: a consulter without a name.
pub(super) fn provider_that_asks() -> Sentence {
    said!(nl: "de zorgaanbieder die erom vraagt", en: "the provider that asks")
}

/// Why. Where a choice decided, `{sentence}` is the choice by kind, date and channel.
pub(super) fn reason(reason: Reason, audience: Audience) -> Sentence {
    match reason {
        Reason::IndividualYes
        | Reason::IndividualNo
        | Reason::CategoricalYes
        | Reason::CategoricalNo
        | Reason::BlanketYes
        | Reason::BlanketNo => said!(nl: "{sentence}", en: "{sentence}"),
        Reason::EmergencyYes => said!(
            nl: "{sentence} Zo'n ‘ja’ geldt {hours} uur en alleen voor {who}.",
            en: "{sentence} Such a “yes” holds for {hours} hours, and only for {who}.",
        ),
        Reason::EmergencyNo => said!(
            nl: "{sentence} Zo'n ‘nee’ geldt {hours} uur.",
            en: "{sentence} Such a “no” holds for {hours} hours.",
        ),
        Reason::NoChoice => said!(
            nl: "Er is geen keuze die hiervoor geldt. Zonder keuze worden er geen gegevens gedeeld.",
            en: "No choice covers this. Without a choice no data are shared.",
        ),
        Reason::NotInCatalogue => not_in_catalogue(),
        Reason::NoTreatmentRelationship => match audience {
            Audience::Patient => said!(
                nl: "De zorgaanbieder die erom vraagt, behandelt u niet. Alleen wie u behandelt, mag gegevens opvragen.",
                en: "The provider that asks is not treating you. Only who treats you may ask for data.",
            ),
            Audience::Holder => said!(
                nl: "De zorgaanbieder die erom vraagt, behandelt deze patiënt niet. Alleen wie behandelt, mag gegevens opvragen.",
                en: "The provider that asks is not treating this patient. Only who treats may ask for data.",
            ),
            Audience::Consulter => said!(
                nl: "U hebt geen behandelrelatie met deze patiënt. Alleen wie behandelt, mag gegevens opvragen.",
                en: "You have no treatment relationship with this patient. Only who treats may ask for data.",
            ),
        },
        Reason::HolderNotConnected => match audience {
            Audience::Patient => said!(
                nl: "Deze zorgaanbieder is nog niet aangesloten. Uw keuzes gelden ook hier, zodra dat wel zo is.",
                en: "This provider is not connected yet. Your choices apply here too as soon as it is.",
            ),
            Audience::Holder => said!(
                nl: "U bent nog niet aangesloten. De keuzes van de patiënt gelden ook voor u, zodra dat wel zo is.",
                en: "You are not connected yet. The patient's choices apply to you too as soon as you are.",
            ),
            Audience::Consulter => not_connected(),
        },
        Reason::PatientDeceased => {
            said!(nl: "De patiënt is overleden.", en: "The patient is deceased.")
        }
        Reason::PresumedConsent => said!(
            nl: "Dit is een verwijzing of iets dat daarop lijkt. De wet regelt wat dan mag.",
            en: "This is a referral or something like it. The law says what is allowed then.",
        ),
        Reason::UnknownHolderType => said!(
            nl: "De soort zorgaanbieder met het dossier is niet bekend (veld holder.type).",
            en: "The kind of provider that keeps the record is unknown (field holder.type).",
        ),
        Reason::UnknownConsulterType => said!(
            nl: "De soort zorgaanbieder die erom vraagt, is niet bekend (veld consulter.type).",
            en: "The kind of provider that asks is unknown (field consulter.type).",
        ),
        Reason::UnknownDataCategory => said!(
            nl: "De soort gegevens is niet bekend (veld data).",
            en: "The kind of data is unknown (field data).",
        ),
        Reason::UnknownPurpose => said!(
            nl: "Het doel van de vraag is niet bekend (veld purpose).",
            en: "The purpose of the question is unknown (field purpose).",
        ),
        Reason::TreatmentRelationshipNotAsserted => said!(
            nl: "Er is niet gezegd of er een behandelrelatie is (veld treatment_relationship).",
            en: "Nobody said whether there is a treatment relationship (field treatment_relationship).",
        ),
    }
}

/// The catalogue has no option for it.
pub(super) fn not_in_catalogue() -> Sentence {
    said!(
        nl: "Voor deze gegevens kan in Mitz geen toestemming worden gegeven aan dit soort zorgaanbieder.",
        en: "Mitz has no consent for sharing these data with this kind of provider.",
    )
}

/// The holder is not connected.
pub(super) fn not_connected() -> Sentence {
    said!(
        nl: "Deze zorgaanbieder is nog niet aangesloten.",
        en: "This provider is not connected yet.",
    )
}

/// For whom an emergency yes holds.
pub(super) fn binds(binds: EmergencyYesBinds) -> Sentence {
    match binds {
        EmergencyYesBinds::Consulter => said!(
            nl: "wie er toen om vroeg",
            en: "the provider that asked for it then",
        ),
        EmergencyYesBinds::ConsultingCategory => said!(
            nl: "dit soort zorgaanbieders",
            en: "this kind of providers",
        ),
    }
}

/// Why another choice, of this level, did not decide. `decided_individually`: a choice for the holder alone decided.
pub(super) fn because(because: Because, level: Level, decided_individually: bool) -> Sentence {
    match because {
        Because::NearerData => said!(
            nl: "{Choice} ging over meer soorten gegevens. Een keuze die alleen over deze gegevens gaat, gaat voor.",
            en: "{Choice} is about more kinds of data. A choice about just these data goes first.",
        ),
        Because::Overwritten => said!(
            nl: "{Choice} telt niet meer. Een andere keuze kwam ervoor in de plaats.",
            en: "{Choice} no longer counts. Another choice took its place.",
        ),
        Because::OverwrittenAcrossKinds => match level {
            Level::Blanket => said!(
                nl: "{Choice} telt hier niet meer. Een keuze voor deze groep zorgaanbieders kwam ervoor in de plaats.",
                en: "{Choice} no longer counts here. A choice for this group of providers took its place.",
            ),
            Level::Categorical | Level::Individual | Level::Emergency => said!(
                nl: "{Choice} telt niet meer. Een keuze voor alle zorgaanbieders kwam ervoor in de plaats.",
                en: "{Choice} no longer counts. A choice for all providers took its place.",
            ),
        },
        Because::IndividualFirst if decided_individually => said!(
            nl: "{Whose} ‘{answer}’ voor deze zorgaanbieder van {date} gaat voor {choice}.",
            en: "{Whose} “{answer}” for this provider of {date} goes before {choice}.",
        ),
        Because::IndividualFirst => said!(
            nl: "Een keuze voor deze zorgaanbieder gaat voor {choice}.",
            en: "A choice for this provider goes before {choice}.",
        ),
        Because::Silenced => said!(
            nl: "{Choice} telt niet meer. Een ‘nee’ voor alle zorgaanbieders heeft het opgeheven.",
            en: "{Choice} no longer counts. A “no” for all providers cancelled it.",
        ),
        Because::Lifted => said!(
            nl: "{Choice} telt niet meer. Een ‘ja’ voor alle zorgaanbieders heeft het opgeheven.",
            en: "{Choice} no longer counts. A “yes” for all providers cancelled it.",
        ),
        Because::EmergencyMetObjection => said!(
            nl: "{Choice} helpt hier niet. Er is een ‘nee’ vastgelegd. Een ‘ja’ bij spoed gaat nooit boven een ‘nee’.",
            en: "{Choice} does not help here: a “no” has been recorded, and a “yes” in an emergency never overrides a “no”.",
        ),
        Because::EmergencyNotNeeded => said!(
            nl: "{Choice} was hier niet nodig. Er was al een ‘ja’.",
            en: "{Choice} was not needed here: there was a “yes” already.",
        ),
        Because::EmergencyEnded => said!(
            nl: "{Choice} is gestopt. Daarna is er een andere keuze gemaakt.",
            en: "{Choice} has ended, because another choice was made after it.",
        ),
        Because::EmergencyOlder => said!(
            nl: "{Choice} telt niet meer. Er is een nieuwere keuze bij spoed.",
            en: "{Choice} no longer counts. There is a newer choice in an emergency.",
        ),
        Because::EmergencyNoFirst => said!(
            nl: "Het ‘nee’ bij spoed gaat nu voor {choice}.",
            en: "The “no” in an emergency now goes before {choice}.",
        ),
        Because::EmergencyYesFirst => said!(
            nl: "Het ‘ja’ bij spoed gaat nu voor {choice}.",
            en: "The “yes” in an emergency now goes before {choice}.",
        ),
    }
}

/// Until when the answer holds.
pub(super) fn until() -> Sentence {
    said!(nl: "Dit antwoord geldt tot {moment}.", en: "This answer holds until {moment}.")
}

/// R24: all that a consulter hears besides the headline where consent decided.
pub(super) fn to_consulter(outcome: Outcome) -> Sentence {
    match outcome {
        Outcome::Permit => said!(
            nl: "De patiënt heeft hiervoor toestemming gegeven.",
            en: "The patient has given consent for this.",
        ),
        Outcome::Deny | Outcome::NotApplicable | Outcome::Indeterminate => said!(
            nl: "De reden krijgt u niet te zien. Bespreek met de patiënt welke keuze is vastgelegd, of vraag de gegevens op een andere manier.",
            en: "You are not shown the reason. Discuss with the patient which choice has been recorded, or ask for the data in another way.",
        ),
    }
}

/// The choice that decided, as a sentence: who said what, when and how.
pub(super) fn choice_that_decided() -> Sentence {
    said!(
        nl: "{who} op {date} ‘{answer}’ gezegd {about} ({how}).{guardian}",
        en: "On {date} {who} said “{answer}” {about} ({how}).{guardian}",
    )
}

/// A choice inside a sentence: by answer, kind, date and channel.
pub(super) fn choice() -> Sentence {
    said!(
        nl: "{whose} ‘{answer}’ {about} van {date} ({how}{guardian})",
        en: "{whose} “{answer}” {about} of {date} ({how})",
    )
}

/// Who made the choice that decided.
pub(super) fn who(audience: Audience, guardian: Guardian) -> Sentence {
    match (guardian, audience) {
        (Guardian::Recorded, _) => {
            said!(nl: "Een ouder of voogd heeft", en: "a parent or guardian")
        }
        (Guardian::NotNeeded | Guardian::Confirmed, Audience::Patient) => {
            said!(nl: "U hebt", en: "you")
        }
        (Guardian::NotNeeded | Guardian::Confirmed, Audience::Holder | Audience::Consulter) => {
            said!(nl: "De patiënt heeft", en: "the patient")
        }
    }
}

/// After the choice that decided: what a parent or guardian did.
pub(super) fn guardian(guardian: Guardian) -> Sentence {
    match guardian {
        Guardian::NotNeeded => said!(nl: "", en: ""),
        Guardian::Confirmed => said!(
            nl: " Een ouder of voogd heeft dat bevestigd.",
            en: " A parent or guardian confirmed it.",
        ),
        Guardian::Recorded => said!(
            nl: " De ouder of voogd heeft dat ook bevestigd.",
            en: " The parent or guardian also confirmed it.",
        ),
    }
}

/// In a choice inside a sentence, in Dutch: that a parent or guardian recorded it. In English [`whose`] says so.
pub(super) fn by_guardian(guardian: Guardian) -> Sentence {
    match guardian {
        Guardian::Recorded => said!(nl: ", door een ouder of voogd", en: ""),
        Guardian::NotNeeded | Guardian::Confirmed => said!(nl: "", en: ""),
    }
}

/// Whose choice, before the choice.
pub(super) fn whose(audience: Audience, guardian: Guardian) -> Sentence {
    match (guardian, audience) {
        (Guardian::Recorded, _) => said!(nl: "het", en: "the parent's or guardian's"),
        (Guardian::NotNeeded | Guardian::Confirmed, Audience::Patient) => {
            said!(nl: "uw", en: "your")
        }
        (Guardian::NotNeeded | Guardian::Confirmed, Audience::Holder | Audience::Consulter) => {
            said!(nl: "het", en: "the patient's")
        }
    }
}

pub(super) fn answer(answer: Answer) -> Sentence {
    match answer {
        Answer::Yes => said!(nl: "ja", en: "yes"),
        Answer::No => said!(nl: "nee", en: "no"),
    }
}

/// Whom or what a choice is for.
pub(super) fn about(level: Level) -> Sentence {
    match level {
        Level::Blanket => said!(nl: "voor alle zorgaanbieders", en: "for all providers"),
        Level::Categorical => said!(nl: "voor de groep ‘{group}’", en: "for the group “{group}”"),
        Level::Individual => said!(nl: "voor deze zorgaanbieder", en: "for this provider"),
        Level::Emergency => said!(nl: "bij spoed", en: "in an emergency"),
    }
}

/// What a categorical choice is for, where the group is unknown.
pub(super) fn about_a_group() -> Sentence {
    said!(nl: "voor een groep zorgaanbieders", en: "for a group of providers")
}

/// Through which channel a choice came.
pub(super) fn how(channel: Channel) -> Sentence {
    match channel {
        Channel::MijnMitz => said!(nl: "via MijnMitz", en: "through MijnMitz"),
        Channel::SamenNaarMijnMitz => said!(
            nl: "samen met een zorgmedewerker",
            en: "together with a care worker, through Samen-naar-MijnMitz",
        ),
        Channel::Dossierhoudersknop => said!(
            nl: "vastgelegd door de zorgaanbieder die het dossier heeft",
            en: "recorded by the provider that keeps the record",
        ),
        Channel::Raadplegersknop => said!(
            nl: "vastgelegd door een zorgaanbieder die gegevens nodig had",
            en: "recorded by a provider that needed data",
        ),
        Channel::Migration => said!(
            nl: "eerder gegeven en daarna overgezet naar Mitz",
            en: "given earlier and carried over to Mitz",
        ),
    }
}

/// A day: `3 mei 2026`, `3 May 2026`.
pub(super) fn day(month: u32) -> Sentence {
    match month {
        1 => said!(nl: "{day} januari {year}", en: "{day} January {year}"),
        2 => said!(nl: "{day} februari {year}", en: "{day} February {year}"),
        3 => said!(nl: "{day} maart {year}", en: "{day} March {year}"),
        4 => said!(nl: "{day} april {year}", en: "{day} April {year}"),
        5 => said!(nl: "{day} mei {year}", en: "{day} May {year}"),
        6 => said!(nl: "{day} juni {year}", en: "{day} June {year}"),
        7 => said!(nl: "{day} juli {year}", en: "{day} July {year}"),
        8 => said!(nl: "{day} augustus {year}", en: "{day} August {year}"),
        9 => said!(nl: "{day} september {year}", en: "{day} September {year}"),
        10 => said!(nl: "{day} oktober {year}", en: "{day} October {year}"),
        11 => said!(nl: "{day} november {year}", en: "{day} November {year}"),
        _ => said!(nl: "{day} december {year}", en: "{day} December {year}"),
    }
}

/// An instant: `3 mei 2026, 09.05 uur (UTC)`, `3 May 2026, 09:05 (UTC)`; without the last word where a time zone was given.
pub(super) fn moment() -> Sentence {
    said!(nl: "{date}, {hour}.{minute} uur{utc}", en: "{date}, {hour}:{minute}{utc}")
}
