//! `missed`.

use std::num::NonZeroU16;

use anstyle::{AnsiColor, Style};
use backup_window::NoRun;
use backup_window::job::{CatchUp, Misfire};
use backup_window::wire::Error;
use chrono::{DateTime, Utc};
use clap::{Args, ValueEnum};
use serde::Serialize;
use serde_json::Value;

use super::runs::{NoneLine, RunLine, run_for_people};
use super::{JobRead, Question as Asked};
use crate::Failure;
use crate::args::{Choices, parse_instant};
use crate::columns::filled;
use crate::output::instant;
use crate::zone::Zone;

const NAME: Style = Style::new().bold();
const NONE: Style = AnsiColor::Yellow.on_default();

pub(crate) const EXAMPLES: &str = "\
Examples:
  The machine was down from Friday evening to Monday morning. What was missed?
    backup-window missed jobs.json --zone Europe/Prague \\
        --from 2026-03-27T19:00:00Z --to 2026-03-30T06:00:00Z
  Up to three sessions make up for it, one after the other:
    backup-window missed jobs.json --zone Europe/Prague \\
        --from 2026-03-27T19:00:00Z --to 2026-03-30T06:00:00Z \\
        --misfire all --limit 3";

// The command of this name has a group of its own.
#[derive(Debug, Args)]
#[group(skip)]
pub(crate) struct Options {
    /// Since when nobody has looked after the jobs, in RFC 3339.
    #[arg(long, value_name = "INSTANT", value_parser = parse_instant)]
    from: DateTime<Utc>,
    /// When somebody does again [default: now].
    #[arg(long, value_name = "INSTANT", value_parser = parse_instant)]
    to: Option<DateTime<Utc>>,
    /// What becomes of missed runs.
    #[arg(long, value_enum, value_name = "POLICY", default_value = "once")]
    misfire: Policy,
    /// With `--misfire skip`: a run counts as missed once so many seconds have passed since it.
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    grace: u32,
    /// With `--misfire all`: at most so many.
    #[arg(long, value_name = "N", default_value = "10", value_parser = clap::value_parser!(u16).range(1..))]
    limit: u16,
    #[command(flatten)]
    choices: Choices,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Policy {
    /// One session makes up for all of them.
    Once,
    /// They are passed over.
    Skip,
    /// A session for each of the last so many.
    All,
}

/// What a job missed.
pub(crate) struct Question<'a> {
    options: &'a Options,
    to: DateTime<Utc>,
    zone: &'a Zone,
    zone_is_given: bool,
}

/// An answer as JSON.
#[derive(Serialize)]
pub(crate) struct Line<'a> {
    id: &'a Value,
    name: &'a Value,
    missed: u64,
    /// The run to start now.
    run: Option<RunLine>,
    /// How many more follow it.
    more: u16,
    none: Option<NoneLine>,
}

impl<'a> Question<'a> {
    pub(crate) fn new(options: &'a Options, zone: &'a Zone, zone_is_given: bool) -> Result<Self, Failure> {
        #[expect(clippy::disallowed_methods, reason = "the command line is where the present comes in")]
        let to = options.to.unwrap_or_else(Utc::now);
        if to < options.from {
            let (from, to) = (instant(options.from), instant(to));
            return Err(format!("--to {to} is before --from {from} (expected a range)"));
        }
        Ok(Self { options, to, zone, zone_is_given })
    }

    fn misfire(&self) -> Misfire {
        match self.options.misfire {
            Policy::Once => Misfire::RunOnce,
            Policy::Skip => Misfire::Skip { grace_seconds: self.options.grace },
            Policy::All => {
                Misfire::RunAll { limit: NonZeroU16::new(self.options.limit).unwrap_or(NonZeroU16::MIN) }
            }
        }
    }

    /// How many runs were missed, and what makes up for them.
    fn caught_up<T>(
        &self,
        job: &JobRead<'_>,
        answer: impl FnOnce(Result<(u64, CatchUp), NoRun<'_>>) -> T,
    ) -> T {
        let plan = self.options.choices.applied_to(&job.reading.plan);
        let (from, to) = (self.options.from, self.to);
        let missed = plan.missed_runs(self.zone, from, to);
        answer(missed.and_then(|missed| Ok((missed, plan.catch_up(self.zone, from, to, self.misfire())?))))
    }
}

impl Asked for Question<'_> {
    type Answer<'a> = Line<'a>;

    fn heading(&self) -> String {
        let zone =
            if self.zone_is_given { self.zone.to_string() } else { "UTC (no --zone given)".to_owned() };
        format!("missed after {}, up to {}, zone {zone}", instant(self.options.from), instant(self.to))
    }

    fn answer_for_people(&self, job: &JobRead<'_>) -> Result<String, Error> {
        let lines = self.caught_up(job, |caught| match caught {
            Err(none) => filled(&format!("  {NONE}none{NONE:#}: {none}"), 4),
            Ok((missed, CatchUp { run: None, .. })) => format!("  {missed} missed, nothing to make up for"),
            Ok((missed, CatchUp { run: Some(run), more })) => {
                let run = run_for_people(&run, self.zone);
                let more = if more > 0 {
                    format!("\n  and {more} more, one after the other")
                } else {
                    String::new()
                };
                format!("  {missed} missed, to make up for:\n{run}{more}")
            }
        });
        Ok(format!("{NAME}{}{NAME:#}\n{lines}", job.shown()))
    }

    fn answer<'a>(&self, job: &JobRead<'a>) -> Result<Line<'a>, Error> {
        let empty = Line { id: job.id, name: job.name, missed: 0, run: None, more: 0, none: None };
        Ok(self.caught_up(job, |caught| match caught {
            Ok((missed, CatchUp { run, more })) => {
                Line { missed, run: run.as_ref().map(RunLine::of), more, ..empty }
            }
            Err(none) => Line { none: Some(NoneLine::of(none)), ..empty },
        }))
    }
}
