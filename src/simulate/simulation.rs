//! What is simulated: jobs one by one, or all of them in one line of time.

use alloc::collections::VecDeque;
use alloc::vec::Vec;
use core::num::NonZeroU32;
use core::ops::Range;

use chrono::{DateTime, Utc};

use super::agenda::{Agenda, Turn};
use super::course::{Begin, Course, Event, Step};
use super::random::{Durations, PerMillion, Random};
use super::tally::{Count, Tally};
use crate::job::{CompiledPlan, Due, State, just_before};

/// A job to be simulated.
#[derive(Debug, Clone, Copy)]
pub struct Job<'p> {
    /// What is planned for it.
    pub plan: &'p CompiledPlan,
    /// How long its sessions take.
    pub durations: Durations,
    /// Which stream of random numbers it has: a number that stays with the job, whatever other jobs there are.
    pub stream: u64,
}

/// A range of time to be simulated, with a seed, failures, and a limit of sessions at once.
///
/// ```
/// use std::sync::Arc;
///
/// use backup_window::simulate::{Durations, Job, PerMillion, Simulation};
/// use backup_window::{Every, Periodically, Plan, Schedule, Starts, ZoneTable};
/// use chrono::{TimeZone, Utc};
///
/// let zone = Arc::new(ZoneTable::new(&Utc));
/// let hourly = Plan::new(Starts::Scheduled(Schedule::new(Periodically::new(Every::Hours1, 0)?))).compile(&zone);
/// let year = |year| Utc.with_ymd_and_hms(year, 1, 1, 0, 0, 0).unwrap();
///
/// let simulation = Simulation::new(year(2025)..year(2026), 42).with_failures(PerMillion::new(20_000)?);
/// // Sessions of up to 80 minutes: some are still running when the next run comes, which is dropped then.
/// let durations = Durations::between(600..=4800).unwrap();
/// let tally = simulation.run_alone(0, &Job { plan: &hourly, durations, stream: 0 }, |_| {});
/// assert_eq!(tally.runs + tally.runs_dropped, 365 * 24);
/// assert_eq!(tally.runs, tally.succeeded + tally.failed + u64::from(tally.unfinished_since.is_some()));
/// # Ok::<(), backup_window::RangeError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Simulation {
    range: Range<DateTime<Utc>>,
    seed: u64,
    failures: PerMillion,
    limit: Option<NonZeroU32>,
}

impl Simulation {
    /// The simulation of a range, without failures and without a limit.
    pub const fn new(range: Range<DateTime<Utc>>, seed: u64) -> Self {
        Self { range, seed, failures: PerMillion::ZERO, limit: None }
    }

    /// The same with so many sessions failing.
    #[must_use]
    pub fn with_failures(self, failures: PerMillion) -> Self {
        Self { failures, ..self }
    }

    /// The same with at most so many sessions at once. Sessions that are due wait for their turn; of those due at the
    /// same time the job that comes first in the list is first.
    #[must_use]
    pub fn with_limit(self, limit: impl Into<Option<NonZeroU32>>) -> Self {
        Self { limit: limit.into(), ..self }
    }

    /// Whether jobs wait for each other. Where they do not, each of them can be simulated [alone](Self::run_alone).
    pub const fn has_limit(&self) -> bool {
        self.limit.is_some()
    }

    /// Simulates one job, as if there were no other: for each session a duration is drawn, then whether it fails, though
    /// the window may terminate it first. `job` is its place in the list, for the events that `see` is given,
    /// in order.
    pub fn run_alone(&self, place: usize, job: &Job<'_>, mut see: impl FnMut(&Event)) -> Tally {
        let mut course = self.course(place, job);
        let mut now = self.range.start;
        while now < self.range.end {
            let (at, begin) = match course.step(now) {
                Step::Begin(begin) => (now, begin),
                Step::Run(at) => (at, Begin::Run(Due::on_time(at))),
                Step::Ask(at) => {
                    now = at;
                    continue;
                }
                Step::Nothing => break,
            };
            if at >= self.range.end {
                break;
            }
            now = course.begin(&begin, at, &mut see);
            if now < self.range.end {
                course.end(&mut see);
            }
        }
        course.finish()
    }

    /// Simulates all jobs in one line of time. `see` is given every event, in order; `pass` the instant that is reached,
    /// now and then.
    pub fn run(
        &self,
        jobs: &[Job<'_>],
        mut see: impl FnMut(&Event),
        mut pass: impl FnMut(DateTime<Utc>),
    ) -> Vec<Tally> {
        let mut courses: Vec<Course<'_>> =
            jobs.iter().enumerate().map(|(place, job)| self.course(place, job)).collect();
        let mut line = Line::new(self.range.start, self.limit);
        for place in 0..courses.len() {
            line.agenda.push(self.range.start, Turn::Ask, place);
        }
        let (mut passed, mut turns) = (self.range.start, Vec::new());
        while let Some(now) = line.agenda.next(&mut turns).filter(|now| *now < self.range.end) {
            if now >= passed {
                pass(now);
                passed = now.checked_add_signed(PASS).unwrap_or(now);
            }
            // All sessions that end now have ended before any job is asked for, and those in the order of the list.
            for &(turn, place) in &turns {
                if turn == Turn::End
                    && let Some(course) = courses.get_mut(place)
                {
                    course.end(&mut see);
                    line.running -= 1;
                }
            }
            turns.sort_unstable_by_key(|&(_, place)| place);
            for (_, place) in turns.drain(..) {
                if let Some(course) = courses.get_mut(place) {
                    line.ask(course, place, now);
                }
            }
            line.admit(&mut courses, now, &mut see);
        }
        courses.into_iter().map(Course::finish).collect()
    }

    fn course<'p>(&self, place: usize, job: &Job<'p>) -> Course<'p> {
        Course::new(
            place,
            job.plan,
            State::new(just_before(self.range.start)),
            job.durations,
            self.failures,
            Random::new(self.seed, job.stream),
            Count::new(self.range.clone()),
        )
    }
}

const PASS: chrono::TimeDelta = chrono::TimeDelta::hours(6);

/// All jobs in one line of time.
struct Line {
    agenda: Agenda,
    /// Jobs with something to begin, in the order in which it was due.
    waiting: VecDeque<usize>,
    running: u32,
    limit: u32,
}

impl Line {
    fn new(start: DateTime<Utc>, limit: Option<NonZeroU32>) -> Self {
        let limit = limit.map_or(u32::MAX, NonZeroU32::get);
        Self { agenda: Agenda::new(start), waiting: VecDeque::new(), running: 0, limit }
    }

    /// Puts an idle job in line: for a turn later, or for now.
    fn ask(&mut self, course: &mut Course<'_>, place: usize, now: DateTime<Utc>) {
        match course.step(now) {
            Step::Begin(_) => self.waiting.push_back(place),
            Step::Run(at) => {
                course.expect(at);
                self.agenda.push(at, Turn::Ask, place);
            }
            Step::Ask(at) => self.agenda.push(at, Turn::Ask, place),
            Step::Nothing => {}
        }
    }

    /// Lets those begin who are next, as many as there is room for.
    fn admit(&mut self, courses: &mut [Course<'_>], now: DateTime<Utc>, see: &mut impl FnMut(&Event)) {
        while self.running < self.limit
            && let Some(place) = self.waiting.pop_front()
        {
            let Some(course) = courses.get_mut(place) else { continue };
            // What was due may have passed while the job waited.
            match course.step(now) {
                Step::Begin(begin) => {
                    self.running += 1;
                    let ends = course.begin(&begin, now, see);
                    self.agenda.push(ends, Turn::End, place);
                }
                Step::Run(at) | Step::Ask(at) => self.agenda.push(at, Turn::Ask, place),
                Step::Nothing => {}
            }
        }
    }
}
