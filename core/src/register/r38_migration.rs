//! R38: a consent given earlier, carried over.

use alloc::boxed::Box;

use super::r36_dossierhoudersknop::{for_itself, set_of};
use super::{Draft, NewChoice, Provider, Register, Registered, at};
use crate::catalogue::OptionSet;
use crate::error::{Error, ErrorCode};
use crate::ids::ActorId;
use crate::profile::Channel;

/// R38: by the holder, for itself; `decided_at` is when the patient decided. That it never outranks a later choice is R8:
/// the rank is `decided_at`, however late it is recorded.
pub(super) fn record(
    register: &Register<'_>,
    choice: &NewChoice,
    holder: &Provider,
    options: Option<&[Box<str>]>,
) -> Result<Registered, Error> {
    let path = "command.migration";
    let catalogue = &register.law.catalogue;
    let category = register
        .kind(holder, || at(path, "holder.type"))?
        .holder_index();
    let options = match options {
        None => OptionSet::of(catalogue.row_of(category)),
        Some(ids) => {
            let named = set_of(register, ids.iter().map(|id| &**id), path)?;
            // R39: options of another row cover nothing.
            if !catalogue.row_of(category).any(|own| named.contains(&own)) {
                return Err(Error::new(ErrorCode::EmptyScope, at(path, "options")));
            }
            OptionSet::of(named)
        }
    };
    let draft = Draft {
        choice,
        scope: for_itself(register, holder, options, path)?,
        channel: Channel::Migration,
        by: ActorId::new(holder.id.as_str())?,
        path,
    };
    register.record(draft, |_| Ok(()))
}
