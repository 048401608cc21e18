//! What comes next while a zone keeps its offset: arithmetic alone, on the week of UTC.
//!
//! ```text
//!  Slots      slot denied ----- jump ----->[opening   slot      the first slot that is allowed
//!  Deferred   last slot denied | asked at ->[opening            the run it was put off to
//!             last slot allowed or long past | asked at  slot   the next slot, or the opening after it
//! ```
//!
//! Seconds count from the midnight on UTC before the question, so nothing here is larger than a few weeks.

use chrono::{Timelike, Weekday};

use super::daily::Daily;
use super::periodically::{Every, Periodically};
use super::policy::DeniedSlot;
use super::schedule::Schedule;
use super::trigger::Trigger;

const DAY: i32 = 86_400;
const WEEK: i32 = 7 * DAY;

/// How runs follow from slots and windows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// Every slot that is allowed is a run, and nothing else is.
    Slots,
    /// A slot that is denied is put off to the opening of the only window.
    Deferred,
}

/// The week on UTC that a question is asked in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Week {
    /// The weekday of second 0.
    pub(super) weekday: Weekday,
    /// Seconds by which the zone is ahead of UTC.
    pub(super) offset: i32,
}

/// The run that comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// At a slot.
    Slot(i32),
    /// At or after an opening, for the last slot before it.
    Deferred {
        /// The run.
        at: i32,
        /// The slot.
        denied: i32,
    },
}

impl Next {
    #[inline]
    pub(super) const fn at(self) -> i32 {
        match self {
            Self::Slot(at) | Self::Deferred { at, .. } => at,
        }
    }
}

impl Schedule {
    /// How runs follow from slots; `None` where it takes more than is here.
    #[inline]
    pub(super) fn way(&self) -> Option<Way> {
        match self.trigger() {
            Trigger::Monthly(_) => None,
            _ if !self.is_gated() || self.denied() == DeniedSlot::Skip => Some(Way::Slots),
            Trigger::Periodically(_) if self.denied() == DeniedSlot::Defer && self.windows().is_single() => {
                Some(Way::Deferred)
            }
            _ => None,
        }
    }

    /// The first run strictly after a second of the first day; `None` if no week has one.
    #[inline]
    pub(super) fn next_in(&self, way: Way, week: Week, second: i32) -> Option<Next> {
        match way {
            Way::Slots => self.allowed_slot_after(week, second).map(Next::Slot),
            Way::Deferred => self.deferred_after(week, second),
        }
    }

    #[inline]
    fn allowed_slot_after(&self, week: Week, second: i32) -> Option<i32> {
        let slot = self.slot_from(week, second + 1)?;
        if self.is_gated() { self.allowed_from(week, slot, second + WEEK) } else { Some(slot) }
    }

    /// The first slot that is allowed, of a slot and those that follow it up to a week after the question.
    #[inline(never)]
    fn allowed_from(&self, week: Week, mut slot: i32, last: i32) -> Option<i32> {
        while slot <= last {
            let opening = self.open_from(week, slot)?;
            if opening == slot {
                return Some(slot);
            }
            slot = self.slot_from(week, opening)?;
        }
        None
    }

    /// The run after a second, where a denied slot is put off to the opening of the only window.
    #[inline(never)]
    fn deferred_after(&self, week: Week, second: i32) -> Option<Next> {
        let Trigger::Periodically(periodically) = self.trigger() else { return None };
        let (every, delay) = (periodically.every_in_seconds(), periodically.offset_in_seconds());
        let slot = periodically.slot_from(second + 1, week.offset);
        let last = slot - every;
        // The last slot may still wait for an opening, or have been put off to some minutes after one.
        let mut opening = self.open_from(week, last)?;
        if opening == last || opening + delay <= second {
            opening = self.open_from(week, slot)?;
            if opening == slot {
                return Some(Next::Slot(slot));
            }
        }
        // An hour is open at least, so that nothing later than that is denied.
        let first = if opening <= second { slot } else { periodically.slot_from(opening, week.offset) };
        Some(if first <= opening + delay {
            Next::Slot(first)
        } else {
            Next::Deferred { at: opening + delay, denied: first - every }
        })
    }

    /// The first second from `second` on at which some of the windows may let a start be, all of them if it is `second`
    /// itself; `None` if one of them never does.
    #[inline]
    fn open_from(&self, week: Week, second: i32) -> Option<i32> {
        let windows = self.windows();
        let day = week.weekday.num_days_from_monday() as i32 * DAY;
        let mut opening = second;
        for window in [&windows.backup, &windows.periodic].into_iter().flatten() {
            opening = opening.max(second + window.opens_in(day + second, week.offset)?);
        }
        Some(opening)
    }

    /// The first slot at or after a second, which is not below 0.
    #[inline]
    fn slot_from(&self, week: Week, second: i32) -> Option<i32> {
        match self.trigger() {
            Trigger::Daily(daily) => daily.slot_from(week, second),
            Trigger::Periodically(periodically) => Some(periodically.slot_from(second, week.offset)),
            Trigger::Monthly(_) => None,
        }
    }
}

impl Daily {
    /// The first slot at or after a second, which is not below 0.
    #[inline]
    pub(super) fn slot_from(&self, week: Week, second: i32) -> Option<i32> {
        let time = self.time().num_seconds_from_midnight();
        // From the midnight on the zone's clock that comes before all of that day on UTC.
        let civil = (second + week.offset + DAY) as u32;
        let day = civil / DAY as u32;
        let day = day + u32::from(civil - day * DAY as u32 > time);
        let from = weekday_on(week.weekday.num_days_from_monday() + day + 6)?;
        let wait = self.days().iter(from).next()?.days_since(from);
        Some(((day + wait) * DAY as u32 + time) as i32 - week.offset - DAY)
    }
}

/// The weekday of a day that comes so many days after a Monday, which are no more than 48.
#[inline]
fn weekday_on(day: u32) -> Option<Weekday> {
    // A seventh, rounded up to 37 of 256.
    let weeks = (day * 37) >> 8;
    Weekday::try_from((day - weeks * 7) as u8).ok()
}

impl Periodically {
    /// The first slot at or after a second, which is not below 0.
    #[inline]
    pub(super) fn slot_from(&self, second: i32, zone_offset: i32) -> i32 {
        let (every, offset) = (self.every_in_seconds(), self.offset_in_seconds());
        // Not below 0: an offset is shorter than the interval, and that of a zone than a day.
        let next = self.every().times_in((second + zone_offset + DAY - offset + every - 1) as u32);
        next as i32 * every + offset - DAY - zone_offset
    }

    #[inline]
    fn every_in_seconds(&self) -> i32 {
        i32::from(self.every().minutes()) * 60
    }

    #[inline]
    fn offset_in_seconds(&self) -> i32 {
        i32::from(self.offset()) * 60
    }
}

impl Every {
    /// How many whole intervals so many seconds have, which are no more than some weeks: by a multiplication.
    #[inline]
    const fn times_in(self, seconds: u32) -> u32 {
        const BITS: u32 = 44;
        const ONE_OF_EACH: [u64; Every::ALL.len()] = {
            let mut ones = [0; Every::ALL.len()];
            let mut i = 0;
            while i < ones.len() {
                ones[i] = (1_u64 << BITS).div_ceil(Every::ALL[i].minutes() as u64 * 60);
                i += 1;
            }
            ones
        };
        ((seconds as u64 * ONE_OF_EACH[self as usize]) >> BITS) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_of_days_are_counted_exactly() {
        for day in 0..=48 {
            assert_eq!(weekday_on(day).map(|weekday| weekday.num_days_from_monday()), Some(day % 7));
        }
    }

    #[test]
    fn whole_intervals_are_counted_exactly() {
        for every in Every::ALL {
            let seconds = u32::from(every.minutes()) * 60;
            for times in 0..4 * WEEK as u32 / seconds {
                let first = times * seconds;
                assert_eq!([first, first + seconds - 1].map(|second| every.times_in(second)), [times; 2]);
            }
        }
    }
}
