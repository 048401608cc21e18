//! Zones: the awkward ones by name, all others, where their clocks change, and zones that nobody would make up.

use std::ops::Range;
use std::sync::OnceLock;

use chrono::{
    DateTime, Datelike, FixedOffset, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone,
    Utc,
};
use chrono_tz::{TZ_VARIANTS, Tz};

/// Zones chosen for the shape of a change.
pub(crate) const AWKWARD: [Tz; 20] = [
    Tz::Australia__Lord_Howe, // half an hour
    Tz::Pacific__Apia,        // a Friday that never was
    Tz::Antarctica__Troll,    // two hours
    Tz::America__Sao_Paulo,   // at midnight
    Tz::America__Santiago,    // at midnight of Saturday to Sunday
    Tz::America__Havana,      // back to midnight
    Tz::Asia__Gaza,           // at midnight of Friday, dates by decree
    Tz::Africa__Casablanca,   // four a year, around Ramadan
    Tz::Europe__Dublin,       // winter is the exception
    Tz::Asia__Kathmandu,      // a quarter of an hour
    Tz::Pacific__Kwajalein,   // a Saturday that never was
    Tz::Asia__Manila,         // a Tuesday that never was, with an offset of seconds
    Tz::America__Juneau,      // a day twice, when Alaska was sold
    Tz::Africa__Monrovia,     // 44 minutes and 30 seconds
    Tz::America__Caracas,     // half an hour at 02:30 and 03:00
    Tz::Africa__Freetown,     // two changes in four days
    Tz::Asia__Kolkata,
    Tz::Europe__Prague,
    Tz::America__Los_Angeles,
    Tz::UTC,
];

/// Reads an instant such as `2025-03-30T00:59:59.5Z`.
pub(crate) fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// A zone whose changes are known.
pub(crate) trait Changing: TimeZone {
    /// Its name; made-up ones have one name together.
    fn named(&self) -> String;

    /// The instants at which its clock changes, in order.
    fn changes(&self) -> Vec<i64>;
}

impl Changing for Tz {
    fn named(&self) -> String {
        self.name().to_owned()
    }

    fn changes(&self) -> Vec<i64> {
        changes_of(*self).to_vec()
    }
}

impl Changing for MadeUpZone {
    fn named(&self) -> String {
        "made up".to_owned()
    }

    fn changes(&self) -> Vec<i64> {
        self.changes.iter().map(|&(at, _)| at).collect()
    }
}

/// The instants at which the clock of a zone changes, 1800 to 2101, from a cache.
pub(crate) fn changes_of(zone: Tz) -> &'static [i64] {
    static CHANGES: [OnceLock<Vec<i64>>; TZ_VARIANTS.len()] = [const { OnceLock::new() }; TZ_VARIANTS.len()];
    let index = TZ_VARIANTS.iter().position(|&variant| variant == zone).unwrap();
    CHANGES[index].get_or_init(|| {
        let years = utc("1800-01-01T00:00:00Z").timestamp()..utc("2101-01-01T00:00:00Z").timestamp();
        scan_changes(&zone, years).into_iter().map(|(at, _, _)| at).collect()
    })
}

/// The changes of a zone in a range, found by a look every 12 hours and then by halving: the first second with the
/// new offset, the offset before and the offset after, in seconds.
pub(crate) fn scan_changes<Z: TimeZone>(zone: &Z, range: Range<i64>) -> Vec<(i64, i32, i32)> {
    let offset_at = |second: i64| {
        let t = DateTime::from_timestamp(second, 0).unwrap().naive_utc();
        zone.offset_from_utc_datetime(&t).fix().local_minus_utc()
    };
    let mut changes = Vec::new();
    let mut here = range.start;
    let mut offset = offset_at(here);
    while here < range.end {
        let (mut low, mut high) = (here, here + 12 * 3600);
        let there = offset_at(high);
        here = high;
        if there == offset {
            continue;
        }
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if offset_at(middle) == offset { low = middle } else { high = middle }
        }
        changes.push((high, offset, there));
        offset = there;
    }
    changes
}

/// A zone with any changes one likes, in order.
///
/// It refuses to map civil times to instants: the engine asks in the other direction only.
#[derive(Debug, Clone)]
pub(crate) struct MadeUpZone {
    /// The offset before the first change, in seconds.
    pub(crate) first: i32,
    /// Instants in seconds, and the offset from then on.
    pub(crate) changes: Vec<(i64, i32)>,
}

impl TimeZone for MadeUpZone {
    type Offset = FixedOffset;

    fn from_offset(offset: &FixedOffset) -> Self {
        Self { first: offset.local_minus_utc(), changes: Vec::new() }
    }

    fn offset_from_local_date(&self, _: &NaiveDate) -> MappedLocalTime<FixedOffset> {
        unreachable!("a zone is asked about instants only")
    }

    fn offset_from_local_datetime(&self, _: &NaiveDateTime) -> MappedLocalTime<FixedOffset> {
        unreachable!("a zone is asked about instants only")
    }

    fn offset_from_utc_date(&self, utc: &NaiveDate) -> FixedOffset {
        self.offset_from_utc_datetime(&utc.and_time(NaiveTime::MIN))
    }

    fn offset_from_utc_datetime(&self, utc: &NaiveDateTime) -> FixedOffset {
        let second = utc.and_utc().timestamp();
        let begun = self.changes.iter().rev().find(|&&(at, _)| at <= second);
        FixedOffset::east_opt(begun.map_or(self.first, |&(_, offset)| offset)).unwrap()
    }
}

/// A zone whose clock goes ahead by an hour each year from the end of March to the end of October, for ever.
#[derive(Debug, Clone)]
pub(crate) struct SummersForEver {
    /// The offset in winter, in seconds.
    pub(crate) winter: i32,
}

impl TimeZone for SummersForEver {
    type Offset = FixedOffset;

    fn from_offset(offset: &FixedOffset) -> Self {
        Self { winter: offset.local_minus_utc() }
    }

    fn offset_from_local_date(&self, _: &NaiveDate) -> MappedLocalTime<FixedOffset> {
        unreachable!("a zone is asked about instants only")
    }

    fn offset_from_local_datetime(&self, _: &NaiveDateTime) -> MappedLocalTime<FixedOffset> {
        unreachable!("a zone is asked about instants only")
    }

    fn offset_from_utc_date(&self, utc: &NaiveDate) -> FixedOffset {
        self.offset_from_utc_datetime(&utc.and_time(NaiveTime::MIN))
    }

    fn offset_from_utc_datetime(&self, utc: &NaiveDateTime) -> FixedOffset {
        let one = NaiveTime::from_hms_opt(1, 0, 0).unwrap();
        let change = |month, day| NaiveDate::from_ymd_opt(utc.year(), month, day).unwrap().and_time(one);
        let is_summer = utc.year() >= 1970 && change(3, 30) <= *utc && *utc < change(10, 26);
        FixedOffset::east_opt(self.winter + if is_summer { 3_600 } else { 0 }).unwrap()
    }
}
