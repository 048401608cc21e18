//! `explain`: the lines it writes for people, and the same as JSON.

use crate::call::{answers, answers_for_people, call, grid, policy};
use serde_json::{Value, json};

/// The job of the product's documentation.
const DOCUMENTED: &str = include_str!("../../../tests/data/vbo-v3-job.json");

/// Every two hours at a quarter past, from 09:00 to 17:00 on a clock an hour ahead of UTC.
fn office() -> String {
    let hours = grid(|hour, _| (9..17).contains(&hour));
    policy(&format!(
        r#""type":"Periodically","periodicallyEvery":"Hours2","periodicallyOffsetMinutes":15,"periodicallyWindowEnabled":true,"periodicallyWindowSettings":{{"minuteOffset":60,"backupWindow":{hours}}}"#
    ))
}

/// The lines for people.
fn text(arguments: &str, input: &str) -> Vec<String> {
    answers_for_people(&format!("explain {arguments}"), input)
}

fn json(arguments: &str, input: &str) -> Value {
    serde_json::from_str(&answers(&format!("explain {arguments}"), input)[0]).unwrap()
}

#[test]
fn the_documented_job_is_explained_line_by_line() {
    assert_eq!(
        text("--zone America/Los_Angeles --at 2018-05-30T12:19:14Z", DOCUMENTED),
        [
            "test_job (3c407448-4d05-432f-a651-144827bed5ce)",
            "  local time       Wed 2018-05-30 05:19:14 -07:00",
            "  backup window    allowed: Wed 12:00 is hour 84 of the grid, read on UTC",
            "                     S3 [D]",
            "                   open since Tue 2018-05-29 13:00:00 -07:00,",
            "                     closes Wed 2018-05-30 20:00:00 -07:00  S2 [C]",
            "  start            allowed, next opening Wed 2018-05-30 22:00:00 -07:00",
            "  slot             none: the trigger does not ask for this instant",
            "  previous run     2018-05-26T02:00:00Z  Fri 2018-05-25 19:00:00 -07:00",
            "                   scheduled  S11 [D], S12 [S]",
            "                   no slot in between",
            "                   its window closes Sun 2018-05-27 23:00:00 -07:00, 52h later",
            "                     S26 [C]",
            "  next run         2018-06-02T02:00:00Z  Fri 2018-06-01 19:00:00 -07:00",
            "                   scheduled  S11 [D], S12 [S]",
            "                   no slot in between",
            "                   its window closes Sun 2018-06-03 23:00:00 -07:00, 52h later",
            "                     S26 [C]",
        ]
    );
}

#[test]
fn a_denied_slot_in_a_fold_is_explained() {
    assert_eq!(
        text("--zone Europe/Prague --at 2025-10-26T00:15:00Z", &office()),
        [
            "job",
            "  local time       Sun 2025-10-26 02:15:00 +02:00, the first time: shown again",
            "                     at 2025-10-26T01:15:00Z",
            "  clock change     set back by 1h at 2025-10-26T01:00:00Z: 2025-10-26 02:00:00",
            "                     to 03:00:00 happen twice",
            "  periodic window  denied: Sun 01:00 is hour 1 of the grid, read on UTC+60 min",
            "                     S3 [D]",
            "                   closed since Sat 2025-10-25 18:00:00 +02:00,",
            "                     opens Sun 2025-10-26 09:00:00 +01:00",
            "  start            denied by the periodic window,",
            "                     next opening Sun 2025-10-26 09:00:00 +01:00  S21 [D]",
            "  slot             asked for, and denied",
            "  previous run     2025-10-25T14:15:00Z  Sat 2025-10-25 16:15:00 +02:00",
            "                   scheduled  S14 [D]",
            "                   in between 4 slots are denied, Sat 2025-10-25 18:15:00 +02:00",
            "                     to Sun 2025-10-26 00:15:00 +02:00  S22 [D]",
            "                   no window ends it",
            "  next run         2025-10-26T08:15:00Z  Sun 2025-10-26 09:15:00 +01:00",
            "                   deferred from Sun 2025-10-26 08:15:00 +01:00",
            "                     S14 [D], S22 [D], S23 [D]",
            "                   in between 4 slots are denied, Sun 2025-10-26 02:15:00 +01:00",
            "                     to Sun 2025-10-26 08:15:00 +01:00  S22 [D]",
            "                   no window ends it",
        ]
    );
}

#[test]
fn a_run_of_the_past_says_why_it_ran_then() {
    let daily = policy(r#""type":"Daily","dailyType":"Everyday","dailyTime":"02:30""#);
    let lines = text("--zone America/New_York --at 2025-03-09T07:00:00Z", &daily);
    let wanted = [
        "  clock change     set ahead by 1h at 2025-03-09T07:00:00Z: 2025-03-09 02:00:00",
        "                     to 03:00:00 do not happen",
        "  slot             asked for, in place of 2025-03-09 02:30:00, and allowed",
        "                     S17 [C]",
        "  run now          yes, moved by gap from 2025-03-09 02:30:00",
        "                     S11 [D], S12 [S], S17 [C]",
    ];
    for line in wanted {
        assert!(lines.iter().any(|said| said == line), "{line} is not in {lines:#?}");
    }
    // With another choice there is no run.
    let lines = text("--zone America/New_York --at 2025-03-09T07:00:00Z --gap skip", &daily);
    assert!(!lines.iter().any(|line| line.contains("run now")), "{lines:#?}");
}

#[test]
fn the_same_as_json() {
    let line = json("--zone Europe/Prague --at 2025-10-26T00:15:00Z", &office());
    assert_eq!(line["zone"]["name"], "Europe/Prague");
    assert!(line["zone"]["database"].as_str().unwrap().starts_with("IANA 20"), "{line}");
    assert_eq!(
        line["local"],
        json!({
            "time": "2025-10-26T02:15:00+02:00",
            "pass": "first",
            "other_pass": "2025-10-26T01:15:00Z",
            "changed": null,
            "changes": {
                "at": "2025-10-26T01:00:00Z", "kind": "fold", "offset_before": "+02:00", "offset_after": "+01:00",
                "from": "2025-10-26T02:00:00", "to": "2025-10-26T03:00:00",
            },
        })
    );
    assert_eq!(
        line["windows"],
        json!([{
            "window": "periodic", "clock": "UTC+60 min", "hour": 1, "hour_name": "Sun 01:00", "allowed": false,
            "in_force": true, "since": "2025-10-25T16:00:00Z", "until": "2025-10-26T08:00:00Z", "rule": "S3 [D]",
        }])
    );
    let opens = "2025-10-26T08:00:00Z";
    assert_eq!(line["start"], json!({"allowed": false, "denied_by": ["periodic"], "opens": opens}));
    assert_eq!(line["slot"], json!({"kind": "denied", "nominal": null}));
    assert_eq!(line["now"], Value::Null);
    assert_eq!(
        line["next"],
        json!({
            "at": "2025-10-26T08:15:00Z", "local": "2025-10-26T09:15:00+01:00", "origin": "deferred",
            "from": "2025-10-26T07:15:00Z", "closes": null, "rules": ["S14 [D]", "S22 [D]", "S23 [D]"],
            "denied": {
                "count": 4, "first": "2025-10-26T01:15:00Z", "last": "2025-10-26T07:15:00Z", "rule": "S22 [D]",
            },
        })
    );
    assert_eq!(line["next_none"], Value::Null);
}

#[test]
fn a_job_that_does_not_run_says_by_which_rule() {
    let line = json("--at 2025-06-02T12:00:00Z", &policy(r#""type":"ManualOnly""#));
    assert_eq!(line["zone"], json!({"name": "UTC", "database": null}));
    assert_eq!((&line["next"], &line["slot"]), (&Value::Null, &Value::Null));
    let none =
        json!({"reason": "manual_only", "detail": "the job is started by hand only", "rule": "S30 [C]"});
    assert_eq!((&line["next_none"], &line["previous_none"]), (&none, &none));
}

#[test]
fn help_shows_examples() {
    let said = call("explain --help", "");
    assert!(said.out.contains("Examples:") && said.out.contains("SEMANTICS.md"), "{}", said.out);
}
