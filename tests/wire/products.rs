//! Documents of every product, read by one entry: what they say, and what is wrong with them.

use crate::documents::{nights, notes, with_grids};
use backup_window::wire::{ClockReading, Conversion, Dialect, ReadOptions, Reading, Tree, logon_hours};
use backup_window::{
    BackupWindow, Daily, Every, HourOfWeek, MinuteOffset, MonthDay, Monthly, Months, NoRun, Periodically,
    Plan, Retry, Schedule, Starts, WORKDAYS, WindowClock, Windows,
};
use chrono::{DateTime, Month, NaiveTime, TimeZone, Utc, Weekday, WeekdaySet};

fn tree(text: &str) -> Tree {
    serde_json::from_str(&with_grids(&with_rows(text))).unwrap()
}

/// `$rows01` is the list of seven rows with nights as 1, `$days01` the same as properties; `10` where they are 0.
fn with_rows(text: &str) -> String {
    let mut document = text.to_owned();
    for (name, allowed, denied) in [("01", '1', '0'), ("10", '0', '1')] {
        let row: Vec<String> = (0..24)
            .map(|hour| (if (8..19).contains(&hour) { denied } else { allowed }).to_string())
            .collect();
        let row = row.join(",");
        let days = ["Monday", "tuesday", "WEDNESDAY", "Thursday", "Friday", "Sunday", "Saturday"];
        let list: Vec<String> =
            days.iter().map(|day| format!(r#"{{"day":"{day}","hours":"{row}"}}"#)).collect();
        let values: Vec<String> =
            days.iter().map(|day| format!(r#"{{"Name":"{day}","Value":"{row}"}}"#)).collect();
        let properties: Vec<String> = days.iter().map(|day| format!(r#""{day}":"{row}""#)).collect();
        document = document
            .replace(&format!("$rows{name}"), &format!("[{}]", list.join(",")))
            .replace(&format!("$values{name}"), &format!("[{}]", values.join(",")))
            .replace(&format!("$days{name}"), &properties.join(","));
    }
    document
}

fn read(text: &str) -> Reading {
    tree(text).read().unwrap()
}

fn error(text: &str) -> String {
    tree(text).read().unwrap_err().to_string()
}

fn time(text: &str) -> NaiveTime {
    text.parse().unwrap()
}

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn on_local(window: BackupWindow) -> BackupWindow {
    window.with_clock(WindowClock::LOCAL)
}

fn scheduled(schedule: Schedule) -> Plan {
    Plan::new(Starts::Scheduled(schedule))
}

fn everyday(at: &str) -> Schedule {
    Schedule::new(Daily::new(WeekdaySet::ALL, time(at)).unwrap())
}

fn windows(backup: BackupWindow) -> Windows {
    Windows { backup: Some(backup), periodic: None }
}

// Copy jobs

#[test]
fn a_copy_job_runs_at_restore_points_daily_or_periodically() {
    for (policy, plan) in [
        (r#""type":"Immediate""#, Plan::new(Starts::OnNewRestorePoint)),
        (
            r#""type":"dailyattime","dailyType":"Workdays","dailyTime":"22:30:00""#,
            scheduled(Schedule::new(Daily::new(WORKDAYS, time("22:30:00")).unwrap())),
        ),
        (
            r#""type":"Periodically","periodicallyEvery":"Hours12","backupCopyWindowEnabled":false"#,
            scheduled(Schedule::new(Periodically::new(Every::Hours12, 0).unwrap())),
        ),
        (
            r#""type":"Immediate","backupCopyWindowEnabled":true,
                "backupCopyWindowSettings":{"backupWindow":$nights,"minuteOffset":0}"#,
            Plan { windows: windows(nights()), ..Plan::new(Starts::OnNewRestorePoint) },
        ),
    ] {
        let reading = read(&format!(r#"{{"backupJobId":"b","schedulePolicy":{{{policy}}}}}"#));
        assert_eq!((reading.dialect, reading.plan), (Dialect::VboCopy, plan), "{policy}");
    }
    assert_eq!(
        error(r#"{"backupJobId":"b","schedulePolicy":{"type":"DailyAtTime","dailyType":"Payday"}}"#),
        "schedulePolicy.dailyType: \"Payday\" is not a set of days (expected Everyday, Workdays, Weekends, Monday, Tuesday, \
         Wednesday, Thursday, Friday, Saturday or Sunday)"
    );
    assert_eq!(
        error(r#"{"schedulePolicy":{"type":"Immediate","backupCopyWindowEnabled":true}}"#),
        "schedulePolicy.backupCopyWindowSettings: missing (expected a window: backupCopyWindowEnabled is true)"
    );
}

// The service-provider console

const NULLS: &str = r#"{"data":{"name":"a","isEnabled":true,"schedulePolicy":{
    "schedulePolicyType":"ManualOnly","periodicallyEvery":null,"dailyType":null,"scheduleEnabled":false,
    "backupWindowEnabled":false,"backupWindowSettings":{"backupWindow":null,"minuteOffset":null},
    "periodicallyWindowSettings":{"backupWindow":$168.,"minuteOffset":null},"periodicallyWindowEnabled":null,
    "periodicallyOffsetMinutes":null,"dailyTime":null,"retryEnabled":false,"retryNumber":null,"retryWaitInterval":null}}}"#;

#[test]
fn the_console_says_null_for_what_is_not_set() {
    let document = tree(NULLS);
    let jobs = document.jobs();
    let reading = jobs[0].clone().unwrap().read().unwrap();
    assert_eq!(reading.dialect, Dialect::Vspc);
    assert_eq!(reading.plan, Plan { schedule_enabled: false, ..Plan::new(Starts::ManualOnly) });
    assert_eq!(notes(&reading), [""; 0]);
}

#[test]
fn a_window_of_the_console_is_read_on_the_local_clock() {
    let reading = read(
        r#"{"schedulePolicy":{"schedulePolicyType":"Daily","dailyType":"Everyday","dailyTime":"9:05","scheduleEnabled":true,
            "backupWindowEnabled":true,"backupWindowSettings":{"backupWindow":$nights,"minuteOffset":20}}}"#,
    );
    let shift = MinuteOffset::new(20).unwrap();
    let window = nights().with_clock(WindowClock::Local { shift });
    assert_eq!(reading.plan, scheduled(everyday("09:05:00").with_backup_window(window)));
}

#[test]
fn a_schedule_of_the_console_without_its_flag_is_disabled() {
    let policy = r#""schedulePolicyType":"Daily","dailyType":"Everyday","dailyTime":"09:05""#;
    let reading = read(&format!(r#"{{"schedulePolicy":{{{policy}}}}}"#));
    assert!(!reading.plan.schedule_enabled);
    // A copy job has no such flag.
    let copy = policy.replace("Daily", "DailyAtTime");
    let reading = read(&format!(r#"{{"sourceBackupJobUid":"b","schedulePolicy":{{{copy}}}}}"#));
    assert_eq!((reading.dialect, reading.plan), (Dialect::VspcCopy, scheduled(everyday("09:05:00"))));
}

#[test]
fn a_window_of_the_console_that_is_switched_on_needs_its_grid() {
    let policy = |enabled: &str, grid: &str| {
        format!(
            r#"{{"schedulePolicy":{{"schedulePolicyType":"ManualOnly","backupWindowEnabled":{enabled},
                "backupWindowSettings":{{"backupWindow":{grid}}}}}}}"#
        )
    };
    assert_eq!(read(&policy("false", "null")).plan.windows, Windows::NONE);
    assert_eq!(
        error(&policy("true", "null")),
        "schedulePolicy.backupWindowSettings: missing (expected a window: backupWindowEnabled is true)"
    );
    assert_eq!(
        error(&policy("false", "$167.")),
        "schedulePolicy.backupWindowSettings.backupWindow: 167 hours, expected 168"
    );
    assert_eq!(
        notes(&read(&policy("null", "$nights"))),
        ["schedulePolicy.backupWindowSettings: ignored: backupWindowEnabled is not set"]
    );
}

#[test]
fn a_job_of_a_backup_server_tells_the_type_of_its_schedule() {
    let noon = utc("2025-06-02T12:00:00Z");
    for (kind, reason) in [
        ("NotScheduled", Some(NoRun::NotScheduled)),
        ("notScheduled", Some(NoRun::NotScheduled)),
        ("Chained", Some(NoRun::AfterJob(""))),
        ("chained", Some(NoRun::AfterJob(""))),
        ("Daily", Some(NoRun::Unsupported("Daily"))),
        ("monthly", Some(NoRun::Unsupported("monthly"))),
        ("Periodically", Some(NoRun::Unsupported("Periodically"))),
        ("BackupWindow", Some(NoRun::Unsupported("BackupWindow"))),
        ("Unknown", Some(NoRun::Unsupported("Unknown"))),
        ("Continuously", None),
        ("continuously", None),
    ] {
        let reading = read(&format!(r#"{{"instanceUid":"a","isEnabled":true,"scheduleType":"{kind}"}}"#));
        assert_eq!(reading.dialect, Dialect::VspcServer);
        let next = reading.plan.next_after(&Utc, noon);
        assert_eq!(next.err(), reason, "{kind}");
    }
    let disabled = read(r#"{"isEnabled":false,"scheduleType":"Continuously"}"#);
    assert_eq!(disabled.plan.next_after(&Utc, noon), Err(NoRun::JobDisabled));
    assert_eq!(
        error(r#"{"scheduleType":null}"#),
        "scheduleType: null is not a schedule type (expected NotScheduled, Daily, Monthly, Periodically, Continuously, \
         Chained, BackupWindow or Unknown)"
    );
}

// Backup & Replication

fn vbr(schedule: &str) -> Reading {
    let reading = read(&format!(r#"{{"schedule":{{"runAutomatically":true,{schedule}}}}}"#));
    assert_eq!(reading.dialect, Dialect::Vbr);
    reading
}

fn vbr_error(schedule: &str) -> String {
    error(&format!(r#"{{"schedule":{{"runAutomatically":true,{schedule}}}}}"#))
}

#[test]
fn each_trigger_of_backup_and_replication_is_read() {
    use Weekday::{Fri, Mon, Wed};
    let daily = |days, at| scheduled(Schedule::new(Daily::new(days, time(at)).unwrap()));
    let monthly = |day, months: &[Month]| {
        let months: Months = months.iter().copied().collect();
        scheduled(Schedule::new(Monthly::new(day, months, time("22:00:00")).unwrap()))
    };
    let every = |every, offset| Schedule::new(Periodically::new(every, offset).unwrap());
    for (schedule, plan) in [
        // Everyday is every day, whatever is listed beside it.
        (
            r#""daily":{"isEnabled":true,"dailyKind":"Everyday","localTime":"4:00","days":["monday"]}"#,
            daily(WeekdaySet::ALL, "04:00:00"),
        ),
        (
            r#""daily":{"isEnabled":"true","dailyKind":"WeekDays","localTime":"22:00"}"#,
            daily(WORKDAYS, "22:00:00"),
        ),
        (
            r#""daily":{"isEnabled":true,"dailyKind":"SelectedDays","localTime":"20:00:30","days":["Friday","monday","WEDNESDAY"]}"#,
            daily([Mon, Wed, Fri].into_iter().collect(), "20:00:30"),
        ),
        (
            r#""monthly":{"isEnabled":true,"localTime":"22:00","dayNumberInMonth":"Fourth","dayOfWeek":"wednesday",
                "dayOfMonth":1,"months":["January","july"]}"#,
            monthly(MonthDay::Fourth(Wed), &[Month::January, Month::July]),
        ),
        (
            r#""monthly":{"isEnabled":true,"localTime":"22:00","dayNumberInMonth":"Last","dayOfWeek":"Friday","months":["May"]}"#,
            monthly(MonthDay::LastWeekday(Fri), &[Month::May]),
        ),
        (
            r#""monthly":{"isEnabled":true,"localTime":"22:00","dayNumberInMonth":"OnDay","dayOfMonth":31,
                "isLastDayOfMonth":false,"months":["May"]}"#,
            monthly(MonthDay::On(31), &[Month::May]),
        ),
        (
            r#""monthly":{"isEnabled":true,"localTime":"22:00","dayNumberInMonth":"OnDay","dayOfMonth":3,
                "isLastDayOfMonth":true,"months":["May"]}"#,
            monthly(MonthDay::Last, &[Month::May]),
        ),
        (
            r#""periodically":{"isEnabled":true,"periodicallyKind":"Hours","frequency":4,"startTimeWithinAnHour":15,
                "backupWindow":{"days":$rows01}}"#,
            scheduled(every(Every::Hours4, 15).with_periodic_window(on_local(nights()))),
        ),
        (
            r#""periodically":{"isEnabled":true,"periodicallyKind":"Minutes","frequency":60}"#,
            scheduled(every(Every::Hours1, 0)),
        ),
        (
            r#""continuously":{"isEnabled":true,"backupWindow":{"days":$rows01}}"#,
            Plan {
                windows: Windows { backup: None, periodic: Some(on_local(nights())) },
                ..Plan::new(Starts::Continuously)
            },
        ),
        (
            r#""afterThisJob":{"isEnabled":true,"jobName":"first"}"#,
            Plan::new(Starts::AfterJob("first".into())),
        ),
        (r#""daily":{"isEnabled":false}"#, Plan::new(Starts::NotScheduled)),
        (
            r#""daily":{"isEnabled":true,"dailyKind":"Everyday","localTime":"22:00"},
                "retry":{"isEnabled":true,"retryCount":5,"awaitMinutes":15},
                "backupWindow":{"isEnabled":true,"backupWindow":{"days":$rows01}}"#,
            Plan {
                retry: Some(Retry::new(5, 15).unwrap()),
                ..scheduled(everyday("22:00:00").with_backup_window(on_local(nights())))
            },
        ),
        (
            r#""periodically":{"isEnabled":true,"periodicallyKind":"Hours","frequency":3,"startTimeWithinAnHour":1}"#,
            scheduled(every(Every::Hours3, 1)),
        ),
        (
            r#""periodically":{"isEnabled":true,"periodicallyKind":"Days","frequency":1}"#,
            scheduled(every(Every::Hours24, 0)),
        ),
        (
            r#""periodically":{"isEnabled":true,"periodicallyKind":"Hours","frequency":5}"#,
            Plan::new(Starts::Unsupported("every 5 Hours".into())),
        ),
    ] {
        assert_eq!(vbr(schedule).plan, plan, "{schedule}");
    }
}

#[test]
fn a_schedule_that_is_not_run_automatically_starts_by_hand() {
    let daily = r#""daily":{"isEnabled":true,"dailyKind":"Everyday","localTime":"22:00"}"#;
    let plan = read(&format!(r#"{{"schedule":{{"runAutomatically":"False",{daily}}}}}"#)).plan;
    assert_eq!(plan, Plan { schedule_enabled: false, ..scheduled(everyday("22:00:00")) });
    assert_eq!(read(r#"{"schedule":{"runAutomatically":false}}"#).plan, Plan::new(Starts::ManualOnly));
    // A rescan has no such flag.
    let rescan = read(&format!(r#"{{"options":{{"rescanSchedule":{{{daily}}}}}}}"#));
    assert_eq!(rescan.plan, scheduled(everyday("22:00:00")));
    assert_eq!(
        notes(&rescan),
        ["options.rescanSchedule: runAutomatically is missing: the schedule is taken to be enabled"]
    );
    let disabled = read(&format!(r#"{{"isDisabled":true,"schedule":{{"runAutomatically":true,{daily}}}}}"#));
    assert_eq!(disabled.plan.next_after(&Utc, utc("2025-06-02T12:00:00Z")), Err(NoRun::JobDisabled));
}

#[test]
fn rows_are_seven_days_of_24_figures() {
    let window = |days: &str| {
        vbr_error(&format!(r#""backupWindow":{{"isEnabled":true,"backupWindow":{{"days":{days}}}}}"#))
    };
    let row =
        |day: &str, hours: usize| format!(r#"{{"day":"{day}","hours":"{}"}}"#, vec!["1"; hours].join(","));
    let week = |last: &str| {
        let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
        let rows: Vec<String> = days.iter().map(|day| row(day, 24)).chain([last.to_owned()]).collect();
        format!("[{}]", rows.join(","))
    };
    let at = "schedule.backupWindow.backupWindow.days";
    for (days, expected) in [
        ("[]".into(), format!("{at}: Sunday is missing (expected a row for each of the seven days)")),
        (week(&row("monday", 24)), format!("{at}[6].day: Mon is given twice (expected each day once)")),
        (week(&row("Sunday", 23)), format!("{at}[6].hours: 23 hours, expected 24")),
        (
            week(r#"{"day":"Sunday","hours":"2,1"}"#),
            format!("{at}[6].hours: \"2\" is not a figure (expected 0 or 1)"),
        ),
        (
            week(r#"{"day":"Feiertag","hours":"1"}"#),
            format!(
                "{at}[6].day: \"Feiertag\" is not a day (expected Sunday, Monday, Tuesday, Wednesday, Thursday, Friday or Saturday)"
            ),
        ),
        (
            week(r#"{"day":"Sunday"}"#),
            format!("{at}[6].hours: missing (expected 24 figures, such as 1,1,0,...)"),
        ),
        ("7".into(), format!("{at}: 7 is not a list (expected a list of seven days)")),
    ] {
        assert_eq!(window(&days), expected);
    }
    // Rows of booleans, as plug-ins write them.
    let row = |day: &str| format!(r#"{{"day":"{day}","hours":[{}]}}"#, vec!["false"; 24].join(","));
    let days =
        ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"].map(row).join(",");
    let never = vbr(&format!(r#""backupWindow":{{"isEnabled":true,"backupWindow":{{"days":[{days}]}}}}"#));
    assert!(never.plan.windows.backup.unwrap().is_never());
}

#[test]
fn a_window_that_is_not_in_force_may_be_anything() {
    let reading = vbr(r#""backupWindow":{"isEnabled":false,"backupWindow":{"days":[]}}"#);
    assert_eq!(reading.plan, Plan::new(Starts::NotScheduled));
    assert_eq!(reading.notes.len(), 1);
    assert!(reading.notes[0].message.starts_with("not in force, and cannot be read"), "{:?}", reading.notes);
}

#[test]
fn what_cannot_be_a_schedule_is_an_error() {
    for (schedule, expected) in [
        (
            r#""daily":{"isEnabled":true,"dailyKind":"Everyday","localTime":"22:00"},"monthly":{"isEnabled":true}"#,
            "schedule: daily and monthly are both enabled (expected one of them)",
        ),
        (
            r#""daily":{"isEnabled":true,"dailyKind":"SelectedDays","localTime":"22:00","days":["Monday","monday"]}"#,
            "schedule.daily.days[1]: Mon is given twice (expected each day once)",
        ),
        (
            r#""daily":{"isEnabled":true,"dailyKind":"SelectedDays","localTime":"22:00","days":[]}"#,
            "schedule.daily.days: a daily trigger needs at least one day",
        ),
        (
            r#""daily":{"isEnabled":true,"dailyKind":"Everyday"}"#,
            "schedule.daily.localTime: missing (expected H:MM or HH:MM:SS, up to 23:59:59)",
        ),
        (
            r#""monthly":{"isEnabled":true,"localTime":"22:00","dayNumberInMonth":"OnDay","dayOfMonth":32,"months":["May"]}"#,
            "schedule.monthly.dayOfMonth: day of month 32 is out of range (expected 1 to 31)",
        ),
        (
            r#""monthly":{"isEnabled":true,"localTime":"22:00","dayNumberInMonth":"OnDay","dayOfMonth":-1,"months":["May"]}"#,
            "schedule.monthly.dayOfMonth: -1 is not a day of a month (expected 1 to 31)",
        ),
        (
            r#""monthly":{"isEnabled":true,"localTime":"22:00","dayNumberInMonth":"Fifth","dayOfWeek":"Monday"}"#,
            "schedule.monthly.dayNumberInMonth: \"Fifth\" is not a number of a day (expected First, Second, Third, Fourth, Last or OnDay)",
        ),
        (
            r#""monthly":{"isEnabled":true,"localTime":"22:00","dayNumberInMonth":"First","dayOfWeek":"Monday","months":[]}"#,
            "schedule.monthly.months: no month (expected at least one)",
        ),
        (
            r#""periodically":{"isEnabled":true,"periodicallyKind":"Hours","frequency":0}"#,
            "schedule.periodically.frequency: 0 is out of range (expected 1 or more)",
        ),
        (
            r#""periodically":{"isEnabled":true,"periodicallyKind":"Hours","frequency":1,"startTimeWithinAnHour":60}"#,
            "schedule.periodically.startTimeWithinAnHour: periodic offset 60 is out of range (expected 0 to 59)",
        ),
        (
            r#""afterThisJob":{"isEnabled":true,"jobName":""}"#,
            "schedule.afterThisJob.jobName: \"\" is not the name of a job (expected the name of the job before it)",
        ),
        (
            r#""backupWindow":{"isEnabled":true}"#,
            "schedule.backupWindow.backupWindow: missing (expected a window: isEnabled is true)",
        ),
        (
            r#""retry":{"isEnabled":true,"retryCount":0}"#,
            "schedule.retry.retryCount: retry number 0 is out of range (expected 1 to 777)",
        ),
    ] {
        assert_eq!(vbr_error(schedule), expected);
    }
}

#[test]
fn copy_jobs_of_backup_and_replication_run_at_restore_points_or_continuously() {
    let plan = |schedule: &str| read(&format!(r#"{{"name":"a","schedule":{{{schedule}}}}}"#)).plan;
    assert_eq!(
        plan(r#""type":"Immediate","scheduleMode":"Continuous","backupWindow":{"days":[]}"#),
        Plan::new(Starts::OnNewRestorePoint)
    );
    assert_eq!(
        plan(r#""type":"Immediate","scheduleMode":"BackupWindow","backupWindow":{"days":$rows01}"#),
        Plan { windows: windows(on_local(nights())), ..Plan::new(Starts::OnNewRestorePoint) }
    );
    assert_eq!(plan(r#""type":"Continuous""#), Plan::new(Starts::Continuously));
    assert_eq!(
        plan(r#""type":"Custom","customWindow":{"isEnabled":true,"backupWindow":{"days":$rows01}}"#),
        Plan {
            windows: Windows { backup: None, periodic: Some(on_local(nights())) },
            ..Plan::new(Starts::Continuously)
        }
    );
    assert_eq!(
        plan(
            r#""type":"Periodic","runAutomatically":true,"daily":{"isEnabled":true,"dailyKind":"Everyday","localTime":"22:00"}"#
        ),
        scheduled(everyday("22:00:00"))
    );
}

#[test]
fn a_state_of_a_job_says_why_there_is_no_next_run() {
    let noon = utc("2025-06-02T12:00:00Z");
    for (state, reason) in [
        (r#""nextRun":null,"nextRunPolicy":"After [Linux]""#, NoRun::AfterJob("Linux")),
        (r#""nextRunPolicy":"After [x]","runAfterJob":{"jobName":"Mail [2]"}"#, NoRun::AfterJob("Mail [2]")),
        (r#""nextRun":null,"nextRunPolicy":"Not scheduled""#, NoRun::NotScheduled),
        (
            r#""nextRun":"2025-07-30T19:00:00+02:00","nextRunPolicy":"7/30/2025 7:00 PM""#,
            NoRun::Unsupported("state of a job"),
        ),
        (r#""nextRunPolicy":"Not scheduled","status":"disabled""#, NoRun::JobDisabled),
    ] {
        let reading = read(&format!("{{\"name\":\"a\",{state}}}"));
        assert_eq!(reading.dialect, Dialect::Vbr);
        assert_eq!(reading.plan.next_after(&Utc, noon), Err(reason));
    }
}

// Rows and bits

#[test]
fn what_a_figure_means_belongs_to_the_dialect() {
    let expected = windows(on_local(nights()));
    for (text, dialect) in [
        (r#"{"days":$rows01}"#, Dialect::Vbr),
        (r#"{"Days":$values01}"#, Dialect::Em),
        (r#"{"Schedule":{"Days":$values01}}"#, Dialect::Em),
        (r#"{"TimePeriods":{$days01}}"#, Dialect::Em),
        (r#"{"scheduler":{$days10}}"#, Dialect::Agent),
    ] {
        let reading = read(text);
        assert_eq!((reading.dialect, reading.plan.windows), (dialect, expected), "{text}");
        assert_eq!(reading.plan.starts, Starts::NotScheduled);
    }
    // Rows by the names of days alone are those of either.
    let rows = tree("{$days01}");
    assert_eq!(
        rows.read().unwrap_err().to_string(),
        "the dialect is ambiguous (expected one of em or agent: name it)"
    );
    let read_as = |dialect| rows.read_with(ReadOptions { dialect: Some(dialect), clock: None }).unwrap();
    assert_eq!(read_as(Dialect::Em).plan.windows, expected);
    let by_day = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 8, 19);
    assert_eq!(read_as(Dialect::Agent).plan.windows, windows(on_local(by_day)));
    // On the clock the caller says.
    let options = ReadOptions { dialect: Some(Dialect::Em), clock: Some(ClockReading::UtcOffset) };
    assert_eq!(rows.read_with(options).unwrap().plan.windows, windows(nights()));
}

/// A `true` is an allowed hour in a plug-in's rows; where a 0 is one, nobody can tell.
#[test]
fn booleans_are_hours_only_where_a_one_is_an_allowed_hour() {
    let days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
    let rows: Vec<String> = days.iter().map(|day| format!(r#""{day}":{:?}"#, [true; 24])).collect();
    let rows = rows.join(",");
    assert_eq!(
        tree(&format!(r#"{{"scheduler":{{{rows}}}}}"#)).read().unwrap_err().to_string(),
        "scheduler.Sunday[0]: true is not a figure (expected 0 or 1)"
    );
    let window = read(&format!(r#"{{"TimePeriods":{{{rows}}}}}"#)).plan.windows.backup;
    assert!(window.is_some_and(|window| window.is_always()));
}

#[test]
fn an_offset_beside_an_interval_of_minutes_is_noted() {
    for (text, path) in [
        (
            r#"{"schedule":{"runAutomatically":true,"periodically":{"isEnabled":true,"periodicallyKind":"Minutes","frequency":30,"startTimeWithinAnHour":7}}}"#,
            "schedule.periodically.startTimeWithinAnHour",
        ),
        (
            r#"{"JobScheduleOptions":{"Standart":{"OptionsPeriodically":{"Enabled":true,"Kind":"Minutes","FullPeriod":30,"HourlyOffset":7}}}}"#,
            "JobScheduleOptions.Standart.OptionsPeriodically.HourlyOffset",
        ),
    ] {
        assert_eq!(
            notes(&read(text)),
            [format!("{path}: 7 is ignored: an offset applies to intervals of hours")]
        );
        assert_eq!(notes(&read(&text.replace("Minutes", "Hours").replace("30", "4"))), [""; 0]);
    }
}

#[test]
fn the_element_of_an_agent_is_read_as_text() {
    let row = vec!["0"; 24].join(",");
    let denied = vec!["1"; 24].join(",");
    let days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];
    let rows: String = days.iter().map(|day| format!("<{day}>{row}</{day}>\n")).collect();
    let text = format!("<scheduler>{rows}<Saturday>{denied}</Saturday></scheduler>\n");
    let reading = Tree::of_plain_text(&text).unwrap().read().unwrap();
    assert_eq!(reading.dialect, Dialect::Agent);
    let window = reading.plan.windows.backup.unwrap();
    assert!(window.hours().all(|hour| hour.weekday() != Weekday::Sat) && window.allowed_hours() == 144);
    for broken in ["<scheduler>", "<scheduler><Sunday>0</Sonntag></scheduler>", "<scheduler>0</scheduler>"] {
        let error = Tree::of_plain_text(broken).unwrap().read().unwrap_err().to_string();
        assert!(error.contains("is not a list of hours"), "{error}");
    }
}

#[test]
fn logon_hours_begin_with_the_lowest_bit_on_sunday_in_utc() {
    // Monday to Friday from 06:00 to 18:00 UTC.
    let window = BackupWindow::NEVER.allow_daily(WORKDAYS, 6, 18);
    let hex = "000000c0ff03c0ff03c0ff03c0ff03c0ff03000000";
    assert_eq!(logon_hours::to_hex(&window).unwrap(), hex);
    assert_eq!(logon_hours::from_hex(&hex.to_uppercase()).unwrap(), window);
    let spaced: Vec<&str> = (0..21).map(|i| &hex[2 * i..2 * i + 2]).collect();
    assert_eq!(logon_hours::from_hex(&spaced.join("-")).unwrap(), window);
    let base64 = "AAAAwP8DwP8DwP8DwP8DwP8DAAAA";
    assert_eq!(logon_hours::to_base64(&window).unwrap(), base64);
    assert_eq!(logon_hours::from_base64(base64).unwrap(), window);
    let bytes = format!("{:?}", logon_hours::to_bytes(&window).unwrap());
    for (text, dialect) in [
        (format!("\"{hex}\""), Dialect::LogonHours),
        (format!("{{\"logonHours\":\"{hex}\"}}"), Dialect::LogonHours),
        (bytes.clone(), Dialect::LogonHours),
        (format!("{{\"logonHours\":{bytes}}}"), Dialect::LogonHours),
        (format!("\"{base64}\""), Dialect::LogonHoursBase64),
    ] {
        let reading = read(&text);
        assert_eq!((reading.dialect, reading.plan.windows), (dialect, windows(window)), "{text}");
    }
    let first = logon_hours::from_bytes([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    assert_eq!(first.hours().map(HourOfWeek::index).collect::<Vec<_>>(), [0]);
    assert_eq!(first.clock(), WindowClock::UTC);

    let local = on_local(window);
    assert_eq!(
        logon_hours::to_bytes(&local).unwrap_err().to_string(),
        "logon-hours cannot say a window on local time (expected UTC)"
    );
    assert_eq!(logon_hours::to_bytes(&on_local(BackupWindow::ALWAYS)), Ok([255; 21]));
    assert_eq!(
        logon_hours::from_hex("00").unwrap_err().to_string(),
        "\"00\" is not logonHours (expected 42 hexadecimal digits)"
    );
    let read_as = |text: &str| {
        tree(text)
            .read_with(ReadOptions { dialect: Some(Dialect::LogonHours), clock: None })
            .unwrap_err()
            .to_string()
    };
    assert_eq!(read_as("[1,2]"), "2 bytes, expected 21");
    assert_eq!(read_as("[256]"), "[0]: 256 is out of range (expected 0 to 255)");
    assert_eq!(
        read_as("\"x\""),
        "\"x\" is not logonHours (expected 42 hexadecimal digits, 28 characters of Base64 or 21 bytes)"
    );
}

#[test]
fn hours_as_text_are_a_window_on_the_local_clock() {
    let reading = Tree::of_plain_text("Mo-Su 19:00-08:00\n").unwrap().read().unwrap();
    assert_eq!((reading.dialect, reading.plan.windows), (Dialect::Text, windows(on_local(nights()))));
}

// Enterprise Manager

#[test]
fn a_job_of_enterprise_manager_keeps_to_the_wall_clock() {
    let job = |daily: &str| {
        read(&format!(
            r#"{{"Name":"a","ScheduleConfigured":true,"ScheduleEnabled":true,"JobScheduleOptions":{{"Standart":{{
                "RetryOptions":{{"RetryTimes":3,"RetryTimeout":10,"RetrySpecified1":true}},
                "OptionsDaily":{{{daily}}},"OptionsMonthly":{{"Enabled":false}},
                "OptionsBackupWindow":{{"TimePeriods":{{"Days":$values01}},"Enabled":true}},
                "OptionsDaisyChaining":{{"PreviousJobUid":"","Enabled":false}}}},"ImmediateCopyMode":null}}}}"#
        ))
    };
    let expected = Plan {
        retry: Some(Retry::default()),
        ..scheduled(everyday("22:00:00").with_backup_window(on_local(nights())))
    };
    for time in ["2020-02-04T22:00:00+13:00", "2020-02-04T22:00:00", "22:00:00.0000000+01:00", "22:00"] {
        let reading = job(&format!(
            r#""Kind":"Everyday","Days":["Sunday"],"Time":"{time}","TimeOffsetUtc":13,"Enabled":"true""#
        ));
        assert_eq!((reading.dialect, &reading.plan), (Dialect::Em, &expected), "{time}");
    }
    // Set in summer, it runs at the same time of day in winter.
    let zone = chrono_tz::Europe::Prague;
    let winter = expected.next_after(&zone, zone.with_ymd_and_hms(2025, 12, 1, 12, 0, 0).unwrap().to_utc());
    assert_eq!(winter.unwrap().at, utc("2025-12-01T21:00:00Z"));
    assert_eq!(
        error(r#"{"JobScheduleOptions":{"OptionsDaily":{"Enabled":true,"Kind":"Everyday","Time":"noon"}}}"#),
        "JobScheduleOptions.OptionsDaily.Time: \"noon\" is not a time of day (expected 2020-02-04T22:00:00+13:00, or the time alone)"
    );
    let off = read(r#"{"ScheduleConfigured":false,"JobScheduleOptions":{"Standart":{}}}"#);
    assert_eq!(off.plan, Plan::new(Starts::NotScheduled));
    let copy = read(
        r#"{"JobScheduleOptions":{"ImmediateCopyMode":{"OptionsContinuous":{"Enabled":"true","Schedule":{$days01}}}}}"#,
    );
    assert_eq!(
        copy.plan,
        Plan { windows: windows(on_local(nights())), ..Plan::new(Starts::OnNewRestorePoint) }
    );
}

/// A trigger beside it would be a second one.
#[test]
fn a_type_that_starts_a_job_is_left_alone_in_its_own_dialect() {
    for schedule in [
        r#"{"type":"Periodic","periodic":{"mode":"EveryHour","interval":3,"startTimeWithinAnHour":5},"isEnabled":true}"#,
        r#"{"type":"Periodic","periodic":{"mode":"EveryHour","interval":3,"backupWindow":{"days":$rows01}}}"#,
        r#"{"type":"Continuous"}"#,
        r#"{"type":"custom","customWindow":{"isEnabled":true,"backupWindow":{"days":$rows01}}}"#,
        r#"{"type":"Custom","customWindow":{"isEnabled":false,"backupWindow":null}}"#,
    ] {
        for job in [schedule.to_owned(), format!(r#"{{"name":"a","scheduleSettings":{schedule}}}"#)] {
            let job = tree(&job);
            // A type alone may be another product's.
            let options = ReadOptions { dialect: Some(Dialect::Vbr), ..ReadOptions::default() };
            assert_eq!(job.convert(Dialect::Vbr, options).unwrap(), Conversion::Exact(job));
        }
    }
}
