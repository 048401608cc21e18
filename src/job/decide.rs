//! What is to be done with a job now, and until when that is the answer.
//!
//! The rules are in `due.rs`; here they become an answer that says all there is to say.

use chrono::{DateTime, TimeZone, Utc};

use super::attempts::{Attempt, earlier};
use super::due::{Awaited, Due, Pending};
use super::plan::Plan;
use super::state::{Activity, State};
use super::timetable::Timetable;
use crate::calendar::{Offsets, Probed};
use crate::schedule::{NoRun, Run};

/// What is to be done with a job at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decision<'p> {
    /// What.
    pub act: Act<'p>,
    /// The first instant at which the answer can be another one, as long as the state is the same: sleep until then.
    /// `None` if it stays the same for ever.
    pub until: Option<DateTime<Utc>>,
}

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act<'p> {
    /// Start the job.
    Start(Start),
    /// Start it once more.
    Retry(Attempt),
    /// End the session: the backup window has closed.
    Terminate {
        /// When it closed.
        closed: DateTime<Utc>,
    },
    /// Nothing yet.
    Wait(Awaited),
    /// Nothing, until the state changes.
    Nothing(Idle<'p>),
}

/// A run to be started. Only a decision makes one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Start {
    /// Which run, and why it is one. It may lie in the past.
    pub run: Run,
    pub(super) due: Due,
}

/// Why there is nothing to wait for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Idle<'p> {
    /// A session is running, and no window ends it.
    Running,
    /// The job has no run of its own.
    NoRun(NoRun<'p>),
}

impl Act<'_> {
    /// A stable name: `start`, `retry`, `terminate`, `wait` or `nothing`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Start(_) => "start",
            Self::Retry(_) => "retry",
            Self::Terminate { .. } => "terminate",
            Self::Wait(_) => "wait",
            Self::Nothing(_) => "nothing",
        }
    }
}

impl Plan {
    /// What is to be done with the job at `now`, and until when that is the answer.
    ///
    /// Pure: the same answer for the same plan, zone, state and instant, on every machine. Asked at any instant from `now`
    /// up to [`until`](Decision::until), it is the same answer. A run that was missed is made up for as the plan's
    /// [`misfire`](Plan::misfire) says.
    ///
    /// ```
    /// use backup_window::job::{Act, Outcome, State};
    /// use backup_window::{BackupWindow, Daily, Plan, Schedule, Starts};
    /// use chrono::{NaiveTime, TimeZone, Utc, WeekdaySet};
    ///
    /// let daily = Daily::new(WeekdaySet::ALL, NaiveTime::from_hms_opt(22, 0, 0).unwrap())?;
    /// let nights = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 20, 6);
    /// let plan = Plan::new(Starts::Scheduled(Schedule::new(daily).with_backup_window(nights)));
    /// let at = |day, hour| Utc.with_ymd_and_hms(2025, 6, day, hour, 0, 0).unwrap();
    ///
    /// let state = State::new(at(2, 12));
    /// assert_eq!(plan.decide(&Utc, &state, at(2, 12)).until, Some(at(2, 22)));
    ///
    /// let Act::Start(start) = plan.decide(&Utc, &state, at(2, 22)).act else { panic!("the run is due") };
    /// let running = state.start(&start, at(2, 22))?;
    /// assert_eq!(plan.decide(&Utc, &running, at(2, 23)).until, Some(at(3, 6)));
    /// assert_eq!(plan.decide(&Utc, &running, at(3, 6)).act, Act::Terminate { closed: at(3, 6) });
    ///
    /// let terminated = running.end(at(3, 6), Outcome::Terminated)?;
    /// assert_eq!(plan.decide(&Utc, &terminated, at(3, 6)).until, Some(at(3, 22)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn decide<Z: TimeZone>(&self, zone: &Z, state: &State, now: DateTime<Utc>) -> Decision<'_> {
        Timetable::new(self, &Probed(zone), None).decide(state, now)
    }
}

impl<'p, O: Offsets> Timetable<'p, '_, O> {
    pub(super) fn decide(&self, state: &State, now: DateTime<Utc>) -> Decision<'p> {
        let Activity::Running(session) = state.activity() else { return self.decide_idle(state, now) };
        match self.termination_of(session) {
            None => Decision { act: Act::Nothing(Idle::Running), until: None },
            Some(closed) if closed <= now => Decision { act: Act::Terminate { closed }, until: None },
            Some(closing) => Decision { act: Act::Wait(Awaited::Closing), until: Some(closing) },
        }
    }

    fn decide_idle(&self, state: &State, now: DateTime<Utc>) -> Decision<'p> {
        match self.pending(state, now) {
            Pending::Run(due, changes) => match self.run_at(due.run) {
                Ok(run) => Decision {
                    act: Act::Start(Start { run, due }),
                    until: earlier(changes, self.next_start_closing(now)),
                },
                Err(none) => Decision { act: Act::Nothing(Idle::NoRun(none)), until: None },
            },
            Pending::Retry(attempt, until) => Decision { act: Act::Retry(attempt), until },
            Pending::Wait(awaited, until) => Decision { act: Act::Wait(awaited), until: Some(until) },
            Pending::Never(none) => Decision { act: Act::Nothing(Idle::NoRun(none)), until: None },
        }
    }
}
