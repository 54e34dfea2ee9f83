//! R9: last write wins, and nothing comes back.

use alloc::vec::Vec;

use super::{Concerning, Question, Ranked};
use crate::instant::Instant;
use crate::profile::{Answer, Level};

/// R9: one cell (level key x option): the highest-ranked choice that has taken part.
#[derive(Clone, Copy, Default)]
pub(crate) struct Slot<'p>(Option<Ranked<'p>>);

impl<'p> Slot<'p> {
    /// R9: the highest-ranked choice stays; an older one is gone for good.
    pub(super) fn write(&mut self, ranked: Ranked<'p>) {
        if self.0.is_none_or(|top| ranked.outranks(&top)) {
            self.0 = Some(ranked);
        }
    }

    /// The highest-ranked choice, also if it is withdrawn.
    pub(crate) fn top(&self) -> Option<Ranked<'p>> {
        self.0
    }

    /// R9: the answer of the cell: the highest-ranked choice, unless that one is withdrawn: then the cell is empty.
    pub(crate) fn answer(&self, at: Instant) -> Option<Ranked<'p>> {
        self.0.filter(|top| !top.choice.is_withdrawn(at))
    }
}

/// Both levels of one option that can answer.
#[derive(Clone, Copy, Default)]
pub(crate) struct Cell<'p> {
    /// The individual level of the holder that is asked about.
    pub(crate) individual: Slot<'p>,
    /// The general level: categorical and blanket choices write the same cell (R17).
    pub(crate) general: Slot<'p>,
    /// R18: the highest rank of a blanket no that has ever taken part.
    pub(crate) blanket_no: Option<Instant>,
}

/// What the choices that have taken part wrote: a cell per option that can answer, nearest first.
pub(crate) struct Board<'q, 'p> {
    question: Question<'q>,
    cells: Vec<Cell<'p>>,
    /// R19: the highest-ranked emergency choice that has taken part.
    emergency: Slot<'p>,
    entered: Vec<Concerning<'p>>,
}

impl<'q, 'p> Board<'q, 'p> {
    fn new(question: Question<'q>) -> Self {
        let cells = question
            .class
            .options
            .iter()
            .map(|_| Cell::default())
            .collect();
        Board {
            question,
            cells,
            emergency: Slot::default(),
            entered: Vec::new(),
        }
    }

    /// The board at an instant: what all choices that have taken part by then wrote.
    pub(crate) fn at(question: Question<'q>, concerning: &[Concerning<'p>], at: Instant) -> Self {
        let mut board = Board::new(question);
        board.entered.reserve(concerning.len());
        for choice in concerning.iter().filter(|choice| choice.ranked.from <= at) {
            board.enter(*choice);
        }
        board
    }

    /// A choice takes part from now on.
    pub(crate) fn enter(&mut self, concerning: Concerning<'p>) {
        let Concerning { ranked, cells } = concerning;
        self.entered.push(concerning);
        let level = ranked.choice.scope().level();
        if level == Level::Emergency {
            self.emergency.write(ranked);
            return;
        }
        let covered = self
            .cells
            .iter_mut()
            .enumerate()
            .filter(|(cell, _)| cells.contains(*cell));
        for (_, cell) in covered {
            match level {
                Level::Individual => cell.individual.write(ranked),
                Level::Categorical | Level::Blanket | Level::Emergency => {
                    cell.general.write(ranked)
                }
            }
            if level == Level::Blanket && ranked.says(Answer::No) {
                cell.blanket_no = cell.blanket_no.max(Some(ranked.rank));
            }
        }
    }

    pub(crate) fn question(&self) -> &Question<'q> {
        &self.question
    }

    /// A cell per option that can answer, nearest first (R3).
    pub(crate) fn cells(&self) -> &[Cell<'p>] {
        &self.cells
    }

    pub(crate) fn emergency(&self) -> Slot<'p> {
        self.emergency
    }

    /// Every choice that has taken part.
    pub(crate) fn entered(&self) -> &[Concerning<'p>] {
        &self.entered
    }
}
