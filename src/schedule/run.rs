//! The answer to "when next": a run with its reasons, or the reason why there is none.

use core::fmt;

use chrono::{DateTime, FixedOffset, NaiveDateTime, Utc};

/// An instant at which a job starts, and why then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Run {
    /// The instant.
    pub at: DateTime<Utc>,
    /// The offset in force in the job's zone at that instant.
    pub offset: FixedOffset,
    /// Where the run comes from.
    pub origin: Origin,
    /// When the backup window in force closes and ends the session; `None` where no window ends it.
    pub closes: Option<DateTime<Utc>>,
}

impl Run {
    /// What the clock of the job's zone shows at the run.
    pub fn local(&self) -> DateTime<FixedOffset> {
        self.at.with_timezone(&self.offset)
    }
}

/// Where a run comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin {
    /// The trigger asks for this instant.
    Scheduled,
    /// A slot was denied; this is when the denied stretch ends.
    Deferred {
        /// The denied slot; the last one, if there were several.
        from: DateTime<Utc>,
    },
    /// The window opens here, and the schedule wants a run at every opening.
    AtOpening,
    /// The trigger asks for a civil time that the zone skips.
    MovedByGap {
        /// The time asked for; the last one, if there were several.
        nominal: NaiveDateTime,
    },
}

impl Origin {
    /// A stable name: `scheduled`, `deferred`, `at_opening` or `moved_by_gap`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Scheduled => "scheduled",
            Self::Deferred { .. } => "deferred",
            Self::AtOpening => "at_opening",
            Self::MovedByGap { .. } => "moved_by_gap",
        }
    }
}

/// Why a job has no computable run.
///
/// Names are borrowed from the plan that was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NoRun<'a> {
    /// The job is disabled.
    JobDisabled,
    /// The schedule of the job is disabled.
    ScheduleDisabled,
    /// The job is started by hand only.
    ManualOnly,
    /// The job has no schedule.
    NotScheduled,
    /// The job runs whenever its source has a new restore point.
    OnNewRestorePoint,
    /// The job runs after another one; the name is empty where it is not known.
    AfterJob(&'a str),
    /// The job runs again as soon as its last session ends: when it ran or will run is a matter of its sessions.
    Continuously,
    /// An enabled window is never open.
    WindowNeverOpens,
    /// The trigger never meets the window, under any offset that the zone has from here on; or it has no slot at all, as on
    /// the 31st of a February.
    NeverMatches,
    /// No run has as much time before its window closes as was asked for.
    NeverFits,
    /// The run lies beyond the range of chrono's dates.
    BeyondTimeRange,
    /// A type of schedule that this version does not evaluate.
    Unsupported(&'a str),
}

impl NoRun<'_> {
    /// A stable name in snake case, such as `window_never_opens`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::JobDisabled => "job_disabled",
            Self::ScheduleDisabled => "schedule_disabled",
            Self::ManualOnly => "manual_only",
            Self::NotScheduled => "not_scheduled",
            Self::OnNewRestorePoint => "on_new_restore_point",
            Self::AfterJob(_) => "after_job",
            Self::Continuously => "continuously",
            Self::WindowNeverOpens => "window_never_opens",
            Self::NeverMatches => "never_matches",
            Self::NeverFits => "never_fits",
            Self::BeyondTimeRange => "beyond_time_range",
            Self::Unsupported(_) => "unsupported",
        }
    }
}

impl fmt::Display for NoRun<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::JobDisabled => f.write_str("the job is disabled"),
            Self::ScheduleDisabled => f.write_str("the schedule of the job is disabled"),
            Self::ManualOnly => f.write_str("the job is started by hand only"),
            Self::NotScheduled => f.write_str("the job has no schedule"),
            Self::OnNewRestorePoint => f.write_str("the job runs at each new restore point of its source"),
            Self::AfterJob("") => f.write_str("the job runs after another one"),
            Self::AfterJob(name) => write!(f, "the job runs after {name:?}"),
            Self::Continuously => f.write_str("the job runs again as soon as its last session ends"),
            Self::WindowNeverOpens => f.write_str("the window never allows a start"),
            Self::NeverMatches => {
                f.write_str("the schedule has no slot in this zone, or none that its windows ever allow")
            }
            Self::NeverFits => f.write_str("no run has so much time before the window closes"),
            Self::BeyondTimeRange => f.write_str("the run lies beyond the range of dates"),
            Self::Unsupported(kind) => write!(f, "schedules of type {kind:?} are not evaluated"),
        }
    }
}

impl core::error::Error for NoRun<'_> {}
