//! Durations row by row: what fits exactly and what does not, and where a clock or time itself ends.

#![expect(clippy::unwrap_used, reason = "in a test a panic is an answer")]

use backup_window::{
    BackupWindow, Fit, HourOfWeek, Length, MonthDay, Monthly, Months, NoRun, Schedule, WindowClock,
};
use chrono::{DateTime, NaiveTime, TimeDelta, TimeZone, Utc, Weekday, WeekdaySet};
use chrono_tz::Europe::Prague;

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// Open for so many hours from Sunday 10:00 on, and at no other time.
fn one_stretch(hours: u8) -> BackupWindow {
    BackupWindow::from_hours((0..hours).map(|hour| HourOfWeek::new((10 + hour) % 168).unwrap()))
}

#[test]
fn a_stretch_has_room_for_every_whole_hour_up_to_its_length_and_for_no_nanosecond_more() {
    let sunday = utc("2025-06-01T00:00:00Z");
    let opening = sunday + TimeDelta::hours(10);
    for length in 1..168 {
        let window = one_stretch(length);
        // A stretch that is still open on Sunday has its beginning a week before.
        let from = opening - TimeDelta::hours(i64::from(168 - length).min(3));
        assert_eq!(window.longest_allowed(), Length::Limited(TimeDelta::hours(length.into())), "{length} h");
        for hours in 1..=i64::from(length) {
            let last = Some(opening + TimeDelta::hours(i64::from(length) - hours));
            let fit = window.fit_from(&Utc, from, TimeDelta::hours(hours));
            assert_eq!(fit, Some(Fit { first: opening, last }), "{hours} of {length} h");
        }
        let more = TimeDelta::hours(length.into()) + TimeDelta::nanoseconds(1);
        assert_eq!(window.fit_from(&Utc, from, more), None, "more than {length} h");
    }
}

#[test]
fn what_takes_more_hours_than_a_week_has_fits_nowhere() {
    let from = utc("2025-06-01T00:00:00Z");
    for hours in [168, 169, 1_000, 3_000_000_000, 2_000_000_000_000] {
        assert_eq!(one_stretch(167).fit_from(&Utc, from, TimeDelta::hours(hours)), None, "{hours} h");
    }
}

#[test]
fn a_job_that_pauses_goes_on_as_the_clock_shows_after_a_change() {
    // Open from 00:00 to 03:00 in Prague, where 02:00 to 03:00 is skipped on 2025-03-30: two hours, then none until
    // midnight.
    let window = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 0, 3).with_clock(WindowClock::LOCAL);
    let start = utc("2025-03-29T23:00:00Z");
    for (seconds, end) in
        [(7_199, "2025-03-30T00:59:59Z"), (7_200, "2025-03-30T01:00:00Z"), (7_201, "2025-03-30T22:00:01Z")]
    {
        assert_eq!(window.split_end(&Prague, start, TimeDelta::seconds(seconds)), Some(utc(end)));
    }
}

#[test]
fn a_job_that_pauses_may_end_with_time_itself() {
    // The last day of chrono's time is not evaluated.
    let end = DateTime::<Utc>::MAX_UTC.date_naive().and_hms_opt(0, 0, 0).unwrap().and_utc();
    let moment = TimeDelta::nanoseconds(1);
    for clock in [WindowClock::UTC, WindowClock::LOCAL] {
        let window = BackupWindow::ALWAYS.with_clock(clock);
        for start in [
            end - TimeDelta::seconds(10),
            Utc.with_ymd_and_hms(262_000, 1, 1, 0, 0, 0).unwrap(),
            Utc.with_ymd_and_hms(2_100, 1, 1, 0, 0, 0).unwrap(),
            Utc.with_ymd_and_hms(2_025, 1, 1, 0, 0, 0).unwrap(),
        ] {
            assert_eq!(window.split_end(&Prague, start, end - start), Some(end), "{clock}, {start}");
            assert_eq!(window.split_end(&Prague, start, end - start + moment), None, "{clock}, {start}");
        }
    }
}

#[test]
fn a_monthly_run_with_time_enough_may_be_months_away() {
    // The first of the month at 22:00, where the window closes after an hour, but for Sundays: after eight.
    let sundays = BackupWindow::NEVER.allow_daily(WeekdaySet::single(Weekday::Sun), 22, 6);
    let window = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 22, 23).union(&sundays).unwrap();
    let at = NaiveTime::from_hms_opt(22, 0, 0).unwrap();
    let monthly =
        Schedule::new(Monthly::new(MonthDay::On(1), Months::ALL, at).unwrap()).with_backup_window(window);
    let run =
        |from, hours| monthly.next_fitting_after(&Utc, utc(from), TimeDelta::hours(hours)).map(|run| run.at);
    assert_eq!(run("2025-06-02T00:00:00Z", 1), Ok(utc("2025-07-01T22:00:00Z")));
    assert_eq!(run("2025-06-02T00:00:00Z", 2), Ok(utc("2026-02-01T22:00:00Z")));
    assert_eq!(run("2026-02-01T22:00:00Z", 8), Ok(utc("2026-03-01T22:00:00Z")));
    assert_eq!(run("2025-06-02T00:00:00Z", 9), Err(NoRun::NeverFits));
}
