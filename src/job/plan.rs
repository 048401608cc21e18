//! What is planned for one job: the domain's view of a job document.

use alloc::boxed::Box;
use core::ops::Range;

use chrono::{DateTime, TimeDelta, TimeZone, Utc};

use super::misfire::Misfire;
use super::retry::Retry;
use crate::calendar::{Offsets, Probed};
use crate::schedule::{NoRun, Run, Runs, Schedule, continuous_run};
use crate::window::{Interval, Windows};

/// What starts a job by itself.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Starts {
    /// A schedule.
    Scheduled(Schedule),
    /// The end of its last session, as soon as the windows allow; at once, if there was none.
    Continuously,
    /// Nothing: it is started by hand only.
    ManualOnly,
    /// Nothing: it has no schedule.
    NotScheduled,
    /// Each new restore point of the job it copies.
    OnNewRestorePoint,
    /// The end of another job, by name.
    AfterJob(Box<str>),
    /// A type of schedule that is not evaluated, by name.
    Unsupported(Box<str>),
}

/// What is planned for a job: what starts it, whether it may, its windows and its retries.
///
/// ```
/// use backup_window::{Daily, NoRun, Plan, Schedule, Starts};
/// use chrono::{NaiveTime, TimeZone, Utc, WeekdaySet};
///
/// let nightly = Daily::new(WeekdaySet::ALL, NaiveTime::from_hms_opt(22, 0, 0).unwrap())?;
/// let mut plan = Plan::new(Starts::Scheduled(Schedule::new(nightly)));
/// let noon = Utc.with_ymd_and_hms(2025, 6, 2, 12, 0, 0).unwrap();
/// assert_eq!(plan.next_after(&Utc, noon).unwrap().at, Utc.with_ymd_and_hms(2025, 6, 2, 22, 0, 0).unwrap());
///
/// plan.job_enabled = false;
/// assert_eq!(plan.next_after(&Utc, noon), Err(NoRun::JobDisabled));
/// # Ok::<(), backup_window::NoDays>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Plan {
    /// Whether the job is enabled. A disabled job has no run of its own, but can be started by hand.
    pub job_enabled: bool,
    /// Whether the schedule is enabled.
    pub schedule_enabled: bool,
    /// What starts the job.
    pub starts: Starts,
    /// The windows of a job that has no schedule; those of a schedule belong to the schedule. The periodic one counts
    /// where the job runs continuously.
    pub windows: Windows,
    /// Retries after a failed session, if enabled.
    pub retry: Option<Retry>,
    /// What becomes of runs that were not started in time. No document says so.
    pub misfire: Misfire,
}

impl Plan {
    /// An enabled job without further windows and retries.
    pub fn new(starts: Starts) -> Self {
        Self {
            job_enabled: true,
            schedule_enabled: true,
            starts,
            windows: Windows::NONE,
            retry: None,
            misfire: Misfire::RunOnce,
        }
    }

    /// The schedule in force.
    ///
    /// # Errors
    ///
    /// The reason why there is none: the job or its schedule is disabled, or something else starts it. Of several
    /// reasons the one that must be mended first.
    pub fn schedule(&self) -> Result<&Schedule, NoRun<'_>> {
        if self.job_enabled { self.schedule_if_enabled() } else { Err(NoRun::JobDisabled) }
    }

    /// The schedule in force as long as the job is enabled.
    pub(super) fn schedule_if_enabled(&self) -> Result<&Schedule, NoRun<'_>> {
        match &self.starts {
            Starts::Scheduled(_) | Starts::Continuously if !self.schedule_enabled => {
                Err(NoRun::ScheduleDisabled)
            }
            Starts::Scheduled(schedule) => Ok(schedule),
            Starts::Continuously => Err(NoRun::Continuously),
            Starts::ManualOnly => Err(NoRun::ManualOnly),
            Starts::NotScheduled => Err(NoRun::NotScheduled),
            Starts::OnNewRestorePoint => Err(NoRun::OnNewRestorePoint),
            Starts::AfterJob(name) => Err(NoRun::AfterJob(name)),
            Starts::Unsupported(kind) => Err(NoRun::Unsupported(kind)),
        }
    }

    /// The windows in force, whether or not the job is enabled.
    pub fn windows(&self) -> Windows {
        match &self.starts {
            Starts::Scheduled(schedule) => schedule.windows(),
            Starts::Continuously => self.windows,
            _ => Windows { periodic: None, ..self.windows },
        }
    }

    /// The first run strictly after `t`.
    ///
    /// A continuous job is due at `t` itself, taken as the end of its last session, or where the windows next open.
    ///
    /// # Errors
    ///
    /// The reason why there is none.
    pub fn next_after<Z: TimeZone>(&self, zone: &Z, t: DateTime<Utc>) -> Result<Run, NoRun<'_>> {
        self.next_on(&Probed(zone), t)
    }

    /// [`next_after`](Self::next_after) with the offsets of any zone.
    pub(super) fn next_on<O: Offsets>(&self, offsets: &O, t: DateTime<Utc>) -> Result<Run, NoRun<'_>> {
        match self.schedule() {
            Ok(schedule) => schedule.next_on(offsets, t),
            Err(NoRun::Continuously) => continuous_run(&self.windows, offsets, t),
            Err(none) => Err(none),
        }
    }

    /// The first run strictly after `t` that has at least `duration` before the backup window closes.
    ///
    /// # Errors
    ///
    /// The reason why there is none, as for [`Schedule::next_fitting_after`].
    pub fn next_fitting_after<Z: TimeZone>(
        &self,
        zone: &Z,
        t: DateTime<Utc>,
        duration: TimeDelta,
    ) -> Result<Run, NoRun<'_>> {
        self.schedule()?.next_fitting_after(zone, t, duration)
    }

    /// The longest time from one run to the next that any part of `range` lies in.
    ///
    /// # Errors
    ///
    /// The reason why there is none, as for [`Schedule::longest_wait`].
    pub fn longest_wait<Z: TimeZone>(
        &self,
        zone: &Z,
        range: Range<DateTime<Utc>>,
    ) -> Result<Interval, NoRun<'_>> {
        self.schedule()?.longest_wait(zone, range)
    }

    /// The last run strictly before `t`, by the schedule as it is now.
    ///
    /// # Errors
    ///
    /// The reason why there is none.
    pub fn previous_before<Z: TimeZone>(&self, zone: &Z, t: DateTime<Utc>) -> Result<Run, NoRun<'_>> {
        self.schedule()?.previous_before(zone, t)
    }

    /// The runs of a range in order; the iterator goes both ways.
    ///
    /// # Errors
    ///
    /// The reason why there are none at any time.
    pub fn runs<'z, Z: TimeZone>(
        &self,
        zone: &'z Z,
        range: Range<DateTime<Utc>>,
    ) -> Result<Runs<'z, Z>, NoRun<'_>> {
        Ok(self.schedule()?.runs(zone, range))
    }
}
