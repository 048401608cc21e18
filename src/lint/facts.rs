//! What is looked at, whatever document it comes from.

use chrono::{DateTime, Utc};

use super::names::{BACKUP_WINDOW_V1, MICROSOFT_365, Names, at};
use crate::job::{Plan, Starts};
use crate::schedule::{Schedule, Trigger};
use crate::window::BackupWindow;
use crate::wire::vbo::SchedulePolicy;
use crate::wire::{Dialect, Field, IdleWindow, ReadOptions, Reading, Tree};

/// A plan, what its document says beside it, and how the document calls things.
pub(super) struct Facts<'a> {
    pub(super) plan: &'a Plan,
    /// The next run that the server printed.
    pub(super) next_run: Option<DateTime<Utc>>,
    /// Windows that are there and not in force, the backup window first.
    pub(super) idle_windows: [Option<IdleWindow>; 2],
    /// An offset beside an interval of minutes.
    pub(super) idle_offset: Option<i64>,
    pub(super) names: Names,
}

/// A window in force, and what its grid and its offset are called.
pub(super) struct NamedWindow {
    pub(super) window: BackupWindow,
    pub(super) grid: &'static str,
    pub(super) offset: &'static str,
}

impl<'a> Facts<'a> {
    pub(super) const fn of_plan(plan: &'a Plan) -> Self {
        Self { plan, next_run: None, idle_windows: [None, None], idle_offset: None, names: MICROSOFT_365 }
    }

    pub(super) fn of_policy<U>(
        policy: &SchedulePolicy<U>,
        reading: &'a Reading,
        options: ReadOptions,
        prefix: &'static str,
    ) -> Self {
        let clock = options.clock.unwrap_or(reading.dialect.clock_reading());
        let backup_window = match reading.dialect {
            Dialect::VboV1 => BACKUP_WINDOW_V1,
            _ => MICROSOFT_365.backup_window,
        };
        Self {
            idle_windows: policy.idle_windows(reading, clock),
            idle_offset: policy.idle_offset(),
            names: Names { prefix, backup_window, ..MICROSOFT_365 },
            ..Self::of_plan(&reading.plan)
        }
    }

    pub(super) fn of_document(document: &Tree, reading: &'a Reading, options: ReadOptions) -> Self {
        let plan = &reading.plan;
        let clock = options.clock.unwrap_or(reading.dialect.clock_reading());
        let names = Names::of(document, reading.dialect, plan);
        let schedule = at(document, names.prefix).unwrap_or(document);
        let is_of_minutes = matches!(&plan.starts, Starts::Scheduled(schedule)
            if matches!(schedule.trigger(), Trigger::Periodically(p) if !p.every().is_hours()));
        let idle_offset = match at(schedule, names.offset).map(Tree::field) {
            Some(Field::Integer(offset)) if is_of_minutes && offset != 0 => Some(offset),
            _ => None,
        };
        Self {
            idle_windows: schedule.idle_windows(reading, clock),
            idle_offset,
            names,
            ..Self::of_plan(plan)
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
        [(windows.backup, self.names.backup_window), (windows.periodic, self.names.periodic_window)]
            .into_iter()
            .filter_map(|(window, [grid, offset])| Some(NamedWindow { window: window?, grid, offset }))
    }

    /// The property that says when the trigger asks for runs.
    pub(super) fn trigger_property(&self) -> &'static str {
        match self.schedule().map(Schedule::trigger) {
            Some(Trigger::Periodically(_)) => self.names.every,
            _ => self.names.time,
        }
    }
}
