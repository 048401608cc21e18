//! The letters of JSON: blanks, strings, numbers, and values to be passed over.
//!
//! A scanner stands somewhere in a text and takes one thing after the other from there on.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString};
use core::fmt;

use crate::wire::error::Error;

/// How deep values may be nested, plus one.
const DEPTH: u8 = 128;

pub(super) struct Scanner<'de> {
    text: &'de str,
    /// The text from where the scanner stands.
    pub(super) rest: &'de [u8],
    /// How much deeper values may be nested.
    depth: u8,
}

/// What keeps a text from being read.
#[derive(Debug)]
pub(super) enum Flaw {
    /// It is no JSON: where, in bytes, and what was expected there.
    NotJson(usize, &'static str),
    /// It is JSON, but no document.
    NoDocument(String),
}

impl Flaw {
    #[cold]
    pub(super) fn error(self, text: &str) -> Error {
        Error::of_document(match self {
            Self::NoDocument(message) => message,
            Self::NotJson(at, expected) => {
                let before = &text.as_bytes()[..at];
                let line = before.split(|&byte| byte == b'\n');
                let column = line.clone().next_back().map_or(0, <[u8]>::len) + 1;
                format!("not JSON at line {}, column {column}: expected {expected}", line.count())
            }
        })
    }
}

/// What serde wants of an error; [`error`](Flaw::error) says more, and that is what is shown.
impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotJson(_, expected) => expected,
            Self::NoDocument(message) => message,
        })
    }
}

impl core::error::Error for Flaw {}

impl serde::de::Error for Flaw {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::NoDocument(message.to_string())
    }
}

/// A number, as what it can be.
pub(super) enum Number {
    Positive(u64),
    Negative(i64),
    Float(f64),
}

impl<'de> Scanner<'de> {
    pub(super) const fn new(text: &'de str) -> Self {
        Self { text, rest: text.as_bytes(), depth: DEPTH }
    }

    fn at(&self) -> usize {
        self.text.len() - self.rest.len()
    }

    #[cold]
    pub(super) fn expected<T>(&self, what: &'static str) -> Result<T, Flaw> {
        Err(Flaw::NotJson(self.at(), what))
    }

    /// Only blanks may follow.
    pub(super) fn end(&mut self) -> Result<(), Flaw> {
        self.skip_blanks();
        if self.rest.is_empty() { Ok(()) } else { self.expected("nothing more") }
    }

    #[inline]
    pub(super) fn skip_blanks(&mut self) {
        // Mostly there are none, which one comparison tells.
        while let [first @ ..=b' ', rest @ ..] = self.rest
            && matches!(first, b' ' | b'\n' | b'\r' | b'\t')
        {
            self.rest = rest;
        }
    }

    /// Takes this letter, if it is there.
    #[inline]
    pub(super) fn takes(&mut self, letter: u8) -> bool {
        match self.rest {
            [first, rest @ ..] if *first == letter => {
                self.rest = rest;
                true
            }
            _ => false,
        }
    }

    /// Goes one level deeper for as long as `read` takes.
    pub(super) fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, Flaw>) -> Result<T, Flaw> {
        self.depth = self.depth.saturating_sub(1);
        if self.depth == 0 {
            return self.expected("values nested less than 128 deep");
        }
        let value = read(self);
        self.depth += 1;
        value
    }

    /// The string whose opening quote was taken; borrowed unless it has escapes.
    pub(super) fn string(&mut self) -> Result<Cow<'de, str>, Flaw> {
        let plain = self.plain();
        if self.takes(b'"') { Ok(Cow::Borrowed(plain)) } else { self.escaped(plain).map(Cow::Owned) }
    }

    /// The letters up to the next quote, escape or control character.
    fn plain(&mut self) -> &'de str {
        let start = self.at();
        let length = plain_length(self.rest);
        self.rest = &self.rest[length..];
        &self.text[start..start + length]
    }

    /// The rest of a string that begins with `start`, where that does not end at a quote.
    #[cold]
    fn escaped(&mut self, start: &str) -> Result<String, Flaw> {
        let mut string = String::from(start);
        while !self.takes(b'"') {
            if !self.takes(b'\\') {
                return self.expected("the end of a string");
            }
            string.push(self.escape()?);
            string.push_str(self.plain());
        }
        Ok(string)
    }

    /// The character that an escape stands for, after the backslash.
    fn escape(&mut self) -> Result<char, Flaw> {
        let [letter, rest @ ..] = self.rest else { return self.expected("an escape") };
        let character = match letter {
            b'"' | b'\\' | b'/' => char::from(*letter),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                self.rest = rest;
                return self.code_point();
            }
            _ => return self.expected("an escape"),
        };
        self.rest = rest;
        Ok(character)
    }

    /// The character of one escape of four digits, or of two that make a pair.
    fn code_point(&mut self) -> Result<char, Flaw> {
        let first = self.four_digits()?;
        let code = match first {
            0xd800..0xdc00 if self.takes(b'\\') && self.takes(b'u') => match self.four_digits()? {
                second @ 0xdc00..0xe000 => 0x1_0000 + ((first - 0xd800) << 10 | (second - 0xdc00)),
                _ => first,
            },
            _ => first,
        };
        // What is no character is half of a pair.
        char::from_u32(code).map_or_else(|| self.expected("a pair of escapes"), Ok)
    }

    fn four_digits(&mut self) -> Result<u32, Flaw> {
        let code = self.rest.first_chunk::<4>().and_then(|digits| {
            digits.iter().try_fold(0, |code, &digit| Some(code << 4 | char::from(digit).to_digit(16)?))
        });
        let Some(code) = code else { return self.expected("four hexadecimal digits") };
        self.rest = &self.rest[4..];
        Ok(code)
    }

    /// The number that begins here.
    pub(super) fn number(&mut self) -> Result<Number, Flaw> {
        let start = self.at();
        let is_whole = self.skip_number()?;
        let digits = &self.text[start..self.at()];
        if is_whole {
            match (digits.parse(), digits.parse()) {
                (Ok(number), _) => return Ok(Number::Positive(number)),
                // A zero with a sign is a float.
                (_, Ok(number)) if number != 0 => return Ok(Number::Negative(number)),
                _ => {}
            }
        }
        match digits.parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(Number::Float(number)),
            _ => self.expected("a number that is not out of range"),
        }
    }

    /// Passes over a number; whether it is written as a whole one.
    fn skip_number(&mut self) -> Result<bool, Flaw> {
        self.takes(b'-');
        if !self.takes(b'0') {
            self.digits()?;
        }
        let mut is_whole = true;
        if self.takes(b'.') {
            self.digits()?;
            is_whole = false;
        }
        if self.takes(b'e') || self.takes(b'E') {
            let _sign = self.takes(b'+') || self.takes(b'-');
            self.digits()?;
            is_whole = false;
        }
        Ok(is_whole)
    }

    /// Passes over one digit and more.
    fn digits(&mut self) -> Result<(), Flaw> {
        let count = self.rest.iter().take_while(|letter| letter.is_ascii_digit()).count();
        if count == 0 {
            return self.expected("a digit");
        }
        self.rest = &self.rest[count..];
        Ok(())
    }

    /// Passes over a value.
    pub(super) fn skip_value(&mut self) -> Result<(), Flaw> {
        match self.rest {
            [b'"', rest @ ..] => {
                self.rest = rest;
                self.skip_string()
            }
            [b't', b'r', b'u', b'e', rest @ ..]
            | [b'f', b'a', b'l', b's', b'e', rest @ ..]
            | [b'n', b'u', b'l', b'l', rest @ ..] => {
                self.rest = rest;
                Ok(())
            }
            [b'-' | b'0'..=b'9', ..] => self.skip_number().map(drop),
            [b'[', rest @ ..] => {
                self.rest = rest;
                self.deeper(|scanner| {
                    let mut is_first = true;
                    while scanner.goes_on(b']', is_first)? {
                        scanner.skip_value()?;
                        is_first = false;
                    }
                    Ok(())
                })
            }
            [b'{', rest @ ..] => {
                self.rest = rest;
                self.deeper(|scanner| {
                    let mut is_first = true;
                    while scanner.goes_on(b'}', is_first)? {
                        scanner.name_begins()?;
                        scanner.skip_string()?;
                        scanner.name_ends()?;
                        scanner.skip_value()?;
                        is_first = false;
                    }
                    Ok(())
                })
            }
            _ => self.expected("a value"),
        }
    }

    /// Passes over the rest of a string. What its escapes stand for does not matter: half of a pair is as good.
    fn skip_string(&mut self) -> Result<(), Flaw> {
        loop {
            self.plain();
            match self.rest {
                [b'"', rest @ ..] => {
                    self.rest = rest;
                    return Ok(());
                }
                [b'\\', b'u', rest @ ..] => {
                    self.rest = rest;
                    self.four_digits()?;
                }
                [b'\\', rest @ ..] => {
                    self.rest = rest;
                    self.escape()?;
                }
                _ => return self.expected("the end of a string"),
            }
        }
    }

    /// Whether another element of a list or an object follows, or else its end; the comma between two is taken.
    #[inline(always)]
    pub(super) fn goes_on(&mut self, end: u8, is_first: bool) -> Result<bool, Flaw> {
        // Mostly there is a comma and no blank.
        if !is_first
            && let [b',', rest @ ..] = self.rest
            && rest.first().is_some_and(|&next| next > b' ')
        {
            self.rest = rest;
            return Ok(true);
        }
        self.goes_on_after_blanks(end, is_first)
    }

    fn goes_on_after_blanks(&mut self, end: u8, is_first: bool) -> Result<bool, Flaw> {
        self.skip_blanks();
        if self.takes(end) {
            return Ok(false);
        }
        if !is_first {
            if !self.takes(b',') {
                return self.expected(if end == b']' { "`,` or `]`" } else { "`,` or `}`" });
            }
            self.skip_blanks();
        }
        Ok(true)
    }

    /// Takes the quote that a property's name begins with.
    pub(super) fn name_begins(&mut self) -> Result<(), Flaw> {
        if self.takes(b'"') { Ok(()) } else { self.expected("the name of a property") }
    }

    /// Takes what stands between a property's name and its value.
    pub(super) fn name_ends(&mut self) -> Result<(), Flaw> {
        self.skip_blanks();
        if !self.takes(b':') {
            return self.expected("`:`");
        }
        self.skip_blanks();
        Ok(())
    }
}

/// How many bytes there are before a quote, a backslash or a control character.
fn plain_length(bytes: &[u8]) -> usize {
    let (chunks, rest) = bytes.as_chunks::<8>();
    for (index, chunk) in chunks.iter().enumerate() {
        let special = special_bytes(u64::from_le_bytes(*chunk));
        if special != 0 {
            return index * 8 + special.trailing_zeros() as usize / 8;
        }
    }
    let is_special = |byte: &u8| matches!(byte, b'"' | b'\\' | ..b' ');
    bytes.len() - rest.len() + rest.iter().position(is_special).unwrap_or(rest.len())
}

/// The highest bit of each of 8 bytes that ends a plain stretch; above the first such byte bits may be set wrongly.
///
/// A byte minus another borrows into its highest bit where it is smaller, unless it had that bit before.
const fn special_bytes(bytes: u64) -> u64 {
    const ONES: u64 = u64::MAX / 255;
    const fn is_zero(bytes: u64) -> u64 {
        bytes.wrapping_sub(ONES) & !bytes
    }
    let control = bytes.wrapping_sub(ONES * b' ' as u64) & !bytes;
    let (quote, backslash) = (is_zero(bytes ^ (ONES * b'"' as u64)), is_zero(bytes ^ (ONES * b'\\' as u64)));
    (control | quote | backslash) & (ONES << 7)
}
