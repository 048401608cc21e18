//! A slot every so many minutes.

use super::hourly::SecondOfHour;
use super::{DAY, HOUR, Position, Target};

/// A slot every so many seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::schedule::compiled) struct Steps {
    /// Seconds from slot to slot, which divide a day.
    step: u16,
    /// Seconds to the first slot, from midnight or from where an hour begins; below `step`.
    slot: u16,
    /// 2^40 / step rounded up: a multiplication in place of a division, exact for the seconds of many days.
    reciprocal: u32,
}

impl Steps {
    /// A slot every `step` seconds (300 to 43200) from second `slot` on.
    pub(in crate::schedule::compiled) const fn new(step: u16, slot: u16) -> Self {
        Self { step, slot, reciprocal: (1u64 << 40).div_ceil(step as u64) as u32 }
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

    /// The first slot strictly after `second`.
    #[inline(always)]
    pub(in crate::schedule::compiled) fn slot_after(&self, second: u32) -> u32 {
        let (step, slot) = (u32::from(self.step), u32::from(self.slot));
        let steps = (u64::from(second + step - slot) * u64::from(self.reciprocal)) >> 40;
        steps as u32 * step + slot
    }

    /// Seconds to the first slot not before a second, if the steps divide an hour.
    #[inline]
    pub(in crate::schedule::compiled) fn wait_from(&self, second: u32) -> u32 {
        self.slot_after(second + HOUR - 1) - HOUR - second
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
        Self { steps: Steps::new(step, 0), slots: firsts }
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

/// [`Steps`] that divide an hour, in hours that all begin at one second of the clock's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::schedule::compiled) struct HourSteps {
    /// Seconds before Monday at which an hour begins, 1 to 3600.
    lead: u16,
    /// The steps of each hour, counted from where it begins.
    pub(super) steps: Steps,
    /// How long after an opening the run comes that makes up for denied slots, if not the first slot does.
    pub(super) wait: u16,
}

impl HourSteps {
    /// `steps` of a day in hours that begin at `begin`.
    pub(in crate::schedule::compiled) fn new(
        begin: SecondOfHour,
        steps: Steps,
        runs_at_openings: bool,
    ) -> Self {
        let (first, lead) = (steps.wait_from(begin.seconds()) as u16, (HOUR - begin.seconds()) as u16);
        Self { lead, steps: steps.at(first), wait: if runs_at_openings { 0 } else { first } }
    }

    /// The second at which the hours begin.
    pub(in crate::schedule::compiled) const fn begin(self) -> SecondOfHour {
        SecondOfHour::new(HOUR as u16 - self.lead)
    }

    /// The steps of a day.
    pub(in crate::schedule::compiled) fn of_day(self) -> Steps {
        let slot = self.begin().seconds() + u32::from(self.steps.slot);
        self.steps.at((slot % self.steps.step()) as u16)
    }

    /// Whether a run at an opening is another one than at the first slot.
    pub(in crate::schedule::compiled) const fn runs_at_openings(self) -> bool {
        self.wait != self.steps.slot
    }

    /// Seconds from slot to slot.
    pub(in crate::schedule::compiled) const fn step(self) -> u32 {
        self.steps.step()
    }

    /// Seconds since an hour began before Monday.
    #[inline(always)]
    pub(super) const fn seconds_into_week(&self, now: Position) -> u32 {
        now.weekday * DAY + now.second + self.lead as u32
    }
}

/// [`HourSteps`] of whole minutes, in three bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::schedule::compiled) struct PackedSteps {
    /// Minutes.
    lead: u8,
    /// The first slot in minutes, and above it the step in fives of them.
    steps: u8,
    /// Minutes.
    wait: u8,
}

impl PackedSteps {
    const UNIT: u16 = 300;
    const MINUTE: u16 = 60;
    const SLOT_BITS: u32 = 5;

    /// `None` where the step is longer than 30 minutes or no whole fives of minutes, or something is no whole minutes.
    pub(in crate::schedule::compiled) fn new(HourSteps { lead, steps, wait }: HourSteps) -> Option<Self> {
        let fits = steps.step <= 6 * Self::UNIT
            && steps.step.is_multiple_of(Self::UNIT)
            && steps.slot.is_multiple_of(Self::MINUTE)
            && lead.is_multiple_of(Self::MINUTE);
        let [lead, slot, wait] = [lead, steps.slot, wait].map(|seconds| (seconds / Self::MINUTE) as u8);
        let units = (steps.step / Self::UNIT) as u8;
        fits.then_some(Self { lead, steps: units << Self::SLOT_BITS | slot, wait })
    }

    #[inline(always)]
    pub(in crate::schedule::compiled) fn unpack(self) -> HourSteps {
        const UNPACKED: [Steps; 8] = {
            let mut table = [Steps::new(PackedSteps::UNIT, 0); 8];
            let mut units = 1;
            while units < 8 {
                table[units] = Steps::new(units as u16 * PackedSteps::UNIT, 0);
                units += 1;
            }
            table
        };
        let slot = self.steps & ((1 << Self::SLOT_BITS) - 1);
        let [lead, slot, wait] =
            [self.lead, slot, self.wait].map(|minutes| u16::from(minutes) * Self::MINUTE);
        let steps = UNPACKED[usize::from(self.steps >> Self::SLOT_BITS)].at(slot);
        HourSteps { lead, steps, wait }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_steps_are_those_that_were_packed() {
        let minutes = |step: u16| (0..step).step_by(60);
        for (step, at_openings) in (300..=1_800).step_by(300).flat_map(|step| [(step, false), (step, true)]) {
            for (slot, begin) in minutes(step).flat_map(|slot| [0, 420, 3_540].map(|begin| (slot, begin))) {
                let steps = HourSteps::new(SecondOfHour::new(begin), Steps::new(step, slot), at_openings);
                assert_eq!(PackedSteps::new(steps).map(PackedSteps::unpack), Some(steps));
            }
        }
        for (step, slot, begin) in [(2_100, 0, 0), (450, 0, 0), (300, 30, 0), (300, 0, 30), (300, 30, 30)] {
            let steps = HourSteps::new(SecondOfHour::new(begin), Steps::new(step, slot), false);
            assert_eq!(PackedSteps::new(steps), None, "{step} {slot} {begin}");
        }
    }

    #[test]
    fn steps_in_hours_are_those_of_the_day() {
        for (step, slot) in [(300, 0), (300, 299), (900, 600), (1_800, 1)] {
            let steps = Steps::new(step, slot);
            for begin in [0, 1, 299, 300, 900, 1_799, 3_599] {
                for at_openings in [false, true] {
                    let in_hours = HourSteps::new(SecondOfHour::new(begin), steps, at_openings);
                    let second = u32::from(begin) + u32::from(in_hours.steps.slot);
                    assert_eq!(steps.slot_after(u32::from(begin) + DAY - 1), second + DAY, "{begin}");
                    assert_eq!((in_hours.of_day(), in_hours.begin().seconds()), (steps, u32::from(begin)));
                    let is_slot = second == u32::from(begin);
                    assert_eq!(in_hours.runs_at_openings(), at_openings & !is_slot);
                }
            }
        }
    }

    #[test]
    fn every_offset_has_its_first_slot() {
        let slots = [0, 300, 600, 900, 1_200, 1_500, 1_700, 1_799];
        let by_offset = StepsByOffset::new(1_800, slots.into_iter());
        let now = Position { weekday: 0, second: 0 };
        for (class, (slot, steps)) in slots.into_iter().zip(by_offset.by_offset()).enumerate() {
            assert_eq!(steps, Steps::new(1_800, slot));
            let first = if slot == 0 { 1_800 } else { slot.into() };
            assert_eq!(by_offset.next(class, now), Some(Target::after(first)));
        }
        assert_eq!((by_offset.by_offset().count(), by_offset.next(8, now)), (8, None));
    }
}
