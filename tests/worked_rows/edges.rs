//! One nanosecond around every edge, leap seconds, and the ends of chrono's dates.

use backup_window::{
    BackupWindow, Every, Interval, MinuteOffset, MonthDay, Monthly, Months, NoRun, Schedule, WindowClock,
};
use chrono::{DateTime, Datelike, FixedOffset, TimeDelta, TimeZone, Utc, Weekday, WeekdaySet};
use chrono_tz::{America::Los_Angeles, Asia::Kathmandu, Tz};

use crate::oracle::utc;
use crate::picture::{every, everyday, open};

const NANOSECOND: TimeDelta = TimeDelta::nanoseconds(1);

/// Asserts all questions 1 ns before, at and 1 ns after an opening that follows `before` and a closing `after` it.
#[track_caller]
fn check_opening<Z: TimeZone>(zone: &Z, window: BackupWindow, (before, opening, after): (&str, &str, &str)) {
    let (before, opening, after) = (utc(before), utc(opening), utc(after));
    for t in [opening - NANOSECOND, opening, opening + NANOSECOND] {
        assert_eq!(window.is_allowed_at(zone, t), t >= opening, "allowed at {t}");
        let next = if t < opening { opening } else { after };
        assert_eq!(window.next_change(zone, t), Some(next), "next change after {t}");
        assert_eq!(window.next_closing(zone, t), Some(after), "next closing after {t}");
        let previous = if t > opening { opening } else { before };
        assert_eq!(window.previous_change(zone, t), Some(previous), "previous change before {t}");
        assert_eq!(window.previous_closing(zone, t), Some(before), "previous closing before {t}");
    }
    for t in [after - NANOSECOND, after, after + NANOSECOND] {
        assert_eq!(window.is_allowed_at(zone, t), t < after, "allowed at {t}");
        assert_eq!(window.next_closing(zone, t) == Some(after), t < after, "next closing after {t}");
        assert_eq!(window.previous_opening(zone, t), Some(opening), "previous opening before {t}");
        let previous = if t > after { after } else { opening };
        assert_eq!(window.previous_change(zone, t), Some(previous), "previous change before {t}");
    }
    // The stretch, asked for with ends inside it, at its ends and just outside.
    let whole = Interval { from: opening, to: after };
    let allowed = |from, to| window.allowed(zone, from..to).collect::<Vec<_>>();
    assert_eq!(allowed(opening - NANOSECOND, after + NANOSECOND), [whole]);
    assert_eq!(allowed(opening, after), [whole]);
    let inside = Interval { from: opening + NANOSECOND, to: after - NANOSECOND };
    assert_eq!(allowed(inside.from, inside.to), [inside]);
    assert_eq!(allowed(opening - NANOSECOND, opening), []);
    assert_eq!(allowed(after, after + NANOSECOND), []);
    let first = Interval { from: opening, to: opening + NANOSECOND };
    assert_eq!(allowed(opening - NANOSECOND, first.to), [first]);
    let denied: Vec<_> = window.denied(zone, opening - NANOSECOND..after + NANOSECOND).collect();
    assert_eq!(
        denied,
        [
            Interval { from: opening - NANOSECOND, to: opening },
            Interval { from: after, to: after + NANOSECOND }
        ]
    );
}

#[test]
fn an_opening_is_open_and_a_closing_is_closed_to_the_nanosecond() {
    check_opening(
        &Utc,
        open(9, 17),
        ("2025-06-01T17:00:00Z", "2025-06-02T09:00:00Z", "2025-06-02T17:00:00Z"),
    );
    check_opening(
        &Utc, // before 1970, where division must round down
        open(9, 17),
        ("1969-12-30T17:00:00Z", "1969-12-31T09:00:00Z", "1969-12-31T17:00:00Z"),
    );
    check_opening(
        &Kathmandu,
        open(9, 17),
        ("2025-06-01T11:15:00Z", "2025-06-02T03:15:00Z", "2025-06-02T11:15:00Z"),
    );
    check_opening(
        &Los_Angeles, // the opening is the end of a gap
        open(2, 4),
        ("2024-03-09T12:00:00Z", "2024-03-10T10:00:00Z", "2024-03-10T11:00:00Z"),
    );
    check_opening(
        &Los_Angeles, // the opening is a fold: 02:00 is 01:00 again
        open(1, 2).with_clock(WindowClock::Local { shift: MinuteOffset::new(-60).unwrap() }),
        ("2024-11-02T08:00:00Z", "2024-11-03T07:00:00Z", "2024-11-03T08:00:00Z"),
    );
    check_opening(
        &Utc,
        open(9, 17).with_clock(WindowClock::UtcOffset(MinuteOffset::new(-1_439).unwrap())),
        ("2025-06-02T16:59:00Z", "2025-06-03T08:59:00Z", "2025-06-03T16:59:00Z"),
    );
}

/// Asserts three consecutive runs by asking 1 ns around the middle one.
#[track_caller]
fn check_run<Z: TimeZone>(zone: &Z, schedule: Schedule, runs: [&str; 3]) {
    let [before, run, after] = runs.map(utc);
    let next = |t| schedule.next_after(zone, t).map(|run| run.at);
    let previous = |t| schedule.previous_before(zone, t).map(|run| run.at);
    assert_eq!(next(run - NANOSECOND), Ok(run));
    assert_eq!(next(run), Ok(after));
    assert_eq!(next(run + NANOSECOND), Ok(after));
    assert_eq!(previous(run - NANOSECOND), Ok(before));
    assert_eq!(previous(run), Ok(before));
    assert_eq!(previous(run + NANOSECOND), Ok(run));
    let within =
        |from, to| -> Vec<DateTime<Utc>> { schedule.runs(zone, from..to).map(|run| run.at).collect() };
    let none: [DateTime<Utc>; 0] = [];
    assert_eq!(within(run, run + NANOSECOND), [run]);
    assert_eq!(within(run - NANOSECOND, run), none);
    assert_eq!(within(run + NANOSECOND, after), none);
    assert_eq!(within(before, after + NANOSECOND), [before, run, after]);
    let backward: Vec<_> = schedule.runs(zone, before + NANOSECOND..after).rev().map(|run| run.at).collect();
    assert_eq!(backward, [run]);
}

#[test]
fn next_and_previous_are_strict_to_the_nanosecond() {
    check_run(
        &Utc,
        everyday("22:00:00"),
        ["2025-06-01T22:00:00Z", "2025-06-02T22:00:00Z", "2025-06-03T22:00:00Z"],
    );
    check_run(
        &Utc,
        everyday("22:00:00.000000001"),
        [
            "1969-12-30T22:00:00.000000001Z",
            "1969-12-31T22:00:00.000000001Z",
            "1970-01-01T22:00:00.000000001Z",
        ],
    );
    check_run(
        &Utc,
        everyday("23:59:59.999999999"),
        [
            "1969-12-30T23:59:59.999999999Z",
            "1969-12-31T23:59:59.999999999Z",
            "1970-01-01T23:59:59.999999999Z",
        ],
    );
    check_run(
        &Los_Angeles, // out of a gap
        everyday("02:30:00.5"),
        ["2024-03-09T10:30:00.5Z", "2024-03-10T10:00:00Z", "2024-03-11T09:30:00.5Z"],
    );
    check_run(
        &Los_Angeles, // the second pass begins
        every(Every::Hours1, 0),
        ["2024-11-03T08:00:00Z", "2024-11-03T09:00:00Z", "2024-11-03T10:00:00Z"],
    );
    check_run(
        &Utc, // at an opening
        every(Every::Hours2, 0).with_periodic_window(open(9, 17)),
        ["2025-06-02T16:00:00Z", "2025-06-03T09:00:00Z", "2025-06-03T10:00:00Z"],
    );
}

#[test]
fn a_leap_second_lies_between_its_neighbours() {
    let leap = utc("2016-12-31T23:59:60.5Z"); // a Saturday
    let midnight = utc("2017-01-01T00:00:00Z");
    let before = utc("2016-12-31T23:59:59Z");
    assert_eq!(everyday("00:00:00").next_after(&Utc, leap).unwrap().at, midnight);
    assert_eq!(everyday("23:59:59").previous_before(&Utc, leap).unwrap().at, before);
    assert_eq!(everyday("23:59:59").next_after(&Utc, leap).unwrap().at, before + TimeDelta::days(1));
    assert_eq!(everyday("00:00:00").previous_before(&Utc, leap).unwrap().at, midnight - TimeDelta::days(1));
    assert_eq!(
        everyday("23:59:59.75").previous_before(&Utc, leap).unwrap().at,
        utc("2016-12-31T23:59:59.75Z")
    );
    assert_eq!(everyday("23:59:59.75").next_after(&Utc, leap).unwrap().at, utc("2017-01-01T23:59:59.75Z"));

    let saturday = open(23, 0);
    assert!(saturday.is_allowed_at(&Utc, leap));
    assert_eq!(saturday.next_closing(&Utc, leap), Some(midnight));
    assert_eq!(saturday.previous_opening(&Utc, leap), Some(utc("2016-12-31T23:00:00Z")));
    assert_eq!(open(0, 1).next_opening(&Utc, leap), Some(midnight));
    let rest: Vec<_> = saturday.allowed(&Utc, leap..midnight + TimeDelta::hours(1)).collect();
    assert_eq!(rest, [Interval { from: leap, to: midnight }]);
    let until: Vec<_> = saturday.allowed(&Utc, before..leap).collect();
    assert_eq!(until, [Interval { from: before, to: leap }]);

    let around: Vec<_> =
        everyday("00:00:00").runs(&Utc, leap..midnight + NANOSECOND).map(|run| run.at).collect();
    assert_eq!(around, [midnight]);
    assert_eq!(everyday("00:00:00").runs(&Utc, before..leap).next(), None);
    assert_eq!(everyday("23:59:59").runs(&Utc, before..leap).count(), 1);
}

/// Instants at and near the ends of chrono's dates.
fn ends() -> Vec<DateTime<Utc>> {
    let (min, max) = (DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC);
    let mut ends = vec![min, max];
    for distance in [
        TimeDelta::nanoseconds(1),
        TimeDelta::seconds(1),
        TimeDelta::hours(1),
        TimeDelta::hours(23),
        TimeDelta::days(1),
        TimeDelta::hours(25),
        TimeDelta::days(3),
        TimeDelta::days(15),
        TimeDelta::days(200),
        TimeDelta::days(146_097),
    ] {
        ends.extend([min + distance, max - distance]);
    }
    ends
}

fn monthly(day: MonthDay) -> Schedule {
    Schedule::new(Monthly::new(day, Months::ALL, "23:59:59.5".parse().unwrap()).unwrap())
}

#[track_caller]
fn check_ends<Z: TimeZone>(zone: &Z) {
    let jobs = [
        everyday("12:00:00"),
        everyday("23:59:59.999999999"),
        everyday("00:00:00"),
        every(Every::Minutes5, 0),
        every(Every::Hours8, 59).with_periodic_window(open(9, 17)),
        everyday("12:00:00").with_backup_window(open(13, 12).with_clock(WindowClock::UTC)),
        monthly(MonthDay::On(31)),
        monthly(MonthDay::LastWeekday(Weekday::Fri)).with_backup_window(open(13, 12)),
    ];
    for t in ends() {
        for job in &jobs {
            match job.next_after(zone, t) {
                Ok(run) => assert!(run.at > t),
                Err(reason) => {
                    assert!(matches!(reason, NoRun::BeyondTimeRange | NoRun::NeverMatches), "{reason}")
                }
            }
            match job.previous_before(zone, t) {
                Ok(run) => assert!(run.at < t),
                Err(reason) => {
                    assert!(matches!(reason, NoRun::BeyondTimeRange | NoRun::NeverMatches), "{reason}")
                }
            }
            for end in ends() {
                assert!(job.runs(zone, t..end).next().is_none_or(|run| t <= run.at && run.at < end));
                assert!(job.runs(zone, t..end).next_back().is_none_or(|run| t <= run.at && run.at < end));
            }
        }
        let late = WindowClock::Local { shift: MinuteOffset::new(-1_439).unwrap() };
        for window in [open(9, 17), open(9, 17).with_clock(late), open(9, 17).with_clock(WindowClock::UTC)] {
            window.is_allowed_at(zone, t);
            assert!(window.next_change(zone, t).is_none_or(|edge| edge > t));
            assert!(window.previous_change(zone, t).is_none_or(|edge| edge < t));
            for end in ends() {
                for stretch in [window.allowed(zone, t..end).next(), window.denied(zone, t..end).next_back()]
                {
                    assert!(stretch.is_none_or(|i| t <= i.from && i.from < i.to && i.to <= end));
                }
            }
        }
    }
}

#[test]
fn nothing_panics_at_the_ends_of_time() {
    check_ends(&Utc);
    check_ends(&Los_Angeles);
    check_ends(&Tz::Australia__Lord_Howe);
    for offset in [86_399, -86_399, 20_700, -1] {
        check_ends(&FixedOffset::east_opt(offset).unwrap());
    }
}

#[test]
fn a_run_beyond_the_ends_of_time_is_said_to_be_there() {
    let (min, max) = (DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC);
    for job in [
        everyday("12:00:00"),
        every(Every::Minutes5, 0),
        every(Every::Hours2, 0).with_backup_window(open(9, 17)),
    ] {
        for zone in [Tz::UTC, Los_Angeles, Kathmandu] {
            assert_eq!(job.next_after(&zone, max), Err(NoRun::BeyondTimeRange));
            assert_eq!(job.next_after(&zone, max - TimeDelta::minutes(1)), Err(NoRun::BeyondTimeRange));
            assert_eq!(job.previous_before(&zone, min), Err(NoRun::BeyondTimeRange));
            assert_eq!(job.previous_before(&zone, min + TimeDelta::minutes(1)), Err(NoRun::BeyondTimeRange));
            assert!(job.next_after(&zone, max - TimeDelta::days(4)).is_ok());
            assert!(job.previous_before(&zone, min + TimeDelta::days(4)).is_ok());
            assert!(job.next_after(&zone, min).is_ok());
            assert!(job.previous_before(&zone, max).is_ok());
        }
    }
}

#[test]
fn a_slot_before_all_that_is_answered_is_put_off_to_nothing() {
    // The only slot before the first opening that is answered lies on the day before it, which is not.
    let second_day = DateTime::<Utc>::MIN_UTC + TimeDelta::days(1);
    let window = BackupWindow::NEVER.allow_daily(WeekdaySet::single(second_day.weekday()), 0, 1);
    let job = every(Every::Hours24, 0).with_backup_window(window);
    let zone = FixedOffset::west_opt(8 * 3_600).unwrap();
    let fortnight = second_day..second_day + TimeDelta::days(14);
    // A week later the slot of the evening before is put off to the same opening.
    let expected = [second_day + TimeDelta::days(7)];
    let at = |run: backup_window::Run| run.at;
    assert_eq!(job.runs(&zone, fortnight.clone()).map(at).collect::<Vec<_>>(), expected);
    assert_eq!(job.runs(&zone, fortnight).rev().map(at).collect::<Vec<_>>(), expected);
    for t in [DateTime::<Utc>::MIN_UTC, second_day - TimeDelta::nanoseconds(1), second_day] {
        assert_eq!(job.next_after(&zone, t).map(at), Ok(expected[0]));
        assert_eq!(job.next_instant_after(&zone, t), Some(expected[0]));
        let table = std::sync::Arc::new(backup_window::ZoneTable::new(&zone));
        assert_eq!(job.compile(&table).next_instant_after(t), Some(expected[0]));
    }
}
