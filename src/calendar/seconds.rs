//! The line of whole seconds: chrono's instants to seconds and back, and the position in the week.
//!
//! Slots, window edges and clock changes all fall on whole seconds, so the engine searches on `i64` seconds and
//! rounds a sub-second question outwards once, here.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, Utc};

pub(crate) const MINUTE: i64 = 60;
pub(crate) const HOUR: i64 = 3_600;
pub(crate) const DAY: i64 = 86_400;
pub(crate) const WEEK: i64 = 7 * DAY;

/// 1970-01-01 was a Thursday, the fifth day of a week that starts on Sunday.
const EPOCH_IN_WEEK: i64 = 4 * DAY;

/// The first second that is evaluated: one day after chrono's first instant, so that every civil time of every
/// zone can still be written down.
pub(crate) const FIRST_SECOND: i64 = DateTime::<Utc>::MIN_UTC.timestamp() + DAY;

/// The last second that is evaluated, one day before chrono's last instant.
pub(crate) const LAST_SECOND: i64 = DateTime::<Utc>::MAX_UTC.timestamp() - DAY;

/// The first second that is no longer evaluated: where a range to the end of time ends.
pub(crate) const AFTER_LAST: i64 = LAST_SECOND + 1;

/// The last whole second at or before `t`.
pub(crate) fn floor_second(t: DateTime<Utc>) -> i64 {
    t.timestamp()
}

/// The first whole second at or after `t`.
pub(crate) fn ceil_second(t: DateTime<Utc>) -> i64 {
    t.timestamp() + i64::from(t.timestamp_subsec_nanos() > 0)
}

/// Moves a second that lies outside the evaluated range to the nearer end of it.
pub(crate) fn within_reach(t: i64) -> i64 {
    t.clamp(FIRST_SECOND, AFTER_LAST)
}

/// The instant of a second, or `None` outside chrono's range.
pub(crate) fn instant_at(second: i64) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp(second, 0)
}

/// The civil time of a civil second, or `None` outside chrono's range.
pub(crate) fn civil_of(civil: i64) -> Option<NaiveDateTime> {
    instant_at(civil).map(|t| t.naive_utc())
}

/// The date so many days on.
#[inline]
pub(crate) fn days_after(date: NaiveDate, days: u32) -> Option<NaiveDate> {
    // Within a year a date is its ordinal.
    date.with_ordinal(date.ordinal() + days).or_else(|| date.checked_add_days(Days::new(days.into())))
}

/// How far into its week a second lies, 0 to 604799; weeks start on Sunday at 00:00. Floors before 1970.
pub(crate) fn second_of_week(second: i64) -> i64 {
    (second + EPOCH_IN_WEEK).rem_euclid(WEEK)
}

/// The number of the week that a second lies in; that of 1970-01-01 is 0.
pub(crate) fn week_of(second: i64) -> i64 {
    (second + EPOCH_IN_WEEK).div_euclid(WEEK)
}

/// The first second of a week, Sunday 00:00.
pub(crate) fn start_of_week(week: i64) -> i64 {
    week * WEEK - EPOCH_IN_WEEK
}
