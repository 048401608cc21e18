//! From a job document to a plan.

use alloc::vec::Vec;

use chrono::{DateTime, Utc};

use super::{BackupWindowSettings, BackupWindowV1, Job, SchedulePolicy};
use crate::job::{Plan, Starts};
use crate::schedule::Trigger;
use crate::window::{BackupWindow, Windows};
use crate::wire::dialect::{ClockReading, Dialect};
use crate::wire::error::{Error, Note, Path};
use crate::wire::field::Field;
use crate::wire::policy::{daily, enabled_window, periodically, plan_of, retry, with_offset};
use crate::wire::reading::{ReadOptions, Reading};

/// The types of schedule that are evaluated, for messages.
const TYPES: &str = "Daily, Periodically or ManualOnly";

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
        if !dialect.is_vbo() {
            return Err(Path::ROOT.error(format_args!("a job of Microsoft 365 is not read as {dialect}")));
        }
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
        let schedule_enabled = self.schedule_enabled.boolean(&path.member("scheduleEnabled"))?;
        let plan = Plan {
            schedule_enabled: schedule_enabled.unwrap_or(true),
            retry: retry(&self.retry_enabled, &self.retry_number, &self.retry_wait_interval, path)?,
            ..plan_of(self.trigger(path, &mut notes)?, windows)
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
            daily(&self.daily_type, &self.daily_time, path).map(Ok)
        } else if kind.eq_ignore_ascii_case("Periodically") {
            periodically(&self.periodically_every, &self.periodically_offset_minutes, path, notes).map(Ok)
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
