//! From one dialect to another: what is the same there, and what is lost.

use crate::documents::with_grids;
use backup_window::wire::{ClockReading, Conversion, Dialect, ReadOptions, Tree};
use backup_window::{BackupWindow, WORKDAYS};

fn tree(text: &str) -> Tree {
    serde_json::from_str(&with_grids(text)).unwrap()
}

fn convert(text: &str, to: Dialect) -> Conversion {
    tree(text).convert(to, ReadOptions::default()).unwrap()
}

fn losses(text: &str, to: Dialect) -> Vec<String> {
    convert(text, to).losses().iter().map(ToString::to_string).collect()
}

fn written(text: &str, to: Dialect) -> String {
    serde_json::to_string(convert(text, to).document()).unwrap()
}

const JOB: &str = r#"{"id":1,"repositoryId":"r","isEnabled":true,"schedulePolicy":{$},"_links":{}}"#;

fn job(policy: &str) -> String {
    JOB.replace('$', policy)
}

#[test]
fn what_is_no_part_of_the_schedule_stays_where_it_is() {
    let daily = job(r#""type":"Daily","dailyType":"Workdays","dailyTime":"22:00""#);
    for (to, expected) in [
        (
            Dialect::VboV1,
            r#"{"id":1,"isEnabled":"true","schedulePolicy":{"type":"Daily","dailyType":"Workdays","dailyTime":"22:00:00"},"repositoryId":"r","_links":{}}"#,
        ),
        (
            Dialect::VboCopy,
            r#"{"id":1,"repositoryId":"r","isEnabled":true,"schedulePolicy":{"type":"DailyAtTime","dailyType":"Workdays","dailyTime":"22:00:00","backupCopyWindowEnabled":false},"_links":{}}"#,
        ),
        (
            Dialect::Vspc,
            r#"{"id":1,"repositoryId":"r","isEnabled":true,"schedulePolicy":{"schedulePolicyType":"Daily","dailyType":"Workdays","dailyTime":"22:00","scheduleEnabled":true,"backupWindowEnabled":false,"periodicallyWindowEnabled":false,"retryEnabled":false},"_links":{}}"#,
        ),
        (
            Dialect::Vbr,
            r#"{"id":1,"repositoryId":"r","isDisabled":false,"schedule":{"runAutomatically":true,"daily":{"isEnabled":true,"localTime":"22:00","dailyKind":"WeekDays","days":["Monday","Tuesday","Wednesday","Thursday","Friday"]}},"_links":{}}"#,
        ),
    ] {
        assert_eq!((written(&daily, to).as_str(), losses(&daily, to)), (expected, vec![]), "{to}");
    }
    assert_eq!(
        losses(&daily, Dialect::VspcServer),
        [
            "schedulePolicy.dailyType: vspc-server names the type of a schedule alone",
            "schedulePolicy.dailyTime: vspc-server names the type of a schedule alone",
        ]
    );
    assert_eq!(
        written(&daily, Dialect::VspcServer),
        r#"{"id":1,"repositoryId":"r","isEnabled":true,"scheduleType":"Daily","_links":{}}"#
    );
}

#[test]
fn every_fact_that_is_lost_is_named_by_path_and_reason() {
    use Dialect::{LogonHours, VboCopy, VboV2, VboV7, VboV8, Vbr, Vspc, VspcCopy};
    let hours_4 = r#""type":"Periodically","periodicallyEvery":"Hours4""#;
    let rows: [(String, Dialect, &[&str]); 14] = [
        (
            job(&format!(r#"{hours_4},"periodicallyOffsetMinutes":15"#)),
            VboV2,
            &["schedulePolicy.periodicallyOffsetMinutes: vbo-v2 has no offset of an interval (it was 15 min)"],
        ),
        (
            job(&format!(r#"{hours_4},"retryEnabled":true"#)),
            VboCopy,
            &["schedulePolicy.retryEnabled: vbo-copy has no retries"],
        ),
        (
            job(r#""type":"Periodically","periodicallyEvery":"Hours12""#),
            VboV7,
            &["schedulePolicy.periodicallyEvery: vbo-v7 has no interval of 12 hours: it starts by hand only"],
        ),
        (
            job(&format!(r#"{hours_4},"periodicallyWindowEnabled":true,"periodicallyWindowSettings":{{"backupWindow":$nights}}"#)),
            VboV2,
            &["schedulePolicy.periodicallyWindowSettings: vbo-v2 has no place for a window of periodic starts"],
        ),
        (
            job(r#""type":"Daily","dailyType":"Friday","dailyTime":"22:00:30.5""#),
            Vspc,
            &["schedulePolicy.dailyTime: vspc has no time as fine as 22:00:30.500: it is 22:00:00"],
        ),
        (
            job(r#""type":"Daily","dailyType":"Friday","dailyTime":"22:00:30.5""#),
            Vbr,
            &["schedulePolicy.dailyTime: vbr has no time as fine as 22:00:30.500: it is 22:00:30"],
        ),
        (
            job(&format!(r#"{hours_4},"scheduleEnabled":false"#)),
            VboV2,
            &["schedulePolicy.scheduleEnabled: vbo-v2 has no flag of a schedule: the job is disabled instead"],
        ),
        (
            job(&format!(r#"{hours_4},"backupWindowEnabled":true,"backupWindowSettings":{{"backupWindow":$nights,"minuteOffset":30}}"#)),
            Vbr,
            &["schedulePolicy.backupWindowSettings: vbr reads its windows on local time, and this one is on UTC+30 min: the grid is kept"],
        ),
        (
            job(&format!(r#"{hours_4},"backupWindowEnabled":false,"backupWindowSettings":{{"backupWindow":$nights}},"colour":7"#)),
            Vbr,
            &[
                "schedulePolicy.backupWindowSettings: vbr reads its windows on local time, and this one is on UTC: the grid is kept",
                "schedulePolicy.colour: not known, and so without a place in vbr",
            ],
        ),
        (
            r#"{"schedule":{"runAutomatically":true,"monthly":{"isEnabled":true,"localTime":"22:00","dayNumberInMonth":"OnDay","dayOfMonth":1,"months":["May"]}}}"#.into(),
            VboV8,
            &["schedule.monthly: vbo-v8 has no monthly schedules: it starts by hand only"],
        ),
        (
            r#"{"schedule":{"runAutomatically":true,"daily":{"isEnabled":true,"localTime":"22:00","dailyKind":"SelectedDays","days":["Monday","Friday"]}}}"#.into(),
            VboV8,
            &[
                "schedule.daily.days: vbo-v8 has no name for the days [Mon, Fri]: it starts by hand only",
                "schedule.daily.dailyKind: vbo-v8 has no name for the days [Mon, Fri]: it starts by hand only",
                "schedule.daily.localTime: vbo-v8 has no name for the days [Mon, Fri]: it starts by hand only",
            ],
        ),
        (
            r#"{"schedule":{"runAutomatically":true,"afterThisJob":{"isEnabled":true,"jobName":"first"}}}"#.into(),
            VboV8,
            &["schedule.afterThisJob: vbo-v8 has no word for jobs that run after another one: it starts by hand only"],
        ),
        (
            r#"{"sourceBackupJobUid":"b","schedulePolicy":{"schedulePolicyType":"Immediate"}}"#.into(),
            Vspc,
            &["schedulePolicy.schedulePolicyType: vspc has no word for jobs that copy each new restore point: it starts by hand only"],
        ),
        (
            job(&format!(r#"{hours_4},"retryEnabled":true,"backupWindowEnabled":true,"backupWindowSettings":{{"backupWindow":$nights,"minuteOffset":30}}"#)),
            LogonHours,
            &[
                "schedulePolicy.periodicallyEvery: logon-hours is a window alone",
                "schedulePolicy.retryEnabled: logon-hours is a window alone",
                "schedulePolicy.type: logon-hours is a window alone",
                "schedulePolicy.backupWindowSettings: logon-hours has whole hours on UTC, and these are on UTC+30 min: the grid is kept",
                "id: logon-hours is a window alone",
                "repositoryId: logon-hours is a window alone",
                "_links: logon-hours is a window alone",
            ],
        ),
    ];
    for (text, to, expected) in rows {
        assert_eq!(losses(&text, to), expected, "{text} to {to}");
    }
    // Of what starts the job something must be left.
    let by_hand = tree(&job(r#""type":"ManualOnly""#));
    for to in [VboCopy, VspcCopy] {
        assert_eq!(
            by_hand.convert(to, ReadOptions::default()).unwrap_err().to_string(),
            format!("{to} has no words for what starts the job, and none to leave it out")
        );
    }
}

#[test]
fn what_another_version_does_not_have_is_named() {
    use Dialect::{VboV1, VboV2, VboV6, VboV7, VboV8, Vbr};
    let v8 = r#"{"id":1,"eTag":"x","organizationId":"o","lastBackup":"2026-08-20T12:00:00Z","schedulePolicy":{
        "type":"Daily","dailyType":"Everyday","dailyTime":"22:00:00","scheduleEnabled":true,"periodicallyEvery":"Hours12",
        "periodicallyOffsetMinutes":15,"backupWindowEnabled":false,"backupWindowSettings":{"backupWindow":$nights,"minuteOffset":0},
        "periodicallyWindowEnabled":false,"periodicallyWindowSettings":{"backupWindow":$nights,"minuteOffset":0}}}"#;
    let v1 = r#"{"id":1,"allMailboxes":"true","schedulePolicy":{"type":"Daily","dailyType":"Everyday","dailyTime":"22:00",
        "terminationEnabled":true,"terminationInterval":"Minutes5","backupWindow":{"backupIntervalsArray":$nights}}}"#;
    let rows: [(&str, Dialect, &[&str]); 8] = [
        (v8, VboV8, &[]),
        (v8, VboV7, &["schedulePolicy.periodicallyEvery", "eTag", "organizationId"]),
        (
            v8,
            VboV6,
            &[
                "schedulePolicy.periodicallyEvery",
                "schedulePolicy.periodicallyWindowSettings",
                "eTag",
                "organizationId",
                "lastBackup",
            ],
        ),
        (
            v8,
            VboV1,
            &[
                "schedulePolicy.periodicallyEvery",
                "schedulePolicy.periodicallyOffsetMinutes",
                "schedulePolicy.backupWindowSettings",
                "schedulePolicy.periodicallyWindowSettings",
                "eTag",
                "organizationId",
                "lastBackup",
            ],
        ),
        (v1, VboV1, &[]),
        (
            v1,
            VboV2,
            &["schedulePolicy.terminationEnabled", "schedulePolicy.terminationInterval", "allMailboxes"],
        ),
        (
            v1,
            VboV8,
            &["schedulePolicy.terminationEnabled", "schedulePolicy.terminationInterval", "allMailboxes"],
        ),
        (
            r#"{"schedulePolicy":{"type":"ManualOnly","terminationEnabled":true,"terminationInterval":"Minutes5"}}"#,
            Vbr,
            &["schedulePolicy.terminationEnabled", "schedulePolicy.terminationInterval"],
        ),
    ];
    for (text, to, paths) in rows {
        let expected: Vec<String> =
            paths.iter().map(|path| format!("{path}: {to} does not have it")).collect();
        assert_eq!(losses(text, to), expected, "{text} to {to}");
    }
    // What is said by leaving it out is not lost.
    let said = r#"{"schedulePolicy":{"type":"ManualOnly","scheduleEnabled":true,"periodicallyOffsetMinutes":0,
        "backupWindowEnabled":false,"backupWindowSettings":{"backupWindow":$168.,"minuteOffset":null},"retryNumber":null,
        "periodicallyWindowEnabled":false,"periodicallyWindowSettings":null}}"#;
    assert_eq!(losses(said, VboV1), [""; 0]);
}

#[test]
fn what_is_switched_off_in_backup_and_replication_is_named() {
    let row = |figure: &str| [figure; 24].join(",");
    let days = |figure: &str| {
        let days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
        let rows = days.map(|day| format!(r#"{{"day":"{day}","hours":"{}"}}"#, row(figure)));
        format!(r#"{{"days":[{}]}}"#, rows.join(","))
    };
    let job = |figure: &str| {
        let window = days(figure);
        format!(
            r#"{{"schedule":{{"runAutomatically":true,"daily":{{"isEnabled":true,"dailyKind":"Everyday","localTime":"22:00"}},
            "periodically":{{"isEnabled":false,"backupWindow":{window}}},"continuously":{{"isEnabled":false,"backupWindow":{window}}},
            "backupWindow":{{"isEnabled":false,"backupWindow":{window}}}}}}}"#
        )
    };
    assert_eq!(losses(&job("1"), Dialect::VboV8), [""; 0]);
    let lost = |name: &str, to: Dialect| {
        format!("schedule.{name}.backupWindow: switched off, and {to} is written without it")
    };
    let all = ["periodically", "continuously", "backupWindow"];
    for (to, names) in [
        // One window of starts has a place, and so does the backup window.
        (Dialect::VboV8, &["continuously"][..]),
        (Dialect::VboV7, &["continuously"]),
        (Dialect::Vspc, &["continuously"]),
        // Without a flag, a window of starts is in force.
        (Dialect::VboV6, &["periodically", "continuously"]),
        (Dialect::VboV2, &["periodically", "continuously"]),
        (Dialect::VboCopy, &["periodically", "continuously"]),
        (Dialect::VspcCopy, &["periodically", "continuously"]),
        (Dialect::VboV1, &all),
    ] {
        assert_eq!(
            losses(&job("0"), to),
            names.iter().map(|name| lost(name, to)).collect::<Vec<_>>(),
            "{to}"
        );
    }
    assert_eq!(losses(&job("0"), Dialect::Vbr), [""; 0]);
}

/// Options of Enterprise Manager and states of jobs are read and never written.
#[test]
fn what_is_never_written_stays_as_it_is_in_its_own_dialect() {
    for (text, dialect) in [
        (
            r#"{"Name":"a","JobScheduleOptions":{"Standart":{"OptionsDaily":{"Enabled":true,"Kind":"Everyday","Time":"22:00:00"}}}}"#,
            Dialect::Em,
        ),
        (r#"{"OptionsDaily":{"Enabled":true,"Kind":"Everyday","Time":"22:00:00"}}"#, Dialect::Em),
        (r#"{"name":"a","nextRun":null,"nextRunPolicy":"After [b]"}"#, Dialect::Vbr),
    ] {
        assert_eq!(convert(text, dialect), Conversion::Exact(tree(text)));
    }
}

#[test]
fn the_same_instants_are_written_on_the_clock_of_the_other_dialect() {
    let window = format!(
        r#"{{"backupWindow":{},"minuteOffset":120}}"#,
        crate::documents::grid(&BackupWindow::NEVER.allow_daily(WORKDAYS, 8, 20))
    );
    let options = ReadOptions { dialect: Some(Dialect::VboV8), clock: None };
    let converted = tree(&window).convert(Dialect::LogonHours, options).unwrap();
    // 08:00 on a clock two hours ahead is 06:00 in UTC.
    assert_eq!(converted, Conversion::Exact(tree("\"000000c0ff03c0ff03c0ff03c0ff03c0ff03000000\"")));
    // The clock that the caller names is that of both.
    let local = ReadOptions { clock: Some(ClockReading::Local), ..options };
    let text = tree(&window).convert(Dialect::Text, local).unwrap();
    assert_eq!(text, Conversion::Exact(tree("\"Mo-Fr 10:00-22:00\"")));
}

#[test]
fn a_document_keeps_its_unknown_properties_in_its_own_dialect() {
    let text = r#"{"name":"a","schedule":{"runAutomatically":"True","daily":{"isEnabled":"true","dailyKind":"everyday","localTime":"4:00","days":["monday"],"colour":1},"atEvents":{"backupAtLock":false},"monthly":{"isEnabled":false,"months":[]}}}"#;
    assert_eq!(
        written(text, Dialect::Vbr),
        r#"{"name":"a","schedule":{"runAutomatically":true,"daily":{"isEnabled":true,"dailyKind":"Everyday","localTime":"04:00","days":["monday"],"colour":1},"atEvents":{"backupAtLock":false},"monthly":{"isEnabled":false,"months":[]}}}"#
    );
    assert_eq!(losses(text, Dialect::Vbr), [""; 0]);
}

#[test]
fn what_is_not_in_use_goes_along_where_it_has_a_place() {
    let daily = r#""type":"Daily","dailyType":"Workdays","dailyTime":"22:00:00""#;
    let beside = r#""periodicallyEvery":"Minutes5","periodicallyOffsetMinutes":7,"retryEnabled":false,"retryNumber":4,"retryWaitInterval":11"#;
    let job = job(&format!("{daily},{beside}"));
    assert_eq!(losses(&job, Dialect::Vspc), [""; 0]);
    assert_eq!(
        written(&job, Dialect::Vspc),
        r#"{"id":1,"repositoryId":"r","isEnabled":true,"schedulePolicy":{"schedulePolicyType":"Daily","dailyType":"Workdays","dailyTime":"22:00","scheduleEnabled":true,"backupWindowEnabled":false,"periodicallyWindowEnabled":false,"retryEnabled":false,"periodicallyEvery":"Minutes5","periodicallyOffsetMinutes":7,"retryNumber":4,"retryWaitInterval":11},"_links":{}}"#
    );
    // In Backup & Replication it is what is switched off there.
    assert_eq!(losses(&job, Dialect::Vbr), [""; 0]);
    assert_eq!(
        written(&job, Dialect::Vbr),
        r#"{"id":1,"repositoryId":"r","isDisabled":false,"schedule":{"runAutomatically":true,"daily":{"isEnabled":true,"localTime":"22:00","dailyKind":"WeekDays","days":["Monday","Tuesday","Wednesday","Thursday","Friday"]},"periodically":{"isEnabled":false,"periodicallyKind":"Minutes","frequency":5,"startTimeWithinAnHour":7},"retry":{"isEnabled":false,"retryCount":4,"awaitMinutes":11}},"_links":{}}"#
    );
    assert_eq!(
        losses(&job, Dialect::VboCopy),
        ["periodicallyOffsetMinutes", "retryNumber", "retryWaitInterval"]
            .map(|name| format!("schedulePolicy.{name}: not in use, and vbo-copy is written without it"))
    );
    assert_eq!(
        losses(&job, Dialect::VspcServer)[2..],
        ["periodicallyEvery", "periodicallyOffsetMinutes", "retryNumber", "retryWaitInterval"]
            .map(|name| format!("schedulePolicy.{name}: not in use, and vspc-server is written without it"))
    );
    // What stands there and means nothing anywhere is named, too; an offset of nothing says nothing.
    let odd = r#"{"schedulePolicy":{"type":"ManualOnly","dailyTime":"25:00","dailyType":7,"periodicallyOffsetMinutes":0,"retryNumber":"x"}}"#;
    assert_eq!(
        losses(odd, Dialect::Vspc),
        ["dailyType", "dailyTime", "retryNumber"]
            .map(|name| format!("schedulePolicy.{name}: not in use, and vspc is written without it"))
    );
    // A time without its days is no trigger.
    let half = r#"{"schedulePolicy":{"type":"ManualOnly","dailyTime":"22:00:00"}}"#;
    assert_eq!(losses(half, Dialect::Vspc), [""; 0]);
    assert_eq!(
        losses(half, Dialect::Vbr),
        ["schedulePolicy.dailyTime: not in use, and vbr is written without it"]
    );
}

#[test]
fn triggers_that_are_switched_off_go_along_where_they_have_a_place() {
    let schedule = r#""daily":{"isEnabled":false,"localTime":"22:00:30","dailyKind":"SelectedDays","days":["Monday"],"colour":1},
        "monthly":{"isEnabled":false,"localTime":"22:00","dayNumberInMonth":"Last","dayOfWeek":"Friday","months":["May"]},
        "periodically":{"isEnabled":true,"periodicallyKind":"Hours","frequency":4,"startTimeWithinAnHour":0},
        "continuously":{"isEnabled":false},"afterThisJob":{"isEnabled":false,"jobName":"first"},
        "retry":{"isEnabled":false,"retryCount":3,"awaitMinutes":10}"#;
    let job = format!(r#"{{"schedule":{{"runAutomatically":true,{schedule}}}}}"#);
    let off =
        |name: &str, to: Dialect| format!("schedule.{name}: not in use, and {to} is written without it");
    let unknown = |to: Dialect| format!("schedule.daily.colour: not known, and so without a place in {to}");
    let v8 = Dialect::VboV8;
    assert_eq!(losses(&job, v8), [unknown(v8), off("monthly", v8), off("afterThisJob.jobName", v8)]);
    assert!(
        written(&job, v8).contains(r#""dailyType":"Monday","dailyTime":"22:00:30""#),
        "{}",
        written(&job, v8)
    );
    let console = Dialect::Vspc;
    assert_eq!(
        losses(&job, console),
        [
            unknown(console),
            off("daily.localTime", console),
            off("monthly", console),
            off("afterThisJob.jobName", console)
        ]
    );

    // Enterprise Manager has the same triggers, and options of its own.
    let options = r#"{"JobScheduleOptions":{"Standart":{"WaitForBackupCompletion":true,
        "OptionsDaily":{"Enabled":true,"Kind":"Everyday","Time":"2019-10-23T14:00:00","TimeOffsetUtc":2},
        "OptionsMonthly":{"Enabled":false,"Time":"22:00:00","DayNumberInMonth":"Fourth","DayOfWeek":"Saturday","Months":["May"]},
        "OptionsPeriodically":{"Enabled":false,"Kind":"Hours","FullPeriod":1,"Schedule":{"Days":[]}},
        "OptionsDaisyChaining":{"Enabled":false,"PreviousJobUid":"u"},
        "RetryOptions":{"RetrySpecified1":false,"RetryTimes":3,"RetryTimeout":10}}}}"#;
    let standard = |name: &str, why: &str| format!("JobScheduleOptions.Standart.{name}: {why}");
    assert_eq!(
        losses(options, Dialect::Vbr),
        [
            standard("OptionsPeriodically.Schedule", "switched off, and vbr is written without it"),
            standard("WaitForBackupCompletion", "not known, and so without a place in vbr"),
            standard("OptionsDaisyChaining.PreviousJobUid", "not in use, and vbr is written without it"),
        ]
    );
    assert_eq!(
        written(options, Dialect::Vbr),
        r#"{"schedule":{"runAutomatically":true,"daily":{"isEnabled":true,"localTime":"14:00","dailyKind":"Everyday","days":["Sunday","Monday","Tuesday","Wednesday","Thursday","Friday","Saturday"]},"periodically":{"isEnabled":false,"periodicallyKind":"Hours","frequency":1,"startTimeWithinAnHour":0},"monthly":{"isEnabled":false,"localTime":"22:00","dayNumberInMonth":"Fourth","dayOfWeek":"Saturday","isLastDayOfMonth":false,"months":["May"]},"retry":{"isEnabled":false,"retryCount":3,"awaitMinutes":10}}}"#
    );
}

#[test]
fn what_is_inside_of_a_section_and_not_known_is_named() {
    let window = r#""backupWindowEnabled":true,"backupWindowSettings":{"backupWindow":$168.,"minuteOffset":0,"colour":7}"#;
    let policy = format!(r#"{{"type":"ManualOnly","colour":7,{window}}}"#);
    let unknown = |path: &str| format!("{path}: not known, and so without a place in vbr");
    // A policy alone is written as a schedule alone, and nothing around it is left.
    assert_eq!(losses(&policy, Dialect::Vbr), ["colour", "backupWindowSettings.colour"].map(unknown));
    assert_eq!(
        losses(&format!(r#"{{"schedulePolicy":{policy}}}"#), Dialect::Vbr),
        ["schedulePolicy.colour", "schedulePolicy.backupWindowSettings.colour"].map(unknown)
    );
}

#[test]
fn a_rescan_keeps_its_place_in_its_own_dialect() {
    let daily =
        r#"{"daily":{"isEnabled":true,"localTime":"10:00","dailyKind":"SelectedDays","days":["Monday"]}$}"#;
    let (given, read) = (daily.replace('$', ""), daily.replace('$', r#","runAutomatically":true"#));
    let policy = r#"{"type":"Daily","dailyType":"Monday","dailyTime":"10:00:00"}"#;
    let rows = [
        (r#"{"name":"a","rescanSchedule":$,"y":2}"#, r#"{"name":"a","schedulePolicy":$,"y":2}"#),
        (
            r#"{"name":"a","options":{"x":1,"rescanSchedule":$},"y":2}"#,
            r#"{"name":"a","options":{"x":1},"y":2,"schedulePolicy":$}"#,
        ),
    ];
    for (text, other) in rows {
        let job = text.replace('$', &given);
        assert_eq!(written(&job, Dialect::Vbr), text.replace('$', &read));
        assert_eq!(written(&job, Dialect::VboV2), other.replace('$', policy));
    }
}

#[test]
fn a_job_without_a_schedule_has_none_anywhere() {
    let job = r#"{"name":"a","schedule":null}"#;
    assert_eq!(convert(job, Dialect::Vbr), Conversion::Exact(tree(job)));
    assert_eq!(
        losses(job, Dialect::VboV8),
        ["schedule: vbo-v8 has no word for a job that nothing starts: it starts by hand only"]
    );
}
