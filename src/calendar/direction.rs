//! Which way a search goes.
//!
//! Every search of the crate is written once, for both directions: forward it finds the smallest instant of a range,
//! backward the largest. What differs between the two is here, and nothing else.

use core::ops::Range;

/// The direction of a search over a half-open range of seconds.
pub(crate) trait Direction {
    /// Whether the search starts at the beginning of the range.
    const IS_FORWARD: bool;

    /// The instant of a range that the search meets first. The range must not be empty.
    fn first_of(range: &Range<i64>) -> i64 {
        if Self::IS_FORWARD { range.start } else { range.end - 1 }
    }

    /// The part of `range` that lies behind the boundary `edge`, seen in this direction: from `edge` on, or up to it.
    fn beyond(range: &Range<i64>, edge: i64) -> Range<i64> {
        if Self::IS_FORWARD { edge..range.end } else { range.start..edge }
    }

    /// The part of `range` that lies behind the instant `met`, without it.
    fn behind(range: &Range<i64>, met: i64) -> Range<i64> {
        if Self::IS_FORWARD { met + 1..range.end } else { range.start..met }
    }

    /// Whether a search in this direction meets `a` before `b`.
    fn meets_first(a: i64, b: i64) -> bool {
        if Self::IS_FORWARD { a < b } else { a > b }
    }

    /// Whichever of the two is met first; of equal ones `a`.
    fn nearer<T>(a: Option<T>, b: Option<T>, at: impl Fn(&T) -> i64) -> Option<T> {
        match (a, b) {
            (Some(a), Some(b)) => Some(if Self::meets_first(at(&b), at(&a)) { b } else { a }),
            (a, b) => a.or(b),
        }
    }
}

/// From the past to the future.
pub(crate) struct Forward;

impl Direction for Forward {
    const IS_FORWARD: bool = true;
}

/// From the future to the past.
pub(crate) struct Backward;

impl Direction for Backward {
    const IS_FORWARD: bool = false;
}
