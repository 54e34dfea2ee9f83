//! Words for what the engine names, in both languages.

use akkoord::catalogue::ProviderType;
use akkoord::decision::Because;
use akkoord::profile::{Answer, Channel, Level};
use akkoord::{Catalogue, Instant, Lang, Outcome};
use anstyle::Style;

use crate::page;

/// One of two texts.
pub(crate) fn either<T>(lang: Lang, nl: T, en: T) -> T {
    match lang {
        Lang::Nl => nl,
        Lang::En => en,
    }
}

/// `✔ ja`, `✘ nee`: the mark of an outcome.
pub(crate) fn mark(lang: Lang, outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Permit => either(lang, "✔ ja", "✔ yes"),
        Outcome::Deny => either(lang, "✘ nee", "✘ no"),
        Outcome::NotApplicable => either(lang, "○ niet van toepassing", "○ not applicable"),
        Outcome::Indeterminate => either(lang, "✘ nee, niet te bepalen", "✘ no, cannot be told"),
    }
}

/// The colour of an outcome: all but permit is a no (R22).
pub(crate) fn colour(outcome: Outcome) -> Style {
    match outcome {
        Outcome::Permit => page::GOOD,
        Outcome::Deny | Outcome::NotApplicable | Outcome::Indeterminate => page::BAD,
    }
}

/// `ja`, `nee`.
pub(crate) fn answer(lang: Lang, answer: Answer) -> &'static str {
    match answer {
        Answer::Yes => either(lang, "ja", "yes"),
        Answer::No => either(lang, "nee", "no"),
    }
}

/// What a choice is about.
pub(crate) fn scope(lang: Lang, level: Level) -> &'static str {
    match level {
        Level::Blanket => either(lang, "alle zorgaanbieders", "all providers"),
        Level::Categorical => either(lang, "deze groep", "this group"),
        Level::Individual => either(lang, "deze zorgaanbieder", "this provider"),
        Level::Emergency => either(lang, "tijdelijk, bij spoed", "for a while, urgent"),
    }
}

/// How a choice came in: the Dutch names are names.
pub(crate) fn channel(lang: Lang, channel: Channel) -> &'static str {
    match channel {
        Channel::MijnMitz => "MijnMitz",
        Channel::SamenNaarMijnMitz => "Samen naar MijnMitz",
        Channel::Dossierhoudersknop => "dossierhoudersknop",
        Channel::Raadplegersknop => "raadplegersknop",
        Channel::Migration => either(lang, "overgezet", "migrated"),
    }
}

/// Why a choice did not decide, in a few words.
pub(crate) fn because(lang: Lang, because: Because) -> &'static str {
    match because {
        Because::NearerData => either(
            lang,
            "een keuze die alleen over deze gegevens gaat, gaat voor",
            "a choice about just these data comes first",
        ),
        Because::Overwritten => either(
            lang,
            "een nieuwere keuze kwam ervoor in de plaats",
            "a newer choice replaced it",
        ),
        Because::OverwrittenAcrossKinds => either(
            lang,
            "een nieuwere keuze voor alle zorgaanbieders of voor deze groep kwam ervoor in de plaats",
            "a newer choice for all providers or for this group replaced it",
        ),
        Because::IndividualFirst => either(
            lang,
            "de keuze voor deze zorgaanbieder gaat voor",
            "the choice for this provider comes first",
        ),
        Because::Silenced => either(
            lang,
            "een nee voor alle zorgaanbieders heeft deze opgeheven",
            "a no for all providers has silenced it",
        ),
        Because::Lifted => either(
            lang,
            "een ja voor alle zorgaanbieders heeft deze opgeheven",
            "a yes for all providers has lifted it",
        ),
        Because::EmergencyMetObjection => either(
            lang,
            "een ja bij spoed gaat nooit boven een nee",
            "an emergency yes never overrides a no",
        ),
        Because::EmergencyNotNeeded => either(
            lang,
            "niet nodig: er was al een ja",
            "not needed: there was a yes already",
        ),
        Because::EmergencyEnded => either(
            lang,
            "gestopt door een latere keuze",
            "ended by a later choice",
        ),
        Because::EmergencyOlder => either(
            lang,
            "er is een nieuwere keuze bij spoed",
            "there is a newer emergency choice",
        ),
        Because::EmergencyNoFirst => either(
            lang,
            "het nee bij spoed gaat nu voor",
            "the emergency no comes first now",
        ),
        Because::EmergencyYesFirst => either(
            lang,
            "het ja bij spoed gaat nu voor",
            "the emergency yes comes first now",
        ),
        _ => either(
            lang,
            "een andere keuze gaat voor",
            "another choice comes first",
        ),
    }
}

/// `2026-02-20 18:47:39`: UTC, for reading.
pub(crate) fn instant(instant: Instant) -> String {
    instant.to_string().replace('T', " ").replace('Z', "")
}

/// The name of a provider type without what stands in brackets; none if the catalogue does not know it.
pub(crate) fn provider(lang: Lang, catalogue: &Catalogue, code: &str) -> Option<String> {
    let name = |kind: &ProviderType| {
        let name = either(lang, kind.nl(), kind.en());
        name.split(" (").next().unwrap_or(name).to_string()
    };
    catalogue.provider_type(code).map(name)
}

/// The name of a data category; none if the catalogue does not know it.
pub(crate) fn data<'c>(lang: Lang, catalogue: &'c Catalogue, code: &str) -> Option<&'c str> {
    let mut categories = catalogue.data_categories().iter();
    let category = categories.find(|category| category.code() == code)?;
    Some(either(lang, category.nl(), category.en()))
}
