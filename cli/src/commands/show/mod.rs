//! `show`: the question, and the answer as text and JSON. What is shown of a job is in `sheet.rs`.

mod sheet;

use std::path::PathBuf;

use anstyle::{AnsiColor, Style};
use backup_window::wire::Error;
use chrono::{DateTime, Utc};
use clap::Args;
use serde::Serialize;
use serde_json::Value;

use self::sheet::{Panel, Sheet};
use super::runs::{NoneLine, RunLine, origin_in_words};
use super::stream::{Answered, Frame, Output};
use super::{Answers, JobRead, Question as Asked, Tally};
use crate::Failure;
use crate::album::{Album, MOST_JOBS};
use crate::args::{Choices, Format, parse_instant};
use crate::columns::filled;
use crate::output::{in_zone, instant, local_for_people, write_file};
use crate::zone::Zone;

pub(crate) const EXAMPLES: &str = "\
Examples:
  The week of a job, with its next runs:
    backup-window show job.json --zone Europe/Prague \\
        --at 2026-03-25T12:00:00Z --format text
  A window by itself, as text; no runs:
    echo 'Mo-Fr 20:00-06:00; Sa,Su 00:00-24:00' |
        backup-window show - --dialect text
  A picture of all jobs, and a page to print or to put on the intranet:
    backup-window show jobs.json --zone Europe/Prague \\
        --at 2026-03-25T12:00:00Z --svg week.svg --html week.html
  Seven rows of 24 figures, Sunday first, 1 for an allowed hour:
    backup-window show job.json --at 2026-03-25T12:00:00Z --format ndjson";

const NAME: Style = Style::new().bold();
const NONE: Style = AnsiColor::Yellow.on_default();

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The instant after which the runs lie that are marked, in RFC 3339 [default: now].
    #[arg(long, value_name = "INSTANT", value_parser = parse_instant)]
    at: Option<DateTime<Utc>>,
    /// How many of the next runs are marked, 0 to 9.
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u8).range(..=9))]
    count: u8,
    /// Draws the weeks into a file, as SVG.
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
    /// Draws the weeks into a file, as a page of HTML.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    #[command(flatten)]
    choices: Choices,
}

/// Shows the windows of every job.
pub(crate) fn run(
    answers: &Answers<'_>,
    options: &Options,
    zone: &Zone,
    zone_is_given: bool,
) -> Result<Tally, Failure> {
    let question = Question::new(options, zone, zone_is_given);
    if options.svg.is_none() && options.html.is_none() {
        return answers.of(&question);
    }
    let mut out = Output::new(Frame::of(answers.format(), || question.heading()));
    let mut jobs = 0;
    let mut sheets = Vec::new();
    let mut answered = Answered::default();
    let mut written = Ok(());
    answers.gather(&mut out, |job| {
        let sheet = question.sheet(job);
        match answers.format() {
            Format::Text => answered.write(&(question.sheet_for_people(&sheet) + "\n")),
            Format::Ndjson => {
                let line = answered.write_json(&question.line(job, &sheet));
                written = std::mem::replace(&mut written, Ok(())).and(line);
            }
        }
        jobs += 1;
        if sheets.len() < MOST_JOBS {
            sheets.push(sheet.pictured(zone));
        }
    })?;
    written?;
    out.write(&mut answered)?;
    out.end()?;
    let title = match (&sheets[..], jobs) {
        ([sheet], 1) => format!("The week of {}", sheet.name),
        (sheets, jobs) if sheets.len() == jobs => format!("The weeks of {jobs} jobs"),
        (sheets, jobs) => format!("The weeks of the first {} of {jobs} jobs", sheets.len()),
    };
    let album = Album { title: &title, subtitle: &question.heading(), sheets: &sheets };
    if let Some(file) = &options.svg {
        write_file(file, &album.as_svg())?;
    }
    if let Some(file) = &options.html {
        write_file(file, &album.as_html())?;
    }
    Ok(out.tally())
}

/// What the week of a job looks like.
struct Question<'a> {
    options: &'a Options,
    at: DateTime<Utc>,
    zone: &'a Zone,
    zone_is_given: bool,
}

/// An answer as JSON.
#[derive(Serialize)]
struct Line<'a> {
    id: &'a Value,
    name: &'a Value,
    windows: Vec<WindowLine>,
    runs: Vec<RunLine>,
    none: Option<NoneLine>,
}

#[derive(Serialize)]
struct WindowLine {
    window: &'static str,
    /// What its hours are read on.
    clock: String,
    allowed_hours: u32,
    /// The same as text, without the clock.
    hours: String,
    /// A row for each day from Sunday on, a figure for each hour, 1 where it is allowed.
    days: Vec<String>,
    /// The hour of the week, 0 to 167, that each of the runs lies in.
    hours_of_runs: Vec<u8>,
}

impl<'a> Question<'a> {
    fn new(options: &'a Options, zone: &'a Zone, zone_is_given: bool) -> Self {
        #[expect(clippy::disallowed_methods, reason = "the command line is where the present comes in")]
        let now = Utc::now;
        Self { options, at: options.at.unwrap_or_else(now), zone, zone_is_given }
    }

    fn sheet(&self, job: &JobRead<'_>) -> Sheet {
        let plan = self.options.choices.applied_to(&job.reading.plan);
        Sheet::new(job.shown(), &plan, self.zone, self.at, self.options.count)
    }

    fn sheet_for_people(&self, sheet: &Sheet) -> String {
        let mut lines = vec![format!("{NAME}{}{NAME:#}", sheet.name)];
        for panel in &sheet.panels {
            lines.push(format!("  {}", panel.title()));
            let week = panel.week(sheet.marks(panel, self.zone));
            lines.extend(week.lines());
            lines.push(format!("      {}", week.legend()));
        }
        for (mark, run) in sheet.numbered_runs() {
            let local = local_for_people(in_zone(run.at, self.zone));
            lines.push(format!("  {mark}  {}  {local}  {}", instant(run.at), origin_in_words(&run.origin)));
        }
        if let Some(none) = &sheet.none {
            lines.push(filled(&format!("  {NONE}no runs{NONE:#}: {}", none.detail), 4));
        }
        lines.join("\n")
    }

    fn line<'j>(&self, job: &JobRead<'j>, sheet: &Sheet) -> Line<'j> {
        let window = |panel: &Panel| {
            let window = panel.window;
            let figures: String =
                window.to_bools().iter().map(|&is_allowed| if is_allowed { '1' } else { '0' }).collect();
            WindowLine {
                window: panel.what.code()?,
                clock: window.clock().to_string(),
                allowed_hours: window.allowed_hours(),
                hours: window.text().to_string(),
                days: (0..7).map(|day| figures[day * 24..][..24].to_owned()).collect(),
                hours_of_runs: sheet.marks(panel, self.zone).map(|(hour, _)| hour.index()).collect(),
            }
            .into()
        };
        Line {
            id: job.id,
            name: job.name,
            windows: sheet.panels.iter().filter_map(window).collect(),
            runs: sheet.runs.iter().map(RunLine::of).collect(),
            none: sheet.none.clone(),
        }
    }
}

impl Asked for Question<'_> {
    type Answer<'a> = Line<'a>;

    fn heading(&self) -> String {
        let zone =
            if self.zone_is_given { self.zone.to_string() } else { "UTC (no --zone given)".to_owned() };
        format!("backup windows, and runs after {}, zone {zone}", instant(self.at))
    }

    fn answer_for_people(&self, job: &JobRead<'_>) -> Result<String, Error> {
        Ok(self.sheet_for_people(&self.sheet(job)))
    }

    fn answer<'a>(&self, job: &JobRead<'a>) -> Result<Line<'a>, Error> {
        Ok(self.line(job, &self.sheet(job)))
    }
}
