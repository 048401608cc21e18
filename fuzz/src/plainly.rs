//! The plainest possible statements of what the engine computes, made of chrono and nothing else.
//!
//! They go the other way round: the engine asks a zone for offsets at instants, these ask it for civil times.

use std::ops::Range;

use backup_window::{BackupWindow, Fold, Gap, Schedule, Trigger, WindowClock};
use chrono::offset::LocalResult;
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Timelike, Utc};

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

/// The slots of a schedule in a range, date by date, in order and without repetition.
pub fn slots(schedule: &Schedule, zone: &Zone, range: &Range<DateTime<Utc>>) -> Vec<DateTime<Utc>> {
    let date = |t: DateTime<Utc>, days| (t + TimeDelta::days(days)).date_naive();
    let (first, last) = (date(range.start, -3), date(range.end, 3));
    let mut slots: Vec<_> = first
        .iter_days()
        .take_while(|&date| date <= last)
        .flat_map(|date| civil_slots(schedule.trigger(), date))
        .flat_map(|civil| instants(schedule, zone, civil))
        .filter(|slot| range.contains(slot))
        .collect();
    slots.sort();
    slots.dedup();
    slots
}

/// The civil times at which a trigger asks for a run on a date.
fn civil_slots(trigger: Trigger, date: NaiveDate) -> Vec<NaiveDateTime> {
    match trigger {
        Trigger::Daily(daily) => {
            daily.days().contains(date.weekday()).then(|| date.and_time(daily.time())).into_iter().collect()
        }
        Trigger::Monthly(_) => unreachable!("no case has one"),
        Trigger::Periodically(periodically) => (u32::from(periodically.offset())..1_440)
            .step_by(periodically.every().minutes().into())
            .filter_map(|minute| date.and_hms_opt(minute / 60, minute % 60, 0))
            .collect(),
    }
}

/// The instants at which a civil time counts: none, one or two.
fn instants(schedule: &Schedule, zone: &Zone, civil: NaiveDateTime) -> Vec<DateTime<Utc>> {
    match zone.from_local_datetime(&civil) {
        LocalResult::Single(only) => vec![only.to_utc()],
        LocalResult::Ambiguous(first, second) => match schedule.fold() {
            Fold::First => vec![first.to_utc()],
            Fold::Second => vec![second.to_utc()],
            Fold::Both => vec![first.to_utc(), second.to_utc()],
        },
        LocalResult::None => {
            let end = end_of_gap(zone, civil);
            match schedule.gap() {
                Gap::FirstValid => vec![end],
                Gap::ShiftForward => {
                    let before = zone.offset_at(&(end - TimeDelta::seconds(1)).naive_utc());
                    vec![(civil - before).and_utc()]
                }
                Gap::Skip => vec![],
            }
        }
    }
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
