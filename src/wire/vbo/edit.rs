//! Which properties of a job a change is made of.

use alloc::vec;
use alloc::vec::Vec;

use super::write::require;
use crate::wire::dialect::Dialect;
use crate::wire::edit::{Assignment, Change, Value, WindowOf};
use crate::wire::error::{Error, Path};
use crate::wire::policy::{DAILY_TYPES, interval, long_time, name_of};

/// The properties that a change sets in a job of this dialect, in order.
pub(in crate::wire) fn assignments(change: &Change, dialect: Dialect) -> Result<Vec<Assignment>, Error> {
    let root = Path::ROOT;
    require(dialect.is_vbo(), &root, dialect, "properties of Microsoft 365, and only those can be changed")?;
    let policy = root.member(POLICY);
    let set = |name: &'static str, value| vec![Assignment { path: vec![POLICY, name], value }];
    Ok(match *change {
        Change::JobEnabled(to) => vec![Assignment { path: vec!["isEnabled"], value: flag(to, dialect) }],
        Change::ScheduleEnabled(to) => {
            let at = policy.member("scheduleEnabled");
            require(dialect >= Dialect::VboV6, &at, dialect, "a schedule that can be switched off")?;
            set("scheduleEnabled", flag(to, dialect))
        }
        Change::Type(kind) => set("type", Value::Name(kind.name())),
        Change::Days(days) => {
            let unnamed =
                || policy.member("dailyType").error(format_args!("{dialect} has no name for {days}"));
            set("dailyType", Value::Name(name_of(&DAILY_TYPES, days).ok_or_else(unnamed)?))
        }
        Change::DailyTime(given) => {
            set("dailyTime", Value::Time(given, long_time(given, &policy.member("dailyTime"))?))
        }
        Change::Every(every) => {
            let at = policy.member("periodicallyEvery");
            let unnamed = || at.error(format_args!("{dialect} does not have an interval of {every}"));
            set("periodicallyEvery", Value::Name(interval(every, dialect).ok_or_else(unnamed)?))
        }
        Change::Offset(minutes) => {
            let at = policy.member("periodicallyOffsetMinutes");
            require(dialect >= Dialect::VboV6, &at, dialect, "an offset of the interval")?;
            set("periodicallyOffsetMinutes", Value::Integer(minutes.into()))
        }
        Change::Window(of, window) => {
            let [section, grid, offset] = names_of_window(of, dialect)?;
            let mut assignments =
                vec![Assignment { path: vec![POLICY, section, grid], value: Value::Grid(window) }];
            if let Some(name) = flag_of_window(of, dialect) {
                assignments.push(Assignment { path: vec![POLICY, name], value: flag(true, dialect) });
            }
            // A section that is new is whole; one that is there keeps its offset.
            assignments
                .push(Assignment { path: vec![POLICY, section, offset], value: Value::IntegerIfMissing(0) });
            assignments
        }
        Change::MinuteOffset(of, minutes) => {
            let [section, _, offset] = names_of_window(of, dialect)?;
            let value = Value::Integer(minutes.minutes().into());
            vec![Assignment { path: vec![POLICY, section, offset], value }]
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
        Change::RetryEnabled(to) => set("retryEnabled", flag(to, dialect)),
        Change::Retry(retry) => {
            let mut assignments = set("retryEnabled", flag(true, dialect));
            assignments.extend(set("retryNumber", Value::Integer(retry.number().into())));
            assignments.extend(set("retryWaitInterval", Value::Integer(retry.wait_minutes().into())));
            assignments
        }
    })
}

const POLICY: &str = "schedulePolicy";

const fn flag(to: bool, dialect: Dialect) -> Value {
    match dialect {
        Dialect::VboV1 => Value::FlagInText(to),
        _ => Value::Flag(to),
    }
}

/// The section of a window, and the names of its grid and of its offset.
fn names_of_window(of: WindowOf, dialect: Dialect) -> Result<[&'static str; 3], Error> {
    match of {
        WindowOf::Backup if dialect == Dialect::VboV1 => {
            Ok(["backupWindow", "backupIntervalsArray", "minuteOffset"])
        }
        WindowOf::Backup => Ok(["backupWindowSettings", "backupWindow", "minuteOffset"]),
        WindowOf::PeriodicStarts => {
            let policy = Path::ROOT.member(POLICY);
            let at = policy.member("periodicallyWindowSettings");
            require(dialect >= Dialect::VboV6, &at, dialect, "a window for periodic starts")?;
            Ok(["periodicallyWindowSettings", "backupWindow", "minuteOffset"])
        }
    }
}

fn flag_of_window(of: WindowOf, dialect: Dialect) -> Option<&'static str> {
    match of {
        WindowOf::Backup => (dialect > Dialect::VboV1).then_some("backupWindowEnabled"),
        WindowOf::PeriodicStarts => (dialect >= Dialect::VboV7).then_some("periodicallyWindowEnabled"),
    }
}
