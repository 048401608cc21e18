//! Windows as sets: the laws of set algebra, and what the combinations say of instants.

#![expect(clippy::unwrap_used, reason = "in a test a panic is an answer")]

use backup_window::{BackupWindow, HourOfWeek, Interval, MinuteOffset, WindowClock};
use chrono::{TimeDelta, WeekdaySet};
use proptest::prelude::*;

use oracle::{Timeline, assert_same, cases, clip, minute_offsets, places, stretches, windows};

#[allow(dead_code, unused_imports, reason = "each test uses its part of the oracle")]
mod oracle;

const ALWAYS: BackupWindow = BackupWindow::ALWAYS;
const NEVER: BackupWindow = BackupWindow::NEVER;

/// A clock of the same kind, so many hours aside.
fn hours_aside(clock: WindowClock, hours: i64) -> WindowClock {
    let minutes = i64::from(clock.minute_offset().minutes()) + hours * 60;
    let aside = MinuteOffset::new(minutes).unwrap_or(clock.minute_offset());
    match clock {
        WindowClock::UtcOffset(_) => WindowClock::UtcOffset(aside),
        WindowClock::Local { .. } => WindowClock::Local { shift: aside },
    }
}

/// Windows on clocks of one kind, whole hours apart.
fn on_one_grid<const N: usize>() -> impl Strategy<Value = [BackupWindow; N]> {
    prop::collection::vec((windows(), -30..30i64), N).prop_map(|windows| {
        let clock = windows[0].0.clock();
        let windows: Vec<_> =
            windows.into_iter().map(|(window, hours)| window.with_clock(hours_aside(clock, hours))).collect();
        windows.try_into().unwrap()
    })
}

fn or(a: BackupWindow, b: BackupWindow) -> BackupWindow {
    a.union(&b).unwrap()
}

fn and(a: BackupWindow, b: BackupWindow) -> BackupWindow {
    a.intersection(&b).unwrap()
}

fn without(a: BackupWindow, b: BackupWindow) -> BackupWindow {
    a.difference(&b).unwrap()
}

fn xor(a: BackupWindow, b: BackupWindow) -> BackupWindow {
    a.symmetric_difference(&b).unwrap()
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn the_laws_of_set_algebra_hold([a, b, c] in on_one_grid()) {
        prop_assert_eq!(or(a, b), or(b, a));
        prop_assert_eq!(and(a, b), and(b, a));
        prop_assert_eq!(xor(a, b), xor(b, a));
        prop_assert_eq!(or(a, or(b, c)), or(or(a, b), c));
        prop_assert_eq!(and(a, and(b, c)), and(and(a, b), c));
        prop_assert_eq!(xor(a, xor(b, c)), xor(xor(a, b), c));
        prop_assert_eq!(and(a, or(b, c)), or(and(a, b), and(a, c)));
        prop_assert_eq!(or(a, and(b, c)), and(or(a, b), or(a, c)));
        prop_assert_eq!(or(a, and(a, b)), a);
        prop_assert_eq!(and(a, or(a, b)), a);
        prop_assert_eq!(!or(a, b), and(!a, !b));
        prop_assert_eq!(!and(a, b), or(!a, !b));
        prop_assert_eq!(!!a, a);
        prop_assert_eq!(or(a, !a), ALWAYS);
        prop_assert_eq!(and(a, !a), NEVER);
        prop_assert_eq!(without(a, b), and(a, !b));
        prop_assert_eq!(xor(a, b), without(or(a, b), and(a, b)));
        prop_assert_eq!(xor(a, a), NEVER);
        for (one, result) in [(or(a, NEVER), a), (and(a, ALWAYS), a), (or(a, ALWAYS), ALWAYS), (and(a, NEVER), NEVER)] {
            prop_assert_eq!(one, result);
        }
        let hours = |window: BackupWindow| window.allowed_hours();
        prop_assert_eq!(hours(or(a, b)) + hours(and(a, b)), hours(a) + hours(b));
        prop_assert_eq!(hours(!a), 168 - hours(a));
        prop_assert_eq!(hours(xor(a, b)), hours(without(a, b)) + hours(without(b, a)));
    }

    #[test]
    fn a_subset_has_nothing_outside_and_a_disjoint_one_nothing_shared([a, b] in on_one_grid()) {
        prop_assert_eq!(a.is_subset_of(&b), Ok(and(a, b) == a));
        prop_assert_eq!(a.is_disjoint_from(&b), Ok(and(a, b) == NEVER));
        prop_assert_eq!(a.is_subset_of(&b), (!b).is_subset_of(&!a));
        prop_assert_eq!(a.is_disjoint_from(&b), a.is_subset_of(&!b));
        prop_assert_eq!([and(a, b).is_subset_of(&a), a.is_subset_of(&or(a, b))], [Ok(true), Ok(true)]);
        let written_alike = b.on_clock(a.clock()).unwrap();
        let first = |is_there: &dyn Fn(HourOfWeek) -> bool| HourOfWeek::all().find(|&hour| is_there(hour));
        if !a.is_always() && !a.is_never() {
            let outside = first(&|hour| a.allows(hour) && !written_alike.allows(hour));
            prop_assert_eq!(a.hour_outside(&b), Ok(outside));
            let shared = first(&|hour| a.allows(hour) && written_alike.allows(hour));
            prop_assert_eq!(a.hour_shared(&b), Ok(shared));
        }
    }

    #[test]
    fn a_window_means_the_same_on_a_clock_that_is_whole_hours_away(
        window in windows(),
        hours in -47..48i64,
        minutes in 1..60i64,
        place in places(2),
    ) {
        let clock = hours_aside(window.clock(), hours);
        let moved = window.on_clock(clock).unwrap();
        prop_assert_eq!((moved, moved.clock()), (window, clock));
        prop_assert_eq!(moved.on_clock(window.clock()).unwrap().to_bools(), window.to_bools());
        let t = place.near.range.start;
        prop_assert_eq!(moved.is_allowed_at(&place.zone, t), window.is_allowed_at(&place.zone, t));

        // The grid itself turns by as many hours.
        let by = |clock: WindowClock| i64::from(clock.minute_offset().minutes()) / 60;
        let ahead = match clock {
            WindowClock::UtcOffset(_) => by(clock) - by(window.clock()),
            WindowClock::Local { .. } => by(window.clock()) - by(clock),
        };
        if clock.minute_offset().minutes() % 60 == 0 {
            for hour in HourOfWeek::all() {
                let there = (i64::from(hour.index()) + ahead).rem_euclid(168);
                let there = HourOfWeek::new(u8::try_from(there).unwrap()).unwrap();
                prop_assert_eq!(moved.allows(there), window.allows(hour));
            }
        }

        let other_kind = match window.clock() {
            WindowClock::UtcOffset(offset) => WindowClock::Local { shift: offset },
            WindowClock::Local { shift } => WindowClock::UtcOffset(shift),
        };
        let aside = MinuteOffset::new(i64::from(window.clock().minute_offset().minutes() % 60) - minutes).unwrap();
        let minutes_away = match window.clock() {
            WindowClock::UtcOffset(_) => WindowClock::UtcOffset(aside),
            WindowClock::Local { .. } => WindowClock::Local { shift: aside },
        };
        for clock in [other_kind, minutes_away] {
            let refused = window.on_clock(clock).is_err();
            prop_assert_eq!(refused, !window.is_always() && !window.is_never());
            // Refused with reason: no grid on that clock is equal to the window.
            if refused {
                let nights = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 22, 6).with_clock(clock);
                prop_assert!(window.union(&nights).is_err() && window.intersection(&nights).is_err());
                prop_assert!(window.difference(&nights).is_err() && nights.symmetric_difference(&window).is_err());
                prop_assert_eq!(window.union(&BackupWindow::ALWAYS.with_clock(clock)), Ok(ALWAYS));
                prop_assert_eq!(BackupWindow::ALWAYS.with_clock(clock).intersection(&window), Ok(window));
            }
        }
    }
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn a_combination_is_open_when_its_parts_say_so([a, b] in on_one_grid(), place in places(10)) {
        let (zone, range) = (&place.zone, place.near.range);
        let mut t = range.start;
        while t < range.end {
            let (in_a, in_b) = (a.is_allowed_at(zone, t), b.is_allowed_at(zone, t));
            prop_assert_eq!(or(a, b).is_allowed_at(zone, t), in_a || in_b, "union at {}", t);
            prop_assert_eq!(and(a, b).is_allowed_at(zone, t), in_a && in_b, "intersection at {}", t);
            prop_assert_eq!(without(a, b).is_allowed_at(zone, t), in_a && !in_b, "difference at {}", t);
            prop_assert_eq!(xor(a, b).is_allowed_at(zone, t), in_a != in_b, "symmetric difference at {}", t);
            prop_assert_eq!((!a).is_allowed_at(zone, t), !in_a, "complement at {}", t);
            t += TimeDelta::minutes(17);
        }
    }

    #[test]
    fn an_overlap_is_that_of_the_oracle(a in windows(), b in windows(), place in places(14)) {
        let (zone, range) = (&place.zone, place.near.range);
        let timeline = Timeline::walk(zone, &range, 0);
        let common = |windows: &[BackupWindow]| {
            let windows: Vec<_> = windows.iter().copied().map(Some).collect();
            clip(&stretches(&timeline, &timeline.allowed(&windows), true), &range)
        };
        let overlap: Vec<Interval> = a.overlap(&b, zone, range.clone()).collect();
        assert_same("overlaps", &overlap, &common(&[a, b]));
        prop_assert_eq!(a.instant_shared(&b, zone, range.clone()), overlap.first().map(|both| both.from));

        // Where `a` is open without `b`, step by step.
        let (in_a, in_b) = (timeline.allowed(&[Some(a)]), timeline.allowed(&[Some(b)]));
        let outside: Vec<bool> = in_a.iter().zip(&in_b).map(|(a, b)| *a && !b).collect();
        let expected = clip(&stretches(&timeline, &outside, true), &range);
        prop_assert_eq!(a.instant_outside(&b, zone, range.clone()), expected.first().map(|stretch| stretch.from));
        assert_same("differences", &a.overlap(&!b, zone, range.clone()).collect::<Vec<_>>(), &expected);
    }

    #[test]
    fn different_clocks_say_which(one in minute_offsets(), other in minute_offsets()) {
        let nights = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 22, 6);
        let (one, other) = (WindowClock::UtcOffset(one), WindowClock::Local { shift: other });
        let error = nights.with_clock(one).union(&nights.with_clock(other)).unwrap_err();
        prop_assert_eq!((error.one, error.other), (one, other));
    }
}

#[test]
fn an_error_names_both_clocks_and_a_way_out() {
    let nights = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 22, 6);
    let error = nights.union(&nights.with_clock(WindowClock::LOCAL)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "clocks UTC and local time have no hours in common (expected two of a kind, whole hours apart; the overlap of \
         their windows in a range can be asked for)",
    );
}
