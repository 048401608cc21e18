//! Plans of every kind, for properties.

use backup_window::wire::ClockReading;
use backup_window::{
    BackupWindow, Daily, Every, HourOfWeek, MinuteOffset, MonthDay, Monthly, Months, Periodically, Plan,
    Retry, Schedule, Starts, Trigger, WEEKENDS, WORKDAYS, WindowClock, Windows,
};
use chrono::{Month, NaiveTime, Weekday, WeekdaySet};
use proptest::prelude::*;
use proptest::sample::select;

pub(crate) fn maybe<S: Strategy + 'static>(strategy: S) -> BoxedStrategy<Option<S::Value>>
where
    S::Value: Clone,
{
    prop_oneof![Just(None), strategy.prop_map(Some)].boxed()
}

pub(crate) fn windows_on(
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

pub(crate) fn times() -> impl Strategy<Value = NaiveTime> {
    prop_oneof![
        3 => (0..1440u32).prop_map(|minute| minute * 60),
        1 => 0..86_400u32,
    ]
    .prop_map(|second| NaiveTime::from_num_seconds_from_midnight_opt(second, 0).unwrap())
}

pub(crate) fn any_days() -> impl Strategy<Value = WeekdaySet> {
    prop_oneof![
        2 => select(vec![WeekdaySet::ALL, WORKDAYS, WEEKENDS]),
        2 => (0..7u8).prop_map(|day| WeekdaySet::single(Weekday::try_from(day).unwrap())),
        3 => (1..128u8).prop_map(|bits| (0..7u8).filter(|day| bits >> day & 1 == 1).map(|day| Weekday::try_from(day).unwrap()).collect()),
    ]
}

pub(crate) fn triggers() -> impl Strategy<Value = Trigger> {
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
pub(crate) fn plans(clock: ClockReading, minutes: BoxedStrategy<i64>) -> impl Strategy<Value = Plan> {
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

/// A plan without windows that are always open: they are none.
pub(crate) fn meaning(plan: Plan) -> Plan {
    let mut plan = without_always(plan);
    if let Starts::Scheduled(schedule) = &mut plan.starts {
        let backup = schedule.given_windows().backup.filter(|window| !window.is_always());
        *schedule = schedule.with_backup_window(backup);
    }
    plan.windows.backup = plan.windows.backup.filter(|window| !window.is_always());
    plan
}

pub(crate) fn without_periodic(plan: Plan) -> Plan {
    with_periodic(plan, |_| None)
}

pub(crate) fn without_always(plan: Plan) -> Plan {
    with_periodic(plan, |window| window.filter(|window| !window.is_always()))
}

pub(crate) fn with_periodic(
    mut plan: Plan,
    change: impl Fn(Option<BackupWindow>) -> Option<BackupWindow>,
) -> Plan {
    if let Starts::Scheduled(schedule) = &mut plan.starts {
        *schedule = schedule.with_periodic_window(change(schedule.given_windows().periodic));
    }
    plan.windows.periodic = change(plan.windows.periodic);
    plan
}
