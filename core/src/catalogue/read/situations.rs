//! Reading the situations of the dossierhoudersknop (R36).

use alloc::boxed::Box;
use alloc::format;
use alloc::vec::Vec;

use smol_str::SmolStr;

use super::super::{HolderIndex, OptionIndex, OptionSet, Situation, Tables};
use super::{Seen, code, position, prose};
use crate::error::ErrorCode;
use crate::ids::checked_id;
use crate::reader::{Context, Stopped, Text, fields, named};

fields! {
    pub(super) SituationFields(_given: ()) => Situation {
        required "id" id: SmolStr = Text(checked_id),
        required "holder_category" holder_category: Box<str> = Text(code),
        required "options" options: Vec<Box<str>> = named(|| Text(code)),
        required "source" source: Box<str> = Text(prose),
        optional "remark" remark: Box<str> = Text(prose),
    }
}

impl SituationFields<'_> {
    fn checked(self, _: &Context) -> Result<Option<Situation>, Stopped> {
        let (Some(id), Some(holder_category), Some(options), Some(source)) =
            (self.id, self.holder_category, self.options, self.source)
        else {
            return Ok(None);
        };
        Ok(Some(Situation {
            id,
            holder_category,
            options,
            holder: HolderIndex(0),
            set: None,
            source,
            remark: self.remark,
        }))
    }
}

/// R36: a situation names options of its own holder category, and a category has at most one situation.
pub(super) fn situations_fit(tables: &mut Tables, context: &Context) -> Result<bool, Stopped> {
    let mut good = true;
    let (mut ids, mut categories) = (Seen::default(), Seen::default());
    for (row, situation) in tables.situations.iter_mut().enumerate() {
        if !ids.is_new([&situation.id, "", ""]) {
            let path = format!("situations[{row}].id");
            context.fault_at(ErrorCode::DuplicateCode, &path)?;
            good = false;
        }
        let path = format!("situations[{row}].holder_category");
        let is_it = |category: &super::HolderCategory| *category.id == *situation.holder_category;
        match position(&tables.holder_categories, is_it) {
            Some(index) => situation.holder = HolderIndex(index),
            None => {
                context.fault_at(ErrorCode::UnknownHolderCategory, &path)?;
                good = false;
            }
        }
        if !categories.is_new([&situation.holder_category, "", ""]) {
            context.fault_at(ErrorCode::DuplicateCode, &path)?;
            good = false;
        }
        let mut options = Vec::new();
        for (entry, id) in situation.options.iter().enumerate() {
            let found = tables.options.iter().position(|option| *option.id == **id);
            let known = found.and_then(|index| tables.options.get(index));
            let fault = match known {
                None => Some(ErrorCode::UnknownOption),
                Some(option) if option.holder_category != situation.holder_category => {
                    Some(ErrorCode::ForeignOption)
                }
                Some(_) => None,
            };
            if let Some(code) = fault {
                context.fault_at(code, &format!("situations[{row}].options[{entry}]"))?;
                good = false;
            }
            options.extend(found.and_then(OptionIndex::new));
        }
        situation.set = OptionSet::of(options);
    }
    Ok(good)
}
