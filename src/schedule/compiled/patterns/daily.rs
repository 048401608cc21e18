//! Certain days at one second of the day.

use super::{Position, Target};

/// Certain days at one second of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::schedule::compiled) struct DailyPattern(u32);

impl DailyPattern {
    const SECOND_BITS: u32 = 17;

    /// `days` has a bit for each day, Monday first.
    pub(in crate::schedule::compiled) const fn new(days: u8, second: u32) -> Self {
        // The week twice over, so that a search needs no wrap.
        let twice = days as u32 | (days as u32) << 7;
        Self(twice << Self::SECOND_BITS | second)
    }

    pub(in crate::schedule::compiled) const fn is_empty(self) -> bool {
        self.0 >> Self::SECOND_BITS == 0
    }

    /// The second of the day.
    #[inline]
    pub(in crate::schedule::compiled) const fn second(self) -> u32 {
        self.0 & ((1 << Self::SECOND_BITS) - 1)
    }

    #[inline]
    pub(in crate::schedule::compiled) fn next(self, now: Position) -> Option<Target> {
        let second = self.second();
        let passed = u32::from(now.second >= second);
        let days = self.0 >> (Self::SECOND_BITS + now.weekday + passed);
        (days != 0).then(|| Target { days: days.trailing_zeros() + passed, second })
    }
}
