//! Certain hours of the week at one second of the hour.

use super::week::Hours;
use super::{DAY, HOUR, Position, Target};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::schedule::compiled) struct HourlyPattern<W> {
    /// 0 to 3599, as bytes, which fit anywhere.
    second: [u8; 2],
    hours: W,
}

impl<W: Hours> HourlyPattern<W> {
    /// `hours` has a bit for each hour of the week, Monday first; of each the run is at its second `second`.
    pub(in crate::schedule::compiled) fn new(hours: [u64; 3], second: u16) -> Self {
        Self { second: second.to_le_bytes(), hours: W::new(hours) }
    }

    pub(in crate::schedule::compiled) fn is_empty(&self) -> bool {
        self.hours.is_empty()
    }

    #[inline(always)]
    pub(in crate::schedule::compiled) fn next(&self, now: Position) -> Option<Target> {
        let second = u32::from(u16::from_le_bytes(self.second));
        // An hour whose second has come is over.
        let from = (now.weekday * DAY + now.second + HOUR - second) / HOUR;
        let hour = self.hours.first_from(from)?;
        Some(Target { days: hour / 24 - now.weekday, second: hour % 24 * HOUR + second })
    }
}
