//! `diff`: the question, and which jobs are compared. What is found is in `comparison.rs`, how it is written in
//! `report.rs`, and drawn in `picture.rs`.

mod comparison;
mod picture;
mod report;

use std::collections::{BTreeMap, VecDeque};
use std::ops::Range;
use std::path::{Path, PathBuf};

use backup_window::Windows;
use backup_window::wire::Dialect;
use chrono::{DateTime, Utc};
use clap::Args;
use serde_json::Value;

use self::comparison::Comparison;
use super::documents::each_document;
use super::stream::{Answered, Frame, Output};
use super::subjects::names;
use super::{Tally, shown};
use crate::Failure;
use crate::album::{Album, MOST_JOBS};
use crate::args::{Clock, DialectParser, Documents, Format, Inputs, parse_instant};
use crate::output::{instant, write_file};
use crate::zone::Zone;

pub(crate) const EXAMPLES: &str = "\
Examples:
  Which hours changed from one version of a job to the next?
    backup-window diff old.json new.json --format text
  Two exports of all jobs, job by job, for another program (exit status 1:
  something changed):
    backup-window diff monday.json friday.json --format ndjson
  The weeks of the jobs that changed, as a picture and as a page:
    backup-window diff monday.json friday.json --svg week.svg --html week.html
  A window on the local clock and one in UTC have no hours in common, but
  instants of a range:
    backup-window diff job.json nights.txt --zone Europe/Prague \\
        --from 2026-03-28T00:00:00Z --to 2026-03-31T00:00:00Z

Exit status:
  0  the windows allow the same times
  1  they differ, or a job is in one of the documents only
  2  wrong usage, input that cannot be read, or clocks that need a range";

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The document with the windows as they were; `-` reads standard input.
    #[arg(value_name = "A")]
    a: PathBuf,
    /// The document with the windows as they are.
    #[arg(value_name = "B")]
    b: PathBuf,
    /// The zone of windows on the local clock, in a range: an IANA name, `UTC`, or an offset [default: UTC].
    #[arg(long, value_name = "ZONE", allow_hyphen_values = true)]
    zone: Option<Zone>,
    /// Where the clocks have no hours in common: the first instant of the range to compare, in RFC 3339.
    #[arg(long, value_name = "INSTANT", value_parser = parse_instant, requires = "to")]
    from: Option<DateTime<Utc>>,
    /// The end of that range, not included.
    #[arg(long, value_name = "INSTANT", value_parser = parse_instant, requires = "from")]
    to: Option<DateTime<Utc>>,
    /// How a window's minuteOffset is read [default: as the job's dialect documents it].
    #[arg(long, value_enum, value_name = "READING")]
    clock: Option<Clock>,
    /// The dialect of both documents [default: the one their properties speak for].
    #[arg(long, value_name = "DIALECT", value_parser = DialectParser, hide_possible_values = true)]
    dialect: Option<Dialect>,
    /// Draws the weeks of the jobs that changed into a file, as SVG.
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
    /// Draws the weeks of the jobs that changed into a file, as a page of HTML.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// The form of the output [default: text on a terminal, ndjson elsewhere].
    #[arg(long, value_enum)]
    pub(crate) format: Option<Format>,
}

/// A job of one of the documents.
struct Job {
    id: Value,
    name: Value,
    windows: Windows,
}

/// A job of both documents, or of one of them.
struct Pair<'a> {
    a: Option<&'a Job>,
    b: Option<&'a Job>,
}

/// Compares the windows of two documents.
pub(crate) fn run(options: &Options, format: Format) -> Result<Tally, Failure> {
    let zone = options.zone.unwrap_or_default();
    let range = options.from.zip(options.to).map(|(from, to)| from..to);
    if let Some(range) = range.as_ref().filter(|range| range.end < range.start) {
        let (from, to) = (instant(range.start), instant(range.end));
        return Err(format!("--to {to} is before --from {from} (expected a range)"));
    }
    let (a, b) = (options.jobs(&options.a)?, options.jobs(&options.b)?);
    let mut out = Output::new(Frame::of(format, || options.heading(&zone)));
    let mut answered = Answered::default();
    let mut tally = Tally::default();
    let mut sheets = Vec::new();
    for pair in pairs(&a, &b) {
        let comparisons = pair.compare(&zone, range.as_ref())?;
        let is_same = pair.is_in_both() && comparisons.iter().all(Comparison::is_same);
        tally.jobs += 1;
        tally.different += u64::from(!is_same);
        match format {
            Format::Ndjson => answered.write_json(&report::line(&pair, is_same, &comparisons))?,
            Format::Text => answered.write(&report::for_people(&pair, &comparisons, &zone)),
        }
        if sheets.len() < MOST_JOBS && !is_same {
            sheets.push(picture::sheet(&pair, &comparisons, &zone));
        }
        if answered.is_much() {
            out.write(&mut answered)?;
        }
    }
    out.write(&mut answered)?;
    out.end()?;
    let title = picture::title(&sheets, &tally);
    let album = Album { title: &title, subtitle: &options.heading(&zone), sheets: &sheets };
    if let Some(file) = &options.svg {
        write_file(file, &album.as_svg())?;
    }
    if let Some(file) = &options.html {
        write_file(file, &album.as_html())?;
    }
    Ok(tally)
}

impl Options {
    fn heading(&self, zone: &Zone) -> String {
        let zone = if self.zone.is_some() { zone.to_string() } else { "UTC (no --zone given)".to_owned() };
        format!("windows from {} to {}, zone {zone}", self.a.display(), self.b.display())
    }

    /// The jobs of a document. Where one of them cannot be read nothing is compared.
    fn jobs(&self, file: &Path) -> Result<Vec<Job>, Failure> {
        let documents = Documents {
            inputs: Inputs { files: vec![file.to_owned()], clock: self.clock, dialect: self.dialect },
            format: self.format,
        };
        let failed = |error| format!("{}: {error}", file.display());
        let mut jobs = Vec::new();
        each_document(&documents, |document| {
            let tree = document.tree.as_ref().map_err(|error| failed(error.clone()))?;
            for (place, job) in tree.jobs().into_iter().enumerate() {
                let job = document.job(place, job).map_err(failed)?;
                let (id, name) = names(job);
                let reading = job.read_with(documents.read_options());
                let reading = reading.map_err(|error| {
                    failed(error).replacen(": ", &format!(": {}: ", shown(&id, &name)), 1)
                })?;
                jobs.push(Job { id, name, windows: reading.plan.windows() });
            }
            Ok(())
        })?;
        Ok(jobs)
    }
}

impl Job {
    /// What tells it from the others of its document: its identifier, else its name.
    fn key(&self) -> String {
        if self.id.is_null() { self.name.to_string() } else { self.id.to_string() }
    }

    fn shown(&self) -> String {
        shown(&self.id, &self.name)
    }
}

/// The jobs of two documents side by side, in the order of the first: a single job of each whatever it is called, several
/// by their identifiers or names.
fn pairs<'a>(a: &'a [Job], b: &'a [Job]) -> Vec<Pair<'a>> {
    if let ([a], [b]) = (a, b) {
        return vec![Pair { a: Some(a), b: Some(b) }];
    }
    let mut by_key: BTreeMap<String, VecDeque<usize>> = BTreeMap::new();
    for (place, job) in b.iter().enumerate() {
        by_key.entry(job.key()).or_default().push_back(place);
    }
    let mut is_only_in_b = vec![true; b.len()];
    let mut pairs = Vec::new();
    for job in a {
        let other = by_key.get_mut(&job.key()).and_then(VecDeque::pop_front);
        if let Some(place) = other {
            is_only_in_b[place] = false;
        }
        pairs.push(Pair { a: Some(job), b: other.map(|place| &b[place]) });
    }
    let rest = b.iter().zip(is_only_in_b).filter(|(_, is_only_in_b)| *is_only_in_b);
    pairs.extend(rest.map(|(job, _)| Pair { a: None, b: Some(job) }));
    pairs
}

impl Pair<'_> {
    const fn is_in_both(&self) -> bool {
        self.a.is_some() && self.b.is_some()
    }

    /// What the job is called; both names where they differ.
    fn shown(&self) -> String {
        match (self.a.map(Job::shown), self.b.map(Job::shown)) {
            (Some(a), Some(b)) if a == b => a,
            (Some(a), Some(b)) => format!("{a} -> {b}"),
            (Some(only), None) | (None, Some(only)) => only,
            (None, None) => String::new(),
        }
    }

    /// The windows that at least one of the two has; nothing for a job that is in one document only.
    fn compare(&self, zone: &Zone, range: Option<&Range<DateTime<Utc>>>) -> Result<Vec<Comparison>, Failure> {
        let (Some(a), Some(b)) = (self.a, self.b) else { return Ok(Vec::new()) };
        let windows = [
            ("backup", a.windows.backup, b.windows.backup),
            ("periodic", a.windows.periodic, b.windows.periodic),
        ];
        let compared = windows.into_iter().filter(|(_, a, b)| a.is_some() || b.is_some());
        let compared = compared.map(|(what, a, b)| Comparison::of(what, a, b, zone, range));
        compared.collect::<Result<_, _>>().map_err(|error| {
            format!(
                "{}: {error}\n  a range of time can be compared: --from, --to, and --zone for local time",
                self.shown()
            )
        })
    }
}
