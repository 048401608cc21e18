//! A plan compiled for a zone.

use alloc::sync::Arc;

use chrono::{DateTime, Utc};

use super::decide::Decision;
use super::misfire::{CatchUp, Misfire};
use super::plan::{Plan, Starts};
use super::state::State;
use super::timetable::Timetable;
use crate::calendar::ZoneTable;
use crate::schedule::{CompiledSchedule, NoRun};

/// A plan with its schedule compiled for a zone: the same answers, sooner.
///
/// ```
/// use std::sync::Arc;
///
/// use backup_window::job::State;
/// use backup_window::{Every, Periodically, Plan, Schedule, Starts, ZoneTable};
/// use chrono::{TimeZone, Utc};
///
/// let plan = Plan::new(Starts::Scheduled(Schedule::new(Periodically::new(Every::Hours4, 15)?)));
/// let zone = Arc::new(ZoneTable::new(&chrono_tz::Europe::Prague)); // once for each zone
/// let compiled = plan.compile(&zone);
///
/// let now = Utc.with_ymd_and_hms(2025, 6, 2, 12, 0, 0).unwrap();
/// let state = State::new(now);
/// assert_eq!(compiled.decide(&state, now), plan.decide(&chrono_tz::Europe::Prague, &state, now));
/// # Ok::<(), backup_window::RangeError>(())
/// ```
#[derive(Debug, Clone)]
pub struct CompiledPlan {
    plan: Plan,
    schedule: Option<CompiledSchedule>,
    zone: Arc<ZoneTable>,
}

impl Plan {
    /// Prepares the plan for one zone. The result shares `zone`.
    pub fn compile(&self, zone: &Arc<ZoneTable>) -> CompiledPlan {
        let schedule = match &self.starts {
            Starts::Scheduled(schedule) => Some(schedule.compile(zone)),
            _ => None,
        };
        CompiledPlan { plan: self.clone(), schedule, zone: zone.clone() }
    }
}

impl CompiledPlan {
    /// What is to be done with the job at `now`: see [`Plan::decide`].
    pub fn decide(&self, state: &State, now: DateTime<Utc>) -> Decision<'_> {
        self.timetable().decide(state, now)
    }

    /// How many runs were missed: see [`Plan::missed_runs`].
    ///
    /// # Errors
    ///
    /// The reason why there are none at any time.
    pub fn missed_runs(&self, after: DateTime<Utc>, up_to: DateTime<Utc>) -> Result<u64, NoRun<'_>> {
        self.plan.schedule()?;
        self.timetable().missed(after, up_to)
    }

    /// What to make up for after an outage: see [`Plan::catch_up`].
    ///
    /// # Errors
    ///
    /// The reason why there are no runs at any time.
    pub fn catch_up(
        &self,
        after: DateTime<Utc>,
        up_to: DateTime<Utc>,
        misfire: Misfire,
    ) -> Result<CatchUp, NoRun<'_>> {
        self.plan.schedule()?;
        self.timetable().catch_up(after, up_to, misfire)
    }

    /// The plan.
    pub const fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The zone.
    pub const fn zone(&self) -> &Arc<ZoneTable> {
        &self.zone
    }

    pub(crate) fn timetable(&self) -> Timetable<'_, '_, ZoneTable> {
        Timetable::new(&self.plan, &self.zone, self.schedule.as_ref())
    }
}
