//! Where findings are in documents of each product: the path to the property, in that product's own words.

#![cfg(feature = "serde")]
#![expect(clippy::unwrap_used, reason = "in a test a panic is an answer")]

use backup_window::lint::{self, Code, Context};
use backup_window::wire::vbo::Job;
use backup_window::wire::{Dialect, Dropped, ReadOptions, Tree};
use backup_window::{BackupWindow, DeniedSlot, Every, Periodically, Plan, Schedule, Starts};
use chrono::WeekdaySet;
use chrono_tz::Tz;

/// `$shut` is a row without an allowed hour, `$morning` one from 06:00 to 08:00; `$shut.week`, `$shut.list` and
/// `$shut.values` are seven of them.
fn tree(text: &str) -> Tree {
    let mut text = text.to_owned();
    for (name, open) in [("$shut", 24..24), ("$morning", 6..8), ("$never", 0..24)] {
        let row: Vec<&str> = (0..24).map(|hour| if open.contains(&hour) { "1" } else { "0" }).collect();
        let row = row.join(",");
        let days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
        let week = days.map(|day| format!(r#""{day}":"{row}""#)).join(",");
        let list = days.map(|day| format!(r#"{{"day":"{day}","hours":"{row}"}}"#)).join(",");
        let values = days.map(|day| format!(r#"{{"Name":"{day}","Value":"{row}"}}"#)).join(",");
        text = text
            .replace(&format!("{name}.week"), &format!("{{{week}}}"))
            .replace(&format!("{name}.list"), &format!("[{list}]"))
            .replace(&format!("{name}.values"), &format!("[{values}]"));
    }
    let grid = |allowed: fn(usize) -> bool| format!("{:?}", (0..168).map(allowed).collect::<Vec<_>>());
    let text = text.replace("$nights", &grid(|hour| hour % 24 < 6)).replace("$none", &grid(|_| false));
    serde_json::from_str(&text).unwrap()
}

#[track_caller]
fn check(text: &str, dialect: Option<Dialect>, findings: &[(Code, &str)]) {
    let now = "2025-06-02T12:00:00Z".parse().unwrap();
    let context = Context { zone: &Tz::UTC, at: now, usual_duration: None };
    let found = lint::document(&tree(text), ReadOptions { dialect, clock: None }, &context);
    let found: Vec<(Code, &str)> =
        found.iter().map(|finding| (finding.code, finding.path.as_str())).collect();
    assert_eq!(found, findings, "{text}");
}

#[test]
fn in_backup_and_replication() {
    let daily =
        r#""runAutomatically":true,"daily":{"isEnabled":true,"dailyKind":"Everyday","localTime":"22:00"}"#;
    let window = |inner: &str| format!(r#""backupWindow":{{"isEnabled":true,{inner}}}"#);
    for (prefix, around) in [
        ("schedule.", r#"{"schedule":{%}}"#),
        ("rescanSchedule.", r#"{"rescanSchedule":{%}}"#),
        ("options.rescanSchedule.", r#"{"options":{"rescanSchedule":{%}}}"#),
        ("", "{%}"),
    ] {
        for property in ["backupWindow", "WindowSetting"] {
            let inner = format!(r#"{daily},{}"#, window(&format!(r#""{property}":{{"days":$shut.list}}"#)));
            check(
                &around.replace('%', &inner),
                None,
                &[(Code::NeverOpens, &format!("{prefix}backupWindow.{property}"))],
            );
        }
    }
    let monthly = r#""runAutomatically":true,"monthly":{"isEnabled":true,"localTime":"22:00","dayNumberInMonth":"First","dayOfWeek":"Monday","months":["May"]}"#;
    check(
        &format!(r#"{{"schedule":{{{monthly},{}}}}}"#, window(r#""backupWindow":{"days":$morning.list}"#)),
        None,
        &[(Code::NeverMeets, "schedule.monthly.localTime")],
    );
    check(
        r#"{"schedule":{"type":"Immediate","scheduleMode":"BackupWindow","backupWindow":{"days":$shut.list}}}"#,
        None,
        &[(Code::NeverOpens, "schedule.backupWindow")],
    );
    check(
        r#"{"schedule":{"type":"Custom","customWindow":{"isEnabled":true,"backupWindow":{"days":$shut.list}}}}"#,
        None,
        &[(Code::NeverOpens, "schedule.customWindow.backupWindow")],
    );
    check(
        r#"{"schedule":{"runAutomatically":true,"periodically":{"isEnabled":true,"periodicallyKind":"Hours","frequency":24,"startTimeWithinAnHour":0,"backupWindow":{"days":$morning.list}}}}"#,
        None,
        &[(Code::IntervalBeyondWindow, "schedule.periodically.frequency")],
    );
    check(
        r#"{"scheduleSettings":{"type":"Periodic","periodic":{"mode":"EveryHour","interval":24,"backupWindow":{"days":$morning.list}}}}"#,
        None,
        &[(Code::IntervalBeyondWindow, "scheduleSettings.periodic.interval")],
    );
    check(
        r#"{"schedule":{"runAutomatically":true,"daily":{"isEnabled":true,"dailyKind":"Everyday","localTime":"22:00"},"backupWindow":{"isEnabled":false,"backupWindow":{"days":$shut.list}}}}"#,
        None,
        &[(Code::WindowIgnored, "schedule.backupWindow")],
    );
    check(r#"{"days":$shut.list}"#, None, &[(Code::NeverOpens, "days")]);
}

#[test]
fn in_enterprise_manager() {
    let daily = r#""OptionsDaily":{"Enabled":true,"Kind":"Everyday","Time":"22:00"}"#;
    for (prefix, around) in [
        ("JobScheduleOptions.Standart.", r#"{"JobScheduleOptions":{"Standart":{%}}}"#),
        ("JobScheduleOptions.", r#"{"JobScheduleOptions":{%}}"#),
        ("Standart.", r#"{"Standart":{%}}"#),
        ("", "{%}"),
    ] {
        for property in ["Schedule", "TimePeriods"] {
            let inner =
                format!(r#"{daily},"OptionsBackupWindow":{{"Enabled":true,"{property}":$shut.week}}"#);
            check(
                &around.replace('%', &inner),
                None,
                &[(Code::NeverOpens, &format!("{prefix}OptionsBackupWindow.{property}"))],
            );
        }
    }
    let options = |inner: &str| format!(r#"{{"JobScheduleOptions":{{"Standart":{{{inner}}}}}}}"#);
    check(
        &options(
            r#""OptionsMonthly":{"Enabled":true,"Time":"22:00","DayNumberInMonth":"Last","DayOfWeek":"Friday","Months":["May"]},"OptionsBackupWindow":{"Enabled":true,"Schedule":$morning.week}"#,
        ),
        None,
        &[(Code::NeverMeets, "JobScheduleOptions.Standart.OptionsMonthly.Time")],
    );
    check(
        &options(
            r#""OptionsPeriodically":{"Enabled":true,"Kind":"Hours","FullPeriod":24,"Schedule":$morning.week}"#,
        ),
        None,
        &[(Code::IntervalBeyondWindow, "JobScheduleOptions.Standart.OptionsPeriodically.FullPeriod")],
    );
    check(
        &options(r#""OptionsContinuous":{"Enabled":true,"Schedule":$shut.week}"#),
        None,
        &[(Code::NeverOpens, "JobScheduleOptions.Standart.OptionsContinuous.Schedule")],
    );
    check(
        r#"{"JobScheduleOptions":{"ImmediateCopyMode":{"OptionsContinuous":{"Enabled":true,"Schedule":$shut.week}}}}"#,
        None,
        &[(Code::NeverOpens, "JobScheduleOptions.OptionsContinuous")],
    );
    check(r#"{"Days":$shut.values}"#, None, &[(Code::NeverOpens, "Days")]);
    check("$shut.week", Some(Dialect::Em), &[(Code::NeverOpens, "")]);
}

#[test]
fn in_a_window_alone() {
    let zeros = "0".repeat(42);
    check(&format!(r#""{zeros}""#), None, &[(Code::NeverOpens, "")]);
    check(&format!(r#"{{"logonHours":"{zeros}"}}"#), None, &[(Code::NeverOpens, "logonHours")]);
    check(r#""off""#, None, &[(Code::NeverOpens, "")]);
    // In an agent's rows a 1 is a denied hour.
    let denied = r#"{"scheduler":$shut.week}"#.replace("$shut", "$never");
    check(&denied, None, &[(Code::NeverOpens, "scheduler")]);
    check(r#"{"scheduleType":"Daily"}"#, None, &[]);
}

#[test]
fn in_copy_jobs_and_of_the_console() {
    check(
        r#"{"backupJobId":"b","schedulePolicy":{"type":"Immediate","backupCopyWindowEnabled":false,"backupCopyWindowSettings":{"backupWindow":$nights}}}"#,
        None,
        &[(Code::WindowIgnored, "schedulePolicy.backupCopyWindowSettings")],
    );
    check(
        r#"{"backupJobId":"b","schedulePolicy":{"schedulePolicyType":"Immediate","backupWindowEnabled":false,"backupWindowSettings":{"backupWindow":$nights}}}"#,
        None,
        &[(Code::WindowIgnored, "schedulePolicy.backupWindowSettings")],
    );
    // A window for periodic starts alone.
    check(
        r#"{"schedulePolicy":{"type":"Periodically","periodicallyEvery":"Hours4","periodicallyWindowEnabled":true,"periodicallyWindowSettings":{"backupWindow":$none}}}"#,
        None,
        &[(Code::NeverOpens, "schedulePolicy.periodicallyWindowSettings.backupWindow")],
    );
    // No minutes late are none that have no effect.
    check(
        r#"{"schedulePolicy":{"type":"Periodically","periodicallyEvery":"Minutes30","periodicallyOffsetMinutes":0}}"#,
        None,
        &[],
    );
}

#[test]
fn a_window_for_periodic_starts_may_never_be_met() {
    let mornings = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 6, 8);
    let at_midnight = Schedule::new(Periodically::new(Every::Hours24, 0).unwrap());
    let schedule = at_midnight.with_denied(DeniedSlot::Skip).with_periodic_window(mornings);
    let now = "2025-06-02T12:00:00Z".parse().unwrap();
    let plan = Plan::new(Starts::Scheduled(schedule));
    let found = lint::plan(&plan, &Context { zone: &Tz::UTC, at: now, usual_duration: None });
    let found: Vec<(Code, &str)> =
        found.iter().map(|finding| (finding.code, finding.path.as_str())).collect();
    assert_eq!(
        found,
        [(Code::NeverMeets, "periodicallyEvery"), (Code::IntervalBeyondWindow, "periodicallyEvery")]
    );
}

#[test]
fn an_offset_of_no_minutes_has_no_effect_to_miss() {
    let policy = r#"{"schedulePolicy":{"type":"Periodically","periodicallyEvery":"Minutes30","periodicallyOffsetMinutes":0}}"#;
    let job: Job<Dropped> = serde_json::from_str(policy).unwrap();
    let now = "2025-06-02T12:00:00Z".parse().unwrap();
    let context = Context { zone: &Tz::UTC, at: now, usual_duration: None };
    assert_eq!(lint::job(&job, ReadOptions::default(), &context), []);
    // Nor does one beside an interval that is not used.
    let daily = policy
        .replace("Periodically\"", r#"Daily","dailyType":"Everyday","dailyTime":"22:00""#)
        .replace(":0}", ":15}");
    let job: Job<Dropped> = serde_json::from_str(&daily).unwrap();
    assert_eq!(lint::job(&job, ReadOptions::default(), &context), []);
}
