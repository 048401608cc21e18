//! Changing a schedule inside the text of a job document.
//!
//! A document that comes from a server goes back to it: whatever is not changed stays as it is, byte by byte, whether
//! this crate knows it or not. `change.rs` has what can be changed, `policy.rs` and `vbr.rs` which properties of a dialect
//! a change is made of, `splice.rs` and `rows.rs` where a value goes in the text, and `style.rs` how it looks there.

mod change;
mod policy;
mod rows;
mod splice;
mod style;
mod vbr;

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

use super::dialect::Dialect;
use super::error::{Error, Path};
use super::source::{JobSource, Node, Source};

pub use change::{Change, ChangeError, ScheduleType, WindowOf};

use splice::{Assignment, Value};

/// The text with changes to one of its jobs, and every other byte as it was.
///
/// `job` counts the jobs of the document from 0. A value that is as it should be stays as it is spelled. Properties and
/// sections that are missing are added at the end of their object, in the style of their neighbours; names are found in
/// any case. The result is not read: a schedule of type `Daily` that has no time of day yet is written as such.
///
/// ```
/// use backup_window::wire::{Dialect, edit::{Change, edit}};
///
/// let job = r#"{ "Proxy" : 1.50, "schedulePolicy" : { "type" : "Daily", "dailyTime" : "19:00:00", "x" : null } }"#;
/// let changes = [Change::parse("daily-time", "22:00")?, Change::parse("days", "Workdays")?];
/// assert_eq!(
///     edit(job, 0, Dialect::VboV8, &changes)?,
///     r#"{ "Proxy" : 1.50, "schedulePolicy" : { "type" : "Daily", "dailyTime" : "22:00:00", "x" : null, "dailyType" : "Workdays" } }"#,
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// Fails for a text that is not JSON, a job that is not there, a change that the dialect has no property for, and where
/// a property on the way is given twice or is no object.
pub fn edit(text: &str, job: usize, dialect: Dialect, changes: &[Change]) -> Result<String, Error> {
    let source = Source::new(text).map_err(|error| Error::of_document(error.to_string()))?;
    let jobs = source.jobs();
    let Some(found) = jobs.get(job) else {
        return Err(Error::of_document(format!("there is no job {job} (the document has {})", jobs.len())));
    };
    let mut edited = found.text().to_string();
    let subject = Subject::of(found, dialect);
    for change in changes {
        for assignment in assignments(change, dialect, &edited)? {
            let Some(assignment) = subject.of_its_own(assignment, change)? else { continue };
            if let Some(splice) = assignment.splice(&edited)? {
                edited.replace_range(splice.range, &splice.text);
            }
        }
    }
    let mut whole = text.to_string();
    whole.replace_range(found.span(), &edited);
    Ok(whole)
}

/// The properties that a change sets in a job, in order.
fn assignments(change: &Change, dialect: Dialect, job: &str) -> Result<Vec<Assignment>, Error> {
    match (dialect, change) {
        (Dialect::Vbr, _) => {
            let job = Node::of(job).map_err(|error| Error::of_document(error.to_string()))?;
            vbr::assignments(change, job)
        }
        (Dialect::VboCopy | Dialect::Vspc | Dialect::VspcCopy, _) => policy::assignments(change, dialect),
        (dialect, _) if dialect.is_vbo() => policy::assignments(change, dialect),
        (Dialect::VspcServer, Change::JobEnabled(to)) => {
            Ok(vec![Assignment::new(["isEnabled"], Value::Flag(*to))])
        }
        (Dialect::VspcServer, _) => Err(Path::ROOT.error(format_args!(
            "{dialect} names the type of a schedule alone (expected job, the only thing that can be switched)"
        ))),
        _ => Err(Path::ROOT.error(format_args!(
            "a document of {dialect} is not changed in its text (expected another dialect; convert writes one)"
        ))),
    }
}

/// What the text is: a job, or a part of one that stands alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Subject {
    /// A job, or what finds its own way: a schedule of Backup & Replication.
    Job,
    /// `{"type": "Daily", ...}`
    Policy,
    /// `{"backupWindow": [...], "minuteOffset": 0}`
    Window,
}

impl Subject {
    fn of(job: &JobSource<'_>, dialect: Dialect) -> Self {
        let has = |name| job.property(name).is_given();
        // Jobs of other products have a type, too; what has a name of its own is no policy.
        if matches!(dialect, Dialect::Vbr | Dialect::VspcServer)
            || has("schedulePolicy")
            || has("id")
            || has("name")
        {
            Self::Job
        } else if has("type") || has("schedulePolicyType") {
            Self::Policy
        } else if has("backupWindow") || has("backupIntervalsArray") {
            Self::Window
        } else {
            Self::Job
        }
    }

    /// The same, counted from what there is; `None` where it stands elsewhere and is not needed here.
    fn of_its_own(self, mut assignment: Assignment, change: &Change) -> Result<Option<Assignment>, Error> {
        let (kept, what) = match self {
            Self::Job => return Ok(Some(assignment)),
            Self::Policy => (assignment.path.len().saturating_sub(1), "a schedule policy"),
            Self::Window => (1, "a window"),
        };
        let is_inside = match self {
            Self::Window => {
                assignment.path.get(1).is_some_and(|section| section.starts_with("backup"))
                    && assignment.path.len() == 3
            }
            Self::Job | Self::Policy => kept > 0,
        };
        if !is_inside {
            // A window alone has no flag, and none is needed.
            return match (self, change) {
                (Self::Window, Change::Window(WindowOf::Backup, _)) => Ok(None),
                _ => Err(Error::of_document(format!(
                    "{} cannot be set: the document is {what}, without a job around it",
                    assignment.path.join(".")
                ))),
            };
        }
        assignment.path.drain(..assignment.path.len() - kept);
        Ok(Some(assignment))
    }
}
