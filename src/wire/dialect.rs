//! The dialects of job documents, by name.

use core::fmt;
use core::str::FromStr;

use crate::window::{MinuteOffset, WindowClock};

/// A dialect: a product and the versions of it that write the same document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Dialect {
    /// Veeam Backup for Microsoft Office 365 1.5: booleans as strings, `backupIntervalsArray`, no window flag.
    VboV1,
    /// Versions 2 to 5: `backupWindowEnabled` and `backupWindowSettings`.
    VboV2,
    /// Version 6: adds the periodic window, its offset, and `scheduleEnabled`.
    VboV6,
    /// Version 7: adds `periodicallyWindowEnabled`.
    VboV7,
    /// Version 8: adds `Hours12` and the page envelope.
    VboV8,
}

impl Dialect {
    /// Every dialect.
    pub const ALL: [Self; 5] = [Self::VboV1, Self::VboV2, Self::VboV6, Self::VboV7, Self::VboV8];

    /// The name, such as `vbo-v8`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::VboV1 => "vbo-v1",
            Self::VboV2 => "vbo-v2",
            Self::VboV6 => "vbo-v6",
            Self::VboV7 => "vbo-v7",
            Self::VboV8 => "vbo-v8",
        }
    }

    /// How the dialect's `minuteOffset` is read unless the caller says otherwise.
    pub const fn clock_reading(self) -> ClockReading {
        ClockReading::UtcOffset
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A name that is no dialect's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownDialect;

impl fmt::Display for UnknownDialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a dialect (expected ")?;
        for (i, dialect) in Dialect::ALL.into_iter().enumerate() {
            write!(f, "{}{dialect}", if i == 0 { "" } else { ", " })?;
        }
        f.write_str(")")
    }
}

impl core::error::Error for UnknownDialect {}

impl FromStr for Dialect {
    type Err = UnknownDialect;

    fn from_str(name: &str) -> Result<Self, UnknownDialect> {
        Self::ALL.into_iter().find(|dialect| dialect.name().eq_ignore_ascii_case(name)).ok_or(UnknownDialect)
    }
}

/// The two readings of `minuteOffset`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClockReading {
    /// Minutes by which the window's clock is ahead of UTC.
    UtcOffset,
    /// Minutes by which every hour of the job's local clock begins late.
    Local,
}

impl ClockReading {
    /// The clock of a window with this offset.
    pub const fn clock(self, offset: MinuteOffset) -> WindowClock {
        match self {
            Self::UtcOffset => WindowClock::UtcOffset(offset),
            Self::Local => WindowClock::Local { shift: offset },
        }
    }
}
