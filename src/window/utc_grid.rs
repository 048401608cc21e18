//! A window as it stands on the UTC week while a zone keeps one offset.
//!
//! What every compiled schedule is made of: 168 bits and the second at which their hours begin.

use super::backup_window::BackupWindow;
use super::bits::HourBits;
use super::clock::WindowClock;
use super::windows::Windows;
use crate::calendar::{HOUR, HourOfWeek, MINUTE};

/// 168 hours of the UTC week, Sunday first; hour `i` begins `phase` seconds after `i`:00.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct UtcGrid {
    pub(super) hours: HourBits,
    /// 0 to 3599.
    pub(super) phase: u16,
}

impl UtcGrid {
    /// Everything is allowed.
    pub(crate) const ALWAYS: Self = Self { hours: HourBits::ALL, phase: 0 };

    /// Seconds after the full hour at which the grid's hours begin, 0 to 3599.
    pub(crate) const fn phase(&self) -> u16 {
        self.phase
    }

    pub(crate) fn is_always(&self) -> bool {
        self.hours == HourBits::ALL
    }

    pub(crate) fn is_never(&self) -> bool {
        self.hours == HourBits::NONE
    }

    /// Whether hour `hour` of the grid is allowed; hours count around the week.
    pub(crate) fn allows(&self, hour: i64) -> bool {
        self.hours.is_set(hour_of_week(hour))
    }

    /// How many hours from `hour` on are like it, 168 if all are.
    pub(crate) fn alike_up_to(&self, hour: i64) -> u32 {
        self.hours.alike_up_to(hour_of_week(hour))
    }

    /// The hours that both allow; `None` where their hours begin at different minutes, so that it is no grid of hours.
    fn both(&self, other: &Self) -> Option<Self> {
        if self.is_always() || other.is_never() {
            Some(*other)
        } else if other.is_always() || self.is_never() {
            Some(*self)
        } else {
            (self.phase == other.phase)
                .then(|| Self { hours: self.hours.both(&other.hours), phase: self.phase })
        }
    }
}

impl BackupWindow {
    /// The window on the UTC week while the zone is `offset` seconds ahead of UTC.
    pub(super) fn on_utc(&self, offset: i64) -> UtcGrid {
        let ahead = i64::from(self.ahead) * MINUTE
            + match self.clock {
                WindowClock::UtcOffset(_) => 0,
                WindowClock::Local { .. } => offset,
            };
        // Cell i of the folded grid begins at i * HOUR - ahead on UTC: `hours` cells further back, `phase` seconds in.
        let (hours, phase) = ((-ahead).div_euclid(HOUR), (-ahead).rem_euclid(HOUR));
        let turned = (-hours).rem_euclid(HourOfWeek::COUNT.into());
        UtcGrid { hours: self.hours.rotated(turned as u32), phase: phase as u16 }
    }
}

impl Windows {
    /// Both windows on the UTC week while the zone is `offset` seconds ahead of UTC; `None` where together they are no
    /// grid of hours.
    pub(crate) fn on_utc(&self, offset: i64) -> Option<UtcGrid> {
        let grid =
            |window: Option<BackupWindow>| window.map_or(UtcGrid::ALWAYS, |window| window.on_utc(offset));
        grid(self.backup).both(&grid(self.periodic))
    }
}

fn hour_of_week(hour: i64) -> HourOfWeek {
    HourOfWeek::wrapping(hour.rem_euclid(HourOfWeek::COUNT.into()) as u32)
}
