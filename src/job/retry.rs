//! Retries after a failed session: how often, after how long, after what.

use chrono::TimeDelta;

use super::state::Outcome;
use crate::error::RangeError;

/// How often and after how long a failed session is tried again.
///
/// The default is what the product offers: 3 attempts, 10 minutes apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Retry {
    number: u16,
    wait_minutes: u16,
    after: RetryAfter,
}

/// After which end of a session it is tried again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum RetryAfter {
    /// One that failed, or was terminated because the window closed.
    #[default]
    Failed,
    /// One that ended with a warning as well.
    FailedOrWarning,
}

impl Retry {
    /// At most `number` attempts (1 to 777), each `wait_minutes` (1 to 999) after the failed session ended.
    ///
    /// # Errors
    ///
    /// Fails outside these ranges.
    pub const fn new(number: i64, wait_minutes: i64) -> Result<Self, RangeError> {
        if number < 1 || number > 777 {
            return Err(RangeError::new("retry number", number, 1, 777));
        }
        if wait_minutes < 1 || wait_minutes > 999 {
            return Err(RangeError::new("retry wait interval", wait_minutes, 1, 999));
        }
        Ok(Self { number: number as u16, wait_minutes: wait_minutes as u16, after: RetryAfter::Failed })
    }

    /// The same retries after other ends of a session.
    #[must_use]
    pub const fn after(self, after: RetryAfter) -> Self {
        Self { after, ..self }
    }

    /// The largest number of attempts after the first session.
    pub const fn number(&self) -> u16 {
        self.number
    }

    /// Minutes from the end of a failed session to the next attempt.
    pub const fn wait_minutes(&self) -> u16 {
        self.wait_minutes
    }

    /// The same as a duration.
    pub const fn wait(&self) -> TimeDelta {
        TimeDelta::minutes(self.wait_minutes as i64)
    }

    /// How long all retries take if none of them takes any time: the number times the wait.
    ///
    /// ```
    /// assert_eq!(backup_window::Retry::default().budget(), chrono::TimeDelta::minutes(30));
    /// ```
    pub const fn budget(&self) -> TimeDelta {
        TimeDelta::minutes(self.wait_minutes as i64 * self.number as i64)
    }

    /// Whether a session that ended so is tried again.
    pub const fn is_after(&self, outcome: Outcome) -> bool {
        match outcome {
            Outcome::Failed | Outcome::Terminated => true,
            Outcome::Warning => matches!(self.after, RetryAfter::FailedOrWarning),
            Outcome::Success | Outcome::Stopped => false,
        }
    }
}

impl Default for Retry {
    fn default() -> Self {
        Self { number: 3, wait_minutes: 10, after: RetryAfter::Failed }
    }
}
