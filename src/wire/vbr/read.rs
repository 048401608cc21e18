//! From a schedule to a plan.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::Week;
use super::trigger::{daily, monthly, periodically};
use crate::job::{Plan, Retry, Starts};
use crate::schedule::Trigger;
use crate::window::{BackupWindow, Windows};
use crate::wire::cloud;
use crate::wire::dialect::{ClockReading, Dialect};
use crate::wire::error::{Error, Note};
use crate::wire::place::Place;
use crate::wire::policy::{WindowKind, note_of_offset, plan_of, retry_of};
use crate::wire::reading::Reading;

const DIALECT: Dialect = Dialect::Vbr;

/// The triggers, each in a property with its own flag.
pub(in crate::wire) const TRIGGERS: [&str; 5] =
    ["daily", "monthly", "periodically", "continuously", "afterThisJob"];

/// Reads a schedule.
pub(in crate::wire) fn schedule(schedule: &Place<'_>, clock: ClockReading) -> Result<Reading, Error> {
    schedule.object("a schedule", "an object with runAutomatically, daily, ...")?;
    if let Some(kind) = schedule.tree().and_then(cloud::kind) {
        let notes = [schedule.note("a cloud policy has times of its own, which are not evaluated")].into();
        return Ok(Reading {
            plan: Plan::new(Starts::Unsupported((&*kind).into())),
            dialect: DIALECT,
            notes,
        });
    }
    let mut reader = Reader { clock, notes: Vec::new() };
    let kind = schedule.member("type");
    let plan = match kind.as_text() {
        Some(kind) if kind.eq_ignore_ascii_case("Immediate") => reader.immediate(schedule)?,
        Some(kind) if kind.eq_ignore_ascii_case("Continuous") => Plan::new(Starts::Continuously),
        Some(kind) if kind.eq_ignore_ascii_case("Custom") => {
            let periodic = reader.enabled_window(&schedule.member("customWindow"))?;
            Plan { windows: Windows { backup: None, periodic }, ..Plan::new(Starts::Continuously) }
        }
        Some(other) if !other.eq_ignore_ascii_case("Periodic") => {
            Plan::new(Starts::Unsupported(other.into()))
        }
        Some(_) if schedule.member("periodic").is_given() => {
            reader.of_plug_in(&schedule.member("periodic"))?
        }
        _ => reader.plan(schedule)?,
    };
    Ok(Reading { plan, dialect: DIALECT, notes: reader.notes })
}

/// What `null` in the place of a schedule says.
pub(in crate::wire) fn without_schedule(schedule: &Place<'_>) -> Reading {
    let notes = [schedule.note("null: the job has no schedule")].into();
    Reading { plan: Plan::new(Starts::NotScheduled), dialect: DIALECT, notes }
}

/// Reads a window that stands alone.
pub(in crate::wire) fn window(place: &Place<'_>, clock: ClockReading) -> Result<BackupWindow, Error> {
    place.object("a window", "an object with days")?;
    Week::of_list(&place.member("days"), ["day", "hours"], clock)
}

/// Reads the state of a job: whether it has a schedule shows in words, what the schedule is does not.
pub(in crate::wire) fn state(state: &Place<'_>) -> Result<Reading, Error> {
    let after = state.member("runAfterJob");
    let (name, policy) = (after.member("jobName"), state.member("nextRunPolicy"));
    let text = policy.as_text().unwrap_or_default();
    let starts = if let Some(name) = name.as_text() {
        Starts::AfterJob(name.into())
    } else if let Some(name) = text.strip_prefix("After [").and_then(|rest| rest.strip_suffix(']')) {
        Starts::AfterJob(name.into())
    } else if text.eq_ignore_ascii_case("Not scheduled") {
        Starts::NotScheduled
    } else {
        Starts::Unsupported("state of a job".into())
    };
    let mut notes = Vec::new();
    if let Starts::Unsupported(_) = starts {
        notes.push(policy.note("a state names the next run, but not the schedule it follows"));
    }
    let status = state.member("status");
    let is_disabled = [status.as_text(), policy.as_text()]
        .into_iter()
        .flatten()
        .any(|text| text.eq_ignore_ascii_case("Disabled"));
    // What the server says of the next run is not used, but it must be a time.
    state.member("nextRun").instant()?;
    let plan = Plan { job_enabled: !is_disabled, ..Plan::new(starts) };
    Ok(Reading { plan, dialect: DIALECT, notes })
}

/// The windows of a schedule that are not in force, each with its path, and whether it can be read.
pub(in crate::wire) fn switched_off(
    schedule: &Place<'_>,
    clock: ClockReading,
) -> Vec<(String, WindowKind, Option<BackupWindow>)> {
    const SECTIONS: [(&str, WindowKind); 4] = [
        ("periodically", WindowKind::Periodic),
        ("continuously", WindowKind::Periodic),
        ("backupWindow", WindowKind::Backup),
        ("customWindow", WindowKind::Periodic),
    ];
    let mut windows = Vec::new();
    for (name, of) in SECTIONS {
        let section = schedule.member(name);
        if section.member("isEnabled").boolean() != Ok(Some(false)) {
            continue;
        }
        for inner in ["backupWindow", "WindowSetting"] {
            let at = section.member(inner);
            if !at.is_none() {
                windows.push((format!("{name}.{inner}"), of, window(&at, clock).ok()));
            }
        }
    }
    // Without a flag of its own it is the mode that switches it off.
    let (mode, at) = (schedule.member("scheduleMode"), schedule.member("backupWindow"));
    let is_continuous = mode.as_text().is_some_and(|mode| mode.eq_ignore_ascii_case("Continuous"));
    if is_continuous && at.member("days").is_given() {
        windows.push(("backupWindow".into(), WindowKind::Backup, window(&at, clock).ok()));
    }
    windows
}

struct Reader {
    clock: ClockReading,
    notes: Vec<Note>,
}

impl Reader {
    fn plan(&mut self, schedule: &Place<'_>) -> Result<Plan, Error> {
        let flag = schedule.member_of(&["runAutomatically", "isEnabled"]);
        let schedule_enabled = flag.boolean()?;
        let mut enabled = None;
        for name in TRIGGERS {
            let trigger = schedule.member(name);
            if trigger.is_none() {
                continue;
            }
            trigger.object("a trigger", "an object with isEnabled")?;
            if trigger.member("isEnabled").boolean()? != Some(true) {
                continue;
            }
            if let Some(other) = enabled.replace(name) {
                return Err(schedule
                    .error(format_args!("{other} and {name} are both enabled (expected one of them)")));
            }
        }
        if schedule_enabled.is_none() {
            // A rescan of a group has no such flag.
            self.notes
                .push(schedule.note("runAutomatically is missing: the schedule is taken to be enabled"));
        }
        let mut windows =
            Windows { backup: self.enabled_window(&schedule.member("backupWindow"))?, periodic: None };
        for name in ["periodically", "continuously"] {
            let (trigger, is_enabled) = (schedule.member(name), enabled == Some(name));
            let window = self.window_of(&trigger.member("backupWindow"), is_enabled)?;
            windows.periodic = windows.periodic.or(window);
        }
        let starts = match enabled {
            // "Run the job automatically" is not ticked.
            None if schedule_enabled == Some(false) => Err(Starts::ManualOnly),
            None => Err(Starts::NotScheduled),
            Some(name) => {
                let place = schedule.member(name);
                let starts = trigger(name, &place)?;
                let offset = place.member("startTimeWithinAnHour");
                if let Ok(trigger @ Trigger::Periodically(_)) = &starts {
                    let late = offset.integer()?.unwrap_or(0);
                    self.notes.extend(note_of_offset(trigger, late, offset.path()));
                }
                starts
            }
        };
        let retry = schedule.member("retry");
        Ok(Plan {
            schedule_enabled: schedule_enabled.unwrap_or(true) || matches!(starts, Err(Starts::ManualOnly)),
            retry: retries(&retry)?,
            ..plan_of(starts, windows)
        })
    }

    /// A copy job that copies each restore point, at once or within a window.
    fn immediate(&mut self, schedule: &Place<'_>) -> Result<Plan, Error> {
        const MODES: [(&str, bool); 2] = [("Continuous", false), ("BackupWindow", true)];
        let mode = schedule.member("scheduleMode");
        let has_window = !mode.is_none() && mode.one_of("a mode", &MODES)?;
        let at = schedule.member("backupWindow");
        let backup = self.window_of(&at, has_window)?;
        if has_window && backup.is_none() {
            return Err(at.mismatch("a window", "a window: scheduleMode is BackupWindow"));
        }
        Ok(Plan { windows: Windows { backup, periodic: None }, ..Plan::new(Starts::OnNewRestorePoint) })
    }

    /// The periodic schedule of a plug-in: every so many hours.
    fn of_plug_in(&mut self, periodic: &Place<'_>) -> Result<Plan, Error> {
        let (mode, interval) = (periodic.member("mode"), periodic.member("interval"));
        let window = self.window_of(&periodic.member("backupWindow"), true)?;
        let every_hour = mode.as_text().is_some_and(|mode| mode.eq_ignore_ascii_case("EveryHour"));
        let starts = if every_hour {
            let hours = crate::wire::tree::Tree::text("Hours");
            periodically(&Place::root(&hours), &interval, &periodic.member("startTimeWithinAnHour"))?
        } else {
            Err(Starts::Unsupported(mode.as_text().unwrap_or("Periodic").into()))
        };
        Ok(plan_of(starts, Windows { backup: None, periodic: window }))
    }

    /// A window with a flag beside it.
    fn enabled_window(&mut self, place: &Place<'_>) -> Result<Option<BackupWindow>, Error> {
        if place.is_none() {
            return Ok(None);
        }
        place.object("a window", "an object with isEnabled and backupWindow")?;
        let is_enabled = place.member("isEnabled").boolean()? == Some(true);
        let window = place.member_of(&["backupWindow", "WindowSetting"]);
        if is_enabled && window.is_none() {
            return Err(window.mismatch("a window", "a window: isEnabled is true"));
        }
        self.window_of(&window, is_enabled)
    }

    /// A window, if it is in force. One that is not may be anything: the API's own examples have rows that are missing.
    fn window_of(&mut self, place: &Place<'_>, is_in_force: bool) -> Result<Option<BackupWindow>, Error> {
        if place.is_none() {
            return Ok(None);
        }
        match window(place, self.clock) {
            Ok(window) => Ok(is_in_force.then_some(window)),
            Err(error) if is_in_force => Err(error),
            Err(error) => {
                self.notes.push(place.note(format_args!("not in force, and cannot be read: {error}")));
                Ok(None)
            }
        }
    }
}

/// The trigger of a name, or what else starts the job.
fn trigger(name: &str, place: &Place<'_>) -> Result<Result<Trigger, Starts>, Error> {
    let time = place.member("localTime");
    match name {
        "daily" => daily(&place.member("dailyKind"), &place.member("days"), time.time_of_day()?).map(Ok),
        "monthly" => monthly(place, time.time_of_day()?).map(Ok),
        "periodically" => {
            let (unit, frequency) = (place.member("periodicallyKind"), place.member("frequency"));
            periodically(&unit, &frequency, &place.member("startTimeWithinAnHour"))
        }
        "continuously" => Ok(Err(Starts::Continuously)),
        _ => {
            let name = place.member("jobName");
            match name.as_text() {
                Some(name) if !name.is_empty() => Ok(Err(Starts::AfterJob(name.into()))),
                _ => Err(name.mismatch("the name of a job", "the name of the job before it")),
            }
        }
    }
}

fn retries(retry: &Place<'_>) -> Result<Option<Retry>, Error> {
    if retry.is_none() {
        return Ok(None);
    }
    retry.object("retries", "an object with isEnabled, retryCount and awaitMinutes")?;
    if retry.member("isEnabled").boolean()? != Some(true) {
        return Ok(None);
    }
    let (number, wait) = (retry.member("retryCount"), retry.member("awaitMinutes"));
    retry_of(&number.field(), number.path(), &wait.field(), wait.path()).map(Some)
}
