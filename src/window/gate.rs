//! What windows have in common for a search: a state at every second, and the seconds at which it changes.

use core::ops::Range;

use crate::calendar::{Direction, Offsets};

/// Something that is allowed or denied at every second.
pub(crate) trait Gate {
    /// Whether the state is plainly the same at all times.
    fn is_constant(&self) -> bool;

    /// Whether `second` is allowed.
    fn is_allowed<O: Offsets>(&self, offsets: &O, second: i64) -> bool;

    /// Whether no zone matters to the state.
    fn is_on_utc(&self) -> bool;

    /// The change nearest to `known`, were the zone to keep the offset that it has there for ever: after it, or at it or
    /// before. `None` where the state would stay the same. Must not be asked of what is constant.
    fn weekly_change<D: Direction>(&self, known: i64, offset: impl Fn() -> i64) -> Option<i64>;

    /// The change inside `range` that a search in direction `D` meets first: a second whose state differs from that
    /// of the second before it.
    ///
    /// While a zone's offset stays the same, the state repeats each week; where the offset changes, the state may, too.
    /// One step for each change of the offset before the one that is found; for unbounded ranges see `search_reach`.
    fn change<D: Direction, O: Offsets>(&self, offsets: &O, range: Range<i64>) -> Option<i64> {
        change_of::<Self, D, O>(self, offsets, range)
    }
}

/// [`Gate::change`], week by week between the changes of the offset.
pub(super) fn change_of<G: Gate + ?Sized, D: Direction, O: Offsets>(
    gate: &G,
    offsets: &O,
    mut range: Range<i64>,
) -> Option<i64> {
    if gate.is_constant() {
        return None;
    }
    while !range.is_empty() {
        // A change compares a second with the one before it: start from the second that is known.
        let known = if D::IS_FORWARD { range.start - 1 } else { range.end - 1 };
        let edge = gate.weekly_change::<D>(known, || offsets.offset_at(known));
        let found = edge.filter(|edge| range.contains(edge));
        if gate.is_on_utc() {
            return found;
        }
        let checked = match (found, D::IS_FORWARD) {
            (None, _) => range.clone(),
            (Some(edge), true) => range.start..edge + 1,
            (Some(edge), false) => edge..range.end,
        };
        let Some(transition) = offsets.transition::<D>(checked) else { return found };
        let at = transition.at;
        if gate.is_allowed(offsets, at) != gate.is_allowed(offsets, at - 1) {
            return Some(at);
        }
        range = D::behind(&range, at);
    }
    None
}
