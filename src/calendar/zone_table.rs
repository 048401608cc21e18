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
use super::recurring::{Recurring, kinds};
use super::seconds::{DAY, instant_at, within_reach};
use super::zone::{
    CYCLE, FIRST_RULES, LONG_AGO, LONGEST_CHANGE, Offsets, Probed, RULES_REPEAT, Seen, Transition,
};

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
    /// Its changes, one of each kind, those that come for longest first.
    recurring: Box<[Recurring]>,
    /// The longest stretch of civil time that the zone ever skips, in seconds.
    longest_gap: i64,
    /// The longest that it ever repeats.
    longest_fold: i64,
}

/// A maximal stretch of time with one offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    /// Its first second.
    start: i64,
    /// The first second after it.
    end: i64,
    /// The last second before it: the date, and the second of the day.
    eve: (NaiveDate, u32),
    /// The dates that keep a day or more from the clock change it begins with, and those that keep [`LONG_AGO`].
    since: [NaiveDate; 2],
    /// The first date that does not keep a day from the change it ends with.
    until: NaiveDate,
    /// Seconds ahead of UTC.
    offset: i32,
    /// The place of the offset among the distinct offsets of the zone.
    class: u32,
    /// The place of the change that it begins with among the kinds of changes; beyond all of them for none.
    kind: u32,
}

/// How much of a span's beginning an answer keeps clear of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(crate) enum Clear {
    /// A day: what a change of the clock itself can touch.
    Day,
    /// [`LONG_AGO`]: what a denied stretch can carry on from before the change.
    Long,
}

impl Clear {
    /// How many seconds it amounts to at least.
    pub(crate) const fn seconds(self) -> i64 {
        match self {
            Self::Day => DAY,
            Self::Long => LONG_AGO,
        }
    }
}

impl Span {
    fn new(start: i64, end: i64, offset: i64, class: u32) -> Self {
        Self {
            start,
            end,
            eve: date_and_second_of(start.saturating_sub(1)),
            since: [day_after(start.saturating_add(DAY)), day_after(start.saturating_add(LONG_AGO))],
            until: date_of(end.saturating_sub(DAY)),
            offset: offset as i32,
            class,
            kind: u32::MAX,
        }
    }

    /// The place of the offset among the distinct offsets of the zone.
    #[inline]
    pub(crate) const fn class(&self) -> usize {
        self.class as usize
    }

    /// The place of the change that it begins with among all [recurring](Offsets::recurring_after) ones; beyond all of
    /// them for none.
    #[inline]
    pub(crate) const fn kind(&self) -> usize {
        self.kind as usize
    }

    /// The last second before it: the date on UTC, and the second of the day.
    pub(crate) const fn eve(&self) -> (NaiveDate, u32) {
        self.eve
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

    /// The first date that does not keep a day from the change at the end.
    pub(crate) const fn clear_until(&self) -> NaiveDate {
        self.until
    }

    /// Whether these dates and the days before and after have this offset, and more of the time before where asked.
    /// Dates compare as the numbers they are: there is no need of seconds since 1970.
    #[inline]
    pub(crate) fn keeps_clear(&self, clear: Clear, first: NaiveDate, last: NaiveDate) -> bool {
        self.since[clear as usize] <= first && last < self.until
    }
}

/// The date of a second, or of the nearer end of chrono's range.
fn date_of(second: i64) -> NaiveDate {
    date_and_second_of(second).0
}

/// The date and the second of the day of a second, or of the nearer end of chrono's range.
fn date_and_second_of(second: i64) -> (NaiveDate, u32) {
    let utc = instant_at(within_reach(second)).unwrap_or(DateTime::<Utc>::MIN_UTC).naive_utc();
    (utc.date(), utc.time().num_seconds_from_midnight())
}

/// The first date of which every second comes after `second`.
pub(crate) fn day_after(second: i64) -> NaiveDate {
    date_of(second).succ_opt().unwrap_or(NaiveDate::MAX)
}

/// The place of a date in the table of buckets; beyond all of them for one before the first rules.
///
/// Year and day of the year are fields that chrono's dates have, where the days since 1970 are not. A bucket holds 32
/// days: 16 of them, of which 12 are used, make a year.
#[inline]
fn bucket_of(date: NaiveDate) -> usize {
    (((date.year() - FIRST_YEAR) << 4) + (date.ordinal() / 32) as i32) as usize
}

/// The first date of a bucket, or the last of its year where the year has no such days.
fn first_date_of(bucket: usize) -> Option<NaiveDate> {
    let (year, ordinal) = (FIRST_YEAR + (bucket / 16) as i32, (bucket % 16 * 32) as u32);
    NaiveDate::from_yo_opt(year, ordinal.max(1)).or_else(|| NaiveDate::from_ymd_opt(year, 12, 31))
}

/// The first year that has buckets.
const FIRST_YEAR: i32 = 1800;

impl ZoneTable {
    /// Writes down a zone.
    pub fn new<Z: TimeZone>(zone: &Z) -> Self {
        let probed = Probed(zone);
        let mut transitions = Vec::new();
        let mut from = FIRST_RULES;
        while let Some(transition) = probed.transition::<Forward>(from..REPEATED) {
            from = transition.at + 1;
            transitions.push(transition);
        }
        // One change beyond the first turn of the calendar, so that the last span of the turn has its end.
        if let Some(first) = transitions.iter().find(|transition| transition.at >= RULES_REPEAT) {
            transitions.push(Transition { at: first.at + CYCLE, ..*first });
        }
        let first_offset = probed.offset_at(FIRST_RULES);
        let offsets = by_use(first_offset, &transitions);
        let class = |offset: i64| place_of(offset, &offsets) as u32;

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
        let recurring = kinds(&transitions, repeats);
        for (span, transition) in spans.iter_mut().skip(1).zip(&transitions) {
            span.kind = recurring.iter().take_while(|kind| !kind.is_like(transition)).count() as u32;
        }

        // To the end of our century at least, or of the turn of the calendar that is written down.
        let end =
            if repeats { REPEATED } else { transitions.last().map_or(0, |last| last.at).max(CENTURY.end) };
        let last_bucket = bucket_of(date_of(end - 1));
        let mut index = 0;
        let buckets = (0..=last_bucket).map(|bucket| {
            while index + 1 < spans.len()
                && first_date_of(bucket).is_some_and(|first| spans[index].until <= first)
            {
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
            recurring,
            spans: spans.into_boxed_slice(),
            buckets: buckets.into(),
            offsets: offsets.into(),
        }
    }

    /// The distinct offsets of the zone in seconds ahead of UTC, the one longest in force in our century first.
    pub fn offsets(&self) -> &[i32] {
        &self.offsets
    }

    /// The place of an offset of the zone among them.
    pub(crate) fn class_of(&self, offset: i64) -> usize {
        place_of(offset, &self.offsets)
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

    /// The span around a date that lies a day or more from the changes of the clock, for the dates that have a bucket:
    /// from the first rules to the last change, or to the end of the first turn of the calendar. Around another date it
    /// may be any span; [`Span::keeps_clear`] tells.
    #[inline]
    pub(crate) fn span_on(&self, date: NaiveDate) -> Option<&Span> {
        self.spans_on(date).first()
    }

    /// That span and the ones after it.
    #[inline]
    pub(crate) fn spans_on(&self, date: NaiveDate) -> &[Span] {
        let spans = self.buckets.get(bucket_of(date)).and_then(|&index| self.spans.get(usize::from(index)..));
        // Two changes in 32 days are rare enough to be left aside.
        match spans.unwrap_or(&[]) {
            [first, after @ ..] if first.until <= date => after,
            spans => spans,
        }
    }

    /// The span around a second of a date and the ones after it, for the dates that have a bucket.
    pub(crate) fn spans_from(&self, date: NaiveDate, second: i64) -> &[Span] {
        let Some(&index) = self.buckets.get(bucket_of(date)) else { return &[] };
        // The last day of a span belongs to the bucket of the next one.
        let spans = self.spans.get(usize::from(index).saturating_sub(1)..).unwrap_or(&[]);
        let ended = spans.iter().take_while(|span| span.end <= second).count();
        &spans[ended..]
    }

    /// The span around any second, by value: those of later turns of the calendar are not written down.
    fn span_at(&self, second: i64) -> Span {
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
        self.span_at(second).offset.into()
    }

    fn leaves(&self, offset: i64, from: i64, to: i64) -> Option<Seen> {
        let high = self.span_at(from).end;
        (high <= to).then(|| Seen { low: high - 1, high, before: offset, after: self.offset_at(high) })
    }

    fn is_known_to_change(&self, from: i64, to: i64) -> bool {
        self.span_at(from).end <= to
    }

    fn recurring_after(&self, from: i64) -> Option<&[Recurring]> {
        let count = self.recurring.partition_point(|recurring| recurring.last > from);
        self.recurring.get(..count)
    }

    fn transition<D: Direction>(&self, range: Range<i64>) -> Option<Transition> {
        if range.is_empty() {
            return None;
        }
        let at =
            if D::IS_FORWARD { self.span_at(range.start - 1).end } else { self.span_at(range.end - 1).start };
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

/// The place of an offset among the distinct ones of a zone.
fn place_of(offset: i64, offsets: &[i32]) -> usize {
    offsets.iter().take_while(|&&known| i64::from(known) != offset).count()
}

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

#[cfg(test)]
mod tests {
    use chrono_tz::Tz;

    use super::super::direction::Backward;
    use super::*;

    /// With changes of each size, in short succession, on a date line, and none at all.
    const ZONES: [Tz; 9] = [
        Tz::UTC,
        Tz::Africa__Casablanca,
        Tz::America__Sao_Paulo,
        Tz::Antarctica__Troll,
        Tz::Asia__Kathmandu,
        Tz::Australia__Lord_Howe,
        Tz::Europe__Dublin,
        Tz::Europe__Prague,
        Tz::Pacific__Apia,
    ];

    fn at(text: &str) -> i64 {
        text.parse::<DateTime<Utc>>().unwrap().timestamp()
    }

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// Every date up to the last one is known to keep clear of the changes around it, or not to.
    fn check_dates<Z: TimeZone>(zone: &Z, last: NaiveDate) {
        let (table, probed) = (ZoneTable::new(zone), Probed(zone));
        // The change before the last one, the last one and the next one.
        let mut changes = [i64::MIN, i64::MIN, FIRST_RULES];
        for date in date("1800-01-01").iter_days().take_while(|&date| date <= last) {
            let midnight = date.and_time(chrono::NaiveTime::MIN).and_utc().timestamp();
            while changes[2] <= midnight {
                let next = probed.transition::<Forward>(changes[2] + 1..REPEATED + CYCLE);
                let last = if changes[2] == FIRST_RULES { i64::MIN } else { changes[2] };
                changes = [changes[1], last, next.map_or(i64::MAX, |change| change.at)];
            }
            let [before, last, next] = changes;
            for clear in [Clear::Day, Clear::Long] {
                let keeps = midnight > last.saturating_add(clear.seconds())
                    && midnight < next.saturating_sub(2 * DAY - 1);
                let span = table.span_on(date).filter(|span| span.keeps_clear(clear, date, date));
                let is_left_aside = last.saturating_sub(before) <= 32 * DAY;
                // Either it is known, or left aside.
                let is_known = span.is_some() | (keeps & is_left_aside);
                assert_eq!(is_known, keeps, "{date} {clear:?}: {span:?}");
                let offsets = span.map(|span| {
                    [midnight, midnight + DAY - 1].map(|at| (span.offset(), probed.offset_at(at)))
                });
                assert!(
                    offsets.is_none_or(|offsets| offsets.iter().all(|(table, zone)| table == zone)),
                    "{date}"
                );
            }
            for second in [midnight, midnight + DAY - 1] {
                let span = table.spans_from(date, second)[0];
                assert!(span.holds(second, second), "{date}");
                assert_eq!(span.offset(), probed.offset_at(second), "{date}");
            }
        }
        for outside in [date("1799-12-31"), last.succ_opt().unwrap()] {
            assert_eq!((table.span_on(outside), table.spans_from(outside, 0)), (None, &[][..]), "{outside}");
        }
    }

    #[test]
    fn dates_that_keep_clear_of_changes_are_known_and_no_others() {
        for zone in ZONES {
            check_dates(&zone, date("2099-12-31"));
        }
    }

    #[test]
    #[cfg(feature = "jiff")]
    fn rules_for_ever_are_written_down_once() {
        use crate::tzdb::{JiffZone, ZoneDatabase};

        let prague = ZoneDatabase::bundled().zone("Europe/Prague").unwrap();
        let zone = JiffZone::new(&prague);
        check_dates(&zone, date("2499-12-31"));
        let (table, probed) = (ZoneTable::new(&zone), Probed(&zone));
        assert_eq!(table.offsets()[..2], [7_200, 3_600]);
        assert_eq!(table.last_offsets(), [0, 1]);
        assert_eq!(table.constant_since(), None);
        // Turn after turn of the calendar.
        for week in 0..80_000 {
            let second = at("2400-01-01T00:00:00Z") + week * 7 * DAY;
            assert_eq!(table.offset_at(second), probed.offset_at(second), "{second}");
            let range = second..second + 7 * DAY;
            assert_eq!(table.transition::<Forward>(range.clone()), probed.transition::<Forward>(range));
            let range = second - 300 * DAY..second;
            assert_eq!(table.transition::<Backward>(range.clone()), probed.transition::<Backward>(range));
        }
    }

    #[test]
    fn a_change_is_known_from_the_second_before_it_to_its_own() {
        for zone in ZONES {
            let (table, probed) = (ZoneTable::new(&zone), Probed(&zone));
            let mut from = FIRST_RULES;
            while let Some(change) = probed.transition::<Forward>(from..RULES_REPEAT) {
                let (Transition { at, before, after }, low) = (change, change.at - 1);
                for (from, to, is_known) in [
                    (at - DAY, low, false),
                    (at - DAY, at, true),
                    (low, at, true),
                    (low, at + DAY, true),
                    (at, at, false),
                    (at, at + DAY, false),
                ] {
                    assert_eq!(table.is_known_to_change(from, to), is_known, "{zone} {at}");
                    let offset = table.offset_at(from);
                    assert_eq!(table.stays(offset, from, to), !is_known, "{zone} {at}");
                    let seen = is_known.then_some(Seen { low, high: at, before, after });
                    assert_eq!(table.leaves(offset, from, to), seen, "{zone} {at}");
                }
                for (range, is_in) in [
                    (at - DAY..at + DAY, true),
                    (at..at + 1, true),
                    (at - DAY..at, false),
                    (at + 1..at + DAY, false),
                    (at + 1..at, false),
                ] {
                    let found = is_in.then_some(change);
                    assert_eq!(table.transition::<Forward>(range.clone()), found, "{zone} {at}");
                    assert_eq!(table.transition::<Backward>(range), found, "{zone} {at}");
                }
                from = at + 1;
            }
        }
    }

    #[test]
    fn kinds_of_changes_are_over_from_the_last_of_each_on() {
        for zone in ZONES {
            let table = ZoneTable::new(&zone);
            let kinds = |from| table.recurring_after(from).unwrap();
            assert_eq!(kinds(i64::MIN), &*table.recurring, "{zone}");
            for kind in &table.recurring {
                let (before, after) = (kinds(kind.last - 1), kinds(kind.last));
                assert_eq!(
                    [before, after].map(|kinds| kinds.contains(kind)),
                    [true, false],
                    "{zone} {kind:?}"
                );
                assert!(after.iter().all(|other| other.last > kind.last), "{zone} {kind:?}");
            }
        }
    }

    #[test]
    fn spans_know_what_they_begin_with() {
        for zone in ZONES {
            let table = ZoneTable::new(&zone);
            let first = table.spans[0];
            assert_eq!((first.kind(), first.start), (u32::MAX as usize, i64::MIN), "{zone}");
            for [before, span] in table.spans.array_windows() {
                let kind = table.recurring[span.kind()];
                let change = Transition { at: span.start, before: before.offset(), after: span.offset() };
                assert!(kind.is_like(&change), "{zone} {span:?}");
                let (date, second) = span.eve();
                let midnight = date.and_time(chrono::NaiveTime::MIN).and_utc().timestamp();
                assert_eq!(midnight + i64::from(second), span.start - 1, "{zone}");
                assert_eq!(table.offsets()[table.class_of(span.offset())], span.offset, "{zone}");
            }
        }
    }

    #[test]
    fn changes_are_counted() {
        assert_eq!(ZoneTable::new(&Tz::UTC).changes(), 0);
        assert_eq!(ZoneTable::new(&Tz::Asia__Kathmandu).changes(), 2);
    }

    #[test]
    fn a_span_holds_what_lies_in_it_and_keeps_clear_of_its_ends() {
        let span = Span::new(100, 200, 0, 0);
        assert!([(100, 199), (150, 150)].iter().all(|&(first, last)| span.holds(first, last)));
        let outside = [(99, 150), (100, 200), (99, 200), (0, 50), (250, 300)];
        assert!(!outside.iter().any(|&(first, last)| span.holds(first, last)));

        let (start, end) = (at("2025-01-10T12:00:00Z"), at("2025-03-10T12:00:00Z"));
        let (span, dates) =
            (Span::new(start, end, 0, 0), ["2025-01-12", "2025-01-20", "2025-03-08", "2025-03-09"].map(date));
        let [day, long, last, until] = dates;
        for (clear, since) in [(Clear::Day, day), (Clear::Long, long)] {
            let before = since.pred_opt().unwrap();
            let ranges = [(since, last), (last, last), (before, last), (since, until), (until, until)];
            let clear = ranges.map(|(first, last)| span.keeps_clear(clear, first, last));
            assert_eq!(clear, [true, true, false, false, false]);
        }
        assert_eq!(span.clear_until(), until);
    }

    /// A table with these spans and nothing else.
    fn made_of(spans: &[(i64, i64, u32)]) -> ZoneTable {
        let spans =
            spans.iter().map(|&(start, end, class)| Span::new(start, end, i64::from(class) * 60, class));
        ZoneTable { spans: spans.collect(), ..ZoneTable::new(&Utc) }
    }

    #[test]
    fn the_offsets_that_a_zone_ends_with() {
        for (zone, last) in [(Tz::UTC, 0), (Tz::Asia__Kathmandu, 0), (Tz::Europe__Prague, 1)] {
            assert_eq!(ZoneTable::new(&zone).last_offsets(), [last], "{zone}");
        }
        // One in force up to the second at which the rules begin to repeat is none of those that repeat.
        let repeating =
            [(i64::MIN, RULES_REPEAT, 2), (RULES_REPEAT, REPEATED - 1, 1), (REPEATED - 1, REPEATED + 9, 0)];
        assert_eq!(made_of(&repeating).last_offsets(), [0, 1]);
    }

    #[test]
    fn since_when_a_zone_keeps_one_offset() {
        for (zone, since) in [
            (Tz::UTC, Some((i64::MIN, 0))),
            (Tz::Asia__Kathmandu, Some((at("1985-12-31T18:30:00Z"), 20_700))),
            (Tz::Europe__Moscow, None),
            (Tz::Europe__Prague, None),
        ] {
            assert_eq!(ZoneTable::new(&zone).constant_since(), since, "{zone}");
        }
        let since = |start: i64| made_of(&[(i64::MIN, start, 1), (start, i64::MAX, 2)]).constant_since();
        assert_eq!(since(CENTURY.start - 1), Some((CENTURY.start - 1, 120)));
        assert_eq!(since(CENTURY.start), None);
    }

    #[test]
    fn since_when_all_slots_are_those_of_utc() {
        for (zone, minutes, last_change) in [
            // 5:30 ahead until then, and before that 5:41:16.
            (Tz::Asia__Kathmandu, 30, "1985-12-31T18:30:00Z"),
            (Tz::Asia__Kathmandu, 15, "1919-12-31T18:18:44Z"),
            // Whole hours, changed at 00:01 until then.
            (Tz::America__St_Johns, 30, "2011-03-13T03:31:00Z"),
            // 8:45 and 9:45 ahead, changed at a quarter past an hour of UTC.
            (Tz::Australia__Eucla, 20, "1895-11-30T15:24:32Z"),
        ] {
            let since = ZoneTable::new(&zone).aligned_since(minutes * 60);
            assert_eq!(instant_at(since - LONGEST_CHANGE), instant_at(at(last_change)), "{zone} {minutes}");
        }
        assert_eq!(ZoneTable::new(&Tz::UTC).aligned_since(300), i64::MIN);
    }
}
