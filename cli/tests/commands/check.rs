//! `check`: what it finds, in each format, and with which status it ends.

use crate::call::{call, call_with, files, grid, policy, program};
use serde_json::{Value, json};

/// A time in a gap, a time that is none, a job without a finding, and a next run that is not that of the schedule.
const JOBS: &str = r#"{"id":"a","name":"night","schedulePolicy":{"type":"Daily","dailyType":"Everyday","dailyTime":"02:30"}}
{"id":"b","name":"broken","schedulePolicy":{"type":"Daily","dailyType":"Everyday","dailyTime":"25:00"}}
{"id":"c","name":"fine","schedulePolicy":{"type":"Daily","dailyType":"Everyday","dailyTime":"22:00"}}
{"id":"d","nextRun":"2018-06-02T02:00:00Z","schedulePolicy":{"type":"Daily","dailyType":"Friday","dailyTime":"19:00:00"}}
"#;

const ASKED: &str = "--zone Europe/Prague --at 2025-06-02T12:00:00Z";

#[test]
fn findings_are_shown_with_place_and_way_out() {
    let (_directory, paths) = files(&[JOBS.as_bytes()]);
    let said = call(&format!("check {ASKED} --format text {}", paths[0]), "");
    assert_eq!((said.status, said.err.as_str()), (1, ""));
    assert!(said.out.starts_with("checked as of 2025-06-02T12:00:00Z,"), "{}", said.out);
    assert!(said.out.contains(" zone Europe/Prague (IANA "), "{}", said.out);
    let lines = said.lines().into_iter().skip(1).skip_while(|line| line.starts_with("  zone "));
    let lines: Vec<String> = lines.map(|line| line.replace(&paths[0], "FILE")).collect();
    assert_eq!(
        lines,
        [
            "night (a)",
            "  warning[time-in-gap] schedulePolicy.dailyTime: 02:30:00 does not happen on",
            "      2025-03-30 and 2026-03-29: the run comes when the gap is over",
            "    --> FILE:1:94",
            "    fix: choose a time that every day has",
            "broken (b)",
            "  error[unreadable] schedulePolicy.dailyTime: \"25:00\" is not a time of day",
            "      (expected H:MM or HH:MM:SS, up to 23:59:59)",
            "    --> FILE:2:95",
            "    fix: write the value as expected",
            "job d",
            "  warning[next-run-contradicted] nextRun: in this zone the schedule has no run",
            "      at 2018-06-02 02:00:00 UTC, as there is at -07:00",
            "    --> FILE:4:21",
            "    fix: ask in the zone of the server; the offset is that of its clock then",
            "4 jobs checked: 1 error, 2 warnings, 0 notes",
        ]
    );
}

#[test]
fn each_finding_is_a_line_of_json() {
    let said = call(&format!("check {ASKED}"), JOBS);
    assert_eq!(said.status, 1);
    let lines: Vec<Value> = said.lines().iter().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(
        lines[0],
        json!({
            "id": "a", "name": "night", "job": 0, "code": "time-in-gap", "severity": "warning",
            "path": "schedulePolicy.dailyTime",
            "message": "02:30:00 does not happen on 2025-03-30 and 2026-03-29: the run comes when the gap is over",
            "fix": "choose a time that every day has", "file": null, "line": 1, "column": 94,
        })
    );
    let codes: Vec<_> = lines.iter().map(|line| line["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["time-in-gap", "unreadable", "next-run-contradicted"]);
}

#[test]
fn a_sarif_report_is_one_document_with_a_result_for_each_finding() {
    let (_directory, paths) = files(&[JOBS.as_bytes(), b"{\"schedulePolicy\":{\"type\":7}}"]);
    let said = call(&format!("check {ASKED} --format sarif {} {}", paths[0], paths[1]), "");
    assert_eq!((said.status, said.err.as_str()), (1, ""));
    let report: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(report["version"], "2.1.0");
    let run = &report["runs"][0];
    let rules: Vec<_> =
        run["tool"]["driver"]["rules"].as_array().unwrap().iter().map(|rule| &rule["id"]).collect();
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 4);
    for result in results {
        assert!(rules.contains(&&result["ruleId"]), "{result}");
        assert!(["error", "warning", "note"].contains(&result["level"].as_str().unwrap()));
    }
    crate::sarif::check(&report).unwrap();
    let location = &results[1]["locations"][0];
    assert_eq!(location["physicalLocation"]["region"], json!({"startLine": 2, "startColumn": 95}));
    assert_eq!(location["physicalLocation"]["artifactLocation"]["uri"], paths[0].as_str());
    assert_eq!(location["logicalLocations"][0]["fullyQualifiedName"], "schedulePolicy.dailyTime");
    assert_eq!(results[3]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], paths[1].as_str());

    // Without a finding it is a report, too.
    let fine = policy(r#""type":"Daily","dailyType":"Everyday","dailyTime":"22:00""#);
    let said = call("check --format sarif", fine);
    assert_eq!(said.status, 0);
    let report: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(report["runs"][0]["results"], json!([]));
    crate::sarif::check(&report).unwrap();
}

/// Names with what a reference must not have as it is: a space, a percent sign, letters beyond ASCII, bytes without a
/// meaning.
#[test]
#[cfg(unix)]
fn a_sarif_report_names_a_file_byte_for_byte() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let directory = tempfile::tempdir().unwrap();
    for (name, encoded) in [
        (&b"a b.json"[..], "a%20b.json"),
        (b"100%20.json", "100%2520.json"),
        ("\u{e9}.json".as_bytes(), "%C3%A9.json"),
        (b"\xFF.json", "%FF.json"),
        (b"a:b\\#?.json", "a%3Ab%5C%23%3F.json"),
    ] {
        let path = directory.path().join(OsStr::from_bytes(name));
        std::fs::write(&path, JOBS).unwrap();
        for (root, before) in [("", ""), ("/", "/.")] {
            let mut asked = OsStr::new(root).to_owned();
            asked.push(&path);
            let output = std::process::Command::new(program())
                .args(["check", "--format", "sarif"])
                .arg(asked)
                .output()
                .unwrap();
            let report: Value = serde_json::from_slice(&output.stdout).unwrap();
            crate::sarif::check(&report).unwrap();
            let location = &report["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
            let expected = format!("{before}{root}{}/{encoded}", directory.path().display());
            assert_eq!(location["artifactLocation"]["uri"], expected);
        }
    }
}

#[test]
fn only_an_error_ends_with_status_1() {
    let daily =
        |time: &str| policy(&format!(r#""type":"Daily","dailyType":"Everyday","dailyTime":"{time}""#));
    assert_eq!(call(&format!("check {ASKED}"), daily("22:00")).status, 0);
    assert_eq!(call(&format!("check {ASKED}"), daily("02:30")).status, 0, "a warning");
    assert_eq!(call(&format!("check {ASKED}"), daily("24:30")).status, 1);
    assert_eq!(call(&format!("check {ASKED}"), "{").status, 2, "no document at all");
    assert_eq!(call("check --format yaml", daily("22:00")).status, 2);
}

#[test]
fn a_duration_is_compared_with_the_window() {
    let nights = grid(|hour, _| !(6..22).contains(&hour));
    let job = policy(&format!(
        r#""type":"Daily","dailyType":"Everyday","dailyTime":"23:00","backupWindowEnabled":true,"backupWindowSettings":{{"backupWindow":{nights}}}"#
    ));
    for (length, status) in [("7h", 0), ("420m", 0), ("7h0m1s", 1), ("1d", 1)] {
        assert_eq!(call(&format!("check --duration {length}"), &job).status, status, "{length}");
    }
    for wrong in ["", "7", "h", "7x", "5m7h", "0m", "7h7h", "99999999999999999999h"] {
        let said = call_with(&["check", "--duration", wrong], &job);
        assert_eq!(said.status, 2, "{wrong:?}");
        assert!(said.err.contains("5h30m") || wrong.is_empty(), "{}", said.err);
    }
}

#[test]
fn a_window_alone_is_checked() {
    let said =
        call("check --clock local", format!(r#"{{"backupWindow":{},"minuteOffset":0}}"#, grid(|_, _| false)));
    assert_eq!(said.status, 1);
    assert!(said.out.contains(r#""code":"never-opens""#), "{}", said.out);
}

/// A document of each dialect in which a window allows nothing, a time is in a gap, or a value cannot be read.
#[test]
fn every_dialect_is_checked_and_named_as_it_is_written() {
    let zeros = vec!["0"; 24].join(",");
    let rows = |value: &str| {
        let days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
        let rows = days.map(|day| format!(r#"{{"day":"{day}","hours":"{value}"}}"#));
        format!(r#"{{"days":[{}]}}"#, rows.join(","))
    };
    let never = rows(&zeros);
    let grid = grid(|_, _| false);
    let daily = r#""daily":{"isEnabled":true,"dailyKind":"Everyday","localTime":"02:30"}"#;
    let window = format!(r#"{{"isEnabled":true,"backupWindow":{never}}}"#);
    for (document, code, path) in [
        (
            format!(
                r#"{{"schedulePolicy":{{"schedulePolicyType":"Daily","dailyType":"Everyday","dailyTime":"22:00","backupWindowEnabled":true,"backupWindowSettings":{{"backupWindow":{grid},"minuteOffset":0}}}}}}"#
            ),
            "never-opens",
            "schedulePolicy.backupWindowSettings.backupWindow",
        ),
        (
            format!(
                r#"{{"backupJobId":"x","schedulePolicy":{{"type":"Immediate","backupCopyWindowEnabled":true,"backupCopyWindowSettings":{{"backupWindow":{grid},"minuteOffset":0}}}}}}"#
            ),
            "never-opens",
            "schedulePolicy.backupCopyWindowSettings.backupWindow",
        ),
        (
            format!(r#"{{"name":"a","schedule":{{"runAutomatically":true,{daily}}}}}"#),
            "time-in-gap",
            "schedule.daily.localTime",
        ),
        (
            format!(
                r#"{{"name":"a","schedule":{{"runAutomatically":true,{daily},"backupWindow":{window}}}}}"#
            ),
            "never-opens",
            "schedule.backupWindow.backupWindow",
        ),
        (
            r#"{"name":"a","schedule":{"runAutomatically":true,"periodically":{"isEnabled":true,"periodicallyKind":"Minutes","frequency":30,"startTimeWithinAnHour":15}}}"#.to_owned(),
            "offset-without-effect",
            "schedule.periodically.startTimeWithinAnHour",
        ),
        (
            format!(
                r#"{{"name":"a","schedule":{{"runAutomatically":true,{daily},"retry":{{"isEnabled":true,"retryCount":0}}}}}}"#
            ),
            "unreadable",
            "schedule.retry.retryCount",
        ),
        (format!(r#"{{"backupWindow":{grid},"minuteOffset":0}}"#), "never-opens", "backupWindow"),
        (format!(r#"{{"logonHours":"{}"}}"#, "0".repeat(42)), "never-opens", "logonHours"),
        ("0".repeat(42), "never-opens", ""),
    ] {
        let said = call(&format!("check {ASKED} --clock local"), &document);
        let found: Vec<(String, String)> = said
            .lines()
            .iter()
            .map(|line| serde_json::from_str::<Value>(line).unwrap())
            .map(|line| (line["code"].as_str().unwrap().into(), line["path"].as_str().unwrap().into()))
            .collect();
        assert!(found.contains(&(code.into(), path.into())), "{document}: {found:?} {}", said.err);
    }
}

#[test]
fn a_file_that_cannot_be_read_hides_no_other() {
    let (_directory, paths) = files(&[b"{\"schedulePolicy\": ", JOBS.as_bytes()]);
    for format in ["ndjson", "sarif", "text"] {
        let said = call(
            &format!("check {ASKED} --format {format} {} /there/is/nothing.json {}", paths[0], paths[1]),
            "",
        );
        assert_eq!(said.status, 2, "{said:?}");
        assert!(said.err.contains("0.json") && said.err.contains("nothing.json"), "{}", said.err);
        assert!(said.out.contains("time-in-gap") && said.out.contains("next-run-contradicted"));
        if format == "sarif" {
            crate::sarif::check(&serde_json::from_str(&said.out).unwrap()).unwrap();
        }
    }
}

#[test]
fn a_report_of_many_jobs_is_one_document() {
    let jobs: String = (0..4_000).map(|_| JOBS).collect();
    let said = call(&format!("check {ASKED} --format sarif"), &jobs);
    let report: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(report["runs"][0]["results"].as_array().unwrap().len(), 12_000);
    crate::sarif::check(&report).unwrap();
}
