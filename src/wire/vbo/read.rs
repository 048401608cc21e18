//! From a job document to a plan.

use alloc::vec::Vec;

use chrono::{DateTime, Utc};

use super::names::{DAILY_TYPES, INTERVALS, TYPES};
use super::{BackupWindowSettings, BackupWindowV1, Job, SchedulePolicy};
use crate::job::{Plan, Retry, Starts};
use crate::schedule::{Daily, Periodically, Schedule, Trigger};
use crate::window::{BackupWindow, MinuteOffset, Windows};
use crate::wire::dialect::{ClockReading, Dialect};
use crate::wire::error::{Error, Note, Path};
use crate::wire::field::Field;

/// What a job document says: the plan, and what in it has no effect.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The plan.
    pub plan: Plan,
    /// The dialect by whose rules the document was read.
    pub dialect: Dialect,
    /// What was read but has no effect, or not the effect it seems to have.
    pub notes: Vec<Note>,
}

/// Choices for reading that the document itself leaves open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// The dialect; by default the one that the document's properties speak for.
    pub dialect: Option<Dialect>,
    /// How `minuteOffset` is read; by default as the dialect documents it.
    pub clock: Option<ClockReading>,
}

impl<U> Job<U> {
    /// Reads the job by the rules of the dialect that its properties speak for.
    ///
    /// # Errors
    ///
    /// Names path, value and what was expected of the first value that cannot be read.
    pub fn read(&self) -> Result<Reading, Error> {
        self.read_with(ReadOptions::default())
    }

    /// Reads the job with these choices.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read).
    pub fn read_with(&self, options: ReadOptions) -> Result<Reading, Error> {
        if !matches!(self.shape, Field::Object) {
            return Err(self.shape.mismatch(&Path::ROOT, "a job", "an object"));
        }
        let dialect = options.dialect.unwrap_or_else(|| self.dialect());
        let path = Path::ROOT.member("schedulePolicy");
        let mut reading = self.schedule_policy.read_at(&path, dialect, options.clock)?;
        let enabled = self.is_enabled.boolean(&Path::ROOT.member("isEnabled"))?;
        reading.plan.job_enabled = enabled.unwrap_or(true);
        Ok(reading)
    }

    /// The dialect that the job's properties speak for.
    pub fn dialect(&self) -> Dialect {
        if self.all_mailboxes.is_given() || self.schedule_policy.is_v1() {
            Dialect::VboV1
        } else if self.organization_id.is_given() || self.e_tag.is_given() {
            Dialect::VboV8
        } else {
            let by_policy = self.schedule_policy.dialect();
            if self.last_backup.is_given() { by_policy.max(Dialect::VboV7) } else { by_policy }
        }
    }

    /// When the server says that the job runs next; `None` where it does not say.
    ///
    /// # Errors
    ///
    /// Fails on something that is not a date and time.
    pub fn next_run(&self) -> Result<Option<DateTime<Utc>>, Error> {
        self.next_run.instant(&Path::ROOT.member("nextRun"))
    }

    /// When the job last ran; `None` where it never did.
    ///
    /// # Errors
    ///
    /// Fails on something that is not a date and time.
    pub fn last_run(&self) -> Result<Option<DateTime<Utc>>, Error> {
        self.last_run.instant(&Path::ROOT.member("lastRun"))
    }
}

impl<U> SchedulePolicy<U> {
    /// Reads a policy that stands alone, by the rules of the dialect that its properties speak for.
    ///
    /// # Errors
    ///
    /// Names path, value and what was expected of the first value that cannot be read.
    pub fn read(&self) -> Result<Reading, Error> {
        self.read_with(ReadOptions::default())
    }

    /// Reads a policy that stands alone, with these choices.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read).
    pub fn read_with(&self, options: ReadOptions) -> Result<Reading, Error> {
        self.read_at(&Path::ROOT, options.dialect.unwrap_or_else(|| self.dialect()), options.clock)
    }

    /// The dialect that the policy's properties speak for.
    pub fn dialect(&self) -> Dialect {
        let has_hours_12 =
            self.periodically_every.as_text().is_some_and(|t| t.eq_ignore_ascii_case("Hours12"));
        if self.is_v1() {
            Dialect::VboV1
        } else if has_hours_12 {
            Dialect::VboV8
        } else if self.periodically_window_enabled.is_given() {
            Dialect::VboV7
        } else if !self.periodically_window_settings.is_none()
            || self.periodically_offset_minutes.is_given()
            || self.schedule_enabled.is_given()
        {
            Dialect::VboV6
        } else {
            Dialect::VboV2
        }
    }

    fn is_v1(&self) -> bool {
        !self.backup_window.is_none() || self.termination_enabled.is_given()
    }

    fn read_at(
        &self,
        path: &Path<'_>,
        dialect: Dialect,
        clock: Option<ClockReading>,
    ) -> Result<Reading, Error> {
        if !matches!(self.shape, Field::Object) {
            return Err(self.shape.mismatch(
                path,
                "a schedule policy",
                "an object with type, dailyTime, ...",
            ));
        }
        let mut notes = Vec::new();
        let clock = clock.unwrap_or(dialect.clock_reading());
        let windows = Windows {
            backup: self.backup_window(path, clock, &mut notes)?,
            periodic: self.periodic_window(path, dialect, clock, &mut notes)?,
        };
        // The windows belong to the schedule, and to the job only where it has none.
        let (starts, windows) = match self.trigger(path, &mut notes)? {
            Ok(trigger) => {
                let schedule = Schedule::new(trigger)
                    .with_backup_window(windows.backup)
                    .with_periodic_window(windows.periodic);
                (Starts::Scheduled(schedule), Windows::NONE)
            }
            Err(other) => (other, windows),
        };
        let schedule_enabled = self.schedule_enabled.boolean(&path.member("scheduleEnabled"))?;
        let plan = Plan {
            schedule_enabled: schedule_enabled.unwrap_or(true),
            windows,
            retry: self.retry(path)?,
            ..Plan::new(starts)
        };
        Ok(Reading { plan, dialect, notes })
    }

    /// The trigger, or what else starts the job.
    fn trigger(&self, path: &Path<'_>, notes: &mut Vec<Note>) -> Result<Result<Trigger, Starts>, Error> {
        let at = path.member("type");
        let Some(kind) = self.kind.as_text() else {
            return Err(self.kind.mismatch(&at, "a schedule type", TYPES));
        };
        if kind.eq_ignore_ascii_case("Daily") {
            let days = self.daily_type.one_of(&path.member("dailyType"), "a set of days", &DAILY_TYPES)?;
            let time = self.daily_time.time_of_day(&path.member("dailyTime"))?;
            let daily = Daily::new(days, time).map_err(|error| path.member("dailyType").error(error))?;
            Ok(Ok(daily.into()))
        } else if kind.eq_ignore_ascii_case("Periodically") {
            let at = path.member("periodicallyEvery");
            let every = self.periodically_every.one_of(&at, "an interval", &INTERVALS)?;
            let at = path.member("periodicallyOffsetMinutes");
            let offset = self.periodically_offset_minutes.integer(&at)?.unwrap_or(0);
            let periodically = Periodically::new(every, offset).map_err(|error| at.error(error))?;
            if offset != 0 && !every.is_hours() {
                notes.push(
                    at.note(format_args!("{offset} is ignored: an offset applies to intervals of hours")),
                );
            }
            Ok(Ok(periodically.into()))
        } else if kind.eq_ignore_ascii_case("ManualOnly") {
            Ok(Err(Starts::ManualOnly))
        } else {
            Ok(Err(Starts::Unsupported(kind.into())))
        }
    }

    fn backup_window(
        &self,
        path: &Path<'_>,
        clock: ClockReading,
        notes: &mut Vec<Note>,
    ) -> Result<Option<BackupWindow>, Error> {
        let flag = self.backup_window_enabled.boolean(&path.member("backupWindowEnabled"))?;
        if !self.backup_window.is_none() {
            if !self.backup_window_settings.is_none() {
                return Err(path.member("backupWindow").error(
                    "two backup windows (expected backupWindow of v1 or backupWindowSettings, not both)",
                ));
            }
            // v1 has no flag: a window that is there counts.
            let window = self.backup_window.read_at(&path.member("backupWindow"), clock)?;
            return Ok(if flag == Some(false) { None } else { Some(window) });
        }
        let at = path.member("backupWindowSettings");
        let window = self.backup_window_settings.read_at(&at, clock)?;
        enabled_window(window, flag, &at, "backupWindowEnabled", notes)
    }

    fn periodic_window(
        &self,
        path: &Path<'_>,
        dialect: Dialect,
        clock: ClockReading,
        notes: &mut Vec<Note>,
    ) -> Result<Option<BackupWindow>, Error> {
        let at = path.member("periodicallyWindowSettings");
        let window = self.periodically_window_settings.read_at(&at, clock)?;
        let flag = self.periodically_window_enabled.boolean(&path.member("periodicallyWindowEnabled"))?;
        if dialect <= Dialect::VboV6 && flag.is_none() {
            // v6 has no flag for this window: it counts when an hour is denied.
            return Ok(window.filter(|window| !window.is_always()));
        }
        enabled_window(window, flag, &at, "periodicallyWindowEnabled", notes)
    }

    fn retry(&self, path: &Path<'_>) -> Result<Option<Retry>, Error> {
        if self.retry_enabled.boolean(&path.member("retryEnabled"))? != Some(true) {
            return Ok(None);
        }
        let (number_at, wait_at) = (path.member("retryNumber"), path.member("retryWaitInterval"));
        let default = Retry::default();
        let number = self.retry_number.integer(&number_at)?.unwrap_or(default.number().into());
        let wait = self.retry_wait_interval.integer(&wait_at)?.unwrap_or(default.wait_minutes().into());
        // One number at a time, so that the error names the one that is wrong.
        Retry::new(number, default.wait_minutes().into()).map_err(|error| number_at.error(error))?;
        Retry::new(number, wait).map(Some).map_err(|error| wait_at.error(error))
    }
}

/// A window whose flag decides whether it counts.
fn enabled_window(
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

impl<U> BackupWindowSettings<U> {
    /// Reads a window that stands alone; `clock` says how `minuteOffset` is meant.
    ///
    /// # Errors
    ///
    /// Names path, value and what was expected of the first value that cannot be read.
    pub fn read(&self, clock: ClockReading) -> Result<BackupWindow, Error> {
        let missing =
            || self.shape.mismatch(&Path::ROOT, "a window", "an object with backupWindow and minuteOffset");
        self.read_at(&Path::ROOT, clock)?.ok_or_else(missing)
    }

    /// The window; `None` where it is missing or `null`.
    fn read_at(&self, path: &Path<'_>, clock: ClockReading) -> Result<Option<BackupWindow>, Error> {
        if self.is_none() {
            return Ok(None);
        }
        if !matches!(self.shape, Field::Object) {
            return Err(self.shape.mismatch(
                path,
                "a window",
                "an object with backupWindow and minuteOffset",
            ));
        }
        let grid = self.backup_window.grid(&path.member("backupWindow"))?;
        with_offset(grid, &self.minute_offset, path, clock).map(Some)
    }
}

impl<U> BackupWindowV1<U> {
    fn read_at(&self, path: &Path<'_>, clock: ClockReading) -> Result<BackupWindow, Error> {
        if !matches!(self.shape, Field::Object) {
            let expected = "an object with backupIntervalsArray and minuteOffset";
            return Err(self.shape.mismatch(path, "a window", expected));
        }
        let grid = self.backup_intervals_array.grid(&path.member("backupIntervalsArray"))?;
        with_offset(grid, &self.minute_offset, path, clock)
    }
}

fn with_offset(
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
