//! Windows as sets of hours: combined, compared, and read on another clock.
//!
//! Two windows share a grid when their clocks are of the same kind and whole hours apart; then all of this is exact and
//! a few instructions. Windows on other clocks have no grid in common, and what they have in common is a matter of a
//! zone and a range: [`overlap`](BackupWindow::overlap).

use core::fmt;
use core::ops::{Not, Range};

use chrono::{DateTime, TimeZone, Utc};

use super::backup_window::BackupWindow;
use super::bits::HourBits;
use super::clock::WindowClock;
use super::gate::Gate;
use super::intervals::Intervals;
use super::windows::Windows;
use crate::calendar::HourOfWeek;

/// Two clocks whose hours do not begin together: no grid of hours fits both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DifferentClocks {
    /// The clock of the window that was asked.
    pub one: WindowClock,
    /// The clock of the other window, or the one asked for.
    pub other: WindowClock,
}

impl fmt::Display for DifferentClocks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "clocks {} and {} have no hours in common (expected two of a kind, whole hours apart; the overlap of their \
             windows in a range can be asked for)",
            self.one, self.other
        )
    }
}

impl core::error::Error for DifferentClocks {}

impl BackupWindow {
    /// The window that is open where this one or the other is.
    ///
    /// The result is on the clock of this window; if this one is always or never open, on that of the other.
    ///
    /// ```
    /// use backup_window::BackupWindow;
    /// use chrono::{Weekday, WeekdaySet};
    ///
    /// let nights = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 22, 6);
    /// let sunday = BackupWindow::NEVER.allow_daily(WeekdaySet::single(Weekday::Sun), 0, 0);
    /// let both = nights.union(&sunday)?;
    /// assert_eq!(both, nights.allow_daily(WeekdaySet::single(Weekday::Sun), 0, 0));
    /// # Ok::<(), backup_window::DifferentClocks>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails where the clocks share no grid.
    pub fn union(&self, other: &Self) -> Result<Self, DifferentClocks> {
        Ok(self.on_common_grid(other)?.with_hours(self.hours.either(&other.hours)))
    }

    /// The window that is open where this one and the other are.
    ///
    /// ```
    /// use backup_window::{BackupWindow, WindowClock};
    /// use chrono::WeekdaySet;
    ///
    /// let nights = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 22, 6);
    /// let evenings = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 18, 24);
    /// assert_eq!(nights.intersection(&evenings)?.allowed_hours(), 7 * 2);
    /// assert!(nights.intersection(&evenings.with_clock(WindowClock::LOCAL)).is_err());
    /// # Ok::<(), backup_window::DifferentClocks>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails where the clocks share no grid.
    pub fn intersection(&self, other: &Self) -> Result<Self, DifferentClocks> {
        Ok(self.on_common_grid(other)?.with_hours(self.hours.both(&other.hours)))
    }

    /// The window that is open where this one is and the other is not.
    ///
    /// ```
    /// use backup_window::BackupWindow;
    /// use chrono::WeekdaySet;
    ///
    /// let nights = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 22, 6);
    /// let evenings = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 18, 24);
    /// assert_eq!(nights.difference(&evenings)?, BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 0, 6));
    /// # Ok::<(), backup_window::DifferentClocks>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails where the clocks share no grid.
    pub fn difference(&self, other: &Self) -> Result<Self, DifferentClocks> {
        Ok(self.on_common_grid(other)?.with_hours(self.hours.both(&other.hours.complement())))
    }

    /// The window that is open where exactly one of the two is: what changes from one to the other.
    ///
    /// ```
    /// use backup_window::BackupWindow;
    /// use chrono::WeekdaySet;
    ///
    /// let nights = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 22, 6);
    /// let shorter = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 23, 6);
    /// assert_eq!(nights.symmetric_difference(&shorter)?.hours().next().unwrap().hour(), 22);
    /// # Ok::<(), backup_window::DifferentClocks>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails where the clocks share no grid.
    pub fn symmetric_difference(&self, other: &Self) -> Result<Self, DifferentClocks> {
        let either = self.hours.either(&other.hours);
        let both = self.hours.both(&other.hours);
        Ok(self.on_common_grid(other)?.with_hours(either.both(&both.complement())))
    }

    /// The window that is open where this one is not, on the same clock; also written `!window`.
    ///
    /// ```
    /// use backup_window::BackupWindow;
    ///
    /// assert_eq!(BackupWindow::NEVER.complement(), BackupWindow::ALWAYS);
    /// assert_eq!(!BackupWindow::ALWAYS, BackupWindow::NEVER);
    /// ```
    #[must_use]
    pub fn complement(&self) -> Self {
        self.with_hours(self.hours.complement())
    }

    /// The same window, open at the same instants, with its grid written for another clock.
    ///
    /// That is possible between two clocks of a kind that are whole hours apart, and for a window that is always or
    /// never open. [`with_clock`](Self::with_clock) keeps the grid instead, and moves the window.
    ///
    /// ```
    /// use backup_window::{BackupWindow, MinuteOffset, WindowClock};
    /// use chrono::WeekdaySet;
    ///
    /// let nights = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 22, 6);
    /// let prague = WindowClock::UtcOffset(MinuteOffset::new(60)?);
    /// let moved = nights.on_clock(prague).unwrap();
    /// assert_eq!(moved, nights);
    /// assert_eq!(moved.hours().next().unwrap().to_string(), "Sun 00:00");
    /// assert_eq!(moved.hours().find(|hour| hour.hour() > 7).unwrap().to_string(), "Sun 23:00");
    ///
    /// let kathmandu = WindowClock::UtcOffset(MinuteOffset::new(5 * 60 + 45)?);
    /// assert!(nights.on_clock(kathmandu).is_err());
    /// # Ok::<(), backup_window::RangeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails where the hours of the two clocks do not begin together.
    pub fn on_clock(&self, clock: WindowClock) -> Result<Self, DifferentClocks> {
        let there = Self::NEVER.with_clock(clock);
        if self.is_constant() || self.shares_hours_with(&there) {
            Ok(there.with_hours(self.hours))
        } else {
            Err(DifferentClocks { one: self.clock, other: clock })
        }
    }

    /// Whether the other window is open wherever this one is, at all times and in every zone.
    ///
    /// ```
    /// use backup_window::BackupWindow;
    /// use chrono::WeekdaySet;
    ///
    /// let nights = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 22, 6);
    /// assert!(nights.is_subset_of(&nights.allow_daily(WeekdaySet::ALL, 21, 22))?);
    /// # Ok::<(), backup_window::DifferentClocks>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails where the clocks share no grid; [`instant_outside`](Self::instant_outside) compares in a range.
    pub fn is_subset_of(&self, other: &Self) -> Result<bool, DifferentClocks> {
        Ok(self.hour_outside(other)?.is_none())
    }

    /// Whether the two windows are never open together, at any time and in any zone.
    ///
    /// # Errors
    ///
    /// Fails where the clocks share no grid; [`instant_shared`](Self::instant_shared) compares in a range.
    pub fn is_disjoint_from(&self, other: &Self) -> Result<bool, DifferentClocks> {
        Ok(self.hour_shared(other)?.is_none())
    }

    /// The first hour of the week in which this window is open and the other is not; `None` for a subset of it.
    ///
    /// The hour is one of the grid that [`difference`](Self::difference) has.
    ///
    /// ```
    /// use backup_window::BackupWindow;
    /// use chrono::WeekdaySet;
    ///
    /// let nights = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 22, 6);
    /// let evenings = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 18, 24);
    /// assert_eq!(nights.hour_outside(&evenings)?.unwrap().to_string(), "Sun 00:00");
    /// # Ok::<(), backup_window::DifferentClocks>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails where the clocks share no grid.
    pub fn hour_outside(&self, other: &Self) -> Result<Option<HourOfWeek>, DifferentClocks> {
        Ok(self.difference(other)?.hours().next())
    }

    /// The first hour of the week in which both windows are open; `None` for disjoint ones.
    ///
    /// The hour is one of the grid that [`intersection`](Self::intersection) has.
    ///
    /// # Errors
    ///
    /// Fails where the clocks share no grid.
    pub fn hour_shared(&self, other: &Self) -> Result<Option<HourOfWeek>, DifferentClocks> {
        Ok(self.intersection(other)?.hours().next())
    }

    /// The stretches of `range` in which both windows are open, whatever their clocks.
    ///
    /// With the [complement](Self::complement) of one of them: the stretches in which the other alone is open.
    ///
    /// ```
    /// use backup_window::{BackupWindow, WindowClock};
    /// use chrono::{TimeZone, Utc, WeekdaySet};
    /// use chrono_tz::America::New_York;
    ///
    /// let on_utc = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 6, 12);
    /// let local = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 0, 4).with_clock(WindowClock::LOCAL);
    /// let day = Utc.with_ymd_and_hms(2025, 1, 7, 0, 0, 0).unwrap()..Utc.with_ymd_and_hms(2025, 1, 8, 0, 0, 0).unwrap();
    /// let both: Vec<String> = on_utc.overlap(&local, &New_York, day).map(|both| both.to_string()).collect();
    /// assert_eq!(both, ["2025-01-07 06:00:00 UTC to 2025-01-07 09:00:00 UTC"]);
    /// ```
    pub fn overlap<'z, Z: TimeZone>(
        &self,
        other: &Self,
        zone: &'z Z,
        range: Range<DateTime<Utc>>,
    ) -> Intervals<'z, Z> {
        Windows { backup: Some(*self), periodic: Some(*other) }.starts_allowed(zone, range)
    }

    /// The first instant of `range` at which this window is open and the other is not, whatever their clocks; `None` if
    /// the other is open wherever this one is.
    ///
    /// ```
    /// use backup_window::{BackupWindow, WindowClock};
    /// use chrono::{TimeZone, Utc, WeekdaySet};
    /// use chrono_tz::America::New_York;
    ///
    /// // in winter 05:00 to 09:00 UTC, in summer 04:00 to 08:00
    /// let local = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 0, 4).with_clock(WindowClock::LOCAL);
    /// let on_utc = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 5, 10);
    /// let year = Utc.with_ymd_and_hms(2025, 1, 1, 0, 0, 0).unwrap()..Utc.with_ymd_and_hms(2026, 1, 1, 0, 0, 0).unwrap();
    /// let outside = local.instant_outside(&on_utc, &New_York, year);
    /// assert_eq!(outside, Some(Utc.with_ymd_and_hms(2025, 3, 10, 4, 0, 0).unwrap()));
    /// ```
    pub fn instant_outside<Z: TimeZone>(
        &self,
        other: &Self,
        zone: &Z,
        range: Range<DateTime<Utc>>,
    ) -> Option<DateTime<Utc>> {
        self.instant_shared(&other.complement(), zone, range)
    }

    /// The first instant of `range` at which both windows are open, whatever their clocks; `None` if they are never open
    /// together there.
    pub fn instant_shared<Z: TimeZone>(
        &self,
        other: &Self,
        zone: &Z,
        range: Range<DateTime<Utc>>,
    ) -> Option<DateTime<Utc>> {
        self.overlap(other, zone, range).next().map(|both| both.from)
    }

    /// The window whose clock a combination of the two is on.
    fn on_common_grid<'w>(&'w self, other: &'w Self) -> Result<&'w Self, DifferentClocks> {
        if other.is_constant() || self.shares_hours_with(other) {
            Ok(self)
        } else if self.is_constant() {
            Ok(other)
        } else {
            Err(DifferentClocks { one: self.clock, other: other.clock })
        }
    }

    /// Whether the hours of the two begin together in every zone.
    fn shares_hours_with(&self, other: &Self) -> bool {
        (self.is_on_utc(), self.ahead) == (other.is_on_utc(), other.ahead)
    }

    fn with_hours(&self, hours: HourBits) -> Self {
        Self { hours, ..*self }
    }
}

impl Not for BackupWindow {
    type Output = Self;

    fn not(self) -> Self {
        self.complement()
    }
}
