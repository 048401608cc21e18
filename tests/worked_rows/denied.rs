//! Denied slots: dropped, made good when the window opens, or a run at every opening.

use backup_window::{BackupWindow, DeniedSlot, Every, MinuteOffset, Schedule, WindowClock};
use chrono::{TimeDelta, Utc, Weekday, WeekdaySet};
use chrono_tz::{America::Los_Angeles, Asia::Kathmandu};

use crate::oracle::{MadeUpZone, utc};
use crate::picture::{ANY_DENIED, check, daily, every, everyday, hour, open, week};

#[test]
fn a_periodic_job_runs_at_the_opening_for_the_slots_denied_before() {
    // every 2 h, allowed 09:00-17:00
    check(
        &Utc,
        every(Every::Hours2, 0).with_periodic_window(open(9, 17)),
        "2024-05-06T00:00:01Z",
        &[
            "Mon 2024-05-06 09:00 +00:00 deferred from Mon 08:00",
            "Mon 2024-05-06 10:00 +00:00 scheduled",
            "Mon 2024-05-06 12:00 +00:00 scheduled",
            "Mon 2024-05-06 14:00 +00:00 scheduled",
            "Mon 2024-05-06 16:00 +00:00 scheduled",
            "Tue 2024-05-07 09:00 +00:00 deferred from Tue 08:00", // 18:00 to 08:00 are denied: the last is named
        ],
    );
}

#[test]
fn the_run_at_an_opening_is_as_late_as_the_slots() {
    // every 4 h, offset 15, allowed 19:00-08:00
    check(
        &Utc,
        every(Every::Hours4, 15).with_periodic_window(open(19, 8)),
        "2024-05-05T23:59:00Z",
        &[
            "Mon 2024-05-06 00:15 +00:00 scheduled",
            "Mon 2024-05-06 04:15 +00:00 scheduled",
            "Mon 2024-05-06 19:15 +00:00 deferred from Mon 16:15", // 08:15, 12:15, 16:15 are denied
            "Mon 2024-05-06 20:15 +00:00 scheduled",
            "Tue 2024-05-07 00:15 +00:00 scheduled",
        ],
    );
}

#[test]
fn an_opening_after_no_denied_slot_brings_a_run_only_if_asked_for() {
    // every 8 h, denied 09:00-11:00
    let job = every(Every::Hours8, 0).with_periodic_window(open(11, 9));
    check(
        &Utc,
        job,
        "2024-05-06T08:00:01Z",
        &["Mon 2024-05-06 16:00 +00:00 scheduled", "Tue 2024-05-07 00:00 +00:00 scheduled"],
    );
    check(
        &Utc,
        job.with_denied(DeniedSlot::AtOpening),
        "2024-05-06T08:00:01Z",
        &["Mon 2024-05-06 11:00 +00:00 at opening", "Mon 2024-05-06 16:00 +00:00 scheduled"],
    );
    check(
        &Utc,
        job.with_denied(DeniedSlot::Skip),
        "2024-05-06T08:00:01Z",
        &["Mon 2024-05-06 16:00 +00:00 scheduled"],
    );
}

#[test]
fn at_opening_names_no_slot() {
    check(
        &Utc,
        every(Every::Hours2, 0).with_periodic_window(open(9, 17)).with_denied(DeniedSlot::AtOpening),
        "2024-05-06T00:00:01Z",
        &["Mon 2024-05-06 09:00 +00:00 at opening", "Mon 2024-05-06 10:00 +00:00 scheduled"],
    );
}

#[test]
fn a_dropped_slot_is_not_made_good() {
    check(
        &Utc,
        every(Every::Hours2, 0).with_periodic_window(open(9, 17)).with_denied(DeniedSlot::Skip),
        "2024-05-06T00:00:01Z",
        &["Mon 2024-05-06 10:00 +00:00 scheduled", "Mon 2024-05-06 12:00 +00:00 scheduled"],
    );
}

#[test]
fn an_opening_at_a_slot_is_that_slot() {
    for denied in ANY_DENIED {
        check(
            &Utc,
            every(Every::Hours4, 0).with_periodic_window(open(8, 10)).with_denied(denied),
            "2024-05-06T00:00:01Z",
            &["Mon 2024-05-06 08:00 +00:00 scheduled", "Tue 2024-05-07 08:00 +00:00 scheduled"],
        );
    }
}

#[test]
fn an_opening_brings_no_run_where_a_slot_follows_within_the_offset() {
    // Opens at 08:00; the slot of 08:30 is no later than the run of the opening would be.
    for denied in ANY_DENIED {
        check(
            &Utc,
            every(Every::Hours8, 30).with_periodic_window(open(8, 10)).with_denied(denied),
            "2024-05-06T00:31:00Z",
            &["Mon 2024-05-06 08:30 +00:00 scheduled", "Tue 2024-05-07 08:30 +00:00 scheduled"],
        );
    }
    // Opens at 08:15, the slot is at 08:30, and the offset would lead to 08:45.
    let quarter_past = WindowClock::Local { shift: MinuteOffset::new(15).unwrap() };
    check(
        &Utc,
        every(Every::Hours1, 30).with_periodic_window(open(8, 10).with_clock(quarter_past)),
        "2024-05-06T07:31:00Z",
        &[
            "Mon 2024-05-06 08:30 +00:00 scheduled",
            "Mon 2024-05-06 09:30 +00:00 scheduled",
            "Tue 2024-05-07 08:30 +00:00 scheduled",
        ],
    );
}

#[test]
fn an_opening_that_closes_before_the_offset_has_passed_brings_its_run_at_once() {
    // Both windows together allow 09:15-10:00 only; 50 minutes late would be 10:05.
    let job = every(Every::Hours8, 50).with_backup_window(open(9, 10)).with_periodic_window(
        open(9, 10).with_clock(WindowClock::Local { shift: MinuteOffset::new(15).unwrap() }),
    );
    check(
        &Utc,
        job,
        "2024-05-06T00:00:00Z",
        &[
            "Mon 2024-05-06 09:15 +00:00 deferred from Mon 08:50",
            "Tue 2024-05-07 09:15 +00:00 deferred from Tue 08:50",
        ],
    );
}

#[test]
fn an_everyday_job_runs_on_sundays_if_only_sunday_is_allowed() {
    let sundays = week([
        "########################",
        "........................",
        "........................",
        "........................",
        "........................",
        "........................",
        "........................",
    ])
    .with_clock(WindowClock::LOCAL);
    check(
        &Los_Angeles,
        everyday("22:00:00").with_backup_window(sundays),
        "2025-06-02T12:00:00Z",
        &["Sun 2025-06-08 22:00 -07:00 scheduled", "Sun 2025-06-15 22:00 -07:00 scheduled"],
    );
}

#[test]
fn a_deferred_daily_job_runs_once_for_all_the_days_denied() {
    check(
        &Utc,
        everyday("22:00:00").with_backup_window(open(4, 8)).with_denied(DeniedSlot::Defer),
        "2025-06-02T12:00:00Z",
        &[
            "Tue 2025-06-03 04:00 +00:00 deferred from Mon 22:00",
            "Wed 2025-06-04 04:00 +00:00 deferred from Tue 22:00",
        ],
    );
    // Sundays 06:00-08:00 only.
    let sunday_morning = BackupWindow::NEVER.allow(hour(Weekday::Sun, 6), hour(Weekday::Sun, 8));
    check(
        &Utc,
        everyday("22:00:00").with_backup_window(sunday_morning).with_denied(DeniedSlot::Defer),
        "2025-06-02T12:00:00Z",
        &[
            "Sun 2025-06-08 06:00 +00:00 deferred from Sat 22:00",
            "Sun 2025-06-15 06:00 +00:00 deferred from Sat 22:00",
        ],
    );
}

#[test]
fn a_weekly_job_that_was_denied_runs_at_the_first_opening_only() {
    let job = daily(WeekdaySet::single(Weekday::Mon), "12:00:00")
        .with_backup_window(open(20, 22))
        .with_denied(DeniedSlot::Defer);
    check(
        &Utc,
        job,
        "2025-06-01T00:00:00Z",
        &[
            "Mon 2025-06-02 20:00 +00:00 deferred from Mon 12:00",
            "Mon 2025-06-09 20:00 +00:00 deferred from Mon 12:00",
        ],
    );
    check(
        &Utc,
        job.with_denied(DeniedSlot::AtOpening),
        "2025-06-01T00:00:00Z",
        &["Sun 2025-06-01 20:00 +00:00 at opening", "Mon 2025-06-02 20:00 +00:00 at opening"],
    );
}

#[test]
fn both_windows_must_allow_a_start() {
    check(
        &Utc,
        every(Every::Hours1, 0).with_backup_window(open(8, 11)).with_periodic_window(open(10, 14)),
        "2024-05-06T00:00:00Z",
        &[
            "Mon 2024-05-06 10:00 +00:00 scheduled", // 09:00 was denied, but this is a slot
            "Tue 2024-05-07 10:00 +00:00 scheduled",
        ],
    );
}

#[test]
fn a_window_on_utc_denies_the_same_instants_in_every_zone() {
    // 09:00-17:00 in UTC is 14:45-22:45 in Kathmandu.
    check(
        &Kathmandu,
        every(Every::Hours2, 0).with_periodic_window(open(9, 17).with_clock(WindowClock::UTC)),
        "2024-05-06T00:00:00Z",
        &[
            "Mon 2024-05-06 14:45 +05:45 deferred from Mon 14:00",
            "Mon 2024-05-06 16:00 +05:45 scheduled",
            "Mon 2024-05-06 18:00 +05:45 scheduled",
            "Mon 2024-05-06 20:00 +05:45 scheduled",
            "Mon 2024-05-06 22:00 +05:45 scheduled",
            "Tue 2024-05-07 14:45 +05:45 deferred from Tue 14:00",
        ],
    );
}

#[test]
fn a_slot_with_a_fraction_keeps_its_whole_second() {
    // Opens at 12:00:00, the slot is half a second later: one run.
    for denied in ANY_DENIED {
        check(
            &Utc,
            everyday("12:00:00.5").with_backup_window(open(12, 13)).with_denied(denied),
            "2025-06-02T00:00:00Z",
            &["Mon 2025-06-02 12:00:00.500 +00:00 scheduled", "Tue 2025-06-03 12:00:00.500 +00:00 scheduled"],
        );
    }
    // A slot half a second before the closing is allowed, one half a second after it is not.
    let job = |time| everyday(time).with_backup_window(open(12, 13));
    check(&Utc, job("12:59:59.5"), "2025-06-02T00:00:00Z", &["Mon 2025-06-02 12:59:59.500 +00:00 scheduled"]);
    assert!(job("13:00:00.5").next_after(&Utc, utc("2025-06-02T00:00:00Z")).is_err());
}

#[test]
fn a_run_says_when_the_backup_window_closes() {
    let closes = |job: Schedule| {
        let run = job.next_after(&Utc, utc("2025-06-02T00:00:00Z")).unwrap(); // a Monday
        run.closes.map(|closes| closes - run.at)
    };
    let job = every(Every::Hours1, 0);
    assert_eq!(closes(job), None, "without a window");
    assert_eq!(closes(job.with_periodic_window(open(4, 8))), None, "a periodic window ends no session");
    assert_eq!(closes(job.with_backup_window(BackupWindow::ALWAYS)), None, "a window that never closes");
    assert_eq!(closes(job.with_backup_window(open(4, 8))), Some(TimeDelta::hours(4)));
    assert_eq!(
        closes(job.with_backup_window(open(4, 8)).with_periodic_window(open(6, 7))),
        Some(TimeDelta::hours(2))
    );
    // Saturday 23:00 and Sunday 00:00 are one stretch: Mon 04:00 to Sun 03:00.
    let monday_to_sunday = BackupWindow::NEVER.allow(hour(Weekday::Mon, 4), hour(Weekday::Sun, 3));
    assert_eq!(closes(job.with_backup_window(monday_to_sunday)), Some(TimeDelta::hours(6 * 24 - 1)));
}

#[test]
fn two_openings_that_bring_one_run_name_the_last_slot() {
    // ___ 10:04 +00:00 | 11:35 +01:30 ___, slots at half past, allowed 10:00-11:00 UTC and, on the clock, 10 and 12.
    //
    //   UTC       09:30   10:00  10:05        10:30   11:00
    //   civil     09:30   10:00  11:35        12:00   12:30
    //   allowed           [======)            [=======)
    //   slots     |              | lost 11:30         |
    //
    // The run of the first opening is 30 minutes late, that of the second cannot be: both come at 10:30.
    let zone = MadeUpZone { first: 0, changes: vec![(utc("2025-06-02T10:05:00Z").timestamp(), 5_400)] };
    let ten = BackupWindow::from_hours([hour(Weekday::Mon, 10)]);
    let ten_and_twelve = BackupWindow::from_hours([hour(Weekday::Mon, 10), hour(Weekday::Mon, 12)]);
    check(
        &zone,
        every(Every::Hours1, 30)
            .with_periodic_window(ten)
            .with_backup_window(ten_and_twelve.with_clock(WindowClock::LOCAL)),
        "2025-06-02T00:00:00Z",
        &["Mon 2025-06-02 12:00 +01:30 deferred from Mon 11:35"],
    );
}
