//! From one dialect to another: what is the same there, and what is lost.

#![cfg(feature = "serde")]
#![expect(clippy::unwrap_used, reason = "in a test a panic is an answer")]

#[path = "documents/mod.rs"]
#[allow(dead_code, reason = "each test uses its part")]
mod documents;

use backup_window::wire::{ClockReading, Conversion, Dialect, ReadOptions, Tree};
use backup_window::{
    BackupWindow, Daily, Every, HourOfWeek, MinuteOffset, MonthDay, Monthly, Months, Periodically, Plan,
    Retry, Schedule, Starts, Trigger, WEEKENDS, WORKDAYS, WindowClock, Windows,
};
use chrono::{Month, NaiveTime, Weekday, WeekdaySet};
use documents::{cases, with_grids};
use proptest::prelude::*;
use proptest::sample::select;

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
                "schedulePolicy.backupWindowSettings: switched off, and vbr is written without it",
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
            &["schedule.daily.days: vbo-v8 has no name for the days [Mon, Fri]: it starts by hand only"],
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
    assert_eq!(
        losses(&job("0"), Dialect::VboV8),
        ["periodically", "continuously", "backupWindow"].map(|name| format!(
            "schedule.{name}.backupWindow: switched off, and vbo-v8 is written without it"
        ))
    );
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
        documents::grid(&BackupWindow::NEVER.allow_daily(WORKDAYS, 8, 20))
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
        r#"{"name":"a","schedule":{"runAutomatically":true,"daily":{"isEnabled":true,"dailyKind":"Everyday","localTime":"04:00","days":["Sunday","Monday","Tuesday","Wednesday","Thursday","Friday","Saturday"],"colour":1},"atEvents":{"backupAtLock":false},"monthly":{"isEnabled":false,"months":[]}}}"#
    );
    assert_eq!(losses(text, Dialect::Vbr), [""; 0]);
}

// Properties

fn maybe<S: Strategy + 'static>(strategy: S) -> BoxedStrategy<Option<S::Value>>
where
    S::Value: Clone,
{
    prop_oneof![Just(None), strategy.prop_map(Some)].boxed()
}

fn windows_on(
    clock: ClockReading,
    minutes: impl Strategy<Value = i64>,
) -> impl Strategy<Value = BackupWindow> {
    let cells = prop_oneof![
        1 => Just(vec![true; 168]),
        1 => Just(vec![false; 168]),
        6 => prop::collection::vec(any::<bool>(), 168),
    ];
    (cells, minutes).prop_map(move |(cells, minutes)| {
        let hours = HourOfWeek::all().filter(|hour| cells[usize::from(hour.index())]);
        let offset = MinuteOffset::new(minutes).unwrap();
        let clock = match clock {
            ClockReading::UtcOffset => WindowClock::UtcOffset(offset),
            ClockReading::Local => WindowClock::Local { shift: offset },
        };
        BackupWindow::from_hours(hours).with_clock(clock)
    })
}

fn times() -> impl Strategy<Value = NaiveTime> {
    prop_oneof![
        3 => (0..1440u32).prop_map(|minute| minute * 60),
        1 => 0..86_400u32,
    ]
    .prop_map(|second| NaiveTime::from_num_seconds_from_midnight_opt(second, 0).unwrap())
}

fn any_days() -> impl Strategy<Value = WeekdaySet> {
    prop_oneof![
        2 => select(vec![WeekdaySet::ALL, WORKDAYS, WEEKENDS]),
        2 => (0..7u8).prop_map(|day| WeekdaySet::single(Weekday::try_from(day).unwrap())),
        3 => (1..128u8).prop_map(|bits| (0..7u8).filter(|day| bits >> day & 1 == 1).map(|day| Weekday::try_from(day).unwrap()).collect()),
    ]
}

fn triggers() -> impl Strategy<Value = Trigger> {
    let daily = (any_days(), times()).prop_map(|(days, time)| Trigger::from(Daily::new(days, time).unwrap()));
    let periodic = (select(Every::ALL.to_vec()), 0..60i64)
        .prop_map(|(every, offset)| Trigger::from(Periodically::new(every, offset).unwrap()));
    let weekday = || (0..7u8).prop_map(|day| Weekday::try_from(day).unwrap());
    let day = prop_oneof![
        (1..=31u8).prop_map(MonthDay::On),
        weekday().prop_map(MonthDay::First),
        weekday().prop_map(MonthDay::Second),
        weekday().prop_map(MonthDay::Third),
        weekday().prop_map(MonthDay::Fourth),
        weekday().prop_map(MonthDay::LastWeekday),
        Just(MonthDay::Last),
    ];
    let months = prop::collection::vec(1..=12u8, 1..12).prop_map(|months| {
        months.into_iter().map(|month| Month::try_from(month).unwrap()).collect::<Months>()
    });
    let monthly = (day, months, times())
        .prop_map(|(day, months, time)| Trigger::from(Monthly::new(day, months, time).unwrap()));
    prop_oneof![2 => daily, 2 => periodic, 1 => monthly]
}

/// Plans of every kind, on one kind of clock.
fn plans(clock: ClockReading, minutes: BoxedStrategy<i64>) -> impl Strategy<Value = Plan> {
    let starts = prop_oneof![
        6 => triggers().prop_map(|trigger| Starts::Scheduled(Schedule::new(trigger))),
        1 => Just(Starts::Continuously),
        1 => Just(Starts::ManualOnly),
        1 => Just(Starts::NotScheduled),
        1 => Just(Starts::OnNewRestorePoint),
        1 => Just(Starts::AfterJob("first".into())),
    ];
    let retry = maybe((1..=777i64, 1..=999i64).prop_map(|(number, wait)| Retry::new(number, wait).unwrap()));
    let window = move |minutes: BoxedStrategy<i64>| maybe(windows_on(clock, minutes));
    (starts, window(minutes.clone()), window(minutes), retry, any::<bool>(), any::<bool>()).prop_map(
        |(starts, backup, periodic, retry, job_enabled, schedule_enabled)| {
            let plan =
                |starts, windows| Plan { job_enabled, schedule_enabled, windows, retry, ..Plan::new(starts) };
            match starts {
                Starts::Scheduled(schedule) => {
                    // A window without effect is none.
                    let periodic =
                        periodic.filter(|_| matches!(schedule.trigger(), Trigger::Periodically(_)));
                    let schedule = schedule.with_backup_window(backup).with_periodic_window(periodic);
                    plan(Starts::Scheduled(schedule), Windows::NONE)
                }
                Starts::Continuously => plan(Starts::Continuously, Windows { backup, periodic }),
                other => plan(other, Windows { backup, periodic: None }),
            }
        },
    )
}

/// The plan as a job of Backup & Replication, which has words for nearly everything.
fn as_vbr(plan: &Plan) -> Option<Tree> {
    // A job that copies restore points has neither retries nor a flag, and one that starts by hand is not scheduled.
    let mut plan = plan.clone();
    if plan.starts == Starts::OnNewRestorePoint {
        plan.retry = None;
    }
    if !matches!(plan.starts, Starts::Scheduled(_) | Starts::Continuously) {
        plan.schedule_enabled = true;
    }
    let schedule = Tree::of_plan(&plan, Dialect::Vbr, ClockReading::Local).ok()?;
    let isolated = serde_json::to_string(&schedule).unwrap();
    let job = format!(r#"{{"name":"a","isDisabled":{},"schedule":{isolated}}}"#, !plan.job_enabled);
    Some(serde_json::from_str(&job).unwrap())
}

proptest! {
    #![proptest_config(cases(400))]

    /// What a conversion calls exact says the same; what it calls lossy does not, or the loss has no effect.
    #[test]
    fn what_is_exact_says_the_same_and_comes_back(
        plan in plans(ClockReading::Local, Just(0).boxed()),
        to in select(Dialect::ALL.to_vec()),
        clock in select(vec![None, Some(ClockReading::Local)]),
    ) {
        let Some(job) = as_vbr(&plan) else { return Ok(()) };
        let options = ReadOptions { dialect: Some(Dialect::Vbr), clock };
        let given = meaning(job.read_with(options).unwrap().plan);
        let Ok(converted) = job.convert(to, options) else { return Ok(()) };
        // Bits are on UTC, whatever the clock of other windows.
        let is_bits = matches!(to, Dialect::LogonHours | Dialect::LogonHoursBase64);
        let again = ReadOptions { dialect: Some(to), clock: clock.filter(|_| !is_bits) };
        let read = meaning(converted.document().read_with(again).unwrap().plan);
        if let Conversion::Exact(document) = &converted {
            prop_assert_eq!(&read, &given, "{}", to);
            // And back again.
            let back = document.convert(Dialect::Vbr, again).unwrap();
            if to != Dialect::VspcServer {
                prop_assert_eq!(back.losses(), &[]);
            }
            prop_assert_eq!(meaning(back.document().read_with(options).unwrap().plan), given.clone());
        } else {
            let is_of_plan = converted.losses().iter().any(|loss| loss.path != "name");
            prop_assert!(read != given || !is_of_plan || to == Dialect::VspcServer, "lost nothing: {:?}", converted.losses());
        }
        // A job is never made to run where it did not.
        if given.schedule().is_err() && to.name().starts_with("vbo") && given.starts != Starts::OnNewRestorePoint {
            prop_assert!(read.schedule().is_err());
        }
    }

    /// Within each dialect a plan is written and read without a change.
    #[test]
    fn within_a_dialect_nothing_is_lost(
        (to, clock, plan) in select(vec![
            Dialect::VboV1, Dialect::VboV2, Dialect::VboV6, Dialect::VboV7, Dialect::VboV8, Dialect::VboCopy, Dialect::Vspc,
            Dialect::VspcCopy, Dialect::Vbr,
        ]).prop_flat_map(|to| {
            let minutes = if to == Dialect::Vbr { Just(0).boxed() } else { (-1439..=1439i64).boxed() };
            (Just(to), Just(to.clock_reading()), plans(to.clock_reading(), minutes))
        }),
    ) {
        // What the dialect has words for.
        let Ok(schedule) = Tree::of_plan(&plan, to, clock) else { return Ok(()) };
        let part = if to == Dialect::Vbr { "schedule" } else { "schedulePolicy" };
        let flag = match to {
            Dialect::Vbr => format!(r#""isDisabled":{}"#, !plan.job_enabled),
            Dialect::VboV1 => format!(r#""isEnabled":"{}""#, plan.job_enabled),
            _ => format!(r#""isEnabled":{}"#, plan.job_enabled),
        };
        let job = format!(r#"{{"name":"a",{flag},"{part}":{}}}"#, serde_json::to_string(&schedule).unwrap());
        let job: Tree = serde_json::from_str(&job).unwrap();
        let options = ReadOptions { dialect: Some(to), clock: None };
        let read = job.read_with(options).unwrap().plan;
        let converted = job.convert(to, options).unwrap();
        prop_assert_eq!(converted.losses(), &[]);
        prop_assert_eq!(converted.document().read_with(options).unwrap().plan, read.clone());
        // Where the writer fails for nothing, it has written everything.
        let mut expected = plan;
        if matches!(to, Dialect::VboCopy | Dialect::VspcCopy) {
            expected.retry = None;
            expected.schedule_enabled = true;
            expected = without_periodic(expected);
        }
        if to == Dialect::Vbr {
            let has_flag = matches!(expected.starts, Starts::Scheduled(_) | Starts::Continuously);
            if expected.starts == Starts::OnNewRestorePoint {
                expected.retry = None;
            }
            if expected.starts == Starts::NotScheduled && !expected.schedule_enabled {
                expected.starts = Starts::ManualOnly;
            }
            expected.schedule_enabled |= !has_flag && !matches!(expected.starts, Starts::AfterJob(_));
        }
        if to == Dialect::VboV6 {
            expected = without_always(expected);
        }
        prop_assert_eq!(read, expected);
    }
}

/// A plan without windows that are always open: they are none.
fn meaning(plan: Plan) -> Plan {
    let mut plan = without_always(plan);
    if let Starts::Scheduled(schedule) = &mut plan.starts {
        let backup = schedule.given_windows().backup.filter(|window| !window.is_always());
        *schedule = schedule.with_backup_window(backup);
    }
    plan.windows.backup = plan.windows.backup.filter(|window| !window.is_always());
    plan
}

fn without_periodic(plan: Plan) -> Plan {
    with_periodic(plan, |_| None)
}

fn without_always(plan: Plan) -> Plan {
    with_periodic(plan, |window| window.filter(|window| !window.is_always()))
}

fn with_periodic(mut plan: Plan, change: impl Fn(Option<BackupWindow>) -> Option<BackupWindow>) -> Plan {
    if let Starts::Scheduled(schedule) = &mut plan.starts {
        *schedule = schedule.with_periodic_window(change(schedule.given_windows().periodic));
    }
    plan.windows.periodic = change(plan.windows.periodic);
    plan
}

#[test]
fn windows_go_through_every_form_and_come_back() {
    proptest!(cases(200), |(
        window in windows_on(ClockReading::Local, Just(0)),
        path in prop::collection::vec(select(vec![
            Dialect::Vbr, Dialect::Em, Dialect::Agent, Dialect::Text, Dialect::Vspc, Dialect::VboV1, Dialect::VboV8,
            Dialect::LogonHours, Dialect::LogonHoursBase64,
        ]), 1..5),
    )| {
        let mut from = Dialect::Text;
        let mut document: Tree = serde_json::from_str(&format!("{:?}", window.text().to_string())).unwrap();
        for to in path {
            // All on the local clock, which the caller knows; the attribute alone is always on UTC.
            let clock = Some(ClockReading::Local);
            let options = ReadOptions { dialect: Some(from), clock };
            let converted = document.convert(to, options).unwrap();
            let is_bits = matches!(to, Dialect::LogonHours | Dialect::LogonHoursBase64);
            if is_bits && !window.is_always() && !window.is_never() {
                prop_assert_eq!(converted.losses().len(), 1);
                continue;
            }
            prop_assert_eq!(converted.losses(), &[]);
            document = converted.document().clone();
            from = to;
            let read = document.read_with(ReadOptions { dialect: Some(from), clock }).unwrap().plan;
            prop_assert_eq!(read.windows.backup, Some(window));
        }
    });
}
