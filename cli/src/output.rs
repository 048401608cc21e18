//! How instants are written, and files.

use std::fmt;
use std::path::Path;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDateTime, Offset, TimeZone, Timelike, Utc};

use crate::Failure;

/// An instant in RFC 3339, in UTC: a fraction of a second only where there is one.
pub(crate) fn instant(t: DateTime<Utc>) -> String {
    format!("{}Z", Civil(t.naive_utc()))
}

/// A civil time without an offset, as RFC 3339 writes the rest.
pub(crate) fn civil(t: NaiveDateTime) -> String {
    Civil(t).to_string()
}

/// A civil time with its offset in RFC 3339. Offsets of whole minutes as `+HH:MM`; old local mean times need seconds.
pub(crate) fn local(t: DateTime<FixedOffset>) -> String {
    format!("{}{}", Civil(t.naive_local()), t.offset())
}

/// The same for people: weekday, date, time and offset.
pub(crate) fn local_for_people(t: DateTime<FixedOffset>) -> String {
    format!("{} {} {} {}", t.weekday(), t.date_naive(), TimeOfDay(t.naive_local()), t.offset())
}

/// An instant on the clock of a zone.
pub(crate) fn in_zone<Z: TimeZone>(t: DateTime<Utc>, zone: &Z) -> DateTime<FixedOffset> {
    t.with_timezone(&zone.offset_from_utc_datetime(&t.naive_utc()).fix())
}

/// Writes a file that was asked for beside standard output.
pub(crate) fn write_file(file: &Path, text: &str) -> Result<(), Failure> {
    std::fs::write(file, text).map_err(|error| format!("{}: {error}", file.display()))
}

struct Civil(NaiveDateTime);

impl fmt::Display for Civil {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}T{}", self.0.date(), TimeOfDay(self.0))
    }
}

struct TimeOfDay(NaiveDateTime);

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Chrono writes a leap second as second 60.
        let (second, nanosecond) = match self.0.nanosecond() {
            leap if leap >= 1_000_000_000 => (60, leap - 1_000_000_000),
            nanosecond => (self.0.second(), nanosecond),
        };
        write!(f, "{:02}:{:02}:{second:02}", self.0.hour(), self.0.minute())?;
        if nanosecond == 0 {
            return Ok(());
        }
        write!(f, ".{}", format!("{nanosecond:09}").trim_end_matches('0'))
    }
}
