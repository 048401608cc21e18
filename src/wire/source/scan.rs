//! JSON as text: where its values stand.
//!
//! Serde hands out values without their places. Here the text itself is walked: checked once as a whole, then entered
//! object by object where someone asks. Nothing is built of what nobody asks for.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

use crate::wire::field::{Field, number_of};
use crate::wire::text::Text;

/// A text that is not JSON, and where it stops being so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotJson {
    offset: usize,
}

impl NotJson {
    /// Where, in bytes from the beginning of the text.
    pub const fn offset(&self) -> usize {
        self.offset
    }
}

impl fmt::Display for NotJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not JSON at byte {}", self.offset)
    }
}

impl core::error::Error for NotJson {}

/// A value in the text of a document.
#[derive(Debug, Clone, Copy)]
pub(in crate::wire) struct Node<'t> {
    text: &'t str,
    start: usize,
    end: usize,
}

/// A property of an object in a text.
#[derive(Debug, Clone)]
pub(in crate::wire) struct Member<'t> {
    pub(in crate::wire) name: Cow<'t, str>,
    /// The name with its quotation marks.
    pub(in crate::wire) name_span: Range<usize>,
    pub(in crate::wire) value: Node<'t>,
}

impl<'t> Node<'t> {
    /// The value that the whole text is.
    pub(in crate::wire) fn of(text: &'t str) -> Result<Self, NotJson> {
        let mut scan = Scan::new(text, 0);
        let span = scan.value()?;
        scan.space();
        if scan.at < text.len() { Err(scan.not_json()) } else { Ok(Self::at(text, span)) }
    }

    const fn at(text: &'t str, span: Range<usize>) -> Self {
        Self { text, start: span.start, end: span.end }
    }

    pub(in crate::wire) const fn span(&self) -> Range<usize> {
        self.start..self.end
    }

    /// The value as it is written.
    pub(in crate::wire) fn raw(&self) -> &'t str {
        self.text.get(self.span()).unwrap_or_default()
    }

    pub(in crate::wire) fn is_object(&self) -> bool {
        self.raw().starts_with('{')
    }

    pub(in crate::wire) fn is_list(&self) -> bool {
        self.raw().starts_with('[')
    }

    pub(in crate::wire) fn is_null(&self) -> bool {
        self.raw() == "null"
    }

    /// The properties of an object, in order; none for anything else.
    pub(in crate::wire) fn members(&self) -> impl Iterator<Item = Member<'t>> + use<'t> {
        let text = self.text;
        let mut inside = self.is_object().then(|| Scan::new(text, self.start + 1));
        core::iter::from_fn(move || {
            // The whole text has been checked, so nothing fails but the search for one more.
            let scan = inside.as_mut()?;
            scan.take(b',');
            scan.space();
            let name_start = scan.at;
            scan.string().ok()?;
            let name_span = name_start..scan.at;
            if !scan.take(b':') {
                return None;
            }
            let value = Self::at(text, scan.value().ok()?);
            let name = unescaped(text.get(name_start + 1..name_span.end - 1)?);
            Some(Member { name, name_span, value })
        })
    }

    /// The properties of this name, in any case.
    pub(in crate::wire) fn members_named<'a>(
        &self,
        name: &'a str,
    ) -> impl Iterator<Item = Member<'t>> + use<'a, 't> {
        self.members().filter(move |member| member.name.eq_ignore_ascii_case(name))
    }

    /// The values of a list, in order; none for anything else.
    pub(in crate::wire) fn items(&self) -> impl Iterator<Item = Self> + use<'t> {
        let text = self.text;
        let mut inside = self.is_list().then(|| Scan::new(text, self.start + 1));
        core::iter::from_fn(move || {
            let scan = inside.as_mut()?;
            scan.take(b',');
            Some(Self::at(text, scan.value().ok()?))
        })
    }

    /// What stands here, without the contents of a list or an object.
    pub(in crate::wire) fn field(&self) -> Field {
        let raw = self.raw();
        match raw.as_bytes().first() {
            Some(b'[') => Field::List,
            Some(b'n') => Field::Null,
            Some(b't') => Field::Bool(true),
            Some(b'f') => Field::Bool(false),
            Some(b'"') => Field::Text(Text::from(&*unescaped(raw.get(1..raw.len() - 1).unwrap_or_default()))),
            // What is no number either is an object.
            _ => number_of(raw),
        }
    }
}

/// A walk through a text.
struct Scan<'t> {
    bytes: &'t [u8],
    at: usize,
}

impl<'t> Scan<'t> {
    const fn new(text: &'t str, at: usize) -> Self {
        Self { bytes: text.as_bytes(), at }
    }

    const fn not_json(&self) -> NotJson {
        NotJson { offset: self.at }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    /// Takes this byte, behind white space.
    fn take(&mut self, byte: u8) -> bool {
        self.space();
        let is_next = self.peek() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    /// Takes a value, behind white space.
    fn value(&mut self) -> Result<Range<usize>, NotJson> {
        self.space();
        let start = self.at;
        // The ends of the lists and objects that are open; nothing here calls itself.
        let mut open: Vec<u8> = Vec::new();
        loop {
            self.space();
            match self.peek() {
                Some(b'{') => {
                    self.at += 1;
                    if !self.take(b'}') {
                        open.push(b'}');
                        self.name()?;
                        continue;
                    }
                }
                Some(b'[') => {
                    self.at += 1;
                    if !self.take(b']') {
                        open.push(b']');
                        continue;
                    }
                }
                Some(b'"') => self.string()?,
                Some(b'-' | b'0'..=b'9') => self.number()?,
                _ => self.word()?,
            }
            loop {
                let Some(&end) = open.last() else { return Ok(start..self.at) };
                if self.take(b',') {
                    if end == b'}' {
                        self.name()?;
                    }
                    break;
                }
                if !self.take(end) {
                    return Err(self.not_json());
                }
                open.pop();
            }
        }
    }

    /// Takes the name of a property and its colon.
    fn name(&mut self) -> Result<(), NotJson> {
        self.space();
        self.string()?;
        if self.take(b':') { Ok(()) } else { Err(self.not_json()) }
    }

    fn string(&mut self) -> Result<(), NotJson> {
        if self.peek() != Some(b'"') {
            return Err(self.not_json());
        }
        self.at += 1;
        loop {
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => {
                    self.at += 1;
                    match self.peek() {
                        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.at += 1,
                        Some(b'u') => {
                            let digits = self.bytes.get(self.at + 1..self.at + 5);
                            if !digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit)) {
                                return Err(self.not_json());
                            }
                            self.at += 5;
                        }
                        _ => return Err(self.not_json()),
                    }
                }
                Some(0x20..) => self.at += 1,
                Some(_) | None => return Err(self.not_json()),
            }
        }
    }

    fn number(&mut self) -> Result<(), NotJson> {
        self.at += usize::from(self.peek() == Some(b'-'));
        match self.peek() {
            Some(b'0') => self.at += 1,
            _ => self.digits()?,
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            self.at += usize::from(matches!(self.peek(), Some(b'+' | b'-')));
            self.digits()?;
        }
        Ok(())
    }

    fn digits(&mut self) -> Result<(), NotJson> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at > start { Ok(()) } else { Err(self.not_json()) }
    }

    fn word(&mut self) -> Result<(), NotJson> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let word = ["true", "false", "null"].into_iter().find(|word| rest.starts_with(word.as_bytes()));
        match word {
            Some(word) => {
                self.at += word.len();
                Ok(())
            }
            None => Err(self.not_json()),
        }
    }
}

/// What a string of JSON stands for; halves of a pair of surrogates are replaced.
fn unescaped(raw: &str) -> Cow<'_, str> {
    if !raw.contains('\\') {
        return Cow::Borrowed(raw);
    }
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((before, escaped)) = rest.split_once('\\') {
        text.push_str(before);
        let (character, length) = match escaped.as_bytes().first() {
            Some(b'b') => ('\u{8}', 1),
            Some(b'f') => ('\u{c}', 1),
            Some(b'n') => ('\n', 1),
            Some(b'r') => ('\r', 1),
            Some(b't') => ('\t', 1),
            Some(b'u') => unescaped_unicode(escaped),
            Some(&other) => (char::from(other), 1),
            None => break,
        };
        text.push(character);
        rest = escaped.get(length..).unwrap_or_default();
    }
    text.push_str(rest);
    Cow::Owned(text)
}

/// The character of `uXXXX` or `uXXXX\uXXXX`, and how many bytes it takes.
fn unescaped_unicode(escaped: &str) -> (char, usize) {
    let unit = |from: usize| {
        escaped.get(from..from + 4).and_then(|digits| u32::from_str_radix(digits, 16).ok()).unwrap_or(0xFFFD)
    };
    match unit(1) {
        high @ 0xD800..0xDC00 if escaped.get(5..7) == Some("\\u") => match unit(7) {
            low @ 0xDC00..0xE000 => {
                let code = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
                (char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), 11)
            }
            _ => (char::REPLACEMENT_CHARACTER, 5),
        },
        code => (char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), 5),
    }
}
