//! Strict reading of JSON: [`json`] reads the text, this module says what may stand in it.
//!
//! Every shape takes *any* JSON value, so that a wrong type, an unknown field or a duplicate key is ours to name, with a code
//! and a path. The path is put together while an error travels outwards; a good document pays nothing for it.
//!
//! [`read`] stops at the first fault. [`read_all`] lists them: it reads again and lets one more fault pass each time. A fault
//! that may pass leaves `None` behind.

mod json;
mod key;
mod texts;

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};
use core::marker::PhantomData;

use crate::error::{Error, ErrorCode};
use crate::ids::MAX_STRING;
use json::{Json, Kind, Place};
pub(crate) use texts::{Step, texts};

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
    /// Already joined with dots and cleared of anything that is no word of the format.
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
    pub(crate) fn was_given<F: Fields>(&self, name: &str) -> bool {
        let place = F::NAMES.iter().position(|field| field.name == name);
        place.is_some_and(|place| self.has(place))
    }

    /// As [`Context::was_given`], for the field at this place among the names.
    pub(crate) fn has(&self, place: usize) -> bool {
        self.given.get() & bit(place) != 0
    }

    fn enter(&self, segment: Segment) {
        if let Some(fault) = self.fault.borrow_mut().as_mut() {
            fault.path.push(segment);
        }
    }

    fn into_error(self, place: &Place, first_line: u64) -> Error {
        let lines_before = u64::try_from(place.line)
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
                    .with_message(format!("{advice} (column {})", place.column));
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

/// Reads one document and stops at its first fault.
pub(crate) fn read<S: Shape>(text: &str, first_line: u64, shape: S) -> Result<S::Out, Error> {
    match read_past(text, first_line, 0, shape)? {
        Some(value) => Ok(value),
        // INVARIANT: nothing was allowed to pass, so nothing is missing.
        None => Err(Error::new(ErrorCode::InvalidJson, "")),
    }
}

/// Reads one document and lists its faults in the order in which they are met, at most 100.
pub(crate) fn read_all<S: Shape>(text: &str, shape: impl Fn() -> S) -> Vec<Error> {
    let mut faults = Vec::new();
    while faults.len() < MAX_FAULTS {
        match read_past(text, 1, faults.len(), shape()) {
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

fn read_past<S: Shape>(
    text: &str,
    first_line: u64,
    may_pass: usize,
    shape: S,
) -> Result<Option<S::Out>, Error> {
    if text.len() > MAX_DOCUMENT {
        return Err(Error {
            line: first_line,
            ..Error::new(ErrorCode::DocumentTooLarge, "")
        });
    }
    let mut document = Document {
        json: Json::new(text),
        context: Context::default(),
    };
    document.context.may_pass.set(may_pass);
    let value = shape.read(&mut document);
    match value.and_then(|value| document.json.end().map(|()| value)) {
        Ok(value) => Ok(value),
        Err(Stopped) => Err(document
            .context
            .into_error(&document.json.place(), first_line)),
    }
}

/// A document that is being read. A fault stands where reading has come when it is met.
pub(crate) struct Document<'t> {
    json: Json<'t>,
    pub(crate) context: Context,
}

impl Document<'_> {
    /// A text of at most 1,024 bytes; `None` if it is something else, and that was let pass.
    fn text(&mut self) -> Result<Option<&str>, Stopped> {
        if !self.json.begins(b'"') {
            return self.wrong_type().map(|()| None);
        }
        let text = self.json.text()?;
        if text.len() > MAX_STRING {
            return self.context.fault(ErrorCode::StringTooLong).map(|()| None);
        }
        Ok(Some(text))
    }

    /// A value of a type that may not stand here: it is read, if only for its end.
    #[cold]
    fn wrong_type(&mut self) -> Result<(), Stopped> {
        if matches!(self.json.kind()?, Kind::List | Kind::Object) {
            self.fault_inside(ErrorCode::WrongType, "")?;
            self.json.skip()
        } else {
            self.json.skip()?;
            self.context.fault(ErrorCode::WrongType)
        }
    }

    /// A fault of a list or an object whose end has not come: it stands where the next byte is.
    #[cold]
    fn fault_inside(&mut self, code: ErrorCode, path: &str) -> Result<(), Stopped> {
        let passed = self.context.fault_at(code, path);
        if passed.is_err() {
            self.json.settle();
        }
        passed
    }

    /// What was made of a value, or `None` where its fault was let pass.
    fn or_fault<T>(&self, read: Result<T, ErrorCode>) -> Result<Option<T>, Stopped> {
        match read {
            Ok(value) => Ok(Some(value)),
            Err(code) => self.context.fault(code).map(|()| None),
        }
    }

    /// Reads the fields of the object that comes next, up to its end; one that must be there and is not is a fault. `read` reads the
    /// value of the field at a place among the names. False where it is no object, and that was let pass.
    fn fields(
        &mut self,
        names: &'static [FieldName],
        read: &mut dyn FnMut(&mut Self, usize) -> Result<(), Stopped>,
    ) -> Result<bool, Stopped> {
        if !self.json.begins(b'{') {
            return self.wrong_type().map(|()| false);
        }
        self.json.enter();
        // A bit per field that was met. Fields mostly come in the order of the names: the next one is tried first.
        let (mut seen, mut likely) = (0_u32, 0_usize);
        // Keys that were let pass though they may not stand here.
        let mut strange = 0_usize;
        while self.json.member()? {
            let next = names.get(likely).filter(|_| seen & bit(likely) == 0);
            let index = if next.is_some_and(|field| self.json.takes(field.key)) {
                likely
            } else if let Some(index) = self.key(names, seen, strange)? {
                index
            } else {
                strange = strange.saturating_add(1);
                continue;
            };
            seen |= bit(index);
            likely = index.saturating_add(1);
            read(self, index).inspect_err(|_| {
                let name = names.get(index).map_or("", |field| field.name);
                self.context.enter(Segment::Field(name));
            })?;
        }
        for (index, field) in names.iter().enumerate() {
            if field.is_required && seen & bit(index) == 0 {
                self.context.fault_at(ErrorCode::MissingField, field.name)?;
            }
        }
        self.context.given.set(seen);
        Ok(true)
    }

    /// Reads a key and its colon, and tells its place among the names. `None` for one that may not stand here, or not twice:
    /// where that fault was let pass, its value has been read. `strange` is how many such keys came before.
    fn key(
        &mut self,
        names: &'static [FieldName],
        seen: u32,
        strange: usize,
    ) -> Result<Option<usize>, Stopped> {
        let key = self.json.text()?;
        let index = names.iter().position(|field| field.name == key);
        match index {
            Some(index) if seen & bit(index) == 0 => {
                self.json.colon()?;
                return Ok(Some(index));
            }
            Some(index) => {
                let name = names.get(index).map_or("", |field| field.name);
                self.fault_inside(ErrorCode::DuplicateKey, name)?;
            }
            None => {
                let known = usize::try_from(seen.count_ones()).unwrap_or(usize::MAX);
                let name = key::presentable(key, names, known.saturating_add(strange));
                self.fault_inside(ErrorCode::UnknownField, &name)?;
            }
        }
        self.json.colon()?;
        self.json.skip()?;
        Ok(None)
    }

    /// Reads the list that comes next, and leaves it; `read` reads an entry. How many there are, or `None` where a fault of the
    /// list was let pass.
    fn entries(
        &mut self,
        limits: &Limits,
        read: &mut dyn FnMut(&mut Self) -> Result<(), Stopped>,
    ) -> Result<Option<usize>, Stopped> {
        if !self.json.begins(b'[') {
            return self.wrong_type().map(|()| None);
        }
        self.json.enter();
        let mut count = 0_usize;
        while self.json.entry()? {
            read(self).inspect_err(|_| self.context.enter(Segment::Index(count)))?;
            if count == limits.most {
                self.fault_inside(limits.too_long, "")
                    .inspect_err(|_| self.json.settle_at_entry())?;
                while self.json.entry()? {
                    self.json.skip()?;
                }
                self.json.leave();
                return Ok(None);
            }
            count = count.saturating_add(1);
        }
        let fault = limits.empty.filter(|_| count == 0);
        if let Some(code) = fault {
            self.context.fault(code)?;
        }
        self.json.leave();
        Ok(fault.is_none().then_some(count))
    }
}

/// What may stand at one place of a document.
pub(crate) trait Shape: Sized {
    type Out;

    /// Reads the value that comes next, whatever it is. `None` only where a fault was let pass.
    fn read(self, document: &mut Document<'_>) -> Result<Option<Self::Out>, Stopped>;

    /// Reads it to where it belongs. In the module for browsers one piece of code for every field of the same shape.
    #[cfg_attr(target_family = "wasm", inline(never))]
    fn read_to(
        self,
        document: &mut Document<'_>,
        place: &mut Option<Self::Out>,
    ) -> Result<(), Stopped> {
        *place = self.read(document)?;
        Ok(())
    }
}

/// A string of at most 1,024 bytes that `read` understands.
#[derive(Clone, Copy)]
pub(crate) struct Text<F>(pub(crate) F);

impl<T, F: FnOnce(&str) -> Result<T, ErrorCode>> Shape for Text<F> {
    type Out = T;

    fn read(self, document: &mut Document<'_>) -> Result<Option<T>, Stopped> {
        let Some(text) = document.text()? else {
            return Ok(None);
        };
        let read = (self.0)(text);
        document.or_fault(read)
    }
}

/// `true` or `false`, as what it means here.
pub(crate) struct Flag<F>(pub(crate) F);

impl<T, F: FnOnce(bool) -> T> Shape for Flag<F> {
    type Out = T;

    fn read(self, document: &mut Document<'_>) -> Result<Option<T>, Stopped> {
        if document.json.kind()? != Kind::Boolean {
            return document.wrong_type().map(|()| None);
        }
        Ok(document.json.boolean()?.map(self.0))
    }
}

/// A whole number, not negative.
pub(crate) struct Number<F>(pub(crate) F);

impl<T, F: FnOnce(u64) -> Result<T, ErrorCode>> Shape for Number<F> {
    type Out = T;

    fn read(self, document: &mut Document<'_>) -> Result<Option<T>, Stopped> {
        if document.json.kind()? != Kind::Number {
            return document.wrong_type().map(|()| None);
        }
        let number = document.json.number()?.ok_or(ErrorCode::WrongType);
        document.or_fault(number.and_then(self.0))
    }
}

/// A list whose entries have one shape.
pub(crate) struct List<F> {
    entry: F,
    limits: Limits,
    /// Room to begin with: growing moves every entry.
    room: usize,
}

struct Limits {
    most: usize,
    too_long: ErrorCode,
    empty: Option<ErrorCode>,
}

/// A list that must name something: an empty one is an error.
pub(crate) fn named<F>(entry: F) -> List<F> {
    named_up_to(MAX_LIST, entry)
}

/// As [`named`], with another limit.
pub(crate) fn named_up_to<F>(most: usize, entry: F) -> List<F> {
    let limits = Limits {
        most,
        too_long: ErrorCode::ListTooLong,
        empty: Some(ErrorCode::EmptyList),
    };
    List {
        entry,
        limits,
        room: 1,
    }
}

/// A list of rows, which may be empty.
pub(crate) fn rows<F>(entry: F, most: usize, too_long: ErrorCode) -> List<F> {
    let limits = Limits {
        most,
        too_long,
        empty: None,
    };
    List {
        entry,
        limits,
        room: 20,
    }
}

impl<S: Shape, F: Fn() -> S> Shape for List<F> {
    type Out = Vec<S::Out>;

    fn read(self, document: &mut Document<'_>) -> Result<Option<Self::Out>, Stopped> {
        let mut entries = Vec::with_capacity(self.room);
        let count = document.entries(&self.limits, &mut |document| {
            entries.extend((self.entry)().read(document)?);
            Ok(())
        })?;
        // An entry that was let pass is missing: the list is not what the document says.
        Ok((Some(entries.len()) == count).then_some(entries))
    }
}

/// One entry or a list of them.
pub(crate) struct OneOrMore<F>(pub(crate) List<F>);

impl<S: Shape, F: Fn() -> S> Shape for OneOrMore<F> {
    type Out = Vec<S::Out>;

    fn read(self, document: &mut Document<'_>) -> Result<Option<Self::Out>, Stopped> {
        if document.json.kind()? == Kind::List {
            return self.0.read(document);
        }
        let entry = (self.0.entry)().read(document)?;
        Ok(entry.map(|entry| alloc::vec![entry]))
    }
}

/// A field of an object.
pub(crate) struct FieldName {
    pub(crate) name: &'static str,
    /// As a document mostly has it: in quotes, and with its colon.
    pub(crate) key: &'static str,
    pub(crate) is_required: bool,
}

/// The fields of one kind of object; [`fields!`] writes the implementations.
pub(crate) trait Fields {
    /// In the order of the format.
    const NAMES: &'static [FieldName];
    type Given;
    type Out;

    fn new(given: Self::Given) -> Self;

    /// Reads the value of the field at this place among the names.
    fn field(&mut self, document: &mut Document<'_>, index: usize) -> Result<(), Stopped>;

    /// The checks between fields. `None` only where a fault was let pass.
    fn finish(self, context: &Context) -> Result<Option<Self::Out>, Stopped>;
}

/// An object with these fields and no others, read with what its shapes may use.
pub(crate) struct Object<F, G>(pub(crate) G, pub(crate) PhantomData<F>);

impl<F: Fields> Shape for Object<F, F::Given> {
    type Out = F::Out;

    fn read(self, document: &mut Document<'_>) -> Result<Option<Self::Out>, Stopped> {
        let mut fields = F::new(self.0);
        if !document.fields(F::NAMES, &mut |document, index| {
            fields.field(document, index)
        })? {
            return Ok(None);
        }
        let object = fields.finish(&document.context)?;
        document.json.leave();
        Ok(object)
    }
}

#[inline(always)]
fn bit(index: usize) -> u32 {
    u32::try_from(index)
        .ok()
        .and_then(|index| 1_u32.checked_shl(index))
        .unwrap_or(0)
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

        impl<'c> $crate::reader::Fields for $name<'c> {
            const NAMES: &'static [$crate::reader::FieldName] = &[ $( $crate::reader::FieldName {
                name: $key,
                key: concat!("\"", $key, "\":"),
                is_required: $crate::reader::is_required!($need),
            }, )* ];
            type Given = $given_type;
            type Out = $out;

            fn new($given: $given_type) -> Self {
                Self { $given, $( $field: None, )* life: core::marker::PhantomData }
            }

            fn field(
                &mut self,
                document: &mut $crate::reader::Document<'_>,
                index: usize,
            ) -> Result<(), $crate::reader::Stopped> {
                #[expect(non_camel_case_types, reason = "named as the fields they count")]
                enum Index { $($field),* }
                #[allow(unused_variables, clippy::allow_attributes, reason = "not every object needs what it is given")]
                let $given = self.$given;
                $(
                    if index == Index::$field as usize {
                        return $crate::reader::Shape::read_to($shape, document, &mut self.$field);
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
