//! The weekly patterns, and how the next run is read off them.
//!
//! ```text
//!   daily     ..S.TF.   one bit a day            + the second of the day
//!   hourly    168 bits, one an hour of the week  + the second of the hour
//!   minutes   168 bits: allowed hours            + the step, and the second at which the hours begin
//! ```
//!
//! All of them are on UTC. Bit 0 is Sunday. A search looks strictly after a second.

use super::Position;

const DAY: u32 = 86_400;
const HOUR: u32 = 3_600;
const HOURS: u32 = 168;

/// Where a run lies: so many days after the day asked from, at a second of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) days: u32,
    pub(super) second: u32,
}

/// Certain days at one second of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DailyPattern(u32);

impl DailyPattern {
    const SECOND_BITS: u32 = 17;

    /// `days` has a bit for each day, Sunday first.
    pub(super) const fn new(days: u8, second: u32) -> Self {
        // The week twice over, so that a search needs no wrap.
        let twice = days as u32 | (days as u32) << 7;
        Self(twice << Self::SECOND_BITS | second)
    }

    pub(super) const fn is_empty(self) -> bool {
        self.0 >> Self::SECOND_BITS == 0
    }

    #[inline]
    pub(super) fn next(self, now: Position) -> Option<Target> {
        let second = self.0 & ((1 << Self::SECOND_BITS) - 1);
        let passed = u32::from(now.second >= second);
        let days = self.0 >> (Self::SECOND_BITS + now.weekday + passed);
        (days != 0).then(|| Target { days: days.trailing_zeros() + passed, second })
    }
}

/// 168 bits in 21 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Week([u8; 21]);

impl Week {
    fn new(words: [u64; 3]) -> Self {
        let mut bytes = [0; 21];
        for (byte, of_word) in bytes.iter_mut().zip(words.into_iter().flat_map(u64::to_le_bytes)) {
            *byte = of_word;
        }
        Self(bytes)
    }

    fn is_empty(&self) -> bool {
        self.0 == [0; 21]
    }

    /// Bits `64 * index` to `64 * index + 63`.
    #[inline(always)]
    fn word(&self, index: u32) -> Option<u64> {
        let load = |from: usize| self.0.get(from..)?.first_chunk().copied().map(u64::from_le_bytes);
        // The last eight bytes overlap the ones before by three.
        if index < 2 { load(index as usize * 8) } else { Some(load(13)? >> 24) }
    }

    /// The first set bit from `from` (0 to 168) on, counted on past the end of the week: below 336.
    #[inline(always)]
    fn first_from(&self, from: u32) -> Option<u32> {
        let word = self.word(from / 64)? >> (from % 64);
        if word != 0 { Some(from + word.trailing_zeros()) } else { self.first_beyond(from / 64) }
    }

    /// The first set bit in the words after `index`, counted on past the end of the week.
    #[inline(always)]
    fn first_beyond(&self, index: u32) -> Option<u32> {
        for (index, base) in [(1, 64), (2, 128), (0, HOURS), (1, HOURS + 64), (2, HOURS + 128)]
            .into_iter()
            .skip(index as usize)
        {
            let word = self.word(index)?;
            if word != 0 {
                return Some(base + word.trailing_zeros());
            }
        }
        None
    }

    #[inline]
    fn is_set(&self, bit: u32) -> bool {
        self.0.get(bit as usize / 8).is_some_and(|byte| byte >> (bit % 8) & 1 != 0)
    }
}

/// Certain hours of the week at one second of the hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct HourlyPattern {
    /// 0 to 3599, as bytes, so that two patterns fit where two words and a half would not.
    second: [u8; 2],
    hours: Week,
}

impl HourlyPattern {
    pub(super) fn new(hours: [u64; 3], second: u16) -> Self {
        Self { second: second.to_le_bytes(), hours: Week::new(hours) }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.hours.is_empty()
    }

    #[inline]
    pub(super) fn next(&self, now: Position) -> Option<Target> {
        let second = u32::from(u16::from_le_bytes(self.second));
        // An hour whose second has come is over.
        let from = (now.weekday * DAY + now.second + HOUR - second) / HOUR;
        let hour = self.hours.first_from(from)?;
        Some(Target { days: hour / 24 - now.weekday, second: hour % 24 * HOUR + second })
    }
}

/// The slots of a schedule whose step divides an hour, and whether it runs at openings between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Steps(u8);

impl Steps {
    const UNIT: u32 = 300;
    const RUNS_AT_OPENINGS: u8 = 0x80;

    /// A slot every `step` seconds from `slot` seconds after the full hour on; `None` where these are not whole fives of
    /// minutes.
    pub(super) fn new(step: u32, slot: u32, runs_at_openings: bool) -> Option<Self> {
        let flag = if runs_at_openings { Self::RUNS_AT_OPENINGS } else { 0 };
        (step % Self::UNIT == 0 && slot % Self::UNIT == 0 && step <= 1_800 && slot < step)
            .then(|| Self((step / Self::UNIT) as u8 | ((slot / Self::UNIT) as u8) << 3 | flag))
    }

    const fn runs_at_openings(self) -> bool {
        self.0 & Self::RUNS_AT_OPENINGS != 0
    }

    /// Seconds from a second of the day (or of the next) to the first slot at it or after.
    #[inline]
    pub(super) fn to_slot(self, second: u32) -> u32 {
        // 2^32 / step rounded up, for steps of 0 to 7 units: a multiplication in place of a division, exact below
        // 2^32 / 1800.
        const RECIPROCAL: [u64; 8] = {
            let mut table = [0; 8];
            let mut units = 1;
            while units < 8 {
                table[units] = (1u64 << 32).div_ceil(units as u64 * Steps::UNIT as u64);
                units += 1;
            }
            table
        };
        let units = u32::from(self.0 & 7);
        let step = units * Self::UNIT;
        let slot = u32::from(self.0 >> 3 & 7) * Self::UNIT;
        let late = second + step - 1 - slot;
        let steps = (u64::from(late) * RECIPROCAL[units as usize]) >> 32;
        steps as u32 * step + slot - second
    }
}

/// Allowed hours of the week, for [`Steps`]. It takes in what becomes of denied slots: every denied hour has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct MinutePattern {
    /// The second of the hour at which allowed hours begin, 0 to 3599.
    second: [u8; 2],
    /// Bit `i` is the hour that ends then after `i`:00.
    hours: Week,
}

impl MinutePattern {
    /// `hours` has a bit for each allowed hour; hour `i` begins `second` seconds after `i`:00.
    pub(super) fn new(hours: [u64; 3], second: u16) -> Self {
        // One hour on: bit 0 is the hour that begins last in the week before.
        let last = hours[2] >> (HOURS - 129) & 1;
        let moved = [hours[0] << 1 | last, hours[1] << 1 | hours[0] >> 63, hours[2] << 1 | hours[1] >> 63];
        Self { second: second.to_le_bytes(), hours: Week::new(moved) }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.hours.is_empty()
    }

    pub(super) fn is_always(&self) -> bool {
        self.hours.0 == [0xFF; 21]
    }

    #[inline(always)]
    pub(super) fn next(&self, now: Position, steps: Steps) -> Option<Target> {
        let second = u32::from(u16::from_le_bytes(self.second));
        let mut into_week = now.weekday * DAY + now.second + HOUR - second;
        if into_week >= HOURS * HOUR {
            into_week -= HOURS * HOUR;
        }
        let hour = into_week / HOUR;
        let mut wait = 1 + steps.to_slot(now.second + 1);
        // The next slot comes within the hour or the next one; both must be allowed.
        let is_open = self.hours.is_set(hour);
        let slot_hour = (into_week + wait) / HOUR;
        if !(is_open && (slot_hour == hour || self.hours.is_set(slot_hour % HOURS))) {
            wait = self.hours.first_from(hour + 1)? * HOUR - into_week;
            if !steps.runs_at_openings() {
                wait += steps.to_slot(now.second + wait);
            }
        }
        let second = now.second + wait;
        Some(Target { days: second / DAY, second: second % DAY })
    }
}
