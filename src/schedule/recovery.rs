//! How long a job's data can be without a backup: the longest time from one run to the next.
//!
//! Not every run is looked at. Within one offset of a zone everything repeats each week, so a few weeks show all waits
//! of a season; and while nothing is denied and no clock changes, the slots of a periodic trigger are equally far apart.

use core::ops::Range;

use chrono::{DateTime, TimeDelta, TimeZone, Utc};

use super::run::NoRun;
use super::schedule::Schedule;
use super::trigger::Trigger;
use crate::calendar::{
    Backward, Forward, LONGEST_CHANGE, Offsets, Probed, REACH, Transition, WEEK, ceil_second, floor_second,
    instant_at, one_turn_of,
};
use crate::window::{Gate, Interval};

impl Schedule {
    /// The longest time from one run to the next that any part of `range` lies in, the first of several, from the one
    /// run to the other and so perhaps longer than the range. In elapsed time, clock changes included.
    ///
    /// This is the recovery point that the schedule can promise, if every run succeeds at once. The runs themselves are
    /// counted by [`count_runs`](Self::count_runs).
    ///
    /// ```
    /// use backup_window::{BackupWindow, Every, Periodically, Schedule, WindowClock};
    /// use chrono::{TimeDelta, TimeZone, Utc, WeekdaySet};
    /// use chrono_tz::Europe::Prague;
    ///
    /// let office_hours = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 9, 17).with_clock(WindowClock::LOCAL);
    /// let schedule = Schedule::new(Periodically::new(Every::Hours2, 0)?).with_backup_window(office_hours);
    /// let year = Utc.with_ymd_and_hms(2025, 1, 1, 0, 0, 0).unwrap()..Utc.with_ymd_and_hms(2026, 1, 1, 0, 0, 0).unwrap();
    ///
    /// // From 16:00 to 09:00 are 17 hours, but 18 in the night in which the clock is set back.
    /// let longest = schedule.longest_wait(&Prague, year).unwrap();
    /// assert_eq!(longest.length(), TimeDelta::hours(18));
    /// assert_eq!(longest.to_string(), "2025-10-25 14:00:00 UTC to 2025-10-26 08:00:00 UTC");
    /// # Ok::<(), backup_window::RangeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The reason why there is no such run, where one of these waits has no beginning or no end.
    pub fn longest_wait<Z: TimeZone>(
        &self,
        zone: &Z,
        range: Range<DateTime<Utc>>,
    ) -> Result<Interval, NoRun<'static>> {
        let offsets = Probed(zone);
        let after_start = range.start.checked_add_signed(TimeDelta::nanoseconds(1)).unwrap_or(range.start);
        // What comes after one turn of the calendar has been there before.
        let turn = one_turn_of(floor_second(range.start)..ceil_second(range.end));
        let end = instant_at(turn.end).map_or(range.end, |end| end.min(range.end));

        let mut from = self.previous_on(&offsets, after_start)?.at;
        let mut walk = Walk::begin(&offsets, floor_second(from), turn.end);
        let mut longest: Option<Interval> = None;
        loop {
            let wait = Interval { from, to: self.next_on(&offsets, from)?.at };
            if longest.is_none_or(|longest| wait.length() > longest.length()) {
                longest = Some(wait);
            }
            if let Some(longest) = longest.filter(|_| wait.to >= end) {
                return Ok(longest);
            }
            from = self.past_alike(&offsets, &mut walk, wait).unwrap_or(wait.to);
        }
    }

    /// Whether no wait between two runs is longer than `objective`, at any time in `range`.
    ///
    /// ```
    /// use backup_window::{Daily, Schedule};
    /// use chrono::{NaiveTime, TimeDelta, TimeZone, Utc, WeekdaySet};
    /// use chrono_tz::Europe::Prague;
    ///
    /// let nightly = Schedule::new(Daily::new(WeekdaySet::ALL, NaiveTime::from_hms_opt(22, 0, 0).unwrap())?);
    /// let year = Utc.with_ymd_and_hms(2025, 1, 1, 0, 0, 0).unwrap()..Utc.with_ymd_and_hms(2026, 1, 1, 0, 0, 0).unwrap();
    /// assert!(nightly.can_meet(&Utc, year.clone(), TimeDelta::hours(24)));
    /// // The day on which the clock is set back has 25 hours.
    /// assert!(!nightly.can_meet(&Prague, year.clone(), TimeDelta::hours(24)));
    /// assert!(nightly.can_meet(&Prague, year, TimeDelta::hours(25)));
    /// # Ok::<(), backup_window::NoDays>(())
    /// ```
    pub fn can_meet<Z: TimeZone>(&self, zone: &Z, range: Range<DateTime<Utc>>, objective: TimeDelta) -> bool {
        self.longest_wait(zone, range).is_ok_and(|longest| longest.length() <= objective)
    }

    /// A later run such that no wait between the end of `wait` and it is longer than those already seen.
    fn past_alike<O: Offsets>(&self, offsets: &O, walk: &mut Walk, wait: Interval) -> Option<DateTime<Utc>> {
        let here = floor_second(wait.to);
        walk.reach(offsets, here);
        if self.trigger().is_weekly() && walk.has_seen_all(here) {
            let last = self.previous_on(offsets, instant_at(walk.steady_until())?).ok()?;
            if last.at > wait.to {
                return Some(last.at);
            }
        }
        let Trigger::Periodically(periodically) = self.trigger() else { return None };
        let every = TimeDelta::minutes(periodically.every().minutes().into());
        if wait.length() < every || !walk.is_steady(here) {
            return None;
        }
        // Open from this run on, so that every slot is a run.
        let open = here + 1..walk.steady_until();
        let closing = self.windows().change::<Forward, O>(offsets, open.clone()).unwrap_or(open.end);
        instant_at(self.slots().slot_in::<Backward, O>(offsets, open.start..closing)?.at)
    }
}

/// So long after a change every wait has been seen that comes again each week: two weeks behind what the change touches.
const ALL_SEEN: i64 = REACH + 2 * WEEK;

/// Where a walk along the runs stands between two changes of the clock.
struct Walk {
    /// The last change at or before the run that was reached, but no more than [`REACH`] before the first run.
    before: i64,
    /// The first change after it, if it lies so near that it matters.
    after: Option<Transition>,
    /// From where on the last change moves no slot.
    steady_from: i64,
    /// The end of the range.
    end: i64,
}

impl Walk {
    fn begin<O: Offsets>(offsets: &O, here: i64, end: i64) -> Self {
        let long_ago = Transition { at: here - REACH, before: 0, after: 0 };
        let mut walk = Self { before: 0, after: Some(long_ago), steady_from: 0, end };
        walk.reach(offsets, here);
        walk
    }

    /// Goes on to a run.
    fn reach<O: Offsets>(&mut self, offsets: &O, here: i64) {
        while let Some(change) = self.after.filter(|change| change.at <= here) {
            self.before = change.at;
            self.steady_from = change.at + change.fold_length().abs();
            // A change that follows the range may still touch what comes before it.
            self.after = offsets.transition::<Forward>(change.at + 1..self.end + LONGEST_CHANGE);
        }
    }

    /// Up to where the coming change, or the end of the range, lets everything be as it is.
    fn steady_until(&self) -> i64 {
        self.after.map_or(self.end, |change| self.end.min(change.at - change.fold_length().abs()))
    }

    /// Whether no change of the clock is so near that it moves slots.
    fn is_steady(&self, here: i64) -> bool {
        self.steady_from < here && here < self.steady_until()
    }

    /// Whether all waits of a week like any to come have been seen, and whether more than one is to come.
    fn has_seen_all(&self, here: i64) -> bool {
        here - self.before > ALL_SEEN && here + WEEK < self.steady_until()
    }
}
