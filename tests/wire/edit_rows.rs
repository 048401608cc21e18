//! Changes row by row: what a document is, and how its neighbours are laid out.

use crate::edit::{changes, check};
use backup_window::WORKDAYS;
use backup_window::wire::Dialect;
use backup_window::wire::edit::{Change, edit};

/// A type is that of a policy only where nothing says that this is a job.
#[test]
fn a_job_may_have_a_type_of_its_own() {
    for (before, after) in [
        (
            r#"{"id":7,"type":"Exchange"}"#,
            r#"{"id":7,"type":"Exchange","schedulePolicy":{"dailyTime":"22:00:00"}}"#,
        ),
        (
            r#"{"name":"a","type":"Exchange"}"#,
            r#"{"name":"a","type":"Exchange","schedulePolicy":{"dailyTime":"22:00:00"}}"#,
        ),
        (
            r#"{"type":"Exchange","schedulePolicy":{}}"#,
            r#"{"type":"Exchange","schedulePolicy":{"dailyTime":"22:00:00"}}"#,
        ),
        (r#"{"type":"Daily"}"#, r#"{"type":"Daily","dailyTime":"22:00:00"}"#),
    ] {
        check(Dialect::VboV8, before, &["daily-time=22:00"], after);
    }
    check(
        Dialect::VspcServer,
        r#"{"type":"Backup","scheduleType":"Daily"}"#,
        &["disable=job"],
        r#"{"type":"Backup","scheduleType":"Daily","isEnabled":false}"#,
    );
    check(
        Dialect::Vbr,
        r#"{"type":"Backup","schedule":{}}"#,
        &["daily-time=22:00:30"],
        r#"{"type":"Backup","schedule":{"daily":{"localTime":"22:00:30"}}}"#,
    );
}

#[test]
fn days_that_are_these_already_stay_as_they_are_listed() {
    let job = |days: &str| format!(r#"{{"schedule":{{"daily":{{"dailyKind":"WeekDays","days":{days}}}}}}}"#);
    let set = |days: &str| edit(&job(days), 0, Dialect::Vbr, &[Change::Days(WORKDAYS)]).unwrap();
    let shuffled = r#"[ "friday", "Monday","Tuesday","Wednesday","Thursday"]"#;
    assert_eq!(set(shuffled), job(shuffled));
    // One of them twice, or one that is no day: these are others.
    let listed = r#"["Monday","Tuesday","Wednesday","Thursday","Friday"]"#;
    for other in [
        r#"["Monday","Tuesday","Wednesday","Thursday","Friday","Friday"]"#,
        r#"["Monday","Tuesday","Wednesday","Thursday","Friday","Payday"]"#,
        r#"["Monday","Tuesday","Wednesday","Thursday","Saturday"]"#,
    ] {
        assert_eq!(set(other), job(listed), "{other}");
    }
}

/// A boolean stays one where the dialect writes strings, and a word takes its first letter from another word alone.
#[test]
fn a_flag_is_spelled_as_the_one_before_it() {
    for (before, after) in
        [("false", "true"), (r#""false""#, r#""true""#), (r#""False""#, r#""True""#), (r#""-""#, r#""true""#)]
    {
        let job = |flag: &str| format!(r#"{{"isEnabled":{flag},"schedulePolicy":{{}}}}"#);
        check(Dialect::VboV1, &job(before), &["enable=job"], &job(after));
    }
}

#[test]
fn the_second_property_of_an_object_stands_as_the_first_one_does() {
    for (before, after) in [
        (r#"{"id": 1}"#, r#"{"id": 1, "isEnabled": false}"#),
        (r#"{"id":1}"#, r#"{"id":1,"isEnabled":false}"#),
        (r#"{ "id":1 }"#, r#"{ "id":1,"isEnabled":false }"#),
        ("{\n\"id\":1\n}", "{\n\"id\":1,\n\"isEnabled\":false\n}"),
    ] {
        check(Dialect::VboV8, before, &["disable=job"], after);
    }
}

#[test]
fn a_new_list_has_spaces_where_its_object_has_them() {
    let policy = |settings: &str| {
        format!(r#"{{"schedulePolicy":{{"backupWindowEnabled":true,"backupWindowSettings":{settings}}}}}"#)
    };
    let list = |comma: &str| ["true"; 168].join(comma);
    for (before, after, comma) in [
        (r#"{"minuteOffset": 0, "x": 1}"#, r#"{"minuteOffset": 0, "x": 1, "backupWindow": [$]}"#, ", "),
        (r#"{ "minuteOffset":0 }"#, r#"{ "minuteOffset":0,"backupWindow":[$] }"#, ", "),
        (r#"{"minuteOffset":0}"#, r#"{"minuteOffset":0,"backupWindow":[$]}"#, ","),
    ] {
        check(Dialect::VboV8, &policy(before), &["window=24/7"], &policy(&after.replace('$', &list(comma))));
    }
}

#[test]
fn either_window_has_its_minutes() {
    assert_eq!(changes(&["periodic-minute-offset=30"]).len(), 1);
    check(
        Dialect::VboV8,
        r#"{"schedulePolicy":{"backupWindowSettings":{"minuteOffset":1},"periodicallyWindowSettings":{"minuteOffset":2}}}"#,
        &["minute-offset=-90", "periodic-minute-offset=30"],
        r#"{"schedulePolicy":{"backupWindowSettings":{"minuteOffset":-90},"periodicallyWindowSettings":{"minuteOffset":30}}}"#,
    );
}
