//! How the tables are written and checked.

use std::sync::Arc;

use backup_window::{
    BackupWindow, Daily, DeniedSlot, Every, HourOfWeek, Interval, Origin, Periodically, Run, Schedule,
    Trigger, WindowClock, Windows, ZoneTable,
};
use chrono::{DateTime, NaiveTime, Offset, TimeDelta, TimeZone, Timelike, Utc, Weekday, WeekdaySet};

use crate::oracle::{Question, Timeline, clip, runs, stretches, utc};

const NANOSECOND: TimeDelta = TimeDelta::nanoseconds(1);

/// Asserts the first runs strictly after an instant.
///
/// A row is what the clock shows, its offset and the origin: `Sun 2024-03-10 03:00 -07:00 moved from Sun 02:30`.
#[track_caller]
pub(crate) fn check<Z: TimeZone>(zone: &Z, schedule: impl Into<Schedule>, after: &str, rows: &[&str]) {
    let schedule = schedule.into();
    let mut forward = Vec::new();
    let mut t = utc(after);
    for _ in rows {
        let run = schedule.next_after(zone, t).unwrap();
        forward.push(run);
        t = run.at;
    }
    assert_eq!(shown(zone, &forward), rows, "the engine, forward");

    let mut backward = Vec::new();
    t += NANOSECOND;
    for _ in rows {
        let run = schedule.previous_before(zone, t).unwrap();
        backward.insert(0, run);
        t = run.at;
    }
    assert_eq!(shown(zone, &backward), rows, "the engine, backward");

    let compiled = schedule.compile(&Arc::new(ZoneTable::new(zone)));
    let mut t = utc(after);
    for run in &forward {
        assert_eq!(compiled.next_after(t), Ok(*run), "compiled");
        assert_eq!(compiled.next_instant_after(t), Some(run.at), "compiled, the instant alone");
        t = run.at;
    }

    let range = utc(after) + NANOSECOND..forward.last().unwrap().at + NANOSECOND;
    let plainly = runs(zone, &Question::of(&schedule), &range);
    assert_eq!(shown(zone, &plainly), rows, "the oracle");
    assert_eq!(plainly, forward, "closings included");
}

fn shown<Z: TimeZone>(zone: &Z, runs: &[Run]) -> Vec<String> {
    runs.iter().map(|run| show(zone, run)).collect()
}

fn show<Z: TimeZone>(zone: &Z, run: &Run) -> String {
    let origin = match run.origin {
        Origin::Scheduled => "scheduled".to_owned(),
        Origin::AtOpening => "at opening".to_owned(),
        Origin::Deferred { from } => format!("deferred from {}", show_time(zone, from, "%a %R")),
        Origin::MovedByGap { nominal } => format!("moved from {}", nominal.format("%a %R")),
    };
    format!("{} {origin}", show_time(zone, run.at, "%a %F %R %:z"))
}

/// What a zone's clock shows at an instant; seconds only where there are any.
pub(crate) fn show_time<Z: TimeZone>(zone: &Z, t: DateTime<Utc>, format: &str) -> String {
    let offset = zone.offset_from_utc_datetime(&t.naive_utc()).fix();
    let local = t.with_timezone(&offset);
    let mut format = format.to_owned();
    if local.second() != 0 || local.nanosecond() != 0 {
        format = format.replace("%R", "%T%.f");
    }
    if offset.local_minus_utc() % 60 != 0 {
        format = format.replace("%:z", "%::z");
    }
    local.format(&format).to_string()
}

/// Asserts whether a window allows some instants, on both the engine and the oracle.
#[track_caller]
pub(crate) fn check_hours<Z: TimeZone>(zone: &Z, window: BackupWindow, rows: &[(&str, bool)]) {
    for &(at, allowed) in rows {
        let t = utc(at);
        assert_eq!(window.is_allowed_at(zone, t), allowed, "the engine at {at}");
        let timeline = Timeline::walk(zone, &(t..t), 0);
        assert_eq!(timeline.allowed(&[Some(window)])[timeline.index_of(t)], allowed, "the oracle at {at}");
    }
}

/// Asserts the allowed stretches of a range: `Sun 02:00 -08:00 to Sun 03:00 -07:00`.
#[track_caller]
pub(crate) fn check_allowed<Z: TimeZone>(
    zone: &Z,
    windows: impl Into<Windows>,
    (from, to): (&str, &str),
    rows: &[&str],
) {
    let windows = windows.into();
    let range = utc(from)..utc(to);
    let show = |stretch: &Interval| {
        format!(
            "{} to {}",
            show_time(zone, stretch.from, "%a %R %:z"),
            show_time(zone, stretch.to, "%a %R %:z")
        )
    };
    let forward: Vec<_> = windows.starts_allowed(zone, range.clone()).map(|i| show(&i)).collect();
    assert_eq!(forward, rows, "the engine, forward");
    let backward: Vec<_> = windows.starts_allowed(zone, range.clone()).rev().map(|i| show(&i)).collect();
    assert!(backward.iter().rev().eq(&forward), "the engine, backward: {backward:?}");
    let timeline = Timeline::walk(zone, &range, 0);
    let states = timeline.allowed(&[windows.backup, windows.periodic]);
    let plainly: Vec<_> = clip(&stretches(&timeline, &states, true), &range).iter().map(show).collect();
    assert_eq!(plainly, rows, "the oracle");
}

/// Reads a time of day.
pub(crate) fn time(text: &str) -> NaiveTime {
    text.parse().unwrap()
}

/// Every day at this time.
pub(crate) fn everyday(at: &str) -> Schedule {
    daily(WeekdaySet::ALL, at)
}

/// On one day of the week at this time.
pub(crate) fn on(day: Weekday, at: &str) -> Schedule {
    daily(WeekdaySet::single(day), at)
}

/// On these days at this time.
pub(crate) fn daily(days: WeekdaySet, at: &str) -> Schedule {
    Schedule::new(Daily::new(days, time(at)).unwrap())
}

/// Every so many minutes or hours, so many minutes late.
pub(crate) fn every(every: Every, offset: i64) -> Schedule {
    Schedule::new(Trigger::from(Periodically::new(every, offset).unwrap()))
}

/// A window that is open every day from one hour to another, on local time.
pub(crate) fn open(from: u8, to: u8) -> BackupWindow {
    BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, from, to).with_clock(WindowClock::LOCAL)
}

/// An hour of a day of the week.
pub(crate) fn hour(day: Weekday, hour: u8) -> HourOfWeek {
    HourOfWeek::on(day, hour).unwrap()
}

/// A window as a picture: a row for each day from Sunday, `#` for an allowed hour. On the clock of UTC.
pub(crate) fn week(rows: [&str; 7]) -> BackupWindow {
    let cells: Vec<bool> = rows.concat().chars().map(|cell| cell == '#').collect();
    BackupWindow::from_bools(&cells.try_into().unwrap())
}

/// The three choices for denied slots, for rows on which they agree.
pub(crate) const ANY_DENIED: [DeniedSlot; 3] = [DeniedSlot::Skip, DeniedSlot::Defer, DeniedSlot::AtOpening];
