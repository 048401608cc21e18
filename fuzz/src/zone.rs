//! Zones: named ones, fixed offsets, and made-up ones that use all the freedom the engine grants a zone.

use arbitrary::{Arbitrary, Result, Unstructured};
use chrono::offset::LocalResult;
use chrono::{FixedOffset, NaiveDate, NaiveDateTime, Offset, TimeDelta, TimeZone};
use chrono_tz::{TZ_VARIANTS, Tz};

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
#[derive(Debug, Clone)]
pub enum Zone {
    /// A zone of the IANA database.
    Named(Tz),
    /// The same offset for ever.
    Fixed(FixedOffset),
    /// An offset until the first change, and the changes: instant and offset from then on.
    MadeUp(i32, Vec<(i64, i32)>),
}

impl Zone {
    /// Seconds ahead of UTC at an instant.
    pub fn offset_at(&self, utc: &NaiveDateTime) -> FixedOffset {
        match self {
            Self::Named(tz) => tz.offset_from_utc_datetime(utc).fix(),
            Self::Fixed(offset) => *offset,
            Self::MadeUp(first, changes) => {
                let now = utc.and_utc().timestamp();
                let last = changes.iter().rev().find(|(at, _)| *at <= now);
                seconds_east(last.map_or(*first, |(_, offset)| *offset))
            }
        }
    }

    fn made_up(u: &mut Unstructured<'_>) -> Result<Self> {
        // What the engine asks of a zone: changes in 1800 to 2100, at least three days apart before 1970 and six
        // from then on, each of at most a day.
        const FIRST: i64 = -5_364_662_400;
        const LAST: i64 = 4_102_444_799;
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
            offset = (offset + by.clamp(-86_400, 86_400)).clamp(-86_399, 86_399);
            if at > LAST {
                break;
            }
            changes.push((at, offset));
            let apart = if at < 0 { 3 } else { 6 };
            at += apart * 86_400 + if u.arbitrary()? { 0 } else { u.int_in_range(0..=200 * 86_400)? };
        }
        Ok(Self::MadeUp(first, changes))
    }
}

impl<'a> Arbitrary<'a> for Zone {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        Ok(match u.int_in_range(0..=7)? {
            0..=3 => Self::Named(*u.choose(&SHAPES)?),
            4 => Self::Named(*u.choose(&TZ_VARIANTS)?),
            5 => Self::Fixed(seconds_east(u.int_in_range(-86_399..=86_399)?)),
            _ => Self::made_up(u)?,
        })
    }
}

impl TimeZone for Zone {
    type Offset = FixedOffset;

    fn from_offset(offset: &FixedOffset) -> Self {
        Self::Fixed(*offset)
    }

    fn offset_from_local_date(&self, local: &NaiveDate) -> LocalResult<FixedOffset> {
        self.offset_from_local_datetime(&local.and_time(chrono::NaiveTime::MIN))
    }

    fn offset_from_local_datetime(&self, local: &NaiveDateTime) -> LocalResult<FixedOffset> {
        match self {
            Self::Named(tz) => tz.offset_from_local_datetime(local).map(|offset| offset.fix()),
            Self::Fixed(offset) => LocalResult::Single(*offset),
            Self::MadeUp(first, changes) => {
                // Every offset that, taken off the civil time, leads to an instant at which it is in force.
                let mut offsets: Vec<FixedOffset> = [*first]
                    .into_iter()
                    .chain(changes.iter().map(|(_, offset)| *offset))
                    .map(seconds_east)
                    .filter(|offset| {
                        let utc =
                            local.checked_sub_signed(TimeDelta::seconds(offset.local_minus_utc().into()));
                        utc.is_some_and(|utc| self.offset_at(&utc) == *offset)
                    })
                    .collect();
                // The larger the offset, the earlier the instant.
                offsets.sort_by_key(|offset| -offset.local_minus_utc());
                offsets.dedup();
                match offsets[..] {
                    [] => LocalResult::None,
                    [only] => LocalResult::Single(only),
                    [earlier, .., later] => LocalResult::Ambiguous(earlier, later),
                }
            }
        }
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
