//! 168 bits, read eight bytes at a time from any byte on.
//!
//! The first hours that a search looks at are the next 57 at least, so that mostly one look does. A week is 21 bytes;
//! what lies beyond is the next week.

use core::hint::select_unpredictable;

use super::HOURS;

/// The hours of a week as bits, in 22 bytes (two weeks fit where there is room for two words and three quarters each) or
/// in 24: what is beyond the week repeats its beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::schedule::compiled) struct Week<const BYTES: usize>([u8; BYTES]);

impl<const BYTES: usize> Week<BYTES> {
    /// The last byte that eight bytes can be read from.
    const LAST: u32 = BYTES as u32 - 8;

    /// The hours of packed bits, of which those from 168 on are ignored.
    pub(in crate::schedule::compiled) fn new([first, second, third]: [u64; 3]) -> Self {
        let mut bytes = [0; BYTES];
        let words = [first, second, third & ((1 << 40) - 1) | first << 40];
        for (byte, of_word) in bytes.iter_mut().zip(words.into_iter().flat_map(u64::to_le_bytes)) {
            *byte = of_word;
        }
        Self(bytes)
    }

    /// The hours as packed bits, with what is beyond the week.
    pub(in crate::schedule::compiled) fn words(&self) -> [u64; 3] {
        core::array::from_fn(|word| {
            let bytes = (0..8).map(|byte| self.0.get(word * 8 + byte).copied().unwrap_or(0));
            bytes.rev().fold(0, |bits, byte| bits << 8 | u64::from(byte))
        })
    }

    /// The same hours in 24 bytes.
    pub(super) fn widened(&self) -> Week<24> {
        Week::new(self.words())
    }

    /// The 64 bits from byte `byte` on.
    #[inline(always)]
    fn load(&self, byte: u32) -> Option<u64> {
        self.0.get(byte as usize..)?.first_chunk().copied().map(u64::from_le_bytes)
    }

    /// Whether hour `hour` is set, 0 to 169.
    #[inline(always)]
    pub(super) fn is_set(&self, hour: u32) -> bool {
        self.0.get(hour as usize / 8).is_some_and(|byte| byte >> (hour % 8) & 1 != 0)
    }

    /// The hours from `from` (0 to 168) on, 57 of them or what is left of the week, from bit 0 on.
    #[inline(always)]
    pub(super) fn ahead(&self, from: u32) -> Option<u64> {
        let byte = (from / 8).min(Self::LAST);
        Some(self.load(byte)?.wrapping_shr(from - byte * 8))
    }

    /// The first set hour from `from` (0 to 168) on, if it is among those [`ahead`](Self::ahead).
    #[inline(always)]
    pub(super) fn near(&self, from: u32) -> Option<u32> {
        let ahead = self.ahead(from)?;
        (ahead != 0).then(|| from + ahead.trailing_zeros())
    }

    /// The first set hour from `from` (0 to 168) on, counted on past the end of the week.
    #[inline(always)]
    pub(super) fn first_from(&self, from: u32) -> Option<u32> {
        self.near(from).or_else(|| self.first_beyond(from))
    }

    /// The first set hour from `from` (0 to 168) on, of which none is [`ahead`](Self::ahead).
    ///
    /// All the words are looked at and one is chosen: which one that is, no processor could foretell. What of a word is
    /// ahead needs no mask, because none of it is set; a word with hours that are over comes last.
    #[inline(always)]
    pub(super) fn first_beyond(&self, from: u32) -> Option<u32> {
        let [first, second, third] = [self.load(0)?, self.load(8)?, self.load(Self::LAST)?];
        let tail = Self::LAST * 8;
        let (mut word, mut start) = (third, HOURS + tail);
        let mut choose = |nearer: u64, at: u32| {
            (word, start) = if nearer != 0 { (nearer, at) } else { (word, start) };
        };
        choose(second, HOURS + 64);
        choose(first, HOURS);
        choose(if from < tail { third } else { 0 }, tail);
        choose(if from < 64 { second } else { 0 }, 64);
        (word != 0).then(|| start + word.trailing_zeros())
    }

    /// The first hour from `from` (0 to 168) on that is set here and in packed bits, counted on past the end of the
    /// week. As in [`first_beyond`](Self::first_beyond) all words are looked at.
    #[inline(always)]
    pub(super) fn first_among(&self, bits: &[u64; 3], from: u32) -> Option<u32> {
        // The last eight bytes begin within the second word.
        let words = [self.load(0)?, self.load(8)?, self.load(Self::LAST)? >> (128 - Self::LAST * 8)];
        let [first, second, third] = core::array::from_fn(|word| words[word] & bits[word]);
        let from_here =
            |word: u64, start: u32| word & u64::MAX.checked_shl(from.saturating_sub(start)).unwrap_or(0);
        let (mut word, mut start) = (third, HOURS + 128);
        let mut choose = |nearer: u64, at: u32| {
            let is_nearer = nearer != 0;
            word = select_unpredictable(is_nearer, nearer, word);
            start = select_unpredictable(is_nearer, at, start);
        };
        choose(second, HOURS + 64);
        choose(first, HOURS);
        choose(from_here(third, 128), 128);
        choose(from_here(second, 64), 64);
        choose(from_here(first, 0), 0);
        (word != 0).then(|| start + word.trailing_zeros())
    }

    /// How many hours from `hour` (0 to 168) on are set, as far as eight bytes show.
    #[inline(always)]
    pub(super) fn set_from(&self, hour: u32) -> u32 {
        let byte = (hour / 8).min(Self::LAST);
        self.load(byte).map_or(0, |word| word.wrapping_shr(hour - byte * 8).trailing_ones())
    }

    /// Whether every hour is set.
    pub(in crate::schedule::compiled) fn is_always(&self) -> bool {
        (0..HOURS).all(|hour| self.is_set(hour))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The obvious way.
    fn plainly(words: [u64; 3], from: u32) -> Option<u32> {
        (from..from + HOURS).find(|hour| {
            let hour = hour % HOURS;
            words[hour as usize / 64] >> (hour % 64) & 1 != 0
        })
    }

    fn check<const BYTES: usize>(words: [u64; 3]) {
        let week = Week::<BYTES>::new(words);
        assert_eq!(week.widened(), Week::new(words));
        for from in 0..=HOURS {
            assert_eq!(week.first_from(from), plainly(words, from), "{words:x?} from {from}");
        }
        let every_third = [0x9249_2492_4924_9249, 0x4924_9249_2492_4924, 0x2492_4924_9249_2492];
        let both = core::array::from_fn(|word| words[word] & every_third[word]);
        for from in 0..=HOURS {
            let expected = plainly(both, from);
            assert_eq!(week.first_among(&every_third, from), expected, "{words:x?} every third from {from}");
        }
        for hour in 0..=HOURS + 1 {
            assert_eq!(week.is_set(hour), plainly(words, hour) == Some(hour), "{words:x?} at {hour}");
        }
    }

    fn bit(hour: u32) -> [u64; 3] {
        let mut words = [0u64; 3];
        words[hour as usize / 64] = 1 << (hour % 64);
        words
    }

    // One, two and three set hours decide every way through a search; and so do single denied hours.

    #[test]
    fn single_hours_are_found() {
        for words in (0..HOURS).map(bit) {
            for words in [words, words.map(|word| !word)] {
                check::<24>(words);
                check::<22>(words);
                let (wide, narrow) = (Week::<24>::new(words), Week::<22>::new(words));
                assert_eq!([wide.is_always(), narrow.is_always()], [false; 2]);
            }
        }
        check::<24>([0; 3]);
        check::<22>([0; 3]);
        assert_eq!([Week::<24>::new([!0; 3]).is_always(), Week::<22>::new([!0; 3]).is_always()], [true; 2]);
    }

    #[test]
    fn the_nearer_of_two_hours_is_found() {
        for one in 0..HOURS {
            for other in one + 1..HOURS {
                let (one, other) = (bit(one), bit(other));
                let both = core::array::from_fn(|word| one[word] | other[word]);
                check::<24>(both);
                check::<22>(both);
            }
        }
    }
}
