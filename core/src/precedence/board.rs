//! What choices wrote: the cells of a question at both levels, and its emergencies, from an instant on.
//!
//! A choice only ever enters, since nothing comes back (R9). So what a cell holds at each later instant is known beforehand,
//! and every rule says, beside its answer, until when that answer holds ([`Lasting`](super::Lasting)).

use alloc::vec;
use alloc::vec::Vec;

use super::{Concerning, History, Question, Ranked, Slot, highest};
use crate::catalogue::{OptionIndex, OptionRow};
use crate::instant::Instant;
use crate::order;
use crate::profile::{Answer, Level};
use crate::ruleset::{BlanketYes, RuleSet};

/// The general level of one option (R17), and what blanket choices do to the individual level (R18).
#[derive(Clone, Default)]
pub(crate) struct General<'p> {
    pub(crate) slot: Slot<'p>,
    /// R18: the highest rank of a blanket no that has ever taken part.
    pub(super) blanket_no: History<Option<Instant>>,
    /// R18: the highest-ranked blanket yes that is not withdrawn; kept where it lifts an individual no.
    pub(super) blanket_yes: History<Option<Ranked<'p>>>,
    blanket_yeses: Vec<Ranked<'p>>,
}

impl<'p> General<'p> {
    /// A categorical or blanket choice writes the cell, as in [`Slot::take`].
    pub(crate) fn take(&mut self, rules: &RuleSet, ranked: Ranked<'p>, at: Instant) {
        self.slot.take(ranked, at);
        if ranked.choice.scope().level() != Level::Blanket {
            return;
        }
        match ranked.choice.answer() {
            Answer::No if ranked.from <= at => {
                let highest = self.blanket_no.now().max(Some(ranked.rank));
                self.blanket_no.set_now(highest);
            }
            Answer::No if self.blanket_no.last() < Some(ranked.rank) => {
                self.blanket_no.then(ranked.from, Some(ranked.rank));
            }
            Answer::Yes if rules.blanket_yes() == BlanketYes::LiftsIndividualNo => {
                self.blanket_yeses.push(ranked);
            }
            Answer::No | Answer::Yes => {}
        }
    }

    /// Everything is written.
    pub(crate) fn close(&mut self, at: Instant) {
        self.slot.close();
        if !self.blanket_yeses.is_empty() {
            self.blanket_yes = highest(core::mem::take(&mut self.blanket_yeses), at);
        }
    }
}

/// Both levels of one option that can answer.
#[derive(Clone, Copy)]
pub(crate) struct Cell<'b, 'p> {
    /// The individual level of the holder that is asked about.
    pub(crate) individual: &'b Slot<'p>,
    /// The general level: categorical and blanket choices write the same cell (R17).
    pub(crate) general: &'b General<'p>,
}

/// What the emergency choices of a question wrote (R19).
#[derive(Clone, Copy)]
pub(crate) struct Emergencies<'b, 'p> {
    pub(crate) noes: &'b Slot<'p>,
    pub(crate) yeses: &'b Slot<'p>,
    /// The highest-ranked standing yes that is not withdrawn, of the general and of the individual level; needed where there
    /// is an emergency no.
    pub(crate) standing_yes: [&'b History<Option<Ranked<'p>>>; 2],
    /// Where it is known: when an emergency no begins to apply, if there were no emergency yes.
    pub(crate) noes_apply_at: Option<&'b [Instant]>,
}

/// Where the cells of an option are kept.
#[derive(Clone, Copy)]
pub(crate) enum Rows<'b> {
    /// A cell per option of the question, nearest first.
    OfQuestion,
    /// Options that the same choices cover have one cell: its row, for each option of the catalogue.
    Shared {
        generals: &'b [u8],
        individuals: &'b [u8],
    },
}

impl Rows<'_> {
    /// The rows of the general and the individual level of an option.
    fn of(self, number: usize, option: OptionIndex) -> Option<(usize, usize)> {
        match self {
            Rows::OfQuestion => Some((number, number)),
            Rows::Shared {
                generals,
                individuals,
            } => {
                let row = |rows: &[u8]| rows.get(option.get()).map(|row| usize::from(*row));
                Some((row(generals)?, row(individuals)?))
            }
        }
    }
}

/// What the choices that concern a question wrote.
#[derive(Clone, Copy)]
pub(crate) struct Board<'b, 'p> {
    pub(crate) question: Question<'b>,
    pub(crate) rows: Rows<'b>,
    pub(crate) generals: &'b [General<'p>],
    pub(crate) individuals: &'b [Slot<'p>],
    pub(crate) emergencies: Emergencies<'b, 'p>,
}

impl<'b, 'p> Board<'b, 'p> {
    /// A cell per option that can answer, nearest first (R3).
    pub(crate) fn cells(&self) -> impl Iterator<Item = (&'b OptionRow, Cell<'b, 'p>)> {
        let (rows, generals, individuals) = (self.rows, self.generals, self.individuals);
        let options = self.question.class.options.iter().enumerate();
        options.filter_map(move |(number, option)| {
            let (general, individual) = rows.of(number, option.index)?;
            let cell = Cell {
                individual: individuals.get(individual)?,
                general: generals.get(general)?,
            };
            Some((option, cell))
        })
    }
}

/// What the choices of one question wrote, from an instant on.
pub(crate) struct Written<'p> {
    generals: Vec<General<'p>>,
    individuals: Vec<Slot<'p>>,
    noes: Slot<'p>,
    yeses: Slot<'p>,
    standing_yes: History<Option<Ranked<'p>>>,
    none: History<Option<Ranked<'p>>>,
}

impl<'p> Written<'p> {
    /// Lets every choice write that has taken part by `at`, and then those to come in their order.
    pub(crate) fn of(question: &Question<'_>, concerning: &[Concerning<'p>], at: Instant) -> Self {
        let cells = question.class.options.len();
        let mut written = Written {
            generals: vec![General::default(); cells],
            individuals: vec![Slot::default(); cells],
            noes: Slot::default(),
            yeses: Slot::default(),
            standing_yes: History::default(),
            none: History::default(),
        };
        let mut to_come = Vec::new();
        for concerning in concerning {
            if concerning.ranked.from <= at {
                written.take(question, concerning, at);
            } else {
                to_come.push(concerning);
            }
        }
        order::sort_unstable_by(&mut to_come, |one, other| {
            one.ranked.from.cmp(&other.ranked.from)
        });
        for concerning in to_come {
            written.take(question, concerning, at);
        }
        written
            .generals
            .iter_mut()
            .for_each(|general| general.close(at));
        written.individuals.iter_mut().for_each(Slot::close);
        written.noes.close();
        written.yeses.close();
        if written.noes.is_written() {
            let standing_yeses = concerning.iter().map(|concerning| concerning.ranked);
            let standing_yeses = standing_yeses.filter(is_standing_yes).collect();
            written.standing_yes = highest(standing_yeses, at);
        }
        written
    }

    fn take(&mut self, question: &Question<'_>, concerning: &Concerning<'p>, at: Instant) {
        let Concerning { ranked, cells } = *concerning;
        match (ranked.choice.scope().level(), ranked.choice.answer()) {
            (Level::Emergency, Answer::No) => self.noes.take(ranked, at),
            (Level::Emergency, Answer::Yes) => self.yeses.take(ranked, at),
            (Level::Individual, _) => {
                let individuals = self.individuals.iter_mut().enumerate();
                individuals
                    .filter(|(cell, _)| cells.contains(*cell))
                    .for_each(|(_, individual)| individual.take(ranked, at));
            }
            (Level::Categorical | Level::Blanket, _) => {
                let generals = self.generals.iter_mut().enumerate();
                generals
                    .filter(|(cell, _)| cells.contains(*cell))
                    .for_each(|(_, general)| general.take(question.rules, ranked, at));
            }
        }
    }

    pub(crate) fn board<'b>(&'b self, question: Question<'b>) -> Board<'b, 'p> {
        Board {
            question,
            rows: Rows::OfQuestion,
            generals: &self.generals,
            individuals: &self.individuals,
            emergencies: Emergencies {
                noes: &self.noes,
                yeses: &self.yeses,
                standing_yes: [&self.standing_yes, &self.none],
                noes_apply_at: None,
            },
        }
    }
}

/// Whether it is a yes of the general or the individual level.
pub(crate) fn is_standing_yes(ranked: &Ranked<'_>) -> bool {
    ranked.says(Answer::Yes) && ranked.choice.scope().level() != Level::Emergency
}
