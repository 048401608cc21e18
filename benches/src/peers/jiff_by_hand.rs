//! The same loops on jiff, in a zone.

use chrono::{DateTime, Utc};
use jiff::civil::{Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// A zone by name, from the tables that are compiled in or those of the system.
pub(crate) fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).expect("a zone")
}

/// The next such weekday at this time.
pub(crate) fn weekly(
    zone: &TimeZone,
    day: Weekday,
    time: Time,
    after: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let after = to_jiff(after)?;
    let mut date = zone.to_datetime(after).date();
    loop {
        if date.weekday() == day {
            let at = zone.to_timestamp(date.to_datetime(time)).ok()?;
            if at > after {
                return to_chrono(at);
            }
        }
        date = date.tomorrow().ok()?;
    }
}

/// The next multiple of so many hours of the civil day.
pub(crate) fn periodic(zone: &TimeZone, hours: i8, after: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let after = to_jiff(after)?;
    let now = zone.to_datetime(after);
    let mut civil = now.date().at(now.hour() / hours * hours, 0, 0, 0);
    loop {
        civil = civil.checked_add(i64::from(hours).hours()).ok()?;
        let at = zone.to_timestamp(civil).ok()?;
        if at > after {
            return to_chrono(at);
        }
    }
}

fn to_jiff(t: DateTime<Utc>) -> Option<Timestamp> {
    Timestamp::from_second(t.timestamp()).ok()
}

fn to_chrono(t: Timestamp) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp(t.as_second(), 0)
}
