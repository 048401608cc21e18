//! One entry to every dialect: the jobs of a document, in whichever envelope, and what each of them says.

use alloc::vec::Vec;

use serde::Deserialize;

use super::dialect::{ClockReading, Dialect};
use super::error::{Error, Path};
use super::field::Field;
use super::place::Place;
use super::reading::{ReadOptions, Reading};
use super::tree::Tree;
use super::vbo::{self, BackupWindowSettings, SchedulePolicy};
use super::{agent, copy, detect, em, logon_hours, policy, vbr, vspc, window_alone};
use crate::window::BackupWindow;

/// The properties that hold jobs.
pub(super) const ENVELOPES: [&str; 5] = ["results", "data", "jobs", "copyJobs", "NASJobs"];

/// The property that holds them where Windows PowerShell wrote a list: `{"value": [...], "Count": 2}`. Other objects have
/// values, too, so it is one only around a list or an object.
pub(super) const ENVELOPE_OF_LISTS: &str = "value";

/// The properties by which an object is a job, whatever else is in it.
pub(super) const OF_JOBS: [&str; 6] =
    ["schedulePolicy", "schedule", "scheduleType", "scheduleSettings", "JobScheduleOptions", "nextRunPolicy"];

impl Tree {
    /// The jobs of a document, in order: the document itself, the values of a list, or what is in the properties of a
    /// page. Whatever stands there counts as one: that it is no job is for [`read`](Self::read) to say.
    ///
    /// An envelope that is there twice is an error among the jobs of the others.
    pub fn jobs(&self) -> Vec<Result<&Self, Error>> {
        let mut jobs = Vec::new();
        self.collect_jobs(&Path::ROOT, &mut jobs);
        jobs
    }

    fn collect_jobs<'a>(&'a self, path: &Path<'_>, jobs: &mut Vec<Result<&'a Self, Error>>) {
        match self {
            Self::List(items) if !detect::is_bytes(items) => jobs.extend(items.iter().map(Ok)),
            Self::Object(properties) if self.is_envelope() => {
                for (place, (name, inner)) in properties.iter().enumerate() {
                    let path = path.member(name);
                    match self.envelope_at(place, &path) {
                        Some(Ok(())) => inner.collect_jobs(&path, jobs),
                        Some(Err(error)) => jobs.push(Err(error)),
                        None => {}
                    }
                }
            }
            _ => jobs.push(Ok(self)),
        }
    }

    /// The document with each of its [jobs](Self::jobs) replaced by what `convert` makes of it, or left out where it
    /// makes nothing. The envelope stays as it is.
    pub fn map_jobs(&self, mut convert: impl FnMut(Result<&Self, Error>) -> Option<Self>) -> Option<Self> {
        self.map_jobs_at(&Path::ROOT, &mut convert)
    }

    fn map_jobs_at(
        &self,
        path: &Path<'_>,
        convert: &mut dyn FnMut(Result<&Self, Error>) -> Option<Self>,
    ) -> Option<Self> {
        match self {
            Self::List(items) if !detect::is_bytes(items) => {
                Some(Self::List(items.iter().filter_map(|item| convert(Ok(item))).collect()))
            }
            Self::Object(properties) if self.is_envelope() => {
                let mut mapped = Vec::with_capacity(properties.len());
                for (place, (name, inner)) in properties.iter().enumerate() {
                    let path = path.member(name);
                    let inner = match self.envelope_at(place, &path) {
                        Some(Ok(())) => inner.map_jobs_at(&path, convert),
                        Some(Err(error)) => convert(Err(error)),
                        None => Some(inner.clone()),
                    };
                    mapped.extend(inner.map(|inner| (name.clone(), inner)));
                }
                Some(Self::Object(mapped))
            }
            _ => convert(Ok(self)),
        }
    }

    /// Whether it is an object around jobs and no job itself.
    fn is_envelope(&self) -> bool {
        self.properties().iter().any(|(name, value)| holds_jobs(name, value))
            && !OF_JOBS.iter().any(|name| self.property(name).is_some())
    }

    /// Whether a property holds jobs; an error where the same one did before.
    fn envelope_at(&self, place: usize, path: &Path<'_>) -> Option<Result<(), Error>> {
        let (name, _) = self.properties().get(place).filter(|(name, value)| holds_jobs(name, value))?;
        let mut before = self.properties().iter().take(place);
        Some(if before.any(|(other, value)| name.eq_ignore_ascii_case(other) && holds_jobs(other, value)) {
            Err(path.error("given more than once (expected jobs, once)"))
        } else {
            Ok(())
        })
    }

    /// Reads a job, a schedule or a window in the dialect that its properties speak for.
    ///
    /// ```
    /// use backup_window::wire::Tree;
    /// use chrono::{TimeZone, Utc};
    ///
    /// let page: Tree = serde_json::from_str(r#"{"data": [
    ///     {"name": "a", "schedule": {"runAutomatically": true, "monthly": {
    ///         "isEnabled": true, "localTime": "22:00", "dayNumberInMonth": "Last", "dayOfWeek": "friday",
    ///         "months": ["January", "July"]}}},
    ///     {"name": "b", "scheduleType": "continuously"}
    /// ]}"#)?;
    /// let noon = Utc.with_ymd_and_hms(2025, 6, 2, 12, 0, 0).unwrap();
    /// let mut runs = Vec::new();
    /// for job in page.jobs() {
    ///     runs.push(job?.read()?.plan.next_after(&Utc, noon).unwrap().at.to_string());
    /// }
    /// assert_eq!(runs, ["2025-07-25 22:00:00 UTC", "2025-06-02 12:00:00 UTC"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Names path, value and what was expected of the first value that cannot be read, or the candidates where the
    /// dialect is ambiguous.
    pub fn read(&self) -> Result<Reading, Error> {
        self.read_with(ReadOptions::default())
    }

    /// Reads a job, a schedule or a window with these choices.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read).
    pub fn read_with(&self, options: ReadOptions) -> Result<Reading, Error> {
        let dialect = match options.dialect {
            Some(dialect) => dialect,
            None => self.dialect_for(options.clock)?,
        };
        self.read_as(dialect, options.clock)
    }

    /// The dialect to read it in.
    fn dialect_for(&self, clock: Option<ClockReading>) -> Result<Dialect, Error> {
        let undetected = match self.detect() {
            Ok(detection) => return Ok(detection.dialect),
            Err(undetected) => undetected,
        };
        let hours = self.as_text().and_then(|text| BackupWindow::from_text(text).err());
        match &undetected.candidates[..] {
            // So it is refused with the reason.
            [] if hours.is_some_and(|error| error.begins_as_hours()) => Ok(Dialect::Text),
            // What is nothing at all is a broken job of Microsoft 365, whose errors say best what was expected.
            [] => Ok(Dialect::VboV2),
            // Dialects that differ in the clock alone do not differ once it is given.
            [one, other]
                if clock.is_some() && (one.dialect, other.dialect) == (Dialect::VboV2, Dialect::Vspc) =>
            {
                Ok(Dialect::VboV2)
            }
            _ => Err(undetected.into()),
        }
    }

    fn read_as(&self, dialect: Dialect, clock: Option<ClockReading>) -> Result<Reading, Error> {
        let options = ReadOptions { dialect: Some(dialect), clock };
        let clock = clock.unwrap_or(dialect.clock_reading());
        let root = Place::root(self);
        let alone = |window: BackupWindow| window_alone::reading(window, dialect);
        match dialect {
            Dialect::VboV1 | Dialect::VboV2 | Dialect::VboV6 | Dialect::VboV7 | Dialect::VboV8 => {
                if let Some(window) = self.bare_grid(clock) {
                    window.map(alone)
                } else if detect::is_bare_policy(self) {
                    typed::<SchedulePolicy>(self)?.read_with(options)
                } else {
                    typed::<vbo::Job>(self)?.read_with(options)
                }
            }
            Dialect::VboCopy | Dialect::Vspc | Dialect::VspcCopy => {
                if let Some(window) = self.bare_grid(clock) {
                    return window.map(alone);
                }
                let inner = root.member("schedulePolicy");
                let policy = if detect::is_bare_policy(self) { &root } else { &inner };
                let reading = match dialect {
                    Dialect::Vspc => vspc::job::read(policy, clock),
                    _ => copy::read(policy, dialect, clock),
                };
                enabled(reading?, &root)
            }
            Dialect::VspcServer => enabled(vspc::server::read(&root)?, &root),
            Dialect::Vbr => self.read_vbr(&root, clock),
            Dialect::Em => {
                if em::has_rows(self) || self.property("Days").is_some() {
                    return em::window(&root, clock).map(alone);
                }
                let rows = root.member_of(&["Schedule", "TimePeriods"]);
                if rows.is_none() { em::job(&root, clock) } else { em::window(&rows, clock).map(alone) }
            }
            Dialect::Agent => agent::window(&root, clock).map(alone),
            Dialect::LogonHours | Dialect::LogonHoursBase64 => {
                let inner = root.member("logonHours");
                logon_hours::window(if inner.is_given() { &inner } else { &root }, clock).map(alone)
            }
            Dialect::Text => {
                let Some(text) = self.as_text() else {
                    return Err(root.mismatch("a window", "hours as text, such as Mo-Fr 20:00-06:00"));
                };
                let window = BackupWindow::from_text(text)
                    .map_err(|error| root.error(format_args!("not the hours of a window: {error}")))?;
                Ok(alone(window.with_clock(clock.clock(crate::window::MinuteOffset::ZERO))))
            }
        }
    }

    fn read_vbr(&self, root: &Place<'_>, clock: ClockReading) -> Result<Reading, Error> {
        let options = root.member("options");
        let [settings, schedule] =
            [root.member("scheduleSettings"), root.member_of(&["schedule", "rescanSchedule"])];
        let rescan = options.member("rescanSchedule");
        let reading = if !schedule.is_none() {
            vbr::read::schedule(&schedule, clock)?
        } else if !rescan.is_none() {
            vbr::read::schedule(&rescan, clock)?
        } else if !settings.is_none() {
            vbr::read::schedule(&settings, clock)?
        } else if self.property("nextRunPolicy").is_some() {
            vbr::read::state(root)?
        } else if self.property("days").is_some() {
            window_alone::reading(vbr::read::window(root, clock)?, Dialect::Vbr)
        } else if schedule.field() == Field::Null {
            vbr::read::without_schedule(&schedule)
        } else {
            return vbr::read::schedule(root, clock);
        };
        let mut reading = enabled_unless(reading, root, "isDisabled")?;
        // A state says by itself whether its job is disabled.
        reading.plan.job_enabled &= root.member("isEnabled").boolean()?.unwrap_or(true);
        Ok(reading)
    }

    /// A grid of Microsoft 365 that stands alone.
    fn bare_grid(&self, clock: ClockReading) -> Option<Result<BackupWindow, Error>> {
        let has = |name: &str| self.property(name).is_some();
        if has("schedulePolicy") || detect::is_bare_policy(self) {
            return None;
        }
        let root = Place::root(self);
        if has("backupIntervalsArray") {
            let window = policy::window_in(&root, "backupIntervalsArray", clock).transpose();
            return Some(window.unwrap_or_else(|| {
                Err(root.member("backupIntervalsArray").mismatch("a list", "a list of 168 booleans"))
            }));
        }
        if !has("backupWindow") {
            return None;
        }
        Some(typed::<BackupWindowSettings>(self).and_then(|window| window.read(clock)))
    }
}

/// Whether a property of an object that is no job holds jobs.
fn holds_jobs(name: &str, value: &Tree) -> bool {
    ENVELOPES.iter().any(|known| known.eq_ignore_ascii_case(name))
        || name.eq_ignore_ascii_case(ENVELOPE_OF_LISTS) && matches!(value, Tree::List(_) | Tree::Object(_))
}

/// The version of a job of Microsoft 365, by its properties.
pub(super) fn version(job: &Tree, policy: &Tree) -> Dialect {
    let of_job = || typed::<vbo::Job>(job).ok().map(|job| job.dialect());
    let of_policy = || typed::<SchedulePolicy>(policy).ok().map(|policy| policy.dialect());
    let version = if core::ptr::eq(job, policy) { of_policy() } else { of_job() };
    version.unwrap_or(Dialect::VboV2)
}

/// What has a type of its own, from a tree.
fn typed<'de, T: Deserialize<'de>>(tree: &'de Tree) -> Result<T, Error> {
    T::deserialize(tree).map_err(|error| Path::ROOT.error(error))
}

/// A reading with the flag of its job.
fn enabled(mut reading: Reading, job: &Place<'_>) -> Result<Reading, Error> {
    reading.plan.job_enabled = job.member("isEnabled").boolean()?.unwrap_or(true);
    Ok(reading)
}

fn enabled_unless(mut reading: Reading, job: &Place<'_>, flag: &str) -> Result<Reading, Error> {
    reading.plan.job_enabled &= !job.member(flag).boolean()?.unwrap_or(false);
    Ok(reading)
}
