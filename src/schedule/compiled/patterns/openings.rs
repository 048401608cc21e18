//! Runs at slots and at openings that lie at different seconds of the hour, under two offsets, in 46 bytes.
//!
//! The window is on a clock of its own, so that its hours are the same under both offsets. Of these some are slots, every
//! so many hours; and some openings have a run.

use super::hourly::{HourlyPattern, SecondOfHour};
use super::week::Week;
use super::{HOURS, Position, Target};

/// Hours between slots that a pattern can have.
const STEPS: [usize; 8] = [1, 2, 3, 4, 6, 8, 12, 24];

/// How many slots of a [step](STEPS) there are among the first hours of a day: one of each step and first hour.
const COMBS: usize = 60;

/// The hours of a week that are a step apart, by step and first hour.
const COMB: [[u64; 3]; COMBS] = {
    let (mut combs, mut comb, mut place) = ([[0; 3]; COMBS], 0, 0);
    while place < STEPS.len() {
        let mut first = 0;
        while first < STEPS[place] {
            let mut hour = first;
            while hour < HOURS as usize {
                combs[comb][hour / 64] |= 1 << (hour % 64);
                hour += STEPS[place];
            }
            comb += 1;
            first += 1;
        }
        place += 1;
    }
    combs
};

/// Which hours of the week are slots under an offset, and at which openings there is a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::schedule::compiled) struct Starts {
    /// The slots, a bit for each hour of the week, Monday first.
    pub(in crate::schedule::compiled) slots: [u64; 3],
    /// The hours in which a run at an opening lies.
    pub(in crate::schedule::compiled) openings: [u64; 3],
}

/// The runs at slots and at openings under the two commonest offsets of a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::schedule::compiled) struct SlotsAndOpenings {
    /// The hours whose slot, if there is one, is allowed.
    allowed: Week<22>,
    slot: SecondOfHour,
    opening: SecondOfHour,
    /// The slots under each offset, as a place in [`COMB`]; beyond all of them under an offset without a pattern.
    combs: [u8; 2],
    /// The hours of runs at openings: those under the first offset alone, under both, and under the second alone.
    openings: [u8; Self::OPENINGS],
    /// The places of those of each offset: the first, and how many.
    openings_under: [(u8, u8); 2],
}

impl SlotsAndOpenings {
    /// Two a day.
    const OPENINGS: usize = 14;

    /// `None` where that is no such pattern: where there are more openings, or other hours under the other offset.
    ///
    /// `allowed` has a bit for each hour of the week whose slot is allowed.
    pub(in crate::schedule::compiled) fn new(
        allowed: [u64; 3],
        slot: u16,
        opening: u16,
        under: [Option<Starts>; 2],
    ) -> Option<Self> {
        let mut combs = [COMBS as u8; 2];
        for (comb, starts) in combs.iter_mut().zip(under) {
            let Some(starts) = starts else { continue };
            let slots_of = |comb: &[u64; 3]| core::array::from_fn(|word| comb[word] & allowed[word]);
            *comb = COMB.iter().position(|comb| slots_of(comb) == starts.slots)? as u8;
        }
        let hours_of = |[one, other]: [bool; 2]| {
            let has_run = move |starts: Option<Starts>, hour: u32| {
                starts.is_some_and(|starts| starts.openings[hour as usize / 64] >> (hour % 64) & 1 != 0)
            };
            (0..HOURS).filter(move |&hour| under.map(|starts| has_run(starts, hour)) == [one, other])
        };
        let parts = [[true, false], [true, true], [false, true]];
        let (mut openings, mut count) = ([0; Self::OPENINGS], 0);
        for hour in parts.into_iter().flat_map(hours_of) {
            *openings.get_mut(count)? = hour as u8;
            count += 1;
        }
        let [first, both, second] = parts.map(|part| hours_of(part).count() as u8);
        Some(Self {
            allowed: Week::new(allowed),
            slot: SecondOfHour::new(slot),
            opening: SecondOfHour::new(opening),
            combs,
            openings,
            openings_under: [(0, first + both), (first, both + second)],
        })
    }

    /// Whether there is a pattern for an offset.
    pub(in crate::schedule::compiled) fn knows(&self, class: usize) -> bool {
        self.combs.get(class).is_some_and(|&comb| usize::from(comb) < COMBS)
    }

    /// The slots and the openings under each offset.
    pub(in crate::schedule::compiled) fn by_offset(&self) -> impl Iterator<Item = [HourlyPattern<24>; 2]> {
        let allowed = self.allowed.words();
        self.combs.iter().zip(&self.openings_under).map_while(move |(&comb, &(first, count))| {
            let comb = COMB.get(usize::from(comb))?;
            let slots = core::array::from_fn(|word| comb[word] & allowed[word]);
            let mut openings = [0; 3];
            for &hour in self.openings.iter().skip(first.into()).take(count.into()) {
                openings[usize::from(hour) / 64] |= 1 << (hour % 64);
            }
            Some(
                [(slots, self.slot), (openings, self.opening)]
                    .map(|(hours, second)| HourlyPattern::of(&Week::<24>::new(hours), second)),
            )
        })
    }

    /// The next run under an offset.
    #[inline(always)]
    pub(in crate::schedule::compiled) fn next(&self, class: usize, now: Position) -> Option<Target> {
        let comb = COMB.get(usize::from(*self.combs.get(class)?))?;
        let slot = self.allowed.first_among(comb, now.hour_not_over(self.slot));
        let slot = slot.map(|hour| now.target(hour, self.slot));
        let from = now.hour_not_over(self.opening);
        let &(first, count) = self.openings_under.get(class)?;
        // All are looked at, and the nearest is kept: without a branch to foretell.
        const WEEK: u8 = HOURS as u8;
        let (from_hour, mut nearest) = (from as u8, WEEK);
        for (place, &opening) in self.openings.iter().enumerate() {
            let hours = opening.wrapping_sub(from_hour);
            let hours = if opening < from_hour { hours.wrapping_add(WEEK) } else { hours };
            let is_one = (place as u8).wrapping_sub(first) < count;
            nearest = nearest.min(if is_one { hours } else { WEEK });
        }
        let nearest = u32::from(nearest);
        let opening = (nearest < HOURS).then(|| now.target(from + nearest, self.opening));
        Target::nearer(slot, opening)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_has_a_comb_for_each_first_hour() {
        assert_eq!(COMBS, STEPS.iter().sum::<usize>());
        assert_eq!(COMB[0], [u64::MAX, u64::MAX, (1 << 40) - 1]);
        assert_eq!(COMB[COMBS - 1], {
            let mut last = [0; 3];
            (0..7).map(|day| day * 24 + 23).for_each(|hour| last[hour / 64] |= 1 << (hour % 64));
            last
        });
    }

    #[test]
    fn what_does_not_fit_is_no_pattern() {
        let pattern = |slots, openings| {
            SlotsAndOpenings::new([!0, !0, !0], 60, 0, [Some(Starts { slots, openings }), None])
        };
        let fourteen = pattern(COMB[9], [0x3fff, 0, 0]).expect("fits");
        assert_eq!([0, 1, 2].map(|class| fourteen.knows(class)), [true, false, false]);
        assert_eq!(pattern(COMB[9], [0x7fff, 0, 0]), None, "fifteen openings");
        assert_eq!(pattern([5, 0, 0], [0; 3]), None, "no step");
    }

    #[test]
    fn the_nearest_of_slots_and_openings_comes_next() {
        // Slots at 00:10, 08:10 and 16:10 of UTC and a run at Tuesday 05:40; none of the latter under the other offset.
        let tuesday_at_5 = [1 << 29, 0, 0];
        let eight = |first: usize| Starts { slots: COMB[16 + first], openings: [0; 3] };
        let under = [Some(Starts { openings: tuesday_at_5, ..eight(0) }), Some(eight(1))];
        let pattern = SlotsAndOpenings::new([!0, !0, (1 << 40) - 1], 600, 2400, under).expect("fits");
        let next = |class, weekday, second| {
            let target = pattern.next(class, Position { weekday, second }).expect("has runs");
            (weekday + target.days, target.second)
        };
        assert_eq!(next(0, 1, 0), (1, 600));
        assert_eq!(next(0, 1, 600), (1, 5 * 3600 + 2400));
        assert_eq!(next(0, 1, 5 * 3600 + 2399), (1, 5 * 3600 + 2400));
        assert_eq!(next(0, 1, 5 * 3600 + 2400), (1, 8 * 3600 + 600));
        assert_eq!(next(1, 1, 4200), (1, 9 * 3600 + 600));
        assert_eq!(next(0, 6, 16 * 3600 + 600), (7, 600));
        assert_eq!(pattern.next(2, Position::MONDAY), None, "no pattern under a third offset");
    }
}
