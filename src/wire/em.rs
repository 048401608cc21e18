//! Schedules and windows of Backup Enterprise Manager, REST API.
//!
//! Read are the options of a job (`JobScheduleOptions`) and windows alone; written is a window alone. Its rows are named
//! properties or a list of `Name` and `Value`, with 1 for an allowed hour, on the local clock. A time is that of the
//! server's wall clock, summer and winter alike: the date and the offset beside it are those of the day it was set.
//! Source: the product's REST reference, `/jobs/{id}`, `/nas/jobs/{id}`, `/agents/jobs/{id}`.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use chrono::NaiveTime;

use super::dialect::{ClockReading, Dialect};
use super::error::{Error, Note};
use super::field::Field;
use super::place::Place;
use super::policy::{WindowKind, note_of_offset, plan_of, retry_of};
use super::reading::Reading;
use super::rows::{OneIsAllowed, Rows, WEEKDAYS};
use super::tree::Tree;
use super::vbr::trigger::{daily, monthly, periodically};
use crate::job::{Plan, Retry, Starts};
use crate::schedule::Trigger;
use crate::window::{BackupWindow, Windows};

type Week = Rows<OneIsAllowed>;

/// The triggers, each in a property with its own flag.
const TRIGGERS: [&str; 5] =
    ["OptionsDaily", "OptionsMonthly", "OptionsPeriodically", "OptionsContinuous", "OptionsDaisyChaining"];

/// Reads a window: rows by name, or a list of them.
pub(super) fn window(place: &Place<'_>, clock: ClockReading) -> Result<BackupWindow, Error> {
    let days = place.member("Days");
    if days.is_none() {
        Week::of_properties(place, clock)
    } else {
        Week::of_list(&days, ["Name", "Value"], clock)
    }
}

/// Whether a place has rows by the names of days.
pub(super) fn has_rows(tree: &Tree) -> bool {
    WEEKDAYS.iter().any(|(name, _)| tree.property(name).is_some())
}

/// The rows of a window.
pub(super) fn write(window: &BackupWindow) -> Tree {
    let rows =
        Week::write(window).map(|(name, row)| Tree::object([("Name", Tree::text(name)), ("Value", row)]));
    Tree::object([("Days", Tree::List(rows.collect()))])
}

/// Reads a job, or its options alone.
pub(super) fn job(job: &Place<'_>, clock: ClockReading) -> Result<Reading, Error> {
    job.object("a job", "an object with JobScheduleOptions")?;
    // Pages of the reference print numbers as strings.
    match job.tree().and_then(with_plain_numbers) {
        Some(plain) => options_in(&Place::root(&plain), clock),
        None => options_in(job, clock),
    }
}

/// Options in which numbers stand as strings, with numbers in their places; `None` where there are none of these.
pub(super) fn with_plain_numbers(tree: &Tree) -> Option<Tree> {
    const NUMBERS: [&str; 5] = ["FullPeriod", "HourlyOffset", "DayOfMonth", "RetryTimes", "RetryTimeout"];
    let plain = |(name, value): &(Box<str>, Tree)| match value {
        Tree::Object(_) => with_plain_numbers(value),
        Tree::Value(Field::Text(digits)) if NUMBERS.iter().any(|known| known.eq_ignore_ascii_case(name)) => {
            let is_number = digits.bytes().all(|digit| digit.is_ascii_digit());
            digits.parse::<i64>().ok().filter(|_| is_number).map(Tree::integer)
        }
        _ => None,
    };
    let changes: Vec<Option<Tree>> = tree.properties().iter().map(plain).collect();
    if changes.iter().all(Option::is_none) {
        return None;
    }
    let changed = tree.properties().iter().zip(changes);
    Some(Tree::Object(
        changed
            .map(|((name, value), plain)| (name.clone(), plain.unwrap_or_else(|| value.clone())))
            .collect(),
    ))
}

fn options_in(job: &Place<'_>, clock: ClockReading) -> Result<Reading, Error> {
    let options = job.member("JobScheduleOptions");
    let copy_in = if options.is_none() { job } else { &options };
    let copy = copy_in.member("ImmediateCopyMode");
    let standard_in = copy_in.member("Standart");
    let standard = if standard_in.is_none() { copy_in } else { &standard_in };

    let mut notes = Vec::new();
    let mut plan = if !copy.is_none() {
        let continuous = copy.member("OptionsContinuous");
        let backup = if is_enabled(&continuous)? { Some(window_of(&continuous, clock)?) } else { None };
        Plan { windows: Windows { backup, periodic: None }, ..Plan::new(Starts::OnNewRestorePoint) }
    } else if job.member("ScheduleConfigured").boolean()? == Some(false) {
        Plan::new(Starts::NotScheduled)
    } else {
        options_of(standard, clock, &mut notes)?
    };
    plan.schedule_enabled = job.member("ScheduleEnabled").boolean()?.unwrap_or(true);
    Ok(Reading { plan, dialect: Dialect::Em, notes })
}

fn options_of(options: &Place<'_>, clock: ClockReading, notes: &mut Vec<Note>) -> Result<Plan, Error> {
    options.object("schedule options", "an object with OptionsDaily, ...")?;
    let mut enabled = None;
    for name in TRIGGERS {
        if is_enabled(&options.member(name))?
            && let Some(other) = enabled.replace(name)
        {
            return Err(
                options.error(format_args!("{other} and {name} are both enabled (expected one of them)"))
            );
        }
    }
    let backup = options.member("OptionsBackupWindow");
    let backup = if is_enabled(&backup)? { Some(window_of(&backup, clock)?) } else { None };
    let mut windows = Windows { backup, periodic: None };
    let starts = match enabled {
        None => Err(Starts::NotScheduled),
        Some(name) => {
            let trigger = options.member(name);
            if matches!(name, "OptionsPeriodically" | "OptionsContinuous")
                && !window_place(&trigger).is_none()
            {
                windows.periodic = Some(window_of(&trigger, clock)?);
            }
            let starts = trigger_of(name, &trigger)?;
            let offset = trigger.member("HourlyOffset");
            if let Ok(trigger @ Trigger::Periodically(_)) = &starts {
                let late = offset.integer()?.unwrap_or(0);
                notes.extend(note_of_offset(trigger, late, offset.path()));
            }
            starts
        }
    };
    Ok(Plan { retry: retries(&options.member("RetryOptions"))?, ..plan_of(starts, windows) })
}

fn trigger_of(name: &str, place: &Place<'_>) -> Result<Result<Trigger, Starts>, Error> {
    match name {
        "OptionsDaily" => {
            daily(&place.member("Kind"), &place.member("Days"), time(&place.member("Time"))?).map(Ok)
        }
        "OptionsMonthly" => monthly(place, time(&place.member("Time"))?).map(Ok),
        "OptionsPeriodically" => {
            let (unit, frequency) = (place.member("Kind"), place.member("FullPeriod"));
            periodically(&unit, &frequency, &place.member("HourlyOffset"))
        }
        "OptionsContinuous" => Ok(Err(Starts::Continuously)),
        _ => {
            let job = place.member("PreviousJobUid");
            Ok(Err(Starts::AfterJob(job.as_text().unwrap_or_default().into())))
        }
    }
}

/// A time of day, with or without a date before it and an offset after it.
pub(super) fn time(place: &Place<'_>) -> Result<NaiveTime, Error> {
    let text = place.as_text().unwrap_or_default();
    let time = text.split_once('T').map_or(text, |(_, time)| time);
    let time = time.split_once(['+', '-', 'Z']).map_or(time, |(time, _)| time);
    Field::Text(time.into())
        .time_of_day(place.path())
        .map_err(|_| place.mismatch("a time of day", "2020-02-04T22:00:00+13:00, or the time alone"))
}

/// The windows of a job that are not in force, each with its path in the options, and whether it can be read.
pub(super) fn switched_off(
    options: &Place<'_>,
    clock: ClockReading,
) -> Vec<(String, WindowKind, Option<BackupWindow>)> {
    const SECTIONS: [(&str, WindowKind); 3] = [
        ("OptionsPeriodically", WindowKind::Periodic),
        ("OptionsContinuous", WindowKind::Periodic),
        ("OptionsBackupWindow", WindowKind::Backup),
    ];
    let standard_in = options.member("Standart");
    let standard = if standard_in.is_none() { options } else { &standard_in };
    let prefix = if standard_in.is_none() { "" } else { "Standart." };
    let mut windows = Vec::new();
    for (name, of) in SECTIONS {
        let section = standard.member(name);
        if is_enabled(&section) == Ok(true) {
            continue;
        }
        for inner in ["Schedule", "TimePeriods"] {
            let at = section.member(inner);
            if !at.is_none() {
                windows.push((format!("{prefix}{name}.{inner}"), of, window(&at, clock).ok()));
            }
        }
    }
    let mode = options.member("ImmediateCopyMode");
    let copy = mode.member("OptionsContinuous");
    let at = copy.member("Schedule");
    if !at.is_none() && is_enabled(&copy) != Ok(true) {
        let path = "ImmediateCopyMode.OptionsContinuous.Schedule".into();
        windows.push((path, WindowKind::Backup, window(&at, clock).ok()));
    }
    windows
}

fn is_enabled(options: &Place<'_>) -> Result<bool, Error> {
    Ok(options.member("Enabled").boolean()? == Some(true))
}

fn window_place<'a>(options: &'a Place<'_>) -> Place<'a> {
    options.member_of(&["Schedule", "TimePeriods"])
}

fn window_of(options: &Place<'_>, clock: ClockReading) -> Result<BackupWindow, Error> {
    window(&window_place(options), clock)
}

fn retries(retry: &Place<'_>) -> Result<Option<Retry>, Error> {
    if retry.member("RetrySpecified1").boolean()? != Some(true) {
        return Ok(None);
    }
    let (number, wait) = (retry.member("RetryTimes"), retry.member("RetryTimeout"));
    retry_of(&number.field(), number.path(), &wait.field(), wait.path()).map(Some)
}
