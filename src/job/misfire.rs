//! Runs that were missed: because the machine was down, or nobody asked.

use core::num::NonZeroU16;

use chrono::{DateTime, TimeDelta, TimeZone, Utc};

use super::plan::Plan;
use super::timetable::{Timetable, just_after};
use crate::calendar::{Offsets, Probed};
use crate::schedule::{NoRun, Run};

/// What becomes of runs that were not started in time.
///
/// Runs that pass while a session of the job is running are not missed: they are dropped.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Misfire {
    /// One session makes up for all of them, as the last of them.
    #[default]
    RunOnce,
    /// They are passed over.
    Skip {
        /// A run counts as missed once this many seconds have passed since it.
        grace_seconds: u32,
    },
    /// A session for each of the last so many of them, one after the other, the oldest first.
    RunAll {
        /// At most so many.
        limit: NonZeroU16,
    },
}

impl Misfire {
    /// Missed runs are passed over; a minute late is not too late.
    pub const SKIP: Self = Self::Skip { grace_seconds: 60 };
}

/// What there is to make up for after an outage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CatchUp {
    /// The run to start now, if any.
    pub run: Option<Run>,
    /// How many more follow it, each when the one before has ended: fewer than the limit of
    /// [`RunAll`](Misfire::RunAll), and none otherwise.
    pub more: u16,
}

impl Plan {
    /// How many runs lie strictly after `after`, up to and including `up_to`: those missed, if nobody looked in between.
    ///
    /// They are counted, not listed: see [`Schedule::count_runs`](crate::Schedule::count_runs) for the cost.
    ///
    /// # Errors
    ///
    /// The reason why there are none at any time.
    pub fn missed_runs<Z: TimeZone>(
        &self,
        zone: &Z,
        after: DateTime<Utc>,
        up_to: DateTime<Utc>,
    ) -> Result<u64, NoRun<'_>> {
        self.schedule()?;
        Timetable::new(self, &Probed(zone), None).missed(after, up_to)
    }

    /// What to make up for where nobody looked after the job since `after`, the time being `up_to`.
    ///
    /// This is what [`decide`](Self::decide) does by itself, except that the windows may make it wait. It takes as long
    /// after a century as after a day, for it looks back from `up_to` at the runs that it makes up for and at no other;
    /// how many there were is for [`missed_runs`](Self::missed_runs) to say.
    ///
    /// ```
    /// use backup_window::job::Misfire;
    /// use backup_window::{Every, Periodically, Plan, Schedule, Starts};
    /// use chrono::{TimeZone, Utc};
    ///
    /// let plan = Plan::new(Starts::Scheduled(Schedule::new(Periodically::new(Every::Minutes5, 0)?)));
    /// let (down, up) = (
    ///     Utc.with_ymd_and_hms(2024, 1, 1, 0, 2, 0).unwrap(),
    ///     Utc.with_ymd_and_hms(2025, 1, 1, 0, 7, 0).unwrap(),
    /// );
    /// let once = plan.catch_up(&Utc, down, up, Misfire::RunOnce).unwrap();
    /// assert_eq!(once.run.unwrap().at, Utc.with_ymd_and_hms(2025, 1, 1, 0, 5, 0).unwrap());
    /// assert_eq!(plan.missed_runs(&Utc, down, up), Ok(366 * 288 + 1));
    ///
    /// let skip = plan.catch_up(&Utc, down, up, Misfire::SKIP).unwrap();
    /// assert_eq!(skip.run, None);
    /// # Ok::<(), backup_window::RangeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The reason why there are no runs at any time.
    pub fn catch_up<Z: TimeZone>(
        &self,
        zone: &Z,
        after: DateTime<Utc>,
        up_to: DateTime<Utc>,
        misfire: Misfire,
    ) -> Result<CatchUp, NoRun<'_>> {
        self.schedule()?;
        Timetable::new(self, &Probed(zone), None).catch_up(after, up_to, misfire)
    }
}

impl<'p, O: Offsets> Timetable<'p, '_, O> {
    pub(super) fn missed(&self, after: DateTime<Utc>, up_to: DateTime<Utc>) -> Result<u64, NoRun<'p>> {
        self.count(just_after(after)..just_after(up_to))
    }

    pub(super) fn catch_up(
        &self,
        after: DateTime<Utc>,
        up_to: DateTime<Utc>,
        misfire: Misfire,
    ) -> Result<CatchUp, NoRun<'p>> {
        let last = self.previous_instant(just_after(up_to)).filter(|last| *last > after);
        let (run, more) = match (misfire, last) {
            (_, None) => (None, 0),
            (Misfire::RunOnce, last) => (last, 0),
            (Misfire::Skip { grace_seconds }, Some(last)) => {
                let is_in_time = up_to - last <= TimeDelta::seconds(grace_seconds.into());
                (is_in_time.then_some(last), 0)
            }
            (Misfire::RunAll { limit }, Some(last)) => {
                let (first, more) = self.first_of_last(limit, last, after);
                (Some(first), more)
            }
        };
        Ok(CatchUp { run: run.map(|run| self.run_at(run)).transpose()?, more })
    }
}
