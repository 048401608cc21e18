//! Whether a job of some length fits into a window, and how long a window stays open.
//!
//! Durations are elapsed time, not what a clock shows: an hour that a zone repeats counts twice for a window on the
//! local clock. A job takes a nanosecond at least, so that one without a duration still needs an open window to start in. How much of a range is open in sum is in `allowed_time.rs`.

use core::ops::Range;

use chrono::{DateTime, TimeDelta, TimeZone, Utc};

use super::backup_window::BackupWindow;
use super::gate::Gate;
use super::intervals::Interval;
use super::length::{Length, at_least_a_moment};
use super::search::hour_at;
use crate::calendar::{
    AFTER_LAST, Backward, Direction, FIRST_SECOND, Forward, HOUR, HourOfWeek, Offsets, Probed, WEEK,
    ceil_second, floor_second, instant_at, one_turn_of, search_reach, spans, within_reach,
};

/// One opening of a window with room for a job: all instants from `first` to `last` are good starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fit {
    /// The first start.
    pub first: DateTime<Utc>,
    /// The latest start with which the job is done when the window closes; `None` where the window never closes.
    pub last: Option<DateTime<Utc>>,
}

impl BackupWindow {
    /// Whether a job that starts at `start` and takes `duration` is done before the window closes.
    ///
    /// A job may end at the very instant of the closing. One that takes no time fits where the window is open.
    ///
    /// ```
    /// use backup_window::{BackupWindow, WindowClock};
    /// use chrono::{TimeDelta, TimeZone, Utc, WeekdaySet};
    ///
    /// // from 00:00 to 04:00 on the wall clock: five hours where the clock is set back
    /// let nights = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 0, 4).with_clock(WindowClock::LOCAL);
    /// let zone = chrono_tz::America::New_York;
    /// let five_hours = TimeDelta::hours(5);
    /// assert!(!nights.fits(&zone, Utc.with_ymd_and_hms(2025, 11, 1, 4, 0, 0).unwrap(), five_hours));
    /// assert!(nights.fits(&zone, Utc.with_ymd_and_hms(2025, 11, 2, 4, 0, 0).unwrap(), five_hours));
    /// ```
    pub fn fits<Z: TimeZone>(&self, zone: &Z, start: DateTime<Utc>, duration: TimeDelta) -> bool {
        if !self.is_allowed_at(zone, start) {
            return false;
        }
        let end = start.checked_add_signed(at_least_a_moment(duration)).unwrap_or(DateTime::<Utc>::MAX_UTC);
        let inside = floor_second(start) + 1..ceil_second(end);
        self.change::<Forward, _>(&Probed(zone), inside).is_none()
    }

    /// The first start at or after `from` with which a job that takes `duration` is done before the window closes, and
    /// the latest one in the same opening; `None` if no opening has so much room.
    ///
    /// ```
    /// use backup_window::{BackupWindow, HourOfWeek};
    /// use chrono::{TimeDelta, TimeZone, Utc, Weekday, WeekdaySet};
    ///
    /// // four hours every night, twelve on Saturday
    /// let window = BackupWindow::NEVER
    ///     .allow_daily(WeekdaySet::ALL, 0, 4)
    ///     .allow(HourOfWeek::on(Weekday::Sat, 0)?, HourOfWeek::on(Weekday::Sat, 12)?);
    /// let monday = Utc.with_ymd_and_hms(2025, 6, 2, 1, 30, 0).unwrap();
    /// let fit = window.fit_from(&Utc, monday, TimeDelta::hours(10)).unwrap();
    /// assert_eq!(fit.first, Utc.with_ymd_and_hms(2025, 6, 7, 0, 0, 0).unwrap());
    /// assert_eq!(fit.last, Some(Utc.with_ymd_and_hms(2025, 6, 7, 2, 0, 0).unwrap()));
    /// assert_eq!(window.fit_from(&Utc, monday, TimeDelta::hours(13)), None);
    /// # Ok::<(), backup_window::RangeError>(())
    /// ```
    pub fn fit_from<Z: TimeZone>(&self, zone: &Z, from: DateTime<Utc>, duration: TimeDelta) -> Option<Fit> {
        let (duration, offsets) = (at_least_a_moment(duration), Probed(zone));
        if self.is_always() {
            return Some(Fit { first: from, last: None });
        }
        if self.is_never() {
            return None;
        }
        if self.is_on_utc() {
            return fit(&self.weekly_fit(from, 0, duration)?, from, duration);
        }
        let here = floor_second(from);
        let offset = offsets.offset_at(here);
        if let Some(stretch) = self.weekly_fit(from, offset, duration)
            && offsets.stays(offset, here, stretch.end)
        {
            return fit(&stretch, from, duration);
        }
        let rest = within_reach(here)..AFTER_LAST;
        search_reach::<Forward, _, _>(&offsets, rest, |part| {
            self.stretches_of::<Forward, _>(&offsets, duration, part, here..AFTER_LAST)
                .find_map(|stretch| fit(&stretch, from, duration))
        })
    }

    /// The latest start with which a job that takes `duration` is done before the window closes, and by `deadline`;
    /// `None` if no opening before it has so much room.
    ///
    /// ```
    /// use backup_window::BackupWindow;
    /// use chrono::{TimeDelta, TimeZone, Utc, WeekdaySet};
    ///
    /// let nights = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 22, 6);
    /// let nine = Utc.with_ymd_and_hms(2025, 6, 2, 9, 0, 0).unwrap();
    /// let three_hours = TimeDelta::hours(3);
    /// let latest = nights.last_start_until(&Utc, nine, three_hours);
    /// assert_eq!(latest, Some(Utc.with_ymd_and_hms(2025, 6, 2, 3, 0, 0).unwrap()));
    /// ```
    pub fn last_start_until<Z: TimeZone>(
        &self,
        zone: &Z,
        deadline: DateTime<Utc>,
        duration: TimeDelta,
    ) -> Option<DateTime<Utc>> {
        let (duration, offsets) = (at_least_a_moment(duration), Probed(zone));
        if self.is_always() {
            return deadline.checked_sub_signed(duration);
        }
        if self.is_never() || self.is_on_utc() && !self.longest_allowed().covers(duration) {
            return None;
        }
        let before = FIRST_SECOND..within_reach(ceil_second(deadline));
        search_reach::<Backward, _, _>(&offsets, before.clone(), |part| {
            self.stretches_of::<Backward, _>(&offsets, duration, part, before.clone()).find_map(|stretch| {
                let start = instant_at(stretch.end)?.min(deadline).checked_sub_signed(duration)?;
                (instant_at(stretch.start)? <= start).then_some(start)
            })
        })
    }

    /// How long the window stays open from `t` on: nothing where it is closed.
    ///
    /// ```
    /// use backup_window::{BackupWindow, Length};
    /// use chrono::{TimeDelta, TimeZone, Utc, WeekdaySet};
    ///
    /// let nights = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 22, 6);
    /// let left = |hour| nights.time_left_at(&Utc, Utc.with_ymd_and_hms(2025, 6, 2, hour, 0, 0).unwrap());
    /// assert_eq!(left(5), Length::Limited(TimeDelta::hours(1)));
    /// assert_eq!(left(6), Length::ZERO);
    /// ```
    pub fn time_left_at<Z: TimeZone>(&self, zone: &Z, t: DateTime<Utc>) -> Length {
        if !self.is_allowed_at(zone, t) {
            return Length::ZERO;
        }
        self.next_closing(zone, t).map_or(Length::Unlimited, |closing| Length::Limited(closing - t))
    }

    /// The longest time the window stays open, as long as no clock changes; [`longest_allowed_in`] looks at those too.
    ///
    /// [`longest_allowed_in`]: Self::longest_allowed_in
    pub fn longest_allowed(&self) -> Length {
        Length::of_hours(self.hours.longest())
    }

    /// The longest time the window stays closed, as long as no clock changes; [`longest_denied_in`] looks at those too.
    ///
    /// ```
    /// use backup_window::{BackupWindow, Length};
    /// use chrono::{TimeDelta, Weekday, WeekdaySet};
    ///
    /// let sundays = BackupWindow::NEVER.allow_daily(WeekdaySet::single(Weekday::Sun), 0, 0);
    /// assert_eq!(sundays.longest_denied(), Length::Limited(TimeDelta::days(6)));
    /// ```
    ///
    /// [`longest_denied_in`]: Self::longest_denied_in
    pub fn longest_denied(&self) -> Length {
        Length::of_hours(self.hours.complement().longest())
    }

    /// The longest stretch of `range` in which the window is open, the first of several; `None` if there is none.
    ///
    /// ```
    /// use backup_window::{BackupWindow, WindowClock};
    /// use chrono::{TimeDelta, TimeZone, Utc, WeekdaySet};
    ///
    /// let nights = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 0, 4).with_clock(WindowClock::LOCAL);
    /// let year = Utc.with_ymd_and_hms(2025, 1, 1, 0, 0, 0).unwrap()..Utc.with_ymd_and_hms(2026, 1, 1, 0, 0, 0).unwrap();
    /// let longest = nights.longest_allowed_in(&chrono_tz::Europe::Prague, year).unwrap();
    /// assert_eq!(longest.length(), TimeDelta::hours(5));
    /// assert_eq!(longest.to_string(), "2025-10-25 22:00:00 UTC to 2025-10-26 03:00:00 UTC");
    /// ```
    pub fn longest_allowed_in<Z: TimeZone>(&self, zone: &Z, range: Range<DateTime<Utc>>) -> Option<Interval> {
        self.longest_in(&Probed(zone), range, true)
    }

    /// The longest stretch of `range` in which the window is closed, the first of several; `None` if there is none.
    pub fn longest_denied_in<Z: TimeZone>(&self, zone: &Z, range: Range<DateTime<Utc>>) -> Option<Interval> {
        self.longest_in(&Probed(zone), range, false)
    }

    /// The open stretch with room for `duration` that comes first from `from` on, cut there, were the zone to keep
    /// `offset` for ever.
    fn weekly_fit(&self, from: DateTime<Utc>, offset: i64, duration: TimeDelta) -> Option<Range<i64>> {
        let here = floor_second(from);
        let (hour, into_hour) = hour_at(here + self.ahead_of_utc(|| offset));
        let hour_start = here - into_hour;
        if self.hours.is_set(hour) {
            let closing = hour_start + i64::from(self.hours.alike_from(hour)) * HOUR;
            if instant_at(closing)? - from >= duration {
                return Some(here..closing);
            }
        }
        // The whole hours that contain it. A window that closes has a week of them at most.
        let hours = u32::try_from((duration - TimeDelta::nanoseconds(1)).num_hours()).ok()? + 1;
        if hours > HourOfWeek::COUNT.into() {
            return None;
        }
        // Further on in the stretch around `from` there is less room than at `from`: what is found is an opening.
        let starts = self.hours.starts_of(hours);
        let distance = starts.next_set_after(hour)?;
        let opening = hour_start + i64::from(distance) * HOUR;
        let hour = HourOfWeek::wrapping(u32::from(hour.index()) + distance);
        Some(opening..opening + i64::from(self.hours.alike_from(hour)) * HOUR)
    }

    /// The open stretches, cut at `bounds`, that take at least `duration` and that a search in direction `D` meets in
    /// `part`: forward by their closing, backward by their opening.
    ///
    /// For [`search_reach`]: what this finds in a week without a change of the clock comes again each week.
    pub(crate) fn stretches_of<D: Direction, O: Offsets>(
        &self,
        offsets: &O,
        duration: TimeDelta,
        part: Range<i64>,
        bounds: Range<i64>,
    ) -> impl Iterator<Item = Range<i64>> {
        // Where no stretch of the week is so long, only one around a change of the clock can be.
        let is_usual = self.longest_allowed().covers(duration);
        let mut rest = part;
        let ends = core::iter::from_fn(move || {
            let end = if is_usual {
                self.change::<D, O>(offsets, rest.clone())
            } else {
                offsets.transition::<D>(rest.clone()).map(|transition| transition.at)
            };
            rest = D::behind(&rest, end?);
            end
        });
        ends.filter_map(move |end| {
            let inside = if D::IS_FORWARD { end - 1 } else { end };
            if !self.is_allowed(offsets, inside) {
                return None;
            }
            let opening = self.change::<Backward, O>(offsets, bounds.start..inside + 1);
            let closing = self.change::<Forward, O>(offsets, inside + 1..bounds.end);
            let stretch = opening.unwrap_or(bounds.start)..closing.unwrap_or(bounds.end);
            (TimeDelta::seconds(stretch.end - stretch.start) >= duration).then_some(stretch)
        })
    }

    fn longest_in<O: Offsets>(
        &self,
        offsets: &O,
        range: Range<DateTime<Utc>>,
        state: bool,
    ) -> Option<Interval> {
        if range.start >= range.end {
            return None;
        }
        let seconds = floor_second(range.start)..ceil_second(range.end);
        let interval = |stretch: &Range<i64>| Interval {
            from: instant_at(stretch.start).map_or(range.start, |from| from.max(range.start)),
            to: instant_at(stretch.end).map_or(range.end, |to| to.min(range.end)),
        };
        let mut longest: Option<Interval> = None;
        let mut look_at = |span: Range<i64>| {
            // The stretch that the span begins in, and all that begin in its first week: then they repeat.
            let begun = self.change::<Backward, O>(offsets, seconds.start + 1..span.start);
            let mut at = begun.unwrap_or(seconds.start);
            while at < span.end.min(span.start + WEEK) {
                let end = self.change::<Forward, O>(offsets, at + 1..seconds.end).unwrap_or(seconds.end);
                let stretch = interval(&(at..end));
                if self.is_allowed(offsets, at) == state
                    && longest.is_none_or(|longest| stretch.length() > longest.length())
                {
                    longest = Some(stretch);
                }
                at = end;
            }
        };
        if self.is_on_utc() || self.is_constant() {
            look_at(seconds.clone());
        } else {
            spans(offsets, one_turn_of(seconds.clone())).for_each(|(span, _)| look_at(span));
        }
        longest
    }
}

/// The starts in an open stretch, from `from` on, with room for `duration`.
fn fit(stretch: &Range<i64>, from: DateTime<Utc>, duration: TimeDelta) -> Option<Fit> {
    let first = instant_at(stretch.start)?.max(from);
    let last = instant_at(stretch.end)?.checked_sub_signed(duration)?;
    (first <= last).then_some(Fit { first, last: Some(last) })
}
