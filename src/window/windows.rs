//! The two windows of a job, taken together.
//!
//! They have different jobs. The *backup window* is the time in which a backup must be completed: it gates starts and
//! ends running sessions. The *periodic window* gates the starts of a periodic schedule only. A start is allowed when
//! both allow it.

use core::ops::Range;

use chrono::{DateTime, TimeZone, Utc};

use super::backup_window::BackupWindow;
use super::gate::{Gate, change_of};
use super::intervals::{Intervals, allowed_intervals, denied_intervals, next_edge};
use super::overlap::Overlap;
use crate::calendar::{Direction, Offsets, Probed, floor_second};

/// The backup window and the periodic window of a job; either may be missing, which means always allowed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Windows {
    /// Gates starts, and ends running sessions.
    pub backup: Option<BackupWindow>,
    /// Gates the starts of a periodic schedule.
    pub periodic: Option<BackupWindow>,
}

impl Windows {
    /// No window: everything is allowed.
    pub const NONE: Self = Self { backup: None, periodic: None };

    /// Whether a start is allowed at `t`: every window allows it.
    pub fn is_start_allowed_at<Z: TimeZone>(&self, zone: &Z, t: DateTime<Utc>) -> bool {
        self.is_allowed(&Probed(zone), floor_second(t))
    }

    /// The first instant strictly after `t` at which starts become allowed; `None` if that never happens.
    pub fn next_start_opening<Z: TimeZone>(&self, zone: &Z, t: DateTime<Utc>) -> Option<DateTime<Utc>> {
        next_edge(self, &Probed(zone), t, Some(true))
    }

    /// The stretches of `range` in which starts are allowed: maximal, disjoint, increasing, clipped to the range.
    pub fn starts_allowed<'z, Z: TimeZone>(
        &self,
        zone: &'z Z,
        range: Range<DateTime<Utc>>,
    ) -> Intervals<'z, Z> {
        allowed_intervals(*self, zone, range)
    }

    /// The stretches of `range` in which starts are denied.
    pub fn starts_denied<'z, Z: TimeZone>(
        &self,
        zone: &'z Z,
        range: Range<DateTime<Utc>>,
    ) -> Intervals<'z, Z> {
        denied_intervals(*self, zone, range)
    }

    /// The window, if there is exactly one.
    pub(super) fn only(&self) -> Option<&BackupWindow> {
        match (&self.backup, &self.periodic) {
            (Some(only), None) | (None, Some(only)) => Some(only),
            _ => None,
        }
    }

    /// Whether there is exactly one window.
    #[inline]
    pub(crate) const fn is_single(&self) -> bool {
        self.backup.is_some() != self.periodic.is_some()
    }

    /// Whether no window denies anything.
    pub fn is_always(&self) -> bool {
        [self.backup, self.periodic].into_iter().flatten().all(|window| window.is_always())
    }

    /// Whether one of the windows allows no hour at all.
    pub fn is_never(&self) -> bool {
        [self.backup, self.periodic].into_iter().flatten().any(|window| window.is_never())
    }
}

impl From<BackupWindow> for Windows {
    fn from(window: BackupWindow) -> Self {
        Self { backup: Some(window), periodic: None }
    }
}

impl Gate for Windows {
    fn is_constant(&self) -> bool {
        self.is_always() || self.is_never()
    }

    fn is_allowed<O: Offsets>(&self, offsets: &O, second: i64) -> bool {
        let allows = |window: &Option<BackupWindow>| window.is_none_or(|w| w.is_allowed(offsets, second));
        allows(&self.backup) && allows(&self.periodic)
    }

    fn is_on_utc(&self) -> bool {
        let on_utc = |window: BackupWindow| window.is_on_utc() || window.is_constant();
        [self.backup, self.periodic].into_iter().flatten().all(on_utc)
    }

    fn weekly_change<D: Direction>(&self, known: i64, offset: impl Fn() -> i64) -> Option<i64> {
        match (&self.backup, &self.periodic) {
            (Some(one), Some(other)) => {
                let offset = offset();
                Overlap::of(one.on_utc(offset), other.on_utc(offset)).change::<D>(known)
            }
            _ => self.only()?.weekly_change::<D>(known, offset),
        }
    }

    fn change<D: Direction, O: Offsets>(&self, offsets: &O, range: Range<i64>) -> Option<i64> {
        // One window is asked itself: its own questions are shorter.
        match self.only() {
            Some(only) => only.change::<D, O>(offsets, range),
            None => change_of::<Self, D, O>(self, offsets, range),
        }
    }
}
