//! One value of a document as it stands there, and what it can be read as.

use alloc::string::String;
use core::fmt;

use chrono::{DateTime, NaiveTime, Utc};
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::ser::{Error as _, Serialize, Serializer};

use super::error::{Error, Path, any_of};
use super::object::{Name, Property};
use super::text::Text;

/// The first float that more than one whole number is rounded to.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// A value of any type, read without judging it.
///
/// Lists and objects are remembered as such, without their contents.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub enum Field {
    /// The property is not there.
    #[default]
    Absent,
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Number(f64),
    /// A string.
    Text(Text),
    /// A list.
    List,
    /// An object.
    Object,
    /// The property is there more than once.
    Repeated,
}

impl Field {
    /// Whether the property is missing or `null`.
    pub const fn is_none(&self) -> bool {
        matches!(self, Self::Absent | Self::Null)
    }

    /// Whether the property is there, be it `null`.
    pub const fn is_given(&self) -> bool {
        !matches!(self, Self::Absent)
    }

    /// The string, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The error of a value that is not what was expected.
    pub(super) fn mismatch(&self, path: &Path<'_>, is_not: &str, expected: &str) -> Error {
        match self {
            Self::Absent => path.error(format_args!("missing (expected {expected})")),
            Self::Repeated => path.error(format_args!("given more than once (expected {expected}, once)")),
            given => path.error(format_args!("{given} is not {is_not} (expected {expected})")),
        }
    }

    /// A boolean, given as one or as a string; `None` where missing or `null`.
    pub(super) fn boolean(&self, path: &Path<'_>) -> Result<Option<bool>, Error> {
        match self {
            Self::Absent | Self::Null => Ok(None),
            Self::Bool(value) => Ok(Some(*value)),
            other => match other.as_text().and_then(boolean_of) {
                Some(value) => Ok(Some(value)),
                None => Err(other.mismatch(path, "a boolean", "true or false")),
            },
        }
    }

    /// A whole number; `None` where missing or `null`.
    pub(super) fn integer(&self, path: &Path<'_>) -> Result<Option<i64>, Error> {
        match self {
            Self::Absent | Self::Null => Ok(None),
            Self::Integer(value) => Ok(Some(*value)),
            // 15.0 is a whole number, too. From 2^53 on a float no longer says which one.
            Self::Number(value) if *value as i64 as f64 == *value && value.abs() < EXACT => {
                Ok(Some(*value as i64))
            }
            other => Err(other.mismatch(path, "a whole number", "a whole number or null")),
        }
    }

    /// A time of day: `H:MM`, `HH:MM` or `HH:MM:SS` with up to seven decimals.
    pub(super) fn time_of_day(&self, path: &Path<'_>) -> Result<NaiveTime, Error> {
        self.as_text()
            .and_then(time_of)
            .ok_or_else(|| self.mismatch(path, "a time of day", "H:MM or HH:MM:SS, up to 23:59:59"))
    }

    /// One of a set of names, in any case.
    pub(super) fn one_of<T: Copy>(
        &self,
        path: &Path<'_>,
        is_not: &str,
        names: &[(&str, T)],
    ) -> Result<T, Error> {
        let known = |text: &str| names.iter().find(|(name, _)| name.eq_ignore_ascii_case(text));
        match self.as_text().and_then(known) {
            Some(&(_, value)) => Ok(value),
            None => Err(self.mismatch(path, is_not, &any_of(names.iter().map(|(name, _)| *name)))),
        }
    }

    /// An instant in RFC 3339; `None` where missing, `null`, or one of the dates that products write for "never".
    pub(super) fn instant(&self, path: &Path<'_>) -> Result<Option<DateTime<Utc>>, Error> {
        let text = match self {
            Self::Absent | Self::Null => return Ok(None),
            Self::Text(text) if is_never(text) => return Ok(None),
            other => other.as_text(),
        };
        match text.and_then(|text| DateTime::parse_from_rfc3339(text).ok()) {
            Some(instant) => Ok(Some(instant.with_timezone(&Utc))),
            None => Err(self.mismatch(path, "a date and time", "RFC 3339, such as 2018-06-02T02:00:00Z")),
        }
    }
}

impl Property for Field {
    fn is_given(&self) -> bool {
        Field::is_given(self)
    }

    fn repeated() -> Self {
        Self::Repeated
    }

    fn take_up<'de, D: Deserializer<'de>>(&mut self, value: D) -> Result<(), D::Error> {
        *self = Self::deserialize(value)?;
        Ok(())
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent => f.write_str("nothing"),
            Self::Null => f.write_str("null"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Integer(value) => write!(f, "{value}"),
            Self::Number(value) => write!(f, "{value:?}"),
            // A long string is a mistake of its own: its beginning is enough to find it.
            Self::Text(text) => match text.char_indices().nth(60) {
                Some((cut, _)) => write!(f, "{:?}...", &text[..cut]),
                None => write!(f, "{text:?}"),
            },
            Self::List => f.write_str("a list"),
            Self::Object => f.write_str("an object"),
            Self::Repeated => f.write_str("a repeated property"),
        }
    }
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue)
    }
}

/// Takes up any value as a [`Field`].
pub(super) struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Field;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Field, E> {
        Ok(Field::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Field, E> {
        Ok(Field::Integer(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Field, E> {
        Ok(i64::try_from(value).map_or(Field::Number(value as f64), Field::Integer))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Field, E> {
        Ok(Field::Number(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Field, E> {
        Ok(Field::Text(value.into()))
    }

    fn visit_string<E>(self, value: String) -> Result<Field, E> {
        Ok(Field::Text(value.into()))
    }

    fn visit_none<E>(self) -> Result<Field, E> {
        Ok(Field::Null)
    }

    fn visit_unit<E>(self) -> Result<Field, E> {
        Ok(Field::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Field, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Field, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Field::List)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Field, A::Error> {
        // With its feature `arbitrary_precision`, which any crate of a build may switch on, serde_json hands out each
        // number as an object of this one property.
        if let Some(name) = object.next_key::<Name<'de>>()? {
            if name.as_str() == "$serde_json::private::Number" {
                return Ok(match object.next_value()? {
                    Field::Text(digits) => number_of(&digits),
                    _ => Field::Object,
                });
            }
            object.next_value::<IgnoredAny>()?;
        }
        while object.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Field::Object)
    }
}

impl Serialize for Field {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Absent | Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Integer(value) => serializer.serialize_i64(*value),
            Self::Number(value) => serializer.serialize_f64(*value),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List | Self::Object | Self::Repeated => {
                Err(S::Error::custom(format_args!("{self} stands where a single value belongs")))
            }
        }
    }
}

/// A number from its digits, as JSON writes them.
pub(super) fn number_of(digits: &str) -> Field {
    match (digits.parse(), digits.parse()) {
        (Ok(whole), _) => Field::Integer(whole),
        (_, Ok(number)) => Field::Number(number),
        _ => Field::Object,
    }
}

/// `true` or `false`, in any case.
pub(super) fn boolean_of(text: &str) -> Option<bool> {
    match text {
        _ if text.eq_ignore_ascii_case("true") => Some(true),
        _ if text.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}

/// A time of day: one or two digits, two digits, and if need be two digits and one to seven decimals.
fn time_of(text: &str) -> Option<NaiveTime> {
    let mut parts = text.split(':');
    let hour = digits(parts.next()?, 1, 2)?;
    let minute = digits(parts.next()?, 2, 2)?;
    let (second, nanosecond) = match parts.next() {
        None => (0, 0),
        Some(seconds) => match seconds.split_once('.') {
            None => (digits(seconds, 2, 2)?, 0),
            Some((whole, decimals)) => {
                let fraction = digits(decimals, 1, 7)?;
                (digits(whole, 2, 2)?, fraction * 10u32.pow(9 - decimals.len() as u32))
            }
        },
    };
    if parts.next().is_some() {
        return None;
    }
    NaiveTime::from_hms_nano_opt(hour, minute, second, nanosecond)
}

fn digits(text: &str, least: usize, most: usize) -> Option<u32> {
    let fits = (least..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if fits { text.parse().ok() } else { None }
}

/// Whether a date stands for "no time": the empty string and the first dates of two calendars.
fn is_never(text: &str) -> bool {
    text.is_empty() || text.starts_with("0001-01-01") || text.starts_with("1900-01-01")
}
