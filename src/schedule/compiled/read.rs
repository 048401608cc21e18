//! Reading the next run off the patterns: the fast way, for instants that no change of the clock is near.
//!
//! What is not answered here goes to `changes.rs`, out of line.

use chrono::{DateTime, NaiveDate, Utc};

use super::moment::Moment;
use super::patterns::{StepsAhead, Target};
use super::{CompiledSchedule, NEAR_THE_END, Patterns};
use crate::calendar::Clear;

/// Reads the next run strictly after an instant off the patterns: after the nanosecond of a second.
///
/// All of it passes in registers, so that a question leads on to its reader without a stack frame of its own.
pub(super) type Reader = fn(&CompiledSchedule, Moment, u32) -> Option<DateTime<Utc>>;

/// How the next run is read off each kind of [`Patterns`], in their order.
///
/// A table and no `match`: a reader is jumped to, because the compiler leaves the calling convention of a function alone
/// whose address is taken.
pub(super) const READERS: [Reader; 12] = [
    |_, _, _| None,
    |schedule, now, nanosecond| schedule.next_of_engine(now, nanosecond),
    |schedule, now, _| match schedule.next_step(now) {
        Some(run) => run.instant(),
        None => schedule.across_years(now),
    },
    |schedule, now, _| match schedule.next_daily(now) {
        Some(run) => run.instant(),
        None => schedule.across_years(now),
    },
    |schedule, now, _| match schedule.next_hourly(now) {
        Some(run) => run.instant(),
        None => schedule.across_years(now),
    },
    |schedule, now, _| schedule.next_minutes(now),
    |schedule, now, _| match schedule.next_step_in_zone(now) {
        Some(run) => run.instant(),
        None => schedule.near_a_change(now),
    },
    |schedule, now, _| match schedule.next_daily_in_zone(now) {
        Some(run) => run.instant(),
        None => schedule.near_a_change(now),
    },
    |schedule, now, _| match schedule.next_hourly_in_zone(now) {
        Some(run) => run.instant(),
        None => schedule.next_hourly_further(now),
    },
    |schedule, now, _| match schedule.next_hourly_or_opening(now) {
        Some(run) => run.instant(),
        None => schedule.near_a_change(now),
    },
    |schedule, now, _| match schedule.next_of_pairs(now) {
        Some(run) => run.instant(),
        None => schedule.near_a_change(now),
    },
    |schedule, now, _| match schedule.next_minutes_in_zone(now) {
        Some(run) => run.instant(),
        None => schedule.near_a_change(now),
    },
];

impl Patterns {
    /// The place of the kind in [`READERS`].
    #[inline(always)]
    pub(super) const fn kind(&self) -> usize {
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
            Self::HourlyAndOpenings { .. } => 9,
            Self::HourlyPairs { .. } => 10,
            Self::MinutesInZone { .. } => 11,
        }
    }
}

impl CompiledSchedule {
    #[inline(always)]
    fn next_step(&self, now: Moment) -> Option<Moment> {
        let Patterns::Steps { since, steps } = &self.patterns else { return None };
        if !is_within(now.date, *since) {
            return None;
        }
        // Mostly on the same day.
        let second = steps.slot_after(now.second);
        (second < DAY).then_some(Moment { second, ..now })
    }

    #[inline(always)]
    fn next_daily(&self, now: Moment) -> Option<Moment> {
        let Patterns::Daily { since, pattern } = &self.patterns else { return None };
        within_year(now, *since, || pattern.next(now.position()))
    }

    #[inline(always)]
    fn next_hourly(&self, now: Moment) -> Option<Moment> {
        let Patterns::Hourly { since, pattern } = &self.patterns else { return None };
        within_year(now, *since, || pattern.next(now.position()))
    }

    #[inline(always)]
    fn next_minutes(&self, now: Moment) -> Option<DateTime<Utc>> {
        let Patterns::Minutes { since, steps, hours } = &self.patterns else { return None };
        if is_within(now.date, *since)
            && let Some(ahead) = hours.steps_ahead(now.position(), steps)
        {
            let Some(target) = ahead.near(now.position(), steps) else {
                return self.next_minutes_further(now, ahead);
            };
            if let Some(run) = now.ahead_in_year(target) {
                return run.instant();
            }
        }
        self.across_years(now)
    }

    /// What lies further than the near hours; out of line, so that the near way needs few registers.
    #[inline(never)]
    fn next_minutes_further(&self, now: Moment, ahead: StepsAhead) -> Option<DateTime<Utc>> {
        let Patterns::Minutes { steps, hours, .. } = &self.patterns else { return None };
        let target = hours.next_step_beyond(ahead, now.position(), steps);
        match target.and_then(|target| now.ahead_in_year(target)) {
            Some(run) => run.instant(),
            None => self.across_years(now),
        }
    }

    #[inline(always)]
    fn next_step_in_zone(&self, now: Moment) -> Option<Moment> {
        let Patterns::StepsInZone { steps } = &self.patterns else { return None };
        self.within_span(now, Clear::Day, |class| steps.next(class, now.position()))
    }

    #[inline(always)]
    fn next_daily_in_zone(&self, now: Moment) -> Option<Moment> {
        let Patterns::DailyInZone { patterns, .. } = &self.patterns else { return None };
        self.within_span(now, Clear::Day, |class| patterns.get(class)?.next(now.position()))
    }

    #[inline(always)]
    fn next_hourly_in_zone(&self, now: Moment) -> Option<Moment> {
        let Patterns::HourlyInZone { clear, second, hours } = &self.patterns else { return None };
        self.within_span(now, *clear, |class| hours.get(class)?.next_near(now.position(), *second))
    }

    /// What lies further than the near hours; out of line, so that the near way needs few registers.
    #[inline(never)]
    fn next_hourly_further(&self, now: Moment) -> Option<DateTime<Utc>> {
        let Patterns::HourlyInZone { clear, second, hours } = &self.patterns else { return None };
        // Soon after a change of the clock it was not the near hours that did not answer.
        let is_clear =
            self.zone.span_on(now.date).is_some_and(|span| span.keeps_clear(*clear, now.date, now.date));
        if !is_clear {
            return self.near_a_change(now);
        }
        match self.within_span(now, *clear, |class| hours.get(class)?.next(now.position(), *second)) {
            Some(run) => run.instant(),
            None => self.near_a_change(now),
        }
    }

    #[inline(always)]
    fn next_hourly_or_opening(&self, now: Moment) -> Option<Moment> {
        let Patterns::HourlyAndOpenings { clear, starts } = &self.patterns else { return None };
        self.within_span(now, *clear, |class| starts.next(class, now.position()))
    }

    #[inline(always)]
    fn next_of_pairs(&self, now: Moment) -> Option<Moment> {
        let Patterns::HourlyPairs { clear, patterns } = &self.patterns else { return None };
        self.within_span(now, *clear, |class| {
            let [slots, openings] = patterns.get(class)?;
            Target::nearer(slots.next(now.position()), openings.next(now.position()))
        })
    }

    #[inline(always)]
    fn next_minutes_in_zone(&self, now: Moment) -> Option<Moment> {
        let Patterns::MinutesInZone { steps, hours } = &self.patterns else { return None };
        let next = |class: usize| hours.get(class)?.next_step(now.position(), &steps.unpack());
        self.within_span(now, Clear::Day, next)
    }

    /// What the pattern of an offset says, if no clock change can touch it.
    #[inline(always)]
    fn within_span(
        &self,
        now: Moment,
        clear: Clear,
        next: impl FnOnce(usize) -> Option<Target>,
    ) -> Option<Moment> {
        let span = self.zone.span_on(now.date)?;
        let run = now.ahead_in_year(next(span.class())?)?;
        span.keeps_clear(clear, now.date, run.date).then_some(run)
    }
}

/// What a pattern says that no clock change can touch from a date on, if it is of the same year.
#[inline(always)]
fn within_year(now: Moment, since: NaiveDate, next: impl FnOnce() -> Option<Target>) -> Option<Moment> {
    if !is_within(now.date, since) {
        return None;
    }
    now.ahead_in_year(next()?)
}

const DAY: u32 = 86_400;

/// Whether a date is one of those from `since` on, and not near the end of time.
#[inline(always)]
pub(super) fn is_within(date: NaiveDate, since: NaiveDate) -> bool {
    since <= date && date < NEAR_THE_END
}
