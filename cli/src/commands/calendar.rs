//! `calendar`: runs and allowed stretches as events. The format is in `icalendar.rs` of the crate.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};
use std::ops::Range;

use backup_window::{Run, Starts, Windows};
use chrono::{DateTime, Datelike, TimeDelta, Utc};
use clap::{Args, ValueEnum};

use super::intervals::{WindowChoice, windows_of};
use super::runs::origin_in_words;
use super::stream::Output;
use super::subjects::{hash, key};
use super::{Answers, JobRead, Tally};
use crate::Failure;
use crate::args::{Choices, parse_instant};
use crate::icalendar::{self, Calendar, Event};
use crate::length::parse_length;
use crate::output::{in_zone, instant, local_for_people};
use crate::zone::Zone;

pub(crate) const EXAMPLES: &str = "\
Examples:
  The runs of the coming four weeks, half an hour each, for a calendar program:
    backup-window calendar jobs.json --zone Europe/Prague \\
        --duration 30m > runs.ics
  When a job may start in a week of March, and when it does:
    backup-window calendar job.json --zone Europe/Prague \\
        --events windows,runs --at 2026-03-01T00:00:00Z \\
        --from 2026-03-23T00:00:00Z --to 2026-03-30T00:00:00Z > march.ics
  The same bytes on every call, for a file under version control:
    backup-window calendar job.json --at 2026-03-01T00:00:00Z > march.ics";

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// When the calendar is written, in RFC 3339: the stamp of its events [default: now].
    #[arg(long, value_name = "INSTANT", value_parser = parse_instant)]
    at: Option<DateTime<Utc>>,
    /// The first instant of the range, in RFC 3339 [default: --at].
    #[arg(long, value_name = "INSTANT", value_parser = parse_instant)]
    from: Option<DateTime<Utc>>,
    /// The end of the range, not included [default: four weeks after --from].
    #[arg(long, value_name = "INSTANT", value_parser = parse_instant)]
    to: Option<DateTime<Utc>>,
    /// What becomes an event.
    #[arg(long, value_enum, value_name = "EVENTS", value_delimiter = ',', default_value = "runs")]
    events: Vec<Events>,
    /// Of which window the stretches are.
    #[arg(long, value_enum, default_value = "start")]
    window: WindowChoice,
    /// How long the event of a run is, such as 90s, 20m or 1h30m; it ends where the window closes [default: without a length].
    #[arg(long, value_name = "DURATION", value_parser = parse_length)]
    duration: Option<TimeDelta>,
    #[command(flatten)]
    choices: Choices,
}

/// What becomes an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Events {
    /// Every run in the range.
    Runs,
    /// Every allowed stretch that has a part in the range, from its opening to its closing.
    Windows,
}

/// Events beyond these years cannot be written.
const YEARS: Range<i32> = 1..9_999;

/// Longer than any stretch between two changes of a window: a week, and what a change of the clock may add.
const LONGEST_STRETCH: TimeDelta = TimeDelta::days(15);

/// Writes the calendar to standard output, and what is to be said about it to standard error.
pub(crate) fn run(answers: &Answers<'_>, options: &Options, zone: &Zone) -> Result<Tally, Failure> {
    #[expect(clippy::disallowed_methods, reason = "the command line is where the present comes in")]
    let at = options.at.unwrap_or_else(Utc::now);
    let question = Question { options, zone, range: range(options, at)? };
    let mut calendar = Calendar::new(BufWriter::new(io::stdout()), at);
    let mut errors = Output::of_errors(answers.format());
    let mut written = Ok(());
    let mut places = 0;
    let mut times_seen: BTreeMap<String, u32> = BTreeMap::new();
    answers.gather(&mut errors, |job| {
        let key = key(job.id, job.name, places);
        places += 1;
        // No two events have the same identifier, even where a job comes twice.
        let seen = times_seen.entry(key.clone()).or_default();
        let key = if *seen == 0 { key } else { format!("{key} {seen}") };
        *seen += 1;
        if written.is_ok() {
            written = question.write(job, &key, &mut calendar);
        }
    })?;
    let written = written.and_then(|()| calendar.end());
    errors.flush()?;
    match written {
        Ok(true) => {}
        Ok(false) => say("no event: nothing is written"),
        // The reader went away; that is no error.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
        Err(error) => return Err(format!("standard output: {error}")),
    }
    Ok(errors.tally())
}

fn range(options: &Options, at: DateTime<Utc>) -> Result<Range<DateTime<Utc>>, Failure> {
    let from = options.from.unwrap_or(at);
    let four_weeks = || from.checked_add_signed(TimeDelta::weeks(4)).unwrap_or(from);
    let to = options.to.unwrap_or_else(four_weeks);
    if to < from {
        let (from, to) = (instant(from), instant(to));
        return Err(format!("--to {to} is before --from {from} (expected a range)"));
    }
    for t in [from, to] {
        if !YEARS.contains(&t.year()) {
            return Err(format!(
                "{} cannot be written in a calendar (expected the years 1 to 9998)",
                instant(t)
            ));
        }
    }
    Ok(from..to)
}

struct Question<'a> {
    options: &'a Options,
    zone: &'a Zone,
    range: Range<DateTime<Utc>>,
}

impl Question<'_> {
    /// Writes the events of a job.
    fn write(&self, job: &JobRead<'_>, key: &str, calendar: &mut Calendar<impl Write>) -> io::Result<()> {
        let name = job.name.as_str().map_or_else(|| job.shown(), str::to_owned);
        for events in [Events::Windows, Events::Runs] {
            if self.options.events.contains(&events) {
                match events {
                    Events::Windows => self.write_windows(job, &name, key, calendar)?,
                    Events::Runs => self.write_runs(job, &name, key, calendar)?,
                }
            }
        }
        Ok(())
    }

    fn write_windows(
        &self,
        job: &JobRead<'_>,
        name: &str,
        key: &str,
        calendar: &mut Calendar<impl Write>,
    ) -> io::Result<()> {
        let windows = windows_of(self.options.window, job.reading);
        if windows.is_always() || windows.is_never() {
            let when = if windows.is_always() { "always" } else { "never" };
            say(&format!("{}: {when} allowed: no event", job.shown()));
            return Ok(());
        }
        let (what, summary) = match self.options.window {
            WindowChoice::Backup => ("backup", "backup window"),
            WindowChoice::Periodically => ("periodic", "periodic window"),
            WindowChoice::Start => ("start", "starts allowed"),
        };
        let (summary, clocks) = (format!("{name}: {summary}"), clocks(&windows));
        // Whole stretches, so that an event is the same in every calendar that has it.
        let range = self.range.start - LONGEST_STRETCH..self.range.end + LONGEST_STRETCH;
        for stretch in windows.starts_allowed(self.zone, range) {
            if stretch.to <= self.range.start || stretch.from >= self.range.end {
                continue;
            }
            let shown = |t| local_for_people(in_zone(t, self.zone));
            calendar.write(&Event {
                uid: &uid(what, stretch.from, key),
                start: stretch.from,
                end: Some(stretch.to),
                summary: &summary,
                description: &format!("{} to {}\n{clocks}", shown(stretch.from), shown(stretch.to)),
            })?;
        }
        Ok(())
    }

    fn write_runs(
        &self,
        job: &JobRead<'_>,
        name: &str,
        key: &str,
        calendar: &mut Calendar<impl Write>,
    ) -> io::Result<()> {
        let plan = self.options.choices.applied_to(&job.reading.plan);
        // The first instant of the range belongs to it.
        let before = self.range.start - TimeDelta::nanoseconds(1);
        let mut next = plan.next_after(self.zone, before);
        if let Err(none) = &next {
            say(&format!("{}: no runs: {none}", job.shown()));
        }
        while let Ok(run) = next
            && run.at < self.range.end
        {
            self.write_run(&run, name, key, calendar)?;
            // When a continuous job is due again is a matter of the session that starts here.
            if plan.starts == Starts::Continuously {
                break;
            }
            next = plan.next_after(self.zone, run.at);
        }
        Ok(())
    }

    fn write_run(
        &self,
        run: &Run,
        name: &str,
        key: &str,
        calendar: &mut Calendar<impl Write>,
    ) -> io::Result<()> {
        let origin = origin_in_words(&run.origin);
        let closes = run.closes.map_or_else(String::new, |closes| {
            format!("\nwindow closes {}", local_for_people(in_zone(closes, self.zone)))
        });
        let end = self.options.duration.map(|duration| run.at + duration);
        calendar.write(&Event {
            uid: &uid("run", run.at, key),
            start: run.at,
            end: end.map(|end| run.closes.map_or(end, |closes| closes.min(end))),
            summary: &format!("{name}: run"),
            description: &format!("{}, {origin}{closes}", local_for_people(run.local())),
        })
    }
}

/// The same for the same event of the same job, whatever the range of the calendar.
fn uid(what: &str, start: DateTime<Utc>, key: &str) -> String {
    format!("{what}-{}-{:016x}@backup-window", icalendar::instant(start), hash(key))
}

fn clocks(windows: &Windows) -> String {
    let window = |window: Option<backup_window::BackupWindow>, what| {
        window.map(|window| format!("{what} window read on {}", window.clock()))
    };
    let said = [window(windows.backup, "backup"), window(windows.periodic, "periodic")];
    said.into_iter().flatten().collect::<Vec<_>>().join("\n")
}

fn say(what: &str) {
    let _ = writeln!(io::stderr(), "{what}");
}
