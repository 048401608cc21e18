//! Changes to documents in forms that are seldom seen: parts that stand alone, and values that are not there yet.

use crate::edit::{check, check_refused};
use backup_window::wire::Dialect;
use backup_window::wire::edit::{Change, edit};
use chrono::{Weekday, WeekdaySet};

fn row(cells: &[&str; 24]) -> String {
    cells.join(",")
}

fn days(row: impl Fn(&str) -> String) -> String {
    let names = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
    format!("[{}]", names.map(|name| format!(r#"{{"day":"{name}","hours":"{}"}}"#, row(name))).join(","))
}

#[test]
fn a_job_without_a_schedule_gets_one() {
    check(
        Dialect::VboV8,
        r#"{"id":1}"#,
        &["daily-time=22:00"],
        r#"{"id":1,"schedulePolicy":{"dailyTime":"22:00:00"}}"#,
    );
    check(
        Dialect::VboV8,
        r#"{"name":"a"}"#,
        &["every=4h"],
        r#"{"name":"a","schedulePolicy":{"periodicallyEvery":"Hours4"}}"#,
    );
    check(
        Dialect::Vbr,
        r#"{"id":1}"#,
        &["daily-time=22:00"],
        r#"{"id":1,"schedule":{"daily":{"localTime":"22:00"}}}"#,
    );
    check(
        Dialect::Vbr,
        r#"{"name":"a"}"#,
        &["enable=retry"],
        r#"{"name":"a","schedule":{"retry":{"isEnabled":true}}}"#,
    );
}

#[test]
fn a_part_that_stands_alone_is_changed_where_it_is() {
    check(
        Dialect::Vspc,
        r#"{"schedulePolicyType":"Daily","dailyTime":"20:00"}"#,
        &["daily-time=22:00"],
        r#"{"schedulePolicyType":"Daily","dailyTime":"22:00"}"#,
    );
    let grid = |allowed: bool| format!("[{}]", vec![allowed.to_string(); 168].join(","));
    check(
        Dialect::VboV1,
        &format!(r#"{{"backupIntervalsArray":{},"minuteOffset":0}}"#, grid(true)),
        &["window=off"],
        &format!(r#"{{"backupIntervalsArray":{},"minuteOffset":0}}"#, grid(false)),
    );
    let (open, shut) = (row(&["1"; 24]), row(&["0"; 24]));
    check(
        Dialect::Vbr,
        &format!(r#"{{"days":{}}}"#, days(|_| open.clone())),
        &["window=off"],
        &format!(r#"{{"days":{}}}"#, days(|_| shut.clone())),
    );
    check_refused(
        Dialect::Vbr,
        r#"{"days":[]}"#,
        "daily-time=22:00",
        "only its hours can be set: the document is a window, without a job around it",
    );
    // Days of its own, and a schedule beside them: a job.
    check(
        Dialect::Vbr,
        r#"{"days":7,"schedule":{"runAutomatically":true}}"#,
        &["disable=schedule"],
        r#"{"days":7,"schedule":{"runAutomatically":false}}"#,
    );
}

#[test]
fn rows_that_are_not_those_of_a_week_are_written_anew() {
    let (open, shut) = (row(&["1"; 24]), row(&["0"; 24]));
    let whole = format!(r#"{{"days":{}}}"#, days(|_| shut.clone()));
    let twice = days(|_| open.clone()).replace("Monday", "Sunday");
    let other = days(|_| open.replacen('1', "2", 1));
    let short = days(|_| "1".to_owned());
    for odd in [twice, other, short, "[]".to_owned(), "null".to_owned()] {
        check(Dialect::Vbr, &format!(r#"{{"days":{odd}}}"#), &["window=off"], &whole);
    }
}

#[test]
fn a_grid_with_a_cell_that_is_no_boolean_is_written_anew() {
    let policy = |grid: &str| {
        format!(
            r#"{{"schedulePolicy":{{"backupWindowEnabled":true,"backupWindowSettings":{{"backupWindow":{grid},"minuteOffset":0}}}}}}"#
        )
    };
    let odd = format!("[{}]", ["null"].into_iter().chain(["true"; 167]).collect::<Vec<_>>().join(","));
    let open = format!("[{}]", ["true"; 168].join(","));
    check(Dialect::VboV8, &policy(&odd), &["window=24/7"], &policy(&open));
}

#[test]
fn a_word_is_spelled_as_the_one_before_it_where_that_begins_with_a_letter() {
    let policy = |kind: &str| format!(r#"{{"schedulePolicy":{{"type":"{kind}"}}}}"#);
    for (before, after) in
        [("daily", "periodically"), ("Daily", "Periodically"), ("", "Periodically"), ("7", "Periodically")]
    {
        check(Dialect::VboV8, &policy(before), &["type=Periodically"], &policy(after));
    }
}

#[test]
fn what_a_schedule_of_backup_and_replication_lacks_is_added() {
    let dialect = Dialect::Vbr;
    check(
        dialect,
        r#"{"schedule":{"daily":{"isEnabled":true}}}"#,
        &["days=Monday"],
        r#"{"schedule":{"daily":{"isEnabled":true,"dailyKind":"SelectedDays","days":["Monday"]}}}"#,
    );
    check(
        dialect,
        r#"{"schedule":{"daily":{"isEnabled":true}}}"#,
        &["days=Everyday"],
        r#"{"schedule":{"daily":{"isEnabled":true,"dailyKind":"Everyday"}}}"#,
    );
    check(
        dialect,
        r#"{"schedule":{"runAutomatically":null,"periodically":{"isEnabled":true}}}"#,
        &["type=Daily"],
        r#"{"schedule":{"runAutomatically":null,"periodically":{"isEnabled":false},"daily":{"isEnabled":true}}}"#,
    );
    // Without a trigger it is the flag of the schedule that lets the job start by hand only.
    check(
        dialect,
        r#"{"schedule":{"runAutomatically":false,"periodically":{"isEnabled":false}}}"#,
        &["type=Daily"],
        r#"{"schedule":{"runAutomatically":true,"periodically":{"isEnabled":false},"daily":{"isEnabled":true}}}"#,
    );
    check(
        dialect,
        r#"{"schedule":{"runAutomatically":null,"periodically":{"isEnabled":null}}}"#,
        &["type=Daily"],
        r#"{"schedule":{"runAutomatically":null,"periodically":{"isEnabled":null},"daily":{"isEnabled":true}}}"#,
    );
    check(
        dialect,
        r#"{"schedule":{"backupWindow":{"isEnabled":false}}}"#,
        &["enable=window"],
        r#"{"schedule":{"backupWindow":{"isEnabled":true}}}"#,
    );
    let week = days(|_| row(&["0"; 24]));
    check(
        dialect,
        r#"{"schedule":{"periodically":{"isEnabled":true}}}"#,
        &["periodic-window=off"],
        &format!(
            r#"{{"schedule":{{"periodically":{{"isEnabled":true,"backupWindow":{{"days":{week}}}}}}}}}"#
        ),
    );
    check(
        dialect,
        r#"{"schedule":{"continuously":{"isEnabled":true}}}"#,
        &["periodic-window=off"],
        &format!(
            r#"{{"schedule":{{"continuously":{{"isEnabled":true,"backupWindow":{{"days":{week}}}}}}}}}"#
        ),
    );
}

#[test]
fn the_flag_that_is_there_is_the_one_that_is_switched() {
    check(
        Dialect::Vbr,
        r#"{"isEnabled":true,"schedule":{}}"#,
        &["disable=job"],
        r#"{"isEnabled":false,"schedule":{}}"#,
    );
    check(
        Dialect::Vbr,
        r#"{"isEnabled":true,"isDisabled":false,"schedule":{}}"#,
        &["disable=job"],
        r#"{"isEnabled":true,"isDisabled":true,"schedule":{}}"#,
    );
    check(
        Dialect::Vbr,
        r#"{"schedule":{"isEnabled":true,"runAutomatically":true}}"#,
        &["disable=schedule"],
        r#"{"schedule":{"isEnabled":true,"runAutomatically":false}}"#,
    );
}

#[test]
fn what_a_dialect_has_no_property_for_is_refused() {
    let job = r#"{"schedulePolicy":{"type":"Daily"}}"#;
    for (dialect, document, change, why) in [
        (
            Dialect::VboV8,
            job,
            "type=Continuously",
            "schedulePolicy.type: vbo-v8 does not have the type Continuously",
        ),
        (
            Dialect::VboV2,
            job,
            "enable=periodic-window",
            "schedulePolicy.periodicallyWindowSettings: vbo-v2 does not have a window for periodic starts",
        ),
        (
            Dialect::Em,
            r#"{"JobScheduleOptions":{}}"#,
            "daily-time=22:00",
            "a document of em is not changed in its text (expected another dialect; convert writes one)",
        ),
        (
            Dialect::Vbr,
            r#"{"schedule":{}}"#,
            "daily-time=22:00:00.5",
            "localTime: vbr does not have times as fine as that",
        ),
    ] {
        check_refused(dialect, document, change, why);
    }
    let two_days = Change::Days(WeekdaySet::from_array([Weekday::Mon, Weekday::Fri]));
    assert_eq!(
        edit(job, 0, Dialect::VboV8, &[two_days]).unwrap_err().to_string(),
        "schedulePolicy.dailyType: vbo-v8 has no name for [Mon, Fri]"
    );
}

#[test]
fn of_an_envelope_that_is_there_twice_the_first_has_the_jobs() {
    let text = r#"{"data":[{"id":1}],"Data":[{"id":2}]}"#;
    let change = [Change::disable("job").unwrap()];
    assert_eq!(
        edit(text, 0, Dialect::VboV8, &change).unwrap(),
        r#"{"data":[{"id":1,"isEnabled":false}],"Data":[{"id":2}]}"#
    );
    assert_eq!(
        edit(text, 1, Dialect::VboV8, &change).unwrap_err().to_string(),
        "there is no job 1 (the document has 1)"
    );
}
