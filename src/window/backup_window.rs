//! The backup window as a value: how it is built, compared and read hour by hour.
//!
//! What it says about instants is in `search.rs`.

use core::fmt;
use core::hash::{Hash, Hasher};

use chrono::{Weekday, WeekdaySet};

use super::bits::HourBits;
use super::clock::WindowClock;
use crate::calendar::HourOfWeek;

/// Which of the 168 hours of a week are allowed, and the clock they are read on.
///
/// A small `Copy` value. Two windows are equal when they allow the same instants in every zone, however they are
/// written: a grid on UTC+60 min equals the grid shifted by one hour on UTC, and a window that is always (or never)
/// open is the same on every clock.
///
/// ```
/// use backup_window::{BackupWindow, WindowClock};
/// use chrono::{TimeZone, Utc, WeekdaySet};
///
/// // every night from 19:00 to 08:00, on the wall clock of the job
/// let nights = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 19, 8).with_clock(WindowClock::LOCAL);
/// let zone = chrono_tz::America::Los_Angeles;
/// let evening = Utc.with_ymd_and_hms(2025, 6, 3, 3, 30, 0).unwrap(); // 20:30 in Los Angeles
/// assert!(nights.is_allowed_at(&zone, evening));
/// assert_eq!(nights.next_closing(&zone, evening), Some(Utc.with_ymd_and_hms(2025, 6, 3, 15, 0, 0).unwrap()));
/// ```
#[derive(Clone, Copy)]
pub struct BackupWindow {
    /// The grid with the whole hours of its clock's offset folded in: what the grid would be on a clock that is
    /// `ahead` minutes ahead of UTC, or of local time. Equal windows have equal bits.
    pub(super) hours: HourBits,
    /// 0 to 59.
    pub(super) ahead: u8,
    /// The clock as given, for the grid as given.
    pub(super) clock: WindowClock,
}

impl BackupWindow {
    /// Every hour is allowed: the window never closes.
    pub const ALWAYS: Self = Self { hours: HourBits::ALL, ahead: 0, clock: WindowClock::UTC };

    /// No hour is allowed: the window never opens.
    pub const NEVER: Self = Self { hours: HourBits::NONE, ahead: 0, clock: WindowClock::UTC };

    /// The window that allows exactly these hours, on the clock of UTC.
    pub fn from_hours(hours: impl IntoIterator<Item = HourOfWeek>) -> Self {
        let mut bits = HourBits::NONE;
        for hour in hours {
            bits.set(hour, true);
        }
        Self { hours: bits, ..Self::NEVER }
    }

    /// The window of 168 booleans as the wire has them: Sunday 00:00 first, `true` = allowed. On the clock of UTC.
    pub fn from_bools(allowed: &[bool; HourOfWeek::COUNT as usize]) -> Self {
        Self::from_hours(HourOfWeek::all().filter(|hour| allowed[usize::from(hour.index())]))
    }

    /// The window of packed bits: bit `i` of the 168 is hour `i`; further bits are ignored.
    #[cfg(feature = "serde")]
    pub(crate) fn from_words(words: [u64; 3]) -> Self {
        Self { hours: HourBits::from_words(words), ..Self::NEVER }
    }

    /// The same window with the hours from `from` up to `to` allowed as well, past Saturday midnight if need be.
    ///
    /// `to` itself is not included; equal ends mean the whole week.
    ///
    /// ```
    /// use backup_window::{BackupWindow, HourOfWeek};
    /// use chrono::Weekday::{Sat, Sun};
    ///
    /// let weekend_night = BackupWindow::NEVER.allow(HourOfWeek::on(Sat, 22)?, HourOfWeek::on(Sun, 6)?);
    /// assert_eq!(weekend_night.allowed_hours(), 8);
    /// # Ok::<(), backup_window::RangeError>(())
    /// ```
    #[must_use]
    pub fn allow(self, from: HourOfWeek, to: HourOfWeek) -> Self {
        self.with_span(from, span_length(from, to), true)
    }

    /// The same window with the hours from `from` up to `to` denied, past Saturday midnight if need be.
    ///
    /// `to` itself is not included; equal ends mean the whole week.
    #[must_use]
    pub fn deny(self, from: HourOfWeek, to: HourOfWeek) -> Self {
        self.with_span(from, span_length(from, to), false)
    }

    /// The same window with a stretch of each of these days allowed as well: from hour `from` up to hour `to`, on
    /// the next day where `to` is not after `from` (equal ends: 24 hours). Hours count modulo 24.
    #[must_use]
    pub fn allow_daily(self, days: WeekdaySet, from: u8, to: u8) -> Self {
        self.with_daily(days, from, to, true)
    }

    /// The same window with a stretch of each of these days denied: from hour `from` up to hour `to`, on the next
    /// day where `to` is not after `from` (equal ends: 24 hours). Hours count modulo 24.
    #[must_use]
    pub fn deny_daily(self, days: WeekdaySet, from: u8, to: u8) -> Self {
        self.with_daily(days, from, to, false)
    }

    /// The same hours on another clock.
    #[must_use]
    pub fn with_clock(self, clock: WindowClock) -> Self {
        let ahead = clock.ahead();
        let (hours, rest) = (ahead.div_euclid(60), ahead.rem_euclid(60));
        let grid = self.grid();
        // A clock that is ahead shows a later hour: its hour 1 is hour 0 of the clock it is ahead of.
        Self {
            hours: grid.rotated(hours.rem_euclid(HourOfWeek::COUNT.into()) as u32),
            ahead: rest as u8,
            clock,
        }
    }

    /// The same instants on another clock, where its hours can show them: the minutes of both clocks must agree, and
    /// both be ahead of UTC or both local.
    #[cfg(feature = "serde")]
    pub(crate) fn regridded(&self, clock: WindowClock) -> Option<Self> {
        let other = Self { hours: self.hours, ahead: clock.ahead().rem_euclid(60) as u8, clock };
        (other == *self).then_some(other)
    }

    /// The clock the hours are read on.
    pub const fn clock(&self) -> WindowClock {
        self.clock
    }

    /// Whether this hour of the grid is allowed.
    pub fn allows(&self, hour: HourOfWeek) -> bool {
        self.hours.is_set(self.folded(u32::from(hour.index())))
    }

    /// The allowed hours of the grid, Sunday 00:00 first.
    pub fn hours(&self) -> impl DoubleEndedIterator<Item = HourOfWeek> + '_ {
        HourOfWeek::all().filter(|&hour| self.allows(hour))
    }

    /// The grid as 168 booleans, Sunday 00:00 first, `true` = allowed.
    pub fn to_bools(&self) -> [bool; HourOfWeek::COUNT as usize] {
        let mut allowed = [false; HourOfWeek::COUNT as usize];
        for hour in self.hours() {
            allowed[usize::from(hour.index())] = true;
        }
        allowed
    }

    /// How many hours of the week are allowed, 0 to 168.
    pub fn allowed_hours(&self) -> u32 {
        self.hours.count()
    }

    /// Whether every hour is allowed.
    pub fn is_always(&self) -> bool {
        self.hours == HourBits::ALL
    }

    /// Whether no hour is allowed.
    pub fn is_never(&self) -> bool {
        self.hours == HourBits::NONE
    }

    fn with_daily(mut self, days: WeekdaySet, from: u8, to: u8, allowed: bool) -> Self {
        let (from, to) = (from % 24, to % 24);
        let length = if to > from { to - from } else { 24 + to - from };
        for day in days.iter(Weekday::Sun) {
            let start = HourOfWeek::wrapping(day.num_days_from_sunday() * 24 + u32::from(from));
            self = self.with_span(start, length.into(), allowed);
        }
        self
    }

    fn with_span(mut self, from: HourOfWeek, length: u32, allowed: bool) -> Self {
        for hour in 0..length {
            self.hours.set(self.folded(u32::from(from.index()) + hour), allowed);
        }
        self
    }

    /// Where hour `hour` of the grid as given lies in the folded one.
    fn folded(&self, hour: u32) -> HourOfWeek {
        let week = i32::from(HourOfWeek::COUNT);
        HourOfWeek::wrapping((hour as i32 - self.clock.ahead().div_euclid(60) + week) as u32)
    }

    /// Where hour `hour` of the folded grid lies in the one as given.
    pub(super) fn unfolded(&self, hour: HourOfWeek) -> HourOfWeek {
        let week = i32::from(HourOfWeek::COUNT);
        HourOfWeek::wrapping((i32::from(hour.index()) + self.clock.ahead().div_euclid(60) + week) as u32)
    }

    /// The grid as given.
    fn grid(&self) -> HourBits {
        let back = i32::from(HourOfWeek::COUNT) - self.clock.ahead().div_euclid(60);
        self.hours.rotated(back as u32)
    }

    /// What decides about equality: the bits, and where they matter the clock they are on.
    fn meaning(&self) -> (HourBits, Option<(bool, u8)>) {
        let is_local = matches!(self.clock, WindowClock::Local { .. });
        (self.hours, (!self.is_always() && !self.is_never()).then_some((is_local, self.ahead)))
    }
}

/// A window travels by value.
const _: () = assert!(size_of::<BackupWindow>() <= 32);

impl PartialEq for BackupWindow {
    fn eq(&self, other: &Self) -> bool {
        self.meaning() == other.meaning()
    }
}

impl Eq for BackupWindow {}

impl Hash for BackupWindow {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.meaning().hash(state);
    }
}

impl fmt::Debug for BackupWindow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BackupWindow({}; ", self.clock)?;
        for (i, day) in WeekdaySet::ALL.iter(Weekday::Sun).enumerate() {
            write!(f, "{}{day} ", if i == 0 { "" } else { " " })?;
            for hour in HourOfWeek::all().filter(|hour| hour.weekday() == day) {
                f.write_str(if self.allows(hour) { "#" } else { "." })?;
            }
        }
        f.write_str(")")
    }
}

fn span_length(from: HourOfWeek, to: HourOfWeek) -> u32 {
    let week = u32::from(HourOfWeek::COUNT);
    match (week + u32::from(to.index()) - u32::from(from.index())) % week {
        0 => week,
        length => length,
    }
}
