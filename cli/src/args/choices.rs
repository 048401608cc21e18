//! What documents leave open, and instants as they are written on the command line.

use backup_window::{DeniedSlot, Fold, Gap, Plan, Starts};
use chrono::format::ParseErrorKind;
use chrono::{DateTime, Utc};
use clap::{Args, ValueEnum};

/// What the documents leave open.
#[derive(Debug, Args)]
pub(crate) struct Choices {
    /// What happens to a slot in a denied hour [default: skip for daily, defer for periodic jobs].
    #[arg(long, value_enum)]
    pub(crate) denied: Option<Denied>,
    /// What happens to a slot whose local time a clock change skips [default: first-valid].
    #[arg(long, value_enum)]
    pub(crate) gap: Option<GapChoice>,
    /// Which pass counts of a local time that a clock change repeats [default: first for daily, both for periodic].
    #[arg(long, value_enum)]
    pub(crate) fold: Option<FoldChoice>,
}

impl Choices {
    /// A plan with these choices.
    pub(crate) fn applied_to(&self, plan: &Plan) -> Plan {
        let mut plan = plan.clone();
        if let Starts::Scheduled(schedule) = &mut plan.starts {
            if let Some(denied) = self.denied {
                *schedule = schedule.with_denied(denied.into());
            }
            if let Some(gap) = self.gap {
                *schedule = schedule.with_gap(gap.into());
            }
            if let Some(fold) = self.fold {
                *schedule = schedule.with_fold(fold.into());
            }
        }
        plan
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Denied {
    /// It is dropped.
    Skip,
    /// The job runs once when the denied stretch ends.
    Defer,
    /// The job runs at every opening, whether a slot was denied or not.
    AtOpening,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum GapChoice {
    /// At the first instant after the gap.
    FirstValid,
    /// As long after the gap's start as the clock before it would have shown.
    ShiftForward,
    /// Not at all.
    Skip,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum FoldChoice {
    /// The first pass.
    First,
    /// The second pass.
    Second,
    /// Both passes.
    Both,
}

impl From<Denied> for DeniedSlot {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::Skip => Self::Skip,
            Denied::Defer => Self::Defer,
            Denied::AtOpening => Self::AtOpening,
        }
    }
}

impl From<GapChoice> for Gap {
    fn from(gap: GapChoice) -> Self {
        match gap {
            GapChoice::FirstValid => Self::FirstValid,
            GapChoice::ShiftForward => Self::ShiftForward,
            GapChoice::Skip => Self::Skip,
        }
    }
}

impl From<FoldChoice> for Fold {
    fn from(fold: FoldChoice) -> Self {
        match fold {
            FoldChoice::First => Self::First,
            FoldChoice::Second => Self::Second,
            FoldChoice::Both => Self::Both,
        }
    }
}

pub(crate) fn parse_instant(text: &str) -> Result<DateTime<Utc>, String> {
    match DateTime::parse_from_rfc3339(text) {
        Ok(instant) => Ok(instant.with_timezone(&Utc)),
        Err(error) => {
            let what = match error.kind() {
                ParseErrorKind::OutOfRange | ParseErrorKind::Impossible => "there is no such instant",
                _ => "not an instant",
            };
            Err(format!(
                "{what} (expected RFC 3339 with an offset, such as 2018-06-02T02:00:00Z or 2018-06-01T19:00:00-07:00)"
            ))
        }
    }
}
