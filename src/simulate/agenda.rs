//! What comes next, for many jobs: a radix heap, because time only goes forward.
//!
//! A turn lies in the bucket of the highest bit in which its instant differs from the one that was reached. Bucket 0 is
//! now; when it is used up, the turns of the next filled bucket are dealt out again, each into a lower one.

use alloc::vec::Vec;

use chrono::{DateTime, Utc};

/// Turns of jobs, by their instants. None may be before the one that was reached.
#[derive(Debug)]
pub(super) struct Agenda {
    buckets: Vec<Vec<Entry>>,
    /// Which of them are not empty.
    filled: u128,
    reached: u128,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    key: u128,
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
    /// Nothing planned yet, from `start` on.
    pub(super) fn new(start: DateTime<Utc>) -> Self {
        let buckets = (0..=u128::BITS).map(|_| Vec::new()).collect();
        Self { buckets, filled: 0, reached: key_of(start) }
    }

    pub(super) fn push(&mut self, at: DateTime<Utc>, turn: Turn, place: usize) {
        self.put(Entry { key: key_of(at), turn, place });
    }

    /// The instant of the next turns, and all of them into `turns`, in no order.
    pub(super) fn next(&mut self, turns: &mut Vec<(Turn, usize)>) -> Option<DateTime<Utc>> {
        if self.filled & 1 == 0 {
            let place = self.filled.trailing_zeros() as usize;
            let mut bucket = core::mem::take(self.buckets.get_mut(place)?);
            self.filled &= !(1 << place);
            self.reached = bucket.iter().map(|entry| entry.key).min()?;
            for entry in bucket.drain(..) {
                self.put(entry);
            }
            // Its room is used again.
            *self.buckets.get_mut(place)? = bucket;
        }
        self.filled &= !1;
        turns.extend(self.buckets.first_mut()?.drain(..).map(|entry| (entry.turn, entry.place)));
        instant_of(self.reached)
    }

    fn put(&mut self, entry: Entry) {
        let place = u128::BITS - (entry.key ^ self.reached).leading_zeros();
        if let Some(bucket) = self.buckets.get_mut(place as usize) {
            bucket.push(entry);
            self.filled |= 1 << place;
        }
    }
}

/// Seconds from chrono's first instant, then nanoseconds: grows with the instant, and needs 76 bits.
fn key_of(at: DateTime<Utc>) -> u128 {
    let seconds = (at.timestamp() - DateTime::<Utc>::MIN_UTC.timestamp()).unsigned_abs();
    u128::from(seconds) << 32 | u128::from(at.timestamp_subsec_nanos())
}

fn instant_of(key: u128) -> Option<DateTime<Utc>> {
    let seconds = (key >> 32) as i64 + DateTime::<Utc>::MIN_UTC.timestamp();
    DateTime::from_timestamp(seconds, key as u32)
}
