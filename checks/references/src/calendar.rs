//! `systemd-analyze calendar`: calendar events for daily and monthly triggers in zones.

use std::io;
use std::process::Command;

use backup_window::{MonthDay, Trigger};
use chrono::{DateTime, NaiveDateTime, Utc, Weekday};

/// The calendar event of a trigger in a zone, such as `Mon,Fri *-*-* 02:30:00 Europe/Prague`; `None` for one whose
/// times are not the same every day it comes.
pub fn event(trigger: &Trigger, zone: &str) -> Option<String> {
    let (date, time) = match trigger {
        Trigger::Daily(daily) => {
            let days: Vec<String> = daily.days().iter(Weekday::Mon).map(|day| day.to_string()).collect();
            (format!("{} *-*-*", days.join(",")), daily.time())
        }
        Trigger::Monthly(monthly) => {
            let months = monthly.months().iter().map(|month| month.number_from_month().to_string());
            let months = months.collect::<Vec<_>>().join(",");
            let date = match monthly.day() {
                MonthDay::On(day) => format!("*-{months}-{day}"),
                MonthDay::Last => format!("*-{months}~1"),
                MonthDay::First(weekday) => format!("{weekday} *-{months}-1..7"),
                MonthDay::Second(weekday) => format!("{weekday} *-{months}-8..14"),
                MonthDay::Third(weekday) => format!("{weekday} *-{months}-15..21"),
                MonthDay::Fourth(weekday) => format!("{weekday} *-{months}-22..28"),
                MonthDay::LastWeekday(weekday) => format!("{weekday} *-{months}~7/1"),
            };
            (date, monthly.time())
        }
        Trigger::Periodically(_) => return None,
    };
    Some(format!("{date} {} {zone}", time.format("%T")))
}

/// The first `count` elapses of each event strictly after an instant.
///
/// # Errors
///
/// Fails where `systemd-analyze` cannot be run, and where it does not understand an event or is not understood.
pub fn elapses(events: &[String], after: DateTime<Utc>, count: usize) -> io::Result<Vec<Vec<DateTime<Utc>>>> {
    let output = Command::new("systemd-analyze")
        .args(["calendar", &format!("--iterations={count}"), &format!("--base-time=@{}", after.timestamp())])
        .args(events)
        // Instants are printed on the local clock.
        .env("TZ", "UTC")
        .env("LC_ALL", "C")
        .output()
        .map_err(|error| {
            io::Error::new(error.kind(), format!("systemd-analyze: {error} (apt-get install systemd)"))
        })?;
    let text = String::from_utf8_lossy(&output.stdout);
    let said: Option<Vec<Vec<DateTime<Utc>>>> = text
        .split("Normalized form:")
        .skip(1)
        .map(|part| part.lines().filter_map(elapse).collect())
        .collect();
    said.filter(|said| output.status.success() && said.len() == events.len())
        .ok_or_else(|| io::Error::other(format!("{text}{}", String::from_utf8_lossy(&output.stderr))))
}

/// Reads `    Next elapse: Sun 2025-10-26 00:30:00 UTC` and `       Iter. #2: ...`; `Some(None)` where it cannot.
fn elapse(line: &str) -> Option<Option<DateTime<Utc>>> {
    let (name, said) = line.split_once(": ")?;
    let name = name.trim();
    if name != "Next elapse" && !name.starts_with("Iter. #") || said.trim() == "never" {
        return None;
    }
    Some(NaiveDateTime::parse_from_str(said.trim(), "%a %F %T UTC").ok().map(|elapse| elapse.and_utc()))
}
