//! Openings, closings and whole stretches of a gate, as chrono values.

use core::fmt;
use core::iter::FusedIterator;
use core::ops::Range;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone, Timelike, Utc};

use super::bits::{Place, Stretches};
use super::gate::Gate;
use super::windows::Windows;
use crate::calendar::{
    AFTER_LAST, Backward, DAY, Direction, FIRST_SECOND, Forward, HOUR, Offsets, Probed, ceil_second,
    floor_second, instant_at, search_reach, within_reach,
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
    walk: Option<Walk>,
}

/// An edge of a window on UTC, in chrono's own fields.
#[derive(Debug, Clone, Copy)]
struct Edge {
    date: NaiveDate,
    /// The second of the day.
    second: u32,
}

impl Edge {
    /// The edge so many hours on; `None` beyond chrono's range.
    #[inline(always)]
    fn after(self, hours: u8) -> Option<Self> {
        let seconds = self.second + u32::from(hours) * HOUR as u32;
        let days = seconds / DAY as u32;
        let date = match days {
            0 => self.date,
            1 => self.date.succ_opt()?,
            // Within a year a date is its ordinal.
            _ => match self.date.with_ordinal(self.date.ordinal() + days) {
                Some(date) => date,
                None => self.date.checked_add_days(Days::new(days.into()))?,
            },
        };
        Some(Self { date, second: seconds - days * DAY as u32 })
    }

    #[inline(always)]
    fn instant(self) -> Option<DateTime<Utc>> {
        let time = NaiveTime::from_num_seconds_from_midnight_opt(self.second, 0)?;
        Some(self.date.and_time(time).and_utc())
    }
}

/// Going from stretch to stretch of a window on UTC: each is an addition to the one before.
#[derive(Debug, Clone, Copy)]
struct Walk {
    /// All stretches of a week, which repeat.
    week: Stretches,
    /// The place among them of the next one.
    next: usize,
    /// The end of the stretch before.
    edge: Edge,
    /// The first date that stretches may not reach.
    until: NaiveDate,
}

impl Walk {
    /// The next stretch, if it ends before the date `until`.
    #[inline(always)]
    fn next(&mut self) -> Option<Interval> {
        let [pause, length] = self.week.get(self.next)?;
        let opening = self.edge.after(pause)?;
        let closing = opening.after(length)?;
        if closing.date >= self.until {
            return None;
        }
        self.edge = closing;
        self.next = if self.next + 1 < self.week.count() { self.next + 1 } else { 0 };
        Some(Interval { from: opening.instant()?, to: closing.instant()? })
    }
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
    fn walk_on_utc(&self) -> Option<Walk> {
        let window = self.windows.only().filter(|window| window.is_on_utc() && !self.rest.is_empty())?;
        let (hour, into_hour) = window.hour_at(self.rest.start);
        if into_hour != 0 || window.allows_folded(hour) == self.allowed {
            return None;
        }
        let [start, end] = [self.rest.start, self.rest.end].map(instant_at);
        let utc = start?.naive_utc();
        let edge = Edge { date: utc.date(), second: utc.time().num_seconds_from_midnight() };
        let week = window.hours.stretches_from(Place::of(hour), self.allowed);
        Some(Walk { week, next: 0, edge, until: end?.date_naive() })
    }

    /// Brings `rest` up to where the walk has come.
    fn end_walk(&mut self) {
        if let Some(instant) = self.walk.take().and_then(|walk| walk.edge.instant()) {
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
        match self.walk.as_mut().and_then(Walk::next) {
            None => self.next_plainly(),
            interval => interval,
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
