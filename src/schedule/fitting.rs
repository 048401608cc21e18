//! Runs with enough time before the window closes.

use core::ops::Range;

use chrono::{DateTime, TimeDelta, TimeZone, Utc};

use super::run::{NoRun, Run};
use super::schedule::Schedule;
use crate::calendar::{
    AFTER_LAST, DAY, Forward, Offsets, Probed, ceil_second, end_of_time, floor_second, search_reach,
    turns_of_calendar, within_reach,
};
use crate::window::{BackupWindow, Gate, Length};

impl Run {
    /// How long the session can take: from the run to the closing of the backup window, in elapsed time.
    ///
    /// ```
    /// use backup_window::{BackupWindow, Every, Length, Periodically, Schedule};
    /// use chrono::{TimeDelta, TimeZone, Utc, WeekdaySet};
    ///
    /// let nights = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 22, 6);
    /// let schedule = Schedule::new(Periodically::new(Every::Hours2, 0)?).with_backup_window(nights);
    /// let noon = Utc.with_ymd_and_hms(2025, 6, 2, 12, 0, 0).unwrap();
    /// assert_eq!(schedule.next_after(&Utc, noon).unwrap().time_left(), Length::Limited(TimeDelta::hours(8)));
    /// # Ok::<(), backup_window::RangeError>(())
    /// ```
    pub fn time_left(&self) -> Length {
        self.closes.map_or(Length::Unlimited, |closes| Length::Limited(closes - self.at))
    }
}

impl Schedule {
    /// The first run strictly after `t` that has at least `duration` before the backup window closes and ends it.
    ///
    /// ```
    /// use backup_window::{BackupWindow, Daily, NoRun, Schedule};
    /// use chrono::{NaiveTime, TimeDelta, TimeZone, Utc, Weekday, WeekdaySet};
    ///
    /// // every day at 23:00; the window closes at 06:00, and is open all of Saturday and Sunday
    /// let window = BackupWindow::NEVER
    ///     .allow_daily(WeekdaySet::ALL, 22, 6)
    ///     .allow_daily(WeekdaySet::from_array([Weekday::Sat, Weekday::Sun]), 0, 0);
    /// let daily = Daily::new(WeekdaySet::ALL, NaiveTime::from_hms_opt(23, 0, 0).unwrap())?;
    /// let schedule = Schedule::new(daily).with_backup_window(window);
    ///
    /// let monday = Utc.with_ymd_and_hms(2025, 6, 2, 12, 0, 0).unwrap();
    /// let run = schedule.next_fitting_after(&Utc, monday, TimeDelta::hours(24)).unwrap();
    /// assert_eq!(run.at, Utc.with_ymd_and_hms(2025, 6, 6, 23, 0, 0).unwrap());
    /// assert_eq!(schedule.next_fitting_after(&Utc, monday, TimeDelta::days(3)), Err(NoRun::NeverFits));
    /// # Ok::<(), backup_window::NoDays>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The reason why there is none: those of [`next_after`](Self::next_after), or [`NoRun::NeverFits`].
    pub fn next_fitting_after<Z: TimeZone>(
        &self,
        zone: &Z,
        t: DateTime<Utc>,
        duration: TimeDelta,
    ) -> Result<Run, NoRun<'static>> {
        let offsets = Probed(zone);
        let next = self.next_on(&offsets, t)?;
        let backup = self.windows().backup;
        let Some(window) = backup.filter(|window| !time_left(&offsets, window, &next).covers(duration))
        else {
            return Ok(next);
        };
        // Every later run of the same stretch has less time.
        let range = within_reach(next.closes.map_or(AFTER_LAST, ceil_second))..AFTER_LAST;
        if window.is_on_utc() && !window.longest_allowed().covers(duration) {
            return Err(NoRun::NeverFits);
        }
        self.fitting_in(&offsets, &window, range.clone(), duration).ok_or_else(|| {
            let end = end_of_time::<Forward>();
            let is_inside = end.start < range.start;
            match is_inside.then(|| self.fitting_in(&offsets, &window, end, duration)) {
                Some(Some(_)) => NoRun::BeyondTimeRange,
                _ => NoRun::NeverFits,
            }
        })
    }

    /// The first run in a range that reaches to the end of time with at least `duration` before `window` closes.
    fn fitting_in<O: Offsets>(
        &self,
        offsets: &O,
        window: &BackupWindow,
        range: Range<i64>,
        duration: TimeDelta,
    ) -> Option<Run> {
        if !self.trigger().is_weekly() {
            return self.fitting_run_by_run(offsets, window, range, duration);
        }
        // The last stretch may close after the last run that there is.
        let closings = range.start..range.end + AFTER_CLOSING;
        search_reach::<Forward, O, _>(offsets, closings.clone(), |part| {
            window.stretches_of::<Forward, O>(offsets, duration, part, closings.clone()).find_map(|stretch| {
                let starts = stretch.start..stretch.end.min(range.end);
                if starts.is_empty() {
                    return None;
                }
                // The first run of a stretch has more time than any later one.
                let start = self.start_in::<Forward, O>(offsets, starts)?;
                self.run_of(offsets, start).filter(|run| time_left(offsets, window, run).covers(duration))
            })
        })
    }

    /// The same for a trigger that repeats with the calendar alone and has few runs.
    fn fitting_run_by_run<O: Offsets>(
        &self,
        offsets: &O,
        window: &BackupWindow,
        range: Range<i64>,
        duration: TimeDelta,
    ) -> Option<Run> {
        turns_of_calendar::<Forward>(range).into_iter().find_map(|mut rest| {
            loop {
                let start = self.start_in::<Forward, O>(offsets, rest.clone())?;
                let run = self.run_of(offsets, start)?;
                if time_left(offsets, window, &run).covers(duration) {
                    return Some(run);
                }
                rest.start = run.closes.map_or(rest.end, ceil_second);
            }
        })
    }
}

/// More than the time from a second to the next closing of a window that closes: a week, and a change of the clock.
const AFTER_CLOSING: i64 = 9 * DAY;

/// How long the session can take, also where the window closes later than what is evaluated.
fn time_left<O: Offsets>(offsets: &O, window: &BackupWindow, run: &Run) -> Length {
    if run.closes.is_some() {
        return run.time_left();
    }
    let second = floor_second(run.at);
    let closing = window.change::<Forward, O>(offsets, second + 1..second + AFTER_CLOSING);
    closing.map_or(Length::Unlimited, |closing| {
        let fraction = TimeDelta::nanoseconds(run.at.timestamp_subsec_nanos().into());
        Length::Limited(TimeDelta::seconds(closing - second) - fraction)
    })
}
