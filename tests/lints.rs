//! Lints: a document with each finding, and the same one mended.

#![cfg(feature = "serde")]
#![expect(clippy::unwrap_used, reason = "in a test a panic is an answer")]

use std::collections::BTreeSet;

use backup_window::lint::{self, Code, Context, Finding, Severity};
use backup_window::wire::vbo::{Job, ReadOptions};
use backup_window::wire::{ClockReading, Dropped, Tree};
use backup_window::{
    BackupWindow, Daily, Every, Gap, MonthDay, Monthly, Months, Periodically, Plan, Schedule, Starts, Windows,
};
use chrono::{DateTime, NaiveTime, TimeDelta, Utc, WeekdaySet};
use chrono_tz::Tz;

/// A Monday in summer.
fn now() -> DateTime<Utc> {
    "2025-06-02T12:00:00Z".parse().unwrap()
}

fn grid(allowed: impl Fn(usize) -> bool) -> String {
    format!("{:?}", (0..168).map(allowed).collect::<Vec<_>>())
}

fn nights(hour: usize) -> bool {
    !(6..22).contains(&(hour % 24))
}

/// A policy with a backup window in force.
fn gated(properties: &str, grid: &str) -> String {
    format!(
        r#"{{"schedulePolicy":{{{properties},"backupWindowEnabled":true,"backupWindowSettings":{{"backupWindow":{grid},"minuteOffset":0}}}}}}"#
    )
}

fn ungated(properties: &str) -> String {
    format!(r#"{{"schedulePolicy":{{{properties}}}}}"#)
}

fn daily(time: &str) -> String {
    format!(r#""type":"Daily","dailyType":"Everyday","dailyTime":"{time}""#)
}

fn periodically(every: &str) -> String {
    format!(r#""type":"Periodically","periodicallyEvery":"{every}""#)
}

fn findings_of(
    document: &str,
    options: ReadOptions,
    zone: Tz,
    usual_duration: Option<TimeDelta>,
) -> Vec<Finding> {
    let job: Job<Dropped> = serde_json::from_str(document).unwrap();
    lint::job(&job, options, &Context { zone: &zone, at: now(), usual_duration })
}

fn findings(document: &str, zone: Tz) -> Vec<Finding> {
    findings_of(document, ReadOptions::default(), zone, None)
}

fn codes(findings: &[Finding]) -> Vec<Code> {
    findings.iter().map(|finding| finding.code).collect()
}

/// The only finding.
#[track_caller]
fn only(findings: Vec<Finding>) -> (Severity, Code, String, String) {
    assert_eq!(findings.len(), 1, "{findings:#?}");
    let finding = &findings[0];
    assert!(!finding.fix.is_empty() && !finding.message.contains('\n') && !finding.fix.contains('\n'));
    (finding.severity, finding.code, finding.path.clone(), finding.message.clone())
}

#[track_caller]
fn said(found: Vec<Finding>, severity: Severity, code: Code, path: &str, message: &str) {
    assert_eq!(only(found), (severity, code, path.to_owned(), message.to_owned()));
}

use Severity::{Error, Note, Warning};

const GRID: &str = "schedulePolicy.backupWindowSettings.backupWindow";
const DAILY_TIME: &str = "schedulePolicy.dailyTime";

#[test]
fn a_plain_job_has_no_finding() {
    assert_eq!(findings(&ungated(&daily("22:00")), Tz::Europe__Prague), []);
    assert_eq!(findings(&gated(&daily("23:00"), &grid(nights)), Tz::UTC), []);
    assert_eq!(findings(&gated(&periodically("Hours4"), &grid(nights)), Tz::UTC), []);
}

#[test]
fn a_document_that_cannot_be_read_is_a_finding() {
    let message = r#""25:00" is not a time of day (expected H:MM or HH:MM:SS, up to 23:59:59)"#;
    said(findings(&ungated(&daily("25:00")), Tz::UTC), Error, Code::Unreadable, DAILY_TIME, message);
}

#[test]
fn a_window_without_an_allowed_hour_never_opens() {
    let never = gated(&daily("22:00"), &grid(|_| false));
    let message = "no hour is allowed, so nothing ever starts";
    said(findings(&never, Tz::UTC), Error, Code::NeverOpens, GRID, message);
}

#[test]
fn a_time_that_is_always_denied_never_meets_the_window() {
    let message = "the trigger never falls into an hour that the window allows, so the job never runs";
    let noon = gated(&daily("12:00"), &grid(nights));
    said(findings(&noon, Tz::UTC), Error, Code::NeverMeets, DAILY_TIME, message);
}

#[test]
fn a_time_at_the_edge_of_a_window_on_utc_is_met_in_half_the_year() {
    // 22:00 to 06:00 UTC is midnight to 08:00 in summer and 23:00 to 07:00 in winter
    let early = findings(&gated(&daily("07:30"), &grid(nights)), Tz::Europe__Prague);
    assert_eq!(codes(&early), [Code::MeetsPartOfYear, Code::DeniedTime, Code::EdgesShift]);
    assert_eq!(
        early[0].message,
        "while the clock is at +01:00 the window denies every slot: no run from 2025-10-26 to 2026-03-29, as there is \
         at +02:00"
    );
    assert_eq!(
        early[1].message,
        "07:30:00 is denied on Mon, Tue, Wed, Thu, Fri, Sat, Sun in a part of the year: no run then"
    );
    assert_eq!((early[2].severity, early[2].path.as_str()), (Note, GRID));
    assert_eq!(
        early[2].message,
        "its hours are read on UTC and come 1h earlier on the local clock from 2025-10-26 on"
    );
    // On the local clock it is open until 06:00 all year.
    let local = ReadOptions { clock: Some(ClockReading::Local), ..ReadOptions::default() };
    let document = gated(&daily("05:30"), &grid(nights));
    assert_eq!(findings_of(&document, local, Tz::Europe__Prague, None), []);
}

#[test]
fn days_on_which_the_time_is_denied_are_named() {
    let weekends = gated(&daily("12:00"), &grid(|hour| matches!(hour / 24, 0 | 6)));
    let message = "12:00:00 is denied on Mon, Tue, Wed, Thu, Fri: no run on those days";
    said(findings(&weekends, Tz::UTC), Warning, Code::DeniedTime, DAILY_TIME, message);
}

#[test]
fn a_time_that_a_clock_change_skips_is_found_this_year_and_next() {
    let message = "02:30:00 does not happen on 2025-03-30 and 2026-03-29: the run comes when the gap is over";
    let found = findings(&ungated(&daily("02:30")), Tz::Europe__Prague);
    said(found, Warning, Code::TimeInGap, DAILY_TIME, message);
    assert_eq!(findings(&ungated(&daily("02:30")), Tz::Asia__Kolkata), []);
    // A job for Mondays has no run on a Sunday.
    let mondays = r#""type":"Daily","dailyType":"Monday","dailyTime":"02:30""#;
    assert_eq!(findings(&ungated(mondays), Tz::Europe__Prague), []);
}

#[test]
fn a_window_whose_flag_is_off_has_no_effect() {
    let window = format!(r#""backupWindowSettings":{{"backupWindow":{}}}"#, grid(nights));
    let path = "schedulePolicy.backupWindowSettings";
    let missing = ungated(&format!("{},{window}", daily("12:00")));
    let message = "112 denied hours have no effect: backupWindowEnabled is not set";
    said(findings(&missing, Tz::UTC), Warning, Code::WindowIgnored, path, message);
    let off = ungated(&format!(r#"{},"backupWindowEnabled":false,{window}"#, daily("12:00")));
    let message = "112 denied hours have no effect: backupWindowEnabled is false";
    said(findings(&off, Tz::UTC), Note, Code::WindowIgnored, path, message);
    // A grid that allows everything has no effect either way.
    let all = format!(r#"{},"backupWindowSettings":{{"backupWindow":{}}}"#, daily("12:00"), grid(|_| true));
    assert_eq!(findings(&ungated(&all), Tz::UTC), []);
}

#[test]
fn an_offset_beside_minutes_has_no_effect() {
    let minutes = format!(r#"{},"periodicallyOffsetMinutes":15"#, periodically("Minutes30"));
    let path = "schedulePolicy.periodicallyOffsetMinutes";
    let message = "15 has no effect beside an interval of minutes";
    said(findings(&ungated(&minutes), Tz::UTC), Warning, Code::OffsetWithoutEffect, path, message);
    let hours = format!(r#"{},"periodicallyOffsetMinutes":15"#, periodically("Hours1"));
    assert_eq!(findings(&ungated(&hours), Tz::UTC), []);
}

#[test]
fn retries_that_take_longer_than_the_window_is_open_are_found() {
    let retries = |number| {
        let retry = format!(
            r#"{},"retryEnabled":true,"retryNumber":{number},"retryWaitInterval":60"#,
            daily("23:00")
        );
        findings(&gated(&retry, &grid(nights)), Tz::UTC)
    };
    let message = "9 retries 60 minutes apart take 9h at least, and the window is open for 8h at most";
    said(retries(9), Warning, Code::RetriesBeyondWindow, "schedulePolicy.retryNumber", message);
    assert_eq!(retries(8), []);
}

#[test]
fn a_window_that_is_shorter_than_the_job_is_found() {
    let job = |hours| {
        let document = gated(&daily("23:00"), &grid(nights));
        findings_of(&document, ReadOptions::default(), Tz::UTC, Some(TimeDelta::hours(hours)))
    };
    let message = "the job takes 8h, and no run has so much time before the window closes";
    said(job(8), Error, Code::WindowTooShort, GRID, message);
    assert_eq!(job(7), []);

    // Sunday until noon, the other days until 06:00
    let longer = grid(|hour| nights(hour) || hour < 12);
    let document = gated(&daily("23:00"), &longer);
    let found = findings_of(&document, ReadOptions::default(), Tz::UTC, Some(TimeDelta::hours(12)));
    let message =
        "the job takes 12h, and its run at 2025-06-02 23:00:00 +00:00 has 7h before the window closes";
    said(found, Warning, Code::WindowTooShort, GRID, message);
}

#[test]
fn an_offset_of_an_hour_or_more_is_pointed_out() {
    let window = |minutes| {
        let grid = grid(nights);
        ungated(&format!(
            r#"{},"backupWindowEnabled":true,"backupWindowSettings":{{"backupWindow":{grid},"minuteOffset":{minutes}}}"#,
            daily("00:30")
        ))
    };
    let path = "schedulePolicy.backupWindowSettings.minuteOffset";
    let message = "-120 reads the grid on a clock 2h behind UTC, in winter and summer alike";
    said(findings(&window(-120), Tz::UTC), Note, Code::OffsetOfHours, path, message);
    let local = ReadOptions { clock: Some(ClockReading::Local), ..ReadOptions::default() };
    let message = "60 makes every hour of the grid begin 1h late on the local clock";
    said(findings_of(&window(60), local, Tz::UTC, None), Warning, Code::OffsetOfHours, path, message);
    assert_eq!(findings(&window(59), Tz::UTC), []);
}

#[test]
fn single_hours_are_pointed_out() {
    let allowed = gated(&daily("23:00"), &grid(|hour| nights(hour) || hour == 36));
    said(
        findings(&allowed, Tz::UTC),
        Note,
        Code::SingleHour,
        GRID,
        "Mon 12:00 is allowed between denied ones",
    );
    let denied = gated(&daily("23:00"), &grid(|hour| nights(hour) && hour % 24 != 3));
    let message = "7 single hours are denied between allowed ones, Sun 03:00 the first of them";
    said(findings(&denied, Tz::UTC), Note, Code::SingleHour, GRID, message);
}

#[test]
fn an_interval_beyond_every_opening_is_found() {
    let message = "an interval of 12 hours is longer than any opening (8h at most): most openings have one run, by \
                   deferral";
    let found = findings(&gated(&periodically("Hours12"), &grid(nights)), Tz::UTC);
    said(found, Warning, Code::IntervalBeyondWindow, "schedulePolicy.periodicallyEvery", message);
    assert_eq!(findings(&gated(&periodically("Hours8"), &grid(nights)), Tz::UTC), []);
}

#[test]
fn a_next_run_that_the_schedule_has_not_names_the_offsets_that_explain_it() {
    let job = |next_run: &str| {
        let policy = r#"{"type":"Daily","dailyType":"Friday","dailyTime":"19:00:00"}"#;
        findings(&format!(r#"{{"nextRun":"{next_run}","schedulePolicy":{policy}}}"#), Tz::UTC)
    };
    let message = "in this zone the schedule has no run at 2018-06-02 02:00:00 UTC, as there is at -07:00";
    said(job("2018-06-02T02:00:00Z"), Warning, Code::NextRunContradicted, "nextRun", message);
    let message =
        "in this zone the schedule has no run at 2018-06-05 02:00:00 UTC, and no offset from UTC explains it";
    said(job("2018-06-05T02:00:00Z"), Warning, Code::NextRunContradicted, "nextRun", message);
    assert_eq!(job("2018-06-01T19:00:00Z"), []);
    // What an old server prints for a job that is disabled is not asked for.
    let disabled = r#"{"isEnabled":false,"nextRun":"2018-06-05T02:00:00Z","schedulePolicy":{"type":"Daily","dailyType":"Friday","dailyTime":"19:00:00"}}"#;
    assert_eq!(findings(disabled, Tz::UTC), []);
}

#[test]
fn the_window_of_version_1_is_named_as_it_is_called_there() {
    let never = grid(|_| false);
    let job = format!(
        r#"{{"allMailboxes":"true","schedulePolicy":{{{},"backupWindow":{{"backupIntervalsArray":{never},"minuteOffset":0}}}}}}"#,
        daily("22:00")
    );
    let found = findings(&job, Tz::UTC);
    assert_eq!(found[0].path, "schedulePolicy.backupWindow.backupIntervalsArray", "{found:#?}");
}

#[test]
fn a_policy_or_a_plan_is_checked_as_a_job_is() {
    let context = Context::new(&Tz::UTC, now());
    let window = BackupWindow::NEVER;
    let plan =
        Plan { windows: Windows { backup: Some(window), periodic: None }, ..Plan::new(Starts::NotScheduled) };
    let found = lint::plan(&plan, &context);
    assert_eq!(
        (found[0].code, found[0].path.as_str()),
        (Code::NeverOpens, "backupWindowSettings.backupWindow")
    );
    let policy: backup_window::wire::vbo::SchedulePolicy<Dropped> =
        serde_json::from_str(&format!("{{{}}}", daily("25:00"))).unwrap();
    let found = lint::policy(&policy, ReadOptions::default(), &context);
    assert_eq!((found[0].code, found[0].path.as_str()), (Code::Unreadable, "dailyTime"));
}

#[test]
fn a_document_as_a_tree_has_the_findings_of_the_job_it_is() {
    let nights = grid(nights);
    let window = format!(r#""backupWindowSettings":{{"backupWindow":{nights},"minuteOffset":75}}"#);
    let idle = format!(r#""periodicallyWindowSettings":{{"backupWindow":{nights}}}"#);
    for document in [
        ungated(&daily("02:30")),
        ungated(&daily("25:00")),
        gated(&daily("07:30"), &nights),
        gated(&daily("12:00"), &grid(|_| false)),
        gated(&periodically("Hours12"), &nights),
        ungated(&format!("{},{window}", daily("12:00"))),
        ungated(&format!(r#"{},"backupWindowEnabled":false,{window}"#, daily("12:00"))),
        ungated(&format!(r#"{},"periodicallyWindowEnabled":false,{idle}"#, periodically("Hours1"))),
        ungated(&format!(r#"{},"periodicallyOffsetMinutes":15,"retryEnabled":true"#, periodically("Minutes30"))),
        format!(
            r#"{{"allMailboxes":"true","schedulePolicy":{{{},"backupWindow":{{"backupIntervalsArray":{nights},"minuteOffset":0}}}}}}"#,
            daily("21:00")
        ),
        r#"{"nextRun":"2018-06-05T02:00:00Z","schedulePolicy":{"type":"Daily","dailyType":"Friday","dailyTime":"19:00:00"}}"#.to_owned(),
        r#"{"nextRun":"never","schedulePolicy":{"type":"Daily","dailyType":"Friday","dailyTime":"19:00:00"}}"#.to_owned(),
    ] {
        let tree: Tree = serde_json::from_str(&document).unwrap();
        let context = Context { zone: &Tz::Europe__Prague, at: now(), usual_duration: None };
        let found = lint::document(&tree, ReadOptions::default(), &context);
        assert_eq!(found, findings(&document, Tz::Europe__Prague), "{document}");
        assert!(!found.is_empty(), "{document}");
    }
}

#[test]
fn findings_come_worst_first_and_read_in_one_line() {
    let document = ungated(&format!(
        r#"{},"periodicallyOffsetMinutes":15,"backupWindowEnabled":true,"backupWindowSettings":{{"backupWindow":{},"minuteOffset":90}}"#,
        periodically("Minutes30"),
        grid(|_| false)
    ));
    let found = findings(&document, Tz::UTC);
    assert_eq!(codes(&found), [Code::NeverOpens, Code::OffsetWithoutEffect]);
    assert_eq!(
        found[0].to_string(),
        format!("error[never-opens] {GRID}: no hour is allowed, so nothing ever starts")
    );
}

#[test]
fn every_code_has_a_name_a_summary_and_a_page() {
    let headings: BTreeSet<&str> =
        include_str!("../docs/lints.md").lines().filter_map(|line| line.strip_prefix("## ")).collect();
    let names: BTreeSet<&str> = Code::ALL.iter().map(|code| code.name()).collect();
    assert_eq!(headings, names);
    assert_eq!(names.len(), Code::ALL.len());
    for code in Code::ALL {
        assert!(!code.summary().is_empty() && !code.summary().ends_with('.'), "{code}");
    }
}

fn of_plan(
    schedule: Schedule,
    zone: Tz,
    at: DateTime<Utc>,
    usual_duration: Option<TimeDelta>,
) -> Vec<Finding> {
    let plan = Plan::new(Starts::Scheduled(schedule));
    lint::plan(&plan, &Context { zone: &zone, at, usual_duration })
}

fn daily_at(hour: u32, minute: u32) -> Schedule {
    let time = NaiveTime::from_hms_opt(hour, minute, 0).unwrap();
    Schedule::new(Daily::new(WeekdaySet::ALL, time).unwrap())
}

fn open_daily(from: u8, to: u8) -> BackupWindow {
    BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, from, to)
}

#[test]
fn a_periodic_trigger_that_two_windows_never_allow_is_named_by_its_interval() {
    let schedule = Schedule::new(Periodically::new(Every::Hours1, 0).unwrap())
        .with_backup_window(open_daily(20, 6))
        .with_periodic_window(open_daily(8, 18));
    let message = "the trigger never falls into an hour that both windows allow, so the job never runs";
    said(of_plan(schedule, Tz::UTC, now(), None), Error, Code::NeverMeets, "periodicallyEvery", message);
}

#[test]
fn a_monthly_trigger_is_not_looked_for_week_by_week() {
    let ten = NaiveTime::from_hms_opt(22, 0, 0).unwrap();
    let schedule = Schedule::new(Monthly::new(MonthDay::Last, Months::ALL, ten).unwrap());
    assert_eq!(of_plan(schedule.with_backup_window(open_daily(20, 6)), Tz::UTC, now(), None), []);
}

#[test]
fn at_the_end_of_time_there_is_no_year_to_look_at() {
    let last_month = DateTime::<Utc>::MAX_UTC - TimeDelta::days(30);
    for hour in [2, 12, 22] {
        let schedule = daily_at(hour, 30).with_backup_window(open_daily(20, 13));
        assert_eq!(of_plan(schedule, Tz::Europe__Prague, last_month, Some(TimeDelta::minutes(5))), []);
    }
}

#[test]
fn the_days_before_a_change_say_nothing_of_the_time_before_it() {
    // The change to winter comes in six days, and what is denied then is denied in winter only.
    let nights = open_daily(22, 6);
    let found = of_plan(
        daily_at(7, 30).with_backup_window(nights),
        Tz::Europe__Prague,
        "2025-10-20T12:00:00Z".parse().unwrap(),
        None,
    );
    assert_eq!(codes(&found)[0], Code::MeetsPartOfYear);
    assert!(found[0].message.contains("no run from 2025-10-26 to 2026-03-29"), "{}", found[0].message);
}

#[test]
fn edges_come_later_on_a_clock_that_is_set_ahead() {
    let january = "2025-01-10T12:00:00Z".parse().unwrap();
    let found =
        of_plan(daily_at(12, 0).with_backup_window(open_daily(8, 20)), Tz::Europe__Prague, january, None);
    let message = "its hours are read on UTC and come 1h later on the local clock from 2025-03-30 on";
    said(found, Note, Code::EdgesShift, "backupWindowSettings.backupWindow", message);
    // What is open all the time has no edges.
    let always = daily_at(12, 0).with_backup_window(BackupWindow::ALWAYS);
    assert_eq!(of_plan(always, Tz::Europe__Prague, january, None), []);
}

#[test]
fn what_becomes_of_a_time_in_a_gap_is_said_for_every_choice() {
    let time = "02:30:00 does not happen on 2025-03-30 and 2026-03-29: ";
    for (gap, effect) in [
        (Gap::FirstValid, "the run comes when the gap is over"),
        (Gap::ShiftForward, "the run comes as much later as the clock is set ahead"),
        (Gap::Skip, "there is no run"),
    ] {
        let found = of_plan(daily_at(2, 30).with_gap(gap), Tz::Europe__Prague, now(), None);
        said(found, Warning, Code::TimeInGap, "dailyTime", &format!("{time}{effect}"));
    }
}

#[test]
fn a_continuous_job_that_takes_longer_than_its_window_is_found() {
    let window = Some(open_daily(22, 6));
    let plan =
        Plan { windows: Windows { backup: window, periodic: None }, ..Plan::new(Starts::Continuously) };
    let found = |plan: &Plan, hours| {
        let usual_duration = Some(TimeDelta::hours(hours));
        lint::plan(plan, &Context { zone: &Tz::UTC, at: now(), usual_duration })
    };
    let path = "backupWindowSettings.backupWindow";
    let message = "the job takes 9h, and the window is open for 8h at most";
    said(found(&plan, 9), Warning, Code::WindowTooShort, path, message);
    assert_eq!(found(&plan, 8), []);
    assert_eq!(found(&Plan::new(Starts::Continuously), 9), []);
    let never = Plan { windows: BackupWindow::NEVER.into(), ..plan };
    assert_eq!(codes(&found(&never, 9)), [Code::NeverOpens]);
}

#[test]
fn the_last_runs_of_a_periodic_job_before_a_closing_are_always_cut_short() {
    let schedule = Schedule::new(Periodically::new(Every::Hours1, 0).unwrap());
    let schedule = schedule.with_backup_window(open_daily(20, 6));
    assert_eq!(of_plan(schedule, Tz::UTC, now(), Some(TimeDelta::hours(5))), []);
}

#[test]
fn of_many_offsets_that_explain_a_run_some_are_named() {
    let job = |every: &str, next_run: &str| {
        let policy = ungated(&periodically(every));
        findings(&policy.replacen('{', &format!(r#"{{"nextRun":"{next_run}","#), 1), Tz::UTC)
    };
    let said_of = |every, next_run, text: &str| {
        said(job(every, next_run), Warning, Code::NextRunContradicted, "nextRun", text);
    };
    let two =
        "in this zone the schedule has no run at 2018-06-02 02:00:00 UTC, as there is at -02:00, +10:00";
    said_of("Hours12", "2018-06-02T02:00:00Z", two);
    let many = "in this zone the schedule has no run at 2018-06-02 02:30:00 UTC, as there is at -11:30, -10:30, \
                -09:30, -08:30, -07:30, -06:30 and 20 more offsets";
    said_of("Hours1", "2018-06-02T02:30:00Z", many);
    let six = "in this zone the schedule has no run at 2018-06-02 01:00:00 UTC, as there is at -09:00, -05:00, -01:00, \
               +03:00, +07:00, +11:00";
    said_of("Hours4", "2018-06-02T01:00:00Z", six);
}

#[test]
fn an_offset_of_hours_says_which_way() {
    let window = |minutes: i32, allowed: fn(usize) -> bool, clock| {
        let grid = grid(allowed);
        let document = ungated(&format!(
            r#"{},"backupWindowEnabled":true,"backupWindowSettings":{{"backupWindow":{grid},"minuteOffset":{minutes}}}"#,
            daily("00:30")
        ));
        findings_of(&document, ReadOptions { clock, ..ReadOptions::default() }, Tz::UTC, None)
    };
    let path = "schedulePolicy.backupWindowSettings.minuteOffset";
    let message = "120 reads the grid on a clock 2h ahead of UTC, in winter and summer alike";
    said(window(120, nights, None), Note, Code::OffsetOfHours, path, message);
    let message = "-60 makes every hour of the grid begin 1h early on the local clock";
    said(window(-60, nights, Some(ClockReading::Local)), Warning, Code::OffsetOfHours, path, message);
    assert_eq!(window(120, |_| true, None), []);
}

#[test]
fn too_many_retries_come_with_a_number_that_fits() {
    let fix = |wait: i32, number: i32, allowed: fn(usize) -> bool| {
        let retry = format!(
            r#"{},"retryEnabled":true,"retryNumber":{number},"retryWaitInterval":{wait}"#,
            daily("23:00")
        );
        let found = findings(&gated(&retry, &grid(allowed)), Tz::UTC);
        let found = found.into_iter().find(|finding| finding.code == Code::RetriesBeyondWindow);
        found.map(|finding| finding.fix)
    };
    assert_eq!(fix(500, 1, nights).unwrap(), "wait less than 8h between attempts");
    assert_eq!(fix(300, 2, nights).unwrap(), "retry once, or wait less between attempts");
    assert!(fix(60, 9, nights).unwrap().contains('8'));
    assert_eq!(fix(60, 9, |_| false), None);
}

#[test]
fn a_finding_without_a_place_reads_well_and_severities_have_names() {
    let finding = Finding {
        code: Code::Unreadable,
        severity: Error,
        path: String::new(),
        message: "nothing there".into(),
        fix: String::new(),
    };
    assert_eq!(finding.to_string(), "error[unreadable] nothing there");
    assert_eq!([Note, Warning, Error].map(Severity::name), ["note", "warning", "error"]);
}

#[test]
fn the_paths_of_a_policy_alone_begin_with_it() {
    let policy: backup_window::wire::vbo::SchedulePolicy<Dropped> =
        serde_json::from_str(&format!("{{{},\"periodicallyOffsetMinutes\":5}}", periodically("Minutes30")))
            .unwrap();
    let found = lint::policy(&policy, ReadOptions::default(), &Context::new(&Tz::UTC, now()));
    assert_eq!(
        (found[0].code, found[0].path.as_str()),
        (Code::OffsetWithoutEffect, "periodicallyOffsetMinutes")
    );
}

#[test]
fn a_day_that_none_of_its_months_has_is_no_matter_of_windows() {
    let ten = NaiveTime::from_hms_opt(10, 0, 0).unwrap();
    let months: Months = [chrono::Month::February].into_iter().collect();
    let schedule = Schedule::new(Monthly::new(MonthDay::On(31), months, ten).unwrap());
    let never = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 0, 2);
    for schedule in [schedule, schedule.with_backup_window(Some(never))] {
        let message = "none of its months has the day that it asks for, so the job never runs";
        said(
            of_plan(schedule, Tz::UTC, now(), None),
            Severity::Error,
            Code::NeverMeets,
            "dailyTime",
            message,
        );
    }
}
