//! Strict reading of JSON: serde_json reads the text, this module says what may stand in it.
//!
//! Every shape is a seed that takes *any* JSON value, so that a wrong type, an unknown field or a duplicate key is ours
//! to name, with a code and a path. The path is put together while an error travels outwards; a good document pays nothing
//! for it.
//!
//! [`read`] stops at the first fault. [`read_all`] lists them: it reads again and lets one more fault pass each time,
//! because serde_json tells a line only where it stops. A fault that may pass leaves `None` behind.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};
use core::fmt;
use core::marker::PhantomData;

use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::error::{Error, ErrorCode};
use crate::ids::MAX_STRING;

/// Largest document, in bytes (wire format).
pub(crate) const MAX_DOCUMENT: usize = 32 << 20;
/// Longest list of holders, options or data categories.
pub(crate) const MAX_LIST: usize = 10_000;
/// How many faults [`read_all`] lists at most: every fault costs one reading.
const MAX_FAULTS: usize = 100;

/// What one reading knows: the fault that stopped it, and how many it lets pass.
#[derive(Default)]
pub(crate) struct Context {
    fault: RefCell<Option<Fault>>,
    may_pass: Cell<usize>,
    /// Which fields the object had whose checks between fields are under way: a bit per name.
    given: Cell<u32>,
}

struct Fault {
    code: ErrorCode,
    /// From the inside outwards.
    path: Vec<Segment>,
}

enum Segment {
    Field(&'static str),
    Index(usize),
    /// Already joined with dots and cleared of anything that is not a field name.
    Text(Box<str>),
}

/// The reading has been stopped; [`Context`] knows why.
pub(crate) struct Stopped;

impl Context {
    /// A fault at the value that is being read. `Ok(())` if this reading lets it pass.
    pub(crate) fn fault(&self, code: ErrorCode) -> Result<(), Stopped> {
        self.fault_at(code, "")
    }

    /// A fault at a place inside the value that is being read.
    pub(crate) fn fault_at(&self, code: ErrorCode, path: &str) -> Result<(), Stopped> {
        if let Some(left) = self.may_pass.get().checked_sub(1) {
            self.may_pass.set(left);
            return Ok(());
        }
        let mut fault = Fault {
            code,
            path: Vec::new(),
        };
        if !path.is_empty() {
            fault.path.push(Segment::Text(Box::from(path)));
        }
        *self.fault.borrow_mut() = Some(fault);
        Err(Stopped)
    }

    /// Whether the object that is being checked had this field, also if its value was a fault that was let pass.
    pub(crate) fn was_given<'de, F: Fields<'de>>(&self, name: &str) -> bool {
        F::index(name).is_some_and(|index| self.given.get() & bit(index) != 0)
    }

    fn enter(&self, segment: Segment) {
        if let Some(fault) = self.fault.borrow_mut().as_mut() {
            fault.path.push(segment);
        }
    }

    fn into_error(self, json: &serde_json::Error, first_line: u64) -> Error {
        let lines_before = u64::try_from(json.line())
            .unwrap_or(u64::MAX)
            .saturating_sub(1);
        let line = first_line.saturating_add(lines_before);
        match self.fault.into_inner() {
            Some(fault) => Error {
                line,
                ..Error::new(fault.code, joined(&fault.path))
            },
            None => {
                let advice = ErrorCode::InvalidJson.advice();
                let error = Error::new(ErrorCode::InvalidJson, "")
                    .with_message(format!("{advice} (column {})", json.column()));
                Error { line, ..error }
            }
        }
    }
}

fn joined(inside_out: &[Segment]) -> String {
    let mut path = String::new();
    for segment in inside_out.iter().rev() {
        match segment {
            Segment::Index(index) => path.push_str(&format!("[{index}]")),
            Segment::Field(name) => push_name(&mut path, name),
            Segment::Text(text) => push_name(&mut path, text),
        }
    }
    path
}

fn push_name(path: &mut String, name: &str) {
    if !path.is_empty() && !name.starts_with('[') {
        path.push('.');
    }
    path.push_str(name);
}

/// A key of the document as it may stand in a path: only what looks like a misspelt field name, since a document may have
/// anything for a key, also the name or the number of a patient. Field names have no long numbers.
fn presentable(key: &str) -> &str {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let begins = key.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
    let has_number = key
        .as_bytes()
        .windows(4)
        .any(|four| four.iter().all(u8::is_ascii_digit));
    let named = begins && key.len() <= 64 && key.bytes().all(is_word) && !has_number;
    if named { key } else { "?" }
}

/// Reads one document and stops at its first fault.
pub(crate) fn read<'de, S>(
    text: &'de str,
    first_line: u64,
    seed: impl FnOnce(&Context) -> S,
) -> Result<S::Out, Error>
where
    S: Shape<'de>,
{
    match read_past(text, first_line, 0, seed)? {
        Some(value) => Ok(value),
        // INVARIANT: nothing was allowed to pass, so nothing is missing.
        None => Err(Error::new(ErrorCode::InvalidJson, "")),
    }
}

/// Reads one document and lists its faults in the order in which they are met, at most 100.
pub(crate) fn read_all<'de, S>(text: &'de str, seed: impl Fn(&Context) -> S) -> Vec<Error>
where
    S: Shape<'de>,
{
    let mut faults = Vec::new();
    while faults.len() < MAX_FAULTS {
        match read_past(text, 1, faults.len(), &seed) {
            Ok(_) => break,
            Err(fault) => {
                let last = matches!(
                    fault.code(),
                    ErrorCode::InvalidJson | ErrorCode::DocumentTooLarge
                );
                faults.push(fault);
                if last {
                    break;
                }
            }
        }
    }
    faults
}

fn read_past<'de, S>(
    text: &'de str,
    first_line: u64,
    may_pass: usize,
    seed: impl FnOnce(&Context) -> S,
) -> Result<Option<S::Out>, Error>
where
    S: Shape<'de>,
{
    if text.len() > MAX_DOCUMENT {
        return Err(Error {
            line: first_line,
            ..Error::new(ErrorCode::DocumentTooLarge, "")
        });
    }
    let context = Context::default();
    context.may_pass.set(may_pass);
    let mut json = serde_json::Deserializer::from_str(text);
    let read = Seed {
        context: &context,
        shape: seed(&context),
    }
    .deserialize(&mut json);
    match read.and_then(|value| json.end().map(|()| value)) {
        Ok(value) => Ok(value),
        Err(error) => Err(context.into_error(&error, first_line)),
    }
}

/// What may stand at one place of a document. Each method is a JSON type; what a shape does not take is a wrong type.
pub(crate) trait Shape<'de>: Sized {
    type Out;

    fn string(self, _: &Context, _: &str) -> Result<Self::Out, ErrorCode> {
        Err(ErrorCode::WrongType)
    }

    fn boolean(self, _: bool) -> Result<Self::Out, ErrorCode> {
        Err(ErrorCode::WrongType)
    }

    fn number(self, _: u64) -> Result<Self::Out, ErrorCode> {
        Err(ErrorCode::WrongType)
    }

    fn list<A: SeqAccess<'de>>(
        self,
        context: &Context,
        mut list: A,
    ) -> Result<Option<Self::Out>, A::Error> {
        stop(context.fault(ErrorCode::WrongType))?;
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }

    fn object<A: MapAccess<'de>>(
        self,
        context: &Context,
        mut map: A,
    ) -> Result<Option<Self::Out>, A::Error> {
        stop(context.fault(ErrorCode::WrongType))?;
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(None)
    }
}

pub(crate) fn stop<T, E: serde::de::Error>(result: Result<T, Stopped>) -> Result<T, E> {
    result.map_err(|Stopped| E::custom("stopped"))
}

struct Seed<'c, S> {
    context: &'c Context,
    shape: S,
}

impl<'de, S: Shape<'de>> Seed<'_, S> {
    fn take<E: serde::de::Error>(
        self,
        read: impl FnOnce(S, &Context) -> Result<S::Out, ErrorCode>,
    ) -> Result<Option<S::Out>, E> {
        match read(self.shape, self.context) {
            Ok(value) => Ok(Some(value)),
            Err(code) => stop(self.context.fault(code)).map(|()| None),
        }
    }
}

impl<'de, S: Shape<'de>> DeserializeSeed<'de> for Seed<'_, S> {
    type Value = Option<S::Out>;

    fn deserialize<D: serde::Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, S: Shape<'de>> Visitor<'de> for Seed<'_, S> {
    type Value = Option<S::Out>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value of the format")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Self::Value, E> {
        self.take(|shape, context| shape.string(context, text))
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<Self::Value, E> {
        self.take(|shape, _| shape.boolean(value))
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Self::Value, E> {
        self.take(|shape, _| shape.number(value))
    }

    fn visit_i64<E: serde::de::Error>(self, _: i64) -> Result<Self::Value, E> {
        self.take(|_, _| Err(ErrorCode::WrongType))
    }

    fn visit_f64<E: serde::de::Error>(self, _: f64) -> Result<Self::Value, E> {
        self.take(|_, _| Err(ErrorCode::WrongType))
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Self::Value, E> {
        self.take(|_, _| Err(ErrorCode::WrongType))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
        self.shape.list(self.context, list)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        self.shape.object(self.context, map)
    }
}

/// A string of at most 1,024 bytes that `read` understands.
#[derive(Clone, Copy)]
pub(crate) struct Text<F>(pub(crate) F);

impl<'de, T, F: FnOnce(&str) -> Result<T, ErrorCode>> Shape<'de> for Text<F> {
    type Out = T;

    fn string(self, _: &Context, text: &str) -> Result<T, ErrorCode> {
        if text.len() > MAX_STRING {
            return Err(ErrorCode::StringTooLong);
        }
        (self.0)(text)
    }
}

/// `true` or `false`, as what it means here.
pub(crate) struct Flag<F>(pub(crate) F);

impl<'de, T, F: FnOnce(bool) -> T> Shape<'de> for Flag<F> {
    type Out = T;

    fn boolean(self, value: bool) -> Result<T, ErrorCode> {
        Ok((self.0)(value))
    }
}

/// A whole number, not negative.
pub(crate) struct Number<F>(pub(crate) F);

impl<'de, T, F: FnOnce(u64) -> Result<T, ErrorCode>> Shape<'de> for Number<F> {
    type Out = T;

    fn number(self, value: u64) -> Result<T, ErrorCode> {
        (self.0)(value)
    }
}

/// A list whose entries have one shape.
pub(crate) struct List<F> {
    pub(crate) entry: F,
    pub(crate) most: usize,
    pub(crate) too_long: ErrorCode,
    pub(crate) empty: Option<ErrorCode>,
    /// Room to begin with: growing moves every entry.
    pub(crate) room: usize,
}

/// A list that must name something: an empty one is an error.
pub(crate) fn named<F>(entry: F) -> List<F> {
    List {
        entry,
        most: MAX_LIST,
        too_long: ErrorCode::ListTooLong,
        empty: Some(ErrorCode::EmptyList),
        room: 1,
    }
}

/// As [`named`], with another limit.
pub(crate) fn named_up_to<F>(most: usize, entry: F) -> List<F> {
    List {
        most,
        ..named(entry)
    }
}

/// A list of rows, which may be empty.
pub(crate) fn rows<F>(entry: F, most: usize, too_long: ErrorCode) -> List<F> {
    List {
        entry,
        most,
        too_long,
        empty: None,
        room: 20,
    }
}

impl<'de, S: Shape<'de>, F: Fn() -> S> Shape<'de> for List<F> {
    type Out = Vec<S::Out>;

    fn list<A: SeqAccess<'de>>(
        self,
        context: &Context,
        mut list: A,
    ) -> Result<Option<Self::Out>, A::Error> {
        let mut entries = Vec::with_capacity(self.room);
        let mut count = 0_usize;
        loop {
            let seed = Seed {
                context,
                shape: (self.entry)(),
            };
            let next = list
                .next_element_seed(seed)
                .inspect_err(|_| context.enter(Segment::Index(count)))?;
            let Some(entry) = next else { break };
            if count == self.most {
                stop(context.fault(self.too_long))?;
                while list.next_element::<IgnoredAny>()?.is_some() {}
                return Ok(None);
            }
            count = count.saturating_add(1);
            entries.extend(entry);
        }
        match self.empty {
            Some(code) if count == 0 => stop(context.fault(code)).map(|()| None),
            // An entry that was let pass is missing: the list is not what the document says.
            _ => Ok((entries.len() == count).then_some(entries)),
        }
    }
}

/// One entry or a list of them.
pub(crate) struct OneOrMore<F>(pub(crate) List<F>);

impl<'de, S: Shape<'de>, F: Fn() -> S> Shape<'de> for OneOrMore<F> {
    type Out = Vec<S::Out>;

    fn string(self, context: &Context, text: &str) -> Result<Self::Out, ErrorCode> {
        (self.0.entry)()
            .string(context, text)
            .map(|entry| alloc::vec![entry])
    }

    fn list<A: SeqAccess<'de>>(
        self,
        context: &Context,
        list: A,
    ) -> Result<Option<Self::Out>, A::Error> {
        self.0.list(context, list)
    }
}

/// The fields of one kind of object; [`fields!`] writes the implementations.
pub(crate) trait Fields<'de> {
    /// The field names in the order of the format, with whether each must be present.
    const NAMES: &'static [(&'static str, bool)];
    type Given;
    type Out;

    fn new(given: Self::Given) -> Self;

    /// The place of a field among the names.
    fn index(name: &str) -> Option<usize>;

    fn field<A: MapAccess<'de>>(
        &mut self,
        context: &Context,
        index: usize,
        map: &mut A,
    ) -> Result<(), A::Error>;

    /// The checks between fields. `None` only where a fault was let pass.
    fn finish(self, context: &Context) -> Result<Option<Self::Out>, Stopped>;
}

/// An object with these fields and no others, read with what its shapes may use.
pub(crate) struct Object<F, G>(pub(crate) G, pub(crate) PhantomData<F>);

impl<'de, F: Fields<'de>> Shape<'de> for Object<F, F::Given> {
    type Out = F::Out;

    fn object<A: MapAccess<'de>>(
        self,
        context: &Context,
        mut map: A,
    ) -> Result<Option<Self::Out>, A::Error> {
        let mut fields = F::new(self.0);
        let mut seen = 0_u32;
        while let Some(key) = map.next_key_seed(KeySeed::<F>(PhantomData))? {
            let index = match key {
                Key::Known(index) => index,
                Key::Unknown(name) => {
                    stop(context.fault_at(ErrorCode::UnknownField, &name))?;
                    map.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            let name = F::NAMES.get(index).map_or("", |(name, _)| name);
            if seen & bit(index) != 0 {
                stop(context.fault_at(ErrorCode::DuplicateKey, name))?;
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            seen |= bit(index);
            fields
                .field(context, index, &mut map)
                .inspect_err(|_| context.enter(Segment::Field(name)))?;
        }
        for (index, (name, required)) in F::NAMES.iter().enumerate() {
            if *required && seen & bit(index) == 0 {
                stop(context.fault_at(ErrorCode::MissingField, name))?;
            }
        }
        context.given.set(seen);
        stop(fields.finish(context))
    }
}

fn bit(index: usize) -> u32 {
    u32::try_from(index)
        .ok()
        .and_then(|index| 1_u32.checked_shl(index))
        .unwrap_or(0)
}

/// Reads the value of a field with a shape.
pub(crate) fn value<'de, S: Shape<'de>, A: MapAccess<'de>>(
    context: &Context,
    shape: S,
    map: &mut A,
) -> Result<Option<S::Out>, A::Error> {
    map.next_value_seed(Seed { context, shape })
}

enum Key {
    Known(usize),
    Unknown(Box<str>),
}

struct KeySeed<F>(PhantomData<F>);

impl<'de, F: Fields<'de>> DeserializeSeed<'de> for KeySeed<F> {
    type Value = Key;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de, F: Fields<'de>> Visitor<'de> for KeySeed<F> {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a field name")
    }

    fn visit_str<E: serde::de::Error>(self, key: &str) -> Result<Key, E> {
        Ok(match F::index(key) {
            Some(index) => Key::Known(index),
            None => Key::Unknown(Box::from(presentable(key))),
        })
    }
}

/// Declares the fields of one kind of object: a struct with an `Option` per field and how each is read.
///
/// `$given` is what the shapes may use (a catalogue, say). The type has to have a method `checked`: the checks between
/// fields, and what is made of them.
macro_rules! fields {
    (
        $(#[$meta:meta])*
        $visible:vis $name:ident($given:ident: $given_type:ty) => $out:ty {
            $( $need:ident $key:literal $field:ident: $type:ty = $shape:expr, )*
        }
    ) => {
        $(#[$meta])*
        $visible struct $name<'c> {
            $given: $given_type,
            $( $field: Option<$type>, )*
            life: core::marker::PhantomData<&'c ()>,
        }

        impl<'c> $name<'c> {
            $visible fn shape($given: $given_type) -> $crate::reader::Object<Self, $given_type> {
                $crate::reader::Object($given, core::marker::PhantomData)
            }
        }

        impl<'de, 'c> $crate::reader::Fields<'de> for $name<'c> {
            const NAMES: &'static [(&'static str, bool)] = &[ $( ($key, $crate::reader::is_required!($need)), )* ];
            type Given = $given_type;
            type Out = $out;

            fn new($given: $given_type) -> Self {
                Self { $given, $( $field: None, )* life: core::marker::PhantomData }
            }

            fn index(name: &str) -> Option<usize> {
                #[expect(non_camel_case_types, reason = "named as the fields they count")]
                enum Index { $($field),* }
                match name {
                    $( $key => Some(Index::$field as usize), )*
                    _ => None,
                }
            }

            fn field<A: serde::de::MapAccess<'de>>(
                &mut self,
                context: &$crate::reader::Context,
                index: usize,
                map: &mut A,
            ) -> Result<(), A::Error> {
                #[expect(non_camel_case_types, reason = "named as the fields they count")]
                enum Index { $($field),* }
                #[allow(unused_variables, clippy::allow_attributes, reason = "not every object needs what it is given")]
                let $given = self.$given;
                $(
                    if index == Index::$field as usize {
                        self.$field = $crate::reader::value(context, $shape, map)?;
                        return Ok(());
                    }
                )*
                Ok(())
            }

            fn finish(self, context: &$crate::reader::Context) -> Result<Option<$out>, $crate::reader::Stopped> {
                self.checked(context)
            }
        }
    };
}
pub(crate) use fields;

macro_rules! is_required {
    (required) => {
        true
    };
    (optional) => {
        false
    };
}
pub(crate) use is_required;
