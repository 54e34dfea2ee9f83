//! Numbers in as few bytes as they need (LEB128), and reading them back.

use alloc::vec::Vec;

pub(super) fn write(bytes: &mut Vec<u8>, mut number: u64) {
    loop {
        let low = u8::try_from(number & 0x7f).unwrap_or(0);
        number >>= 7;
        if number == 0 {
            bytes.push(low);
            return;
        }
        bytes.push(low | 0x80);
    }
}

pub(super) fn write_signed(bytes: &mut Vec<u8>, number: i64) {
    // Zigzag: small numbers of either sign are short.
    write(
        bytes,
        (number.wrapping_shl(1) ^ (number >> 63)).cast_unsigned(),
    );
}

pub(super) fn write_text(bytes: &mut Vec<u8>, text: &str) {
    write(bytes, u64::try_from(text.len()).unwrap_or(0));
    bytes.extend_from_slice(text.as_bytes());
}

/// Reads what was written; none at the end, or where something else stands.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'b>(pub(super) &'b [u8]);

impl<'b> Cursor<'b> {
    pub(super) fn number(&mut self) -> Option<u64> {
        let mut number = 0_u64;
        let mut shift = 0_u32;
        loop {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u64::from(byte & 0x7f).checked_shl(shift)?;
            if byte & 0x80 == 0 {
                return Some(number);
            }
            shift = shift.checked_add(7)?;
        }
    }

    pub(super) fn index(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok()
    }

    pub(super) fn signed(&mut self) -> Option<i64> {
        let number = self.number()?;
        Some((number >> 1).cast_signed() ^ (number & 1).cast_signed().wrapping_neg())
    }

    pub(super) fn text(&mut self) -> Option<&'b str> {
        let length = self.index()?;
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        core::str::from_utf8(text).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_texts_come_back() {
        let numbers = [0, 1, 127, 128, 300, u64::from(u32::MAX), u64::MAX];
        let signed = [0, -1, 1, i64::MIN, i64::MAX, -2_208_988_800_000_000];
        let mut bytes = Vec::new();
        numbers.iter().for_each(|number| write(&mut bytes, *number));
        signed
            .iter()
            .for_each(|number| write_signed(&mut bytes, *number));
        write_text(&mut bytes, "é");
        let mut cursor = Cursor(&bytes);
        numbers
            .iter()
            .for_each(|number| assert_eq!(cursor.number(), Some(*number)));
        signed
            .iter()
            .for_each(|number| assert_eq!(cursor.signed(), Some(*number)));
        assert_eq!((cursor.text(), cursor.number()), (Some("é"), None));
    }
}
