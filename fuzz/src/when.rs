//! Instants: ordinary ones, ones beside a change of the zone's offset, and the ends of chrono's range.

use arbitrary::{Arbitrary, Result, Unstructured};
use chrono::{DateTime, TimeDelta, Utc};

use crate::zone::Zone;

const DAY: i64 = 86_400;

/// An instant; some depend on the zone.
#[derive(Debug, Clone)]
pub struct When {
    seconds: i64,
    nanos: u32,
    /// Go to the zone's next change of offset first, if there is one.
    beside_change: bool,
}

impl When {
    /// The instant in a zone.
    pub fn at(&self, zone: &Zone) -> DateTime<Utc> {
        let mut seconds = self.seconds;
        if self.beside_change {
            // The seconds choose both the place to look from and the distance from the change.
            let aside = seconds.rem_euclid(2 * DAY + 1) - DAY;
            seconds = zone.next_change(seconds).map_or(seconds, |change| change + aside);
        }
        let (first, last) = (DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC);
        DateTime::from_timestamp(seconds, self.nanos).unwrap_or(if seconds < 0 { first } else { last })
    }
}

impl<'a> Arbitrary<'a> for When {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let (first, last) = (DateTime::<Utc>::MIN_UTC.timestamp(), DateTime::<Utc>::MAX_UTC.timestamp());
        let (seconds, beside_change) = match u.int_in_range(0..=9)? {
            0..=2 => (u.int_in_range(0..=4_102_444_800)?, false), // 1970 to 2100
            3..=7 => (u.int_in_range(-5_400_000_000..=4_400_000_000)?, true),
            8 => (u.int_in_range(first..=last)?, false),
            _ if u.arbitrary()? => (first + u.int_in_range(0..=3 * DAY)?, false),
            _ => (last - u.int_in_range(0..=3 * DAY)?, false),
        };
        let nanos = match u.int_in_range(0..=3)? {
            0 | 1 => 0,
            2 => *u.choose(&[1, 999_999_999])?,
            _ => u.int_in_range(0..=999_999_999)?,
        };
        Ok(Self { seconds, nanos, beside_change })
    }
}

/// `t` so many seconds later, or the end of chrono's range.
pub fn later(t: DateTime<Utc>, seconds: i64) -> DateTime<Utc> {
    let end = if seconds < 0 { DateTime::<Utc>::MIN_UTC } else { DateTime::<Utc>::MAX_UTC };
    t.checked_add_signed(TimeDelta::seconds(seconds)).unwrap_or(end)
}

/// The next nanosecond, or the end of chrono's range.
pub fn just_after(t: DateTime<Utc>) -> DateTime<Utc> {
    t.checked_add_signed(TimeDelta::nanoseconds(1)).unwrap_or(DateTime::<Utc>::MAX_UTC)
}

/// The nanosecond before, or the beginning of chrono's range.
pub fn just_before(t: DateTime<Utc>) -> DateTime<Utc> {
    t.checked_sub_signed(TimeDelta::nanoseconds(1)).unwrap_or(DateTime::<Utc>::MIN_UTC)
}
