//! `calendar`: what is written, read back by a parser of others and looked at octet by octet.

use crate::call::{Said, call, grid, policy};
use icalendar::parser::{Component, read_calendar, unfold};

const AT: &str = "--at 2026-03-01T12:00:00.5Z";

/// Every day at 22:00, from 20:00 to 06:00 UTC.
fn nightly(name: &str) -> String {
    let hours = grid(|hour, _| !(6..20).contains(&hour));
    let policy = policy(&format!(
        r#""type":"Daily","dailyType":"Everyday","dailyTime":"22:00","backupWindowEnabled":true,"backupWindowSettings":{{"backupWindow":{hours}}}"#
    ));
    policy.replacen('{', &format!(r#"{{"id":"a","name":{},"#, serde_json::to_string(name).unwrap()), 1)
}

fn calendar(arguments: &str, input: &str) -> String {
    let said = call(&format!("calendar {arguments}"), input);
    assert_eq!((said.status, said.err.as_str()), (0, ""), "{said:?}");
    said.out
}

/// The events as the parser reads them: the values of these properties.
fn events(calendar: &str, properties: &[&str]) -> Vec<Vec<String>> {
    let unfolded = unfold(calendar);
    let calendar = read_calendar(&unfolded).unwrap();
    let names: Vec<_> =
        calendar.properties.iter().map(|property| property.name.as_str().to_owned()).collect();
    assert_eq!(names, ["VERSION", "PRODID"]);
    let event = |event: &Component<'_>| {
        assert_eq!(event.name, "VEVENT");
        let value =
            |name: &&str| event.find_prop(name).map_or_else(String::new, |it| it.val.as_str().to_owned());
        properties.iter().map(value).collect()
    };
    calendar.components.iter().map(event).collect()
}

#[test]
fn a_run_is_an_event_at_its_instant_in_utc() {
    let range = "--from 2026-03-28T22:00:00Z --to 2026-03-30T22:00:00Z --zone Europe/Prague";
    assert_eq!(
        calendar(&format!("{AT} {range} --duration 90m"), &nightly("Nightly")),
        "BEGIN:VCALENDAR\r\n\
         VERSION:2.0\r\n\
         PRODID:-//backup-window//backup-window 0.1.0//EN\r\n\
         BEGIN:VEVENT\r\n\
         UID:run-20260329T200000Z-af63dc4c8601ec8c@backup-window\r\n\
         DTSTAMP:20260301T120000Z\r\n\
         DTSTART:20260329T200000Z\r\n\
         DTEND:20260329T213000Z\r\n\
         SUMMARY:Nightly: run\r\n\
         DESCRIPTION:Sun 2026-03-29 22:00:00 +02:00\\, scheduled\\nwindow closes Mon 2\r\n 026-03-30 08:00:00 +02:00\r\n\
         TRANSP:TRANSPARENT\r\n\
         END:VEVENT\r\n\
         BEGIN:VEVENT\r\n\
         UID:run-20260330T200000Z-af63dc4c8601ec8c@backup-window\r\n\
         DTSTAMP:20260301T120000Z\r\n\
         DTSTART:20260330T200000Z\r\n\
         DTEND:20260330T213000Z\r\n\
         SUMMARY:Nightly: run\r\n\
         DESCRIPTION:Mon 2026-03-30 22:00:00 +02:00\\, scheduled\\nwindow closes Tue 2\r\n 026-03-31 08:00:00 +02:00\r\n\
         TRANSP:TRANSPARENT\r\n\
         END:VEVENT\r\n\
         END:VCALENDAR\r\n"
    );
}

#[test]
fn the_first_instant_of_the_range_belongs_to_it_and_the_last_does_not() {
    let starts = |from: &str, to: &str| {
        let said = call(&format!("calendar {AT} --from {from} --to {to}"), nightly("N"));
        if said.out.is_empty() { Vec::new() } else { events(&said.out, &["DTSTART"]) }.concat().join(" ")
    };
    assert_eq!(starts("2026-03-02T22:00:00Z", "2026-03-02T22:00:01Z"), "20260302T220000Z");
    assert_eq!(starts("2026-03-02T21:00:00Z", "2026-03-02T22:00:00Z"), "");
    assert_eq!(starts("2026-03-02T22:00:00.1Z", "2026-03-03T22:00:00Z"), "");
}

#[test]
fn without_a_range_it_is_the_four_weeks_from_the_stamp_on() {
    let starts = events(&calendar(AT, &nightly("N")), &["DTSTART", "DTEND"]);
    assert_eq!(starts.len(), 28);
    assert_eq!(starts[0], ["20260301T220000Z", ""]);
    assert_eq!(starts[27], ["20260328T220000Z", ""]);
}

#[test]
fn a_stretch_is_an_event_from_its_opening_to_its_closing_and_the_same_in_every_calendar() {
    let ask = |range: &str| {
        events(
            &calendar(&format!("{AT} --events windows {range}"), &nightly("N")),
            &["DTSTART", "DTEND", "UID", "SUMMARY"],
        )
    };
    let two_nights = ask("--from 2026-03-02T21:00:00Z --to 2026-03-03T21:00:00Z");
    assert_eq!(
        two_nights[0],
        [
            "20260302T200000Z",
            "20260303T060000Z",
            "start-20260302T200000Z-af63dc4c8601ec8c@backup-window",
            "N: starts allowed"
        ]
    );
    assert_eq!(two_nights[1][..2], ["20260303T200000Z", "20260304T060000Z"]);
    assert_eq!(two_nights.len(), 2);
    assert_eq!(ask("--from 2026-03-03T00:00:00Z --to 2026-03-03T00:00:01Z"), two_nights[..1]);
    // A closing is outside.
    assert_eq!(ask("--from 2026-03-03T06:00:00Z --to 2026-03-03T20:00:01Z"), two_nights[1..]);
    let backup =
        events(&calendar(&format!("{AT} --events windows --window backup"), &nightly("N")), &["SUMMARY"]);
    assert_eq!((backup.len(), backup[0][0].as_str()), (28, "N: backup window"));
}

#[test]
fn a_session_ends_where_the_window_closes() {
    let arguments = format!("{AT} --to 2026-03-02T00:00:00Z --duration 1d");
    assert_eq!(events(&calendar(&arguments, &nightly("N")), &["DTEND"]), [["20260302T060000Z"]]);
}

#[test]
fn lines_are_folded_at_75_octets_between_characters() {
    for length in (40..130).step_by(3) {
        for character in ["a", "é", "€", "💾"] {
            let name = character.repeat(length);
            let text = calendar(&format!("{AT} --to 2026-03-04T00:00:00Z"), &nightly(&name));
            for line in text.strip_suffix("\r\n").unwrap().split("\r\n") {
                assert!(line.len() <= 75, "{} octets: {line}", line.len());
                assert!(!line.contains(['\r', '\n']), "{line:?}");
            }
            assert_eq!(events(&text, &["SUMMARY"])[0][0], format!("{name}: run"));
        }
    }
}

#[test]
fn text_is_escaped_and_cannot_end_its_line() {
    let name = "a,b;c\\d\nEND:VEVENT\r\nBEGIN:VEVENT\u{7}";
    let text = calendar(&format!("{AT} --to 2026-03-02T00:00:00Z"), &nightly(name));
    let expected = "SUMMARY:a\\,b\\;c\\\\d\\nEND:VEVENT\u{fffd}\\nBEGIN:VEVENT\u{fffd}: run\r\n";
    assert!(text.contains(expected), "{text:?}");
    assert_eq!(events(&text, &["SUMMARY"]).len(), 1);
}

#[test]
fn no_two_events_have_the_same_identifier() {
    // The same job twice, and two without identifier and name.
    let nameless = nightly("N").replace(r#""id":"a","name":"N","#, "");
    let input = format!("{0}\n{0}\n{nameless}\n{nameless}\n", nightly("N"));
    let text = calendar(&format!("{AT} --events runs,windows"), &input);
    let mut uids = events(&text, &["UID"]).concat();
    assert_eq!(uids.len(), 4 * 2 * 28);
    uids.sort();
    uids.dedup();
    assert_eq!(uids.len(), 4 * 2 * 28);
}

#[test]
fn the_parser_would_notice() {
    let good = calendar(AT, &nightly("N"));
    for (what, bad) in [
        ("an event without an end", good.replacen("END:VEVENT\r\n", "", 1)),
        ("a calendar without an end", good.replace("END:VCALENDAR\r\n", "")),
        ("a line that is not folded", good.replacen("DESCRIPTION:", "DESCRIPTION\r\n", 1)),
    ] {
        let unfolded = unfold(&bad);
        assert!(read_calendar(&unfolded).is_err(), "{what}");
    }
}

#[test]
fn the_same_call_writes_the_same_bytes() {
    assert_eq!(calendar(AT, &nightly("N")), calendar(AT, &nightly("N")));
}

#[test]
fn what_has_no_event_is_said_and_errors_leave_the_others() {
    let said = |more: &str, input: &str| -> Said { call(&format!("calendar {AT} {more}"), input) };
    let manual = policy(r#""type":"ManualOnly""#);
    let nothing = said("", &manual);
    assert_eq!((nothing.status, nothing.out.as_str()), (0, ""));
    assert_eq!(nothing.err, "job: no runs: the job is started by hand only\nno event: nothing is written\n");
    let nothing = said("--events windows", &manual);
    assert_eq!(nothing.err, "job: always allowed: no event\nno event: nothing is written\n");
    let broken = policy(r#""type":"Daily","dailyTime":"25:00""#);
    let some = said("", &format!("{broken}\n{}\n", nightly("N")));
    assert_eq!(some.status, 1);
    assert!(some.err.starts_with("job\n  error: schedulePolicy."), "{}", some.err);
    assert_eq!(events(&some.out, &["UID"]).len(), 28);
    let as_json = said("--format ndjson", &broken);
    assert!(as_json.err.starts_with(r#"{"id":null,"name":null,"job":0,"error":{"path":"#), "{}", as_json.err);
}

#[test]
fn wrong_usage_says_what_was_expected() {
    for (arguments, reason) in [
        ("--from 2026-03-02T00:00:00Z --to 2026-03-01T00:00:00Z", "(expected a range)"),
        ("--from 2026-03-02T00:00:00Z --to 9999-03-01T00:00:00Z", "(expected the years 1 to 9998)"),
        ("--events nights", "[possible values: runs, windows]"),
        ("--duration 0s", "is not a length of time (expected such as 90m, 5h30m or 1d)"),
    ] {
        let said = call(&format!("calendar {AT} {arguments}"), nightly("N"));
        assert_eq!((said.status, said.out.as_str()), (2, ""), "{arguments}");
        assert!(said.err.contains(reason), "{arguments}: {}", said.err);
    }
}
