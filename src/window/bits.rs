//! 168 bits, one an hour of the week: the only file that names bitvec.
//!
//! One bit an hour, set = allowed. Distances are counted around the week, so they are never larger than 168 and a search
//! needs no wrap of its own.
//!
//! Outside a week begins on Sunday; in here it begins on Monday, as chrono's weekdays do, so that the hour of an instant
//! is found without a wrap: three bytes a day, and the eight bytes that a search reads from any of them. `Place` is
//! where an hour lies in here.

use core::hash::{Hash, Hasher};

use bitvec::array::BitArray;
use bitvec::order::Lsb0;

use crate::calendar::HourOfWeek;

const HOURS: u32 = HourOfWeek::COUNT as u32;

/// Which hours of a week are allowed: 24 bits a day, Monday first.
///
/// Bit 168 repeats bit 0, so that a clock up to an hour ahead of the grid needs no wrap; the bits above are 0.
#[derive(Debug, Clone, Copy)]
pub(super) struct HourBits(BitArray<[u8; BYTES], Lsb0>);

/// Room for 192 bits.
const BYTES: usize = 24;

/// The last byte from which eight can be read without bit 168.
const LAST: u32 = HOURS / 8 - 8;

/// Hours from Sunday to Monday.
const DAY: u32 = 24;

/// Where an hour lies in the bits, 0 (Monday 00:00) to 167.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place(u32);

impl Place {
    #[inline]
    pub(super) fn of(hour: HourOfWeek) -> Self {
        let index = u32::from(hour.index());
        Self(if index < DAY { index + (HOURS - DAY) } else { index - DAY })
    }

    /// The place of an hour that comes so many hours after Monday 00:00, in that week or a later one.
    #[inline]
    pub(super) const fn since_monday(hours: u32) -> Self {
        Self(hours % HOURS)
    }

    /// The place so many hours on, up to a week.
    #[inline]
    pub(super) fn after(self, hours: u32) -> Self {
        let place = self.0 + hours;
        Self(if place < HOURS { place } else { place - HOURS })
    }
}

// Byte by byte: bitvec compares element by element and shifts each, and most searches begin with a comparison.
impl PartialEq for HourBits {
    fn eq(&self, other: &Self) -> bool {
        self.0.data == other.0.data
    }
}

impl Eq for HourBits {}

impl Hash for HourBits {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.data.hash(state);
    }
}

/// The stretches of a week that are set, or those that are not: before each the hours that are not like it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stretches {
    lengths: [[u8; 2]; Self::MOST],
    count: usize,
}

impl Stretches {
    /// Every other hour.
    const MOST: usize = HOURS as usize / 2;

    /// The hours before a stretch, and its own.
    #[inline(always)]
    pub(super) fn get(&self, index: usize) -> Option<[u8; 2]> {
        self.lengths.get(index).copied()
    }

    #[inline(always)]
    pub(super) const fn count(&self) -> usize {
        self.count
    }
}

impl HourBits {
    pub(super) const NONE: Self = Self::of_bytes([0; BYTES]);
    pub(super) const ALL: Self = Self::of_places([u64::MAX; 3]);

    const fn of_bytes(data: [u8; BYTES]) -> Self {
        Self(BitArray { _ord: core::marker::PhantomData, data })
    }

    /// Packed bits, Monday first; bits from 168 on are ignored.
    const fn of_places(words: [u64; 3]) -> Self {
        let words = [words[0], words[1], words[2] & ((1 << 40) - 1) | (words[0] & 1) << 40];
        let mut bytes = [0; BYTES];
        let mut i = 0;
        while i < BYTES {
            bytes[i] = (words[i / 8] >> (i % 8 * 8)) as u8;
            i += 1;
        }
        Self::of_bytes(bytes)
    }

    /// The hours of packed bits, Sunday first; bits from 168 on are ignored.
    #[cfg(feature = "serde")]
    pub(super) fn from_words(words: [u64; 3]) -> Self {
        Self::of_places(words).rotated(DAY)
    }

    /// The packed bits of the 168 hours alone, Monday first.
    fn places(&self) -> [u64; 3] {
        let [first, second, third] = [0, 1, 2].map(|index| self.load(index * 8));
        [first, second, third & ((1 << 40) - 1)]
    }

    /// The packed bits of the 168 hours alone, Sunday first.
    fn week(&self) -> [u64; 3] {
        self.rotated(HOURS - DAY).places()
    }

    /// The 64 bits from byte `byte` on, 0 to 16.
    #[inline]
    fn load(&self, byte: u32) -> u64 {
        let bytes = self.0.data.get(byte as usize..).and_then(|bytes| bytes.first_chunk());
        bytes.copied().map_or(0, u64::from_le_bytes)
    }

    /// Whether an hour of a day is set; days count from Monday (0 to 6), and hours up to the first one of the next day
    /// (0 to 24).
    ///
    /// On the raw bytes: bitvec's own indexing costs more than the rest of a question about an instant.
    #[inline]
    pub(super) fn is_set_on(&self, day: u32, hour: u32) -> bool {
        let bytes = self.0.data.get(day as usize * 3..).and_then(|bytes| bytes.first_chunk());
        bytes.is_some_and(|&bytes| u32::from_le_bytes(bytes).wrapping_shr(hour) & 1 != 0)
    }

    pub(super) fn is_set(&self, hour: HourOfWeek) -> bool {
        let Place(place) = Place::of(hour);
        self.0.data[place as usize / 8] >> (place % 8) & 1 != 0
    }

    pub(super) fn set(&mut self, hour: HourOfWeek, allowed: bool) {
        let Place(place) = Place::of(hour);
        self.0.set(place as usize, allowed);
        if place == 0 {
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
        let (hours, places) = (hours % HOURS, self.places());
        let (later, earlier) = (down(places, hours), up(places, HOURS - hours));
        Self::of_places([later[0] | earlier[0], later[1] | earlier[1], later[2] | earlier[2]])
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
        self.with(other, |one, other| one & other)
    }

    /// The hours set in one of them or in both.
    pub(super) fn either(&self, other: &Self) -> Self {
        self.with(other, |one, other| one | other)
    }

    /// Byte by byte, as above.
    #[inline]
    fn with(&self, other: &Self, combined: impl Fn(u8, u8) -> u8) -> Self {
        let (one, other) = (self.0.data, other.0.data);
        Self::of_bytes(core::array::from_fn(|i| combined(one[i], other[i])))
    }

    /// The hours that are not set.
    pub(super) fn complement(&self) -> Self {
        Self::of_places(self.places().map(|word| !word))
    }

    /// How many hours from `hour` on, itself included, are like it: 1 to 168, where 168 means the whole week.
    pub(super) fn alike_from(&self, hour: HourOfWeek) -> u32 {
        self.length_from(Place::of(hour), self.is_set(hour))
    }

    /// How many hours from a place on are set, or are not: 168 means the whole week.
    ///
    /// Mostly the eight bytes from there on show it.
    #[inline]
    pub(super) fn length_from(&self, Place(from): Place, set: bool) -> u32 {
        let byte = (from / 8).min(LAST);
        let like = if set { u64::MAX } else { 0 };
        let differing = (self.load(byte) ^ like).wrapping_shr(from - byte * 8);
        if differing != 0 {
            differing.trailing_zeros()
        } else {
            self.length_beyond(from, byte * 8 + 64, like)
        }
    }

    /// The stretches that are set, or those that are not, in the order in which they come from an edge on, where one of
    /// the others begins.
    pub(super) fn stretches_from(&self, edge: Place, set: bool) -> Stretches {
        let mut stretches = Stretches { lengths: [[0; 2]; Stretches::MOST], count: 0 };
        let (mut place, mut hours) = (edge, 0);
        for lengths in &mut stretches.lengths {
            for (length, set) in lengths.iter_mut().zip([!set, set]) {
                let stretch = self.length_from(place, set);
                *length = stretch as u8;
                place = place.after(stretch);
                hours += stretch;
            }
            stretches.count += 1;
            if hours >= HOURS {
                break;
            }
        }
        stretches
    }

    /// `length_from` where the hours up to the place `seen`, a multiple of 8, are known to be alike.
    #[inline(never)]
    fn length_beyond(&self, from: u32, mut seen: u32, like: u64) -> u32 {
        while seen < from + HOURS {
            let byte = seen % HOURS / 8;
            let passed = byte.saturating_sub(LAST) * 8;
            let differing = (self.load(byte.min(LAST)) ^ like) >> passed;
            if differing != 0 {
                // A week on it is the first hour that comes round again.
                return (seen + differing.trailing_zeros() - from).min(HOURS);
            }
            seen += 64 - passed;
        }
        HOURS
    }

    /// How many hours up to `hour`, itself included, are like it: 1 to 168, where 168 means the whole week.
    pub(super) fn alike_up_to(&self, hour: HourOfWeek) -> u32 {
        self.length_up_to(Place::of(hour), self.is_set(hour))
    }

    /// How many hours up to a place are set, or are not: 168 means the whole week.
    pub(super) fn length_up_to(&self, place: Place, set: bool) -> u32 {
        // Turned so that the place is the last one.
        let Place(turns) = place.after(1);
        let [first, second, third] = self.rotated(turns).places();
        let like = if set { u64::MAX } else { 0 };
        let differing = [third << 24 ^ like & u64::MAX << 24, second ^ like, first ^ like];
        match differing.map(u64::leading_zeros) {
            [64, 64, 64] => HOURS,
            [64, 64, zeros] => 40 + 64 + zeros,
            [64, zeros, _] => 40 + zeros,
            [zeros, ..] => zeros,
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
