//! An instant that many schedules are asked about.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};

use crate::schedule::compiled::moment::Moment;
use crate::schedule::compiled::patterns::{Position, Target};

/// How many days ahead dates are known. A run lies within a week and a day, or is not read off a pattern.
pub(super) const DAYS: usize = 16;

/// The hour asked from, those ahead that are known, and two that are none.
const PLACES: usize = 66;

const HOUR: u32 = 3_600;

/// An instant that is asked about, and what it decides for all schedules.
pub(super) struct Asked {
    pub(super) t: DateTime<Utc>,
    pub(super) now: Moment,
    pub(super) position: Position,
    /// The hour of the week, 0 to 167, and the second of the hour.
    pub(super) hour: u32,
    pub(super) second: u32,
    /// The dates from that of the instant on.
    dates: [NaiveDate; DAYS],
    /// The hour before the one asked from, that one, and the 62 that follow: the date, and the second of the day at which
    /// it begins. None are the last two.
    hours: [(Option<NaiveDate>, u32); PLACES],
}

impl Asked {
    pub(super) fn about(t: DateTime<Utc>) -> Self {
        let now = Moment::of(t);
        let date = |days: usize| now.date.checked_add_days(Days::new(days as u64)).unwrap_or(NaiveDate::MAX);
        let dates: [NaiveDate; DAYS] = core::array::from_fn(date);
        let hour_of_day = now.second / HOUR;
        let hour = |place: usize| {
            let hour = (hour_of_day + place as u32).checked_sub(1).filter(|_| place < PLACES - 2);
            let date = hour.and_then(|hour| dates.get(hour as usize / 24).copied());
            (date, hour.unwrap_or(0) % 24 * HOUR)
        };
        Self {
            t,
            now,
            position: now.position(),
            hour: now.position().weekday * 24 + hour_of_day,
            second: now.second % HOUR,
            hours: core::array::from_fn(hour),
            dates,
        }
    }

    /// The hours ahead that lie on the first `days` days, from bit 0 on.
    pub(super) fn hours_of(&self, days: u32) -> u64 {
        let hours = (days * 24).saturating_sub(self.hour % 24);
        1u64.checked_shl(hours).map_or(u64::MAX, |bit| bit - 1)
    }

    /// A run so many hours after the hour before the one asked from, at a second of the hour; none beyond 63.
    #[inline(always)]
    pub(super) fn in_hour(&self, hours: u32, second: u32) -> Option<DateTime<Utc>> {
        let &(date, begin) = self.hours.get(hours as usize)?;
        Some(date?.and_time(NaiveTime::from_num_seconds_from_midnight_opt(begin + second, 0)?).and_utc())
    }

    #[inline(always)]
    pub(super) fn instant(&self, target: Target) -> Option<DateTime<Utc>> {
        let time = NaiveTime::from_num_seconds_from_midnight_opt(target.second, 0)?;
        Some(self.dates[target.days as usize % DAYS].and_time(time).and_utc())
    }
}
