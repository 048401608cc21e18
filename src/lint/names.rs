//! What the properties are called that findings are about: dialect by dialect.
//!
//! A name is a path within the schedule of the job. Where a dialect has several places for the same thing, the one that
//! is there in the document counts.

use crate::job::{Plan, Starts};
use crate::schedule::Trigger;
use crate::wire::{Dialect, Tree};

/// The names of the properties of a schedule.
#[derive(Debug, Clone, Copy)]
pub(super) struct Names {
    /// What stands before all the others.
    pub(super) prefix: &'static str,
    /// When a daily or monthly trigger asks for a run.
    pub(super) time: &'static str,
    /// The interval of a periodic one.
    pub(super) every: &'static str,
    /// Its minutes after the hour.
    pub(super) offset: &'static str,
    pub(super) retries: &'static str,
    /// The grid of the backup window and its `minuteOffset`.
    pub(super) backup_window: [&'static str; 2],
    /// The same for the window for periodic starts.
    pub(super) periodic_window: [&'static str; 2],
}

/// Those of Microsoft 365.
pub(super) const MICROSOFT_365: Names = Names {
    prefix: "",
    time: "dailyTime",
    every: "periodicallyEvery",
    offset: "periodicallyOffsetMinutes",
    retries: "retryNumber",
    backup_window: ["backupWindowSettings.backupWindow", "backupWindowSettings.minuteOffset"],
    periodic_window: ["periodicallyWindowSettings.backupWindow", "periodicallyWindowSettings.minuteOffset"],
};

pub(super) const BACKUP_WINDOW_V1: [&str; 2] =
    ["backupWindow.backupIntervalsArray", "backupWindow.minuteOffset"];

impl Names {
    /// Those of a document that was read in this dialect as this plan.
    pub(super) fn of(document: &Tree, dialect: Dialect, plan: &Plan) -> Self {
        let is_monthly = matches!(&plan.starts, Starts::Scheduled(schedule)
            if matches!(schedule.trigger(), Trigger::Monthly(_)));
        match dialect {
            Dialect::Vbr => of_backup_and_replication(document, plan, is_monthly),
            Dialect::Em => of_enterprise_manager(document, plan, is_monthly),
            Dialect::Agent => alone(first_in(document, &["scheduler", ""])),
            Dialect::LogonHours | Dialect::LogonHoursBase64 => alone(first_in(document, &["logonHours", ""])),
            Dialect::Text | Dialect::VspcServer => alone(""),
            Dialect::VboV1
            | Dialect::VboV2
            | Dialect::VboV6
            | Dialect::VboV7
            | Dialect::VboV8
            | Dialect::VboCopy
            | Dialect::Vspc
            | Dialect::VspcCopy => of_microsoft_365(document),
        }
    }
}

fn of_microsoft_365(document: &Tree) -> Names {
    let prefix = first_in(document, &["schedulePolicy.", ""]);
    let policy = at(document, prefix).unwrap_or(document);
    let grids = [
        ["backupWindowSettings.backupWindow", "backupWindowSettings.minuteOffset"],
        ["backupCopyWindowSettings.backupWindow", "backupCopyWindowSettings.minuteOffset"],
        BACKUP_WINDOW_V1,
        // Windows that stand alone.
        ["backupIntervalsArray", "minuteOffset"],
        ["backupWindow", "minuteOffset"],
    ];
    let is_there = |[grid, _]: &[&str; 2]| at(policy, grid).is_some();
    let backup_window = grids.into_iter().find(is_there).unwrap_or(MICROSOFT_365.backup_window);
    Names { prefix, backup_window, ..MICROSOFT_365 }
}

fn of_backup_and_replication(document: &Tree, plan: &Plan, is_monthly: bool) -> Names {
    let prefix = first_in(
        document,
        &["schedule.", "rescanSchedule.", "options.rescanSchedule.", "scheduleSettings.", ""],
    );
    let schedule = at(document, prefix).unwrap_or(document);
    let first = |paths: &[&'static str]| first_in(schedule, paths);
    let backup = match plan.starts {
        Starts::OnNewRestorePoint => "backupWindow",
        _ => first(&["backupWindow.backupWindow", "backupWindow.WindowSetting", "days"]),
    };
    let periodic = match plan.starts {
        Starts::Continuously => {
            first(&["customWindow.backupWindow", "customWindow.WindowSetting", "continuously.backupWindow"])
        }
        _ => first(&["periodic.backupWindow", "periodically.backupWindow"]),
    };
    Names {
        prefix,
        time: if is_monthly { "monthly.localTime" } else { "daily.localTime" },
        every: first(&["periodic.interval", "periodically.frequency"]),
        offset: first(&["periodic.startTimeWithinAnHour", "periodically.startTimeWithinAnHour"]),
        retries: "retry.retryCount",
        backup_window: [backup; 2],
        periodic_window: [periodic; 2],
    }
}

fn of_enterprise_manager(document: &Tree, plan: &Plan, is_monthly: bool) -> Names {
    let prefix =
        first_in(document, &["JobScheduleOptions.Standart.", "JobScheduleOptions.", "Standart.", ""]);
    let options = at(document, prefix).unwrap_or(document);
    let first = |paths: &[&'static str]| first_in(options, paths);
    let backup = match plan.starts {
        Starts::OnNewRestorePoint => {
            first(&["OptionsContinuous.Schedule", "OptionsContinuous.TimePeriods", "OptionsContinuous"])
        }
        _ => first(&[
            "OptionsBackupWindow.Schedule",
            "OptionsBackupWindow.TimePeriods",
            "Days",
            "Schedule",
            "TimePeriods",
            "",
        ]),
    };
    let periodic = match plan.starts {
        Starts::Continuously => first(&["OptionsContinuous.Schedule", "OptionsContinuous.TimePeriods"]),
        _ => first(&["OptionsPeriodically.Schedule", "OptionsPeriodically.TimePeriods"]),
    };
    Names {
        prefix,
        time: if is_monthly { "OptionsMonthly.Time" } else { "OptionsDaily.Time" },
        every: "OptionsPeriodically.FullPeriod",
        offset: "OptionsPeriodically.HourlyOffset",
        retries: "RetryOptions.RetryTimes",
        backup_window: [backup; 2],
        periodic_window: [periodic; 2],
    }
}

/// A document that is a window and nothing else.
const fn alone(window: &'static str) -> Names {
    Names { backup_window: [window; 2], ..MICROSOFT_365 }
}

/// The first of these paths at which there is something; the last of all, if there is nothing.
fn first_in(tree: &Tree, paths: &[&'static str]) -> &'static str {
    let is_there = |path: &&&'static str| at(tree, path).is_some();
    paths.iter().find(is_there).or(paths.last()).copied().unwrap_or_default()
}

/// What stands at the end of a path.
pub(super) fn at<'a>(tree: &'a Tree, path: &str) -> Option<&'a Tree> {
    let mut names = path.split('.').filter(|name| !name.is_empty());
    names.try_fold(tree, |tree, name| tree.property(name)).filter(|tree| path.is_empty() || !tree.is_null())
}
