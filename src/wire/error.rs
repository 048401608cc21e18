//! What is wrong in a document, and where.

use alloc::string::{String, ToString};
use core::fmt;

/// A value that cannot be read: the path to it, and what is wrong with it.
///
/// `schedulePolicy.dailyTime: "25:00" is not a time of day (expected H:MM or HH:MM:SS, up to 23:59:59)`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    path: String,
    message: String,
}

impl Error {
    /// The error of a document that has no jobs to speak of.
    pub fn of_document(message: impl Into<String>) -> Self {
        Self { path: String::new(), message: message.into() }
    }

    /// The path from the job to the value, such as `schedulePolicy.dailyTime`; empty for the job itself.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The value, what is wrong with it and what was expected.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            f.write_str(&self.message)
        } else {
            write!(f, "{}: {}", self.path, self.message)
        }
    }
}

impl core::error::Error for Error {}

/// Something in a document that was read but has no effect, or not the effect it seems to have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The path from the job to the value.
    pub path: String,
    /// What it means for the job.
    pub message: String,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.message)
    }
}

/// Where a value stands in its document.
#[derive(Debug, Clone, Copy)]
pub(super) struct Path<'a> {
    parent: Option<&'a Path<'a>>,
    name: &'a str,
}

impl<'a> Path<'a> {
    /// The document itself.
    pub(super) const ROOT: Path<'static> = Path { parent: None, name: "" };

    pub(super) const fn member(&'a self, name: &'a str) -> Path<'a> {
        Path { parent: Some(self), name }
    }

    pub(super) fn error(&self, message: impl fmt::Display) -> Error {
        Error { path: self.to_string(), message: message.to_string() }
    }

    pub(super) fn note(&self, message: impl fmt::Display) -> Note {
        Note { path: self.to_string(), message: message.to_string() }
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent.filter(|parent| parent.parent.is_some()) {
            // The place in a list stands at the list: `days[3].hours`.
            write!(f, "{parent}{}", if self.name.starts_with('[') { "" } else { "." })?;
        }
        f.write_str(self.name)
    }
}

/// Names in a row, for messages: `a, b or c`.
pub(super) fn any_of<'a>(names: impl ExactSizeIterator<Item = &'a str>) -> String {
    let (mut list, length) = (String::new(), names.len());
    for (i, name) in names.enumerate() {
        list.push_str(match length - i {
            _ if i == 0 => "",
            1 => " or ",
            _ => ", ",
        });
        list.push_str(name);
    }
    list
}
