//! What has a type of its own, as a tree: a serializer that keeps what it is given.

use alloc::boxed::Box;
use alloc::vec::Vec;

use serde::ser::{Error as _, Impossible, Serialize, SerializeMap, SerializeSeq, Serializer};

use super::field::Field;
use super::tree::Tree;

/// Why a value is no tree; the wire types are written as maps, lists and single values, and nothing else.
type Error = serde::de::value::Error;

/// The tree of a wire type.
pub(super) fn tree_of<T: Serialize>(value: &T) -> Result<Tree, super::Error> {
    value.serialize(TreeWriter).map_err(|error| super::error::Path::ROOT.error(error))
}

struct TreeWriter;

/// The values of a list so far.
struct ListWriter(Vec<Tree>);

/// The properties of an object so far, and the name of the next one.
struct ObjectWriter(Vec<(Box<str>, Tree)>, Box<str>);

fn unexpected<T>() -> Result<T, Error> {
    Err(Error::custom("neither an object, a list nor a single value"))
}

macro_rules! numbers {
    ($($name:ident: $Type:ty),*) => {
        $(fn $name(self, value: $Type) -> Result<Tree, Error> {
            Ok(Tree::integer(value))
        })*
    };
}

impl Serializer for TreeWriter {
    type Ok = Tree;
    type Error = Error;
    type SerializeSeq = ListWriter;
    type SerializeTuple = Impossible<Tree, Error>;
    type SerializeTupleStruct = Impossible<Tree, Error>;
    type SerializeTupleVariant = Impossible<Tree, Error>;
    type SerializeMap = ObjectWriter;
    type SerializeStruct = Impossible<Tree, Error>;
    type SerializeStructVariant = Impossible<Tree, Error>;

    numbers! {
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32
    }

    fn serialize_bool(self, value: bool) -> Result<Tree, Error> {
        Ok(Tree::boolean(value))
    }

    fn serialize_u64(self, value: u64) -> Result<Tree, Error> {
        Ok(i64::try_from(value).map_or(Tree::Large(value), Tree::integer))
    }

    fn serialize_f32(self, value: f32) -> Result<Tree, Error> {
        self.serialize_f64(value.into())
    }

    fn serialize_f64(self, value: f64) -> Result<Tree, Error> {
        Ok(Tree::Value(Field::Number(value)))
    }

    fn serialize_char(self, value: char) -> Result<Tree, Error> {
        Ok(Tree::text(value.encode_utf8(&mut [0; 4])))
    }

    fn serialize_str(self, value: &str) -> Result<Tree, Error> {
        Ok(Tree::text(value))
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<Tree, Error> {
        unexpected()
    }

    fn serialize_none(self) -> Result<Tree, Error> {
        Ok(Tree::NULL)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Tree, Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Tree, Error> {
        Ok(Tree::NULL)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Tree, Error> {
        Ok(Tree::NULL)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, _: &'static str) -> Result<Tree, Error> {
        unexpected()
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<Tree, Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<Tree, Error> {
        unexpected()
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<ListWriter, Error> {
        Ok(ListWriter(Vec::with_capacity(length.unwrap_or(0))))
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Error> {
        unexpected()
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, Error> {
        unexpected()
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Error> {
        unexpected()
    }

    fn serialize_map(self, _: Option<usize>) -> Result<ObjectWriter, Error> {
        Ok(ObjectWriter(Vec::new(), "".into()))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeStruct, Error> {
        unexpected()
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Error> {
        unexpected()
    }
}

impl SerializeSeq for ListWriter {
    type Ok = Tree;
    type Error = Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.0.push(value.serialize(TreeWriter)?);
        Ok(())
    }

    fn end(self) -> Result<Tree, Error> {
        Ok(Tree::List(self.0))
    }
}

impl SerializeMap for ObjectWriter {
    type Ok = Tree;
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, name: &T) -> Result<(), Error> {
        let name = name.serialize(TreeWriter)?;
        self.1 = name.as_text().unwrap_or_default().into();
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.0.push((core::mem::take(&mut self.1), value.serialize(TreeWriter)?));
        Ok(())
    }

    fn end(self) -> Result<Tree, Error> {
        Ok(Tree::Object(self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(written: Result<Tree, Error>, expected: &Tree) {
        assert_eq!(&written.unwrap(), expected);
    }

    #[test]
    fn single_values_are_kept_as_they_are() {
        check(TreeWriter.serialize_i8(-1), &Tree::integer(-1));
        check(TreeWriter.serialize_u64(i64::MAX as u64), &Tree::integer(i64::MAX));
        check(TreeWriter.serialize_u64(u64::MAX), &Tree::Large(u64::MAX));
        check(TreeWriter.serialize_f32(0.5), &Tree::Value(Field::Number(0.5)));
        check(TreeWriter.serialize_f64(-0.25), &Tree::Value(Field::Number(-0.25)));
        check(TreeWriter.serialize_char('é'), &Tree::text("é"));
        check(TreeWriter.serialize_none(), &Tree::NULL);
        check(TreeWriter.serialize_some(&true), &Tree::boolean(true));
        check(TreeWriter.serialize_unit(), &Tree::NULL);
        check(TreeWriter.serialize_unit_struct("Nothing"), &Tree::NULL);
        check(TreeWriter.serialize_newtype_struct("Name", "a"), &Tree::text("a"));
    }

    #[test]
    fn what_no_wire_type_is_written_as_is_refused() {
        const TEXT: &str = "neither an object, a list nor a single value";
        fn check<T>(written: Result<T, Error>) {
            assert_eq!(written.err().unwrap(), Error::custom(TEXT));
        }
        check(TreeWriter.serialize_bytes(b"a"));
        check(TreeWriter.serialize_unit_variant("Kind", 0, "Daily"));
        check(TreeWriter.serialize_newtype_variant("Kind", 0, "Daily", "a"));
        check(TreeWriter.serialize_tuple(2));
        check(TreeWriter.serialize_tuple_struct("Pair", 2));
        check(TreeWriter.serialize_tuple_variant("Kind", 0, "Daily", 2));
        check(TreeWriter.serialize_struct("Pair", 2));
        check(TreeWriter.serialize_struct_variant("Kind", 0, "Daily", 2));
    }
}
