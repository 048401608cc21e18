//! `next` and `previous`: the lines they write, and what each option changes.

use crate::call::{answer, answers, call, grid, job, next, policy};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

/// The job of the product's documentation.
const DOCUMENTED: &str = include_str!("../../../tests/data/vbo-v3-job.json");

/// Runs as a picture: the local time, the origin, and when the window closes.
fn runs(arguments: &str, input: impl AsRef<[u8]>) -> Vec<String> {
    let lines = answers(arguments, input);
    assert_eq!(lines.len(), 1, "{lines:?}");
    let line: Value = serde_json::from_str(&lines[0]).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let run = |run: &Value| match &run["closes"] {
        Value::Null => format!("{} {}", text(&run["local"]), text(&run["origin"])),
        closes => format!("{} {} until {}", text(&run["local"]), text(&run["origin"]), text(closes)),
    };
    line["runs"].as_array().unwrap().iter().map(run).collect()
}

/// The zone database, as `--version` names it.
fn database() -> String {
    let said = call("--version", "");
    said.lines().into_iter().find_map(|line| line.strip_prefix("time zones: ")).unwrap().to_owned()
}

#[test]
fn the_documented_job_runs_when_its_document_says() {
    let arguments = "next --zone America/Los_Angeles --at 2018-05-30T12:19:14.7927466Z";
    assert_eq!(
        answers(arguments, DOCUMENTED),
        [
            r#"{"id":"3c407448-4d05-432f-a651-144827bed5ce","name":"test_job","runs":[{"at":"2018-06-02T02:00:00Z","local":"2018-06-01T19:00:00-07:00","origin":"scheduled","closes":"2018-06-04T06:00:00Z"}],"none":null}"#
        ]
    );
    assert_eq!(
        answers(&format!("{arguments} --format text"), DOCUMENTED),
        [
            "runs after 2018-05-30T12:19:14.7927466Z,",
            &format!("  zone America/Los_Angeles ({})", database()),
            "test_job (3c407448-4d05-432f-a651-144827bed5ce)",
            "  backup window: 138 of 168 hours, read on UTC",
            "  2018-06-02T02:00:00Z  Fri 2018-06-01 19:00:00 -07:00  scheduled",
            "    window closes Sun 2018-06-03 23:00:00 -07:00",
        ]
    );
}

#[test]
fn a_job_without_a_computable_run_says_why() {
    let daily = r#""type":"Daily","dailyType":"Sunday","dailyTime":"02:30""#;
    let on_mondays = grid(|_, hour| hour / 24 == 1);
    let never = grid(|_, _| false);
    for (text, reason, detail) in [
        (policy(r#""type":"ManualOnly""#), "manual_only", "the job is started by hand only"),
        (
            format!(r#"{{"isEnabled":false,"schedulePolicy":{{{daily}}}}}"#),
            "job_disabled",
            "the job is disabled",
        ),
        (
            policy(&format!(r#"{daily},"scheduleEnabled":false"#)),
            "schedule_disabled",
            "the schedule of the job is disabled",
        ),
        (
            policy(&format!(
                r#"{daily},"backupWindowEnabled":true,"backupWindowSettings":{{"backupWindow":{never}}}"#
            )),
            "window_never_opens",
            "the window never allows a start",
        ),
        (
            policy(&format!(
                r#"{daily},"backupWindowEnabled":true,"backupWindowSettings":{{"backupWindow":{on_mondays}}}"#
            )),
            "never_matches",
            "the schedule has no slot in this zone, or none that its windows ever allow",
        ),
        (policy(r#""type":"Monthly""#), "unsupported", r#"schedules of type \"Monthly\" are not evaluated"#),
    ] {
        for command in ["next", "previous"] {
            assert_eq!(
                answers(&format!("{command} --at 2025-01-01T00:00:00Z"), &text),
                [format!(
                    r#"{{"id":null,"name":null,"runs":[],"none":{{"reason":"{reason}","detail":"{detail}"}}}}"#
                )],
                "{text}"
            );
        }
    }
    let beyond = call("next --at +262142-12-31T12:00:00Z", job("a"));
    assert_eq!(beyond.status, 2, "RFC 3339 has no such year");
}

#[test]
fn a_job_that_cannot_be_read_is_an_error_on_its_line() {
    let broken = r#"{"id":"b","name":"B","schedulePolicy":{"type":"Daily","dailyType":"Everyday","dailyTime":"25:00"}}"#;
    let input = format!("[{},{broken},{}]", job("a"), job("c"));
    let said = next("", &input);
    let error = r#"{"id":"b","name":"B","job":1,"error":{"path":"schedulePolicy.dailyTime","message":"\"25:00\" is not a time of day (expected H:MM or HH:MM:SS, up to 23:59:59)","file":null,"line":1,"column":190}}"#;
    assert_eq!((said.status, said.err.as_str()), (1, ""));
    assert_eq!(said.lines(), [&answer("a"), error, &answer("c")]);
    let said = next("--format text", &input);
    assert_eq!(said.status, 1);
    assert_eq!(
        said.lines()[1..7],
        [
            "A (a)",
            "  2025-01-01T02:30:00Z  Wed 2025-01-01 02:30:00 +00:00  scheduled",
            "    no window ends it",
            "B (b)",
            "  error: schedulePolicy.dailyTime: \"25:00\" is not a time of day (expected H:MM",
            "    or HH:MM:SS, up to 23:59:59)",
        ]
    );
}

#[test]
fn a_job_is_called_by_id_and_name_as_they_are() {
    let runs = r#""runs":[],"none":{"reason":"manual_only","detail":"the job is started by hand only"}"#;
    for (given, id, name) in [
        (r#""id":"x","name":"y","#, r#""x""#, r#""y""#),
        (r#""ID":7,"#, "7", "null"),
        (r#""id":null,"name":"\u0007\n\"é","#, "null", r#""\u0007\n\"é""#),
        (r#""id":["x"],"name":{},"#, "null", "null"),
        ("", "null", "null"),
    ] {
        let text = format!(r#"{{{given}"schedulePolicy":{{"type":"ManualOnly"}}}}"#);
        assert_eq!(answers("next", text), [format!(r#"{{"id":{id},"name":{name},{runs}}}"#)]);
    }
    // For people: one line a job, and no control characters.
    let text = r#"{"name":"\u001b[31mred\nline","schedulePolicy":{"type":"ManualOnly"}}"#;
    let lines = answers("next --format text", text);
    assert_eq!(lines[1..], ["\u{fffd}[31mred\u{fffd}line", "  none: the job is started by hand only"]);
}

#[test]
fn text_says_which_zone_it_is_in() {
    let prague = format!("Europe/Prague ({})", database());
    for (zone, shown) in [
        ("", "UTC (no --zone given)"),
        ("--zone UTC", "UTC"),
        ("--zone utc", "UTC"),
        ("--zone +05:30", "+05:30"),
        ("--zone -0330", "-03:30"),
        ("--zone +14", "+14:00"),
        ("--zone Europe/Prague", &prague),
        ("--zone europe/prague", &prague),
    ] {
        for (command, side) in [("next", "after"), ("previous", "before")] {
            let lines =
                answers(&format!("{command} --at 2025-06-01T12:00:00Z --format text {zone}"), job("a"));
            assert_eq!(lines[0], format!("runs {side} 2025-06-01T12:00:00Z, zone {shown}"));
        }
    }
}

#[test]
fn a_zone_says_what_the_clock_shows() {
    for (zone, expected) in [
        ("UTC", "2025-01-01T02:30:00+00:00 scheduled"),
        ("+05:30", "2025-01-02T02:30:00+05:30 scheduled"),
        ("-03:30", "2025-01-01T02:30:00-03:30 scheduled"),
        ("America/New_York", "2025-01-01T02:30:00-05:00 scheduled"),
        ("Asia/Kathmandu", "2025-01-02T02:30:00+05:45 scheduled"),
    ] {
        assert_eq!(runs(&format!("next --at 2025-01-01T00:00:00Z --zone {zone}"), job("a")), [expected]);
    }
}

#[test]
fn next_is_strictly_after_and_previous_strictly_before() {
    let [first, second] = ["2025-01-01T02:30:00+00:00 scheduled", "2025-01-02T02:30:00+00:00 scheduled"];
    let zeroth = "2024-12-31T02:30:00+00:00 scheduled";
    for (at, previous, next) in [
        ("2025-01-01T02:29:59.999999999Z", zeroth, first),
        ("2025-01-01T02:30:00Z", zeroth, second),
        ("2025-01-01T04:30:00+02:00", zeroth, second),
        ("2025-01-01T02:30:00.000000001Z", first, second),
    ] {
        assert_eq!(runs(&format!("previous --at {at}"), job("a")), [previous], "{at}");
        assert_eq!(runs(&format!("next --at {at}"), job("a")), [next], "{at}");
    }
}

#[test]
fn times_are_exact() {
    let odd = policy(r#""type":"Daily","dailyType":"Everyday","dailyTime":"02:30:00.1200000""#);
    assert_eq!(
        answers("next --at 2025-01-01T02:30:00.12Z --zone +01:00", odd),
        [
            r#"{"id":null,"name":null,"runs":[{"at":"2025-01-02T01:30:00.12Z","local":"2025-01-02T02:30:00.12+01:00","origin":"scheduled","closes":null}],"none":null}"#
        ]
    );
}

#[test]
fn a_count_and_an_end_limit_the_list() {
    let day = |day: u32| format!("2025-01-{day:02}T02:30:00+00:00 scheduled");
    let days = |range: std::ops::RangeInclusive<u32>| range.map(day).collect::<Vec<_>>();
    let next = |more: &str| runs(&format!("next --at 2025-01-01T00:00:00Z {more}"), job("a"));
    assert_eq!(next(""), days(1..=1));
    assert_eq!(next("--count 4"), days(1..=4));
    assert_eq!(next("--until 2025-01-05T02:30:00Z"), days(1..=4), "the end is not included");
    assert_eq!(next("--until 2025-01-05T02:30:00.000000001Z"), days(1..=5));
    assert_eq!(next("--until 2025-01-05T02:30:00Z --count 2"), days(1..=2));
    assert_eq!(next("--until 2025-01-03T00:00:00Z --count 18446744073709551615"), days(1..=2));
    let previous = |more: &str| runs(&format!("previous --at 2025-01-05T00:00:00Z {more}"), job("a"));
    let latest_first = |range| days(range).into_iter().rev().collect::<Vec<_>>();
    assert_eq!(previous(""), days(4..=4));
    assert_eq!(previous("--count 3"), latest_first(2..=4));
    assert_eq!(previous("--until 2025-01-02T02:30:00Z"), latest_first(2..=4), "the end is included");
    assert_eq!(previous("--until 2025-01-02T02:30:00.000000001Z"), latest_first(3..=4));
    // A list that ends before the first run is empty, which is no lack of runs.
    let empty = [r#"{"id":"a","name":"A","runs":[],"none":null}"#];
    assert_eq!(answers("next --at 2025-01-01T00:00:00Z --until 2025-01-01T01:00:00Z", job("a")), empty);
    assert_eq!(answers("next --at 2025-01-01T00:00:00Z --until 2024-01-01T00:00:00Z", job("a")), empty);
    assert_eq!(answers("previous --at 2025-01-01T00:00:00Z --until 2024-12-31T12:00:00Z", job("a")), empty);
    let text = answers("next --at 2025-01-01T00:00:00Z --until 2025-01-01T01:00:00Z --format text", job("a"));
    assert_eq!(text[1..], ["A (a)", "  none before the list ends"]);
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the command reads the clock, too")]
fn without_an_instant_it_is_now() {
    let before = Utc::now();
    let next = &runs("next", job("a"))[0];
    let previous = &runs("previous", job("a"))[0];
    let instant = |run: &str| -> DateTime<Utc> { run.split(' ').next().unwrap().parse().unwrap() };
    assert!(instant(next) > before && instant(next) <= Utc::now() + TimeDelta::days(1), "{next}");
    assert!(instant(previous) < Utc::now() && instant(previous) >= before - TimeDelta::days(1), "{previous}");
}

/// Every 8 hours, denied from 09:00 to 11:00.
fn every_8_h() -> String {
    let cells = grid(|hour, _| !(9..11).contains(&hour));
    policy(&format!(
        r#""type":"Periodically","periodicallyEvery":"Hours8","backupWindowEnabled":true,
        "backupWindowSettings":{{"backupWindow":{cells}}}"#
    ))
    .replace('\n', "")
}

#[test]
fn denied_says_what_happens_to_a_slot_in_a_denied_hour() {
    let day = "--at 2025-01-01T01:00:00Z --until 2025-01-02T00:00:00Z";
    let next = |denied: &str, text: &str| runs(&format!("next {day} {denied}"), text);
    let eight = "2025-01-01T08:00:00+00:00 scheduled until 2025-01-01T09:00:00Z";
    let eleven = "2025-01-01T11:00:00+00:00 at_opening until 2025-01-02T09:00:00Z";
    let sixteen = "2025-01-01T16:00:00+00:00 scheduled until 2025-01-02T09:00:00Z";
    let text = every_8_h();
    assert_eq!(next("", &text), [eight, sixteen]);
    assert_eq!(next("--denied skip", &text), [eight, sixteen]);
    assert_eq!(next("--denied defer", &text), [eight, sixteen]);
    assert_eq!(next("--denied at-opening", &text), [eight, eleven, sixteen]);
    // Every 2 hours, allowed 09:00 to 17:00: 08:00 waits for 09:00.
    let cells = grid(|hour, _| (9..17).contains(&hour));
    let text = policy(&format!(
        r#""type":"Periodically","periodicallyEvery":"Hours2","periodicallyWindowSettings":{{"backupWindow":{cells}}}"#
    ));
    let run = |hour: u32, origin: &str| format!("2025-01-01T{hour:02}:00:00+00:00 {origin}");
    let slots = [10, 12, 14, 16].map(|hour| run(hour, "scheduled"));
    assert_eq!(next("", &text), [&[run(9, "deferred")], &slots[..]].concat());
    assert_eq!(next("--denied skip", &text), slots);
    let daily = policy(&format!(
        r#""type":"Daily","dailyType":"Everyday","dailyTime":"08:30","backupWindowEnabled":true,"backupWindowSettings":{{"backupWindow":{cells}}}"#
    ));
    assert_eq!(
        runs("next --at 2025-01-01T00:00:00Z --denied defer", &daily),
        ["2025-01-01T09:00:00+00:00 deferred until 2025-01-01T17:00:00Z"]
    );
    let none = answers("next --at 2025-01-01T00:00:00Z", &daily);
    assert!(none[0].contains(r#""none":{"reason":"never_matches""#), "{none:?}");
}

#[test]
fn gap_and_fold_say_what_happens_when_the_clock_changes() {
    let new_york = |more: &str| format!("next --zone America/New_York {more}");
    // 2025-03-09: ___ 01:59 EST | 02:00-02:59 never happens | 03:00 EDT ___
    let spring = new_york("--at 2025-03-09T00:00:00-05:00");
    for (gap, expected) in [
        ("", "2025-03-09T03:00:00-04:00 moved_by_gap"),
        ("--gap first-valid", "2025-03-09T03:00:00-04:00 moved_by_gap"),
        ("--gap shift-forward", "2025-03-09T03:30:00-04:00 moved_by_gap"),
        ("--gap skip", "2025-03-10T02:30:00-04:00 scheduled"),
    ] {
        assert_eq!(runs(&format!("{spring} {gap}"), job("a")), [expected], "{gap}");
    }
    // 2025-11-02: ___ 01:00-01:59 EDT | 01:00-01:59 EST | 02:00 EST ___
    let autumn = new_york("--at 2025-11-02T00:00:00-04:00 --until 2025-11-03T00:00:00-05:00");
    let half_past_one = job("a").replace("02:30", "01:30");
    let first = "2025-11-02T01:30:00-04:00 scheduled";
    let second = "2025-11-02T01:30:00-05:00 scheduled";
    for (fold, expected) in [
        ("", &[first][..]),
        ("--fold first", &[first]),
        ("--fold second", &[second]),
        ("--fold both", &[first, second]),
    ] {
        assert_eq!(runs(&format!("{autumn} {fold}"), &half_past_one), expected, "{fold}");
    }
}

#[test]
fn clock_says_how_the_offset_of_a_window_is_read() {
    // Allowed 22:00 to 06:00, 60 minutes; 02:30 in the zone is 21:30 UTC.
    let cells = grid(|hour, _| !(6..22).contains(&hour));
    let text = policy(&format!(
        r#""type":"Daily","dailyType":"Everyday","dailyTime":"02:30","backupWindowEnabled":true,"backupWindowSettings":{{"backupWindow":{cells},"minuteOffset":60}}"#
    ));
    let ask = |more: &str| format!("next --zone +05:00 --at 2025-01-01T00:00:00Z {more}");
    // It is 06:00 on a clock 60 minutes ahead of UTC.
    let ahead_of_utc = "2025-01-02T02:30:00+05:00 scheduled until 2025-01-02T05:00:00Z";
    assert_eq!(runs(&ask(""), &text), [ahead_of_utc]);
    assert_eq!(runs(&ask("--clock utc-offset"), &text), [ahead_of_utc]);
    // It is 07:00 on the local clock: 06:00 and 60 minutes.
    let local = "2025-01-02T02:30:00+05:00 scheduled until 2025-01-02T02:00:00Z";
    assert_eq!(runs(&ask("--clock local"), &text), [local]);
    let lines = answers(&ask("--clock utc-offset --format text"), &text);
    assert_eq!(lines[2], "  backup window: 56 of 168 hours, read on UTC+60 min");
    let lines = answers(&ask("--clock local --format text"), &text);
    assert_eq!(lines[2], "  backup window: 56 of 168 hours, read on local time, hours starting +60 min");
}

#[test]
fn a_caller_may_say_the_dialect() {
    let cells = grid(|hour, _| hour >= 12);
    let text = policy(&format!(
        r#""type":"Periodically","periodicallyEvery":"Hours8","periodicallyWindowSettings":{{"backupWindow":{cells}}}"#
    ));
    let ask = "next --at 2025-01-01T00:00:00Z";
    assert_eq!(runs(ask, &text), ["2025-01-01T12:00:00+00:00 deferred"]);
    assert_eq!(runs(&format!("{ask} --dialect vbo-v6"), &text), ["2025-01-01T12:00:00+00:00 deferred"]);
    let said = call(&format!("{ask} --dialect VBO-V8"), &text);
    assert_eq!(said.status, 0);
    assert!(said.out.contains(r#""at":"2025-01-01T08:00:00Z""#), "{}", said.out);
    assert_eq!(
        said.err,
        "job: note: schedulePolicy.periodicallyWindowSettings: ignored: periodicallyWindowEnabled is not set\n"
    );
}

#[test]
fn notes_go_to_standard_error() {
    let text = r#"{"id":5,"name":"A","schedulePolicy":{"type":"Periodically","periodicallyEvery":"Minutes30","periodicallyOffsetMinutes":15}}"#;
    let note = "A (5): note: schedulePolicy.periodicallyOffsetMinutes: 15 is ignored: an offset applies to intervals of hours\n";
    for format in ["ndjson", "text"] {
        let said = next(&format!("--format {format}"), text);
        assert_eq!((said.status, said.err.as_str()), (0, note));
        assert!(!said.out.contains("ignored"), "{}", said.out);
    }
}
