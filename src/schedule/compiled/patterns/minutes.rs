//! A step, by itself or within allowed hours.

use super::hourly::SecondOfHour;
use super::week::Week;
use super::{DAY, HOUR, HOURS, Position, Target};

/// A slot every so many seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::schedule::compiled) struct Steps {
    /// Seconds from slot to slot, which divide a day.
    step: u16,
    /// Seconds from midnight to the first slot, below `step`.
    slot: u16,
    /// 2^40 / step rounded up: a multiplication in place of a division, exact for the seconds of many days.
    reciprocal: u32,
    runs_at_openings: bool,
}

impl Steps {
    /// A slot every `step` seconds (300 to 43200) from `slot` seconds after midnight on.
    pub(in crate::schedule::compiled) const fn new(step: u16, slot: u16, runs_at_openings: bool) -> Self {
        Self { step, slot, reciprocal: (1u64 << 40).div_ceil(step as u64) as u32, runs_at_openings }
    }

    /// The same with another first slot.
    #[inline]
    const fn at(self, slot: u16) -> Self {
        Self { slot, ..self }
    }

    /// Seconds from slot to slot.
    pub(in crate::schedule::compiled) const fn step(self) -> u32 {
        self.step as u32
    }

    /// Whether a denied slot runs when the window opens.
    pub(in crate::schedule::compiled) const fn runs_at_openings(self) -> bool {
        self.runs_at_openings
    }

    /// Seconds from midnight to the first slot strictly after `second`.
    #[inline(always)]
    pub(in crate::schedule::compiled) fn slot_after(self, second: u32) -> u32 {
        let (step, slot) = (u32::from(self.step), u32::from(self.slot));
        let steps = (u64::from(second + step - slot) * u64::from(self.reciprocal)) >> 40;
        steps as u32 * step + slot
    }
}

/// [`Steps`] whose first slot of the day depends on the offset of a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::schedule::compiled) struct StepsByOffset {
    steps: Steps,
    slots: [u16; Self::OFFSETS],
}

impl StepsByOffset {
    /// How many offsets of a zone have a first slot.
    const OFFSETS: usize = 8;

    /// A slot every `step` seconds, and for each offset seconds from midnight to the first one.
    pub(in crate::schedule::compiled) fn new(step: u16, slots: impl Iterator<Item = u16>) -> Self {
        let mut firsts = [0; Self::OFFSETS];
        firsts.iter_mut().zip(slots).for_each(|(first, slot)| *first = slot);
        Self { steps: Steps::new(step, 0, false), slots: firsts }
    }

    /// The steps under each offset.
    pub(in crate::schedule::compiled) fn by_offset(&self) -> impl Iterator<Item = Steps> {
        self.slots.iter().map(|&slot| self.steps.at(slot))
    }

    #[inline(always)]
    pub(in crate::schedule::compiled) fn next(&self, class: usize, now: Position) -> Option<Target> {
        Some(Target::after(self.steps.at(*self.slots.get(class)?).slot_after(now.second)))
    }
}

/// [`Steps`] of a step and a slot of whole fives of minutes, in a byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::schedule::compiled) struct PackedSteps(u8);

impl PackedSteps {
    const UNIT: u16 = 300;
    const RUNS_AT_OPENINGS: u8 = 0x80;

    /// `None` where the step is longer than 30 minutes, or no whole fives of minutes.
    pub(in crate::schedule::compiled) fn new(steps: Steps) -> Option<Self> {
        let flag = if steps.runs_at_openings { Self::RUNS_AT_OPENINGS } else { 0 };
        let fits = steps.step <= 6 * Self::UNIT
            && steps.step.is_multiple_of(Self::UNIT)
            && steps.slot.is_multiple_of(Self::UNIT);
        fits.then_some(Self((steps.step / Self::UNIT) as u8 | ((steps.slot / Self::UNIT) as u8) << 3 | flag))
    }

    #[inline(always)]
    pub(in crate::schedule::compiled) fn unpack(self) -> Steps {
        const UNPACKED: [Steps; 8] = {
            let mut table = [Steps::new(PackedSteps::UNIT, 0, false); 8];
            let mut units = 1;
            while units < 8 {
                table[units] = Steps::new(units as u16 * PackedSteps::UNIT, 0, false);
                units += 1;
            }
            table
        };
        let steps = UNPACKED[usize::from(self.0 & 7)].at(u16::from(self.0 >> 3 & 7) * Self::UNIT);
        Steps { runs_at_openings: self.0 & Self::RUNS_AT_OPENINGS != 0, ..steps }
    }
}

/// A step within allowed hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::schedule::compiled) struct MinutesPattern {
    pub(in crate::schedule::compiled) hours: Week<24>,
    /// The second of the hour at which the hours begin.
    pub(in crate::schedule::compiled) begin: SecondOfHour,
    pub(in crate::schedule::compiled) steps: Steps,
}

impl MinutesPattern {
    /// `hours` and `begin` as [`Week::of_allowed`] has them.
    pub(in crate::schedule::compiled) fn new<const BYTES: usize>(
        hours: &Week<BYTES>,
        begin: SecondOfHour,
        steps: Steps,
    ) -> Self {
        Self { hours: hours.widened(), begin, steps }
    }
}

/// Allowed hours of the week, for [`Steps`] that divide an hour. Every denied hour has a slot, so a run at an opening
/// needs no further look.
///
/// Bit `i` is the hour that ends between `i`:00 and `i + 1`:00, at the second `begin`.
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
        begin: SecondOfHour,
        steps: Steps,
    ) -> Option<Target> {
        // Seconds since an hour of the pattern began before Monday: the hours are those of `into_week / HOUR`.
        let into_week = now.weekday * DAY + now.second + HOUR - begin.seconds();
        let hour = into_week / HOUR;
        let ahead = self.ahead(hour)?;
        if ahead & 1 != 0 {
            // The next slot comes within the hour or within the next one.
            let slot = steps.slot_after(now.second);
            if ahead & 2 != 0 || (into_week - now.second + slot) / HOUR == hour {
                return Some(Target::after(slot));
            }
        }
        let later = ahead & !1;
        let opening = if later != 0 { hour + later.trailing_zeros() } else { self.first_beyond(hour)? };
        let opening = opening * HOUR - (into_week - now.second);
        Some(Target::after(if steps.runs_at_openings { opening } else { steps.slot_after(opening - 1) }))
    }

    /// How many slots follow the run at `run` before a denied hour can come.
    #[inline]
    pub(in crate::schedule::compiled) fn slots_ahead(
        &self,
        run: Position,
        begin: SecondOfHour,
        steps: Steps,
    ) -> u32 {
        if steps.slot_after(run.second + DAY - 1) != run.second + DAY {
            // A run at an opening between two slots.
            return 0;
        }
        let before_week = HOUR - begin.seconds();
        let into_week = run.weekday * DAY + run.second + before_week;
        let hour = into_week / HOUR;
        let closing = (hour + self.set_from(hour)) * HOUR;
        closing.saturating_sub(into_week + 1) / steps.step()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_steps_are_those_that_were_packed() {
        for (step, at_openings) in (300..=1_800).step_by(300).flat_map(|step| [(step, false), (step, true)]) {
            for slot in (0..step).step_by(300) {
                let steps = Steps::new(step, slot, at_openings);
                assert_eq!(PackedSteps::new(steps).map(PackedSteps::unpack), Some(steps));
            }
        }
        for (step, slot) in [(2_100, 0), (450, 0), (300, 60)] {
            assert_eq!(PackedSteps::new(Steps::new(step, slot, false)), None);
        }
    }

    #[test]
    fn every_offset_has_its_first_slot() {
        let slots = [0, 300, 600, 900, 1_200, 1_500, 1_700, 1_799];
        let by_offset = StepsByOffset::new(1_800, slots.into_iter());
        let now = Position { weekday: 0, second: 0 };
        for (class, (slot, steps)) in slots.into_iter().zip(by_offset.by_offset()).enumerate() {
            assert_eq!(steps, Steps::new(1_800, slot, false));
            let first = if slot == 0 { 1_800 } else { slot.into() };
            assert_eq!(by_offset.next(class, now), Some(Target::after(first)));
        }
        assert_eq!((by_offset.by_offset().count(), by_offset.next(8, now)), (8, None));
    }

    /// The runs after `run` that each come a step after the one before.
    fn plainly<const BYTES: usize>(
        week: &Week<BYTES>,
        run: Position,
        begin: SecondOfHour,
        steps: Steps,
    ) -> u32 {
        let (mut at, mut count) = (run, 0);
        while count < 7 * DAY / steps.step() {
            let next = week.next_step(at, begin, steps).unwrap();
            if next.days * DAY + next.second != at.second + steps.step() {
                break;
            }
            at = Position { weekday: (at.weekday + next.days) % 7, second: next.second };
            count += 1;
        }
        count
    }

    fn check_slots_ahead<const BYTES: usize>(hours: [u64; 3], begin: u16, steps: Steps) {
        let (week, begin) = (Week::<BYTES>::of_allowed(hours), SecondOfHour::new(begin));
        let mut run = Position { weekday: 0, second: 0 };
        for _ in 0..400 {
            let next = week.next_step(run, begin, steps).unwrap();
            run = Position { weekday: (run.weekday + next.days) % 7, second: next.second };
            let (ahead, all) = (week.slots_ahead(run, begin, steps), plainly(&week, run, begin, steps));
            let is_slot = steps.slot_after(run.second + DAY - 1) == run.second + DAY;
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
                    check_slots_ahead::<24>(hours, begin, Steps::new(step, slot, at_openings));
                    check_slots_ahead::<22>(hours, begin, Steps::new(step, slot, at_openings));
                }
            }
        }
    }
}
