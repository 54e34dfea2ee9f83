//! A column of texts, whatever its type: plain, large, view, or a dictionary of them with any integers as keys.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::UInt32Type;
use arrow_array::{
    Array, ArrayRef, LargeStringArray, PrimitiveArray, StringArray, StringViewArray,
};
use arrow_schema::DataType;

use crate::numbers::{inside, keys};

/// A column of texts.
#[derive(Clone, Debug)]
pub(crate) enum Texts {
    /// All of them null.
    Null,
    Small(StringArray),
    Large(LargeStringArray),
    View(StringViewArray),
    Dictionary {
        keys: PrimitiveArray<UInt32Type>,
        values: Box<Texts>,
        /// The values as they came: the same ones come with every slice of a batch.
        whole: ArrayRef,
    },
}

impl Texts {
    /// None if the column holds no texts.
    pub(crate) fn of(column: &ArrayRef) -> Option<Self> {
        if column.data_type() == &DataType::Null {
            return Some(Texts::Null);
        }
        if let Some(texts) = column.as_string_opt::<i32>() {
            return Some(Texts::Small(texts.clone()));
        }
        if let Some(texts) = column.as_string_opt::<i64>() {
            return Some(Texts::Large(texts.clone()));
        }
        if let Some(texts) = column.as_string_view_opt() {
            return Some(Texts::View(texts.clone()));
        }
        let dictionary = column.as_any_dictionary_opt()?;
        let whole = dictionary.values();
        let values = Box::new(Texts::of(whole)?);
        Some(Texts::Dictionary {
            keys: keys(dictionary.keys())?,
            values,
            whole: Arc::clone(whole),
        })
    }

    /// The text of a row; none for a null, also one that a dictionary holds.
    pub(crate) fn get(&self, row: usize) -> Option<&str> {
        match self {
            Texts::Null => None,
            Texts::Small(texts) => inside(texts, row).then(|| texts.value(row)),
            Texts::Large(texts) => inside(texts, row).then(|| texts.value(row)),
            Texts::View(texts) => inside(texts, row).then(|| texts.value(row)),
            Texts::Dictionary { keys, values, .. } => {
                let key = inside(keys, row).then(|| keys.value(row))?;
                values.get(usize::try_from(key).ok()?)
            }
        }
    }

    /// How many there are; of a column of type Null it is not told.
    pub(crate) fn len(&self) -> usize {
        match self {
            Texts::Null => 0,
            Texts::Small(texts) => texts.len(),
            Texts::Large(texts) => texts.len(),
            Texts::View(texts) => texts.len(),
            Texts::Dictionary { keys, .. } => keys.len(),
        }
    }
}
