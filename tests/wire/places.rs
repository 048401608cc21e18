//! Where the values of a document stand, and how a place is shown.

use backup_window::wire::{Field, Jobs, Lines, Source};
use proptest::prelude::*;

/// What of the text is marked for a path.
fn marked<'t>(text: &'t str, path: &str) -> &'t str {
    &text[Source::new(text).unwrap().jobs()[0].find(path)]
}

#[test]
fn a_value_is_marked_and_of_an_object_or_a_list_its_name() {
    let text = r#"{"name":"a","schedulePolicy" : {"type":"Daily", "days":[1, {"x":2}, []], "grid" : {"cells":[true,7]}}}"#;
    for (path, part) in [
        ("name", r#""a""#),
        ("NAME", r#""a""#),
        ("schedulePolicy", r#""schedulePolicy""#),
        ("schedulePolicy.type", r#""Daily""#),
        ("schedulePolicy.days", r#""days""#),
        ("schedulePolicy.days[0]", "1"),
        ("schedulePolicy.days[1]", "{"),
        ("schedulePolicy.days[1].x", "2"),
        ("schedulePolicy.days[2]", "["),
        ("schedulePolicy.grid.cells[1]", "7"),
        ("", "{"),
        // Missing: what it is missing from
        ("id", "{"),
        ("schedulePolicy.dailyTime", r#""schedulePolicy""#),
        ("schedulePolicy.grid.minuteOffset.x", r#""grid""#),
        ("schedulePolicy.days[3]", r#""days""#),
        ("name.first", r#""name""#),
    ] {
        assert_eq!(marked(text, path), part, "{path}");
    }
    // Twice: the second one
    let twice = r#"{"name":1, "Name":2}"#;
    assert_eq!(Source::new(twice).unwrap().jobs()[0].find("name"), 11..17);
}

#[test]
fn an_error_leads_to_its_value() {
    let text = r#"[{"schedulePolicy":{"type":"Daily","dailyType":"Fridays","dailyTime":"1:00"}},
           {"schedulePolicy":{"type":"Periodically","periodicallyEvery":"Hours3"}}]"#;
    let jobs: Jobs = serde_json::from_str(text).unwrap();
    let source = Source::new(text).unwrap();
    let lines = Lines::new(text);
    let places: Vec<_> = jobs
        .iter()
        .zip(source.jobs())
        .map(|(job, found)| {
            let excerpt = lines.excerpt(found.find(job.read().unwrap_err().path()));
            (excerpt.line(), excerpt.column())
        })
        .collect();
    assert_eq!(places, [(1, 48), (2, 73)]);
}

#[test]
fn a_long_line_is_cut_around_the_place() {
    let text = format!("{}!{}", "a".repeat(100), "b".repeat(100));
    assert_eq!(
        Lines::new(&text).excerpt(100..101).to_string(),
        format!("1 | ...{}!{}...\n  | {}^", "a".repeat(40), "b".repeat(59), " ".repeat(43))
    );
    let text = "0123456789".repeat(10);
    assert_eq!(
        Lines::new(&text).excerpt(41..100).to_string(),
        format!("1 | ...{}\n  | {}{}", &text[1..], " ".repeat(43), "^".repeat(59))
    );
    assert_eq!(Lines::new("ab").excerpt(1..2).to_string(), "1 | ab\n  |  ^");
}

#[test]
fn a_place_at_an_edge_is_a_place() {
    for (text, span, line, column) in [
        ("", 0..0, 1, 1),
        ("", 7..9, 1, 1),
        ("\n", 0..1, 1, 1),
        ("\n", 1..1, 2, 1),
        ("a\r\nb", 1..2, 1, 2),
        ("a\r\nb", 3..4, 2, 1),
        ("é\u{10ffff}x", 1..3, 1, 1),
        ("é\u{10ffff}x", 6..7, 1, 3),
    ] {
        let excerpt = Lines::new(text).excerpt(span);
        assert_eq!((excerpt.line(), excerpt.column()), (line, column), "{text:?}");
        assert_eq!(excerpt.to_string().lines().count(), 2);
    }
    assert_eq!(Lines::new("a\nb").numbered_from(100).excerpt(2..3).to_string(), "101 | b\n    | ^");
    assert_eq!(Lines::new("\u{1b}[1m\tx\r\n").excerpt(5..6).to_string(), "1 | \u{fffd}[1m x\n  |      ^");
}

proptest! {
    /// Against the plain way of counting.
    #[test]
    fn lines_and_columns_are_counted_in_characters(
        parts in prop::collection::vec(prop::sample::select(vec!["\n", "a", "é", "\u{10ffff}", "long ", "\r\n"]), 0..40),
        repeat in prop_oneof![4 => Just(1usize), 1 => Just(700)],
        at in 0.0..=1.0f64,
    ) {
        let text = parts.concat().repeat(repeat);
        let mut at = (text.len() as f64 * at) as usize;
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let excerpt = Lines::new(&text).excerpt(at..at + 1);
        let before = &text[..at];
        prop_assert_eq!(excerpt.line(), before.matches('\n').count() as u64 + 1);
        prop_assert_eq!(excerpt.column(), before.rsplit('\n').next().unwrap_or("").chars().count() + 1);
    }
}

#[test]
fn a_job_knows_where_in_its_document_it_stands() {
    let source = Source::new(r#"{"results":[{"name":"a"},{"name":"b"}],"total":2}"#).unwrap();
    let paths: Vec<String> = source.jobs().iter().map(|job| job.path().to_owned()).collect();
    assert_eq!(paths, ["results[0]", "results[1]"]);
    assert_eq!(source.jobs()[1].text(), r#"{"name":"b"}"#);
    assert_eq!(Source::new(r#"{"name":"a"}"#).unwrap().jobs()[0].path(), "");
}

#[test]
fn escapes_stand_for_what_they_mean() {
    for (escaped, meant) in [
        (r"\b\f\n\r\t", "\u{8}\u{c}\n\r\t"),
        (r#"\/\"\\"#, "/\"\\"),
        (r"\u0041\u00e9\u20AC", "A\u{e9}\u{20ac}"),
        (r"\ud83d\ude00!", "\u{1f600}!"),
        // Halves of a pair
        (r"\ud83d!", "\u{fffd}!"),
        (r"\ud83d\n", "\u{fffd}\n"),
        (r"\ud83d\u0041", "\u{fffd}A"),
        (r"\ud83dxxde00", "\u{fffd}xxde00"),
        (r"\ude00", "\u{fffd}"),
    ] {
        let text = format!(r#"{{"name":"{escaped}"}}"#);
        let name = Source::new(&text).unwrap().jobs()[0].property("name");
        assert_eq!(name, Field::Text(meant.into()), "{escaped}");
        // The same in the name of a property.
        let text = format!(r#"{{"{escaped}":7}}"#);
        assert_eq!(Source::new(&text).unwrap().jobs()[0].property(meant), Field::Integer(7), "{escaped}");
    }
}

#[test]
fn a_text_that_is_not_json_says_where_it_stops_being_so() {
    for (text, at) in [
        ("", 0),
        ("{", 1),
        ("{\"a\" 1}", 5),
        ("{\"a\":1,}", 7),
        ("[1,]", 3),
        ("[1 2]", 3),
        ("{}}", 2),
        ("\"\\x\"", 2),
        ("\"\\u12g4\"", 2),
        ("\"\\u12", 2),
        ("\"a", 2),
        ("\"a\nb\"", 2),
        ("-", 1),
        ("1.", 2),
        ("1e", 2),
        ("1e+", 3),
        ("01", 1),
        ("nul", 0),
    ] {
        let error = Source::new(text).unwrap_err();
        assert_eq!((error.offset(), error.to_string()), (at, format!("not JSON at byte {at}")), "{text:?}");
    }
}
