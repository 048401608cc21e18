//! Instant after instant: following a compiled schedule.

use core::iter::FusedIterator;

use chrono::{DateTime, NaiveTime, Utc};

use super::moment::Moment;
use super::read::is_within;
use super::{CompiledSchedule, Patterns};

/// The instants of the runs after some instant, one after the other.
///
/// Made by [`CompiledSchedule::instants_after`].
#[derive(Debug, Clone)]
pub struct InstantsAfter<'s> {
    schedule: &'s CompiledSchedule,
    /// The instant given out last.
    last: DateTime<Utc>,
    /// How many steps of `step` seconds lead to further runs without another look.
    ahead: u32,
    step: u32,
}

impl CompiledSchedule {
    /// The instants of all runs strictly after `t`, in order: the same as asking for the next one again and again, at a
    /// sixth of the cost where runs follow each other within an allowed stretch.
    ///
    /// ```
    /// use std::sync::Arc;
    ///
    /// use backup_window::{Every, Periodically, Schedule, ZoneTable};
    /// use chrono::{TimeDelta, TimeZone, Utc};
    ///
    /// let zone = Arc::new(ZoneTable::new(&Utc));
    /// let compiled = Schedule::new(Periodically::new(Every::Minutes15, 0)?).compile(&zone);
    /// let noon = Utc.with_ymd_and_hms(2025, 6, 2, 12, 0, 0).unwrap();
    /// let within_an_hour = compiled.instants_after(noon).take_while(|t| *t <= noon + TimeDelta::hours(1));
    /// assert_eq!(within_an_hour.count(), 4);
    /// # Ok::<(), backup_window::RangeError>(())
    /// ```
    pub fn instants_after(&self, t: DateTime<Utc>) -> InstantsAfter<'_> {
        InstantsAfter { schedule: self, last: t, ahead: 0, step: 0 }
    }

    /// How many steps of how many seconds lead from a run to further ones.
    fn steps_ahead(&self, run: DateTime<Utc>) -> (u32, u32) {
        let run = Moment::of(run);
        match &self.patterns {
            Patterns::Steps { since, steps } if is_within(run.date, *since) => (u32::MAX, steps.step()),
            Patterns::Minutes { since, steps, hours } if is_within(run.date, *since) => {
                (hours.slots_ahead(run.position(), *steps), steps.step())
            }
            _ => (0, 0),
        }
    }

    /// The next run, and how many steps lead on from it.
    #[inline(never)]
    fn next_with_steps(&self, last: DateTime<Utc>) -> Option<(DateTime<Utc>, u32, u32)> {
        let next = self.next_instant_after(last)?;
        let (ahead, step) = self.steps_ahead(next);
        Some((next, ahead, step))
    }
}

impl Iterator for InstantsAfter<'_> {
    type Item = DateTime<Utc>;

    #[inline]
    fn next(&mut self) -> Option<DateTime<Utc>> {
        // The steps of a day need no more than its seconds.
        if self.ahead > 0
            && let Some(time) =
                NaiveTime::from_num_seconds_from_midnight_opt(Moment::of(self.last).second + self.step, 0)
        {
            let next = self.last.naive_utc().date().and_time(time).and_utc();
            self.ahead -= 1;
            self.last = next;
            // Not what was just stored: reading that as a whole would wait for its parts.
            return Some(next);
        }
        (self.last, self.ahead, self.step) = self.schedule.next_with_steps(self.last)?;
        Some(self.last)
    }
}

impl FusedIterator for InstantsAfter<'_> {}
