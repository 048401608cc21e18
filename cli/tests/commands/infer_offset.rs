//! `infer-offset`.

use serde_json::Value;

use crate::call::{answers, call};

const FRIDAY: &str = include_str!("../../../tests/data/vbo-v3-job.json");

fn printed(policy: &str, properties: &str) -> String {
    format!(r#"{{"id":"a","name":"A",{properties},"schedulePolicy":{{{policy}}}}}"#)
}

/// What is answered of one job.
fn answer(arguments: &str, input: impl AsRef<[u8]>) -> Value {
    serde_json::from_str(&answers(&format!("infer-offset {arguments}"), input)[0]).unwrap()
}

const DAILY: &str = r#""type":"Daily","dailyType":"Everyday","dailyTime":"19:00""#;

#[test]
fn the_job_of_the_documentation_is_on_a_clock_seven_hours_behind_utc() {
    let said = answer("", FRIDAY);
    assert_eq!(said["name"], "test_job");
    assert_eq!(said["next_run"], "2018-06-02T02:00:00Z");
    assert_eq!(said["offsets"], serde_json::json!(["-07:00"]));
    assert_eq!(said["none"], Value::Null);
    let zones: Vec<_> = said["zones"].as_array().unwrap().iter().map(|zone| zone.as_str().unwrap()).collect();
    assert!(zones.contains(&"America/Los_Angeles") && !zones.contains(&"America/Denver"), "{zones:?}");
    assert!(zones.is_sorted(), "{zones:?}");
}

#[test]
fn a_run_that_no_clock_explains_is_said_to_be_one() {
    let said = answer("", FRIDAY.replace("2018-", "2017-"));
    assert_eq!(said["offsets"], serde_json::json!([]));
    assert_eq!(said["zones"], serde_json::json!([]));
    let none = &said["none"];
    assert_eq!(none["reason"], "unexplained");
    assert_eq!(none["detail"], "no offset from UTC explains a run at 2017-06-02T02:00:00Z");
}

#[test]
fn for_people_the_clock_shows_the_time_asked_for() {
    let said = call("infer-offset - --format text", FRIDAY);
    let lines = said.lines();
    assert!(lines[0].starts_with("clocks that explain a printed next run, zones of IANA "), "{said:?}");
    assert_eq!(lines[1], "test_job (3c407448-4d05-432f-a651-144827bed5ce)");
    assert_eq!(lines[2], "  next run 2018-06-02T02:00:00Z");
    assert_eq!(lines[3], "  UTC-07:00  Fri 2018-06-01 19:00:00 -07:00");
    assert!(lines[4].contains(" zones: America/"), "{said:?}");
    assert!(lines[5..].iter().all(|line| line.starts_with("    America/")), "{said:?}");
    assert_eq!(said.status, 0);

    let often = printed(
        r#""type":"Periodically","periodicallyEvery":"Minutes30""#,
        r#""nextRun":"2024-05-01T12:00:00Z""#,
    );
    let said = call("infer-offset - --format text", often);
    assert_eq!(said.lines()[15], "  ... 53 offsets, up to UTC+14:00", "{said:?}");
}

#[test]
fn the_run_may_be_given_by_hand() {
    let policy = format!("{{{DAILY}}}");
    assert_eq!(
        answer("--next-run 2017-04-01T05:00:00Z", &policy)["offsets"],
        serde_json::json!(["-10:00", "+14:00"])
    );
    assert_eq!(answer("", &policy)["none"]["reason"], "no_next_run");
    // By hand beats the document.
    let job = printed(DAILY, r#""nextRun":"2017-04-01T22:00:00Z""#);
    assert_eq!(answer("--next-run 2017-04-01T17:00:00Z", &job)["offsets"], serde_json::json!(["+02:00"]));
    for never in ["null", r#""""#, r#""0001-01-01T00:00:00Z""#] {
        assert_eq!(
            answer("", printed(DAILY, &format!(r#""nextRun":{never}"#)))["none"]["reason"],
            "no_next_run"
        );
    }
}

#[test]
fn an_instant_before_it_leaves_fewer() {
    let job = printed(
        r#""type":"Periodically","periodicallyEvery":"Hours8""#,
        r#""lastRun":"2024-04-30T14:00:00Z","nextRun":"2024-05-01T14:00:00Z""#,
    );
    assert_eq!(answer("", &job)["offsets"], serde_json::json!(["-06:00", "+02:00", "+10:00"]));
    assert_eq!(answer("--asked 2024-05-01T12:00:00Z", &job)["offsets"].as_array().unwrap().len(), 3);
    assert_eq!(answer("--asked 2024-05-01T03:00:00Z", &job)["none"]["reason"], "unexplained");
    assert_eq!(answer("--none-missed", &job)["none"]["reason"], "unexplained");
    assert_eq!(call("infer-offset - --none-missed --asked 2024-05-01T03:00:00Z", &job).status, 2);
}

#[test]
fn a_job_that_is_disabled_had_its_run_printed_before() {
    let job = printed(DAILY, r#""isEnabled":false,"nextRun":"2017-04-01T22:00:00Z""#);
    assert_eq!(answer("", job)["offsets"], serde_json::json!(["-03:00"]));
    let job = printed(r#""type":"ManualOnly""#, r#""nextRun":"2017-04-01T22:00:00Z""#);
    assert_eq!(answer("", job)["none"]["reason"], "manual_only");
}

#[test]
fn a_run_that_cannot_be_read_is_the_error_of_its_job() {
    let jobs = format!(
        "[{},{}]",
        printed(DAILY, r#""nextRun":"soon""#),
        printed(DAILY, r#""nextRun":"2017-04-01T22:00:00Z""#)
    );
    let said = call("infer-offset", jobs);
    assert_eq!(said.status, 1);
    assert_eq!(
        said.lines()[0],
        r#"{"id":"a","name":"A","job":0,"error":{"path":"nextRun","message":"\"soon\" is not a date and time (expected RFC 3339, such as 2018-06-02T02:00:00Z)","file":null,"line":1,"column":33}}"#
    );
    assert!(said.lines()[1].contains(r#""offsets":["-03:00"]"#), "{said:?}");
}
