//! The plainest possible statements of what the engine computes, made of chrono and nothing else.
//!
//! They go the other way round: the engine asks a zone for offsets at instants, these ask it for civil times.

use std::ops::Range;

use backup_window::{BackupWindow, Fold, Gap, MonthDay, Monthly, Schedule, Trigger, WindowClock};
use chrono::offset::LocalResult;
use chrono::{DateTime, Datelike, Month, NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Timelike, Utc};

use crate::zone::Zone;

/// Whether a window is open, read off the clock it is on; `None` where chrono cannot write that clock's time.
pub fn is_allowed(window: &BackupWindow, zone: &Zone, t: DateTime<Utc>) -> Option<bool> {
    let (ahead, shift) = match window.clock() {
        WindowClock::UtcOffset(minutes) => (0, -i64::from(minutes.minutes())),
        WindowClock::Local { shift } => {
            (zone.offset_at(&t.naive_utc()).local_minus_utc().into(), i64::from(shift.minutes()))
        }
    };
    let ahead = TimeDelta::seconds(ahead) - TimeDelta::minutes(shift);
    let shown = t.naive_utc().checked_add_signed(ahead)?;
    let hour = shown.weekday().num_days_from_sunday() * 24 + shown.hour();
    Some(window.to_bools()[hour as usize])
}

/// The slots of a schedule in a range, in order and without repetition.
pub fn slots(schedule: &Schedule, zone: &Zone, range: &Range<DateTime<Utc>>) -> Vec<DateTime<Utc>> {
    let mut slots: Vec<_> = slots_as_they_come(schedule, zone, range).collect();
    slots.sort();
    slots.dedup();
    slots
}

/// Whether a schedule has a slot in a range.
pub fn has_slot(schedule: &Schedule, zone: &Zone, range: &Range<DateTime<Utc>>) -> bool {
    slots_as_they_come(schedule, zone, range).next().is_some()
}

/// The slots, by civil time.
fn slots_as_they_come<'a>(
    schedule: &'a Schedule,
    zone: &'a Zone,
    range: &'a Range<DateTime<Utc>>,
) -> impl Iterator<Item = DateTime<Utc>> + 'a {
    // The clock shows no less than this at any instant of the range, and no more; nor would it have, had it not been
    // changed within the day before.
    let (least, most) = zone.offsets_within(range.start.timestamp() - 86_401, range.end.timestamp());
    let civil = range.start.naive_utc() + least..range.end.naive_utc() + most;
    civil
        .start
        .date()
        .iter_days()
        .take_while({
            let last = civil.end.date();
            move |&date| date <= last
        })
        .flat_map(|date| civil_slots(schedule.trigger(), date))
        .filter(move |slot| civil.contains(slot))
        .flat_map(move |civil| instants(schedule, zone, civil))
        .filter(|slot| range.contains(slot))
}

/// The civil times at which a trigger asks for a run on a date.
fn civil_slots(trigger: Trigger, date: NaiveDate) -> impl Iterator<Item = NaiveDateTime> {
    let once = match trigger {
        Trigger::Daily(daily) => daily.days().contains(date.weekday()).then(|| date.and_time(daily.time())),
        Trigger::Monthly(monthly) => is_day_of(monthly, date).then(|| date.and_time(monthly.time())),
        Trigger::Periodically(_) => None,
    };
    let minutes = match trigger {
        Trigger::Periodically(periodically) => {
            (u32::from(periodically.offset())..1_440).step_by(periodically.every().minutes().into())
        }
        _ => (0..0).step_by(1),
    };
    once.into_iter().chain(minutes.filter_map(move |minute| date.and_hms_opt(minute / 60, minute % 60, 0)))
}

/// Whether a date is the day of its month that a trigger asks for.
pub fn is_day_of(monthly: Monthly, date: NaiveDate) -> bool {
    let day = date.day();
    let is_nth = |weekday, nth: u32| date.weekday() == weekday && (day - 1) / 7 == nth;
    let is_last = |days: u32| day + days > u32::from(date.num_days_in_month());
    let month = Month::try_from(date.month() as u8).expect("1 to 12");
    monthly.months().contains(month)
        && match monthly.day() {
            MonthDay::On(wanted) => day == u32::from(wanted),
            MonthDay::First(weekday) => is_nth(weekday, 0),
            MonthDay::Second(weekday) => is_nth(weekday, 1),
            MonthDay::Third(weekday) => is_nth(weekday, 2),
            MonthDay::Fourth(weekday) => is_nth(weekday, 3),
            MonthDay::LastWeekday(weekday) => date.weekday() == weekday && is_last(7),
            MonthDay::Last => is_last(1),
        }
}

/// The instants at which a civil time counts: none, one or two.
fn instants(schedule: &Schedule, zone: &Zone, civil: NaiveDateTime) -> impl Iterator<Item = DateTime<Utc>> {
    let (one, other) = match zone.from_local_datetime(&civil) {
        LocalResult::Single(only) => (Some(only.to_utc()), None),
        LocalResult::Ambiguous(first, second) => match schedule.fold() {
            Fold::First => (Some(first.to_utc()), None),
            Fold::Second => (Some(second.to_utc()), None),
            Fold::Both => (Some(first.to_utc()), Some(second.to_utc())),
        },
        LocalResult::None => {
            let end = end_of_gap(zone, civil);
            let moved = match schedule.gap() {
                Gap::FirstValid => Some(end),
                Gap::ShiftForward => {
                    let before = zone.offset_at(&(end - TimeDelta::seconds(1)).naive_utc());
                    Some((civil - before).and_utc())
                }
                Gap::Skip => None,
            };
            (moved, None)
        }
    };
    one.into_iter().chain(other)
}

/// The first instant at which the clock shows more than a civil time that it skips.
fn end_of_gap(zone: &Zone, civil: NaiveDateTime) -> DateTime<Utc> {
    let is_over = |second: i64| {
        let utc = DateTime::from_timestamp(second, 0).expect("inside chrono's range").naive_utc();
        utc + zone.offset_at(&utc) > civil
    };
    // No offset is a day or more, and the change nearest to this one is three days away.
    let civil_second = civil.and_utc().timestamp();
    let (mut low, mut high) = (civil_second - 86_400, civil_second + 86_401);
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if is_over(middle) { high = middle } else { low = middle }
    }
    DateTime::from_timestamp(high, 0).expect("inside chrono's range")
}
