//! Windows: which cell an instant lies in, on which clock, and where a stretch begins and ends.

use backup_window::{BackupWindow, HourOfWeek, MinuteOffset, WindowClock, Windows};
use chrono::{Utc, Weekday};
use chrono_tz::{America::Los_Angeles, Asia::Kathmandu, Tz};

use crate::picture::{check, check_allowed, check_hours, hour, on, open, week};

/// The user guide's own example: Monday 03:00-10:00 and Thursday 14:00-21:00 are denied.
fn of_the_guide() -> BackupWindow {
    week([
        "########################",
        "###.......##############",
        "########################",
        "########################",
        "##############.......###",
        "########################",
        "########################",
    ])
}

/// The window printed with the sample of a Friday job.
fn of_the_friday_job() -> BackupWindow {
    week([
        "########################",
        "######...##########.####",
        "######...#####......####",
        "########################",
        "###..#############..####",
        "#####.............######",
        "########################",
    ])
}

fn utc_ahead(minutes: i64) -> WindowClock {
    WindowClock::UtcOffset(MinuteOffset::new(minutes).unwrap())
}

fn local_late(minutes: i64) -> WindowClock {
    WindowClock::Local { shift: MinuteOffset::new(minutes).unwrap() }
}

#[test]
fn a_cell_begins_on_the_hour_and_ends_before_the_next() {
    for clock in [WindowClock::UTC, WindowClock::LOCAL] {
        check_hours(
            &Utc,
            of_the_guide().with_clock(clock),
            &[
                ("2024-05-06T02:59:59Z", true), // a Monday
                ("2024-05-06T02:59:59.999999999Z", true),
                ("2024-05-06T03:00:00Z", false),
                ("2024-05-06T03:00:00.000000001Z", false),
                ("2024-05-06T09:59:59Z", false),
                ("2024-05-06T09:59:59.999999999Z", false),
                ("2024-05-06T10:00:00Z", true),
                ("2024-05-09T20:59:00Z", false), // a Thursday
                ("2024-05-09T21:00:00Z", true),
            ],
        );
    }
}

#[test]
fn a_shift_makes_every_hour_begin_late() {
    check_hours(
        &Utc,
        of_the_guide().with_clock(local_late(15)),
        &[
            ("2024-05-06T03:14:00Z", true),
            ("2024-05-06T03:14:59.999999999Z", true),
            ("2024-05-06T03:15:00Z", false),
            ("2024-05-06T10:14:00Z", false),
            ("2024-05-06T10:15:00Z", true),
        ],
    );
    check_hours(
        &Utc,
        of_the_guide().with_clock(local_late(-15)),
        &[
            ("2024-05-06T02:44:59Z", true),
            ("2024-05-06T02:45:00Z", false),
            ("2024-05-06T09:44:59Z", false),
            ("2024-05-06T09:45:00Z", true),
        ],
    );
}

#[test]
fn a_clock_ahead_of_utc_makes_every_hour_begin_early() {
    // 15 minutes ahead: at 02:45 UTC that clock shows 03:00.
    check_hours(
        &Utc,
        of_the_guide().with_clock(utc_ahead(15)),
        &[("2024-05-06T02:44:59Z", true), ("2024-05-06T02:45:00Z", false), ("2024-05-06T09:45:00Z", true)],
    );
    check_hours(
        &Utc,
        of_the_guide().with_clock(utc_ahead(-420)), // the clock of a summer in Los Angeles
        &[("2024-05-06T09:59:59Z", true), ("2024-05-06T10:00:00Z", false), ("2024-05-06T17:00:00Z", true)],
    );
}

#[test]
fn the_week_wraps_from_saturday_to_sunday() {
    let but_the_last_hour =
        BackupWindow::ALWAYS.deny(HourOfWeek::new(167).unwrap(), HourOfWeek::new(0).unwrap());
    check_hours(
        &Utc,
        but_the_last_hour.with_clock(local_late(15)), // Sat 23:15 to Sun 00:15
        &[
            ("2024-05-04T23:14:59Z", true),
            ("2024-05-04T23:15:00Z", false),
            ("2024-05-05T00:14:00Z", false),
            ("2024-05-05T00:15:00Z", true),
        ],
    );
    check_hours(
        &Utc,
        but_the_last_hour.with_clock(utc_ahead(1_439)), // Fri 23:01 to Sat 00:01
        &[
            ("2024-05-03T23:00:59Z", true),
            ("2024-05-03T23:01:00Z", false),
            ("2024-05-04T00:00:59Z", false),
            ("2024-05-04T00:01:00Z", true),
        ],
    );
    check_allowed(
        &Utc,
        BackupWindow::NEVER.allow(hour(Weekday::Sat, 23), hour(Weekday::Sun, 1)),
        ("2024-05-01T00:00:00Z", "2024-05-15T00:00:00Z"),
        &["Sat 23:00 +00:00 to Sun 01:00 +00:00", "Sat 23:00 +00:00 to Sun 01:00 +00:00"],
    );
}

#[test]
fn the_printed_sample_starts_inside_its_window_on_either_clock() {
    let friday_evening = "2018-06-02T02:00:00Z"; // Friday 19:00 in Los Angeles
    check_hours(&Los_Angeles, of_the_friday_job().with_clock(WindowClock::LOCAL), &[(friday_evening, true)]);
    check_hours(&Los_Angeles, of_the_friday_job(), &[(friday_evening, true)]);
    for clock in [WindowClock::LOCAL, WindowClock::UTC] {
        check(
            &Los_Angeles,
            on(Weekday::Fri, "19:00:00").with_backup_window(of_the_friday_job().with_clock(clock)),
            "2018-05-30T12:19:14Z",
            &["Fri 2018-06-01 19:00 -07:00 scheduled"],
        );
    }
}

#[test]
fn the_same_grid_lies_elsewhere_on_another_clock() {
    let nights = open(19, 8);
    let june = ("2025-06-02T12:00:00Z", "2025-06-03T12:00:00Z");
    let rows = |clock, row| check_allowed(&Los_Angeles, nights.with_clock(clock), june, row);
    rows(
        WindowClock::LOCAL,
        &["Mon 05:00 -07:00 to Mon 08:00 -07:00", "Mon 19:00 -07:00 to Tue 05:00 -07:00"],
    );
    rows(WindowClock::UTC, &["Mon 12:00 -07:00 to Tue 01:00 -07:00"]);
    rows(utc_ahead(60), &["Mon 11:00 -07:00 to Tue 00:00 -07:00"]);
    check_allowed(&Kathmandu, nights, june, &["Mon 19:00 +05:45 to Tue 08:00 +05:45"]);
}

#[test]
fn both_windows_together_allow_what_each_allows() {
    let both = Windows { backup: Some(open(6, 12)), periodic: Some(open(9, 15).with_clock(local_late(30))) };
    check_allowed(
        &Utc,
        both,
        ("2025-06-02T00:00:00Z", "2025-06-03T00:00:00Z"),
        &["Mon 09:30 +00:00 to Mon 12:00 +00:00"],
    );
    let apart = Windows { backup: Some(open(6, 9)), periodic: Some(open(9, 15)) };
    check_allowed(&Utc, apart, ("2025-06-02T00:00:00Z", "2025-06-03T00:00:00Z"), &[]);
    let whole = Windows { backup: None, periodic: Some(BackupWindow::ALWAYS) };
    check_allowed(
        &Utc,
        whole,
        ("2025-06-02T00:00:00.5Z", "2025-06-03T00:00:00Z"),
        &["Mon 00:00:00.500 +00:00 to Tue 00:00 +00:00"],
    );
}

#[test]
fn windows_that_meet_in_summer_only_are_apart_from_its_last_instant_on() {
    // 08:00-09:00 UTC is 01:00-02:00 in Los Angeles in summer, which ends on a Sunday at 09:00 UTC.
    let sunday = |from| BackupWindow::NEVER.allow(hour(Weekday::Sun, from), hour(Weekday::Sun, from + 1));
    check_allowed(
        &Los_Angeles,
        Windows { backup: Some(sunday(8)), periodic: Some(sunday(1).with_clock(WindowClock::LOCAL)) },
        ("2024-10-23T00:00:00Z", "2025-03-17T00:00:00Z"),
        &[
            "Sun 01:00 -07:00 to Sun 02:00 -07:00",
            "Sun 01:00 -07:00 to Sun 01:00 -08:00",
            "Sun 01:00 -07:00 to Sun 02:00 -07:00",
        ],
    );
}

#[test]
fn windows_before_1970_are_on_the_same_hours() {
    // 1969-07-20 was a Sunday.
    let sunday = BackupWindow::NEVER.allow(hour(Weekday::Sun, 0), hour(Weekday::Mon, 0));
    check_hours(
        &Utc,
        sunday,
        &[
            ("1969-07-19T23:59:59.999999999Z", false),
            ("1969-07-20T00:00:00Z", true),
            ("1969-07-20T23:59:59.999999999Z", true),
            ("1969-07-21T00:00:00Z", false),
            ("0001-01-06T23:59:59Z", false), // 0001-01-07 was a Sunday
            ("0001-01-07T00:00:00Z", true),
            ("-0001-12-26T00:00:00Z", true), // so was the last one of the year -1
        ],
    );
}

#[test]
fn a_local_window_follows_the_clock_through_gap_and_fold() {
    // Los Angeles 2024-03-10: 01:59 PST | 03:00 PDT. The hour from 02:00 does not come.
    let two_to_four = open(2, 4);
    check_allowed(
        &Los_Angeles,
        two_to_four,
        ("2024-03-09T08:00:00Z", "2024-03-11T07:00:00Z"),
        &["Sat 02:00 -08:00 to Sat 04:00 -08:00", "Sun 03:00 -07:00 to Sun 04:00 -07:00"],
    );
    check_allowed(&Los_Angeles, open(2, 3), ("2024-03-10T08:00:00Z", "2024-03-11T07:00:00Z"), &[]);
    // 2024-11-03: 01:59 PDT | 01:00 PST. The hour from 01:00 comes twice, in one stretch.
    check_allowed(
        &Los_Angeles,
        open(1, 2),
        ("2024-11-03T07:00:00Z", "2024-11-04T08:00:00Z"),
        &["Sun 01:00 -07:00 to Sun 02:00 -08:00"],
    );
    // The hour from 00:00 is over when the clock goes back to 01:00, that from 01:30 begins twice.
    check_allowed(
        &Los_Angeles,
        open(1, 2).with_clock(local_late(30)),
        ("2024-11-03T07:00:00Z", "2024-11-04T08:00:00Z"),
        &["Sun 01:30 -07:00 to Sun 01:00 -08:00", "Sun 01:30 -08:00 to Sun 02:30 -08:00"],
    );
}

#[test]
fn a_window_on_utc_does_not_care_about_clock_changes() {
    check_allowed(
        &Los_Angeles,
        open(9, 11).with_clock(WindowClock::UTC),
        ("2024-03-10T00:00:00Z", "2024-03-11T00:00:00Z"),
        &["Sun 01:00 -08:00 to Sun 04:00 -07:00"],
    );
}

#[test]
fn an_offset_of_seconds_moves_the_hours_by_seconds() {
    // Dublin until 1916 was 25 min 21 s behind.
    check_allowed(
        &Tz::Europe__Dublin,
        open(9, 10),
        ("1910-04-01T00:00:00Z", "1910-04-02T00:00:00Z"),
        &["Fri 09:00 -00:25:21 to Fri 10:00 -00:25:21"],
    );
}
