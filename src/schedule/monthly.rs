//! The monthly trigger: one day of certain months, one time of day.

use core::fmt;
use core::ops::Range;

use chrono::{Month, NaiveTime, Timelike, Weekday};

use super::daily::{days_with_second, weekday_of, without_leap_second};
use crate::calendar::{DAY, Direction};
use crate::error::RangeError;

/// Which day of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MonthDay {
    /// The day with this number, 1 to 31. A month without it has no slot.
    On(u8),
    /// The first of these weekdays.
    First(Weekday),
    /// The second one.
    Second(Weekday),
    /// The third one.
    Third(Weekday),
    /// The fourth one.
    Fourth(Weekday),
    /// The last of these weekdays, the fourth or the fifth.
    LastWeekday(Weekday),
    /// The last day, 28 to 31.
    Last,
}

impl fmt::Display for MonthDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::On(day) => write!(f, "day {day}"),
            Self::First(weekday) => write!(f, "first {weekday}"),
            Self::Second(weekday) => write!(f, "second {weekday}"),
            Self::Third(weekday) => write!(f, "third {weekday}"),
            Self::Fourth(weekday) => write!(f, "fourth {weekday}"),
            Self::LastWeekday(weekday) => write!(f, "last {weekday}"),
            Self::Last => f.write_str("last day"),
        }
    }
}

/// A set of months of the year.
///
/// ```
/// use backup_window::Months;
/// use chrono::Month;
///
/// let quarters: Months = [Month::January, Month::April, Month::July, Month::October].into_iter().collect();
/// assert!(quarters.contains(Month::April) && !quarters.contains(Month::May));
/// assert_eq!(Months::ALL.iter().count(), 12);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Months(u16);

impl Months {
    /// Every month.
    pub const ALL: Self = Self(0b1111_1111_1111);

    const EACH: [Month; 12] = [
        Month::January,
        Month::February,
        Month::March,
        Month::April,
        Month::May,
        Month::June,
        Month::July,
        Month::August,
        Month::September,
        Month::October,
        Month::November,
        Month::December,
    ];

    /// Whether the month is one of them.
    pub fn contains(self, month: Month) -> bool {
        self.0 >> (month.number_from_month() - 1) & 1 != 0
    }

    /// The months in order, January first.
    pub fn iter(self) -> impl DoubleEndedIterator<Item = Month> {
        Self::EACH.into_iter().filter(move |&month| self.contains(month))
    }

    /// Whether there is none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl FromIterator<Month> for Months {
    fn from_iter<I: IntoIterator<Item = Month>>(months: I) -> Self {
        Self(months.into_iter().fold(0, |set, month| set | 1 << (month.number_from_month() - 1)))
    }
}

/// One slot in each of certain months, on one day of it, at a civil time of the job's zone.
///
/// ```
/// use backup_window::{MonthDay, Monthly, Months, Schedule};
/// use chrono::{NaiveTime, TimeZone, Utc};
///
/// let ten = NaiveTime::from_hms_opt(22, 0, 0).unwrap();
/// let monthly = Monthly::new(MonthDay::On(31), Months::ALL, ten)?;
/// let new_year = Utc.with_ymd_and_hms(2025, 2, 1, 0, 0, 0).unwrap();
/// let run = Schedule::new(monthly).next_after(&Utc, new_year).unwrap();
/// assert_eq!(run.at.to_string(), "2025-03-31 22:00:00 UTC", "February has no such day");
/// # Ok::<(), backup_window::RangeError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Monthly {
    day: MonthDay,
    months: Months,
    time: NaiveTime,
}

/// A chosen month comes every year and has the day wanted then, or never, or is a February with a 29th day: then it
/// comes at most 8 years later. So a search through this many months has seen all there is.
const SEARCHED: i64 = 9 * 12;

/// How far two slots can lie apart at most, in seconds.
pub(super) const LONGEST_PAUSE: i64 = 9 * 366 * DAY;

impl Monthly {
    /// A slot at `time` on `day` of each of `months`. A fraction of a second is kept; a leap second reads as 23:59:59.
    ///
    /// # Errors
    ///
    /// Fails for a day that is not 1 to 31, and without a month.
    pub fn new(day: MonthDay, months: Months, time: NaiveTime) -> Result<Self, RangeError> {
        if let MonthDay::On(day) = day
            && !(1..=31).contains(&day)
        {
            return Err(RangeError::new("day of month", day.into(), 1, 31));
        }
        if months.is_empty() {
            return Err(RangeError::new("number of months", 0, 1, 12));
        }
        Ok(Self { day, months, time: without_leap_second(time) })
    }

    /// The day.
    pub const fn day(&self) -> MonthDay {
        self.day
    }

    /// The months.
    pub const fn months(&self) -> Months {
        self.months
    }

    /// The civil time of day.
    pub const fn time(&self) -> NaiveTime {
        self.time
    }

    /// The civil second of the slot that a search in direction `D` meets first in a range of civil seconds.
    pub(super) fn slot_in<D: Direction>(&self, range: Range<i64>) -> Option<i64> {
        let days = days_with_second(&range, self.slot_second());
        if days.is_empty() {
            return None;
        }
        let first = month_of(D::first_of(&days));
        (0..SEARCHED)
            .map(|distance| if D::IS_FORWARD { first + distance } else { first - distance })
            .take_while(|&month| {
                if D::IS_FORWARD { first_day(month) < days.end } else { days.start < first_day(month + 1) }
            })
            .filter_map(|month| self.day_in(month))
            .find(|day| days.contains(day))
            .map(|day| day * DAY + self.slot_second())
    }

    /// How many slots a range of civil seconds has; takes as many steps as it has months.
    pub(super) fn slots_in(&self, range: Range<i64>) -> u64 {
        let days = days_with_second(&range, self.slot_second());
        if days.is_empty() {
            return 0;
        }
        let months = month_of(days.start)..month_of(days.end) + 1;
        months.filter_map(|month| self.day_in(month)).filter(|day| days.contains(day)).count() as u64
    }

    /// The second of the day of the slots, without its fraction.
    fn slot_second(&self) -> i64 {
        self.time.num_seconds_from_midnight().into()
    }

    /// The day of a month, counted since 1970-01-01, if the month is one of those wanted and has such a day.
    fn day_in(&self, month: i64) -> Option<i64> {
        if self.months.0 >> month.rem_euclid(12) & 1 == 0 {
            return None;
        }
        let (first, end) = (first_day(month), first_day(month + 1));
        let nth = |number: i64, weekday: Weekday| {
            let aside = weekday.num_days_from_monday() + 7 - weekday_of(first).num_days_from_monday();
            first + i64::from(aside % 7) + 7 * number
        };
        let day = match self.day {
            MonthDay::On(day) => first + i64::from(day) - 1,
            MonthDay::First(weekday) => nth(0, weekday),
            MonthDay::Second(weekday) => nth(1, weekday),
            MonthDay::Third(weekday) => nth(2, weekday),
            MonthDay::Fourth(weekday) => nth(3, weekday),
            MonthDay::LastWeekday(weekday) if nth(4, weekday) < end => nth(4, weekday),
            MonthDay::LastWeekday(weekday) => nth(3, weekday),
            MonthDay::Last => end - 1,
        };
        (day < end).then_some(day)
    }
}

// Months are counted since January of the year 0, and years begin in March while days are counted: then a leap day is
// the last of its year, and the months before it have the lengths 31, 30, 31, 30, 31 over and over.

/// 0000-03-01, counted since 1970-01-01.
const MARCH_OF_YEAR_0: i64 = -719_468;

/// The days of 400 years.
const CYCLE_DAYS: i64 = 146_097;

/// The month that a day since 1970-01-01 lies in.
fn month_of(day: i64) -> i64 {
    // The mean length of a month finds it, or one beside it.
    let mut month = (day - MARCH_OF_YEAR_0).div_euclid(CYCLE_DAYS) * 4_800
        + (day - MARCH_OF_YEAR_0).rem_euclid(CYCLE_DAYS) * 4_800 / CYCLE_DAYS
        + 2;
    while day < first_day(month) {
        month -= 1;
    }
    while first_day(month + 1) <= day {
        month += 1;
    }
    month
}

/// The first day of a month, counted since 1970-01-01.
fn first_day(month: i64) -> i64 {
    let (year, month) = ((month - 2).div_euclid(12), (month - 2).rem_euclid(12));
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    MARCH_OF_YEAR_0 + 365 * year + leap_days + (153 * month + 2) / 5
}
