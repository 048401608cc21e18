//! What a dialect can say of a plan, and what becomes of the rest: the one place that knows.
//!
//! Nothing is ever replaced by something that would run at other times without being named as lost. What starts a job
//! and has no words becomes a start by hand.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use chrono::{NaiveTime, Timelike};

use super::facts::{Fact, Frame, Parts};
use super::{Loss, is_by_hand};
use crate::job::{Plan, Starts};
use crate::schedule::{Daily, Monthly, Periodically, Schedule, Trigger};
use crate::window::{BackupWindow, MinuteOffset, WindowClock, Windows};
use crate::wire::dialect::{ClockReading, Dialect, Subject};
use crate::wire::error::{Error, Path};
use crate::wire::policy::{daily_type, given_windows, interval};

/// What `to` can say of a plan.
pub(super) struct Fitted {
    pub(super) plan: Plan,
    /// What it cannot.
    pub(super) losses: Vec<Loss>,
    /// Whether there is a trigger that it could say and that starts nothing there, as its schedule is switched off.
    pub(super) has_idle_trigger: bool,
}

/// The part of a plan that `to` can say, and what it cannot.
pub(super) fn fit(plan: &Plan, to: Dialect, clock: ClockReading, frame: &Frame<'_>) -> Result<Fitted, Error> {
    let mut fitting = Fitting { to, clock, source: plan, frame, losses: Vec::new(), has_idle_trigger: false };
    let plan = match to {
        _ if to.subject() == Subject::Window || frame.parts == Parts::Window => fitting.window_alone(),
        Dialect::VspcServer => fitting.kind_alone()?,
        _ => fitting.job()?,
    };
    let Fitting { losses, has_idle_trigger, .. } = fitting;
    Ok(Fitted { plan, losses, has_idle_trigger })
}

struct Fitting<'a> {
    to: Dialect,
    clock: ClockReading,
    source: &'a Plan,
    frame: &'a Frame<'a>,
    losses: Vec<Loss>,
    has_idle_trigger: bool,
}

impl Fitting<'_> {
    fn lose(&mut self, fact: Fact, reason: String) {
        let path = self.frame.path_of(fact, self.source);
        let beside = self.frame.paths_beside(fact, self.source);
        for path in [path].into_iter().chain(beside) {
            let loss = Loss { path, reason: reason.clone() };
            // The state of a job says two facts in one place.
            if !self.losses.contains(&loss) {
                self.losses.push(loss);
            }
        }
    }

    fn job(&mut self) -> Result<Plan, Error> {
        let (to, given) = (self.to, given_windows(self.source));
        let is_copy = matches!(to, Dialect::VboCopy | Dialect::VspcCopy);
        let mut plan = self.source.clone();
        let starts = self.starts()?;
        if !plan.schedule_enabled && to == Dialect::Vbr && starts == Starts::ManualOnly {
            plan.schedule_enabled = true;
            self.lose(
                Fact::ScheduleEnabled,
                format!("{to} says with the same flag that the job starts by hand"),
            );
        } else if !plan.schedule_enabled && (is_copy || to.is_vbo() && to < Dialect::VboV6) {
            plan.schedule_enabled = true;
            if self.source.starts == Starts::ManualOnly {
                // There is no schedule that the flag could have switched off.
                self.lose(Fact::ScheduleEnabled, format!("{to} has no flag of a schedule"));
            } else if self.frame.has_job() {
                plan.job_enabled = false;
                self.lose(
                    Fact::ScheduleEnabled,
                    format!("{to} has no flag of a schedule: the job is disabled instead"),
                );
            } else if is_copy {
                return Err(self.nothing_to_say("a schedule that is switched off"));
            } else {
                self.lose(
                    Fact::ScheduleEnabled,
                    format!("{to} has no flag of a schedule: the job starts by hand only"),
                );
                plan.starts = Starts::ManualOnly;
                self.has_idle_trigger = matches!(starts, Starts::Scheduled(_));
                return Ok(Plan { windows: self.windows(given, None), ..plan });
            }
        }
        if is_copy && plan.retry.take().is_some() {
            self.lose(Fact::Retry, format!("{to} has no retries"));
        }
        let trigger = match &starts {
            Starts::Scheduled(schedule) => Some(schedule.trigger()),
            _ => None,
        };
        let windows = self.windows(given, Some(&starts));
        Ok(match trigger {
            Some(trigger) => {
                let schedule = Schedule::new(trigger)
                    .with_backup_window(windows.backup)
                    .with_periodic_window(windows.periodic);
                Plan { starts: Starts::Scheduled(schedule), ..plan }
            }
            None => Plan { starts, windows, ..plan },
        })
    }

    /// What starts the job, in the words of the dialect.
    fn starts(&mut self) -> Result<Starts, Error> {
        let to = self.to;
        let is_copy = matches!(to, Dialect::VboCopy | Dialect::VspcCopy);
        let said = match &self.source.starts {
            Starts::Scheduled(schedule) => {
                return match self.trigger(schedule.trigger()) {
                    Some(trigger) => Ok(Starts::Scheduled(Schedule::new(trigger))),
                    None => self.by_hand(),
                };
            }
            Starts::ManualOnly => !is_copy,
            Starts::NotScheduled | Starts::Continuously => to == Dialect::Vbr,
            Starts::AfterJob(name) => to == Dialect::Vbr && !name.is_empty(),
            Starts::OnNewRestorePoint => is_copy || to == Dialect::Vbr,
            Starts::Unsupported(_) => self.frame.shares_types_with(to),
        };
        if said {
            return Ok(self.source.starts.clone());
        }
        let what = match &self.source.starts {
            Starts::NotScheduled | Starts::ManualOnly => "a job that nothing starts",
            Starts::Continuously => "continuous jobs",
            Starts::AfterJob(_) => "jobs that run after another one",
            Starts::OnNewRestorePoint => "jobs that copy each new restore point",
            _ => "this type of schedule",
        };
        let reason = format!("{to} has no word for {what}: it starts by hand only");
        self.lose(Fact::Starts, reason);
        self.by_hand()
    }

    fn by_hand(&self) -> Result<Starts, Error> {
        if matches!(self.to, Dialect::VboCopy | Dialect::VspcCopy) {
            return Err(self.nothing_to_say("what starts the job"));
        }
        Ok(Starts::ManualOnly)
    }

    fn nothing_to_say(&self, what: &str) -> Error {
        Path::ROOT.error(format_args!("{} has no words for {what}, and none to leave it out", self.to))
    }

    /// The trigger in the words of the dialect; `None` where it has none.
    fn trigger(&mut self, trigger: Trigger) -> Option<Trigger> {
        let to = self.to;
        match trigger {
            Trigger::Daily(daily) => {
                if to != Dialect::Vbr && daily_type(daily.days()).is_none() {
                    let reason =
                        format!("{to} has no name for the days {}: it starts by hand only", daily.days());
                    self.lose(Fact::Days, reason.clone());
                    self.lose(Fact::Time, reason);
                    return None;
                }
                let time = self.time(daily.time());
                Daily::new(daily.days(), time).ok().map(Trigger::from)
            }
            Trigger::Monthly(monthly) if to == Dialect::Vbr => {
                let time = self.time(monthly.time());
                Monthly::new(monthly.day(), monthly.months(), time).ok().map(Trigger::from)
            }
            Trigger::Monthly(_) => {
                self.lose(Fact::Starts, format!("{to} has no monthly schedules: it starts by hand only"));
                None
            }
            Trigger::Periodically(periodically) => {
                let (every, offset) = (periodically.every(), periodically.offset());
                if to != Dialect::Vbr && interval(every, to).is_none() {
                    let reason = format!("{to} has no interval of {every}: it starts by hand only");
                    self.lose(Fact::Interval, reason.clone());
                    if offset != 0 {
                        self.lose(Fact::Offset, reason);
                    }
                    return None;
                }
                let has_offset =
                    to == Dialect::Vbr || to == Dialect::Vspc || to.is_vbo() && to >= Dialect::VboV6;
                if offset != 0 && !has_offset {
                    self.lose(
                        Fact::Offset,
                        format!("{to} has no offset of an interval (it was {offset} min)"),
                    );
                }
                let offset = if has_offset { offset } else { 0 };
                Periodically::new(every, offset.into()).ok().map(Trigger::from)
            }
        }
    }

    /// The time of day, as finely as the dialect writes it.
    fn time(&mut self, time: NaiveTime) -> NaiveTime {
        let (second, nanosecond) = match self.to {
            Dialect::Vspc | Dialect::VspcCopy => (0, 0),
            Dialect::Vbr => (time.second(), 0),
            _ => (time.second(), time.nanosecond()),
        };
        let cut =
            NaiveTime::from_hms_nano_opt(time.hour(), time.minute(), second, nanosecond).unwrap_or(time);
        if cut != time {
            self.lose(Fact::Time, format!("{} has no time as fine as {time}: it is {cut}", self.to));
        }
        cut
    }

    /// The windows, for what the job is started by in the dialect.
    fn windows(&mut self, given: Windows, starts: Option<&Starts>) -> Windows {
        let to = self.to;
        let backup = given.backup.map(|window| self.on_clock(window, Fact::BackupWindow));
        let is_periodic = match starts {
            Some(Starts::Scheduled(schedule)) => matches!(schedule.trigger(), Trigger::Periodically(_)),
            Some(Starts::Continuously) => true,
            _ => false,
        };
        let has_place = match to {
            Dialect::Vbr => is_periodic,
            Dialect::VboCopy | Dialect::VspcCopy | Dialect::VboV1 | Dialect::VboV2 => false,
            _ => true,
        };
        let periodic = match given.periodic {
            Some(window) if has_place => {
                let window = self.on_clock(window, Fact::PeriodicWindow);
                // v6 has no flag: there, a window that denies no hour is none.
                (to != Dialect::VboV6 || !window.is_always()).then_some(window)
            }
            Some(window) => {
                if !window.is_always() {
                    self.lose(
                        Fact::PeriodicWindow,
                        format!("{to} has no place for a window of periodic starts"),
                    );
                }
                None
            }
            None => None,
        };
        Windows { backup, periodic }
    }

    /// The same instants on the clock of the dialect, where it can show them; the same grid, where it cannot.
    fn on_clock(&mut self, window: BackupWindow, fact: Fact) -> BackupWindow {
        let (window, reason) = on_clock(window, self.to, self.clock);
        reason.into_iter().for_each(|reason| self.lose(fact, reason));
        window
    }

    /// A window and nothing else.
    fn window_alone(&mut self) -> Plan {
        let (to, given) = (self.to, given_windows(self.source));
        self.lose_schedule(&format!("{to} is a window alone"));
        if self.source.starts != Starts::NotScheduled {
            self.lose(Fact::Starts, format!("{to} is a window alone"));
        }
        if given.backup.is_some() && given.periodic.is_some_and(|window| !window.is_always()) {
            self.lose(Fact::PeriodicWindow, format!("{to} is one window, and the backup window is it"));
        }
        let (window, fact) = match (given.backup, given.periodic) {
            (None, Some(window)) => (Some(window), Fact::PeriodicWindow),
            (window, _) => (window, Fact::BackupWindow),
        };
        let backup = window.map(|window| self.on_clock(window, fact));
        Plan { windows: Windows { backup, periodic: None }, ..Plan::new(Starts::NotScheduled) }
    }

    /// The type of schedule and nothing else.
    fn kind_alone(&mut self) -> Result<Plan, Error> {
        let (to, given) = (self.to, given_windows(self.source));
        self.lose_schedule(&format!("{to} names the type of a schedule alone"));
        for (window, fact) in [(given.backup, Fact::BackupWindow), (given.periodic, Fact::PeriodicWindow)] {
            if window.is_some_and(|window| !window.is_always()) {
                self.lose(fact, format!("{to} has no windows"));
            }
        }
        let mut plan = self.source.clone();
        match &self.source.starts {
            Starts::OnNewRestorePoint => {
                return Err(self.nothing_to_say("a job that copies each new restore point"));
            }
            Starts::ManualOnly => {
                self.lose(Fact::Starts, format!("{to} calls a job that starts by hand NotScheduled"));
            }
            Starts::Unsupported(_) if !self.frame.shares_types_with(to) => {
                self.lose(Fact::Starts, format!("{to} has no word for this type of schedule: it is Unknown"));
                plan.starts = Starts::Unsupported("Unknown".into());
            }
            Starts::AfterJob(name) if !name.is_empty() => {
                self.lose(Fact::Starts, format!("{to} does not name the job before it, {name:?}"));
            }
            _ => {}
        }
        if !plan.schedule_enabled && !is_by_hand(&plan.starts) {
            self.lose(
                Fact::ScheduleEnabled,
                format!("{to} has no flag of a schedule: the job is disabled instead"),
            );
            plan.job_enabled = false;
        } else if !plan.schedule_enabled && plan.starts == Starts::ManualOnly {
            self.lose(Fact::ScheduleEnabled, format!("{to} has no flag of a schedule"));
        }
        plan.schedule_enabled = true;
        Ok(plan)
    }

    /// Everything of the schedule but what starts the job.
    fn lose_schedule(&mut self, reason: &str) {
        let facts: &[Fact] = match &self.source.starts {
            Starts::Scheduled(schedule) => match schedule.trigger() {
                Trigger::Daily(_) | Trigger::Monthly(_) => &[Fact::Days, Fact::Time],
                Trigger::Periodically(periodically) if periodically.offset() != 0 => {
                    &[Fact::Interval, Fact::Offset]
                }
                Trigger::Periodically(_) => &[Fact::Interval],
            },
            _ => &[],
        };
        facts.iter().for_each(|&fact| self.lose(fact, reason.into()));
        if self.source.retry.is_some() {
            self.lose(Fact::Retry, reason.into());
        }
        let is_window = self.to.subject() == Subject::Window;
        if is_window && !self.source.job_enabled {
            self.lose(Fact::JobEnabled, reason.into());
        }
        if is_window && !self.source.schedule_enabled {
            self.lose(Fact::ScheduleEnabled, reason.into());
        }
    }
}

/// The same instants on the clock of a dialect, where it can show them; the same grid, where it cannot, and why not.
pub(super) fn on_clock(
    window: BackupWindow,
    to: Dialect,
    clock: ClockReading,
) -> (BackupWindow, Option<String>) {
    let plain = clock.clock(MinuteOffset::ZERO);
    let is_same_kind = matches!(window.clock(), WindowClock::Local { .. }) == (clock == ClockReading::Local);
    if is_same_kind && to.has_minute_offset() {
        return (window, None);
    }
    if let Some(same) = window.regridded(plain) {
        return (same, None);
    }
    let reason = if is_same_kind {
        format!("{to} has whole hours on {plain}, and these are on {}: the grid is kept", window.clock())
    } else {
        format!("{to} reads its windows on {plain}, and this one is on {}: the grid is kept", window.clock())
    };
    (window.with_clock(plain), Some(reason))
}
