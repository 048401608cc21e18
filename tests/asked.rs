//! How often a zone is asked: what is long passes by what repeats, and the shortcuts that say so are taken.
//!
//! The limits are what it takes today. A change that asks less may lower them.

#![expect(clippy::unwrap_used, reason = "in a test a panic is an answer")]

use std::fmt::Debug;
use std::ops::Range;

use backup_window::{BackupWindow, Daily, DeniedSlot, Every, Periodically, Schedule, WORKDAYS, WindowClock};
use chrono::{DateTime, NaiveTime, TimeDelta, TimeZone, Utc, WeekdaySet};
use chrono_tz::Tz;

use counting_zone::Counting;

mod counting_zone;

/// Asks, and checks that the zone was asked so often at most.
#[track_caller]
fn asked<T: Debug>(limit: u32, question: impl FnOnce(&Counting) -> T) -> T {
    let zone = Counting::new(Tz::Europe__Prague);
    let (answer, asked) = zone.asked_for(|| question(&zone));
    assert!(asked <= limit, "asked {asked} times, not {limit}, for {answer:?}");
    answer
}

fn years(from: i32, to: i32) -> Range<DateTime<Utc>> {
    let new_year = |year| Utc.with_ymd_and_hms(year, 1, 1, 0, 0, 0).unwrap();
    new_year(from)..new_year(to)
}

fn nightly() -> Schedule {
    Schedule::new(Daily::new(WeekdaySet::ALL, NaiveTime::from_hms_opt(22, 0, 0).unwrap()).unwrap())
}

fn every_5_minutes() -> Schedule {
    Schedule::new(Periodically::new(Every::Minutes5, 0).unwrap())
}

fn local_nights() -> BackupWindow {
    BackupWindow::NEVER.allow_daily(WORKDAYS, 22, 6).with_clock(WindowClock::LOCAL)
}

#[test]
fn the_longest_wait_of_decades_is_found_in_a_few_weeks_of_each_season() {
    let wait = asked(18_058, |zone| nightly().longest_wait(zone, years(2025, 2060)).unwrap());
    assert_eq!(wait.length(), TimeDelta::hours(25));
    // Saturday 05:55 to Monday 22:00, and an hour more on the night on which the clock is set back
    let gated = every_5_minutes().with_backup_window(local_nights());
    let wait = asked(62_344, |zone| gated.longest_wait(zone, years(2025, 2060)).unwrap());
    assert_eq!(wait.length(), TimeDelta::minutes(65 * 60 + 5));
    let wait = asked(14_305, |zone| every_5_minutes().longest_wait(zone, years(2025, 2060)).unwrap());
    assert_eq!(wait.length(), TimeDelta::minutes(5));
}

#[test]
fn the_longest_stretch_of_decades_is_found_in_two_weeks_of_each_season() {
    let longest = asked(13_377, |zone| local_nights().longest_allowed_in(zone, years(2025, 2060)).unwrap());
    assert_eq!(longest.length(), TimeDelta::hours(8));
    let always = BackupWindow::ALWAYS.with_clock(WindowClock::LOCAL);
    for (window, limit) in [(always, 1), (local_nights().with_clock(WindowClock::UTC), 0)] {
        asked(limit, |zone| window.longest_allowed_in(zone, years(2025, 2060)).unwrap());
    }
    let longest = asked(13_377, |zone| local_nights().longest_denied_in(zone, years(2025, 2060)).unwrap());
    assert_eq!(longest.length(), TimeDelta::hours(65));
}

#[test]
fn what_a_range_holds_is_counted_by_weeks() {
    let nightly = asked(16_528, |zone| nightly().count_runs(zone, years(2025, 2060)));
    assert_eq!(nightly, 12_783);
    let gated = every_5_minutes().with_backup_window(local_nights()).with_denied(DeniedSlot::AtOpening);
    let runs = asked(55_819, |zone| gated.count_runs(zone, years(2025, 2060)));
    assert_eq!(runs, 9_131 * 96, "so many nights of eight hours");
    let open = asked(3_775, |zone| local_nights().allowed_time(zone, years(2025, 2060)));
    assert_eq!(open, TimeDelta::hours(9_131 * 8));
    let end = asked(3_809, |zone| local_nights().split_end(zone, years(2025, 2026).start, open));
    assert_eq!(end, Some(years(2025, 2060).end));
}

#[test]
fn that_no_stretch_is_long_enough_is_known_by_the_changes_alone() {
    let start = years(2025, 2026).start;
    let ten_hours = TimeDelta::hours(10);
    assert_eq!(asked(12_358, |zone| local_nights().fit_from(zone, start, ten_hours)), None);
    assert_eq!(asked(32_874, |zone| local_nights().last_start_until(zone, start, ten_hours)), None);
    let on_utc = local_nights().with_clock(WindowClock::UTC);
    assert_eq!(asked(0, |zone| on_utc.fit_from(zone, start, ten_hours)), None);
    assert_eq!(asked(0, |zone| on_utc.last_start_until(zone, start, ten_hours)), None);
    let gated = every_5_minutes().with_backup_window(local_nights());
    asked(12_367, |zone| gated.next_fitting_after(zone, start, ten_hours).unwrap_err());
    asked(38, |zone| gated.next_fitting_after(zone, start, TimeDelta::hours(8)).unwrap());
    let gated = every_5_minutes().with_backup_window(on_utc);
    asked(4, |zone| gated.next_fitting_after(zone, start, ten_hours).unwrap_err());
}

#[test]
fn an_instant_of_a_window_takes_a_look_or_two() {
    let noon = Utc.with_ymd_and_hms(2025, 6, 4, 12, 0, 0).unwrap();
    for (window, limit) in [(local_nights(), 1), (local_nights().with_clock(WindowClock::UTC), 0)] {
        assert!(!asked(limit, |zone| window.is_allowed_at(zone, noon)));
        asked(limit * 4, |zone| window.next_opening(zone, noon).unwrap());
        asked(limit * 4, |zone| window.previous_closing(zone, noon).unwrap());
        asked(limit * 2, |zone| window.fit_from(zone, noon, TimeDelta::hours(2)).unwrap());
    }
    let always = BackupWindow::ALWAYS.with_clock(WindowClock::LOCAL);
    let never = BackupWindow::NEVER.with_clock(WindowClock::LOCAL);
    for window in [always, never] {
        assert_eq!(asked(0, |zone| window.next_change(zone, noon)), None);
        assert_eq!(asked(0, |zone| window.previous_change(zone, noon)), None);
    }
    assert_eq!(asked(0, |zone| never.fit_from(zone, noon, TimeDelta::hours(2))), None);
    assert_eq!(asked(0, |zone| never.last_start_until(zone, noon, TimeDelta::hours(2))), None);
    assert_eq!(asked(0, |zone| never.split_end(zone, noon, TimeDelta::hours(2))), None);
}
