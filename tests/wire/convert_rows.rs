//! Conversions row by row: where each product's document says what is lost, and what goes along unchanged.

use crate::documents::with_weeks;
use backup_window::wire::{ClockReading, Conversion, Dialect, Error, ReadOptions, Tree};
use serde_json::Value;

use Dialect::{LogonHours, Text, VboCopy, VboV1, VboV2, VboV6, VboV7, VboV8, Vbr, Vspc, VspcServer};

fn convert(text: &str, to: Dialect, options: ReadOptions) -> Result<Conversion, Error> {
    Tree::from_json(&with_weeks(text)).unwrap().convert(to, options)
}

/// What is written, its properties in any order, and what is lost.
#[track_caller]
fn check_as(text: &str, options: ReadOptions, to: Dialect, written: &str, losses: &[&str]) {
    let converted = convert(text, to, options).unwrap();
    let found: Vec<String> = converted.losses().iter().map(ToString::to_string).collect();
    let document = serde_json::to_value(converted.document()).unwrap();
    let losses: Vec<String> = losses.iter().map(|loss| loss.replace("$to", to.name())).collect();
    let written: Value = serde_json::from_str(&with_weeks(written)).unwrap();
    assert_eq!((document, found), (written, losses), "{text} to {to}");
}

#[track_caller]
fn check(text: &str, to: Dialect, written: &str, losses: &[&str]) {
    check_as(text, ReadOptions::default(), to, written, losses);
}

/// What is lost, of documents whose windows are on the local clock in either dialect.
#[track_caller]
fn check_losses(text: &str, to: Dialect, losses: &[&str]) {
    let converted = convert(text, to, ReadOptions::default()).unwrap();
    let found: Vec<String> = converted.losses().iter().map(ToString::to_string).collect();
    let losses: Vec<String> = losses.iter().map(|loss| loss.replace("$to", to.name())).collect();
    assert_eq!(found, losses, "{text} to {to}");
}

const fn read_as(dialect: Dialect) -> ReadOptions {
    ReadOptions { dialect: Some(dialect), clock: None }
}

const DAILY: &str = r#""daily":{"isEnabled":true,"localTime":"22:00","dailyKind":"Everyday"}"#;
const EM_DAILY: &str = r#""OptionsDaily":{"Enabled":true,"Kind":"Everyday","Time":"22:00:00"}"#;

#[test]
fn a_schedule_alone_stays_one() {
    let kind = r#""daily":{"isEnabled":true,"localTime":"22:00","dailyKind":"Everyday"}"#;
    check(
        &format!(r#"{{"runAutomatically":true,{kind}}}"#),
        VboV8,
        r#"{"type":"Daily","dailyType":"Everyday","dailyTime":"22:00:00"}"#,
        &[],
    );
    // It is more than a state of a job: in its own dialect it is written strictly.
    check(
        r#"{"runAutomatically":"True","continuously":{"isEnabled":"true"}}"#,
        Vbr,
        r#"{"runAutomatically":true,"continuously":{"isEnabled":true}}"#,
        &[],
    );
    // A window by the name that version 1 has for it makes no window of a policy.
    check(
        r#"{"type":"Daily","dailyType":"Friday","dailyTime":"9:00","backupWindow":{"backupIntervalsArray":$nights,"minuteOffset":0}}"#,
        VboV8,
        r#"{"type":"Daily","dailyType":"Friday","dailyTime":"09:00:00","backupWindowEnabled":true,"backupWindowSettings":{"backupWindow":$nights,"minuteOffset":0}}"#,
        &[],
    );
}

#[test]
fn what_can_be_written_is_written_strictly_in_its_own_dialect() {
    check(
        r#"{"schedulePolicy":{"type":"daily","dailyType":"friday","dailyTime":"9:00"}}"#,
        VboV2,
        r#"{"schedulePolicy":{"type":"Daily","dailyType":"Friday","dailyTime":"09:00:00"}}"#,
        &[],
    );
    check(r#""Mo 8:00-20:00""#, Text, r#""Mo 08:00-20:00""#, &[]);
    // A type that leaves the triggers to themselves, and one that does not.
    check(
        r#"{"schedule":{"type":"Periodic","runAutomatically":"True","continuously":{"isEnabled":"true"}}}"#,
        Vbr,
        r#"{"schedule":{"type":"Periodic","runAutomatically":true,"continuously":{"isEnabled":true}}}"#,
        &[],
    );
    let plug_in = r#"{"schedule":{"type":"Periodic","periodic":{"mode":"everyhour","interval":4}}}"#;
    check(plug_in, Vbr, plug_in, &[]);
}

#[test]
fn options_beside_a_schedule_stay_as_they_are() {
    check(
        r#"{"options":7,"schedulePolicy":{"type":"ManualOnly"}}"#,
        Vbr,
        r#"{"options":7,"schedule":{"runAutomatically":false}}"#,
        &[],
    );
    let job = r#"{"options":{"x":1},"schedule":{"runAutomatically":true,"continuously":{"isEnabled":true}}}"#;
    check(job, Vbr, job, &[]);
}

#[test]
fn a_type_that_no_version_knows_is_the_same_in_all_of_them() {
    check(r#"{"schedulePolicy":{"type":"Payday"}}"#, VboV8, r#"{"schedulePolicy":{"type":"Payday"}}"#, &[]);
}

#[test]
fn whether_a_job_is_enabled_is_a_string_in_version_1() {
    for (flag, written) in [("false", r#""isEnabled":"false""#), ("true", r#""isEnabled":"true""#)] {
        check(
            &format!(
                r#"{{"isEnabled":{flag},"schedulePolicy":{{"schedulePolicyType":"ManualOnly","scheduleEnabled":true}}}}"#
            ),
            VboV1,
            &format!(r#"{{{written},"schedulePolicy":{{"type":"ManualOnly"}}}}"#),
            &[],
        );
    }
}

#[test]
fn a_window_alone_is_one_in_the_words_of_the_other_product() {
    let settings = |name: &str| format!(r#"{{"{name}":$nights,"minuteOffset":0}}"#);
    let local = ReadOptions { dialect: None, clock: Some(ClockReading::Local) };
    for to in Dialect::VBO {
        let name = if to == VboV1 { "backupIntervalsArray" } else { "backupWindow" };
        check_as(r#""Mo-Su 19:00-08:00""#, local, to, &settings(name), &[]);
        check_as(r#"{"days":$list}"#, local, to, &settings(name), &[]);
    }
    assert_eq!(
        convert(r#""Mo-Su 19:00-08:00""#, VspcServer, local).unwrap_err().to_string(),
        "vspc-server has no windows"
    );
    // What is lost of a window alone is lost of the document.
    for dialect in [VboV1, VboV8, Vspc] {
        let name = if dialect == VboV1 { "backupIntervalsArray" } else { "backupWindow" };
        let window = format!(r#"{{"{name}":$nights,"minuteOffset":30}}"#);
        let clock = if dialect == Vspc { "local time, hours starting +30 min" } else { "UTC+30 min" };
        let loss = if dialect == Vspc {
            format!("$to reads its windows on UTC, and this one is on {clock}: the grid is kept")
        } else {
            format!("$to has whole hours on UTC, and these are on {clock}: the grid is kept")
        };
        let converted = convert(&window, LogonHours, read_as(dialect)).unwrap();
        let found: Vec<String> = converted.losses().iter().map(ToString::to_string).collect();
        assert_eq!(found, [loss.replace("$to", "logon-hours")]);
    }
}

/// A window that no hour differs in is the same on every clock.
#[test]
fn a_window_that_is_always_or_never_open_is_so_on_every_clock() {
    let denied = format!("[{}]", ["false"; 168].join(","));
    for (grid, text) in [("$168.", r#""24/7""#), (&*denied, r#""off""#)] {
        let window = format!(r#"{{"backupWindow":{grid},"minuteOffset":30}}"#);
        check_as(&window, read_as(VboV8), Text, text, &[]);
    }
}

#[test]
fn windows_are_named_where_they_stand() {
    let kept = "$to reads its windows on local time, and this one is on UTC+30 min: the grid is kept";
    for (job, path) in [
        (
            r#"{"schedulePolicy":{"type":"ManualOnly","backupWindow":{"backupIntervalsArray":$nights,"minuteOffset":30}}}"#,
            "schedulePolicy.backupWindow",
        ),
        (
            r#"{"schedulePolicy":{"type":"Immediate","backupCopyWindowEnabled":true,"backupCopyWindowSettings":{"backupWindow":$nights,"minuteOffset":30}}}"#,
            "schedulePolicy.backupCopyWindowSettings",
        ),
        (
            r#"{"schedulePolicy":{"type":"ManualOnly","backupWindowEnabled":true,"backupWindowSettings":{"backupWindow":$nights,"minuteOffset":30}}}"#,
            "schedulePolicy.backupWindowSettings",
        ),
    ] {
        check_losses(job, Vbr, &[&format!("{path}: {kept}")]);
    }
}

/// A job of a plug-in, and copy jobs of the new kind, have their types and windows in sections of their own.
#[test]
fn what_the_type_of_a_schedule_says_is_named_where_it_stands() {
    let alone = "$to is a window alone";
    let plug_in = r#"{"scheduleSettings":{"type":"Periodic","periodic":{"mode":"EveryHour","interval":3,"startTimeWithinAnHour":5,"backupWindow":{"days":$list}}}}"#;
    let path = |name: &str, reason: &str| format!("scheduleSettings.{name}: {reason}");
    check_losses(
        plug_in,
        Text,
        &[
            &path("periodic.interval", alone),
            &path("periodic.mode", alone),
            &path("periodic.startTimeWithinAnHour", alone),
            &path("periodic", alone),
        ],
    );
    check_losses(
        &plug_in.replace("3", "4"),
        VboV8,
        &[&path(
            "periodic.backupWindow",
            "$to reads its windows on UTC, and this one is on local time: the grid is kept",
        )],
    );
    let by_hand = "$to has no word for continuous jobs: it starts by hand only";
    check_losses(r#"{"schedule":{"type":"Continuous"}}"#, VboV8, &[&format!("schedule.type: {by_hand}")]);
    check_losses(
        r#"{"schedule":{"type":"Custom","customWindow":{"isEnabled":true,"backupWindow":{"days":$list}}}}"#,
        VboV8,
        &[
            &format!("schedule.type: {by_hand}"),
            "schedule.customWindow.backupWindow: $to reads its windows on UTC, and this one is on local time: the grid is kept",
        ],
    );
}

#[test]
fn options_without_a_trigger_start_nothing_as_a_whole() {
    check_losses(
        r#"{"JobScheduleOptions":{"Standart":{}}}"#,
        VboV8,
        &["JobScheduleOptions: $to has no word for a job that nothing starts: it starts by hand only"],
    );
}

/// Numbers of retries by the names of another product are no part of these.
#[test]
fn a_property_of_another_product_is_not_known_and_nothing_else() {
    let retry = r#""retry":{"isEnabled":true,"retryCount":3,"awaitMinutes":10},"retryNumber":5"#;
    check_losses(
        &format!(r#"{{"schedule":{{"runAutomatically":true,{DAILY},{retry}}}}}"#),
        VboCopy,
        &[
            "schedule.retry: $to has no retries",
            "schedule.retryNumber: not known, and so without a place in $to",
        ],
    );
    let retry = r#""RetryOptions":{"RetrySpecified1":true,"RetryTimes":3,"RetryTimeout":10},"retryNumber":5"#;
    check_losses(
        &format!(r#"{{"JobScheduleOptions":{{{EM_DAILY},{retry}}}}}"#),
        VboCopy,
        &[
            "JobScheduleOptions.RetryOptions: $to has no retries",
            "JobScheduleOptions.retryNumber: not known, and so without a place in $to",
        ],
    );
    // Nor is a section known because another one is, and what is in it is looked at.
    check_losses(
        &format!(r#"{{"JobScheduleOptions":{{{}}}}}"#, EM_DAILY.replace(r#""Kind""#, r#""colour":7,"Kind""#)),
        Vbr,
        &["JobScheduleOptions.OptionsDaily.colour: not known, and so without a place in $to"],
    );
    // Hours in a property that only copy jobs have deny nothing here, and are not known.
    check_as(
        r#"{"schedulePolicy":{"schedulePolicyType":"ManualOnly","scheduleEnabled":true,"backupCopyWindowSettings":{"backupWindow":$nights}}}"#,
        read_as(Vspc),
        Vbr,
        r#"{"schedule":{"runAutomatically":false}}"#,
        &["schedulePolicy.backupCopyWindowSettings: not known, and so without a place in $to"],
    );
    // Where there is no job left, no name of one is taken.
    check_losses(
        &format!(r#"{{"isEnabled":true,"JobScheduleOptions":{{{EM_DAILY}}}}}"#),
        Text,
        &[
            "JobScheduleOptions.OptionsDaily.Days: $to is a window alone",
            "JobScheduleOptions.OptionsDaily.Kind: $to is a window alone",
            "JobScheduleOptions.OptionsDaily.Time: $to is a window alone",
            "JobScheduleOptions.OptionsDaily: $to is a window alone",
            "isEnabled: $to is a window alone",
        ],
    );
}

#[test]
fn a_flag_of_the_last_day_is_a_part_of_the_day_where_it_is_set() {
    for (flag, names) in [
        ("true", &["dayNumberInMonth", "dayOfMonth", "isLastDayOfMonth", "months", "localTime"][..]),
        (r#""True""#, &["dayNumberInMonth", "dayOfMonth", "isLastDayOfMonth", "months", "localTime"]),
        ("false", &["dayNumberInMonth", "dayOfMonth", "months", "localTime"]),
        (r#""False""#, &["dayNumberInMonth", "dayOfMonth", "months", "localTime"]),
        ("null", &["dayNumberInMonth", "dayOfMonth", "months", "localTime"]),
    ] {
        let job = format!(
            r#"{{"schedule":{{"runAutomatically":true,"monthly":{{"isEnabled":true,"localTime":"21:00","dayNumberInMonth":"OnDay","dayOfMonth":7,"isLastDayOfMonth":{flag},"months":["May"]}}}}}}"#
        );
        let lost: Vec<String> = names
            .iter()
            .map(|name| format!("schedule.monthly.{name}: $to names the type of a schedule alone"))
            .collect();
        check_losses(&job, VspcServer, &lost.iter().map(String::as_str).collect::<Vec<_>>());
    }
}

#[test]
fn a_policy_that_is_switched_off_keeps_its_window_where_it_starts_by_hand() {
    let rest = r#""periodicallyEvery":"Hours4","retryEnabled":true,"retryNumber":5,"retryWaitInterval":7,
        "backupWindowEnabled":true,"backupWindowSettings":{"backupWindow":$nights,"minuteOffset":0}"#;
    let local = ReadOptions { dialect: None, clock: Some(ClockReading::Local) };
    for (kind, options) in [("type", ReadOptions::default()), ("schedulePolicyType", local)] {
        // Its trigger goes along, too: it is one click away.
        check_as(
            &format!(r#"{{"{kind}":"Periodically","scheduleEnabled":false,{rest}}}"#),
            options,
            VboV2,
            &format!(r#"{{"type":"ManualOnly",{rest}}}"#),
            &["scheduleEnabled: $to has no flag of a schedule: the job starts by hand only"],
        );
    }
}

/// A trigger of a schedule that is switched off is not in use there, and goes along or is named as such.
#[test]
fn a_schedule_that_is_switched_off_keeps_its_trigger_where_it_starts_by_hand() {
    let off = "$to has no flag of a schedule: the job starts by hand only";
    let flag = &format!("runAutomatically: {off}");
    let schedule = |trigger: &str| format!(r#"{{"runAutomatically":false,{trigger}}}"#);
    for (trigger, written, losses) in [
        (
            r#""daily":{"isEnabled":true,"localTime":"22:00","dailyKind":"WeekDays"}"#,
            r#","dailyType":"Workdays","dailyTime":"22:00:00""#,
            &[flag.as_str()][..],
        ),
        (
            r#""periodically":{"isEnabled":true,"periodicallyKind":"Hours","frequency":4}"#,
            r#","periodicallyEvery":"Hours4""#,
            &[flag],
        ),
        // What has no words there is named once.
        (
            r#""periodically":{"isEnabled":true,"periodicallyKind":"Hours","frequency":3}"#,
            "",
            &[
                "periodically.frequency: $to has no interval of 3 hours: it starts by hand only",
                "periodically.periodicallyKind: $to has no interval of 3 hours: it starts by hand only",
                flag,
            ],
        ),
    ] {
        check(&schedule(trigger), VboV2, &format!(r#"{{"type":"ManualOnly"{written}}}"#), losses);
    }
    let retry = r#""retry":{"isEnabled":true,"retryCount":5,"awaitMinutes":7}"#;
    check(
        &schedule(&format!("{DAILY},{retry}")),
        VboV2,
        r#"{"type":"ManualOnly","dailyType":"Everyday","dailyTime":"22:00:00","retryEnabled":true,"retryNumber":5,"retryWaitInterval":7}"#,
        &[flag],
    );
}

#[test]
fn a_time_is_as_fine_as_it_was_in_every_version() {
    for to in [VboV1, VboV6, VboV8] {
        let policy = r#""type":"Daily","dailyType":"Friday","dailyTime":"22:00:30.1234567""#;
        let job = format!(r#"{{"schedulePolicy":{{{policy}}}}}"#);
        check(&job, to, &job, &[]);
    }
}

#[test]
fn a_window_of_starts_has_a_place_where_starts_are_periodic() {
    let window = r#""periodicallyWindowEnabled":true,"periodicallyWindowSettings":{"backupWindow":$nights,"minuteOffset":0}"#;
    let job = |trigger: &str| {
        format!(r#"{{"schedulePolicy":{{{trigger},"scheduleEnabled":true,{window},"retryEnabled":false}}}}"#)
    };
    let hours_4 = r#""schedulePolicyType":"Periodically","periodicallyEvery":"Hours4""#;
    let daily = r#""schedulePolicyType":"Daily","dailyType":"Friday","dailyTime":"22:00""#;
    check(
        &job(hours_4),
        Vbr,
        r#"{"schedule":{"runAutomatically":true,"periodically":{"isEnabled":true,"periodicallyKind":"Hours","frequency":4,"backupWindow":{"days":$list},"startTimeWithinAnHour":0}}}"#,
        &[],
    );
    check(
        &job(daily),
        Vbr,
        r#"{"schedule":{"runAutomatically":true,"daily":{"isEnabled":true,"localTime":"22:00","dailyKind":"SelectedDays","days":["Friday"]}}}"#,
        &["schedulePolicy.periodicallyWindowSettings: $to has no place for a window of periodic starts"],
    );
    check(
        r#"{"JobScheduleOptions":{"OptionsContinuous":{"Enabled":true,"Schedule":$week}}}"#,
        Vbr,
        r#"{"schedule":{"runAutomatically":true,"continuously":{"isEnabled":true,"backupWindow":{"days":$list}}}}"#,
        &[],
    );
}

/// Version 6 has no flag for it: there, a window of starts that denies no hour is none.
#[test]
fn a_window_of_starts_that_denies_nothing_stays_where_it_has_a_flag() {
    let trigger = r#""periodicallyEvery":"Hours4""#;
    let window =
        |grid: &str| format!(r#","periodicallyWindowSettings":{{"backupWindow":{grid},"minuteOffset":0}}"#);
    let flag = r#","periodicallyWindowEnabled":true"#;
    let local = ReadOptions { dialect: None, clock: Some(ClockReading::Local) };
    for (to, grid, kept) in [
        (VboV7, "$168.", format!("{flag}{}", window("$168."))),
        (VboV8, "$168.", format!("{flag}{}", window("$168."))),
        (VboV6, "$168.", String::new()),
        (VboV6, "$nights", window("$nights")),
    ] {
        check_as(
            &format!(
                r#"{{"schedulePolicy":{{"schedulePolicyType":"Periodically","scheduleEnabled":true,{trigger}{flag}{}}}}}"#,
                window(grid)
            ),
            local,
            to,
            &format!(r#"{{"schedulePolicy":{{"type":"Periodically",{trigger}{kept}}}}}"#),
            &[],
        );
    }
}

#[test]
fn of_two_windows_one_is_left_in_a_window_alone() {
    let job = |backup: &str, periodic: &str| {
        format!(
            r#"{{"schedulePolicy":{{"schedulePolicyType":"Periodically","periodicallyEvery":"Hours4","scheduleEnabled":true,
            "backupWindowEnabled":true,"backupWindowSettings":{{"backupWindow":{backup},"minuteOffset":0}},
            "periodicallyWindowEnabled":true,"periodicallyWindowSettings":{{"backupWindow":{periodic},"minuteOffset":0}}}}}}"#
        )
    };
    let alone = ["periodicallyEvery", "schedulePolicyType"]
        .map(|name| format!("schedulePolicy.{name}: $to is a window alone"));
    let both = "schedulePolicy.periodicallyWindowSettings: $to is one window, and the backup window is it";
    check(&job("$nights", "$168."), Text, r#""Mo-Su 19:00-08:00""#, &[&alone[0], &alone[1]]);
    check(&job("$nights", "$nights"), Text, r#""Mo-Su 19:00-08:00""#, &[&alone[0], &alone[1], both]);
}

#[test]
fn a_type_alone_has_no_windows_and_no_job_before() {
    let window = |grid: &str| {
        format!(
            r#"{{"schedulePolicy":{{"type":"Payday","backupWindowEnabled":true,"backupWindowSettings":{{"backupWindow":{grid}}}}}}}"#
        )
    };
    let unknown = "schedulePolicy.type: $to has no word for this type of schedule: it is Unknown";
    check_losses(&window("$168."), VspcServer, &[unknown]);
    check_losses(
        &window("$nights"),
        VspcServer,
        &["schedulePolicy.backupWindowSettings: $to has no windows", unknown],
    );
    check(
        r#"{"schedulePolicy":{"type":"ManualOnly"}}"#,
        VspcServer,
        r#"{"scheduleType":"NotScheduled"}"#,
        &["schedulePolicy.type: $to calls a job that starts by hand NotScheduled"],
    );
    check(
        r#"{"schedule":{"runAutomatically":true,"afterThisJob":{"isEnabled":true,"jobName":"first"}}}"#,
        VspcServer,
        r#"{"scheduleType":"Chained"}"#,
        &[r#"schedule.afterThisJob: $to does not name the job before it, "first""#],
    );
}

/// What is switched off is carried or named where it stands, be there a property around the options or not.
#[test]
fn triggers_of_enterprise_manager_that_are_switched_off_are_found_where_they_stand() {
    let hourly = r#""OptionsPeriodically":{"Enabled":true,"Kind":"Hours","FullPeriod":4}"#;
    let off = r#""OptionsDaily":{"Enabled":false,"Kind":"Everyday","Time":"2019-10-23T14:00:00+02:00"},"OptionsDaisyChaining":{"Enabled":false,"PreviousJobUid":"u"}"#;
    let policy = r#"{"type":"Periodically","periodicallyEvery":"Hours4","dailyType":"Everyday","dailyTime":"14:00:00"}"#;
    let lost = "OptionsDaisyChaining.PreviousJobUid: not in use, and $to is written without it";
    check(&format!("{{{hourly},{off}}}"), VboV8, policy, &[lost]);
    check(
        &format!(r#"{{"JobScheduleOptions":{{"Standart":{{{hourly},{off}}}}}}}"#),
        VboV8,
        &format!(r#"{{"schedulePolicy":{policy}}}"#),
        &[&format!("JobScheduleOptions.Standart.{lost}")],
    );
}

/// Days and a time of day beside an interval are a trigger that is switched off.
#[test]
fn a_time_that_is_not_in_use_is_a_trigger_of_backup_and_replication() {
    check(
        r#"{"schedulePolicy":{"type":"Periodically","periodicallyEvery":"Hours4","dailyType":"Friday","dailyTime":"22:00"}}"#,
        Vbr,
        r#"{"schedule":{"runAutomatically":true,"periodically":{"isEnabled":true,"periodicallyKind":"Hours","frequency":4,"startTimeWithinAnHour":0},"daily":{"isEnabled":false,"localTime":"22:00","dailyKind":"SelectedDays","days":["Friday"]}}}"#,
        &[],
    );
}

/// A window of a copy job that its mode has in force is not one that is switched off as well.
#[test]
fn the_window_of_a_copy_job_is_in_force_or_switched_off_by_its_mode() {
    let copy = |mode: &str, window: &str| {
        format!(r#"{{"schedule":{{"type":"Immediate","scheduleMode":"{mode}"{window}}}}}"#)
    };
    let written = |flag: bool, window: &str| {
        format!(r#"{{"schedulePolicy":{{"type":"Immediate","backupCopyWindowEnabled":{flag}{window}}}}}"#)
    };
    let (rows, grid) = (
        r#","backupWindow":{"days":$list}"#,
        r#","backupCopyWindowSettings":{"backupWindow":$nights,"minuteOffset":0}"#,
    );
    let local = ReadOptions { dialect: None, clock: Some(ClockReading::Local) };
    check_as(&copy("BackupWindow", rows), local, VboCopy, &written(true, grid), &[]);
    check_as(&copy("Continuous", rows), local, VboCopy, &written(false, grid), &[]);
    check_as(&copy("Continuous", ""), local, VboCopy, &written(false, ""), &[]);
    check_as(&copy("Continuous", r#","backupWindow":{}"#), local, VboCopy, &written(false, ""), &[]);
}
