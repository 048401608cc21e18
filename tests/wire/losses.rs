//! What is lost on the way to another dialect: the path to it in every product's own words, and what is no loss at all.

use crate::documents::with_weeks;
use backup_window::wire::{Dialect, ReadOptions, Tree};

fn tree(text: &str) -> Tree {
    serde_json::from_str(&with_weeks(text)).unwrap()
}

#[track_caller]
fn check(document: &str, to: Dialect, written: &str, losses: &[&str]) {
    let converted = tree(document).convert(to, ReadOptions::default()).unwrap();
    let found: Vec<String> = converted.losses().iter().map(ToString::to_string).collect();
    let document = serde_json::to_string(converted.document()).unwrap();
    assert_eq!((found, document.as_str()), (losses.iter().map(ToString::to_string).collect(), written));
}

#[track_caller]
fn check_losses(document: &str, to: Dialect, losses: &[&str]) {
    let converted = tree(document).convert(to, ReadOptions::default()).unwrap();
    let found: Vec<String> = converted.losses().iter().map(ToString::to_string).collect();
    assert_eq!(found, losses, "{document}");
}

#[track_caller]
fn check_refused(document: &str, to: Dialect, why: &str) {
    let refused = tree(document).convert(to, ReadOptions::default()).unwrap_err();
    assert_eq!(refused.to_string(), why);
}

#[test]
fn the_options_of_enterprise_manager_are_named_where_they_stand() {
    let options = |inner: &str| format!(r#"{{"JobScheduleOptions":{{"Standart":{{{inner}}}}}}}"#);
    check(
        &options(
            r#""OptionsMonthly":{"Enabled":true,"Time":"22:00","DayNumberInMonth":"Last","DayOfWeek":"Friday","Months":["May"]}"#,
        ),
        Dialect::Text,
        r#""24/7""#,
        &[
            "JobScheduleOptions.Standart.OptionsMonthly.DayNumberInMonth: text is a window alone",
            "JobScheduleOptions.Standart.OptionsMonthly.DayOfWeek: text is a window alone",
            "JobScheduleOptions.Standart.OptionsMonthly.Months: text is a window alone",
            "JobScheduleOptions.Standart.OptionsMonthly.Time: text is a window alone",
            "JobScheduleOptions.Standart.OptionsMonthly: text is a window alone",
        ],
    );
    check(
        &options(
            r#""OptionsPeriodically":{"Enabled":true,"Kind":"Hours","FullPeriod":4,"HourlyOffset":15,"Schedule":$week}"#,
        ),
        Dialect::Text,
        r#""Mo-Su 19:00-08:00""#,
        &[
            "JobScheduleOptions.Standart.OptionsPeriodically.FullPeriod: text is a window alone",
            "JobScheduleOptions.Standart.OptionsPeriodically.Kind: text is a window alone",
            "JobScheduleOptions.Standart.OptionsPeriodically.HourlyOffset: text is a window alone",
            "JobScheduleOptions.Standart.OptionsPeriodically: text is a window alone",
        ],
    );
    check_losses(
        &options(
            r#""OptionsContinuous":{"Enabled":true,"Schedule":$week},"OptionsBackupWindow":{"Enabled":true,"TimePeriods":$week}"#,
        ),
        Dialect::VboV8,
        &[
            "JobScheduleOptions.Standart.OptionsContinuous: vbo-v8 has no word for continuous jobs: it starts by hand only",
            "JobScheduleOptions.Standart.OptionsBackupWindow.TimePeriods: vbo-v8 reads its windows on UTC, and this one is on local time: the grid is kept",
            "JobScheduleOptions.Standart.OptionsContinuous.Schedule: vbo-v8 reads its windows on UTC, and this one is on local time: the grid is kept",
        ],
    );
    check_losses(
        &options(
            r#""OptionsPeriodically":{"Enabled":true,"Kind":"Minutes","FullPeriod":30,"Schedule":$week}"#,
        ),
        Dialect::VboV2,
        &[
            "JobScheduleOptions.Standart.OptionsPeriodically.Schedule: vbo-v2 has no place for a window of periodic starts",
        ],
    );
    check_losses(
        &format!(
            r#"{{"ScheduleEnabled":false,{}"#,
            &options(r#""OptionsDaily":{"Enabled":true,"Kind":"Everyday","Time":"22:00"}"#)[1..]
        ),
        Dialect::VboV2,
        &["ScheduleEnabled: vbo-v2 has no flag of a schedule: the job is disabled instead"],
    );
    // Options that stand without the property around them, and the options alone.
    for (around, path) in [("JobScheduleOptions", "JobScheduleOptions."), ("", "")] {
        let job = |inner: &str| match around {
            "" => format!("{{{inner}}}"),
            name => format!(r#"{{"{name}":{{{inner}}}}}"#),
        };
        let retried = r#""RetryOptions":{"RetrySpecified1":true,"RetryTimes":3,"RetryTimeout":10}"#;
        let lost = |names: &[&str]| -> Vec<String> {
            names.iter().map(|name| format!("{path}{name}: text is a window alone")).collect()
        };
        for (inner, names) in [
            (
                r#""OptionsDaily":{"Enabled":true,"Kind":"SelectedDays","Days":["Monday"],"Time":"22:00"}"#,
                &[
                    "OptionsDaily.Days",
                    "OptionsDaily.Kind",
                    "OptionsDaily.Time",
                    "RetryOptions",
                    "OptionsDaily",
                ][..],
            ),
            (
                r#""OptionsMonthly":{"Enabled":true,"Time":"22:00","DayNumberInMonth":"Last","DayOfWeek":"Friday","Months":["May"]}"#,
                &[
                    "OptionsMonthly.DayNumberInMonth",
                    "OptionsMonthly.DayOfWeek",
                    "OptionsMonthly.Months",
                    "OptionsMonthly.Time",
                    "RetryOptions",
                    "OptionsMonthly",
                ],
            ),
            (
                r#""OptionsPeriodically":{"Enabled":true,"Kind":"Hours","FullPeriod":4,"HourlyOffset":15,"Schedule":$week}"#,
                &[
                    "OptionsPeriodically.FullPeriod",
                    "OptionsPeriodically.Kind",
                    "OptionsPeriodically.HourlyOffset",
                    "RetryOptions",
                    "OptionsPeriodically",
                ],
            ),
            (r#""OptionsContinuous":{"Enabled":true}"#, &["RetryOptions", "OptionsContinuous"]),
        ] {
            let lost = lost(names);
            let lost: Vec<&str> = lost.iter().map(String::as_str).collect();
            check_losses(&job(&format!("{inner},{retried}")), Dialect::Text, &lost);
        }
    }
    check(
        r#"{"OptionsContinuous":{"Enabled":true}}"#,
        Dialect::Vbr,
        r#"{"runAutomatically":true,"continuously":{"isEnabled":true}}"#,
        &[],
    );
}

#[test]
fn a_type_of_schedule_is_all_that_a_job_of_a_backup_server_says() {
    check(
        r#"{"scheduleType":"Daily","isEnabled":false}"#,
        Dialect::Text,
        r#""24/7""#,
        &["isEnabled: text is a window alone", "scheduleType: text is a window alone"],
    );
    check(
        r#"{"isEnabled":false,"schedulePolicy":{"type":"ManualOnly"}}"#,
        Dialect::Text,
        r#""24/7""#,
        &["isEnabled: text is a window alone", "schedulePolicy.type: text is a window alone"],
    );
    check_refused(
        r#"{"backupJobId":"b","schedulePolicy":{"type":"Immediate"}}"#,
        Dialect::VspcServer,
        "vspc-server has no words for a job that copies each new restore point, and none to leave it out",
    );
    check(
        r#"{"schedulePolicy":{"type":"Payday"}}"#,
        Dialect::VspcServer,
        r#"{"scheduleType":"Unknown"}"#,
        &["schedulePolicy.type: vspc-server has no word for this type of schedule: it is Unknown"],
    );
    // What the console has a type for is known there by the same name.
    check(
        r#"{"scheduleType":"BackupWindow"}"#,
        Dialect::VspcServer,
        r#"{"scheduleType":"BackupWindow"}"#,
        &[],
    );
    // Neither names the job before, so there is no name to lose.
    check(
        r#"{"JobScheduleOptions":{"Standart":{"OptionsDaisyChaining":{"Enabled":true}}}}"#,
        Dialect::VspcServer,
        r#"{"scheduleType":"Chained"}"#,
        &[],
    );
    // What starts by hand needs no schedule that is enabled.
    check(
        r#"{"ScheduleEnabled":false,"JobScheduleOptions":{"Standart":{}}}"#,
        Dialect::VspcServer,
        r#"{"isEnabled":true,"scheduleType":"NotScheduled"}"#,
        &[],
    );
}

#[test]
fn a_policy_alone_has_no_job_that_could_be_disabled_instead() {
    let off = r#"{"type":"Daily","dailyType":"Everyday","dailyTime":"22:00","scheduleEnabled":false}"#;
    check(
        off,
        Dialect::VboV2,
        r#"{"type":"ManualOnly","dailyType":"Everyday","dailyTime":"22:00"}"#,
        &["scheduleEnabled: vbo-v2 has no flag of a schedule: the job starts by hand only"],
    );
    check(
        &format!(r#"{{"schedulePolicy":{off}}}"#),
        Dialect::VboV2,
        r#"{"isEnabled":false,"schedulePolicy":{"type":"Daily","dailyType":"Everyday","dailyTime":"22:00:00"}}"#,
        &["schedulePolicy.scheduleEnabled: vbo-v2 has no flag of a schedule: the job is disabled instead"],
    );
    check_refused(
        off,
        Dialect::VboCopy,
        "vbo-copy has no words for a schedule that is switched off, and none to leave it out",
    );
}

#[test]
fn a_loss_of_a_whole_document_has_no_path() {
    check_losses(
        r#""Mo-Fr 20:00-24:00""#,
        Dialect::LogonHours,
        &["logon-hours reads its windows on UTC, and this one is on local time: the grid is kept"],
    );
}

#[test]
fn a_window_that_denies_nothing_is_not_missed() {
    let policy = |settings: &str| {
        format!(
            r#"{{"schedulePolicy":{{"schedulePolicyType":"ManualOnly","scheduleEnabled":true,{settings}}}}}"#
        )
    };
    check_losses(
        &policy(r#""backupWindowEnabled":false,"backupWindowSettings":{"backupWindow":$168.}"#),
        Dialect::Vbr,
        &[],
    );
    check_losses(
        &policy(r#""backupWindowEnabled":false,"backupWindowSettings":{"backupWindow":$nights}"#),
        Dialect::Vbr,
        &[],
    );
    // What holds the window of another product's copy jobs is unknown here, and so is whether it denies an hour.
    let copies = tree(&policy(r#""backupCopyWindowSettings":{"backupWindow":$168.}"#));
    let options = ReadOptions { dialect: Some(Dialect::Vspc), clock: None };
    let losses = copies.convert(Dialect::Vbr, options).unwrap().losses().to_vec();
    assert_eq!(
        losses.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["schedulePolicy.backupCopyWindowSettings: not known, and so without a place in vbr"]
    );
    let open = (0..24).map(|_| "1").collect::<Vec<_>>().join(",");
    let days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
    let rows = days.map(|day| format!(r#"{{"day":"{day}","hours":"{open}"}}"#)).join(",");
    check_losses(
        &format!(
            r#"{{"schedule":{{"runAutomatically":false,"backupWindow":{{"isEnabled":false,"backupWindow":{{"days":[{rows}]}}}}}}}}"#
        ),
        Dialect::VboV8,
        &[],
    );
    check_losses(
        r#"{"schedule":{"runAutomatically":false,"periodically":{"isEnabled":false}}}"#,
        Dialect::VboV8,
        &[],
    );
    check_losses(
        r#"{"schedule":{"runAutomatically":false,"backupWindow":{"isEnabled":false,"backupWindow":{"days":$list}}}}"#,
        Dialect::VboV8,
        &[
            "schedule.backupWindow.backupWindow: vbo-v8 reads its windows on UTC, and this one is on local time: the grid is kept",
        ],
    );
}

#[test]
fn triggers_that_are_switched_off_may_lack_parts_or_be_unreadable() {
    let running = r#""periodically":{"isEnabled":true,"periodicallyKind":"Hours","frequency":4}"#;
    let job = |sections: &str| format!(r#"{{"schedule":{{"runAutomatically":true,{running},{sections}}}}}"#);
    let written = |more: &str| {
        format!(r#"{{"schedulePolicy":{{"type":"Periodically","periodicallyEvery":"Hours4"{more}}}}}"#)
    };
    let v8 = Dialect::VboV8;
    let daily = r#""daily":{"isEnabled":false"#;
    // Days without a time, a time without days, and neither.
    let days = [r#","dailyType":"Workdays""#, r#","dailyTime":"22:00:00""#].map(written);
    check(&job(&format!(r#"{daily},"dailyKind":"WeekDays"}}"#)), v8, &days[0], &[]);
    check(
        &job(&format!(r#"{daily},"days":["Monday","Tuesday","Wednesday","Thursday","Friday"]}}"#)),
        v8,
        &days[0],
        &[],
    );
    check(&job(&format!(r#"{daily},"localTime":"22:00"}}"#)), v8, &days[1], &[]);
    check(&job(&format!("{daily}}}")), v8, &written(""), &[]);
    let off = |names: &[&str]| {
        names
            .iter()
            .map(|name| format!("schedule.{name}: not in use, and vbo-v8 is written without it"))
            .collect::<Vec<_>>()
    };
    let losses = |sections: &str| {
        let converted = tree(&job(sections)).convert(v8, ReadOptions::default()).unwrap();
        assert_eq!(serde_json::to_string(converted.document()).unwrap(), written(""));
        converted.losses().iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(losses(&format!(r#"{daily},"days":["Payday"]}}"#)), off(&["daily.days"]));
    assert_eq!(
        losses(&format!(r#"{daily},"dailyKind":"Payday","localTime":"noon"}}"#)),
        off(&["daily.dailyKind", "daily.localTime"])
    );
    // The days and what kind they are, each by its path, and days that the kind does not mean.
    assert_eq!(
        losses(&format!(r#"{daily},"dailyKind":"SelectedDays","days":["Monday","Friday"]}}"#)),
        off(&["daily.days", "daily.dailyKind"])
    );
    check(
        &job(&format!(r#"{daily},"dailyKind":"WeekDays","days":["Monday"]}}"#)),
        v8,
        &days[0],
        &["schedule.daily.days: not in use, and vbo-v8 is written without it"],
    );
    check(&job(&format!(r#"{daily},"dailyKind":"WeekDays","days":[]}}"#)), v8, &days[0], &[]);
    // A month without its time, and a section that says nothing.
    assert_eq!(losses(r#""monthly":{"isEnabled":false,"months":["May"]}"#), off(&["monthly"]));
    assert_eq!(losses(r#""monthly":{"isEnabled":false}"#), off(&[]));
    // A job that no name says comes before it.
    assert_eq!(losses(r#""afterThisJob":{"isEnabled":false,"jobName":""}"#), off(&[]));
    assert_eq!(losses(r#""afterThisJob":{"isEnabled":false}"#), off(&[]));
    // What another product has in this place is known by its name alone.
    assert_eq!(
        losses(r#""Standart":{"OptionsDaily":{}}"#),
        ["schedule.Standart: not known, and so without a place in vbo-v8"]
    );
}

#[test]
fn intervals_that_are_switched_off_may_lack_parts_or_be_unreadable() {
    let daily = r#""daily":{"isEnabled":true,"localTime":"22:00","dailyKind":"Everyday"}"#;
    let check_interval = |periodically: &str, losses: &[&str]| {
        check_losses(
            &format!(
                r#"{{"schedule":{{"runAutomatically":true,{daily},"periodically":{{"isEnabled":false{periodically}}}}}}}"#
            ),
            Dialect::VboV8,
            losses,
        );
    };
    let [lost, lost_unit] = ["frequency", "periodicallyKind"]
        .map(|name| format!("schedule.periodically.{name}: not in use, and vbo-v8 is written without it"));
    let (lost, lost_unit) = (lost.as_str(), lost_unit.as_str());
    check_interval("", &[]);
    check_interval(r#","periodicallyKind":"Hours","frequency":2"#, &[]);
    check_interval(r#","frequency":2"#, &[lost]);
    check_interval(r#","periodicallyKind":"Hours""#, &[lost_unit]);
    check_interval(r#","periodicallyKind":"Hours","frequency":5"#, &[lost, lost_unit]);
    check_interval(
        r#","startTimeWithinAnHour":"x""#,
        &["schedule.periodically.startTimeWithinAnHour: not in use, and vbo-v8 is written without it"],
    );
}

#[test]
fn an_offset_goes_along_where_there_is_an_interval() {
    // One of minutes has no effect, and is kept where it has a place.
    let minutes = r#"{"schedule":{"runAutomatically":true,"periodically":{"isEnabled":true,"periodicallyKind":"Minutes","frequency":30,"startTimeWithinAnHour":15}}}"#;
    check(
        minutes,
        Dialect::VboV8,
        r#"{"schedulePolicy":{"type":"Periodically","periodicallyEvery":"Minutes30","periodicallyOffsetMinutes":15}}"#,
        &[],
    );
    check_losses(
        minutes,
        Dialect::VboV2,
        &["schedule.periodically.startTimeWithinAnHour: not in use, and vbo-v2 is written without it"],
    );
    check_losses(&minutes.replace("15", "0"), Dialect::VboV2, &[]);
    let alone = r#"{"schedulePolicy":{"type":"ManualOnly","periodicallyOffsetMinutes":15}}"#;
    check(
        alone,
        Dialect::Vbr,
        r#"{"schedule":{"runAutomatically":false}}"#,
        &["schedulePolicy.periodicallyOffsetMinutes: not in use, and vbr is written without it"],
    );
}

#[test]
fn numbers_of_retries_that_are_out_of_range_have_no_place_in_backup_and_replication() {
    let retries = |number: i64, wait: i64| {
        format!(
            r#"{{"schedulePolicy":{{"type":"ManualOnly","retryEnabled":false,"retryNumber":{number},"retryWaitInterval":{wait}}}}}"#
        )
    };
    let lost = |name: &str| format!("schedulePolicy.{name}: not in use, and vbr is written without it");
    let schedule = |retry: &str| format!(r#"{{"schedule":{{"runAutomatically":false{retry}}}}}"#);
    check(
        &retries(778, 10),
        Dialect::Vbr,
        &schedule(r#","retry":{"isEnabled":false,"awaitMinutes":10}"#),
        &[&lost("retryNumber")],
    );
    check(
        &retries(777, 1_000),
        Dialect::Vbr,
        &schedule(r#","retry":{"isEnabled":false,"retryCount":777}"#),
        &[&lost("retryWaitInterval")],
    );
    check(&retries(0, 0), Dialect::Vbr, &schedule(""), &[&lost("retryNumber"), &lost("retryWaitInterval")]);
}

#[test]
fn options_of_enterprise_manager_that_are_switched_off_may_be_open_or_empty() {
    let daily = r#""OptionsDaily":{"Enabled":true,"Kind":"Everyday","Time":"22:00"}"#;
    let options = |inner: &str| format!(r#"{{"JobScheduleOptions":{{"Standart":{{{daily},{inner}}}}}}}"#);
    let open = (0..24).map(|_| "1").collect::<Vec<_>>().join(",");
    let days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
    let rows = days.map(|day| format!(r#""{day}":"{open}""#)).join(",");
    let window =
        |rows: &str| options(&format!(r#""OptionsContinuous":{{"Enabled":false,"Schedule":{{{rows}}}}}"#));
    check_losses(&window(&rows), Dialect::VboV8, &[]);
    check_losses(
        &window(&rows.replacen('1', "0", 1)),
        Dialect::VboV8,
        &[
            "JobScheduleOptions.Standart.OptionsContinuous.Schedule: vbo-v8 reads its windows on UTC, and this one is on local time: the grid is kept",
        ],
    );
    // A number that is written as a text may be any text; one that is no number says nothing that is known.
    let retry = |number: &str| {
        options(&format!(r#""RetryOptions":{{"RetrySpecified1":false,"RetryTimes":"{number}"}}"#))
    };
    let lost =
        ["JobScheduleOptions.Standart.RetryOptions.RetryTimes: not in use, and vbo-v8 is written without it"];
    check_losses(&retry(""), Dialect::VboV8, &lost);
    check_losses(&retry("+3"), Dialect::VboV8, &lost);
}

#[test]
fn copies_of_enterprise_manager_are_named_where_they_stand() {
    let copy = |more: &str| {
        format!(
            r#"{{"ScheduleEnabled":true,"JobScheduleOptions":{{"ImmediateCopyMode":{{"OptionsContinuous":{{"Enabled":false{more}}}}}}}}}"#
        )
    };
    let by_hand = "JobScheduleOptions.ImmediateCopyMode: vbo-v8 has no word for jobs that copy each new restore point: it starts by hand only";
    check_losses(&copy(""), Dialect::VboV8, &[by_hand]);
    // A window that is switched off is none to be forgotten.
    check_losses(
        &copy(r#","Schedule":$week"#),
        Dialect::VboV1,
        &[
            &by_hand.replace("vbo-v8", "vbo-v1"),
            "JobScheduleOptions.ImmediateCopyMode.OptionsContinuous.Schedule: switched off, and vbo-v1 is written without it",
        ],
    );
    // One in force is no loss where there are windows.
    check_losses(
        &copy(r#","Schedule":$week"#).replace("\"Enabled\":false", "\"Enabled\":true"),
        Dialect::Vbr,
        &[],
    );
}

/// That a job is disabled shows in its status, or in the words for its next run.
#[test]
fn a_state_of_a_job_that_is_disabled_says_so_in_one_place() {
    let lost = |names: &[&str]| -> Vec<String> {
        names.iter().map(|name| format!("{name}: text is a window alone")).collect()
    };
    for (state, names) in [
        (r#"{"name":"a","status":"disabled","nextRunPolicy":"Not scheduled"}"#, &["status", "name"][..]),
        (
            r#"{"name":"a","status":"disabled","nextRunPolicy":"After [b]"}"#,
            &["status", "nextRunPolicy", "name"],
        ),
        (r#"{"name":"a","nextRunPolicy":"Disabled"}"#, &["nextRunPolicy", "name"]),
    ] {
        check_losses(state, Dialect::Text, &lost(names).iter().map(String::as_str).collect::<Vec<_>>());
    }
}
