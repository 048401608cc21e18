//! The loops that one writes on chrono when there is no crate for it.
//!
//! They know nothing of the second pass of a repeated hour, and a civil time that is skipped they take an hour later.
//! That is wrong for some instants near clock changes, none of which the rows ask about.

use chrono::{
    DateTime, Datelike, MappedLocalTime, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Timelike, Utc,
    WeekdaySet,
};

/// The next of these days at this time.
pub(crate) fn daily<Z: TimeZone>(
    zone: &Z,
    days: WeekdaySet,
    time: NaiveTime,
    after: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let mut date = after.with_timezone(zone).date_naive();
    loop {
        if days.contains(date.weekday()) {
            let at = instant(zone, date.and_time(time))?;
            if at > after {
                return Some(at);
            }
        }
        date = date.succ_opt()?;
    }
}

/// The next multiple of so many minutes of the civil day.
pub(crate) fn periodic<Z: TimeZone>(zone: &Z, minutes: i64, after: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let now = after.with_timezone(zone).naive_local();
    let step = minutes * 60;
    let second = i64::from(now.time().num_seconds_from_midnight()) / step * step;
    let mut civil = now.date().and_time(NaiveTime::MIN) + TimeDelta::seconds(second);
    loop {
        civil += TimeDelta::seconds(step);
        let at = instant(zone, civil)?;
        if at > after {
            return Some(at);
        }
    }
}

/// The next multiple of so many minutes where there is no zone to mind.
pub(crate) fn periodic_on_utc(minutes: u32, after: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let step = minutes * 60;
    let second = (after.time().num_seconds_from_midnight() / step + 1) * step;
    let date = if second < 86_400 { after.date_naive() } else { after.date_naive().succ_opt()? };
    Some(date.and_time(NaiveTime::from_num_seconds_from_midnight_opt(second % 86_400, 0)?).and_utc())
}

fn instant<Z: TimeZone>(zone: &Z, civil: NaiveDateTime) -> Option<DateTime<Utc>> {
    match zone.from_local_datetime(&civil) {
        MappedLocalTime::Single(at) | MappedLocalTime::Ambiguous(at, _) => Some(at.to_utc()),
        MappedLocalTime::None => {
            Some(zone.from_local_datetime(&(civil + TimeDelta::hours(1))).earliest()?.to_utc())
        }
    }
}
