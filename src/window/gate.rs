//! What windows have in common for a search: a state at every second, and the seconds at which it changes.

use core::ops::Range;

use crate::calendar::{Direction, Offsets};

/// Something that is allowed or denied at every second.
pub(crate) trait Gate {
    /// Whether the state is plainly the same at all times.
    fn is_constant(&self) -> bool;

    /// Whether `second` is allowed.
    fn is_allowed<O: Offsets>(&self, offsets: &O, second: i64) -> bool;

    /// The change inside `range` that a search in direction `D` meets first: a second whose state differs from that
    /// of the second before it.
    ///
    /// The number of steps grows with the length of the range; for unbounded ranges see `search_reach`.
    fn change<D: Direction, O: Offsets>(&self, offsets: &O, range: Range<i64>) -> Option<i64>;
}
