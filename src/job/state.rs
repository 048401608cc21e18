//! What a scheduler remembers of one job, and how it changes.
//!
//! A [`State`] is a small `Copy` value. [`decide`](crate::Plan::decide) reads it, the transitions here make a new one of
//! it, and one that is not legal says why. Nothing here computes a run.
//!
//! ```text
//!             start, retry, start by hand
//!      Idle --------------------------------> Running
//!        ^                                       |
//!        +---------------------------------------+
//!             end: success, warning, failed, stopped, terminated
//! ```
//!
//! What keeps a run from being started twice or not at all is one instant, [`State::settled`]: every run up to it has
//! been dealt with. It never goes back.

use core::fmt;

use chrono::{DateTime, Utc};

use super::attempts::Attempt;
use super::decide::Start;
use super::due::Due;
use super::plan::Plan;
use super::timetable::just_before;

/// What a scheduler remembers of one job between two decisions.
///
/// ```
/// use backup_window::job::{Act, Outcome, State};
/// use backup_window::{Every, Periodically, Plan, Schedule, Starts};
/// use chrono::{TimeDelta, TimeZone, Utc};
///
/// let plan = Plan::new(Starts::Scheduled(Schedule::new(Periodically::new(Every::Hours1, 0)?)));
/// let at = |hour, minute| Utc.with_ymd_and_hms(2025, 6, 2, hour, minute, 0).unwrap();
///
/// let mut state = State::new(at(8, 30));
/// let Act::Start(start) = plan.decide(&Utc, &state, at(9, 0)).act else { panic!("a run is due") };
/// state = state.start(&start, at(9, 0))?;
/// assert!(state.start(&start, at(9, 0)).is_err(), "it runs already");
///
/// state = state.end(at(9, 20), Outcome::Success)?;
/// assert!(state.start(&start, at(9, 20)).is_err(), "a run is started once");
/// assert_eq!(plan.decide(&Utc, &state, at(9, 20)).until, Some(at(10, 0)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct State {
    pub(super) switch: Switch,
    pub(super) settled: DateTime<Utc>,
    pub(super) backlog: Option<Backlog>,
    pub(super) activity: Activity,
}

/// Whether the job is enabled: as its document says, or as was last said by hand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Switch {
    /// As its document says.
    #[default]
    AsPlanned,
    /// Enabled by hand.
    On,
    /// Disabled by hand.
    Off,
}

/// Missed runs that are still to be made up for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Backlog {
    /// The runs after this instant
    pub after: DateTime<Utc>,
    /// up to and including this one.
    pub up_to: DateTime<Utc>,
}

/// What the job does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Activity {
    /// Nothing. With how its last session ended, if there was one.
    Idle(Option<Ended>),
    /// A session.
    Running(Session),
}

/// A session of the job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Session {
    /// When it began.
    pub since: DateTime<Utc>,
    /// What it was started for.
    pub cause: Cause,
    /// Which retry it is; 0 for the first session of a run.
    pub attempt: u16,
}

/// What a session was started for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cause {
    /// The run at this instant, be the session late or a retry.
    Run(DateTime<Utc>),
    /// Someone's wish.
    ByHand,
}

/// How a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ended {
    /// The session.
    pub session: Session,
    /// When it ended.
    pub at: DateTime<Utc>,
    /// How.
    pub outcome: Outcome,
    /// Whether the retries it may have were called off.
    pub retries_cancelled: bool,
}

/// The ways a session ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Everything was done.
    Success,
    /// Everything was done, with something to look at.
    Warning,
    /// Something was not done.
    Failed,
    /// Someone stopped it.
    Stopped,
    /// The backup window closed.
    Terminated,
}

impl Outcome {
    /// A stable name: `success`, `warning`, `failed`, `stopped` or `terminated`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Warning => "warning",
            Self::Failed => "failed",
            Self::Stopped => "stopped",
            Self::Terminated => "terminated",
        }
    }

    /// Whether there is something to restore from: success, or success with a warning.
    pub const fn is_backup(self) -> bool {
        matches!(self, Self::Success | Self::Warning)
    }
}

/// Why a state does not change as was wished.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Refused {
    /// A start, but a session is running.
    AlreadyRunning {
        /// Since when.
        since: DateTime<Utc>,
    },
    /// A stop or an end, but no session is running and no retry is waited for.
    NotRunning,
    /// A run that has been started, dropped or passed over before.
    AlreadySettled {
        /// Every run up to here is settled.
        settled: DateTime<Utc>,
    },
    /// A retry, but the last session does not have this one.
    NoSuchRetry,
    /// An end before the beginning.
    EndsBeforeStart {
        /// When the session began.
        since: DateTime<Utc>,
    },
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AlreadyRunning { since } => write!(f, "a session is running since {since}"),
            Self::NotRunning => f.write_str("no session is running"),
            Self::AlreadySettled { settled } => write!(f, "the runs up to {settled} are settled"),
            Self::NoSuchRetry => f.write_str("the last session has no such retry"),
            Self::EndsBeforeStart { since } => write!(f, "the session began later, at {since}"),
        }
    }
}

impl core::error::Error for Refused {}

impl State {
    /// The state of an idle job that has not run, of which the runs after `from` count.
    ///
    /// Take the instant from which you look after the job, or the last run you know it has started.
    pub const fn new(from: DateTime<Utc>) -> Self {
        Self { switch: Switch::AsPlanned, settled: from, backlog: None, activity: Activity::Idle(None) }
    }

    /// What the job does.
    pub const fn activity(&self) -> &Activity {
        &self.activity
    }

    /// Whether the job was enabled or disabled by hand.
    pub const fn switch(&self) -> Switch {
        self.switch
    }

    /// Every run up to and including this instant has been started, dropped or passed over, except for a
    /// [`backlog`](Self::backlog).
    pub const fn settled(&self) -> DateTime<Utc> {
        self.settled
    }

    /// The runs up to [`settled`](Self::settled) that are still to be made up for.
    pub const fn backlog(&self) -> Option<Backlog> {
        self.backlog
    }

    /// How the last session ended, if there was one and none is running.
    pub const fn last(&self) -> Option<&Ended> {
        match &self.activity {
            Activity::Idle(Some(ended)) => Some(ended),
            _ => None,
        }
    }

    /// The run that the last session was for, or the one that is running; `None` where it was started by hand.
    pub const fn run(&self) -> Option<DateTime<Utc>> {
        match &self.activity {
            Activity::Idle(Some(Ended { session, .. })) | Activity::Running(session) => match session.cause {
                Cause::Run(run) => Some(run),
                Cause::ByHand => None,
            },
            Activity::Idle(None) => None,
        }
    }

    /// Whether the job may run by itself.
    pub const fn is_enabled(&self, plan: &Plan) -> bool {
        match self.switch {
            Switch::AsPlanned => plan.job_enabled,
            Switch::On => true,
            Switch::Off => false,
        }
    }

    /// Takes a state up again that was written down. With the feature `serde` it also is a value of any serde format:
    /// see `wire::StateBody`.
    ///
    /// Whatever it says, a decision about it is sound; what cannot be is only that it was reached by these transitions.
    pub const fn restore(
        switch: Switch,
        settled: DateTime<Utc>,
        backlog: Option<Backlog>,
        activity: Activity,
    ) -> Self {
        Self { switch, settled, backlog, activity }
    }

    /// The run that was decided on begins at `at`: now, or however long the start took.
    ///
    /// # Errors
    ///
    /// Refused while a session runs, and for a run that is settled.
    pub fn start(mut self, start: &Start, at: DateTime<Utc>) -> Result<Self, Refused> {
        self.begin(&start.due, at).map(|()| self)
    }

    /// The retry that was decided on begins at `at`.
    ///
    /// # Errors
    ///
    /// Refused while a session runs, and where the last session does not have this retry.
    pub fn retry(mut self, attempt: &Attempt, at: DateTime<Utc>) -> Result<Self, Refused> {
        self.begin_again(attempt, at).map(|()| self)
    }

    /// The session that runs has ended at `at`. The runs that passed while it did are dropped.
    ///
    /// # Errors
    ///
    /// Refused where none is running, and before it began.
    pub fn end(mut self, at: DateTime<Utc>, outcome: Outcome) -> Result<Self, Refused> {
        self.finish(at, outcome).map(|()| self)
    }

    /// The same state with every run before `at` settled and no backlog: what was missed is not made up for.
    #[must_use]
    pub fn pass_over(mut self, at: DateTime<Utc>) -> Self {
        self.settle_before(at);
        Self { backlog: None, ..self }
    }

    /// [`start`](Self::start) in place, for a run of which nothing but its instant is known.
    #[inline]
    pub(crate) fn begin(&mut self, due: &Due, at: DateTime<Utc>) -> Result<(), Refused> {
        self.require_idle()?;
        let is_in_backlog = self.backlog.is_some_and(|left| left.after < due.run && due.run <= left.up_to);
        if due.run <= self.settled && !is_in_backlog {
            return Err(Refused::AlreadySettled { settled: self.settled });
        }
        self.settled = self.settled.max(due.settles);
        self.backlog = due.backlog;
        self.activity = Activity::Running(Session { since: at, cause: Cause::Run(due.run), attempt: 0 });
        Ok(())
    }

    /// [`retry`](Self::retry) in place.
    pub(crate) fn begin_again(&mut self, attempt: &Attempt, at: DateTime<Utc>) -> Result<(), Refused> {
        self.require_idle()?;
        match self.last() {
            Some(ended)
                if ended.is_retried()
                    && Some(attempt.number) == ended.session.attempt.checked_add(1)
                    && at >= ended.at =>
            {
                self.activity =
                    Activity::Running(Session { since: at, attempt: attempt.number, ..ended.session });
                Ok(())
            }
            _ => Err(Refused::NoSuchRetry),
        }
    }

    /// [`end`](Self::end) in place.
    #[inline]
    pub(crate) fn finish(&mut self, at: DateTime<Utc>, outcome: Outcome) -> Result<(), Refused> {
        let Activity::Running(session) = self.activity else { return Err(Refused::NotRunning) };
        if at < session.since {
            return Err(Refused::EndsBeforeStart { since: session.since });
        }
        self.activity = Activity::Idle(Some(Ended { session, at, outcome, retries_cancelled: false }));
        self.settle_before(at);
        Ok(())
    }

    pub(super) fn require_idle(&self) -> Result<(), Refused> {
        match &self.activity {
            Activity::Idle(_) => Ok(()),
            Activity::Running(session) => Err(Refused::AlreadyRunning { since: session.since }),
        }
    }

    /// A run at the very instant is not settled: the job is free for it.
    fn settle_before(&mut self, at: DateTime<Utc>) {
        self.settled = self.settled.max(just_before(at));
    }
}

impl Ended {
    /// Whether some plan would try this session again.
    pub(super) const fn is_retried(&self) -> bool {
        // What was started by hand is looked after by hand.
        matches!(self.session.cause, Cause::Run(_))
            && !self.retries_cancelled
            && !matches!(self.outcome, Outcome::Success | Outcome::Stopped)
    }
}
