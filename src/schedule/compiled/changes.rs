//! Reading the next run off the patterns where a change of the clock is near, or the end of a year.
//!
//! An answer that a change could touch, and that the patterns on both sides of it do not settle, is left to the plain
//! engine with the zone's table as its zone, so the two ways cannot differ in what they mean:
//!
//! ```text
//!   span       [ offset -8 h                  )[ offset -7 h ...
//!   answered   [ guard | from the pattern     | by the engine: the run lies beyond, or within a guard of the change
//! ```

use chrono::{DateTime, NaiveDate, Timelike, Utc};

use super::moment::Moment;
use super::patterns::Target;
use super::read::is_within;
use super::{CompiledSchedule, Patterns};
use crate::calendar::HOUR;
use crate::schedule::policy::{Fold, Gap};
use crate::window::Gate;

/// Winter, summer, and whatever a decree may put between them.
const SPANS: usize = 4;

impl CompiledSchedule {
    /// What a pattern says that no clock change can touch from a date on, in any year.
    #[cold]
    #[inline(never)]
    pub(super) fn across_years(&self, now: Moment) -> Option<DateTime<Utc>> {
        let position = now.position();
        let (since, target) = match &self.patterns {
            Patterns::Steps { since, steps } => {
                (*since, Some(Target::after(steps.slot_after(position.second))))
            }
            Patterns::Daily { since, pattern } => (*since, pattern.next(position)),
            Patterns::Hourly { since, pattern } => (*since, pattern.next(position)),
            Patterns::Minutes { since, steps, hours } => (*since, hours.next_step(position, steps)),
            _ => (NaiveDate::MAX, None),
        };
        match target {
            Some(target) if is_within(now.date, since) => now.ahead(target)?.instant(),
            None if is_within(now.date, since) => None,
            _ => self.next_of_engine(now, 0),
        }
    }

    /// What the patterns say where a clock change is near, or the end of a year, or where the offset in force brings no
    /// run at all.
    #[cold]
    #[inline(never)]
    pub(super) fn near_a_change(&self, now: Moment) -> Option<DateTime<Utc>> {
        if let Some(run) = self.after_barren(now) {
            return run.instant();
        }
        match self.over_changes(now) {
            Some(run) => run?.instant(),
            None => self.next_of_engine(now, 0),
        }
    }

    /// What the engine says, for slots that may have fractions of a second: strictly after a nanosecond of a second.
    #[cold]
    #[inline(never)]
    pub(super) fn next_of_engine(&self, now: Moment, nanosecond: u32) -> Option<DateTime<Utc>> {
        let t = now.instant()?.with_nanosecond(nanosecond)?;
        self.next_after(t).ok().map(|run| run.at)
    }

    /// The next run read off the patterns of the span that `now` lies in and of the ones after it; `None` where they
    /// cannot tell.
    fn over_changes(&self, now: Moment) -> Option<Option<Moment>> {
        let second = now.timestamp();
        if self.shared.last.is_some_and(|last| second >= last) {
            return Some(None);
        }
        let guard = self.shared.guard;
        // A run that an opening brings is decided within an hour of it.
        let margin = guard.min(HOUR);
        // Where starts have been allowed for an hour, the next opening ends a denied stretch that is all still to come,
        // and the run of the one before has been.
        let is_open = |second: i64| {
            self.is_guarded_for_openings_only()
                && self.shared.schedule.windows().is_allowed(&*self.zone, second)
        };
        let mut spans = self.zone.spans_from(now.date, second).iter();
        let mut span = spans.next()?;
        let is_steady = || span.holds(second - HOUR, second) && is_open(second - HOUR) && is_open(second);
        if !span.holds(second - guard, second) && !is_steady() {
            return None;
        }
        // Runs strictly after `from`, a second of its own, count, and from `settled` on a pattern knows all of them.
        let (mut from, mut asked, mut settled) = (now, second, second);
        for _ in 0..SPANS {
            let next = self.patterns.next_under(span.class(), from.position())?;
            let change = span.end();
            if let Some(target) = next {
                let at = asked - i64::from(from.second) + target.seconds();
                if span.holds(settled, at + margin) {
                    return (at >= settled).then(|| from.ahead(target));
                }
                // So near that the change decides about it.
                if at < change {
                    return None;
                }
            }
            // Nothing up to the change, then.
            let after = spans.next()?;
            if self.shared.schedule.slots().loses_a_slot(change, span.offset(), after.offset())
                || (guard > HOUR && ![change - HOUR, change - 1, change].into_iter().all(is_open))
            {
                return None;
            }
            span = after;
            (from, asked) = (Moment::before(after), change - 1);
            // At the change itself a pattern may see an opening where there is none.
            settled = change + margin;
        }
        None
    }

    /// Whether the guard is there for what happens at openings, and nothing else.
    fn is_guarded_for_openings_only(&self) -> bool {
        let has_openings = matches!(
            self.patterns,
            Patterns::HourlyInZone { .. } | Patterns::HourlyAndOpenings { .. } | Patterns::HourlyPairs { .. }
        );
        has_openings
            && self.shared.schedule.fold() == Fold::Both
            && self.shared.schedule.gap() != Gap::ShiftForward
    }
}
