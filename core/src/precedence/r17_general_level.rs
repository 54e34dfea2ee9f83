//! R17: the general level.

use super::{Cell, Lasting, Ranked};
use crate::instant::Instant;

/// R17: categorical and blanket choices write the same cells: a headline choice overwrites all earlier categorical ones, a
/// later categorical choice is an exception to the headline. So the cell's own rule (R9) is all there is to it.
pub(super) fn general_answer<'p>(cell: &Cell<'_, 'p>, at: Instant) -> Lasting<Option<Ranked<'p>>> {
    cell.general.slot.answer(at)
}
