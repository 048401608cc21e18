//! What can be changed about a job, and how a change is named.

use alloc::format;
use alloc::string::{String, ToString};
use core::fmt;

use chrono::{NaiveTime, WeekdaySet};

use crate::job::Retry;
use crate::schedule::{Every, Periodically};
use crate::window::{BackupWindow, MinuteOffset};
use crate::wire::error::Path;
use crate::wire::field::Field;
use crate::wire::policy::{DAILY_TYPES, INTERVALS};

/// A change to a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Change {
    /// Whether the job is enabled.
    JobEnabled(bool),
    /// Whether its schedule is enabled.
    ScheduleEnabled(bool),
    /// What starts it.
    Type(ScheduleType),
    /// The days of a daily schedule.
    Days(WeekdaySet),
    /// The time of day of a daily schedule.
    DailyTime(NaiveTime),
    /// The interval of a periodic schedule.
    Every(Every),
    /// Minutes by which a periodic schedule is late, 0 to 59.
    Offset(u8),
    /// The hours of a window, on the clock that the document names; the window is enabled, too.
    Window(WindowOf, BackupWindow),
    /// The `minuteOffset` of a window.
    MinuteOffset(WindowOf, MinuteOffset),
    /// Whether a window is enabled.
    WindowEnabled(WindowOf, bool),
    /// Whether failed sessions are tried again.
    RetryEnabled(bool),
    /// How often and after how many minutes; retries are enabled, too.
    Retry(Retry),
}

/// What starts a job, by the names that the products have for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ScheduleType {
    /// A time on some days.
    Daily,
    /// An interval.
    Periodically,
    /// Nothing by itself.
    ManualOnly,
    /// Each new restore point of another job: copy jobs only.
    Immediate,
    /// The end of the session before: Backup & Replication only.
    Continuously,
}

/// Which window of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WindowOf {
    /// The backup window.
    Backup,
    /// The window for periodic starts.
    PeriodicStarts,
}

/// A change that cannot be understood: the name of the property, and what was expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeError {
    message: String,
}

impl fmt::Display for ChangeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl core::error::Error for ChangeError {}

impl Change {
    /// What can be changed by name, with the values that are understood.
    pub const PROPERTIES: [(&str, &str); 10] = [
        (
            "type",
            "Daily, Periodically or ManualOnly; of copy jobs Immediate, of Backup & Replication Continuously",
        ),
        ("days", "Everyday, Workdays, Weekends, or a day such as Monday"),
        ("daily-time", "a time of day such as 22:00 or 22:00:30"),
        (
            "every",
            "5m, 10m, 15m, 30m, 1h, 2h, 4h, 8h or 12h; of Backup & Replication 20m, 3h, 6h or 24h, too",
        ),
        ("offset", "minutes by which an hourly schedule is late, 0 to 59"),
        ("window", "the allowed hours, such as 'Mo-Fr 20:00-06:00', 24/7 or off"),
        ("periodic-window", "the same for the window of periodic starts"),
        ("minute-offset", "the minuteOffset of the backup window, -1439 to 1439"),
        ("periodic-minute-offset", "the minuteOffset of the window of periodic starts"),
        ("retry", "how often and after how many minutes, such as 3x10"),
    ];

    /// What can be enabled and disabled by name.
    pub const SWITCHES: [&str; 5] = ["job", "schedule", "window", "periodic-window", "retry"];

    /// The change of one of [`PROPERTIES`](Self::PROPERTIES) to a value.
    ///
    /// ```
    /// use backup_window::wire::edit::Change;
    /// use backup_window::Every;
    ///
    /// assert_eq!(Change::parse("every", "2h")?, Change::Every(Every::Hours2));
    /// assert_eq!(
    ///     Change::parse("window", "Mo-Fr 20:30-06:00").unwrap_err().to_string(),
    ///     "window: column 7: \"20:30\" is no whole hour (expected 20:00 or 21:00)",
    /// );
    /// # Ok::<(), backup_window::wire::edit::ChangeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Says which property is not known, or what was expected of its value.
    pub fn parse(property: &str, value: &str) -> Result<Self, ChangeError> {
        let Some((name, expected)) = Self::PROPERTIES.into_iter().find(|(name, _)| *name == property) else {
            let known = Self::PROPERTIES.map(|(name, _)| name).join(", ");
            return Err(error(format_args!("{property:?} cannot be set (expected {known})")));
        };
        let field = Field::Text(value.trim().into());
        let at = Path::ROOT.member(name);
        let number = || value.trim().parse::<i64>().map_err(|_| unknown(name, value, expected));
        let said = |message: &dyn fmt::Display| error(format_args!("{name}: {message}"));
        let window = || BackupWindow::from_text(value).map_err(|error| said(&error));
        let minute_offset = || MinuteOffset::new(number()?).map_err(|error| said(&error));
        Ok(match name {
            "type" => Self::Type(field.one_of(&at, "a type", &ScheduleType::NAMES).map_err(plain)?),
            "days" => Self::Days(field.one_of(&at, "a set of days", &DAILY_TYPES).map_err(plain)?),
            "daily-time" => Self::DailyTime(field.time_of_day(&at).map_err(plain)?),
            "every" => Self::Every(every(value.trim()).ok_or_else(|| unknown(name, value, expected))?),
            "offset" => {
                // An interval of hours is one that an offset applies to.
                let trigger = Periodically::new(Every::Hours1, number()?).map_err(|error| said(&error))?;
                Self::Offset(trigger.offset())
            }
            "window" => Self::Window(WindowOf::Backup, window()?),
            "periodic-window" => Self::Window(WindowOf::PeriodicStarts, window()?),
            "minute-offset" => Self::MinuteOffset(WindowOf::Backup, minute_offset()?),
            "periodic-minute-offset" => Self::MinuteOffset(WindowOf::PeriodicStarts, minute_offset()?),
            _ => {
                let (number, wait) = times(value.trim()).ok_or_else(|| unknown(name, value, expected))?;
                Self::Retry(Retry::new(number, wait).map_err(|error| said(&error))?)
            }
        })
    }

    /// The change that enables one of [`SWITCHES`](Self::SWITCHES).
    ///
    /// # Errors
    ///
    /// Says which are known.
    pub fn enable(switch: &str) -> Result<Self, ChangeError> {
        Self::switch(switch, true)
    }

    /// The change that disables one of [`SWITCHES`](Self::SWITCHES).
    ///
    /// # Errors
    ///
    /// Says which are known.
    pub fn disable(switch: &str) -> Result<Self, ChangeError> {
        Self::switch(switch, false)
    }

    fn switch(switch: &str, to: bool) -> Result<Self, ChangeError> {
        Ok(match switch {
            "job" => Self::JobEnabled(to),
            "schedule" => Self::ScheduleEnabled(to),
            "window" => Self::WindowEnabled(WindowOf::Backup, to),
            "periodic-window" => Self::WindowEnabled(WindowOf::PeriodicStarts, to),
            "retry" => Self::RetryEnabled(to),
            _ => {
                let known = Self::SWITCHES.join(", ");
                return Err(error(format_args!("{switch:?} is no switch (expected {known})")));
            }
        })
    }
}

impl ScheduleType {
    const NAMES: [(&str, Self); 6] = [
        ("Daily", Self::Daily),
        ("Periodically", Self::Periodically),
        ("ManualOnly", Self::ManualOnly),
        ("Immediate", Self::Immediate),
        ("Continuously", Self::Continuously),
        // As copy jobs call it.
        ("DailyAtTime", Self::Daily),
    ];

    /// The name, such as `Daily`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Daily => "Daily",
            Self::Periodically => "Periodically",
            Self::ManualOnly => "ManualOnly",
            Self::Immediate => "Immediate",
            Self::Continuously => "Continuously",
        }
    }
}

/// `2h`, `30m` or the name that documents use.
fn every(text: &str) -> Option<Every> {
    if let Some((_, every)) = INTERVALS.iter().find(|(name, _)| name.eq_ignore_ascii_case(text)) {
        return Some(*every);
    }
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let minutes = match text[digits.len()..].trim_start() {
        "h" => digits.trim_end().parse::<u16>().ok()?.checked_mul(60)?,
        "m" | "min" => digits.trim_end().parse().ok()?,
        _ => return None,
    };
    Every::ALL.into_iter().find(|every| every.minutes() == minutes)
}

/// `3x10`.
fn times(text: &str) -> Option<(i64, i64)> {
    let (number, wait) = text.split_once(['x', 'X'])?;
    Some((number.trim().parse().ok()?, wait.trim().parse().ok()?))
}

fn error(message: impl fmt::Display) -> ChangeError {
    ChangeError { message: message.to_string() }
}

fn plain(given: crate::wire::error::Error) -> ChangeError {
    error(given)
}

fn unknown(name: &str, value: &str, expected: &str) -> ChangeError {
    error(format!("{name}: {value:?} is not understood (expected {expected})"))
}
