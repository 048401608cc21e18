//! Where the facts of a plan stand in a document, by its dialect.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::{flag_name, part_name};
use crate::job::{Plan, Starts};
use crate::schedule::Trigger;
use crate::wire::detect::is_bare_policy;
use crate::wire::dialect::{Dialect, Subject};
use crate::wire::field::Field;
use crate::wire::tree::Tree;

/// A fact of a plan that a document says in one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fact {
    JobEnabled,
    ScheduleEnabled,
    Starts,
    Days,
    Time,
    Interval,
    Offset,
    BackupWindow,
    PeriodicWindow,
    Retry,
}

/// What a document consists of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Parts {
    /// A job with a schedule in it.
    Job,
    /// A schedule alone.
    Schedule,
    /// A window alone.
    Window,
}

/// A document as the frame of its schedule.
pub(super) struct Frame<'a> {
    pub(super) document: &'a Tree,
    pub(super) dialect: Dialect,
    pub(super) parts: Parts,
    /// The schedule, or the document where there is none in it.
    pub(super) part: &'a Tree,
    /// From the document to the part, with the point behind it.
    pub(super) prefix: String,
}

impl<'a> Frame<'a> {
    pub(super) fn of(document: &'a Tree, dialect: Dialect) -> Self {
        let names = names_of_schedule(dialect);
        let found = names.iter().find_map(|name| Some((*name, document.property(name)?)));
        let options = document.property("options").filter(|_| dialect == Dialect::Vbr);
        let rescan = options.and_then(|options| options.property("rescanSchedule"));
        let (parts, part, prefix) = match found {
            Some((name, part)) => (Parts::Job, part, format!("{name}.")),
            None if rescan.is_some() => {
                (Parts::Job, rescan.unwrap_or(document), String::from("options.rescanSchedule."))
            }
            None if is_window(document, dialect) => (Parts::Window, document, String::new()),
            None if dialect == Dialect::Vbr && document.property("nextRunPolicy").is_some() => {
                (Parts::Job, document, String::new())
            }
            None => (Parts::Schedule, document, String::new()),
        };
        Self { document, dialect, parts, part, prefix }
    }

    /// Whether it is more than its own dialect is ever written with: options of Enterprise Manager around a window, the
    /// state of a job, a job without a schedule, or one with a type of schedule that is not evaluated or that names the
    /// trigger in its place. In that dialect it stays as it is.
    pub(super) fn is_read_only(&self, plan: &Plan) -> bool {
        match self.dialect {
            Dialect::Vbr => {
                self.is_state()
                    || self.parts == Parts::Job && self.part.is_null()
                    || matches!(plan.starts, Starts::Unsupported(_))
                    || self.is_started_by_type()
            }
            dialect => dialect.subject() == Subject::Window && self.parts != Parts::Window,
        }
    }

    /// Whether the type of the schedule says what starts the job, as with plug-ins and copy jobs: a trigger would be a
    /// second one beside it.
    fn is_started_by_type(&self) -> bool {
        let kind = self.part.property("type").and_then(Tree::as_text).unwrap_or_default();
        let is = |known: &str| kind.eq_ignore_ascii_case(known);
        is("Continuous") || is("Custom") || is("Periodic") && self.part.property("periodic").is_some()
    }

    /// Whether it is the state of a job, which has no schedule in it.
    pub(super) fn is_state(&self) -> bool {
        self.dialect == Dialect::Vbr && self.parts == Parts::Job && self.prefix.is_empty()
    }

    /// Whether the schedule is among the options of a protection group.
    pub(super) fn is_in_options(&self) -> bool {
        self.prefix.starts_with("options.")
    }

    /// The properties of the document that hold its schedule.
    pub(super) fn names_of_schedule(&self) -> &'static [&'static str] {
        // What a state says of the next run goes where the schedule comes.
        if self.is_state() { &["nextRunPolicy"] } else { names_of_schedule(self.dialect) }
    }

    /// The properties of a job that say whether it and its schedule are enabled.
    pub(super) fn flags(&self) -> &'static [&'static str] {
        match self.dialect {
            Dialect::Vbr => &["isDisabled", "isEnabled"],
            Dialect::Em => &["ScheduleEnabled", "ScheduleConfigured"],
            _ => &["isEnabled"],
        }
    }

    /// Whether a property of the job means nothing here, and something in the other product.
    pub(super) fn clashes(&self, name: &str, other: Dialect) -> bool {
        let is = |known: &str| name.eq_ignore_ascii_case(known);
        let is_its_own = self.names_of_schedule().iter().chain(self.flags()).any(|known| is(known));
        self.dialect != other && !is_its_own && (is(part_name(other)) || is(flag_name(other)))
    }

    /// A schedule as it is written, with its flag by the name that it has here.
    pub(super) fn with_its_flag(&self, written: Tree) -> Tree {
        let has = |name: &str| self.part.property(name).is_some();
        if !has("isEnabled") || has("runAutomatically") {
            return written;
        }
        let properties = written.properties().iter().map(|(name, value)| {
            let is_flag = &**name == "runAutomatically";
            (if is_flag { "isEnabled".into() } else { name.clone() }, value.clone())
        });
        Tree::Object(properties.collect())
    }

    /// Whether there is a job whose flag could say that it is disabled.
    pub(super) fn has_job(&self) -> bool {
        self.parts == Parts::Job
    }

    /// Whether a type of schedule that is not known here is not known there either: the same word may be one of the
    /// other product's own.
    pub(super) fn shares_types_with(&self, other: Dialect) -> bool {
        let group = |dialect: Dialect| match dialect {
            Dialect::Vspc => Dialect::VboV8,
            Dialect::VspcCopy => Dialect::VboCopy,
            dialect if dialect.is_vbo() => Dialect::VboV8,
            dialect => dialect,
        };
        group(self.dialect) == group(other) && other != Dialect::Vbr
    }

    /// Where a fact stands.
    pub(super) fn path_of(&self, fact: Fact, plan: &Plan) -> String {
        let is_there = |name: &str| self.part.property(name).is_some();
        let schedule = || self.prefix.trim_end_matches('.').into();
        let inner = match self.dialect {
            // Either says that the job is disabled.
            Dialect::Vbr if self.is_state() => {
                let is_flag = fact == Fact::JobEnabled && is_there("status");
                return if is_flag { "status" } else { "nextRunPolicy" }.into();
            }
            Dialect::Vbr => {
                let inner = of_schedule(fact, plan);
                let section = inner.split('.').next().unwrap_or(inner);
                match inner {
                    _ if is_there(section) => inner,
                    // Neither a trigger nor a type: it is the schedule as a whole that says so.
                    "type" => return schedule(),
                    "runAutomatically" => "isEnabled",
                    "continuously" => "type",
                    "continuously.backupWindow" => "customWindow.backupWindow",
                    "periodically" => "periodic",
                    "periodically.frequency" => "periodic.interval",
                    "periodically.startTimeWithinAnHour" => "periodic.startTimeWithinAnHour",
                    "periodically.backupWindow" => "periodic.backupWindow",
                    _ => inner,
                }
            }
            Dialect::Em => match of_options(fact, plan) {
                "ImmediateCopyMode" if !is_there("ImmediateCopyMode") => return schedule(),
                inner => self.in_options(inner),
            },
            Dialect::VspcServer => match fact {
                Fact::JobEnabled => "isEnabled",
                _ => return "scheduleType".into(),
            },
            dialect => of_policy(fact, dialect),
        };
        match fact {
            Fact::JobEnabled => {
                let flags = self.flags().iter();
                let given = flags.clone().find(|flag| self.document.property(flag).is_some());
                given.or(flags.clone().next()).map_or("", |flag| flag).into()
            }
            Fact::ScheduleEnabled if self.dialect == Dialect::Em => inner.into(),
            _ if self.parts == Parts::Window => String::new(),
            _ => format!("{}{inner}", self.prefix),
        }
    }
}

impl Frame<'_> {
    /// A path in the options of Enterprise Manager, which may stand without the property around them.
    fn in_options(&self, path: &'static str) -> &'static str {
        match path.strip_prefix("Standart.") {
            Some(inner) if self.part.property("Standart").is_none() => inner,
            _ => path,
        }
    }

    /// What is there beside the place of a fact and is a part of it, by its paths.
    pub(super) fn paths_beside(&self, fact: Fact, plan: &Plan) -> Vec<String> {
        let (is_monthly, is_policy) = (trigger_of(plan) == 1, self.dialect.subject() == Subject::Job);
        let (section, names): (&str, &[&str]) = match (self.dialect, fact) {
            (Dialect::Vbr, Fact::Days) if is_monthly => {
                ("monthly", &["dayOfWeek", "dayOfMonth", "isLastDayOfMonth", "months"])
            }
            (Dialect::Vbr, Fact::Days) => ("daily", &["dailyKind"]),
            (Dialect::Vbr, Fact::Interval) if self.part.property("periodic").is_some() => {
                ("periodic", &["mode"])
            }
            (Dialect::Vbr, Fact::Interval) => ("periodically", &["periodicallyKind"]),
            (Dialect::Em, Fact::Days) if is_monthly => {
                ("Standart.OptionsMonthly", &["DayOfWeek", "DayOfMonth", "IsLastDayOfMonth", "Months"])
            }
            (Dialect::Em, Fact::Days) => ("Standart.OptionsDaily", &["Kind"]),
            (Dialect::Em, Fact::Interval) => ("Standart.OptionsPeriodically", &["Kind"]),
            (Dialect::Vbr | Dialect::VspcServer, _) => return Vec::new(),
            (_, Fact::Retry) if is_policy => ("", &["retryNumber", "retryWaitInterval"]),
            _ => return Vec::new(),
        };
        let section = self.in_options(section);
        let steps = section.split('.').filter(|step| !step.is_empty());
        let place = steps.clone().try_fold(self.part, |place, step| place.property(step));
        // A flag that is off says nothing.
        let says = |value: &Tree| {
            let is_off = match value.field() {
                Field::Bool(flag) => !flag,
                Field::Text(text) => text.eq_ignore_ascii_case("false"),
                _ => false,
            };
            !is_off && !value.is_null()
        };
        let is_given = |name: &str| place.and_then(|place| place.property(name)).is_some_and(says);
        let given = names.iter().filter(|name| is_given(name));
        let prefix: String = steps.map(|step| format!("{step}.")).collect();
        given.map(|name| format!("{}{prefix}{name}", self.prefix)).collect()
    }
}

const fn names_of_schedule(dialect: Dialect) -> &'static [&'static str] {
    match dialect {
        Dialect::Vbr => &["schedule", "rescanSchedule", "scheduleSettings"],
        Dialect::Em => &["JobScheduleOptions"],
        Dialect::VspcServer => &["scheduleType"],
        _ => &["schedulePolicy"],
    }
}

/// Whether the document is a window alone.
fn is_window(document: &Tree, dialect: Dialect) -> bool {
    let has = |name: &str| document.property(name).is_some();
    match dialect {
        Dialect::Vbr => has("days"),
        Dialect::Em => {
            !["Standart", "ImmediateCopyMode", "OptionsDaily", "OptionsMonthly", "OptionsPeriodically"]
                .into_iter()
                .any(has)
                && !has("OptionsContinuous")
                && !has("OptionsBackupWindow")
        }
        dialect if dialect.subject() == Subject::Window => true,
        _ => !is_bare_policy(document) && (has("backupWindow") || has("backupIntervalsArray")),
    }
}

const fn of_policy(fact: Fact, dialect: Dialect) -> &'static str {
    match fact {
        Fact::JobEnabled => "isEnabled",
        Fact::ScheduleEnabled => "scheduleEnabled",
        Fact::Starts => match dialect {
            Dialect::Vspc | Dialect::VspcCopy => "schedulePolicyType",
            _ => "type",
        },
        Fact::Days => "dailyType",
        Fact::Time => "dailyTime",
        Fact::Interval => "periodicallyEvery",
        Fact::Offset => "periodicallyOffsetMinutes",
        Fact::BackupWindow => match dialect {
            Dialect::VboV1 => "backupWindow",
            Dialect::VboCopy => "backupCopyWindowSettings",
            _ => "backupWindowSettings",
        },
        Fact::PeriodicWindow => "periodicallyWindowSettings",
        Fact::Retry => "retryEnabled",
    }
}

/// The trigger of a plan, as an index into names.
const fn trigger_of(plan: &Plan) -> usize {
    match &plan.starts {
        Starts::Scheduled(schedule) => match schedule.trigger() {
            Trigger::Daily(_) => 0,
            Trigger::Monthly(_) => 1,
            Trigger::Periodically(_) => 2,
        },
        Starts::Continuously => 3,
        Starts::AfterJob(_) => 4,
        _ => 5,
    }
}

fn of_schedule(fact: Fact, plan: &Plan) -> &'static str {
    const TRIGGERS: [&str; 6] = ["daily", "monthly", "periodically", "continuously", "afterThisJob", "type"];
    match (fact, trigger_of(plan)) {
        (Fact::Starts, trigger) => TRIGGERS.get(trigger).unwrap_or(&"type"),
        (Fact::ScheduleEnabled, _) => "runAutomatically",
        (Fact::Days, 1) => "monthly.dayNumberInMonth",
        (Fact::Days, _) => "daily.days",
        (Fact::Time, 1) => "monthly.localTime",
        (Fact::Time, _) => "daily.localTime",
        (Fact::Interval, _) => "periodically.frequency",
        (Fact::Offset, _) => "periodically.startTimeWithinAnHour",
        (Fact::PeriodicWindow, 3) => "continuously.backupWindow",
        (Fact::PeriodicWindow, _) => "periodically.backupWindow",
        (Fact::BackupWindow, _) => "backupWindow",
        (Fact::Retry, _) => "retry",
        (Fact::JobEnabled, _) => "isDisabled",
    }
}

fn of_options(fact: Fact, plan: &Plan) -> &'static str {
    const TRIGGERS: [&str; 6] = [
        "Standart.OptionsDaily",
        "Standart.OptionsMonthly",
        "Standart.OptionsPeriodically",
        "Standart.OptionsContinuous",
        "Standart.OptionsDaisyChaining",
        "ImmediateCopyMode",
    ];
    match (fact, trigger_of(plan)) {
        (Fact::Starts, trigger) => TRIGGERS.get(trigger).unwrap_or(&"ImmediateCopyMode"),
        (Fact::ScheduleEnabled, _) => "ScheduleEnabled",
        (Fact::Days, 1) => "Standart.OptionsMonthly.DayNumberInMonth",
        (Fact::Days, _) => "Standart.OptionsDaily.Days",
        (Fact::Time, 1) => "Standart.OptionsMonthly.Time",
        (Fact::Time, _) => "Standart.OptionsDaily.Time",
        (Fact::Interval, _) => "Standart.OptionsPeriodically.FullPeriod",
        (Fact::Offset, _) => "Standart.OptionsPeriodically.HourlyOffset",
        (Fact::PeriodicWindow, 3) => "Standart.OptionsContinuous.Schedule",
        (Fact::PeriodicWindow, _) => "Standart.OptionsPeriodically.Schedule",
        (Fact::BackupWindow, 5) => "ImmediateCopyMode.OptionsContinuous.Schedule",
        (Fact::BackupWindow, _) => "Standart.OptionsBackupWindow.TimePeriods",
        (Fact::Retry, _) => "Standart.RetryOptions",
        (Fact::JobEnabled, _) => "ScheduleEnabled",
    }
}
