//! Texts that are not UTF-8, or not quite JSON, and are common all the same: UTF-16 as PowerShell writes it, and the
//! no-break spaces of a page that something was copied from.

use std::io::{self, Cursor, Read};

/// The order of the bytes in a text in UTF-16, which its byte order mark tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Utf16 {
    LittleEndian,
    BigEndian,
}

impl Utf16 {
    /// The order of a text that begins with a byte order mark.
    pub(crate) fn of(text: &[u8]) -> Option<Self> {
        match text {
            [0xFF, 0xFE, ..] => Some(Self::LittleEndian),
            [0xFE, 0xFF, ..] => Some(Self::BigEndian),
            _ => None,
        }
    }

    /// The text without its mark.
    ///
    /// # Errors
    ///
    /// Fails where half a character stands.
    pub(crate) fn decode(self, text: &[u8]) -> io::Result<String> {
        let text = if Self::of(text) == Some(self) { &text[2..] } else { text };
        let (pairs, rest) = text.as_chunks::<2>();
        let unit = |pair: &[u8; 2]| match self {
            Self::LittleEndian => u16::from_le_bytes(*pair),
            Self::BigEndian => u16::from_be_bytes(*pair),
        };
        let decoded: Result<String, _> = char::decode_utf16(pairs.iter().map(unit)).collect();
        match decoded {
            Ok(text) if rest.is_empty() => Ok(text),
            _ => Err(io::Error::new(io::ErrorKind::InvalidData, "not UTF-16, as its byte order mark says")),
        }
    }

    /// The bytes of a text, with a mark before them.
    pub(crate) fn encode(self, text: &str) -> Vec<u8> {
        let bytes = |unit: u16| match self {
            Self::LittleEndian => unit.to_le_bytes(),
            Self::BigEndian => unit.to_be_bytes(),
        };
        std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(bytes).collect()
    }
}

/// An input in UTF-8, whichever of the two it is in.
///
/// # Errors
///
/// Fails where it cannot be read, or is not what its byte order mark says.
pub(crate) fn in_utf_8(mut input: Box<dyn Read + Send>) -> io::Result<Box<dyn Read + Send>> {
    let mut text = Vec::new();
    input.by_ref().take(2).read_to_end(&mut text)?;
    let Some(order) = Utf16::of(&text) else { return Ok(Box::new(Cursor::new(text).chain(input))) };
    input.read_to_end(&mut text)?;
    Ok(Box::new(Cursor::new(order.decode(&text)?.into_bytes())))
}

/// A text with a space for each no-break space outside of strings; `None` where there is none.
pub(crate) fn with_plain_spaces(text: &[u8]) -> Option<Vec<u8>> {
    with_spaces(std::str::from_utf8(text).ok()?, " ").map(String::into_bytes)
}

/// How no-break spaces outside of strings are written while a text is changed: as two characters that are white space in
/// JSON and stand nowhere else in it. So they can be put back.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NoBreakSpaces(&'static str);

impl NoBreakSpaces {
    /// A text without its no-break spaces; `None` where there is none, or nothing to put in their place.
    pub(crate) fn replaced_in(text: &str) -> Option<(Self, String)> {
        let spaces = Self(["\r\t", "\t\r", "\r ", " \r"].into_iter().find(|pair| !text.contains(pair))?);
        let replaced = with_spaces(text, spaces.0)?;
        (spaces.put_back(&replaced) == text).then_some((spaces, replaced))
    }

    /// The text with no-break spaces where they were. Nothing of JSON has such characters in strings.
    pub(crate) fn put_back(self, text: &str) -> String {
        text.replace(self.0, "\u{A0}")
    }
}

/// A text with this for each no-break space outside of strings; `None` where there is none.
fn with_spaces(text: &str, space: &str) -> Option<String> {
    let (mut plain, mut is_in_string, mut is_escaped, mut is_changed) =
        (String::with_capacity(text.len()), false, false, false);
    for character in text.chars() {
        let is_odd = character == '\u{A0}' && !is_in_string;
        is_changed |= is_odd;
        if is_odd {
            plain.push_str(space);
        } else {
            plain.push(character);
        }
        is_in_string ^= character == '"' && !is_escaped;
        is_escaped = is_in_string && character == '\\' && !is_escaped;
    }
    is_changed.then_some(plain)
}
