//! Job documents for the tests of the wire layer: what is the same in all of them.

use backup_window::wire::vbo::{Job, Reading};
use backup_window::{BackupWindow, Daily, Every, HourOfWeek, Periodically, Plan, Schedule, Starts};
use chrono::{NaiveTime, WeekdaySet};
use proptest::test_runner::Config;

/// So many cases of a property, or `BACKUP_WINDOW_CASES` times as many.
pub(crate) fn cases(count: u32) -> Config {
    let times = std::env::var("BACKUP_WINDOW_CASES").ok().and_then(|times| times.parse().ok()).unwrap_or(1.0);
    Config {
        cases: ((f64::from(count) * times) as u32).max(1),
        failure_persistence: None,
        ..Config::default()
    }
}

/// A document with `$168.`, `$167.` and the like replaced by a grid of so many `true`, and `$nights` by [`nights`].
pub(crate) fn with_grids(text: &str) -> String {
    let mut document = text.replace("$nights", &grid(&nights()));
    for hours in [0, 1, 167, 168, 169, 336] {
        document = document.replace(&format!("${hours}."), &format!("[{}]", vec!["true"; hours].join(",")));
    }
    document
}

/// A job from its text.
pub(crate) fn job(text: &str) -> Job {
    serde_json::from_str(&with_grids(text)).unwrap()
}

/// What a job says.
pub(crate) fn read(text: &str) -> Reading {
    job(text).read().unwrap()
}

/// What a job with a policy of these properties says.
pub(crate) fn read_policy(properties: &str) -> Reading {
    read(&format!(r#"{{"schedulePolicy":{{{properties}}}}}"#))
}

/// What is wrong with a job.
pub(crate) fn error(text: &str) -> String {
    job(text).read().unwrap_err().to_string()
}

/// The notes on a document, each as text.
pub(crate) fn notes(reading: &Reading) -> Vec<String> {
    reading.notes.iter().map(ToString::to_string).collect()
}

/// Every night from 19:00 to 08:00, on the clock of UTC.
pub(crate) fn nights() -> BackupWindow {
    BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 19, 8)
}

/// A grid as JSON.
pub(crate) fn grid(window: &BackupWindow) -> String {
    format!("{:?}", window.to_bools())
}

/// A window with this one hour denied.
pub(crate) fn all_but(hour: u8) -> BackupWindow {
    BackupWindow::from_hours(HourOfWeek::all().filter(|h| h.index() != hour))
}

/// Every day at this time.
pub(crate) fn every_day_at(time: &str) -> Schedule {
    on(WeekdaySet::ALL, time)
}

/// On these days at this time.
pub(crate) fn on(days: WeekdaySet, time: &str) -> Schedule {
    Schedule::new(Daily::new(days, time.parse::<NaiveTime>().unwrap()).unwrap())
}

/// Periodically.
pub(crate) fn every(every: Every, offset: i64) -> Schedule {
    Schedule::new(Periodically::new(every, offset).unwrap())
}

/// The plan of a schedule, with nothing else to it.
pub(crate) fn plan(schedule: Schedule) -> Plan {
    Plan::new(Starts::Scheduled(schedule))
}

/// The text with a day whose nights are 1 for `$row`, seven of them by their names for `$week`, the same as a list for
/// `$list`, and grids as of [`with_grids`].
pub(crate) fn with_weeks(text: &str) -> String {
    let row =
        (0..24).map(|hour| if (8..19).contains(&hour) { "0" } else { "1" }).collect::<Vec<_>>().join(",");
    let days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
    let week = days.map(|day| format!(r#""{day}":"{row}""#)).join(",");
    let list = days.map(|day| format!(r#"{{"day":"{day}","hours":"{row}"}}"#)).join(",");
    let text = text.replace("$week", &format!("{{{week}}}")).replace("$list", &format!("[{list}]"));
    with_grids(&text.replace("$row", &row))
}
