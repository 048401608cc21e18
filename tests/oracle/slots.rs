//! From the civil times a trigger asks for to the instants at which the clock shows them.

use std::collections::{BTreeMap, HashMap};

use backup_window::{Fold, Gap, MonthDay, Trigger};
use chrono::{DateTime, Datelike, Month, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Utc};

use super::timeline::{Tick, Timeline, instant};

/// An instant the trigger asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Slot {
    pub(crate) at: DateTime<Utc>,
    /// The civil time asked for, where the clock never shows it.
    pub(crate) lost: Option<NaiveDateTime>,
}

/// The slots along a timeline, in order, equal instants merged.
pub(crate) fn slots(timeline: &Timeline, trigger: &Trigger, gap: Gap, fold: Fold) -> Vec<Slot> {
    let fraction = TimeDelta::nanoseconds(fraction_of(trigger).into());
    // When the clock shows each of the times asked for.
    let mut shown = HashMap::<i64, Vec<i64>>::new();
    for tick in &timeline.ticks {
        if asks_for(trigger, tick.civil) {
            shown.entry(tick.civil).or_default().push(tick.at);
        }
    }

    // Where the clock jumps ahead: the last look before and the first look after.
    let jumps: Vec<[Tick; 2]> = timeline
        .ticks
        .windows(2)
        .filter(|pair| pair[1].civil - pair[0].civil > timeline.step)
        .map(|pair| [pair[0], pair[1]])
        .collect();

    let mut slots = BTreeMap::<DateTime<Utc>, Option<NaiveDateTime>>::new();
    let (first, last) = (timeline.ticks[0].civil, timeline.ticks.last().unwrap().civil);
    let mut civil = first;
    while civil <= last {
        if asks_for(trigger, civil) {
            let passes = shown.get(&civil).map_or(&[][..], Vec::as_slice);
            let counting = match (passes, fold) {
                ([first, .., _], Fold::First) => std::slice::from_ref(first),
                ([_, .., last], Fold::Second) => std::slice::from_ref(last),
                _ => passes,
            };
            for &at in counting {
                // A regular slot counts before one that was moved to the same instant.
                slots.insert(instant(at) + fraction, None);
            }
            if passes.is_empty() {
                let lost = instant(civil).naive_utc() + fraction;
                if let Some(at) = place_of_lost(&jumps, civil, gap, fraction) {
                    // Of several lost times at one instant the last one is named.
                    slots.entry(at).and_modify(|old| *old = old.map(|_| lost)).or_insert(Some(lost));
                }
            }
        }
        civil += timeline.step;
    }
    let end = timeline.end();
    slots.into_iter().filter(|&(at, _)| at < end).map(|(at, lost)| Slot { at, lost }).collect()
}

/// Whether the trigger asks for the second that starts at this civil time.
fn asks_for(trigger: &Trigger, civil: i64) -> bool {
    let civil = instant(civil).naive_utc();
    match trigger {
        Trigger::Daily(daily) => {
            daily.days().contains(civil.weekday()) && civil.time() == whole_second(daily.time())
        }
        Trigger::Periodically(periodically) => {
            let (every, offset) =
                (u32::from(periodically.every().minutes()), u32::from(periodically.offset()));
            let minute_of_day = civil.hour() * 60 + civil.minute();
            civil.second() == 0 && minute_of_day >= offset && (minute_of_day - offset).is_multiple_of(every)
        }
        Trigger::Monthly(monthly) => {
            let month = Month::try_from(u8::try_from(civil.month()).unwrap()).unwrap();
            let nth_of_its_weekday = civil.day0() / 7 + 1;
            let is_last = |days: i64| (civil + TimeDelta::days(days)).month() != civil.month();
            let is_the_day = match monthly.day() {
                MonthDay::On(day) => civil.day() == u32::from(day),
                MonthDay::First(weekday) => civil.weekday() == weekday && nth_of_its_weekday == 1,
                MonthDay::Second(weekday) => civil.weekday() == weekday && nth_of_its_weekday == 2,
                MonthDay::Third(weekday) => civil.weekday() == weekday && nth_of_its_weekday == 3,
                MonthDay::Fourth(weekday) => civil.weekday() == weekday && nth_of_its_weekday == 4,
                MonthDay::LastWeekday(weekday) => civil.weekday() == weekday && is_last(7),
                MonthDay::Last => is_last(1),
            };
            is_the_day && monthly.months().contains(month) && civil.time() == whole_second(monthly.time())
        }
    }
}

/// Where a time goes that the clock jumps over.
fn place_of_lost(jumps: &[[Tick; 2]], civil: i64, gap: Gap, fraction: TimeDelta) -> Option<DateTime<Utc>> {
    let [before, after] = jumps.iter().find(|[before, after]| before.civil < civil && civil < after.civil)?;
    match gap {
        Gap::Skip => None,
        Gap::FirstValid => Some(instant(after.at)),
        Gap::ShiftForward => {
            let offset_before = before.civil - before.at;
            Some(instant(civil - offset_before) + fraction)
        }
    }
}

/// The second of the minute at which slots lie.
pub(crate) fn second_of(trigger: &Trigger) -> i64 {
    match trigger {
        Trigger::Daily(daily) => daily.time().second().into(),
        Trigger::Monthly(monthly) => monthly.time().second().into(),
        Trigger::Periodically(_) => 0,
    }
}

fn fraction_of(trigger: &Trigger) -> u32 {
    match trigger {
        Trigger::Daily(daily) => daily.time().nanosecond(),
        Trigger::Monthly(monthly) => monthly.time().nanosecond(),
        Trigger::Periodically(_) => 0,
    }
}

fn whole_second(time: NaiveTime) -> NaiveTime {
    time.with_nanosecond(0).unwrap()
}
