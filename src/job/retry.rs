//! Retries after a failed session.

use crate::error::RangeError;

/// How often and after how long a failed session is tried again.
///
/// The default is what the product offers: 3 attempts, 10 minutes apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Retry {
    number: u16,
    wait_minutes: u16,
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
        Ok(Self { number: number as u16, wait_minutes: wait_minutes as u16 })
    }

    /// The largest number of attempts after the first session.
    pub const fn number(&self) -> u16 {
        self.number
    }

    /// Minutes from the end of a failed session to the next attempt.
    pub const fn wait_minutes(&self) -> u16 {
        self.wait_minutes
    }
}

impl Default for Retry {
    fn default() -> Self {
        Self { number: 3, wait_minutes: 10 }
    }
}
