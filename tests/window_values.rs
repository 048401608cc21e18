//! Windows as values: read on other clocks and back, their hours named as the clock names them, their hashes.

#![expect(clippy::unwrap_used, reason = "in a test a panic is an answer")]

use std::hash::{BuildHasher, RandomState};

use backup_window::{BackupWindow, HourOfWeek, MinuteOffset, WindowClock, Windows};
use chrono::{DateTime, Datelike, FixedOffset, TimeDelta, Timelike, Utc, Weekday, WeekdaySet};
use chrono_tz::Europe::Prague;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn clocks() -> impl Iterator<Item = WindowClock> {
    let offsets = [-1439, -720, -330, -60, -1, 0, 1, 59, 60, 330, 720, 1439];
    offsets.into_iter().flat_map(|minutes| {
        let offset = MinuteOffset::new(minutes).unwrap();
        [WindowClock::UtcOffset(offset), WindowClock::Local { shift: offset }]
    })
}

#[test]
fn the_hour_shown_is_that_of_the_clock() {
    for clock in clocks() {
        let window = BackupWindow::NEVER.with_clock(clock);
        for zone in [FixedOffset::east_opt(0).unwrap(), FixedOffset::west_opt(7 * 3600).unwrap()] {
            for hours in 0..=168 {
                let t = at("2025-06-01T00:20:00Z") + TimeDelta::hours(hours);
                let (minutes, local) = match clock {
                    WindowClock::UtcOffset(offset) => (i64::from(offset.minutes()), t.naive_utc()),
                    WindowClock::Local { shift } => {
                        (-i64::from(shift.minutes()), t.with_timezone(&zone).naive_local())
                    }
                };
                let shown = local + TimeDelta::minutes(minutes);
                let expected = HourOfWeek::on(shown.weekday(), shown.hour() as u8).unwrap();
                assert_eq!(window.hour_shown_at(&zone, t), expected, "{clock} at {t}");
            }
        }
    }
}

#[test]
fn a_grid_is_the_same_on_whichever_clock_it_was_read_before() {
    let window = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 22, 6).deny_daily(
        WeekdaySet::single(Weekday::Wed),
        3,
        4,
    );
    for one in clocks() {
        for other in clocks() {
            assert_eq!(window.with_clock(one).with_clock(other).to_bools(), window.to_bools());
            assert_eq!(window.with_clock(one).with_clock(other), window.with_clock(other));
        }
        let denied = HourOfWeek::on(Weekday::Wed, 3).unwrap();
        assert!(!window.with_clock(one).allows(denied));
    }
}

#[test]
fn windows_that_differ_have_hashes_that_differ() {
    let state = RandomState::new();
    let hash = |window: BackupWindow| state.hash_one(window);
    let window = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 22, 6);
    let local = window.with_clock(WindowClock::LOCAL);
    let half = window.with_clock(WindowClock::UtcOffset(MinuteOffset::new(30).unwrap()));
    let hashes = [window, !window, local, half, BackupWindow::ALWAYS, BackupWindow::NEVER].map(hash);
    for (i, one) in hashes.iter().enumerate() {
        assert!(!hashes[..i].contains(one), "{i}");
    }
    // Equal ones have the same.
    assert_eq!(hash(BackupWindow::ALWAYS), hash(BackupWindow::ALWAYS.with_clock(WindowClock::LOCAL)));
    let hour_ahead = WindowClock::UtcOffset(MinuteOffset::new(60).unwrap());
    let same = BackupWindow::NEVER.with_clock(hour_ahead).allow_daily(WeekdaySet::ALL, 23, 7);
    assert_eq!((same, hash(same)), (window, hash(window)));
}

#[test]
fn the_longest_stretch_of_a_range_is_cut_at_its_ends() {
    let nights = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 22, 6);
    for window in [nights, nights.with_clock(WindowClock::LOCAL)] {
        let night = at(if window == nights { "2025-06-02T22:00:00Z" } else { "2025-06-02T20:00:00Z" });
        for (from, to) in [(-1, 3), (0, 3), (1, 3), (1, 20)] {
            let range = night + TimeDelta::seconds(from)..night + TimeDelta::hours(to);
            let longest = window.longest_allowed_in(&Prague, range.clone()).unwrap();
            assert_eq!(
                (longest.from, longest.to),
                (night.max(range.start), range.end.min(night + TimeDelta::hours(8)))
            );
        }
    }
}

#[test]
fn two_windows_are_always_open_if_both_are_and_never_if_one_never_is() {
    let (always, never) = (BackupWindow::ALWAYS, BackupWindow::NEVER);
    let nights = never.allow_daily(WeekdaySet::ALL, 22, 6);
    for (backup, periodic, is_always, is_never) in [
        (None, None, true, false),
        (Some(always), None, true, false),
        (Some(always), Some(always), true, false),
        (None, Some(nights), false, false),
        (Some(nights), Some(always), false, false),
        (Some(nights), Some(!nights), false, false),
        (Some(nights), Some(never), false, true),
        (Some(never), None, false, true),
    ] {
        let windows = Windows { backup, periodic };
        assert_eq!((windows.is_always(), windows.is_never()), (is_always, is_never), "{windows:?}");
    }
}

#[test]
fn the_last_change_is_seen_however_long_ago_it_was() {
    let sunday = at("2025-06-01T00:00:00Z");
    let late_on_saturday = sunday + TimeDelta::minutes(167 * 60 + 30);
    for hour in HourOfWeek::all() {
        let begin = sunday + TimeDelta::hours(hour.index().into());
        let last = if hour.index() == 167 { begin } else { begin + TimeDelta::hours(1) };
        let open = BackupWindow::from_hours([hour]);
        for window in [open, !open] {
            assert_eq!(window.previous_change(&Utc, late_on_saturday), Some(last), "{window:?}");
        }
        // Two windows together: the week is open but for that hour, which the other one denies.
        let windows = [(!open, BackupWindow::ALWAYS), (!open, !open)];
        for (backup, periodic) in windows {
            let windows = Windows { backup: Some(backup), periodic: Some(periodic) };
            let last_opening = windows.starts_allowed(&Utc, sunday..late_on_saturday).next_back();
            let from = if hour.index() == 167 { sunday } else { last };
            assert_eq!(last_opening.map(|stretch| stretch.from), Some(from), "{windows:?}");
        }
    }
}
