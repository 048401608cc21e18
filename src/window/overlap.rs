//! Where two windows are both open while a zone keeps one offset.
//!
//! Their hours may begin at different minutes, so an hour of the one has two parts, and each part of the week is a row
//! of 168 bits:
//!
//! ```text
//!  one     |        i         |       i+1        |
//!  other        |        i         |       i+1        |
//!  both    | i  |      i      |i+1 |     i+1     |
//!           head     tail      head     tail
//! ```

use super::bits::{HourBits, Place};
use super::search::hour_at;
use super::utc_grid::UtcGrid;
use crate::calendar::{Direction, HOUR, HourOfWeek};

const WEEK: u32 = HourOfWeek::COUNT as u32;

/// The hours of a week in which both windows are open, in two parts each.
#[derive(Debug, Clone, Copy)]
pub(super) struct Overlap {
    /// Seconds after the full hour at which an hour begins, 0 to 3599.
    phase: i64,
    /// How long the first part of an hour is, in seconds; 0 to 3599.
    head: i64,
    heads: HourBits,
    tails: HourBits,
}

impl Overlap {
    pub(super) fn of(one: UtcGrid, other: UtcGrid) -> Self {
        let (one, other) = if one.phase <= other.phase { (one, other) } else { (other, one) };
        Self {
            phase: one.phase.into(),
            head: (other.phase - one.phase).into(),
            heads: one.hours.both(&other.hours.rotated(WEEK - 1)),
            tails: one.hours.both(&other.hours),
        }
    }

    /// The change nearest to a second on UTC: after it, or at it or before; `None` where there is none.
    pub(super) fn change<D: Direction>(&self, known: i64) -> Option<i64> {
        let (hour, into_hour) = hour_at(known - self.phase);
        let (begin, here) = (known - into_hour, Place::of(hour));
        let is_head = into_hour < self.head;
        let is_open = if is_head { self.heads.is_set(hour) } else { self.tails.is_set(hour) };
        // The nearest parts that differ, in the row of the heads and in that of the tails. Seen forward a part begins
        // at its own begin, and backward at its end.
        let away = |from: u32, length: u32| (length < WEEK).then(|| i64::from(from + length) * HOUR);
        let (head, tail) = if D::IS_FORWARD {
            let tail_from = u32::from(!is_head);
            let head = away(1, self.heads.length_from(here.after(1), is_open));
            let tail = away(tail_from, self.tails.length_from(here.after(tail_from), is_open));
            (head.map(|away| begin + away), tail.map(|away| begin + away + self.head))
        } else {
            let head_from = u32::from(is_head);
            let head = away(head_from, self.heads.length_up_to(here.after(WEEK - head_from), is_open));
            let tail = away(1, self.tails.length_up_to(here.after(WEEK - 1), is_open));
            (head.map(|away| begin - away + self.head), tail.map(|away| begin - away + HOUR))
        };
        // Heads of no length do not matter.
        D::nearer(head.filter(|_| self.head > 0), tail, |&at| at)
    }
}
