//! 168 bits, packed in two ways.
//!
//! Both show three words of which the last repeats the first day of the week above bit 168, so that a search from the
//! last hours on needs no wrap of its own.

use super::HOURS;

/// The hours of a week as bits.
pub(in crate::schedule::compiled) trait Hours: Sized {
    /// The hours of packed bits, of which those from 168 on are ignored.
    fn new(words: [u64; 3]) -> Self;

    /// Bits `64 * index` to `64 * index + 63`; bits from 168 on are those of the week after.
    fn word(&self, index: u32) -> Option<u64>;

    /// Whether bit `bit` is set, 0 to 191.
    #[inline(always)]
    fn is_set(&self, bit: u32) -> bool {
        self.word(bit / 64).is_some_and(|word| word >> (bit % 64) & 1 != 0)
    }

    /// The first set bit from `from` (0 to 191) on, counted on past the end of the week.
    #[inline(always)]
    fn first_from(&self, from: u32) -> Option<u32> {
        let word = self.word(from / 64)? >> (from % 64);
        if word != 0 { Some(from + word.trailing_zeros()) } else { self.first_beyond(from / 64) }
    }

    /// The first set bit in the words after `index`, counted on past the end of the week.
    #[inline(always)]
    fn first_beyond(&self, mut index: u32) -> Option<u32> {
        let mut base = index * 64;
        for _ in 0..3 {
            (index, base) = if index == 2 { (0, HOURS) } else { (index + 1, base + 64) };
            let word = self.word(index)?;
            if word != 0 {
                return Some(base + word.trailing_zeros());
            }
        }
        None
    }

    /// How many hours from `bit` (0 to 191) on are set, as far as its word shows.
    #[inline(always)]
    fn set_from(&self, bit: u32) -> u32 {
        self.word(bit / 64).map_or(0, |word| (word >> (bit % 64)).trailing_ones())
    }

    /// Whether no hour is set.
    fn is_empty(&self) -> bool {
        self.first_from(0).is_none()
    }

    /// Whether every hour is set.
    fn is_always(&self) -> bool {
        (0..HOURS).all(|hour| self.is_set(hour))
    }
}

/// Three words, as bytes, which fit anywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::schedule::compiled) struct Week([[u8; 8]; 3]);

impl Hours for Week {
    fn new([first, second, third]: [u64; 3]) -> Self {
        Self([first, second, third & ((1 << 40) - 1) | first << 40].map(u64::to_le_bytes))
    }

    #[inline(always)]
    fn word(&self, index: u32) -> Option<u64> {
        self.0.get(index as usize).copied().map(u64::from_le_bytes)
    }
}

/// 21 bytes, so that two weeks fit where there is room for two words and a half each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::schedule::compiled) struct PackedWeek([u8; 21]);

impl Hours for PackedWeek {
    fn new(words: [u64; 3]) -> Self {
        let mut bytes = [0; 21];
        for (byte, of_word) in bytes.iter_mut().zip(words.into_iter().flat_map(u64::to_le_bytes)) {
            *byte = of_word;
        }
        Self(bytes)
    }

    #[inline(always)]
    fn word(&self, index: u32) -> Option<u64> {
        let load = |from: usize| self.0.get(from..)?.first_chunk().copied().map(u64::from_le_bytes);
        if index < 2 {
            load(index as usize * 8)
        } else {
            // The last eight bytes overlap the ones before by three.
            Some(load(13)? >> 24 | load(0)? << 40)
        }
    }
}
