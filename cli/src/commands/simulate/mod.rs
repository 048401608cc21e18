//! `simulate`.

mod durations;
mod report;
mod timeline;

use std::io::{self, IsTerminal};
use std::num::NonZeroU32;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use backup_window::ZoneTable;
use backup_window::job::CompiledPlan;
use backup_window::simulate::{Durations, Event, Job, PerMillion, Simulation, Tally};
use chrono::{DateTime, TimeDelta, Utc};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::Value;

use self::durations::{Preference, percent};
use self::timeline::{Row, Timeline};
use super::stream::{Answered, Frame, Output};
use super::subjects::{hash, key};
use super::{Answers, JobRead};
use crate::Failure;
use crate::args::{Choices, Format, parse_instant};
use crate::in_turn::in_turn;
use crate::output::{instant, write_file};
use crate::zone::Zone;

pub(crate) const EXAMPLES: &str = "\
Examples:
  A year of all jobs that a server lists, with sessions like the last ones:
    curl -s https://server:4443/v8/Jobs | backup-window simulate - \\
        --zone Europe/Prague \\
        --from 2026-01-01T00:00:00Z --to 2027-01-01T00:00:00Z
  Sessions of 10 to 40 minutes, 2 of 100 fail, 4 at once; with a picture:
    backup-window simulate jobs.json --zone Europe/Prague \\
        --from 2026-03-23T00:00:00Z --to 2026-03-30T00:00:00Z \\
        --duration 10m..40m --failures 2 --limit 4 --events --svg week.svg";

// The command of this name has a group of its own.
#[derive(Debug, Args)]
#[group(skip)]
pub(crate) struct Options {
    /// The first instant of the range, in RFC 3339.
    #[arg(long, value_name = "INSTANT", value_parser = parse_instant)]
    from: DateTime<Utc>,
    /// The end of the range, not included.
    #[arg(long, value_name = "INSTANT", value_parser = parse_instant)]
    to: DateTime<Utc>,
    /// How long sessions take: 90s, 20m or 1h30m; a range such as 10m..40m; or what the document says, last or average,
    /// with something to fall back on.
    #[arg(long, value_name = "DURATION", default_value = "last,average,30m")]
    duration: Preference,
    /// Makes sessions up to so many percent shorter or longer.
    #[arg(long, value_name = "PERCENT", default_value_t = 0, value_parser = clap::value_parser!(u32).range(..=10_000))]
    vary: u32,
    /// How many percent of the sessions fail.
    #[arg(long, value_name = "PERCENT", default_value = "0", value_parser = percent)]
    failures: PerMillion,
    /// How many sessions can run at once [default: any number].
    #[arg(long, value_name = "N")]
    limit: Option<NonZeroU32>,
    /// What durations and failures are drawn from: the same seed gives the same ones on every machine.
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,
    /// Lists every event, in order, before the summaries.
    #[arg(long)]
    events: bool,
    /// Draws the simulation into a file: a row for each job, sessions from left to right.
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
    #[command(flatten)]
    choices: Choices,
}

/// A job that is simulated.
struct Subject {
    id: Value,
    name: Value,
    /// What it is called for people.
    shown: String,
    plan: CompiledPlan,
    durations: Durations,
    /// The property of the document that the durations come from.
    measured: Option<&'static str>,
}

/// How much of a week a job used.
struct Week {
    from: DateTime<Utc>,
    busy: TimeDelta,
    allowed: TimeDelta,
}

/// Simulates the jobs of all sources.
pub(crate) fn run(
    answers: &Answers<'_>,
    options: &Options,
    zone: &Zone,
    zone_is_given: bool,
) -> Result<super::Tally, Failure> {
    let range = options.from..options.to;
    if range.end < range.start {
        let (from, to) = (instant(range.start), instant(range.end));
        return Err(format!("--to {to} is before --from {from} (expected a range)"));
    }
    let simulation = Simulation::new(range.clone(), options.seed)
        .with_failures(options.failures)
        .with_limit(options.limit);
    let heading = heading(options, &range, zone, zone_is_given);
    let mut out = Output::new(Frame::of(answers.format(), || heading));
    let table = Arc::new(ZoneTable::new(zone));
    let mut subjects = Vec::new();
    answers.gather(&mut out, |job| subjects.push(Subject::new(job, options, &table)))?;
    let jobs: Vec<Job<'_>> = subjects.iter().enumerate().map(|(place, subject)| subject.job(place)).collect();
    let simulated = if simulation.has_limit() || options.events {
        together(&simulation, &jobs, &subjects, options, zone, answers.format(), &range, &mut out)?
    } else {
        apart(&simulation, &jobs, options, &range)?
    };
    let (tallies, rows): (Vec<Tally>, Vec<Option<Row>>) = simulated.into_iter().unzip();
    let mut answered = Answered::default();
    for (subject, tally) in subjects.iter().zip(&tallies) {
        let weeks = weeks(subject, tally, zone, &range);
        let none = report::why_none(subject, zone, range.start);
        match answers.format() {
            Format::Ndjson => answered.write_json(&report::job_line(subject, tally, &weeks, none))?,
            Format::Text => answered.write(&report::job_for_people(subject, tally, &weeks, zone, none)),
        }
        if answered.is_much() {
            out.write(&mut answered)?;
        }
    }
    if answers.format() == Format::Text && tallies.len() > 1 {
        answered.write(&report::total_for_people(&tallies));
    }
    out.write(&mut answered)?;
    out.end()?;
    if let Some(file) = &options.svg {
        let rows: Vec<_> = subjects
            .iter()
            .zip(rows)
            .filter_map(|(subject, row)| {
                Some((subject.shown.clone(), subject.plan.plan().windows().backup, row?))
            })
            .collect();
        let timeline = Timeline { range: &range, zone, subtitle: &subtitle(options) };
        write_file(file, &timeline.draw(&rows))?;
    }
    Ok(out.tally())
}

fn heading(options: &Options, range: &Range<DateTime<Utc>>, zone: &Zone, zone_is_given: bool) -> String {
    let zone = if zone_is_given { zone.to_string() } else { "UTC (no --zone given)".to_owned() };
    let (from, to) = (instant(range.start), instant(range.end));
    format!("simulated from {from} up to {to}, zone {zone}, {}", subtitle(options))
}

/// What the simulation assumes, in words.
fn subtitle(options: &Options) -> String {
    let parts = options.failures.parts();
    let percent = format!("{}.{:04}", parts / 10_000, parts % 10_000);
    let percent = percent.trim_end_matches('0').trim_end_matches('.');
    let limit = options.limit.map_or_else(String::new, |limit| format!(", {limit} sessions at once"));
    format!("{percent} % of the sessions fail{limit}, seed {}", options.seed)
}

/// All jobs in one line of time, with every event in order.
#[expect(clippy::too_many_arguments, reason = "the parts of one call")]
fn together(
    simulation: &Simulation,
    jobs: &[Job<'_>],
    subjects: &[Subject],
    options: &Options,
    zone: &Zone,
    format: Format,
    range: &Range<DateTime<Utc>>,
    out: &mut Output,
) -> Result<Vec<(Tally, Option<Row>)>, Failure> {
    let days = (range.end - range.start).num_days().unsigned_abs();
    let progress = progress(days, "days");
    let mut rows = vec![options.svg.as_ref().map(|_| Row::new(range)); jobs.len()];
    let mut answered = Answered::default();
    let mut written = Ok(());
    let see = |event: &Event| {
        if let Some(Some(row)) = rows.get_mut(event.job) {
            row.see(event);
        }
        let Some(subject) = subjects.get(event.job).filter(|_| options.events && written.is_ok()) else {
            return;
        };
        written = match format {
            Format::Ndjson => answered.write_json(&report::event_line(event, subject, event.job)),
            Format::Text => {
                answered.write(&report::event_for_people(event, subject, zone));
                Ok(())
            }
        };
        if written.is_ok() && answered.is_much() {
            written = out.write(&mut answered);
        }
    };
    let tallies = simulation.run(jobs, see, |now| {
        progress.set_position((now - range.start).num_days().unsigned_abs());
    });
    progress.finish_and_clear();
    written?;
    out.write(&mut answered)?;
    rows.iter_mut().flatten().for_each(Row::finish);
    Ok(tallies.into_iter().zip(rows).collect())
}

/// Each job by itself, on all cores.
fn apart(
    simulation: &Simulation,
    jobs: &[Job<'_>],
    options: &Options,
    range: &Range<DateTime<Utc>>,
) -> Result<Vec<(Tally, Option<Row>)>, Failure> {
    let progress = progress(jobs.len() as u64, "jobs");
    let mut simulated = Vec::with_capacity(jobs.len());
    let mut next = 0;
    let result = in_turn(
        |place: &mut usize| {
            *place = next;
            next += 1;
            Ok(*place < jobs.len())
        },
        |&place, done: &mut Option<(Tally, Option<Row>)>, _| {
            let Some(job) = jobs.get(place) else { return Ok(()) };
            *done = Some(if options.svg.is_some() {
                let mut row = Row::new(range);
                let tally = simulation.run_alone(place, job, |event| row.see(event));
                row.finish();
                (tally, Some(row))
            } else {
                // Without a picture nobody looks at the events, and none are made.
                (simulation.run_alone(place, job, |_| {}), None)
            });
            Ok(())
        },
        |_, done| {
            simulated.extend(done.take());
            progress.inc(1);
            Ok(())
        },
    );
    progress.finish_and_clear();
    result.map(|()| simulated)
}

impl Subject {
    fn new(job: &JobRead<'_>, options: &Options, table: &Arc<ZoneTable>) -> Self {
        let plan = options.choices.applied_to(&job.reading.plan);
        let (durations, measured) = options.duration.of(|property| job.seconds(property));
        Self {
            id: job.id.clone(),
            name: job.name.clone(),
            shown: job.shown(),
            plan: plan.compile(table),
            durations: durations.varied_by_percent(options.vary),
            measured,
        }
    }

    /// What the job is known by.
    fn key(&self, place: usize) -> String {
        key(&self.id, &self.name, place)
    }

    fn job(&self, place: usize) -> Job<'_> {
        Job { plan: &self.plan, durations: self.durations, stream: hash(&self.key(place)) }
    }
}

/// What a job used of each week of the range, and what its backup window allowed.
fn weeks(subject: &Subject, tally: &Tally, zone: &Zone, range: &Range<DateTime<Utc>>) -> Vec<Week> {
    let window = subject.plan.plan().windows().backup;
    let mut from = range.start;
    let week = |&busy: &TimeDelta| {
        let to = from.checked_add_signed(TimeDelta::weeks(1)).map_or(range.end, |to| to.min(range.end));
        let allowed = window.map_or(to - from, |window| window.allowed_time(zone, from..to));
        let week = Week { from, busy, allowed };
        from = to;
        week
    };
    tally.busy_in_week.iter().map(week).collect()
}

impl Week {
    fn per_mille(&self) -> i64 {
        report::share(self.busy, self.allowed)
    }
}

/// A bar on standard error, where that is a terminal.
fn progress(length: u64, what: &str) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(length);
    if let Ok(style) =
        ProgressStyle::with_template(&format!("{{bar:40}} {{pos}}/{{len}} {what}, {{eta}} left"))
    {
        bar.set_style(style);
    }
    bar.enable_steady_tick(std::time::Duration::from_millis(200));
    bar
}
