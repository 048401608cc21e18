//! The retries of a failed session: when each would come, and what may keep it from coming.
//!
//! ```text
//!   backup window  ==============================[closed
//!   sessions       [run fails]    [1st fails]    x            x: the second retry is dropped
//!   wait                      ---->          ---->
//! ```

use core::fmt;
use core::iter::FusedIterator;

use chrono::{DateTime, TimeDelta, TimeZone, Utc};

use super::plan::Plan;
use super::retry::Retry;
use super::state::{Cause, Ended};
use super::timetable::{Timetable, just_before};
use crate::calendar::{Offsets, Probed};

/// One retry of a session that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Attempt {
    /// Which retry it is, from 1.
    pub number: u16,
    /// How many there may be.
    pub of: u16,
    /// When it is due: so many minutes after the end of the session before.
    pub at: DateTime<Utc>,
    /// What becomes of it.
    pub fate: Fate,
}

/// What becomes of a retry. One that is not made is the last: only a session that fails is tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fate {
    /// It is made.
    Made {
        /// Until when it can be made late: up to the next run or the closing of the backup window. `None` without end.
        before: Option<DateTime<Utc>>,
    },
    /// The backup window is closed when it is due.
    Dropped {
        /// When the window closed; `None` where it is never open.
        closed: Option<DateTime<Utc>>,
    },
    /// A run comes at the same time or sooner.
    GivesWay {
        /// The instant of that run.
        to: DateTime<Utc>,
    },
}

impl Fate {
    /// A stable name: `made`, `dropped` or `gives_way`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Made { .. } => "made",
            Self::Dropped { .. } => "dropped",
            Self::GivesWay { .. } => "gives_way",
        }
    }
}

impl<O: Offsets> Timetable<'_, '_, O> {
    /// The retry that follows a session which ended so; `None` where none does.
    pub(crate) fn retry_of(&self, ended: &Ended) -> Option<Attempt> {
        let retry = self.plan.retry.filter(|retry| retry.is_after(ended.outcome))?;
        let Cause::Run(run) = ended.session.cause else { return None };
        if ended.retries_cancelled {
            return None;
        }
        self.attempt(retry, ended.session.attempt.checked_add(1)?, run, ended.at)
    }

    /// The retry of this number for a run, after a session that ended at `ended`.
    fn attempt(
        &self,
        retry: Retry,
        number: u16,
        run: DateTime<Utc>,
        ended: DateTime<Utc>,
    ) -> Option<Attempt> {
        if number > retry.number() {
            return None;
        }
        let at = ended.checked_add_signed(retry.wait())?;
        // The runs before the end passed while the session ran.
        let run = self.next_instant(just_before(ended).max(run));
        let fate = match run {
            Some(to) if to <= at => Fate::GivesWay { to },
            _ if !self.is_backup_allowed(at) => Fate::Dropped { closed: self.last_closing(at) },
            _ => Fate::Made { before: earlier(run, self.next_closing(at)) },
        };
        Some(Attempt { number, of: retry.number(), at, fate })
    }
}

impl Plan {
    /// The retries of the run at `run`, if its session and each of the retries takes as long as `lasting` and fails. The
    /// list ends with the first that is not made, or with the last there may be.
    ///
    /// ```
    /// use backup_window::job::Fate;
    /// use backup_window::{BackupWindow, Daily, Plan, Retry, Schedule, Starts};
    /// use chrono::{NaiveTime, TimeDelta, TimeZone, Utc, WeekdaySet};
    ///
    /// let nights = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 22, 2);
    /// let daily = Daily::new(WeekdaySet::ALL, NaiveTime::from_hms_opt(22, 0, 0).unwrap())?;
    /// let mut plan = Plan::new(Starts::Scheduled(Schedule::new(daily).with_backup_window(nights)));
    /// plan.retry = Some(Retry::new(3, 60)?);
    ///
    /// let at = |day, hour, minute| Utc.with_ymd_and_hms(2025, 6, day, hour, minute, 0).unwrap();
    /// let retries: Vec<_> = plan.retries(&Utc, at(2, 22, 0), TimeDelta::minutes(40)).collect();
    /// assert_eq!(retries[0].at, at(2, 23, 40));
    /// assert_eq!(retries[1].at, at(3, 1, 20));
    /// // The second is terminated at 02:00, and the third would come an hour later.
    /// assert_eq!((retries[2].at, retries[2].fate), (at(3, 3, 0), Fate::Dropped { closed: Some(at(3, 2, 0)) }));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn retries<'p, Z: TimeZone>(
        &'p self,
        zone: &'p Z,
        run: DateTime<Utc>,
        lasting: TimeDelta,
    ) -> Retries<'p, Z> {
        Retries {
            plan: self,
            zone,
            run,
            started: Some(run),
            number: 1,
            lasting: lasting.max(TimeDelta::zero()),
        }
    }
}

/// The retries of a run, in order.
///
/// Made by [`Plan::retries`].
#[derive(Debug, Clone)]
pub struct Retries<'p, Z> {
    plan: &'p Plan,
    zone: &'p Z,
    run: DateTime<Utc>,
    /// When the session before began; `None` where no retry follows.
    started: Option<DateTime<Utc>>,
    number: u16,
    lasting: TimeDelta,
}

impl<Z: TimeZone> Iterator for Retries<'_, Z> {
    type Item = Attempt;

    fn next(&mut self) -> Option<Attempt> {
        let started = self.started.take()?;
        let probed = Probed(self.zone);
        let timetable = Timetable::new(self.plan, &probed, None);
        let ended = started.checked_add_signed(self.lasting);
        let ended = earlier(ended, timetable.next_closing(started))?;
        let attempt = timetable.attempt(self.plan.retry?, self.number, self.run, ended)?;
        if matches!(attempt.fate, Fate::Made { .. }) {
            self.started = Some(attempt.at);
            self.number += 1;
        }
        Some(attempt)
    }
}

impl<Z: TimeZone> FusedIterator for Retries<'_, Z> {}

/// Retries that a backup window has no room for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RetriesBeyondWindow {
    /// How long all retries take at the least.
    pub budget: TimeDelta,
    /// How long the window is open at a time, at most.
    pub longest_allowed: TimeDelta,
}

impl fmt::Display for RetriesBeyondWindow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the retries take {}, and the backup window is never open for longer than {} at a time",
            HoursAndMinutes(self.budget),
            HoursAndMinutes(self.longest_allowed),
        )
    }
}

struct HoursAndMinutes(TimeDelta);

impl fmt::Display for HoursAndMinutes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0.num_hours(), self.0.num_minutes() % 60) {
            (0, minutes) => write!(f, "{minutes} min"),
            (hours, 0) => write!(f, "{hours} h"),
            (hours, minutes) => write!(f, "{hours} h {minutes} min"),
        }
    }
}

impl Plan {
    /// Whether the retries take longer than the backup window is ever open at a time, even if no session takes any time:
    /// then the last of them never come. `None` where they fit, and where there is no window or no retry.
    ///
    /// Hours are those of the grid: the hour by which a change of the clock may make a window longer does not count.
    pub fn retries_beyond_window(&self) -> Option<RetriesBeyondWindow> {
        let budget = self.retry?.budget();
        let longest_allowed = self.windows().backup?.longest_allowed().limit()?;
        (budget > longest_allowed).then_some(RetriesBeyondWindow { budget, longest_allowed })
    }
}

/// Whichever comes first.
pub(super) fn earlier(one: Option<DateTime<Utc>>, other: Option<DateTime<Utc>>) -> Option<DateTime<Utc>> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}
