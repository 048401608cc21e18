//! A plan beside a table of its zone.

use chrono::{DateTime, Utc};

use super::plan::Plan;
use crate::calendar::ZoneTable;
use crate::schedule::{NoRun, Run};

/// A plan that is asked a few times about a zone that many plans are asked about: the same answers as the plan alone,
/// from a table of the zone. That a schedule never meets its windows is seen a hundred times as fast.
///
/// One that is asked again and again is [compiled](Plan::compile) instead.
///
/// ```
/// use backup_window::{Every, Periodically, Plan, Schedule, Starts, ZoneTable};
/// use chrono::{TimeZone, Utc};
///
/// let zone = ZoneTable::new(&chrono_tz::Europe::Prague); // once for each zone
/// let plan = Plan::new(Starts::Scheduled(Schedule::new(Periodically::new(Every::Hours4, 15)?)));
/// let noon = Utc.with_ymd_and_hms(2025, 6, 2, 12, 0, 0).unwrap();
/// assert_eq!(plan.in_zone(&zone).next_after(noon), plan.next_after(&chrono_tz::Europe::Prague, noon));
/// # Ok::<(), backup_window::RangeError>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct PlanInZone<'p, 'z> {
    plan: &'p Plan,
    zone: &'z ZoneTable,
}

impl Plan {
    /// The plan beside a table of its zone.
    pub const fn in_zone<'p, 'z>(&'p self, zone: &'z ZoneTable) -> PlanInZone<'p, 'z> {
        PlanInZone { plan: self, zone }
    }
}

impl<'p> PlanInZone<'p, '_> {
    /// The first run strictly after `t`: see [`Plan::next_after`].
    ///
    /// # Errors
    ///
    /// The reason why there is none.
    pub fn next_after(&self, t: DateTime<Utc>) -> Result<Run, NoRun<'p>> {
        self.plan.next_on(self.zone, t)
    }

    /// The last run strictly before `t`: see [`Plan::previous_before`].
    ///
    /// # Errors
    ///
    /// The reason why there is none.
    pub fn previous_before(&self, t: DateTime<Utc>) -> Result<Run, NoRun<'p>> {
        self.plan.schedule()?.previous_on(self.zone, t)
    }
}
