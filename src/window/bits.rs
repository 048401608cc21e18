//! 168 bits, one an hour of the week: the only file that names bitvec.
//!
//! Bit `i` is hour of week `i`, set = allowed. Distances are counted around the week, so they are never larger than
//! 168 and a search needs no wrap of its own.

use bitvec::array::BitArray;
use bitvec::order::Lsb0;

use crate::calendar::HourOfWeek;

const HOURS: u32 = HourOfWeek::COUNT as u32;

/// Which hours of a week are allowed.
///
/// Bit 168 repeats bit 0, so that a clock up to an hour ahead of the grid needs no wrap; the bits above are 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct HourBits(BitArray<[u64; 3], Lsb0>);

impl HourBits {
    pub(super) const NONE: Self = Self::of_words([0; 3]);
    pub(super) const ALL: Self = Self::of_words([u64::MAX, u64::MAX, (1 << 41) - 1]);

    const fn of_words(data: [u64; 3]) -> Self {
        Self(BitArray { _ord: core::marker::PhantomData, data })
    }

    /// The hours of packed bits; bits from 168 on are ignored.
    pub(super) const fn from_words(words: [u64; 3]) -> Self {
        Self::of_words([words[0], words[1], words[2] & ((1 << 40) - 1) | (words[0] & 1) << 40])
    }

    /// The packed bits, bit 168 included.
    pub(super) const fn words(&self) -> &[u64; 3] {
        &self.0.data
    }

    /// Whether hour `index` is set, 0 to 168.
    ///
    /// On the raw words: bitvec's own indexing costs more than the rest of a question about an instant.
    pub(super) fn is_set_at(&self, index: u32) -> bool {
        self.words().get(index as usize / 64).is_some_and(|word| word >> (index % 64) & 1 != 0)
    }

    pub(super) fn is_set(&self, hour: HourOfWeek) -> bool {
        self.is_set_at(hour.index().into())
    }

    pub(super) fn set(&mut self, hour: HourOfWeek, allowed: bool) {
        self.0.set(usize::from(hour.index()), allowed);
        if hour.index() == 0 {
            self.0.set(HOURS as usize, allowed);
        }
    }

    pub(super) fn count(&self) -> u32 {
        self.0[..HOURS as usize].count_ones() as u32
    }

    /// The same week seen from `hours` later: hour `i` of the result is hour `i + hours` of `self`.
    pub(super) fn rotated(&self, hours: u32) -> Self {
        let mut turned = *self;
        turned.0[..HOURS as usize].rotate_left((hours % HOURS) as usize);
        Self::from_words(turned.0.data)
    }

    /// The hours set in both.
    pub(super) fn both(&self, other: &Self) -> Self {
        Self(self.0 & other.0)
    }

    /// How many hours from `hour` on, itself included, are like it: 1 to 168, where 168 means the whole week.
    ///
    /// On the raw words, as is every step of listing the stretches of a window.
    pub(super) fn alike_from(&self, hour: HourOfWeek) -> u32 {
        let start = u32::from(hour.index());
        let like = if self.is_set(hour) { u64::MAX } else { 0 };
        // The hours that differ, from `start` on and then from the beginning of the week.
        let differing = |index: u32| {
            (self.words()[index as usize] ^ like) & if index == 2 { (1 << 40) - 1 } else { u64::MAX }
        };
        let word = differing(start / 64) >> (start % 64);
        if word != 0 {
            return word.trailing_zeros();
        }
        let first = start / 64;
        for index in first + 1..=first + 3 {
            let (index, base) = if index < 3 { (index, 0) } else { (index - 3, HOURS) };
            let word = differing(index);
            if word != 0 {
                // A week or more on it is `hour` itself that comes round again.
                return (base + index * 64 + word.trailing_zeros() - start).min(HOURS);
            }
        }
        HOURS
    }

    /// How many hours up to `hour`, itself included, are like it: 1 to 168, where 168 means the whole week.
    pub(super) fn alike_up_to(&self, hour: HourOfWeek) -> u32 {
        let (like, start) = (self.is_set(hour), usize::from(hour.index()));
        let (up_to, after) = self.0[..HOURS as usize].split_at(start + 1);
        let differs = |bits: &bitvec::slice::BitSlice<u64, Lsb0>| {
            if like { bits.last_zero() } else { bits.last_one() }
        };
        match (differs(up_to), differs(after)) {
            (Some(other), _) => (start - other) as u32,
            (None, Some(wrapped)) => HOURS - 1 - wrapped as u32,
            (None, None) => HOURS,
        }
    }
}
