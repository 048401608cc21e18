//! The schedule policy of a backup job.

use alloc::vec::Vec;

use crate::job::{Plan, Starts};
use crate::schedule::Trigger;
use crate::window::{BackupWindow, Windows};
use crate::wire::dialect::{ClockReading, Dialect};
use crate::wire::error::{Error, Note, Path};
use crate::wire::place::Place;
use crate::wire::policy::{
    daily, daily_type, enabled_window, given_windows, interval, periodically, plan_of, retry, short_time,
    window_in, window_settings,
};
use crate::wire::reading::Reading;
use crate::wire::tree::Tree;

const DIALECT: Dialect = Dialect::Vspc;
const TYPES: &str = "Daily, Periodically or ManualOnly";

/// Reads a policy.
pub(in crate::wire) fn read(policy: &Place<'_>, clock: ClockReading) -> Result<Reading, Error> {
    policy.object("a schedule policy", "an object with schedulePolicyType, dailyTime, ...")?;
    let mut notes = Vec::new();
    let mut window = |settings: &str, enabled: &str| window(policy, settings, enabled, clock, &mut notes);
    let windows = Windows {
        backup: window("backupWindowSettings", "backupWindowEnabled")?,
        periodic: window("periodicallyWindowSettings", "periodicallyWindowEnabled")?,
    };
    let field = |name: &str| policy.member(name).field();
    let kind = policy.member("schedulePolicyType");
    let starts = match kind.as_text() {
        None => return Err(kind.mismatch("a schedule type", TYPES)),
        Some(text) if text.eq_ignore_ascii_case("Daily") => {
            Ok(daily(&field("dailyType"), &field("dailyTime"), policy.path())?)
        }
        Some(text) if text.eq_ignore_ascii_case("Periodically") => {
            let (every, offset) = (field("periodicallyEvery"), field("periodicallyOffsetMinutes"));
            Ok(periodically(&every, &offset, policy.path(), &mut notes)?)
        }
        Some(text) if text.eq_ignore_ascii_case("ManualOnly") => Err(Starts::ManualOnly),
        Some(text) => Err(Starts::Unsupported(text.into())),
    };
    let plan = Plan {
        // The console's reference: "Default: False".
        schedule_enabled: policy.member("scheduleEnabled").boolean()?.unwrap_or(false),
        retry: retry(
            &field("retryEnabled"),
            &field("retryNumber"),
            &field("retryWaitInterval"),
            policy.path(),
        )?,
        ..plan_of(starts, windows)
    };
    Ok(Reading { plan, dialect: DIALECT, notes })
}

/// A window and its flag. A window that is switched off need not have a grid.
fn window(
    policy: &Place<'_>,
    settings: &str,
    enabled: &str,
    clock: ClockReading,
    notes: &mut Vec<Note>,
) -> Result<Option<BackupWindow>, Error> {
    let at = policy.member(settings);
    let flag = policy.member(enabled).boolean()?;
    // The console gives a full grid where nothing is set: that needs no flag to be without effect.
    let window =
        window_in(&at, "backupWindow", clock)?.filter(|window| flag.is_some() || !window.is_always());
    enabled_window(window, flag, at.path(), enabled, notes)
}

/// The policy of a plan.
pub(in crate::wire) fn write(plan: &Plan, clock: ClockReading) -> Result<Tree, Error> {
    let path = &Path::ROOT;
    let mut policy = Tree::object([]);
    match &plan.starts {
        Starts::ManualOnly => policy.set("schedulePolicyType", Tree::text("ManualOnly")),
        Starts::Unsupported(kind) => policy.set("schedulePolicyType", Tree::text(kind)),
        Starts::Scheduled(schedule) => write_trigger(&mut policy, schedule.trigger())?,
        _ => return Err(no_name()),
    }
    policy.set("scheduleEnabled", Tree::boolean(plan.schedule_enabled));
    let windows = given_windows(plan);
    for (window, enabled, settings) in [
        (windows.backup, "backupWindowEnabled", "backupWindowSettings"),
        (windows.periodic, "periodicallyWindowEnabled", "periodicallyWindowSettings"),
    ] {
        policy.set(enabled, Tree::boolean(window.is_some()));
        if let Some(window) = window {
            policy.set(settings, window_settings(&window, clock, &path.member(settings))?);
        }
    }
    policy.set("retryEnabled", Tree::boolean(plan.retry.is_some()));
    if let Some(retry) = plan.retry {
        policy.set("retryNumber", Tree::integer(retry.number()));
        policy.set("retryWaitInterval", Tree::integer(retry.wait_minutes()));
    }
    Ok(policy)
}

fn write_trigger(policy: &mut Tree, trigger: Trigger) -> Result<(), Error> {
    let path = &Path::ROOT;
    match trigger {
        Trigger::Daily(daily) => {
            let at = path.member("dailyType");
            let days = daily_type(daily.days()).ok_or_else(|| {
                at.error(format_args!("{DIALECT} has no name for the days {}", daily.days()))
            })?;
            policy.set("schedulePolicyType", Tree::text("Daily"));
            policy.set("dailyType", Tree::text(days));
            policy.set("dailyTime", Tree::text(&short_time(daily.time(), &path.member("dailyTime"))?));
        }
        Trigger::Periodically(periodically) => {
            let at = path.member("periodicallyEvery");
            let every = interval(periodically.every(), DIALECT).ok_or_else(|| {
                at.error(format_args!("{DIALECT} does not have an interval of {}", periodically.every()))
            })?;
            policy.set("schedulePolicyType", Tree::text("Periodically"));
            policy.set("periodicallyEvery", Tree::text(every));
            if periodically.offset() != 0 {
                policy.set("periodicallyOffsetMinutes", Tree::integer(periodically.offset()));
            }
        }
        Trigger::Monthly(_) => return Err(no_name()),
    }
    Ok(())
}

fn no_name() -> Error {
    let at = Path::ROOT.member("schedulePolicyType");
    at.error(format_args!("{DIALECT} has no name for what starts the job"))
}
