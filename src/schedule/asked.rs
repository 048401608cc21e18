//! What the trigger alone asks for: slots, whether or not a start is allowed there.
//!
//! For explanations. What becomes of slots is in `runs.rs`.

use core::ops::Range;

use chrono::{DateTime, NaiveDateTime, TimeDelta, TimeZone, Utc};

use super::schedule::Schedule;
use crate::calendar::{
    Backward, Forward, Offsets, Probed, ceil_second, civil_of, floor_second, within_reach,
};
use crate::window::Gate;

/// What a schedule has at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SlotAt {
    /// No slot.
    None,
    /// The clock shows a time that the trigger asks for, but of its two passes the other one counts.
    OtherPass,
    /// A slot.
    Slot {
        /// Whether a start is allowed.
        is_allowed: bool,
        /// The civil time asked for, where the zone skips it.
        nominal: Option<NaiveDateTime>,
    },
}

/// The slots of a range, be they allowed or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SlotsIn {
    /// How many.
    pub count: u64,
    /// The first one.
    pub first: DateTime<Utc>,
    /// The last one; the first one, if it is alone.
    pub last: DateTime<Utc>,
}

impl Schedule {
    /// What the trigger asks for at `t`.
    ///
    /// ```
    /// use backup_window::{BackupWindow, Every, Periodically, Schedule, SlotAt};
    /// use chrono::{TimeZone, Utc, WeekdaySet};
    ///
    /// let office_hours = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 9, 17);
    /// let schedule = Schedule::new(Periodically::new(Every::Hours2, 0)?).with_periodic_window(office_hours);
    /// let at = |hour| schedule.slot_at(&Utc, Utc.with_ymd_and_hms(2025, 6, 2, hour, 0, 0).unwrap());
    /// assert_eq!(at(8), SlotAt::Slot { is_allowed: false, nominal: None });
    /// assert_eq!(at(9), SlotAt::None);
    /// assert_eq!(at(10), SlotAt::Slot { is_allowed: true, nominal: None });
    /// # Ok::<(), backup_window::RangeError>(())
    /// ```
    pub fn slot_at<Z: TimeZone>(&self, zone: &Z, t: DateTime<Utc>) -> SlotAt {
        let (offsets, second) = (Probed(zone), floor_second(t));
        if within_reach(second) != second {
            return SlotAt::None;
        }
        let slot = self.slots().slot_in::<Forward, _>(&offsets, second..second + 1);
        if let Some(slot) = slot.filter(|&slot| self.instant_of(slot) == Some(t)) {
            return SlotAt::Slot {
                is_allowed: self.windows().is_allowed(&offsets, second),
                nominal: slot.moved_from.and_then(civil_of).map(|nominal| nominal + self.fraction()),
            };
        }
        let civil = second + offsets.offset_at(second);
        let is_asked_for = self.trigger().slot_in::<Forward>(civil..civil + 1).is_some();
        let fraction = TimeDelta::nanoseconds(t.timestamp_subsec_nanos().into());
        if slot.is_none() && is_asked_for && fraction == self.fraction() {
            SlotAt::OtherPass
        } else {
            SlotAt::None
        }
    }

    /// The slots of `range`, be they allowed or not; `None` if there is none.
    ///
    /// ```
    /// use backup_window::{Every, Periodically, Schedule};
    /// use chrono::{TimeZone, Utc};
    ///
    /// let schedule = Schedule::new(Periodically::new(Every::Hours4, 15)?);
    /// let day = Utc.with_ymd_and_hms(2025, 6, 2, 0, 0, 0).unwrap()..Utc.with_ymd_and_hms(2025, 6, 3, 0, 0, 0).unwrap();
    /// let slots = schedule.slots_in(&Utc, day).unwrap();
    /// assert_eq!(slots.count, 6);
    /// assert_eq!(slots.last, Utc.with_ymd_and_hms(2025, 6, 2, 20, 15, 0).unwrap());
    /// # Ok::<(), backup_window::RangeError>(())
    /// ```
    pub fn slots_in<Z: TimeZone>(&self, zone: &Z, range: Range<DateTime<Utc>>) -> Option<SlotsIn> {
        let offsets = Probed(zone);
        // The ends may lie inside a second, and so may a slot.
        let mut seconds = within_reach(floor_second(range.start))..within_reach(ceil_second(range.end));
        let first = loop {
            let slot = self.slots().slot_in::<Forward, _>(&offsets, seconds.clone())?;
            match self.instant_of(slot)? {
                instant if range.contains(&instant) => break instant,
                _ => seconds.start = slot.at + 1,
            }
        };
        let last = loop {
            let slot = self.slots().slot_in::<Backward, _>(&offsets, seconds.clone())?;
            match self.instant_of(slot)? {
                instant if range.contains(&instant) => break instant,
                _ => seconds.end = slot.at,
            }
        };
        let count = self.slots_between(&offsets, floor_second(first)..floor_second(last) + 1);
        Some(SlotsIn { count, first, last })
    }
}
