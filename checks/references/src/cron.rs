//! `croner`: cron patterns for triggers.

use backup_window::{MonthDay, Trigger};
use chrono::{DateTime, NaiveTime, TimeZone, Timelike, Utc, Weekday};
use croner::Cron;
use croner::parser::{CronParser, Seconds};

/// A pattern of six fields, evaluated by `croner`.
#[derive(Debug, Clone)]
pub struct Pattern(Cron);

impl Pattern {
    /// The pattern of a trigger. Daily and monthly ones have a fixed second, minute and hour, which `croner` calls a
    /// fixed-time job; the steps and wildcards of periodic ones make an interval job.
    pub fn of(trigger: &Trigger) -> Self {
        let fields = match trigger {
            Trigger::Daily(daily) => {
                let days: Vec<String> = daily.days().iter(Weekday::Sun).map(|day| day.to_string()).collect();
                format!("{} * * {}", at(daily.time()), days.join(","))
            }
            Trigger::Monthly(monthly) => {
                let months = monthly.months().iter().map(|month| month.number_from_month().to_string());
                let months = months.collect::<Vec<_>>().join(",");
                let (day, weekday) = match monthly.day() {
                    MonthDay::On(day) => (day.to_string(), "*".to_owned()),
                    MonthDay::Last => ("L".to_owned(), "*".to_owned()),
                    MonthDay::First(weekday) => ("*".to_owned(), format!("{weekday}#1")),
                    MonthDay::Second(weekday) => ("*".to_owned(), format!("{weekday}#2")),
                    MonthDay::Third(weekday) => ("*".to_owned(), format!("{weekday}#3")),
                    MonthDay::Fourth(weekday) => ("*".to_owned(), format!("{weekday}#4")),
                    MonthDay::LastWeekday(weekday) => ("*".to_owned(), format!("{weekday}#L")),
                };
                format!("{} {day} {months} {weekday}", at(monthly.time()))
            }
            Trigger::Periodically(periodically) => {
                let (every, offset) = (periodically.every(), periodically.offset());
                match every.minutes() {
                    60 => format!("0 {offset} * * * *"),
                    minutes if every.is_hours() => format!("0 {offset} */{} * * *", minutes / 60),
                    minutes => format!("0 */{minutes} * * * *"),
                }
            }
        };
        Self::parse(&fields)
    }

    fn parse(pattern: &str) -> Self {
        let parser = CronParser::builder().seconds(Seconds::Required).build();
        Self(parser.parse(pattern).expect("a pattern of six fields"))
    }

    /// The first match strictly after an instant.
    ///
    /// # Errors
    ///
    /// What `croner` says where it finds none.
    pub fn next_after<Z: TimeZone + 'static>(
        &self,
        zone: &Z,
        t: DateTime<Utc>,
    ) -> Result<DateTime<Utc>, String> {
        let found = self.0.find_next_occurrence(&t.with_timezone(zone), false);
        found.map(|next| next.to_utc()).map_err(|error| error.to_string())
    }

    /// The last match strictly before an instant.
    ///
    /// # Errors
    ///
    /// What `croner` says where it finds none.
    pub fn previous_before<Z: TimeZone + 'static>(
        &self,
        zone: &Z,
        t: DateTime<Utc>,
    ) -> Result<DateTime<Utc>, String> {
        let found = self.0.find_previous_occurrence(&t.with_timezone(zone), false);
        found.map(|previous| previous.to_utc()).map_err(|error| error.to_string())
    }
}

/// Second, minute and hour.
fn at(time: NaiveTime) -> String {
    format!("{} {} {}", time.second(), time.minute(), time.hour())
}
