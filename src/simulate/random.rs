//! Pseudo-random numbers, the same on every machine: integers only, no platform's library.

use core::ops::RangeInclusive;

use crate::error::RangeError;

/// SplitMix64 (Steele, Lea, Flood: "Fast Splittable Pseudorandom Number Generators", 2014), split into streams.
///
/// ```
/// use backup_window::simulate::Random;
///
/// let numbers = |seed, stream| {
///     let mut random = Random::new(seed, stream);
///     [random.next(), random.next()]
/// };
/// assert_eq!(numbers(1, 2), numbers(1, 2));
/// assert_ne!(numbers(1, 2), numbers(1, 3));
/// ```
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// The stream of this number, of this seed.
    pub const fn new(seed: u64, stream: u64) -> Self {
        // Streams begin at places of the one sequence that are as good as random.
        Self(mix(seed).wrapping_add(mix(stream.wrapping_add(GOLDEN))))
    }

    /// The next number.
    pub const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GOLDEN);
        mix(self.0)
    }

    /// A number below `limit`, which must not be 0; what a remainder would prefer is at most `limit` in 2^64.
    pub const fn below(&mut self, limit: u64) -> u64 {
        ((self.next() as u128 * limit as u128) >> 64) as u64
    }
}

const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

const fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// How long sessions take: every whole number of seconds from the shortest to the longest is as likely.
///
/// ```
/// use backup_window::simulate::Durations;
///
/// assert_eq!(Durations::fixed(1200), Durations::between(1200..=1200).unwrap());
/// assert_eq!(Durations::fixed(1200).varied_by_percent(25), Durations::between(900..=1500).unwrap());
/// assert_eq!(Durations::between(2..=1), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Durations {
    shortest: u32,
    longest: u32,
}

impl Durations {
    /// So many seconds, always.
    pub const fn fixed(seconds: u32) -> Self {
        Self { shortest: seconds, longest: seconds }
    }

    /// Between these numbers of seconds; `None` for an empty range.
    pub fn between(seconds: RangeInclusive<u32>) -> Option<Self> {
        let (shortest, longest) = seconds.into_inner();
        (shortest <= longest).then_some(Self { shortest, longest })
    }

    /// The same with the shortest that much shorter and the longest that much longer; more than 100 % counts as 100 %
    /// for the shortest.
    #[must_use]
    pub fn varied_by_percent(self, percent: u32) -> Self {
        let part = |seconds: u32| u64::from(seconds) * u64::from(percent) / 100;
        let shortest = u64::from(self.shortest).saturating_sub(part(self.shortest)) as u32;
        let longest = u64::from(self.longest).saturating_add(part(self.longest));
        Self { shortest, longest: u32::try_from(longest).unwrap_or(u32::MAX) }
    }

    /// The shortest, in seconds.
    pub const fn shortest(&self) -> u32 {
        self.shortest
    }

    /// The longest, in seconds.
    pub const fn longest(&self) -> u32 {
        self.longest
    }

    pub(super) fn draw(&self, random: &mut Random) -> u32 {
        let more = random.below(u64::from(self.longest - self.shortest) + 1);
        self.shortest + more as u32
    }
}

/// A part of a million, 0 to 1,000,000: how many of so many sessions fail.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PerMillion(u32);

impl PerMillion {
    /// None.
    pub const ZERO: Self = Self(0);

    /// So many of a million.
    ///
    /// # Errors
    ///
    /// Fails above 1,000,000.
    pub const fn new(parts: u32) -> Result<Self, RangeError> {
        if parts <= 1_000_000 {
            Ok(Self(parts))
        } else {
            Err(RangeError::new("parts per million", parts as i64, 0, 1_000_000))
        }
    }

    /// The parts, 0 to 1,000,000.
    pub const fn parts(self) -> u32 {
        self.0
    }

    pub(super) const fn draw(self, random: &mut Random) -> bool {
        random.below(1_000_000) < self.0 as u64
    }
}
