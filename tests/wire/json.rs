//! JSON text read without another crate: the same as with serde_json, whatever the text.

use std::fmt::Debug;

use backup_window::wire::vbo::{BackupWindowSettings, Job, SchedulePolicy};
use backup_window::wire::{Cells, Error, Field, Jobs};
use proptest::prelude::*;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use crate::documents::{cases, with_grids};

/// Asserts that a text is read as serde_json reads it, or refused as it is there.
#[track_caller]
fn check_as<T: DeserializeOwned + PartialEq + Debug>(text: &str, read: fn(&str) -> Result<T, Error>) -> bool {
    match (read(text), serde_json::from_str::<T>(text)) {
        (Ok(ours), Ok(theirs)) => assert_eq!(ours, theirs, "{text}"),
        (Err(ours), Err(_)) => {
            assert!(ours.path().is_empty() && ours.message().contains("expected"), "{text}: {ours}");
            return false;
        }
        (ours, theirs) => panic!("{text}\nours: {ours:?}\ntheirs: {theirs:?}"),
    }
    true
}

/// The same for everything that is read from text; whether it is JSON.
#[track_caller]
fn check(text: &str) -> bool {
    let as_jobs = check_as(text, Jobs::from_json);
    let is_json = check_as(text, Job::from_json);
    assert!(is_json || !as_jobs);
    check_as(text, SchedulePolicy::from_json);
    check_as(text, BackupWindowSettings::from_json);
    check_as(text, Cells::from_json);
    is_json
}

#[test]
fn all_that_json_has() {
    for text in [
        "{}",
        "[]",
        "null",
        "true",
        "false",
        "\"\"",
        " \t\r\n{ \t\r\n} \t\r\n",
        "[ ]",
        "[ true , false\n,\tnull , \"true\" , 1 , [ ] , { } ]",
        r#"{"a":{"b":[[{"c":[]},{}],[]],"d":{}},"e":[[[[]]]],"schedulePolicy":{"x":{"y":[1,{}]}}}"#,
        r#"{"id":"a","ID":"b","schedulePolicy":1,"schedulepolicy":{}}"#,
        r#"{"results":[{"id":1},{"results":[]}],"data":7}"#,
        r#"{"results":{"data":{"results":[{}]}}}"#,
    ] {
        assert!(check(text), "{text}");
    }
}

#[test]
fn strings_and_their_escapes() {
    for (text, expected) in [
        (r#""plain""#, "plain"),
        (r#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"),
        (r#""caf\u00e9 \u20ac \u20AC""#, "caf\u{e9} \u{20ac} \u{20ac}"),
        (r#""\ud83d\udcbe and \uD83D\uDCBE""#, "\u{1f4be} and \u{1f4be}"),
        (r#""\u0000\u001f\u007f""#, "\0\u{1f}\u{7f}"),
        ("\"caf\u{e9} \u{20ac} \u{1f4be} \u{7f}\"", "caf\u{e9} \u{20ac} \u{1f4be} \u{7f}"),
    ] {
        assert!(check(text));
        let document = format!(r#"{{"id":{text},{text}:{text},"{}\u0064":1}}"#, "x".repeat(30));
        assert!(check(&document));
        assert_eq!(Job::from_json(&document).unwrap().id.as_text(), Some(expected));
    }
    assert_eq!(Job::from_json(r#"{"\u0069d":7}"#).unwrap().id, Field::Integer(7));
    // Strings that end, or are interrupted, at any place of a word of eight bytes.
    for length in 0..20 {
        let letters = "x".repeat(length);
        for end in ["", "\"", "\\", "\\\"", "\\n\"", "\\u", "\\u12", "\\u12g4\"", "\n\"", "\u{1f}\"", "\\q\""]
        {
            check(&format!("{{\"id\":\"{letters}{end}}}"));
            check(&format!("{{\"{letters}{end}:1}}"));
        }
    }
    // Half of a pair stands for nothing, but what is passed over may have it.
    for half in
        [r"\ud83d", r"\udcbe", r"\ud83d\n", r"\ud83dx", r"\ud83d\ud83d", r"\ud83d\u0041", r"\udcbe\ud83d"]
    {
        assert!(!check(&format!(r#"{{"id":"{half}"}}"#)));
        assert!(check(&format!(r#"{{"x":"{half}","y":{{"{half}":["{half}"]}}}}"#)), "{half}");
    }
}

#[test]
fn numbers() {
    for (text, expected) in [
        ("0", Field::Integer(0)),
        ("7", Field::Integer(7)),
        ("-7", Field::Integer(-7)),
        ("-0", Field::Number(-0.0)),
        ("9223372036854775807", Field::Integer(i64::MAX)),
        ("-9223372036854775808", Field::Integer(i64::MIN)),
        ("9223372036854775808", Field::Number(9_223_372_036_854_775_808.0)),
        ("18446744073709551616", Field::Number(18_446_744_073_709_551_616.0)),
        ("-9223372036854775809", Field::Number(-9_223_372_036_854_775_808.0)),
        ("0.5", Field::Number(0.5)),
        ("15.0", Field::Number(15.0)),
        ("-1.25e2", Field::Number(-125.0)),
        ("1E3", Field::Number(1_000.0)),
        ("1e+3", Field::Number(1_000.0)),
        ("125e-2", Field::Number(1.25)),
        ("1e-999", Field::Number(0.0)),
    ] {
        assert!(check(text) && check(&format!("[{text}]")));
        let document = format!(r#"{{"id":{text}}}"#);
        assert!(check(&document));
        assert_eq!(Job::from_json(&document).unwrap().id, expected, "{text}");
    }
    for text in [
        "-",
        "+1",
        ".5",
        "1.",
        "1.e3",
        "1e",
        "1e+",
        "01",
        "-01",
        "00",
        "1_000",
        "0x10",
        "NaN",
        "Infinity",
        "-Infinity",
        "1 2",
    ] {
        assert!(!check(text), "{text}");
        for document in [format!("[{text}]"), format!(r#"{{"id":{text}}}"#), format!(r#"{{"x":{text}}}"#)] {
            assert!(!check(&document), "{document}");
        }
    }
    // Out of range, which matters only to those who look at it.
    for text in ["1e999", "-1e999", &"9".repeat(400)] {
        assert!(!check(&format!(r#"{{"id":{text}}}"#)));
        assert!(check(&format!(r#"{{"x":[{text}]}}"#)));
    }
}

#[test]
fn a_text_that_is_no_json_is_refused_with_the_place() {
    for (text, expected) in [
        ("", "line 1, column 1: expected a value"),
        (" \n ", "line 2, column 2: expected a value"),
        ("\u{feff}{}", "line 1, column 1: expected a value"),
        ("{} {}", "line 1, column 4: expected nothing more"),
        ("nul", "line 1, column 1: expected a value"),
        ("TRUE", "line 1, column 1: expected a value"),
        ("[true,]", "line 1, column 7: expected a value"),
        ("[,true]", "line 1, column 2: expected a value"),
        ("[true false]", "line 1, column 7: expected `,` or `]`"),
        ("[truefalse]", "line 1, column 6: expected `,` or `]`"),
        ("[true}", "line 1, column 6: expected `,` or `]`"),
        ("[true,\n true,\n  tru", "line 3, column 3: expected a value"),
        ("[true", "line 1, column 6: expected `,` or `]`"),
        ("{", "line 1, column 2: expected the name of a property"),
        ("{id:1}", "line 1, column 2: expected the name of a property"),
        ("{'id':1}", "line 1, column 2: expected the name of a property"),
        (r#"{"id" 1}"#, "line 1, column 7: expected `:`"),
        (r#"{"id":}"#, "line 1, column 7: expected a value"),
        (r#"{"id":1,}"#, "line 1, column 9: expected the name of a property"),
        (r#"{"id":1"#, "line 1, column 8: expected `,` or `}`"),
        (r#"{"id":1]"#, "line 1, column 8: expected `,` or `}`"),
        (r#"{"id":"a"#, "line 1, column 9: expected the end of a string"),
        ("{\"id\":\"a\nb\"}", "line 1, column 9: expected the end of a string"),
        (r#"{"id":"\x"}"#, "line 1, column 9: expected an escape"),
        (r#"{"id":"\u12"}"#, "line 1, column 10: expected four hexadecimal digits"),
        (r#"{"id":"\ud83d"}"#, "line 1, column 14: expected a pair of escapes"),
        (r#"{"id":-}"#, "line 1, column 8: expected a digit"),
        (r#"{"id":1.}"#, "line 1, column 9: expected a digit"),
        (r#"{"id":1e999}"#, "line 1, column 12: expected a number that is not out of range"),
        (r#"{"x":[1,{"y":'z'}]}"#, "line 1, column 14: expected a value"),
        ("[] // a comment", "line 1, column 4: expected nothing more"),
    ] {
        check(text);
        let error = Jobs::from_json(text).unwrap_err();
        assert_eq!(error.to_string(), format!("not JSON at {expected}"), "{text}");
    }
    let both = r#"{"results":[],"schedulePolicy":{}}"#;
    assert!(!check_as(both, Jobs::from_json));
    let error = Jobs::from_json(both).unwrap_err();
    assert_eq!(error.to_string(), "both results and schedulePolicy (expected one of them)");
}

#[test]
fn values_are_nested_less_than_128_deep() {
    let nested = |depth: usize| {
        [("[", "]"), (r#"{"x":"#, "}"), (r#"{"results":"#, "}")].map(|(begin, end)| {
            let inside = if begin == "[" { "" } else { "[]" };
            let depth = if begin == "[" { depth } else { depth - 1 };
            format!("{}{inside}{}", begin.repeat(depth), end.repeat(depth))
        })
    };
    for text in nested(127) {
        assert!(check(&text));
    }
    for text in nested(128).iter().chain(&nested(100_000)) {
        let error = Jobs::from_json(text).unwrap_err().to_string();
        assert!(error.ends_with("expected values nested less than 128 deep"), "{error}");
    }
}

#[test]
fn the_printed_job_and_every_beginning_of_it() {
    let text = include_str!("../data/vbo-v3-job.json");
    assert!(check(text));
    assert_eq!(
        Job::from_json(text).unwrap().read().unwrap().plan.windows().backup.unwrap().allowed_hours(),
        138
    );
    for end in (0..text.len() - 1).filter(|&end| text.is_char_boundary(end)) {
        assert!(!check_as(&text[..end], Job::from_json), "{}", &text[..end]);
    }
}

const NAMES: &[&str] =
    &["schedulePolicy", "backupWindowSettings", "backupWindow", "results", "data", "type", "TYPE", "id"];

/// Any JSON, with the names of documents among its names.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        prop::sample::select(&["Daily", "True", "", "\u{1f4be}\\\"\n"][..]).prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        (160..176usize, any::<bool>()).prop_map(|(hours, allowed)| json!(vec![allowed; hours])),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        let name = prop_oneof![prop::sample::select(NAMES).prop_map(str::to_owned), ".{0,4}"];
        let object = prop::collection::vec((name, inner.clone()), 0..6);
        prop_oneof![
            prop::collection::vec(inner, 0..5).prop_map(Value::from),
            object.prop_map(|object| Value::from(object.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

/// A change to a text: at this place, so many characters become these.
fn change() -> impl Strategy<Value = (prop::sample::Index, usize, &'static str)> {
    let insertions = [
        "", " ", "\n", "\u{a0}", "\"", "\\", "\\u", ",", ":", "[", "]", "{", "}", "-", ".", "e", "0", "9",
        "t", "true", "nul", "\0", "\u{e9}", "/", "'", "\\ud800",
    ];
    (any::<prop::sample::Index>(), 0..3usize, prop::sample::select(insertions.to_vec()))
}

fn changed(
    text: &str,
    changes: &[(prop::sample::Index, usize, &str)],
    length: Option<prop::sample::Index>,
) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    for (at, fewer, inserted) in changes {
        let at = at.index(letters.len() + 1);
        let end = (at + fewer).min(letters.len());
        letters.splice(at..end, inserted.chars());
    }
    let length = length.map_or(letters.len(), |length| length.index(letters.len() + 1));
    letters[..length].iter().collect()
}

/// One hour of a grid: mostly a boolean, now and then something else.
fn hour() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        1000 => prop::sample::select(&["true", "false"][..]),
        100 => prop::sample::select(&[r#""true""#, r#""False""#, r#""TRUE""#, r#""f\u0061lse""#][..]),
        1 => prop::sample::select(&["1", "null", r#""yes""#, r#""""#, "[true]", r#"{"a":true}"#, "-0.5", "True"][..]),
    ]
}

fn blanks() -> impl Strategy<Value = String> {
    prop_oneof![6 => Just(String::new()), 1 => "[ \t\r\n]{0,5}"]
}

proptest! {
    #![proptest_config(cases(3000))]

    /// Any JSON, and any JSON with some mistakes in it.
    #[test]
    fn any_text(
        value in any_json(),
        pretty in any::<bool>(),
        changes in prop::collection::vec(change(), 0..4),
        length in prop::option::weighted(0.1, any::<prop::sample::Index>()),
    ) {
        let text = if pretty { serde_json::to_string_pretty(&value).unwrap() } else { value.to_string() };
        check(&text);
        check(&changed(&text, &changes, length));
    }

    /// Any letters of JSON, which mostly are no JSON.
    #[test]
    fn any_letters(text in r#"[\[\]{},:"\\a-fntrsu0-9eE+. \-]{0,24}"#) {
        check(&text);
    }

    /// Grids of about the right length: blanks anywhere, booleans in any form, cut, and with mistakes.
    #[test]
    fn any_grid(
        hours in prop_oneof![
            2 => prop::collection::vec((hour(), blanks(), blanks()), 168),
            1 => prop::collection::vec((hour(), blanks(), blanks()), 160..340),
        ],
        around in (blanks(), blanks()),
        changes in prop::collection::vec(change(), 0..2),
        length in prop::option::weighted(0.1, any::<prop::sample::Index>()),
    ) {
        let cells: Vec<String> = hours.iter().map(|(hour, before, after)| format!("{before}{hour}{after}")).collect();
        let text = format!("{}[{}]{}", around.0, cells.join(","), around.1);
        check(&text);
        let text = changed(&text, &changes, length);
        check(&text);
        if check_as(&text, Cells::from_json) {
            let job = format!(r#"{{"schedulePolicy":{{"type":"ManualOnly","backupWindowEnabled":true,
                "backupWindowSettings":{{"backupWindow":{text}}}}}}}"#);
            let (ours, theirs) = (Job::from_json(&job).unwrap(), serde_json::from_str::<Job>(&job).unwrap());
            prop_assert_eq!(ours.read(), theirs.read());
            // What is wrong with a grid alone is what is wrong with it in a job.
            if let Err(error) = Cells::from_json(&text).unwrap().read() {
                let in_job = theirs.read().unwrap_err();
                prop_assert_eq!(error.message(), in_job.message());
            }
        }
    }
}

#[test]
fn grids_of_wrong_lengths_say_so() {
    for (text, expected) in [
        ("$167.", "167 hours, expected 168"),
        ("$169.", "169 hours, expected 168"),
        ("[]", "0 hours, expected 168"),
        ("[true, 7, null]", "7 at [1] is not a boolean (expected true or false)"),
        ("{}", "an object is not a list (expected a list of 168 booleans)"),
        ("null", "null is not a list (expected a list of 168 booleans)"),
    ] {
        let error = Cells::from_json(&with_grids(text)).unwrap().read().unwrap_err();
        assert_eq!(error.to_string(), expected);
    }
    let window = Cells::from_json(&with_grids("$nights")).unwrap().read().unwrap();
    assert_eq!(window, crate::documents::nights());
}
