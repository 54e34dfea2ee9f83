//! Tables of answers, each stored once: most patients share a handful.

use alloc::vec;
use alloc::vec::Vec;

use super::bytes::write;
use crate::catalogue::{ClassIndex, OptionIndex};
use crate::compiled::{Code, InstantRow, Shape, ShapeOf, Store};
use crate::lookup::{Lookup, Seed};
use crate::profile::{Answer, ChoiceRow};
use crate::reason::Reason;

/// One answer in four bytes: reason, option, deciding choice, `valid_until`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Packed(u32);

/// Ten bits each for the row of a choice and of an instant; all ones: none.
const NONE: u32 = 0x3ff;

impl Packed {
    /// No answer: no code has this reason.
    pub(super) const NONE: Packed = Packed(u32::MAX);

    /// None for a profile of more than 1,023 choices or instants.
    fn of(code: Code) -> Option<Self> {
        let reason = Reason::ALL
            .iter()
            .position(|reason| *reason == code.reason())?;
        let row = |row: Option<u16>| {
            row.map_or(Some(NONE), |row| {
                Some(u32::from(row)).filter(|row| *row < NONE)
            })
        };
        let decided_by = row(code.decided_by().map(|row| row.0))?;
        let until = row(code.until().map(|row| row.0))?;
        let reason = u32::try_from(reason).ok().filter(|reason| *reason < 32)?;
        let option = u32::try_from(code.option()?.get())
            .ok()
            .filter(|option| *option < 128)?;
        Some(Packed(
            reason | option.wrapping_shl(5) | decided_by.wrapping_shl(12) | until.wrapping_shl(22),
        ))
    }

    pub(super) fn code(self) -> Option<Code> {
        let field = |shift: u32, mask: u32| (self.0 >> shift) & mask;
        let row = |row: u32| {
            if row == NONE {
                None
            } else {
                u16::try_from(row).ok()
            }
        };
        let reason = *Reason::ALL.get(usize::try_from(field(0, 31)).ok()?)?;
        let option = OptionIndex::new(usize::try_from(field(5, 127)).ok()?);
        let decided_by = row(field(12, NONE)).map(ChoiceRow);
        let until = row(field(22, NONE)).map(InstantRow);
        Some(Code::new(reason, option, decided_by, until))
    }
}

/// All tables of a population.
#[derive(Clone, Debug, Default)]
pub(super) struct AnswerTables {
    /// For each kind of question the answer of every table: who asks many of a kind stays in the cache.
    by_class: Vec<Vec<Packed>>,
    count: usize,
    /// The number of a table, by what is in it.
    by_answers: Lookup,
    /// The table of each shape that was worked out, so that it is worked out once.
    shapes: Shapes,
    /// A code did not fit: what was kept last must not be used.
    overflow: bool,
    seed: Seed,
}

impl AnswerTables {
    pub(super) fn new(width: usize, seed: &Seed) -> Self {
        AnswerTables {
            by_class: vec![Vec::new(); width],
            seed: seed.clone(),
            ..AnswerTables::default()
        }
    }

    /// A code as it is stored: reading it brings it into the cache.
    pub(super) fn packed(&self, table: usize, class: ClassIndex) -> Packed {
        let column = self.by_class.get(class.get());
        let packed = column.and_then(|column| column.get(table));
        packed.map_or(Packed::NONE, |packed| *packed)
    }

    pub(super) fn len(&self) -> usize {
        self.count
    }

    /// Whether everything that was kept since the last call fits.
    pub(super) fn took_all(&mut self) -> bool {
        !core::mem::take(&mut self.overflow)
    }

    pub(super) fn memory(&self) -> usize {
        let codes = |sum: usize, column: &Vec<Packed>| sum.saturating_add(column.capacity());
        let codes = self.by_class.iter().fold(0, codes);
        codes
            .saturating_mul(size_of::<Packed>())
            .saturating_add(self.by_answers.memory())
            .saturating_add(self.shapes.memory())
    }

    fn number_of(&mut self, answers: &[Packed]) -> usize {
        let hash = self.seed.hash_of(answers);
        let is_it = |number: usize| {
            let mut columns = self.by_class.iter().zip(answers);
            columns.all(|(column, answer)| column.get(number) == Some(answer))
        };
        if let Some(known) = self.by_answers.find(hash, is_it) {
            return known;
        }
        let number = self.count;
        for (column, answer) in self.by_class.iter_mut().zip(answers) {
            column.push(*answer);
        }
        self.by_answers.insert(hash, number);
        self.count = self.count.saturating_add(1);
        number
    }
}

impl Store for AnswerTables {
    fn wants_shapes(&self) -> bool {
        true
    }

    fn find(&self, shape: &Shape) -> Option<usize> {
        let shape = written(shape);
        self.shapes.find(self.seed.hash_of(&*shape), &shape)
    }

    fn keep(&mut self, shape: Option<&Shape>, codes: &[Code]) -> usize {
        let packed: Option<Vec<Packed>> = codes.iter().map(|code| Packed::of(*code)).collect();
        let Some(packed) = packed else {
            self.overflow = true;
            return 0;
        };
        let table = self.number_of(&packed);
        if let Some(shape) = shape {
            let shape = written(shape);
            let hash = self.seed.hash_of(&*shape);
            self.shapes.insert(hash, &shape, table);
        }
        table
    }
}

/// Shapes with their tables: byte after byte, found by hash.
#[derive(Clone, Debug, Default)]
struct Shapes {
    bytes: Vec<u8>,
    /// Where each shape ends, and its table.
    rows: Vec<(usize, usize)>,
    by_shape: Lookup,
}

impl Shapes {
    fn find(&self, hash: u64, shape: &[u8]) -> Option<usize> {
        let is_it = |row: usize| self.shape(row) == Some(shape);
        let row = self.by_shape.find(hash, is_it)?;
        self.rows.get(row).map(|(_, table)| *table)
    }

    fn insert(&mut self, hash: u64, shape: &[u8], table: usize) {
        self.bytes.extend_from_slice(shape);
        self.by_shape.insert(hash, self.rows.len());
        self.rows.push((self.bytes.len(), table));
    }

    fn shape(&self, row: usize) -> Option<&[u8]> {
        let (end, _) = *self.rows.get(row)?;
        let before = row.checked_sub(1).and_then(|row| self.rows.get(row));
        self.bytes.get(before.map_or(0, |(end, _)| *end)..end)
    }

    fn memory(&self) -> usize {
        let rows = self
            .rows
            .capacity()
            .saturating_mul(size_of::<(usize, usize)>());
        self.bytes
            .capacity()
            .saturating_add(rows)
            .saturating_add(self.by_shape.memory())
    }
}

/// A shape in as few bytes as it needs; shapes that differ differ here.
fn written(shape: &Shape) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(shape.len().saturating_mul(10));
    for (row, answer, of, options) in shape {
        let of = match of {
            ShapeOf::Blanket => 0,
            ShapeOf::Individual => 1,
            ShapeOf::Categorical(category) => category.get().saturating_add(2),
        };
        let answer = match answer {
            Answer::Yes => 0_u64,
            Answer::No => 1,
        };
        write(&mut bytes, u64::from(row.0));
        write(&mut bytes, answer);
        write(&mut bytes, u64::try_from(of).unwrap_or(u64::MAX));
        let [low, high] = [*options, *options >> 64].map(|half| half & u128::from(u64::MAX));
        write(&mut bytes, u64::try_from(low).unwrap_or(u64::MAX));
        write(&mut bytes, u64::try_from(high).unwrap_or(u64::MAX));
    }
    bytes
}
