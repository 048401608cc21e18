//! What people and other programs do to a job: enable, disable, start, stop, explore.
//!
//! Here is what an action means for a state; its JSON is in `wire::actions`.

use alloc::boxed::Box;

use chrono::{DateTime, Utc};

use super::state::{Activity, Cause, Ended, Outcome, Refused, Session, State, Switch};

/// An action on a job.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Action {
    /// The job may run by itself from now on.
    Enable,
    /// It may not. A session that is running goes on.
    Disable,
    /// A session begins, whatever the windows say, and for a disabled job, too.
    Start,
    /// The session that is running ends, and whatever retries there would be do not come.
    Stop,
    /// A restore session begins. Nothing changes for the job.
    Explore(Explore),
}

/// A restore session to be started.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Explore {
    /// The time as of which the data are looked at.
    pub datetime: Option<DateTime<Utc>>,
    /// What is to be looked at.
    pub kind: Option<ExploreKind>,
    /// Whether to show what was deleted before.
    pub show_deleted: Option<bool>,
    /// Whether to show all versions.
    pub show_all_versions: Option<bool>,
}

/// What a restore session is for: one of the explorers.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ExploreKind {
    /// Exchange: `vex`.
    Exchange,
    /// SharePoint: `vesp`.
    SharePoint,
    /// OneDrive: `veod`.
    OneDrive,
    /// Teams: `vet`.
    Teams,
    /// One that is not known, as it is spelled.
    Other(Box<str>),
}

/// What a restore session shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RestorePoint {
    /// No backup data: the time precedes the first backup, or there is none.
    Nothing,
    /// The data as of this time.
    AsOf(DateTime<Utc>),
    /// The data as of the latest restore point: the time exceeds the last backup, or none was given.
    Latest(DateTime<Utc>),
}

impl Explore {
    /// What the session shows of an organization that was first and last backed up at these times.
    ///
    /// A time before the first backup shows nothing, one after the last the latest restore point, as documented.
    ///
    /// ```
    /// use backup_window::job::{Explore, RestorePoint};
    /// use chrono::{TimeZone, Utc};
    ///
    /// let day = |day| Utc.with_ymd_and_hms(2019, 4, day, 10, 54, 40).unwrap();
    /// let backups = Some((day(10), day(20)));
    /// let shown = |at| Explore { datetime: Some(at), ..Explore::default() }.restore_point(backups);
    /// assert_eq!(shown(day(9)), RestorePoint::Nothing);
    /// assert_eq!(shown(day(12)), RestorePoint::AsOf(day(12)));
    /// assert_eq!(shown(day(21)), RestorePoint::Latest(day(20)));
    /// ```
    pub fn restore_point(&self, backups: Option<(DateTime<Utc>, DateTime<Utc>)>) -> RestorePoint {
        match (backups, self.datetime) {
            (None, _) => RestorePoint::Nothing,
            (Some((first, _)), Some(at)) if at < first => RestorePoint::Nothing,
            (Some((_, last)), Some(at)) if at <= last => RestorePoint::AsOf(at),
            (Some((_, last)), _) => RestorePoint::Latest(last),
        }
    }
}

/// What an action did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Effect {
    /// The job may run by itself again, or no longer.
    Switched,
    /// It was enabled or disabled before.
    Unchanged,
    /// A session began.
    Started,
    /// A session was stopped.
    Stopped,
    /// No session was running, but a retry was to come; now it is not.
    RetriesCancelled,
    /// A restore session is to be started; that is for the caller to do.
    Explored,
}

impl State {
    /// The state after an action at `at`, and what the action did.
    ///
    /// ```
    /// use backup_window::job::{Action, Effect, Refused, State};
    /// use chrono::{TimeZone, Utc};
    ///
    /// let at = |minute| Utc.with_ymd_and_hms(2025, 6, 2, 8, minute, 0).unwrap();
    /// let (state, effect) = State::new(at(0)).apply(&Action::Start, at(1))?;
    /// assert_eq!(effect, Effect::Started);
    /// assert_eq!(state.apply(&Action::Start, at(2)), Err(Refused::AlreadyRunning { since: at(1) }));
    /// let (state, effect) = state.apply(&Action::Stop, at(3))?;
    /// assert_eq!(effect, Effect::Stopped);
    /// assert_eq!(state.apply(&Action::Stop, at(4)), Err(Refused::NotRunning));
    /// # Ok::<(), Refused>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Refused: a start while a session runs, a stop while none does and no retry is possible, a stop before the
    /// beginning of the session.
    pub fn apply(self, action: &Action, at: DateTime<Utc>) -> Result<(Self, Effect), Refused> {
        match action {
            Action::Enable if self.switch == Switch::On => Ok((self, Effect::Unchanged)),
            Action::Disable if self.switch == Switch::Off => Ok((self, Effect::Unchanged)),
            // What passed while the job was disabled was not missed.
            Action::Enable => {
                let state = self.without_retries().pass_over(at);
                Ok((Self { switch: Switch::On, ..state }, Effect::Switched))
            }
            Action::Disable => Ok((Self { switch: Switch::Off, ..self.without_retries() }, Effect::Switched)),
            Action::Start => {
                let session = Session { since: at, cause: Cause::ByHand, attempt: 0 };
                self.require_idle()?;
                Ok((Self { activity: Activity::Running(session), ..self }, Effect::Started))
            }
            Action::Stop => self.stop(at),
            Action::Explore(_) => Ok((self, Effect::Explored)),
        }
    }

    fn stop(self, at: DateTime<Utc>) -> Result<(Self, Effect), Refused> {
        match self.activity {
            Activity::Running(_) => Ok((self.end(at, Outcome::Stopped)?, Effect::Stopped)),
            Activity::Idle(Some(ended)) if ended.is_retried() => {
                Ok((self.without_retries(), Effect::RetriesCancelled))
            }
            Activity::Idle(_) => Err(Refused::NotRunning),
        }
    }

    fn without_retries(self) -> Self {
        match self.activity {
            Activity::Idle(Some(ended)) => {
                Self { activity: Activity::Idle(Some(Ended { retries_cancelled: true, ..ended })), ..self }
            }
            _ => self,
        }
    }
}
