//! The next run, however far away: from change to change of the clock, with arithmetic between them.
//!
//! ```text
//!   offset   A                    | B                    | A            | C
//!   brings   nothing              | nothing              | nothing      | a run on Monday
//!   looks    ^     ^     ^     ^    ^     ^     ^     ^    ^     ^    ^^^   ^
//! ```
//!
//! What an offset brings is decided without the zone. So the zone is looked at as seldom as shows every change, and
//! where a change lies is not found more exactly than is needed: no slot may be near enough to be moved, skipped or
//! repeated by it.

use core::ops::Range;

use super::daily::weekday_of;
use super::policy::{Fold, Gap};
use super::runs::Start;
use super::schedule::Schedule;
use super::slots::Slot;
use super::steady::{Next, Way, Week};
use super::trigger::Trigger;
use crate::calendar::{
    DAY, FIRST_SECOND, Forward, LAST_SECOND, LONGEST_CHANGE, MINUTE, Offsets, REACH, Recurring, Seen,
    Transition, ZoneTable,
};

/// What a walk came to.
pub(super) enum Walk {
    /// The first run.
    Start(Start),
    /// There is none.
    Nothing,
    /// None before this second; how it goes on depends on a change of the clock.
    From(i64),
}

impl Schedule {
    /// Walks through `range` until there is a run, or a change of the clock that has to be looked at closely.
    pub(super) fn walk<O: Offsets>(&self, offsets: &O, range: &Range<i64>) -> Walk {
        let Some(way) = self.way() else { return Walk::From(range.start) };
        // The run comes after `after`, and `offset` has been in force since `here` at least.
        let mut after = range.start - 1;
        let mut here = after - self.seconds_back(way);
        let mut offset = offsets.offset_at(here);
        let beyond = if self.fold() == Fold::Second { DAY } else { 0 };
        // A change soon after the range may bring a run forward into it: from after an opening to the opening.
        let delay = if way == Way::Deferred { self.slots().trigger.opening_delay() } else { 0 };
        // Where slots are put off, a change among those that matter leaves no more to do here; and slots before all time
        // are put off to nothing.
        if way == Way::Deferred && (here < FIRST_SECOND || offsets.is_known_to_change(here, after)) {
            return Walk::From(range.start);
        }
        let mut may_be_over = true;
        loop {
            let start = self.start_while(way, after, offset);
            if start.is_none() && may_be_over {
                if self.is_over(way, offsets, here) {
                    return Walk::Nothing;
                }
                may_be_over = false;
            }
            let inside = start.filter(|start| start.at() < range.end);
            let to = inside.map_or(range.end - 1 + delay, |start| start.at() + beyond);
            let Some(seen) = offsets.leaves(offset, here, to) else {
                return inside.map_or(Walk::Nothing, Walk::Start);
            };
            let Some(seen) = self.past(way, offsets, seen, start.is_none()) else {
                return Walk::From(if start.is_some() {
                    range.start.max(after + 1)
                } else {
                    range.start.max(seen.low + 1)
                });
            };
            if let Some(start) = inside.filter(|start| start.at() <= seen.low) {
                return Walk::Start(start);
            }
            (after, here, offset) = (after.max(seen.high), seen.high, seen.after);
        }
    }

    /// Whether nothing comes any more after a second whose offset brings nothing, as far as that is known without a look
    /// at the zone.
    fn is_over<O: Offsets>(&self, way: Way, offsets: &O, from: i64) -> bool {
        let brings_nothing = |recurring: &Recurring| self.brings_nothing(way, offsets, &recurring.change);
        offsets.recurring_after(from).is_some_and(|changes| changes.iter().all(brings_nothing))
    }

    /// A second from which on no run comes any more in a zone; `None` where its changes do not tell.
    pub(super) fn over_from(&self, zone: &ZoneTable) -> Option<i64> {
        let (way, changes) = (self.way()?, zone.recurring_after(i64::MIN)?);
        let last = match changes.iter().find(|recurring| !self.brings_nothing(way, zone, &recurring.change)) {
            Some(recurring) => recurring.last,
            None if self.start_while(way, 0, zone.offset_at(FIRST_SECOND)).is_none() => {
                return Some(FIRST_SECOND);
            }
            None => FIRST_SECOND,
        };
        // What its new offset brings goes on until the next change.
        let next = zone.transition::<Forward>(last.saturating_add(1)..LAST_SECOND)?;
        Some(next.at + REACH)
    }

    /// Whether a change of the clock and the offset it leads to bring no run after one that brings none.
    fn brings_nothing<O: Offsets>(&self, way: Way, offsets: &O, change: &Transition) -> bool {
        let Transition { at, before, after } = *change;
        let seen = Seen { low: at - 1, high: at, before, after };
        // A slot that it moves lies within its length of it, and no other change is as near as two days.
        let around = at - LONGEST_CHANGE..at + LONGEST_CHANGE + 1;
        self.start_while(way, at, after).is_none()
            // Where slots are put off this is always the answer.
            && (self.past(way, offsets, seen, true).is_some()
                || self.allowed_slot_in::<Forward, O>(offsets, around).is_none())
    }

    /// How long before a question a change of the clock can still matter to the answer: to a slot that it repeats or
    /// moves, and to the last slot before the question.
    fn seconds_back(&self, way: Way) -> i64 {
        let touched = if self.is_touched_by_past_changes() { LONGEST_CHANGE } else { 0 };
        touched + if way == Way::Deferred { self.slots().trigger.interval() } else { 0 }
    }

    /// The first run strictly after a second, were `offset` always in force.
    fn start_while(&self, way: Way, second: i64, offset: i64) -> Option<Start> {
        let day = second.div_euclid(DAY);
        let week = Week { weekday: weekday_of(day), offset: offset as i32 };
        let midnight = day * DAY;
        Some(match self.next_in(way, week, (second - midnight) as i32)? {
            Next::Slot(at) => Start::Slot(Slot::regular(midnight + i64::from(at))),
            Next::Deferred { at, denied } => Start::Opening {
                at: midnight + i64::from(at),
                denied: Some(Slot::regular(midnight + i64::from(denied))),
            },
        })
    }

    /// A change brought so near that no slot lies beside it, so that there is nothing but what its two offsets bring;
    /// `None` where there is more to it.
    fn past<O: Offsets>(&self, way: Way, offsets: &O, mut seen: Seen, is_barren: bool) -> Option<Seen> {
        let is_gap = seen.before < seen.after && self.slots().gap != Gap::Skip;
        // Only a slot that is moved into an open hour matters between offsets that bring nothing. Where slots are put off
        // such offsets never let a start be.
        if is_barren
            && (way == Way::Deferred || !is_gap)
            && self.start_while(way, seen.high, seen.after).is_none()
        {
            return Some(seen);
        }
        let is_always_near = self.slots().trigger.interval() <= (seen.after - seen.before).abs();
        if way == Way::Deferred || is_always_near {
            return None;
        }
        let (least, most) = (seen.before.min(seen.after), seen.before.max(seen.after));
        while self.slots().trigger.slot_in::<Forward>(seen.low + least..seen.high + most + 1).is_some() {
            if seen.high - seen.low == 1 {
                return None;
            }
            seen = offsets.halve(seen);
        }
        Some(seen)
    }
}

impl Trigger {
    /// The time from each slot of a day to the next, in seconds: the day, if there is one at most.
    const fn interval(&self) -> i64 {
        match self {
            Self::Periodically(periodically) => periodically.every().minutes() as i64 * MINUTE,
            Self::Daily(_) | Self::Monthly(_) => DAY,
        }
    }
}
