//! Which properties a change is made of in the policies of Microsoft 365, as the product and as the service-provider
//! console write them, and in those of their copy jobs.

use alloc::vec;
use alloc::vec::Vec;

use super::change::{Change, ScheduleType, WindowOf};
use super::splice::{Assignment, Value};
use crate::wire::dialect::Dialect;
use crate::wire::error::{Error, Path};
use crate::wire::policy::{DAILY_TYPES, interval, long_time, name_of, short_time};
use crate::wire::vbo::require;

const POLICY: &str = "schedulePolicy";

/// The properties that a change sets in a job of this dialect, in order.
pub(super) fn assignments(change: &Change, dialect: Dialect) -> Result<Vec<Assignment>, Error> {
    let policy = Path::ROOT.member(POLICY);
    let set = |name: &'static str, value| vec![Assignment::new([POLICY, name], value)];
    Ok(match *change {
        Change::JobEnabled(to) => vec![Assignment::new(["isEnabled"], flag(to, dialect))],
        Change::ScheduleEnabled(to) => {
            let at = policy.member("scheduleEnabled");
            require(has_settings_of_v6(dialect), &at, dialect, "a schedule that can be switched off")?;
            set("scheduleEnabled", flag(to, dialect))
        }
        Change::Type(kind) => {
            let name = name_of_type(dialect);
            set(name, Value::Name(type_of(kind, dialect, &policy.member(name))?))
        }
        Change::Days(days) => {
            let unnamed =
                || policy.member("dailyType").error(format_args!("{dialect} has no name for {days}"));
            set("dailyType", Value::Name(name_of(&DAILY_TYPES, days).ok_or_else(unnamed)?))
        }
        Change::DailyTime(given) => {
            let at = policy.member("dailyTime");
            let is_short = matches!(dialect, Dialect::Vspc | Dialect::VspcCopy);
            let spelled = if is_short { short_time(given, &at)? } else { long_time(given, &at)? };
            set("dailyTime", Value::Time(given, spelled))
        }
        Change::Every(every) => {
            let at = policy.member("periodicallyEvery");
            let unnamed = || at.error(format_args!("{dialect} does not have an interval of {every}"));
            set("periodicallyEvery", Value::Name(interval(every, dialect).ok_or_else(unnamed)?))
        }
        Change::Offset(minutes) => {
            let at = policy.member("periodicallyOffsetMinutes");
            require(has_settings_of_v6(dialect), &at, dialect, "an offset of the interval")?;
            set("periodicallyOffsetMinutes", Value::Integer(minutes.into()))
        }
        Change::Window(of, window) => {
            let [section, grid, offset] = names_of_window(of, dialect)?;
            let mut assignments = vec![Assignment::new([POLICY, section, grid], Value::Grid(window))];
            if let Some(name) = flag_of_window(of, dialect) {
                assignments.extend(set(name, flag(true, dialect)));
            }
            // A section that is new is whole; one that is there keeps its offset.
            assignments.push(Assignment::new([POLICY, section, offset], Value::Integer(0)).if_missing());
            assignments
        }
        Change::MinuteOffset(of, minutes) => {
            let [section, _, offset] = names_of_window(of, dialect)?;
            vec![Assignment::new([POLICY, section, offset], Value::Integer(minutes.minutes().into()))]
        }
        Change::WindowEnabled(of, to) => match flag_of_window(of, dialect) {
            Some(name) => set(name, flag(to, dialect)),
            None => {
                let [section, ..] = names_of_window(of, dialect)?;
                return Err(policy.member(section).error(format_args!(
                    "{dialect} has no flag for this window (expected its hours, 24/7 for none that is denied)"
                )));
            }
        },
        Change::RetryEnabled(to) => {
            has_retries(dialect)?;
            set("retryEnabled", flag(to, dialect))
        }
        Change::Retry(retry) => {
            has_retries(dialect)?;
            let mut assignments = set("retryEnabled", flag(true, dialect));
            assignments.extend(set("retryNumber", Value::Integer(retry.number().into())));
            assignments.extend(set("retryWaitInterval", Value::Integer(retry.wait_minutes().into())));
            assignments
        }
    })
}

const fn flag(to: bool, dialect: Dialect) -> Value {
    match dialect {
        Dialect::VboV1 => Value::FlagInText(to),
        _ => Value::Flag(to),
    }
}

const fn is_copy(dialect: Dialect) -> bool {
    matches!(dialect, Dialect::VboCopy | Dialect::VspcCopy)
}

/// Whether a policy has a flag, an offset of its interval, and a window for periodic starts.
fn has_settings_of_v6(dialect: Dialect) -> bool {
    dialect.is_vbo() && dialect >= Dialect::VboV6 || dialect == Dialect::Vspc
}

fn has_retries(dialect: Dialect) -> Result<(), Error> {
    let at = Path::ROOT.member(POLICY);
    require(!is_copy(dialect), &at.member("retryEnabled"), dialect, "retries")
}

const fn name_of_type(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Vspc | Dialect::VspcCopy => "schedulePolicyType",
        _ => "type",
    }
}

fn type_of(kind: ScheduleType, dialect: Dialect, at: &Path<'_>) -> Result<&'static str, Error> {
    match kind {
        ScheduleType::Daily if is_copy(dialect) => Ok("DailyAtTime"),
        ScheduleType::Immediate if is_copy(dialect) => Ok(kind.name()),
        ScheduleType::Daily | ScheduleType::ManualOnly if !is_copy(dialect) => Ok(kind.name()),
        ScheduleType::Periodically => Ok(kind.name()),
        _ => Err(at.error(format_args!("{dialect} does not have the type {}", kind.name()))),
    }
}

/// The section of a window, and the names of its grid and of its offset.
fn names_of_window(of: WindowOf, dialect: Dialect) -> Result<[&'static str; 3], Error> {
    match (of, dialect) {
        (WindowOf::Backup, Dialect::VboV1) => Ok(["backupWindow", "backupIntervalsArray", "minuteOffset"]),
        (WindowOf::Backup, Dialect::VboCopy) => {
            Ok(["backupCopyWindowSettings", "backupWindow", "minuteOffset"])
        }
        (WindowOf::Backup, _) => Ok(["backupWindowSettings", "backupWindow", "minuteOffset"]),
        (WindowOf::PeriodicStarts, _) => {
            let policy = Path::ROOT.member(POLICY);
            let at = policy.member("periodicallyWindowSettings");
            require(has_settings_of_v6(dialect), &at, dialect, "a window for periodic starts")?;
            Ok(["periodicallyWindowSettings", "backupWindow", "minuteOffset"])
        }
    }
}

fn flag_of_window(of: WindowOf, dialect: Dialect) -> Option<&'static str> {
    match (of, dialect) {
        (WindowOf::Backup, Dialect::VboV1) | (WindowOf::PeriodicStarts, Dialect::VboV6) => None,
        (WindowOf::Backup, Dialect::VboCopy) => Some("backupCopyWindowEnabled"),
        (WindowOf::Backup, _) => Some("backupWindowEnabled"),
        (WindowOf::PeriodicStarts, _) => has_settings_of_v6(dialect).then_some("periodicallyWindowEnabled"),
    }
}
