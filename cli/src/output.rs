//! How instants are written, and files.

use std::path::Path;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDateTime, Offset, TimeZone, Timelike, Utc};

use crate::Failure;

/// An instant in RFC 3339, in UTC: a fraction of a second only where there is one.
pub(crate) fn instant(t: DateTime<Utc>) -> String {
    let mut text = civil(t.naive_utc());
    text.push('Z');
    text
}

/// A civil time without an offset, as RFC 3339 writes the rest.
///
/// An answer for another program is mostly times, so these are written digit by digit: by `write!` they took longer than
/// to find what they say.
pub(crate) fn civil(t: NaiveDateTime) -> String {
    let mut text = String::with_capacity("2000-01-01T00:00:00+00:00".len());
    match u32::try_from(t.year()) {
        Ok(year @ ..10_000) => {
            text.extend(two_digits(year / 100).into_iter().chain(two_digits(year % 100)));
            for part in [t.month(), t.day()] {
                text.push('-');
                text.extend(two_digits(part));
            }
        }
        // Chrono puts a sign before other years.
        _ => text.push_str(&t.date().to_string()),
    }
    text.push('T');
    push_time_of_day(&mut text, t);
    text
}

/// A civil time with its offset in RFC 3339. Offsets of whole minutes as `+HH:MM`; old local mean times need seconds.
pub(crate) fn local(t: DateTime<FixedOffset>) -> String {
    let mut text = civil(t.naive_local());
    let seconds = t.offset().local_minus_utc();
    text.push(if seconds < 0 { '-' } else { '+' });
    let seconds = seconds.unsigned_abs();
    text.extend(two_digits(seconds / 3600));
    text.push(':');
    text.extend(two_digits(seconds / 60 % 60));
    if !seconds.is_multiple_of(60) {
        text.push(':');
        text.extend(two_digits(seconds % 60));
    }
    text
}

/// The same for people: weekday, date, time and offset.
pub(crate) fn local_for_people(t: DateTime<FixedOffset>) -> String {
    format!("{} {} {} {}", t.weekday(), t.date_naive(), time_of_day(t.naive_local()), t.offset())
}

/// An instant on the clock of a zone.
pub(crate) fn in_zone<Z: TimeZone>(t: DateTime<Utc>, zone: &Z) -> DateTime<FixedOffset> {
    t.with_timezone(&zone.offset_from_utc_datetime(&t.naive_utc()).fix())
}

/// Writes a file that was asked for beside standard output.
pub(crate) fn write_file(file: &Path, text: &str) -> Result<(), Failure> {
    std::fs::write(file, text).map_err(|error| format!("{}: {error}", file.display()))
}

fn time_of_day(t: NaiveDateTime) -> String {
    let mut text = String::with_capacity("00:00:00".len());
    push_time_of_day(&mut text, t);
    text
}

fn push_time_of_day(text: &mut String, t: NaiveDateTime) {
    // Chrono writes a leap second as second 60.
    let (second, nanosecond) = match t.nanosecond() {
        leap if leap >= 1_000_000_000 => (60, leap - 1_000_000_000),
        nanosecond => (t.second(), nanosecond),
    };
    text.extend(two_digits(t.hour()));
    for part in [t.minute(), second] {
        text.push(':');
        text.extend(two_digits(part));
    }
    if nanosecond != 0 {
        text.push('.');
        text.push_str(format!("{nanosecond:09}").trim_end_matches('0'));
    }
}

/// A number up to 99.
fn two_digits(number: u32) -> [char; 2] {
    [number / 10, number % 10].map(|digit| char::from(b'0' + digit as u8))
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};

    use super::{civil, instant, local};

    /// Times whose parts have one digit and two, of years with four digits and with others.
    fn times() -> impl Iterator<Item = NaiveDateTime> {
        let dates = [(-1, 1, 1), (0, 2, 29), (9, 12, 31), (1969, 7, 20), (9999, 10, 9), (10_000, 1, 1)]
            .map(|(year, month, day)| NaiveDate::from_ymd_opt(year, month, day).expect("a date"))
            .into_iter()
            .chain([NaiveDate::MIN, NaiveDate::MAX]);
        dates.flat_map(|date| {
            [(0, 0, 0, 0), (23, 59, 59, 999_999_999), (9, 8, 7, 120_000_000), (1, 10, 59, 1_000_000_001)].map(
                |(hour, minute, second, nanosecond)| {
                    date.and_time(
                        NaiveTime::from_hms_nano_opt(hour, minute, second, nanosecond).expect("a time"),
                    )
                },
            )
        })
    }

    #[test]
    fn times_are_written_as_chrono_writes_them_but_for_zeros_at_the_end_of_a_fraction() {
        for t in times() {
            let plain = format!("{t:?}");
            let expected = match plain.split_once('.') {
                Some((whole, fraction)) => format!("{whole}.{}", fraction.trim_end_matches('0')),
                None => plain,
            };
            assert_eq!(civil(t), expected);
            assert_eq!(instant(t.and_utc()), format!("{expected}Z"));
        }
    }

    #[test]
    fn offsets_are_written_as_chrono_writes_them() {
        let t: DateTime<Utc> = Utc.with_ymd_and_hms(2025, 6, 3, 12, 0, 0).single().expect("an instant");
        for seconds in [0, 60, -60, 3_600, 19_800, -34_200, 86_340, -86_399, 1_172, -17_762] {
            let offset = FixedOffset::east_opt(seconds).expect("an offset");
            let t = t.with_timezone(&offset);
            assert_eq!(local(t), format!("{}{offset}", civil(t.naive_local())));
        }
    }
}
