//! Objects of a document: known properties in any case, unknown ones kept or dropped.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap};

use super::field::Field;

/// What becomes of the properties of an object that this crate does not know.
pub trait Unknown: Default {
    /// Takes up the value of the unknown property `name`, which is next in `object`.
    ///
    /// # Errors
    ///
    /// Fails where the document does.
    fn take_up<'de, A: MapAccess<'de>>(&mut self, name: &str, object: &mut A) -> Result<(), A::Error>;
}

/// Unknown properties are dropped: for reading only. A document read this way cannot be written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Dropped;

impl Unknown for Dropped {
    fn take_up<'de, A: MapAccess<'de>>(&mut self, _: &str, object: &mut A) -> Result<(), A::Error> {
        object.next_value::<IgnoredAny>().map(drop)
    }
}

/// Unknown properties are kept, in order, with values of type `V`: `serde_json::Value`, or
/// `Box<serde_json::value::RawValue>` to keep them to the letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept<V>(pub Vec<(String, V)>);

impl<V> Default for Kept<V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<V: for<'de> Deserialize<'de>> Unknown for Kept<V> {
    fn take_up<'de, A: MapAccess<'de>>(&mut self, name: &str, object: &mut A) -> Result<(), A::Error> {
        self.0.push((name.into(), object.next_value()?));
        Ok(())
    }
}

impl<V: Serialize> Kept<V> {
    pub(super) fn write<S: SerializeMap>(&self, object: &mut S) -> Result<(), S::Error> {
        self.0.iter().try_for_each(|(name, value)| object.serialize_entry(name, value))
    }
}

/// The methods of a visitor for everything that is not an object: it is taken up as a [`Field`] and handed on, together
/// with the visitor.
macro_rules! no_object {
    ($wrap:expr) => {
        no_object! { @list $wrap }

        fn visit_seq<A: serde::de::SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
            $crate::wire::field::AnyValue.visit_seq(list).map(|field| $wrap(self, field))
        }
    };
    (@list $wrap:expr) => {
        fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<Self::Value, E> {
            $crate::wire::field::AnyValue.visit_bool(value).map(|field| $wrap(self, field))
        }

        no_object! { @no_boolean $wrap }
    };
    (@no_boolean $wrap:expr) => {
        fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Self::Value, E> {
            $crate::wire::field::AnyValue.visit_i64(value).map(|field| $wrap(self, field))
        }

        fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Self::Value, E> {
            $crate::wire::field::AnyValue.visit_u64(value).map(|field| $wrap(self, field))
        }

        fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Self::Value, E> {
            $crate::wire::field::AnyValue.visit_f64(value).map(|field| $wrap(self, field))
        }

        fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Self::Value, E> {
            $crate::wire::field::AnyValue.visit_str(value).map(|field| $wrap(self, field))
        }

        fn visit_none<E: serde::de::Error>(self) -> Result<Self::Value, E> {
            $crate::wire::field::AnyValue.visit_none().map(|field| $wrap(self, field))
        }

        fn visit_unit<E: serde::de::Error>(self) -> Result<Self::Value, E> {
            $crate::wire::field::AnyValue.visit_unit().map(|field| $wrap(self, field))
        }
    };
}

pub(super) use no_object;

/// Declares an object of a document: a struct of known properties, and how it is read and written.
///
/// Reading takes property names in any case and a value of any type; a property that comes twice is remembered as
/// repeated. Something that is not an object at all is remembered in `shape`. Writing gives the properties that are
/// there, in the order declared, with the spelling declared, then the unknown ones.
macro_rules! wire_object {
    (
        $(#[$meta:meta])*
        pub struct $Object:ident<U> {
            $( $(#[$field_meta:meta])* $field:ident: $Type:ty = $name:literal, )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Default, PartialEq)]
        #[non_exhaustive]
        pub struct $Object<U = $crate::wire::Dropped> {
            /// What stands where the object belongs: [`Field::Object`](crate::wire::Field::Object) if all is well.
            pub shape: $crate::wire::Field,
            $( $(#[$field_meta])* pub $field: $Type, )*
            /// The properties that this crate does not know.
            pub unknown: U,
        }

        impl<U> $Object<U> {
            /// Whether the object is missing or `null`.
            pub const fn is_none(&self) -> bool {
                self.shape.is_none()
            }
        }

        impl $Object {
            /// Reads it from JSON text: what `serde_json::from_str` reads, without that crate and faster.
            ///
            /// # Errors
            ///
            /// Says where the text is not JSON; and it refuses values nested more than 127 deep.
            pub fn from_json(text: &str) -> Result<Self, $crate::wire::Error> {
                $crate::wire::json::read(text)
            }
        }

        impl<U: $crate::wire::Unknown> $crate::wire::object::Property for $Object<U> {
            fn is_given(&self) -> bool {
                self.shape.is_given()
            }

            fn repeated() -> Self {
                Self { shape: $crate::wire::Field::Repeated, ..Self::default() }
            }

            fn take_up<'de, D: serde::Deserializer<'de>>(&mut self, value: D) -> Result<(), D::Error> {
                value.deserialize_any($crate::wire::object::ObjectVisitor(self))
            }
        }

        impl<U: $crate::wire::Unknown> $crate::wire::object::Object for $Object<U> {
            fn of_shape(shape: $crate::wire::Field) -> Self {
                Self { shape, ..Self::default() }
            }

            fn shape(&mut self) -> &mut $crate::wire::Field {
                &mut self.shape
            }

            fn take_up_property<'de, A: serde::de::MapAccess<'de>>(
                &mut self,
                name: &str,
                object: &mut A,
            ) -> Result<(), A::Error> {
                const NAMES: &[&str] = &[$($name),*];
                // The usual spelling first: it needs no comparison letter by letter.
                let known = match name {
                    $( $name )|* => Some(name),
                    other => NAMES.iter().find(|known| known.eq_ignore_ascii_case(other)).copied(),
                };
                match known.unwrap_or_default() {
                    $( $name => $crate::wire::object::take_up_value(&mut self.$field, object), )*
                    _ => self.unknown.take_up(name, object),
                }
            }
        }

        impl<'de, U: $crate::wire::Unknown> serde::Deserialize<'de> for $Object<U> {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let mut object = Self::default();
                $crate::wire::object::Property::take_up(&mut object, deserializer)?;
                Ok(object)
            }
        }

        impl<V: serde::Serialize + for<'de> serde::Deserialize<'de>> serde::Serialize
            for $Object<$crate::wire::Kept<V>>
        {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeMap as _;
                if !matches!(self.shape, $crate::wire::Field::Object) {
                    return self.shape.serialize(serializer);
                }
                let mut object = serializer.serialize_map(None)?;
                $( if $crate::wire::object::Property::is_given(&self.$field) {
                    object.serialize_entry($name, &self.$field)?;
                } )*
                self.unknown.write(&mut object)?;
                object.end()
            }
        }
    };
}

pub(super) use wire_object;

/// A known property: it can be missing, and it can be there too often.
pub(super) trait Property: Default {
    fn is_given(&self) -> bool;
    fn repeated() -> Self;

    /// Takes up the value in place: a job is too large to be handed from one call to the next.
    fn take_up<'de, D: Deserializer<'de>>(&mut self, value: D) -> Result<(), D::Error>;
}

/// An object that [`wire_object`] declares.
pub(super) trait Object: Sized {
    fn of_shape(shape: Field) -> Self;
    fn shape(&mut self) -> &mut Field;

    /// Takes up the value of the property `name`, which is next in `object`.
    fn take_up_property<'de, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        object: &mut A,
    ) -> Result<(), A::Error>;
}

/// Takes up the value of this property, which is next in `object`.
pub(super) fn take_up_value<'de, T: Property, A: MapAccess<'de>>(
    property: &mut T,
    object: &mut A,
) -> Result<(), A::Error> {
    if property.is_given() {
        object.next_value_seed(Place(&mut T::default()))?;
        *property = T::repeated();
        return Ok(());
    }
    object.next_value_seed(Place(property))
}

/// Where the value of a property belongs.
struct Place<'a, T>(&'a mut T);

impl<'de, T: Property> DeserializeSeed<'de> for Place<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<(), D::Error> {
        self.0.take_up(value)
    }
}

/// Takes up an object, or whatever stands in its place.
pub(super) struct ObjectVisitor<'a, T>(pub(super) &'a mut T);

impl<'de, T: Object> Visitor<'de> for ObjectVisitor<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        *self.0.shape() = Field::Object;
        while let Some(name) = map.next_key::<Name<'de>>()? {
            self.0.take_up_property(name.as_str(), &mut map)?;
        }
        Ok(())
    }

    no_object! { |visitor: Self, shape| *visitor.0.shape() = shape }
}

/// The name of a property, borrowed where the document allows it.
pub(super) enum Name<'de> {
    Borrowed(&'de str),
    Owned(String),
}

impl Name<'_> {
    pub(super) fn as_str(&self) -> &str {
        match self {
            Self::Borrowed(name) => name,
            Self::Owned(name) => name,
        }
    }
}

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameVisitor;

        impl<'de> Visitor<'de> for NameVisitor {
            type Value = Name<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a property name")
            }

            fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Name<'de>, E> {
                Ok(Name::Borrowed(name))
            }

            fn visit_str<E>(self, name: &str) -> Result<Name<'de>, E> {
                Ok(Name::Owned(name.into()))
            }
        }

        deserializer.deserialize_str(NameVisitor)
    }
}
