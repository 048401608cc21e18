//! What changed, in words: as text and as JSON.

use anstyle::Style;
use backup_window::{BackupWindow, HourOfWeek, Interval, Length};
use chrono::TimeDelta;
use serde::Serialize;
use serde_json::Value;

use super::comparison::{Change, Comparison};
use super::{Job, Pair};
use crate::columns::filled;
use crate::output::{in_zone, instant, local_for_people};
use crate::zone::Zone;

const NAME: Style = Style::new().bold();

/// So many stretches are listed for people.
pub(super) const MOST_STRETCHES: usize = 10;

/// What changed of a job, for people.
pub(super) fn for_people(pair: &Pair<'_>, comparisons: &[Comparison], zone: &Zone) -> String {
    let mut lines = vec![format!("{NAME}{}{NAME:#}", pair.shown())];
    match only_in_one(pair) {
        Some(only) => lines.push(format!("  {only}")),
        None if comparisons.is_empty() => lines.push("  no window is in force, then or now".to_owned()),
        None => comparisons.iter().for_each(|comparison| write(&mut lines, comparison, zone)),
    }
    lines.join("\n") + "\n"
}

/// What is to be said of a job that is in one document only.
pub(super) const fn only_in_one(pair: &Pair<'_>) -> Option<&'static str> {
    match (&pair.a, &pair.b) {
        (Some(_), None) => Some("only in the first document"),
        (None, Some(_)) => Some("only in the second document"),
        _ => None,
    }
}

/// Which window is missing, and which clocks the windows were and are read on, where that is to be said.
pub(super) fn clocks(comparison: &Comparison) -> [Option<String>; 3] {
    let what = comparison.what;
    let missing = |window: &Option<BackupWindow>, when: &str| {
        let is_missing = window.is_none();
        is_missing.then(|| format!("no {what} window {when} in force: every hour allowed"))
    };
    let clocks = match (comparison.a, comparison.b) {
        (Some(a), Some(b)) if a.clock() != b.clock() => {
            Some(format!("{what} window: was read on {}, now on {}", a.clock(), b.clock()))
        }
        _ => None,
    };
    [missing(&comparison.a, "was"), missing(&comparison.b, "is"), clocks]
}

/// How many hours of a week changed.
pub(super) fn summary(comparison: &Comparison, added: &BackupWindow, removed: &BackupWindow) -> String {
    let what = comparison.what;
    if comparison.is_same() {
        let hours = comparison.a.or(comparison.b).map_or(168, |window| window.allowed_hours());
        return format!("{what} window: the same {hours} of 168 hours");
    }
    format!(
        "{what} window: {} of 168 hours newly allowed, {} no longer, read on {}",
        added.allowed_hours(),
        removed.allowed_hours(),
        removed.clock()
    )
}

/// How long some stretches are in all; nothing where there are none.
pub(super) fn total(how: &str, stretches: &[Interval]) -> Option<String> {
    let total = stretches.iter().map(Interval::length).fold(TimeDelta::zero(), |sum, length| sum + length);
    let total = Length::Limited(total);
    match stretches {
        [] => None,
        [_] => Some(format!("{how}: {total}, in one stretch")),
        _ => Some(format!("{how}: {total}, in {} stretches", stretches.len())),
    }
}

fn write(lines: &mut Vec<String>, comparison: &Comparison, zone: &Zone) {
    lines.extend(clocks(comparison).into_iter().flatten().map(|line| filled(&format!("  {line}"), 4)));
    match &comparison.change {
        Change::Hours { added, removed, week } => {
            lines.push(filled(&format!("  {}", summary(comparison, added, removed)), 4));
            if comparison.is_same() {
                return;
            }
            lines.extend(week.lines());
            lines.push(format!("      {}", week.legend()));
            for (hours, sign) in [(added, '+'), (removed, '-')] {
                if !hours.is_never() {
                    lines.push(filled(&format!("  {sign} {}", hours.text()), 4));
                }
            }
        }
        Change::Stretches { range, added, removed } => {
            let (from, to) = (instant(range.start), instant(range.end));
            lines.push(format!("  from {from} up to {to}:"));
            if comparison.is_same() {
                lines.push("  the same times".to_owned());
            }
            write_stretches(lines, '+', "newly allowed", added, zone);
            write_stretches(lines, '-', "no longer allowed", removed, zone);
        }
    }
}

fn write_stretches(lines: &mut Vec<String>, sign: char, how: &str, stretches: &[Interval], zone: &Zone) {
    lines.extend(total(how, stretches).map(|total| format!("  {total}")));
    for stretch in stretches.iter().take(MOST_STRETCHES) {
        let shown = |t| local_for_people(in_zone(t, zone));
        lines.push(format!("  {sign} {} to {}", shown(stretch.from), shown(stretch.to)));
    }
    if let Some(more) = stretches.len().checked_sub(MOST_STRETCHES).filter(|&more| more > 0) {
        lines.push(format!("    and {more} more, which --format ndjson lists"));
    }
}

/// What changed of a job, as JSON.
#[derive(Serialize)]
pub(super) struct Line<'a> {
    a: Option<JobLine<'a>>,
    b: Option<JobLine<'a>>,
    same: bool,
    windows: Vec<WindowLine>,
}

#[derive(Serialize)]
struct JobLine<'a> {
    id: &'a Value,
    name: &'a Value,
}

#[derive(Serialize)]
struct WindowLine {
    window: &'static str,
    a: Option<SideLine>,
    b: Option<SideLine>,
    same: bool,
    #[serde(flatten)]
    change: ChangeLine,
}

#[derive(Serialize)]
struct SideLine {
    clock: String,
    allowed_hours: u32,
    hours: String,
}

/// Either hours of the week, 0 to 167, on a clock, or stretches of a range.
#[derive(Serialize)]
#[serde(untagged)]
enum ChangeLine {
    Hours {
        clock: String,
        newly_allowed_hours: Vec<u8>,
        no_longer_allowed_hours: Vec<u8>,
    },
    Stretches {
        from: String,
        to: String,
        newly_allowed: Vec<StretchLine>,
        no_longer_allowed: Vec<StretchLine>,
    },
}

#[derive(Serialize)]
struct StretchLine {
    from: String,
    to: String,
}

pub(super) fn line<'a>(pair: &Pair<'a>, is_same: bool, comparisons: &[Comparison]) -> Line<'a> {
    let job = |job: &'a Job| JobLine { id: &job.id, name: &job.name };
    Line {
        a: pair.a.map(job),
        b: pair.b.map(job),
        same: is_same,
        windows: comparisons.iter().map(window_line).collect(),
    }
}

fn window_line(comparison: &Comparison) -> WindowLine {
    let side = |window: BackupWindow| SideLine {
        clock: window.clock().to_string(),
        allowed_hours: window.allowed_hours(),
        hours: window.text().to_string(),
    };
    let hours = |window: &BackupWindow| window.hours().map(HourOfWeek::index).collect();
    let stretches = |stretches: &[Interval]| {
        let line = |stretch: &Interval| StretchLine { from: instant(stretch.from), to: instant(stretch.to) };
        stretches.iter().map(line).collect()
    };
    WindowLine {
        window: comparison.what,
        a: comparison.a.map(side),
        b: comparison.b.map(side),
        same: comparison.is_same(),
        change: match &comparison.change {
            Change::Hours { added, removed, .. } => ChangeLine::Hours {
                clock: removed.clock().to_string(),
                newly_allowed_hours: hours(added),
                no_longer_allowed_hours: hours(removed),
            },
            Change::Stretches { range, added, removed } => ChangeLine::Stretches {
                from: instant(range.start),
                to: instant(range.end),
                newly_allowed: stretches(added),
                no_longer_allowed: stretches(removed),
            },
        },
    }
}
