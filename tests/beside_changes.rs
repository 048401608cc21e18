//! What is taken week by week, the longest wait and the number of runs, beside a change of the clock: wherever a range
//! begins or ends, against all runs one by one.

#![expect(clippy::unwrap_used, reason = "in a test a panic is an answer")]

use std::ops::Range;

use backup_window::{
    BackupWindow, Daily, DeniedSlot, Every, Fold, Gap, HourOfWeek, Interval, NoRun, Periodically, Schedule,
    WORKDAYS, WindowClock,
};
use chrono::{DateTime, NaiveTime, TimeDelta, Utc, Weekday, WeekdaySet};
use chrono_tz::{Australia::Lord_Howe, Europe::Prague, Tz};

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// Every wait that a part of the range lies in, run by run, and the first of the longest.
fn plainly(zone: Tz, schedule: &Schedule, range: &Range<DateTime<Utc>>) -> Result<Interval, NoRun<'static>> {
    let moment = TimeDelta::nanoseconds(1);
    let mut from = schedule.previous_before(&zone, range.start + moment)?.at;
    let mut longest = Interval { from, to: from };
    while from < range.end {
        let to = schedule.next_after(&zone, from)?.at;
        if to - from > longest.length() {
            longest = Interval { from, to };
        }
        from = to;
    }
    Ok(longest)
}

fn daily(days: WeekdaySet, hour: u32, minute: u32) -> Schedule {
    Schedule::new(Daily::new(days, NaiveTime::from_hms_opt(hour, minute, 0).unwrap()).unwrap())
}

fn periodic(every: Every) -> Schedule {
    Schedule::new(Periodically::new(every, 15).unwrap())
}

/// Schedules that a change of the clock moves, in every way.
fn schedules() -> Vec<Schedule> {
    let local = |window: BackupWindow| window.with_clock(WindowClock::LOCAL);
    let nights = local(BackupWindow::NEVER.allow_daily(WORKDAYS, 22, 6));
    let sundays = local(BackupWindow::from_hours([2, 3, 5].map(|hour| HourOfWeek::new(hour).unwrap())));
    let on_utc = BackupWindow::from_hours([0, 1, 2, 70].map(|hour| HourOfWeek::new(hour).unwrap()));
    vec![
        daily(WeekdaySet::ALL, 2, 30),
        daily(WORKDAYS, 22, 0).with_backup_window(nights),
        daily(WeekdaySet::single(Weekday::Sun), 2, 30),
        periodic(Every::Hours1),
        periodic(Every::Hours4),
        periodic(Every::Hours24),
        periodic(Every::Minutes30).with_backup_window(nights),
        periodic(Every::Minutes30).with_backup_window(nights).with_denied(DeniedSlot::AtOpening),
        periodic(Every::Hours1).with_backup_window(sundays),
        periodic(Every::Hours1).with_backup_window(sundays).with_periodic_window(on_utc),
        periodic(Every::Hours1).with_backup_window(on_utc),
    ]
}

fn check_range(zone: Tz, schedule: &Schedule, range: Range<DateTime<Utc>>) {
    let longest = plainly(zone, schedule, &range);
    assert_eq!(schedule.longest_wait(&zone, range.clone()), longest, "{schedule:?} in {range:?}");
    let runs = schedule.runs(&zone, range.clone()).count() as u64;
    assert_eq!(schedule.count_runs(&zone, range.clone()), runs, "{schedule:?} in {range:?}");
}

fn check(zone: Tz, change: &str) {
    let change = utc(change);
    for schedule in schedules() {
        for (gap, fold) in [(Gap::FirstValid, Fold::First), (Gap::Skip, Fold::Second)] {
            let schedule = schedule.with_gap(gap).with_fold(fold);
            for days in (-80..=14).step_by(11) {
                for weeks in [6, 12] {
                    let start = change + TimeDelta::days(days) + TimeDelta::minutes(20);
                    check_range(zone, &schedule, start..start + TimeDelta::weeks(weeks));
                }
            }
            // Up to the hours around the change, and from them on.
            for hours in [-14, -2, -1, 0, 1, 2, 14] {
                let near = change + TimeDelta::hours(hours);
                check_range(zone, &schedule, change - TimeDelta::weeks(7)..near);
                check_range(zone, &schedule, near..change + TimeDelta::weeks(7));
            }
        }
    }
}

#[test]
fn beside_a_night_that_is_an_hour_longer() {
    check(Prague, "2025-10-26T01:00:00Z");
}

#[test]
fn beside_a_night_that_is_an_hour_shorter() {
    check(Prague, "2025-03-30T01:00:00Z");
}

#[test]
fn beside_a_night_that_is_half_an_hour_longer() {
    check(Lord_Howe, "2025-04-05T15:00:00Z");
}
