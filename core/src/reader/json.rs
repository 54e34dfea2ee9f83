//! JSON (RFC 8259) from front to back: whoever reads asks for what comes next, and says what may.
//!
//! There is one reading, compiled once: no code per kind of document. Lines and columns are those of serde_json, against
//! which the tests below hold it.

use alloc::string::String;
use alloc::vec::Vec;

use super::Stopped;
use crate::lookup::same;

/// A text, and how far it has been read.
pub(super) struct Json<'t> {
    text: &'t str,
    /// The bytes before this one have been read.
    at: usize,
    /// The last text that was written with escapes, without them.
    unescaped: String,
    /// Whether the innermost list or object has had no entry yet.
    is_first: bool,
}

/// What a value is, told by its first byte.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Boolean,
    Number,
    Null,
    List,
    Object,
}

/// A place in a text: both from 1, as an editor shows them.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) line: usize,
    pub(super) column: usize,
}

impl<'t> Json<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Json {
            text,
            at: 0,
            unescaped: String::new(),
            is_first: false,
        }
    }

    /// Where reading has come.
    pub(super) fn place(&self) -> Place {
        let before = self.text.as_bytes().get(..self.at).unwrap_or_default();
        let is_end = |byte: &&u8| **byte == b'\n';
        let column = before.iter().rev().take_while(|byte| **byte != b'\n');
        Place {
            line: before.iter().filter(is_end).count().saturating_add(1),
            column: column.count(),
        }
    }

    #[inline(always)]
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    #[inline(always)]
    fn step(&mut self) {
        self.at = self.at.wrapping_add(1);
    }

    /// The next byte is not what may stand here.
    #[cold]
    fn wrong_byte<T>(&mut self) -> Result<T, Stopped> {
        self.at = self.text.len().min(self.at.saturating_add(1));
        Err(Stopped)
    }

    /// The next byte that is not white space.
    #[inline(always)]
    fn after_space(&mut self) -> Option<u8> {
        match self.peek() {
            Some(byte) if byte > b' ' => Some(byte),
            _ => self.past_space(),
        }
    }

    fn past_space(&mut self) -> Option<u8> {
        loop {
            match self.peek() {
                Some(b' ' | b'\n' | b'\t' | b'\r') => self.step(),
                byte => return byte,
            }
        }
    }

    /// Goes past white space: a fault inside a list or object is told where its next byte is.
    pub(super) fn settle(&mut self) {
        self.after_space();
    }

    /// Goes to where the next entry begins.
    pub(super) fn settle_at_entry(&mut self) {
        if self.after_space() == Some(b',') {
            self.step();
            self.after_space();
        }
    }

    /// Whether the value that comes next begins with this byte, and so is of its kind.
    #[inline(always)]
    pub(super) fn begins(&mut self, byte: u8) -> bool {
        self.after_space() == Some(byte)
    }

    /// What the value is that comes next.
    #[inline]
    pub(super) fn kind(&mut self) -> Result<Kind, Stopped> {
        match self.after_space() {
            Some(b'"') => Ok(Kind::Text),
            Some(b'{') => Ok(Kind::Object),
            Some(b'[') => Ok(Kind::List),
            Some(b't' | b'f') => Ok(Kind::Boolean),
            Some(b'-' | b'0'..=b'9') => Ok(Kind::Number),
            Some(b'n') => Ok(Kind::Null),
            _ => self.wrong_byte(),
        }
    }

    /// Enters the list or object that comes next.
    #[inline(always)]
    pub(super) fn enter(&mut self) {
        self.step();
        self.is_first = true;
    }

    /// Leaves the list or object, at whose end reading is.
    #[inline(always)]
    pub(super) fn leave(&mut self) {
        self.step();
        self.is_first = false;
    }

    /// Goes to the next entry of the list; false at its end.
    pub(super) fn entry(&mut self) -> Result<bool, Stopped> {
        match self.after_space() {
            Some(b']') => return Ok(false),
            Some(_) if self.is_first => {}
            Some(b',') => {
                self.step();
                if matches!(self.after_space(), None | Some(b']')) {
                    return self.wrong_byte();
                }
            }
            _ => return self.wrong_byte(),
        }
        self.is_first = false;
        Ok(true)
    }

    /// Goes to the next key of the object; false at its end.
    #[inline(always)]
    pub(super) fn member(&mut self) -> Result<bool, Stopped> {
        match self.after_space() {
            Some(b'}') => return Ok(false),
            Some(b'"') if self.is_first => {}
            Some(b',') if !self.is_first => {
                self.step();
                if self.after_space() != Some(b'"') {
                    return self.wrong_byte();
                }
            }
            _ => return self.wrong_byte(),
        }
        self.is_first = false;
        Ok(true)
    }

    /// Goes past a key and its colon if they come next exactly as they are given.
    #[inline(always)]
    pub(super) fn takes(&mut self, key: &str) -> bool {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let is_next = rest
            .get(..key.len())
            .is_some_and(|next| same(next, key.as_bytes()));
        if is_next {
            self.at = self.at.wrapping_add(key.len());
        }
        is_next
    }

    /// Goes from a key to its value.
    #[inline(always)]
    pub(super) fn colon(&mut self) -> Result<(), Stopped> {
        if self.after_space() != Some(b':') {
            return self.wrong_byte();
        }
        self.step();
        Ok(())
    }

    /// Reads the text that comes next, without its escapes.
    pub(super) fn text(&mut self) -> Result<&str, Stopped> {
        self.step();
        let start = self.at;
        self.find_special();
        if self.peek() == Some(b'"') {
            let end = self.at;
            self.step();
            return self.slice(start, end);
        }
        self.unescape(start)?;
        Ok(&self.unescaped)
    }

    /// INVARIANT: before and after both there is a byte of ASCII, so that they do not cut a letter.
    #[inline]
    fn slice(&self, start: usize, end: usize) -> Result<&'t str, Stopped> {
        self.text.get(start..end).ok_or(Stopped)
    }

    /// Goes on to a byte that cannot stand in a text as it is: a quote, a backslash, a control character; or to the end.
    #[inline(always)]
    fn find_special(&mut self) {
        const ONES: u64 = u64::MAX / 255;
        /// A high bit in the first byte that is less than `least`, and perhaps in later ones.
        const fn less(bytes: u64, least: u8) -> u64 {
            bytes.wrapping_sub(ONES.wrapping_mul(least as u64)) & !bytes
        }
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let (chunks, last) = rest.as_chunks::<8>();
        for chunk in chunks {
            let bytes = u64::from_le_bytes(*chunk);
            let special = less(bytes, 0x20)
                | less(bytes ^ ONES.wrapping_mul(b'"' as u64), 1)
                | less(bytes ^ ONES.wrapping_mul(b'\\' as u64), 1);
            let special = special & ONES.wrapping_mul(0x80);
            if special != 0 {
                let bytes = special.trailing_zeros() / 8;
                self.at = self.at.wrapping_add(bytes as usize);
                return;
            }
            self.at = self.at.wrapping_add(8);
        }
        let is_special = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..0x20);
        let plain = last.iter().position(is_special).unwrap_or(last.len());
        self.at = self.at.wrapping_add(plain);
    }

    /// Reads on to the end of a text that begins at `start` and has something special where reading is.
    #[cold]
    fn unescape(&mut self, mut start: usize) -> Result<(), Stopped> {
        self.unescaped.clear();
        loop {
            let plain = self.slice(start, self.at)?;
            self.unescaped.push_str(plain);
            let byte = self.peek();
            if byte.is_some() {
                self.step();
            }
            match byte {
                Some(b'"') => return Ok(()),
                Some(b'\\') => {
                    let letter = self.escape()?;
                    self.unescaped.push(letter);
                }
                _ => return Err(Stopped),
            }
            start = self.at;
            self.find_special();
        }
    }

    /// What follows a backslash.
    fn escape(&mut self) -> Result<char, Stopped> {
        let byte = self.next()?;
        Ok(match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let first = self.four_digits()?;
                if !(0xd800..0xdc00).contains(&first) {
                    // A second half without a first is none of them.
                    return char::from_u32(first.into()).ok_or(Stopped);
                }
                if self.next()? != b'\\' || self.next()? != b'u' {
                    return Err(Stopped);
                }
                let second = self.four_digits()?;
                let mut both = char::decode_utf16([first, second]);
                both.next().and_then(Result::ok).ok_or(Stopped)?
            }
            _ => return Err(Stopped),
        })
    }

    fn next(&mut self) -> Result<u8, Stopped> {
        let byte = self.peek().ok_or(Stopped)?;
        self.step();
        Ok(byte)
    }

    fn four_digits(&mut self) -> Result<u16, Stopped> {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let Some(digits) = rest.first_chunk::<4>() else {
            self.at = self.text.len();
            return Err(Stopped);
        };
        self.at = self.at.wrapping_add(4);
        digits.iter().try_fold(0, |number, digit| {
            let digit = char::from(*digit).to_digit(16).ok_or(Stopped)?;
            Ok(number << 4 | u16::try_from(digit).map_err(|_| Stopped)?)
        })
    }

    /// Reads the word that comes next: `true`, `false` or `null`.
    pub(super) fn boolean(&mut self) -> Result<Option<bool>, Stopped> {
        let (word, value): (&[u8], _) = match self.peek() {
            Some(b't') => (b"true", Some(true)),
            Some(b'f') => (b"false", Some(false)),
            _ => (b"null", None),
        };
        for letter in word {
            if self.next()? != *letter {
                return Err(Stopped);
            }
        }
        Ok(value)
    }

    /// Reads the number that comes next; `None` for one that is not whole, is negative, or is above 2^64 - 1.
    pub(super) fn number(&mut self) -> Result<Option<u64>, Stopped> {
        let mut number = Some(0_u64);
        if self.peek() == Some(b'-') {
            self.step();
            number = None;
        }
        match self.next()? {
            b'0' if matches!(self.peek(), Some(b'0'..=b'9')) => return self.wrong_byte(),
            b'0' => {}
            mut digit @ b'1'..=b'9' => loop {
                let value = u64::from(digit.wrapping_sub(b'0'));
                number = number
                    .and_then(|number| number.checked_mul(10))
                    .and_then(|number| number.checked_add(value));
                match self.peek() {
                    Some(next @ b'0'..=b'9') => digit = next,
                    _ => break,
                }
                self.step();
            },
            _ => return Err(Stopped),
        }
        if self.peek() == Some(b'.') {
            self.step();
            number = None;
            if !matches!(self.peek(), Some(b'0'..=b'9')) {
                return self.wrong_byte();
            }
            self.digits();
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.step();
            number = None;
            if let Some(b'+' | b'-') = self.peek() {
                self.step();
            }
            if !self.next()?.is_ascii_digit() {
                return Err(Stopped);
            }
            self.digits();
        }
        Ok(number)
    }

    fn digits(&mut self) {
        while let Some(b'0'..=b'9') = self.peek() {
            self.step();
        }
    }

    /// Reads the value that comes next, whatever it is, and forgets it. Does not call itself: a document may be nested as
    /// deep as it is long.
    pub(super) fn skip(&mut self) -> Result<(), Stopped> {
        let mut open: Vec<Kind> = Vec::new();
        loop {
            match self.kind()? {
                Kind::Text => {
                    self.text()?;
                }
                Kind::Number => {
                    self.number()?;
                }
                Kind::Boolean | Kind::Null => {
                    self.boolean()?;
                }
                kind @ (Kind::List | Kind::Object) => {
                    self.enter();
                    open.push(kind);
                }
            }
            // On to where the next value begins, and out of all that ends here.
            loop {
                let is_more = match open.last() {
                    None => return Ok(()),
                    Some(Kind::Object) => self.member()?,
                    Some(_) => self.entry()?,
                };
                if is_more {
                    break;
                }
                self.leave();
                open.pop();
            }
            if open.last() == Some(&Kind::Object) {
                self.text()?;
                self.colon()?;
            }
        }
    }

    /// Nothing may follow the document.
    pub(super) fn end(&mut self) -> Result<(), Stopped> {
        match self.after_space() {
            None => Ok(()),
            Some(_) => self.wrong_byte(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;
    use alloc::string::ToString;
    use proptest::prelude::*;

    /// Reads a document, and tells where it stops being one.
    fn ours(text: &str) -> Result<(), Place> {
        let mut json = Json::new(text);
        json.skip()
            .and_then(|()| json.end())
            .map_err(|Stopped| json.place())
    }

    /// What serde_json says; nothing where it holds a number for too large, which is JSON all the same.
    fn theirs(text: &str) -> Option<Result<(), Place>> {
        match serde_json::from_str::<serde_json::Value>(text) {
            Ok(_) => Some(Ok(())),
            Err(error) if error.to_string().starts_with("number out of range") => None,
            Err(error) => Some(Err(Place {
                line: error.line(),
                column: error.column(),
            })),
        }
    }

    const PARTS: [&str; 48] = [
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        " ",
        "\n",
        "\r\t",
        "\"",
        "\\",
        "\"a\"",
        "\"é😀\"",
        "\"\\n\\/\\\"\\\\\"",
        "\"\\u00e9\"",
        "\"\\uD83D\\uDE00\"",
        "\"\\ud83d\"",
        "\"\\ude00\"",
        "\"\\ud83d\\n\"",
        "\"\\u12\"",
        "\"\\uzzzz\"",
        "\"\\x\"",
        "\"\u{1}\"",
        "\"long enough for a word of eight bytes\"",
        "0",
        "-0",
        "00",
        "7",
        "-",
        "1.",
        ".5",
        "1.5",
        "1e5",
        "1E+5",
        "1e",
        "1e-x",
        "18446744073709551615",
        "18446744073709551616",
        "123456789012345678901234567890",
        "true",
        "false",
        "null",
        "tru",
        "nulL",
        "{\"a\":",
        "\"b\":[",
        "[[]]",
        "{\"a\":{}}",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_096))]
        #[test]
        fn what_is_json_and_where_it_stops_is_as_serde_json_says(
            parts in prop::collection::vec(prop::sample::select(&PARTS[..]), 0..9),
        ) {
            let text = parts.concat();
            prop_assert_eq!(ours(&text), theirs(&text).unwrap_or(ours(&text)), "{}", text);
        }

        #[test]
        fn so_it_is_with_a_document_that_was_changed_somewhere(
            at in 0_usize..64, gone in 0_usize..3, part in prop::sample::select(&PARTS[..]),
        ) {
            const WHOLE: &str = "{\"a\": [1, -2.5e3, \"t\\u00e9xt\", {}],\n \"b\": {\"c\": null, \"d\": [true, []]}}";
            let mut bytes = WHOLE.as_bytes().to_vec();
            bytes.splice(at..(at + gone), part.bytes());
            let text = String::from_utf8(bytes).unwrap();
            prop_assert_eq!(ours(&text), theirs(&text).unwrap_or(ours(&text)), "{}", text);
        }

        #[test]
        fn a_text_is_read_as_it_was_written(text in ".{0,40}") {
            let written = serde_json::to_string(&text).unwrap();
            let mut json = Json::new(&written);
            prop_assert_eq!(json.text().ok(), Some(text.as_str()));
            let escaped: String = text
                .encode_utf16()
                .map(|half| format!("\\u{half:04x}"))
                .collect();
            let escaped = format!("\"{escaped}\"");
            let mut json = Json::new(&escaped);
            prop_assert_eq!(json.text().ok(), Some(text.as_str()));
        }

        #[test]
        fn a_whole_number_is_read_exactly(number in any::<u64>()) {
            prop_assert_eq!(Json::new(&number.to_string()).number().ok(), Some(Some(number)));
        }
    }

    #[test]
    fn what_is_no_whole_number_of_64_bits_is_none() {
        for text in ["-1", "-0", "1.0", "1e0", "18446744073709551616", "1e999"] {
            assert_eq!(Json::new(text).number().ok(), Some(None), "{text}");
        }
    }

    #[test]
    fn a_document_may_be_nested_as_deep_as_it_is_long() {
        let deep = "[".repeat(100_000) + &"]".repeat(100_000);
        assert_eq!(ours(&deep), Ok(()));
    }
}
