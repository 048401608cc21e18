//! The instant of the next run, which has ways of its own that are shorter: where a shorter way would be wrong, and at
//! the ends of seconds and of time.

#![expect(clippy::unwrap_used, reason = "in a test a panic is an answer")]

use std::sync::Arc;

use backup_window::{
    BackupWindow, Daily, DeniedSlot, Every, Fold, Gap, HourOfWeek, MinuteOffset, MonthDay, Monthly, Months,
    NoRun, Periodically, Schedule, WindowClock, ZoneTable,
};
use chrono::{DateTime, Month, NaiveTime, TimeDelta, Utc, Weekday, WeekdaySet};
use chrono_tz::{Australia::Lord_Howe, Europe::Prague, Tz};

use oracle::scan_changes;

#[allow(dead_code, unused_imports, reason = "each test uses its part of the oracle")]
mod oracle;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn every(every: Every, offset: i64) -> Schedule {
    Schedule::new(Periodically::new(every, offset).unwrap())
}

fn daily(time: &str) -> Schedule {
    Schedule::new(Daily::new(WeekdaySet::ALL, time.parse().unwrap()).unwrap())
}

fn monthly(time: &str) -> Schedule {
    let time: NaiveTime = time.parse().unwrap();
    Schedule::new(Monthly::new(MonthDay::On(5), Months::ALL, time).unwrap())
}

/// The next run, asked for in every way.
#[track_caller]
fn check(schedule: &Schedule, zone: Tz, after: DateTime<Utc>, next: Result<DateTime<Utc>, NoRun<'_>>) {
    assert_eq!(schedule.next_after(&zone, after).map(|run| run.at), next, "after {after}");
    assert_eq!(schedule.next_instant_after(&zone, after), next.ok(), "after {after}");
    let compiled = schedule.compile(&Arc::new(ZoneTable::new(&zone)));
    assert_eq!(compiled.next_after(after).map(|run| run.at), next, "after {after}");
    assert_eq!(compiled.next_instant_after(after), next.ok(), "after {after}");
}

#[test]
fn slots_that_a_change_repeats_or_moves_are_followed_by_what_it_makes_of_the_rest() {
    for (schedule, zone, after, next) in [
        // Prague 2025-10-26: from 01:00 UTC on the clock shows 02:00 to 03:00 again.
        (
            every(Every::Minutes30, 0).with_fold(Fold::First),
            Prague,
            "2025-10-26T01:10:00Z",
            "2025-10-26T02:00:00Z",
        ),
        (
            every(Every::Minutes30, 0).with_fold(Fold::Both),
            Prague,
            "2025-10-26T01:10:00Z",
            "2025-10-26T01:30:00Z",
        ),
        (
            every(Every::Minutes30, 0).with_fold(Fold::Second),
            Prague,
            "2025-10-25T23:40:00Z",
            "2025-10-26T01:00:00Z",
        ),
        // Lord Howe 2025-10-05: at 15:30 UTC the clock goes from 02:00 to 02:30. 02:15 is skipped.
        (
            every(Every::Hours1, 15).with_gap(Gap::ShiftForward),
            Lord_Howe,
            "2025-10-04T15:30:00Z",
            "2025-10-04T15:45:00Z",
        ),
        (
            every(Every::Hours1, 15).with_gap(Gap::FirstValid),
            Lord_Howe,
            "2025-10-04T15:00:00Z",
            "2025-10-04T15:30:00Z",
        ),
        (
            every(Every::Hours1, 15).with_gap(Gap::Skip),
            Lord_Howe,
            "2025-10-04T15:30:00Z",
            "2025-10-04T16:15:00Z",
        ),
    ] {
        check(&schedule, zone, at(after), Ok(at(next)));
    }
}

/// Always open but for these hours of the week, each of which begins so many minutes late on the local clock.
fn closed_for(hours: &[(Weekday, u8)], shift: i64) -> BackupWindow {
    let denied =
        BackupWindow::from_hours(hours.iter().map(|&(day, hour)| HourOfWeek::on(day, hour).unwrap()));
    (!denied).with_clock(WindowClock::Local { shift: MinuteOffset::new(shift).unwrap() })
}

#[test]
fn what_a_change_decides_about_soon_after_it_is_not_read_off_a_pattern() {
    let monday_noon = closed_for(&[(Weekday::Mon, 12)], 0);
    for (schedule, zone, after, next) in [
        // 02:30 is skipped, and comes at 03:30 instead.
        (
            every(Every::Hours2, 30).with_gap(Gap::ShiftForward),
            Prague,
            "2025-03-30T01:05:00Z",
            "2025-03-30T01:30:00Z",
        ),
        // 02:15 comes again, and does not count.
        (
            every(Every::Hours1, 15).with_fold(Fold::First),
            Prague,
            "2025-10-26T01:05:00Z",
            "2025-10-26T02:15:00Z",
        ),
        // The same for two hours, though starts have been allowed all the time.
        (
            every(Every::Hours1, 15).with_fold(Fold::First).with_backup_window(monday_noon),
            Tz::Antarctica__Troll,
            "2025-10-26T02:05:00Z",
            "2025-10-26T03:15:00Z",
        ),
        // Three hours are skipped from 02:00 on: 04:15 comes at 07:15.
        (
            every(Every::Hours4, 15).with_gap(Gap::ShiftForward).with_backup_window(monday_noon),
            Tz::Antarctica__Casey,
            "2009-10-17T19:05:00Z",
            "2009-10-17T20:15:00Z",
        ),
        // 00:10 is skipped, so that none is denied before the window opens at 02:00.
        (
            every(Every::Hours4, 10)
                .with_gap(Gap::Skip)
                .with_backup_window(closed_for(&[(Weekday::Sun, 0), (Weekday::Sun, 1)], 0)),
            Tz::America__Sao_Paulo,
            "2018-11-04T04:05:00Z",
            "2018-11-04T06:10:00Z",
        ),
    ] {
        check(&schedule, zone, at(after), Ok(at(next)));
    }
}

#[test]
fn what_happens_in_the_hour_before_a_change_is_not_read_off_a_pattern() {
    // Prague 2025-03-30: at 01:00 UTC the clock goes from 02:00 to 03:00.
    let before = "2025-03-30T00:05:00Z";
    for (schedule, next) in [
        // 00:45 is denied, the window opens at 01:30, and 45 minutes later it is 03:15.
        (
            every(Every::Hours8, 45)
                .with_backup_window(closed_for(&[(Weekday::Sat, 23), (Weekday::Sun, 0)], 30)),
            "2025-03-30T01:15:00Z",
        ),
        // From 01:10 to 02:10 the window is closed: so it opens at 03:00, and 45 minutes later it is 03:45.
        (
            every(Every::Hours8, 45)
                .with_backup_window(closed_for(&[(Weekday::Sun, 1)], 10))
                .with_denied(DeniedSlot::AtOpening),
            "2025-03-30T01:45:00Z",
        ),
        // The hour from 02:00 on is denied, and there is none: nothing opens at 03:00.
        (
            every(Every::Hours8, 45)
                .with_backup_window(closed_for(&[(Weekday::Sun, 2)], 0))
                .with_denied(DeniedSlot::AtOpening),
            "2025-03-30T06:45:00Z",
        ),
    ] {
        check(&schedule, Prague, at(before), Ok(at(next)));
    }
}

#[test]
fn a_day_is_allowed_by_the_hour_that_the_window_reads_there() {
    // On a clock of UTC-00:30 the hour from 22:00 on is that from 22:30 to 23:30 on UTC.
    let late = WindowClock::UtcOffset(MinuteOffset::new(-30).unwrap());
    let window = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 22, 23).with_clock(late);
    for (time, next) in [
        ("22:15:00", Err(NoRun::NeverMatches)),
        ("22:30:00", Ok(at("2025-06-02T22:30:00Z"))),
        ("23:15:00", Ok(at("2025-06-02T23:15:00Z"))),
        ("23:30:00", Err(NoRun::NeverMatches)),
    ] {
        check(&daily(time).with_backup_window(window), Tz::UTC, at("2025-06-02T12:00:00Z"), next);
    }
}

#[test]
fn an_offset_that_brings_nothing_is_followed_by_one_that_does() {
    // Noon in New York is 16:00 UTC in summer, and 17:00 in winter.
    let window = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 17, 18);
    let schedule = daily("12:00:00").with_backup_window(window);
    for (after, next) in [
        ("1969-10-20T00:00:00Z", "1969-10-26T17:00:00Z"),
        ("2025-06-02T00:00:00Z", "2025-11-02T17:00:00Z"),
        ("2025-03-09T05:00:00Z", "2025-11-02T17:00:00Z"),
    ] {
        check(&schedule, Tz::America__New_York, at(after), Ok(at(next)));
    }
}

#[test]
fn the_next_run_is_later_by_a_nanosecond_at_least() {
    let tick = TimeDelta::nanoseconds(1);
    for (schedule, run, next) in [
        (daily("22:00:00"), "2025-06-05T22:00:00Z", "2025-06-06T22:00:00Z"),
        (daily("22:00:00.5"), "2025-06-05T22:00:00.5Z", "2025-06-06T22:00:00.5Z"),
        (monthly("22:00:00"), "2025-06-05T22:00:00Z", "2025-07-05T22:00:00Z"),
        (monthly("22:00:00.5"), "2025-06-05T22:00:00.5Z", "2025-07-05T22:00:00.5Z"),
        (every(Every::Hours24, 0).with_fold(Fold::Second), "2025-06-05T00:00:00Z", "2025-06-06T00:00:00Z"),
    ] {
        let (run, next) = (at(run), at(next));
        check(&schedule, Tz::UTC, run - tick, Ok(run));
        check(&schedule, Tz::UTC, run, Ok(next));
        let previous = |t| schedule.previous_before(&Tz::UTC, t).map(|run| run.at);
        assert_eq!((previous(run + tick), previous(next)), (Ok(run), Ok(run)));
    }
}

#[test]
fn the_last_second_that_is_answered_may_have_a_run_and_so_may_the_first() {
    let last = DateTime::<Utc>::MAX_UTC;
    let run = at("+262142-12-30T23:59:59Z");
    let thirtieth = Monthly::new(MonthDay::On(30), Months::ALL, "23:59:59".parse().unwrap()).unwrap();
    for schedule in [daily("23:59:59"), Schedule::new(thirtieth)] {
        check(&schedule, Tz::UTC, run - TimeDelta::hours(1), Ok(run));
        check(&schedule, Tz::UTC, run, Err(NoRun::BeyondTimeRange));
        check(&schedule, Tz::UTC, last, Err(NoRun::BeyondTimeRange));
    }
    // A second later nothing is answered any more.
    let thirty_first = Monthly::new(MonthDay::On(31), Months::ALL, NaiveTime::MIN).unwrap();
    for schedule in [daily("00:00:00"), Schedule::new(thirty_first), every(Every::Hours24, 0)] {
        check(&schedule, Tz::UTC, run - TimeDelta::hours(1), Err(NoRun::BeyondTimeRange));
    }
    let run = at("-262143-01-02T00:00:00Z");
    let second = Monthly::new(MonthDay::On(2), Months::ALL, NaiveTime::MIN).unwrap();
    for schedule in [daily("00:00:00"), Schedule::new(second)] {
        check(&schedule, Tz::UTC, DateTime::<Utc>::MIN_UTC, Ok(run));
        let previous = |t| schedule.previous_before(&Tz::UTC, t).map(|run| run.at);
        assert_eq!(previous(run + TimeDelta::hours(1)), Ok(run));
        assert_eq!(previous(run), Err(NoRun::BeyondTimeRange));
    }
}

#[test]
fn the_last_run_of_all_is_known_in_a_table() {
    // 02:30 is allowed in summer alone, and the tables of chrono-tz end in 2099, with a summer up to October 25.
    let summer = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 0, 1);
    let schedule = daily("02:30:00").with_backup_window(summer);
    for (after, next) in [
        ("2099-03-01T00:00:00Z", Ok(at("2099-03-30T00:30:00Z"))),
        ("2099-10-20T00:30:00Z", Ok(at("2099-10-21T00:30:00Z"))),
        ("2099-10-24T00:30:00Z", Ok(at("2099-10-25T00:30:00Z"))),
        ("2099-10-25T00:30:00Z", Err(NoRun::NeverMatches)),
    ] {
        check(&schedule, Prague, at(after), next);
    }
}

#[test]
fn what_a_gap_alone_moves_into_the_window_is_no_never() {
    // 02:00 and 02:30 are skipped on 2026-03-29, and come at 03:00.
    let sunday = WeekdaySet::single(Weekday::Sun);
    let window = BackupWindow::NEVER.allow_daily(sunday, 3, 4).with_clock(WindowClock::LOCAL);
    for time in ["02:00:00", "02:30:00", "02:59:59"] {
        let schedule = daily(time).with_backup_window(window);
        check(&schedule, Prague, at("2025-06-02T12:00:00Z"), Ok(at("2026-03-29T01:00:00Z")));
        let skipping = schedule.with_gap(Gap::Skip);
        check(&skipping, Prague, at("2025-06-02T12:00:00Z"), Err(NoRun::NeverMatches));
    }
}

#[test]
fn what_was_denied_before_all_time_is_put_off_to_nothing() {
    // The clock of Prague was 57:44 ahead: slots at 23:02:16 and 11:02:16 UTC, the first of them denied until 01:00.
    let schedule =
        every(Every::Hours12, 0).with_backup_window(BackupWindow::ALWAYS.deny_daily(WeekdaySet::ALL, 20, 1));
    check(&schedule, Prague, DateTime::<Utc>::MIN_UTC, Ok(at("-262143-01-02T11:02:16Z")));
}

#[test]
fn what_comes_again_after_years_is_not_over_where_time_ends_before() {
    // 262140 is the last leap year.
    let february = [Month::February].into_iter().collect();
    let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap();
    let leap_day = Schedule::new(Monthly::new(MonthDay::On(29), february, noon).unwrap());
    let last = at("+262140-02-29T12:00:00Z");
    for (after, next) in [
        ("+262136-03-01T00:00:00Z", Ok(last)),
        ("+262140-03-01T00:00:00Z", Err(NoRun::BeyondTimeRange)),
        ("+262142-01-01T00:00:00Z", Err(NoRun::BeyondTimeRange)),
    ] {
        check(&leap_day, Tz::UTC, at(after), next);
    }
}

#[test]
fn what_never_matches_is_known_as_such_at_the_ends_of_time_as_well() {
    let nights = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 22, 6);
    let never = [
        daily("12:00:00").with_backup_window(nights).with_denied(DeniedSlot::Skip),
        monthly("12:00:00").with_backup_window(nights).with_denied(DeniedSlot::Skip),
    ];
    let last = DateTime::<Utc>::MAX_UTC;
    for schedule in never {
        for years in [0, 1, 100, 500] {
            check(&schedule, Tz::UTC, last - TimeDelta::days(366 * years), Err(NoRun::NeverMatches));
            let early = DateTime::<Utc>::MIN_UTC + TimeDelta::days(366 * years);
            assert_eq!(schedule.previous_before(&Tz::UTC, early), Err(NoRun::NeverMatches));
        }
    }
}

#[test]
fn a_window_that_never_opens_has_no_run_by_any_way() {
    let never = BackupWindow::NEVER;
    for schedule in
        [every(Every::Hours8, 15), every(Every::Minutes30, 0), daily("22:00:00"), monthly("22:00:00")]
    {
        for denied in [DeniedSlot::Skip, DeniedSlot::Defer, DeniedSlot::AtOpening] {
            let schedule = schedule.with_backup_window(never).with_denied(denied);
            let zone = if denied == DeniedSlot::Defer { Prague } else { Tz::UTC };
            check(&schedule, zone, at("2025-06-02T12:00:00Z"), Err(NoRun::WindowNeverOpens));
        }
    }
}

/// The shorter way over a change of the clock, against the long one: at every change since 1971, for slots on all days and
/// on one, at every hour and half hour that the change can reach, asked from nine days before it to two after, and
/// close to it.
#[test]
fn days_go_on_over_a_change_as_they_do_step_by_step() {
    let zones = [
        Tz::Australia__Lord_Howe,
        Tz::Pacific__Apia,
        Tz::Antarctica__Troll,
        Tz::America__Sao_Paulo,
        Tz::America__Recife,
        Tz::Asia__Gaza,
        Tz::Africa__Casablanca,
        Tz::Europe__Dublin,
        Tz::Asia__Kathmandu,
    ];
    let ways = [(Gap::FirstValid, Fold::First), (Gap::ShiftForward, Fold::Both), (Gap::Skip, Fold::First)];
    let range = at("1971-01-02T00:00:00Z").timestamp()..at("2045-01-01T00:00:00Z").timestamp();
    for zone in zones {
        for (number, (change, ..)) in scan_changes(&zone, range.clone()).into_iter().enumerate() {
            let change = DateTime::from_timestamp(change, 0).unwrap();
            let day = Weekday::try_from((number % 7) as u8).unwrap();
            for days in [WeekdaySet::ALL, WeekdaySet::single(day)] {
                for half_hour in (0..48).filter(|half_hour| half_hour % 5 == number % 5 || *half_hour < 7) {
                    let time =
                        NaiveTime::from_num_seconds_from_midnight_opt(half_hour as u32 * 1_800, 0).unwrap();
                    let (gap, fold) = ways[(number + half_hour) % 3];
                    let daily = Schedule::new(Daily::new(days, time).unwrap()).with_gap(gap).with_fold(fold);
                    for minutes in (-216 * 60..48 * 60).step_by(11 * 60).chain((-90..=90).step_by(30)) {
                        let t = change + TimeDelta::minutes(minutes);
                        let expected = daily.next_after(&zone, t).map(|run| run.at).ok();
                        assert_eq!(
                            daily.next_instant_after(&zone, t),
                            expected,
                            "{daily:?} in {zone} after {t}"
                        );
                    }
                }
            }
        }
    }
}

/// On 2025-10-26 at 01:00 UTC the clock of the Troll station shows 01:00 to 03:00 again: longer than an hour.
#[test]
fn slots_that_a_change_repeats_for_two_hours_are_dropped_in_all_of_them() {
    let open = BackupWindow::ALWAYS.deny_daily(WeekdaySet::ALL, 12, 14);
    for (schedule, next) in [
        (every(Every::Minutes30, 0), "2025-10-26T03:00:00Z"),
        (every(Every::Hours1, 0), "2025-10-26T03:00:00Z"),
        (every(Every::Hours1, 30), "2025-10-26T03:30:00Z"),
        (daily("02:30:00"), "2025-10-27T02:30:00Z"),
    ] {
        for schedule in [schedule, schedule.with_backup_window(open)] {
            let schedule = schedule.with_fold(Fold::First);
            for after in ["01:00:00", "01:10:00", "02:00:00", "02:10:00", "02:59:59"] {
                let after = at(&format!("2025-10-26T{after}Z"));
                check(&schedule, Tz::Antarctica__Troll, after, Ok(at(next)));
            }
        }
    }
}
