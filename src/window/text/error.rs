//! Why a text is not that of a window.

use alloc::string::{String, ToString};
use core::fmt;

/// A text that cannot be read as the hours of a window: where, and why.
///
/// `column 7: "20:30" is no whole hour (expected 20:00 or 21:00)`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WindowTextError {
    offset: usize,
    column: usize,
    begins_as_hours: bool,
    message: String,
}

impl WindowTextError {
    pub(super) fn new(text: &str, offset: usize, message: impl fmt::Display) -> Self {
        let column = text.get(..offset).unwrap_or(text).chars().count() + 1;
        // Signs alone could be the beginning of anything.
        let begin = text.trim_start();
        let begins_as_hours = offset > text.len() - begin.len() && begin.starts_with(char::is_alphanumeric);
        Self { offset, column, begins_as_hours, message: message.to_string() }
    }

    /// Where in the text, in bytes from its beginning.
    pub const fn offset(&self) -> usize {
        self.offset
    }

    /// Where in the text, in characters from 1.
    pub const fn column(&self) -> usize {
        self.column
    }

    /// Whether the text begins as hours do, and so is likely to be meant as such: `Mo 10:00+` does, and `hello` does not.
    ///
    /// ```
    /// use backup_window::BackupWindow;
    ///
    /// assert!(BackupWindow::from_text("Mo 10:00+").unwrap_err().begins_as_hours());
    /// assert!(!BackupWindow::from_text("hello").unwrap_err().begins_as_hours());
    /// ```
    pub const fn begins_as_hours(&self) -> bool {
        self.begins_as_hours
    }

    /// What stands there, and what was expected.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for WindowTextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "column {}: {}", self.column, self.message)
    }
}

impl core::error::Error for WindowTextError {}
