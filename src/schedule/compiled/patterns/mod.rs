//! The weekly patterns, and how the next run is read off them.
//!
//! ```text
//!   daily     ..S.TF.   one bit a day            + the second of the day
//!   hourly    168 bits, one an hour of the week  + the second of the hour
//!   openings  an hour each                       + the second of the hour
//!   minutes   168 bits: allowed hours            + the step, and the second at which the hours begin
//! ```
//!
//! All of them are on UTC and begin on Monday, as chrono's weekdays do. A search looks strictly after a second.

mod daily;
mod hourly;
mod minutes;
mod openings;
mod steps;
mod week;

pub(super) use daily::DailyPattern;
pub(super) use hourly::{HourlyPattern, SecondOfHour};
pub(super) use minutes::{MinutesPattern, StepsAhead};
pub(super) use openings::{SlotsAndOpenings, Starts};
pub(super) use steps::{HourSteps, PackedSteps, Steps, StepsByOffset};
pub(super) use week::Week;

const DAY: u32 = 86_400;
const HOUR: u32 = 3_600;
const HOURS: u32 = 168;

/// An instant in the UTC week: the weekday from Monday, as chrono counts it, and the second of the day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Position {
    pub(super) weekday: u32,
    pub(super) second: u32,
}

impl Position {
    /// The beginning of the week: what comes after it is all there is.
    pub(super) const MONDAY: Self = Self { weekday: 0, second: 0 };
}

/// Where a run lies: so many days after the day asked from, at a second of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) days: u32,
    pub(super) second: u32,
}

impl Target {
    /// The target so many seconds after the midnight that the day asked from begins with.
    #[inline]
    pub(super) fn after(seconds: u32) -> Self {
        Self { days: seconds / DAY, second: seconds % DAY }
    }

    /// How many seconds after that midnight it lies.
    pub(super) const fn seconds(self) -> i64 {
        self.days as i64 * DAY as i64 + self.second as i64
    }

    /// Whichever comes first.
    pub(super) fn nearer(one: Option<Self>, other: Option<Self>) -> Option<Self> {
        let order = |target: &Self| (target.days, target.second);
        one.into_iter().chain(other).min_by_key(order)
    }
}
