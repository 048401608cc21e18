//! From one dialect to another, and what is lost on the way.
//!
//! A document is read to a plan; the plan is fitted to what the other dialect can say (`fit.rs`, which is where losses
//! come from); and what remains is written strictly. What no schedule is made of, such as a job's repository, stays
//! where it is.

mod beside;
mod facts;
mod fit;
mod idle;
mod windows;

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use self::facts::{Frame, Parts};
use self::fit::{Fitted, fit};
use super::dialect::{ClockReading, Dialect, Subject};
use super::error::{Error, Path};
use super::object::Kept;
use super::policy::window_settings;
use super::reading::ReadOptions;
use super::tree::Tree;
use super::tree_writer::tree_of;
use super::vbo::{Job, SchedulePolicy};
use super::{agent, copy, em, logon_hours, vbr, vspc};
use crate::job::{Plan, Starts};
use crate::window::BackupWindow;

/// Something that the other dialect has no words for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// The path to it in the document that was converted.
    pub path: String,
    /// Why it is lost, and what stands in its place.
    pub reason: String,
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            f.write_str(&self.reason)
        } else {
            write!(f, "{}: {}", self.path, self.reason)
        }
    }
}

/// A converted document.
#[derive(Debug, Clone, PartialEq)]
pub enum Conversion {
    /// It says the same.
    Exact(Tree),
    /// It says less, and this is what.
    Lossy(Tree, Vec<Loss>),
}

impl Conversion {
    /// The document in the other dialect.
    pub const fn document(&self) -> &Tree {
        match self {
            Self::Exact(document) | Self::Lossy(document, _) => document,
        }
    }

    /// What is lost, in the order of the document; empty if it is exact.
    pub fn losses(&self) -> &[Loss] {
        match self {
            Self::Exact(_) => &[],
            Self::Lossy(_, losses) => losses,
        }
    }
}

impl Tree {
    /// The same job, schedule or window in another dialect.
    ///
    /// `options` say how this one is read. A clock among them is also the one on which the other dialect's
    /// `minuteOffset` will be read: so windows of the product go to the console and back exactly where both are known
    /// to mean the same.
    ///
    /// ```
    /// use backup_window::wire::{Dialect, ReadOptions, Tree};
    ///
    /// let job: Tree = serde_json::from_str(r#"{"id": 7, "schedulePolicy": {
    ///     "type": "Periodically", "periodicallyEvery": "Hours4", "periodicallyOffsetMinutes": 15}}"#)?;
    /// let converted = job.convert(Dialect::Vbr, ReadOptions::default())?;
    /// assert!(converted.losses().is_empty());
    /// assert_eq!(
    ///     serde_json::to_string(converted.document())?,
    ///     concat!(
    ///         r#"{"id":7,"schedule":{"runAutomatically":true,"periodically":{"isEnabled":true,"#,
    ///         r#""periodicallyKind":"Hours","frequency":4,"startTimeWithinAnHour":15}}}"#,
    ///     ),
    /// );
    ///
    /// let older = job.convert(Dialect::VboV2, ReadOptions::default())?;
    /// assert_eq!(
    ///     older.losses()[0].to_string(),
    ///     "schedulePolicy.periodicallyOffsetMinutes: vbo-v2 has no offset of an interval (it was 15 min)",
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails for a document that cannot be read, and for one of which the other dialect can say nothing at all.
    pub fn convert(&self, to: Dialect, options: ReadOptions) -> Result<Conversion, Error> {
        let reading = self.read_with(options)?;
        let clock = if to.has_minute_offset() { options.clock } else { None };
        let clock = clock.unwrap_or(to.clock_reading());
        let frame = Frame::of(self, reading.dialect);
        if reading.dialect == to && frame.is_read_only(&reading.plan) {
            return Ok(Conversion::Exact(self.clone()));
        }
        let Fitted { plan, mut losses, has_idle_trigger } = fit(&reading.plan, to, clock, &frame)?;
        let (mut beside, mut idle) = (Vec::new(), Vec::new());
        frame.lost_beside(to, &mut beside);
        let clocks = (options.clock, clock);
        let document = match (frame.parts, to.subject()) {
            (_, Subject::Window) => {
                frame.carry_idle(&reading.plan, None, to, &mut idle);
                frame.carry_windows(&reading.plan, None, to, clocks, &mut losses)?;
                window_of(&plan, to)?
            }
            (Parts::Window, Subject::Job) => bare_window(&plan, to, clock)?,
            _ if reading.dialect.is_vbo() && to.is_vbo() => {
                let document = self.in_version(&plan, to, clock, &frame)?;
                frame.lost_between_versions(&document, to, &mut losses);
                document
            }
            _ => {
                let mut part = schedule_of(&plan, to, clock)?;
                if reading.dialect == to {
                    part = merged(frame.part, frame.with_its_flag(part));
                } else {
                    let mut in_use = reading.plan.clone();
                    if has_idle_trigger {
                        in_use.starts = Starts::ManualOnly;
                    }
                    frame.carry_idle(&in_use, Some(&mut part), to, &mut idle);
                    // Behind that, which may bring the trigger that a window belongs to.
                    frame.carry_windows(&reading.plan, Some(&mut part), to, clocks, &mut losses)?;
                }
                self.in_other_product(part, plan.job_enabled, to, &frame)
            }
        };
        beside.retain(|loss| !losses.contains(loss));
        losses.append(&mut beside);
        losses.append(&mut idle);
        Ok(if losses.is_empty() { Conversion::Exact(document) } else { Conversion::Lossy(document, losses) })
    }

    /// The schedule of a plan, strictly in a dialect of jobs; `clock` says how the reader will take `minuteOffset`.
    ///
    /// # Errors
    ///
    /// Fails for a plan that says what the dialect cannot, and for a dialect of windows alone.
    pub fn of_plan(plan: &Plan, dialect: Dialect, clock: ClockReading) -> Result<Self, Error> {
        match dialect.subject() {
            Subject::Job => schedule_of(plan, dialect, clock),
            Subject::Window => Err(Path::ROOT.error(format_args!("{dialect} is a window alone"))),
        }
    }

    /// Another version of the same product: its types carry over what has no effect.
    fn in_version(
        &self,
        plan: &Plan,
        to: Dialect,
        clock: ClockReading,
        frame: &Frame<'_>,
    ) -> Result<Self, Error> {
        let typed = |error| Path::ROOT.error(error);
        if frame.parts == Parts::Schedule {
            let policy: SchedulePolicy<Kept<Self>> = serde::Deserialize::deserialize(self).map_err(typed)?;
            return tree_of(&policy.with_plan(plan, to, clock)?);
        }
        let job: Job<Kept<Self>> = serde::Deserialize::deserialize(self).map_err(typed)?;
        tree_of(&job.with_plan(plan, to, clock)?)
    }

    /// The schedule in the words of another product, and the rest of the job as it is.
    fn in_other_product(&self, part: Self, is_enabled: bool, to: Dialect, frame: &Frame<'_>) -> Self {
        if frame.parts == Parts::Schedule {
            // A type of schedule is a property, and no schedule by itself.
            return if to == Dialect::VspcServer { Self::object([(part_name(to), part)]) } else { part };
        }
        let names = frame.names_of_schedule();
        let name = part_name(to);
        let is_same = frame.dialect == to;
        let mut properties: Vec<(Box<str>, Self)> = Vec::new();
        // In its own dialect a job is enabled as it was, be that said as it may.
        let (mut part, mut flag) = (Some(part), (!is_same).then(|| flag(is_enabled, to)));
        let is_one_of =
            |names: &[&str], given: &str| names.iter().any(|name| given.eq_ignore_ascii_case(name));
        for (given, value) in self.properties() {
            if is_one_of(names, given) {
                let name = if is_same { given.clone() } else { name.into() };
                properties.extend(part.take().map(|part| (name, part)));
            } else if frame.is_in_options() && given.eq_ignore_ascii_case("options") {
                let inner = value.properties().iter();
                let mut options = Self::Object(
                    inner
                        .filter(|(name, _)| is_same || !is_one_of(&["rescanSchedule"], name))
                        .cloned()
                        .collect(),
                );
                if is_same {
                    part.take().into_iter().for_each(|part| options.set("rescanSchedule", part));
                }
                properties.push((given.clone(), options));
            } else if !is_same && is_one_of(frame.flags(), given) {
                properties.extend(flag.take());
            } else if !frame.clashes(given, to) {
                properties.push((given.clone(), value.clone()));
            }
        }
        properties.extend(part.map(|part| (name.into(), part)));
        properties.extend(flag.filter(|_| !is_enabled));
        Self::Object(properties)
    }
}

/// The property of a job that holds its schedule.
const fn part_name(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Vbr => "schedule",
        Dialect::VspcServer => "scheduleType",
        _ => "schedulePolicy",
    }
}

/// The property of a job that says whether it is enabled.
const fn flag_name(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Vbr => "isDisabled",
        _ => "isEnabled",
    }
}

/// Whether a job is enabled, as the dialect says it.
fn flag(enabled: bool, dialect: Dialect) -> (Box<str>, Tree) {
    let value = match dialect {
        Dialect::Vbr => Tree::boolean(!enabled),
        Dialect::VboV1 => Tree::text(if enabled { "true" } else { "false" }),
        _ => Tree::boolean(enabled),
    };
    (flag_name(dialect).into(), value)
}

/// The schedule of a plan in a dialect of jobs.
fn schedule_of(plan: &Plan, to: Dialect, clock: ClockReading) -> Result<Tree, Error> {
    match to {
        Dialect::Vbr => vbr::write::schedule(plan, clock),
        Dialect::Vspc => vspc::job::write(plan, clock),
        Dialect::VspcServer => vspc::server::write(plan),
        Dialect::VboCopy | Dialect::VspcCopy => copy::write(plan, to, clock),
        _ => tree_of(&SchedulePolicy::<Kept<Tree>>::of_plan(plan, to, clock)?),
    }
}

/// The window of a plan in a dialect of windows.
fn window_of(plan: &Plan, to: Dialect) -> Result<Tree, Error> {
    let window = plan.windows.backup.unwrap_or(BackupWindow::ALWAYS);
    Ok(match to {
        Dialect::Em => em::write(&window),
        Dialect::Agent => agent::write(&window),
        Dialect::LogonHours => Tree::text(&logon_hours::to_hex(&window)?),
        Dialect::LogonHoursBase64 => Tree::text(&logon_hours::to_base64(&window)?),
        _ => Tree::text(&format!("{}", window.text())),
    })
}

/// A window that stands alone, in a dialect of jobs.
fn bare_window(plan: &Plan, to: Dialect, clock: ClockReading) -> Result<Tree, Error> {
    let window = plan.windows.backup.unwrap_or(BackupWindow::ALWAYS);
    match to {
        Dialect::Vbr => vbr::write::window(&window, clock, &Path::ROOT),
        Dialect::VspcServer => Err(Path::ROOT.error(format_args!("{to} has no windows"))),
        _ => {
            let mut settings = window_settings(&window, clock, &Path::ROOT)?;
            if to == Dialect::VboV1
                && let Tree::Object(properties) = &mut settings
                && let Some((name, _)) = properties.first_mut()
            {
                *name = "backupIntervalsArray".into();
            }
            Ok(settings)
        }
    }
}

/// What is written, and beside it what was there and is not written: unknown properties, and what is switched off.
fn merged(given: &Tree, written: Tree) -> Tree {
    let (Tree::Object(_), Tree::Object(properties)) = (given, &written) else { return written };
    let mut merged = given.clone();
    for (name, value) in properties {
        if is_overruled(name, &written) && given.property(name).is_some_and(|value| !value.is_null()) {
            continue;
        }
        let value = match given.property(name) {
            // A trigger's own settings may be more than those that are written.
            Some(inner @ Tree::Object(_)) => self::merged(inner, value.clone()),
            _ => value.clone(),
        };
        merged.set(name, value);
    }
    merged
}

/// Whether a value of a trigger has no effect beside the others, and so may be there and say something else.
fn is_overruled(name: &str, trigger: &Tree) -> bool {
    let says = |name: &str| trigger.property(name).and_then(Tree::as_text);
    match name {
        "isLastDayOfMonth" => says("dayNumberInMonth").is_some_and(|number| number != "OnDay"),
        "days" => says("dailyKind").is_some_and(|kind| kind != "SelectedDays"),
        "startTimeWithinAnHour" => says("periodicallyKind") == Some("Minutes"),
        _ => false,
    }
}

/// Whether a plan starts by something that has words of its own in a policy's type.
const fn is_by_hand(starts: &Starts) -> bool {
    matches!(starts, Starts::ManualOnly | Starts::NotScheduled)
}
