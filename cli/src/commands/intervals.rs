//! `intervals`.

use anstyle::Style;
use backup_window::wire::Error;
use backup_window::wire::vbo::Reading;
use backup_window::{Interval, Starts, Windows};
use chrono::{DateTime, Utc};
use clap::{Args, ValueEnum};
use serde::Serialize;
use serde_json::Value;

use super::{JobRead, Question as Asked};
use crate::Failure;
use crate::args::parse_instant;
use crate::output::{in_zone, instant, local_for_people};
use crate::zone::Zone;

pub(crate) const EXAMPLES: &str = "\
Examples:
  When may the job start on that day?
    backup-window intervals job.json \\
        --from 2026-03-29T00:00:00Z --to 2026-03-30T00:00:00Z
  When is its backup window open, read on the local clock?
    backup-window intervals job.json --window backup --clock local \\
        --from 2026-03-29T00:00:00Z --to 2026-04-05T00:00:00Z \\
        --zone Europe/Prague";

const NAME: Style = Style::new().bold();

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The first instant of the range, in RFC 3339.
    #[arg(long, value_name = "INSTANT", value_parser = parse_instant)]
    from: DateTime<Utc>,
    /// The end of the range, not included.
    #[arg(long, value_name = "INSTANT", value_parser = parse_instant)]
    to: DateTime<Utc>,
    /// Which window: the backup window, the one for periodic starts, or both together.
    #[arg(long, value_enum, default_value = "start")]
    window: WindowChoice,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum WindowChoice {
    /// The backup window, which ends running sessions.
    Backup,
    /// The window for the starts of a periodic job.
    Periodically,
    /// Both together: when a start is allowed.
    Start,
}

/// When the windows of a job are open.
pub(crate) struct Question<'a> {
    options: &'a Options,
    zone: &'a Zone,
    zone_is_given: bool,
}

/// The windows in force that were asked for.
pub(super) fn windows_of(choice: WindowChoice, reading: &Reading) -> Windows {
    let windows = reading.plan.windows();
    match choice {
        // A window without a job around it is the one that is asked for.
        WindowChoice::Periodically if reading.plan.starts == Starts::NotScheduled => {
            Windows { backup: None, periodic: windows.backup }
        }
        WindowChoice::Backup => Windows { periodic: None, ..windows },
        WindowChoice::Periodically => Windows { backup: None, ..windows },
        WindowChoice::Start => windows,
    }
}

/// An answer as JSON.
#[derive(Serialize)]
pub(crate) struct Line<'a> {
    id: &'a Value,
    name: &'a Value,
    intervals: Vec<IntervalLine>,
}

#[derive(Serialize)]
struct IntervalLine {
    from: String,
    to: String,
}

impl<'a> Question<'a> {
    pub(crate) fn new(options: &'a Options, zone: &'a Zone, zone_is_given: bool) -> Result<Self, Failure> {
        if options.to < options.from {
            let (from, to) = (instant(options.from), instant(options.to));
            return Err(format!("--to {to} is before --from {from} (expected a range)"));
        }
        Ok(Self { options, zone, zone_is_given })
    }

    fn intervals(&self, reading: &Reading) -> impl Iterator<Item = Interval> {
        windows_of(self.options.window, reading).starts_allowed(self.zone, self.options.from..self.options.to)
    }
}

impl Asked for Question<'_> {
    type Answer<'a> = Line<'a>;

    fn heading(&self) -> String {
        let zone =
            if self.zone_is_given { self.zone.to_string() } else { "UTC (no --zone given)".to_owned() };
        let range = (instant(self.options.from), instant(self.options.to));
        format!("allowed from {} up to {}, zone {zone}", range.0, range.1)
    }

    fn answer_for_people(&self, job: &JobRead<'_>) -> Result<String, Error> {
        let (name, reading) = (job.shown(), job.reading);
        let mut lines = vec![format!("{NAME}{name}{NAME:#}")];
        let windows = windows_of(self.options.window, reading);
        for (window, what) in [(windows.backup, "backup"), (windows.periodic, "periodic")] {
            if let Some(window) = window {
                lines.push(format!("  {what} window read on {}", window.clock()));
            }
        }
        if windows == Windows::NONE {
            lines.push("  no window is in force".to_owned());
        }
        let count = lines.len();
        lines.extend(self.intervals(reading).map(|interval| {
            let shown = |t| local_for_people(in_zone(t, self.zone));
            format!("  {} to {}", shown(interval.from), shown(interval.to))
        }));
        if lines.len() == count {
            lines.push("  never".to_owned());
        }
        Ok(lines.join("\n"))
    }

    fn answer<'a>(&self, job: &JobRead<'a>) -> Result<Line<'a>, Error> {
        let line =
            |interval: Interval| IntervalLine { from: instant(interval.from), to: instant(interval.to) };
        let intervals = self.intervals(job.reading).map(line).collect();
        Ok(Line { id: job.id, name: job.name, intervals })
    }
}
