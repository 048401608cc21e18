//! The names of days and intervals.

use chrono::{Weekday, WeekdaySet};

use crate::schedule::{Every, WEEKENDS, WORKDAYS};

/// The types of schedule that are evaluated, for messages.
pub(super) const TYPES: &str = "Daily, Periodically or ManualOnly";

/// The values of `dailyType`.
pub(in crate::wire) const DAILY_TYPES: [(&str, WeekdaySet); 10] = [
    ("Everyday", WeekdaySet::ALL),
    ("Workdays", WORKDAYS),
    ("Weekends", WEEKENDS),
    ("Monday", WeekdaySet::single(Weekday::Mon)),
    ("Tuesday", WeekdaySet::single(Weekday::Tue)),
    ("Wednesday", WeekdaySet::single(Weekday::Wed)),
    ("Thursday", WeekdaySet::single(Weekday::Thu)),
    ("Friday", WeekdaySet::single(Weekday::Fri)),
    ("Saturday", WeekdaySet::single(Weekday::Sat)),
    ("Sunday", WeekdaySet::single(Weekday::Sun)),
];

/// The values of `periodicallyEvery`.
pub(in crate::wire) const INTERVALS: [(&str, Every); 9] = [
    ("Minutes5", Every::Minutes5),
    ("Minutes10", Every::Minutes10),
    ("Minutes15", Every::Minutes15),
    ("Minutes30", Every::Minutes30),
    ("Hours1", Every::Hours1),
    ("Hours2", Every::Hours2),
    ("Hours4", Every::Hours4),
    ("Hours8", Every::Hours8),
    ("Hours12", Every::Hours12),
];
