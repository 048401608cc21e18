//! What stands in a policy and has no effect.

use super::Reading;
use super::SchedulePolicy;
use crate::window::BackupWindow;
use crate::wire::dialect::ClockReading;
use crate::wire::error::Path;
use crate::wire::idle::IdleWindow;
use crate::wire::policy::{INTERVALS, given_windows};

impl<U> SchedulePolicy<U> {
    /// The windows that are there and not in force, of a policy that was read: the backup window first.
    pub(crate) fn idle_windows(&self, reading: &Reading, clock: ClockReading) -> [Option<IdleWindow>; 2] {
        let in_force = given_windows(&reading.plan);
        let flag_of = |name| match name {
            "backupWindowEnabled" => &self.backup_window_enabled,
            _ => &self.periodically_window_enabled,
        };
        let idle = |window: Option<BackupWindow>, is_in_force: bool, flag, settings| {
            let is_flag_off = flag_of(flag).boolean(&Path::ROOT).ok()? == Some(false);
            (!is_in_force).then_some(IdleWindow { window: window?, is_flag_off, flag, settings })
        };
        [
            idle(
                self.backup_window_settings.read(clock).ok(),
                in_force.backup.is_some(),
                "backupWindowEnabled",
                "backupWindowSettings",
            ),
            idle(
                self.periodically_window_settings.read(clock).ok(),
                in_force.periodic.is_some(),
                "periodicallyWindowEnabled",
                "periodicallyWindowSettings",
            ),
        ]
    }

    /// The offset that stands beside an interval of minutes.
    pub(crate) fn idle_offset(&self) -> Option<i64> {
        let every = self.periodically_every.as_text()?;
        let is_periodic = self.kind.as_text()?.eq_ignore_ascii_case("Periodically");
        let (_, every) = INTERVALS.iter().find(|(name, _)| name.eq_ignore_ascii_case(every))?;
        let offset = self.periodically_offset_minutes.integer(&Path::ROOT).ok()??;
        (is_periodic && !every.is_hours() && offset != 0).then_some(offset)
    }
}
