//! The daily trigger: certain weekdays, one time of day.

use core::fmt;
use core::ops::Range;

use chrono::{NaiveTime, Timelike, Weekday, WeekdaySet};

use crate::calendar::{DAY, Direction};

/// Monday to Friday.
pub const WORKDAYS: WeekdaySet =
    WeekdaySet::from_array([Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri]);

/// Saturday and Sunday.
pub const WEEKENDS: WeekdaySet = WeekdaySet::from_array([Weekday::Sat, Weekday::Sun]);

/// One slot on every date whose weekday is among the days, at a civil time of the job's zone.
///
/// ```
/// use backup_window::{Daily, Schedule, WORKDAYS};
/// use chrono::{NaiveTime, TimeZone, Utc};
///
/// let daily = Daily::new(WORKDAYS, NaiveTime::from_hms_opt(22, 0, 0).unwrap())?;
/// let friday_night = Utc.with_ymd_and_hms(2024, 3, 15, 23, 0, 0).unwrap();
/// let run = Schedule::new(daily).next_after(&Utc, friday_night).unwrap();
/// assert_eq!(run.at, Utc.with_ymd_and_hms(2024, 3, 18, 22, 0, 0).unwrap());
/// # Ok::<(), backup_window::NoDays>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Daily {
    days: WeekdaySet,
    time: NaiveTime,
}

/// A daily trigger without a single day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct NoDays;

impl fmt::Display for NoDays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a daily trigger needs at least one day")
    }
}

impl core::error::Error for NoDays {}

impl Daily {
    /// A slot at `time` on each of `days`. A fraction of a second is kept; a leap second reads as 23:59:59.
    ///
    /// # Errors
    ///
    /// Fails without a day.
    pub fn new(days: WeekdaySet, time: NaiveTime) -> Result<Self, NoDays> {
        if days.is_empty() {
            return Err(NoDays);
        }
        Ok(Self { days, time: without_leap_second(time) })
    }

    /// The days.
    pub const fn days(&self) -> WeekdaySet {
        self.days
    }

    /// The civil time of day.
    pub const fn time(&self) -> NaiveTime {
        self.time
    }

    /// The second of the day of the slots, without its fraction.
    pub(super) fn slot_second(&self) -> i64 {
        self.time.num_seconds_from_midnight().into()
    }

    /// The civil second of the slot that a search in direction `D` meets first in a range of civil seconds.
    pub(super) fn slot_in<D: Direction>(&self, range: Range<i64>) -> Option<i64> {
        let time = self.slot_second();
        let days = days_with_second(&range, time);
        if days.is_empty() {
            return None;
        }
        let first = D::first_of(&days);
        let day = (0..7)
            .map(|distance| if D::IS_FORWARD { first + distance } else { first - distance })
            .find(|&day| self.days.contains(weekday_of(day)))?;
        days.contains(&day).then_some(day * DAY + time)
    }

    /// How many slots a range of civil seconds has.
    pub(super) fn slots_in(&self, range: Range<i64>) -> u64 {
        let days = days_with_second(&range, self.slot_second());
        if days.is_empty() {
            return 0;
        }
        let weeks = (days.end - days.start) / 7;
        let rest = (days.start + weeks * 7..days.end).filter(|&day| self.days.contains(weekday_of(day)));
        weeks.unsigned_abs() * u64::from(self.days.len()) + rest.count() as u64
    }
}

/// The days of a range of civil seconds of which it contains the second `time`, as days since 1970-01-01.
pub(super) fn days_with_second(range: &Range<i64>, time: i64) -> Range<i64> {
    let first_from = |second: i64| (second - time + DAY - 1).div_euclid(DAY);
    first_from(range.start)..first_from(range.end)
}

/// A time of day within its whole second: a leap second reads as the second before.
pub(super) fn without_leap_second(time: NaiveTime) -> NaiveTime {
    if time.nanosecond() < 1_000_000_000 { time } else { time.with_nanosecond(0).unwrap_or(NaiveTime::MIN) }
}

/// The weekday of a day since 1970-01-01, which was a Thursday.
pub(super) fn weekday_of(day: i64) -> Weekday {
    match day.rem_euclid(7) {
        0 => Weekday::Thu,
        1 => Weekday::Fri,
        2 => Weekday::Sat,
        3 => Weekday::Sun,
        4 => Weekday::Mon,
        5 => Weekday::Tue,
        _ => Weekday::Wed,
    }
}
