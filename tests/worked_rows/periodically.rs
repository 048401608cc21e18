//! Periodically: the same civil times every day, starting anew at midnight.

use backup_window::{Every, Periodically};
use chrono::Utc;
use chrono_tz::{Asia::Kolkata, Europe::Prague};

use crate::picture::{check, every};

#[test]
fn the_day_is_divided_from_midnight() {
    check(
        &Utc,
        every(Every::Hours4, 0),
        "2024-05-05T23:59:00Z",
        &[
            "Mon 2024-05-06 00:00 +00:00 scheduled",
            "Mon 2024-05-06 04:00 +00:00 scheduled",
            "Mon 2024-05-06 08:00 +00:00 scheduled",
            "Mon 2024-05-06 12:00 +00:00 scheduled",
            "Mon 2024-05-06 16:00 +00:00 scheduled",
            "Mon 2024-05-06 20:00 +00:00 scheduled",
            "Tue 2024-05-07 00:00 +00:00 scheduled",
        ],
    );
    check(
        &Utc,
        every(Every::Hours12, 0),
        "2024-05-06T00:00:01Z",
        &["Mon 2024-05-06 12:00 +00:00 scheduled", "Tue 2024-05-07 00:00 +00:00 scheduled"],
    );
}

#[test]
fn a_job_is_not_anchored_on_the_time_it_was_made() {
    // Made at 16:30, every 4 hours: not at 20:30.
    check(&Utc, every(Every::Hours4, 0), "2024-05-06T16:30:00Z", &["Mon 2024-05-06 20:00 +00:00 scheduled"]);
}

#[test]
fn an_offset_makes_every_slot_late() {
    check(
        &Utc,
        every(Every::Hours8, 59),
        "2024-05-06T00:00:00Z",
        &[
            "Mon 2024-05-06 00:59 +00:00 scheduled",
            "Mon 2024-05-06 08:59 +00:00 scheduled",
            "Mon 2024-05-06 16:59 +00:00 scheduled",
            "Tue 2024-05-07 00:59 +00:00 scheduled",
        ],
    );
    check(
        &Kolkata, // the grid is the clock's, not that of UTC
        every(Every::Hours4, 30),
        "2024-05-06T00:00:00Z",
        &["Mon 2024-05-06 08:30 +05:30 scheduled", "Mon 2024-05-06 12:30 +05:30 scheduled"],
    );
}

#[test]
fn an_offset_does_not_apply_to_minutes() {
    check(
        &Utc,
        every(Every::Minutes30, 15),
        "2024-05-06T00:01:00Z",
        &["Mon 2024-05-06 00:30 +00:00 scheduled", "Mon 2024-05-06 01:00 +00:00 scheduled"],
    );
    assert_eq!(Periodically::new(Every::Minutes30, 15).unwrap().offset(), 0);
}

#[test]
fn an_offset_is_less_than_an_hour() {
    for every in Every::ALL {
        assert!(Periodically::new(every, 59).is_ok());
        for wrong in [-1, 60, i64::MIN, i64::MAX] {
            let error = Periodically::new(every, wrong).unwrap_err();
            assert_eq!((error.value(), error.limits()), (wrong, (0, 59)));
        }
    }
}

#[test]
fn each_interval_fills_the_day() {
    let minutes: Vec<u16> = Every::ALL.iter().map(|every| every.minutes()).collect();
    assert_eq!(minutes, [5, 10, 15, 20, 30, 60, 120, 180, 240, 360, 480, 720, 1_440]);
    let day = "2025-06-01T22:00:00Z".parse().unwrap().."2025-06-02T22:00:00Z".parse().unwrap();
    for each in Every::ALL {
        let runs = every(each, 0).runs(&Prague, day.clone()).count();
        assert_eq!(runs, usize::from(1_440 / each.minutes()), "every {each}");
    }
}

#[test]
fn the_shortest_interval_crosses_the_hour() {
    check(
        &Utc,
        every(Every::Minutes5, 0),
        "2024-05-06T09:54:59.999999999Z",
        &["Mon 2024-05-06 09:55 +00:00 scheduled", "Mon 2024-05-06 10:00 +00:00 scheduled"],
    );
}
