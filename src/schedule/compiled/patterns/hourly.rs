//! Certain hours of the week at one second of the hour.

use super::week::Week;
use super::{DAY, HOUR, Position, Target};

/// A second of the hour, 0 to 3599, in bytes, which fit anywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::schedule::compiled) struct SecondOfHour([u8; 2]);

impl SecondOfHour {
    pub(in crate::schedule::compiled) const fn new(second: u16) -> Self {
        Self(second.to_le_bytes())
    }

    #[inline(always)]
    pub(in crate::schedule::compiled) const fn seconds(self) -> u32 {
        u16::from_le_bytes(self.0) as u32
    }
}

/// Certain hours of the week, of each of which the run is at one second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::schedule::compiled) struct HourlyPattern<const BYTES: usize> {
    second: SecondOfHour,
    hours: Week<BYTES>,
}

impl<const BYTES: usize> HourlyPattern<BYTES> {
    /// `hours` has a bit for each hour of the week, Monday first; of each the run is at its second `second`.
    pub(in crate::schedule::compiled) fn new(hours: [u64; 3], second: u16) -> Self {
        Self { second: SecondOfHour::new(second), hours: Week::new(hours) }
    }

    #[inline(always)]
    pub(in crate::schedule::compiled) fn next(&self, now: Position) -> Option<Target> {
        self.hours.next(now, self.second)
    }
}

impl HourlyPattern<24> {
    /// These hours, at this second of each.
    pub(in crate::schedule::compiled) fn of<const BYTES: usize>(
        hours: &Week<BYTES>,
        second: SecondOfHour,
    ) -> Self {
        Self { second, hours: hours.widened() }
    }

    /// The hours and the second.
    pub(in crate::schedule::compiled) const fn parts(&self) -> (Week<24>, SecondOfHour) {
        (self.hours, self.second)
    }
}

impl<const BYTES: usize> Week<BYTES> {
    /// The next run at a second of these hours, if it is among the next 57 hours or the last of the week.
    #[inline(always)]
    pub(in crate::schedule::compiled) fn next_near(
        &self,
        now: Position,
        second: SecondOfHour,
    ) -> Option<Target> {
        let hour = self.near(now.hour_not_over(second))?;
        Some(now.target(hour, second))
    }

    /// The next run at a second of these hours.
    #[inline(always)]
    pub(in crate::schedule::compiled) fn next(&self, now: Position, second: SecondOfHour) -> Option<Target> {
        let hour = self.first_from(now.hour_not_over(second))?;
        Some(now.target(hour, second))
    }
}

impl Position {
    /// The first hour that is not over: one whose second has come is.
    #[inline(always)]
    pub(super) fn hour_not_over(self, second: SecondOfHour) -> u32 {
        (self.weekday * DAY + self.second + HOUR - second.seconds()) / HOUR
    }

    /// A second of an hour of the week.
    #[inline(always)]
    pub(super) fn target(self, hour: u32, second: SecondOfHour) -> Target {
        Target::after(hour * HOUR + second.seconds() - self.weekday * DAY)
    }
}
