//! Jobs of Microsoft 365 as fast as they can be read, where others may be among them.
//!
//! A fleet's documents are mostly of one kind, and that kind has types of its own. Whether a document needs a closer
//! look shows while it is taken up, at no cost to speak of.

use serde::de::{IgnoredAny, MapAccess};

use super::envelope::Jobs;
use super::error::Error;
use super::field::Field;
use super::json;
use super::object::Unknown;
use super::vbo::Job;

/// Unknown properties are dropped, but one that belongs to another dialect is remembered.
///
/// ```
/// use backup_window::wire::Jobs;
///
/// let jobs = |text| Jobs::from_mixed_json(text).map(|jobs| jobs.are_plain());
/// assert!(jobs(r#"[{"schedulePolicy": {"type": "ManualOnly"}}]"#)?);
/// assert!(!jobs(r#"[{"schedulePolicy": {"schedulePolicyType": "ManualOnly"}}]"#)?, "of the console");
/// # Ok::<(), backup_window::wire::Error>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Foreign {
    is_seen: bool,
}

/// Properties of other dialects that a document with a policy like that of Microsoft 365 may have.
const OF_OTHERS: [&str; 16] = [
    "schedulePolicyType",
    "backupCopyWindowEnabled",
    "backupCopyWindowSettings",
    "backupJobId",
    "sourceBackupJobUid",
    "schedule",
    "scheduleSettings",
    "JobScheduleOptions",
    "scheduleType",
    "nextRunPolicy",
    // Envelopes that the types do not know, or know once.
    "results",
    "data",
    "NASJobs",
    "jobs",
    "copyJobs",
    "value",
];

impl Unknown for Foreign {
    fn take_up<'de, A: MapAccess<'de>>(&mut self, name: &str, object: &mut A) -> Result<(), A::Error> {
        // The length alone rules out nearly all.
        self.is_seen |= matches!(name.len(), 4 | 5 | 7 | 8 | 11 | 12 | 13 | 16 | 18 | 23 | 24)
            && OF_OTHERS.iter().any(|other| other.eq_ignore_ascii_case(name));
        object.next_value::<IgnoredAny>().map(drop)
    }
}

impl Job<Foreign> {
    /// Whether it is a job of Microsoft 365 beyond doubt: a backup job with a type of schedule, and nothing in it that
    /// belongs to another dialect.
    pub fn is_plain(&self) -> bool {
        let policy = &self.schedule_policy;
        let is_of_copies =
            |kind: &str| ["Immediate", "DailyAtTime"].iter().any(|other| other.eq_ignore_ascii_case(kind));
        matches!(policy.shape, Field::Object)
            && policy.kind.as_text().is_some_and(|kind| !is_of_copies(kind))
            && !self.unknown.is_seen
            && !policy.unknown.is_seen
    }
}

impl Jobs<Foreign> {
    /// Reads jobs from JSON text as [`Jobs::from_json`] does, and notices what belongs to another dialect.
    ///
    /// # Errors
    ///
    /// As there.
    pub fn from_mixed_json(text: &str) -> Result<Self, Error> {
        json::read(text)
    }

    /// Whether all of them are jobs of Microsoft 365 [beyond doubt](Job::is_plain).
    pub fn are_plain(&self) -> bool {
        let is_page = match self {
            Self::Within { jobs, unknown, .. } => !unknown.is_seen && jobs.are_plain(),
            Self::One(_) | Self::List(_) => true,
        };
        is_page && self.iter().all(Job::is_plain)
    }
}
