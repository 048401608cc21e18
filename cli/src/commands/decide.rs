//! `decide`.

use std::path::PathBuf;

use anstyle::{AnsiColor, Style};
use backup_window::job::{
    Act, Activity, Attempt, Awaited, Cause, Decision, Ended, Fate, Idle, Session, State, Switch,
};
use backup_window::wire::Error;
use chrono::{DateTime, TimeDelta, Utc};
use clap::Args;
use serde::Serialize;
use serde_json::Value;

use super::runs::{NoneLine, RunLine, run_for_people};
use super::{JobRead, Question as Asked};
use crate::Failure;
use crate::args::{Choices, parse_instant};
use crate::columns::filled;
use crate::output::{in_zone, instant, local_for_people};
use crate::zone::Zone;

const NAME: Style = Style::new().bold();
const ACT: Style = AnsiColor::Green.on_default();
const WAIT: Style = AnsiColor::Yellow.on_default();

pub(crate) const EXAMPLES: &str = "\
Examples:
  Is a job due now, by its lastRun?
    backup-window decide job.json --zone Europe/Prague
  By a state that a scheduler has kept:
    backup-window decide job.json --zone Europe/Prague \\
        --at 2026-03-29T01:00:00Z --state state.json";

// The command of this name has a group of its own.
#[derive(Debug, Args)]
#[group(skip)]
pub(crate) struct Options {
    /// The instant asked about, in RFC 3339 [default: now].
    #[arg(long, value_name = "INSTANT", value_parser = parse_instant)]
    at: Option<DateTime<Utc>>,
    /// The state of the jobs as JSON [default: what each document says of its last run].
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    #[command(flatten)]
    choices: Choices,
}

/// What is to be done with a job.
pub(crate) struct Question<'a> {
    options: &'a Options,
    at: DateTime<Utc>,
    state: Option<State>,
    zone: &'a Zone,
    zone_is_given: bool,
}

/// An answer as JSON.
#[derive(Serialize)]
pub(crate) struct Line<'a> {
    id: &'a Value,
    name: &'a Value,
    act: &'static str,
    /// What is waited for.
    awaited: Option<&'static str>,
    run: Option<RunLine>,
    attempt: Option<AttemptLine>,
    closed: Option<String>,
    until: Option<String>,
    none: Option<NoneLine>,
}

#[derive(Serialize)]
struct AttemptLine {
    number: u16,
    of: u16,
    at: String,
}

impl<'a> Question<'a> {
    pub(crate) fn new(options: &'a Options, zone: &'a Zone, zone_is_given: bool) -> Result<Self, Failure> {
        #[expect(clippy::disallowed_methods, reason = "the command line is where the present comes in")]
        let at = options.at.unwrap_or_else(Utc::now);
        let state = match &options.state {
            None => None,
            Some(file) => {
                let failed = |error: String| format!("{}: {error}", file.display());
                let text = std::fs::read_to_string(file).map_err(|error| failed(error.to_string()))?;
                Some(
                    serde_json::from_str(&text)
                        .map_err(|error| failed(format!("not the state of a job: {error}")))?,
                )
            }
        };
        Ok(Self { options, at, state, zone, zone_is_given })
    }

    /// The state that was given, or what can be told from the document.
    fn state_of(&self, job: &JobRead<'_>) -> Result<State, Error> {
        if let Some(state) = self.state {
            return Ok(state);
        }
        // A job of which nothing is known has missed nothing.
        let unknown = State::new(self.at - TimeDelta::nanoseconds(1));
        let Some(document) = job.document else { return Ok(unknown) };
        let Some(since) = document.last_run()? else { return Ok(unknown) };
        let session = Session { since, cause: Cause::Run(since), attempt: 0 };
        let activity = match document.status()? {
            Some(status) if status.is_running() => Activity::Running(session),
            // A session that failed is tried again only where its end is known.
            Some(status) => {
                Activity::Idle(document.last_end()?.zip(status.outcome()).map(|(at, outcome)| Ended {
                    session,
                    at,
                    outcome,
                    retries_cancelled: false,
                }))
            }
            None => Activity::Idle(None),
        };
        let settled = match activity {
            Activity::Idle(Some(ended)) => since.max(ended.at - TimeDelta::nanoseconds(1)),
            _ => since,
        };
        Ok(State::restore(Switch::AsPlanned, settled, None, activity))
    }

    fn words(&self, decision: &Decision<'_>) -> String {
        let shown = |t| local_for_people(in_zone(t, self.zone));
        let attempt = |attempt: &Attempt| format!("retry {} of {}", attempt.number, attempt.of);
        let act = match &decision.act {
            Act::Start(start) => {
                let run = run_for_people(&start.run, self.zone).replace('\n', "\n  ");
                format!("{ACT}start{ACT:#} for the run\n  {run}")
            }
            Act::Retry(retry) => format!("{ACT}start{ACT:#}, {}, due {}", attempt(retry), shown(retry.at)),
            Act::Terminate { closed } => {
                format!("{ACT}terminate{ACT:#}, the backup window closed {}", shown(*closed))
            }
            Act::Wait(awaited) => {
                let what = match awaited {
                    Awaited::Run => "the next run".to_owned(),
                    Awaited::Retry(retry) => attempt(retry),
                    Awaited::Opening => "the opening of its window, for a run that is late".to_owned(),
                    Awaited::Closing => "the session, or the closing of the backup window".to_owned(),
                };
                format!("{WAIT}wait{WAIT:#} for {what}")
            }
            Act::Nothing(Idle::Running) => format!("{WAIT}nothing{WAIT:#}: a session is running"),
            Act::Nothing(Idle::NoRun(none)) => filled(&format!("{WAIT}nothing{WAIT:#}: {none}"), 4),
        };
        match decision.until {
            Some(until) => format!("  {act}\n  until {}", shown(until)),
            None => format!("  {act}"),
        }
    }
}

impl Asked for Question<'_> {
    type Answer<'a> = Line<'a>;

    fn heading(&self) -> String {
        let zone =
            if self.zone_is_given { self.zone.to_string() } else { "UTC (no --zone given)".to_owned() };
        format!("decided at {}, zone {zone}", instant(self.at))
    }

    fn answer_for_people(&self, job: &JobRead<'_>) -> Result<String, Error> {
        let plan = self.options.choices.applied_to(&job.reading.plan);
        let decision = plan.decide(self.zone, &self.state_of(job)?, self.at);
        Ok(format!("{NAME}{}{NAME:#}\n{}", job.shown(), self.words(&decision)))
    }

    fn answer<'a>(&self, job: &JobRead<'a>) -> Result<Line<'a>, Error> {
        let plan = self.options.choices.applied_to(&job.reading.plan);
        let Decision { act, until } = plan.decide(self.zone, &self.state_of(job)?, self.at);
        let empty = Line {
            id: job.id,
            name: job.name,
            act: act.code(),
            awaited: None,
            run: None,
            attempt: None,
            closed: None,
            until: until.map(instant),
            none: None,
        };
        let attempt = |attempt: &Attempt| {
            debug_assert!(matches!(attempt.fate, Fate::Made { .. }));
            Some(AttemptLine { number: attempt.number, of: attempt.of, at: instant(attempt.at) })
        };
        Ok(match &act {
            Act::Start(start) => Line { run: Some(RunLine::of(&start.run)), ..empty },
            Act::Retry(retry) => Line { attempt: attempt(retry), ..empty },
            Act::Terminate { closed } => Line { closed: Some(instant(*closed)), ..empty },
            Act::Wait(awaited) => {
                let (awaited, attempt) = match awaited {
                    Awaited::Run => ("run", None),
                    Awaited::Retry(retry) => ("retry", attempt(retry)),
                    Awaited::Opening => ("opening", None),
                    Awaited::Closing => ("closing", None),
                };
                Line { awaited: Some(awaited), attempt, ..empty }
            }
            Act::Nothing(Idle::Running) => empty,
            Act::Nothing(Idle::NoRun(none)) => Line { none: Some(NoneLine::of(*none)), ..empty },
        })
    }
}
