//! One job through simulated time, session after session.

use chrono::{DateTime, TimeDelta, Utc};

use super::random::{Durations, PerMillion, Random};
use super::tally::{Count, Tally};
use crate::calendar::ZoneTable;
use crate::job::{Attempt, Awaited, CompiledPlan, Due, Fate, Outcome, Pending, State, Timetable};

/// Something that happened in a simulation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event {
    /// When.
    pub at: DateTime<Utc>,
    /// To which job, by its place in the list.
    pub job: usize,
    /// What.
    pub what: What,
}

/// What happens to a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// A session began.
    Start {
        /// The instant of its run.
        run: DateTime<Utc>,
        /// Which retry it is; 0 for the first session of the run.
        attempt: u16,
    },
    /// A session ended.
    End {
        /// When it began.
        since: DateTime<Utc>,
        /// How.
        outcome: Outcome,
    },
    /// A retry will not be made.
    NoRetry(Attempt),
    /// So many runs passed while a session was running.
    Dropped {
        /// How many.
        runs: u64,
    },
}

/// What an idle job does next.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    /// It begins a session.
    Begin(Begin),
    /// It waits for its run, and then begins that, unless it must wait for other jobs.
    Run(DateTime<Utc>),
    /// It waits, and then asks again.
    Ask(DateTime<Utc>),
    /// Nothing any more.
    Nothing,
}

/// A session that is to begin.
#[derive(Debug, Clone, Copy)]
pub(super) enum Begin {
    Run(Due),
    Retry(Attempt),
}

/// A session that has begun.
#[derive(Debug, Clone, Copy)]
struct Running {
    since: DateTime<Utc>,
    ends: DateTime<Utc>,
    length: TimeDelta,
    outcome: Outcome,
}

/// One job on its way.
#[derive(Debug)]
pub(super) struct Course<'p> {
    job: usize,
    table: Timetable<'p, 'p, ZoneTable>,
    state: State,
    durations: Durations,
    failures: PerMillion,
    random: Random,
    running: Option<Running>,
    /// The run that it is known to begin with next.
    expected: Option<DateTime<Utc>>,
    /// The first run that is not settled.
    next: Option<DateTime<Utc>>,
    /// The first closing after any instant from the first one on, up to itself.
    closing: Option<(DateTime<Utc>, Option<DateTime<Utc>>)>,
    count: Count,
}

impl<'p> Course<'p> {
    pub(super) fn new(
        job: usize,
        plan: &'p CompiledPlan,
        state: State,
        durations: Durations,
        failures: PerMillion,
        random: Random,
        count: Count,
    ) -> Self {
        let table = plan.timetable();
        let next = table.next_instant(state.settled());
        Self {
            job,
            table,
            state,
            durations,
            failures,
            random,
            running: None,
            expected: None,
            next,
            closing: None,
            count,
        }
    }

    /// The job begins this run at its instant, as was found out before: nothing changes until then.
    pub(super) fn expect(&mut self, run: DateTime<Utc>) {
        self.expected = Some(run);
    }

    /// What the job does next, being idle at `now`.
    pub(super) fn step(&self, now: DateTime<Utc>) -> Step {
        if self.expected == Some(now) {
            return Step::Begin(Begin::Run(Due::on_time(now)));
        }
        match self.table.pending_knowing(&self.state, now, self.next) {
            Pending::Run(due, _) => Step::Begin(Begin::Run(due)),
            Pending::Retry(attempt, _) => Step::Begin(Begin::Retry(attempt)),
            // A decision to wait for its run says when that will be begun.
            Pending::Wait(Awaited::Run, at) if self.next == Some(at) => Step::Run(at),
            Pending::Wait(_, at) => Step::Ask(at),
            Pending::Never(_) => Step::Nothing,
        }
    }

    /// Begins a session at `now`, and says when it ends.
    pub(super) fn begin(
        &mut self,
        begin: &Begin,
        now: DateTime<Utc>,
        see: &mut impl FnMut(&Event),
    ) -> DateTime<Utc> {
        let (begun, run, attempt, due) = match begin {
            Begin::Run(due) => (self.state.begin(due, now), due.run, 0, due.run),
            Begin::Retry(retry) => {
                let run = self.state.run().unwrap_or(now);
                (self.state.begin_again(retry, now), run, retry.number, retry.at)
            }
        };
        if let Begin::Run(due) = begin
            && let Some(next) = self.next
        {
            self.count.missed(self.runs_from(next, due.run).0);
        }
        debug_assert!(begun.is_ok(), "what is pending is not refused");
        self.count.start(attempt, due, now);
        see(&Event { at: now, job: self.job, what: What::Start { run, attempt } });

        let lasting = TimeDelta::seconds(self.durations.draw(&mut self.random).into());
        let fails = self.failures.draw(&mut self.random);
        let outcome = if fails { Outcome::Failed } else { Outcome::Success };
        let natural = now.checked_add_signed(lasting).unwrap_or(DateTime::<Utc>::MAX_UTC);
        let (ends, length, outcome) = match self.closing_after(now) {
            Some(closing) if closing < natural => (closing, closing - now, Outcome::Terminated),
            _ => (natural, lasting, outcome),
        };
        self.expected = None;
        self.running = Some(Running { since: now, ends, length, outcome });
        ends
    }

    /// The session ends.
    pub(super) fn end(&mut self, see: &mut impl FnMut(&Event)) {
        let Some(Running { since, ends, length, outcome }) = self.running.take() else { return };
        let from = self.state.settled();
        let ended = self.state.finish(ends, outcome);
        debug_assert!(ended.is_ok(), "a session that is running ends");
        self.count.end(ends, length, outcome);
        see(&Event { at: ends, job: self.job, what: What::End { since, outcome } });
        let (dropped, next) = match self.table.next_instant(from) {
            Some(next) if next < ends && !self.table.is_continuous() => self.runs_from(next, ends),
            Some(_) if self.table.is_continuous() => (0, self.table.next_instant(self.state.settled())),
            next => (0, next),
        };
        self.next = next;
        if dropped > 0 {
            self.count.dropped(dropped);
            see(&Event { at: ends, job: self.job, what: What::Dropped { runs: dropped } });
        }
        if let Some(attempt) = self.state.last().and_then(|ended| self.table.retry_of(ended))
            && !matches!(attempt.fate, Fate::Made { .. })
        {
            self.count.retry_not_made(attempt.fate);
            see(&Event { at: ends, job: self.job, what: What::NoRetry(attempt) });
        }
    }

    /// The range is over.
    pub(super) fn finish(mut self) -> Tally {
        if let Some(running) = self.running {
            self.count.unfinished(running.since);
        }
        self.count.finish()
    }

    /// How many runs there are from the run `first` up to `end`, and the first one from there on.
    fn runs_from(&self, first: DateTime<Utc>, end: DateTime<Utc>) -> (u64, Option<DateTime<Utc>>) {
        let (mut runs, mut next) = (0, Some(first));
        while let Some(run) = next.filter(|run| *run < end) {
            runs += 1;
            next = self.table.next_instant(run);
        }
        (runs, next)
    }

    /// The first closing of the backup window after `now`. Asked for once in each stretch.
    fn closing_after(&mut self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match self.closing {
            Some((from, closing)) if from <= now && closing.is_none_or(|closing| now < closing) => closing,
            _ => {
                let closing = self.table.next_closing(now);
                self.closing = Some((now, closing));
                closing
            }
        }
    }
}
