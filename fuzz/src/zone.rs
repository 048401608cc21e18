//! Zones: named ones, fixed offsets, and made-up ones that use all the freedom the engine grants a zone.
//!
//! All of them are written down as their changes, so that asking one costs next to nothing: what is searched for bugs
//! is the engine, not chrono-tz.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;
use std::fmt;
use std::rc::Rc;
use std::sync::Arc;

use arbitrary::{Arbitrary, Result, Unstructured};
use backup_window::ZoneTable;
use chrono::offset::LocalResult;
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, Offset, TimeZone};
use chrono_tz::{TZ_VARIANTS, Tz};

const DAY: i64 = 86_400;

/// What the engine asks of a zone: changes in 1800 to 2100, at least three days apart before 1970 and six from then on,
/// each of at most a day.
const FIRST: i64 = -5_364_662_400;
const LAST: i64 = 4_102_444_799;
const APART: i64 = 3 * DAY;

/// Zones chosen for the shape of their transitions.
const SHAPES: [Tz; 20] = [
    Tz::America__Los_Angeles,
    Tz::America__New_York,
    Tz::America__Santiago,    // at midnight
    Tz::America__Sao_Paulo,   // at midnight, until 2019
    Tz::America__St_Johns,    // -03:30, once a change of two hours
    Tz::Africa__Cairo,        // at midnight, on and off
    Tz::Africa__Casablanca,   // four changes a year
    Tz::Africa__Freetown,     // two changes less than four days apart
    Tz::Africa__Monrovia,     // an offset with seconds until 1972
    Tz::Antarctica__Troll,    // two hours
    Tz::Asia__Gaza,           // at midnight, rules of their own
    Tz::Asia__Kathmandu,      // +05:45
    Tz::Asia__Kolkata,        // +05:30, no changes
    Tz::Asia__Manila,         // 24 hours in 1844
    Tz::Asia__Tehran,         // +03:30, at midnight
    Tz::Australia__Lord_Howe, // half an hour
    Tz::Europe__Amsterdam,    // +00:19:32 in old times
    Tz::Europe__Dublin,       // winter time is the exception
    Tz::Pacific__Apia,        // a day that never was
    Tz::UTC,
];

/// One of the zones that questions are asked in.
#[derive(Clone)]
pub struct Zone(Rc<Written>);

/// A zone written down.
struct Written {
    name: Option<Tz>,
    /// The offset until the first change.
    first: i32,
    /// The changes in order: instant and offset from then on.
    changes: Vec<(i64, i32)>,
    /// How many changes lie before the instant asked about last: the next one is seldom far from it.
    hint: Cell<usize>,
    table: OnceCell<Arc<ZoneTable>>,
}

impl Zone {
    fn new(name: Option<Tz>, first: i32, changes: Vec<(i64, i32)>) -> Self {
        Self(Rc::new(Written { name, first, changes, hint: Cell::new(0), table: OnceCell::new() }))
    }

    /// A zone of the IANA database, written down once in each thread.
    pub fn named(tz: Tz) -> Self {
        thread_local! {
            static NAMED: RefCell<HashMap<Tz, Zone>> = RefCell::default();
        }
        NAMED.with_borrow_mut(|named| named.entry(tz).or_insert_with(|| Self::write_down(tz)).clone())
    }

    fn write_down(tz: Tz) -> Self {
        let offset = |second| {
            let utc = DateTime::from_timestamp(second, 0).expect("far inside chrono's range");
            tz.offset_from_utc_datetime(&utc.naive_utc()).fix().local_minus_utc()
        };
        let first = offset(FIRST);
        let (mut at, mut last, mut changes) = (FIRST, first, Vec::new());
        while at < LAST {
            let probed = at + APART;
            if offset(probed) != last {
                // The offset is still `last` at `at` and no longer at `high`.
                let mut high = probed;
                while high - at > 1 {
                    let middle = at + (high - at) / 2;
                    if offset(middle) == last { at = middle } else { high = middle }
                }
                last = offset(high);
                changes.push((high, last));
                at = high;
            } else {
                at = probed;
            }
        }
        Self::new(Some(tz), first, changes)
    }

    /// The table of the zone, built when it is first asked for.
    pub fn table(&self) -> &Arc<ZoneTable> {
        self.0.table.get_or_init(|| Arc::new(ZoneTable::new(self)))
    }

    /// How many times its offset changes.
    pub fn changes(&self) -> usize {
        self.0.changes.len()
    }

    /// Seconds ahead of UTC at an instant.
    pub fn offset_at(&self, utc: &NaiveDateTime) -> FixedOffset {
        self.seconds_east_at(utc.and_utc().timestamp())
    }

    /// Seconds ahead of UTC at a second since 1970.
    pub fn seconds_east_at(&self, second: i64) -> FixedOffset {
        let Written { first, changes, hint, .. } = &*self.0;
        let mut passed = hint.get();
        let begins = |place: usize| place == 0 || changes[place - 1].0 <= second;
        let ends = |place: usize| changes.get(place).is_none_or(|(at, _)| second < *at);
        if !(begins(passed) && ends(passed)) {
            passed = changes.partition_point(|(at, _)| *at <= second);
            hint.set(passed);
        }
        seconds_east(if passed == 0 { *first } else { changes[passed - 1].1 })
    }

    /// The first change of the offset after a second.
    pub fn next_change(&self, second: i64) -> Option<i64> {
        let changes = &self.0.changes;
        changes.get(changes.partition_point(|(at, _)| *at <= second)).map(|(at, _)| *at)
    }

    /// The smallest and the largest offset in force at some second of a range.
    pub fn offsets_within(&self, from: i64, to: i64) -> (FixedOffset, FixedOffset) {
        let first = self.seconds_east_at(from).local_minus_utc();
        let (mut smallest, mut largest) = (first, first);
        let changes = &self.0.changes;
        for (_, offset) in
            changes[changes.partition_point(|(at, _)| *at <= from)..].iter().take_while(|(at, _)| *at < to)
        {
            (smallest, largest) = (smallest.min(*offset), largest.max(*offset));
        }
        (seconds_east(smallest), seconds_east(largest))
    }

    fn fixed(offset: i32) -> Self {
        Self::new(None, offset, Vec::new())
    }

    fn made_up(u: &mut Unstructured<'_>) -> Result<Self> {
        let first = u.int_in_range(-86_399..=86_399)?;
        let (mut at, mut offset) = (u.int_in_range(FIRST..=LAST)?, first);
        let mut changes = Vec::new();
        for _ in 0..u.int_in_range(1..=6)? {
            let by = match u.int_in_range(0..=4)? {
                // there and back
                0 => first - offset,
                1 => u.int_in_range(-24..=24)? * 3_600,
                2 => u.int_in_range(-96..=96)? * 900,
                _ => u.int_in_range(-86_400..=86_400)?,
            };
            let before = offset;
            offset = (offset + by.clamp(-86_400, 86_400)).clamp(-86_399, 86_399);
            if at > LAST {
                break;
            }
            if offset != before {
                changes.push((at, offset));
            }
            let apart = if at < 0 { APART } else { 2 * APART };
            at += apart + if u.arbitrary()? { 0 } else { u.int_in_range(0..=200 * DAY)? };
        }
        Ok(Self::new(None, first, changes))
    }
}

impl<'a> Arbitrary<'a> for Zone {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        Ok(match u.int_in_range(0..=7)? {
            0..=3 => Self::named(*u.choose(&SHAPES)?),
            4 => Self::named(*u.choose(&TZ_VARIANTS)?),
            5 => Self::fixed(u.int_in_range(-86_399..=86_399)?),
            _ => Self::made_up(u)?,
        })
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.name {
            Some(tz) => write!(f, "{tz:?}"),
            None => write!(f, "{} then {:?}", self.0.first, self.0.changes),
        }
    }
}

/// A zone that has a table. A table takes thousands of times as long to build as an answer, so they are kept, and
/// what is not named is one of a thousand.
#[derive(Debug, Clone)]
pub struct Tabled(pub Zone);

impl<'a> Arbitrary<'a> for Tabled {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        thread_local! {
            static MADE_UP: RefCell<HashMap<u64, Zone>> = RefCell::default();
        }
        Ok(Self(match u.int_in_range(0..=7)? {
            0..=3 => Zone::named(*u.choose(&SHAPES)?),
            4 => Zone::named(*u.choose(&TZ_VARIANTS)?),
            _ => {
                let seed = u.int_in_range(0..=999)?;
                MADE_UP
                    .with_borrow_mut(|zones| zones.entry(seed).or_insert_with(|| pseudo_random(seed)).clone())
            }
        }))
    }
}

/// Every eighth one has a fixed offset.
fn pseudo_random(seed: u64) -> Zone {
    let bytes = crate::noise::bytes::<256>(seed);
    let mut u = Unstructured::new(&bytes);
    let is_fixed = seed.is_multiple_of(8);
    let zone =
        if is_fixed { u.int_in_range(-86_399..=86_399).map(Zone::fixed) } else { Zone::made_up(&mut u) };
    zone.expect("a zone takes less than that")
}

impl TimeZone for Zone {
    type Offset = FixedOffset;

    fn from_offset(offset: &FixedOffset) -> Self {
        Self::fixed(offset.local_minus_utc())
    }

    fn offset_from_local_date(&self, local: &NaiveDate) -> LocalResult<FixedOffset> {
        self.offset_from_local_datetime(&local.and_time(chrono::NaiveTime::MIN))
    }

    fn offset_from_local_datetime(&self, local: &NaiveDateTime) -> LocalResult<FixedOffset> {
        let Written { first, changes, .. } = &*self.0;
        let civil = local.and_utc().timestamp();
        // An offset is less than a day, so the instant lies within a day of the civil time read as one in UTC: only
        // offsets in force there can lead to it. That is so where the offset taken off leads to when it is in force.
        let from = changes.partition_point(|(at, _)| *at <= civil - DAY);
        let in_force = |place: usize| if place == 0 { *first } else { changes[place - 1].1 };
        let mut found = LocalResult::None;
        for place in from..=changes.len() {
            let begins = if place == 0 { i64::MIN } else { changes[place - 1].0 };
            if begins > civil + DAY {
                break;
            }
            let offset = in_force(place);
            let instant = civil - i64::from(offset);
            if begins <= instant && changes.get(place).is_none_or(|(at, _)| instant < *at) {
                let offset = seconds_east(offset);
                found = match found {
                    LocalResult::None => LocalResult::Single(offset),
                    LocalResult::Single(earlier) | LocalResult::Ambiguous(earlier, _) => {
                        LocalResult::Ambiguous(earlier, offset)
                    }
                };
            }
        }
        found
    }

    fn offset_from_utc_date(&self, utc: &NaiveDate) -> FixedOffset {
        self.offset_at(&utc.and_time(chrono::NaiveTime::MIN))
    }

    fn offset_from_utc_datetime(&self, utc: &NaiveDateTime) -> FixedOffset {
        self.offset_at(utc)
    }
}

fn seconds_east(seconds: i32) -> FixedOffset {
    FixedOffset::east_opt(seconds).expect("less than a day")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_down_a_zone_is_that_of_its_database() {
        for tz in SHAPES {
            let zone = Zone::named(tz);
            let day_around = |at: &i64| [-86_400, -7_200, -1, 0, 1, 1_800, 86_400].map(|aside| at + aside);
            for second in zone.0.changes.iter().map(|(at, _)| at).flat_map(day_around) {
                let utc = DateTime::from_timestamp(second, 0).expect("in range").naive_utc();
                assert_eq!(zone.offset_at(&utc), tz.offset_from_utc_datetime(&utc).fix(), "{tz} at {utc}");
                let of_database = tz.offset_from_local_datetime(&utc).map(|offset| offset.fix());
                assert_eq!(zone.offset_from_local_datetime(&utc), of_database, "{tz} at {utc} on the wall");
            }
        }
    }
}
