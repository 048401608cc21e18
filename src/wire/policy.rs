//! What the schedule policies of Microsoft 365 jobs have in common, be they those of the product or of the
//! service-provider console: names of days and intervals, triggers, retries, windows with a flag.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use chrono::{NaiveTime, Timelike, Weekday, WeekdaySet};
use serde::Deserialize;

use super::cells::Cells;
use super::dialect::{ClockReading, Dialect};
use super::error::{Error, Note, Path};
use super::field::Field;
use super::place::Place;
use super::tree::Tree;
use crate::job::{Plan, Retry, Starts};
use crate::schedule::{Daily, Every, Periodically, Schedule, Trigger, WEEKENDS, WORKDAYS};
use crate::window::{BackupWindow, MinuteOffset, Windows};

/// Which of the two windows of a schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WindowKind {
    /// The one that gates starts and ends sessions.
    Backup,
    /// The one that gates the starts of periodic jobs.
    Periodic,
}

/// The values of `dailyType`.
pub(super) const DAILY_TYPES: [(&str, WeekdaySet); 10] = [
    ("Everyday", WeekdaySet::ALL),
    ("Workdays", WORKDAYS),
    ("Weekends", WEEKENDS),
    ("Monday", WeekdaySet::single(Weekday::Mon)),
    ("Tuesday", WeekdaySet::single(Weekday::Tue)),
    ("Wednesday", WeekdaySet::single(Weekday::Wed)),
    ("Thursday", WeekdaySet::single(Weekday::Thu)),
    ("Friday", WeekdaySet::single(Weekday::Fri)),
    ("Saturday", WeekdaySet::single(Weekday::Sat)),
    ("Sunday", WeekdaySet::single(Weekday::Sun)),
];

/// The values of `periodicallyEvery`.
pub(super) const INTERVALS: [(&str, Every); 9] = [
    ("Minutes5", Every::Minutes5),
    ("Minutes10", Every::Minutes10),
    ("Minutes15", Every::Minutes15),
    ("Minutes30", Every::Minutes30),
    ("Hours1", Every::Hours1),
    ("Hours2", Every::Hours2),
    ("Hours4", Every::Hours4),
    ("Hours8", Every::Hours8),
    ("Hours12", Every::Hours12),
];

/// A daily trigger.
pub(super) fn daily(daily_type: &Field, daily_time: &Field, path: &Path<'_>) -> Result<Trigger, Error> {
    let at = path.member("dailyType");
    let days = daily_type.one_of(&at, "a set of days", &DAILY_TYPES)?;
    let time = daily_time.time_of_day(&path.member("dailyTime"))?;
    Daily::new(days, time).map(Trigger::from).map_err(|error| at.error(error))
}

/// A periodic trigger.
pub(super) fn periodically(
    every: &Field,
    offset: &Field,
    path: &Path<'_>,
    notes: &mut Vec<Note>,
) -> Result<Trigger, Error> {
    let every = every.one_of(&path.member("periodicallyEvery"), "an interval", &INTERVALS)?;
    let at = path.member("periodicallyOffsetMinutes");
    let offset = offset.integer(&at)?.unwrap_or(0);
    let periodically = Periodically::new(every, offset).map_err(|error| at.error(error))?;
    let trigger = periodically.into();
    notes.extend(note_of_offset(&trigger, offset, &at));
    Ok(trigger)
}

/// What is to be said of an offset that has no effect.
pub(super) fn note_of_offset(trigger: &Trigger, offset: i64, at: &Path<'_>) -> Option<Note> {
    let Trigger::Periodically(periodically) = trigger else { return None };
    (offset != 0 && !periodically.every().is_hours())
        .then(|| at.note(format_args!("{offset} is ignored: an offset applies to intervals of hours")))
}

/// The retries, where they are enabled.
pub(super) fn retry(
    enabled: &Field,
    number: &Field,
    wait: &Field,
    path: &Path<'_>,
) -> Result<Option<Retry>, Error> {
    if enabled.boolean(&path.member("retryEnabled"))? != Some(true) {
        return Ok(None);
    }
    retry_of(number, &path.member("retryNumber"), wait, &path.member("retryWaitInterval")).map(Some)
}

/// Retries by their numbers, which are the product's own where they are missing.
pub(super) fn retry_of(
    number: &Field,
    number_at: &Path<'_>,
    wait: &Field,
    wait_at: &Path<'_>,
) -> Result<Retry, Error> {
    let default = Retry::default();
    let number = number.integer(number_at)?.unwrap_or(default.number().into());
    let wait = wait.integer(wait_at)?.unwrap_or(default.wait_minutes().into());
    // One number at a time, so that the error names the one that is wrong.
    Retry::new(number, default.wait_minutes().into()).map_err(|error| number_at.error(error))?;
    Retry::new(number, wait).map_err(|error| wait_at.error(error))
}

/// A window whose flag decides whether it counts.
pub(super) fn enabled_window(
    window: Option<BackupWindow>,
    flag: Option<bool>,
    at: &Path<'_>,
    flag_name: &str,
    notes: &mut Vec<Note>,
) -> Result<Option<BackupWindow>, Error> {
    match (flag, window) {
        (Some(true), None) => Err(at.error(format_args!("missing (expected a window: {flag_name} is true)"))),
        (Some(true), Some(window)) => Ok(Some(window)),
        (Some(false), _) | (None, None) => Ok(None),
        (None, Some(_)) => {
            notes.push(at.note(format_args!("ignored: {flag_name} is not set")));
            Ok(None)
        }
    }
}

/// A grid on the clock that its `minuteOffset` says.
pub(super) fn with_offset(
    grid: BackupWindow,
    offset: &Field,
    path: &Path<'_>,
    clock: ClockReading,
) -> Result<BackupWindow, Error> {
    let at = path.member("minuteOffset");
    let minutes = offset.integer(&at)?.unwrap_or(0);
    let offset = MinuteOffset::new(minutes).map_err(|error| at.error(error))?;
    Ok(grid.with_clock(clock.clock(offset)))
}

/// The window of an object with a grid and a `minuteOffset`; `None` where one of them is missing or `null`.
pub(super) fn window_in(
    place: &Place<'_>,
    grid: &str,
    clock: ClockReading,
) -> Result<Option<BackupWindow>, Error> {
    if place.is_none() {
        return Ok(None);
    }
    place.object("a window", "an object with backupWindow and minuteOffset")?;
    let cells = place.member(grid);
    let (Some(tree), false) = (cells.tree(), cells.is_none()) else {
        return if cells.is_none() {
            Ok(None)
        } else {
            Err(cells.mismatch("a list", "a list of 168 booleans"))
        };
    };
    let grid = Cells::deserialize(tree).map_err(|error| cells.error(error))?.grid(cells.path())?;
    with_offset(grid, &place.member("minuteOffset").field(), place.path(), clock).map(Some)
}

/// A window as an object with a grid and a `minuteOffset`.
pub(super) fn window_settings(
    window: &BackupWindow,
    clock: ClockReading,
    path: &Path<'_>,
) -> Result<Tree, Error> {
    let cells = window.to_bools().into_iter().map(Tree::boolean).collect();
    let minutes = offset(window, clock, path)?;
    Ok(Tree::object([("backupWindow", Tree::List(cells)), ("minuteOffset", Tree::integer(minutes))]))
}

/// The `minuteOffset` of a window, if a reader that takes it as `clock` does gets the same window back.
pub(super) fn offset(window: &BackupWindow, clock: ClockReading, path: &Path<'_>) -> Result<i16, Error> {
    let minutes = window.clock().minute_offset();
    if window.with_clock(clock.clock(minutes)) == *window {
        Ok(minutes.minutes())
    } else {
        let expected = match clock {
            ClockReading::UtcOffset => "a clock ahead of UTC",
            ClockReading::Local => "the local clock",
        };
        Err(path
            .member("minuteOffset")
            .error(format_args!("a window on {} cannot be written (expected {expected})", window.clock())))
    }
}

/// The plan of what starts a job. The windows belong to the schedule, and to the job only where it has none.
pub(super) fn plan_of(starts: Result<Trigger, Starts>, windows: Windows) -> Plan {
    match starts {
        Ok(trigger) => Plan::new(Starts::Scheduled(
            Schedule::new(trigger).with_backup_window(windows.backup).with_periodic_window(windows.periodic),
        )),
        Err(other) => Plan { windows, ..Plan::new(other) },
    }
}

/// The windows of a plan, as they were given, be they in force or not.
pub(super) fn given_windows(plan: &Plan) -> Windows {
    match &plan.starts {
        Starts::Scheduled(schedule) => schedule.given_windows(),
        _ => plan.windows,
    }
}

/// The name of a set of days, where there is one.
pub(super) fn daily_type(days: WeekdaySet) -> Option<&'static str> {
    name_of(&DAILY_TYPES, days)
}

/// The name of an interval, where the dialect has it.
pub(super) fn interval(every: Every, dialect: Dialect) -> Option<&'static str> {
    let is_known = every != Every::Hours12 || !dialect.is_vbo() || dialect == Dialect::VboV8;
    name_of(&INTERVALS, every).filter(|_| is_known)
}

/// The name of a value, where it has one.
pub(super) fn name_of<T: PartialEq>(names: &[(&'static str, T)], value: T) -> Option<&'static str> {
    names.iter().find(|(_, named)| *named == value).map(|&(name, _)| name)
}

/// A time of day as `HH:MM:SS`, with seven decimals where it has a fraction of a second.
pub(super) fn long_time(time: NaiveTime, path: &Path<'_>) -> Result<String, Error> {
    let whole = time.format("%H:%M:%S").to_string();
    match time.nanosecond() {
        0 => Ok(whole),
        nanosecond if nanosecond % 100 == 0 => Ok(format!("{whole}.{:07}", nanosecond / 100)),
        _ => Err(path.error(format_args!("{time} cannot be written (expected at most seven decimals)"))),
    }
}

/// A time of day as `HH:MM`.
pub(super) fn short_time(time: NaiveTime, path: &Path<'_>) -> Result<String, Error> {
    if (time.second(), time.nanosecond()) == (0, 0) {
        Ok(time.format("%H:%M").to_string())
    } else {
        Err(path.error(format_args!("{time} cannot be written (expected a whole minute)")))
    }
}
