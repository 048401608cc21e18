//! Writing is strict: what a plan says comes back from every dialect that can say it, and is an error in the others.

use std::fmt::Debug;

use backup_window::wire::vbo::{Job, ReadOptions, SchedulePolicy};
use backup_window::wire::{ClockReading, Dialect, Kept};
use backup_window::{
    BackupWindow, Daily, Every, HourOfWeek, MinuteOffset, Periodically, Plan, Retry, Schedule, Starts,
    Trigger, WEEKENDS, WORKDAYS, WindowClock, Windows,
};
use chrono::{NaiveTime, Timelike, Weekday, WeekdaySet};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::documents::{cases, every, every_day_at, grid, nights, on, plan, with_grids};

type Keeping = Kept<Value>;

fn written(plan: &Plan, dialect: Dialect) -> Value {
    let policy = SchedulePolicy::<Keeping>::of_plan(plan, dialect, ClockReading::UtcOffset).unwrap();
    serde_json::to_value(policy).unwrap()
}

fn refused(plan: &Plan, dialect: Dialect) -> String {
    let policy = SchedulePolicy::<Keeping>::of_plan(plan, dialect, ClockReading::UtcOffset);
    policy.unwrap_err().to_string()
}

/// Asserts what each dialect from `first` on writes, and what the earlier ones say instead.
fn check_since(first: Dialect, plan: &Plan, error: &str, expected: impl Fn(Dialect) -> Value) {
    for dialect in Dialect::VBO {
        if dialect >= first {
            assert_eq!(written(plan, dialect), expected(dialect), "{dialect}");
        } else {
            assert_eq!(refused(plan, dialect), error.replace("{}", dialect.name()), "{dialect}");
        }
    }
}

#[test]
fn what_every_dialect_has() {
    let friday = plan(on(WeekdaySet::single(Weekday::Fri), "19:00:00"));
    check_since(
        Dialect::VboV1,
        &friday,
        "",
        |_| json!({"type": "Daily", "dailyType": "Friday", "dailyTime": "19:00:00"}),
    );
    let half_past_nine = plan(on(WEEKENDS, "09:30:00.0000001"));
    check_since(
        Dialect::VboV1,
        &half_past_nine,
        "",
        |_| json!({"type": "Daily", "dailyType": "Weekends", "dailyTime": "09:30:00.0000001"}),
    );
    check_since(
        Dialect::VboV1,
        &plan(every(Every::Minutes5, 0)),
        "",
        |_| json!({"type": "Periodically", "periodicallyEvery": "Minutes5"}),
    );
    check_since(Dialect::VboV1, &Plan::new(Starts::ManualOnly), "", |_| json!({"type": "ManualOnly"}));
    let immediate = Plan::new(Starts::Unsupported("Immediate".into()));
    check_since(Dialect::VboV1, &immediate, "", |_| json!({"type": "Immediate"}));
    let retried = Plan { retry: Some(Retry::new(5, 15).unwrap()), ..Plan::new(Starts::ManualOnly) };
    check_since(Dialect::VboV1, &retried, "", |dialect| {
        let yes = if dialect == Dialect::VboV1 { json!("true") } else { json!(true) };
        json!({"type": "ManualOnly", "retryEnabled": yes, "retryNumber": 5, "retryWaitInterval": 15})
    });
}

#[test]
fn the_backup_window_has_two_forms() {
    let clock = WindowClock::UtcOffset(MinuteOffset::new(-90).unwrap());
    let gated = plan(every_day_at("22:00:00").with_backup_window(nights().with_clock(clock)));
    let daily = json!({"type": "Daily", "dailyType": "Everyday", "dailyTime": "22:00:00"});
    let cells: Value = serde_json::from_str(&grid(&nights())).unwrap();
    check_since(Dialect::VboV1, &gated, "", |dialect| {
        let mut policy = daily.clone();
        if dialect == Dialect::VboV1 {
            policy["backupWindow"] = json!({"backupIntervalsArray": cells, "minuteOffset": -90});
        } else {
            policy["backupWindowEnabled"] = json!(true);
            policy["backupWindowSettings"] = json!({"backupWindow": cells, "minuteOffset": -90});
        }
        policy
    });
}

#[test]
fn the_periodic_window_and_the_offset_are_there_since_v6_and_a_flag_since_v7() {
    let cells: Value = serde_json::from_str(&grid(&nights())).unwrap();
    let gated = plan(every(Every::Hours4, 0).with_periodic_window(nights()));
    let error = "periodicallyWindowSettings: {} does not have a window for periodic starts";
    check_since(Dialect::VboV6, &gated, error, |dialect| {
        let mut policy = json!({"type": "Periodically", "periodicallyEvery": "Hours4",
            "periodicallyWindowSettings": {"backupWindow": cells, "minuteOffset": 0}});
        if dialect > Dialect::VboV6 {
            policy["periodicallyWindowEnabled"] = json!(true);
        }
        policy
    });
    let error = "periodicallyOffsetMinutes: {} does not have an offset of the interval";
    check_since(
        Dialect::VboV6,
        &plan(every(Every::Hours4, 15)),
        error,
        |_| json!({"type": "Periodically", "periodicallyEvery": "Hours4", "periodicallyOffsetMinutes": 15}),
    );
    let off = Plan { schedule_enabled: false, ..plan(every(Every::Hours4, 0)) };
    let error = "scheduleEnabled: {} does not have a schedule that is switched off";
    check_since(
        Dialect::VboV6,
        &off,
        error,
        |_| json!({"type": "Periodically", "periodicallyEvery": "Hours4", "scheduleEnabled": false}),
    );
}

#[test]
fn twelve_hours_are_there_since_v8() {
    let error = "periodicallyEvery: {} does not have an interval of 12 hours";
    check_since(
        Dialect::VboV8,
        &plan(every(Every::Hours12, 0)),
        error,
        |_| json!({"type": "Periodically", "periodicallyEvery": "Hours12"}),
    );
}

#[test]
fn what_no_dialect_has() {
    let odd_days = WeekdaySet::from_array([Weekday::Mon, Weekday::Wed]);
    let on_local_time = nights().with_clock(WindowClock::LOCAL);
    for dialect in Dialect::VBO {
        assert_eq!(
            refused(&plan(on(odd_days, "22:00:00")), dialect),
            format!("dailyType: {dialect} has no name for the days [Mon, Wed]")
        );
        assert_eq!(
            refused(&plan(on(WORKDAYS, "22:00:00.00000005")), dialect),
            "dailyTime: 22:00:00.000000050 cannot be written (expected at most seven decimals)"
        );
        let property = if dialect == Dialect::VboV1 { "backupWindow" } else { "backupWindowSettings" };
        assert_eq!(
            refused(&plan(every_day_at("22:00:00").with_backup_window(on_local_time)), dialect),
            format!(
                "{property}.minuteOffset: a window on local time cannot be written (expected a clock ahead of UTC)"
            )
        );
        for starts in [Starts::NotScheduled, Starts::OnNewRestorePoint, Starts::AfterJob("first".into())] {
            assert_eq!(
                refused(&Plan::new(starts), dialect),
                format!("type: {dialect} has no name for what starts the job")
            );
        }
    }
}

/// Everything a plan can say that a policy can, and more.
fn plans() -> impl Strategy<Value = Plan> {
    let named = [WeekdaySet::ALL, WORKDAYS, WEEKENDS, WeekdaySet::single(Weekday::Tue)];
    let days = prop_oneof![
        4 => prop::sample::select(named.to_vec()),
        1 => prop::collection::vec(0..7u8, 1..4).prop_map(|days| days
            .into_iter()
            .map(|day| Weekday::try_from(day).unwrap())
            .collect()),
    ];
    let nanosecond =
        prop_oneof![6 => Just(0), 2 => (0..10_000_000u32).prop_map(|n| n * 100), 1 => 0..1_000_000_000u32];
    let daily = (days, 0..86_400u32, nanosecond).prop_map(|(days, second, nanosecond)| {
        let time = NaiveTime::from_num_seconds_from_midnight_opt(second, nanosecond).unwrap();
        Trigger::from(Daily::new(days, time).unwrap())
    });
    let periodic = (prop::sample::select(Every::ALL.to_vec()), prop_oneof![Just(0), 0..60i64])
        .prop_map(|(every, offset)| Trigger::from(Periodically::new(every, offset).unwrap()));
    let schedule = (prop_oneof![daily, periodic], maybe(windows()), maybe(windows())).prop_map(
        |(trigger, backup, periodic)| {
            let schedule = Schedule::new(trigger).with_backup_window(backup).with_periodic_window(periodic);
            plan(schedule)
        },
    );
    let other = (
        prop_oneof![
            Just(Starts::ManualOnly),
            Just(Starts::Unsupported("Immediate".into())),
            Just(Starts::NotScheduled)
        ],
        maybe(windows()),
        maybe(windows()),
    )
        .prop_map(|(starts, backup, periodic)| Plan {
            windows: Windows { backup, periodic },
            ..Plan::new(starts)
        });
    let retry = maybe((1..=777i64, 1..=999i64).prop_map(|(number, wait)| Retry::new(number, wait).unwrap()));
    (prop_oneof![5 => schedule, 1 => other], prop::bool::weighted(0.8), retry)
        .prop_map(|(plan, schedule_enabled, retry)| Plan { schedule_enabled, retry, ..plan })
}

fn maybe<T: Debug + Clone>(strategy: impl Strategy<Value = T>) -> impl Strategy<Value = Option<T>> {
    prop::option::weighted(0.4, strategy)
}

fn windows() -> impl Strategy<Value = BackupWindow> {
    let cells = prop_oneof![
        1 => Just(vec![true; 168]),
        1 => Just(vec![false; 168]),
        6 => prop::collection::vec(any::<bool>(), 168),
    ];
    let minutes =
        prop_oneof![Just(0), -1439..=1439i64].prop_map(|minutes| MinuteOffset::new(minutes).unwrap());
    let clock = (minutes, prop::bool::weighted(0.2)).prop_map(|(minutes, is_local)| match is_local {
        true => WindowClock::Local { shift: minutes },
        false => WindowClock::UtcOffset(minutes),
    });
    (cells, clock).prop_map(|(cells, clock)| {
        let hours = HourOfWeek::all().filter(|hour| cells[usize::from(hour.index())]);
        BackupWindow::from_hours(hours).with_clock(clock)
    })
}

fn given_windows(plan: &Plan) -> Windows {
    match &plan.starts {
        Starts::Scheduled(schedule) => schedule.given_windows(),
        _ => plan.windows,
    }
}

/// Whether a dialect has words for a plan, said as plainly as possible.
fn can_say(dialect: Dialect, plan: &Plan, clock: ClockReading) -> bool {
    let windows = given_windows(plan);
    let is_on_clock = |window: &BackupWindow| {
        window.is_always()
            || window.is_never()
            || matches!(window.clock(), WindowClock::Local { .. }) == (clock == ClockReading::Local)
    };
    let trigger = match &plan.starts {
        Starts::NotScheduled => return false,
        Starts::Scheduled(schedule) => Some(schedule.trigger()),
        _ => None,
    };
    let is_named = match trigger {
        None => true,
        Some(Trigger::Daily(daily)) => {
            let days = daily.days();
            let is_set = [WeekdaySet::ALL, WORKDAYS, WEEKENDS].contains(&days) || days.len() == 1;
            is_set && daily.time().nanosecond() % 100 == 0
        }
        Some(Trigger::Periodically(periodically)) => {
            Every::OF_MICROSOFT_365.contains(&periodically.every())
                && (periodically.every() != Every::Hours12 || dialect >= Dialect::VboV8)
                && (periodically.offset() == 0 || dialect >= Dialect::VboV6)
        }
        Some(Trigger::Monthly(_)) => false,
    };
    is_named
        && (plan.schedule_enabled || dialect >= Dialect::VboV6)
        && (windows.periodic.is_none() || dialect >= Dialect::VboV6)
        && [windows.backup, windows.periodic].iter().flatten().all(is_on_clock)
}

/// The plan as v6 gives it back: without a flag, a periodic window that never closes is none.
fn as_read_from(dialect: Dialect, mut plan: Plan) -> Plan {
    if dialect == Dialect::VboV6 {
        let without = |window: Option<BackupWindow>| window.filter(|window| !window.is_always());
        if let Starts::Scheduled(schedule) = &mut plan.starts {
            *schedule = schedule.with_periodic_window(without(schedule.given_windows().periodic));
        }
        plan.windows.periodic = without(plan.windows.periodic);
    }
    plan
}

proptest! {
    #![proptest_config(cases(1500))]

    #[test]
    fn a_plan_comes_back_from_every_dialect_that_can_say_it(
        plan in plans(),
        dialect in prop::sample::select(Dialect::VBO.to_vec()),
        is_local in any::<bool>(),
    ) {
        let clock = if is_local { ClockReading::Local } else { ClockReading::UtcOffset };
        let policy = SchedulePolicy::<Keeping>::of_plan(&plan, dialect, clock);
        prop_assert_eq!(policy.is_ok(), can_say(dialect, &plan, clock), "{:?}", policy);
        let Ok(policy) = policy else { return Ok(()) };
        let text = serde_json::to_string(&policy).unwrap();
        let again: SchedulePolicy<Keeping> = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(&again, &policy);
        let options = ReadOptions { dialect: Some(dialect), clock: Some(clock) };
        let reading = again.read_with(options).unwrap();
        prop_assert_eq!(reading.plan, as_read_from(dialect, plan.clone()));
        prop_assert_eq!(reading.notes, vec![]);
        // The document speaks for itself: no reader needs to be told the dialect.
        let untold = again.read_with(ReadOptions { dialect: None, ..options }).unwrap();
        prop_assert_eq!(untold.plan, as_read_from(dialect, plan));
    }
}

/// A property that is there or not, with one of these values.
fn one_of(
    name: &'static str,
    values: &[&str],
) -> impl Strategy<Value = Option<(&'static str, Value)>> + use<> {
    let value = |text: &&str| serde_json::from_str::<Value>(&with_grids(text)).unwrap();
    let values: Vec<Value> = values.iter().map(value).collect();
    maybe(prop::sample::select(values)).prop_map(move |value| value.map(|value| (name, value)))
}

fn object(properties: Vec<Option<(&'static str, Value)>>) -> Value {
    properties.into_iter().flatten().map(|(name, value)| (name.to_owned(), value)).collect()
}

const FLAGS: &[&str] = &["true", "false", r#""True""#, r#""false""#, "null"];
const WINDOWS: &[&str] = &[
    r#"{"backupWindow":$nights,"minuteOffset":null,"seen":[1]}"#,
    r#"{"BACKUPWINDOW":$168.,"minuteOffset":-60.0}"#,
    r#"{"backupWindow":$nights,"minuteOffset":330}"#,
    "null",
];

/// Jobs as they come in: spelled in many ways, with properties of all versions.
fn documents() -> impl Strategy<Value = Value> {
    let trigger = prop::sample::select(vec![
        r#"{"type":"Daily","dailyType":"everyday","dailyTime":"9:00"}"#,
        r#"{"type":"DAILY","dailyType":"Friday","dailyTime":"19:00:00.1234567","periodicallyEvery":"Hours4"}"#,
        r#"{"type":"periodically","PeriodicallyEvery":"Hours4","periodicallyOffsetMinutes":15}"#,
        r#"{"type":"Periodically","periodicallyEvery":"minutes10","periodicallyOffsetMinutes":15}"#,
        r#"{"type":"Periodically","periodicallyEvery":"Hours12","dailyTime":"22:00"}"#,
        r#"{"type":"ManualOnly","dailyType":null,"dailyTime":null}"#,
        r#"{"type":"Monthly"}"#,
    ]);
    let windows = (
        one_of("backupWindowEnabled", FLAGS),
        one_of("backupWindowSettings", WINDOWS),
        one_of("backupWindow", &[r#"{"backupIntervalsArray":$nights,"minuteOffset":0,"seen":2}"#]),
        one_of("periodicallyWindowEnabled", FLAGS),
        one_of("periodicallyWindowSettings", WINDOWS),
    )
        .prop_map(|(a, b, c, d, e)| vec![a, b, c, d, e]);
    let more = (
        one_of("scheduleEnabled", FLAGS),
        one_of("retryEnabled", FLAGS),
        one_of("retryNumber", &["5", "null"]),
        one_of("retryWaitInterval", &["15.0"]),
        one_of("terminationEnabled", FLAGS),
        one_of("terminationInterval", &[r#""Minutes5""#]),
    )
        .prop_map(|(a, b, c, d, e, f)| vec![a, b, c, d, e, f]);
    let of_job = (
        one_of("isEnabled", FLAGS),
        one_of("allMailboxes", FLAGS),
        one_of("lastBackup", &["null", r#""2026-08-20T12:00:00.1234567Z""#]),
        one_of("organizationId", &[r#""o""#]),
        one_of("_links", &[r#"{"self":{"href":"/Jobs/x"}}"#]),
    )
        .prop_map(|(a, b, c, d, e)| vec![a, b, c, d, e]);
    (trigger, windows, more, of_job).prop_map(|(trigger, windows, more, of_job)| {
        let mut policy: Value = serde_json::from_str(trigger).unwrap();
        let properties = object([windows, more].concat());
        policy.as_object_mut().unwrap().extend(properties.as_object().unwrap().clone());
        let mut job = object(of_job);
        job["schedulePolicy"] = policy;
        job
    })
}

proptest! {
    #![proptest_config(cases(1500))]

    #[test]
    fn a_job_says_the_same_in_every_dialect_that_can_say_it(document in documents()) {
        let job: Job<Keeping> = serde_json::from_value(document).unwrap();
        let Ok(reading) = job.read() else {
            prop_assert!(!job.schedule_policy.backup_window.is_none() || job.read().is_err());
            return Ok(());
        };
        for dialect in Dialect::VBO {
            let can_say = can_say(dialect, &reading.plan, ClockReading::UtcOffset);
            let in_dialect = job.in_dialect(dialect);
            prop_assert_eq!(in_dialect.is_ok(), can_say, "{}: {:?}", dialect, in_dialect);
            let Ok(in_dialect) = in_dialect else { continue };
            let text = serde_json::to_string(&in_dialect).unwrap();
            let again: Job<Keeping> = serde_json::from_str(&text).unwrap();
            let expected = as_read_from(dialect, reading.plan.clone());
            prop_assert_eq!(&again.read().unwrap().plan, &expected, "{}", &text);
            let as_dialect = ReadOptions { dialect: Some(dialect), clock: None };
            prop_assert_eq!(&again.read_with(as_dialect).unwrap().plan, &expected, "{}", &text);
            prop_assert_eq!(&again.unknown, &job.unknown);
            prop_assert_eq!(&again.schedule_policy.unknown, &job.schedule_policy.unknown);
            prop_assert_eq!(again.in_dialect(dialect).unwrap(), in_dialect, "writing twice changes nothing");
            // No boolean is left in the wrong spelling.
            let (wrong, right) = if dialect == Dialect::VboV1 { (":true,", ":false,") } else { ("True", "\"false\"") };
            prop_assert!(!text.contains(wrong) && !text.contains(right), "{dialect}: {text}");
        }
    }
}

#[test]
fn a_window_takes_its_unknown_properties_along() {
    let v1 =
        r#"{"schedulePolicy":{"type":"ManualOnly","backupWindow":{"backupIntervalsArray":$nights,"x":1}}}"#;
    let job: Job<Keeping> = serde_json::from_str(&with_grids(v1)).unwrap();
    let v8 = job.in_dialect(Dialect::VboV8).unwrap();
    assert_eq!(v8.schedule_policy.backup_window_settings.unknown.0, [("x".to_owned(), json!(1))]);
    let v1 = v8.in_dialect(Dialect::VboV1).unwrap();
    assert_eq!(v1.schedule_policy.backup_window.unknown.0, [("x".to_owned(), json!(1))]);
    assert!(v1.schedule_policy.backup_window_settings.is_none());
}

#[test]
fn a_window_that_is_switched_off_keeps_its_grid() {
    let text = r#"{"organizationId":"o","schedulePolicy":{"type":"Daily","dailyType":"Everyday","dailyTime":"22:00:00",
        "backupWindowEnabled":false,"backupWindowSettings":{"backupWindow":$nights,"minuteOffset":null},
        "periodicallyWindowSettings":{"backupWindow":$nights,"minuteOffset":60}}}"#;
    let job: Job<Keeping> = serde_json::from_str(&with_grids(text)).unwrap();
    let kept = |dialect| serde_json::to_value(job.in_dialect(dialect).unwrap().schedule_policy).unwrap();
    let cells: Value = serde_json::from_str(&grid(&nights())).unwrap();
    let off = json!({"backupWindow": cells, "minuteOffset": null});
    let periodic = json!({"backupWindow": cells, "minuteOffset": 60});
    let daily = json!({"type": "Daily", "dailyType": "Everyday", "dailyTime": "22:00:00"});
    assert_eq!(kept(Dialect::VboV1), daily);
    let mut expected = daily;
    expected["backupWindowEnabled"] = json!(false);
    expected["backupWindowSettings"] = off;
    assert_eq!(kept(Dialect::VboV2), expected);
    assert_eq!(kept(Dialect::VboV6), expected, "in v6 the periodic window would count");
    // In v7 it would count, too, where nothing but the flag tells the document from one of v6.
    expected["periodicallyWindowEnabled"] = json!(false);
    expected["periodicallyWindowSettings"] = periodic;
    assert_eq!(kept(Dialect::VboV7), expected);
    assert_eq!(kept(Dialect::VboV8), expected);
}

#[test]
fn what_cannot_be_read_cannot_be_written() {
    let job: Job<Keeping> = serde_json::from_str(
        r#"{"schedulePolicy":{"type":"Daily","dailyType":"Everyday","dailyTime":"25:00"}}"#,
    )
    .unwrap();
    for dialect in Dialect::VBO {
        assert_eq!(job.in_dialect(dialect).unwrap_err().path(), "schedulePolicy.dailyTime");
    }
    // As it came in, it can: but not where a list stood in the place of a value.
    assert!(serde_json::to_string(&job).is_ok());
    let odd: Job<Keeping> = serde_json::from_str(r#"{"id":[]}"#).unwrap();
    assert_eq!(
        serde_json::to_string(&odd).unwrap_err().to_string(),
        "a list stands where a single value belongs"
    );
}
