//! A schedule prepared for one zone: next runs in nanoseconds.
//!
//! While a zone keeps its offset, everything repeats each week of UTC: slots, window, and what becomes of denied slots.
//! So the runs of a schedule are a pattern of 7 days, of 168 hours or of allowed hours with a step, and there is one
//! pattern for each offset of the zone. `patterns.rs` has the patterns and how the next run is read off them,
//! `compile.rs` makes them. An answer that a clock change could touch is left to the plain engine, with the zone's
//! [table](ZoneTable) as its zone, so the two cannot differ in what they mean:
//!
//! ```text
//!   span       [ offset -8 h                  )[ offset -7 h ...
//!   answered   [ guard | from the pattern     | by the engine: the run lies beyond, or within a guard of the change
//! ```

mod compile;
mod patterns;

use alloc::sync::Arc;
use core::fmt;

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Timelike, Utc};

use self::patterns::{DailyPattern, HourlyPattern, MinutePattern, Steps, Target};
use super::run::{NoRun, Run};
use super::schedule::Schedule;
use crate::calendar::{SpanAt, ZoneTable};

/// A [`Schedule`] prepared for one zone; made by [`Schedule::compile`].
///
/// 64 bytes beside what it shares. It answers as the schedule does, to the nanosecond, without asking the zone again.
///
/// ```
/// use std::sync::Arc;
///
/// use backup_window::{Daily, Schedule, WORKDAYS, ZoneTable};
/// use chrono::{NaiveTime, TimeZone, Utc};
///
/// let zone = Arc::new(ZoneTable::new(&chrono_tz::Europe::Prague)); // once for each zone
/// let daily = Daily::new(WORKDAYS, NaiveTime::from_hms_opt(22, 0, 0).unwrap())?;
/// let compiled = Schedule::new(daily).compile(&zone); // once for each schedule
///
/// let friday_night = Utc.with_ymd_and_hms(2024, 3, 15, 23, 0, 0).unwrap();
/// let monday = Utc.with_ymd_and_hms(2024, 3, 18, 21, 0, 0).unwrap();
/// assert_eq!(compiled.next_instant_after(friday_night), Some(monday));
/// assert_eq!(compiled.next_after(friday_night).unwrap().at, monday);
/// # Ok::<(), backup_window::NoDays>(())
/// ```
#[derive(Clone)]
pub struct CompiledSchedule {
    patterns: Patterns,
    zone: Arc<ZoneTable>,
    schedule: Arc<Schedule>,
}

/// The patterns of a schedule: 48 bytes.
///
/// `since`: the first date of which nothing before matters. `guard`: how many hours an answer must keep from a clock
/// change to be read off a pattern.
#[derive(Debug, Clone)]
enum Patterns {
    /// There is no run at any time.
    Never,
    /// There is none after this second; before it the engine answers.
    Until { last: i64 },
    /// One offset for good.
    Daily { since: NaiveDate, pattern: DailyPattern },
    /// One offset for good.
    Hourly { since: NaiveDate, pattern: HourlyPattern },
    /// The same slots and the same window on UTC for good.
    Minutes { since: NaiveDate, steps: Steps, pattern: MinutePattern },
    /// A pattern for each of the commonest offsets.
    DailyInZone { guard: u8, patterns: [DailyPattern; OFFSETS_OF_DAYS] },
    /// A pattern for each of the two commonest offsets.
    HourlyInZone { guard: u8, patterns: [HourlyPattern; 2] },
    /// A pattern for slots and one for openings for each of the commonest offsets.
    HourlyPairs { guard: u8, patterns: Arc<[[HourlyPattern; 2]]> },
    /// A pattern for each of the two commonest offsets.
    MinutesInZone { steps: Steps, patterns: [MinutePattern; 2] },
    /// No pattern of these kinds: the engine answers.
    None,
}

impl Patterns {
    /// Whether no run can be read off them.
    fn are_empty(&self) -> bool {
        match self {
            Self::Never | Self::Until { .. } => true,
            Self::Daily { pattern, .. } => pattern.is_empty(),
            Self::Hourly { pattern, .. } => pattern.is_empty(),
            Self::Minutes { pattern, .. } => pattern.is_empty(),
            Self::DailyInZone { patterns, .. } => patterns.iter().all(|pattern| pattern.is_empty()),
            Self::HourlyInZone { patterns, .. } => patterns.iter().all(HourlyPattern::is_empty),
            Self::HourlyPairs { patterns, .. } => patterns.iter().flatten().all(HourlyPattern::is_empty),
            Self::MinutesInZone { patterns, .. } => patterns.iter().all(MinutePattern::is_empty),
            // Two windows whose hours begin at different minutes: together they may never be open.
            Self::None => true,
        }
    }
}

/// A schedule in a large fleet is one of a million.
const _: () = assert!(size_of::<CompiledSchedule>() <= 64);

/// How many offsets of a zone a daily schedule has patterns for.
const OFFSETS_OF_DAYS: usize = 4;

/// Before this date the engine answers, which minds the beginning of chrono's dates.
const EARLIEST: NaiveDate = match NaiveDate::from_ymd_opt(-262_140, 1, 1) {
    Some(date) => date,
    None => NaiveDate::MIN,
};

/// From this date on the engine answers, which minds the end of chrono's dates.
const NEAR_THE_END: NaiveDate = match NaiveDate::from_ymd_opt(262_140, 1, 1) {
    Some(date) => date,
    None => NaiveDate::MAX,
};

impl CompiledSchedule {
    /// The first run strictly after `t`, as [`Schedule::next_after`].
    ///
    /// # Errors
    ///
    /// The reason why there is none.
    pub fn next_after(&self, t: DateTime<Utc>) -> Result<Run, NoRun<'static>> {
        match self.patterns {
            Patterns::Never if self.schedule.windows().is_never() => Err(NoRun::WindowNeverOpens),
            Patterns::Never => Err(NoRun::NeverMatches),
            Patterns::Until { last } if last <= t.timestamp() => Err(NoRun::NeverMatches),
            _ => self.schedule.next_on(&*self.zone, t),
        }
    }

    /// The last run strictly before `t`, as [`Schedule::previous_before`].
    ///
    /// # Errors
    ///
    /// The reason why there is none.
    pub fn previous_before(&self, t: DateTime<Utc>) -> Result<Run, NoRun<'static>> {
        self.schedule.previous_on(&*self.zone, t)
    }

    /// The instant of the first run strictly after `t`: the fastest answer there is. `None` where there is none.
    pub fn next_instant_after(&self, t: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let utc = t.naive_utc();
        let (date, time) = (utc.date(), utc.time());
        let now = Position {
            weekday: date.weekday().num_days_from_sunday(),
            second: time.num_seconds_from_midnight(),
        };
        let covered = |since: &NaiveDate| *since <= date && date < NEAR_THE_END;
        let target = match &self.patterns {
            Patterns::Never => return None,
            Patterns::Daily { since, pattern } if covered(since) => pattern.next(now),
            Patterns::Hourly { since, pattern } if covered(since) => pattern.next(now),
            Patterns::Minutes { since, steps, pattern } if covered(since) => pattern.next(now, *steps),
            Patterns::DailyInZone { guard, patterns } if covered(&EARLIEST) => {
                self.within_span(t, *guard, |class| patterns.get(class)?.next(now))
            }
            Patterns::HourlyInZone { guard, patterns } if covered(&EARLIEST) => {
                self.within_span(t, *guard, |class| patterns.get(class)?.next(now))
            }
            Patterns::HourlyPairs { guard, patterns } if covered(&EARLIEST) => {
                self.within_span(t, *guard, |class| {
                    let [slots, openings] = patterns.get(class)?;
                    Target::nearer(slots.next(now), openings.next(now))
                })
            }
            Patterns::MinutesInZone { steps, patterns } if covered(&EARLIEST) => {
                self.within_span(t, 1, |class| patterns.get(class)?.next(now, *steps))
            }
            _ => None,
        };
        match target.and_then(|target| target.on(date)) {
            Some(instant) => Some(instant),
            None => self.ask_engine(t),
        }
    }

    /// What a pattern says, if no clock change can touch it.
    #[inline]
    fn within_span(
        &self,
        t: DateTime<Utc>,
        guard: u8,
        next: impl FnOnce(usize) -> Option<Target>,
    ) -> Option<Target> {
        let second = t.timestamp();
        let SpanAt { start, end, class, .. } = self.zone.span_at(second);
        let target = next(class)?;
        let guard = i64::from(guard) * 3_600;
        let midnight = second - i64::from(t.time().num_seconds_from_midnight());
        (start.wrapping_add(guard) <= second && midnight + target.seconds() + guard < end).then_some(target)
    }

    #[cold]
    #[inline(never)]
    fn ask_engine(&self, t: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.next_after(t).ok().map(|run| run.at)
    }

    /// The schedule.
    pub fn schedule(&self) -> &Schedule {
        &self.schedule
    }

    /// The zone.
    pub fn zone(&self) -> &Arc<ZoneTable> {
        &self.zone
    }
}

impl fmt::Debug for CompiledSchedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CompiledSchedule")
            .field("schedule", &self.schedule)
            .field("zone", &self.zone)
            .finish()
    }
}

/// An instant in the UTC week: the weekday from Sunday, and the second of the day.
#[derive(Debug, Clone, Copy)]
struct Position {
    weekday: u32,
    second: u32,
}

impl Target {
    fn nearer(one: Option<Self>, other: Option<Self>) -> Option<Self> {
        match (one, other) {
            (Some(one), Some(other)) => Some(if other.seconds() < one.seconds() { other } else { one }),
            (one, other) => one.or(other),
        }
    }

    /// Seconds from the midnight that the target counts from.
    #[inline]
    fn seconds(self) -> i64 {
        i64::from(self.days) * 86_400 + i64::from(self.second)
    }

    /// The target, counted from the midnight that `date` begins with.
    #[inline]
    fn on(self, date: NaiveDate) -> Option<DateTime<Utc>> {
        // Within a year a date is its ordinal.
        let date = match date.with_ordinal(date.ordinal() + self.days) {
            Some(date) => date,
            None => date.checked_add_days(chrono::Days::new(self.days.into()))?,
        };
        let time = NaiveTime::from_num_seconds_from_midnight_opt(self.second, 0)?;
        Some(date.and_time(time).and_utc())
    }
}
