//! `intervals`: the allowed stretches inside a range.

use crate::call::{answers, call, grid, policy};

/// Every 2 hours; backup window 19:00 to 08:00, periodic window 06:00 to 20:00.
fn job() -> String {
    let nights = grid(|hour, _| !(8..19).contains(&hour));
    let days = grid(|hour, _| (6..20).contains(&hour));
    let policy = policy(&format!(
        r#""type":"Periodically","periodicallyEvery":"Hours2","backupWindowEnabled":true,"backupWindowSettings":{{"backupWindow":{nights}}},"periodicallyWindowEnabled":true,"periodicallyWindowSettings":{{"backupWindow":{days}}}"#
    ));
    policy.replacen('{', r#"{"id":"a","name":"A","#, 1)
}

/// The stretches as a picture: day and time of both ends.
fn stretches(arguments: &str, text: &str) -> Vec<String> {
    let lines = answers(&format!("intervals {arguments}"), text);
    assert_eq!(lines.len(), 1, "{lines:?}");
    let line: serde_json::Value = serde_json::from_str(&lines[0]).unwrap();
    let shown =
        |value: &serde_json::Value| value.as_str().unwrap().replace(":00Z", "").replace("2025-01-", "");
    let stretches = line["intervals"].as_array().unwrap().iter();
    stretches.map(|stretch| format!("{} {}", shown(&stretch["from"]), shown(&stretch["to"]))).collect()
}

const DAY: &str = "--from 2025-01-01T00:00:00Z --to 2025-01-02T00:00:00Z";

#[test]
fn a_line_has_the_job_and_its_intervals() {
    assert_eq!(
        answers(&format!("intervals {DAY} --window start"), job()),
        [
            r#"{"id":"a","name":"A","intervals":[{"from":"2025-01-01T06:00:00Z","to":"2025-01-01T08:00:00Z"},{"from":"2025-01-01T19:00:00Z","to":"2025-01-01T20:00:00Z"}]}"#
        ]
    );
}

#[test]
fn a_window_is_one_of_the_two_or_both_together() {
    let backup = ["01T00:00 01T08:00", "01T19:00 02T00:00"];
    let periodically = ["01T06:00 01T20:00"];
    let start = ["01T06:00 01T08:00", "01T19:00 01T20:00"];
    assert_eq!(stretches(&format!("{DAY} --window backup"), &job()), backup);
    assert_eq!(stretches(&format!("{DAY} --window periodically"), &job()), periodically);
    assert_eq!(stretches(&format!("{DAY} --window start"), &job()), start);
    assert_eq!(stretches(DAY, &job()), start);
    // The periodic window is not in force for other schedules.
    let manual = job().replace("Periodically", "ManualOnly");
    assert_eq!(stretches(&format!("{DAY} --window start"), &manual), backup);
    assert_eq!(stretches(&format!("{DAY} --window periodically"), &manual), ["01T00:00 02T00:00"]);
}

#[test]
fn stretches_are_clipped_to_the_range() {
    for (from, to, expected) in [
        ("2025-01-01T07:15:00Z", "2025-01-01T19:45:00Z", &["01T07:15 01T08:00", "01T19:00 01T19:45"][..]),
        ("2025-01-01T08:00:00Z", "2025-01-01T19:00:00Z", &[]),
        ("2025-01-01T07:59:00Z", "2025-01-01T08:00:00Z", &["01T07:59 01T08:00"]),
        ("2025-01-01T07:00:00Z", "2025-01-01T07:00:00Z", &[]),
        ("2025-01-01T09:00:00+02:00", "2025-01-01T07:30:00.5Z", &["01T07:00 01T07:30:00.5Z"]),
    ] {
        assert_eq!(stretches(&format!("--from {from} --to {to}"), &job()), expected, "{from} {to}");
    }
}

#[test]
fn without_a_window_all_is_allowed_and_with_a_closed_one_nothing() {
    let none = policy(r#""type":"ManualOnly""#);
    assert_eq!(stretches(DAY, &none), ["01T00:00 02T00:00"]);
    let closed = grid(|_, _| false);
    let never = policy(&format!(
        r#""type":"ManualOnly","backupWindowEnabled":true,"backupWindowSettings":{{"backupWindow":{closed}}}"#
    ));
    assert_eq!(answers(&format!("intervals {DAY}"), &never), [r#"{"id":null,"name":null,"intervals":[]}"#]);
    // A job that is disabled has its windows all the same.
    let disabled = job().replacen('{', r#"{"isEnabled":false,"#, 1);
    assert_eq!(stretches(DAY, &disabled), stretches(DAY, &job()));
}

#[test]
fn the_clock_of_a_window_may_be_the_local_one() {
    // 2025-03-30 in Prague: ___ 01:59 +01:00 | 02:00-02:59 never happens | 03:00 +02:00 ___
    let early = grid(|hour, _| hour < 4);
    let text = policy(&format!(
        r#""type":"ManualOnly","backupWindowEnabled":true,"backupWindowSettings":{{"backupWindow":{early}}}"#
    ));
    let ask = "--from 2025-03-30T00:00:00+01:00 --to 2025-03-31T00:00:00+02:00 --zone Europe/Prague";
    let shown = |more: &str| answers(&format!("intervals {ask} {more}"), &text).remove(0);
    let line = |stretch: &str| format!(r#"{{"id":null,"name":null,"intervals":[{stretch}]}}"#);
    let utc = line(r#"{"from":"2025-03-30T00:00:00Z","to":"2025-03-30T04:00:00Z"}"#);
    assert_eq!(shown(""), utc);
    assert_eq!(shown("--clock utc-offset"), utc);
    let local = line(r#"{"from":"2025-03-29T23:00:00Z","to":"2025-03-30T02:00:00Z"}"#);
    assert_eq!(shown("--clock local"), local, "three hours");
}

#[test]
fn text_says_the_zone_and_the_clocks() {
    assert_eq!(
        answers(&format!("intervals {DAY} --format text"), job()),
        [
            "allowed from 2025-01-01T00:00:00Z up to 2025-01-02T00:00:00Z,",
            "  zone UTC (no --zone given)",
            "A (a)",
            "  backup window read on UTC",
            "  periodic window read on UTC",
            "  Wed 2025-01-01 06:00:00 +00:00 to Wed 2025-01-01 08:00:00 +00:00",
            "  Wed 2025-01-01 19:00:00 +00:00 to Wed 2025-01-01 20:00:00 +00:00",
        ]
    );
    let none = policy(r#""type":"ManualOnly""#);
    assert_eq!(
        answers(&format!("intervals {DAY} --zone +01:00 --format text"), none)[1..],
        [
            "job",
            "  no window is in force",
            "  Wed 2025-01-01 01:00:00 +01:00 to Thu 2025-01-02 01:00:00 +01:00",
        ]
    );
    let closed = "--from 2025-01-01T08:00:00Z --to 2025-01-01T19:00:00Z --format text";
    assert_eq!(answers(&format!("intervals {closed}"), job()).last().unwrap(), "  never");
}

#[test]
fn errors_are_on_their_lines() {
    let broken = policy(r#""type":"ManualOnly","backupWindowSettings":{"backupWindow":[true]}"#);
    let said = call(&format!("intervals {DAY}"), format!("{broken}\n{}\n", job()));
    assert_eq!(said.status, 1);
    assert_eq!(
        said.lines()[0],
        r#"{"id":null,"name":null,"job":0,"error":{"path":"schedulePolicy.backupWindowSettings.backupWindow","message":"1 hours, expected 168","file":null,"line":1,"column":64}}"#
    );
    assert!(said.lines()[1].starts_with(r#"{"id":"a","name":"A","intervals":[{"#));
}

#[test]
fn a_range_that_ends_before_it_begins_is_wrong_usage() {
    let said = call("intervals --from 2025-01-02T00:00:00Z --to 2025-01-01T00:00:00Z", job());
    assert_eq!((said.status, said.out.as_str()), (2, ""));
    assert_eq!(
        said.err,
        "backup-window: --to 2025-01-01T00:00:00Z is before --from 2025-01-02T00:00:00Z (expected a range)\n"
    );
}
