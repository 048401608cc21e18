//! From a plan to a job document, strictly in the dialect asked for.
//!
//! Writing is strict: names as the dialect spells them, booleans as strings in v1 and as booleans elsewhere, times as
//! `HH:MM:SS`, and an error for what the dialect cannot say. What has no effect on the plan, such as the grid of a
//! window that is switched off, is carried over from the document it was read from.

use super::{BackupWindowSettings, BackupWindowV1, Job, SchedulePolicy};
use crate::job::{Plan, Starts};
use crate::schedule::Trigger;
use crate::window::BackupWindow;
use crate::wire::cells::Cells;
use crate::wire::dialect::{ClockReading, Dialect};
use crate::wire::error::{Error, Path};
use crate::wire::field::Field;
use crate::wire::object::{Object, Property, Unknown};
use crate::wire::policy::{daily_type, given_windows, interval, long_time, offset};

impl<U: Unknown + Clone> Job<U> {
    /// The same job as a document of `dialect`.
    ///
    /// Unknown properties stay as they are. Known ones that `dialect` does not have and that carry no schedule, such
    /// as `eTag` before v8, are left out.
    ///
    /// ```
    /// use backup_window::wire::{Dialect, Kept, vbo};
    ///
    /// let v1 = r#"{"isEnabled":"True","proxy":7,"SchedulePolicy":{"TYPE":"daily","dailyType":"friday","dailyTime":"9:00"}}"#;
    /// let job: vbo::Job<Kept<serde_json::Value>> = serde_json::from_str(v1)?;
    /// assert_eq!(
    ///     serde_json::to_string(&job.in_dialect(Dialect::VboV8)?)?,
    ///     r#"{"isEnabled":true,"schedulePolicy":{"type":"Daily","dailyType":"Friday","dailyTime":"09:00:00"},"proxy":7}"#,
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails for a job that cannot be read, and for one that says what `dialect` cannot.
    pub fn in_dialect(&self, dialect: Dialect) -> Result<Self, Error> {
        self.with_plan(&self.read()?.plan, dialect, dialect.clock_reading())
    }

    /// The same job with another plan, as a document of `dialect`.
    pub(in crate::wire) fn with_plan(
        &self,
        plan: &Plan,
        dialect: Dialect,
        clock: ClockReading,
    ) -> Result<Self, Error> {
        let path = Path::ROOT.member("schedulePolicy");
        let mut policy = SchedulePolicy::<U>::of_plan_at(plan, dialect, clock, &path)?;
        policy.carry_over(&self.schedule_policy, dialect);
        let mut job = self.clone();
        job.schedule_policy = policy;
        if self.is_enabled.is_given() || !plan.job_enabled {
            job.is_enabled = boolean(plan.job_enabled, dialect);
        }
        job.all_mailboxes = spelled(&self.all_mailboxes, dialect);
        for (property, exists) in [
            (&mut job.all_mailboxes, dialect == Dialect::VboV1),
            (&mut job.last_backup, dialect >= Dialect::VboV7),
            (&mut job.organization_id, dialect >= Dialect::VboV8),
            (&mut job.e_tag, dialect >= Dialect::VboV8),
        ] {
            if !exists {
                *property = Field::Absent;
            }
        }
        Ok(job)
    }
}

impl<U: Unknown> SchedulePolicy<U> {
    /// The policy of a plan as `dialect` writes it; `clock` says how the reader will take `minuteOffset`.
    ///
    /// # Errors
    ///
    /// Fails for a plan that says what `dialect` cannot: an interval or a window it does not have, days without a
    /// name, a window on another clock.
    pub fn of_plan(plan: &Plan, dialect: Dialect, clock: ClockReading) -> Result<Self, Error> {
        Self::of_plan_at(plan, dialect, clock, &Path::ROOT)
    }

    fn of_plan_at(
        plan: &Plan,
        dialect: Dialect,
        clock: ClockReading,
        path: &Path<'_>,
    ) -> Result<Self, Error> {
        let mut policy = Self::of_shape(Field::Object);
        require(dialect.is_vbo(), path, dialect, "such policies")?;
        match &plan.starts {
            Starts::Scheduled(schedule) => policy.write_trigger(schedule.trigger(), dialect, path)?,
            Starts::ManualOnly => policy.kind = text("ManualOnly"),
            Starts::Unsupported(kind) => policy.kind = text(kind),
            Starts::Continuously | Starts::NotScheduled | Starts::OnNewRestorePoint | Starts::AfterJob(_) => {
                return Err(path
                    .member("type")
                    .error(format_args!("{dialect} has no name for what starts the job")));
            }
        }
        let windows = given_windows(plan);
        if !plan.schedule_enabled {
            let at = path.member("scheduleEnabled");
            require(dialect >= Dialect::VboV6, &at, dialect, "a schedule that is switched off")?;
            policy.schedule_enabled = boolean(false, dialect);
        }
        policy.write_backup_window(windows.backup, dialect, clock, path)?;
        policy.write_periodic_window(windows.periodic, dialect, clock, path)?;
        if let Some(retry) = plan.retry {
            policy.retry_enabled = boolean(true, dialect);
            policy.retry_number = Field::Integer(retry.number().into());
            policy.retry_wait_interval = Field::Integer(retry.wait_minutes().into());
        }
        Ok(policy)
    }

    fn write_trigger(&mut self, trigger: Trigger, dialect: Dialect, path: &Path<'_>) -> Result<(), Error> {
        match trigger {
            Trigger::Daily(daily) => {
                let at = path.member("dailyType");
                let name = daily_type(daily.days()).ok_or_else(|| {
                    at.error(format_args!("{dialect} has no name for the days {}", daily.days()))
                })?;
                self.kind = text("Daily");
                self.daily_type = text(name);
                self.daily_time = text(&long_time(daily.time(), &path.member("dailyTime"))?);
            }
            Trigger::Periodically(periodically) => {
                let every = periodically.every();
                let at = path.member("periodicallyEvery");
                let name = interval(every, dialect).ok_or_else(|| {
                    at.error(format_args!("{dialect} does not have an interval of {every}"))
                })?;
                self.kind = text("Periodically");
                self.periodically_every = text(name);
                if periodically.offset() != 0 {
                    let at = path.member("periodicallyOffsetMinutes");
                    require(dialect >= Dialect::VboV6, &at, dialect, "an offset of the interval")?;
                    self.periodically_offset_minutes = Field::Integer(periodically.offset().into());
                }
            }
            Trigger::Monthly(_) => {
                return Err(path.member("type").error(format_args!("{dialect} has no monthly schedules")));
            }
        }
        Ok(())
    }

    fn write_backup_window(
        &mut self,
        window: Option<BackupWindow>,
        dialect: Dialect,
        clock: ClockReading,
        path: &Path<'_>,
    ) -> Result<(), Error> {
        let Some(window) = window else { return Ok(()) };
        if dialect == Dialect::VboV1 {
            self.backup_window = BackupWindowV1::of_shape(Field::Object);
            self.backup_window.backup_intervals_array = Cells::of_window(&window);
            let minutes = offset(&window, clock, &path.member("backupWindow"))?;
            self.backup_window.minute_offset = Field::Integer(minutes.into());
        } else {
            self.backup_window_enabled = boolean(true, dialect);
            let at = path.member("backupWindowSettings");
            self.backup_window_settings = BackupWindowSettings::of_window(&window, clock, &at)?;
        }
        Ok(())
    }

    fn write_periodic_window(
        &mut self,
        window: Option<BackupWindow>,
        dialect: Dialect,
        clock: ClockReading,
        path: &Path<'_>,
    ) -> Result<(), Error> {
        let Some(window) = window else { return Ok(()) };
        let at = path.member("periodicallyWindowSettings");
        require(dialect >= Dialect::VboV6, &at, dialect, "a window for periodic starts")?;
        if dialect >= Dialect::VboV7 {
            self.periodically_window_enabled = boolean(true, dialect);
        } else if window.is_always() {
            // v6 has no flag: there, a window that denies no hour is none.
            return Ok(());
        }
        self.periodically_window_settings = BackupWindowSettings::of_window(&window, clock, &at)?;
        Ok(())
    }
}

impl<U: Unknown + Clone> SchedulePolicy<U> {
    /// The same policy with another plan, as a document of `dialect`.
    pub(in crate::wire) fn with_plan(
        &self,
        plan: &Plan,
        dialect: Dialect,
        clock: ClockReading,
    ) -> Result<Self, Error> {
        let mut policy = Self::of_plan(plan, dialect, clock)?;
        policy.carry_over(self, dialect);
        Ok(policy)
    }

    /// Takes from `source` what the plan does not say: unknown properties, and known ones without effect.
    fn carry_over(&mut self, source: &Self, dialect: Dialect) {
        self.unknown = source.unknown.clone();
        if self.periodically_window_settings.is_given() {
            self.periodically_window_settings.unknown = source.periodically_window_settings.unknown.clone();
        }
        // The backup window may move from one property to the other and takes its unknown ones along.
        let of_backup_window = if source.backup_window.is_none() {
            &source.backup_window_settings.unknown
        } else {
            &source.backup_window.unknown
        };
        if self.backup_window_settings.is_given() {
            self.backup_window_settings.unknown = of_backup_window.clone();
        } else if self.backup_window.is_given() {
            self.backup_window.unknown = of_backup_window.clone();
        }

        let v6 = dialect >= Dialect::VboV6;
        let flag = |given: &Field| spelled(given, dialect);
        keep(&mut self.schedule_enabled, flag(&source.schedule_enabled), v6);
        keep(&mut self.retry_enabled, flag(&source.retry_enabled), true);
        keep(&mut self.retry_number, source.retry_number.clone(), true);
        keep(&mut self.retry_wait_interval, source.retry_wait_interval.clone(), true);
        // An interval that only v8 has would say that the document is one of v8.
        let is_of_v8 =
            source.periodically_every.as_text().is_some_and(|text| text.eq_ignore_ascii_case("Hours12"));
        let exists = dialect >= Dialect::VboV8 || !is_of_v8;
        keep(&mut self.periodically_every, source.periodically_every.clone(), exists);
        keep(&mut self.periodically_offset_minutes, source.periodically_offset_minutes.clone(), v6);
        keep(&mut self.daily_type, source.daily_type.clone(), true);
        keep(&mut self.daily_time, source.daily_time.clone(), true);
        let v1 = dialect == Dialect::VboV1;
        keep(&mut self.termination_enabled, flag(&source.termination_enabled), v1);
        keep(&mut self.termination_interval, source.termination_interval.clone(), v1);
        // A window that is switched off keeps its grid where the dialect has a flag that says so.
        if dialect > Dialect::VboV1 && !self.backup_window_settings.is_given() {
            self.backup_window_enabled = flag(&source.backup_window_enabled);
            self.backup_window_settings = source.backup_window_settings.clone();
        }
        if self.periodically_window_settings.is_given() {
            return;
        }
        let periodic = &source.periodically_window_settings;
        if dialect >= Dialect::VboV7 {
            // Without a flag the window would count wherever the document is taken for one of v6.
            let off =
                if periodic.is_none() { &source.periodically_window_enabled } else { &Field::Bool(false) };
            self.periodically_window_enabled = flag(off);
            self.periodically_window_settings = periodic.clone();
        } else if v6 && matches!(&periodic.backup_window, Cells::Grid(window) if window.is_always()) {
            self.periodically_window_settings = periodic.clone();
        }
    }
}

impl<U: Unknown> BackupWindowSettings<U> {
    fn of_window(window: &BackupWindow, clock: ClockReading, path: &Path<'_>) -> Result<Self, Error> {
        let mut settings = Self::of_shape(Field::Object);
        settings.backup_window = Cells::of_window(window);
        settings.minute_offset = Field::Integer(offset(window, clock, path)?.into());
        Ok(settings)
    }
}

pub(in crate::wire) fn require(
    condition: bool,
    path: &Path<'_>,
    dialect: Dialect,
    what: &str,
) -> Result<(), Error> {
    if condition { Ok(()) } else { Err(path.error(format_args!("{dialect} does not have {what}"))) }
}

fn keep(property: &mut Field, source: Field, exists: bool) {
    if exists && !property.is_given() {
        *property = source;
    }
}

fn boolean(value: bool, dialect: Dialect) -> Field {
    match (dialect, value) {
        (Dialect::VboV1, true) => text("true"),
        (Dialect::VboV1, false) => text("false"),
        _ => Field::Bool(value),
    }
}

/// A flag as the dialect spells it; anything that is no boolean stays as it is.
fn spelled(flag: &Field, dialect: Dialect) -> Field {
    match flag.boolean(&Path::ROOT) {
        Ok(Some(value)) => boolean(value, dialect),
        _ => flag.clone(),
    }
}

fn text(text: &str) -> Field {
    Field::Text(text.into())
}
