//! Consulters by name (R19): where their cells can differ from those of their consulting category.
//!
//! An emergency yes opens for one consulter, at the holders that it names. Everywhere else that consulter is answered as
//! anybody of its category is. So it is looked up at those holders alone: holders times consulters may be a million cells.

use alloc::vec;
use alloc::vec::Vec;
use core::cmp::Ordering;
use core::ops::Range;

use super::r31_who_can_see_me::MatrixColumn;
use crate::catalogue::Catalogue;
use crate::ids::ProviderId;
use crate::profile::{Profile, ScopeKind};
use crate::query::Holder;

/// The columns of a matrix: those of categories, then those of consulters by name.
pub(super) struct ByName {
    /// For each column of a category, the columns of its consulters.
    of_category: Vec<Range<usize>>,
    /// For each holder, the columns of the consulters that some emergency choice for it names, ascending.
    at_holder: Vec<Vec<usize>>,
}

impl ByName {
    /// `holders`: in byte order of their ids, each once.
    pub(super) fn of(
        catalogue: &Catalogue,
        columns: &[MatrixColumn],
        holders: &[&Holder],
        profile: &Profile,
    ) -> Self {
        // INVARIANT: the columns of categories come first, the others in the order of their keys.
        let categories = columns.partition_point(|column| column.consulter.is_none());
        let named = columns.get(categories..).unwrap_or_default();
        let of_category = |category: &MatrixColumn| {
            let code = &category.consulting_category;
            let first = named.partition_point(|column| column.consulting_category < *code);
            let end = named.partition_point(|column| column.consulting_category <= *code);
            first.saturating_add(categories)..end.saturating_add(categories)
        };
        let mut by_name = ByName {
            of_category: columns.iter().take(categories).map(of_category).collect(),
            at_holder: vec![Vec::new(); holders.len()],
        };
        for choice in profile.choices() {
            let ScopeKind::Emergency(emergency) = choice.scope().kind() else {
                continue;
            };
            let Some(kind) = catalogue.type_row(emergency.consulter_type) else {
                continue;
            };
            let wanted = (kind.consulting_category(), Some(&emergency.consulter));
            if let Ok(row) = named.binary_search_by(|column| key(column).cmp(&wanted)) {
                by_name.note(row.saturating_add(categories), &emergency.holders, holders);
            }
        }
        for columns in &mut by_name.at_holder {
            columns.sort_unstable();
            columns.dedup();
        }
        by_name
    }

    /// Notes that the consulter of a column is named for some holders, which are in byte order.
    fn note(&mut self, column: usize, named: &[ProviderId], holders: &[&Holder]) {
        let mut from = 0;
        for id in named {
            // What was passed is not looked at again.
            let rest = holders.get(from..).unwrap_or_default();
            let place = match rest.first().map(|holder| holder.id.cmp(id)) {
                None => break,
                Some(Ordering::Equal) => Ok(0),
                Some(Ordering::Greater) => Err(0),
                Some(Ordering::Less) => find_after(rest, id),
            };
            let (Ok(passed) | Err(passed)) = place;
            from = from.saturating_add(passed);
            if place.is_ok()
                && let Some(columns) = self.at_holder.get_mut(from)
                && columns.last() != Some(&column)
            {
                columns.push(column);
            }
        }
    }

    /// For each column of a category, in order, the columns of its consulters.
    pub(super) fn of_category(&self) -> &[Range<usize>] {
        &self.of_category
    }

    /// The columns of the consulters that can be answered otherwise than their category at a holder, by its place.
    pub(super) fn at_holder(&self, place: usize) -> &[usize] {
        self.at_holder.get(place).map_or(&[], Vec::as_slice)
    }
}

/// The place of a holder after the first of a list, or where it would stand: quick if that is near.
fn find_after(holders: &[&Holder], id: &ProviderId) -> Result<usize, usize> {
    let is_before = |place: usize| holders.get(place).is_some_and(|holder| holder.id < *id);
    let mut far: usize = 1;
    while is_before(far) {
        far = far.saturating_mul(2);
    }
    let (near, end) = (far / 2, far.saturating_add(1).min(holders.len()));
    let between = holders.get(near..end).unwrap_or_default();
    between
        .binary_search_by(|holder| holder.id.cmp(id))
        .map(|place| place.saturating_add(near))
        .map_err(|place| place.saturating_add(near))
}

/// What the columns of consulters are in the order of.
fn key(column: &MatrixColumn) -> (&str, Option<&ProviderId>) {
    (&column.consulting_category, column.consulter.as_ref())
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;

    #[test]
    fn a_holder_is_found_wherever_it_stands() {
        let holder = |number: usize| Holder {
            id: ProviderId::new(&format!("h{number:03}")).unwrap(),
            kind: "Z3".into(),
            connection: Default::default(),
        };
        for count in 1..40 {
            // Every second number, so that there are some between.
            let all: Vec<Holder> = (0..count).map(|place| holder(place * 2)).collect();
            let all: Vec<&Holder> = all.iter().collect();
            for number in 1..count * 2 + 2 {
                let id = holder(number).id;
                let expected = all.binary_search_by(|other| other.id.cmp(&id));
                assert_eq!(find_after(&all, &id), expected, "{number} of {count}");
            }
        }
    }
}
