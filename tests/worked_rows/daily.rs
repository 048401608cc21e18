//! Daily: one slot on each date of the days asked for, at a civil time.

use backup_window::{Daily, NoDays, Schedule, WEEKENDS, WORKDAYS};
use chrono::{NaiveTime, Utc, Weekday, WeekdaySet};
use chrono_tz::{America::Los_Angeles, Asia::Kolkata, Europe::Prague, Pacific::Auckland};

use crate::picture::{check, daily, everyday, on, open};

#[test]
fn the_time_is_that_of_the_jobs_zone() {
    // As printed in the samples: the next run of a job, asked for when the sample was taken.
    check(
        &Los_Angeles,
        everyday("15:00:00"),
        "2017-04-01T10:12:15Z",
        &["Sat 2017-04-01 15:00 -07:00 scheduled", "Sun 2017-04-02 15:00 -07:00 scheduled"],
    );
    check(
        &Prague, // a job created in summer, asked in winter
        everyday("14:00:00"),
        "2020-02-04T12:00:00Z",
        &["Tue 2020-02-04 14:00 +01:00 scheduled"],
    );
    check(
        &Auckland,
        everyday("22:00:00"),
        "2020-02-04T20:00:00Z",
        &["Wed 2020-02-05 22:00 +13:00 scheduled"],
    );
    check(&Prague, everyday("19:00:00"), "2025-07-30T14:36:14Z", &["Wed 2025-07-30 19:00 +02:00 scheduled"]);
}

#[test]
fn the_weekday_is_that_of_the_jobs_zone() {
    check(
        &Los_Angeles, // Saturday 02:00 in UTC
        on(Weekday::Fri, "19:00:00"),
        "2018-05-30T12:19:14Z",
        &["Fri 2018-06-01 19:00 -07:00 scheduled", "Fri 2018-06-08 19:00 -07:00 scheduled"],
    );
    check(
        &Los_Angeles,
        on(Weekday::Wed, "08:00:00"),
        "2018-06-06T15:18:22Z", // 18 minutes late for this week
        &["Wed 2018-06-13 08:00 -07:00 scheduled"],
    );
    check(
        &Kolkata, // Friday 19:00 in UTC
        on(Weekday::Sat, "00:30:00"),
        "2024-05-10T00:00:00Z",
        &["Sat 2024-05-11 00:30 +05:30 scheduled"],
    );
}

#[test]
fn next_is_strictly_after() {
    let friday = on(Weekday::Fri, "19:00:00");
    check(&Los_Angeles, friday, "2018-06-02T01:59:59.999999999Z", &["Fri 2018-06-01 19:00 -07:00 scheduled"]);
    check(&Los_Angeles, friday, "2018-06-02T02:00:00Z", &["Fri 2018-06-08 19:00 -07:00 scheduled"]);
    check(&Los_Angeles, friday, "2018-06-02T02:00:00.000000001Z", &["Fri 2018-06-08 19:00 -07:00 scheduled"]);
}

#[test]
fn workdays_are_monday_to_friday() {
    check(
        &Utc,
        daily(WORKDAYS, "22:00:00"),
        "2024-03-14T21:00:00Z",
        &[
            "Thu 2024-03-14 22:00 +00:00 scheduled",
            "Fri 2024-03-15 22:00 +00:00 scheduled",
            "Mon 2024-03-18 22:00 +00:00 scheduled",
        ],
    );
    check(
        &Utc,
        daily(WORKDAYS, "22:00:00"),
        "2024-03-15T23:00:00Z",
        &["Mon 2024-03-18 22:00 +00:00 scheduled"],
    );
}

#[test]
fn weekends_are_saturday_and_sunday() {
    check(
        &Utc,
        daily(WEEKENDS, "22:00:00"),
        "2024-03-15T23:00:00Z",
        &[
            "Sat 2024-03-16 22:00 +00:00 scheduled",
            "Sun 2024-03-17 22:00 +00:00 scheduled",
            "Sat 2024-03-23 22:00 +00:00 scheduled",
        ],
    );
}

#[test]
fn days_may_be_any_set() {
    let days: WeekdaySet = [Weekday::Mon, Weekday::Wed, Weekday::Sun].into_iter().collect();
    check(
        &Utc,
        daily(days, "00:00:00"),
        "2025-06-01T00:00:00Z",
        &[
            "Mon 2025-06-02 00:00 +00:00 scheduled",
            "Wed 2025-06-04 00:00 +00:00 scheduled",
            "Sun 2025-06-08 00:00 +00:00 scheduled",
        ],
    );
    assert_eq!(Daily::new(WeekdaySet::EMPTY, NaiveTime::MIN), Err(NoDays));
}

#[test]
fn a_fraction_of_a_second_is_kept() {
    check(
        &Prague,
        everyday("23:59:59.9999999"),
        "2025-06-01T21:59:59.9999998Z",
        &[
            "Sun 2025-06-01 23:59:59.999999900 +02:00 scheduled",
            "Mon 2025-06-02 23:59:59.999999900 +02:00 scheduled",
        ],
    );
    check(
        &Prague,
        everyday("12:00:00.5"),
        "2025-06-01T10:00:00.5Z",
        &["Mon 2025-06-02 12:00:00.500 +02:00 scheduled"],
    );
}

#[test]
fn a_leap_second_in_the_time_reads_as_the_second_before() {
    let leap = NaiveTime::from_hms_nano_opt(23, 59, 59, 1_500_000_000).unwrap();
    let schedule = Schedule::new(Daily::new(WeekdaySet::ALL, leap).unwrap());
    check(&Utc, schedule, "2016-12-31T00:00:00Z", &["Sat 2016-12-31 23:59:59 +00:00 scheduled"]);
}

#[test]
fn a_daily_job_ignores_the_periodic_window() {
    check(
        &Utc,
        everyday("22:00:00").with_periodic_window(open(9, 17)),
        "2025-06-02T00:00:00Z",
        &["Mon 2025-06-02 22:00 +00:00 scheduled", "Tue 2025-06-03 22:00 +00:00 scheduled"],
    );
}
