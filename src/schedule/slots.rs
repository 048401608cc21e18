//! From a pattern of civil times to slots: instants, with gap and fold resolved.
//!
//! Between two transitions of a zone civil time is instant plus offset, so the pattern can be read off directly. What
//! happens at the transitions is decided here, span by span:
//!
//! ```text
//!            gap: the clock jumps ahead at T           fold: the clock goes back at T
//!   civil ..01:58 01:59 | 03:00 03:01..          ..01:58 01:59 | 01:00 .. 01:59 02:00..
//!   lost:         02:00 .. 02:59                 first pass -->|<-- second pass
//! ```

use core::ops::Range;

use super::policy::{Fold, Gap};
use super::trigger::Trigger;
use crate::calendar::{Backward, Direction, Forward, LONGEST_CHANGE, Offsets, Transition};

/// An instant the trigger asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Slot {
    pub(super) at: i64,
    /// The civil second asked for, where the zone skips it.
    pub(super) moved_from: Option<i64>,
}

/// A trigger with its choices for clock changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Slots {
    pub(super) trigger: Trigger,
    pub(super) gap: Gap,
    pub(super) fold: Fold,
}

impl Slots {
    /// The slot inside `range` that a search in direction `D` meets first.
    pub(super) fn slot_in<D: Direction, O: Offsets>(
        &self,
        offsets: &O,
        mut range: Range<i64>,
    ) -> Option<Slot> {
        if let Some(slot) = self.slot_without_change::<D, O>(offsets, &range) {
            return Some(slot);
        }
        while !range.is_empty() {
            // Where the search stands, and how far it would get were the offset to stay the same.
            let here = D::first_of(&range);
            let offset = offsets.offset_at(here);
            let unchanged = self.regular_in::<D>(&range, offset);
            let there = unchanged.unwrap_or(if D::IS_FORWARD { range.end - 1 } else { range.start });
            // Only transitions on the way, or so close beside it that it may lie in their gap or fold, matter.
            let (low, high) = (here.min(there) - LONGEST_CHANGE, here.max(there) + LONGEST_CHANGE + 1);
            let begins = offsets.transition::<Backward>(low..here + 1);
            let ends = offsets.transition::<Forward>(here + 1..high);
            // And no further than was looked at: if the slot found there does not count, the search goes on from here.
            let span =
                range.start.max(begins.map_or(low, |t| t.at))..range.end.min(ends.map_or(high, |t| t.at));

            let regular = match (begins, ends) {
                (None, None) => return unchanged.map(Slot::regular),
                _ => self.regular_in::<D>(&self.without_ignored_pass(&span, begins, ends), offset),
            };
            let moved = begins.and_then(|transition| self.moved_in::<D>(&span, &transition));
            // A regular slot at the same instant is the one that counts.
            let slot = D::nearer(regular.map(Slot::regular), moved, |slot| slot.at);
            if slot.is_some() {
                return slot;
            }
            range = D::beyond(&range, if D::IS_FORWARD { span.end } else { span.start });
        }
        None
    }

    /// The first slot in `range` where the offset stays the same all the way to it: asks the zone twice where one slot
    /// follows the other within days, which is nearly always.
    fn slot_without_change<D: Direction, O: Offsets>(&self, offsets: &O, range: &Range<i64>) -> Option<Slot> {
        if !D::IS_FORWARD {
            return None;
        }
        // How far beside the way a change of the clock still matters.
        let before =
            if self.fold == Fold::First || self.gap == Gap::ShiftForward { LONGEST_CHANGE } else { 0 };
        let after = if self.fold == Fold::Second { LONGEST_CHANGE } else { 0 };
        // A change at the very start of the range shows against the second before it.
        let from = range.start - 1 - before;
        let offset = offsets.offset_at(from);
        let slot = self.regular_in::<D>(range, offset)?;
        offsets.stays(offset, from, slot + after).then_some(Slot::regular(slot))
    }

    /// Whether a change of the clock from one offset to another skips the civil time of a slot.
    pub(super) fn loses_a_slot(&self, at: i64, before: i64, after: i64) -> bool {
        let lost = Transition { at, before, after }.gap();
        !lost.is_empty() && self.trigger.slot_in::<Forward>(lost).is_some()
    }

    /// The slot in `range` were `offset` always in force.
    fn regular_in<D: Direction>(&self, range: &Range<i64>, offset: i64) -> Option<i64> {
        let civil = self.trigger.slot_in::<D>(range.start + offset..range.end + offset)?;
        Some(civil - offset)
    }

    /// The part of `span` whose civil times count, between the transitions that bound it.
    fn without_ignored_pass(
        &self,
        span: &Range<i64>,
        begins: Option<Transition>,
        ends: Option<Transition>,
    ) -> Range<i64> {
        let mut counts = span.clone();
        if let (Fold::First, Some(begins)) = (self.fold, begins) {
            counts.start = counts.start.max(begins.at + begins.fold_length());
        }
        if let (Fold::Second, Some(ends)) = (self.fold, ends) {
            counts.end = counts.end.min(ends.at - ends.fold_length());
        }
        counts
    }

    /// The slot in `span` that takes the place of one lost in the gap at its beginning.
    fn moved_in<D: Direction>(&self, span: &Range<i64>, transition: &Transition) -> Option<Slot> {
        let lost = transition.gap();
        if lost.is_empty() {
            return None;
        }
        match self.gap {
            Gap::Skip => None,
            Gap::FirstValid => {
                let civil = self.trigger.slot_in::<Backward>(lost)?;
                span.contains(&transition.at).then_some(Slot { at: transition.at, moved_from: Some(civil) })
            }
            Gap::ShiftForward => {
                let shown = span.start + transition.before..span.end + transition.before;
                let civil =
                    self.trigger.slot_in::<D>(lost.start.max(shown.start)..lost.end.min(shown.end))?;
                Some(Slot { at: civil - transition.before, moved_from: Some(civil) })
            }
        }
    }
}

impl Slot {
    pub(super) fn regular(at: i64) -> Self {
        Self { at, moved_from: None }
    }

    /// The same so many seconds later.
    pub(super) fn later(self, seconds: i64) -> Self {
        Self { at: self.at + seconds, moved_from: self.moved_from.map(|civil| civil + seconds) }
    }
}
