//! The next slot of a schedule without windows where no clock changes on the way: most questions there are.
//!
//! Nothing is prepared, so a question costs what the zone takes to say its offset, twice, and little else: the slot is
//! computed in chrono's own fields, on the clock that the zone shows at the instant asked about. Whatever a change of
//! the clock could touch is left to the engine, by saying nothing.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeZone, Timelike, Utc, Weekday};

use super::daily::Daily;
use super::periodically::{Every, Periodically};
use super::policy::{Fold, Gap};
use super::schedule::Schedule;
use super::trigger::Trigger;
use crate::calendar::Probed;

const DAY: i32 = 86_400;

/// The years in which changes of the clock are far enough apart for two or three looks to see them all, and in which
/// every date on the way exists.
const YEARS: core::ops::Range<i32> = 1_971..262_000;

impl Schedule {
    /// The first run strictly after `t`; `None` where this way cannot tell.
    #[inline]
    pub(super) fn next_without_change<Z: TimeZone>(
        &self,
        zone: &Z,
        t: DateTime<Utc>,
    ) -> Option<DateTime<Utc>> {
        let zone = Probed(zone);
        let utc = t.naive_utc();
        let (date, second) = (utc.date(), utc.time().num_seconds_from_midnight() as i32);
        if !YEARS.contains(&date.year())
            || self.fold() == Fold::Second
            || self.given_windows().backup.is_some()
        {
            return None;
        }
        // A change on the day before still matters to a slot that it repeats or moves.
        let is_early = self.fold() == Fold::First || self.gap() == Gap::ShiftForward;
        let from = if is_early { date.pred_opt()? } else { date };
        let offset = zone.offset_of(&from.and_time(utc.time()));
        // The civil second of the day, and by how many days the civil date is another.
        let civil = second + offset;
        let days = i32::from(civil >= DAY) - i32::from(civil < 0);
        let civil = civil - days * DAY;
        let slot = match self.trigger() {
            Trigger::Daily(daily) if daily.time().nanosecond() == 0 => {
                daily.next_on(weekday_after(date, days), civil)?
            }
            Trigger::Periodically(periodically) if self.given_windows().periodic.is_none() => {
                periodically.next_in_day(civil)
            }
            _ => return None,
        };
        // Seconds after the midnight that the date on UTC begins with: above 0 and no more than 9 days.
        let ahead = slot + days * DAY - offset;
        let (days, second) = (ahead.div_euclid(DAY), ahead.rem_euclid(DAY));
        let run = on_day(date, days as u32)?.and_time(time_at(second as u32)?);
        zone.has_offset_between(offset, from.and_time(utc.time()), run, days + i32::from(is_early))
            .then(|| run.and_utc())
    }
}

impl Daily {
    /// Seconds from the midnight of a civil day to the first slot strictly after a second of it.
    #[inline]
    fn next_on(&self, weekday: Weekday, second: i32) -> Option<i32> {
        let time = self.time().num_seconds_from_midnight() as i32;
        let passed = i32::from(second >= time);
        let from = if passed == 1 { weekday.succ() } else { weekday };
        let day = self.days().iter(from).next()?;
        Some((passed + day.days_since(from) as i32) * DAY + time)
    }
}

impl Periodically {
    /// Seconds from the midnight of a civil day to the first slot strictly after a second of it.
    #[inline]
    fn next_in_day(&self, second: i32) -> i32 {
        let (every, offset) = (i32::from(self.every().minutes()) * 60, i32::from(self.offset()) * 60);
        // Not below 0: an offset is shorter than the interval.
        let next = self.every().times_in((second + every - offset) as u32);
        next as i32 * every + offset
    }
}

impl Every {
    /// How many whole intervals so many seconds have. Each length has a division of its own, which is a multiplication.
    #[inline]
    const fn times_in(self, seconds: u32) -> u32 {
        match self {
            Self::Minutes5 => seconds / 300,
            Self::Minutes10 => seconds / 600,
            Self::Minutes15 => seconds / 900,
            Self::Minutes20 => seconds / 1_200,
            Self::Minutes30 => seconds / 1_800,
            Self::Hours1 => seconds / 3_600,
            Self::Hours2 => seconds / 7_200,
            Self::Hours3 => seconds / 10_800,
            Self::Hours4 => seconds / 14_400,
            Self::Hours6 => seconds / 21_600,
            Self::Hours8 => seconds / 28_800,
            Self::Hours12 => seconds / 43_200,
            Self::Hours24 => seconds / 86_400,
        }
    }
}

/// The weekday of the day before a date, of the date, or of the day after it.
#[inline]
fn weekday_after(date: NaiveDate, days: i32) -> Weekday {
    match days {
        0 => date.weekday(),
        1 => date.weekday().succ(),
        _ => date.weekday().pred(),
    }
}

/// The date so many days on.
#[inline]
fn on_day(date: NaiveDate, days: u32) -> Option<NaiveDate> {
    // Within a year a date is its ordinal.
    date.with_ordinal(date.ordinal() + days).or_else(|| date.checked_add_days(Days::new(days.into())))
}

#[inline]
fn time_at(second: u32) -> Option<NaiveTime> {
    NaiveTime::from_num_seconds_from_midnight_opt(second, 0)
}
