//! Searching one window along the line of seconds, and its questions about instants.
//!
//! How a search goes on where the zone's offset changes is in `gate.rs`.

use core::ops::Range;

use chrono::{DateTime, Datelike, TimeZone, Timelike, Utc};

use super::backup_window::BackupWindow;
use super::bits::Place;
use super::clock::WindowClock;
use super::gate::Gate;
use super::intervals::{Intervals, allowed_intervals, denied_intervals, next_edge, previous_edge};
use crate::calendar::{
    AFTER_LAST, Direction, Forward, HOUR, HourOfWeek, MINUTE, Offsets, Probed, floor_second, instant_at,
    second_of_week,
};

impl Gate for BackupWindow {
    fn is_constant(&self) -> bool {
        self.is_always() || self.is_never()
    }

    fn is_allowed<O: Offsets>(&self, offsets: &O, second: i64) -> bool {
        self.hours.is_set(hour_at(second + self.ahead_of_utc(|| offsets.offset_at(second))).0)
    }

    fn is_on_utc(&self) -> bool {
        matches!(self.clock, WindowClock::UtcOffset(_))
    }

    fn weekly_change<D: Direction>(&self, known: i64, offset: impl Fn() -> i64) -> Option<i64> {
        let (hour, into_hour) = hour_at(known + self.ahead_of_utc(offset));
        let hour_start = known - into_hour;
        Some(if D::IS_FORWARD {
            hour_start + i64::from(self.hours.alike_from(hour)) * HOUR
        } else {
            hour_start - (i64::from(self.hours.alike_up_to(hour)) - 1) * HOUR
        })
    }
}

impl BackupWindow {
    /// Seconds by which the clock of the folded grid is ahead of UTC, where `offset` is what the zone's is.
    pub(super) fn ahead_of_utc(&self, offset: impl FnOnce() -> i64) -> i64 {
        let ahead = i64::from(self.ahead) * MINUTE;
        match self.clock {
            WindowClock::UtcOffset(_) => ahead,
            WindowClock::Local { .. } => offset() + ahead,
        }
    }

    /// The hour of the folded grid that a second lies in, and how many seconds of it have passed, on UTC.
    pub(super) fn hour_at(&self, second: i64) -> (HourOfWeek, i64) {
        hour_at(second + i64::from(self.ahead) * MINUTE)
    }

    /// Whether an hour of the folded grid is allowed.
    pub(super) fn allows_folded(&self, hour: HourOfWeek) -> bool {
        self.hours.is_set(hour)
    }

    /// Seconds until a start may be, while the zone is `offset` seconds ahead of UTC, from a second of the week on UTC
    /// that begins on Monday, or some days before or after it: 0 where it may be at once, `None` where it never may.
    #[inline]
    pub(crate) fn opens_in(&self, second: i32, offset: i32) -> Option<i32> {
        const WEEK: i32 = HourOfWeek::COUNT as i32 * HOUR as i32;
        let ahead = match self.clock {
            WindowClock::UtcOffset(_) => 0,
            WindowClock::Local { .. } => offset,
        };
        let shown = (second + ahead + i32::from(self.ahead) * MINUTE as i32 + WEEK) as u32;
        let hour = shown / HOUR as u32;
        match self.hours.length_from(Place::since_monday(hour), false) {
            0 => Some(0),
            hours => {
                (hours < HourOfWeek::COUNT.into()).then(|| ((hour + hours) * HOUR as u32 - shown) as i32)
            }
        }
    }

    /// The first closing after a second at which the window is open.
    pub(crate) fn closing_after<O: Offsets>(&self, offsets: &O, second: i64) -> Option<DateTime<Utc>> {
        instant_at(self.change::<Forward, O>(offsets, second + 1..AFTER_LAST)?)
    }

    /// Whether the window is open at `t`.
    ///
    /// An hour is half-open: the instant at which the window closes is denied. `zone` matters only to a window on the
    /// [local](WindowClock::Local) clock.
    pub fn is_allowed_at<Z: TimeZone>(&self, zone: &Z, t: DateTime<Utc>) -> bool {
        let WindowClock::UtcOffset(_) = self.clock else {
            return self.is_allowed(&Probed(zone), floor_second(t));
        };
        // The hour of the week from chrono's own fields: no need to count days since 1970.
        let utc = t.naive_utc();
        let second = utc.time().num_seconds_from_midnight() + u32::from(self.ahead) * MINUTE as u32;
        self.hours.is_set_on(utc.date().weekday().num_days_from_monday(), second / HOUR as u32)
    }

    /// The hour of the grid that the window's clock shows at `t`.
    ///
    /// ```
    /// use backup_window::{BackupWindow, MinuteOffset, WindowClock};
    /// use chrono::{TimeZone, Utc};
    ///
    /// let prague = WindowClock::UtcOffset(MinuteOffset::new(60)?);
    /// let window = BackupWindow::ALWAYS.with_clock(prague);
    /// let midnight = Utc.with_ymd_and_hms(2025, 6, 1, 0, 0, 0).unwrap(); // Sunday
    /// assert_eq!(window.hour_shown_at(&Utc, midnight).to_string(), "Sun 01:00");
    /// # Ok::<(), backup_window::RangeError>(())
    /// ```
    pub fn hour_shown_at<Z: TimeZone>(&self, zone: &Z, t: DateTime<Utc>) -> HourOfWeek {
        let second = floor_second(t);
        let (hour, _) = hour_at(second + self.ahead_of_utc(|| Probed(zone).offset_at(second)));
        self.unfolded(hour)
    }

    /// The first instant strictly after `t` at which the window opens or closes; `None` if it never does.
    pub fn next_change<Z: TimeZone>(&self, zone: &Z, t: DateTime<Utc>) -> Option<DateTime<Utc>> {
        next_edge(self, &Probed(zone), t, None)
    }

    /// The first instant strictly after `t` at which the window opens; `None` if it is always or never open.
    pub fn next_opening<Z: TimeZone>(&self, zone: &Z, t: DateTime<Utc>) -> Option<DateTime<Utc>> {
        next_edge(self, &Probed(zone), t, Some(true))
    }

    /// The first instant strictly after `t` at which the window closes; `None` if it is always or never open.
    pub fn next_closing<Z: TimeZone>(&self, zone: &Z, t: DateTime<Utc>) -> Option<DateTime<Utc>> {
        next_edge(self, &Probed(zone), t, Some(false))
    }

    /// The last instant strictly before `t` at which the window opened or closed; `None` if it never did.
    pub fn previous_change<Z: TimeZone>(&self, zone: &Z, t: DateTime<Utc>) -> Option<DateTime<Utc>> {
        previous_edge(self, &Probed(zone), t, None)
    }

    /// The last instant strictly before `t` at which the window opened; `None` if it is always or never open.
    pub fn previous_opening<Z: TimeZone>(&self, zone: &Z, t: DateTime<Utc>) -> Option<DateTime<Utc>> {
        previous_edge(self, &Probed(zone), t, Some(true))
    }

    /// The last instant strictly before `t` at which the window closed; `None` if it is always or never open.
    pub fn previous_closing<Z: TimeZone>(&self, zone: &Z, t: DateTime<Utc>) -> Option<DateTime<Utc>> {
        previous_edge(self, &Probed(zone), t, Some(false))
    }

    /// The stretches of `range` in which the window is open: maximal, disjoint, increasing, clipped to the range.
    /// The iterator goes both ways.
    ///
    /// ```
    /// use backup_window::BackupWindow;
    /// use chrono::{TimeZone, Utc, WeekdaySet};
    ///
    /// let nights = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 22, 6);
    /// let day = Utc.with_ymd_and_hms(2025, 6, 2, 0, 0, 0).unwrap()..Utc.with_ymd_and_hms(2025, 6, 3, 0, 0, 0).unwrap();
    /// let open: Vec<String> = nights.allowed(&Utc, day).map(|i| i.to_string()).collect();
    /// assert_eq!(open, [
    ///     "2025-06-02 00:00:00 UTC to 2025-06-02 06:00:00 UTC",
    ///     "2025-06-02 22:00:00 UTC to 2025-06-03 00:00:00 UTC",
    /// ]);
    /// ```
    pub fn allowed<'z, Z: TimeZone>(&self, zone: &'z Z, range: Range<DateTime<Utc>>) -> Intervals<'z, Z> {
        allowed_intervals((*self).into(), zone, range)
    }

    /// The stretches of `range` in which the window is closed: what [`allowed`](Self::allowed) leaves.
    pub fn denied<'z, Z: TimeZone>(&self, zone: &'z Z, range: Range<DateTime<Utc>>) -> Intervals<'z, Z> {
        denied_intervals((*self).into(), zone, range)
    }
}

/// The hour of the week that a clock shows, and how many seconds of it have passed.
pub(super) fn hour_at(civil: i64) -> (HourOfWeek, i64) {
    let second = second_of_week(civil);
    (HourOfWeek::wrapping((second / HOUR) as u32), second % HOUR)
}
