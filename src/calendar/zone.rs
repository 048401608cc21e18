//! What a zone's clock shows: the only file that asks a zone.
//!
//! It asks in one direction alone, from an instant to the offset in force, which every zone answers without doubt.
//! Gaps and folds follow from where the offset changes. So "which civil times exist" and "what does the clock show"
//! can never disagree.
//!
//! What is required of a zone, all of it true of every zone of the IANA database:
//! - two changes of its offset lie at least three days apart (the closest pair: Africa/Freetown 1939, 3 d 23 h 40 min),
//!   from 1970 on six days (America/Recife 2000 and Asia/Gaza 2040, 6 d 23 h), and from 2100 on twenty days;
//! - no change is larger than 24 hours (the largest: Asia/Manila 1844, Pacific/Apia 2011);
//! - it changes nothing before 1800, and from 2100 on its rules repeat with the 400 years of the Gregorian calendar: in
//!   every year, or it has none.

use core::ops::Range;

use chrono::{DateTime, NaiveDateTime, Offset, TimeZone, Utc};

use super::direction::Direction;
use super::recurring::Recurring;
use super::seconds::{DAY, FIRST_SECOND, LAST_SECOND, WEEK, days_after, instant_at};

/// The largest change of offset that a zone makes at once, in seconds.
pub(crate) const LONGEST_CHANGE: i64 = DAY;

/// Changes lie further apart than this, so a probe in every such stretch misses none: before 1970, from then on, and
/// where the rules repeat.
const PROBES: [i64; 3] = [3 * DAY, 6 * DAY, 20 * DAY];

/// How far the next probe may lie from a second on, towards later times.
const fn probe_after(second: i64) -> i64 {
    if second < 0 {
        PROBES[0]
    } else if second < RULES_REPEAT {
        PROBES[1]
    } else {
        PROBES[2]
    }
}

/// How far the next probe may lie from a second on, towards earlier times.
const fn probe_before(second: i64) -> i64 {
    if second - PROBES[2] >= RULES_REPEAT {
        PROBES[2]
    } else if second - PROBES[1] >= 0 {
        PROBES[1]
    } else {
        PROBES[0]
    }
}

/// 1800-01-01T00:00:00Z; the first change of any zone comes later (Amsterdam, 1835).
pub(super) const FIRST_RULES: i64 = -5_364_662_400;

/// 2100-01-01T00:00:00Z; tables of irregular changes end earlier (Casablanca, 2087; compiled tables, 2099).
pub(crate) const RULES_REPEAT: i64 = 4_102_444_800;

/// More than the time from a rule's change in one year to that in the next.
const LONG_YEAR: i64 = 400 * DAY;

/// The Gregorian calendar repeats after 400 years: 146,097 days, which are 20,871 whole weeks.
pub(crate) const CYCLE: i64 = 146_097 * DAY;

/// A stretch this long with one offset shows all that this offset can bring. Slots and windows repeat each week;
/// the first week after a change can differ, because a denied stretch may reach back over it, and a slot moved or
/// repeated by a change lies within a day of it.
pub(crate) const REACH: i64 = 3 * WEEK;

/// So long after a change nothing of the time before it matters: a denied stretch is a week long at most, a change of
/// the clock a day, and dates add another.
pub(super) const LONG_AGO: i64 = 9 * DAY;

/// A change of a zone's offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Transition {
    /// The first second with the new offset.
    pub(crate) at: i64,
    /// The offset in force until then, in seconds ahead of UTC.
    pub(crate) before: i64,
    /// The offset in force from then on.
    pub(crate) after: i64,
}

impl Transition {
    /// The civil seconds that the zone skips: none when the clock goes back.
    pub(crate) fn gap(&self) -> Range<i64> {
        self.at + self.before..self.at + self.after
    }

    /// How many seconds the zone repeats: 0 or less when the clock goes forward.
    pub(crate) fn fold_length(&self) -> i64 {
        self.before - self.after
    }
}

/// A change of a zone's offset that lies somewhere between two seconds, alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Seen {
    /// A second with the old offset.
    pub(crate) low: i64,
    /// A second with the new one.
    pub(crate) high: i64,
    /// The old offset, in seconds ahead of UTC.
    pub(crate) before: i64,
    /// The new one.
    pub(crate) after: i64,
}

/// The offsets of one zone over all time.
pub(crate) trait Offsets {
    /// Seconds ahead of UTC in force at an instant.
    fn offset_at(&self, second: i64) -> i64;

    /// The first change after `from`, where `offset` is in force, and up to and including `to`; not found exactly where
    /// that takes longer.
    fn leaves(&self, offset: i64, from: i64, to: i64) -> Option<Seen>;

    /// Whether `offset`, which is in force at `from`, stays in force up to and including `to`.
    fn stays(&self, offset: i64, from: i64, to: i64) -> bool {
        self.leaves(offset, from, to).is_none()
    }

    /// Whether it is known without a look at the zone that the offset changes after `from` and up to `to`.
    fn is_known_to_change(&self, _from: i64, _to: i64) -> bool {
        false
    }

    /// The half of a stretch in which its change lies.
    fn halve(&self, seen: Seen) -> Seen {
        let middle = seen.low + (seen.high - seen.low) / 2;
        if self.offset_at(middle) == seen.before {
            Seen { low: middle, ..seen }
        } else {
            Seen { high: middle, ..seen }
        }
    }

    /// The changes after `from`, one of each kind, those that come for longest first; `None` where they are not known
    /// without a look at the zone.
    fn recurring_after(&self, _from: i64) -> Option<&[Recurring]> {
        None
    }

    /// The transition inside `range` that a search in direction `D` meets first.
    fn transition<D: Direction>(&self, range: Range<i64>) -> Option<Transition>;
}

/// Any [`TimeZone`], asked anew at every question.
pub(crate) struct Probed<'z, Z>(pub(crate) &'z Z);

impl<Z: TimeZone> Offsets for Probed<'_, Z> {
    fn offset_at(&self, second: i64) -> i64 {
        let utc = DateTime::from_timestamp(second, 0).unwrap_or(if second < 0 {
            DateTime::<Utc>::MIN_UTC
        } else {
            DateTime::<Utc>::MAX_UTC
        });
        self.0.offset_from_utc_datetime(&utc.naive_utc()).fix().local_minus_utc().into()
    }

    fn leaves(&self, offset: i64, from: i64, to: i64) -> Option<Seen> {
        let mut low = from.max(FIRST_RULES - 1);
        // A zone with rules changes something before it comes here.
        let quiet = low.max(RULES_REPEAT) + LONG_YEAR;
        // On a long way the looks go from date to date.
        let mut date = None;
        while low < to.min(quiet) {
            let stretch = probe_after(low);
            let high = to.min(low + stretch);
            date = if high < to {
                let date = date.or_else(|| instant_at(low).map(|low| low.naive_utc()));
                date.and_then(|low| {
                    Some(days_after(low.date(), (stretch / DAY) as u32)?.and_time(low.time()))
                })
            } else {
                None
            };
            let after = date.map_or_else(|| self.offset_at(high), |date| self.offset_of(&date).into());
            if after != offset {
                return Some(Seen { low, high, before: offset, after });
            }
            low = high;
        }
        None
    }

    fn transition<D: Direction>(&self, range: Range<i64>) -> Option<Transition> {
        // A change at T shows between T - 1 and T.
        let (first, last) = (range.start.max(FIRST_RULES) - 1, range.end - 1);
        if last <= first {
            return None;
        }
        let (mut here, end) = if D::IS_FORWARD { (first, last) } else { (last, first) };
        let offset = self.offset_at(here);
        // A zone with rules changes something before it comes here.
        let quiet = if D::IS_FORWARD { here.max(RULES_REPEAT) + LONG_YEAR } else { here - LONG_YEAR };
        while here != end {
            let there = if D::IS_FORWARD {
                end.min(here + probe_after(here))
            } else {
                end.max(here - probe_before(here))
            };
            if self.offset_at(there) != offset {
                return Some(self.bisect(here.min(there), here.max(there)));
            }
            here = there;
            if here > RULES_REPEAT && D::meets_first(quiet, here) {
                if D::IS_FORWARD {
                    return None;
                }
                here = RULES_REPEAT.max(end);
            }
        }
        None
    }
}

impl<Z: TimeZone> Probed<'_, Z> {
    /// Seconds ahead of UTC in force at an instant of chrono's.
    #[inline]
    pub(crate) fn offset_of(&self, utc: &NaiveDateTime) -> i32 {
        self.0.offset_from_utc_datetime(utc).fix().local_minus_utc()
    }

    /// Whether the offset changes no more often than from the first of these to the last, where they are the same not at
    /// all: the first is in force at `from` and the last `elapsed` seconds later, which is at most twice the stretch that
    /// a look can answer for. From 1970 on.
    #[inline]
    pub(crate) fn has_offsets_between(&self, offsets: [i32; 2], from: NaiveDateTime, elapsed: i32) -> bool {
        const STRETCH: i64 = PROBES[1];
        let half_way =
            || days_after(from.date(), (STRETCH / DAY) as u32).map(|date| date.and_time(from.time()));
        i64::from(elapsed) <= STRETCH
            || half_way().is_some_and(|half_way| offsets.contains(&self.offset_of(&half_way)))
    }
}

impl<Z: TimeZone> Probed<'_, Z> {
    /// The one transition in `(low, high]`.
    fn bisect(&self, low: i64, high: i64) -> Transition {
        let mut seen = Seen { low, high, before: self.offset_at(low), after: self.offset_at(high) };
        while seen.high - seen.low > 1 {
            seen = self.halve(seen);
        }
        Transition { at: seen.high, before: seen.before, after: seen.after }
    }
}

/// Searches `range` in direction `D` for something that repeats each week while the offset stays the same.
///
/// `search` is given stretches of at most [`REACH`], nearest first, and says what it found there. A stretch without a
/// change of offset in which nothing was found proves that nothing comes before the next change, so the search goes
/// straight there: the number of steps depends on how many changes the zone has, not on the distance in years. What an
/// offset does not bring once it never brings, so from then on only the days after a change to it are looked at. A zone
/// whose rules repeat is searched for one turn of the calendar.
pub(crate) fn search_reach<D: Direction, O: Offsets, T>(
    offsets: &O,
    range: Range<i64>,
    mut search: impl FnMut(Range<i64>) -> Option<T>,
) -> Option<T> {
    let mut barren = Barren::default();
    for era in eras::<D>(range) {
        let mut rest = era;
        while !rest.is_empty() {
            let reach = barren.reach_at::<D, O>(offsets, &rest);
            let edge = if D::IS_FORWARD {
                rest.end.min(rest.start + reach)
            } else {
                rest.start.max(rest.end - reach)
            };
            let stretch = if D::IS_FORWARD { rest.start..edge } else { edge..rest.end };
            if let Some(found) = search(stretch.clone()) {
                return Some(found);
            }
            rest = D::beyond(&rest, edge);
            // A change at the very start of a stretch is none inside it. Backward it is one on the way, nevertheless.
            let inside = if D::IS_FORWARD { stretch.start + 1..stretch.end } else { stretch.clone() };
            if rest.is_empty() || offsets.transition::<D>(inside).is_some() {
                continue;
            }
            barren.insert(offsets.offset_at(D::first_of(&stretch)));
            let Some(change) = offsets.transition::<D>(rest.clone()) else { break };
            rest = if D::IS_FORWARD {
                change.at..rest.end
            } else {
                // What a change brings lies after it, so it is met before the change itself.
                rest.start..rest.end.min(change.at + barren.reach_under(change.after))
            };
        }
    }
    None
}

/// Offsets that were in force for [`REACH`] without bringing anything: they never will, but for what the changes to them
/// bring. A zone has seldom more than two or three at a time.
#[derive(Default)]
struct Barren {
    offsets: [Option<i64>; 4],
    /// Which of them gives way to the next.
    oldest: usize,
}

impl Barren {
    /// How far to look where a search stands: asks for no offset before one is known to bring nothing.
    fn reach_at<D: Direction, O: Offsets>(&self, offsets: &O, rest: &Range<i64>) -> i64 {
        if self.offsets[0].is_none() { REACH } else { self.reach_under(offsets.offset_at(D::first_of(rest))) }
    }

    /// How far to look after a change to an offset, or to whatever comes before it.
    fn reach_under(&self, offset: i64) -> i64 {
        if self.offsets.contains(&Some(offset)) { LONG_AGO } else { REACH }
    }

    fn insert(&mut self, offset: i64) {
        if !self.offsets.contains(&Some(offset)) {
            self.offsets[self.oldest] = Some(offset);
            self.oldest = (self.oldest + 1) % self.offsets.len();
        }
    }
}

/// The parts of `range` that must be searched, in order, to know that there is nothing in the whole of it.
fn eras<D: Direction>(range: Range<i64>) -> [Range<i64>; 2] {
    if D::IS_FORWARD {
        let end = range.start.max(RULES_REPEAT).saturating_add(CYCLE);
        return [range.start..range.end.min(end), 0..0];
    }
    let constant_before = range.end.min(FIRST_RULES) - REACH;
    let start = range.start.max(constant_before);
    let one_turn = RULES_REPEAT + CYCLE;
    if range.end <= one_turn {
        [start..range.end, 0..0]
    } else {
        [start.max(range.end - CYCLE)..range.end, start..one_turn]
    }
}

/// The parts of `range` that must be searched, in order, for something that repeats with the calendar alone: one turn of
/// it for each time in which the zone's rules repeat.
pub(crate) fn turns_of_calendar<D: Direction>(range: Range<i64>) -> [Range<i64>; 3] {
    let part = |from: i64, to: i64| range.start.max(from)..range.end.min(to);
    if D::IS_FORWARD {
        let constant = FIRST_RULES.min(range.start.saturating_add(CYCLE));
        [
            part(range.start, constant),
            part(FIRST_RULES, RULES_REPEAT),
            part(RULES_REPEAT, range.start.max(RULES_REPEAT) + CYCLE),
        ]
    } else {
        let repeated = RULES_REPEAT.max(range.end.saturating_sub(CYCLE));
        [
            part(repeated, range.end),
            part(FIRST_RULES, RULES_REPEAT + CYCLE),
            part(range.end.min(FIRST_RULES) - CYCLE, FIRST_RULES),
        ]
    }
}

/// As [`end_of_time`] for something that repeats with the calendar alone.
pub(crate) fn end_of_calendar<D: Direction>() -> Range<i64> {
    if D::IS_FORWARD { end_of_time::<D>() } else { FIRST_SECOND..FIRST_SECOND + CYCLE }
}

/// What lies at the end of time in direction `D` and shows all that a zone can still bring: where it holds something
/// and a search inside it found nothing, it was time that ran out.
pub(crate) fn end_of_time<D: Direction>() -> Range<i64> {
    if D::IS_FORWARD { LAST_SECOND + 1 - CYCLE..LAST_SECOND + 1 } else { FIRST_SECOND..FIRST_SECOND + REACH }
}
