//! R36: the button of the holder.

use alloc::vec::Vec;

use super::{Draft, NewChoice, Provider, Register, Registered, at};
use crate::catalogue::{OptionIndex, OptionSet};
use crate::error::{Error, ErrorCode};
use crate::ids::ActorId;
use crate::profile::{Answer, Channel, Scope};

/// R36: by the holder, for itself alone: individual, yes or no; a yes writes the options of its situation (SIT001, SIT002),
/// a no all of its row. A category without a situation writes its row for a yes too.
pub(super) fn record(
    register: &Register<'_>,
    choice: &NewChoice,
    holder: &Provider,
) -> Result<Registered, Error> {
    let path = "command.dossierhoudersknop";
    let catalogue = &register.law.catalogue;
    let category = register
        .kind(holder, || at(path, "holder.type"))?
        .holder_index();
    let options = match choice.answer {
        Answer::Yes => catalogue.situation_of(category),
        Answer::No => OptionSet::of(catalogue.row_of(category)),
    };
    let draft = Draft {
        choice,
        scope: for_itself(register, holder, options, path)?,
        channel: Channel::Dossierhoudersknop,
        by: ActorId::new(holder.id.as_str())?,
        path,
    };
    register.record(draft, |_| Ok(()))
}

/// The scope of a holder's own choice: itself alone, and these options.
pub(super) fn for_itself(
    register: &Register<'_>,
    holder: &Provider,
    options: Option<OptionSet>,
    path: &'static str,
) -> Result<Scope, Error> {
    let catalogue = &register.law.catalogue;
    let empty = || Error::new(ErrorCode::EmptyScope, at(path, "holder"));
    let options: Vec<&str> = catalogue
        .options_in(options.ok_or_else(empty)?)
        .map(|option| option.id())
        .collect();
    Scope::individual(catalogue, [holder.id.as_str()])?.limited_to(catalogue, options)
}

/// The ids of options as a set; those that the catalogue does not know are a fault.
pub(super) fn set_of<'o>(
    register: &Register<'_>,
    ids: impl Iterator<Item = &'o str>,
    path: &'static str,
) -> Result<Vec<OptionIndex>, Error> {
    let unknown = || Error::new(ErrorCode::UnknownOption, at(path, "options"));
    ids.map(|id| register.law.catalogue.option_index(id).ok_or_else(unknown))
        .collect()
}
