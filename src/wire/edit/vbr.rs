//! Which properties a change is made of in schedules of Backup & Replication.
//!
//! Each trigger there is an object with a flag of its own, so another type of schedule is two flags: that of the new
//! trigger, and that of the one that was enabled. A window is seven rows.

use alloc::vec;
use alloc::vec::Vec;

use chrono::Timelike;

use super::change::{Change, ScheduleType, WindowOf};
use super::splice::{Assignment, Value};
use crate::wire::dialect::Dialect;
use crate::wire::error::{Error, Path};
use crate::wire::policy::{long_time, short_time};
use crate::wire::source::Node;
use crate::wire::vbo::require;
use crate::wire::vbr::read::TRIGGERS;
use crate::wire::vbr::trigger::daily_kind;
use crate::wire::vbr::write::interval;

const DIALECT: Dialect = Dialect::Vbr;

/// The ways from a job to its schedule.
const SCHEDULES: [&[&str]; 3] = [&["schedule"], &["rescanSchedule"], &["options", "rescanSchedule"]];

/// The properties that a change sets in this job, schedule or window, in order.
pub(super) fn assignments(change: &Change, job: Node<'_>) -> Result<Vec<Assignment>, Error> {
    if let Some(only) = in_window(change, job)? {
        return Ok(vec![only]);
    }
    let found = SCHEDULES.into_iter().find(|path| at_end_of(job, path).is_some());
    let is_job = found.is_some() || has(job, "id") || has(job, "name");
    let prefix = found.unwrap_or(if is_job { SCHEDULES[0] } else { &[] });
    let schedule = at_end_of(job, prefix);
    let of = |path: &[&'static str], value| Assignment::new(prefix.iter().chain(path).copied(), value);
    if let Change::JobEnabled(to) = *change {
        require(is_job, &Path::ROOT.member("isDisabled"), DIALECT, "a job around this schedule")?;
        let has_flag = has(job, "isEnabled") && !has(job, "isDisabled");
        return Ok(vec![if has_flag {
            Assignment::new(["isEnabled"], Value::Flag(to))
        } else {
            Assignment::new(["isDisabled"], Value::Flag(!to))
        }]);
    }
    is_of_triggers(job, schedule)?;
    let is_on = |name: &str| {
        let trigger = schedule.and_then(|schedule| member(schedule, name));
        let flag = trigger.and_then(|trigger| member(trigger, "isEnabled"));
        flag.and_then(|flag| flag.field().boolean(&Path::ROOT).ok().flatten()) == Some(true)
    };
    let automatically = match schedule {
        Some(schedule) if has(schedule, "isEnabled") && !has(schedule, "runAutomatically") => "isEnabled",
        _ => "runAutomatically",
    };
    Ok(match *change {
        Change::JobEnabled(_) => Vec::new(),
        Change::ScheduleEnabled(to) => vec![of(&[automatically], Value::Flag(to))],
        Change::Type(ScheduleType::ManualOnly) => vec![of(&[automatically], Value::Flag(false))],
        Change::Type(kind) => {
            let name = match kind {
                ScheduleType::Daily => "daily",
                ScheduleType::Periodically => "periodically",
                ScheduleType::Continuously => "continuously",
                _ => {
                    return Err(
                        Path::ROOT.error(format_args!("{DIALECT} does not have the type {}", kind.name()))
                    );
                }
            };
            let others = TRIGGERS.into_iter().filter(|other| *other != name);
            let mut flags: Vec<_> =
                others.map(|other| of(&[other, "isEnabled"], Value::Flag(false)).if_there()).collect();
            flags.push(of(&[name, "isEnabled"], Value::Flag(true)));
            // Without a trigger the job starts by hand, and that is its type; with one its schedule is switched off.
            if !TRIGGERS.into_iter().any(is_on) {
                flags.push(of(&[automatically], Value::Flag(true)).if_there());
            }
            flags
        }
        Change::Days(days) => {
            let kind = daily_kind(days);
            let listed = of(&["daily", "days"], Value::Days(days));
            // Kinds that say which days they are need no list.
            let is_needed = kind == "SelectedDays";
            vec![
                of(&["daily", "dailyKind"], Value::Name(kind)),
                if is_needed { listed } else { listed.if_there() },
            ]
        }
        Change::DailyTime(time) => {
            let at = Path::ROOT.member("localTime");
            let spelled = if time.second() == 0 && time.nanosecond() == 0 {
                short_time(time, &at)?
            } else {
                require(time.nanosecond() == 0, &at, DIALECT, "times as fine as that")?;
                long_time(time, &at)?
            };
            vec![of(&["daily", "localTime"], Value::Time(time, spelled))]
        }
        Change::Every(every) => {
            let (unit, frequency) = interval(every);
            vec![
                of(&["periodically", "periodicallyKind"], Value::Name(unit)),
                of(&["periodically", "frequency"], Value::Integer(frequency.into())),
            ]
        }
        Change::Offset(minutes) => {
            vec![of(&["periodically", "startTimeWithinAnHour"], Value::Integer(minutes.into()))]
        }
        Change::Window(WindowOf::Backup, window) => vec![
            of(&["backupWindow", "backupWindow", "days"], Value::Rows(window)),
            of(&["backupWindow", "isEnabled"], Value::Flag(true)),
        ],
        Change::Window(WindowOf::PeriodicStarts, window) => {
            let trigger = if is_on("continuously") { "continuously" } else { "periodically" };
            vec![of(&[trigger, "backupWindow", "days"], Value::Rows(window))]
        }
        Change::WindowEnabled(WindowOf::Backup, to) => {
            vec![of(&["backupWindow", "isEnabled"], Value::Flag(to))]
        }
        Change::WindowEnabled(WindowOf::PeriodicStarts, _) => {
            return Err(Path::ROOT.member("periodically").member("backupWindow").error(format_args!(
                "{DIALECT} has no flag for this window (expected its hours, 24/7 for none that is denied)"
            )));
        }
        Change::MinuteOffset(..) => {
            return Err(Path::ROOT.member("backupWindow").error(format_args!(
                "{DIALECT} does not have a minuteOffset: its windows are on local time"
            )));
        }
        Change::RetryEnabled(to) => vec![of(&["retry", "isEnabled"], Value::Flag(to))],
        Change::Retry(retry) => vec![
            of(&["retry", "isEnabled"], Value::Flag(true)),
            of(&["retry", "retryCount"], Value::Integer(retry.number().into())),
            of(&["retry", "awaitMinutes"], Value::Integer(retry.wait_minutes().into())),
        ],
    })
}

/// The rows of a window that stands alone; `None` where it does not.
fn in_window(change: &Change, job: Node<'_>) -> Result<Option<Assignment>, Error> {
    if !has(job, "days") || has(job, "schedule") {
        return Ok(None);
    }
    match change {
        Change::Window(WindowOf::Backup, window) => Ok(Some(Assignment::new(["days"], Value::Rows(*window)))),
        _ => {
            Err(Path::ROOT
                .error("only its hours can be set: the document is a window, without a job around it"))
        }
    }
}

/// Fails where what starts the job is no trigger: in copy jobs, plug-ins and states.
fn is_of_triggers(job: Node<'_>, schedule: Option<Node<'_>>) -> Result<(), Error> {
    let kind = schedule.and_then(|schedule| member(schedule, "type")).map(|kind| kind.field());
    let kind =
        kind.as_ref().and_then(|kind| kind.as_text()).filter(|kind| !kind.eq_ignore_ascii_case("Periodic"));
    if let Some(kind) = kind {
        return Err(Path::ROOT
            .member("type")
            .error(format_args!("a schedule of type {kind:?} cannot be changed")));
    }
    match ["scheduleSettings", "nextRunPolicy"].into_iter().find(|name| has(job, name)) {
        Some(name) => Err(Path::ROOT.member(name).error("a schedule in this form cannot be changed")),
        None => Ok(()),
    }
}

fn member<'t>(object: Node<'t>, name: &str) -> Option<Node<'t>> {
    object.members_named(name).next().map(|member| member.value)
}

fn has(object: Node<'_>, name: &str) -> bool {
    member(object, name).is_some()
}

fn at_end_of<'t>(job: Node<'t>, path: &[&str]) -> Option<Node<'t>> {
    path.iter().try_fold(job, |node, name| member(node, name))
}
