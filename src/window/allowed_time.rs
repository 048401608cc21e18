//! How much of a range a window is open in sum, and a job that pauses while it is closed.
//!
//! Nothing is listed to be counted: on its own clock a window has the same hours every week, so the time open up to
//! some second is whole weeks, whole hours and a rest. Where the clock is local, that holds span by span of one offset.

use core::iter::FusedIterator;
use core::ops::Range;

use chrono::{DateTime, TimeDelta, TimeZone, Utc};

use super::backup_window::BackupWindow;
use super::gate::Gate;
use super::intervals::{Interval, Intervals};
use super::search::hour_at;
use crate::calendar::{
    AFTER_LAST, HOUR, Offsets, Probed, floor_second, instant_at, spans, start_of_week, turn_from, week_of,
    whole_turns,
};

const NANOS: i128 = 1_000_000_000;

impl BackupWindow {
    /// How long the window is open within `range`, in sum.
    ///
    /// A year takes as long as a week, for a window on the local clock as long as there are clock changes.
    ///
    /// ```
    /// use backup_window::BackupWindow;
    /// use chrono::{TimeDelta, TimeZone, Utc, WeekdaySet};
    ///
    /// let nights = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 22, 6);
    /// let year = Utc.with_ymd_and_hms(2025, 1, 1, 0, 0, 0).unwrap()..Utc.with_ymd_and_hms(2026, 1, 1, 0, 0, 0).unwrap();
    /// assert_eq!(nights.allowed_time(&Utc, year), TimeDelta::hours(365 * 8));
    /// ```
    pub fn allowed_time<Z: TimeZone>(&self, zone: &Z, range: Range<DateTime<Utc>>) -> TimeDelta {
        if range.start >= range.end {
            return TimeDelta::zero();
        }
        let offsets = Probed(zone);
        let seconds = floor_second(range.start)..floor_second(range.end);
        let after_second = |t: DateTime<Utc>| {
            let is_allowed = self.is_allowed(&offsets, floor_second(t));
            TimeDelta::nanoseconds(if is_allowed { t.timestamp_subsec_nanos().into() } else { 0 })
        };
        TimeDelta::seconds(self.allowed_seconds(&offsets, seconds)) + after_second(range.end)
            - after_second(range.start)
    }

    /// The instant at which the window has been open for `duration` since `start`: when a job is done that pauses while
    /// the window is closed. `None` if that never comes; `start` for a job that takes no time.
    ///
    /// [`split`](Self::split) lists the parts.
    ///
    /// ```
    /// use backup_window::BackupWindow;
    /// use chrono::{TimeDelta, TimeZone, Utc, WeekdaySet};
    ///
    /// let nights = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 22, 6);
    /// let five = Utc.with_ymd_and_hms(2025, 6, 2, 5, 0, 0).unwrap();
    /// // 05:00 to 06:00, 22:00 to 06:00, 22:00 to 01:00
    /// let done = nights.split_end(&Utc, five, TimeDelta::hours(12));
    /// assert_eq!(done, Some(Utc.with_ymd_and_hms(2025, 6, 4, 1, 0, 0).unwrap()));
    /// ```
    pub fn split_end<Z: TimeZone>(
        &self,
        zone: &Z,
        start: DateTime<Utc>,
        duration: TimeDelta,
    ) -> Option<DateTime<Utc>> {
        if duration <= TimeDelta::zero() {
            return Some(start);
        }
        if self.is_never() {
            return None;
        }
        let offsets = Probed(zone);
        let here = floor_second(start);
        // From the whole second on, as if the job had begun there.
        let begun = if self.is_allowed(&offsets, here) { start.timestamp_subsec_nanos() } else { 0 };
        let needed = i128::from(duration.num_seconds()) * NANOS
            + i128::from(duration.subsec_nanos())
            + i128::from(begun);
        // The last second needed, and how much of it: up to the whole of it.
        let (seconds, rest) = ((needed - 1) / NANOS, (needed - 1) % NANOS + 1);
        let last = self.nth_allowed_second(&offsets, here, i64::try_from(seconds).ok()?)?;
        instant_at(last)?.checked_add_signed(TimeDelta::nanoseconds(rest as i64))
    }

    /// The parts of a job that starts at `start` or at the next opening, pauses while the window is closed, and takes
    /// `duration` in sum.
    ///
    /// The parts add up to less than `duration` only where the window never opens again.
    ///
    /// ```
    /// use backup_window::BackupWindow;
    /// use chrono::{TimeDelta, TimeZone, Utc, WeekdaySet};
    ///
    /// let nights = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 22, 6);
    /// let five = Utc.with_ymd_and_hms(2025, 6, 2, 5, 0, 0).unwrap();
    /// let parts: Vec<String> = nights.split(&Utc, five, TimeDelta::hours(3)).map(|part| part.to_string()).collect();
    /// assert_eq!(parts, [
    ///     "2025-06-02 05:00:00 UTC to 2025-06-02 06:00:00 UTC",
    ///     "2025-06-02 22:00:00 UTC to 2025-06-03 00:00:00 UTC",
    /// ]);
    /// ```
    pub fn split<'z, Z: TimeZone>(
        &self,
        zone: &'z Z,
        start: DateTime<Utc>,
        duration: TimeDelta,
    ) -> Parts<'z, Z> {
        Parts { open: self.allowed(zone, start..DateTime::<Utc>::MAX_UTC), rest: duration }
    }

    /// The open seconds of a range.
    fn allowed_seconds<O: Offsets>(&self, offsets: &O, range: Range<i64>) -> i64 {
        let on_clock = |range: Range<i64>, ahead: i64| {
            self.allowed_before(range.end + ahead) - self.allowed_before(range.start + ahead)
        };
        if self.is_on_utc() {
            return on_clock(range, self.ahead_of_utc(|| 0));
        }
        let sum = |range: Range<i64>| -> i64 {
            spans(offsets, range).map(|(span, offset)| on_clock(span, self.ahead_of_utc(|| offset))).sum()
        };
        let (once, turns) = whole_turns(range);
        let turn = if turns == 0 { 0 } else { sum(turn_from(once.end)) };
        sum(once) + turns * turn
    }

    /// The open second from `from` on that has `n` open ones before it.
    fn nth_allowed_second<O: Offsets>(&self, offsets: &O, from: i64, n: i64) -> Option<i64> {
        let on_clock = |from: i64, ahead: i64, n: i64| {
            let nth = self.allowed_before(from + ahead).checked_add(n)?;
            let second = self.nth_allowed_on_clock(nth)?.checked_sub(ahead)?;
            (second < AFTER_LAST).then_some(second)
        };
        if self.is_on_utc() {
            return on_clock(from, self.ahead_of_utc(|| 0), n);
        }
        // The second, or how many open ones are still missing at the end of the range.
        let nth_in = |range: Range<i64>, mut n: i64| {
            for (span, offset) in spans(offsets, range) {
                let ahead = self.ahead_of_utc(|| offset);
                let open = self.allowed_before(span.end + ahead) - self.allowed_before(span.start + ahead);
                if n < open {
                    return Ok(on_clock(span.start, ahead, n));
                }
                n -= open;
            }
            Err(n)
        };
        let (once, turns) = whole_turns(from..AFTER_LAST);
        let missing = match nth_in(once.clone(), n) {
            Ok(second) => return second,
            Err(missing) => missing,
        };
        // Every turn has as many open seconds: pass over those that are not enough.
        let turn = turn_from(once.end);
        let turn_length = turn.end - turn.start;
        let in_turn = self.allowed_seconds(offsets, turn.clone());
        let passed = missing.checked_div(in_turn).filter(|&passed| passed < turns)?;
        let second = nth_in(turn, missing - passed * in_turn).ok()??;
        Some(second + passed * turn_length)
    }

    /// The open seconds of all time before a second of the window's clock, counted from some Sunday.
    fn allowed_before(&self, shown: i64) -> i64 {
        let (hour, into_hour) = hour_at(shown);
        let in_hour = if self.hours.is_set(hour) { into_hour } else { 0 };
        let hours = i64::from(self.hours.count_before(hour.index().into()));
        (week_of(shown) * i64::from(self.hours.count()) + hours) * HOUR + in_hour
    }

    /// The second of the window's clock that has `n` open ones before it; the window must open at some time.
    fn nth_allowed_on_clock(&self, n: i64) -> Option<i64> {
        let in_week = i64::from(self.hours.count()) * HOUR;
        let (weeks, rest) = (n.div_euclid(in_week), n.rem_euclid(in_week));
        let hour = self.hours.nth((rest / HOUR) as u32)?;
        Some(start_of_week(weeks) + i64::from(hour.index()) * HOUR + rest % HOUR)
    }
}

/// The parts of a job that pauses while a window is closed, in order.
///
/// Made by [`BackupWindow::split`].
#[derive(Debug, Clone)]
pub struct Parts<'z, Z> {
    open: Intervals<'z, Z>,
    /// What is still to be done.
    rest: TimeDelta,
}

impl<Z: TimeZone> Iterator for Parts<'_, Z> {
    type Item = Interval;

    fn next(&mut self) -> Option<Interval> {
        if self.rest <= TimeDelta::zero() {
            return None;
        }
        let Interval { from, to } = self.open.next()?;
        let part = Interval { from, to: from.checked_add_signed(self.rest).map_or(to, |done| done.min(to)) };
        self.rest -= part.length();
        Some(part)
    }
}

impl<Z: TimeZone> FusedIterator for Parts<'_, Z> {}
