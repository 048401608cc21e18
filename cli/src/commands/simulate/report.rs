//! What a simulation came to, for people and as JSON.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use backup_window::NoRun;
use backup_window::job::Occurrence;
use backup_window::simulate::{Event, Tally, What};
use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use serde_json::Value;

use super::durations::Shown;
use super::{Subject, Week};
use crate::columns::{filled, tied};
use crate::output::{in_zone, instant, local_for_people};
use crate::zone::Zone;

const NAME: Style = Style::new().bold();
const GOOD: Style = AnsiColor::Green.on_default();
const NONE: Style = AnsiColor::Yellow.on_default();
const BAD: Style = AnsiColor::Red.on_default();

/// A job as JSON.
#[derive(Serialize)]
pub(super) struct JobLine<'a> {
    id: &'a Value,
    name: &'a Value,
    durations: DurationsLine,
    runs: u64,
    retries: u64,
    succeeded: u64,
    failed: u64,
    terminated: u64,
    retries_dropped: u64,
    retries_given_way: u64,
    runs_dropped: u64,
    runs_missed: u64,
    late: u64,
    longest_wait_seconds: i64,
    longest_without_success: GapLine,
    busy_seconds: i64,
    allowed_seconds: i64,
    weeks: Vec<WeekLine>,
    unfinished_since: Option<String>,
    none: Option<NoneLine>,
}

#[derive(Serialize)]
struct DurationsLine {
    shortest_seconds: u32,
    longest_seconds: u32,
    /// The property of the document that they come from.
    from: Option<&'static str>,
}

#[derive(Serialize)]
struct GapLine {
    from: String,
    to: String,
    seconds: i64,
}

#[derive(Serialize)]
struct WeekLine {
    from: String,
    busy_seconds: i64,
    allowed_seconds: i64,
}

#[derive(Serialize)]
struct NoneLine {
    reason: &'static str,
    detail: String,
}

/// An event as JSON.
#[derive(Serialize)]
pub(super) struct EventLine<'a> {
    at: String,
    event: &'static str,
    id: &'a Value,
    name: &'a Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    attempt: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    runs: Option<u64>,
}

/// Why a job has no run, if it has none after an instant.
pub(super) fn why_none<'p>(subject: &'p Subject, zone: &Zone, from: DateTime<Utc>) -> Option<NoRun<'p>> {
    subject.plan.plan().next_after(zone, from - TimeDelta::nanoseconds(1)).err()
}

pub(super) fn job_line<'a>(
    subject: &'a Subject,
    tally: &Tally,
    weeks: &[Week],
    none: Option<NoRun<'_>>,
) -> JobLine<'a> {
    let gap = tally.longest_without_success;
    JobLine {
        id: &subject.id,
        name: &subject.name,
        durations: DurationsLine {
            shortest_seconds: subject.durations.shortest(),
            longest_seconds: subject.durations.longest(),
            from: subject.measured,
        },
        runs: tally.runs,
        retries: tally.retries,
        succeeded: tally.succeeded,
        failed: tally.failed,
        terminated: tally.terminated,
        retries_dropped: tally.retries_dropped,
        retries_given_way: tally.retries_given_way,
        runs_dropped: tally.runs_dropped,
        runs_missed: tally.runs_missed,
        late: tally.late,
        longest_wait_seconds: tally.longest_wait.num_seconds(),
        longest_without_success: GapLine {
            from: instant(gap.from),
            to: instant(gap.to),
            seconds: gap.length().num_seconds(),
        },
        busy_seconds: tally.busy.num_seconds(),
        allowed_seconds: weeks.iter().map(|week| week.allowed).sum::<TimeDelta>().num_seconds(),
        weeks: weeks
            .iter()
            .map(|week| WeekLine {
                from: instant(week.from),
                busy_seconds: week.busy.num_seconds(),
                allowed_seconds: week.allowed.num_seconds(),
            })
            .collect(),
        unfinished_since: tally.unfinished_since.map(instant),
        none: none.map(|none| NoneLine { reason: none.code(), detail: none.to_string() }),
    }
}

pub(super) fn job_for_people(
    subject: &Subject,
    tally: &Tally,
    weeks: &[Week],
    zone: &Zone,
    none: Option<NoRun<'_>>,
) -> String {
    let name = format!("{NAME}{}{NAME:#}\n", subject.shown);
    if let Some(none) = none {
        return name + &filled(&format!("  {NONE}none{NONE:#}: {none}"), 4) + "\n";
    }
    let mut text = String::new();
    let (shortest, longest) = (subject.durations.shortest(), subject.durations.longest());
    let (low, high) = (Shown(shortest.into()), Shown(longest.into()));
    let range = if shortest == longest { low.to_string() } else { format!("{low} to {high}") };
    let from = subject.measured.map(|property| format!(", from {property}")).unwrap_or_default();
    let _ = writeln!(text, "  sessions of {range}{from}");
    let _ = writeln!(
        text,
        "  {}, {}: {GOOD}{} succeeded{GOOD:#}{}{}",
        number(tally.runs, "run", "runs"),
        number(tally.retries, "retry", "retries"),
        tally.succeeded,
        counted(tally.failed, "failed", BAD),
        counted(tally.terminated, "terminated when the window closed", BAD),
    );
    for (count, (one, many), what) in [
        (tally.retries_dropped, ("retry", "retries"), "not made, because the window was closed"),
        (tally.retries_given_way, ("retry", "retries"), "not made, because a run came first"),
        (tally.runs_dropped, ("run", "runs"), "passed while a session was running"),
        (tally.runs_missed, ("run", "runs"), "passed while the job waited for its turn"),
    ] {
        if count > 0 {
            let _ = writeln!(text, "  {NONE}{}{NONE:#} {what}", number(count, one, many));
        }
    }
    if tally.late > 0 {
        let wait = Shown(tally.longest_wait.num_seconds());
        let late = number(tally.late, "session", "sessions");
        let _ = writeln!(text, "  {late} began late, waiting for others, {wait} at most");
    }
    let gap = tally.longest_without_success;
    let shown = |t| tied(&local_for_people(in_zone(t, zone)));
    let _ = writeln!(
        text,
        "  longest without a success: {}, {} to {}",
        Shown(gap.length().num_seconds()),
        shown(gap.from),
        shown(gap.to)
    );
    let allowed: TimeDelta = weeks.iter().map(|week| week.allowed).sum();
    let _ = write!(text, "  busy {}", used(tally.busy, allowed));
    // What is left of a week at the end of the range says little.
    let whole = weeks.split_last().map_or(&[][..], |(_, others)| others);
    if let Some(week) = whole.iter().max_by_key(|week| (week.per_mille(), std::cmp::Reverse(week.from))) {
        let _ =
            write!(text, "; most in the week from {}: {}", shown(week.from), used(week.busy, week.allowed));
    }
    text.push('\n');
    if let Some(since) = tally.unfinished_since {
        let _ = writeln!(text, "  a session is still running at the end, since {}", shown(since));
    }
    text.lines().fold(name, |above, line| above + &filled(line, 4) + "\n")
}

fn number(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

fn counted(count: u64, what: &str, style: Style) -> String {
    if count == 0 { String::new() } else { format!(", {style}{count} {what}{style:#}") }
}

fn used(busy: TimeDelta, allowed: TimeDelta) -> String {
    let per_mille = share(busy, allowed);
    format!(
        "{} of {} allowed ({}.{} %)",
        Shown(busy.num_seconds()),
        Shown(allowed.num_seconds()),
        per_mille / 10,
        per_mille % 10
    )
}

/// A part in thousandths, rounded down.
pub(super) fn share(part: TimeDelta, whole: TimeDelta) -> i64 {
    part.num_seconds() * 1_000 / whole.num_seconds().max(1)
}

/// All jobs together.
pub(super) fn total_for_people(tallies: &[Tally]) -> String {
    let sum = |count: fn(&Tally) -> u64| tallies.iter().map(count).sum::<u64>();
    let text = format!(
        "{NAME}{} jobs{NAME:#}: {}, {}, {} succeeded, {} failed, {} terminated; {} and {} not made",
        tallies.len(),
        number(sum(|tally| tally.runs), "run", "runs"),
        number(sum(|tally| tally.retries), "retry", "retries"),
        sum(|tally| tally.succeeded),
        sum(|tally| tally.failed),
        sum(|tally| tally.terminated),
        number(sum(|tally| tally.runs_dropped + tally.runs_missed), "run", "runs"),
        number(sum(|tally| tally.retries_dropped + tally.retries_given_way), "retry", "retries"),
    );
    filled(&text, 2) + "\n"
}

pub(super) fn event_line<'a>(event: &Event, subject: &'a Subject, place: usize) -> EventLine<'a> {
    let empty = EventLine {
        at: instant(event.at),
        event: "",
        id: &subject.id,
        name: &subject.name,
        key: None,
        attempt: None,
        since: None,
        outcome: None,
        due: None,
        runs: None,
    };
    match event.what {
        What::Start { run, attempt } => EventLine {
            event: if attempt == 0 { "start" } else { "retry" },
            key: Some(Occurrence::new(&subject.key(place), run).retry(attempt).to_string()),
            attempt: (attempt > 0).then_some(attempt),
            ..empty
        },
        What::End { since, outcome } => {
            EventLine { event: "end", since: Some(instant(since)), outcome: Some(outcome.code()), ..empty }
        }
        What::NoRetry(attempt) => EventLine {
            event: match attempt.fate.code() {
                "dropped" => "retry_dropped",
                _ => "retry_gives_way",
            },
            attempt: Some(attempt.number),
            due: Some(instant(attempt.at)),
            ..empty
        },
        What::Dropped { runs } => EventLine { event: "runs_dropped", runs: Some(runs), ..empty },
    }
}

pub(super) fn event_for_people(event: &Event, subject: &Subject, zone: &Zone) -> String {
    let shown = |t| local_for_people(in_zone(t, zone));
    let what = match event.what {
        What::Start { attempt: 0, run } if run < event.at => format!("start, due {}", shown(run)),
        What::Start { attempt: 0, .. } => "start".to_owned(),
        What::Start { attempt, .. } => format!("retry {attempt}"),
        What::End { since, outcome } => {
            format!("{} after {}", outcome.code(), Shown((event.at - since).num_seconds()))
        }
        What::NoRetry(attempt) => {
            let why = if attempt.fate.code() == "dropped" { "is dropped" } else { "gives way to a run" };
            format!("retry {} at {} {why}", attempt.number, shown(attempt.at))
        }
        What::Dropped { runs: 1 } => "1 run passed meanwhile".to_owned(),
        What::Dropped { runs } => format!("{runs} runs passed meanwhile"),
    };
    format!("{}  {NAME}{}{NAME:#}  {what}\n", shown(event.at), subject.shown)
}
