//! What comes next, for many jobs: a hierarchical timing wheel, because time only goes forward.
//!
//! A turn lies in the wheel of the highest byte in which its second differs from the one that was reached, and there in
//! the slot of that byte. A slot of the lowest wheel is one second; where that wheel is empty, the next slot of the next
//! higher one is dealt out into the lower ones.
//!
//! ```text
//!   wheel 0   256 seconds              |.#..#........ ...|     dealt out from
//!   wheel 1   256 times 256 seconds    |..#....#..... ...|     here, some 18 hours, and so on
//! ```

use alloc::vec::Vec;

use chrono::{DateTime, Utc};

/// Turns of jobs, by their instants. None may be before the one that was reached.
#[derive(Debug)]
pub(super) struct Agenda {
    wheels: [Wheel; Self::WHEELS],
    /// The second that was reached, counted from chrono's first.
    reached: u64,
    /// Room that is used again.
    dealt: Vec<Entry>,
}

#[derive(Debug, Default)]
struct Wheel {
    /// None at all as long as nothing was ever put here.
    slots: Vec<Vec<Entry>>,
    /// Which of them are not empty.
    filled: [u64; 4],
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    second: u64,
    nanosecond: u32,
    turn: Turn,
    place: usize,
}

/// What comes for a job at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    /// Its session ends.
    End,
    /// It is asked for, being idle.
    Ask,
}

impl Agenda {
    /// All of chrono's time has fewer than 2^44 seconds.
    const WHEELS: usize = 6;

    /// Nothing planned yet, from `start` on.
    pub(super) fn new(start: DateTime<Utc>) -> Self {
        Self { wheels: Default::default(), reached: second_of(start), dealt: Vec::new() }
    }

    pub(super) fn push(&mut self, at: DateTime<Utc>, turn: Turn, place: usize) {
        let (second, nanosecond) = (second_of(at), at.timestamp_subsec_nanos());
        self.put(Entry { second, nanosecond, turn, place });
    }

    /// The instant of the next turns, and all of them into `turns`, in no order.
    pub(super) fn next(&mut self, turns: &mut Vec<(Turn, usize)>) -> Option<DateTime<Utc>> {
        loop {
            let (level, slot) =
                self.wheels.iter().enumerate().find_map(|(level, wheel)| Some((level, wheel.first()?)))?;
            let wheel = self.wheels.get_mut(level)?;
            let entries = wheel.slots.get_mut(slot)?;
            if level == 0 {
                // One second; nearly always one instant as well.
                let nanosecond = entries.iter().map(|entry| entry.nanosecond).min()?;
                let second = entries.first()?.second;
                entries.retain(|entry| {
                    let is_now = entry.nanosecond == nanosecond;
                    if is_now {
                        turns.push((entry.turn, entry.place));
                    }
                    !is_now
                });
                if entries.is_empty() {
                    wheel.empty(slot);
                }
                self.reached = second;
                return instant_of(second, nanosecond);
            }
            let mut dealt = core::mem::take(&mut self.dealt);
            core::mem::swap(&mut dealt, entries);
            wheel.empty(slot);
            self.reached = dealt.iter().map(|entry| entry.second).min()?;
            dealt.drain(..).for_each(|entry| self.put(entry));
            self.dealt = dealt;
        }
    }

    fn put(&mut self, entry: Entry) {
        let differs = entry.second ^ self.reached;
        let level = (u64::BITS - 1 - (differs | 1).leading_zeros()) / u8::BITS;
        let slot = (entry.second >> (level * u8::BITS)) as u8;
        if let Some(wheel) = self.wheels.get_mut(level as usize) {
            wheel.put(slot.into(), entry);
        }
    }
}

impl Wheel {
    fn put(&mut self, slot: usize, entry: Entry) {
        if self.slots.is_empty() {
            self.slots.resize_with(256, Vec::new);
        }
        if let (Some(entries), Some(filled)) = (self.slots.get_mut(slot), self.filled.get_mut(slot / 64)) {
            entries.push(entry);
            *filled |= 1 << (slot % 64);
        }
    }

    fn empty(&mut self, slot: usize) {
        if let Some(filled) = self.filled.get_mut(slot / 64) {
            *filled &= !(1 << (slot % 64));
        }
    }

    /// The first slot that is not empty.
    fn first(&self) -> Option<usize> {
        let (word, filled) = self.filled.iter().enumerate().find(|(_, filled)| **filled != 0)?;
        Some(word * 64 + filled.trailing_zeros() as usize)
    }
}

fn second_of(at: DateTime<Utc>) -> u64 {
    (at.timestamp() - DateTime::<Utc>::MIN_UTC.timestamp()).unsigned_abs()
}

fn instant_of(second: u64, nanosecond: u32) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp(second as i64 + DateTime::<Utc>::MIN_UTC.timestamp(), nanosecond)
}

#[cfg(test)]
mod tests {
    use alloc::collections::BTreeMap;
    use alloc::vec::Vec;

    use chrono::{DateTime, TimeDelta, Utc};

    use super::{Agenda, Turn};
    use crate::simulate::Random;

    #[test]
    fn turns_come_in_the_order_of_time() {
        let mut random = Random::new(1, 2);
        let start = DateTime::from_timestamp(1_750_000_000, 0).unwrap_or_default();
        let mut agenda = Agenda::new(start);
        let mut plain: BTreeMap<DateTime<Utc>, Vec<usize>> = BTreeMap::new();
        let (mut now, mut turns) = (start, Vec::new());
        for place in 0..20_000usize {
            // Now, soon, later, much later; mostly on whole seconds.
            let reach = [1, 200, 70_000, 20_000_000, 80_000_000_000][random.below(5) as usize];
            let nanos = if random.below(4) == 0 { random.below(2) as i64 } else { 0 };
            let at = now + TimeDelta::seconds(random.below(reach) as i64) + TimeDelta::nanoseconds(nanos);
            agenda.push(at, Turn::Ask, place);
            plain.entry(at).or_default().push(place);
            if random.below(3) > 0 {
                let next = agenda.next(&mut turns);
                let expected = plain.pop_first();
                assert_eq!(next, expected.as_ref().map(|(at, _)| *at));
                let mut places: Vec<usize> = turns.drain(..).map(|(_, place)| place).collect();
                places.sort_unstable();
                assert_eq!(Some(places), expected.map(|(_, places)| places));
                now = next.unwrap_or(now);
            }
        }
        while let Some((at, places)) = plain.pop_first() {
            assert_eq!(agenda.next(&mut turns), Some(at));
            assert_eq!(turns.drain(..).count(), places.len());
        }
        assert_eq!(agenda.next(&mut turns), None);
    }
}
