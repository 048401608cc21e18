//! `infer-offset`.

use std::fmt::Write as _;
use std::sync::OnceLock;

use anstyle::{AnsiColor, Style};
use backup_window::wire::Error;
use backup_window::{Plan, PrintedRun, Schedule};
use chrono::{DateTime, FixedOffset, Utc};
use clap::Args;
use serde::Serialize;
use serde_json::Value;

use super::{JobRead, Question as Asked};
use crate::args::parse_instant;
use crate::columns::filled;
use crate::output::{instant, local_for_people};
use crate::zone::{DATABASE, Zone};

pub(crate) const EXAMPLES: &str = "\
Examples:
  Where is the server that lists these jobs?
    curl -s https://server:4443/v8/Jobs | backup-window infer-offset -
  A schedule policy alone, and what the console showed for it:
    backup-window infer-offset policy.json --next-run 2018-06-02T02:00:00Z
  The job was not due between the answer of the server and its next run:
    backup-window infer-offset job.json --asked 2026-03-29T12:30:00Z";

const OFFSET: Style = AnsiColor::Green.on_default();
const NONE: Style = AnsiColor::Yellow.on_default();
const NAME: Style = Style::new().bold();

/// What a server printed.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The next run that the server printed, in RFC 3339 [default: the nextRun of each job].
    #[arg(long, value_name = "INSTANT", value_parser = parse_instant)]
    next_run: Option<DateTime<Utc>>,
    /// When it was printed: offsets with a run between then and the next run are left out.
    #[arg(long, value_name = "INSTANT", value_parser = parse_instant)]
    asked: Option<DateTime<Utc>>,
    /// No run was missed since the lastRun of each job: offsets with a run in between are left out.
    #[arg(long, conflicts_with = "asked")]
    none_missed: bool,
}

/// On which clocks a job runs when its server says.
pub(crate) struct Question<'a> {
    options: &'a Options,
    /// Every zone of the database, once the first job asks for them.
    zones: OnceLock<Vec<(String, Zone)>>,
}

/// What explains a printed run.
struct Explanation {
    printed: DateTime<Utc>,
    offsets: Vec<FixedOffset>,
    zones: Vec<String>,
}

/// Why there is nothing to explain, or nothing that explains it.
struct NoExplanation {
    reason: &'static str,
    detail: String,
}

/// An answer as JSON.
#[derive(Serialize)]
pub(crate) struct Line<'a> {
    id: &'a Value,
    name: &'a Value,
    next_run: Option<String>,
    offsets: Vec<String>,
    zones: Vec<String>,
    none: Option<NoneLine>,
}

#[derive(Serialize)]
struct NoneLine {
    reason: &'static str,
    detail: String,
}

impl<'a> Question<'a> {
    pub(crate) const fn new(options: &'a Options) -> Self {
        Self { options, zones: OnceLock::new() }
    }

    /// The run that was printed, if one was.
    fn printed(&self, job: &JobRead<'_>) -> Result<Option<PrintedRun>, Error> {
        let next_run = match (self.options.next_run, job.document) {
            (Some(given), _) => Some(given),
            (None, Some(document)) => document.next_run()?,
            (None, None) => None,
        };
        let last_run = match job.document {
            Some(document) if self.options.none_missed => document.last_run()?,
            _ => None,
        };
        Ok(next_run.map(|next_run| {
            let printed = PrintedRun::new(next_run);
            self.options.asked.or(last_run).map_or(printed, |after| printed.first_after(after))
        }))
    }

    fn explain(&self, printed: PrintedRun, schedule: &Schedule) -> Explanation {
        Explanation {
            printed: printed.at(),
            offsets: printed.offsets(schedule).collect(),
            zones: self
                .zones
                .get_or_init(Zone::all)
                .iter()
                .filter(|(_, zone)| printed.is_explained_by(schedule, zone))
                .map(|(name, _)| name.clone())
                .collect(),
        }
    }

    fn answer_of(&self, job: &JobRead<'_>) -> Result<Result<Explanation, NoExplanation>, Error> {
        // A job that is disabled has been enabled when its next run was printed.
        let plan = Plan { job_enabled: true, schedule_enabled: true, ..job.reading.plan.clone() };
        let schedule = match plan.schedule() {
            Ok(schedule) => schedule,
            Err(none) => {
                return Ok(Err(NoExplanation { reason: none.code(), detail: none.to_string() }));
            }
        };
        let Some(printed) = self.printed(job)? else {
            let detail = "no next run is given (expected nextRun in the document, or --next-run)".to_owned();
            return Ok(Err(NoExplanation { reason: "no_next_run", detail }));
        };
        let explanation = self.explain(printed, schedule);
        if explanation.offsets.is_empty() && explanation.zones.is_empty() {
            let detail = format!("no offset from UTC explains a run at {}", instant(printed.at()));
            return Ok(Err(NoExplanation { reason: "unexplained", detail }));
        }
        Ok(Ok(explanation))
    }
}

impl Explanation {
    fn for_people(&self) -> String {
        /// Beyond so many, some are enough to see which they are.
        const SHOWN: usize = 12;
        let mut lines = vec![format!("  next run {}", instant(self.printed))];
        for offset in self.offsets.iter().take(SHOWN) {
            let shown = local_for_people(self.printed.with_timezone(offset));
            lines.push(format!("  {OFFSET}UTC{offset}{OFFSET:#}  {shown}"));
        }
        if let (Some(last), true) = (self.offsets.last(), self.offsets.len() > SHOWN) {
            lines.push(format!("  ... {} offsets, up to UTC{last}", self.offsets.len()));
        }
        let count = self.zones.len();
        let mut zones = format!("  {count} {}", if count == 1 { "zone" } else { "zones" });
        for (i, zone) in self.zones.iter().take(SHOWN).enumerate() {
            let _ = write!(zones, "{} {zone}", if i == 0 { ":" } else { "," });
        }
        if count > SHOWN {
            zones.push_str(", ... (--format ndjson lists them all)");
        }
        lines.push(filled(&zones, 4));
        lines.join("\n")
    }
}

impl Asked for Question<'_> {
    type Answer<'a> = Line<'a>;

    fn heading(&self) -> String {
        format!("clocks that explain a printed next run, zones of {}", *DATABASE)
    }

    fn answer_for_people(&self, job: &JobRead<'_>) -> Result<String, Error> {
        let answer = match self.answer_of(job)? {
            Ok(explanation) => explanation.for_people(),
            Err(none) => filled(&format!("  {NONE}none{NONE:#}: {}", none.detail), 4),
        };
        Ok(format!("{NAME}{}{NAME:#}\n{answer}", job.shown()))
    }

    fn answer<'a>(&self, job: &JobRead<'a>) -> Result<Line<'a>, Error> {
        let empty = Line {
            id: job.id,
            name: job.name,
            next_run: self.printed(job)?.map(|printed| instant(printed.at())),
            offsets: Vec::new(),
            zones: Vec::new(),
            none: None,
        };
        Ok(match self.answer_of(job)? {
            Ok(explanation) => Line {
                offsets: explanation.offsets.iter().map(FixedOffset::to_string).collect(),
                zones: explanation.zones,
                ..empty
            },
            Err(NoExplanation { reason, detail }) => {
                Line { none: Some(NoneLine { reason, detail }), ..empty }
            }
        })
    }
}
