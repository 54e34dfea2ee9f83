//! A short name for a content, which no other content has.

use alloc::string::String;

use smol_str::SmolStr;

/// The first 16 hexadecimal digits of the SHA-256 of a text: short enough for a log line, and nobody makes another text with
/// the same by accident.
pub(crate) fn digest(text: &str) -> SmolStr {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let hash = hmac_sha256::Hash::hash(text.as_bytes());
    let halves = hash.iter().take(8).flat_map(|byte| [byte >> 4, byte & 15]);
    let digit = |half: u8| {
        DIGITS
            .get(usize::from(half))
            .copied()
            .map_or('?', char::from)
    };
    let text: String = halves.map(digit).collect();
    SmolStr::from(text)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_digest_is_the_beginning_of_the_sha_256_of_the_text() {
        // FIPS 180-4, examples: "abc", and the empty text.
        assert_eq!(super::digest("abc"), "ba7816bf8f01cfea");
        assert_eq!(super::digest(""), "e3b0c44298fc1c14");
    }
}
