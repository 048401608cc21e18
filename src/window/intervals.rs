//! Openings, closings and whole stretches of a gate, as chrono values.

use core::fmt;
use core::iter::FusedIterator;
use core::ops::Range;

use chrono::{DateTime, TimeDelta, TimeZone, Utc};

use super::bits::Place;
use super::gate::Gate;
use super::week_walk::WeekWalk;
use super::windows::Windows;
use crate::calendar::{
    AFTER_LAST, Backward, Direction, FIRST_SECOND, Forward, Offsets, Probed, ceil_second, floor_second,
    instant_at, search_reach, within_reach,
};

/// A stretch of time: `from` belongs to it, `to` does not. Never empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Interval {
    /// The first instant.
    pub from: DateTime<Utc>,
    /// The first instant after it.
    pub to: DateTime<Utc>,
}

impl Interval {
    /// The time from the first instant to the first one after it.
    pub fn length(&self) -> TimeDelta {
        self.to - self.from
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} to {}", self.from, self.to)
    }
}

/// The allowed or the denied stretches of a range, in order; goes both ways.
///
/// Made by [`BackupWindow::allowed`](super::BackupWindow::allowed) and its like.
#[derive(Debug, Clone)]
pub struct Intervals<'z, Z> {
    windows: Windows,
    zone: &'z Z,
    /// Which state the stretches have.
    allowed: bool,
    /// The range asked for, to its nanosecond.
    clip: Range<DateTime<Utc>>,
    /// The seconds not yet gone through; while there is a walk it knows where they begin.
    rest: Range<i64>,
    /// On a window that no zone matters to, from the end of the first stretch on.
    walk: Option<WeekWalk>,
}

pub(super) fn allowed_intervals<Z>(
    windows: Windows,
    zone: &Z,
    range: Range<DateTime<Utc>>,
) -> Intervals<'_, Z> {
    intervals(windows, zone, range, true)
}

pub(super) fn denied_intervals<Z>(
    windows: Windows,
    zone: &Z,
    range: Range<DateTime<Utc>>,
) -> Intervals<'_, Z> {
    intervals(windows, zone, range, false)
}

fn intervals<Z>(windows: Windows, zone: &Z, clip: Range<DateTime<Utc>>, allowed: bool) -> Intervals<'_, Z> {
    let rest = if clip.start < clip.end { floor_second(clip.start)..ceil_second(clip.end) } else { 0..0 };
    Intervals { windows, zone, allowed, clip, rest, walk: None }
}

impl<Z: TimeZone> Intervals<'_, Z> {
    /// The stretch that a search in direction `D` meets first.
    fn step<D: Direction>(&mut self) -> Option<Interval> {
        let offsets = Probed(self.zone);
        if self.rest.is_empty() {
            return None;
        }
        if self.windows.is_allowed(&offsets, D::first_of(&self.rest)) != self.allowed {
            self.skip_to_change::<D>(&offsets);
            if self.rest.is_empty() {
                return None;
            }
        }
        let before = self.rest.clone();
        self.skip_to_change::<D>(&offsets);
        let stretch = if D::IS_FORWARD { before.start..self.rest.start } else { self.rest.end..before.end };
        // The range's own ends may lie inside a second.
        let from = instant_at(stretch.start).map_or(self.clip.start, |from| from.max(self.clip.start));
        let to = instant_at(stretch.end).map_or(self.clip.end, |to| to.min(self.clip.end));
        Some(Interval { from, to })
    }

    /// The first stretch, and the last ones, which the range or the end of time may cut off; on other clocks any.
    #[inline(never)]
    fn next_plainly(&mut self) -> Option<Interval> {
        self.end_walk();
        let interval = self.step::<Forward>();
        self.walk = self.walk_on_utc();
        interval
    }

    /// From the beginning of `rest`, where that is the end of a stretch of a single window on UTC.
    fn walk_on_utc(&self) -> Option<WeekWalk> {
        let window = self.windows.only().filter(|window| window.is_on_utc() && !self.rest.is_empty())?;
        let (hour, into_hour) = window.hour_at(self.rest.start);
        if into_hour != 0 || window.allows_folded(hour) == self.allowed {
            return None;
        }
        let [start, end] = [self.rest.start, self.rest.end].map(instant_at);
        let week = window.hours.stretches_from(Place::of(hour), self.allowed);
        Some(WeekWalk::new(week, start?, end?.date_naive()))
    }

    /// Brings `rest` up to where the walk has come.
    fn end_walk(&mut self) {
        if let Some(instant) = self.walk.take().and_then(|walk| walk.edge()) {
            self.rest.start = floor_second(instant);
        }
    }

    /// Drops the seconds up to the nearest change of state, or all of them.
    fn skip_to_change<D: Direction>(&mut self, offsets: &Probed<'_, Z>) {
        // A stretch has at least one second, and the change that bounds it lies behind that one.
        let seen = if D::IS_FORWARD { self.rest.start + 1..self.rest.end } else { self.rest.clone() };
        let change =
            search_reach::<D, _, _>(offsets, seen, |part| self.windows.change::<D, _>(offsets, part));
        self.rest = match change {
            // Backward, a change at the very start leaves nothing.
            Some(edge) => D::beyond(&self.rest, edge),
            None if D::IS_FORWARD => self.rest.end..self.rest.end,
            None => self.rest.start..self.rest.start,
        };
    }
}

impl<Z: TimeZone> Iterator for Intervals<'_, Z> {
    type Item = Interval;

    fn next(&mut self) -> Option<Interval> {
        if let Some(walk) = &mut self.walk
            && let Some(interval) = walk.next()
        {
            return Some(interval);
        }
        self.next_plainly()
    }

    /// As by [`next`](Self::next), with the walk at hand: for `for_each` and what is made of it.
    fn fold<B, F: FnMut(B, Interval) -> B>(mut self, first: B, mut add: F) -> B {
        let mut sum = first;
        loop {
            if let Some(mut walk) = self.walk {
                while let Some(interval) = walk.next() {
                    sum = add(sum, interval);
                }
                self.walk = Some(walk);
            }
            match self.next_plainly() {
                Some(interval) => sum = add(sum, interval),
                None => return sum,
            }
        }
    }
}

impl<Z: TimeZone> DoubleEndedIterator for Intervals<'_, Z> {
    fn next_back(&mut self) -> Option<Interval> {
        self.end_walk();
        self.step::<Backward>()
    }
}

impl<Z: TimeZone> FusedIterator for Intervals<'_, Z> {}

/// The first edge strictly after `t`: any, or only one that leads to `state`.
pub(crate) fn next_edge<O: Offsets>(
    gate: &impl Gate,
    offsets: &O,
    t: DateTime<Utc>,
    state: Option<bool>,
) -> Option<DateTime<Utc>> {
    edge::<Forward, O>(gate, offsets, within_reach(floor_second(t) + 1)..AFTER_LAST, state)
}

/// The last edge strictly before `t`: any, or only one that leads to `state`.
pub(crate) fn previous_edge<O: Offsets>(
    gate: &impl Gate,
    offsets: &O,
    t: DateTime<Utc>,
    state: Option<bool>,
) -> Option<DateTime<Utc>> {
    edge::<Backward, O>(gate, offsets, FIRST_SECOND..within_reach(ceil_second(t)), state)
}

fn edge<D: Direction, O: Offsets>(
    gate: &impl Gate,
    offsets: &O,
    mut range: Range<i64>,
    state: Option<bool>,
) -> Option<DateTime<Utc>> {
    loop {
        let at = nearest_change::<D, O>(gate, offsets, range.clone())?;
        if state.is_none_or(|state| gate.is_allowed(offsets, at) == state) {
            return instant_at(at);
        }
        range = D::behind(&range, at);
    }
}

/// The change of a gate in a range of any length that a search in direction `D` meets first.
fn nearest_change<D: Direction, O: Offsets>(gate: &impl Gate, offsets: &O, range: Range<i64>) -> Option<i64> {
    if gate.is_constant() {
        return None;
    }
    search_reach::<D, O, _>(offsets, range, |part| gate.change::<D, O>(offsets, part))
}
