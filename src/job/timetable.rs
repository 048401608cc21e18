//! A plan in a zone: the questions that decisions are made of.
//!
//! Every rule of this layer asks here and nowhere else, so it holds alike for a plan whose zone is asked anew each time
//! and for one that was compiled.

use core::ops::Range;

use chrono::{DateTime, TimeDelta, Utc};

use super::plan::{Plan, Starts};
use crate::calendar::{Offsets, ceil_second, floor_second, instant_at};
use crate::schedule::{CompiledSchedule, NoRun, Run, Schedule, continuous_run};
use crate::window::{BackupWindow, Gate, Windows, next_edge, previous_edge};

/// A plan in a zone.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Timetable<'p, 'z, O> {
    pub(super) plan: &'p Plan,
    offsets: &'z O,
    /// The plan's schedule, where it was compiled.
    compiled: Option<&'p CompiledSchedule>,
    windows: Windows,
}

impl<'p, 'z, O: Offsets> Timetable<'p, 'z, O> {
    pub(super) fn new(plan: &'p Plan, offsets: &'z O, compiled: Option<&'p CompiledSchedule>) -> Self {
        // A schedule that is switched off has no runs, compiled or not.
        let compiled = compiled.filter(|_| plan.schedule_if_enabled().is_ok());
        Self { plan, offsets, compiled, windows: plan.windows() }
    }

    /// The schedule, whether or not the job is enabled: that is for the state of the job to say.
    fn schedule(&self) -> Result<&'p Schedule, NoRun<'p>> {
        self.plan.schedule_if_enabled()
    }

    /// Why the job has no run of its own, if it is enabled and has none.
    pub(super) fn why_none(&self) -> Option<NoRun<'p>> {
        self.schedule().err().filter(|none| *none != NoRun::Continuously)
    }

    /// Whether the next run follows from the end of the session before.
    pub(crate) fn is_continuous(&self) -> bool {
        matches!(self.plan.starts, Starts::Continuously)
    }

    /// The instant of the first run strictly after `t`.
    pub(crate) fn next_instant(&self, t: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match self.compiled {
            Some(compiled) => compiled.next_instant_after(t),
            None => self.next_run(t).ok().map(|run| run.at),
        }
    }

    /// The first run strictly after `t`; of a continuous job the one that is due if everything up to `t` is settled.
    pub(super) fn next_run(&self, t: DateTime<Utc>) -> Result<Run, NoRun<'p>> {
        match (self.compiled, self.schedule()) {
            (Some(compiled), _) => compiled.next_after(t),
            (None, Ok(schedule)) => schedule.next_on(self.offsets, t),
            // Two runs never lie in one second, however short the sessions are.
            (None, Err(NoRun::Continuously)) => {
                let second = instant_at(ceil_second(just_after(t))).ok_or(NoRun::BeyondTimeRange)?;
                continuous_run(&self.windows, self.offsets, second)
            }
            (None, Err(none)) => Err(none),
        }
    }

    /// The run at an instant that was given out as one.
    pub(super) fn run_at(&self, run: DateTime<Utc>) -> Result<Run, NoRun<'p>> {
        self.next_run(just_before(run))
    }

    /// The instant of the last run strictly before `t`.
    pub(super) fn previous_instant(&self, t: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.schedule().ok()?.previous_on(self.offsets, t).ok().map(|run| run.at)
    }

    /// How many runs there are in a range.
    pub(super) fn count(&self, range: Range<DateTime<Utc>>) -> Result<u64, NoRun<'p>> {
        Ok(self.schedule()?.count_on(self.offsets, range))
    }

    /// How late runs at openings are.
    pub(super) fn opening_delay(&self) -> TimeDelta {
        match &self.plan.starts {
            Starts::Scheduled(schedule) => TimeDelta::seconds(schedule.trigger().opening_delay()),
            _ => TimeDelta::zero(),
        }
    }

    /// Whether the windows allow a start.
    pub(super) fn is_start_allowed(&self, t: DateTime<Utc>) -> bool {
        self.windows.is_allowed(self.offsets, floor_second(t))
    }

    /// The first instant strictly after `t` from which on they do, having denied it.
    pub(super) fn next_start_opening(&self, t: DateTime<Utc>) -> Option<DateTime<Utc>> {
        next_edge(&self.windows, self.offsets, t, Some(true))
    }

    /// The first instant strictly after `t` from which on they no longer do.
    pub(super) fn next_start_closing(&self, t: DateTime<Utc>) -> Option<DateTime<Utc>> {
        next_edge(&self.windows, self.offsets, t, Some(false))
    }

    /// The last opening for starts at or before `t`.
    pub(super) fn last_start_opening(&self, t: DateTime<Utc>) -> Option<DateTime<Utc>> {
        previous_edge(&self.windows, self.offsets, just_after(t), Some(true))
    }

    /// Whether the backup window is open.
    pub(super) fn is_backup_allowed(&self, t: DateTime<Utc>) -> bool {
        self.backup().is_none_or(|window| window.is_allowed(self.offsets, floor_second(t)))
    }

    /// The first closing of the backup window strictly after `t`.
    pub(crate) fn next_closing(&self, t: DateTime<Utc>) -> Option<DateTime<Utc>> {
        next_edge(self.backup()?, self.offsets, t, Some(false))
    }

    /// The last closing of the backup window at or before `t`.
    pub(super) fn last_closing(&self, t: DateTime<Utc>) -> Option<DateTime<Utc>> {
        previous_edge(self.backup()?, self.offsets, just_after(t), Some(false))
    }

    fn backup(&self) -> Option<&BackupWindow> {
        self.windows.backup.as_ref()
    }
}

/// The last instant before `t`.
#[inline]
pub(crate) fn just_before(t: DateTime<Utc>) -> DateTime<Utc> {
    t.checked_sub_signed(TimeDelta::nanoseconds(1)).unwrap_or(t)
}

/// The first instant after `t`.
pub(super) fn just_after(t: DateTime<Utc>) -> DateTime<Utc> {
    t.checked_add_signed(TimeDelta::nanoseconds(1)).unwrap_or(t)
}
