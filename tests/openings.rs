//! Runs at openings, and slots put off to one, going forward and back: where two of them, or an opening and a slot, lie
//! so near that either could be taken for the other.

#![expect(clippy::unwrap_used, reason = "in a test a panic is an answer")]

use std::ops::Range;

use backup_window::{
    BackupWindow, DeniedSlot, Every, HourOfWeek, MinuteOffset, MonthDay, Monthly, Months, Origin,
    Periodically, Schedule, WindowClock, Windows,
};
use chrono::{DateTime, FixedOffset, NaiveTime, TimeDelta, TimeZone, Utc, Weekday, WeekdaySet};
use chrono_tz::Tz;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn every(every: Every, offset: i64) -> Schedule {
    Schedule::new(Periodically::new(every, offset).unwrap())
}

fn monthly(day: u8, hour: u32) -> Schedule {
    let time = NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
    Schedule::new(Monthly::new(MonthDay::On(day), Months::ALL, time).unwrap())
}

fn nights() -> BackupWindow {
    BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 22, 6)
}

/// The runs of a range: listed forward, listed back, and one asked for after the other in both directions.
#[track_caller]
fn check<Z: TimeZone>(schedule: &Schedule, zone: &Z, range: Range<DateTime<Utc>>, runs: &[&str]) {
    let runs: Vec<_> = runs.iter().map(|run| at(run)).collect();
    let listed: Vec<_> = schedule.runs(zone, range.clone()).map(|run| run.at).collect();
    assert_eq!(listed, runs);
    let mut back: Vec<_> = schedule.runs(zone, range.clone()).rev().map(|run| run.at).collect();
    back.reverse();
    assert_eq!(back, runs);
    assert_eq!(schedule.count_runs(zone, range.clone()), runs.len() as u64);
    let mut from = range.start - TimeDelta::nanoseconds(1);
    for &run in &runs {
        assert_eq!(schedule.next_after(zone, from).map(|run| run.at), Ok(run));
        from = run;
    }
    from = range.end;
    for &run in runs.iter().rev() {
        assert_eq!(schedule.previous_before(zone, from).map(|run| run.at), Ok(run));
        from = run;
    }
}

#[test]
fn an_opening_a_second_before_a_slot_has_a_run_of_its_own() {
    // The zone's clock is a second behind: 22:00 there is 22:00:01 on UTC.
    let behind = FixedOffset::west_opt(1).unwrap();
    let schedule = every(Every::Hours8, 0).with_backup_window(nights()).with_denied(DeniedSlot::AtOpening);
    check(
        &schedule,
        &behind,
        at("2025-06-02T21:00:00Z")..at("2025-06-03T01:00:00Z"),
        &["2025-06-02T22:00:00Z", "2025-06-03T00:00:01Z"],
    );
    let schedule = every(Every::Hours2, 0).with_backup_window(nights()).with_denied(DeniedSlot::AtOpening);
    check(
        &schedule,
        &behind,
        at("2025-06-02T21:00:00Z")..at("2025-06-02T23:00:00Z"),
        &["2025-06-02T22:00:00Z", "2025-06-02T22:00:01Z"],
    );
}

#[test]
fn the_run_of_an_opening_may_come_after_that_of_a_later_opening() {
    // The clock goes back half an hour, at 02:00 and at midnight: a local hour that begins 15 minutes before that begins
    // twice. 35 minutes after the first time a start is allowed, 35 minutes after the second the window on UTC is closed.
    let rows = [
        (
            Tz::Australia__Lord_Howe,
            (Weekday::Sun, 1),
            144..160,
            30,
            ["2025-04-05T15:15:00Z", "2025-04-05T15:20:00Z"],
        ),
        (Tz::America__Belize, (Weekday::Sat, 23), 0..6, 0, ["1930-02-09T05:45:00Z", "1930-02-09T05:50:00Z"]),
    ];
    for (zone, (day, hour), hours, on_utc, runs) in rows {
        let local = WindowClock::Local { shift: MinuteOffset::new(45).unwrap() };
        let local = BackupWindow::from_hours([HourOfWeek::on(day, hour).unwrap()]).with_clock(local);
        let on_utc = WindowClock::UtcOffset(MinuteOffset::new(on_utc).unwrap());
        let hours = hours.map(|hour| HourOfWeek::new(hour).unwrap());
        let schedule = every(Every::Hours12, 35)
            .with_backup_window(BackupWindow::from_hours(hours).with_clock(on_utc))
            .with_periodic_window(local)
            .with_denied(DeniedSlot::AtOpening);
        let first = at(runs[0]);
        check(&schedule, &zone, first - TimeDelta::hours(1)..first + TimeDelta::hours(1), &runs);
    }
}

/// The run of a range, from either side, comes from there.
#[track_caller]
fn check_origin(schedule: &Schedule, zone: Tz, range: Range<DateTime<Utc>>, run: &str, origin: Origin) {
    let expected = Some((at(run), origin));
    let mut runs = schedule.runs(&zone, range.clone()).map(|run| (run.at, run.origin));
    assert_eq!(runs.next(), expected);
    assert_eq!(schedule.runs(&zone, range.clone()).next_back().map(|run| (run.at, run.origin)), expected);
    assert_eq!(schedule.next_after(&zone, range.start).ok().map(|run| (run.at, run.origin)), expected);
    assert_eq!(schedule.previous_before(&zone, range.end).ok().map(|run| (run.at, run.origin)), expected);
}

#[test]
fn of_two_openings_that_lead_to_one_run_it_is_for_the_later() {
    // Lord Howe 2025-04-06, 02:00 -> 01:30 at 15:00 UTC: the hour from 01:45 begins at 14:45 and at 15:15 UTC, after the
    // denied slots of 14:30 and of 15:00. Half an hour after the second time the window on UTC is closed.
    let local = BackupWindow::from_hours([HourOfWeek::on(Weekday::Sun, 1).unwrap()]);
    let local = local.with_clock(WindowClock::Local { shift: MinuteOffset::new(45).unwrap() });
    let on_utc = BackupWindow::from_hours((144..160).map(|hour| HourOfWeek::new(hour).unwrap()));
    let on_utc = on_utc.with_clock(WindowClock::UtcOffset(MinuteOffset::new(30).unwrap()));
    let schedule = every(Every::Hours1, 30)
        .with_backup_window(on_utc)
        .with_periodic_window(local)
        .with_denied(DeniedSlot::Defer);
    let range = at("2025-04-05T14:35:00Z")..at("2025-04-05T15:45:00Z");
    let origin = Origin::Deferred { from: at("2025-04-05T15:00:00Z") };
    check_origin(&schedule, Tz::Australia__Lord_Howe, range, "2025-04-05T15:15:00Z", origin);
}

#[test]
fn a_slot_that_a_gap_moves_to_another_counts_as_that_one() {
    // Prague 2025-03-30: 02:00 and 02:30 come at 03:00, which is 01:00 UTC.
    let range = at("2025-03-30T00:31:00Z")..at("2025-03-30T01:29:00Z");
    let run = "2025-03-30T01:00:00Z";
    check_origin(&every(Every::Minutes30, 0), Tz::Europe__Prague, range, run, Origin::Scheduled);
}

#[test]
fn a_slot_a_second_or_two_before_an_opening_is_denied_and_those_before_the_closing_are_not() {
    for seconds in [1, 2] {
        // The zone's clock is ahead of UTC by as much.
        let ahead = FixedOffset::east_opt(seconds).unwrap();
        let slots = every(Every::Minutes30, 0).with_denied(DeniedSlot::Skip);
        let weekdays = BackupWindow::ALWAYS.deny_daily(WeekdaySet::single(Weekday::Sat), 0, 24);
        let run = at("2025-06-02T06:00:00Z") - TimeDelta::seconds(seconds.into());
        let range = at("2025-06-02T05:45:00Z")..at("2025-06-02T22:00:00Z");
        for schedule in [
            slots.with_backup_window(nights()),
            slots.with_backup_window(nights()).with_periodic_window(weekdays),
        ] {
            check(&schedule, &ahead, range.clone(), &[&run.to_rfc3339()]);
        }
    }
}

#[test]
fn an_opening_that_a_change_of_the_clock_puts_off_is_where_it_comes_at_last() {
    // Prague 2025-10-26: at 01:00 UTC it is 02:00 again, and not yet 03:00.
    let from_three = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 3, 9).with_clock(WindowClock::LOCAL);
    let weekdays = BackupWindow::ALWAYS.deny_daily(WeekdaySet::single(Weekday::Wed), 0, 24);
    for periodic in [None, Some(weekdays), Some(weekdays.with_clock(WindowClock::LOCAL))] {
        let windows = Windows { backup: Some(from_three), periodic };
        let opening = windows.next_start_opening(&Tz::Europe__Prague, at("2025-10-25T12:00:00Z"));
        assert_eq!(opening, Some(at("2025-10-26T02:00:00Z")));
    }
}

#[test]
fn a_slot_in_the_second_of_a_closing_is_denied_and_the_one_before_it_is_not() {
    for year in ["2025", "1960"] {
        let at_time = |time: &str| at(&format!("{year}-06-03T{time}:00Z"));
        let schedule = every(Every::Minutes30, 0).with_backup_window(nights());
        for denied in [DeniedSlot::Skip, DeniedSlot::Defer] {
            let run = format!("{year}-06-03T05:30:00Z");
            check(&schedule.with_denied(denied), &Utc, at_time("05:15")..at_time("06:15"), &[&run]);
        }
    }
}

#[test]
fn a_monthly_slot_in_the_second_of_a_closing_waits_for_the_next_opening() {
    for year in ["2025", "1960"] {
        let day = |text: &str| at(&format!("{year}-{text}"));
        let denied = monthly(5, 6).with_backup_window(nights()).with_denied(DeniedSlot::Defer);
        let opening = format!("{year}-06-05T22:00:00Z");
        check(&denied, &Utc, day("06-05T00:00:00Z")..day("07-05T00:00:00Z"), &[&opening]);
        // Of a slot before the range as well.
        check(&denied, &Utc, day("06-05T12:00:00Z")..day("07-05T00:00:00Z"), &[&opening]);
    }
}

#[test]
fn a_monthly_slot_beside_an_opening_is_its_run() {
    for year in ["2025", "1960"] {
        let ten = format!("{year}-06-05T22:00:00Z");
        let schedule = monthly(5, 22).with_backup_window(nights());
        let range = at(&ten) - TimeDelta::hours(12)..at(&ten) + TimeDelta::hours(12);
        for denied in [DeniedSlot::Skip, DeniedSlot::Defer, DeniedSlot::AtOpening] {
            check(&schedule.with_denied(denied), &Utc, range.clone(), &[&ten]);
        }
        // At eleven the opening has a run of its own, where runs at openings are asked for.
        let eleven = format!("{year}-06-05T23:00:00Z");
        let schedule = monthly(5, 23).with_backup_window(nights());
        check(&schedule.with_denied(DeniedSlot::Defer), &Utc, range.clone(), &[&eleven]);
        check(&schedule.with_denied(DeniedSlot::AtOpening), &Utc, range, &[&ten, &eleven]);
    }
}
