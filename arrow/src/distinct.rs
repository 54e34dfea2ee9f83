//! The different texts of a column, numbered: what is looked up by a text is looked up once for each of them.

use std::collections::HashMap;
use std::mem;
use std::ops::Range;
use std::sync::Arc;

use arrow_array::ArrayRef;

use crate::seed::Seeded;
use crate::texts::Texts;

/// The number of a null.
pub(crate) const NOTHING: u32 = u32::MAX;

/// Beyond so many texts, all are forgotten and learnt anew: a column without repetition must not fill the memory.
pub(crate) const ENOUGH: usize = 1 << 18;

/// Beyond so many bytes as well.
const ENOUGH_BYTES: usize = 1 << 26;

/// The different texts of a column.
#[derive(Default)]
pub(crate) struct Distinct {
    numbers: HashMap<Arc<str>, u32, Seeded>,
    texts: Vec<Arc<str>>,
    /// How long they are together.
    bytes: usize,
    /// The last dictionary, and the numbers of its values: slices of one batch share it.
    dictionary: Option<(ArrayRef, Vec<u32>)>,
    /// The number of each row that was read.
    codes: Vec<u32>,
}

impl Distinct {
    /// Forgets everything if it is too much; whether it did.
    pub(crate) fn forget_if_full(&mut self) -> bool {
        let is_full = self.texts.len() > ENOUGH || self.bytes > ENOUGH_BYTES;
        if is_full {
            *self = Distinct::default();
        }
        is_full
    }

    /// Numbers some rows of a column.
    pub(crate) fn read(&mut self, texts: &Texts, rows: Range<usize>) {
        let mut codes = mem::take(&mut self.codes);
        codes.clear();
        match texts {
            Texts::Null => codes.resize(rows.len(), NOTHING),
            Texts::Dictionary {
                keys,
                values,
                whole,
            } => {
                let map = self.dictionary_codes(values, whole);
                let code = |key: Option<u32>| {
                    let key = usize::try_from(key?).ok()?;
                    map.get(key).copied()
                };
                let keys = keys.slice(rows.start, rows.len());
                codes.extend(keys.iter().map(|key| code(key).unwrap_or(NOTHING)));
                self.dictionary = Some((Arc::clone(whole), map));
            }
            Texts::Small(_) | Texts::Large(_) | Texts::View(_) => {
                self.number_all(texts, rows, &mut codes);
            }
        }
        self.codes = codes;
    }

    fn dictionary_codes(&mut self, values: &Texts, whole: &ArrayRef) -> Vec<u32> {
        if let Some((last, map)) = self.dictionary.take()
            && Arc::ptr_eq(&last, whole)
        {
            return map;
        }
        let mut map = Vec::with_capacity(values.len());
        self.number_all(values, 0..values.len(), &mut map);
        map
    }

    fn number_all(&mut self, texts: &Texts, rows: Range<usize>, codes: &mut Vec<u32>) {
        // Most columns repeat: the text of the row before is the likeliest.
        let mut before: Option<(&str, u32)> = None;
        for row in rows {
            codes.push(match (texts.get(row), before) {
                (None, _) => NOTHING,
                (Some(text), Some((last, code))) if text == last => code,
                (Some(text), _) => {
                    let code = self.number(text);
                    before = Some((text, code));
                    code
                }
            });
        }
    }

    fn number(&mut self, text: &str) -> u32 {
        if let Some(code) = self.numbers.get(text) {
            return *code;
        }
        // INVARIANT: there are never as many texts as numbers: they are forgotten before that.
        let code = u32::try_from(self.texts.len()).unwrap_or(NOTHING);
        self.bytes = self.bytes.saturating_add(text.len());
        let text: Arc<str> = Arc::from(text);
        self.texts.push(Arc::clone(&text));
        self.numbers.insert(text, code);
        code
    }

    /// The number of a row, counted from the first that was read.
    pub(crate) fn code(&self, place: usize) -> u32 {
        self.codes.get(place).copied().unwrap_or(NOTHING)
    }

    /// The text of a number; none for a null.
    pub(crate) fn text(&self, code: u32) -> Option<&str> {
        let text = self.texts.get(usize::try_from(code).ok()?)?;
        Some(text)
    }

    /// The texts from a number on.
    pub(crate) fn texts_from(&self, first: usize) -> impl Iterator<Item = &str> {
        self.texts.iter().skip(first).map(|text| &**text)
    }
}
