//! From slots to runs: what the windows do to them.
//!
//! ```text
//!  slots            |     |     |     |     |     |     |
//!  starts allowed   ====[closing x x x x x x x x opening]=====
//!  Skip             |     .     .     .                 |     |
//!  Defer            |                          opening->|     |     one run for the slots denied
//! ```

use core::iter::FusedIterator;
use core::ops::Range;

use chrono::{DateTime, TimeZone, Utc};

use super::policy::DeniedSlot;
use super::run::Run;
use super::schedule::Schedule;
use super::slots::Slot;
use super::trigger::Trigger;
use super::walk::Walk;
use crate::calendar::{
    Backward, Direction, FIRST_SECOND, Forward, Offsets, Probed, REACH, ceil_second, floor_second,
    one_turn_of, search_reach, within_reach,
};
use crate::window::Gate;

/// A run on the line of seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    /// At a slot that is allowed.
    Slot(Slot),
    /// At an opening, in place of denied slots or on its own.
    Opening {
        at: i64,
        /// The last slot denied before the opening, if the schedule asks for one.
        denied: Option<Slot>,
    },
}

impl Start {
    pub(super) fn at(&self) -> i64 {
        match self {
            Self::Slot(slot) => slot.at,
            Self::Opening { at, .. } => *at,
        }
    }

    /// The same so many seconds later.
    pub(super) fn later(self, seconds: i64) -> Self {
        match self {
            Self::Slot(slot) => Self::Slot(slot.later(seconds)),
            Self::Opening { at, denied } => {
                Self::Opening { at: at + seconds, denied: denied.map(|slot| slot.later(seconds)) }
            }
        }
    }
}

impl Schedule {
    /// The run inside `range` that a search in direction `D` meets first.
    pub(super) fn start_in<D: Direction, O: Offsets>(&self, offsets: &O, range: Range<i64>) -> Option<Start> {
        if let Trigger::Monthly(_) = self.slots().trigger {
            return self.monthly_start_in::<D, O>(offsets, range);
        }
        if !D::IS_FORWARD || self.way().is_none() {
            return search_reach::<D, O, _>(offsets, range, |part| {
                self.weekly_start_in::<D, O>(offsets, part)
            });
        }
        let mut rest = one_turn_of(range);
        while !rest.is_empty() {
            match self.walk(offsets, &rest) {
                Walk::Start(start) => return Some(start),
                Walk::Nothing => break,
                Walk::From(second) => rest.start = second,
            }
            let part = rest.start..rest.end.min(rest.start + REACH);
            rest.start = part.end;
            if let Some(start) = self.weekly_start_in::<D, O>(offsets, part) {
                return Some(start);
            }
        }
        None
    }

    /// The same of a trigger that repeats each week, slot by slot and opening by opening.
    fn weekly_start_in<D: Direction, O: Offsets>(&self, offsets: &O, part: Range<i64>) -> Option<Start> {
        let slot = self.allowed_slot_in::<D, O>(offsets, part.clone());
        if self.denied() == DeniedSlot::Skip {
            return slot.map(Start::Slot);
        }
        // Only an opening that comes before the slot matters; at the same instant the slot counts.
        let nearer = match &slot {
            Some(slot) if D::IS_FORWARD => part.start..slot.at,
            Some(slot) => slot.at + 1..part.end,
            None => part,
        };
        self.opening_start_in::<D, O>(offsets, nearer).or(slot.map(Start::Slot))
    }

    pub(super) fn allowed_slot_in<D: Direction, O: Offsets>(
        &self,
        offsets: &O,
        mut range: Range<i64>,
    ) -> Option<Slot> {
        let windows = self.windows();
        loop {
            let slot = self.slots().slot_in::<D, O>(offsets, range.clone())?;
            if windows.is_allowed(offsets, slot.at) {
                return Some(slot);
            }
            // Denied: straight to the allowed stretch that bounds this denied one.
            let denied = if D::IS_FORWARD { slot.at + 1..range.end } else { range.start..slot.at + 1 };
            range = D::beyond(&range, windows.change::<D, O>(offsets, denied)?);
        }
    }

    pub(super) fn opening_start_in<D: Direction, O: Offsets>(
        &self,
        offsets: &O,
        range: Range<i64>,
    ) -> Option<Start> {
        let (windows, delay) = (self.windows(), self.slots().trigger.opening_delay());
        let mut nearest: Option<Start> = None;
        let mut rest = range.start - delay..range.end;
        while let Some(edge) = windows.change::<D, O>(offsets, rest.clone()) {
            rest = D::behind(&rest, edge);
            // An opening at `edge` brings a run at `edge` or `delay` later: is one further on still nearer?
            let best_possible = if D::IS_FORWARD { edge } else { edge + delay };
            if nearest.is_some_and(|nearest| D::meets_first(nearest.at(), best_possible)) {
                break;
            }
            if windows.is_allowed(offsets, edge) {
                let start = self.start_at_opening(offsets, edge).filter(|start| range.contains(&start.at()));
                // Of two openings that lead to one run, the later is the one it is for.
                nearest = if D::IS_FORWARD {
                    D::nearer(start, nearest, Start::at)
                } else {
                    D::nearer(nearest, start, Start::at)
                };
            }
        }
        nearest
    }

    /// The run that the opening at `opening` brings, if any.
    pub(super) fn start_at_opening<O: Offsets>(&self, offsets: &O, opening: i64) -> Option<Start> {
        let (windows, delay) = (self.windows(), self.slots().trigger.opening_delay());
        let denied = match self.denied() {
            DeniedSlot::Skip => return None,
            DeniedSlot::AtOpening => None,
            DeniedSlot::Defer => {
                let last = self.slots().slot_in::<Backward, O>(
                    offsets,
                    (opening - self.slots().trigger.reach()).max(FIRST_SECOND)..opening,
                )?;
                // Any allowed second between that slot and the opening means that the slot is of an earlier stretch.
                if windows.is_allowed(offsets, last.at)
                    || windows.change::<Forward, O>(offsets, last.at + 1..opening).is_some()
                {
                    return None;
                }
                Some(last)
            }
        };
        if self.allowed_slot_in::<Forward, O>(offsets, opening..opening + delay + 1).is_some() {
            return None;
        }
        let late = opening + delay;
        Some(Start::Opening { at: if windows.is_allowed(offsets, late) { late } else { opening }, denied })
    }
}

/// The runs of a range, in order; goes both ways.
///
/// Made by [`Schedule::runs`].
#[derive(Debug, Clone)]
pub struct Runs<'z, Z> {
    schedule: Schedule,
    zone: &'z Z,
    /// The range asked for, to its nanosecond.
    clip: Range<DateTime<Utc>>,
    /// The seconds not yet walked.
    rest: Range<i64>,
}

impl<'z, Z: TimeZone> Runs<'z, Z> {
    pub(super) fn new(schedule: Schedule, zone: &'z Z, clip: Range<DateTime<Utc>>) -> Self {
        let rest = if clip.start < clip.end {
            within_reach(floor_second(clip.start))..within_reach(ceil_second(clip.end))
        } else {
            0..0
        };
        Self { schedule, zone, clip, rest }
    }

    fn step<D: Direction>(&mut self) -> Option<Run> {
        let offsets = Probed(self.zone);
        loop {
            let start = self.schedule.start_in::<D, _>(&offsets, self.rest.clone());
            self.rest = start.map_or(0..0, |start| D::behind(&self.rest, start.at()));
            let run = self.schedule.run_of(&offsets, start?)?;
            // The range's own ends may lie inside a second.
            if self.clip.contains(&run.at) {
                return Some(run);
            }
        }
    }
}

impl<Z: TimeZone> Iterator for Runs<'_, Z> {
    type Item = Run;

    fn next(&mut self) -> Option<Run> {
        self.step::<Forward>()
    }
}

impl<Z: TimeZone> DoubleEndedIterator for Runs<'_, Z> {
    fn next_back(&mut self) -> Option<Run> {
        self.step::<Backward>()
    }
}

impl<Z: TimeZone> FusedIterator for Runs<'_, Z> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_of_a_start_comes_later() {
        let slot = |at| Slot { at, moved_from: Some(at + 3_600) };
        assert_eq!(Start::Slot(slot(10)).later(5), Start::Slot(slot(15)));
        let opening = |at, denied| Start::Opening { at, denied };
        assert_eq!(opening(10, Some(slot(7))).later(5), opening(15, Some(slot(12))));
        assert_eq!(opening(10, None).later(-5), opening(5, None));
    }
}
