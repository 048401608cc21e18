//! What formats other than JSON hand out: optional values, bytes, names of their own.

use backup_window::wire::vbo::Job;
use backup_window::wire::{Cells, Dropped, Field, Foreign, Jobs, Tree};
use serde::de::value::{BytesDeserializer, Error, MapDeserializer, SeqDeserializer};
use serde::de::{Deserialize, Deserializer, IntoDeserializer, Visitor};

/// A value of a format that knows of options.
#[derive(Debug, Clone, Copy)]
enum Given {
    Nothing,
    Bytes,
    Something(&'static Given),
    Flag(bool),
    Whole(u64),
    Text(&'static str),
}

impl<'de> Deserializer<'de> for Given {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Self::Nothing => visitor.visit_none(),
            Self::Bytes => visitor.visit_bytes(b"bytes"),
            Self::Something(inner) => visitor.visit_some(*inner),
            Self::Flag(flag) => visitor.visit_bool(flag),
            Self::Whole(number) => visitor.visit_u64(number),
            Self::Text(text) => visitor.visit_string(text.into()),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl IntoDeserializer<'_, Error> for Given {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

fn object(
    properties: impl IntoIterator<Item = (&'static str, Given)>,
) -> impl Deserializer<'static, Error = Error> {
    MapDeserializer::<_, Error>::new(properties.into_iter())
}

fn of<T: Deserialize<'static>>(given: Given) -> Result<T, String> {
    T::deserialize(given).map_err(|error| error.to_string())
}

#[test]
fn nothing_is_null_and_something_is_what_it_is() {
    assert_eq!(of::<Field>(Given::Nothing).unwrap(), Field::Null);
    assert_eq!(of::<Field>(Given::Something(&Given::Whole(7))).unwrap(), Field::Integer(7));
    assert_eq!(of::<Tree>(Given::Nothing).unwrap(), of::<Tree>(Given::Something(&Given::Nothing)).unwrap());
    assert!(of::<Tree>(Given::Nothing).unwrap().is_null());
    assert!(!of::<Tree>(Given::Something(&Given::Text("x"))).unwrap().is_null());
    assert_eq!(of::<Tree>(Given::Something(&Given::Text("x"))).unwrap().as_text(), Some("x"));
    assert!(of::<Cells>(Given::Nothing).unwrap().is_none());

    let job =
        Job::<Dropped>::deserialize(object([("name", Given::Nothing), ("id", Given::Text("7"))])).unwrap();
    assert_eq!((&job.name, job.id.as_text()), (&Field::Null, Some("7")));
    let nothing = of::<Job<Dropped>>(Given::Nothing).unwrap();
    assert_eq!(nothing.read().unwrap_err().to_string(), "null is not a job (expected an object)");
}

#[test]
fn the_jobs_of_such_a_format_are_those_of_json() {
    let list = SeqDeserializer::<_, Error>::new([Given::Nothing, Given::Flag(true)].into_iter());
    let jobs = Jobs::<Dropped>::deserialize(list).unwrap();
    let errors: Vec<String> = jobs.iter().map(|job| job.read().unwrap_err().to_string()).collect();
    assert_eq!(errors, ["null is not a job (expected an object)", "true is not a job (expected an object)"]);
    let one = Jobs::<Dropped>::deserialize(object([("isEnabled", Given::Flag(true))])).unwrap();
    assert_eq!(one.iter().count(), 1);
}

#[test]
fn bytes_are_nothing_that_a_document_has() {
    let bytes = "invalid type: byte array, expected ";
    assert_eq!(of::<Field>(Given::Bytes).unwrap_err(), format!("{bytes}any value"));
    assert_eq!(of::<Tree>(Given::Bytes).unwrap_err(), format!("{bytes}any value"));
    assert_eq!(of::<Cells>(Given::Bytes).unwrap_err(), format!("{bytes}a list of 168 booleans"));
    assert_eq!(of::<Job<Dropped>>(Given::Bytes).unwrap_err(), format!("{bytes}an object"));
    assert_eq!(
        of::<Jobs<Dropped>>(Given::Bytes).unwrap_err(),
        format!("{bytes}a job, a list of jobs or a page of jobs")
    );
    assert_eq!(
        of::<Jobs<Foreign>>(Given::Bytes).unwrap_err(),
        format!("{bytes}a job, a list of jobs or a page of jobs")
    );

    let cells = SeqDeserializer::<_, Error>::new([Given::Flag(true), Given::Bytes].into_iter());
    assert_eq!(Cells::deserialize(cells).unwrap_err().to_string(), format!("{bytes}a boolean"));
    let named = MapDeserializer::<_, Error>::new([(Given::Bytes, true)].into_iter());
    assert_eq!(Tree::deserialize(named).unwrap_err().to_string(), format!("{bytes}a property name"));
    let bytes_alone = Field::deserialize(BytesDeserializer::<Error>::new(b"x")).unwrap_err();
    assert_eq!(bytes_alone.to_string(), format!("{bytes}any value"));
}

#[test]
fn cells_are_written_as_they_were_or_not_at_all() {
    let written =
        |text: &str| serde_json::to_string(&Cells::from_json(text).unwrap()).map_err(|e| e.to_string());
    assert_eq!(written("null").unwrap(), "null");
    assert_eq!(serde_json::to_string(&Cells::default()).unwrap(), "null");
    assert_eq!(written("[true]").unwrap_err(), "1 hours, expected 168");
    assert_eq!(written("7").unwrap_err(), Cells::from_json("7").unwrap().read().unwrap_err().to_string());
    let grid = format!("[{}]", vec!["true"; 168].join(","));
    assert_eq!(written(&grid).unwrap(), grid);
}

#[test]
fn a_number_that_serde_json_hands_out_as_an_object_must_have_digits() {
    let private = |value: &str| format!(r#"{{"$serde_json::private::Number":{value}}}"#);
    let field = |value: &str| serde_json::from_str::<Field>(&private(value)).unwrap();
    assert_eq!(field(r#""12""#), Field::Integer(12));
    assert_eq!(field(r#""1.5""#), Field::Number(1.5));
    assert_eq!(field("12"), Field::Object);
    let tree = |value: &str| serde_json::from_str::<Tree>(&private(value)).unwrap().field();
    assert_eq!(tree(r#""12""#), Field::Integer(12));
    assert_eq!(tree(r#""1.5""#), Field::Number(1.5));
    assert_eq!(tree(r#""18446744073709551615""#), Field::Number(18_446_744_073_709_551_615.0));
    assert_eq!(tree("[]"), Field::Object);
}

#[test]
fn what_stands_in_a_field_is_named_in_few_words() {
    let shown = [
        (Field::Absent, "nothing"),
        (Field::Null, "null"),
        (Field::Bool(true), "true"),
        (Field::Integer(-7), "-7"),
        (Field::Number(1.0), "1.0"),
        (Field::Text("x".into()), "\"x\""),
        (Field::List, "a list"),
        (Field::Object, "an object"),
        (Field::Repeated, "a repeated property"),
    ];
    for (field, text) in shown {
        assert_eq!(field.to_string(), text);
    }
    let long: String = "0123456789".repeat(7);
    assert_eq!(Field::Text(long.as_str().into()).to_string(), format!("{:?}...", &long[..60]));
    assert_eq!(Field::Text(long[..60].into()).to_string(), format!("{:?}", &long[..60]));
}
