//! Windows beside `opening-hours`.
//!
//! Where they mean the same thing: a window on a clock ahead of UTC is an expression on that clock; a window on the
//! local clock is an expression in the zone, but for folds (`opening-hours` looks up the second pass alone) and for
//! hours that do not come (of which it makes stretches without length). Those are at the end of this file.

use std::ops::Range;

use backup_window::{BackupWindow, MinuteOffset, WindowClock};
use backup_window_references::hours::{in_zone, on_a_clock, open, shown};
use chrono::{DateTime, Offset, TimeDelta, TimeZone, Utc, WeekdaySet};
use chrono_tz::Tz;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use oracle::{Kind, Place, Tally, cases, changes_of, compared, minute_offsets, places, utc, windows};

#[path = "../../../tests/oracle/mod.rs"]
#[allow(dead_code, unused_imports, reason = "each test uses its part of the oracle")]
mod oracle;

/// A place within the years of `opening-hours` (1900 to 9999), in whole minutes as its expressions are.
fn place() -> impl Strategy<Value = Place> {
    let years = utc("1972-02-01T00:00:00Z").timestamp()..utc("9900-01-01T00:00:00Z").timestamp();
    places(20).prop_map(move |mut place| {
        let second = |t: DateTime<Utc>| {
            let second = t.timestamp().rem_euclid(years.end - years.start) + years.start;
            second.div_euclid(60) * 60
        };
        let start = if years.contains(&place.near.range.start.timestamp()) {
            place.near.range.start.timestamp().div_euclid(60) * 60
        } else {
            second(place.near.range.start)
        };
        let length = (place.near.range.end - place.near.range.start).num_minutes() * 60;
        place.near.range = oracle::instant(start)..oracle::instant(start + length);
        place
    })
}

/// Compares the stretches of a range, and states and changes along it, on a clock ahead of UTC.
fn compare_on_a_clock(
    place: &Place,
    window: &BackupWindow,
    expression: &BackupWindow,
    tally: &Tally,
) -> Result<(), String> {
    let (zone, range, counting) = (&place.zone, &place.near.range, tally.case(&place.zone));
    let ahead = i64::from(window.clock().minute_offset().minutes());
    let hours = on_a_clock(expression);
    let theirs: Vec<_> = open(&hours, shown(range.start, ahead)..shown(range.end, ahead)).collect();
    let ours = window.allowed(zone, range.clone());
    let ours: Vec<_> = ours.map(|stretch| shown(stretch.from, ahead)..shown(stretch.to, ahead)).collect();
    if ours != theirs {
        return Err(format!("{window:?} in {range:?}: {ours:?}, opening-hours {theirs:?}"));
    }
    ours.iter().for_each(|stretch| counting.agreed(Kind::Stretch, stretch.start.and_utc()));
    for step in 0..20 {
        let t = range.start + (range.end - range.start) / 20 * step + TimeDelta::nanoseconds(1);
        if window.is_allowed_at(zone, t) != hours.is_open(shown(t, ahead)) {
            return Err(format!("{window:?} at {t}"));
        }
        counting.agreed(Kind::WindowState, t);
        // That nothing changes is known here; there it is looked for, day by day, until the year 10000.
        if window.is_always() || window.is_never() {
            continue;
        }
        let change = window.next_change(zone, t).map(|change| shown(change, ahead));
        if change != hours.next_change(shown(t, ahead)) {
            return Err(format!("{window:?} after {t}: {change:?}"));
        }
        counting.agreed(Kind::WindowEdge, t);
    }
    Ok(())
}

fn clocked() -> impl Strategy<Value = BackupWindow> {
    (windows(), minute_offsets())
        .prop_map(|(window, minutes)| window.with_clock(WindowClock::UtcOffset(minutes)))
}

#[test]
fn stretches_on_a_clock_are_those_of_opening_hours() {
    compared("opening-hours", cases(1_000), (place(), clocked()), |(place, window), tally| {
        if let Err(difference) = compare_on_a_clock(&place, &window, &window, tally) {
            panic!("{difference}");
        }
    });
}

/// The comparison can fail: with one hour of the week the other way round it does, wherever that hour is asked about.
#[test]
fn one_hour_of_the_week_is_noticed() {
    let mut runner = TestRunner::deterministic();
    for flipped in 0..168 {
        let (mut place, window) = (place(), clocked()).new_tree(&mut runner).expect("a question").current();
        place.near.range.end = place.near.range.start + TimeDelta::days(8);
        let mut hours = window.to_bools();
        hours[flipped] ^= true;
        let other = BackupWindow::from_bools(&hours).with_clock(window.clock());
        assert!(compare_on_a_clock(&place, &window, &other, &Tally::default()).is_err(), "hour {flipped}");
    }
}

/// Whether the clock of a zone goes back within two days of a range.
fn goes_back(zone: Tz, range: &Range<DateTime<Utc>>) -> bool {
    let offset = |second: i64| {
        zone.offset_from_utc_datetime(&oracle::instant(second).naive_utc()).fix().local_minus_utc()
    };
    let near = range.start.timestamp() - 172_800..range.end.timestamp() + 172_800;
    changes_of(zone).iter().any(|&change| near.contains(&change) && offset(change) < offset(change - 1))
}

#[test]
fn stretches_in_a_zone_are_those_of_opening_hours_but_in_folds() {
    compared("opening-hours in zones", cases(1_000), (place(), windows()), |(place, window), tally| {
        let (zone, range) = (place.zone, place.near.range);
        if goes_back(zone, &range) {
            return;
        }
        let counting = tally.case(&zone);
        let window = window.with_clock(WindowClock::LOCAL);
        let hours = in_zone(&window, zone);
        let range_there = range.start.with_timezone(&zone)..range.end.with_timezone(&zone);
        let theirs = open(&hours, range_there).map(|stretch| stretch.start.to_utc()..stretch.end.to_utc());
        // A stretch of hours that do not come, and what such hours cut in two.
        let mut joined: Vec<Range<DateTime<Utc>>> = Vec::new();
        for stretch in theirs.filter(|stretch| stretch.start < stretch.end) {
            match joined.last_mut() {
                Some(last) if last.end == stretch.start => last.end = stretch.end,
                _ => joined.push(stretch),
            }
        }
        let ours: Vec<_> = window.allowed(&zone, range).map(|stretch| stretch.from..stretch.to).collect();
        assert_eq!(ours, joined, "{window:?} in {zone}");
        ours.iter().for_each(|stretch| counting.agreed(Kind::Stretch, stretch.start));
    });
}

// What differs, and why.

fn local(from: u8, to: u8) -> BackupWindow {
    BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, from, to).with_clock(WindowClock::LOCAL)
}

/// Asserts the stretches of ours and of theirs in a range.
#[track_caller]
fn check(zone: Tz, window: BackupWindow, (from, to): (&str, &str), ours: &[[&str; 2]], theirs: &[[&str; 2]]) {
    let range = utc(from)..utc(to);
    let stretches = |rows: &[[&str; 2]]| rows.iter().map(|row| utc(row[0])..utc(row[1])).collect::<Vec<_>>();
    let said: Vec<_> = window.allowed(&zone, range.clone()).map(|stretch| stretch.from..stretch.to).collect();
    assert_eq!(said, stretches(ours), "ours");
    let hours = in_zone(&window, zone);
    let there = range.start.with_timezone(&zone)..range.end.with_timezone(&zone);
    let said: Vec<_> =
        open(&hours, there).map(|stretch| stretch.start.to_utc()..stretch.end.to_utc()).collect();
    assert_eq!(said, stretches(theirs), "theirs");
}

/// The hour from 02:00 does not come: here that is no stretch, there it is one without length.
#[test]
fn opening_hours_lists_a_stretch_without_length_in_a_gap() {
    // Los Angeles: ___ 2024-03-10 01:59 -08:00 | 03:00 -07:00 ___
    check(
        Tz::America__Los_Angeles,
        local(2, 3),
        ("2024-03-10T08:00:00Z", "2024-03-11T06:00:00Z"),
        &[],
        &[["2024-03-10T10:00:00Z", "2024-03-10T10:00:00Z"]],
    );
}

/// The hour from 01:00 comes twice: here both count, there the second.
#[test]
fn opening_hours_knows_the_second_pass_of_a_fold_alone() {
    // Los Angeles: ___ 2024-11-03 01:59 -07:00 | 01:00 -08:00 ___
    check(
        Tz::America__Los_Angeles,
        local(1, 2),
        ("2024-11-03T07:00:00Z", "2024-11-04T08:00:00Z"),
        &[["2024-11-03T08:00:00Z", "2024-11-03T10:00:00Z"]],
        &[["2024-11-03T09:00:00Z", "2024-11-03T10:00:00Z"]],
    );
}

/// A clock that is shifted by minutes: expressions have a zone only.
#[test]
fn opening_hours_has_no_clock_of_its_own() {
    let quarter = WindowClock::UtcOffset(MinuteOffset::new(15).expect("less than a day"));
    let window = local(9, 10).with_clock(quarter);
    check(
        Tz::UTC,
        window,
        ("2025-06-02T00:00:00Z", "2025-06-03T00:00:00Z"),
        &[["2025-06-02T08:45:00Z", "2025-06-02T09:45:00Z"]],
        &[["2025-06-02T09:00:00Z", "2025-06-02T10:00:00Z"]],
    );
}
