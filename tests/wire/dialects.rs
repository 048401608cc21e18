//! The dialects of job documents, one after the other: the same job as each version writes it.

use backup_window::wire::vbo::{ReadOptions, SchedulePolicy};
use backup_window::wire::{ClockReading, Dialect, Error, Jobs, UnknownDialect};
use backup_window::{
    BackupWindow, Every, MinuteOffset, NoRun, Plan, Retry, Starts, WORKDAYS, WindowClock, Windows,
};
use chrono::{DateTime, Utc, WeekdaySet};
use chrono_tz::America::Los_Angeles;

use crate::documents::{
    all_but, every, every_day_at, grid, job, nights, notes, on, plan, read, read_policy, with_grids,
};

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[test]
fn v1_writes_booleans_as_strings_and_its_window_needs_no_flag() {
    let reading = read(
        r#"{
            "id": "70a8cbaf-642f-4c6f-934d-fb10e597a82a",
            "name": "ABC Backup",
            "description": "Daily Backups",
            "allMailboxes": "true",
            "lastStatus": "Success",
            "lastRun": "2017-04-01T09:35:59.0469161Z",
            "nextRun": "2017-04-04T22:00:00Z",
            "isEnabled": "true",
            "schedulePolicy": {
                "type": "Periodically",
                "periodicallyEvery": "Minutes5",
                "dailyType": "Everyday",
                "dailyTime": "00:00:00",
                "backupWindow": {"backupIntervalsArray": $nights, "minuteOffset": 0},
                "retryEnabled": "true",
                "retryNumber": 1,
                "retryWaitInterval": 5
            }
        }"#,
    );
    assert_eq!(reading.dialect, Dialect::VboV1);
    assert_eq!(
        reading.plan,
        Plan {
            retry: Some(Retry::new(1, 5).unwrap()),
            ..plan(every(Every::Minutes5, 0).with_backup_window(nights()))
        }
    );
    assert_eq!(notes(&reading), [""; 0]);
}

#[test]
fn v1_without_a_window_has_none() {
    for window in ["", r#""backupWindow": null,"#] {
        let reading = read(&format!(
            r#"{{"allMailboxes": "False", "isEnabled": "False", "schedulePolicy": {{{window}
                "type": "Daily", "dailyType": "Sunday", "dailyTime": "08:00:00", "retryEnabled": "False"}}}}"#
        ));
        let sundays = plan(on(WeekdaySet::single(chrono::Weekday::Sun), "08:00:00"));
        assert_eq!(reading.plan, Plan { job_enabled: false, ..sundays });
        assert_eq!(reading.dialect, Dialect::VboV1);
    }
}

#[test]
fn v1_clients_send_termination_settings_and_times_without_seconds() {
    let reading = read_policy(
        r#""type": "Daily", "periodicallyEvery": "Minutes5", "dailyType": "Everyday", "dailyTime": "22:00",
        "terminationEnabled": true, "terminationInterval": "Minutes5",
        "retryEnabled": true, "retryNumber": 3, "retryWaitInterval": 10"#,
    );
    assert_eq!(reading.dialect, Dialect::VboV1);
    assert_eq!(reading.plan, Plan { retry: Some(Retry::default()), ..plan(every_day_at("22:00:00")) });
}

#[test]
fn v2_to_v5_have_a_flag_for_the_window() {
    let document = |flag: &str| {
        read_policy(&format!(
            r#"{flag} "backupWindowSettings": {{"backupWindow": $nights, "minuteOffset": 120}},
            "type": "Daily", "dailyType": "Wednesday", "dailyTime": "08:00:00",
            "retryEnabled": true, "retryNumber": 3, "retryWaitInterval": 10"#
        ))
    };
    let wednesdays = on(WeekdaySet::single(chrono::Weekday::Wed), "08:00:00");
    let without = Plan { retry: Some(Retry::default()), ..plan(wednesdays) };
    let ahead = WindowClock::UtcOffset(MinuteOffset::new(120).unwrap());
    let window = nights().with_clock(ahead);
    let with = Plan { starts: Starts::Scheduled(wednesdays.with_backup_window(window)), ..without.clone() };

    let on = document(r#""backupWindowEnabled": true,"#);
    assert_eq!((on.dialect, &on.plan, notes(&on)), (Dialect::VboV2, &with, vec![]));
    let off = document(r#""backupWindowEnabled": false,"#);
    assert_eq!((off.dialect, &off.plan, notes(&off)), (Dialect::VboV2, &without, vec![]));
    for missing in ["", r#""backupWindowEnabled": null,"#] {
        let ignored = "schedulePolicy.backupWindowSettings: ignored: backupWindowEnabled is not set";
        let reading = document(missing);
        assert_eq!((&reading.plan, notes(&reading)), (&without, vec![ignored.to_owned()]));
    }
}

/// Friday 19:00 is Saturday 02:00 UTC in summer on the American west coast: the job's time is local.
#[test]
fn v3_prints_a_next_run_that_shows_the_zone() {
    let job = job(include_str!("../data/vbo-v3-job.json"));
    let reading = job.read().unwrap();
    assert_eq!(reading.dialect, Dialect::VboV2);
    let last_run = job.last_run().unwrap().unwrap();
    assert_eq!(last_run, utc("2018-05-30T12:19:14.7927466Z"));
    let run = reading.plan.next_after(&Los_Angeles, last_run).unwrap();
    assert_eq!(Some(run.at), job.next_run().unwrap());
    assert_eq!(run.at, utc("2018-06-02T02:00:00Z"));
    assert_eq!(run.local().to_rfc3339(), "2018-06-01T19:00:00-07:00");
    assert_eq!(run.closes, Some(utc("2018-06-04T06:00:00Z")), "Monday's first denied hour");
}

#[test]
fn v6_has_no_flag_for_the_periodic_window_which_counts_when_an_hour_is_denied() {
    let document = |grid: &str| {
        read_policy(&format!(
            r#""type": "Periodically", "periodicallyEvery": "Hours4", "periodicallyOffsetMinutes": 15,
            "scheduleEnabled": true,
            "periodicallyWindowSettings": {{"backupWindow": {grid}, "minuteOffset": null}}"#
        ))
    };
    let every_4_h = every(Every::Hours4, 15);
    let all = document("$168.");
    assert_eq!((all.dialect, all.plan, all.notes), (Dialect::VboV6, plan(every_4_h), vec![]));
    for window in [nights(), all_but(0), all_but(167), BackupWindow::NEVER] {
        let reading = document(&grid(&window));
        assert_eq!(reading.dialect, Dialect::VboV6);
        assert_eq!(reading.plan, plan(every_4_h.with_periodic_window(window)));
    }
}

#[test]
fn v7_has_a_flag_for_the_periodic_window() {
    let document = |flag: &str| {
        read(&format!(
            r#"{{"lastBackup": "2026-08-20T12:00:00.1234567Z", "schedulePolicy": {{
                "type": "Periodically", "periodicallyEvery": "Hours2", {flag}
                "periodicallyWindowSettings": {{"backupWindow": $nights, "minuteOffset": 0}}}}}}"#
        ))
    };
    let every_2_h = every(Every::Hours2, 0);
    let on = document(r#""periodicallyWindowEnabled": true,"#);
    assert_eq!((on.dialect, on.plan), (Dialect::VboV7, plan(every_2_h.with_periodic_window(nights()))));
    let off = document(r#""periodicallyWindowEnabled": false,"#);
    assert_eq!((off.dialect, off.plan, off.notes), (Dialect::VboV7, plan(every_2_h), vec![]));
    // `lastBackup` says that this is no document of v6.
    for missing in ["", r#""periodicallyWindowEnabled": null,"#] {
        let ignored =
            "schedulePolicy.periodicallyWindowSettings: ignored: periodicallyWindowEnabled is not set";
        let reading = document(missing);
        assert_eq!(reading.dialect, Dialect::VboV7);
        assert_eq!((&reading.plan, notes(&reading)), (&plan(every_2_h), vec![ignored.to_owned()]));
    }
}

#[test]
fn v8_has_12_hours_and_comes_in_pages() {
    let page: Jobs = serde_json::from_str(
        r#"{
            "offset": 0,
            "limit": 30,
            "results": [
                {"id": "a", "organizationId": "o", "eTag": "7", "isEnabled": true, "schedulePolicy": {
                    "scheduleEnabled": true, "type": "Periodically", "periodicallyEvery": "Hours12"}},
                {"id": "b", "organizationId": "o", "isEnabled": false, "schedulePolicy": {
                    "scheduleEnabled": false, "type": "ManualOnly", "dailyTime": "22:00:00"}}
            ],
            "_links": {"self": {"href": "/v8/Jobs?offset=0&limit=30"}}
        }"#,
    )
    .unwrap();
    let readings: Vec<_> = page.iter().map(|job| job.read().unwrap()).collect();
    assert_eq!(readings[0].plan, plan(every(Every::Hours12, 0)));
    let manual = Plan::new(Starts::ManualOnly);
    assert_eq!(readings[1].plan, Plan { job_enabled: false, schedule_enabled: false, ..manual });
    assert!(readings.iter().all(|reading| reading.dialect == Dialect::VboV8));
}

#[test]
fn properties_speak_for_a_dialect() {
    let rows = [
        (r#""allMailboxes": "true", "#, "", Dialect::VboV1),
        ("", r#""backupWindow": {"backupIntervalsArray": $168.}, "#, Dialect::VboV1),
        ("", r#""terminationEnabled": false, "#, Dialect::VboV1),
        ("", "", Dialect::VboV2),
        ("", r#""backupWindowEnabled": false, "#, Dialect::VboV2),
        ("", r#""backupWindow": null, "#, Dialect::VboV2),
        ("", r#""scheduleEnabled": true, "#, Dialect::VboV6),
        ("", r#""periodicallyOffsetMinutes": 0, "#, Dialect::VboV6),
        ("", r#""periodicallyWindowSettings": {"backupWindow": $168.}, "#, Dialect::VboV6),
        ("", r#""periodicallyWindowSettings": null, "#, Dialect::VboV2),
        ("", r#""periodicallyWindowEnabled": null, "#, Dialect::VboV7),
        (r#""lastBackup": null, "#, "", Dialect::VboV7),
        (r#""organizationId": "o", "#, "", Dialect::VboV8),
        (r#""eTag": "1", "lastBackup": null, "#, r#""scheduleEnabled": true, "#, Dialect::VboV8),
        (r#""lastBackup": null, "#, r#""periodicallyEvery": "hours12", "#, Dialect::VboV8),
    ];
    for (of_job, of_policy, expected) in rows {
        let text = format!(r#"{{{of_job}"schedulePolicy": {{{of_policy}"type": "ManualOnly"}}}}"#);
        let reading = read(&text);
        assert_eq!(reading.dialect, expected, "{text}");
        assert_eq!(job(&text).dialect(), expected, "{text}");
    }
}

#[test]
fn a_caller_may_say_the_dialect() {
    let job = job(r#"{"schedulePolicy": {"type": "Periodically", "periodicallyEvery": "Hours4",
            "periodicallyWindowSettings": {"backupWindow": $nights}}}"#);
    let as_dialect = |dialect| ReadOptions { dialect: Some(dialect), ..ReadOptions::default() };
    let with = plan(every(Every::Hours4, 0).with_periodic_window(nights()));
    assert_eq!(job.read_with(as_dialect(Dialect::VboV6)).unwrap().plan, with);
    let v8 = job.read_with(as_dialect(Dialect::VboV8)).unwrap();
    assert_eq!((v8.dialect, v8.plan), (Dialect::VboV8, plan(every(Every::Hours4, 0))));
}

#[test]
fn a_caller_may_say_how_the_offset_is_read() {
    let job = job(r#"{"schedulePolicy": {"type": "ManualOnly", "backupWindowEnabled": true,
            "backupWindowSettings": {"backupWindow": $nights, "minuteOffset": -90}}}"#);
    let minutes = MinuteOffset::new(-90).unwrap();
    for (clock, expected) in [
        (None, WindowClock::UtcOffset(minutes)),
        (Some(ClockReading::UtcOffset), WindowClock::UtcOffset(minutes)),
        (Some(ClockReading::Local), WindowClock::Local { shift: minutes }),
    ] {
        let plan = job.read_with(ReadOptions { clock, ..ReadOptions::default() }).unwrap().plan;
        let expected = nights().with_clock(expected);
        assert_eq!(plan.windows, Windows { backup: Some(expected), periodic: None });
        assert_eq!(plan.windows().backup.unwrap().clock(), expected.clock());
    }
}

#[test]
fn dialects_have_names() {
    for dialect in Dialect::ALL {
        assert_eq!(dialect.name().parse(), Ok(dialect));
        assert_eq!(dialect.to_string().to_uppercase().parse(), Ok(dialect));
    }
    assert_eq!("v8".parse::<Dialect>(), Err(UnknownDialect));
    for older in ["vbo-v3", "vbo-v4", "VBO-V5"] {
        assert_eq!(older.parse(), Ok(Dialect::VboV2));
    }
    assert_eq!(
        UnknownDialect.to_string(),
        "not a dialect (expected vbo-v1, vbo-v2, vbo-v6, vbo-v7, vbo-v8, vbo-copy, vspc, vspc-copy, vspc-server, vbr, \
         em, agent, logon-hours, logon-hours-base64, text)"
    );
}

#[test]
fn a_policy_may_stand_alone() {
    let read = |text: &str| -> Result<Plan, Error> {
        let policy: SchedulePolicy = serde_json::from_str(&with_grids(text)).unwrap();
        policy.read().map(|reading| reading.plan)
    };
    let friday_noon = r#"{"scheduleEnabled": true, "backupWindowEnabled": false, "type": "Daily",
        "dailyType": "Workdays", "dailyTime": "12:00", "retryEnabled": false}"#;
    assert_eq!(read(friday_noon).unwrap(), plan(on(WORKDAYS, "12:00:00")));
    let broken = read(r#"{"type": "Daily", "dailyType": "Workdays", "dailyTime": 12}"#).unwrap_err();
    assert_eq!(broken.path(), "dailyTime");
}

#[test]
fn other_types_of_schedule_are_not_errors() {
    for kind in ["Immediate", "DailyAtTime", "continuously", "Monthly"] {
        let reading = read_policy(&format!(r#""type": {kind:?}, "dailyTime": 5"#));
        assert_eq!(reading.plan, Plan::new(Starts::Unsupported(kind.into())));
        let none = reading.plan.next_after(&Utc, utc("2025-01-01T00:00:00Z"));
        assert_eq!(none, Err(NoRun::Unsupported(kind)));
    }
}
