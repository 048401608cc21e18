//! A finding, and how findings are gathered.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::code::{Code, Severity};
use super::facts::Facts;
use crate::wire::Error;

/// Something that is probably not meant.
///
/// `warning[time-in-gap] schedulePolicy.dailyTime: 02:30:00 does not happen on 2026-03-08`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What it is about.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// The path from the job to the value it is about; empty for the job itself.
    pub path: String,
    /// What is the matter, in one line.
    pub message: String,
    /// A way out, in one line.
    pub fix: String,
}

impl Finding {
    /// The finding of a document that cannot be read.
    pub fn unreadable(error: &Error) -> Self {
        Self {
            code: Code::Unreadable,
            severity: Code::Unreadable.severity(),
            path: error.path().into(),
            message: error.message().into(),
            fix: match error.path() {
                "" => "mend the document, or say in which dialect it is".into(),
                _ => "write the value as expected".into(),
            },
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}] ", self.severity, self.code)?;
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(&self.message)
    }
}

/// The findings of one job.
pub(super) struct Findings<'a> {
    facts: &'a Facts<'a>,
    all: Vec<Finding>,
}

impl<'a> Findings<'a> {
    pub(super) const fn new(facts: &'a Facts<'a>) -> Self {
        Self { facts, all: Vec::new() }
    }

    /// Adds a finding about a property of the schedule policy.
    pub(super) fn add(
        &mut self,
        code: Code,
        property: &str,
        message: impl fmt::Display,
        fix: impl fmt::Display,
    ) {
        self.add_as(code, code.severity(), property, message, fix);
    }

    /// Adds one that is worse, or not so bad, as others of its code.
    pub(super) fn add_as(
        &mut self,
        code: Code,
        severity: Severity,
        property: &str,
        message: impl fmt::Display,
        fix: impl fmt::Display,
    ) {
        let path = self.facts.names.prefix.to_string() + property;
        self.push(Finding { code, severity, path, message: message.to_string(), fix: fix.to_string() });
    }

    pub(super) fn push(&mut self, finding: Finding) {
        self.all.push(finding);
    }

    /// The findings, worst first.
    pub(super) fn sorted(mut self) -> Vec<Finding> {
        self.all.sort_by_key(|finding| (core::cmp::Reverse(finding.severity), finding.code));
        self.all
    }
}
