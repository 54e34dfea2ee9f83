//! Writing JSON up to a limit: the one writer of every document that leaves the engine.
//!
//! Compact and canonical, as serde_json writes it, against which the tests below hold it. It counts while it writes and
//! stops at the limit, so that an answer never takes more memory than it may.

use alloc::string::String;
use core::fmt;
use core::ops::Range;

use serde::Serialize;
use serde::ser::{
    Impossible, SerializeMap, SerializeSeq, SerializeStruct, SerializeTuple, SerializeTupleStruct,
    Serializer,
};

use crate::error::{Error, ErrorCode};

/// A document of texts, lists, objects and whole numbers as JSON in the canonical form of the wire format: compact, its
/// fields in their order (R26). Empty for what the wire format has no place for, such as a fraction.
///
/// ```
/// assert_eq!(akkoord::json::canonical_json(&["GGC002", "GGC013"]), r#"["GGC002","GGC013"]"#);
/// ```
#[must_use]
pub fn canonical_json(document: &impl Serialize) -> String {
    written(document)
}

/// A document as JSON, however long it is.
pub(crate) fn written(document: &impl Serialize) -> String {
    of_any_length(|text| text.write(document))
}

/// An object that has fields as JSON, with its explanation, however long it is.
pub(crate) fn explained(
    object: &impl Serialize,
    explanation: impl FnOnce() -> Option<String>,
) -> String {
    of_any_length(|text| text.write_explained(object, explanation))
}

fn of_any_length(write: impl FnOnce(&mut Writer) -> Result<(), Stopped>) -> String {
    let mut text = Writer::up_to(usize::MAX);
    // INVARIANT: documents are made of texts, lists and whole numbers, and have room here: they can always be written.
    match write(&mut text) {
        Ok(()) => text.into_text(),
        Err(Stopped::Full | Stopped::Unwritable) => String::new(),
    }
}

/// Why writing stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stopped {
    /// The limit is reached.
    Full,
    /// The document holds what the wire format has no place for: a fraction, bytes, a key that is no text.
    Unwritable,
}

impl From<Stopped> for Error {
    fn from(stopped: Stopped) -> Self {
        match stopped {
            Stopped::Full | Stopped::Unwritable => Error::new(ErrorCode::AnswerTooLarge, ""),
        }
    }
}

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Stopped::Full => "the limit is reached",
            Stopped::Unwritable => "the document cannot be written",
        })
    }
}

impl serde::ser::StdError for Stopped {}

impl serde::ser::Error for Stopped {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Stopped::Unwritable
    }
}

/// A text that grows up to a limit.
///
/// As a serializer it remembers why it stopped and goes on without writing; a list is told, so that it ends. So what is
/// written of a struct need not look after every field whether that went well: much less code, for every kind of document.
#[derive(Debug)]
pub(crate) struct Writer {
    text: String,
    /// How long the text may become; nothing more once it has stopped.
    most: usize,
    stopped: Option<Stopped>,
    /// How many lists and objects have begun and not ended.
    depth: usize,
    /// Whether the outermost object is left without its end.
    left_open: bool,
}

impl Writer {
    /// An empty text of at most so many bytes.
    pub(crate) fn up_to(most: usize) -> Self {
        Writer {
            text: String::new(),
            most,
            stopped: None,
            depth: 0,
            left_open: false,
        }
    }

    /// What has been written.
    pub(crate) fn into_text(self) -> String {
        self.text
    }

    /// How many bytes have been written.
    pub(crate) fn len(&self) -> usize {
        self.text.len()
    }

    /// Writes a document as JSON.
    ///
    /// # Errors
    /// [`Stopped`]; then the text is of no use.
    pub(crate) fn write(&mut self, document: &impl Serialize) -> Result<(), Stopped> {
        let written = document.serialize(&mut *self);
        self.keep(written);
        self.so_far()
    }

    /// Whether all has been written up to here.
    fn so_far(&self) -> Result<(), Stopped> {
        self.stopped.map_or(Ok(()), Err)
    }

    /// Stops, if it has not before.
    #[cold]
    fn stop(&mut self, why: Stopped) {
        self.stopped.get_or_insert(why);
        self.most = 0;
    }

    /// Stops where a document could not be written.
    fn keep(&mut self, written: Result<(), Stopped>) {
        if let Err(why) = written {
            self.stop(why);
        }
    }

    /// As [`Writer::push`]; it remembers that there was no room.
    #[inline]
    fn put(&mut self, text: &str) {
        if self.push(text).is_err() {
            self.stop(Stopped::Full);
        }
    }

    /// Writes an object that has fields, with a last field `explanation` if there is one. It is explained once it is known that
    /// there is room for the rest: an explanation is about as long.
    ///
    /// # Errors
    /// [`Stopped`]; then the text is of no use.
    pub(crate) fn write_explained(
        &mut self,
        object: &impl Serialize,
        explanation: impl FnOnce() -> Option<String>,
    ) -> Result<(), Stopped> {
        self.left_open = true;
        let written = self.write(object);
        self.left_open = false;
        written?;
        if let Some(explanation) = explanation() {
            self.push(",\"explanation\":")?;
            self.write(&explanation)?;
        }
        self.push("}")
    }

    /// Writes a text as it is.
    ///
    /// # Errors
    /// [`Stopped::Full`].
    #[inline]
    pub(crate) fn push(&mut self, text: &str) -> Result<(), Stopped> {
        self.make_room(text.len())?;
        self.text.push_str(text);
        Ok(())
    }

    /// Writes once more what stands there already.
    ///
    /// # Errors
    /// [`Stopped::Full`].
    pub(crate) fn again(&mut self, range: Range<usize>) -> Result<(), Stopped> {
        self.make_room(range.len())?;
        let before = self.text.get(range).map(String::from);
        self.text.push_str(&before.unwrap_or_default());
        Ok(())
    }

    /// Room for so many more bytes: it doubles, and never takes more memory than the limit says.
    #[inline]
    fn make_room(&mut self, more: usize) -> Result<(), Stopped> {
        let needed = self.text.len().saturating_add(more);
        if needed <= self.text.capacity() && needed <= self.most {
            return Ok(());
        }
        if needed > self.most {
            return Err(Stopped::Full);
        }
        let room = needed.max(self.text.capacity().saturating_mul(2));
        let room = room.max(128).min(self.most);
        self.text
            .reserve_exact(room.saturating_sub(self.text.len()));
        Ok(())
    }

    fn number(&mut self, number: &dyn fmt::Display) {
        if fmt::Write::write_fmt(self, format_args!("{number}")).is_err() {
            self.stop(Stopped::Full);
        }
    }

    fn string(&mut self, text: &str) {
        self.put("\"");
        self.escaped(text);
        self.put("\"");
    }

    fn escaped(&mut self, text: &str) {
        // What has to be escaped is one byte each, so that the parts between are whole texts.
        let is_escaped = |letter: char| letter < ' ' || letter == '"' || letter == '\\';
        let mut rest = text;
        while let Some(place) = rest.bytes().position(|byte| is_escaped(byte.into())) {
            let (plain, escaped) = rest.split_at(place);
            self.put(plain);
            let mut letters = escaped.chars();
            match letters.next() {
                Some('"') => self.put("\\\""),
                Some('\\') => self.put("\\\\"),
                Some('\n') => self.put("\\n"),
                Some('\r') => self.put("\\r"),
                Some('\t') => self.put("\\t"),
                Some('\u{8}') => self.put("\\b"),
                Some('\u{c}') => self.put("\\f"),
                Some(other) => {
                    let number = u32::from(other);
                    // What is written remembers for itself that there was no room.
                    let _ = fmt::Write::write_fmt(self, format_args!("\\u{number:04x}"));
                }
                None => {}
            }
            rest = letters.as_str();
        }
        self.put(rest);
    }

    fn begin(&mut self, begin: &str) {
        self.put(begin);
        self.depth = self.depth.saturating_add(1);
    }

    fn end(&mut self, end: &str) {
        self.depth = self.depth.saturating_sub(1);
        if !(self.left_open && self.depth == 0) {
            self.put(end);
        }
    }

    /// What stands before an entry: a comma, unless it is the first one.
    fn next(&mut self) {
        if !matches!(self.text.as_bytes().last(), Some(b'[' | b'{')) {
            self.put(",");
        }
    }

    /// What stands before the value of a field.
    fn name(&mut self, name: &str) {
        self.next();
        self.string(name);
        self.put(":");
    }

    fn value<T: Serialize + ?Sized>(&mut self, value: &T) {
        let written = value.serialize(&mut *self);
        self.keep(written);
    }

    #[cfg_attr(target_family = "wasm", inline(never))]
    fn field<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        self.name(name);
        self.value(value);
    }

    /// A list is told that there is no room for more of it.
    fn entry<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Stopped> {
        self.next();
        self.value(value);
        self.so_far()
    }
}

/// The inside of a string.
struct Escaping<'w>(&'w mut Writer);

impl fmt::Write for Escaping<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.escaped(text);
        Ok(())
    }
}

impl fmt::Write for Writer {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.put(text);
        Ok(())
    }
}

macro_rules! whole_numbers {
    ($($method:ident $type:ty),*) => {
        $( fn $method(self, number: $type) -> Result<(), Stopped> {
            self.number(&number);
            Ok(())
        } )*
    };
}

macro_rules! begins {
    ($($method:ident($($argument:ty),*) $begin:literal)*) => {
        $( fn $method(self, $(_: $argument),*) -> Result<Self, Stopped> {
            self.begin($begin);
            Ok(self)
        } )*
    };
}

impl Serializer for &mut Writer {
    type Ok = ();
    type Error = Stopped;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Impossible<(), Stopped>;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Impossible<(), Stopped>;

    whole_numbers! {
        serialize_i8 i8, serialize_i16 i16, serialize_i32 i32, serialize_i64 i64,
        serialize_u8 u8, serialize_u16 u16, serialize_u32 u32, serialize_u64 u64
    }

    begins! {
        serialize_seq(Option<usize>) "["
        serialize_tuple(usize) "["
        serialize_tuple_struct(&'static str, usize) "["
        serialize_map(Option<usize>) "{"
        serialize_struct(&'static str, usize) "{"
    }

    fn serialize_bool(self, value: bool) -> Result<(), Stopped> {
        self.put(if value { "true" } else { "false" });
        Ok(())
    }

    fn serialize_f32(self, _: f32) -> Result<(), Stopped> {
        Err(Stopped::Unwritable)
    }

    fn serialize_f64(self, _: f64) -> Result<(), Stopped> {
        Err(Stopped::Unwritable)
    }

    fn serialize_char(self, value: char) -> Result<(), Stopped> {
        self.string(value.encode_utf8(&mut [0; 4]));
        Ok(())
    }

    fn serialize_str(self, text: &str) -> Result<(), Stopped> {
        self.string(text);
        Ok(())
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Stopped> {
        Err(Stopped::Unwritable)
    }

    fn serialize_none(self) -> Result<(), Stopped> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Stopped> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Stopped> {
        self.put("null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Stopped> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), Stopped> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Stopped> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Stopped> {
        self.begin("{");
        self.field(variant, value);
        self.end("}");
        Ok(())
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Impossible<(), Stopped>, Stopped> {
        Err(Stopped::Unwritable)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Impossible<(), Stopped>, Stopped> {
        Err(Stopped::Unwritable)
    }

    fn collect_str<T: fmt::Display + ?Sized>(self, value: &T) -> Result<(), Stopped> {
        self.put("\"");
        if fmt::Write::write_fmt(&mut Escaping(self), format_args!("{value}")).is_err() {
            self.stop(Stopped::Full);
        }
        self.put("\"");
        Ok(())
    }
}

impl SerializeSeq for &mut Writer {
    type Ok = ();
    type Error = Stopped;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Stopped> {
        self.entry(value)
    }

    fn end(self) -> Result<(), Stopped> {
        Writer::end(self, "]");
        Ok(())
    }
}

impl SerializeTuple for &mut Writer {
    type Ok = ();
    type Error = Stopped;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Stopped> {
        self.entry(value)
    }

    fn end(self) -> Result<(), Stopped> {
        Writer::end(self, "]");
        Ok(())
    }
}

impl SerializeTupleStruct for &mut Writer {
    type Ok = ();
    type Error = Stopped;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Stopped> {
        self.entry(value)
    }

    fn end(self) -> Result<(), Stopped> {
        Writer::end(self, "]");
        Ok(())
    }
}

impl SerializeMap for &mut Writer {
    type Ok = ();
    type Error = Stopped;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Stopped> {
        self.next();
        let begin = self.len();
        self.value(key);
        let written = self.text.get(begin..);
        if !written.is_some_and(|key| key.starts_with('"')) {
            self.stop(Stopped::Unwritable);
        }
        self.so_far()
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Stopped> {
        self.put(":");
        self.value(value);
        Ok(())
    }

    fn end(self) -> Result<(), Stopped> {
        Writer::end(self, "}");
        Ok(())
    }
}

impl SerializeStruct for &mut Writer {
    type Ok = ();
    type Error = Stopped;

    #[inline(always)]
    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Stopped> {
        self.field(name, value);
        Ok(())
    }

    fn end(self) -> Result<(), Stopped> {
        Writer::end(self, "}");
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::boxed::Box;
    use alloc::collections::BTreeMap;
    use alloc::string::ToString;
    use alloc::vec::Vec;
    use proptest::prelude::*;
    use proptest::test_runner::Config;

    #[derive(Debug, Serialize)]
    struct Document {
        text: String,
        #[serde(rename = "type")]
        kind: Kind,
        numbers: (i64, u8, u64),
        list: Vec<Option<bool>>,
        map: BTreeMap<String, Id>,
        #[serde(skip_serializing_if = "Option::is_none")]
        more: Option<Box<Document>>,
        nothing: (),
        letter: char,
    }

    #[derive(Debug, Serialize)]
    struct Id(String);

    #[derive(Debug, Serialize)]
    #[serde(rename_all = "lowercase")]
    enum Kind {
        Plain,
        Named(Id),
    }

    fn text() -> impl Strategy<Value = String> {
        prop_oneof!["[\\x00-\\x7f]{0,9}", ".{0,9}", "[a-z]{0,30}"]
    }

    fn document() -> impl Strategy<Value = Document> {
        let kind = prop_oneof![Just(None), text().prop_map(Some)];
        let flat = move || {
            (
                text(),
                kind.clone(),
                any::<(i64, u8, u64)>(),
                proptest::collection::vec(any::<Option<bool>>(), 0..4),
                proptest::collection::btree_map(text(), text(), 0..3),
                any::<char>(),
            )
                .prop_map(|(text, kind, numbers, list, map, letter)| Document {
                    text,
                    kind: kind.map_or(Kind::Plain, |name| Kind::Named(Id(name))),
                    numbers,
                    list,
                    map: map.into_iter().map(|(key, id)| (key, Id(id))).collect(),
                    more: None,
                    nothing: (),
                    letter,
                })
        };
        (flat(), proptest::option::of(flat())).prop_map(|(one, more)| Document {
            more: more.map(Box::new),
            ..one
        })
    }

    proptest! {
        #![proptest_config(Config { cases: 500, failure_persistence: None, ..Config::default() })]

        /// R26: the bytes of serde_json; and at each limit either all of them or none.
        #[test]
        fn a_document_is_written_as_serde_json_writes_it(document in document()) {
            let expected = serde_json::to_string(&document).unwrap();
            prop_assert_eq!(&written(&document), &expected);
            for most in [0, 1, expected.len() / 2, expected.len() - 1] {
                prop_assert_eq!(Writer::up_to(most).write(&document), Err(Stopped::Full));
            }
            let mut exactly = Writer::up_to(expected.len());
            prop_assert_eq!(exactly.write(&document), Ok(()));
            prop_assert!(exactly.text.capacity() <= expected.len().max(128));
            prop_assert_eq!(exactly.into_text(), expected);
        }
    }

    #[test]
    fn what_the_wire_format_has_no_place_for_is_not_written() {
        let mut keys = BTreeMap::new();
        keys.insert(1, 2);
        assert_eq!(Writer::up_to(99).write(&1.5), Err(Stopped::Unwritable));
        assert_eq!(Writer::up_to(99).write(&keys), Err(Stopped::Unwritable));
        assert_eq!(written(&1.5_f32), "");
        assert_ne!(Stopped::Full.to_string(), Stopped::Unwritable.to_string());
    }

    #[test]
    fn what_stands_there_is_written_again() {
        let mut writer = Writer::up_to(6);
        writer.push("a{}").unwrap();
        writer.again(0..2).unwrap();
        assert_eq!(writer.again(0..4), Err(Stopped::Full));
        assert_eq!(writer.into_text(), "a{}a{");
    }

    #[test]
    fn an_explanation_is_the_last_field_of_the_outermost_object() {
        let inner = BTreeMap::from([("a", BTreeMap::from([("b", 1)]))]);
        let told = |explanation: Option<&str>| explained(&inner, || explanation.map(String::from));
        assert_eq!(told(None), r#"{"a":{"b":1}}"#);
        assert_eq!(told(Some("why")), r#"{"a":{"b":1},"explanation":"why"}"#);
        // What is written after it is whole again.
        let mut writer = Writer::up_to(99);
        writer.write_explained(&inner, || None).unwrap();
        writer.write(&inner).unwrap();
        assert_eq!(writer.into_text(), r#"{"a":{"b":1}}{"a":{"b":1}}"#);
        // There is no room for the rest: nothing is explained.
        let unasked = || -> Option<String> { unreachable!("it was asked for an explanation") };
        assert_eq!(
            Writer::up_to(5).write_explained(&inner, unasked),
            Err(Stopped::Full)
        );
    }
}
