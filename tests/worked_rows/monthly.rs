//! The monthly trigger: which day it is, and what clock changes and windows do to it.

use backup_window::{BackupWindow, DeniedSlot, Gap, MonthDay, Monthly, Months, NoRun, Schedule, WindowClock};
use chrono::{Month, NaiveTime, TimeDelta, Utc, Weekday};
use chrono_tz::{America::New_York, Pacific::Apia};

use crate::oracle::utc;
use crate::picture::{ANY_DENIED, check, open};

fn monthly(day: MonthDay, months: &[Month], time: &str) -> Schedule {
    let months = if months.is_empty() { Months::ALL } else { months.iter().copied().collect() };
    let time = NaiveTime::parse_from_str(time, "%H:%M").unwrap();
    Schedule::new(Monthly::new(day, months, time).unwrap())
}

/// A window of whole days, on UTC.
fn days(days: &[Weekday]) -> BackupWindow {
    BackupWindow::NEVER.allow_daily(days.iter().copied().collect(), 0, 0)
}

#[test]
fn a_month_without_the_day_has_no_slot() {
    check(
        &Utc,
        monthly(MonthDay::On(30), &[], "22:00"),
        "2024-12-30T22:00:00Z",
        &[
            "Thu 2025-01-30 22:00 +00:00 scheduled",
            "Sun 2025-03-30 22:00 +00:00 scheduled", // there is no 30 February
            "Wed 2025-04-30 22:00 +00:00 scheduled",
        ],
    );
    check(
        &Utc,
        monthly(MonthDay::On(31), &[], "00:00"),
        "2025-01-31T00:00:00Z",
        &[
            "Mon 2025-03-31 00:00 +00:00 scheduled",
            "Sat 2025-05-31 00:00 +00:00 scheduled",
            "Thu 2025-07-31 00:00 +00:00 scheduled",
            "Sun 2025-08-31 00:00 +00:00 scheduled",
        ],
    );
}

#[test]
fn the_last_day_is_the_last_of_each_month() {
    check(
        &Utc,
        monthly(MonthDay::Last, &[], "22:00"),
        "2024-01-31T22:00:00Z",
        &[
            "Thu 2024-02-29 22:00 +00:00 scheduled",
            "Sun 2024-03-31 22:00 +00:00 scheduled",
            "Tue 2024-04-30 22:00 +00:00 scheduled",
        ],
    );
}

#[test]
fn a_weekday_is_counted_within_its_month() {
    // September 2025 begins on a Monday, June on a Sunday.
    let september = "2025-08-31T22:00:00Z";
    for (day, row) in [
        (MonthDay::First(Weekday::Mon), "Mon 2025-09-01 22:00 +00:00 scheduled"),
        (MonthDay::First(Weekday::Sun), "Sun 2025-09-07 22:00 +00:00 scheduled"),
        (MonthDay::Second(Weekday::Mon), "Mon 2025-09-08 22:00 +00:00 scheduled"),
        (MonthDay::Third(Weekday::Sun), "Sun 2025-09-21 22:00 +00:00 scheduled"),
        (MonthDay::Fourth(Weekday::Mon), "Mon 2025-09-22 22:00 +00:00 scheduled"),
        (MonthDay::LastWeekday(Weekday::Mon), "Mon 2025-09-29 22:00 +00:00 scheduled"), // the fifth
        (MonthDay::LastWeekday(Weekday::Sun), "Sun 2025-09-28 22:00 +00:00 scheduled"), // the fourth
    ] {
        check(&Utc, monthly(day, &[], "22:00"), september, &[row]);
    }
}

#[test]
fn only_the_chosen_months_count() {
    let fourth_saturday = MonthDay::Fourth(Weekday::Sat);
    let job = monthly(fourth_saturday, &[Month::January, Month::July], "22:00");
    check(
        &Utc,
        job,
        "2025-01-25T22:00:00Z",
        &["Sat 2025-07-26 22:00 +00:00 scheduled", "Sat 2026-01-24 22:00 +00:00 scheduled"],
    );
}

#[test]
fn the_day_is_that_of_the_jobs_zone() {
    check(
        &New_York,
        monthly(MonthDay::On(1), &[], "22:00"),
        "2025-06-01T12:00:00Z",
        &[
            "Sun 2025-06-01 22:00 -04:00 scheduled", // 2 June in UTC
            "Tue 2025-07-01 22:00 -04:00 scheduled",
        ],
    );
}

#[test]
fn a_monthly_slot_in_a_gap_runs_at_the_first_instant_after_it() {
    // New York 2025-03-09: ___ 01:59 EST | 02:00-02:59 never happens | 03:00 EDT ___
    let second_sunday = monthly(MonthDay::Second(Weekday::Sun), &[], "02:30");
    let before = "2025-02-10T00:00:00Z";
    check(&New_York, second_sunday, before, &["Sun 2025-03-09 03:00 -04:00 moved from Sun 02:30"]);
    check(
        &New_York,
        second_sunday.with_gap(Gap::ShiftForward),
        before,
        &["Sun 2025-03-09 03:30 -04:00 moved from Sun 02:30"],
    );
    check(&New_York, second_sunday.with_gap(Gap::Skip), before, &["Sun 2025-04-13 02:30 -04:00 scheduled"]);
    // Apia has no 2011-12-30.
    let thirtieth = monthly(MonthDay::On(30), &[Month::December], "22:00");
    check(&Apia, thirtieth, "2011-12-01T00:00:00Z", &["Sat 2011-12-31 00:00 +14:00 moved from Fri 22:00"]);
}

#[test]
fn a_monthly_slot_in_a_fold_runs_in_the_first_pass() {
    // New York 2025-11-02: 01:00-01:59 happens twice.
    check(
        &New_York,
        monthly(MonthDay::On(2), &[], "01:30"),
        "2025-10-15T00:00:00Z",
        &["Sun 2025-11-02 01:30 -04:00 scheduled", "Tue 2025-12-02 01:30 -05:00 scheduled"],
    );
}

#[test]
fn a_monthly_slot_in_a_denied_hour_is_skipped_unless_asked_otherwise() {
    let weekends = days(&[Weekday::Sat, Weekday::Sun]);
    let first = monthly(MonthDay::On(1), &[], "12:00").with_backup_window(weekends);
    // 1 June 2025 is a Sunday, 1 November a Saturday.
    let after = "2025-05-15T00:00:00Z";
    check(
        &Utc,
        first,
        after,
        &[
            "Sun 2025-06-01 12:00 +00:00 scheduled",
            "Sat 2025-11-01 12:00 +00:00 scheduled",
            "Sun 2026-02-01 12:00 +00:00 scheduled",
        ],
    );
    check(
        &Utc,
        first.with_denied(DeniedSlot::Defer),
        after,
        &[
            "Sun 2025-06-01 12:00 +00:00 scheduled",
            "Sat 2025-07-05 00:00 +00:00 deferred from Tue 12:00",
            "Sat 2025-08-02 00:00 +00:00 deferred from Fri 12:00",
            "Sat 2025-09-06 00:00 +00:00 deferred from Mon 12:00",
        ],
    );
    check(
        &Utc,
        first.with_denied(DeniedSlot::AtOpening),
        after,
        &[
            "Sat 2025-05-17 00:00 +00:00 at opening",
            "Sat 2025-05-24 00:00 +00:00 at opening",
            "Sat 2025-05-31 00:00 +00:00 at opening",
            "Sun 2025-06-01 12:00 +00:00 scheduled",
            "Sat 2025-06-07 00:00 +00:00 at opening",
        ],
    );
}

#[test]
fn a_leap_day_is_found_across_the_eight_years_without_one() {
    let leap_day = monthly(MonthDay::On(29), &[Month::February], "12:00");
    let run = leap_day.next_after(&Utc, utc("2096-02-29T12:00:00Z")).unwrap();
    assert_eq!(run.at, utc("2104-02-29T12:00:00Z"));
    assert_eq!(leap_day.previous_before(&Utc, run.at).unwrap().at, utc("2096-02-29T12:00:00Z"));
    // A Monday at last: 2044 and no sooner.
    let mondays = leap_day.with_backup_window(days(&[Weekday::Mon]));
    let run = mondays.next_after(&New_York, utc("2016-03-01T12:00:00Z")).unwrap();
    assert_eq!(run.at, utc("2044-02-29T17:00:00Z"));
}

#[test]
fn a_day_that_no_chosen_month_has_never_matches() {
    let half_past = open(4, 5).with_clock(WindowClock::LOCAL);
    for denied in ANY_DENIED {
        for job in [
            monthly(MonthDay::On(30), &[Month::February], "12:00"),
            monthly(MonthDay::On(31), &[Month::April, Month::June], "12:00")
                .with_backup_window(BackupWindow::ALWAYS),
        ] {
            let job = job.with_denied(denied);
            for t in [
                "0001-01-01T00:00:00Z",
                "1850-01-01T00:00:00Z",
                "2025-06-02T12:00:00Z",
                "9999-01-01T00:00:00Z",
            ] {
                assert_eq!(job.next_after(&New_York, utc(t)), Err(NoRun::NeverMatches));
                assert_eq!(job.previous_before(&New_York, utc(t)), Err(NoRun::NeverMatches));
            }
        }
    }
    let always_denied = monthly(MonthDay::On(1), &[], "12:00").with_backup_window(half_past);
    assert_eq!(always_denied.next_after(&New_York, utc("2025-06-02T12:00:00Z")), Err(NoRun::NeverMatches));
    assert_eq!(
        always_denied.previous_before(&New_York, utc("2025-06-02T12:00:00Z")),
        Err(NoRun::NeverMatches)
    );
}

#[test]
fn a_monthly_run_beyond_the_ends_of_time_is_said_to_be_there() {
    let job = monthly(MonthDay::On(29), &[Month::February], "12:00");
    let max = chrono::DateTime::<Utc>::MAX_UTC - TimeDelta::days(400);
    let min = chrono::DateTime::<Utc>::MIN_UTC + TimeDelta::days(1);
    assert_eq!(job.next_after(&New_York, max), Err(NoRun::BeyondTimeRange));
    assert_eq!(job.previous_before(&New_York, min), Err(NoRun::BeyondTimeRange));
}

#[test]
fn a_monthly_trigger_has_a_day_and_a_month() {
    let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap();
    for day in [0, 32, 255] {
        let error = Monthly::new(MonthDay::On(day), Months::ALL, noon).unwrap_err();
        assert_eq!(error.to_string(), format!("day of month {day} is out of range (expected 1 to 31)"));
    }
    let none = Monthly::new(MonthDay::Last, [].into_iter().collect(), noon).unwrap_err();
    assert_eq!(none.to_string(), "number of months 0 is out of range (expected 1 to 12)");
}
