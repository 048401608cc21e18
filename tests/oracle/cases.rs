//! Random windows, schedules, zones and places in time, chosen where it hurts.

use std::ops::Range;

use backup_window::{
    BackupWindow, Daily, DeniedSlot, Every, Fold, Gap, HourOfWeek, MinuteOffset, MonthDay, Monthly, Months,
    Periodically, Trigger, WindowClock,
};
use chrono::{DateTime, Datelike, Month, NaiveTime, Offset, TimeDelta, TimeZone, Utc, Weekday, WeekdaySet};
use chrono_tz::{TZ_VARIANTS, Tz};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::runs::Question;
use super::timeline::instant;
use super::zones::{AWKWARD, MadeUpZone, changes_of};

/// So many cases, times the environment variable `BACKUP_WINDOW_CASES`.
pub(crate) fn cases(count: u32) -> ProptestConfig {
    let times = std::env::var("BACKUP_WINDOW_CASES").ok().and_then(|times| times.parse().ok()).unwrap_or(1.0);
    ProptestConfig {
        cases: ((f64::from(count) * times) as u32).max(1),
        failure_persistence: None,
        max_shrink_iters: ProptestConfig::default().max_shrink_iters.min(600),
        ..ProptestConfig::default()
    }
}

/// A zone of the IANA database and a few days there.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    pub(crate) zone: Tz,
    pub(crate) near: Near,
}

/// A few days, to the nanosecond, around an instant that is often a change of the clock.
#[derive(Debug, Clone)]
pub(crate) struct Near {
    pub(crate) at: DateTime<Utc>,
    pub(crate) range: Range<DateTime<Utc>>,
}

/// Places: two thirds of them around a change of the zone's clock, so that of the instants within a day of the middle
/// half are within a day of a change.
pub(crate) fn places(days: i64) -> impl Strategy<Value = Place> {
    let zones = prop_oneof![1 => select(&AWKWARD[..]), 2 => select(&TZ_VARIANTS[..])];
    zones.prop_flat_map(move |zone| places_in(zone, days).prop_map(move |near| Place { zone, near }))
}

/// The same in one zone.
pub(crate) fn places_in(zone: Tz, days: i64) -> impl Strategy<Value = Near> {
    let ordinary = prop_oneof![
        8 => 0..4_102_444_800i64,                     // 1970 to 2100
        3 => -5_500_000_000..0i64,                    // 1795 to 1970
        1 => -60_000_000_000..200_000_000_000i64,     // 68 to 8307
    ];
    (prop::bool::weighted(0.7), any::<Index>(), ordinary, around(days)).prop_map(
        move |(at_change, index, ordinary, around)| {
            let changes = changes_of(zone);
            let at = if at_change && !changes.is_empty() { *index.get(changes) } else { ordinary };
            around.place(at)
        },
    )
}

/// A made-up zone, and a few days around one of its changes.
///
/// Its changes are as close and as large as the engine allows: 24 hours, and three days before 1970, six from then on.
pub(crate) fn made_up_zones(days: i64) -> impl Strategy<Value = (MadeUpZone, Near)> {
    let offset = prop_oneof![
        6 => (-56..=56i32).prop_map(|quarters| quarters * 900),
        3 => (-1439..=1439i32).prop_map(|minutes| minutes * 60),
        1 => (-8_639..=8_639i32).prop_map(|tens| tens * 10),
    ];
    // 1906 and 2025, and how many minutes must lie between changes then.
    let era = prop_oneof![1 => Just((-2_000_000_040i64, 4_320i64)), 1 => Just((1_750_000_020, 8_640))];
    let pause = prop_oneof![3 => 0..8_000i64, 1 => 8_000..55_000i64];
    let changes = prop::collection::vec((pause, offset.clone()), 0..7);
    (era, offset, changes, any::<Index>(), around(days)).prop_map(|(era, first, changes, index, around)| {
        let ((mut at, least), mut before) = (era, first);
        let mut zone = MadeUpZone { first, changes: Vec::new() };
        for (pause, offset) in changes {
            at += (least + pause) * 60;
            let offset = offset.clamp(before - 86_400, before + 86_400);
            zone.changes.push((at, offset));
            before = offset;
        }
        let centre = if zone.changes.is_empty() { at } else { index.get(&zone.changes).0 };
        (zone, around.place(centre))
    })
}

/// What a zone's clock showed just before an instant, in seconds.
pub(crate) fn civil_before<Z: TimeZone>(zone: &Z, at: DateTime<Utc>) -> i64 {
    let before = at.timestamp() - 1;
    before + i64::from(zone.offset_from_utc_datetime(&instant(before).naive_utc()).fix().local_minus_utc())
}

/// Where a range lies around an instant.
#[derive(Debug, Clone)]
struct Around {
    aside: TimeDelta,
    before: TimeDelta,
    after: TimeDelta,
}

impl Around {
    fn place(&self, at: i64) -> Near {
        let at = instant(at);
        let centre = at + self.aside;
        Near { at, range: centre - self.before..centre + self.after }
    }
}

fn around(days: i64) -> impl Strategy<Value = Around> {
    let nanos =
        || prop_oneof![2 => Just(0i64), 1 => Just(1), 1 => Just(-1), 1 => -500_000_000..500_000_000i64];
    let half = || (days * 43_200 / 2..=days * 43_200, nanos());
    (-86_400..=86_400i64, half(), half()).prop_map(|(aside, before, after)| Around {
        aside: TimeDelta::seconds(aside),
        before: TimeDelta::seconds(before.0) + TimeDelta::nanoseconds(before.1),
        after: TimeDelta::seconds(after.0) + TimeDelta::nanoseconds(after.1),
    })
}

/// Every minute offset there is, the usual ones more often.
pub(crate) fn minute_offsets() -> impl Strategy<Value = MinuteOffset> {
    prop_oneof![
        2 => Just(0),
        2 => (-23..=23i64).prop_map(|hours| hours * 60),
        1 => (-95..=95i64).prop_map(|quarters| quarters * 15),
        3 => -1439..=1439i64,
    ]
    .prop_map(|minutes| MinuteOffset::new(minutes).unwrap())
}

fn clocks() -> impl Strategy<Value = WindowClock> {
    (any::<bool>(), minute_offsets()).prop_map(|(local, minutes)| {
        if local { WindowClock::Local { shift: minutes } } else { WindowClock::UtcOffset(minutes) }
    })
}

fn hours() -> impl Strategy<Value = HourOfWeek> {
    (0..HourOfWeek::COUNT).prop_map(|index| HourOfWeek::new(index).unwrap())
}

/// Windows of one to three hours a week.
pub(crate) fn sparse_windows() -> impl Strategy<Value = BackupWindow> {
    (prop::collection::vec(hours(), 1..=3), clocks())
        .prop_map(|(hours, clock)| BackupWindow::from_hours(hours).with_clock(clock))
}

/// Windows of one or two hours a week, within three hours of an instant at which a zone's clock shows `civil`: often
/// met on one side of a change only.
pub(crate) fn sparse_windows_near(at: DateTime<Utc>, civil: i64) -> impl Strategy<Value = BackupWindow> {
    let minutes = prop_oneof![3 => Just(0i64), 1 => (-4..=4i64).prop_map(|quarters| quarters * 15)];
    (any::<bool>(), minutes, prop::collection::vec(-3..=3i64, 1..=2)).prop_map(
        move |(local, minutes, hours)| {
            let offset = MinuteOffset::new(minutes).unwrap();
            let (clock, shown) = if local {
                (WindowClock::Local { shift: offset }, civil - minutes * 60)
            } else {
                (WindowClock::UtcOffset(offset), at.timestamp() + minutes * 60)
            };
            let cell = (shown + 4 * 86_400).div_euclid(3_600); // 1970-01-01 was a Thursday
            let hours = hours
                .into_iter()
                .map(|aside| HourOfWeek::new(u8::try_from((cell + aside).rem_euclid(168)).unwrap()).unwrap());
            BackupWindow::from_hours(hours).with_clock(clock)
        },
    )
}

/// Windows of every kind: constant, sparse, nearly always open, so many hours of some days, and pure noise.
pub(crate) fn windows() -> impl Strategy<Value = BackupWindow> {
    let grid = prop_oneof![
        1 => Just(BackupWindow::ALWAYS),
        1 => Just(BackupWindow::NEVER),
        4 => sparse_windows(),
        3 => prop::collection::vec(hours(), 1..=3).prop_map(|denied| {
            BackupWindow::from_hours(HourOfWeek::all().filter(|hour| !denied.contains(hour)))
        }),
        4 => (weekdays(), 0..24u8, 0..24u8)
            .prop_map(|(days, from, to)| BackupWindow::NEVER.allow_daily(days, from, to)),
        2 => (hours(), hours()).prop_map(|(from, to)| BackupWindow::NEVER.allow(from, to)),
        4 => prop::collection::vec(any::<bool>(), 168)
            .prop_map(|bools| BackupWindow::from_bools(&bools.try_into().unwrap())),
    ];
    (grid, clocks()).prop_map(|(grid, clock)| grid.with_clock(clock))
}

fn weekdays() -> impl Strategy<Value = WeekdaySet> {
    use Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};
    const EACH: [Weekday; 7] = [Mon, Tue, Wed, Thu, Fri, Sat, Sun];
    prop_oneof![
        2 => Just(WeekdaySet::ALL),
        2 => select(&EACH[..]).prop_map(WeekdaySet::single),
        3 => (1..128u8).prop_map(|bits: u8| {
            EACH.into_iter().enumerate().filter(|(i, _)| bits >> i & 1 == 1).map(|(_, day)| day).collect()
        }),
    ]
}

/// Daily triggers: any time of day, often within three hours of what the clock shows at `civil`.
pub(crate) fn daily_near(civil: i64) -> impl Strategy<Value = Trigger> {
    let minutes = prop_oneof![
        3 => (-180..=180i64).prop_map(move |aside| civil.div_euclid(60) + aside),
        1 => Just(0),
        1 => Just(-1),
        2 => 0..1440i64,
    ];
    let seconds = prop_oneof![20 => Just(0), 2 => Just(30), 1 => 0..60u32];
    let nanos = prop_oneof![12 => Just(0), 1 => 1..1_000_000_000u32];
    (weekdays(), minutes, seconds, nanos).prop_map(|(days, minutes, seconds, nanos)| {
        let minutes = minutes.rem_euclid(1440) as u32;
        let time = NaiveTime::from_num_seconds_from_midnight_opt(minutes * 60 + seconds, nanos).unwrap();
        Trigger::Daily(Daily::new(days, time).unwrap())
    })
}

/// Monthly triggers: often on a day within three of what the clock shows at `civil`, and near its time of day.
pub(crate) fn monthly_near(civil: i64) -> impl Strategy<Value = Trigger> {
    let months = prop_oneof![
        3 => Just(Months::ALL),
        1 => prop::collection::vec(1..=12u8, 1..=4)
            .prop_map(|months| months.into_iter().map(|month| Month::try_from(month).unwrap()).collect()),
    ];
    let date = move |aside: i64| instant(civil + aside * 86_400).date_naive();
    let day = (-3..=3i64, 0..8u8).prop_map(move |(aside, kind)| {
        let date = date(aside);
        let weekday = date.weekday();
        match (kind, date.day0() / 7) {
            (0 | 1, _) => MonthDay::On(u8::try_from(date.day()).unwrap()),
            (2, _) => MonthDay::Last,
            (3, _) | (_, 4) => MonthDay::LastWeekday(weekday),
            (_, 0) => MonthDay::First(weekday),
            (_, 1) => MonthDay::Second(weekday),
            (_, 2) => MonthDay::Third(weekday),
            _ => MonthDay::Fourth(weekday),
        }
    });
    let day = prop_oneof![6 => day, 1 => (1..=31u8).prop_map(MonthDay::On)];
    (daily_near(civil), months, day).prop_map(|(daily, months, day)| {
        let Trigger::Daily(daily) = daily else { unreachable!("a daily trigger") };
        Trigger::Monthly(Monthly::new(day, months, daily.time()).unwrap())
    })
}

/// Periodic triggers.
pub(crate) fn periodically() -> impl Strategy<Value = Trigger> {
    let offsets = prop_oneof![1 => Just(0i64), 2 => 0..60i64];
    (select(&Every::ALL[..]), offsets)
        .prop_map(|(every, offset)| Trigger::Periodically(Periodically::new(every, offset).unwrap()))
}

/// Whole schedules, their daily times often near what the clock shows at `civil`.
pub(crate) fn questions(civil: i64) -> impl Strategy<Value = Question> {
    let trigger = prop_oneof![
        2 => daily_near(civil).boxed(),
        3 => periodically().boxed(),
        1 => monthly_near(civil).boxed(),
    ];
    let window = || prop_oneof![2 => Just(None), 3 => windows().prop_map(Some)];
    let gap = select(&[Gap::FirstValid, Gap::ShiftForward, Gap::Skip][..]);
    let fold = select(&[Fold::First, Fold::Second, Fold::Both][..]);
    let denied = select(&[DeniedSlot::Skip, DeniedSlot::Defer, DeniedSlot::AtOpening][..]);
    (trigger, gap, fold, denied, window(), window()).prop_map(
        |(trigger, gap, fold, denied, backup, periodic)| Question {
            trigger,
            gap,
            fold,
            denied,
            backup,
            periodic,
        },
    )
}
