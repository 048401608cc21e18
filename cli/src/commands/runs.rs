//! `next` and `previous`.

use anstyle::{AnsiColor, Style};
use backup_window::wire::Error;
use backup_window::{NoRun, Origin, Plan, Run, Starts};
use chrono::{DateTime, Utc};
use clap::Args;
use serde::Serialize;
use serde_json::Value;

use super::{JobRead, Question as Asked};
use crate::args::{Choices, parse_instant};
use crate::columns::filled;
use crate::output::{in_zone, instant, local, local_for_people};
use crate::zone::{Table, Zone};

pub(crate) const NEXT_EXAMPLES: &str = "\
Examples:
  The next run of a job, seen from a given instant:
    backup-window next job.json --zone Europe/Prague \\
        --at 2026-03-25T12:00:00Z
  The runs of a week, of all jobs that a server lists:
    curl -s https://server:4443/v8/Jobs | backup-window next - \\
        --at 2026-03-23T00:00:00Z --until 2026-03-30T00:00:00Z
  One JSON object a job, for another program; from now on:
    backup-window next jobs.ndjson --zone Europe/Prague --format ndjson";

pub(crate) const PREVIOUS_EXAMPLES: &str = "\
Examples:
  The last three runs before an instant, latest first:
    backup-window previous job.json --zone Europe/Prague --count 3 \\
        --at 2026-03-29T12:00:00Z";

const AT: Style = AnsiColor::Green.on_default();
const NONE: Style = AnsiColor::Yellow.on_default();
const NAME: Style = Style::new().bold();

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The instant asked from, in RFC 3339 [default: now].
    #[arg(long, value_name = "INSTANT", value_parser = parse_instant)]
    pub(crate) at: Option<DateTime<Utc>>,
    /// How many runs [default: 1, or all up to --until].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) count: Option<u64>,
    /// Where the list ends: `next` stops before this instant, `previous` includes it.
    #[arg(long, value_name = "INSTANT", value_parser = parse_instant)]
    pub(crate) until: Option<DateTime<Utc>>,
    #[command(flatten)]
    pub(crate) choices: Choices,
}

/// Which way the runs are followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    /// Strictly after the instant.
    Next,
    /// Strictly before it, latest first.
    Previous,
}

/// When a job runs, seen from an instant.
pub(crate) struct Question<'a> {
    direction: Direction,
    options: &'a Options,
    at: DateTime<Utc>,
    count: u64,
    zone: &'a Zone,
    zone_is_given: bool,
    table: Table<'a>,
}

impl<'a> Question<'a> {
    pub(crate) fn new(
        direction: Direction,
        options: &'a Options,
        zone: &'a Zone,
        zone_is_given: bool,
    ) -> Self {
        #[expect(clippy::disallowed_methods, reason = "the command line is where the present comes in")]
        let now = Utc::now;
        let default_count = if options.until.is_some() { u64::MAX } else { 1 };
        Self {
            direction,
            options,
            at: options.at.unwrap_or_else(now),
            count: options.count.unwrap_or(default_count),
            zone,
            zone_is_given,
            table: Table::of(zone),
        }
    }

    /// The runs, as far as asked for.
    fn runs<'p>(&self, plan: &'p Plan) -> Result<Vec<Run>, NoRun<'p>> {
        let table = self.table.get();
        let mut runs = Vec::new();
        let mut from = self.at;
        while (runs.len() as u64) < self.count {
            let run = match (self.direction, table) {
                (Direction::Next, Some(table)) => plan.in_zone(table).next_after(from),
                (Direction::Next, None) => plan.next_after(self.zone, from),
                (Direction::Previous, Some(table)) => plan.in_zone(table).previous_before(from),
                (Direction::Previous, None) => plan.previous_before(self.zone, from),
            };
            let run = match run {
                Ok(run) if self.is_listed(run.at) => run,
                Err(none) if runs.is_empty() => return Err(none),
                _ => break,
            };
            from = run.at;
            runs.push(run);
            if plan.starts == Starts::Continuously {
                // When it is due again is a matter of the session that starts here.
                break;
            }
        }
        Ok(runs)
    }

    fn is_listed(&self, at: DateTime<Utc>) -> bool {
        self.options.until.is_none_or(|until| match self.direction {
            Direction::Next => at < until,
            Direction::Previous => at >= until,
        })
    }
}

/// Where a run comes from, in a word or two.
pub(super) const fn origin_in_words(origin: &Origin) -> &'static str {
    match origin {
        Origin::Scheduled => "scheduled",
        Origin::Deferred { .. } => "deferred",
        Origin::AtOpening => "at opening",
        Origin::MovedByGap { .. } => "moved by gap",
    }
}

/// A run in words, on lines of its own: when, where from, and until when.
pub(super) fn run_for_people(run: &Run, zone: &Zone) -> String {
    let from = match run.origin {
        Origin::Scheduled | Origin::AtOpening => String::new(),
        Origin::Deferred { from } => format!("\n    from {}", local_for_people(in_zone(from, zone))),
        Origin::MovedByGap { nominal } => format!("\n    from {nominal}"),
    };
    let closes = match run.closes {
        Some(closes) => format!("window closes {}", local_for_people(in_zone(closes, zone))),
        None => "no window ends it".to_owned(),
    };
    let (at, local) = (instant(run.at), local_for_people(run.local()));
    format!("  {AT}{at}{AT:#}  {local}  {}{from}\n    {closes}", origin_in_words(&run.origin))
}

/// An answer as JSON.
#[derive(Serialize)]
pub(crate) struct Line<'a> {
    id: &'a Value,
    name: &'a Value,
    runs: Vec<RunLine>,
    none: Option<NoneLine>,
}

/// A run as JSON.
#[derive(Serialize)]
pub(super) struct RunLine {
    at: String,
    local: String,
    origin: &'static str,
    closes: Option<String>,
}

/// Why there is no run, as JSON.
#[derive(Debug, Clone, Serialize)]
pub(super) struct NoneLine {
    reason: &'static str,
    /// The same in words.
    pub(super) detail: String,
}

impl RunLine {
    pub(super) fn of(run: &Run) -> Self {
        Self {
            at: instant(run.at),
            local: local(run.local()),
            origin: run.origin.code(),
            closes: run.closes.map(instant),
        }
    }
}

impl NoneLine {
    pub(super) fn of(none: NoRun<'_>) -> Self {
        Self { reason: none.code(), detail: none.to_string() }
    }
}

impl Asked for Question<'_> {
    type Answer<'a> = Line<'a>;

    fn heading(&self) -> String {
        let zone =
            if self.zone_is_given { self.zone.to_string() } else { "UTC (no --zone given)".to_owned() };
        let side = match self.direction {
            Direction::Next => "after",
            Direction::Previous => "before",
        };
        format!("runs {side} {}, zone {zone}", instant(self.at))
    }

    fn answer_for_people(&self, job: &JobRead<'_>) -> Result<String, Error> {
        let (name, reading) = (job.shown(), job.reading);
        let mut lines = vec![format!("{NAME}{name}{NAME:#}")];
        let windows = reading.plan.windows();
        for (window, what) in [(windows.backup, "backup"), (windows.periodic, "periodic")] {
            if let Some(window) = window {
                let hours = window.allowed_hours();
                lines.push(format!("  {what} window: {hours} of 168 hours, read on {}", window.clock()));
            }
        }
        match self.runs(&self.options.choices.applied_to(&reading.plan)) {
            Err(none) => lines.push(filled(&format!("  {NONE}none{NONE:#}: {none}"), 4)),
            Ok(runs) if runs.is_empty() => lines.push(format!("  {NONE}none{NONE:#} before the list ends")),
            Ok(runs) => lines.extend(runs.iter().map(|run| run_for_people(run, self.zone))),
        }
        Ok(lines.join("\n"))
    }

    fn answer<'a>(&self, job: &JobRead<'a>) -> Result<Line<'a>, Error> {
        let plan = self.options.choices.applied_to(&job.reading.plan);
        let (runs, none) = match self.runs(&plan) {
            Ok(runs) => (runs, None),
            Err(none) => (Vec::new(), Some(NoneLine::of(none))),
        };
        Ok(Line { id: job.id, name: job.name, runs: runs.iter().map(RunLine::of).collect(), none })
    }
}
