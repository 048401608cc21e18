//! Hours of the week.
//!
//! A week has 168 hours and this file names them. It knows nothing of time zones, of schedules, or of which hours
//! are allowed. Weeks start on Sunday at 00:00, as in every wire dialect we read.

use core::fmt;

use chrono::Weekday;

use crate::error::RangeError;

/// One of the 168 hours of a week; Sunday 00:00 to 00:59 is 0, Saturday 23:00 to 23:59 is 167.
///
/// ```
/// use backup_window::HourOfWeek;
/// use chrono::Weekday;
///
/// let hour = HourOfWeek::new(27)?;
/// assert_eq!((hour.weekday(), hour.hour()), (Weekday::Mon, 3));
/// assert_eq!(hour.to_string(), "Mon 03:00");
/// assert!(HourOfWeek::new(168).is_err());
/// # Ok::<(), backup_window::RangeError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HourOfWeek(u8);

impl HourOfWeek {
    /// How many hours a week has: 168.
    pub const COUNT: u8 = 168;

    /// The hour with this index, counted from Sunday 00:00.
    ///
    /// # Errors
    ///
    /// Fails above 167.
    pub const fn new(index: u8) -> Result<Self, RangeError> {
        if index < Self::COUNT {
            Ok(Self(index))
        } else {
            Err(RangeError::new("hour of week", index as i64, 0, Self::COUNT as i64 - 1))
        }
    }

    /// The hour of a weekday, 0 to 23.
    ///
    /// # Errors
    ///
    /// Fails for an hour above 23.
    pub const fn on(weekday: Weekday, hour: u8) -> Result<Self, RangeError> {
        if hour < 24 {
            Ok(Self(weekday.num_days_from_sunday() as u8 * 24 + hour))
        } else {
            Err(RangeError::new("hour of day", hour as i64, 0, 23))
        }
    }

    /// Wraps an index that the caller keeps below 168.
    pub(crate) const fn wrapping(index: u32) -> Self {
        Self((index % Self::COUNT as u32) as u8)
    }

    /// Every hour of the week, Sunday 00:00 first.
    pub fn all() -> impl DoubleEndedIterator<Item = Self> + ExactSizeIterator {
        (0..Self::COUNT).map(Self)
    }

    /// The index of this hour, 0 (Sunday 00:00) to 167 (Saturday 23:00).
    pub const fn index(self) -> u8 {
        self.0
    }

    /// The weekday of this hour.
    pub const fn weekday(self) -> Weekday {
        match self.0 / 24 {
            0 => Weekday::Sun,
            1 => Weekday::Mon,
            2 => Weekday::Tue,
            3 => Weekday::Wed,
            4 => Weekday::Thu,
            5 => Weekday::Fri,
            _ => Weekday::Sat,
        }
    }

    /// The hour of the day, 0 to 23.
    pub const fn hour(self) -> u8 {
        self.0 % 24
    }
}

impl fmt::Display for HourOfWeek {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:02}:00", self.weekday(), self.hour())
    }
}
