//! Changing a schedule inside the text of a job document.
//!
//! A document that comes from a server goes back to it: whatever is not changed stays as it is, byte by byte, whether
//! this crate knows it or not. Here is what can be changed; `splice.rs` finds the place and the style of the text, and
//! the dialect says which properties a change is made of.

mod change;
mod splice;

use alloc::format;
use alloc::string::{String, ToString};

use super::dialect::Dialect;
use super::error::Error;
use super::source::{JobSource, Source};
use super::vbo;

pub use change::{Change, ChangeError, ScheduleType, WindowOf};

pub(super) use splice::{Assignment, Value};

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
    let subject = Subject::of(found);
    for change in changes {
        for assignment in vbo::assignments(change, dialect)? {
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

/// What the text is: a job, or a part of one that stands alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Subject {
    Job,
    /// `{"type": "Daily", ...}`
    Policy,
    /// `{"backupWindow": [...], "minuteOffset": 0}`
    Window,
}

impl Subject {
    fn of(job: &JobSource<'_>) -> Self {
        let has = |name| job.property(name).is_given();
        // Jobs of other products have a type, too; what has a name of its own is no policy.
        if has("schedulePolicy") || has("id") || has("name") {
            Self::Job
        } else if has("type") {
            Self::Policy
        } else if has("backupWindow") {
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
            Self::Window => assignment.path.get(1) == Some(&"backupWindowSettings"),
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
