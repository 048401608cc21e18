//! The changes of a zone that come again and again, each of them once.
//!
//! A zone with rules for ever changes its clock some nine hundred times until they repeat, and nearly always in one of
//! two ways: on a Sunday, at the same hour, from winter to summer time or back. What repeats each week meets all changes
//! of one kind alike.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::ops::Range;

use super::direction::Direction;
use super::seconds::second_of_week;
use super::zone::{Offsets, RULES_REPEAT, Seen, Transition};

/// All changes between the same offsets at the same second of the week on UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Recurring {
    /// One of them.
    pub(crate) change: Transition,
    /// When the last of them comes; `i64::MAX` where there is always one more.
    pub(crate) last: i64,
}

impl Recurring {
    pub(super) fn is_like(&self, other: &Transition) -> bool {
        let kind = |change: &Transition| (change.before, change.after, second_of_week(change.at));
        kind(&self.change) == kind(other)
    }
}

/// A change alone, as a zone that has no other.
impl Offsets for Transition {
    fn offset_at(&self, second: i64) -> i64 {
        if second < self.at { self.before } else { self.after }
    }

    fn leaves(&self, offset: i64, from: i64, to: i64) -> Option<Seen> {
        let Self { at, after, .. } = *self;
        (from < at && at <= to).then_some(Seen { low: at - 1, high: at, before: offset, after })
    }

    fn transition<D: Direction>(&self, range: Range<i64>) -> Option<Transition> {
        range.contains(&self.at).then_some(*self)
    }
}

/// The kinds of changes of a zone, those that come for longest first; the changes in order, for ever or not.
pub(super) fn kinds(transitions: &[Transition], repeat: bool) -> Box<[Recurring]> {
    let mut kinds: Vec<Recurring> = Vec::new();
    for transition in transitions {
        let last = if repeat && transition.at >= RULES_REPEAT { i64::MAX } else { transition.at };
        match kinds.iter_mut().find(|kind| kind.is_like(transition)) {
            Some(kind) => kind.last = last,
            None => kinds.push(Recurring { change: *transition, last }),
        }
    }
    kinds.sort_by_key(|kind| core::cmp::Reverse(kind.last));
    kinds.into()
}

#[cfg(test)]
mod tests {
    use super::super::direction::{Backward, Forward};
    use super::*;

    #[test]
    fn a_change_alone_is_a_zone() {
        let change = Transition { at: 100, before: 3_600, after: 7_200 };
        assert_eq!([98, 99, 100, 101].map(|second| change.offset_at(second)), [3_600, 3_600, 7_200, 7_200]);
        for (from, to, is_between) in [
            (0, 99, false),
            (0, 100, true),
            (99, 100, true),
            (99, 200, true),
            (100, 200, false),
            (101, 200, false),
        ] {
            let seen = is_between.then_some(Seen { low: 99, high: 100, before: 3_600, after: 7_200 });
            assert_eq!(change.leaves(change.offset_at(from), from, to), seen, "{from} to {to}");
        }
        for (range, is_in) in [(0..100, false), (0..101, true), (100..101, true), (101..200, false)] {
            let found = is_in.then_some(change);
            assert_eq!(change.transition::<Forward>(range.clone()), found);
            assert_eq!(change.transition::<Backward>(range), found);
        }
    }
}
