//! Changing schedules inside the documents of other products than Microsoft 365's own jobs.

use crate::documents::cases;
use crate::edit::{changes, check, check_refused};
use backup_window::wire::edit::edit;
use backup_window::wire::{Dialect, ReadOptions, Tree};
use backup_window::{BackupWindow, Plan, Starts, Trigger, WORKDAYS, WindowClock};
use proptest::prelude::*;
use proptest::sample::select;

fn plan(text: &str, dialect: Dialect) -> Plan {
    let tree = Tree::from_json(text).unwrap();
    let job = tree.jobs().remove(0).unwrap();
    job.read_with(ReadOptions { dialect: Some(dialect), clock: None }).unwrap().plan
}

#[test]
fn a_job_of_the_console_keeps_its_nulls_and_its_short_times() {
    let job = |time: &str, days: &str, more: &str| {
        format!(
            r#"{{"data" : {{"x":1.50,"schedulePolicy":{{"schedulePolicyType":"Daily","periodicallyEvery":null,"dailyType":{days},"dailyTime":{time},"scheduleEnabled":null,"retryNumber":null,"backupWindowSettings":null{more}}} ,"ZZ":[]}}}}"#
        )
    };
    check(
        Dialect::Vspc,
        &job("null", "null", ""),
        &["daily-time=7:30", "days=Workdays"],
        &job(r#""07:30""#, r#""Workdays""#, ""),
    );
    check(
        Dialect::Vspc,
        &job("null", "null", ""),
        &["retry=5x15"],
        &job("null", "null", r#","retryEnabled":true,"retryWaitInterval":15"#)
            .replace("\"retryNumber\":null", "\"retryNumber\":5"),
    );
    check(
        Dialect::Vspc,
        &job("null", "null", ""),
        &["enable=schedule", "type=Periodically", "every=12h", "offset=5"],
        &job("null", "null", r#","periodicallyOffsetMinutes":5"#)
            .replace("\"Daily\"", "\"Periodically\"")
            .replace("\"periodicallyEvery\":null", "\"periodicallyEvery\":\"Hours12\"")
            .replace("\"scheduleEnabled\":null", "\"scheduleEnabled\":true"),
    );
    check_refused(
        Dialect::Vspc,
        &job("null", "null", ""),
        "daily-time=7:30:15",
        "schedulePolicy.dailyTime: 07:30:15 cannot be written (expected a whole minute)",
    );
    check_refused(
        Dialect::Vspc,
        &job("null", "null", ""),
        "type=Immediate",
        "schedulePolicy.schedulePolicyType: vspc does not have the type Immediate",
    );
    // A window of the console is read on the local clock.
    let with =
        edit(&job("null", "null", ""), 0, Dialect::Vspc, &changes(&["window=Mo-Fr 20:00-24:00"])).unwrap();
    assert!(with.contains(r#""minuteOffset":0}"#) && with.contains(r#""backupWindowEnabled":true"#));
    let daily = edit(&with, 0, Dialect::Vspc, &changes(&["daily-time=22:00", "days=Everyday"])).unwrap();
    let expected = BackupWindow::NEVER.allow_daily(WORKDAYS, 20, 24).with_clock(WindowClock::LOCAL);
    assert_eq!(plan(&daily, Dialect::Vspc).windows().backup, Some(expected));
}

#[test]
fn a_copy_job_has_types_and_a_window_of_its_own() {
    let copy = r#"{"backupJobId":"b","schedulePolicy":{"type":"immediate"}}"#;
    check(
        Dialect::VboCopy,
        copy,
        &["type=daily", "days=Friday", "daily-time=12:00"],
        r#"{"backupJobId":"b","schedulePolicy":{"type":"dailyAtTime","dailyType":"Friday","dailyTime":"12:00:00"}}"#,
    );
    check(
        Dialect::VboCopy,
        r#"{"schedulePolicy":{"type":"DailyAtTime"}}"#,
        &["type=Immediate", "disable=window"],
        r#"{"schedulePolicy":{"type":"Immediate","backupCopyWindowEnabled":false}}"#,
    );
    check(
        Dialect::VspcCopy,
        r#"{"schedulePolicy":{"schedulePolicyType":"Immediate"}}"#,
        &["type=DailyAtTime", "daily-time=12:00", "disable=window"],
        r#"{"schedulePolicy":{"schedulePolicyType":"DailyAtTime","dailyTime":"12:00","backupWindowEnabled":false}}"#,
    );
    let with = edit(copy, 0, Dialect::VboCopy, &changes(&["window=off"])).unwrap();
    assert_eq!(plan(&with, Dialect::VboCopy).windows().backup, Some(BackupWindow::NEVER));
    for (change, why) in [
        ("type=ManualOnly", "schedulePolicy.type: vbo-copy does not have the type ManualOnly"),
        ("retry=3x10", "schedulePolicy.retryEnabled: vbo-copy does not have retries"),
        ("disable=retry", "schedulePolicy.retryEnabled: vbo-copy does not have retries"),
        (
            "offset=5",
            "schedulePolicy.periodicallyOffsetMinutes: vbo-copy does not have an offset of the interval",
        ),
        (
            "disable=schedule",
            "schedulePolicy.scheduleEnabled: vbo-copy does not have a schedule that can be switched off",
        ),
        (
            "periodic-window=24/7",
            "schedulePolicy.periodicallyWindowSettings: vbo-copy does not have a window for periodic starts",
        ),
    ] {
        check_refused(Dialect::VboCopy, copy, change, why);
    }
}

#[test]
fn a_job_of_a_backup_server_can_be_switched_and_nothing_else() {
    let job = r#"{"data":{"isEnabled":true,"scheduleType":"daily"}}"#;
    check(Dialect::VspcServer, job, &["disable=job"], &job.replace("true", "false"));
    check_refused(
        Dialect::VspcServer,
        job,
        "daily-time=22:00",
        "vspc-server names the type of a schedule alone (expected job, the only thing that can be switched)",
    );
}

const NIGHTLY: &str = r#"{ "name": "n", "isDisabled": false, "schedule": { "runAutomatically": true,
  "daily": { "isEnabled": true, "localTime": "4:00", "dailyKind": "SelectedDays", "days": ["monday", "friday"], "x": 1.0 },
  "monthly": { "isEnabled": false, "months": [] }, "periodically": { "isEnabled": false, "periodicallyKind": "Hours", "frequency": 1 },
  "afterThisJob": null, "retry": { "isEnabled": false, "retryCount": 3, "awaitMinutes": 10 } } }"#;

#[test]
fn a_schedule_of_backup_and_replication_changes_in_its_triggers() {
    let dialect = Dialect::Vbr;
    check(dialect, NIGHTLY, &["daily-time=22:00"], &NIGHTLY.replace("4:00", "22:00"));
    check(dialect, NIGHTLY, &["daily-time=22:00:30"], &NIGHTLY.replace("4:00", "22:00:30"));
    check(
        dialect,
        NIGHTLY,
        &["days=Weekends"],
        &NIGHTLY.replace(r#"["monday", "friday"]"#, r#"["sunday", "saturday"]"#),
    );
    check(
        dialect,
        NIGHTLY,
        &["days=workdays"],
        &NIGHTLY.replace("SelectedDays", "WeekDays").replace(
            r#"["monday", "friday"]"#,
            r#"["monday", "tuesday", "wednesday", "thursday", "friday"]"#,
        ),
    );
    check(
        dialect,
        NIGHTLY,
        &["disable=job"],
        &NIGHTLY.replace(r#""isDisabled": false"#, r#""isDisabled": true"#),
    );
    check(
        dialect,
        NIGHTLY,
        &["type=ManualOnly"],
        &NIGHTLY.replace(r#""runAutomatically": true"#, r#""runAutomatically": false"#),
    );
    check(
        dialect,
        NIGHTLY,
        &["retry=5x15"],
        &NIGHTLY.replace(
            r#""isEnabled": false, "retryCount": 3, "awaitMinutes": 10"#,
            r#""isEnabled": true, "retryCount": 5, "awaitMinutes": 15"#,
        ),
    );
    // One trigger is switched on, and the others off: those that are there.
    check(
        dialect,
        NIGHTLY,
        &["type=periodically", "every=30m", "offset=0"],
        &NIGHTLY
            .replace(r#""daily": { "isEnabled": true"#, r#""daily": { "isEnabled": false"#)
            .replace(
                r#""isEnabled": false, "periodicallyKind": "Hours", "frequency": 1"#,
                r#""isEnabled": true, "periodicallyKind": "Minutes", "frequency": 30, "startTimeWithinAnHour": 0"#,
            ),
    );
    check(
        dialect,
        r#"{"runAutomatically":false,"daily":{"isEnabled":true,"localTime":"22:00"}}"#,
        &["type=continuously"],
        r#"{"runAutomatically":false,"daily":{"isEnabled":false,"localTime":"22:00"},"continuously":{"isEnabled":true}}"#,
    );
    // Where it is called otherwise, or further in.
    check(
        dialect,
        r#"{"name":"c","schedule":{"isEnabled":true,"daily":{"isEnabled":true}}}"#,
        &["disable=schedule"],
        r#"{"name":"c","schedule":{"isEnabled":false,"daily":{"isEnabled":true}}}"#,
    );
    check(
        dialect,
        r#"{"id":1,"options":{"rescanSchedule":{"daily":{"isEnabled":true,"localTime":"22:00"}}}}"#,
        &["daily-time=23:00"],
        r#"{"id":1,"options":{"rescanSchedule":{"daily":{"isEnabled":true,"localTime":"23:00"}}}}"#,
    );
    for (job, change, why) in [
        (NIGHTLY, "type=Immediate", "vbr does not have the type Immediate"),
        (
            NIGHTLY,
            "minute-offset=5",
            "backupWindow: vbr does not have a minuteOffset: its windows are on local time",
        ),
        (
            NIGHTLY,
            "enable=periodic-window",
            "periodically.backupWindow: vbr has no flag for this window (expected its hours, 24/7 for none that is denied)",
        ),
        (
            r#"{"schedule":{"type":"Immediate"}}"#,
            "daily-time=22:00",
            "type: a schedule of type \"Immediate\" cannot be changed",
        ),
        (
            r#"{"nextRunPolicy":"Not scheduled"}"#,
            "daily-time=22:00",
            "nextRunPolicy: a schedule in this form cannot be changed",
        ),
        (r#"{"daily":{}}"#, "disable=job", "isDisabled: vbr does not have a job around this schedule"),
    ] {
        check_refused(dialect, job, change, why);
    }
}

fn row(figures: impl Fn(usize) -> &'static str, comma: &str) -> String {
    (0..24).map(figures).collect::<Vec<_>>().join(comma)
}

/// Rows stay in their order, their names in their case, and their figures where they are.
#[test]
fn a_window_of_rows_changes_figure_by_figure() {
    let days = ["friday", "MONDAY", "tuesday", "Wednesday", "thursday", "saturday", "sunday"];
    let rows = |allowed: fn(&str, usize) -> bool, list: bool| {
        let figure = move |day: &'static str| {
            move |hour| match (allowed(day, hour), list) {
                (true, false) => "1",
                (false, false) => "0",
                (true, true) => "true",
                (false, true) => "false",
            }
        };
        let day = |day: &'static str| {
            let hours = row(figure(day), if list { " ,\n" } else { ", " });
            let hours = if list { format!("[{hours}]") } else { format!("\"{hours}\"") };
            format!("\n {{ \"hours\":{hours}, \"note\":7,\"day\" : \"{day}\"}}")
        };
        format!(r#"{{"days":[{}]}}"#, days.map(day).join(","))
    };
    let nights: fn(&str, usize) -> bool = |day, hour| match day {
        "saturday" | "sunday" => true,
        "MONDAY" => hour >= 20,
        _ => !(6..20).contains(&hour),
    };
    for list in [false, true] {
        let job = |window: String, enabled: bool| {
            format!(
                r#"{{"schedule":{{"daily":{{"isEnabled":true}},"backupWindow":{{"backupWindow":{window},"isEnabled":{enabled}}}}}}}"#
            )
        };
        check(
            Dialect::Vbr,
            &job(rows(|_, _| true, list), false),
            &["window=Mo 20:00-24:00; Tu-Fr 00:00-06:00,20:00-24:00; Sa,Su 00:00-24:00"],
            &job(rows(nights, list), true),
        );
        check(Dialect::Vbr, &rows(|_, _| false, list), &["window=24/7"], &rows(|_, _| true, list));
    }
    // What cannot be kept is written anew.
    let all = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
        .map(|day| format!(r#"{{"day":"{day}","hours":"{}"}}"#, row(|_| "1", ",")))
        .join(",");
    for broken in [r#"[{"day":"monday","hours":"1"}]"#, "null", "7", r#"[{"day":"x"}]"#] {
        check(
            Dialect::Vbr,
            &format!(
                r#"{{"schedule":{{"continuously":{{"isEnabled":true,"backupWindow":{{"days":{broken}}}}}}}}}"#
            ),
            &["periodic-window=24/7"],
            &format!(
                r#"{{"schedule":{{"continuously":{{"isEnabled":true,"backupWindow":{{"days":[{all}]}}}}}}}}"#
            ),
        );
    }
}

proptest! {
    #![proptest_config(cases(200))]

    /// Every window into a job of every dialect, twice: it is the one that is read, and nothing else has changed.
    #[test]
    fn a_window_that_is_set_is_the_one_that_is_read(
        (dialect, job) in select(vec![
            (Dialect::Vspc, r#"{"a":1.0,"schedulePolicy":{"schedulePolicyType":"Daily","scheduleEnabled":true,"dailyType":"Friday","dailyTime":"22:00"}}"#),
            (Dialect::VboCopy, r#"{"a":1.0,"schedulePolicy":{"type":"DailyAtTime","dailyType":"Friday","dailyTime":"22:00"}}"#),
            (Dialect::VspcCopy, r#"{"a":1.0,"schedulePolicy":{"schedulePolicyType":"DailyAtTime","dailyType":"Friday","dailyTime":"22:00"}}"#),
            (Dialect::Vbr, r#"{"a":1.0,"schedule":{"runAutomatically":true,"daily":{"isEnabled":true,"localTime":"22:00","dailyKind":"Everyday"}}}"#),
        ]),
        first in any::<[u64; 3]>(),
        second in any::<[u64; 3]>(),
    ) {
        let without = plan(job, dialect);
        let mut text = job.to_owned();
        for hours in [first, second] {
            let cells: [bool; 168] = core::array::from_fn(|hour| hours[hour / 64] >> (hour % 64) & 1 != 0);
            let window = BackupWindow::from_bools(&cells);
            let change = changes(&[&format!("window={}", window.text())]);
            text = edit(&text, 0, dialect, &change).unwrap();
            let read = plan(&text, dialect);
            prop_assert_eq!(read.windows().backup.unwrap().to_bools(), cells);
            let (Starts::Scheduled(before), Starts::Scheduled(after)) = (&without.starts, &read.starts) else {
                unreachable!("both are daily")
            };
            prop_assert_eq!(before.trigger(), after.trigger());
            prop_assert!(matches!(after.trigger(), Trigger::Daily(_)));
            prop_assert_eq!(&edit(&text, 0, dialect, &change).unwrap(), &text);
        }
    }
}
