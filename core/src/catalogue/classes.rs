//! Kinds of questions: which options can answer what (R3, R4), worked out once per catalogue.

use alloc::vec::Vec;

use super::{ConsultingIndex, DataIndex, HolderIndex, OptionIndex, Tables};
use crate::instant::Instant;

/// A kind of question by its row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ClassIndex(u16);

impl ClassIndex {
    pub(crate) fn get(self) -> usize {
        usize::from(self.0)
    }
}

/// Questions that the same options answer, for one consulting category: they all have one answer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Class {
    pub(crate) holder: HolderIndex,
    pub(crate) consulting: ConsultingIndex,
    /// R3: the nearest option that can answer.
    pub(crate) nearest: OptionIndex,
    /// R3: the options that can answer, nearest first; never empty.
    pub(crate) options: Vec<OptionRow>,
}

/// An option that can answer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct OptionRow {
    pub(crate) index: OptionIndex,
    /// R5: when it was added, if later.
    pub(crate) since: Option<Instant>,
}

/// Every kind of question, and the one that each combination of codes makes.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Classes {
    rows: Vec<Class>,
    /// By holder category, data category and consulting category.
    by_codes: Vec<Option<ClassIndex>>,
    data_categories: usize,
    consulting_categories: usize,
}

impl Classes {
    pub(super) fn of(tables: &Tables) -> Self {
        let mut classes = Classes {
            data_categories: tables.data_categories.len(),
            consulting_categories: tables.consulting_categories.len(),
            ..Classes::default()
        };
        for holder in (0..tables.holder_categories.len()).filter_map(HolderIndex::new) {
            for data in (0..tables.data_categories.len()).filter_map(DataIndex::new) {
                for consulting in
                    (0..tables.consulting_categories.len()).filter_map(ConsultingIndex::new)
                {
                    let options = matching(tables, holder, data, consulting);
                    let class = classes.row_for(holder, consulting, options);
                    classes.by_codes.push(class);
                }
            }
        }
        classes
    }

    fn row_for(
        &mut self,
        holder: HolderIndex,
        consulting: ConsultingIndex,
        options: Vec<OptionRow>,
    ) -> Option<ClassIndex> {
        let nearest = options.first()?.index;
        let class = Class {
            holder,
            consulting,
            nearest,
            options,
        };
        let row = self
            .rows
            .iter()
            .position(|row| *row == class)
            .unwrap_or_else(|| {
                self.rows.push(class);
                self.rows.len().saturating_sub(1)
            });
        u16::try_from(row).ok().map(ClassIndex)
    }

    pub(super) fn find(
        &self,
        holder: HolderIndex,
        data: DataIndex,
        consulting: ConsultingIndex,
    ) -> Option<ClassIndex> {
        let row = holder
            .get()
            .checked_mul(self.data_categories)?
            .checked_add(data.get())?;
        let cell = row
            .checked_mul(self.consulting_categories)?
            .checked_add(consulting.get())?;
        self.by_codes.get(cell).copied().flatten()
    }

    pub(super) fn rows(&self) -> &[Class] {
        &self.rows
    }
}

/// R3: the options that can answer for this data, nearest first: of the category itself, then of each wider one.
///
/// The other way round never holds: an option of a lower category says nothing about a higher one.
fn matching(
    tables: &Tables,
    holder: HolderIndex,
    data: DataIndex,
    consulting: ConsultingIndex,
) -> Vec<OptionRow> {
    // INVARIANT: the reader refuses circles, so the walk ends; and overlapping options, so a step has one answer.
    core::iter::successors(Some(data), |data| {
        tables.data_categories.get(data.get())?.parent_index
    })
    .filter_map(|data| {
        let row = tables.options.iter().position(|option| {
            option.holder == holder
                && option.data_index == data
                && option.consulting.contains(consulting)
        })?;
        let since = tables.options.get(row)?.since;
        OptionIndex::new(row).map(|index| OptionRow { index, since })
    })
    .collect()
}
