//! `decide` and `missed`.

use crate::call::{answers, answers_for_people, call, files, grid};
use serde_json::{Value, json};

/// Every day at 22:00, from 20:00 to 02:00, with retries, and what the server says of the last run.
fn nightly(last: &str) -> String {
    let hours = grid(|hour, _| !(2..20).contains(&hour));
    format!(
        r#"{{"id":"a"{last},"schedulePolicy":{{"type":"Daily","dailyType":"Everyday","dailyTime":"22:00","retryEnabled":true,"backupWindowEnabled":true,"backupWindowSettings":{{"backupWindow":{hours}}}}}}}"#
    )
}

fn decided(at: &str, input: &str) -> Value {
    serde_json::from_str(&answers(&format!("decide --at {at}"), input)[0]).unwrap()
}

#[test]
fn a_job_is_due_by_its_last_run() {
    let last = r#","lastRun":"2025-06-01T22:00:03.1234567Z","lastStatus":"Success""#;
    let waits = decided("2025-06-02T21:00:00Z", &nightly(last));
    assert_eq!((&waits["act"], &waits["awaited"]), (&json!("wait"), &json!("run")));
    assert_eq!(waits["until"], "2025-06-02T22:00:00Z");
    let due = decided("2025-06-02T22:00:30Z", &nightly(last));
    assert_eq!((&due["act"], &due["run"]["at"]), (&json!("start"), &json!("2025-06-02T22:00:00Z")));
    assert_eq!(due["until"], "2025-06-03T02:00:00Z");
    // Missed, and the window is closed.
    let late = decided("2025-06-03T12:00:00Z", &nightly(last));
    assert_eq!((&late["awaited"], &late["until"]), (&json!("opening"), &json!("2025-06-03T20:00:00Z")));
}

#[test]
fn a_session_that_runs_is_terminated_when_the_window_closes() {
    let running = r#","lastRun":"2025-06-02T22:00:00Z","lastStatus":"Running""#;
    let waits = decided("2025-06-03T01:00:00Z", &nightly(running));
    assert_eq!((&waits["awaited"], &waits["until"]), (&json!("closing"), &json!("2025-06-03T02:00:00Z")));
    let closed = decided("2025-06-03T02:30:00Z", &nightly(running));
    assert_eq!((&closed["act"], &closed["closed"]), (&json!("terminate"), &json!("2025-06-03T02:00:00Z")));
}

#[test]
fn a_state_that_was_kept_says_more() {
    let state = r#"{"settled":"2025-06-02T22:09:59.999999999Z","last":{"run":"2025-06-02T22:00:00Z","since":"2025-06-02T22:00:00Z","ended":"2025-06-02T22:10:00Z","outcome":"failed"}}"#;
    let (_directory, paths) = files(&[state.as_bytes(), b"{}"]);
    let decided = |at: &str| -> Value {
        let lines = answers(&format!("decide --at {at} --state {}", paths[0]), nightly(""));
        serde_json::from_str(&lines[0]).unwrap()
    };
    let waits = decided("2025-06-02T22:15:00Z");
    assert_eq!(waits["attempt"], json!({"number": 1, "of": 3, "at": "2025-06-02T22:20:00Z"}));
    assert_eq!(decided("2025-06-02T22:20:00Z")["act"], "retry");
    let text =
        answers(&format!("decide --format text --at 2025-06-02T22:20:00Z --state {}", paths[0]), nightly(""));
    assert_eq!(
        text[1..],
        [
            "job a",
            "  start, retry 1 of 3, due Mon 2025-06-02 22:20:00 +00:00",
            "  until Tue 2025-06-03 02:00:00 +00:00",
        ]
    );
    let said = call(&format!("decide --state {}", paths[1]), nightly(""));
    assert_eq!(said.status, 2);
    assert!(said.err.contains("settled: missing (expected RFC 3339"), "{}", said.err);
}

#[test]
fn missed_runs_are_counted_and_made_up_for() {
    let hourly = r#"{"id":"b","schedulePolicy":{"type":"Periodically","periodicallyEvery":"Minutes5"}}"#;
    let missed = |options: &str| -> Value {
        let range = "--from 2024-01-01T00:02:00Z --to 2025-01-01T00:07:00Z";
        serde_json::from_str(&answers(&format!("missed {range} {options}"), hourly)[0]).unwrap()
    };
    let once = missed("");
    assert_eq!((&once["missed"], &once["run"]["at"]), (&json!(105_409), &json!("2025-01-01T00:05:00Z")));
    assert_eq!(missed("--misfire skip")["run"], Value::Null);
    assert_eq!(missed("--misfire skip --grace 120")["run"]["at"], "2025-01-01T00:05:00Z");
    let all = missed("--misfire all --limit 3");
    assert_eq!((&all["run"]["at"], &all["more"]), (&json!("2024-12-31T23:55:00Z"), &json!(2)));
    let lines = answers_for_people(
        "missed --from 2025-06-02T00:00:00Z --to 2025-06-04T23:00:00Z --misfire all",
        nightly(""),
    );
    assert_eq!(
        lines,
        [
            "job a",
            "  3 missed, to make up for:",
            "  2025-06-02T22:00:00Z  Mon 2025-06-02 22:00:00 +00:00  scheduled",
            "    window closes Tue 2025-06-03 02:00:00 +00:00",
            "  and 2 more, one after the other",
        ]
    );
    let said = call("missed --from 2025-06-02T00:00:00Z --to 2025-06-01T00:00:00Z", hourly);
    assert_eq!((said.status, said.err.contains("expected a range")), (2, true));
}

#[test]
fn help_shows_examples() {
    assert!(call("decide --help", "").out.contains("--state state.json"));
    assert!(call("missed --help", "").out.contains("--misfire all --limit 3"));
}
