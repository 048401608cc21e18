//! Backup copy jobs of Microsoft 365, as the product and as the service-provider console write them.
//!
//! | | `vbo-copy` | `vspc-copy` |
//! |---|---|---|
//! | type | `type` | `schedulePolicyType` |
//! | window | `backupCopyWindowEnabled`, `backupCopyWindowSettings` | `backupWindowEnabled`, `backupWindowSettings` |
//! | time | `HH:MM:SS` | `hh:mm` |
//! | `minuteOffset` | minutes ahead of UTC | minutes that local hours are late |
//!
//! A copy job has no retries, no window for periodic starts and no flag for its schedule. Sources: the OpenAPI document
//! of v8, and the models of the console 3.5 to 3.7.

use alloc::vec::Vec;

use super::dialect::{ClockReading, Dialect};
use super::error::{Error, Path};
use super::field::Field;
use super::place::Place;
use super::policy::{
    daily, daily_type, enabled_window, given_windows, interval, long_time, periodically, plan_of, short_time,
    window_in, window_settings,
};
use super::reading::Reading;
use super::tree::Tree;
use crate::job::{Plan, Starts};
use crate::schedule::Trigger;
use crate::window::Windows;

const TYPES: &str = "Immediate, Periodically or DailyAtTime";

/// How a product spells the policy of a copy job.
struct Spelling {
    kind: &'static str,
    window_enabled: &'static str,
    window: &'static str,
}

const fn spelling(dialect: Dialect) -> Spelling {
    match dialect {
        Dialect::VspcCopy => Spelling {
            kind: "schedulePolicyType",
            window_enabled: "backupWindowEnabled",
            window: "backupWindowSettings",
        },
        _ => Spelling {
            kind: "type",
            window_enabled: "backupCopyWindowEnabled",
            window: "backupCopyWindowSettings",
        },
    }
}

/// Reads the policy of a copy job.
pub(super) fn read(policy: &Place<'_>, dialect: Dialect, clock: ClockReading) -> Result<Reading, Error> {
    let spelling = spelling(dialect);
    policy.object("a schedule policy", "an object with a type of schedule, dailyTime, ...")?;
    let mut notes = Vec::new();
    let at = policy.member(spelling.window);
    let window = window_in(&at, "backupWindow", clock)?;
    let flag = policy.member(spelling.window_enabled).boolean()?;
    let windows = Windows {
        backup: enabled_window(window, flag, at.path(), spelling.window_enabled, &mut notes)?,
        periodic: None,
    };
    let kind = policy.member(spelling.kind);
    let starts = match kind.as_text() {
        None => return Err(kind.mismatch("a schedule type", TYPES)),
        Some(text) if text.eq_ignore_ascii_case("Immediate") => Err(Starts::OnNewRestorePoint),
        Some(text) if text.eq_ignore_ascii_case("DailyAtTime") => {
            let (days, time) = (policy.member("dailyType"), policy.member("dailyTime"));
            Ok(daily(&days.field(), &time.field(), policy.path())?)
        }
        Some(text) if text.eq_ignore_ascii_case("Periodically") => {
            let every = policy.member("periodicallyEvery").field();
            Ok(periodically(&every, &Field::Absent, policy.path(), &mut notes)?)
        }
        Some(text) => Err(Starts::Unsupported(text.into())),
    };
    Ok(Reading { plan: plan_of(starts, windows), dialect, notes })
}

/// The policy of a plan.
pub(super) fn write(plan: &Plan, dialect: Dialect, clock: ClockReading) -> Result<Tree, Error> {
    let (spelling, path) = (spelling(dialect), &Path::ROOT);
    let mut policy = Tree::object([]);
    match &plan.starts {
        Starts::OnNewRestorePoint => policy.set(spelling.kind, Tree::text("Immediate")),
        Starts::Unsupported(kind) => policy.set(spelling.kind, Tree::text(kind)),
        Starts::Scheduled(schedule) => match schedule.trigger() {
            Trigger::Daily(daily) => {
                let days = daily_type(daily.days()).ok_or_else(|| {
                    let at = path.member("dailyType");
                    at.error(format_args!("{dialect} has no name for the days {}", daily.days()))
                })?;
                let at = path.member("dailyTime");
                let time = match dialect {
                    Dialect::VspcCopy => short_time(daily.time(), &at)?,
                    _ => long_time(daily.time(), &at)?,
                };
                policy.set(spelling.kind, Tree::text("DailyAtTime"));
                policy.set("dailyType", Tree::text(days));
                policy.set("dailyTime", Tree::text(&time));
            }
            Trigger::Periodically(periodically) if periodically.offset() == 0 => {
                let every = interval(periodically.every(), dialect).ok_or_else(|| {
                    let at = path.member("periodicallyEvery");
                    at.error(format_args!("{dialect} does not have an interval of {}", periodically.every()))
                })?;
                policy.set(spelling.kind, Tree::text("Periodically"));
                policy.set("periodicallyEvery", Tree::text(every));
            }
            Trigger::Periodically(_) | Trigger::Monthly(_) => return Err(no_name(dialect, spelling.kind)),
        },
        _ => return Err(no_name(dialect, spelling.kind)),
    }
    let window = given_windows(plan).backup;
    policy.set(spelling.window_enabled, Tree::boolean(window.is_some()));
    if let Some(window) = window {
        policy.set(spelling.window, window_settings(&window, clock, &path.member(spelling.window))?);
    }
    Ok(policy)
}

fn no_name(dialect: Dialect, kind: &str) -> Error {
    Path::ROOT.member(kind).error(format_args!("{dialect} has no name for what starts the job"))
}
