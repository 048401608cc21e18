//! `check`: the findings of each job, for people and as lines of JSON. The report for code hosts is in `sarif.rs`.

mod sarif;

use std::io::{self, IsTerminal};

use anstyle::{AnsiColor, Style};
use backup_window::lint::{self, Context, Finding, Severity};
use backup_window::wire::{Excerpt, ReadOptions};
use chrono::{DateTime, TimeDelta, Utc};
use clap::{Args, ValueEnum};
use serde::Serialize;
use serde_json::Value;

use super::stream::{Answered, Frame};
use super::subjects::{JobDocument, Subject};
use super::{Place, Tally, Work, each_job, shown};
use crate::Failure;
use crate::args::{Inputs, parse_instant};
use crate::columns::filled;
use crate::length::parse_length;
use crate::output::instant;
use crate::zone::Zone;

pub(crate) const EXAMPLES: &str = "\
Examples:
  What is wrong with these jobs?
    backup-window check jobs/*.json --zone Europe/Prague \\
        --at 2026-03-25T12:00:00Z --format text
  Do jobs that take five hours get done?
    backup-window check jobs.json --zone Europe/Prague --duration 5h \\
        --at 2026-03-25T12:00:00Z
  A report for a code host or an editor:
    backup-window check jobs/*.json --zone Europe/Prague --format sarif \\
        --at 2026-03-25T12:00:00Z > findings.sarif";

const EXIT_STATUS: &str = "\
Exit status:
  0  no finding is an error
  1  at least one is: a job cannot be read, never runs or never gets done
  2  wrong usage, or a file that cannot be read; the other files are checked";

pub(crate) fn help() -> String {
    format!("{EXAMPLES}\n\n{EXIT_STATUS}")
}

// The command of this name has a group of its own.
#[derive(Debug, Args)]
#[group(skip)]
pub(crate) struct Options {
    #[command(flatten)]
    inputs: Inputs,
    /// The form of the output [default: text on a terminal, ndjson elsewhere].
    #[arg(long, value_enum)]
    format: Option<Report>,
    /// The zone of the jobs: an IANA name, `UTC`, or an offset such as `+05:30` [default: UTC].
    #[arg(long, value_name = "ZONE", allow_hyphen_values = true)]
    zone: Option<Zone>,
    /// The instant from which the coming year is looked at, in RFC 3339 [default: now].
    #[arg(long, value_name = "INSTANT", value_parser = parse_instant)]
    at: Option<DateTime<Utc>>,
    /// How long the jobs usually take, such as `90m` or `5h30m` [default: what a document says of that].
    #[arg(long, value_name = "LENGTH", value_parser = parse_length)]
    duration: Option<TimeDelta>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Report {
    /// For people.
    Text,
    /// One JSON object a finding.
    Ndjson,
    /// SARIF 2.1.0, for code hosts and editors.
    Sarif,
}

const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();
const NOTE: Style = AnsiColor::Cyan.on_default().bold();
const NAME: Style = Style::new().bold();

/// What in the jobs is probably not meant.
struct Check<'a> {
    report: Report,
    options: ReadOptions,
    context: Context<'a, Zone>,
    zone_is_given: bool,
}

/// A finding as JSON.
#[derive(Serialize)]
struct Line<'a> {
    id: &'a Value,
    name: &'a Value,
    /// The place among the jobs of its document, from 0; none where there is no document.
    job: Option<usize>,
    code: &'static str,
    severity: &'static str,
    path: &'a str,
    message: &'a str,
    fix: &'a str,
    file: Option<&'a str>,
    line: Option<u64>,
    column: Option<usize>,
}

/// Checks the jobs of all sources.
pub(crate) fn run(options: &Options) -> Result<Tally, Failure> {
    let zone = options.zone.unwrap_or_default();
    each_job(&options.inputs, &Check::new(options, &zone))
}

impl<'a> Check<'a> {
    fn new(options: &Options, zone: &'a Zone) -> Self {
        #[expect(clippy::disallowed_methods, reason = "the command line is where the present comes in")]
        let now = Utc::now;
        let default = if io::stdout().is_terminal() { Report::Text } else { Report::Ndjson };
        let at = options.at.unwrap_or_else(now);
        Self {
            report: options.format.unwrap_or(default),
            options: options.inputs.read_options(),
            context: Context { zone, at, usual_duration: options.duration },
            zone_is_given: options.zone.is_some(),
        }
    }

    fn findings(&self, subject: &Subject<'_>) -> Vec<Finding> {
        let Some(document) = subject.document else {
            return subject.reading.as_ref().err().map(Finding::unreadable).into_iter().collect();
        };
        let usual = ["avgDuration", "lastDuration"].iter().find_map(|name| document.seconds(name));
        let usual = usual.filter(|&seconds| seconds > 0).map(|seconds| TimeDelta::seconds(seconds.into()));
        let context = Context { usual_duration: self.context.usual_duration.or(usual), ..self.context };
        match document {
            JobDocument::Microsoft365(job) => lint::job(job, self.options, &context),
            JobDocument::Other(tree) => lint::document(tree, self.options, &context),
        }
    }

    fn heading(&self) -> String {
        let zone = if self.zone_is_given {
            self.context.zone.to_string()
        } else {
            "UTC (no --zone given)".to_owned()
        };
        format!("checked as of {}, zone {zone}", instant(self.context.at))
    }
}

impl Work for Check<'_> {
    // A file that cannot be read hides no finding of another.
    const GOES_ON: bool = true;

    fn frame(&self) -> Frame {
        match self.report {
            Report::Text => Frame::for_people(self.heading()).with_footing(summary),
            Report::Ndjson => Frame::lines(),
            Report::Sarif => sarif::frame(),
        }
    }

    fn on(&self, subject: &Subject<'_>, place: &Place<'_, '_>, out: &mut Answered) -> Result<(), Failure> {
        let findings = self.findings(subject);
        for finding in &findings {
            match finding.severity {
                Severity::Error => out.tally.errors += 1,
                Severity::Warning => out.tally.warnings += 1,
                Severity::Note => out.tally.notes += 1,
            }
        }
        match self.report {
            Report::Text if findings.is_empty() => {}
            Report::Text => {
                out.write(&format!("{NAME}{}{NAME:#}\n", shown(&subject.id, &subject.name)));
                findings.iter().for_each(|finding| write_for_people(finding, subject, place, out));
            }
            Report::Ndjson => findings.iter().try_for_each(|finding| {
                let excerpt = place.of(subject, &finding.path);
                out.write_json(&Line {
                    id: &subject.id,
                    name: &subject.name,
                    job: subject.is_job.then_some(place.job),
                    code: finding.code.name(),
                    severity: finding.severity.name(),
                    path: &finding.path,
                    message: &finding.message,
                    fix: &finding.fix,
                    file: place.source.file().as_deref(),
                    line: excerpt.as_ref().map(Excerpt::line),
                    column: excerpt.as_ref().map(Excerpt::column),
                })
            })?,
            Report::Sarif => {
                findings.iter().try_for_each(|finding| sarif::write(finding, subject, place, out))?
            }
        }
        Ok(())
    }
}

fn write_for_people(finding: &Finding, subject: &Subject<'_>, place: &Place<'_, '_>, out: &mut Answered) {
    let style = match finding.severity {
        Severity::Error => ERROR,
        Severity::Warning => WARNING,
        Severity::Note => NOTE,
    };
    let (severity, code) = (finding.severity, finding.code);
    let path = if finding.path.is_empty() { String::new() } else { format!("{}: ", finding.path) };
    let found = format!("  {style}{severity}{style:#}[{code}] {path}{}", finding.message);
    out.write(&format!("{}\n", filled(&found, 6)));
    if let Some(excerpt) = place.of(subject, &finding.path) {
        let file = place.source.name();
        out.write(&format!("    --> {file}:{}:{}\n", excerpt.line(), excerpt.column()));
    }
    out.write(&format!("{}\n", filled(&format!("    fix: {}", finding.fix), 9)));
}

fn summary(tally: Tally) -> String {
    let counted = |count: u64, what: &str| match count {
        1 => format!("1 {what}"),
        count => format!("{count} {what}s"),
    };
    format!(
        "{} checked: {}, {}, {}\n",
        counted(tally.jobs, "job"),
        counted(tally.errors, "error"),
        counted(tally.warnings, "warning"),
        counted(tally.notes, "note")
    )
}
