//! Gap and fold: the choices for a civil time that a zone skips or repeats.
//!
//! ```text
//! Los Angeles 2024-03-10: ___ 01:59 PST | 02:00-02:59 never happens | 03:00 PDT ___
//! Los Angeles 2024-11-03: ___ 01:00-01:59 PDT | 01:00-01:59 PST | 02:00 PST ___
//! ```

use backup_window::{DeniedSlot, Every, Fold, Gap, WindowClock};
use chrono_tz::America::{Havana, Los_Angeles};

use crate::picture::{check, every, everyday, open};

#[test]
fn a_daily_slot_in_a_gap_runs_at_the_first_instant_after_it() {
    check(
        &Los_Angeles,
        everyday("02:30:00"),
        "2024-03-10T08:00:00Z",
        &["Sun 2024-03-10 03:00 -07:00 moved from Sun 02:30", "Mon 2024-03-11 02:30 -07:00 scheduled"],
    );
    for lost in ["02:00:00", "02:59:59", "02:59:59.9"] {
        let run = everyday(lost).next_after(&Los_Angeles, "2024-03-10T08:00:00Z".parse().unwrap()).unwrap();
        assert_eq!(run.at.to_rfc3339(), "2024-03-10T10:00:00+00:00", "{lost}");
    }
}

#[test]
fn a_daily_slot_in_a_gap_can_keep_the_offset_before_it() {
    check(
        &Los_Angeles,
        everyday("02:30:00").with_gap(Gap::ShiftForward),
        "2024-03-10T08:00:00Z",
        &["Sun 2024-03-10 03:30 -07:00 moved from Sun 02:30", "Mon 2024-03-11 02:30 -07:00 scheduled"],
    );
    check(
        &Los_Angeles,
        everyday("02:30:00.25").with_gap(Gap::ShiftForward),
        "2024-03-10T08:00:00Z",
        &["Sun 2024-03-10 03:30:00.250 -07:00 moved from Sun 02:30"],
    );
}

#[test]
fn a_daily_slot_in_a_gap_can_be_skipped() {
    check(
        &Los_Angeles,
        everyday("02:30:00").with_gap(Gap::Skip),
        "2024-03-10T08:00:00Z",
        &["Mon 2024-03-11 02:30 -07:00 scheduled"],
    );
}

#[test]
fn the_ends_of_a_gap_are_not_in_it() {
    for gap in [Gap::FirstValid, Gap::ShiftForward, Gap::Skip] {
        check(
            &Los_Angeles,
            everyday("01:59:59").with_gap(gap),
            "2024-03-10T08:00:00Z",
            &["Sun 2024-03-10 01:59:59 -08:00 scheduled", "Mon 2024-03-11 01:59:59 -07:00 scheduled"],
        );
        check(
            &Los_Angeles,
            everyday("03:00:00").with_gap(gap),
            "2024-03-10T08:00:00Z",
            &["Sun 2024-03-10 03:00 -07:00 scheduled", "Mon 2024-03-11 03:00 -07:00 scheduled"],
        );
    }
}

#[test]
fn a_daily_slot_in_a_fold_runs_in_the_first_pass() {
    check(
        &Los_Angeles,
        everyday("01:30:00"),
        "2024-11-03T06:00:00Z",
        &["Sun 2024-11-03 01:30 -07:00 scheduled", "Mon 2024-11-04 01:30 -08:00 scheduled"],
    );
    // Asked in the second pass: the run of the day is over.
    check(
        &Los_Angeles,
        everyday("01:30:00"),
        "2024-11-03T08:30:00Z",
        &["Mon 2024-11-04 01:30 -08:00 scheduled"],
    );
    check(
        &Los_Angeles,
        everyday("01:30:00"),
        "2024-11-03T09:15:00Z",
        &["Mon 2024-11-04 01:30 -08:00 scheduled"],
    );
}

#[test]
fn a_daily_slot_in_a_fold_can_run_in_the_second_pass_or_in_both() {
    check(
        &Los_Angeles,
        everyday("01:30:00").with_fold(Fold::Second),
        "2024-11-03T06:00:00Z",
        &["Sun 2024-11-03 01:30 -08:00 scheduled", "Mon 2024-11-04 01:30 -08:00 scheduled"],
    );
    check(
        &Los_Angeles,
        everyday("01:30:00").with_fold(Fold::Both),
        "2024-11-03T06:00:00Z",
        &[
            "Sun 2024-11-03 01:30 -07:00 scheduled",
            "Sun 2024-11-03 01:30 -08:00 scheduled",
            "Mon 2024-11-04 01:30 -08:00 scheduled",
        ],
    );
}

#[test]
fn the_end_of_a_fold_comes_once_and_its_beginning_twice() {
    for fold in [Fold::First, Fold::Second, Fold::Both] {
        check(
            &Los_Angeles,
            everyday("02:00:00").with_fold(fold),
            "2024-11-03T07:00:00Z",
            &["Sun 2024-11-03 02:00 -08:00 scheduled"],
        );
        check(
            &Los_Angeles,
            everyday("00:59:59").with_fold(fold),
            "2024-11-03T07:00:00Z",
            &["Sun 2024-11-03 00:59:59 -07:00 scheduled", "Mon 2024-11-04 00:59:59 -08:00 scheduled"],
        );
    }
    check(
        &Los_Angeles,
        everyday("01:00:00").with_fold(Fold::Both),
        "2024-11-03T07:00:00Z",
        &["Sun 2024-11-03 01:00 -07:00 scheduled", "Sun 2024-11-03 01:00 -08:00 scheduled"],
    );
    check(
        &Los_Angeles,
        everyday("01:59:59.5").with_fold(Fold::Second),
        "2024-11-03T07:00:00Z",
        &["Sun 2024-11-03 01:59:59.500 -08:00 scheduled"],
    );
}

#[test]
fn a_periodic_slot_lost_in_a_gap_happens_after_it() {
    check(
        &Los_Angeles,
        every(Every::Hours2, 0),
        "2024-03-10T08:00:00Z",
        &[
            "Sun 2024-03-10 03:00 -07:00 moved from Sun 02:00",
            "Sun 2024-03-10 04:00 -07:00 scheduled",
            "Sun 2024-03-10 06:00 -07:00 scheduled",
        ],
    );
    check(
        &Los_Angeles,
        every(Every::Hours1, 15),
        "2024-03-10T09:00:00Z",
        &[
            "Sun 2024-03-10 01:15 -08:00 scheduled",
            "Sun 2024-03-10 03:00 -07:00 moved from Sun 02:15",
            "Sun 2024-03-10 03:15 -07:00 scheduled",
        ],
    );
}

#[test]
fn a_lost_slot_and_a_regular_one_at_the_same_instant_are_one() {
    check(
        &Los_Angeles,
        every(Every::Hours1, 0),
        "2024-03-10T08:00:00Z",
        &[
            "Sun 2024-03-10 01:00 -08:00 scheduled",
            "Sun 2024-03-10 03:00 -07:00 scheduled",
            "Sun 2024-03-10 04:00 -07:00 scheduled",
        ],
    );
    // 02:15 an hour later is 03:15.
    check(
        &Los_Angeles,
        every(Every::Hours1, 15).with_gap(Gap::ShiftForward),
        "2024-03-10T09:00:00Z",
        &[
            "Sun 2024-03-10 01:15 -08:00 scheduled",
            "Sun 2024-03-10 03:15 -07:00 scheduled",
            "Sun 2024-03-10 04:15 -07:00 scheduled",
        ],
    );
    check(
        &Los_Angeles,
        every(Every::Minutes5, 0),
        "2024-03-10T09:54:00Z",
        &[
            "Sun 2024-03-10 01:55 -08:00 scheduled",
            "Sun 2024-03-10 03:00 -07:00 scheduled",
            "Sun 2024-03-10 03:05 -07:00 scheduled",
        ],
    );
}

#[test]
fn a_periodic_slot_lost_in_a_gap_can_keep_its_offset_or_be_skipped() {
    check(
        &Los_Angeles,
        every(Every::Hours2, 30).with_gap(Gap::ShiftForward),
        "2024-03-10T09:00:00Z",
        &["Sun 2024-03-10 03:30 -07:00 moved from Sun 02:30", "Sun 2024-03-10 04:30 -07:00 scheduled"],
    );
    check(
        &Los_Angeles,
        every(Every::Hours2, 30).with_gap(Gap::Skip),
        "2024-03-10T08:30:00Z",
        &["Sun 2024-03-10 04:30 -07:00 scheduled"],
    );
}

#[test]
fn a_periodic_job_runs_in_both_passes_of_a_fold() {
    check(
        &Los_Angeles,
        every(Every::Hours1, 0),
        "2024-11-03T07:30:00Z",
        &[
            "Sun 2024-11-03 01:00 -07:00 scheduled",
            "Sun 2024-11-03 01:00 -08:00 scheduled",
            "Sun 2024-11-03 02:00 -08:00 scheduled",
        ],
    );
    check(
        &Los_Angeles,
        every(Every::Minutes30, 0),
        "2024-11-03T08:30:00Z",
        &[
            "Sun 2024-11-03 01:00 -08:00 scheduled",
            "Sun 2024-11-03 01:30 -08:00 scheduled",
            "Sun 2024-11-03 02:00 -08:00 scheduled",
            "Sun 2024-11-03 02:30 -08:00 scheduled",
        ],
    );
    check(
        &Havana, // back to midnight
        every(Every::Hours2, 0),
        "2024-11-03T03:00:00Z",
        &[
            "Sun 2024-11-03 00:00 -04:00 scheduled",
            "Sun 2024-11-03 00:00 -05:00 scheduled",
            "Sun 2024-11-03 02:00 -05:00 scheduled",
        ],
    );
}

#[test]
fn slots_are_the_passes_of_civil_time_so_two_hours_can_take_three() {
    check(
        &Los_Angeles,
        every(Every::Hours2, 0),
        "2024-11-03T06:00:00Z",
        &["Sun 2024-11-03 00:00 -07:00 scheduled", "Sun 2024-11-03 02:00 -08:00 scheduled"],
    );
}

#[test]
fn a_periodic_job_can_run_in_one_pass_of_a_fold() {
    check(
        &Los_Angeles,
        every(Every::Minutes30, 0).with_fold(Fold::First),
        "2024-11-03T08:00:00Z",
        &["Sun 2024-11-03 01:30 -07:00 scheduled", "Sun 2024-11-03 02:00 -08:00 scheduled"],
    );
    check(
        &Los_Angeles,
        every(Every::Minutes30, 0).with_fold(Fold::Second),
        "2024-11-03T07:00:00Z",
        &[
            "Sun 2024-11-03 00:30 -07:00 scheduled",
            "Sun 2024-11-03 01:00 -08:00 scheduled",
            "Sun 2024-11-03 01:30 -08:00 scheduled",
            "Sun 2024-11-03 02:00 -08:00 scheduled",
        ],
    );
}

#[test]
fn a_moved_slot_is_gated_where_it_is_moved_to() {
    // Allowed 02:00-03:00: on this Sunday the window does not open, and 03:00 is denied.
    let job = everyday("02:30:00").with_backup_window(open(2, 3));
    check(&Los_Angeles, job, "2024-03-09T12:00:00Z", &["Mon 2024-03-11 02:30 -07:00 scheduled"]);
    check(
        &Los_Angeles,
        job.with_denied(DeniedSlot::Defer),
        "2024-03-09T12:00:00Z",
        &[
            "Mon 2024-03-11 02:00 -07:00 deferred from Sun 03:00",
            "Mon 2024-03-11 02:30 -07:00 scheduled",
            "Tue 2024-03-12 02:30 -07:00 scheduled",
        ],
    );
    // Allowed 03:00-05:00: the lost slot is the one that is allowed.
    check(
        &Los_Angeles,
        everyday("02:30:00").with_backup_window(open(3, 5)),
        "2024-03-09T12:00:00Z",
        &["Sun 2024-03-10 03:00 -07:00 moved from Sun 02:30"],
    );
}

#[test]
fn a_moved_slot_at_an_opening_is_the_run_of_that_opening() {
    // The window opens with the gap; the lost 02:15 happens there, and 03:15 is a slot of its own.
    check(
        &Los_Angeles,
        every(Every::Hours1, 15).with_periodic_window(open(2, 10)),
        "2024-03-10T08:20:00Z",
        &["Sun 2024-03-10 03:00 -07:00 moved from Sun 02:15", "Sun 2024-03-10 03:15 -07:00 scheduled"],
    );
}

#[test]
fn the_second_pass_of_a_denied_slot_may_be_allowed() {
    // 08:00-09:00 UTC is the first pass of 01:00-02:00, 09:00-10:00 the second.
    let second_pass = open(9, 10).with_clock(WindowClock::UTC);
    check(
        &Los_Angeles,
        every(Every::Hours1, 30).with_fold(Fold::Both).with_periodic_window(second_pass),
        "2024-11-02T12:00:00Z",
        &["Sun 2024-11-03 01:30 -08:00 scheduled", "Mon 2024-11-04 01:30 -08:00 scheduled"],
    );
}
