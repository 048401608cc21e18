//! The periodic trigger: the same times every civil day, so many minutes or hours apart.

use core::fmt;
use core::ops::Range;

use crate::calendar::{Direction, HOUR, MINUTE};
use crate::error::RangeError;

/// The intervals a periodic job can have. All of them divide a day.
///
/// Microsoft 365 jobs have [nine](Self::OF_MICROSOFT_365) of them; Backup & Replication has the others, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Every {
    Minutes5,
    Minutes10,
    Minutes15,
    Minutes20,
    Minutes30,
    Hours1,
    Hours2,
    Hours3,
    Hours4,
    Hours6,
    Hours8,
    Hours12,
    Hours24,
}

impl Every {
    /// Every interval, shortest first.
    pub const ALL: [Self; 13] = [
        Self::Minutes5,
        Self::Minutes10,
        Self::Minutes15,
        Self::Minutes20,
        Self::Minutes30,
        Self::Hours1,
        Self::Hours2,
        Self::Hours3,
        Self::Hours4,
        Self::Hours6,
        Self::Hours8,
        Self::Hours12,
        Self::Hours24,
    ];

    /// The intervals of Microsoft 365 jobs, shortest first.
    pub const OF_MICROSOFT_365: [Self; 9] = [
        Self::Minutes5,
        Self::Minutes10,
        Self::Minutes15,
        Self::Minutes30,
        Self::Hours1,
        Self::Hours2,
        Self::Hours4,
        Self::Hours8,
        Self::Hours12,
    ];

    /// The length in minutes, 5 to 1440.
    pub const fn minutes(self) -> u16 {
        match self {
            Self::Minutes5 => 5,
            Self::Minutes10 => 10,
            Self::Minutes15 => 15,
            Self::Minutes20 => 20,
            Self::Minutes30 => 30,
            Self::Hours1 => 60,
            Self::Hours2 => 120,
            Self::Hours3 => 180,
            Self::Hours4 => 240,
            Self::Hours6 => 360,
            Self::Hours8 => 480,
            Self::Hours12 => 720,
            Self::Hours24 => 1_440,
        }
    }

    /// Whether the interval is one of hours, to which an offset applies.
    pub const fn is_hours(self) -> bool {
        self.minutes() >= 60
    }
}

impl fmt::Display for Every {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.minutes() {
            60 => f.write_str("1 hour"),
            minutes if self.is_hours() => write!(f, "{} hours", minutes / 60),
            minutes => write!(f, "{minutes} minutes"),
        }
    }
}

/// Slots at `offset + k * every` minutes of each civil day of the job's zone, starting anew at midnight; never
/// anchored on the last run.
///
/// ```
/// use backup_window::{Every, Periodically};
///
/// let periodically = Periodically::new(Every::Hours4, 15)?; // 00:15, 04:15, ... 20:15
/// assert_eq!(periodically.offset(), 15);
/// assert_eq!(Periodically::new(Every::Minutes30, 15)?.offset(), 0, "an offset applies to hours only");
/// assert!(Periodically::new(Every::Hours4, 60).is_err());
/// # Ok::<(), backup_window::RangeError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Periodically {
    every: Every,
    offset: u8,
}

impl Periodically {
    /// A slot every `every`, `offset` minutes (0 to 59) late. With an interval of minutes the offset is ignored.
    ///
    /// # Errors
    ///
    /// Fails for an offset outside 0 to 59.
    pub const fn new(every: Every, offset: i64) -> Result<Self, RangeError> {
        if offset < 0 || offset > 59 {
            return Err(RangeError::new("periodic offset", offset, 0, 59));
        }
        Ok(Self { every, offset: if every.is_hours() { offset as u8 } else { 0 } })
    }

    /// The interval.
    pub const fn every(&self) -> Every {
        self.every
    }

    /// By how many minutes every slot is late: 0 to 59, and 0 for an interval of minutes.
    pub const fn offset(&self) -> u8 {
        self.offset
    }

    /// The civil second of the slot that a search in direction `D` meets first in a range of civil seconds.
    pub(super) fn slot_in<D: Direction>(&self, range: Range<i64>) -> Option<i64> {
        let (every, offset) = self.seconds();
        let slots = self.numbers(range);
        (!slots.is_empty()).then(|| D::first_of(&slots) * every + offset)
    }

    /// How many slots a range of civil seconds has.
    pub(super) fn slots_in(&self, range: Range<i64>) -> u64 {
        let slots = self.numbers(range);
        slots.end.saturating_sub(slots.start).max(0).unsigned_abs()
    }

    /// The interval and the offset in seconds.
    fn seconds(&self) -> (i64, i64) {
        (i64::from(self.every.minutes()) * MINUTE, i64::from(self.offset) * MINUTE)
    }

    /// The slots of a range of civil seconds by number, the first one of 1970 being 0.
    fn numbers(&self, range: Range<i64>) -> Range<i64> {
        // The interval divides the day, so "anew at midnight" is plain arithmetic.
        let (every, offset) = self.seconds();
        debug_assert!((24 * HOUR) % every == 0);
        let first_from = |second: i64| (second - offset + every - 1).div_euclid(every);
        first_from(range.start)..first_from(range.end)
    }
}
