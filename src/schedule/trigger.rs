//! What asks for runs: one of the triggers, seen as a pattern of civil times.

use core::ops::Range;

use chrono::Timelike;

use super::daily::Daily;
use super::monthly::{LONGEST_PAUSE, Monthly};
use super::periodically::Periodically;
use super::policy::{DeniedSlot, Fold};
use crate::calendar::{Direction, MINUTE, REACH};

/// A trigger that asks for slots at certain civil times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Trigger {
    /// Certain weekdays at one time of day.
    Daily(Daily),
    /// The same times every day, so many minutes or hours apart.
    Periodically(Periodically),
    /// One day of certain months at one time of day.
    Monthly(Monthly),
}

impl Trigger {
    /// What happens to a denied slot unless the schedule says otherwise.
    pub const fn default_denied(&self) -> DeniedSlot {
        match self {
            Self::Daily(_) | Self::Monthly(_) => DeniedSlot::Skip,
            Self::Periodically(_) => DeniedSlot::Defer,
        }
    }

    /// Which pass of a repeated time counts unless the schedule says otherwise.
    pub const fn default_fold(&self) -> Fold {
        match self {
            Self::Daily(_) | Self::Monthly(_) => Fold::First,
            Self::Periodically(_) => Fold::Both,
        }
    }

    /// The civil second of the slot that a search in direction `D` meets first in a range of civil seconds.
    pub(super) fn slot_in<D: Direction>(&self, range: Range<i64>) -> Option<i64> {
        match self {
            Self::Daily(daily) => daily.slot_in::<D>(range),
            Self::Periodically(periodically) => periodically.slot_in::<D>(range),
            Self::Monthly(monthly) => monthly.slot_in::<D>(range),
        }
    }

    /// How long before a run that an opening brings the slot may lie that it is for, in seconds.
    pub(super) const fn reach(&self) -> i64 {
        if self.is_weekly() { REACH } else { LONGEST_PAUSE }
    }

    /// Whether the slots are the same ones every week.
    pub(super) const fn is_weekly(&self) -> bool {
        match self {
            Self::Daily(_) | Self::Periodically(_) => true,
            Self::Monthly(_) => false,
        }
    }

    /// How many slots a range of civil seconds has.
    pub(super) fn slots_in(&self, range: Range<i64>) -> u64 {
        match self {
            Self::Daily(daily) => daily.slots_in(range),
            Self::Periodically(periodically) => periodically.slots_in(range),
            Self::Monthly(monthly) => monthly.slots_in(range),
        }
    }

    /// Seconds by which a run at an opening is late.
    pub(crate) fn opening_delay(&self) -> i64 {
        match self {
            Self::Daily(_) | Self::Monthly(_) => 0,
            Self::Periodically(periodically) => i64::from(periodically.offset()) * MINUTE,
        }
    }

    /// Nanoseconds by which a slot follows its whole second.
    pub(super) fn fraction(&self) -> u32 {
        match self {
            Self::Daily(daily) => daily.time().nanosecond(),
            Self::Monthly(monthly) => monthly.time().nanosecond(),
            Self::Periodically(_) => 0,
        }
    }
}

impl From<Daily> for Trigger {
    fn from(daily: Daily) -> Self {
        Self::Daily(daily)
    }
}

impl From<Periodically> for Trigger {
    fn from(periodically: Periodically) -> Self {
        Self::Periodically(periodically)
    }
}

impl From<Monthly> for Trigger {
    fn from(monthly: Monthly) -> Self {
        Self::Monthly(monthly)
    }
}
