//! Properties of windows: every stretch and edge against the oracle, and the laws that need none.

#![expect(clippy::unwrap_used, reason = "in a test a panic is an answer")]

use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

use backup_window::{BackupWindow, HourOfWeek, Interval, MinuteOffset, WindowClock, Windows};
use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use proptest::prelude::*;

use oracle::{
    Timeline, apart, assert_same, cases, check_window, civil_before, clip, compared, edges, instant,
    made_up_zones, minute_offsets, places, sparse_windows, sparse_windows_near, stretches, utc, windows,
};

#[allow(dead_code, unused_imports, reason = "each test uses its part of the oracle")]
mod oracle;

const NANOSECOND: TimeDelta = TimeDelta::nanoseconds(1);

#[test]
fn every_stretch_and_edge_is_that_of_the_oracle() {
    compared("windows", cases(250), (places(14), windows()), |(place, window), tally| {
        check_window(&place.zone, &window, &place.near.range, tally);
    });
}

#[test]
fn every_stretch_and_edge_is_that_of_the_oracle_in_made_up_zones() {
    let strategy = (made_up_zones(14), windows());
    compared("windows in made-up zones", cases(250), strategy, |((zone, near), window), tally| {
        check_window(&zone, &window, &near.range, tally);
    });
}

/// The stretches of a range of years, hour by hour of the window's own grid.
fn hour_by_hour(
    window: &BackupWindow,
    offset: MinuteOffset,
    range: &Range<DateTime<Utc>>,
    allowed: bool,
) -> Vec<Interval> {
    let mut stretches: Vec<Interval> = Vec::new();
    let mut from = range.start;
    while from < range.end {
        // Grids begin at whole minutes; the first piece may be cut off.
        let into_hour = (from.timestamp() + i64::from(offset.minutes()) * 60).rem_euclid(3_600);
        let to = (from + TimeDelta::seconds(3_600 - into_hour)).min(range.end);
        if window.is_allowed_at(&Utc, from) == allowed {
            match stretches.last_mut() {
                Some(last) if last.to == from => last.to = to,
                _ => stretches.push(Interval { from, to }),
            }
        }
        from = to;
    }
    stretches
}

proptest! {
    #![proptest_config(cases(40))]

    #[test]
    fn the_stretches_of_years_are_those_of_their_hours(
        window in prop_oneof![windows(), sparse_windows()],
        offset in minute_offsets(),
        first in prop_oneof![8 => -80_000..80_000i64, 1 => 95_024_000..95_026_000i64],
        cut in 0..100_000i64,
        days in 100..1_500i64,
        turn in 0..40usize,
    ) {
        let window = window.with_clock(WindowClock::UtcOffset(offset));
        // A leap year now and then, and the last years of chrono's.
        let start = instant(first * 86_400 + cut);
        let end = start.checked_add_signed(TimeDelta::days(days)).unwrap_or(DateTime::<Utc>::MAX_UTC);
        let range = start..end.min(DateTime::<Utc>::MAX_UTC - TimeDelta::days(2));
        for allowed in [true, false] {
            let expected = hour_by_hour(&window, offset, &range, allowed);
            let ours = || if allowed { window.allowed(&Utc, range.clone()) } else { window.denied(&Utc, range.clone()) };
            assert_same("years", &ours().collect::<Vec<_>>(), &expected);
            let mut each = Vec::new();
            ours().for_each(|stretch| each.push(stretch));
            assert_same("each of years", &each, &expected);
            // A look from the other side now and then changes nothing.
            let (mut rest, mut front, mut back) = (ours(), Vec::new(), Vec::new());
            for step in 1.. {
                let from_behind = step % (turn + 2) == 0;
                let Some(stretch) = (if from_behind { rest.next_back() } else { rest.next() }) else { break };
                if from_behind { back.push(stretch) } else { front.push(stretch) }
            }
            front.extend(back.into_iter().rev());
            assert_same("years from both sides", &front, &expected);
        }
    }
}

proptest! {
    #![proptest_config(cases(250))]

    #[test]
    fn two_windows_allow_what_both_allow(
        place in places(14),
        backup in windows(),
        periodic in windows(),
        missing in 0..4u8,
    ) {
        let backup = (missing != 1).then_some(backup);
        let periodic = (missing != 2).then_some(periodic);
        let (zone, range) = (&place.zone, place.near.range);
        let both = Windows { backup, periodic };
        let timeline = Timeline::walk(zone, &range, 0);
        let states = timeline.allowed(&[backup, periodic]);
        for (state, what) in [(true, "allowed"), (false, "denied")] {
            let stretches_of = || {
                if state { both.starts_allowed(zone, range.clone()) } else { both.starts_denied(zone, range.clone()) }
            };
            let expected = clip(&stretches(&timeline, &states, state), &range);
            assert_same(what, &stretches_of().collect::<Vec<_>>(), &expected);
            let mut backward: Vec<_> = stretches_of().rev().collect();
            backward.reverse();
            assert_same(what, &backward, &expected);
        }

        let openings: Vec<_> = edges(&timeline, &states).into_iter().filter(|edge| edge.1).collect();
        for tick in timeline.ticks.iter().filter(|tick| tick.at % apart(&openings) == 0) {
            let t = instant(tick.at);
            if !range.contains(&t) {
                continue;
            }
            prop_assert_eq!(both.is_start_allowed_at(zone, t), states[timeline.index_of(t)]);
            let next = both.next_start_opening(zone, t);
            match openings.iter().find(|edge| edge.0 > t) {
                Some(&(opening, _)) => prop_assert_eq!(next, Some(opening)),
                None => prop_assert!(next.is_none_or(|next| next > range.end), "too early: {next:?}"),
            }
        }
    }
}

proptest! {
    #![proptest_config(cases(150))]

    /// Without the oracle.
    #[test]
    fn allowed_and_denied_partition_any_range(place in places(60), window in windows()) {
        let (zone, range) = (&place.zone, place.near.range);
        let mut stretches: Vec<(Interval, bool)> = window.allowed(zone, range.clone()).map(|i| (i, true)).collect();
        stretches.extend(window.denied(zone, range.clone()).map(|i| (i, false)));
        stretches.sort_by_key(|(stretch, _)| stretch.from);
        prop_assert_eq!(stretches[0].0.from, range.start);
        prop_assert_eq!(stretches[stretches.len() - 1].0.to, range.end);
        for (stretch, state) in &stretches {
            prop_assert!(stretch.from < stretch.to, "{stretch} is empty");
            prop_assert_eq!(window.is_allowed_at(zone, stretch.from), *state);
            prop_assert_eq!(window.is_allowed_at(zone, stretch.to - NANOSECOND), *state);
            let change = window.next_change(zone, stretch.from);
            prop_assert!(change.is_none_or(|change| change >= stretch.to), "{stretch} has a change at {change:?}");
        }
        for pair in stretches.windows(2) {
            prop_assert_eq!(pair[0].0.to, pair[1].0.from, "maximal and disjoint");
            prop_assert_ne!(pair[0].1, pair[1].1, "two neighbours are one stretch");
            prop_assert_eq!(window.next_change(zone, pair[0].0.from), Some(pair[0].0.to));
            prop_assert_eq!(window.previous_change(zone, pair[1].0.to), Some(pair[1].0.from));
        }
    }

    #[test]
    fn stretches_taken_from_both_ends_meet(
        place in places(20),
        window in windows(),
        state in any::<bool>(),
        turns in prop::collection::vec(any::<bool>(), 1..9),
    ) {
        let range = place.near.range;
        let stretches = || {
            if state { window.allowed(&place.zone, range.clone()) } else { window.denied(&place.zone, range.clone()) }
        };
        let all: Vec<Interval> = stretches().collect();
        let mut each = Vec::new();
        stretches().for_each(|stretch| each.push(stretch));
        assert_same("each stretch", &each, &all);
        let mut rest = stretches();
        let (mut front, mut back) = (Vec::new(), Vec::new());
        for &turn in turns.iter().cycle() {
            match if turn { rest.next() } else { rest.next_back() } {
                Some(stretch) if turn => front.push(stretch),
                Some(stretch) => back.push(stretch),
                None => break,
            }
        }
        prop_assert!(rest.next().is_none() && rest.next_back().is_none(), "what has ended stays ended");
        front.extend(back.into_iter().rev());
        assert_same("stretches from both ends", &front, &all);
    }

    #[test]
    fn a_constant_window_has_no_edge(place in places(14), clock in minute_offsets(), local in any::<bool>()) {
        let clock = if local { WindowClock::Local { shift: clock } } else { WindowClock::UtcOffset(clock) };
        let (zone, range) = (&place.zone, place.near.range);
        let whole = Interval { from: range.start, to: range.end };
        for (window, allowed) in [(BackupWindow::ALWAYS, true), (BackupWindow::NEVER, false)] {
            let window = window.with_clock(clock);
            let t = range.start;
            prop_assert_eq!(window.is_allowed_at(zone, t), allowed);
            let searches =
                [BackupWindow::next_change, BackupWindow::next_opening, BackupWindow::next_closing,
                 BackupWindow::previous_change, BackupWindow::previous_opening, BackupWindow::previous_closing];
            for search in searches {
                prop_assert_eq!(search(&window, zone, t), None);
            }
            let (all, none) = (window.allowed(zone, range.clone()), window.denied(zone, range.clone()));
            let (all, none) = if allowed { (all, none) } else { (none, all) };
            prop_assert_eq!(all.collect::<Vec<_>>(), vec![whole]);
            prop_assert_eq!(none.count(), 0);
            prop_assert_eq!(window, if allowed { BackupWindow::ALWAYS } else { BackupWindow::NEVER });
        }
    }

    #[test]
    fn an_empty_or_backward_range_has_no_stretch(place in places(14), window in windows()) {
        let (zone, range) = (&place.zone, place.near.range);
        for range in [range.start..range.start, range.end..range.start] {
            prop_assert_eq!(window.allowed(zone, range.clone()).next(), None);
            prop_assert_eq!(window.denied(zone, range.clone()).next_back(), None);
        }
    }
}

/// What a window says at every minute of two weeks.
fn answers<Z: TimeZone>(zone: &Z, window: &BackupWindow) -> Vec<bool> {
    let monday = utc("2025-06-02T00:00:00Z");
    (0..14 * 1_440).map(|minute| window.is_allowed_at(zone, monday + TimeDelta::minutes(minute))).collect()
}

fn hash_of(window: &BackupWindow) -> u64 {
    let mut hasher = DefaultHasher::new();
    window.hash(&mut hasher);
    hasher.finish()
}

/// The same window written on a clock that is some hours away.
fn rewritten(window: &BackupWindow, hours: i64) -> Option<BackupWindow> {
    let minutes = i64::from(window.clock().minute_offset().minutes()) + hours * 60;
    let offset = MinuteOffset::new(minutes).ok()?;
    // A clock ahead of UTC shows a later hour, a grid that is shifted an earlier one.
    let (clock, moved) = match window.clock() {
        WindowClock::UtcOffset(_) => (WindowClock::UtcOffset(offset), hours),
        WindowClock::Local { .. } => (WindowClock::Local { shift: offset }, -hours),
    };
    let move_hour = |hour: HourOfWeek| {
        HourOfWeek::new(u8::try_from((i64::from(hour.index()) + moved).rem_euclid(168)).unwrap()).unwrap()
    };
    Some(BackupWindow::from_hours(window.hours().map(move_hour)).with_clock(clock))
}

proptest! {
    #![proptest_config(cases(300))]

    /// In two zones: that a grid on local time differs from one on UTC cannot be seen in a zone that is UTC.
    #[test]
    fn windows_are_equal_when_and_only_when_they_answer_alike(
        window in windows(),
        other in windows(),
        hours in -23..=23i64,
        flipped in 0..168u8,
    ) {
        let mut bools = window.to_bools();
        bools[usize::from(flipped)] ^= true;
        let mut others = vec![other, window.with_clock(other.clock())];
        others.push(BackupWindow::from_bools(&bools).with_clock(window.clock()));
        let same = rewritten(&window, hours);
        others.extend(same);
        for other in others {
            let alike = answers(&Tz::UTC, &window) == answers(&Tz::UTC, &other)
                && answers(&Tz::Asia__Kathmandu, &window) == answers(&Tz::Asia__Kathmandu, &other);
            prop_assert_eq!(window == other, alike, "{:?} and {:?}", window, other);
            prop_assert!(!alike || hash_of(&window) == hash_of(&other));
        }
        prop_assert!(same.is_none_or(|same| same == window), "{:?} and {:?}", window, same);
    }

    #[test]
    fn a_window_can_be_read_back(window in windows()) {
        let bools = window.to_bools();
        let again = BackupWindow::from_bools(&bools).with_clock(window.clock());
        prop_assert_eq!(again.to_bools(), bools);
        prop_assert_eq!(again, window);
        prop_assert_eq!(again.clock(), window.clock());
        prop_assert_eq!(window.hours().count(), bools.iter().filter(|&&allowed| allowed).count());
        prop_assert_eq!(window.allowed_hours() as usize, window.hours().count());
        prop_assert_eq!(window.is_always(), bools == [true; 168]);
        prop_assert_eq!(window.is_never(), bools == [false; 168]);
        prop_assert!(HourOfWeek::all().all(|hour| window.allows(hour) == bools[usize::from(hour.index())]));
    }

    #[test]
    fn a_span_is_allowed_or_denied_hour_by_hour(window in windows(), from in 0..168u8, length in 1..=168u8) {
        let hour = |index: u16| HourOfWeek::new((index % 168) as u8).unwrap();
        let end = hour(u16::from(from) + u16::from(length));
        let opened = window.allow(hour(from.into()), end);
        let closed = window.deny(hour(from.into()), end);
        for index in 0..168u16 {
            let inside = (index + 168 - u16::from(from)) % 168 < u16::from(length);
            prop_assert_eq!(opened.allows(hour(index)), inside || window.allows(hour(index)));
            prop_assert_eq!(closed.allows(hour(index)), !inside && window.allows(hour(index)));
        }
    }

    #[test]
    fn a_minute_offset_is_less_than_a_day(minutes in prop_oneof![-3_000..3_000i64, any::<i64>()]) {
        match MinuteOffset::new(minutes) {
            Ok(offset) => {
                prop_assert!(-1_440 < minutes && minutes < 1_440);
                prop_assert_eq!(i64::from(offset.minutes()), minutes);
            }
            Err(error) => {
                prop_assert!(minutes <= -1_440 || 1_440 <= minutes);
                prop_assert_eq!((error.value(), error.limits()), (minutes, (-1_439, 1_439)));
            }
        }
    }
}

proptest! {
    #![proptest_config(cases(60))]

    /// Over years, without the oracle: two sparse windows may meet in summer only, or once in a century.
    #[test]
    fn two_windows_that_seldom_meet_are_the_same_from_either_end(
        (place, backup, periodic) in places(8_000).prop_flat_map(|place| {
            let civil = civil_before(&place.zone, place.near.at);
            let window = || sparse_windows_near(place.near.at, civil);
            let (backup, periodic) = (window(), window());
            (Just(place), backup, periodic)
        }),
    ) {
        let (zone, range) = (&place.zone, place.near.range);
        let both = Windows { backup: Some(backup), periodic: Some(periodic) };
        let allowed: Vec<_> = both.starts_allowed(zone, range.clone()).collect();
        let mut backward: Vec<_> = both.starts_allowed(zone, range.clone()).rev().collect();
        backward.reverse();
        assert_same("allowed, backward", &backward, &allowed);
        let denied: Vec<_> = both.starts_denied(zone, range.clone()).collect();
        let mut backward: Vec<_> = both.starts_denied(zone, range.clone()).rev().collect();
        backward.reverse();
        assert_same("denied, backward", &backward, &denied);

        let mut all = allowed.clone();
        all.extend(&denied);
        all.sort_by_key(|stretch| stretch.from);
        prop_assert_eq!((all[0].from, all[all.len() - 1].to), (range.start, range.end));
        prop_assert!(all.windows(2).all(|pair| pair[0].to == pair[1].from));
        prop_assert!(allowed.len().abs_diff(denied.len()) <= 1, "neighbours alternate");
        let mut t = range.start - NANOSECOND;
        for stretch in &allowed {
            prop_assert!(both.is_start_allowed_at(zone, stretch.from));
            prop_assert!(!both.is_start_allowed_at(zone, stretch.to) || stretch.to == range.end);
            if stretch.from > range.start {
                prop_assert_eq!(both.next_start_opening(zone, t), Some(stretch.from));
            }
            t = stretch.from;
        }
    }
}

#[test]
fn every_hour_of_the_week_is_read_on_either_clock() {
    // Sunday 2025-06-01 00:00 UTC starts cell 0. Ahead by 90 minutes, the clock shows 01:30: cell 1.
    let sunday: DateTime<Utc> = utc("2025-06-01T00:00:00Z");
    for cell in 0..168i64 {
        let hour = HourOfWeek::new(cell as u8).unwrap();
        let only = BackupWindow::from_hours([hour]);
        let ahead = only.with_clock(WindowClock::UtcOffset(MinuteOffset::new(90).unwrap()));
        let late = only.with_clock(WindowClock::Local { shift: MinuteOffset::new(90).unwrap() });
        let start = sunday + TimeDelta::hours(cell) + TimeDelta::weeks(1);
        for (window, start) in
            [(only, start), (ahead, start - TimeDelta::minutes(90)), (late, start + TimeDelta::minutes(90))]
        {
            let range = start - TimeDelta::days(3)..start + TimeDelta::days(3);
            let open = Interval { from: start, to: start + TimeDelta::hours(1) };
            assert_eq!(window.allowed(&Utc, range).collect::<Vec<_>>(), [open], "{hour}");
        }
    }
}
