//! A zone of jiff as a zone of chrono.

use core::fmt;

use chrono::{
    DateTime, FixedOffset, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta, TimeZone,
};
use jiff::Timestamp;

/// The Gregorian calendar, and with it every rule, repeats after this many seconds.
const CYCLE: i64 = 146_097 * 86_400;

/// A zone of jiff, borrowed, as a [`chrono::TimeZone`].
///
/// Chrono reaches further than jiff: beyond the year 9999 the rules go on as they repeat, every 400 years.
#[derive(Debug, Clone, Copy)]
pub struct JiffZone<'z>(&'z jiff::tz::TimeZone);

impl<'z> JiffZone<'z> {
    /// The zone.
    pub const fn new(zone: &'z jiff::tz::TimeZone) -> Self {
        Self(zone)
    }

    /// The name in the database, if it has one.
    pub fn name(&self) -> Option<&'z str> {
        self.0.iana_name()
    }

    fn offset(self, second: i64) -> JiffOffset<'z> {
        let (first, last) = (Timestamp::MIN.as_second(), Timestamp::MAX.as_second());
        let second =
            if second > last { last - CYCLE + (second - last).rem_euclid(CYCLE) } else { second.max(first) };
        let seconds = Timestamp::from_second(second).map_or(0, |instant| self.0.to_offset(instant).seconds());
        // Jiff's offsets stay below 26 hours, those in use below 16; chrono's stay below 24.
        let offset = FixedOffset::east_opt(seconds.clamp(-86_399, 86_399));
        JiffOffset { zone: self, offset: offset.unwrap_or(chrono::Utc.fix()) }
    }
}

/// The offset of a [`JiffZone`] at some instant.
#[derive(Debug, Clone, Copy)]
pub struct JiffOffset<'z> {
    zone: JiffZone<'z>,
    offset: FixedOffset,
}

impl Offset for JiffOffset<'_> {
    fn fix(&self) -> FixedOffset {
        self.offset
    }
}

impl fmt::Display for JiffOffset<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.offset.fmt(f)
    }
}

impl<'z> TimeZone for JiffZone<'z> {
    type Offset = JiffOffset<'z>;

    fn from_offset(offset: &JiffOffset<'z>) -> Self {
        offset.zone
    }

    fn offset_from_local_date(&self, local: &NaiveDate) -> MappedLocalTime<JiffOffset<'z>> {
        self.offset_from_local_datetime(&local.and_time(NaiveTime::MIN))
    }

    fn offset_from_local_datetime(&self, local: &NaiveDateTime) -> MappedLocalTime<JiffOffset<'z>> {
        // Two changes are more than two days apart, so the offsets a day before and a day after are all there are.
        let near = |days: i64| {
            let utc = local.checked_add_signed(TimeDelta::days(days)).unwrap_or(*local);
            let offset = self.offset_from_utc_datetime(&utc);
            let instant = local.and_utc().timestamp() - i64::from(offset.offset.local_minus_utc());
            (self.offset(instant).offset == offset.offset).then_some(offset)
        };
        match (near(-1), near(1)) {
            (Some(earlier), Some(later)) if earlier.offset != later.offset => {
                MappedLocalTime::Ambiguous(earlier, later)
            }
            (Some(one), _) | (None, Some(one)) => MappedLocalTime::Single(one),
            (None, None) => MappedLocalTime::None,
        }
    }

    fn offset_from_utc_date(&self, utc: &NaiveDate) -> JiffOffset<'z> {
        self.offset_from_utc_datetime(&utc.and_time(NaiveTime::MIN))
    }

    fn offset_from_utc_datetime(&self, utc: &NaiveDateTime) -> JiffOffset<'z> {
        self.offset(DateTime::<chrono::Utc>::from_naive_utc_and_offset(*utc, chrono::Utc).timestamp())
    }
}
