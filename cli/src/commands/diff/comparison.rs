//! What changed from one window to another: hours of the week where one grid fits both, stretches of a range elsewhere.

use std::ops::Range;

use backup_window::{BackupWindow, DifferentClocks, Interval};
use chrono::{DateTime, Utc};

use crate::week::Week;
use crate::zone::Zone;

/// Two windows, and what changed from one to the other.
pub(super) struct Comparison {
    /// Which of the windows of a job it is.
    pub(super) what: &'static str,
    /// The window as it was; `None` where there was none.
    pub(super) a: Option<BackupWindow>,
    /// The window as it is; `None` where there is none.
    pub(super) b: Option<BackupWindow>,
    pub(super) change: Change,
}

/// What changed.
pub(super) enum Change {
    /// Hours of the week; one grid fits both windows.
    Hours {
        /// Allowed by `b` alone, on the clock of the week.
        added: BackupWindow,
        /// Allowed by `a` alone.
        removed: BackupWindow,
        week: Box<Week>,
    },
    /// Stretches of a range; the hours of the two clocks do not begin together.
    Stretches {
        range: Range<DateTime<Utc>>,
        /// Allowed by `b` alone.
        added: Vec<Interval>,
        /// Allowed by `a` alone.
        removed: Vec<Interval>,
    },
}

impl Comparison {
    /// Compares two windows. A missing one denies nothing.
    ///
    /// # Errors
    ///
    /// Fails where no grid fits both clocks and there is no range to compare instead.
    pub(super) fn of(
        what: &'static str,
        a: Option<BackupWindow>,
        b: Option<BackupWindow>,
        zone: &Zone,
        range: Option<&Range<DateTime<Utc>>>,
    ) -> Result<Self, DifferentClocks> {
        let (one, other) = (a.unwrap_or(BackupWindow::ALWAYS), b.unwrap_or(BackupWindow::ALWAYS));
        let change = match (Change::of_hours(&one, &other), range) {
            (Ok(change), _) => change,
            (Err(_), Some(range)) => Change::Stretches {
                range: range.clone(),
                added: other.overlap(&one.complement(), zone, range.clone()).collect(),
                removed: one.overlap(&other.complement(), zone, range.clone()).collect(),
            },
            (Err(error), None) => return Err(error),
        };
        Ok(Self { what, a, b, change })
    }

    /// Whether both windows allow the same times, as far as they were compared.
    pub(super) fn is_same(&self) -> bool {
        match &self.change {
            Change::Hours { added, removed, .. } => added.is_never() && removed.is_never(),
            Change::Stretches { added, removed, .. } => added.is_empty() && removed.is_empty(),
        }
    }
}

impl Change {
    fn of_hours(one: &BackupWindow, other: &BackupWindow) -> Result<Self, DifferentClocks> {
        let clock = one.intersection(other)?.clock();
        Ok(Self::Hours {
            added: other.difference(one)?.on_clock(clock)?,
            removed: one.difference(other)?,
            week: Box::new(Week::between(one, other)?),
        })
    }
}
