//! From a plan to a schedule.

use alloc::vec::Vec;

use chrono::{NaiveTime, Timelike, Weekday};

use super::trigger::{daily_kind, day_number};
use super::{MONTHS, Week};
use crate::job::{Plan, Starts};
use crate::schedule::{Daily, Every, MonthDay, Monthly, Periodically, Trigger};
use crate::window::BackupWindow;
use crate::wire::dialect::{ClockReading, Dialect};
use crate::wire::error::{Error, Path};
use crate::wire::policy::{given_windows, long_time, offset, short_time};
use crate::wire::rows::WEEKDAYS;
use crate::wire::tree::Tree;

/// The schedule of a plan.
pub(in crate::wire) fn schedule(plan: &Plan, clock: ClockReading) -> Result<Tree, Error> {
    let (path, windows) = (&Path::ROOT, given_windows(plan));
    if plan.starts == Starts::OnNewRestorePoint {
        return immediate(windows.backup, clock, path);
    }
    let is_manual = plan.starts == Starts::ManualOnly;
    let mut schedule =
        Tree::object([("runAutomatically", Tree::boolean(plan.schedule_enabled && !is_manual))]);
    match &plan.starts {
        Starts::Scheduled(given) => match given.trigger() {
            Trigger::Daily(trigger) => schedule.set("daily", daily(&trigger, path)?),
            Trigger::Monthly(trigger) => schedule.set("monthly", monthly(&trigger, path)?),
            Trigger::Periodically(trigger) => {
                schedule.set("periodically", periodically(&trigger, windows.periodic, clock, path)?);
            }
        },
        Starts::Continuously => {
            let mut continuously = enabled();
            if let Some(periodic) = windows.periodic {
                continuously.set("backupWindow", window(&periodic, clock, path)?);
            }
            schedule.set("continuously", continuously);
        }
        Starts::AfterJob(name) if !name.is_empty() => {
            let mut after = enabled();
            after.set("jobName", Tree::text(name));
            schedule.set("afterThisJob", after);
        }
        Starts::ManualOnly | Starts::NotScheduled => {}
        _ => return Err(path.error(format_args!("{} has no name for what starts the job", Dialect::Vbr))),
    }
    if let Some(retry) = plan.retry {
        let mut retries = enabled();
        retries.set("retryCount", Tree::integer(retry.number()));
        retries.set("awaitMinutes", Tree::integer(retry.wait_minutes()));
        schedule.set("retry", retries);
    }
    if let Some(backup) = windows.backup {
        let mut settings = enabled();
        settings.set("backupWindow", window(&backup, clock, &path.member("backupWindow"))?);
        schedule.set("backupWindow", settings);
    }
    Ok(schedule)
}

/// A window by itself.
pub(in crate::wire) fn window(
    window: &BackupWindow,
    clock: ClockReading,
    path: &Path<'_>,
) -> Result<Tree, Error> {
    if offset(window, clock, path)? != 0 && !window.is_always() && !window.is_never() {
        return Err(path.error(format_args!(
            "a window on {} cannot be written (expected hours that begin on the hour)",
            window.clock()
        )));
    }
    let rows = Week::write(window);
    let days = rows.map(|(day, hours)| Tree::object([("day", Tree::text(day)), ("hours", hours)]));
    Ok(Tree::object([("days", Tree::List(days.collect()))]))
}

fn immediate(backup: Option<BackupWindow>, clock: ClockReading, path: &Path<'_>) -> Result<Tree, Error> {
    let mode = if backup.is_some() { "BackupWindow" } else { "Continuous" };
    let mut schedule = Tree::object([("type", Tree::text("Immediate")), ("scheduleMode", Tree::text(mode))]);
    if let Some(backup) = backup {
        schedule.set("backupWindow", window(&backup, clock, path)?);
    }
    Ok(schedule)
}

fn enabled() -> Tree {
    Tree::object([("isEnabled", Tree::boolean(true))])
}

fn local_time(time: NaiveTime, path: &Path<'_>) -> Result<Tree, Error> {
    let at = path.member("localTime");
    match (time.second(), time.nanosecond()) {
        (0, 0) => short_time(time, &at).map(|time| Tree::text(&time)),
        (_, 0) => long_time(time, &at).map(|time| Tree::text(&time)),
        _ => Err(at.error(format_args!("{time} cannot be written (expected a whole second)"))),
    }
}

pub(in crate::wire) fn weekday_name(weekday: Weekday) -> Tree {
    let name = WEEKDAYS.iter().find(|(_, day)| *day == weekday).map_or("", |(name, _)| name);
    Tree::text(name)
}

fn daily(daily: &Daily, path: &Path<'_>) -> Result<Tree, Error> {
    let mut trigger = enabled();
    trigger.set("localTime", local_time(daily.time(), &path.member("daily"))?);
    trigger.set("dailyKind", Tree::text(daily_kind(daily.days())));
    trigger.set("days", Tree::List(daily.days().iter(Weekday::Sun).map(weekday_name).collect()));
    Ok(trigger)
}

fn monthly(monthly: &Monthly, path: &Path<'_>) -> Result<Tree, Error> {
    let mut trigger = enabled();
    trigger.set("localTime", local_time(monthly.time(), &path.member("monthly"))?);
    let (number, weekday) = day_number(monthly.day());
    trigger.set("dayNumberInMonth", Tree::text(number));
    if let Some(weekday) = weekday {
        trigger.set("dayOfWeek", weekday_name(weekday));
    }
    if let MonthDay::On(day) = monthly.day() {
        trigger.set("dayOfMonth", Tree::integer(day));
    }
    trigger.set("isLastDayOfMonth", Tree::boolean(monthly.day() == MonthDay::Last));
    let names = MONTHS.iter().filter(|(_, month)| monthly.months().contains(*month));
    trigger.set("months", Tree::List(names.map(|(name, _)| Tree::text(name)).collect::<Vec<_>>()));
    Ok(trigger)
}

fn periodically(
    periodically: &Periodically,
    periodic: Option<BackupWindow>,
    clock: ClockReading,
    path: &Path<'_>,
) -> Result<Tree, Error> {
    let mut trigger = enabled();
    let (unit, frequency) = interval(periodically.every());
    trigger.set("periodicallyKind", Tree::text(unit));
    trigger.set("frequency", Tree::integer(frequency));
    if let Some(periodic) = periodic {
        trigger.set("backupWindow", window(&periodic, clock, &path.member("periodically"))?);
    }
    trigger.set("startTimeWithinAnHour", Tree::integer(periodically.offset()));
    Ok(trigger)
}

/// The unit of an interval, and how many of it.
pub(in crate::wire) const fn interval(every: Every) -> (&'static str, u16) {
    if every.is_hours() { ("Hours", every.minutes() / 60) } else { ("Minutes", every.minutes()) }
}
