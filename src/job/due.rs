//! What is due for an idle job: the rules, without anything said about the run.
//!
//! [`decide`](super::decide) makes answers of it for callers, and the simulation steps along it a hundred million times,
//! so each instant is asked for once and nothing is looked up that is not needed.

use core::num::NonZeroU16;

use chrono::{DateTime, TimeDelta, Utc};

use super::attempts::{Attempt, Fate, earlier};
use super::misfire::Misfire;
use super::state::{Backlog, Cause, Session, State};
use super::timetable::{Timetable, just_after};
use crate::calendar::Offsets;
use crate::schedule::NoRun;

/// A run that is to be started, and what of the runs beside it is settled thereby.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Due {
    /// The run.
    pub(crate) run: DateTime<Utc>,
    /// With it, every run up to here is settled.
    pub(crate) settles: DateTime<Utc>,
    /// Except for these.
    pub(crate) backlog: Option<Backlog>,
}

impl Due {
    /// A run that is started at its very instant.
    pub(crate) const fn on_time(run: DateTime<Utc>) -> Self {
        Self { run, settles: run, backlog: None }
    }
}

/// What is to be done for an idle job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pending<'p> {
    /// A run, up to the given instant, if nothing is denied sooner.
    Run(Due, Option<DateTime<Utc>>),
    /// A retry, up to the given instant.
    Retry(Attempt, Option<DateTime<Utc>>),
    /// Nothing before an instant.
    Wait(Awaited, DateTime<Utc>),
    /// Nothing at all.
    Never(NoRun<'p>),
}

/// What a job waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Awaited {
    /// Its next run.
    Run,
    /// A retry.
    Retry(Attempt),
    /// An opening of the windows, for a run that could not be started in time.
    Opening,
    /// The closing of the backup window: the session is terminated then.
    Closing,
}

impl<'p, O: Offsets> Timetable<'p, '_, O> {
    /// What is to be done for an idle job at `now`.
    pub(super) fn pending(&self, state: &State, now: DateTime<Utc>) -> Pending<'p> {
        self.pending_knowing(state, now, self.next_instant(state.settled))
    }

    /// The same where the first run is known that is not settled.
    pub(crate) fn pending_knowing(
        &self,
        state: &State,
        now: DateTime<Utc>,
        first: Option<DateTime<Utc>>,
    ) -> Pending<'p> {
        if !state.is_enabled(self.plan) {
            return Pending::Never(NoRun::JobDisabled);
        }
        if let Some(none) = self.why_none() {
            return Pending::Never(none);
        }
        // A retry gives way to whatever run is due, one to be made up for among them.
        if let Some(due) = self.backlog(state) {
            return self.allowed(due, now, None, None);
        }
        if let Some(attempt) = state.last().and_then(|ended| self.retry_of(ended))
            && let Fate::Made { before } = attempt.fate
        {
            if now < attempt.at {
                return Pending::Wait(Awaited::Retry(attempt), attempt.at);
            }
            if before.is_none_or(|before| now < before) {
                return Pending::Retry(attempt, before);
            }
        }
        match first {
            None => self.never(state.settled),
            Some(first) if now < first => Pending::Wait(Awaited::Run, first),
            Some(first) => self.run_since(state.settled, first, now),
        }
    }

    /// When the session is to be terminated; `None` where no window ends it.
    pub(crate) fn termination_of(&self, session: &Session) -> Option<DateTime<Utc>> {
        // The windows gate a start, unless it was someone's wish.
        if matches!(session.cause, Cause::Run(_)) && !self.is_backup_allowed(session.since) {
            return Some(self.last_closing(session.since).unwrap_or(session.since));
        }
        self.next_closing(session.since)
    }

    /// Which of the runs after `settled`, the first of which has come, is to be started at `now`.
    fn run_since(&self, settled: DateTime<Utc>, first: DateTime<Utc>, now: DateTime<Utc>) -> Pending<'p> {
        if self.is_continuous() {
            // It waits for its start, and nothing follows before its end.
            return self.allowed(Due { run: first, settles: first, backlog: None }, now, None, None);
        }
        let (mut last, mut next) = (first, self.next_instant(first));
        if next.is_some_and(|next| next <= now) {
            last = self.previous_instant(just_after(now)).unwrap_or(first);
            next = self.next_instant(now);
        }
        let (run, backlog, expires) = match self.plan.misfire {
            Misfire::RunOnce => (last, None, None),
            Misfire::Skip { grace_seconds } => {
                let end = last.checked_add_signed(TimeDelta::seconds(grace_seconds.into()));
                match (end, next) {
                    (Some(end), Some(next)) if end < now => return Pending::Wait(Awaited::Run, next),
                    (Some(end), None) if end < now => return self.never(now),
                    _ => (last, None, end.map(just_after)),
                }
            }
            Misfire::RunAll { limit } => {
                let (run, _) = self.first_of_last(limit, last, settled);
                (run, (run < last).then_some(Backlog { after: run, up_to: last }), None)
            }
        };
        self.allowed(Due { run, settles: last, backlog }, now, next, expires)
    }

    /// The first of the last so many runs up to `last`, of those after `settled`, and how many follow it.
    pub(super) fn first_of_last(
        &self,
        limit: NonZeroU16,
        last: DateTime<Utc>,
        settled: DateTime<Utc>,
    ) -> (DateTime<Utc>, u16) {
        let mut first = last;
        for more in 1..limit.get() {
            match self.previous_instant(first) {
                Some(previous) if previous > settled => first = previous,
                _ => return (first, more - 1),
            }
        }
        (first, limit.get() - 1)
    }

    /// The next run to be made up for.
    fn backlog(&self, state: &State) -> Option<Due> {
        let left = state.backlog?;
        let run = self.next_instant(left.after).filter(|run| *run <= left.up_to)?;
        Some(Due { run, settles: state.settled, backlog: Some(Backlog { after: run, ..left }) })
    }

    /// A run that is due and may be late: only now do the windows count for it.
    fn allowed(
        &self,
        due: Due,
        now: DateTime<Utc>,
        next: Option<DateTime<Utc>>,
        expires: Option<DateTime<Utc>>,
    ) -> Pending<'p> {
        let changes = earlier(next, expires);
        if due.run == now {
            return Pending::Run(due, changes);
        }
        if !self.is_start_allowed(now) {
            return match earlier(self.next_start_opening(now), expires) {
                Some(opening) => Pending::Wait(Awaited::Opening, opening),
                None => self.never(now),
            };
        }
        // An opening brings a run of its own within its delay: then that one is for this one, too.
        let delay = self.opening_delay();
        if delay > TimeDelta::zero()
            && let Some(next) = next
            && let Some(opening) = self.last_start_opening(now)
            && due.run < opening
            && opening.checked_add_signed(delay).is_none_or(|end| next <= end)
        {
            let until = earlier(Some(next), earlier(self.next_start_closing(now), expires));
            return Pending::Wait(Awaited::Run, until.unwrap_or(next));
        }
        Pending::Run(due, changes)
    }

    fn never(&self, after: DateTime<Utc>) -> Pending<'p> {
        Pending::Never(self.next_run(after).err().unwrap_or(NoRun::BeyondTimeRange))
    }
}
