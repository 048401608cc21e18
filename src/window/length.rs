//! A length of time with or without an end: what is left of a window, or its longest stretch.

use core::fmt;

use chrono::TimeDelta;

use crate::calendar::{HOUR, HourOfWeek, MINUTE};

/// A length of time that may have no end.
///
/// ```
/// use backup_window::{BackupWindow, Length};
/// use chrono::{TimeDelta, WeekdaySet};
///
/// let nights = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 22, 6);
/// assert_eq!(nights.longest_allowed(), Length::Limited(TimeDelta::hours(8)));
/// assert!(nights.longest_allowed() < BackupWindow::ALWAYS.longest_allowed());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Length {
    /// So long; zero where there is nothing.
    Limited(TimeDelta),
    /// For ever.
    Unlimited,
}

impl Length {
    /// Nothing at all.
    pub const ZERO: Self = Self::Limited(TimeDelta::zero());

    /// Whether there is room for a job that takes this long.
    ///
    /// ```
    /// use backup_window::Length;
    /// use chrono::TimeDelta;
    ///
    /// let night = Length::Limited(TimeDelta::hours(8));
    /// assert!(night.covers(TimeDelta::hours(8)) && !night.covers(TimeDelta::hours(9)));
    /// assert!(!Length::ZERO.covers(TimeDelta::zero()));
    /// ```
    pub fn covers(self, duration: TimeDelta) -> bool {
        self >= Self::Limited(at_least_a_moment(duration))
    }

    /// The length, if there is an end to it.
    pub const fn limit(self) -> Option<TimeDelta> {
        match self {
            Self::Limited(length) => Some(length),
            Self::Unlimited => None,
        }
    }

    pub(super) fn of_hours(hours: u32) -> Self {
        if hours < HourOfWeek::COUNT.into() {
            Self::Limited(TimeDelta::hours(hours.into()))
        } else {
            Self::Unlimited
        }
    }
}

/// In whole seconds: `8h`, `1h 30m 15s`, `0s`, `unlimited`.
impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Limited(length) = self else { return f.write_str("unlimited") };
        let seconds = length.num_seconds();
        let parts = [(seconds / HOUR, 'h'), (seconds % HOUR / MINUTE, 'm'), (seconds % MINUTE, 's')];
        let mut is_first = true;
        for (count, unit) in
            parts.into_iter().filter(|&(count, unit)| count != 0 || seconds == 0 && unit == 's')
        {
            write!(f, "{}{count}{unit}", if is_first { "" } else { " " })?;
            is_first = false;
        }
        Ok(())
    }
}

/// What a job of this duration needs of an open window.
pub(super) fn at_least_a_moment(duration: TimeDelta) -> TimeDelta {
    duration.max(TimeDelta::nanoseconds(1))
}
