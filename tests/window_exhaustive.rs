//! Windows where everything can be tried: every minute of the week on every clock, every search from every hour.
//!
//! No zone matters here and nothing is random. That a window follows a zone's clock is in `window_laws.rs`.

#![expect(clippy::unwrap_used, reason = "in a test a panic is an answer")]

use std::cmp::Ordering;

use backup_window::{BackupWindow, HourOfWeek, MinuteOffset, WindowClock};
use chrono::{DateTime, TimeDelta, Utc};

const NANOSECOND: TimeDelta = TimeDelta::nanoseconds(1);

/// The first minute of a week: Sunday 00:00.
fn sunday() -> DateTime<Utc> {
    "2024-05-05T00:00:00Z".parse().unwrap()
}

fn ahead(minutes: i64) -> WindowClock {
    WindowClock::UtcOffset(MinuteOffset::new(minutes).unwrap())
}

fn late(minutes: i64) -> WindowClock {
    WindowClock::Local { shift: MinuteOffset::new(minutes).unwrap() }
}

/// The window that allows the hours whose index has bit `bit` set: the answers of the eight of them are the index.
fn bit_of_the_index(bit: u32) -> BackupWindow {
    BackupWindow::from_hours(HourOfWeek::all().filter(|hour| hour.index() >> bit & 1 == 1))
}

/// The rule of S3 and S4 in one line: the hour of the week shown by a clock so many minutes ahead.
fn hour_shown(minute_of_week: i64, ahead: i64) -> i64 {
    (minute_of_week + ahead).rem_euclid(7 * 24 * 60) / 60
}

/// 2,879 offsets times 10,080 minutes, and eight windows that name the hour: 232 million questions for each clock.
#[track_caller]
fn check_every_minute(clock: fn(i64) -> WindowClock, ahead: fn(i64) -> i64) {
    let minutes: Vec<DateTime<Utc>> =
        (0..10_080).map(|minute| sunday() + TimeDelta::minutes(minute)).collect();
    for offset in -1_439..=1_439 {
        let windows: [BackupWindow; 8] =
            std::array::from_fn(|bit| bit_of_the_index(bit as u32).with_clock(clock(offset)));
        for (minute, t) in (0..).zip(&minutes) {
            let bits = windows.iter().enumerate();
            let hour: i64 = bits.map(|(bit, window)| i64::from(window.is_allowed_at(&Utc, *t)) << bit).sum();
            assert_eq!(
                hour,
                hour_shown(minute, ahead(offset)),
                "minute {minute} of the week, offset {offset}"
            );
        }
    }
}

#[test]
fn every_minute_of_the_week_is_in_its_hour_on_every_clock_ahead_of_utc() {
    check_every_minute(ahead, |offset| offset);
}

#[test]
fn every_minute_of_the_week_is_in_its_hour_on_every_shifted_local_clock() {
    check_every_minute(late, |shift| -shift);
}

/// A week of hours, read plainly: by looking at one hour after another.
struct Plainly {
    hours: [bool; 168],
    /// The hours that differ from the one before them, and what they are, from two weeks before to two weeks after.
    edges: Vec<(i64, bool)>,
}

impl Plainly {
    fn new(hours: [bool; 168]) -> Self {
        let mut weeks = Self { hours, edges: Vec::new() };
        let mut before = weeks.is_allowed(-337);
        for hour in -336..504 {
            let is = weeks.is_allowed(hour);
            weeks.edges.extend((is != before).then_some((hour, is)));
            before = is;
        }
        weeks
    }

    fn is_allowed(&self, hour: i64) -> bool {
        self.hours[usize::try_from(hour.rem_euclid(168)).unwrap()]
    }

    /// The first such hour after `hour`; `None` where there is none within two weeks.
    fn next(&self, hour: i64, state: Option<bool>) -> Option<i64> {
        let mut edges = self.edges.iter().filter(|edge| state.is_none_or(|state| edge.1 == state));
        edges.find(|edge| edge.0 > hour).map(|edge| edge.0)
    }

    /// The last such hour up to `hour`, itself included.
    fn last(&self, hour: i64, state: Option<bool>) -> Option<i64> {
        let mut edges = self.edges.iter().rev().filter(|edge| state.is_none_or(|state| edge.1 == state));
        edges.find(|edge| edge.0 <= hour).map(|edge| edge.0)
    }
}

/// Asserts the six searches from the first, second and last nanosecond of an hour, and the state of the hour.
fn check_searches(window: &BackupWindow, plainly: &Plainly, begins: DateTime<Utc>, hour: i64) {
    const STATES: [Option<bool>; 3] = [None, Some(true), Some(false)];
    let instant = |hour| begins + TimeDelta::hours(hour);
    let next = STATES.map(|state| plainly.next(hour, state).map(instant));
    let [inside, before] =
        [hour, hour - 1].map(|hour| STATES.map(|state| plainly.last(hour, state).map(instant)));
    let (start, end) = (instant(hour), instant(hour + 1));
    for (t, previous) in [(start, before), (start + NANOSECOND, inside), (end - NANOSECOND, inside)] {
        assert_eq!(window.is_allowed_at(&Utc, t), plainly.is_allowed(hour), "{window:?} at {t}");
        let said = [window.next_change(&Utc, t), window.next_opening(&Utc, t), window.next_closing(&Utc, t)];
        assert_eq!(said, next, "{window:?}, next after {t}");
        let said = [
            window.previous_change(&Utc, t),
            window.previous_opening(&Utc, t),
            window.previous_closing(&Utc, t),
        ];
        assert_eq!(said, previous, "{window:?}, previous before {t}");
    }
}

/// What lies behind the first hour that differs: hours like those before it, like itself, or a pattern of both.
#[derive(Debug, Clone, Copy)]
enum Behind {
    Alike,
    Differing,
    Mixed,
}

/// The hours of a week: from `start` on `alike` hours of one state, then one of the other, then the rest.
fn week_of(start: i64, alike: i64, state: bool, behind: Behind) -> Plainly {
    Plainly::new(std::array::from_fn(|hour| {
        let distance = (hour as i64 - start).rem_euclid(168);
        let differs = match (distance.cmp(&alike), behind) {
            (Ordering::Less, _) => false,
            (Ordering::Equal, _) | (Ordering::Greater, Behind::Differing) => true,
            (Ordering::Greater, Behind::Alike) => false,
            (Ordering::Greater, Behind::Mixed) => (distance - alike) % 3 != 1,
        };
        state != differs
    }))
}

/// Every search over every window of this family: from an hour on `alike` hours of one state and then one of the other,
/// with three ways to go on.
///
/// Why the family suffices: a search for a change reads the hours from where it starts to the first one that differs,
/// and what it answers is that hour. So it depends on the hour it starts from (168 of them), on the state there (2),
/// and on how far away the first hour is that differs (1 to 167, or that there is none); on nothing behind that hour.
/// All of these are here for a search forward from the first of the alike hours, and for a search backward from the
/// last of them, where they come after one that differs. Behind the hour that differs there are all states that could
/// be taken for it by mistake: only like the start (the widest way to the end of a machine word and around the week),
/// only different, and a mixture. A search for an opening or a closing takes one such step or two, and the second one
/// starts at the hour that differs, which is asked from as well.
#[track_caller]
fn check_family(clock: WindowClock, alike: impl Iterator<Item = i64>) {
    let minutes = i64::from(clock.minute_offset().minutes());
    let ahead = if matches!(clock, WindowClock::Local { .. }) { -minutes } else { minutes };
    // Whole hours of the offset move the grid, the rest moves the beginning of each hour.
    let (moved, begins) = (ahead.div_euclid(60), sunday() - TimeDelta::minutes(ahead.rem_euclid(60)));
    for alike in alike {
        for start in 0..168 {
            for (state, behind) in [
                (true, Behind::Alike),
                (false, Behind::Alike),
                // The same window is one of the other state, from the hour that differs on.
                (true, Behind::Differing),
                (start % 2 == 0, Behind::Mixed),
            ] {
                let plainly = week_of(start, alike, state, behind);
                let grid = std::array::from_fn(|hour| plainly.is_allowed(hour as i64 - moved));
                let window = BackupWindow::from_bools(&grid).with_clock(clock);
                for hour in [start, start + alike - 1, start + alike] {
                    check_searches(&window, &plainly, begins, hour);
                }
            }
        }
    }
}

#[test]
fn the_searches_of_every_window_are_right_however_far_the_next_change() {
    check_family(WindowClock::UTC, 1..=168);
}

/// The distances at which a day, a machine word or the week ends.
const NEAR_AN_END: [i64; 17] = [1, 2, 23, 24, 25, 40, 41, 63, 64, 65, 127, 128, 129, 165, 166, 167, 168];

#[test]
fn the_same_searches_are_right_on_clocks_that_show_another_minute_or_another_day() {
    for minutes in [-1_439, -60, -1, 1, 59, 1_439] {
        check_family(ahead(minutes), NEAR_AN_END.into_iter());
    }
}

#[test]
fn the_same_searches_are_right_on_local_clocks() {
    for shift in [-90, 0, 15, 1_439] {
        check_family(late(shift), NEAR_AN_END.into_iter());
    }
}
