//! Which dialect a document is in, and what in it says so.
//!
//! A property that only one product writes is evidence for that product. Where the evidence names several, the document
//! is ambiguous, and that is said: a guess could turn allowed hours into denied ones.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::agent::is_scheduler;
use super::cloud;
use super::dialect::Dialect;
use super::em::has_rows;
use super::error::{Error, any_of};
use super::logon_hours;
use super::tree::Tree;
use crate::window::BackupWindow;

/// Something in a document that speaks for a dialect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The path to it; empty for the document itself.
    pub path: String,
    /// What it says.
    pub says: String,
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() { f.write_str(&self.says) } else { write!(f, "{}: {}", self.path, self.says) }
    }
}

/// The dialect of a document, and the evidence for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detection {
    /// The dialect.
    pub dialect: Dialect,
    /// What speaks for it; never empty.
    pub evidence: Vec<Evidence>,
}

/// Why the dialect of a document is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undetected {
    /// The dialects it could be in: none, or at least two.
    pub candidates: Vec<Detection>,
}

impl fmt::Display for Undetected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.candidates.is_empty() {
            return f.write_str(
                "nothing in it belongs to a dialect that is read (expected a job, a schedule or a window)",
            );
        }
        let names: Vec<&str> = self.candidates.iter().map(|candidate| candidate.dialect.name()).collect();
        write!(f, "the dialect is ambiguous (expected one of {}: name it)", any_of(names.into_iter()))
    }
}

impl core::error::Error for Undetected {}

impl From<Undetected> for Error {
    fn from(undetected: Undetected) -> Self {
        Self::of_document(undetected.to_string())
    }
}

impl Tree {
    /// The dialect of one job, schedule or window, by its properties alone.
    ///
    /// ```
    /// use backup_window::wire::{Dialect, Tree};
    ///
    /// let job: Tree = serde_json::from_str(r#"{"schedulePolicy": {"schedulePolicyType": "ManualOnly"}}"#)?;
    /// let detection = job.detect()?;
    /// assert_eq!(detection.dialect, Dialect::Vspc);
    /// assert_eq!(
    ///     detection.evidence[0].to_string(),
    ///     "schedulePolicy.schedulePolicyType: the console's name for the type of schedule",
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Names the candidates where the properties fit several dialects that mean different things.
    pub fn detect(&self) -> Result<Detection, Undetected> {
        let mut found = Found(Vec::new());
        match self {
            Self::Object(_) => found.in_object(self),
            Self::List(items) => {
                if is_bytes(items) {
                    found.add(Dialect::LogonHours, "", "21 bytes");
                }
            }
            Self::Value(_) => found.in_text("", self),
            Self::Large(_) => {}
        }
        match <[Detection; 1]>::try_from(found.0) {
            Ok([only]) => Ok(only),
            Err(candidates) => Err(Undetected { candidates }),
        }
    }
}

/// Whether a list is the attribute `logonHours` and no list of jobs.
pub(super) fn is_bytes(items: &[Tree]) -> bool {
    let is_byte = |item: &Tree| matches!(item.field(), super::field::Field::Integer(0..=255));
    items.len() == logon_hours::LENGTH && items.iter().all(is_byte)
}

/// Properties of a policy that only backup jobs have, not copy jobs.
const OF_BACKUP_POLICIES: [&str; 7] = [
    "scheduleEnabled",
    "periodicallyWindowEnabled",
    "periodicallyWindowSettings",
    "periodicallyOffsetMinutes",
    "retryEnabled",
    "retryNumber",
    "retryWaitInterval",
];

/// Properties that a policy has, of which it needs none.
const OF_POLICIES: [&str; 4] = ["dailyType", "dailyTime", "periodicallyEvery", "backupWindowEnabled"];

/// The triggers of Backup & Replication.
const OF_SCHEDULES: [&str; 9] = [
    "runAutomatically",
    "daily",
    "monthly",
    "periodically",
    "continuously",
    "afterThisJob",
    "scheduleMode",
    "customWindow",
    "periodic",
];

/// Options of Enterprise Manager.
const OF_OPTIONS: [&str; 8] = [
    "JobScheduleOptions",
    "Standart",
    "ImmediateCopyMode",
    "OptionsDaily",
    "OptionsMonthly",
    "OptionsPeriodically",
    "OptionsContinuous",
    "OptionsBackupWindow",
];

/// The evidence found so far, by dialect.
struct Found(Vec<Detection>);

impl Found {
    fn add(&mut self, dialect: Dialect, path: &str, says: &str) {
        let evidence = Evidence { path: path.into(), says: says.into() };
        match self.0.iter_mut().find(|detection| detection.dialect == dialect) {
            Some(detection) => detection.evidence.push(evidence),
            None => self.0.push(Detection { dialect, evidence: [evidence].into() }),
        }
    }

    fn in_object(&mut self, tree: &Tree) {
        let has = |name: &str| tree.property(name).is_some();
        if let Some(policy) = tree.property("schedulePolicy") {
            self.in_policy(tree, policy, "schedulePolicy.");
        } else if is_bare_policy(tree) {
            self.in_policy(tree, tree, "");
        } else if has("scheduleType") {
            self.add(Dialect::VspcServer, "scheduleType", "the console's type of a backup server's schedule");
        }
        if let Some(mark) = cloud::mark(tree) {
            self.add(Dialect::Vbr, &mark, "a schedule of a cloud policy, which is not evaluated");
        }
        self.in_schedule(tree);
        for name in OF_OPTIONS.into_iter().filter(|name| has(name)) {
            self.add(Dialect::Em, name, "an option of Enterprise Manager");
        }
        if let Some(hours) = tree.property("logonHours") {
            match hours {
                Tree::List(_) => self.add(Dialect::LogonHours, "logonHours", "bytes"),
                _ => self.in_text("logonHours", hours),
            }
        }
        self.in_window(tree);
        // Without a schedule its property is all there is to go by.
        if self.0.is_empty() && tree.property("schedule").is_some_and(Tree::is_null) {
            self.add(Dialect::Vbr, "schedule", "a property of Backup & Replication, and no schedule in it");
        }
    }

    /// A policy of Microsoft 365, and the job it belongs to.
    fn in_policy(&mut self, job: &Tree, policy: &Tree, path: &str) {
        let at = |name: &str| format!("{path}{name}");
        let given = |name: &&str| policy.property(name).is_some();
        let console = policy.property("schedulePolicyType");
        let (kind_name, kind) = match console {
            Some(kind) => ("schedulePolicyType", Some(kind)),
            None => ("type", policy.property("type")),
        };
        let kind = kind.and_then(Tree::as_text).unwrap_or_default();
        let is = |names: &[&str]| names.iter().any(|name| name.eq_ignore_ascii_case(kind));

        let mut copy = Vec::new();
        if is(&["Immediate", "DailyAtTime"]) {
            copy.push((at(kind_name), format!("{kind} is a type of copy jobs")));
        }
        for name in ["backupCopyWindowEnabled", "backupCopyWindowSettings"].iter().filter(|name| given(name))
        {
            copy.push((at(name), "a window of copy jobs".into()));
        }
        for name in ["backupJobId", "sourceBackupJobUid"] {
            if job.property(name).is_some() {
                copy.push((name.into(), "the job that is copied".into()));
            }
        }
        let mut backup = Vec::new();
        if is(&["Daily", "ManualOnly"]) {
            backup.push((at(kind_name), format!("{kind} is a type of backup jobs")));
        }
        for name in OF_BACKUP_POLICIES.iter().filter(|name| given(name)) {
            backup.push((at(name), "a setting of backup jobs".into()));
        }
        if console.is_none() && policy.property("backupWindowSettings").is_some() {
            backup.push((at("backupWindowSettings"), "a window of backup jobs".into()));
        }

        let mut add_all = |dialect: Dialect, marks: &[(String, String)]| {
            if dialect == Dialect::Vspc || dialect == Dialect::VspcCopy {
                self.add(dialect, &at(kind_name), "the console's name for the type of schedule");
            }
            marks.iter().for_each(|(path, says)| self.add(dialect, path, says));
        };
        let version = super::document::version(job, policy);
        match (console.is_some(), copy.is_empty(), backup.is_empty()) {
            (true, true, true) => {
                add_all(Dialect::Vspc, &[]);
                add_all(Dialect::VspcCopy, &[]);
            }
            (true, ..) => {
                if !backup.is_empty() {
                    add_all(Dialect::Vspc, &backup);
                }
                if !copy.is_empty() {
                    add_all(Dialect::VspcCopy, &copy);
                }
            }
            (false, true, _) => self.of_version(version, job, policy, path),
            (false, false, true) => add_all(Dialect::VboCopy, &copy),
            (false, false, false) => {
                add_all(Dialect::VboCopy, &copy);
                add_all(version, &backup);
            }
        }
    }

    /// The properties by which the versions of Microsoft 365 jobs are told apart.
    fn of_version(&mut self, version: Dialect, job: &Tree, policy: &Tree, path: &str) {
        const OF_JOBS: [(&str, Dialect, &str); 4] = [
            ("allMailboxes", Dialect::VboV1, "in version 1 only"),
            ("lastBackup", Dialect::VboV7, "since version 7"),
            ("organizationId", Dialect::VboV8, "since version 8"),
            ("eTag", Dialect::VboV8, "since version 8"),
        ];
        const OF_POLICIES: [(&str, Dialect, &str); 6] = [
            ("backupWindow", Dialect::VboV1, "in version 1 only"),
            ("terminationEnabled", Dialect::VboV1, "in version 1 only"),
            ("scheduleEnabled", Dialect::VboV6, "since version 6"),
            ("periodicallyOffsetMinutes", Dialect::VboV6, "since version 6"),
            ("periodicallyWindowSettings", Dialect::VboV6, "since version 6"),
            ("periodicallyWindowEnabled", Dialect::VboV7, "since version 7"),
        ];
        for (name, since, says) in OF_JOBS {
            if since == version && job.property(name).is_some() {
                self.add(version, name, says);
            }
        }
        for (name, since, says) in OF_POLICIES {
            if since == version && policy.property(name).is_some() {
                self.add(version, &format!("{path}{name}"), says);
            }
        }
        let every = policy.property("periodicallyEvery").and_then(Tree::as_text).unwrap_or_default();
        if version == Dialect::VboV8 && every.eq_ignore_ascii_case("Hours12") {
            self.add(version, &format!("{path}periodicallyEvery"), "Hours12 since version 8");
        }
        if self.0.iter().all(|detection| detection.dialect != version) {
            let place = if path.is_empty() { "type" } else { "schedulePolicy" };
            self.add(
                version,
                place,
                "a policy of Microsoft 365, and no property that only another version has",
            );
        }
    }

    /// A schedule of Backup & Replication, in a job or alone.
    fn in_schedule(&mut self, tree: &Tree) {
        const SAYS: &str = "a property of Backup & Replication";
        let in_options = tree.property("options").and_then(|options| options.property("rescanSchedule"));
        let inner = [
            ("schedule", tree.property("schedule")),
            ("rescanSchedule", in_options.or(tree.property("rescanSchedule"))),
        ];
        for (name, schedule) in inner {
            if let Some(schedule @ Tree::Object(_)) = schedule
                && !has_rows(schedule)
                && schedule.property("Days").is_none()
            {
                self.add(Dialect::Vbr, name, SAYS);
            }
        }
        if tree.property("schedulePolicy").is_none() {
            for name in OF_SCHEDULES.into_iter().filter(|name| tree.property(name).is_some()) {
                self.add(Dialect::Vbr, name, SAYS);
            }
        }
        for name in ["nextRunPolicy", "scheduleSettings"] {
            if tree.property(name).is_some() {
                self.add(Dialect::Vbr, name, SAYS);
            }
        }
    }

    /// A window that stands alone.
    fn in_window(&mut self, tree: &Tree) {
        if tree.property("scheduler").is_some() {
            self.add(Dialect::Agent, "scheduler", "the hours of an agent");
        }
        for name in ["Days", "Schedule", "TimePeriods"] {
            let Some(days) = tree.property(name) else { continue };
            let list = if name == "Days" { Some(days) } else { days.property("Days") };
            let first = list.and_then(|list| list.items().first());
            if first.is_some_and(|row| row.property("Value").is_some()) {
                self.add(Dialect::Em, name, "rows with Name and Value");
            } else if first.is_some_and(|row| row.property("hours").is_some()) && name == "Days" {
                self.add(Dialect::Vbr, "days", "rows with day and hours");
            } else if has_rows(days) {
                self.add(Dialect::Em, name, "rows by the names of days");
            }
        }
        if has_rows(tree) {
            self.add(Dialect::Em, "", "rows by the names of days");
            self.add(Dialect::Agent, "", "rows by the names of days");
        }
        if tree.property("schedulePolicy").is_none() && !is_bare_policy(tree) {
            if tree.property("backupIntervalsArray").is_some() {
                self.add(Dialect::VboV1, "backupIntervalsArray", "the grid of version 1");
            }
            if let Some(Tree::List(_)) = tree.property("backupWindow") {
                self.add(Dialect::VboV2, "backupWindow", "a grid of Microsoft 365, read on UTC");
                self.add(Dialect::Vspc, "backupWindow", "a grid of the console, read on the local clock");
            }
        }
    }

    fn in_text(&mut self, path: &str, tree: &Tree) {
        let Some(text) = tree.as_text() else { return };
        if logon_hours::hex(text).is_some() {
            self.add(Dialect::LogonHours, path, "42 hexadecimal digits");
        }
        if logon_hours::base64(text).is_some() {
            self.add(Dialect::LogonHoursBase64, path, "28 characters of Base64");
        }
        if is_scheduler(text) {
            self.add(Dialect::Agent, path, "the element scheduler");
        }
        if BackupWindow::from_text(text).is_ok() {
            self.add(Dialect::Text, path, "hours of the week as text");
        }
    }
}

/// Whether an object is a policy of Microsoft 365 without a job around it.
pub(super) fn is_bare_policy(tree: &Tree) -> bool {
    let has = |name: &str| tree.property(name).is_some();
    if has("schedulePolicy") {
        return false;
    }
    if cloud::mark(tree).is_some() {
        return false;
    }
    // Jobs of other products have a type, too; what has a name of its own is no policy.
    has("schedulePolicyType")
        || has("type")
            && !["id", "name", "schedule", "scheduleType"].into_iter().any(has)
            && !OF_SCHEDULES.into_iter().any(has)
        || OF_POLICIES.into_iter().any(has)
}
