//! What an outage costs to make up for: as much after a century as after a day.

use std::num::NonZeroU16;

use backup_window::job::Misfire;
use backup_window::{BackupWindow, Every, Periodically, Plan, Schedule, Starts, WORKDAYS, WindowClock};
use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

use counting_zone::Counting;

mod counting_zone;

#[test]
fn making_up_for_a_century_takes_as_long_as_for_a_day() {
    let nights = BackupWindow::NEVER.allow_daily(WORKDAYS, 20, 6).with_clock(WindowClock::LOCAL);
    let schedule = Schedule::new(Periodically::new(Every::Minutes5, 0).unwrap()).with_backup_window(nights);
    let plan = Plan::new(Starts::Scheduled(schedule));
    let zone = Counting::new(Tz::Europe__Prague);
    let up: DateTime<Utc> = "2025-06-04T23:02:00Z".parse().unwrap(); // Thursday 01:02 in Prague

    for misfire in
        [Misfire::RunOnce, Misfire::SKIP, Misfire::RunAll { limit: const { NonZeroU16::new(20).unwrap() } }]
    {
        let caught_up =
            |days| zone.asked_for(|| plan.catch_up(&zone, up - TimeDelta::days(days), up, misfire).unwrap());
        let day = caught_up(1);
        assert_ne!(day.1, 0, "the zone was not asked");
        for days in [30, 366, 36_525] {
            assert_eq!(caught_up(days), day, "{misfire:?}, {days} days");
        }
    }
}

#[test]
fn as_many_are_made_up_for_as_were_missed_and_no_more_than_the_limit() {
    let hourly = Schedule::new(Periodically::new(Every::Hours1, 0).unwrap());
    let plan = Plan::new(Starts::Scheduled(hourly));
    let at = |hour: u32, minute| Utc.with_ymd_and_hms(2025, 6, 2, hour, minute, 0).unwrap();
    let all = |limit| Misfire::RunAll { limit: NonZeroU16::new(limit).unwrap() };
    for (from, to, limit, run, more) in [
        (at(0, 30), at(0, 45), 3, None, 0),
        (at(0, 30), at(1, 30), 3, Some(at(1, 0)), 0),
        (at(0, 30), at(2, 0), 3, Some(at(1, 0)), 1), // up to and including the end
        (at(1, 0), at(2, 0), 3, Some(at(2, 0)), 0),  // but not the beginning
        (at(0, 30), at(3, 30), 3, Some(at(1, 0)), 2),
        (at(0, 30), at(9, 30), 3, Some(at(7, 0)), 2),
        (at(0, 30), at(9, 30), 1, Some(at(9, 0)), 0),
        (at(0, 30), at(9, 30), u16::MAX, Some(at(1, 0)), 8),
    ] {
        let caught = plan.catch_up(&Utc, from, to, all(limit)).unwrap();
        assert_eq!((caught.run.map(|run| run.at), caught.more), (run, more), "{from} to {to}, {limit}");
    }
}
