//! The choices of a profile as somebody would write them down who needs no more than yes or no: borrowed from the JSON,
//! read by derived serde code. It is the yardstick for reading, and what the scan and the peers are fed with.
//!
//! Left out, to the benefit of everybody but akkoord: the checks of the wire format, minors (R20), the data hierarchy (R3:
//! the Mitz catalogue has one option per question), parameters, grounds, and `valid_until`.

use std::collections::HashMap;
use std::sync::LazyLock;

use akkoord::{Catalogue, Query};
use serde::Deserialize;

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(Catalogue::mitz);

/// A profile document; nothing is copied.
#[derive(Debug, Deserialize)]
pub struct Document<'d> {
    /// The catalogue.
    #[serde(borrow)]
    pub catalogue: Option<&'d str>,
    /// The patient.
    pub patient: PatientDocument<'d>,
    /// The choices.
    pub choices: Vec<ChoiceDocument<'d>>,
}

/// A patient.
#[derive(Debug, Deserialize)]
pub struct PatientDocument<'d> {
    /// The id.
    pub id: &'d str,
    /// The date of birth.
    pub born: Option<&'d str>,
    /// The date of death.
    pub deceased: Option<&'d str>,
}

/// A choice.
#[derive(Debug, Deserialize)]
pub struct ChoiceDocument<'d> {
    /// The id.
    pub id: &'d str,
    /// `yes` or `no`.
    pub answer: &'d str,
    /// The scope.
    #[serde(borrow)]
    pub scope: ScopeDocument<'d>,
    /// The channel.
    pub channel: &'d str,
    /// When the patient decided.
    pub decided_at: &'d str,
    /// When the register learnt it.
    pub recorded_at: &'d str,
    /// By whom.
    pub recorded_by: Option<&'d str>,
    /// When it was withdrawn.
    pub withdrawn_at: Option<&'d str>,
}

/// A scope.
#[derive(Debug, Deserialize)]
pub struct ScopeDocument<'d> {
    /// The level.
    pub level: &'d str,
    /// Of a categorical scope.
    pub holder_category: Option<&'d str>,
    /// Of an individual or an emergency scope.
    #[serde(default, borrow)]
    pub holders: Vec<&'d str>,
    /// Only these.
    #[serde(default, borrow)]
    pub options: Option<Vec<&'d str>>,
    /// Of an emergency scope.
    pub consulter: Option<ConsulterDocument<'d>>,
}

/// A consulter.
#[derive(Debug, Deserialize)]
pub struct ConsulterDocument<'d> {
    /// The id.
    pub id: &'d str,
    /// The provider type.
    #[serde(rename = "type")]
    pub kind: &'d str,
}

/// How wide a choice is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Every holder.
    Blanket,
    /// The holders of a category: its options.
    Categorical,
    /// Named holders.
    Individual,
    /// Named holders, for one consulter.
    Emergency,
}

/// One choice, with its codes looked up; `Id` is how providers are named: by text, or by number.
#[derive(Clone, Debug)]
pub struct Fact<'d, Id = &'d str> {
    /// The id.
    pub id: &'d str,
    /// Yes or no.
    pub yes: bool,
    /// How wide.
    pub level: Level,
    /// Named holders.
    pub holders: Vec<Id>,
    /// The options that it covers, a bit each.
    pub options: u64,
    /// Of an emergency choice: the consulter and its consulting category.
    pub consulter: Option<(Id, u8)>,
    /// When the patient decided, in microseconds: its rank. The generator gives no two choices the same.
    pub decided: i64,
    /// When it was recorded.
    pub recorded: i64,
    /// When it was withdrawn; the end of time if never.
    pub withdrawn: i64,
}

/// A question with its codes looked up.
#[derive(Clone, Debug)]
pub struct Question {
    /// The holder's id.
    pub holder: String,
    /// The consulter's id.
    pub consulter: String,
    /// Its consulting category.
    pub category: u8,
    /// The place of the option that answers.
    pub option: u8,
    /// The instant, in microseconds.
    pub at: i64,
}

/// A question as it is put to facts; `Id` as there.
#[derive(Clone, Copy, Debug)]
pub struct Asked<Id> {
    /// The holder.
    pub holder: Id,
    /// The consulter.
    pub consulter: Id,
    /// Its consulting category.
    pub category: u8,
    /// The place of the option that answers.
    pub option: u8,
    /// The instant, in microseconds.
    pub at: i64,
}

impl Question {
    /// With the providers named by text.
    #[must_use]
    pub fn by_text(&self) -> Asked<&str> {
        self.with((&self.holder, &self.consulter))
    }

    fn with<Id>(&self, (holder, consulter): (Id, Id)) -> Asked<Id> {
        let Question {
            category,
            option,
            at,
            ..
        } = *self;
        Asked {
            holder,
            consulter,
            category,
            option,
            at,
        }
    }

    /// Looks the codes of a query up.
    #[must_use]
    pub fn of(query: &Query) -> Self {
        let holder = CATALOGUE
            .provider_type(&query.holder.kind)
            .expect("a known type")
            .holder_category();
        let category = consulting_category(&query.consulter.kind);
        let code = CATALOGUE.consulting_categories()[usize::from(category)].code();
        let option = CATALOGUE
            .options()
            .iter()
            .position(|option| {
                option.holder_category() == holder
                    && option.consulting_categories().any(|other| other == code)
            })
            .expect("every pair of the bench has an option");
        Question {
            holder: query.holder.id.as_str().to_owned(),
            consulter: query.consulter.id.as_str().to_owned(),
            category,
            option: u8::try_from(option).expect("at most 128 options"),
            at: query.at.as_micros(),
        }
    }

    /// The id of the option.
    #[must_use]
    pub fn option_id(&self) -> &'static str {
        option_id(self.option)
    }
}

/// How many options there are.
#[must_use]
pub fn options() -> u8 {
    u8::try_from(CATALOGUE.options().len()).expect("at most 128 options")
}

/// How many consulting categories there are.
#[must_use]
pub fn categories() -> u8 {
    u8::try_from(CATALOGUE.consulting_categories().len()).expect("a handful")
}

/// The id of an option.
#[must_use]
pub fn option_id(option: u8) -> &'static str {
    CATALOGUE.options()[usize::from(option)].id()
}

/// The consulting category of a provider type.
#[must_use]
pub fn consulting_category(kind: &str) -> u8 {
    let code = CATALOGUE
        .provider_type(kind)
        .expect("a known type")
        .consulting_category();
    let place = CATALOGUE
        .consulting_categories()
        .iter()
        .position(|category| category.code() == code);
    u8::try_from(place.expect("a known category")).expect("a handful")
}

/// The options of each holder category, and each option's bit: what a hand would put in a table.
struct Tables {
    by_category: Vec<(&'static str, u64)>,
    by_id: Vec<(&'static str, u64)>,
    by_type: Vec<(&'static str, u8)>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let rows = CATALOGUE.options();
    let of_category = |category: &str| {
        rows.iter()
            .enumerate()
            .filter(|(_, row)| row.holder_category() == category)
            .map(|(place, _)| 1_u64 << place)
            .sum()
    };
    let mut by_id: Vec<_> = rows
        .iter()
        .enumerate()
        .map(|(place, row)| (row.id(), 1_u64 << place))
        .collect();
    by_id.sort_unstable();
    Tables {
        by_category: CATALOGUE
            .holder_categories()
            .iter()
            .map(|row| (row.id(), of_category(row.id())))
            .collect(),
        by_id,
        by_type: CATALOGUE
            .provider_types()
            .iter()
            .map(|row| (row.code(), consulting_category(row.code())))
            .collect(),
    }
});

/// Reads a profile document, and nothing more.
///
/// # Panics
/// If it is none: the benches make good ones.
#[must_use]
pub fn parse(json: &str) -> Document<'_> {
    serde_json::from_str(json).expect("a good profile")
}

/// The choices of a document with their codes looked up.
#[must_use]
pub fn facts<'d>(document: &Document<'d>) -> Vec<Fact<'d>> {
    let tables = &*TABLES;
    document
        .choices
        .iter()
        .map(|choice| fact(tables, choice))
        .collect()
}

fn fact<'d>(tables: &Tables, choice: &ChoiceDocument<'d>) -> Fact<'d> {
    let scope = &choice.scope;
    let all = scope.holder_category.map_or(u64::MAX, |category| {
        tables
            .by_category
            .iter()
            .find(|(id, _)| *id == category)
            .map_or(0, |(_, options)| *options)
    });
    let bit = |id: &&str| {
        tables
            .by_id
            .binary_search_by_key(id, |(id, _)| id)
            .map_or(0, |place| tables.by_id[place].1)
    };
    let limited = scope.options.as_ref().map_or(u64::MAX, |options| {
        options.iter().map(bit).fold(0, |set, bit| set | bit)
    });
    Fact {
        id: choice.id,
        yes: choice.answer == "yes",
        level: match scope.level {
            "blanket" => Level::Blanket,
            "categorical" => Level::Categorical,
            "individual" => Level::Individual,
            _ => Level::Emergency,
        },
        holders: scope.holders.clone(),
        options: all & limited,
        consulter: scope.consulter.as_ref().map(|consulter| {
            let category = tables
                .by_type
                .iter()
                .find(|(code, _)| *code == consulter.kind);
            (
                consulter.id,
                category.map_or(u8::MAX, |(_, category)| *category),
            )
        }),
        decided: micros(choice.decided_at),
        recorded: micros(choice.recorded_at),
        withdrawn: choice.withdrawn_at.map_or(i64::MAX, micros),
    }
}

/// Microseconds of `YYYY-MM-DDTHH:MM:SSZ`, which is what the generator writes.
#[must_use]
pub fn micros(text: &str) -> i64 {
    let bytes = text.as_bytes();
    let number = |from: usize, to: usize| {
        bytes[from..to]
            .iter()
            .fold(0_i64, |sum, digit| sum * 10 + i64::from(digit - b'0'))
    };
    let (year, month, day) = (number(0, 4), number(5, 7), number(8, 10));
    // Days since 1970 of the proleptic Gregorian calendar, years counted from March.
    let year = if month <= 2 { year - 1 } else { year };
    let in_era = year.rem_euclid(400);
    let day_of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    let days = year.div_euclid(400) * 146_097 + in_era * 365 + in_era / 4 - in_era / 100
        + day_of_year
        - 719_468;
    ((days * 24 + number(11, 13)) * 3_600 + number(14, 16) * 60 + number(17, 19)) * 1_000_000
}

/// Numbers for the providers that choices name; nobody else has one.
#[derive(Clone, Debug, Default)]
pub struct Numbers<'d>(HashMap<&'d str, u32>);

/// The number of whoever no choice names.
pub const UNNAMED: u32 = 0;

impl<'d> Numbers<'d> {
    /// The facts with numbers for names.
    pub fn facts(&mut self, facts: &[Fact<'d>]) -> Vec<Fact<'d, u32>> {
        let mut number = |id: &'d str| {
            let next = u32::try_from(self.0.len()).map_or(u32::MAX, |count| count + 1);
            *self.0.entry(id).or_insert(next)
        };
        let numbered = facts.iter().map(|fact| Fact {
            id: fact.id,
            yes: fact.yes,
            level: fact.level,
            holders: fact.holders.iter().map(|id| number(id)).collect(),
            options: fact.options,
            consulter: fact.consulter.map(|(id, category)| (number(id), category)),
            decided: fact.decided,
            recorded: fact.recorded,
            withdrawn: fact.withdrawn,
        });
        numbered.collect()
    }

    /// The question with numbers for names.
    #[must_use]
    pub fn question(&self, question: &Question) -> Asked<u32> {
        let number = |id: &str| self.0.get(id).copied().unwrap_or(UNNAMED);
        question.with((number(&question.holder), number(&question.consulter)))
    }
}
