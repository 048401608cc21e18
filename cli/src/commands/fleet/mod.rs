//! `fleet`: when many jobs start, what collides, and how the starts could be spread.
//!
//! The jobs are counted on all cores and forgotten: a fleet of any size needs the memory of its counters (`load.rs`).
//! Suggestions (`spread.rs`) need the counts of all jobs first, so the files are read a second time, job after job in
//! the order of the input.

mod load;
mod picture;
mod report;
mod spread;

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use backup_window::wire::{Field, Tree};
use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use clap::Args;
use clap::builder::NonEmptyStringValueParser;

use self::load::{Load, Week};
use self::picture::Panel;
use self::report::{MoveLine, Report};
use self::spread::{Limits, Move};
use super::gather::each_subject;
use super::stream::{Answered, Frame, Output};
use super::subjects::{JobDocument, Subject};
use super::subjects::{hash, key};
use super::{Place, Tally, Work, each_job, shown, write_error};
use crate::Failure;
use crate::args::{Choices, Documents, Format, Inputs, parse_instant};
use crate::input::Source;
use crate::length::parse_length;
use crate::output::instant;
use crate::zone::Zone;

pub(crate) const EXAMPLES: &str = "\
Examples:
  When do the jobs of a server start, hour by hour of the coming week?
    curl -s https://server:4443/v8/Jobs |
        backup-window fleet - --zone Europe/Prague
  Which repositories are hit by several jobs in the same minute? With a picture:
    backup-window fleet jobs.ndjson --zone Europe/Prague --by repository \\
        --from 2026-03-23T00:00:00Z --svg week.svg
  Other times within the windows, so that fewer jobs start at once; then change
  one of them:
    backup-window fleet jobs.json --zone Europe/Prague --suggest-offsets \\
        --from 2026-03-23T00:00:00Z --format text
    backup-window set daily-time 22:37 --file jobs.json --job nightly \\
        --in-place";

// The command of this name has a group of its own.
#[derive(Debug, Args)]
#[group(skip)]
pub(crate) struct Options {
    /// The instant from which starts are counted, in RFC 3339; whole minutes [default: this hour].
    #[arg(long, value_name = "INSTANT", value_parser = parse_instant, alias = "at")]
    from: Option<DateTime<Utc>>,
    /// The end of the range, not included, a week after the start at most [default: that week].
    #[arg(long, value_name = "INSTANT", value_parser = parse_instant)]
    to: Option<DateTime<Utc>>,
    /// Counts starts in the same minute of jobs that share a repository, a proxy, or the value of any property, such as
    /// `organizationId` or `storage.backupRepositoryId`.
    ///
    /// repository: the first of repositoryId, targetRepositoryId, repositoryUid, repositoryName, backupRepositoryId and
    /// storage.backupRepositoryId that a job has. proxy: of proxyId, proxyPoolId, and storage.backupProxies.proxyIds,
    /// each of the list.
    #[arg(long, value_name = "PROPERTY", value_parser = NonEmptyStringValueParser::new())]
    by: Option<String>,
    /// Suggests other times of day and other minutes after the hour, so that fewer jobs start at once. No start leaves
    /// its opening, no interval and no day is changed. Needs files: the jobs are read twice.
    #[arg(long)]
    suggest_offsets: bool,
    /// What the suggestions depend on, beside the identifiers of the jobs.
    #[arg(long, value_name = "N", default_value_t = 0, requires = "suggest_offsets")]
    seed: u64,
    /// The farthest that a daily start is moved, either way, such as `30m` [default: anywhere in its opening; 1h without
    /// a window].
    #[arg(long, value_name = "LENGTH", value_parser = parse_length, requires = "suggest_offsets")]
    shift: Option<TimeDelta>,
    /// How long the sessions take: starts are kept so long before the closing, where they are now.
    #[arg(long, value_name = "LENGTH", value_parser = parse_length, requires = "suggest_offsets")]
    duration: Option<TimeDelta>,
    /// Draws the histogram into a file, as SVG.
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
    #[command(flatten)]
    choices: Choices,
}

/// The properties that name what is written to.
const REPOSITORY: [&str; 6] = [
    "repositoryId",
    "targetRepositoryId",
    "repositoryUid",
    "repositoryName",
    "backupRepositoryId",
    "storage.backupRepositoryId",
];

/// The properties that name what does the work.
const PROXY: [&str; 3] = ["proxyId", "proxyPoolId", "storage.backupProxies.proxyIds"];

/// A fleet that is being counted.
struct Fleet<'a> {
    options: &'a Options,
    week: &'a Week,
    zone: &'a Zone,
    format: Format,
    heading: String,
    load: Mutex<Load>,
}

/// Counts the starts of all jobs of all sources.
pub(crate) fn run(
    documents: &Documents,
    format: Format,
    options: &Options,
    zone: &Zone,
    zone_is_given: bool,
) -> Result<Tally, Failure> {
    let inputs = &documents.inputs;
    let week = week(options, zone)?;
    if options.suggest_offsets
        && Source::all(&inputs.files).iter().any(|source| matches!(source, Source::StandardInput))
    {
        return Err("--suggest-offsets reads the jobs twice (expected files, not standard input)".to_owned());
    }
    let shown_zone = if zone_is_given { zone.to_string() } else { "UTC (no --zone given)".to_owned() };
    let (from, to) = (instant(week.range.start), instant(week.range.end));
    let heading = format!("starts from {from} up to {to}, zone {shown_zone}");
    let load = Mutex::new(Load::new(&week));
    let fleet = Fleet { options, week: &week, zone, format, heading, load };
    let tally = each_job(inputs, &fleet)?;
    let heading = fleet.heading;
    let before = fleet.load.into_inner().unwrap_or_else(PoisonError::into_inner);

    let mut out = Output::new(Frame::after(format));
    let report = Report { week: &week, zone, by: options.by.as_deref() };
    let mut answered = Answered::default();
    match format {
        Format::Text => {
            answered.write(&report.totals_for_people(&before));
            answered.write(&report.histogram_for_people(&before, "as scheduled"));
            answered.write(&report.groups_for_people(&before));
        }
        Format::Ndjson => {
            answered.write_json(&report.fleet_line(&before))?;
            for group in report.group_lines(&before) {
                answered.write_json(&group)?;
            }
        }
    }
    out.write(&mut answered)?;
    let after = if options.suggest_offsets {
        let (after, moved) = suggest(inputs, options, format, &week, zone, &before, &mut out)?;
        match format {
            Format::Text => {
                answered.write(&report.histogram_for_people(&after, "as suggested"));
                answered.write(&report.gain_for_people(&before, &after, moved));
            }
            Format::Ndjson => answered.write_json(&report.suggested_line(&after, moved))?,
        }
        Some(after)
    } else {
        None
    };
    out.write(&mut answered)?;
    out.end()?;
    if let Some(file) = &options.svg {
        let picture = draw(&heading, &before, after.as_ref());
        std::fs::write(file, picture).map_err(|error| format!("{}: {error}", file.display()))?;
    }
    Ok(tally)
}

/// The range: a week at most, from a whole minute on.
fn week(options: &Options, zone: &Zone) -> Result<Week, Failure> {
    #[expect(clippy::disallowed_methods, reason = "the command line is where the present comes in")]
    let now = Utc::now;
    let (from, whole) = match options.from {
        Some(from) => (from, TimeDelta::minutes(1)),
        None => (now(), TimeDelta::hours(1)),
    };
    let out_of_range = |_| format!("--from {}: out of range", instant(from));
    let from = from.duration_trunc(whole).map_err(out_of_range)?;
    let limit = from.checked_add_signed(TimeDelta::weeks(1)).unwrap_or(DateTime::<Utc>::MAX_UTC);
    let to = options.to.unwrap_or(limit);
    if to <= from || to > limit {
        let (from, to, limit) = (instant(from), instant(to), instant(limit));
        return Err(format!("--to {to} does not make a range (expected after {from}, up to {limit})"));
    }
    Ok(Week::new(from..to, zone))
}

impl Work for Fleet<'_> {
    const GOES_ON: bool = false;
    const ANSWERS_AT_ONCE: bool = false;

    fn frame(&self) -> Frame {
        Frame::of(self.format, || self.heading.clone())
    }

    fn on(&self, subject: &Subject<'_>, place: &Place<'_, '_>, out: &mut Answered) -> Result<(), Failure> {
        let reading = match &subject.reading {
            Ok(reading) => reading,
            Err(error) => {
                out.tally.errors += 1;
                return write_error(self.format, error, subject, place, out);
            }
        };
        let plan = self.options.choices.applied_to(&reading.plan);
        let groups = groups(self.options.by.as_deref(), subject, place);
        let (starts, reason) = match plan.schedule() {
            Ok(schedule) => (spread::starts(schedule, self.week, self.zone), None),
            Err(none) => (Vec::new(), Some(none.code())),
        };
        let mut load = self.load.lock().unwrap_or_else(PoisonError::into_inner);
        load.add_job(self.week, &starts, &groups);
        if let Some(reason) = reason {
            *load.without.entry(reason).or_default() += 1;
        }
        Ok(())
    }
}

/// Suggests other starts, job after job, and counts what that brings.
fn suggest(
    inputs: &Inputs,
    options: &Options,
    format: Format,
    week: &Week,
    zone: &Zone,
    before: &Load,
    out: &mut Output,
) -> Result<(Load, u64), Failure> {
    let limits =
        Limits { shift: options.shift, duration: options.duration.unwrap_or_default(), seed: options.seed };
    let (mut load, mut moved, mut place_in_fleet) = (before.clone(), 0, 0u64);
    let mut answered = Answered::default();
    each_subject(inputs, |subject, place| {
        place_in_fleet += 1;
        let Ok(reading) = &subject.reading else { return Ok(()) };
        let plan = options.choices.applied_to(&reading.plan);
        let Ok(schedule) = plan.schedule() else { return Ok(()) };
        let starts = spread::starts(schedule, week, zone);
        let groups = groups(options.by.as_deref(), subject, place);
        load.remove(week, &starts, &groups);
        let key = hash(&key(&subject.id, &subject.name, (place_in_fleet - 1) as usize));
        match spread::suggest(&plan, key, limits, &load, week, zone) {
            None => load.add(week, &starts, &groups),
            Some(suggested) => {
                load.add(week, &suggested.starts, &groups);
                moved += 1;
                write_suggestion(format, subject, &suggested, &mut answered)?;
                if answered.is_much() {
                    out.write(&mut answered)?;
                }
            }
        }
        Ok(())
    })?;
    out.write(&mut answered)?;
    Ok((load, moved))
}

fn write_suggestion(
    format: Format,
    subject: &Subject<'_>,
    suggested: &Move,
    out: &mut Answered,
) -> Result<(), Failure> {
    let Subject { id, name, .. } = subject;
    match format {
        Format::Ndjson => out.write_json(&MoveLine::new(id, name, suggested)),
        Format::Text => {
            let Move { property, from, to, .. } = suggested;
            out.write(&format!("{}: {property} {from} -> {to}\n", shown(id, name)));
            Ok(())
        }
    }
}

/// What the job shares with others: the values of the first of the properties that it has.
fn groups(by: Option<&str>, subject: &Subject<'_>, place: &Place<'_, '_>) -> Vec<String> {
    let Some(by) = by else { return Vec::new() };
    let given = [by];
    let paths: &[&str] = match by {
        "repository" => &REPOSITORY,
        "proxy" => &PROXY,
        _ => &given,
    };
    match subject.document {
        None => Vec::new(),
        Some(JobDocument::Other(tree)) => values(tree, paths),
        // What is not part of a schedule was not taken up.
        Some(JobDocument::Microsoft365(_)) => {
            let Some(job) = place.whereabouts.job(place.job) else { return Vec::new() };
            let by_name = paths.iter().filter(|path| !path.contains('.'));
            let found: Vec<String> =
                by_name.map(|name| job.property(name)).find_map(|field| shared(&field)).into_iter().collect();
            if found.is_empty() && by.contains('.') {
                Tree::from_json(job.text()).map_or(Vec::new(), |tree| values(&tree, paths))
            } else {
                found
            }
        }
    }
}

fn values(tree: &Tree, paths: &[&str]) -> Vec<String> {
    let at = |path: &&str| path.split('.').try_fold(tree, |tree, name| tree.property(name));
    let of = |value: &Tree| {
        let items = value.items().iter().filter_map(|item| shared(&item.field()));
        shared(&value.field()).into_iter().chain(items).collect::<Vec<_>>()
    };
    paths.iter().filter_map(at).map(of).find(|values| !values.is_empty()).unwrap_or_default()
}

/// An identifier; an empty one is none.
fn shared(field: &Field) -> Option<String> {
    match field {
        Field::Text(text) if !text.is_empty() => Some(text.to_string()),
        Field::Integer(number) => Some(number.to_string()),
        _ => None,
    }
}

fn draw(heading: &str, before: &Load, after: Option<&Load>) -> String {
    let panel = |title: &str, load: &Load| {
        let most = load.peak_hour().map_or(0, |peak| peak.starts);
        let starts = if most == 1 { "start" } else { "starts" };
        format!("{title}: {most} {starts} in the busiest hour")
    };
    let mut panels = vec![Panel { title: panel("As scheduled", before), hours: &before.hours }];
    if let Some(after) = after {
        panels.push(Panel { title: panel("As suggested", after), hours: &after.hours });
    }
    let title = format!("{} jobs, {} starts in a week", before.jobs, before.starts());
    picture::draw(&title, heading, &panels)
}
