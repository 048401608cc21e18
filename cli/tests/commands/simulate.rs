//! `simulate`: the summary for people, JSON, events, the picture.

use crate::call::{answers, call, files, grid, policy};
use serde_json::{Value, json};

const DAY: &str = "--from 2025-06-02T00:00:00Z --to 2025-06-03T00:00:00Z";
const WEEKS: &str = "--from 2025-06-02T00:00:00Z --to 2025-06-16T00:00:00Z";

/// Every day at 22:00, from 20:00 to 02:00, with retries.
fn nightly() -> String {
    let hours = grid(|hour, _| !(2..20).contains(&hour));
    policy(&format!(
        r#""type":"Daily","dailyType":"Everyday","dailyTime":"22:00","retryEnabled":true,"backupWindowEnabled":true,"backupWindowSettings":{{"backupWindow":{hours}}}"#
    ))
}

fn hourly(id: &str) -> String {
    format!(r#"{{"id":"{id}","schedulePolicy":{{"type":"Periodically","periodicallyEvery":"Hours1"}}}}"#)
}

fn json(arguments: &str, input: &str) -> Vec<Value> {
    let lines = answers(&format!("simulate {arguments}"), input);
    lines.iter().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn text(arguments: &str, input: &str) -> Vec<String> {
    answers(&format!("simulate --format text {arguments}"), input)
}

#[test]
fn a_night_that_is_too_short_shows() {
    assert_eq!(
        text(&format!("{WEEKS} --duration 5h"), &nightly()),
        [
            "simulated from 2025-06-02T00:00:00Z up to 2025-06-16T00:00:00Z,",
            "  zone UTC (no --zone given), 0 % of the sessions fail, seed 0",
            "job",
            "  sessions of 5 h",
            "  14 runs, 0 retries: 0 succeeded, 13 terminated when the window closed",
            "  13 retries not made, because the window was closed",
            "  longest without a success: 14 d, Mon 2025-06-02 00:00:00 +00:00 to",
            "    Mon 2025-06-16 00:00:00 +00:00",
            "  busy 2 d 6 h of 3 d 12 h allowed (64.2 %); most in the week from",
            "    Mon 2025-06-02 00:00:00 +00:00: 1 d 2 h of 1 d 18 h allowed (61.9 %)",
            "  a session is still running at the end, since Sun 2025-06-15 22:00:00 +00:00",
        ]
    );
}

#[test]
fn the_same_as_json() {
    let line = &json(&format!("{WEEKS} --duration 5h"), &nightly())[0];
    let expected = json!({
        "id": null, "name": null,
        "durations": {"shortest_seconds": 18_000, "longest_seconds": 18_000, "from": null},
        "runs": 14, "retries": 0, "succeeded": 0, "failed": 0, "terminated": 13,
        "retries_dropped": 13, "retries_given_way": 0, "runs_dropped": 0, "runs_missed": 0,
        "late": 0, "longest_wait_seconds": 0,
        "longest_without_success": {"from": "2025-06-02T00:00:00Z", "to": "2025-06-16T00:00:00Z", "seconds": 1_209_600},
        "busy_seconds": 194_400, "allowed_seconds": 302_400,
        "weeks": [
            {"from": "2025-06-02T00:00:00Z", "busy_seconds": 93_600, "allowed_seconds": 151_200},
            {"from": "2025-06-09T00:00:00Z", "busy_seconds": 100_800, "allowed_seconds": 151_200},
        ],
        "unfinished_since": "2025-06-15T22:00:00Z",
        "none": null,
    });
    assert_eq!(line, &expected);
}

#[test]
fn jobs_wait_for_each_other_where_there_is_a_limit() {
    let input = format!("{}\n{}\n", hourly("a"), hourly("b"));
    let events = json(
        "--from 2025-06-02T00:00:00Z --to 2025-06-02T01:00:00Z --duration 20m --limit 1 --events",
        &input,
    );
    let shown: Vec<String> = events[..4]
        .iter()
        .map(|event| {
            format!("{} {} {}", event["at"].as_str().unwrap(), event["event"].as_str().unwrap(), event["id"])
        })
        .collect();
    assert_eq!(
        shown,
        [
            "2025-06-02T00:00:00Z start \"a\"",
            "2025-06-02T00:20:00Z end \"a\"",
            "2025-06-02T00:20:00Z start \"b\"",
            "2025-06-02T00:40:00Z end \"b\"",
        ]
    );
    assert_eq!(events[2]["key"], "b@2025-06-02T00:00:00Z");
    assert_eq!((&events[5]["late"], &events[5]["longest_wait_seconds"]), (&json!(1), &json!(1200)));
}

#[test]
fn events_for_people_are_lines_before_the_summary() {
    let lines = text(
        "--zone Europe/Prague --from 2025-06-02T19:00:00Z --to 2025-06-03T00:00:00Z --duration 20m --failures 100 --events",
        &nightly(),
    );
    assert_eq!(
        lines[2..9],
        [
            "Mon 2025-06-02 22:00:00 +02:00  job  start",
            "Mon 2025-06-02 22:20:00 +02:00  job  failed after 20 min",
            "Mon 2025-06-02 22:30:00 +02:00  job  retry 1",
            "Mon 2025-06-02 22:50:00 +02:00  job  failed after 20 min",
            "Mon 2025-06-02 23:00:00 +02:00  job  retry 2",
            "Mon 2025-06-02 23:20:00 +02:00  job  failed after 20 min",
            "Mon 2025-06-02 23:30:00 +02:00  job  retry 3",
        ]
    );
}

#[test]
fn the_same_seed_says_the_same_and_another_one_something_else() {
    let input: String = ["a", "b", "c", "d"].map(|id| hourly(id) + "\n").concat();
    let options = format!("{WEEKS} --duration 5m..50m --failures 12.5");
    let first = json(&options, &input);
    assert_eq!(first, json(&options, &input));
    assert_ne!(first, json(&format!("{options} --seed 1"), &input));
    // Neither other jobs nor their order matter, nor whether events are asked for.
    assert_eq!(first[2], json(&options, &hourly("c"))[0]);
    let with_events = json(&format!("{options} --events"), &input);
    assert_eq!(with_events[with_events.len() - 4..], first);
    assert!(first[0]["failed"].as_u64().unwrap() > 20);
}

#[test]
fn sessions_take_as_long_as_the_document_says() {
    // The job of the service-provider console's documentation: continuous, the last session took 1148 seconds.
    let job = r#"{"data":{"instanceUid":"bc04d2e5-dd4c-4f85-af0e-424106a32a75","name":"Backup Job 2 - 2 VMs","status":"success","lastDuration":1148,"avgDuration":0,"isEnabled":true,"scheduleType":"continuously"}}"#;
    let durations = |options: &str| json(&format!("{DAY} {options}"), job)[0]["durations"].clone();
    let fixed = |seconds: u32, from: Option<&str>| json!({"shortest_seconds": seconds, "longest_seconds": seconds, "from": from});
    assert_eq!(durations(""), fixed(1148, Some("lastDuration")));
    assert_eq!(durations("--duration average,20m"), fixed(1200, None), "0 stands for none");
    assert_eq!(durations("--duration 1h"), fixed(3600, None));
    let varied = json!({"shortest_seconds": 574, "longest_seconds": 1722, "from": "lastDuration"});
    assert_eq!(durations("--vary 50"), varied);
    // One session after the other.
    let line = &json(DAY, job)[0];
    assert_eq!((&line["runs"], &line["succeeded"]), (&json!(76), &json!(75)));
}

#[test]
fn a_job_that_cannot_be_read_does_not_hide_the_others() {
    let input =
        format!("{}\n{}\n{}\n", hourly("a"), r#"{"id":"x","schedulePolicy":{"type":1}}"#, hourly("b"));
    let said = call(&format!("simulate {DAY}"), &input);
    assert_eq!(said.status, 1);
    let lines: Vec<Value> = said.lines().iter().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0]["error"]["path"], "schedulePolicy.type");
    assert_eq!((&lines[1]["id"], &lines[1]["runs"]), (&json!("a"), &json!(24)));
    assert_eq!((&lines[2]["id"], &lines[2]["runs"]), (&json!("b"), &json!(24)));
}

#[test]
fn a_job_without_runs_says_why() {
    let line = &json(DAY, &policy(r#""type":"ManualOnly""#))[0];
    assert_eq!((&line["runs"], &line["none"]["reason"]), (&json!(0), &json!("manual_only")));
    let lines = text(DAY, &policy(r#""type":"ManualOnly""#));
    assert_eq!(lines[2..], ["job", "  none: the job is started by hand only"]);
}

#[test]
fn the_picture_is_drawn_into_a_file() {
    let (directory, _) = files(&[]);
    let path = directory.path().join("week.svg");
    let input =
        r#"{"name":"a <b> & \"c\"","schedulePolicy":{"type":"Periodically","periodicallyEvery":"Hours1"}}"#;
    let said = call(&format!("simulate {DAY} --svg {}", path.display()), input);
    assert_eq!(said.status, 0);
    let svg = std::fs::read_to_string(path).unwrap();
    assert!(svg.starts_with("<svg xmlns=") && svg.ends_with("</svg>\n"));
    assert!(svg.contains("<title id=\"title\">1 job, simulated</title>"));
    assert!(svg.contains("a &lt;b&gt; &amp; &quot;c&quot;"));
    // 24 sessions of half an hour, and 24 pauses.
    let bars = svg.split("fill=\"#0072B2\" d=\"").nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(bars.matches('M').count(), 24);
    let said = call(&format!("simulate {DAY} --svg {}", directory.path().display()), input);
    assert_eq!((said.status, said.err.contains(&directory.path().display().to_string())), (2, true));
}

#[test]
fn wrong_usage_says_what_was_expected() {
    for (arguments, reason) in [
        ("simulate", "--from <INSTANT>"),
        ("simulate --from 2025-06-03T00:00:00Z --to 2025-06-02T00:00:00Z", "expected a range"),
        (
            "simulate --from 2025-06-02T00:00:00Z --to 2025-06-03T00:00:00Z --duration 20",
            "expected last, average",
        ),
        (
            "simulate --from 2025-06-02T00:00:00Z --to 2025-06-03T00:00:00Z --duration last",
            "the last of them",
        ),
        (
            "simulate --from 2025-06-02T00:00:00Z --to 2025-06-03T00:00:00Z --failures 101",
            "expected 0 to 100",
        ),
        ("simulate --from 2025-06-02T00:00:00Z --to 2025-06-03T00:00:00Z --limit 0", "invalid value '0'"),
    ] {
        let said = call(arguments, hourly("a"));
        assert_eq!((said.status, said.out.as_str()), (2, ""), "{arguments}");
        assert!(said.err.contains(reason), "{arguments}: {}", said.err);
    }
}

#[test]
fn help_shows_examples() {
    let said = call("simulate --help", "");
    assert!(said.out.contains("--duration 10m..40m --failures 2 --limit 4 --events --svg week.svg"));
}
