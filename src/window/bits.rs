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

    /// The packed bits of the 168 hours alone.
    fn week(&self) -> [u64; 3] {
        let [first, second, third] = *self.words();
        [first, second, third & ((1 << 40) - 1)]
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

    /// How many hours before hour `index` are set.
    pub(super) fn count_before(&self, index: u32) -> u32 {
        let below = |word: u32| match index.saturating_sub(word * 64) {
            bits @ 0..64 => (1 << bits) - 1,
            _ => u64::MAX,
        };
        (0..).zip(self.week()).map(|(word, bits)| (bits & below(word)).count_ones()).sum()
    }

    /// The set hour that has `n` set hours before it.
    pub(super) fn nth(&self, n: u32) -> Option<HourOfWeek> {
        let mut before = n;
        for (word, mut bits) in (0..).zip(self.week()) {
            if before < bits.count_ones() {
                for _ in 0..before {
                    bits &= bits - 1;
                }
                return Some(HourOfWeek::wrapping(word * 64 + bits.trailing_zeros()));
            }
            before -= bits.count_ones();
        }
        None
    }

    /// The same week seen from `hours` later: hour `i` of the result is hour `i + hours` of `self`.
    pub(super) fn rotated(&self, hours: u32) -> Self {
        let (hours, week) = (hours % HOURS, self.week());
        let (later, earlier) = (down(week, hours), up(week, HOURS - hours));
        Self::from_words([later[0] | earlier[0], later[1] | earlier[1], later[2] | earlier[2]])
    }

    /// The hours from which on `length` hours in a row are set, around the week; `length` is at most 168.
    pub(super) fn starts_of(&self, length: u32) -> Self {
        // `row`: the hours from which on `step` hours in a row are set.
        let (mut starts, mut done) = (Self::ALL, 0);
        let (mut row, mut step) = (*self, 1);
        while done < length {
            if length & step != 0 {
                starts = starts.both(&row.rotated(done));
                done += step;
            }
            row = row.both(&row.rotated(step));
            step *= 2;
        }
        starts
    }

    /// How many hours in a row are set at most, around the week.
    pub(super) fn longest(&self) -> u32 {
        let mut rows = [*self; 8];
        for power in 1..8 {
            rows[power] = rows[power - 1].both(&rows[power - 1].rotated(1 << (power - 1)));
        }
        let (mut starts, mut length) = (Self::ALL, 0);
        for power in (0..8).rev() {
            let longer = starts.both(&rows[power].rotated(length));
            if longer != Self::NONE {
                (starts, length) = (longer, length + (1 << power));
            }
        }
        length.min(HOURS)
    }

    /// How many hours after `hour` the next set one comes, 1 to 168.
    pub(super) fn next_set_after(&self, hour: HourOfWeek) -> Option<u32> {
        let next = HourOfWeek::wrapping(u32::from(hour.index()) + 1);
        if self.is_set(next) {
            return Some(1);
        }
        Some(1 + self.alike_from(next)).filter(|&hours| hours <= HOURS)
    }

    /// The hours set in both.
    pub(super) fn both(&self, other: &Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The hours set in one of them or in both.
    pub(super) fn either(&self, other: &Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The hours that are not set.
    pub(super) fn complement(&self) -> Self {
        Self::from_words(self.words().map(|word| !word))
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

/// Packed bits, each `bits` places nearer to the first.
fn down(words: [u64; 3], bits: u32) -> [u64; 3] {
    let (whole, rest) = (bits as usize / 64, bits % 64);
    let word = |index: usize| words.get(index + whole).copied().unwrap_or(0);
    core::array::from_fn(|i| word(i) >> rest | (word(i + 1) << 1) << (63 - rest))
}

/// Packed bits, each `bits` places further from the first.
fn up(words: [u64; 3], bits: u32) -> [u64; 3] {
    let (whole, rest) = (bits as usize / 64, bits % 64);
    let word = |index: usize| index.checked_sub(whole).map_or(0, |index| words[index]);
    core::array::from_fn(|i| word(i) << rest | if i == 0 { 0 } else { (word(i - 1) >> 1) >> (63 - rest) })
}
