//! `convert`: documents in another dialect, and what is lost.

use crate::call::call;

const HOURLY: &str = r#"{"id":1,"name":"a","schedulePolicy":{"type":"Periodically","periodicallyEvery":"Hours1","periodicallyOffsetMinutes":5}}"#;
const DAILY: &str = r#"{"id":2,"isEnabled":false,"schedulePolicy":{"type":"Daily","dailyType":"Friday","dailyTime":"19:00"}}"#;

#[test]
fn an_exact_conversion_says_nothing_beside_the_document() {
    let said = call("convert --to vbr", DAILY);
    assert_eq!(
        (said.status, said.err.as_str(), said.out.as_str()),
        (
            0,
            "",
            "{\"id\":2,\"isDisabled\":true,\"schedule\":{\"runAutomatically\":true,\"daily\":{\"isEnabled\":true,\"localTime\":\"19:00\",\"dailyKind\":\"SelectedDays\",\"days\":[\"Friday\"]}}}\n"
        )
    );
}

#[test]
fn what_would_be_lost_is_named_and_not_written() {
    let said = call("convert --to vbo-v5", HOURLY);
    assert_eq!(
        (said.status, said.out.as_str(), said.err.as_str()),
        (
            3,
            "",
            "a (1): lost: schedulePolicy.periodicallyOffsetMinutes: vbo-v2 has no offset of an interval (it was 5 min)\n\
             backup-window: nothing is written where something is lost; --allow-loss writes it\n"
        )
    );
    let said = call("convert --to vbo-v5 --allow-loss --format ndjson", HOURLY);
    assert_eq!(
        (said.status, said.out.as_str(), said.err.as_str()),
        (
            0,
            "{\"id\":1,\"name\":\"a\",\"schedulePolicy\":{\"type\":\"Periodically\",\"periodicallyEvery\":\"Hours1\"}}\n",
            "{\"id\":1,\"name\":\"a\",\"losses\":[{\"path\":\"schedulePolicy.periodicallyOffsetMinutes\",\"reason\":\"vbo-v2 has no offset of an interval (it was 5 min)\"}]}\n"
        )
    );
}

#[test]
fn the_envelope_stays_and_bad_jobs_are_left_out() {
    let page = format!(r#"{{"offset":0,"results":[{DAILY},5,{HOURLY}],"limit":30}}"#);
    let said = call("convert --to vspc", &page);
    assert_eq!(said.status, 1);
    let marked = "      |                                            ^\n";
    assert!(
        said.err.starts_with(
            "job: error: 5 is not a job (expected an object)\n  --> standard input:1:126\n    1 | ..."
        ),
        "{}",
        said.err
    );
    assert!(said.err.ends_with(marked) && said.err.lines().count() == 4, "{}", said.err);
    // The same as data.
    let said = call("convert --to vspc --format ndjson", &page);
    assert_eq!(
        said.err,
        "{\"id\":null,\"name\":null,\"job\":1,\"error\":{\"path\":\"\",\"message\":\"5 is not a job (expected an object)\",\"file\":null,\"line\":1,\"column\":126}}\n"
    );
    assert!(said.out.starts_with(r#"{"offset":0,"results":[{"id":2,"isEnabled":false,"schedulePolicy":{"schedulePolicyType":"Daily","#), "{}", said.out);
    assert!(said.out.ends_with("],\"limit\":30}\n"));
}

/// A value that no type holds makes its job an error, and no other.
#[test]
fn a_job_that_cannot_be_taken_up_hides_no_other() {
    let page = format!("{{\"results\":[{DAILY},\n {{\"id\":\"b\",\"x\":1e999}},{HOURLY}]}}");
    let said = call("convert --to vbo-v8 --format ndjson", &page);
    assert_eq!((said.status, said.out.matches("schedulePolicy").count()), (1, 2), "{said:?}");
    assert!(
        said.err.starts_with("{\"id\":\"b\",\"name\":null,\"job\":1,\"error\":{\"path\":\"\",\"message\":\"not JSON: number out of range at line 2, column 20\",\"file\":null,\"line\":2,\"column\":20}}"),
        "{}",
        said.err
    );
    let said = call("dialect", &page);
    let dialects: Vec<bool> = said.lines().iter().map(|line| line.contains("\"dialect\":\"vbo")).collect();
    assert_eq!((said.status, dialects), (1, vec![true, false, true]), "{}", said.out);
    assert!(
        said.lines()[1].contains("\"id\":\"b\"") && said.lines()[1].contains("\"line\":2"),
        "{}",
        said.out
    );
}

#[test]
fn each_line_is_a_document_of_its_own() {
    let lines = format!("{DAILY}\n{HOURLY}\n{{\n{DAILY}\n");
    let said = call("convert --to vbo-v2", &lines);
    assert_eq!((said.status, said.lines().len()), (3, 2), "{said:?}");
    assert!(said.err.contains("not JSON") && said.err.contains("line 3"), "{}", said.err);
    let said = call("convert --to vbo-v2 --allow-loss", &lines);
    assert_eq!((said.status, said.lines().len()), (1, 3), "{said:?}");
}

#[test]
fn a_window_goes_from_form_to_form() {
    let hex = "000000c0ff03c0ff03c0ff03c0ff03c0ff03000000\n";
    let base64 = call("convert --to logon-hours-base64", hex);
    assert_eq!((base64.status, base64.out.as_str()), (0, "AAAAwP8DwP8DwP8DwP8DwP8DAAAA\n"));
    assert_eq!(call("convert --to logon-hours", &base64.out).out, hex);
    let grid = call("convert --to vbo-v8", hex);
    assert!(grid.out.starts_with("{\"backupWindow\":[false,") && grid.out.ends_with("\"minuteOffset\":0}\n"));
    assert_eq!(call("convert --to logon-hours --dialect vbo-v8", &grid.out).out, hex);
    // On a local clock the same hours are others.
    let said = call("convert --to text", hex);
    assert_eq!((said.status, said.out.as_str()), (3, ""));
    assert!(
        said.err.starts_with(
            "job: lost: text reads its windows on local time, and this one is on UTC: the grid is kept\n"
        ),
        "{}",
        said.err
    );
    let said = call("convert --to text --clock local", hex);
    assert_eq!((said.status, said.out.as_str()), (0, "Mo-Fr 06:00-18:00\n"));
}

#[test]
fn a_dialect_must_be_one() {
    let said = call("convert --to vbo-v9", DAILY);
    assert_eq!(said.status, 2);
    assert!(said.err.contains("not a dialect (expected vbo-v1,"), "{}", said.err);
    assert_eq!(call("convert", DAILY).status, 2);
}
