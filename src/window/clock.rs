//! The clock a window is read on.
//!
//! A grid of 168 hours says nothing until one knows where its hour 0 lies. The public record describes the field
//! `minuteOffset` in two ways that cannot both be true, so the clock is part of the window and always visible.

use core::fmt;

use crate::error::RangeError;

/// An offset in minutes, -1439 to 1439: less than a day either way.
///
/// ```
/// use backup_window::MinuteOffset;
///
/// assert_eq!(MinuteOffset::new(-90)?.minutes(), -90);
/// assert!(MinuteOffset::new(1440).is_err());
/// # Ok::<(), backup_window::RangeError>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MinuteOffset(i16);

impl MinuteOffset {
    /// No offset.
    pub const ZERO: Self = Self(0);

    /// The smallest: -1439 minutes.
    pub const MIN: Self = Self(-(Self::LIMIT as i16));

    /// The largest: 1439 minutes.
    pub const MAX: Self = Self(Self::LIMIT as i16);

    const LIMIT: i64 = 1_439;

    /// The offset of this many minutes.
    ///
    /// # Errors
    ///
    /// Fails below -1439 and above 1439.
    pub const fn new(minutes: i64) -> Result<Self, RangeError> {
        if -Self::LIMIT <= minutes && minutes <= Self::LIMIT {
            Ok(Self(minutes as i16))
        } else {
            Err(RangeError::new("minute offset", minutes, -Self::LIMIT, Self::LIMIT))
        }
    }

    /// The minutes, -1439 to 1439.
    pub const fn minutes(self) -> i16 {
        self.0
    }
}

impl fmt::Display for MinuteOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} min", self.0)
    }
}

/// Where hour 0 of a window's grid lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WindowClock {
    /// The grid is read on a clock this many minutes ahead of UTC, the same all year. The literal reading of the
    /// Microsoft 365 API: "current minute offset from the UTC time".
    UtcOffset(MinuteOffset),
    /// The grid is read on the wall clock of the job's zone: hour `h` runs from `h`:shift to `h + 1`:shift. The
    /// reading of the service-provider console.
    Local {
        /// Minutes by which every hour of the grid begins late (negative: early).
        shift: MinuteOffset,
    },
}

impl WindowClock {
    /// The clock of UTC itself.
    pub const UTC: Self = Self::UtcOffset(MinuteOffset::ZERO);

    /// The wall clock of the job's zone.
    pub const LOCAL: Self = Self::Local { shift: MinuteOffset::ZERO };

    /// The minutes that belong to the clock, whichever way it reads them.
    pub const fn minute_offset(self) -> MinuteOffset {
        match self {
            Self::UtcOffset(offset) => offset,
            Self::Local { shift } => shift,
        }
    }

    /// Minutes by which the clock is ahead of the one it is told by: UTC, or local time.
    pub(super) fn ahead(self) -> i32 {
        match self {
            Self::UtcOffset(offset) => offset.minutes().into(),
            Self::Local { shift } => -i32::from(shift.minutes()),
        }
    }
}

impl fmt::Display for WindowClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UtcOffset(MinuteOffset::ZERO) => f.write_str("UTC"),
            Self::UtcOffset(offset) => write!(f, "UTC{:+} min", offset.minutes()),
            Self::Local { shift: MinuteOffset::ZERO } => f.write_str("local time"),
            Self::Local { shift } => write!(f, "local time, hours starting {:+} min", shift.minutes()),
        }
    }
}
