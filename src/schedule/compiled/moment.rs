//! Whole seconds on UTC in chrono's own fields.
//!
//! A date and a second of the day are what chrono's instants are made of and what fits two registers. So an answer takes
//! no detour by seconds since 1970, and dates compare as the numbers they are.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Timelike, Utc};

use super::patterns::{Position, Target};
use crate::calendar::{Span, days_after, instant_at};

/// A whole second: the date, and the second of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Moment {
    pub(super) date: NaiveDate,
    pub(super) second: u32,
}

impl Moment {
    /// The second that an instant lies in.
    #[inline(always)]
    pub(super) fn of(t: DateTime<Utc>) -> Self {
        let utc = t.naive_utc();
        // The time's own field: the trait's method on the instant would multiply hours and minutes.
        Self { date: utc.date(), second: utc.time().num_seconds_from_midnight() }
    }

    /// The moment so many seconds after 1970 began.
    pub(super) fn at(second: i64) -> Option<Self> {
        instant_at(second).map(Self::of)
    }

    /// The last one before a span.
    pub(super) const fn before(span: &Span) -> Self {
        let (date, second) = span.eve();
        Self { date, second }
    }

    /// As an instant of chrono's.
    #[inline(always)]
    pub(super) fn instant(self) -> Option<DateTime<Utc>> {
        Some(self.date.and_time(NaiveTime::from_num_seconds_from_midnight_opt(self.second, 0)?).and_utc())
    }

    /// Seconds since 1970.
    pub(super) fn timestamp(self) -> i64 {
        self.date.and_time(NaiveTime::MIN).and_utc().timestamp() + i64::from(self.second)
    }

    /// Where in the week it lies.
    #[inline(always)]
    pub(super) fn position(self) -> Position {
        Position { weekday: self.date.weekday().num_days_from_monday(), second: self.second }
    }

    /// The target, counted from the midnight that this date begins with; `None` beyond the year.
    #[inline(always)]
    pub(super) fn ahead_in_year(self, target: Target) -> Option<Self> {
        // Within a year a date is its ordinal.
        let date = self.date.with_ordinal(self.date.ordinal() + target.days)?;
        Some(Self { date, second: target.second })
    }

    /// The target, counted from the midnight that this date begins with.
    pub(super) fn ahead(self, target: Target) -> Option<Self> {
        Some(Self { date: days_after(self.date, target.days)?, second: target.second })
    }
}
