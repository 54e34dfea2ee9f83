//! Tables of answers, each stored once: most patients share a handful.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use crate::catalogue::{ClassIndex, OptionIndex};
use crate::compiled::{ChoiceRow, Code, InstantRow, Shape, Store};
use crate::decision::Reason;

/// One answer in four bytes: reason, option, deciding choice, `valid_until`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Packed(u32);

/// Ten bits each for the row of a choice and of an instant; all ones: none.
const NONE: u32 = 0x3ff;

impl Packed {
    /// None for a profile of more than 1,023 choices or instants.
    fn of(code: Code) -> Option<Self> {
        let reason = Reason::ALL
            .iter()
            .position(|reason| *reason == code.reason)?;
        let row = |row: Option<u16>| {
            row.map_or(Some(NONE), |row| {
                Some(u32::from(row)).filter(|row| *row < NONE)
            })
        };
        let decided_by = row(code.decided_by.map(|row| row.0))?;
        let until = row(code.until.map(|row| row.0))?;
        let reason = u32::try_from(reason).ok().filter(|reason| *reason < 32)?;
        let option = u32::try_from(code.option.get())
            .ok()
            .filter(|option| *option < 128)?;
        Some(Packed(
            reason | option.wrapping_shl(5) | decided_by.wrapping_shl(12) | until.wrapping_shl(22),
        ))
    }

    fn code(self) -> Option<Code> {
        let field = |shift: u32, mask: u32| (self.0 >> shift) & mask;
        let row = |row: u32| {
            if row == NONE {
                None
            } else {
                u16::try_from(row).ok()
            }
        };
        Some(Code {
            reason: *Reason::ALL.get(usize::try_from(field(0, 31)).ok()?)?,
            option: OptionIndex::new(usize::try_from(field(5, 127)).ok()?)?,
            decided_by: row(field(12, NONE)).map(ChoiceRow),
            until: row(field(22, NONE)).map(InstantRow),
        })
    }
}

/// All tables of a population.
#[derive(Clone, Debug, Default)]
pub(super) struct AnswerTables {
    width: usize,
    packed: Vec<Packed>,
    numbers: BTreeMap<Box<[Packed]>, usize>,
    /// The table of each shape that was worked out, so that it is worked out once.
    shapes: BTreeMap<Shape, usize>,
    /// A code did not fit: what was kept last must not be used.
    overflow: bool,
}

impl AnswerTables {
    pub(super) fn new(width: usize) -> Self {
        AnswerTables {
            width,
            ..AnswerTables::default()
        }
    }

    pub(super) fn code(&self, table: usize, class: ClassIndex) -> Option<Code> {
        let place = table.checked_mul(self.width)?.checked_add(class.get())?;
        self.packed.get(place)?.code()
    }

    pub(super) fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Whether everything that was kept since the last call fits.
    pub(super) fn took_all(&mut self) -> bool {
        !core::mem::take(&mut self.overflow)
    }

    pub(super) fn memory(&self) -> usize {
        let shape = size_of::<Shape>()
            .saturating_add(size_of::<usize>())
            .saturating_add(96);
        let table = self
            .width
            .saturating_mul(size_of::<Packed>())
            .saturating_mul(2)
            .saturating_add(32);
        let tables = self.numbers.len().saturating_mul(table);
        tables.saturating_add(self.shapes.len().saturating_mul(shape))
    }
}

impl Store for AnswerTables {
    fn keep(&mut self, shape: Option<Shape>, make: &mut dyn FnMut() -> Vec<Code>) -> usize {
        if let Some(known) = shape.as_ref().and_then(|shape| self.shapes.get(shape)) {
            return *known;
        }
        let packed: Option<Box<[Packed]>> = make().into_iter().map(Packed::of).collect();
        let Some(packed) = packed else {
            self.overflow = true;
            return 0;
        };
        let table = match self.numbers.get(&packed) {
            Some(known) => *known,
            None => {
                let table = self.numbers.len();
                self.packed.extend_from_slice(&packed);
                self.numbers.insert(packed, table);
                table
            }
        };
        if let Some(shape) = shape {
            self.shapes.insert(shape, table);
        }
        table
    }
}
