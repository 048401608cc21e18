//! How many runs a range has: counted, not listed.
//!
//! While a zone keeps its offset everything repeats each week, so a stretch of such weeks is one week times their
//! number; and from 2100 on a zone repeats with the calendar. What is counted stretch by stretch is the weeks beside a
//! change of the clock, and there slots are plain arithmetic except for the hour or so that the change skips or repeats:
//!
//! ```text
//!   range    [....|-----------------------------------|......T......|--------------
//!             rest          weeks x one week           beside a change      weeks
//! ```
//!
//! The cost grows with the clock changes in the range, two a year at most times, not with its runs or its length.

use core::ops::Range;

use chrono::{DateTime, TimeZone, Utc};

use super::compiled::CompiledSchedule;
use super::policy::DeniedSlot;
use super::schedule::Schedule;
use crate::calendar::{
    Backward, CYCLE, Forward, LONGEST_CHANGE, Offsets, Probed, REACH, RULES_REPEAT, WEEK, ceil_second,
    floor_second, within_reach,
};
use crate::window::Gate;

impl Schedule {
    /// How many runs `range` has: the length of [`runs`](Self::runs), at a cost that does not depend on it.
    ///
    /// Proportional to the changes of the zone's clock in the range, of which most zones have two a year or none;
    /// a compiled schedule finds them sooner ([`CompiledSchedule::count_runs`]).
    ///
    /// ```
    /// use backup_window::{Every, Periodically, Schedule};
    /// use chrono::{TimeZone, Utc};
    /// use chrono_tz::Europe::Prague;
    ///
    /// let schedule = Schedule::new(Periodically::new(Every::Minutes5, 0)?);
    /// let year = |y| Utc.with_ymd_and_hms(y, 1, 1, 0, 0, 0).unwrap();
    /// assert_eq!(schedule.count_runs(&Prague, year(2024)..year(2025)), 366 * 288);
    /// assert_eq!(schedule.count_runs(&Prague, year(2025)..year(2025)), 0);
    /// # Ok::<(), backup_window::RangeError>(())
    /// ```
    pub fn count_runs<Z: TimeZone>(&self, zone: &Z, range: Range<DateTime<Utc>>) -> u64 {
        self.count_on(&Probed(zone), range)
    }

    /// [`count_runs`](Self::count_runs) with the offsets of any zone.
    pub(crate) fn count_on<O: Offsets>(&self, offsets: &O, range: Range<DateTime<Utc>>) -> u64 {
        if self.windows().is_never() {
            return 0;
        }
        // The ends may lie inside a second, and so may a run: the first and the last second are looked at.
        let first = within_reach(floor_second(range.start));
        let last = within_reach(ceil_second(range.end)) - 1;
        let is_run = |second: i64| {
            let start = self.start_in::<Forward, _>(offsets, second..second + 1);
            start.and_then(|start| self.run_of(offsets, start)).is_some_and(|run| range.contains(&run.at))
        };
        let ends = u64::from(first <= last && is_run(first)) + u64::from(first < last && is_run(last));
        ends + self.count_in(offsets, first + 1..last)
    }

    /// The runs of a range of seconds.
    fn count_in<O: Offsets>(&self, offsets: &O, range: Range<i64>) -> u64 {
        let repeated = range.start.max(RULES_REPEAT + self.slots().trigger.reach());
        let turns = (range.end - repeated).div_euclid(CYCLE);
        if turns < 2 {
            return self.count_by_weeks(offsets, range);
        }
        self.count_by_weeks(offsets, range.start..repeated)
            + turns.unsigned_abs() * self.count_by_weeks(offsets, repeated..repeated + CYCLE)
            + self.count_by_weeks(offsets, repeated + turns * CYCLE..range.end)
    }

    fn count_by_weeks<O: Offsets>(&self, offsets: &O, mut rest: Range<i64>) -> u64 {
        let count =
            |part: Range<i64>| self.slots_allowed(offsets, part.clone()) + self.openings(offsets, part);
        if !self.slots().trigger.is_weekly() {
            return count(rest);
        }
        let mut runs = 0;
        while !rest.is_empty() {
            let before = offsets.transition::<Backward>(rest.start - REACH..rest.start + 1);
            let after = offsets.transition::<Forward>(rest.start + 1..rest.end + LONGEST_CHANGE);
            // Up to where nothing changes but the week.
            let steady = after.map_or(rest.end, |change| rest.end.min(change.at - LONGEST_CHANGE));
            let weeks = if before.is_some() { 0 } else { (steady - rest.start).div_euclid(WEEK).max(0) };
            if weeks > 1 {
                runs += weeks.unsigned_abs() * count(rest.start..rest.start + WEEK);
            }
            let from = if weeks > 1 { rest.start + weeks * WEEK } else { rest.start };
            // Then the week that was begun, and on to where the next steady stretch begins.
            let to = match (before, after) {
                (Some(before), _) => before.at + REACH + 1,
                (_, Some(after)) => after.at,
                _ => rest.end,
            };
            let to = to.clamp(from, rest.end);
            runs += count(from..to);
            rest.start = to;
        }
        runs
    }

    /// The allowed slots of a range.
    fn slots_allowed<O: Offsets>(&self, offsets: &O, range: Range<i64>) -> u64 {
        if range.is_empty() {
            return 0;
        }
        let windows = self.windows();
        let mut is_allowed = windows.is_allowed(offsets, range.start);
        let (mut slots, mut from) = (0, range.start);
        while from < range.end {
            let edge = windows.change::<Forward, O>(offsets, from + 1..range.end).unwrap_or(range.end);
            if is_allowed {
                slots += self.slots_between(offsets, from..edge);
            }
            (is_allowed, from) = (!is_allowed, edge);
        }
        slots
    }

    /// The slots of a range, be they allowed or not.
    pub(super) fn slots_between<O: Offsets>(&self, offsets: &O, mut range: Range<i64>) -> u64 {
        let mut slots = 0;
        let mut look_from = range.start - LONGEST_CHANGE;
        while !range.is_empty() {
            let change = offsets.transition::<Forward>(look_from..range.end + LONGEST_CHANGE);
            // What a change skips or repeats lies so near beside it.
            let reach = change.map_or(0, |change| change.fold_length().abs());
            let clear = change.map_or(range.end, |change| range.end.min(change.at - reach));
            if range.start < clear {
                let offset = offsets.offset_at(range.start);
                slots += self.slots().trigger.slots_in(range.start + offset..clear + offset);
                range.start = clear;
            }
            if let Some(change) = change {
                let end = range.end.min(change.at + reach);
                while range.start < end {
                    let slot = self.slots().slot_in::<Forward, O>(offsets, range.start..end);
                    slots += u64::from(slot.is_some());
                    range.start = slot.map_or(end, |slot| slot.at + 1);
                }
                look_from = change.at + 1;
            }
        }
        slots
    }

    /// The runs of a range that openings bring.
    fn openings<O: Offsets>(&self, offsets: &O, range: Range<i64>) -> u64 {
        if self.denied() == DeniedSlot::Skip {
            return 0;
        }
        let windows = self.windows();
        let delay = self.slots().trigger.opening_delay();
        let openings = |seen: Range<i64>| {
            let mut from = seen.start;
            core::iter::from_fn(move || {
                let edge = windows.change::<Forward, O>(offsets, from..seen.end)?;
                from = edge + 1;
                Some(edge)
            })
            .filter_map(|edge| {
                let is_opening = windows.is_allowed(offsets, edge);
                Some((edge, self.start_at_opening(offsets, edge).filter(|_| is_opening)?.at()))
            })
        };
        let runs = openings(range.start - delay..range.end).filter(|(_, at)| range.contains(at));
        // Two openings within the delay may bring one and the same run: the later one counts.
        let is_last =
            |&(edge, at): &(i64, i64)| openings(edge + 1..edge + delay + 1).all(|(_, other)| other != at);
        runs.filter(is_last).count() as u64
    }
}

impl CompiledSchedule {
    /// How many runs `range` has, as [`Schedule::count_runs`].
    pub fn count_runs(&self, range: Range<DateTime<Utc>>) -> u64 {
        self.schedule().count_on(&**self.zone(), range)
    }
}
