//! Laws of a window, and of two taken together.

use std::ops::Range;

use arbitrary::Arbitrary;
use backup_window::{BackupWindow, Interval, Windows};
use chrono::{DateTime, TimeDelta, Utc};

use crate::far::{is_asked_nevertheless, is_opening_far};
use crate::plainly;
use crate::when::{When, just_after, just_before, later};
use crate::window::Window;
use crate::zone::Zone;

/// A window, another one, and where to look at them.
#[derive(Debug, Clone, Arbitrary)]
pub struct WindowCase {
    zone: Zone,
    window: Window,
    other: Option<Window>,
    when: When,
    law: Law,
    /// Length of the range whose stretches are listed, as a part of 2 days, or of 32 where all 4 lowest bits are set;
    /// below 0 the range is turned around.
    length: i16,
    /// Instants to ask about, as parts of a stretch.
    samples: [u16; 4],
    /// From which end the stretches are taken, turn by turn.
    turns: u8,
}

/// Which laws are looked at: one input, one group of them, so that each is tried as often as time allows.
#[derive(Debug, Clone, Copy, Arbitrary)]
enum Law {
    Next,
    Previous,
    Stretches,
    Both,
}

/// The laws of one case.
pub fn window_laws(case: &WindowCase) {
    let (window, zone, t) = (case.window.0, &case.zone, case.when.at(&case.zone));
    let days = if case.length & 15 == 15 { 32 } else { 2 };
    let range = t..later(t, i64::from(case.length) * days * 86_400 / i64::from(i16::MAX));
    match case.law {
        Law::Next => {
            allowed_is_what_the_clock_says(&window, zone, t);
            equal_windows_say_the_same(&window, zone, t);
            if is_answered(t) {
                next_change_is_the_first(case, t);
            }
        }
        Law::Previous => {
            allowed_is_what_the_clock_says(&window, zone, t);
            if is_answered(t) {
                previous_change_is_the_last(case, t);
            }
        }
        Law::Stretches => {
            let state = |t| window.is_allowed_at(zone, t);
            let stretches =
                |range: Range<_>| (window.allowed(zone, range.clone()), window.denied(zone, range));
            stretches_partition(case, &range, state, stretches);
        }
        Law::Both => {
            let both = Windows { backup: Some(window), periodic: case.other.as_ref().map(|other| other.0) };
            let state = |t| both.is_start_allowed_at(zone, t);
            let stretches =
                |range: Range<_>| (both.starts_allowed(zone, range.clone()), both.starts_denied(zone, range));
            stretches_partition(case, &range, state, stretches);
            both_allow_or_the_start_is_denied(case, &both, t);
        }
    }
}

fn allowed_is_what_the_clock_says(window: &BackupWindow, zone: &Zone, t: DateTime<Utc>) {
    for t in [just_before(t), t, just_after(t)] {
        if let Some(allowed) = plainly::is_allowed(window, zone, t) {
            assert_eq!(window.is_allowed_at(zone, t), allowed, "allowed at {t:?}");
        }
    }
}

fn next_change_is_the_first(case: &WindowCase, t: DateTime<Utc>) {
    let (window, zone) = (case.window.0, &case.zone);
    let now = window.is_allowed_at(zone, t);
    let Some(change) = window.next_change(zone, t) else {
        let constant = window.is_always() || window.is_never();
        assert!(constant || is_near_an_end(t), "no change after {t:?}");
        assert_eq!(window.next_opening(zone, t), None);
        assert_eq!(window.next_closing(zone, t), None);
        return;
    };
    assert!(change > t, "next_change of {t:?} is {change:?}");
    assert_ne!(window.is_allowed_at(zone, change), now, "at the change {change:?}");
    for between in samples(case, t..change) {
        assert_eq!(window.is_allowed_at(zone, between), now, "at {between:?}, before the change {change:?}");
        assert_eq!(window.next_change(zone, between), Some(change), "asked at {between:?}");
    }
    assert_eq!(window.previous_change(zone, just_after(change)), Some(change));
    assert!(window.previous_change(zone, change).is_none_or(|previous| previous <= t));

    let (same, other) = match now {
        true => (window.next_closing(zone, t), window.next_opening(zone, t)),
        false => (window.next_opening(zone, t), window.next_closing(zone, t)),
    };
    assert_eq!(same, Some(change));
    assert_eq!(other, window.next_change(zone, change));
}

fn previous_change_is_the_last(case: &WindowCase, t: DateTime<Utc>) {
    let (window, zone) = (case.window.0, &case.zone);
    let before = window.is_allowed_at(zone, just_before(t));
    let Some(change) = window.previous_change(zone, t) else {
        let constant = window.is_always() || window.is_never();
        assert!(constant || is_near_an_end(t), "no change before {t:?}");
        assert_eq!(window.previous_opening(zone, t), None);
        assert_eq!(window.previous_closing(zone, t), None);
        return;
    };
    assert!(change < t, "previous_change of {t:?} is {change:?}");
    assert_eq!(window.is_allowed_at(zone, change), before, "from the change {change:?} on");
    assert_ne!(window.is_allowed_at(zone, just_before(change)), before, "before the change {change:?}");
    for between in samples(case, change..t) {
        assert_eq!(
            window.is_allowed_at(zone, between),
            before,
            "at {between:?}, after the change {change:?}"
        );
    }
    let (same, other) = match before {
        true => (window.previous_opening(zone, t), window.previous_closing(zone, t)),
        false => (window.previous_closing(zone, t), window.previous_opening(zone, t)),
    };
    assert_eq!(same, Some(change));
    assert_eq!(other, window.previous_change(zone, change));
}

/// A window rebuilt from what it tells of itself is equal and answers alike.
fn equal_windows_say_the_same(window: &BackupWindow, zone: &Zone, t: DateTime<Utc>) {
    let again = BackupWindow::from_bools(&window.to_bools()).with_clock(window.clock());
    assert_eq!(again, *window);
    assert_eq!(again.next_change(zone, t), window.next_change(zone, t));
    assert_eq!(window.hours().count() as u32, window.allowed_hours());
}

/// The allowed and the denied stretches of a range: maximal, disjoint, and nothing else is in it.
fn stretches_partition<I>(
    case: &WindowCase,
    range: &Range<DateTime<Utc>>,
    is_allowed: impl Fn(DateTime<Utc>) -> bool,
    stretches: impl Fn(Range<DateTime<Utc>>) -> (I, I),
) where
    I: DoubleEndedIterator<Item = Interval> + Clone,
{
    let (allowed, denied) = stretches(range.clone());
    if range.start >= range.end {
        assert_eq!(allowed.count() + denied.count(), 0, "{range:?} is empty");
        return;
    }
    for one in [&allowed, &denied] {
        let forward: Vec<_> = one.clone().collect();
        let mut backward: Vec<_> = one.clone().rev().collect();
        backward.reverse();
        assert_eq!(forward, backward, "forward and backward");
        assert_eq!(forward, from_both_ends(one.clone(), case.turns), "forward and from both ends");
    }
    let mut all: Vec<_> = allowed.map(|i| (i, true)).chain(denied.map(|i| (i, false))).collect();
    all.sort_by_key(|(interval, _)| interval.from);
    let mut reached = range.start;
    let mut last = None;
    for (interval, allowed) in all {
        assert_eq!(interval.from, reached, "no hole and no overlap");
        assert!(interval.to > interval.from, "not empty: {interval}");
        assert_ne!(last, Some(allowed), "maximal: {interval}");
        for t in samples(case, interval.from..interval.to) {
            assert_eq!(is_allowed(t), allowed, "at {t:?} in {interval}");
        }
        (reached, last) = (interval.to, Some(allowed));
    }
    assert_eq!(reached, range.end, "the range is covered");
}

fn from_both_ends<I: DoubleEndedIterator>(mut items: I, turns: u8) -> Vec<I::Item> {
    let (mut front, mut back) = (Vec::new(), Vec::new());
    for turn in 0.. {
        let from_front = turns >> (turn % 8) & 1 == 0;
        let item = if from_front { items.next() } else { items.next_back() };
        match item {
            Some(item) if from_front => front.push(item),
            Some(item) => back.push(item),
            None => break,
        }
    }
    front.extend(back.into_iter().rev());
    front
}

fn both_allow_or_the_start_is_denied(case: &WindowCase, both: &Windows, t: DateTime<Utc>) {
    let zone = &case.zone;
    let allows = |window: Option<BackupWindow>, t| window.is_none_or(|window| window.is_allowed_at(zone, t));
    let is_allowed = |t| allows(both.backup, t) && allows(both.periodic, t);
    assert_eq!(both.is_start_allowed_at(zone, t), is_allowed(t), "at {t:?}");
    if is_opening_far(both, zone, t) && !is_asked_nevertheless(zone, None, case.turns) {
        return;
    }
    if let Some(opening) = both.next_start_opening(zone, t) {
        assert!(opening > t && is_allowed(opening) && !is_allowed(just_before(opening)), "{opening:?}");
    }
}

/// The ends of a range that is not empty, and some instants inside it.
fn samples(case: &WindowCase, range: Range<DateTime<Utc>>) -> impl Iterator<Item = DateTime<Utc>> {
    let length = (range.end - range.start).num_seconds();
    let inside = case.samples.map(move |part| {
        range.start + TimeDelta::seconds((i128::from(length) * i128::from(part) / (1 << 16)) as i64)
    });
    inside.into_iter().chain([range.start, just_before(range.end)])
}

/// Outside the first and the last day of chrono's range, in which searches see nothing.
fn is_answered(t: DateTime<Utc>) -> bool {
    let day = TimeDelta::days(1);
    t - DateTime::<Utc>::MIN_UTC >= day && DateTime::<Utc>::MAX_UTC - t >= day
}

/// Within three weeks of an end of chrono's range, where a week may no longer be whole.
fn is_near_an_end(t: DateTime<Utc>) -> bool {
    let near = TimeDelta::weeks(3);
    t - DateTime::<Utc>::MIN_UTC < near || DateTime::<Utc>::MAX_UTC - t < near
}
