//! What a hand could write: a scan over the choices, and a hash map with every answer.
//!
//! At their best both name the providers by number, and the question comes with its numbers looked up.

use std::collections::{BTreeSet, HashMap};

use rustc_hash::FxBuildHasher;

use crate::facts::{Asked, Fact, Level, UNNAMED, categories, options};

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
pub fn scan<'f, Id: Copy + PartialEq>(
    facts: &'f [Fact<'_, Id>],
    question: &Asked<Id>,
) -> Answer<'f> {
    let bit = 1_u64 << question.option;
    let mut general: Option<&Fact<'_, Id>> = None;
    let mut individual: Option<&Fact<'_, Id>> = None;
    let mut emergency: Option<&Fact<'_, Id>> = None;
    let (mut blanket_no, mut latest, mut latest_yes) = (i64::MIN, i64::MIN, i64::MIN);
    for fact in facts {
        if fact.recorded > question.at {
            continue;
        }
        let names_holder = || fact.holders.contains(&question.holder);
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
    let holds = |fact: &&Fact<'_, Id>| fact.withdrawn > question.at;
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

/// What a map holds of one cell: twelve bytes.
#[derive(Clone, Copy, Debug)]
struct Cell {
    anyone: Found,
    /// The consulter that an emergency yes is for, if the answer is another one for it.
    one: u32,
    for_one: Found,
}

/// Whether it permits, and the row of the choice that decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Found {
    permits: bool,
    row: Option<std::num::NonZeroU16>,
}

/// Every answer at one instant in a hash map, by holder and cell (option and consulting category).
#[derive(Clone, Debug)]
pub struct Map<'f> {
    cells: HashMap<(u32, u16), Cell, FxBuildHasher>,
    ids: Vec<&'f str>,
}

fn cell(option: u8, categories: u16, category: u8) -> u16 {
    u16::from(option) * categories + u16::from(category)
}

/// More than there are: the map shifts where it would multiply.
const CATEGORIES: u16 = 8;

impl<'f> Map<'f> {
    /// Works every answer out by the scan.
    ///
    /// # Panics
    /// If an emergency names more than one consulter for a cell: the map has room for one.
    #[must_use]
    pub fn of(facts: &'f [Fact<'_, u32>], at: i64) -> Self {
        assert!(u16::from(categories()) <= CATEGORIES);
        let ids: Vec<&str> = facts.iter().map(|fact| fact.id).collect();
        let found = |answer: Answer<'_>| Found {
            permits: answer.permits,
            row: answer.decided_by.and_then(|id| {
                let row = ids.iter().position(|other| *other == id)?;
                std::num::NonZeroU16::new(u16::try_from(row + 1).ok()?)
            }),
        };
        let mut cells = HashMap::with_hasher(FxBuildHasher);
        let named: BTreeSet<u32> = facts
            .iter()
            .flat_map(|fact| fact.holders.iter().copied())
            .collect();
        for holder in named.into_iter().chain([UNNAMED]) {
            let about: Vec<_> = facts
                .iter()
                .filter(|fact| fact.holders.contains(&holder))
                .collect();
            for (option, category) in (0..options())
                .flat_map(|option| (0..categories()).map(move |category| (option, category)))
            {
                let ask = |consulter: u32| {
                    found(scan(
                        facts,
                        &Asked {
                            holder,
                            consulter,
                            category,
                            option,
                            at,
                        },
                    ))
                };
                let anyone = ask(UNNAMED);
                let named = about
                    .iter()
                    .filter_map(|fact| fact.consulter)
                    .map(|(consulter, _)| consulter);
                let own: BTreeSet<u32> = named
                    .filter(|consulter| ask(*consulter) != anyone)
                    .collect();
                assert!(
                    own.len() < 2,
                    "choose a world with one emergency per holder"
                );
                let one = own.first().copied().unwrap_or(UNNAMED);
                let for_one = if one == UNNAMED { anyone } else { ask(one) };
                cells.insert(
                    (holder, cell(option, CATEGORIES, category)),
                    Cell {
                        anyone,
                        one,
                        for_one,
                    },
                );
            }
        }
        Map { cells, ids }
    }

    /// The answer to a question about that instant.
    #[must_use]
    pub fn ask(&self, question: &Asked<u32>) -> Answer<'f> {
        let cell = cell(question.option, CATEGORIES, question.category);
        let found = self.cells.get(&(question.holder, cell)).map(|cell| {
            let is_one = cell.one != UNNAMED && cell.one == question.consulter;
            if is_one { cell.for_one } else { cell.anyone }
        });
        let row = found
            .and_then(|found| found.row)
            .map(|row| usize::from(row.get()) - 1);
        Answer {
            permits: found.is_some_and(|found| found.permits),
            decided_by: row.and_then(|row| self.ids.get(row).copied()),
        }
    }
}
