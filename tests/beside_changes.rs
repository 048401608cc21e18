//! What is taken week by week, the longest wait and the number of runs, beside a change of the clock: wherever a range
//! begins or ends, against all runs one by one.

#![expect(clippy::unwrap_used, reason = "in a test a panic is an answer")]

use std::ops::Range;

use backup_window::{
    BackupWindow, Daily, DeniedSlot, Every, Fold, Gap, HourOfWeek, Interval, MinuteOffset, MonthDay, Monthly,
    NoRun, Periodically, Schedule, WORKDAYS, WindowClock,
};
use chrono::{DateTime, Month, NaiveTime, TimeDelta, Utc, Weekday, WeekdaySet};
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

/// The longest wait of a range, as it is written down and run by run.
#[track_caller]
fn check_longest(zone: Tz, schedule: &Schedule, range: Range<DateTime<Utc>>, from: &str, to: &str) {
    let longest = Interval { from: utc(from), to: utc(to) };
    assert_eq!(plainly(zone, schedule, &range), Ok(longest));
    assert_eq!(schedule.longest_wait(&zone, range), Ok(longest));
}

#[test]
fn a_wait_that_comes_again_each_week_of_one_season_is_seen() {
    // 08:30 in winter is 07:30 UTC, which is denied on Mondays.
    let monday = HourOfWeek::on(Weekday::Mon, 7).unwrap();
    let window = BackupWindow::ALWAYS.deny(monday, HourOfWeek::on(Weekday::Mon, 8).unwrap());
    check_longest(
        Prague,
        &daily(WeekdaySet::ALL, 8, 30).with_backup_window(window),
        utc("2025-06-01T00:00:00Z")..utc("2026-06-01T00:00:00Z"),
        "2025-10-26T07:30:00Z",
        "2025-10-28T07:30:00Z",
    );
}

#[test]
fn a_weekend_is_seen_in_a_range_of_ten_days() {
    check_longest(
        Prague,
        &daily(WORKDAYS, 22, 0),
        utc("2025-06-02T21:00:00Z")..utc("2025-06-12T21:00:00Z"),
        "2025-06-06T20:00:00Z",
        "2025-06-09T20:00:00Z",
    );
}

#[test]
fn a_change_in_the_last_hours_of_a_range_is_seen() {
    check_longest(
        Prague,
        &periodic(Every::Hours1).with_fold(Fold::First),
        utc("2025-06-01T00:00:00Z")..utc("2025-10-26T06:00:00Z"),
        "2025-10-26T00:15:00Z",
        "2025-10-26T02:15:00Z",
    );
}

#[test]
fn an_opening_while_the_clock_shows_hours_again_is_followed_by_a_wait() {
    // Troll 2025-10-26: 03:00 +02 -> 01:00 UTC. A run at the opening, 01:10 UTC; no slot counts before 03:00 again.
    let window = BackupWindow::NEVER
        .allow_daily(WeekdaySet::ALL, 2, 1)
        .with_clock(WindowClock::UtcOffset(MinuteOffset::new(50).unwrap()));
    let schedule = Schedule::new(Periodically::new(Every::Minutes30, 0).unwrap())
        .with_backup_window(window)
        .with_denied(DeniedSlot::AtOpening)
        .with_fold(Fold::First);
    check_longest(
        Tz::Antarctica__Troll,
        &schedule,
        utc("2025-10-20T00:00:00Z")..utc("2025-11-20T00:00:00Z"),
        "2025-10-26T01:10:00Z",
        "2025-10-26T03:00:00Z",
    );
}

#[track_caller]
fn check_count(zone: Tz, schedule: &Schedule, range: Range<DateTime<Utc>>, count: u64) {
    assert_eq!(schedule.runs(&zone, range.clone()).count() as u64, count);
    assert_eq!(schedule.count_runs(&zone, range), count);
}

#[test]
fn a_change_in_the_first_second_of_a_range_is_no_part_of_each_week() {
    // 02:30 does not exist on 2025-03-30: the run is at 03:00, when the clock changes.
    let start = utc("2025-03-30T00:59:59Z");
    check_count(Prague, &daily(WeekdaySet::ALL, 2, 30), start..start + TimeDelta::weeks(10), 71);
}

#[test]
fn the_last_second_that_is_shown_again_counts_once() {
    let late = NaiveTime::from_hms_opt(2, 59, 59).unwrap();
    let late = Schedule::new(Daily::new(WeekdaySet::ALL, late).unwrap());
    let range = utc("2025-10-25T22:00:00Z")..utc("2025-10-26T23:00:00Z");
    for (fold, count) in [(Fold::First, 1), (Fold::Second, 1), (Fold::Both, 2)] {
        check_count(Prague, &late.with_fold(fold), range.clone(), count);
    }
}

#[test]
fn two_openings_that_lead_to_one_run_count_once() {
    // Lord Howe 2025-04-06, 02:00 -> 01:30 at 15:00 UTC: the hour from 01:45 begins twice, at 14:45 and at 15:15 UTC, and
    // the other window closes at 15:30 UTC. The first run would come 30 minutes later, the second one at its opening.
    let sunday = HourOfWeek::on(Weekday::Sun, 1).unwrap();
    let local = BackupWindow::from_hours([sunday]);
    let local = local.with_clock(WindowClock::Local { shift: MinuteOffset::new(45).unwrap() });
    let on_utc = BackupWindow::from_hours((144..160).map(|hour| HourOfWeek::new(hour).unwrap()));
    let on_utc = on_utc.with_clock(WindowClock::UtcOffset(MinuteOffset::new(30).unwrap()));
    let schedule = Schedule::new(Periodically::new(Every::Hours12, 30).unwrap())
        .with_backup_window(on_utc)
        .with_periodic_window(local)
        .with_denied(DeniedSlot::AtOpening);
    let range = utc("2025-04-05T14:00:00Z")..utc("2025-04-05T16:30:00Z");
    let runs: Vec<_> = schedule.runs(&Lord_Howe, range.clone()).map(|run| run.at).collect();
    assert_eq!(runs, [utc("2025-04-05T15:15:00Z")]);
    check_count(Lord_Howe, &schedule, range, 1);
}

#[test]
fn a_change_soon_after_a_range_brings_a_run_forward_into_it() {
    // Dublin 1990-10-28, 02:00 -> 01:00 at 01:00 UTC. 00:50 is denied; the window opens at 01:15, and 50 minutes later it
    // is 01:05 again, when it is closed: so the run is at the opening.
    let window = BackupWindow::from_hours([HourOfWeek::on(Weekday::Sun, 1).unwrap()]);
    let window = window.with_clock(WindowClock::Local { shift: MinuteOffset::new(15).unwrap() });
    let schedule = Schedule::new(Periodically::new(Every::Hours8, 50).unwrap()).with_periodic_window(window);
    let opening = utc("1990-10-28T00:15:00Z");
    for end in ["1990-10-28T00:15:01Z", "1990-10-28T00:20:00Z", "1990-10-28T01:30:00Z"] {
        for start in ["1990-10-27T21:00:00Z", "1990-10-27T23:55:00Z", "1990-10-28T00:15:00Z"] {
            let range = utc(start)..utc(end);
            let runs: Vec<_> = schedule.runs(&Tz::Europe__Dublin, range.clone()).map(|run| run.at).collect();
            assert_eq!(runs, [opening], "{range:?}");
            check_count(Tz::Europe__Dublin, &schedule, range, 1);
        }
    }
    assert_eq!(schedule.next_instant_after(&Tz::Europe__Dublin, utc("1990-10-28T00:00:00Z")), Some(opening));
}

#[test]
fn a_range_from_the_first_day_of_1970_and_one_that_is_turned_round_are_counted() {
    let start = utc("1970-01-01T00:00:00Z");
    check_count(Tz::UTC, &daily(WeekdaySet::ALL, 22, 0), start..utc("1970-03-01T00:00:00Z"), 59);
    check_count(Tz::UTC, &daily(WeekdaySet::ALL, 22, 0), utc("1970-03-01T00:00:00Z")..start, 0);
    check_count(Prague, &monthly(), utc("1970-12-01T00:00:00Z")..start, 0);
}

/// 02:30 on the last Sunday of October, which comes twice there in years with summer time.
fn monthly() -> Schedule {
    let half_past_two = NaiveTime::from_hms_opt(2, 30, 0).unwrap();
    let october = [Month::October].into_iter().collect();
    let monthly = Monthly::new(MonthDay::LastWeekday(Weekday::Sun), october, half_past_two).unwrap();
    Schedule::new(monthly).with_fold(Fold::Both)
}

#[test]
fn the_last_years_with_summer_time_are_no_part_of_a_turn_of_the_calendar() {
    // The tables of chrono-tz end in 2099.
    let years = utc("2095-01-01T00:00:00Z")..utc("3300-01-01T00:00:00Z");
    check_count(Prague, &monthly(), years, 2 * 5 + 1_200);
}
