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
mod instants;
mod patterns;

use alloc::sync::Arc;
use core::fmt;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, Timelike, Utc};

pub use self::instants::InstantsAfter;
use self::patterns::{
    DailyPattern, HourlyPattern, MinutePattern, PackedSteps, PackedWeek, Position, Steps, StepsByOffset,
    Target, Week,
};
use super::policy::{Fold, Gap};
use super::run::{NoRun, Run};
use super::schedule::Schedule;
use crate::calendar::{DateKey, SecondKey, Span, ZoneTable};
use crate::window::Gate;

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
    shared: Arc<Shared>,
}

/// What a compiled schedule looks at only where its patterns do not answer.
#[derive(Debug)]
struct Shared {
    schedule: Schedule,
    /// The last run of all, where the offsets of today bring none.
    last: Option<i64>,
}

/// The patterns of a schedule: 48 bytes.
///
/// `since`: the first date of which nothing before matters. `guard`: how many hours an answer must keep from a clock
/// change to be read off a pattern.
#[derive(Debug, Clone)]
enum Patterns {
    /// There is no run at any time.
    Never,
    /// The same slots on UTC for good, and no window.
    Steps { since: NaiveDate, steps: Steps },
    /// One offset for good.
    Daily { since: NaiveDate, pattern: DailyPattern },
    /// One offset for good.
    Hourly { since: NaiveDate, pattern: HourlyPattern<Week> },
    /// The same slots and the same window on UTC for good.
    Minutes { since: NaiveDate, steps: Steps, pattern: MinutePattern<Week> },
    /// No window, and a first slot of the day for each of the commonest offsets.
    StepsInZone { guard: u8, steps: StepsByOffset },
    /// A pattern for each of the commonest offsets.
    DailyInZone { guard: u8, patterns: [DailyPattern; OFFSETS_OF_DAYS] },
    /// A pattern for each of the two commonest offsets; the guard is ample at most.
    HourlyInZone { guard: u8, patterns: [HourlyPattern<PackedWeek>; 2] },
    /// A pattern for slots and one for openings for each of the commonest offsets.
    HourlyPairs { guard: u8, patterns: Arc<[[HourlyPattern<Week>; 2]]> },
    /// A pattern for each of the two commonest offsets.
    MinutesInZone { steps: PackedSteps, patterns: [MinutePattern<PackedWeek>; 2] },
    /// No pattern of these kinds: the engine answers.
    None,
}

/// Reads the next run strictly after an instant off the patterns.
type Reader = fn(&CompiledSchedule, DateTime<Utc>) -> Option<DateTime<Utc>>;

/// How the next run is read off each kind of [`Patterns`].
///
/// A table and no `match`: a reader is jumped to and needs no stack frame, because the compiler leaves the calling
/// convention of a function alone whose address is taken.
const READERS: [Reader; 11] = [
    CompiledSchedule::next_of_none,
    CompiledSchedule::ask_engine,
    CompiledSchedule::next_step,
    CompiledSchedule::next_daily,
    CompiledSchedule::next_hourly,
    CompiledSchedule::next_minutes,
    CompiledSchedule::next_step_in_zone,
    CompiledSchedule::next_daily_in_zone,
    CompiledSchedule::next_hourly_in_zone,
    CompiledSchedule::next_of_pairs,
    CompiledSchedule::next_minutes_in_zone,
];

impl Patterns {
    /// The place of the kind in [`READERS`].
    #[inline]
    const fn kind(&self) -> usize {
        match self {
            Self::Never => 0,
            Self::None => 1,
            Self::Steps { .. } => 2,
            Self::Daily { .. } => 3,
            Self::Hourly { .. } => 4,
            Self::Minutes { .. } => 5,
            Self::StepsInZone { .. } => 6,
            Self::DailyInZone { .. } => 7,
            Self::HourlyInZone { .. } => 8,
            Self::HourlyPairs { .. } => 9,
            Self::MinutesInZone { .. } => 10,
        }
    }

    /// Whether an offset of the zone brings no run; so it may be for windows that are no grid of hours together.
    fn are_empty_under(&self, class: usize) -> bool {
        match self {
            Self::Never | Self::None => true,
            Self::Steps { .. } | Self::StepsInZone { .. } => false,
            Self::Daily { pattern, .. } => pattern.is_empty(),
            Self::Hourly { pattern, .. } => pattern.is_empty(),
            Self::Minutes { pattern, .. } => pattern.is_empty(),
            Self::DailyInZone { patterns, .. } => {
                patterns.get(class).is_none_or(|pattern| pattern.is_empty())
            }
            Self::HourlyInZone { patterns, .. } => patterns.get(class).is_none_or(HourlyPattern::is_empty),
            Self::HourlyPairs { patterns, .. } => {
                patterns.get(class).is_none_or(|pair| pair.iter().all(HourlyPattern::is_empty))
            }
            Self::MinutesInZone { patterns, .. } => patterns.get(class).is_none_or(MinutePattern::is_empty),
        }
    }
}

/// A schedule in a large fleet is one of a million.
const _: () = assert!(size_of::<CompiledSchedule>() <= 64);

/// How many offsets of a zone a daily schedule has patterns for.
const OFFSETS_OF_DAYS: usize = 4;

/// The guard of schedules with a step in minutes. An hour would do, but these must not be carried on beyond a change:
/// an opening may lie on it.
const MINUTES_GUARD: i64 = 2;

/// A guard of so many hours is kept wherever a span holds amply. No change of the clock needs more.
const AMPLE: u8 = 24;

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
            Patterns::Never if self.shared.schedule.windows().is_never() => Err(NoRun::WindowNeverOpens),
            Patterns::Never => Err(NoRun::NeverMatches),
            _ if self.shared.last.is_some_and(|last| last < t.timestamp()) => Err(NoRun::NeverMatches),
            _ => self.shared.schedule.next_on(&*self.zone, t),
        }
    }

    /// The last run strictly before `t`, as [`Schedule::previous_before`].
    ///
    /// # Errors
    ///
    /// The reason why there is none.
    pub fn previous_before(&self, t: DateTime<Utc>) -> Result<Run, NoRun<'static>> {
        self.shared.schedule.previous_on(&*self.zone, t)
    }

    /// The instant of the first run strictly after `t`: the fastest answer there is. `None` where there is none.
    pub fn next_instant_after(&self, t: DateTime<Utc>) -> Option<DateTime<Utc>> {
        READERS[self.patterns.kind()](self, t)
    }

    fn next_of_none(&self, _: DateTime<Utc>) -> Option<DateTime<Utc>> {
        None
    }

    fn next_step(&self, t: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let Patterns::Steps { since, steps } = &self.patterns else { return self.ask_engine(t) };
        let date = t.naive_utc().date();
        // Mostly on the same day.
        if is_after(t, *since)
            && let Some(time) =
                NaiveTime::from_num_seconds_from_midnight_opt(steps.slot_after(second_of(t)), 0)
        {
            return Some(date.and_time(time).and_utc());
        }
        self.for_good(t)
    }

    fn next_daily(&self, t: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let Patterns::Daily { since, pattern } = &self.patterns else { return self.ask_engine(t) };
        self.within_year(t, *since, || pattern.next(Position::of(t)))
    }

    fn next_hourly(&self, t: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let Patterns::Hourly { since, pattern } = &self.patterns else { return self.ask_engine(t) };
        self.within_year(t, *since, || pattern.next(Position::of(t)))
    }

    fn next_minutes(&self, t: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let Patterns::Minutes { since, steps, pattern } = &self.patterns else { return self.ask_engine(t) };
        self.within_year(t, *since, || pattern.next(Position::of(t), *steps))
    }

    fn next_step_in_zone(&self, t: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let Patterns::StepsInZone { steps, .. } = &self.patterns else { return self.ask_engine(t) };
        self.within_span(t, |class, now| steps.next(class, now))
    }

    fn next_daily_in_zone(&self, t: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let Patterns::DailyInZone { patterns, .. } = &self.patterns else { return self.ask_engine(t) };
        self.within_span(t, |class, now| patterns.get(class)?.next(now))
    }

    fn next_hourly_in_zone(&self, t: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let Patterns::HourlyInZone { patterns, .. } = &self.patterns else { return self.ask_engine(t) };
        self.within_span(t, |class, now| patterns.get(class)?.next(now))
    }

    fn next_of_pairs(&self, t: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let Patterns::HourlyPairs { guard, patterns } = &self.patterns else { return self.ask_engine(t) };
        if *guard > AMPLE {
            return self.near_a_change(t);
        }
        self.within_span(t, |class, now| {
            let [slots, openings] = patterns.get(class)?;
            Target::nearer(slots.next(now), openings.next(now))
        })
    }

    fn next_minutes_in_zone(&self, t: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let Patterns::MinutesInZone { steps, patterns } = &self.patterns else { return self.ask_engine(t) };
        self.within_span(t, |class, now| patterns.get(class)?.next(now, steps.unpack()))
    }

    /// What a pattern says that no clock change can touch from a date on.
    #[inline(always)]
    fn within_year(
        &self,
        t: DateTime<Utc>,
        since: NaiveDate,
        next: impl FnOnce() -> Option<Target>,
    ) -> Option<DateTime<Utc>> {
        if is_after(t, since)
            && let Some(target) = next()
            && let Some(instant) = target.within_year(t.naive_utc().date())
        {
            return Some(instant);
        }
        self.for_good(t)
    }

    /// The same across the end of a year.
    #[cold]
    #[inline(never)]
    fn for_good(&self, t: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let now = Position::of(t);
        let (since, target) = match &self.patterns {
            Patterns::Steps { since, steps } => (*since, Some(Target::after(steps.slot_after(now.second)))),
            Patterns::Daily { since, pattern } => (*since, pattern.next(now)),
            Patterns::Hourly { since, pattern } => (*since, pattern.next(now)),
            Patterns::Minutes { since, steps, pattern } => (*since, pattern.next(now, *steps)),
            _ => (NaiveDate::MAX, None),
        };
        match target {
            Some(target) if is_after(t, since) => target.on(t.naive_utc().date()),
            _ => self.ask_engine(t),
        }
    }

    /// What the pattern of an offset says, if no clock change can touch it.
    #[inline(always)]
    fn within_span(
        &self,
        t: DateTime<Utc>,
        next: impl FnOnce(usize, Position) -> Option<Target>,
    ) -> Option<DateTime<Utc>> {
        let date = t.naive_utc().date();
        let now = SecondKey::new(DateKey::of(date), second_of(t));
        if let Some(span) = self.zone.span_at(now)
            && let Some(target) = next(span.class(), Position::of(t))
            && let Some(instant) = target.within_year(date)
            && span.holds_amply(now, SecondKey::new(DateKey::of(date).later(target.days), target.second))
        {
            return Some(instant);
        }
        self.near_a_change(t)
    }

    /// What the pattern of an offset says, whatever the clock does; the outer `None` where the offset has no pattern.
    fn next_under(&self, span: &Span, t: DateTime<Utc>) -> Option<Option<DateTime<Utc>>> {
        let (now, class) = (Position::of(t), span.class());
        let target = match &self.patterns {
            Patterns::StepsInZone { steps, .. } => Some(steps.next(class, now)?),
            Patterns::DailyInZone { patterns, .. } => patterns.get(class)?.next(now),
            Patterns::HourlyInZone { patterns, .. } => patterns.get(class)?.next(now),
            Patterns::HourlyPairs { patterns, .. } => {
                let [slots, openings] = patterns.get(class)?;
                Target::nearer(slots.next(now), openings.next(now))
            }
            Patterns::MinutesInZone { steps, patterns } => patterns.get(class)?.next(now, steps.unpack()),
            _ => return None,
        };
        Some(match target {
            Some(target) => Some(target.on(t.naive_utc().date())?),
            None => None,
        })
    }

    /// The same as [`within_span`](Self::within_span) where a clock change is near, or the end of a year, or where the
    /// offset in force brings no run at all.
    #[cold]
    #[inline(never)]
    fn near_a_change(&self, t: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.over_changes(t).unwrap_or_else(|| self.ask_engine(t))
    }

    /// The next run read off the patterns of the span that `t` lies in and of the ones after it; `None` where they
    /// cannot tell.
    fn over_changes(&self, t: DateTime<Utc>) -> Option<Option<DateTime<Utc>>> {
        const HOUR: i64 = 3_600;
        // Winter, summer, and whatever a decree may put between them.
        const SPANS: usize = 4;
        let guard = match self.patterns {
            Patterns::StepsInZone { guard, .. }
            | Patterns::DailyInZone { guard, .. }
            | Patterns::HourlyInZone { guard, .. }
            | Patterns::HourlyPairs { guard, .. } => i64::from(guard) * HOUR,
            _ => MINUTES_GUARD * HOUR,
        };
        // A run that an opening brings is decided within an hour of it.
        let margin = guard.min(HOUR);
        // Where starts have been allowed for an hour, the next opening ends a denied stretch that is all still to come,
        // and the run of the one before has been.
        let is_open = |second: i64| {
            self.is_guarded_for_openings_only()
                && self.shared.schedule.windows().is_allowed(&*self.zone, second)
        };
        let second = t.timestamp();
        if self.shared.last.is_some_and(|last| second >= last) {
            return Some(None);
        }
        let key = SecondKey::new(DateKey::of(t.naive_utc().date()), second_of(t));
        let mut span = self.zone.span_at(key)?;
        let is_steady = span.holds(second - HOUR, second) && is_open(second - HOUR) && is_open(second);
        if !span.holds(second - guard, second) && !is_steady {
            return None;
        }
        // Runs strictly after `from` count, and from `settled` on a pattern knows all of them.
        let (mut from, mut settled) = (t, second);
        for _ in 0..SPANS {
            let next = self.next_under(span, from)?;
            if let Some(instant) = next
                && span.holds(settled, instant.timestamp() + margin)
            {
                return (instant.timestamp() >= settled).then_some(Some(instant));
            }
            // Nothing up to the change, then, if the run is not so near that the change decides about it.
            let change = span.end();
            let after = self.zone.span_after(span)?;
            if next.is_some_and(|instant| instant.timestamp() < change)
                || self.shared.schedule.slots().loses_a_slot(change, span.offset(), after.offset())
                || (guard > HOUR && ![change - HOUR, change - 1, change].into_iter().all(is_open))
            {
                return None;
            }
            span = after;
            from = DateTime::from_timestamp(change - 1, 0)?;
            // At the change itself a pattern may see an opening where there is none.
            settled = change + margin;
        }
        None
    }

    /// Whether the guard is there for what happens at openings, and nothing else.
    fn is_guarded_for_openings_only(&self) -> bool {
        matches!(self.patterns, Patterns::HourlyInZone { .. } | Patterns::HourlyPairs { .. })
            && self.shared.schedule.fold() == Fold::Both
            && self.shared.schedule.gap() != Gap::ShiftForward
    }

    #[cold]
    #[inline(never)]
    fn ask_engine(&self, t: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.next_after(t).ok().map(|run| run.at)
    }

    /// The schedule.
    pub fn schedule(&self) -> &Schedule {
        &self.shared.schedule
    }

    /// The zone.
    pub fn zone(&self) -> &Arc<ZoneTable> {
        &self.zone
    }
}

impl fmt::Debug for CompiledSchedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CompiledSchedule")
            .field("schedule", &self.shared.schedule)
            .field("zone", &self.zone)
            .finish()
    }
}

/// Whether an instant comes after the beginning of a date, and not near the end of time.
#[inline]
fn is_after(t: DateTime<Utc>, since: NaiveDate) -> bool {
    let date = t.naive_utc().date();
    since <= date && date < NEAR_THE_END
}

/// The second of the day. The time's own field: the trait's default would multiply hours and minutes.
#[inline]
fn second_of(t: DateTime<Utc>) -> u32 {
    t.naive_utc().time().num_seconds_from_midnight()
}

impl Position {
    #[inline]
    fn of(t: DateTime<Utc>) -> Self {
        Self { weekday: t.naive_utc().date().weekday().num_days_from_monday(), second: second_of(t) }
    }
}

impl Target {
    /// The target, counted from the midnight that `date` begins with; `None` beyond the year of `date`.
    #[inline]
    fn within_year(self, date: NaiveDate) -> Option<DateTime<Utc>> {
        // Within a year a date is its ordinal.
        let date = date.with_ordinal(date.ordinal() + self.days)?;
        let time = NaiveTime::from_num_seconds_from_midnight_opt(self.second, 0)?;
        Some(date.and_time(time).and_utc())
    }

    /// The target, counted from the midnight that `date` begins with.
    fn on(self, date: NaiveDate) -> Option<DateTime<Utc>> {
        let date = date.checked_add_days(Days::new(self.days.into()))?;
        let time = NaiveTime::from_num_seconds_from_midnight_opt(self.second, 0)?;
        Some(date.and_time(time).and_utc())
    }
}
