//! A zone written down: all its offsets over all time, found once and looked up in a few instructions.
//!
//! ```text
//!            bucket b = second >> 21 (24 days)
//!   buckets  | 3 | 3 | 3 | 4 | 4 | ...           the span in force where the bucket begins
//!   spans    ... [3: until 2024-03-10 10:00Z, -8 h] [4: until 2024-11-03 09:00Z, -7 h] ...
//! ```
//!
//! The span of an instant is that of its bucket or one of the next few.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

use chrono::TimeZone;

use super::direction::{Direction, Forward};
use super::zone::{CYCLE, FIRST_RULES, LONGEST_CHANGE, Offsets, Probed, RULES_REPEAT, Transition};

/// A bucket is 2^21 seconds long: 24 days, so that most hold no change.
const BUCKET_BITS: u32 = 21;

/// The first second that the rules' repetition covers.
const REPEATED: i64 = RULES_REPEAT + CYCLE;

/// All offsets of one zone, for schedules that are [compiled](crate::Schedule::compile).
///
/// Building one asks the zone some ten thousand times (one or two milliseconds); build it once for each zone and share
/// it. It takes about 30 kB.
pub struct ZoneTable {
    /// The spans in order. The first is a mark that ends where time begins.
    spans: Box<[Span]>,
    /// For each bucket from `FIRST_RULES` on, the index of the span at its beginning.
    buckets: Box<[u16]>,
    /// The distinct offsets, the one longest in force in our century first.
    offsets: Box<[i32]>,
    /// The longest stretch of civil time that the zone ever skips, in seconds.
    longest_gap: i64,
    /// The longest that it ever repeats.
    longest_fold: i64,
}

/// A maximal stretch of time with one offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Span {
    /// The first second after it.
    end: i64,
    /// Seconds ahead of UTC.
    offset: i32,
    /// The place of the offset among the distinct offsets of the zone.
    class: u32,
}

/// A span as seen from some instant in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SpanAt {
    /// Its first second.
    pub(crate) start: i64,
    /// The first second after it.
    pub(crate) end: i64,
    /// Seconds ahead of UTC.
    pub(crate) offset: i64,
    /// The place of the offset among the distinct offsets of the zone.
    pub(crate) class: usize,
}

impl ZoneTable {
    /// Writes down a zone.
    pub fn new<Z: TimeZone>(zone: &Z) -> Self {
        let probed = Probed(zone);
        let mut transitions = Vec::new();
        let mut from = FIRST_RULES;
        // One change beyond the first turn of the calendar, so that the last span of the turn has its end.
        while from < REPEATED
            && let Some(transition) = probed.transition::<Forward>(from..REPEATED + CYCLE)
        {
            from = transition.at + 1;
            transitions.push(transition);
        }
        let first_offset = probed.offset_at(FIRST_RULES);
        let offsets = by_use(first_offset, &transitions);
        let class =
            |offset: i64| offsets.iter().position(|&known| i64::from(known) == offset).unwrap_or(0) as u32;

        let span = |end, offset| Span { end, offset: offset as i32, class: class(offset) };
        let mut spans = Vec::with_capacity(transitions.len() + 2);
        spans.push(span(i64::MIN, first_offset));
        spans.extend(transitions.iter().map(|transition| span(transition.at, transition.before)));
        let repeats = transitions.last().is_some_and(|last| last.at >= REPEATED);
        if !repeats {
            spans.push(span(i64::MAX, transitions.last().map_or(first_offset, |last| last.after)));
        }

        let mut buckets = Vec::new();
        let mut index = 1;
        let end = if repeats { REPEATED } else { transitions.last().map_or(FIRST_RULES, |last| last.at) };
        let mut start = FIRST_RULES;
        while start <= end {
            while spans[index].end <= start {
                index += 1;
            }
            buckets.push(index as u16);
            start += 1 << BUCKET_BITS;
        }
        let longest =
            |length: fn(&Transition) -> i64| transitions.iter().map(length).max().unwrap_or(0).max(0);
        Self {
            longest_gap: longest(|transition| -transition.fold_length()),
            longest_fold: longest(Transition::fold_length),
            spans: spans.into(),
            buckets: buckets.into(),
            offsets: offsets.into(),
        }
    }

    /// The distinct offsets of the zone in seconds ahead of UTC, the one longest in force in our century first.
    pub fn offsets(&self) -> &[i32] {
        &self.offsets
    }

    /// How many times the zone changes its offset, up to the year 2500 where its rules repeat for ever.
    pub fn changes(&self) -> usize {
        self.spans.len() - 2
    }

    pub(crate) const fn longest_gap(&self) -> i64 {
        self.longest_gap
    }

    pub(crate) const fn longest_fold(&self) -> i64 {
        self.longest_fold
    }

    /// Where the zone has kept one offset since before our century: since when, and which.
    pub(crate) fn constant_since(&self) -> Option<(i64, i32)> {
        let [.., before, last] = &*self.spans else { return None };
        (last.end == i64::MAX && before.end < CENTURY.start).then_some((before.end, last.offset))
    }

    /// From when on all slots at multiples of `step` seconds of local time are the same on UTC, and all changes of the
    /// zone fall on such slots.
    pub(crate) fn aligned_since(&self, step: i64) -> i64 {
        let slot = i64::from(self.offsets[0]);
        let is_aligned = |second: i64| (second + slot).rem_euclid(step) == 0;
        let last_wrong = self.spans[1..].iter().rev().find(|span| {
            let has_end = span.end != i64::MAX;
            (slot - i64::from(span.offset)) % step != 0 || has_end && !is_aligned(span.end)
        });
        last_wrong.map_or(i64::MIN, |span| span.end.saturating_add(LONGEST_CHANGE))
    }

    /// The span around a second.
    #[inline]
    pub(crate) fn span_at(&self, second: i64) -> SpanAt {
        let bucket = (second.wrapping_sub(FIRST_RULES) >> BUCKET_BITS) as usize;
        match self.buckets.get(bucket) {
            Some(&index) if second < REPEATED => self.span_from(index.into(), second),
            _ => self.span_outside(second),
        }
    }

    /// The first span from `index` on that ends after `second`.
    #[inline]
    fn span_from(&self, mut index: usize, second: i64) -> SpanAt {
        while self.spans[index].end <= second {
            index += 1;
        }
        let span = self.spans[index];
        SpanAt {
            start: self.spans[index - 1].end,
            end: span.end,
            offset: span.offset.into(),
            class: span.class as usize,
        }
    }

    /// The span around a second that has no bucket: before the first rules, after the last change, or in a later turn
    /// of the calendar.
    #[cold]
    fn span_outside(&self, second: i64) -> SpanAt {
        let last = self.spans.len() - 1;
        if second < FIRST_RULES || self.spans[last].end == i64::MAX {
            let index = if second < FIRST_RULES { 1 } else { last };
            return self.span_from(index, second);
        }
        let turns = (second - RULES_REPEAT).div_euclid(CYCLE) * CYCLE;
        let bucket = ((second - turns - FIRST_RULES) >> BUCKET_BITS) as usize;
        let span = self.span_from(self.buckets[bucket].into(), second - turns);
        SpanAt { start: span.start + turns, end: span.end + turns, ..span }
    }
}

impl Offsets for ZoneTable {
    fn offset_at(&self, second: i64) -> i64 {
        self.span_at(second).offset
    }

    fn transition<D: Direction>(&self, range: Range<i64>) -> Option<Transition> {
        if range.is_empty() {
            return None;
        }
        let at =
            if D::IS_FORWARD { self.span_at(range.start - 1).end } else { self.span_at(range.end - 1).start };
        range.contains(&at).then(|| Transition {
            at,
            before: self.span_at(at - 1).offset,
            after: self.span_at(at).offset,
        })
    }
}

impl fmt::Debug for ZoneTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ZoneTable").field("offsets", &self.offsets).field("changes", &self.changes()).finish()
    }
}

/// 2000-01-01 to 2100-01-01.
const CENTURY: Range<i64> = 946_684_800..RULES_REPEAT;

/// The distinct offsets, the one longest in force in our century first.
fn by_use(first: i64, transitions: &[Transition]) -> Vec<i32> {
    let mut uses: Vec<(i64, i32)> = Vec::new();
    let mut add = |offset: i64, start: i64, end: i64| {
        let length = (end.min(CENTURY.end) - start.max(CENTURY.start)).max(0);
        match uses.iter_mut().find(|(_, known)| i64::from(*known) == offset) {
            Some((total, _)) => *total += length,
            None => uses.push((length, offset as i32)),
        }
    };
    let (mut start, mut offset) = (i64::MIN, first);
    for transition in transitions {
        add(offset, start, transition.at);
        (start, offset) = (transition.at, transition.after);
    }
    add(offset, start, i64::MAX);
    uses.sort_by_key(|&(total, _)| core::cmp::Reverse(total));
    uses.into_iter().map(|(_, offset)| offset).collect()
}
