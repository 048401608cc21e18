//! A zone written down: all its offsets over all time, found once and looked up in a few instructions.
//!
//! ```text
//!            one bucket for 32 days
//!   buckets  | 3 | 3 | 3 | 4 | 4 | ...           the span in force where the bucket begins
//!   spans    ... [3: until 2024-03-10 10:00Z, -8 h] [4: until 2024-11-03 09:00Z, -7 h] ...
//! ```
//!
//! The span of an instant is that of its bucket or one of the next few.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

use chrono::{DateTime, Datelike, NaiveDate, TimeZone, Timelike, Utc};

use super::direction::{Direction, Forward};
use super::seconds::{DAY, instant_at, within_reach};
use super::zone::{CYCLE, FIRST_RULES, LONGEST_CHANGE, Offsets, Probed, RULES_REPEAT, Transition};

/// The first second that the rules' repetition covers.
const REPEATED: i64 = RULES_REPEAT + CYCLE;

/// All offsets of one zone, for schedules that are [compiled](crate::Schedule::compile).
///
/// Building one asks the zone some hundred thousand times, which takes milliseconds; build it once for each zone and
/// share it. It takes some tens of kilobytes.
pub struct ZoneTable {
    /// The spans in order.
    spans: Box<[Span]>,
    /// For each bucket from 1800 on, the index of the span at its beginning.
    buckets: Box<[u16]>,
    /// The distinct offsets, the one longest in force in our century first.
    offsets: Box<[i32]>,
    /// The longest stretch of civil time that the zone ever skips, in seconds.
    longest_gap: i64,
    /// The longest that it ever repeats.
    longest_fold: i64,
}

/// A date as a number that grows with it: cheap to make of chrono's own fields, where the days since 1970 are not.
///
/// `year * 512 + ordinal`, so that a shift gives a place in the table of buckets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct DateKey(i32);

impl DateKey {
    #[inline]
    pub(crate) fn of(date: NaiveDate) -> Self {
        Self(date.year() << 9 | date.ordinal() as i32)
    }

    /// The key of a date so many days later in the same year.
    #[inline]
    pub(crate) const fn later(self, days: u32) -> Self {
        Self(self.0 + days as i32)
    }
}

/// An instant as a number that grows with it: its [`DateKey`], then its second of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SecondKey(i64);

impl SecondKey {
    /// The first date that has a bucket: 1800-01-01.
    const FIRST_DATE: i32 = 1_800 << 9;

    /// A bucket holds 32 days: 16 of them, of which 12 are used, make a year.
    const DATE_BITS: u32 = 5;

    /// The place of the instant in the table of buckets; beyond all of them for one before the first rules.
    #[inline]
    const fn bucket(self) -> usize {
        (((self.0 >> 32) as i32 - Self::FIRST_DATE) >> Self::DATE_BITS) as usize
    }

    const fn of_bucket(bucket: usize) -> Self {
        Self((((bucket as i32) << Self::DATE_BITS) as i64 + Self::FIRST_DATE as i64) << 32)
    }

    #[inline]
    pub(crate) fn new(date: DateKey, second_of_day: u32) -> Self {
        Self(i64::from(date.0) << 32 | i64::from(second_of_day))
    }

    /// The key of a second, or of the nearer end of chrono's range.
    fn at(second: i64) -> Self {
        let utc = instant_at(within_reach(second)).unwrap_or(DateTime::<Utc>::MIN_UTC).naive_utc();
        Self::new(DateKey::of(utc.date()), utc.time().num_seconds_from_midnight())
    }
}

/// A maximal stretch of time with one offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    /// Its first second.
    start: i64,
    /// The first second after it.
    end: i64,
    /// `end` as a key.
    end_key: SecondKey,
    /// The part of it that keeps a day from the clock changes at both ends, as keys.
    inner: (SecondKey, SecondKey),
    /// Seconds ahead of UTC.
    offset: i32,
    /// The place of the offset among the distinct offsets of the zone.
    class: u32,
}

impl Span {
    fn new(start: i64, end: i64, offset: i64, class: u32) -> Self {
        Self {
            start,
            end,
            end_key: SecondKey::at(end),
            inner: (SecondKey::at(start.saturating_add(DAY)), SecondKey::at(end.saturating_sub(DAY))),
            offset: offset as i32,
            class,
        }
    }

    /// The place of the offset among the distinct offsets of the zone.
    pub(crate) const fn class(&self) -> usize {
        self.class as usize
    }

    /// The first second after it.
    pub(crate) const fn end(&self) -> i64 {
        self.end
    }

    /// Seconds ahead of UTC.
    pub(crate) const fn offset(&self) -> i64 {
        self.offset as i64
    }

    /// Whether all seconds from `first` to `last` have this offset.
    pub(crate) const fn holds(&self, first: i64, last: i64) -> bool {
        self.start <= first && last < self.end
    }

    /// Whether the same is certain even for the days before and after; without need of seconds since 1970.
    #[inline]
    pub(crate) fn holds_amply(&self, first: SecondKey, last: SecondKey) -> bool {
        self.inner.0 <= first && last < self.inner.1
    }
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

        let mut spans = Vec::with_capacity(transitions.len() + 1);
        let mut start = i64::MIN;
        for transition in &transitions {
            let (end, offset) = (transition.at, transition.before);
            spans.push(Span::new(start, end, offset, class(offset)));
            start = end;
        }
        let repeats = transitions.last().is_some_and(|last| last.at >= REPEATED);
        if !repeats {
            let offset = transitions.last().map_or(first_offset, |last| last.after);
            spans.push(Span::new(start, i64::MAX, offset, class(offset)));
        }

        // To the end of our century at least, or of the turn of the calendar that is written down.
        let end =
            if repeats { REPEATED } else { transitions.last().map_or(0, |last| last.at).max(CENTURY.end) };
        let last_bucket = SecondKey::at(end - 1).bucket();
        let mut index = 0;
        let buckets = (0..=last_bucket).map(|bucket| {
            while spans[index].end_key <= SecondKey::of_bucket(bucket) {
                index += 1;
            }
            index as u16
        });
        let buckets: Vec<u16> = buckets.collect();
        let longest =
            |length: fn(&Transition) -> i64| transitions.iter().map(length).max().unwrap_or(0).max(0);
        Self {
            longest_gap: longest(|transition| -transition.fold_length()),
            longest_fold: longest(Transition::fold_length),
            spans: spans.into_boxed_slice(),
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
        self.spans.iter().filter(|span| span.start != i64::MIN).count()
    }

    pub(crate) const fn longest_gap(&self) -> i64 {
        self.longest_gap
    }

    pub(crate) const fn longest_fold(&self) -> i64 {
        self.longest_fold
    }

    /// The places of the offsets that the zone keeps using for ever: the one it ends with, or those of the turn of the
    /// calendar that repeats.
    pub(crate) fn last_offsets(&self) -> Vec<usize> {
        let repeated = self.spans.iter().filter(|span| span.end > REPEATED - CYCLE);
        let last = self.spans.last().filter(|last| last.end == i64::MAX);
        let mut classes: Vec<usize> = match last {
            Some(last) => alloc::vec![last.class()],
            None => repeated.map(Span::class).collect(),
        };
        classes.sort_unstable();
        classes.dedup();
        classes
    }

    /// Where the zone has kept one offset since before our century: since when, and which.
    pub(crate) fn constant_since(&self) -> Option<(i64, i32)> {
        let last = self.spans.last().filter(|last| last.end == i64::MAX && last.start < CENTURY.start)?;
        Some((last.start, last.offset))
    }

    /// From when on all slots at multiples of `step` seconds of local time are the same on UTC, and all changes of the
    /// zone fall on such slots.
    pub(crate) fn aligned_since(&self, step: i64) -> i64 {
        let slot = i64::from(self.offsets[0]);
        let is_aligned = |second: i64| (second + slot).rem_euclid(step) == 0;
        let last_wrong = self.spans.iter().rev().find(|span| {
            let has_end = span.end != i64::MAX;
            (slot - i64::from(span.offset)) % step != 0 || has_end && !is_aligned(span.end)
        });
        last_wrong.map_or(i64::MIN, |span| span.end.saturating_add(LONGEST_CHANGE))
    }

    /// The span around a second, for the times that have a bucket: from the first rules to the last change, or to the
    /// end of the first turn of the calendar.
    #[inline]
    pub(crate) fn span_at(&self, key: SecondKey) -> Option<&Span> {
        let index = *self.buckets.get(key.bucket())?;
        // The last bucket ends with the last span, so one of these does.
        self.spans.get(usize::from(index)..)?.iter().find(|span| key < span.end_key)
    }

    /// The span that follows one of the table.
    pub(crate) fn span_after(&self, span: &Span) -> Option<&Span> {
        self.span_at(span.end_key)
    }

    /// The span around any second, by value: those of later turns of the calendar are not written down.
    fn any_span_at(&self, second: i64) -> Span {
        let turns = if second < REPEATED || self.spans[self.spans.len() - 1].end == i64::MAX {
            0
        } else {
            (second - RULES_REPEAT).div_euclid(CYCLE) * CYCLE
        };
        let index = self.spans.partition_point(|span| span.end <= second - turns);
        let span = self.spans[index.min(self.spans.len() - 1)];
        if turns == 0 {
            span
        } else {
            Span::new(span.start + turns, span.end + turns, span.offset.into(), span.class)
        }
    }
}

impl Offsets for ZoneTable {
    fn offset_at(&self, second: i64) -> i64 {
        self.any_span_at(second).offset.into()
    }

    fn stays(&self, _: i64, from: i64, to: i64) -> bool {
        to < self.any_span_at(from).end
    }

    fn transition<D: Direction>(&self, range: Range<i64>) -> Option<Transition> {
        if range.is_empty() {
            return None;
        }
        let at = if D::IS_FORWARD {
            self.any_span_at(range.start - 1).end
        } else {
            self.any_span_at(range.end - 1).start
        };
        range.contains(&at).then(|| Transition {
            at,
            before: self.offset_at(at - 1),
            after: self.offset_at(at),
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
