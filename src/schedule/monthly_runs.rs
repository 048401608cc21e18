//! From the slots of a monthly trigger to its runs.
//!
//! A trigger of weeks shows within [`REACH`](crate::calendar::REACH) all that an offset can bring. A monthly one
//! repeats with the calendar alone, after 400 years, and has at most twelve slots in each: so here the slots are gone
//! through one by one, for one turn of the calendar at most.

use core::ops::Range;

use super::monthly::LONGEST_PAUSE;
use super::policy::DeniedSlot;
use super::runs::Start;
use super::schedule::Schedule;
use super::slots::Slot;
use crate::calendar::{Backward, Direction, FIRST_SECOND, Forward, Offsets, search_reach, turns_of_calendar};
use crate::window::Gate;

impl Schedule {
    /// The run inside `range` that a search in direction `D` meets first, by a monthly trigger.
    #[cold]
    #[inline(never)]
    pub(super) fn monthly_start_in<D: Direction, O: Offsets>(
        &self,
        offsets: &O,
        range: Range<i64>,
    ) -> Option<Start> {
        let opening = match self.denied() {
            DeniedSlot::AtOpening if !self.windows().is_always() => {
                search_reach::<D, O, _>(offsets, range.clone(), |part| {
                    self.opening_start_in::<D, O>(offsets, part)
                })
            }
            _ => None,
        };
        // Only a slot that comes before that opening matters; at one that is a slot there is no such opening.
        let range = match &opening {
            Some(start) if D::IS_FORWARD => range.start..start.at(),
            Some(start) => start.at() + 1..range.end,
            None => range,
        };
        self.start_of_a_slot_in::<D, O>(offsets, &range).or(opening)
    }

    /// The run that a slot brings, at once or deferred.
    fn start_of_a_slot_in<D: Direction, O: Offsets>(&self, offsets: &O, range: &Range<i64>) -> Option<Start> {
        let windows = self.windows();
        let mut from = range.start;
        if self.denied() == DeniedSlot::Defer {
            // A slot before the range may wait for an opening in it: of all those, the last one speaks.
            let before = (range.start - LONGEST_PAUSE).max(FIRST_SECOND)..range.start;
            from = self.slots().slot_in::<Backward, O>(offsets, before).map_or(from, |slot| slot.at);
        }
        for turn in turns_of_calendar::<D>(from..range.end) {
            let mut rest = turn;
            while let Some(slot) = self.slots().slot_in::<D, O>(offsets, rest.clone()) {
                rest = D::behind(&rest, slot.at);
                let start = if windows.is_allowed(offsets, slot.at) {
                    Some(Start::Slot(slot))
                } else if self.denied() == DeniedSlot::Defer {
                    self.deferred(offsets, slot, range.end)
                } else {
                    None
                };
                if let Some(start) = start.filter(|start| range.contains(&start.at())) {
                    return Some(start);
                }
            }
        }
        None
    }

    /// The run at the opening that ends the denied stretch of a slot, where that comes before `end`.
    fn deferred<O: Offsets>(&self, offsets: &O, slot: Slot, end: i64) -> Option<Start> {
        let windows = self.windows();
        let opening = search_reach::<Forward, O, _>(offsets, slot.at + 1..end, |part| {
            windows.change::<Forward, O>(offsets, part)
        })?;
        self.start_at_opening(offsets, opening)
    }
}
