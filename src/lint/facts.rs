//! What is looked at, whatever document it comes from.

use chrono::{DateTime, Utc};

use crate::job::{Plan, Starts};
use crate::schedule::Schedule;
use crate::window::BackupWindow;
use crate::wire::Dialect;
use crate::wire::vbo::{IdleWindow, ReadOptions, Reading, SchedulePolicy};

/// A plan, what its document says beside it, and how the document calls things.
pub(super) struct Facts<'a> {
    pub(super) plan: &'a Plan,
    /// The next run that the server printed.
    pub(super) next_run: Option<DateTime<Utc>>,
    /// Windows that are there and not in force, the backup window first.
    pub(super) idle_windows: [Option<IdleWindow>; 2],
    /// An offset beside an interval of minutes.
    pub(super) idle_offset: Option<i64>,
    /// What stands before the name of a property.
    pub(super) prefix: &'static str,
    /// The properties of the backup window: its grid and its offset.
    pub(super) backup_window: [&'static str; 2],
}

/// The properties of the periodic window: its grid and its offset.
pub(super) const PERIODIC_WINDOW: [&str; 2] =
    ["periodicallyWindowSettings.backupWindow", "periodicallyWindowSettings.minuteOffset"];

const BACKUP_WINDOW: [&str; 2] = ["backupWindowSettings.backupWindow", "backupWindowSettings.minuteOffset"];

const BACKUP_WINDOW_V1: [&str; 2] = ["backupWindow.backupIntervalsArray", "backupWindow.minuteOffset"];

/// A window in force, and what its grid and its offset are called.
pub(super) struct NamedWindow {
    pub(super) window: BackupWindow,
    pub(super) grid: &'static str,
    pub(super) offset: &'static str,
}

impl<'a> Facts<'a> {
    pub(super) const fn of_plan(plan: &'a Plan) -> Self {
        Self {
            plan,
            next_run: None,
            idle_windows: [None, None],
            idle_offset: None,
            prefix: "",
            backup_window: BACKUP_WINDOW,
        }
    }

    pub(super) fn of_policy<U>(
        policy: &SchedulePolicy<U>,
        reading: &'a Reading,
        options: ReadOptions,
        prefix: &'static str,
    ) -> Self {
        let clock = options.clock.unwrap_or(reading.dialect.clock_reading());
        Self {
            idle_windows: policy.idle_windows(reading, clock),
            idle_offset: policy.idle_offset(),
            prefix,
            backup_window: match reading.dialect {
                Dialect::VboV1 => BACKUP_WINDOW_V1,
                _ => BACKUP_WINDOW,
            },
            ..Self::of_plan(&reading.plan)
        }
    }

    /// The schedule, whether or not it and the job are enabled: both are one click away.
    pub(super) fn schedule(&self) -> Option<&'a Schedule> {
        match &self.plan.starts {
            Starts::Scheduled(schedule) => Some(schedule),
            _ => None,
        }
    }

    /// The windows in force.
    pub(super) fn windows(&self) -> impl Iterator<Item = NamedWindow> + use<> {
        let windows = self.plan.windows();
        [(windows.backup, self.backup_window), (windows.periodic, PERIODIC_WINDOW)]
            .into_iter()
            .filter_map(|(window, [grid, offset])| Some(NamedWindow { window: window?, grid, offset }))
    }
}
