//! What is counted of a simulated job.

use alloc::vec::Vec;
use core::ops::Range;

use chrono::{DateTime, TimeDelta, Utc};

use crate::job::{Fate, Outcome};

/// What a job did in a simulation.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Tally {
    /// Runs for which a session began.
    pub runs: u64,
    /// Retries for which one began.
    pub retries: u64,
    /// Sessions that ended well.
    pub succeeded: u64,
    /// Sessions that failed.
    pub failed: u64,
    /// Sessions that were terminated because the backup window closed.
    pub terminated: u64,
    /// Retries that were not made, because the backup window was closed.
    pub retries_dropped: u64,
    /// Retries that were not made, because a run came first.
    pub retries_given_way: u64,
    /// Runs that passed while a session was running.
    pub runs_dropped: u64,
    /// Runs that passed while the job waited for its turn, and for which another one of them made up.
    pub runs_missed: u64,
    /// Sessions that began later than they were due, because others had to end first.
    pub late: u64,
    /// The longest such wait.
    pub longest_wait: TimeDelta,
    /// How long sessions were running, in all.
    pub busy: TimeDelta,
    /// The same for each seven days of the range; the last ones may be fewer.
    pub busy_in_week: Vec<TimeDelta>,
    /// The longest time without the end of a session that ended well.
    pub longest_without_success: Gap,
    /// When the session began that was still running at the end of the range.
    pub unfinished_since: Option<DateTime<Utc>>,
}

/// A stretch of time in which no session ended well. The ends of the range count as if one had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Gap {
    /// Its beginning.
    pub from: DateTime<Utc>,
    /// Its end.
    pub to: DateTime<Utc>,
}

impl Gap {
    /// How long it is.
    pub fn length(&self) -> TimeDelta {
        self.to - self.from
    }
}

/// A tally that is being made.
#[derive(Debug, Clone)]
pub(super) struct Count {
    tally: Tally,
    range: Range<DateTime<Utc>>,
    /// The end of the last success, or the beginning of the range.
    success: DateTime<Utc>,
    /// The end of the week that sessions now lie in.
    week_ends: DateTime<Utc>,
    /// The length of the longest time without success, in whole seconds.
    longest_seconds: i64,
}

const WEEK: TimeDelta = TimeDelta::weeks(1);

impl Count {
    pub(super) fn new(range: Range<DateTime<Utc>>) -> Self {
        let zero = TimeDelta::zero();
        let start = range.start;
        let tally = Tally {
            runs: 0,
            retries: 0,
            succeeded: 0,
            failed: 0,
            terminated: 0,
            retries_dropped: 0,
            retries_given_way: 0,
            runs_dropped: 0,
            runs_missed: 0,
            late: 0,
            longest_wait: zero,
            busy: zero,
            busy_in_week: Vec::new(),
            longest_without_success: Gap { from: start, to: start },
            unfinished_since: None,
        };
        // The first week begins when the first session asks for one.
        Self { tally, success: start, week_ends: start, longest_seconds: 0, range }
    }

    /// A session began that was due earlier, or just then.
    pub(super) fn start(&mut self, attempt: u16, due: DateTime<Utc>, now: DateTime<Utc>) {
        if attempt == 0 {
            self.tally.runs += 1;
        } else {
            self.tally.retries += 1;
        }
        if due < now {
            self.tally.late += 1;
            self.tally.longest_wait = self.tally.longest_wait.max(now - due);
        }
    }

    /// A session ended that took so long.
    pub(super) fn end(&mut self, to: DateTime<Utc>, length: TimeDelta, outcome: Outcome) {
        match outcome {
            Outcome::Terminated => self.tally.terminated += 1,
            Outcome::Success | Outcome::Warning => {
                self.tally.succeeded += 1;
                self.gap_up_to(to);
                self.success = to;
            }
            Outcome::Failed | Outcome::Stopped => self.tally.failed += 1,
        }
        self.busy(to, length);
    }

    pub(super) fn dropped(&mut self, runs: u64) {
        self.tally.runs_dropped += runs;
    }

    pub(super) fn missed(&mut self, runs: u64) {
        self.tally.runs_missed += runs;
    }

    pub(super) fn retry_not_made(&mut self, fate: Fate) {
        match fate {
            Fate::Made { .. } => {}
            Fate::Dropped { .. } => self.tally.retries_dropped += 1,
            Fate::GivesWay { .. } => self.tally.retries_given_way += 1,
        }
    }

    pub(super) fn unfinished(&mut self, since: DateTime<Utc>) {
        self.tally.unfinished_since = Some(since);
        self.busy(self.range.end, self.range.end - since);
    }

    pub(super) fn finish(mut self) -> Tally {
        self.gap_up_to(self.range.end);
        while self.week_ends < self.range.end {
            self.next_week();
        }
        self.tally.busy = self.tally.busy_in_week.iter().sum();
        self.tally
    }

    fn gap_up_to(&mut self, to: DateTime<Utc>) {
        // To the second first: that is cheap, and enough nearly always.
        let seconds = to.timestamp() - self.success.timestamp();
        if seconds + 1 >= self.longest_seconds
            && to - self.success > self.tally.longest_without_success.length()
        {
            self.tally.longest_without_success = Gap { from: self.success, to };
            self.longest_seconds = seconds;
        }
    }

    /// A session was running for so long, up to `to`; sessions come in order.
    fn busy(&mut self, to: DateTime<Utc>, length: TimeDelta) {
        let mut from = None;
        while self.week_ends < to {
            // Nearly never: the session goes on into the next week, or begins there.
            let since = from.unwrap_or_else(|| to - length);
            if since < self.week_ends {
                self.in_week(self.week_ends - since);
            }
            from = Some(since.max(self.week_ends));
            self.next_week();
        }
        self.in_week(from.map_or(length, |from| to - from));
    }

    fn in_week(&mut self, length: TimeDelta) {
        if let Some(week) = self.tally.busy_in_week.last_mut() {
            *week += length;
        }
    }

    fn next_week(&mut self) {
        self.week_ends = self.week_ends.checked_add_signed(WEEK).unwrap_or(DateTime::<Utc>::MAX_UTC);
        self.tally.busy_in_week.push(TimeDelta::zero());
    }
}
