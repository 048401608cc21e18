//! The triggers of a schedule, each by itself. Enterprise Manager spells the same ones in its own way.

use chrono::{NaiveTime, Weekday, WeekdaySet};

use super::MONTHS;
use crate::job::Starts;
use crate::schedule::{Daily, Every, MonthDay, Monthly, Months, Periodically, Trigger, WORKDAYS};
use crate::wire::error::Error;
use crate::wire::place::Place;
use crate::wire::rows::WEEKDAYS;

/// The kinds of daily triggers; `None` for one that lists its days.
pub(in crate::wire) const DAILY_KINDS: [(&str, Option<WeekdaySet>); 3] =
    [("Everyday", Some(WeekdaySet::ALL)), ("WeekDays", Some(WORKDAYS)), ("SelectedDays", None)];

/// The day of a month that is counted by weekdays.
pub(in crate::wire) type OfWeekday = fn(Weekday) -> MonthDay;

/// Which day of a month a number in words asks for; `None` for one that is given by its date.
pub(in crate::wire) const DAY_NUMBERS: [(&str, Option<OfWeekday>); 6] = [
    ("First", Some(MonthDay::First)),
    ("Second", Some(MonthDay::Second)),
    ("Third", Some(MonthDay::Third)),
    ("Fourth", Some(MonthDay::Fourth)),
    ("Last", Some(MonthDay::LastWeekday)),
    ("OnDay", None),
];

/// How long the unit of an interval is, in minutes; `None` for seconds.
pub(in crate::wire) const UNITS: [(&str, Option<i64>); 4] =
    [("Minutes", Some(1)), ("Hours", Some(60)), ("Days", Some(24 * 60)), ("Seconds", None)];

/// A daily trigger by its kind, its days and its time.
pub(in crate::wire) fn daily(kind: &Place<'_>, days: &Place<'_>, time: NaiveTime) -> Result<Trigger, Error> {
    let listed =
        if kind.is_none() && !days.is_none() { None } else { kind.one_of("a kind of days", &DAILY_KINDS)? };
    let set = match listed {
        Some(set) => set,
        None => {
            let mut set = WeekdaySet::EMPTY;
            days.each("a list", "a list of days", |day| {
                let weekday = day.one_of("a day", &WEEKDAYS)?;
                if set.insert(weekday) {
                    Ok(())
                } else {
                    Err(day.error(format_args!("{weekday} is given twice (expected each day once)")))
                }
            })?;
            set
        }
    };
    Daily::new(set, time).map(Trigger::from).map_err(|error| days.error(error))
}

/// A monthly trigger.
pub(in crate::wire) fn monthly(place: &Place<'_>, time: NaiveTime) -> Result<Trigger, Error> {
    let number = place.member("dayNumberInMonth");
    let nth = if number.is_none() { None } else { number.one_of("a number of a day", &DAY_NUMBERS)? };
    let (weekday, date) = (place.member("dayOfWeek"), place.member("dayOfMonth"));
    let day = match nth {
        Some(nth) => nth(weekday.one_of("a day", &WEEKDAYS)?),
        // "This property overrides dayOfMonth."
        None if place.member("isLastDayOfMonth").boolean()? == Some(true) => MonthDay::Last,
        None => {
            let day = date.integer()?.ok_or_else(|| date.mismatch("a day", "1 to 31"))?;
            // What no day can be is no day of this type either, and is refused below.
            MonthDay::On(u8::try_from(day).map_err(|_| date.mismatch("a day of a month", "1 to 31"))?)
        }
    };
    let months_at = place.member("months");
    let months = months_at.each("a list", "a list of months", |month| month.one_of("a month", &MONTHS))?;
    let months: Months = months.into_iter().collect();
    if months.is_empty() {
        return Err(months_at.error("no month (expected at least one)"));
    }
    Monthly::new(day, months, time).map(Trigger::from).map_err(|error| date.error(error))
}

/// A periodic trigger; something that is not evaluated where its interval does not divide the day.
pub(in crate::wire) fn periodically(
    unit: &Place<'_>,
    frequency: &Place<'_>,
    offset: &Place<'_>,
) -> Result<Result<Trigger, Starts>, Error> {
    let minutes = unit.one_of("a unit of time", &UNITS)?;
    let times = frequency.integer()?.ok_or_else(|| frequency.mismatch("a number", "a whole number"))?;
    if times < 1 {
        return Err(frequency.error(format_args!("{times} is out of range (expected 1 or more)")));
    }
    let late = offset.integer()?.unwrap_or(0);
    let length = minutes.and_then(|minutes| times.checked_mul(minutes));
    let every = Every::ALL.into_iter().find(|every| Some(i64::from(every.minutes())) == length);
    let Some(every) = every else {
        let name = alloc::format!("every {times} {}", unit.as_text().unwrap_or_default());
        return Ok(Err(Starts::Unsupported(name.into())));
    };
    Periodically::new(every, late).map(|trigger| Ok(trigger.into())).map_err(|error| offset.error(error))
}

/// The kind of a set of days.
pub(in crate::wire) fn daily_kind(days: WeekdaySet) -> &'static str {
    DAILY_KINDS.iter().find(|(_, set)| *set == Some(days)).map_or("SelectedDays", |(name, _)| name)
}

/// The number of a day in words, and the weekday that it counts.
pub(super) fn day_number(day: MonthDay) -> (&'static str, Option<Weekday>) {
    match day {
        MonthDay::First(weekday) => ("First", Some(weekday)),
        MonthDay::Second(weekday) => ("Second", Some(weekday)),
        MonthDay::Third(weekday) => ("Third", Some(weekday)),
        MonthDay::Fourth(weekday) => ("Fourth", Some(weekday)),
        MonthDay::LastWeekday(weekday) => ("Last", Some(weekday)),
        MonthDay::On(_) | MonthDay::Last => ("OnDay", None),
    }
}
