//! The reasons why there is no run, each a value of its own.

use backup_window::{
    BackupWindow, DeniedSlot, Every, MinuteOffset, NoRun, Origin, Plan, Starts, WindowClock, Windows,
};
use chrono::{Utc, Weekday};
use chrono_tz::{America::Los_Angeles, Tz};

use crate::oracle::utc;
use crate::picture::{ANY_DENIED, check, every, everyday, hour, on, open};

#[test]
fn what_starts_a_job_is_the_reason_why_its_schedule_does_not() {
    let nightly = || Starts::Scheduled(everyday("22:00:00"));
    let noon = utc("2025-06-02T12:00:00Z");
    let rows = [
        (true, true, Starts::ManualOnly, NoRun::ManualOnly),
        (true, true, Starts::NotScheduled, NoRun::NotScheduled),
        (true, true, Starts::OnNewRestorePoint, NoRun::OnNewRestorePoint),
        (true, false, Starts::Continuously, NoRun::ScheduleDisabled),
        (false, true, Starts::Continuously, NoRun::JobDisabled),
        (true, true, Starts::AfterJob("Mailboxes".into()), NoRun::AfterJob("Mailboxes")),
        (true, true, Starts::Unsupported("Monthly".into()), NoRun::Unsupported("Monthly")),
        (false, true, nightly(), NoRun::JobDisabled),
        (true, false, nightly(), NoRun::ScheduleDisabled),
        (false, false, nightly(), NoRun::JobDisabled), // a disabled job comes first
    ];
    for (job_enabled, schedule_enabled, starts, reason) in rows {
        let plan = Plan { job_enabled, schedule_enabled, ..Plan::new(starts) };
        assert_eq!(plan.next_after(&Utc, noon), Err(reason));
        assert_eq!(plan.previous_before(&Utc, noon), Err(reason));
        assert_eq!(plan.runs(&Utc, noon..utc("2025-07-02T12:00:00Z")).err(), Some(reason));
    }
    let plan = Plan::new(nightly());
    assert_eq!(plan.next_after(&Utc, noon).map(|run| run.at), Ok(utc("2025-06-02T22:00:00Z")));
    assert_eq!(plan.previous_before(&Utc, noon).map(|run| run.at), Ok(utc("2025-06-01T22:00:00Z")));
    assert_eq!(plan.runs(&Utc, noon..utc("2025-07-02T12:00:00Z")).unwrap().count(), 30);
}

#[test]
fn a_window_without_an_allowed_hour_never_opens() {
    let noon = utc("2025-06-02T12:00:00Z");
    for denied in ANY_DENIED {
        let hourly = every(Every::Hours1, 0).with_denied(denied);
        let daily = everyday("22:00:00").with_denied(denied);
        for job in [
            hourly.with_backup_window(BackupWindow::NEVER),
            hourly.with_periodic_window(BackupWindow::NEVER.with_clock(WindowClock::LOCAL)),
            hourly.with_periodic_window(BackupWindow::NEVER).with_backup_window(BackupWindow::ALWAYS),
            daily.with_backup_window(BackupWindow::NEVER),
        ] {
            assert_eq!(job.next_after(&Los_Angeles, noon), Err(NoRun::WindowNeverOpens));
            assert_eq!(job.previous_before(&Los_Angeles, noon), Err(NoRun::WindowNeverOpens));
            assert_eq!(job.runs(&Los_Angeles, noon..utc("2026-06-02T12:00:00Z")).next(), None);
        }
        // A daily job does not ask its periodic window.
        assert!(daily.with_periodic_window(BackupWindow::NEVER).next_after(&Los_Angeles, noon).is_ok());
    }
}

#[test]
fn a_slot_that_is_always_denied_never_matches() {
    let noon = utc("2025-06-02T12:00:00Z");
    let tuesdays = BackupWindow::NEVER
        .allow(hour(Weekday::Tue, 0), hour(Weekday::Wed, 0))
        .with_clock(WindowClock::LOCAL);
    let monday = on(Weekday::Mon, "12:00:00").with_backup_window(tuesdays);
    for zone in [Tz::UTC, Los_Angeles, Tz::Pacific__Apia] {
        assert_eq!(monday.next_after(&zone, noon), Err(NoRun::NeverMatches));
        assert_eq!(monday.previous_before(&zone, noon), Err(NoRun::NeverMatches));
    }
    // Deferred, it runs when Tuesday begins.
    check(
        &Utc,
        monday.with_denied(DeniedSlot::Defer),
        "2025-06-02T00:00:00Z",
        &["Tue 2025-06-03 00:00 +00:00 deferred from Mon 12:00"],
    );
}

#[test]
fn windows_that_are_never_open_together_never_match() {
    let noon = utc("2025-06-02T12:00:00Z");
    for denied in ANY_DENIED {
        let job = every(Every::Hours1, 0)
            .with_denied(denied)
            .with_backup_window(open(6, 9))
            .with_periodic_window(open(9, 15));
        assert_eq!(job.next_after(&Los_Angeles, noon), Err(NoRun::NeverMatches));
        assert_eq!(job.previous_before(&Los_Angeles, noon), Err(NoRun::NeverMatches));
    }
}

#[test]
fn a_trigger_that_meets_its_window_in_summer_only_waits_for_it() {
    // Noon in Los Angeles is 19:00 UTC in summer and 20:00 in winter.
    let summer_only = open(19, 20).with_clock(WindowClock::UTC);
    check(
        &Los_Angeles,
        everyday("12:00:00").with_backup_window(summer_only),
        "2024-11-02T18:00:00Z",
        &[
            "Sat 2024-11-02 12:00 -07:00 scheduled",
            "Sun 2025-03-09 12:00 -07:00 scheduled",
            "Mon 2025-03-10 12:00 -07:00 scheduled",
        ],
    );
    let never = everyday("12:00:00").with_backup_window(open(18, 19).with_clock(WindowClock::UTC));
    // Wartime and the time before 1883 included, noon has not been at 18:00 UTC.
    assert_eq!(never.next_after(&Los_Angeles, utc("2024-11-02T18:00:00Z")), Err(NoRun::NeverMatches));
    assert_eq!(never.previous_before(&Los_Angeles, utc("2024-11-02T18:00:00Z")), Err(NoRun::NeverMatches));
}

#[test]
fn a_zone_that_has_changed_for_good_has_only_a_past() {
    // Noon in Singapore has been at 04:00 UTC since 1982, and was at 04:30 before.
    let half_past = open(4, 5).with_clock(WindowClock::UtcOffset(MinuteOffset::new(-30).unwrap()));
    let job = everyday("12:00:00").with_backup_window(half_past); // 04:30-05:30 UTC
    let zone = Tz::Asia__Singapore;
    assert_eq!(job.next_after(&zone, utc("2025-06-02T12:00:00Z")), Err(NoRun::NeverMatches));
    let last = job.previous_before(&zone, utc("2025-06-02T12:00:00Z")).unwrap();
    assert_eq!(last.at, utc("1981-12-31T04:30:00Z"));
}

#[test]
fn each_reason_has_a_stable_name_and_a_sentence() {
    let rows = [
        (NoRun::JobDisabled, "job_disabled", "the job is disabled"),
        (NoRun::ScheduleDisabled, "schedule_disabled", "the schedule of the job is disabled"),
        (NoRun::ManualOnly, "manual_only", "the job is started by hand only"),
        (NoRun::NotScheduled, "not_scheduled", "the job has no schedule"),
        (
            NoRun::OnNewRestorePoint,
            "on_new_restore_point",
            "the job runs at each new restore point of its source",
        ),
        (NoRun::AfterJob("Mail"), "after_job", "the job runs after \"Mail\""),
        (NoRun::AfterJob(""), "after_job", "the job runs after another one"),
        (NoRun::Continuously, "continuously", "the job runs again as soon as its last session ends"),
        (NoRun::WindowNeverOpens, "window_never_opens", "the window never allows a start"),
        (
            NoRun::NeverMatches,
            "never_matches",
            "the schedule has no slot in this zone, or none that its windows ever allow",
        ),
        (NoRun::NeverFits, "never_fits", "no run has so much time before the window closes"),
        (NoRun::BeyondTimeRange, "beyond_time_range", "the run lies beyond the range of dates"),
        (NoRun::Unsupported("Monthly"), "unsupported", "schedules of type \"Monthly\" are not evaluated"),
    ];
    for (reason, code, sentence) in rows {
        assert_eq!((reason.code(), reason.to_string().as_str()), (code, sentence));
    }
}

#[test]
fn a_continuous_job_is_due_at_once_and_waits_for_the_window() {
    let nights = open(19, 8).with_clock(WindowClock::LOCAL);
    let plan =
        |backup, periodic| Plan { windows: Windows { backup, periodic }, ..Plan::new(Starts::Continuously) };
    let (noon, midnight) = (utc("2025-06-02T19:00:00.5Z"), utc("2025-06-02T07:00:00.5Z"));
    for (windows, t, at, origin) in [
        (plan(None, None), noon, noon, Origin::Scheduled),
        (plan(Some(nights), None), midnight, midnight, Origin::Scheduled),
        (plan(Some(nights), None), noon, utc("2025-06-03T02:00:00Z"), Origin::Deferred { from: noon }),
        (plan(None, Some(nights)), noon, utc("2025-06-03T02:00:00Z"), Origin::Deferred { from: noon }),
    ] {
        let run = windows.next_after(&Los_Angeles, t).unwrap();
        assert_eq!((run.at, run.origin, run.offset.local_minus_utc()), (at, origin, -7 * 3_600));
        // The window for starts ends nothing.
        let morning = if t == midnight { utc("2025-06-02T15:00:00Z") } else { utc("2025-06-03T15:00:00Z") };
        assert_eq!(run.closes, windows.windows.backup.map(|_| morning));
        assert_eq!(windows.previous_before(&Los_Angeles, t), Err(NoRun::Continuously));
    }
    let closed = plan(Some(BackupWindow::NEVER), None);
    assert_eq!(closed.next_after(&Utc, noon), Err(NoRun::WindowNeverOpens));
    let apart = plan(Some(open(1, 2)), Some(open(3, 4)));
    assert_eq!(apart.next_after(&Utc, noon), Err(NoRun::NeverMatches));
}
