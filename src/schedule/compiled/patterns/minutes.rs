//! Steps within allowed hours.

use core::hint::select_unpredictable;

use super::steps::HourSteps;
use super::week::Week;
use super::{HOUR, HOURS, Position, Target};

/// Steps within allowed hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::schedule::compiled) struct MinutesPattern {
    pub(in crate::schedule::compiled) hours: Week<24>,
    pub(in crate::schedule::compiled) steps: HourSteps,
}

impl MinutesPattern {
    /// `hours` as [`Week::of_allowed`] has them.
    pub(in crate::schedule::compiled) fn new<const BYTES: usize>(
        hours: &Week<BYTES>,
        steps: HourSteps,
    ) -> Self {
        Self { hours: hours.widened(), steps }
    }
}

/// Allowed hours of the week, for [`HourSteps`]. Every denied hour has a slot, so a run at an opening needs no further
/// look.
///
/// Bit `i` is the hour that ends between `i`:00 and `i + 1`:00, at the second at which they begin.
impl<const BYTES: usize> Week<BYTES> {
    /// `hours` has a bit for each allowed hour, Monday first; hour `i` begins between `i`:00 and `i + 1`:00.
    pub(in crate::schedule::compiled) fn of_allowed(hours: [u64; 3]) -> Self {
        // One hour on: bit 0 is the hour that begins last in the week before.
        let last = hours[2] >> (HOURS - 129) & 1;
        Self::new([hours[0] << 1 | last, hours[1] << 1 | hours[0] >> 63, hours[2] << 1 | hours[1] >> 63])
    }

    #[inline(always)]
    pub(in crate::schedule::compiled) fn next_step(
        &self,
        now: Position,
        steps: &HourSteps,
    ) -> Option<Target> {
        let ahead = self.steps_ahead(now, steps)?;
        ahead.near(now, steps).or_else(|| self.next_step_beyond(ahead, now, steps))
    }

    /// The hours ahead, of which [`near`](StepsAhead::near) says the next run.
    #[inline(always)]
    pub(in crate::schedule::compiled) fn steps_ahead(
        &self,
        now: Position,
        steps: &HourSteps,
    ) -> Option<StepsAhead> {
        let into_week = steps.seconds_into_week(now);
        Some(StepsAhead { hours: self.ahead(into_week / HOUR)?, into_week })
    }

    /// The next run, of hours ahead that do not say it.
    #[inline(always)]
    pub(in crate::schedule::compiled) fn next_step_beyond(
        &self,
        ahead: StepsAhead,
        now: Position,
        steps: &HourSteps,
    ) -> Option<Target> {
        let hour = ahead.into_week / HOUR;
        Some(if ahead.hours == 0 {
            let opening = self.first_beyond(hour)? * HOUR + u32::from(steps.wait);
            Target::after(opening + now.second - ahead.into_week)
        } else {
            // The last allowed hour for long.
            let next = (hour + 1) % HOURS;
            ahead.slot_or_opening(now, steps, self.first_from(next)? - next + 1)
        })
    }

    /// How many slots follow the run at `run` before a denied hour can come.
    #[inline]
    pub(in crate::schedule::compiled) fn slots_ahead(&self, run: Position, steps: HourSteps) -> u32 {
        let into_week = steps.seconds_into_week(run);
        let hour = into_week / HOUR;
        if steps.steps.wait_from(into_week) != 0 {
            // A run at an opening between two slots.
            return 0;
        }
        let closing = (hour + self.set_from(hour)) * HOUR;
        closing.saturating_sub(into_week + 1) / steps.step()
    }
}

/// What a first look at the allowed hours shows.
#[derive(Debug, Clone, Copy)]
pub(in crate::schedule::compiled) struct StepsAhead {
    /// The hour asked from and those after it, from bit 0 on.
    hours: u64,
    /// Seconds since an hour began before Monday.
    into_week: u32,
}

impl StepsAhead {
    /// The next run, unless no hour that comes later is ahead.
    #[inline(always)]
    pub(in crate::schedule::compiled) fn near(self, now: Position, steps: &HourSteps) -> Option<Target> {
        let later = self.hours & !1;
        (later != 0).then(|| self.slot_or_opening(now, steps, later.trailing_zeros()))
    }

    /// The next slot if it is allowed, or else what comes of it at the next allowed hour, so many hours on.
    #[inline(always)]
    fn slot_or_opening(self, now: Position, steps: &HourSteps, hours: u32) -> Target {
        let second = self.into_week % HOUR;
        let opening = hours * HOUR + u32::from(steps.wait);
        // The next slot comes within the hour or within the next one.
        let slot = steps.steps.slot_after(second);
        let is_allowed = self.hours & self.hours >> u32::from(slot >= HOUR) & 1 != 0;
        // Whether the window is open no processor could foretell.
        let next = select_unpredictable(is_allowed, slot, opening);
        Target::after(now.second + next - second)
    }
}

#[cfg(test)]
mod tests {
    use super::super::DAY;
    use super::super::hourly::SecondOfHour;
    use super::super::steps::Steps;
    use super::*;

    /// The runs after `run` that each come a step after the one before.
    fn plainly<const BYTES: usize>(week: &Week<BYTES>, run: Position, steps: HourSteps) -> u32 {
        let (mut at, mut count) = (run, 0);
        while count < 7 * DAY / steps.step() {
            let next = week.next_step(at, &steps).unwrap();
            if next.days * DAY + next.second != at.second + steps.step() {
                break;
            }
            at = Position { weekday: (at.weekday + next.days) % 7, second: next.second };
            count += 1;
        }
        count
    }

    fn check_slots_ahead<const BYTES: usize>(hours: [u64; 3], steps: HourSteps) {
        let (week, of_day) = (Week::<BYTES>::of_allowed(hours), steps.of_day());
        let mut run = Position { weekday: 0, second: 0 };
        for _ in 0..400 {
            let next = week.next_step(run, &steps).unwrap();
            run = Position { weekday: (run.weekday + next.days) % 7, second: next.second };
            let (ahead, all) = (week.slots_ahead(run, steps), plainly(&week, run, steps));
            let is_slot = of_day.slot_after(run.second + DAY - 1) == run.second + DAY;
            if !is_slot {
                assert_eq!(ahead, 0, "{run:?}");
                continue;
            }
            // As far as the week shows.
            let end = (BYTES as u32 * 8 - run.weekday * 24 - run.second / HOUR - 3).min(54) * HOUR;
            let shown = all.min(end.saturating_sub(steps.step()) / steps.step());
            assert!((shown..=all).contains(&ahead), "{run:?} {ahead} of {all}");
        }
    }

    #[test]
    fn so_many_slots_follow_as_are_counted() {
        // Nights, single hours, all but one hour, and all.
        let nights = [0xc0_003f_c000_3fc0, 0x3fc0_003f_c000_3fc0, 0x00c0_003f_c000_3fc0];
        for hours in [nights, [1, 0, 0], [0, 0x20, 0x80_0000_0000], [!1, !0, !0], [!0; 3]] {
            for (begin, (step, slot)) in [0, 900, 1_800, 2_700]
                .into_iter()
                .flat_map(|begin| [(begin, (300, 0)), (begin, (900, 300)), (begin, (1_800, 600))])
            {
                for at_openings in [false, true] {
                    let steps = HourSteps::new(SecondOfHour::new(begin), Steps::new(step, slot), at_openings);
                    check_slots_ahead::<24>(hours, steps);
                    check_slots_ahead::<22>(hours, steps);
                }
            }
        }
    }
}
