//! A document as a tree: for the dialects of many shapes, and for what is written in another dialect.
//!
//! The jobs of Microsoft 365 have types of their own, which take up a fleet's documents without a detour. Everything
//! else is read from this tree, where a dialect shows before anything is known of it and unknown properties stay where
//! they are.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

use chrono::{DateTime, Utc};
use serde::de::value::{Error, MapDeserializer, SeqDeserializer};
use serde::de::{Deserialize, Deserializer, IgnoredAny, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::field::{AnyValue, Field};
use super::json;
use super::object::Name;
use super::place::Place;

/// A JSON value: as many as there are, in order, with the names as they are spelled.
///
/// ```
/// use backup_window::wire::Tree;
///
/// let tree: Tree = serde_json::from_str(r#"{"Name": "a", "days": ["Monday", null], "size": 1.5}"#)?;
/// assert!(tree.property("name").is_some(), "in any case");
/// assert_eq!(serde_json::to_string(&tree)?, r#"{"Name":"a","days":["Monday",null],"size":1.5}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub enum Tree {
    /// A single value: `null`, a boolean, a number or a string.
    Value(Field),
    /// A whole number that is too large for the others.
    Large(u64),
    /// A list.
    List(Vec<Tree>),
    /// An object. A name may come twice.
    Object(Vec<(Box<str>, Tree)>),
}

impl Tree {
    /// Reads a document from JSON text.
    ///
    /// # Errors
    ///
    /// Says where the text is not JSON; and it refuses values nested more than 127 deep.
    pub fn from_json(text: &str) -> Result<Self, super::Error> {
        json::read(text)
    }

    /// `null`.
    pub const NULL: Self = Self::Value(Field::Null);

    /// The property of this name, in any case; the first one if there are several. `None` for what is no object.
    pub fn property(&self, name: &str) -> Option<&Self> {
        self.properties_named(name).next()
    }

    /// The values of all properties of this name, in any case.
    pub(super) fn properties_named<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a Self> {
        let named =
            move |(given, value): &'a (Box<str>, Self)| given.eq_ignore_ascii_case(name).then_some(value);
        self.properties().iter().filter_map(named)
    }

    /// The properties of an object, in order; none for anything else.
    pub fn properties(&self) -> &[(Box<str>, Self)] {
        if let Self::Object(properties) = self { properties } else { &[] }
    }

    /// The values of a list, in order; none for anything else.
    pub fn items(&self) -> &[Self] {
        if let Self::List(items) = self { items } else { &[] }
    }

    /// What stands here, without the contents of a list or an object.
    pub fn field(&self) -> Field {
        match self {
            Self::Value(field) => field.clone(),
            Self::Large(number) => Field::Number(*number as f64),
            Self::List(_) => Field::List,
            Self::Object(_) => Field::Object,
        }
    }

    /// The instant in the property of this name, such as `nextRun`; `None` where it is missing, `null`, or one of the dates
    /// that products write for "never".
    ///
    /// # Errors
    ///
    /// Fails on something that is not a date and time.
    pub fn instant(&self, name: &str) -> Result<Option<DateTime<Utc>>, super::Error> {
        Place::root(self).member(name).instant()
    }

    /// A window that is written as plain text and not as JSON: hours of the week, hexadecimal digits, Base64, or the
    /// element of an agent. `None` for any other text.
    pub fn of_plain_text(text: &str) -> Option<Self> {
        let tree = Self::text(text.trim());
        tree.detect().is_ok().then_some(tree)
    }

    /// The string, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        if let Self::Value(field) = self { field.as_text() } else { None }
    }

    /// Whether it is `null`.
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Value(Field::Null))
    }

    /// An object of these properties.
    pub(super) fn object<const N: usize>(properties: [(&str, Self); N]) -> Self {
        Self::Object(properties.into_iter().map(|(name, value)| (name.into(), value)).collect())
    }

    pub(super) fn text(text: &str) -> Self {
        Self::Value(Field::Text(text.into()))
    }

    pub(super) fn integer(number: impl Into<i64>) -> Self {
        Self::Value(Field::Integer(number.into()))
    }

    pub(super) const fn boolean(value: bool) -> Self {
        Self::Value(Field::Bool(value))
    }

    /// Sets the property of this name where it stands, or adds it at the end.
    pub(super) fn set(&mut self, name: &str, value: Self) {
        let Self::Object(properties) = self else { return };
        match properties.iter_mut().find(|(given, _)| given.eq_ignore_ascii_case(name)) {
            Some((_, place)) => *place = value,
            None => properties.push((name.into(), value)),
        }
    }
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TreeVisitor)
    }
}

struct TreeVisitor;

impl<'de> Visitor<'de> for TreeVisitor {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<Tree, E> {
        AnyValue.visit_bool(value).map(Tree::Value)
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Tree, E> {
        AnyValue.visit_i64(value).map(Tree::Value)
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Tree, E> {
        match i64::try_from(value) {
            Ok(value) => self.visit_i64(value),
            Err(_) => Ok(Tree::Large(value)),
        }
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Tree, E> {
        AnyValue.visit_f64(value).map(Tree::Value)
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Tree, E> {
        AnyValue.visit_str(value).map(Tree::Value)
    }

    fn visit_none<E>(self) -> Result<Tree, E> {
        Ok(Tree::NULL)
    }

    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::NULL)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Tree, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Tree, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element()? {
            items.push(item);
        }
        Ok(Tree::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Tree, A::Error> {
        let mut properties = Vec::new();
        while let Some(name) = object.next_key::<Name<'de>>()? {
            let name = name.as_str();
            // A number, where serde_json has its feature `arbitrary_precision`: see `AnyValue`.
            if properties.is_empty() && name == "$serde_json::private::Number" {
                let digits = object.next_value::<Field>()?;
                while object.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                let digits = digits.as_text().unwrap_or_default();
                return Ok(match (digits.parse(), digits.parse(), digits.parse()) {
                    (Ok(whole), _, _) => Tree::Value(Field::Integer(whole)),
                    (_, Ok(large), _) => Tree::Large(large),
                    (_, _, Ok(number)) => Tree::Value(Field::Number(number)),
                    _ => Tree::Object(properties),
                });
            }
            properties.push((name.into(), object.next_value()?));
        }
        Ok(Tree::Object(properties))
    }
}

impl Serialize for Tree {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Value(field) => field.serialize(serializer),
            Self::Large(number) => serializer.serialize_u64(*number),
            Self::List(items) => serializer.collect_seq(items),
            Self::Object(properties) => {
                let mut object = serializer.serialize_map(Some(properties.len()))?;
                for (name, value) in properties {
                    object.serialize_entry(name, value)?;
                }
                object.end()
            }
        }
    }
}

/// A tree is a document, too: what has a type of its own can be read from it.
impl<'de> Deserializer<'de> for &'de Tree {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Tree::Value(Field::Bool(value)) => visitor.visit_bool(*value),
            Tree::Value(Field::Integer(number)) => visitor.visit_i64(*number),
            Tree::Value(Field::Number(number)) => visitor.visit_f64(*number),
            Tree::Value(Field::Text(text)) => visitor.visit_borrowed_str(text),
            Tree::Value(_) => visitor.visit_unit(),
            Tree::Large(number) => visitor.visit_u64(*number),
            Tree::List(items) => visitor.visit_seq(SeqDeserializer::new(items.iter())),
            Tree::Object(properties) => {
                let properties = properties.iter().map(|(name, value)| (&**name, value));
                visitor.visit_map(MapDeserializer::new(properties))
            }
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl<'de> IntoDeserializer<'de, Error> for &'de Tree {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}
