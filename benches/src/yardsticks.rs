//! What a hand could write: a scan over the choices, and a hash map with every answer.

use std::collections::HashMap;

use rustc_hash::FxBuildHasher;

use crate::facts::{Fact, Level, Question, categories, options};

/// 72 hours in microseconds (R10).
pub const EMERGENCY: i64 = 72 * 3_600 * 1_000_000;

/// The answer to a question: whether it permits, and the choice that decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer<'f> {
    /// Permit or deny.
    pub permits: bool,
    /// The choice that decided.
    pub decided_by: Option<&'f str>,
}

/// One pass over the choices: R8-R10 and R16-R21 with the default parameters, for adults.
#[must_use]
pub fn scan<'f>(facts: &'f [Fact<'_>], question: &Question) -> Answer<'f> {
    let bit = question.bit();
    let mut general: Option<&Fact<'_>> = None;
    let mut individual: Option<&Fact<'_>> = None;
    let mut emergency: Option<&Fact<'_>> = None;
    let (mut blanket_no, mut latest, mut latest_yes) = (i64::MIN, i64::MIN, i64::MIN);
    for fact in facts {
        if fact.recorded > question.at {
            continue;
        }
        let names_holder = || fact.holders.iter().any(|holder| *holder == question.holder);
        match fact.level {
            Level::Emergency => {
                let concerns = fact.consulter.is_some_and(|(id, category)| {
                    category == question.category && (!fact.yes || id == question.consulter)
                });
                if concerns
                    && emergency.is_none_or(|other| other.decided < fact.decided)
                    && names_holder()
                {
                    emergency = Some(fact);
                }
                continue;
            }
            Level::Blanket | Level::Categorical => {
                if fact.options & bit == 0 {
                    continue;
                }
                if general.is_none_or(|other| other.decided < fact.decided) {
                    general = Some(fact);
                }
                if fact.level == Level::Blanket && !fact.yes {
                    blanket_no = blanket_no.max(fact.decided);
                }
            }
            Level::Individual => {
                if fact.options & bit == 0 || !names_holder() {
                    continue;
                }
                if individual.is_none_or(|other| other.decided < fact.decided) {
                    individual = Some(fact);
                }
            }
        }
        latest = latest.max(fact.decided);
        if fact.yes && fact.withdrawn > question.at {
            latest_yes = latest_yes.max(fact.decided);
        }
    }
    let holds = |fact: &&Fact<'_>| fact.withdrawn > question.at;
    let standing = individual
        .filter(holds)
        .filter(|fact| !fact.yes || blanket_no < fact.decided)
        .or_else(|| general.filter(holds));
    let emergency = emergency
        .filter(holds)
        .filter(|fact| question.at < fact.decided + EMERGENCY)
        .filter(|fact| {
            let ended_by = if fact.yes { latest } else { latest_yes };
            ended_by <= fact.decided
        });
    let decided = match (emergency, standing) {
        (Some(emergency), _) if !emergency.yes => Some(emergency),
        (_, Some(standing)) => Some(standing),
        (emergency, None) => emergency,
    };
    Answer {
        permits: decided.is_some_and(|fact| fact.yes),
        decided_by: decided.map(|fact| fact.id),
    }
}

/// What a map holds of one cell.
#[derive(Clone, Copy, Debug)]
struct Cell<'f> {
    anyone: Answer<'f>,
    /// The consulter that an emergency yes is for, and its own answer.
    one: Option<(&'f str, Answer<'f>)>,
}

/// Every answer at one instant in a hash map, by holder and cell (option and consulting category).
#[derive(Clone, Debug)]
pub struct Map<'f> {
    cells: HashMap<(&'f str, u16), Cell<'f>, FxBuildHasher>,
}

fn cell(option: u8, category: u8) -> u16 {
    u16::from(option) * u16::from(categories()) + u16::from(category)
}

impl<'f> Map<'f> {
    /// Works every answer out by the scan.
    #[must_use]
    pub fn of(facts: &'f [Fact<'_>], at: i64) -> Self {
        let mut cells = HashMap::with_hasher(FxBuildHasher);
        let named: std::collections::BTreeSet<&'f str> = facts
            .iter()
            .flat_map(|fact| fact.holders.iter().copied())
            .collect();
        for holder in named.into_iter().chain([""]) {
            let about: Vec<&'f Fact<'_>> = facts
                .iter()
                .filter(|fact| fact.holders.contains(&holder))
                .collect();
            for (option, category) in (0..options())
                .flat_map(|option| (0..categories()).map(move |category| (option, category)))
            {
                let ask = |consulter: &str| {
                    let (holder, consulter) = (holder.to_owned(), consulter.to_owned());
                    scan(
                        facts,
                        &Question {
                            holder,
                            consulter,
                            category,
                            option,
                            at,
                        },
                    )
                };
                let own = about
                    .iter()
                    .filter_map(|fact| {
                        fact.consulter
                            .filter(|(_, its)| fact.yes && *its == category)
                    })
                    .map(|(id, _)| (id, ask(id)))
                    .find(|(_, answer)| *answer != ask(""));
                cells.insert(
                    (holder, cell(option, category)),
                    Cell {
                        anyone: ask(""),
                        one: own,
                    },
                );
            }
        }
        Map { cells }
    }

    /// The answer to a question about that instant.
    #[must_use]
    pub fn ask(&self, question: &Question) -> Answer<'f> {
        let cell = cell(question.option, question.category);
        let found = self
            .cells
            .get(&(question.holder.as_str(), cell))
            .or_else(|| self.cells.get(&("", cell)));
        match found {
            Some(Cell {
                one: Some((consulter, answer)),
                ..
            }) if *consulter == question.consulter => *answer,
            Some(Cell { anyone, .. }) => *anyone,
            None => Answer {
                permits: false,
                decided_by: None,
            },
        }
    }
}
