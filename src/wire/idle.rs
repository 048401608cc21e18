//! Windows that are there and not in force, in documents of any dialect that has flags for them.

use super::dialect::{ClockReading, Dialect};
use super::place::Place;
use super::policy::{given_windows, window_in};
use super::reading::Reading;
use super::tree::Tree;
use super::vbr;
use crate::window::BackupWindow;

/// A window that is there and not in force.
#[derive(Debug, Clone, Copy)]
pub(crate) struct IdleWindow {
    pub(crate) window: BackupWindow,
    /// Whether its flag is there and says so.
    pub(crate) is_flag_off: bool,
    /// The name of the flag.
    pub(crate) flag: &'static str,
    /// The name of its settings.
    pub(crate) settings: &'static str,
}

const BACKUP: [&str; 2] = ["backupWindowEnabled", "backupWindowSettings"];
const COPY: [&str; 2] = ["backupCopyWindowEnabled", "backupCopyWindowSettings"];
const PERIODIC: [&str; 2] = ["periodicallyWindowEnabled", "periodicallyWindowSettings"];

impl Tree {
    /// The windows that are there and not in force, of a schedule that was read: the backup window first.
    pub(crate) fn idle_windows(&self, reading: &Reading, clock: ClockReading) -> [Option<IdleWindow>; 2] {
        let schedule = Place::root(self);
        let in_force = given_windows(&reading.plan);
        let idle = |[flag, settings]: [&'static str; 2]| {
            let window = window_in(&schedule.member(settings), "backupWindow", clock).ok()??;
            let is_flag_off = schedule.member(flag).boolean().ok()? == Some(false);
            Some(IdleWindow { window, is_flag_off, flag, settings })
        };
        let [backup, periodic] = match reading.dialect {
            Dialect::VboV2 | Dialect::VboV6 | Dialect::VboV7 | Dialect::VboV8 | Dialect::Vspc => {
                [idle(BACKUP), idle(PERIODIC)]
            }
            Dialect::VspcCopy => [idle(BACKUP), None],
            Dialect::VboCopy => [idle(COPY), None],
            Dialect::Vbr => [idle_of_backup_and_replication(&schedule, clock), None],
            _ => [None, None],
        };
        [backup.filter(|_| in_force.backup.is_none()), periodic.filter(|_| in_force.periodic.is_none())]
    }
}

fn idle_of_backup_and_replication(schedule: &Place<'_>, clock: ClockReading) -> Option<IdleWindow> {
    let settings = schedule.member("backupWindow");
    let window = vbr::read::window(&settings.member_of(&["backupWindow", "WindowSetting"]), clock).ok()?;
    let is_flag_off = settings.member("isEnabled").boolean().ok()? == Some(false);
    Some(IdleWindow { window, is_flag_off, flag: "backupWindow.isEnabled", settings: "backupWindow" })
}
