//! JSON text as a serde format.

use alloc::borrow::Cow;

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::scan::{Flaw, Number, Scanner};

impl<'de> Deserializer<'de> for &mut Scanner<'de> {
    type Error = Flaw;

    // A grid has 168 booleans: these are read where the visitor is, by words of four letters. All else is called.
    #[inline(always)]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Flaw> {
        if let Some((word, rest)) = self.rest.split_first_chunk() {
            if *word == *b"true" {
                self.rest = rest;
                return visitor.visit_bool(true);
            }
            if *word == *b"fals"
                && let [b'e', rest @ ..] = rest
            {
                self.rest = rest;
                return visitor.visit_bool(false);
            }
        }
        self.value(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Flaw> {
        self.skip_value()?;
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier
    }
}

/// The elements of a list, or the properties of an object.
pub(super) struct Elements<'a, 'de> {
    scanner: &'a mut Scanner<'de>,
    /// The letter they end with.
    end: u8,
    is_first: bool,
    is_over: bool,
}

impl<'de> Scanner<'de> {
    /// Reads a value that is no boolean.
    fn value<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Flaw> {
        match self.rest {
            [b'"', rest @ ..] => {
                self.rest = rest;
                match self.string()? {
                    Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
                    Cow::Owned(text) => visitor.visit_string(text),
                }
            }
            [b'{', rest @ ..] => {
                self.rest = rest;
                self.elements(b'}', |elements| visitor.visit_map(elements))
            }
            [b'[', rest @ ..] => {
                self.rest = rest;
                self.elements(b']', |elements| visitor.visit_seq(elements))
            }
            [b'-' | b'0'..=b'9', ..] => match self.number()? {
                Number::Positive(number) => visitor.visit_u64(number),
                Number::Negative(number) => visitor.visit_i64(number),
                Number::Float(number) => visitor.visit_f64(number),
            },
            [b'n', b'u', b'l', b'l', rest @ ..] => {
                self.rest = rest;
                visitor.visit_unit()
            }
            _ => self.expected("a value"),
        }
    }

    /// Has the elements of a list or an object visited, to the last.
    fn elements<T>(
        &mut self,
        end: u8,
        visit: impl FnOnce(&mut Elements<'_, 'de>) -> Result<T, Flaw>,
    ) -> Result<T, Flaw> {
        self.deeper(|scanner| {
            let mut elements = Elements { scanner, end, is_first: true, is_over: false };
            let value = visit(&mut elements)?;
            if elements.is_over { Ok(value) } else { elements.scanner.expected("fewer elements") }
        })
    }
}

impl Elements<'_, '_> {
    /// Whether there is another one, which is next then. May be asked again after the last.
    #[inline(always)]
    fn goes_on(&mut self) -> Result<bool, Flaw> {
        let goes_on = !self.is_over && self.scanner.goes_on(self.end, self.is_first)?;
        (self.is_first, self.is_over) = (false, !goes_on);
        Ok(goes_on)
    }
}

impl<'de> SeqAccess<'de> for Elements<'_, 'de> {
    type Error = Flaw;

    #[inline]
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Flaw> {
        if self.goes_on()? { seed.deserialize(&mut *self.scanner).map(Some) } else { Ok(None) }
    }
}

impl<'de> MapAccess<'de> for Elements<'_, 'de> {
    type Error = Flaw;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Flaw> {
        if !self.goes_on()? {
            return Ok(None);
        }
        self.scanner.name_begins()?;
        match self.scanner.string()? {
            Cow::Borrowed(name) => seed.deserialize(BorrowedStrDeserializer::new(name)),
            Cow::Owned(name) => seed.deserialize(name.into_deserializer()),
        }
        .map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Flaw> {
        self.scanner.name_ends()?;
        seed.deserialize(&mut *self.scanner)
    }
}
