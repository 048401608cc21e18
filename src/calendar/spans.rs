//! A range of seconds, cut where a zone changes its offset, and ranges too long to be cut as a whole.
//!
//! What is added up or compared over a range is taken span by span here. What is searched for is in `zone.rs`.

use core::iter;
use core::ops::Range;

use super::direction::Forward;
use super::zone::{CYCLE, Offsets, REACH, RULES_REPEAT};

/// The parts of `range` with one offset each, in order, and that offset.
pub(crate) fn spans<O: Offsets>(offsets: &O, range: Range<i64>) -> impl Iterator<Item = (Range<i64>, i64)> {
    let mut rest = range;
    iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let change = offsets.transition::<Forward>(rest.start + 1..rest.end);
        let span = rest.start..change.map_or(rest.end, |change| change.at);
        rest.start = span.end;
        let offset = offsets.offset_at(span.start);
        Some((span, offset))
    })
}

/// Splits off whole turns of the calendar, over which the rules of every zone repeat: what comes before them, and how
/// often the turn that follows it comes.
///
/// A sum over `range` is the sum over the first part, and that many times the sum over the turn.
pub(crate) fn whole_turns(range: Range<i64>) -> (Range<i64>, i64) {
    let turns = ((range.end - range.start.max(RULES_REPEAT)) / CYCLE).max(0);
    (range.start..range.end - turns * CYCLE, turns)
}

/// The part of `range` that shows all that there is in it: what comes later is a repetition.
pub(crate) fn one_turn_of(range: Range<i64>) -> Range<i64> {
    range.start..range.end.min(range.start.max(RULES_REPEAT).saturating_add(CYCLE + REACH))
}

/// The turn of the calendar that begins at `second`, which must not come before 2100.
pub(crate) fn turn_from(second: i64) -> Range<i64> {
    second..second + CYCLE
}
