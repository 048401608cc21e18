//! The next run where the offset in force brings none, in winter perhaps: the first one after the next change of the clock.
//!
//! What repeats each week meets all changes of one kind alike, so the first run after each of them lies equally far away.
//! It is looked for once, when the schedule is compiled; a run next summer is then no dearer in October than one tomorrow.

use alloc::boxed::Box;

use super::moment::Moment;
use super::patterns::{Position, Target};
use super::{CompiledSchedule, Patterns};
use crate::calendar::{Forward, Offsets, REACH, Transition, ZoneTable};
use crate::schedule::run::Run;
use crate::schedule::runs::Start;
use crate::schedule::schedule::Schedule;

/// The first run after each kind of change that ends an offset without runs; nothing for the other kinds, and if none
/// comes within [`REACH`]. Empty where that is so of all of them.
#[derive(Debug)]
pub(super) struct AfterBarren(Box<[Option<FirstRun>]>);

/// The first run after a change of the clock.
#[derive(Debug, Clone, Copy)]
struct FirstRun {
    /// Counted from the midnight before the second before the change.
    target: Target,
    /// Counted from the change.
    start: Start,
}

impl AfterBarren {
    pub(super) fn new(schedule: &Schedule, patterns: &Patterns, zone: &ZoneTable) -> Self {
        let is_barren = |change: &Transition| {
            patterns.next_under(zone.class_of(change.before), Position::MONDAY) == Some(None)
        };
        let kinds = zone.recurring_after(i64::MIN).unwrap_or(&[]);
        if !kinds.iter().any(|kind| is_barren(&kind.change)) {
            return Self(Box::default());
        }
        let first_run = |change: &Transition| {
            let start = schedule.start_in::<Forward, _>(change, change.at..change.at + REACH)?;
            let (start, eve) = (start.later(-change.at), Moment::at(change.at - 1)?);
            Some(FirstRun { target: Target::after((start.at() + 1) as u32 + eve.second), start })
        };
        let changes = kinds.iter().map(|kind| Some(&kind.change).filter(|change| is_barren(change)));
        Self(changes.map(|change| first_run(change?)).collect())
    }
}

impl CompiledSchedule {
    /// The second of the first run after the next change of the clock, if there is none up to it; `None` where that is
    /// not known.
    pub(super) fn after_barren(&self, now: Moment) -> Option<Moment> {
        self.first_after_barren(now).map(|(run, ..)| run)
    }

    /// The same with all that is said of the run.
    pub(super) fn run_after_barren(&self, now: Moment) -> Option<Run> {
        let (_, first, change) = self.first_after_barren(now)?;
        self.shared.schedule.run_of(&*self.zone, first.start.later(change))
    }

    /// The run, what is known of it, and the change.
    #[inline]
    fn first_after_barren(&self, now: Moment) -> Option<(Moment, &FirstRun, i64)> {
        let AfterBarren(runs) = &self.shared.after_barren;
        if runs.is_empty() {
            return None;
        }
        let [span, after, ..] = self.zone.spans_on(now.date) else { return None };
        let first = runs.get(after.kind())?.as_ref()?;
        let (second, guard) = (now.timestamp(), self.shared.guard);
        let run = Moment::before(after).ahead(first.target)?;
        // Changes lie days apart, so that one before the offset without runs matters no more after the next.
        (span.holds(second - guard, second) && run.date < after.clear_until()).then_some((
            run,
            first,
            span.end(),
        ))
    }
}
