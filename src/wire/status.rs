//! How a job is doing, as the products write it: `lastStatus`, and the `status` of sessions.

use alloc::boxed::Box;
use core::fmt;

use super::error::{Error, Path};
use super::field::Field;
use super::vbo::Job;
use crate::job::Outcome;

/// The status of a job or of a session. All versions of all products; one that is not known is kept as it is spelled.
///
/// ```
/// use backup_window::job::Outcome;
/// use backup_window::wire::Status;
///
/// assert_eq!(Status::of("success").outcome(), Some(Outcome::Success));
/// assert_eq!(Status::of("Queued").outcome(), None);
/// assert_eq!(Status::of("Rebalancing").to_string(), "Rebalancing");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Status {
    /// Someone stopped it.
    Stopped,
    /// A session is running.
    Running,
    /// The last session did everything.
    Success,
    /// The last session did everything, with something to look at.
    Warning,
    /// The last session did not do everything.
    Failed,
    /// The job is not configured; since v6.
    NotConfigured,
    /// The proxy is not connected; since v6.
    Disconnected,
    /// A session waits for its turn; since v6.
    Queued,
    /// Nothing has happened yet.
    None,
    /// Nothing happens now.
    Idle,
    /// A session begins.
    Starting,
    /// A session is being stopped.
    Stopping,
    /// The job is being enabled.
    Enabling,
    /// The job is being disabled.
    Disabling,
    /// A session waits for a tape.
    WaitingTape,
    /// A session waits for its repository.
    WaitingRepository,
    /// Any other, as it is spelled.
    Other(Box<str>),
}

const NAMES: [(&str, Status); 16] = [
    ("Stopped", Status::Stopped),
    ("Running", Status::Running),
    ("Success", Status::Success),
    ("Warning", Status::Warning),
    ("Failed", Status::Failed),
    ("NotConfigured", Status::NotConfigured),
    ("Disconnected", Status::Disconnected),
    ("Queued", Status::Queued),
    ("None", Status::None),
    ("Idle", Status::Idle),
    ("Starting", Status::Starting),
    ("Stopping", Status::Stopping),
    ("Enabling", Status::Enabling),
    ("Disabling", Status::Disabling),
    ("WaitingTape", Status::WaitingTape),
    ("WaitingRepository", Status::WaitingRepository),
];

impl Status {
    /// The status of this name, in any case.
    pub fn of(name: &str) -> Self {
        let known = NAMES.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        known.map_or_else(|| Self::Other(name.into()), |(_, status)| status)
    }

    /// The name.
    pub fn name(&self) -> &str {
        match self {
            Self::Other(name) => name,
            known => NAMES.iter().find(|(_, status)| status == known).map_or("", |(name, _)| name),
        }
    }

    /// How the last session ended, where the status says so.
    pub const fn outcome(&self) -> Option<Outcome> {
        match self {
            Self::Success => Some(Outcome::Success),
            Self::Warning => Some(Outcome::Warning),
            Self::Failed => Some(Outcome::Failed),
            Self::Stopped => Some(Outcome::Stopped),
            _ => None,
        }
    }

    /// Whether a session has begun or is in line, so that no other can be started.
    pub const fn is_running(&self) -> bool {
        matches!(
            self,
            Self::Running
                | Self::Queued
                | Self::Starting
                | Self::Stopping
                | Self::WaitingTape
                | Self::WaitingRepository
        )
    }

    /// The status in a field; `None` where it is missing or `null`.
    fn read(field: &Field, path: &Path<'_>) -> Result<Option<Self>, Error> {
        match field {
            Field::Absent | Field::Null => Ok(None),
            other => match other.as_text() {
                Some(name) => Ok(Some(Self::of(name))),
                None => Err(other.mismatch(path, "a status", "a name such as Success")),
            },
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl<U> Job<U> {
    /// How the job is doing; `None` where the document does not say.
    ///
    /// # Errors
    ///
    /// Fails on something that is not a name.
    pub fn status(&self) -> Result<Option<Status>, Error> {
        Status::read(&self.last_status, &Path::ROOT.member("lastStatus"))
    }
}
