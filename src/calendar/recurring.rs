//! The changes of a zone that come again and again, each of them once.
//!
//! A zone with rules for ever changes its clock some nine hundred times until they repeat, and nearly always in one of
//! two ways: on a Sunday, at the same hour, from winter to summer time or back. What repeats each week meets all changes
//! of one kind alike.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::seconds::second_of_week;
use super::zone::{RULES_REPEAT, Transition};

/// All changes between the same offsets at the same second of the week on UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Recurring {
    /// One of them.
    pub(crate) change: Transition,
    /// When the last of them comes; `i64::MAX` where there is always one more.
    pub(crate) last: i64,
}

impl Recurring {
    fn is_like(&self, other: &Transition) -> bool {
        let kind = |change: &Transition| (change.before, change.after, second_of_week(change.at));
        kind(&self.change) == kind(other)
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
