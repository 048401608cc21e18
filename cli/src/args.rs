//! The arguments, as clap reads them.

use std::ffi::OsString;
use std::path::PathBuf;

use backup_window::wire::edit::Change;
use backup_window::wire::{ClockReading, Dialect, ReadOptions};
use backup_window::{DeniedSlot, Fold, Gap, Plan, Starts};
use chrono::{DateTime, Utc};
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::commands::{calendar, check, decide, diff, edit, fleet, missed, show, simulate};
use crate::zone::{DATABASE, Zone};

/// When do backup jobs run, may they run now, and until when?
///
/// Reads the job JSON of Veeam Backup for Microsoft 365, of the service-provider console and of Backup & Replication:
/// one job, a list, a page with `results` or `data`, or JSON lines. Answers one line a job, in the order of the input.
#[derive(Debug, Parser)]
#[command(name = "backup-window", after_long_help = EXIT_STATUS)]
pub struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The arguments a call can have.
#[derive(Debug)]
pub struct Arguments(clap::Command);

impl Default for Arguments {
    fn default() -> Self {
        // Which zone database is at hand shows only when the program runs.
        let version = format!("{}\ntime zones: {}", env!("CARGO_PKG_VERSION"), *DATABASE);
        Self(Cli::command().version(version))
    }
}

impl Arguments {
    /// Which arguments there are.
    pub const fn command(&self) -> &clap::Command {
        &self.0
    }

    /// Reads the arguments of a call, of which the first is the name of the program.
    ///
    /// # Errors
    ///
    /// Says what is wrong with them; to be asked for help or the version ends the same way.
    pub fn read<T: Into<OsString> + Clone>(
        &mut self,
        arguments: impl IntoIterator<Item = T>,
    ) -> Result<Cli, clap::Error> {
        let matches = self.0.try_get_matches_from_mut(arguments)?;
        Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut self.0))
    }
}

const EXIT_STATUS: &str = "\
Exit status:
  0  every job is answered
  1  at least one job could not be read; the others are answered
  2  wrong usage, or input that cannot be read at all";

const NEXT_EXAMPLES: &str = "\
Examples:
  The next run of a job, seen from a given instant:
    backup-window next job.json --zone America/Los_Angeles --at 2018-05-30T12:19:14Z
  The runs of the coming week, of all jobs that a server lists:
    curl -s https://server:4443/v8/Jobs | backup-window next - --until 2026-12-01T00:00:00Z
  One JSON object a job, for another program:
    backup-window next jobs.ndjson --zone Europe/Prague --format ndjson";

const PREVIOUS_EXAMPLES: &str = "\
Examples:
  The last three runs before an instant, latest first:
    backup-window previous job.json --zone Europe/Prague --at 2026-03-29T12:00:00Z --count 3";

const INTERVALS_EXAMPLES: &str = "\
Examples:
  When may the job start on that day?
    backup-window intervals job.json --from 2026-03-29T00:00:00Z --to 2026-03-30T00:00:00Z
  When is its backup window open, read on the local clock?
    backup-window intervals job.json --from 2026-03-29T00:00:00Z --to 2026-04-05T00:00:00Z \\
        --window backup --clock local --zone Europe/Prague";

const EXPLAIN_EXAMPLES: &str = "\
Examples:
  Why did the job run then, and why not earlier?
    backup-window explain job.json --zone Europe/Prague --at 2026-03-29T01:00:00Z
  Why does it not run now?
    backup-window explain job.json --zone Europe/Prague
  The same for another program:
    backup-window explain job.json --zone Europe/Prague --format ndjson";

const DIALECT_EXAMPLES: &str = "\
Examples:
  Which product wrote this, and what says so?
    backup-window dialect job.json
  One JSON object a job, with the evidence:
    backup-window dialect jobs.ndjson --format ndjson";

const CONVERT_EXAMPLES: &str = "\
Examples:
  A job of Microsoft 365 as a schedule of Backup & Replication:
    backup-window convert --to vbr job.json
  Back to an older server, with what that loses on standard error:
    backup-window convert --to vbo-v5 --allow-loss jobs.ndjson > older.ndjson
  A window as an attribute of Active Directory:
    backup-window convert --to logon-hours window.json --dialect vbo-v8";

const CONVERT_EXIT_STATUS: &str = "\
Exit status:
  0  every job is converted, exactly or with --allow-loss
  1  at least one job could not be read or has no counterpart; the others are converted
  2  wrong usage, or input that cannot be read at all
  3  something would be lost, and --allow-loss is not given: nothing of that document is written";

const INFER_OFFSET_EXAMPLES: &str = "\
Examples:
  Where is the server that lists these jobs?
    curl -s https://server:4443/v8/Jobs | backup-window infer-offset -
  A schedule policy alone, and what the console showed for it:
    backup-window infer-offset policy.json --next-run 2018-06-02T02:00:00Z
  The job was not due between the answer of the server and its next run:
    backup-window infer-offset job.json --asked 2018-05-30T12:30:00Z";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// The next runs of each job, strictly after an instant.
    #[command(after_help = NEXT_EXAMPLES)]
    Next {
        #[command(flatten)]
        common: Common,
        #[command(flatten)]
        runs: Runs,
    },
    /// The previous runs of each job, strictly before an instant, latest first.
    #[command(after_help = PREVIOUS_EXAMPLES)]
    Previous {
        #[command(flatten)]
        common: Common,
        #[command(flatten)]
        runs: Runs,
    },
    /// The stretches of a range in which each job's windows are open.
    #[command(after_help = INTERVALS_EXAMPLES)]
    Intervals {
        #[command(flatten)]
        common: Common,
        #[command(flatten)]
        intervals: Intervals,
    },
    /// The week of each job as a grid: its windows hour by hour, and its next runs.
    ///
    /// Seven rows, Sunday first, and 24 columns, as in the products' dialogs. The hours are those of the window's own clock,
    /// which is named above them; a run is marked in the hour that this clock shows. --svg and --html draw the same.
    #[command(after_help = show::EXAMPLES)]
    Show {
        #[command(flatten)]
        common: Common,
        #[command(flatten)]
        show: show::Options,
    },
    /// Which hours of the backup windows changed from one document to another.
    ///
    /// Two windows, or the windows of two jobs; several jobs are compared by their identifiers. Windows are the same when
    /// they allow the same times, on whatever clocks they are written. Where the hours of two clocks do not begin together,
    /// no grid fits both: then the instants of a range can be compared.
    #[command(after_help = diff::EXAMPLES)]
    Diff {
        #[command(flatten)]
        diff: diff::Options,
    },
    /// Runs, or the stretches in which jobs may start, as events of a calendar (iCalendar, RFC 5545).
    ///
    /// The calendar goes to standard output, errors and notes to standard error. Times are in UTC; calendar programs show
    /// them on their own clock. An event keeps its identifier in every calendar that it is in, so that a newer one replaces
    /// it.
    #[command(after_help = calendar::EXAMPLES)]
    Calendar {
        #[command(flatten)]
        common: Common,
        #[command(flatten)]
        calendar: calendar::Options,
    },
    /// What is to be done with each job at an instant, and until when that is the answer.
    ///
    /// By what the document says of the last run, or by a state that was kept: start, retry, terminate, wait or nothing.
    #[command(after_help = decide::EXAMPLES)]
    Decide {
        #[command(flatten)]
        common: Common,
        #[command(flatten)]
        decide: decide::Options,
    },
    /// How many runs of each job lie in an outage, and what to make up for.
    ///
    /// The runs after --from count, up to and including --to. They are counted, not listed, so an outage can be long.
    #[command(after_help = missed::EXAMPLES)]
    Missed {
        #[command(flatten)]
        common: Common,
        #[command(flatten)]
        missed: missed::Options,
    },
    /// What jobs would do over a range of time, with sessions that take time, fail, and wait for each other.
    ///
    /// Every job is stepped along its schedule, windows and retries: what starts, ends, is terminated, tried again or
    /// dropped, the longest time without a success, and how much of its window each week a job uses.
    #[command(after_help = simulate::EXAMPLES)]
    Simulate {
        #[command(flatten)]
        common: Common,
        #[command(flatten)]
        simulate: Box<simulate::Options>,
    },
    /// Changes properties of a job's schedule, and leaves every other byte of the document as it is.
    ///
    /// Made for documents that come from a server and go back to it: unknown properties, their order and their spelling
    /// stay. A value that is so already is not touched; a property that is missing is added. The document goes to
    /// standard output unless --in-place is given. A result that could not be read is not written.
    #[command(after_help = edit::help_of_set())]
    Set {
        /// A property and its value, and further ones.
        #[arg(value_names = ["PROPERTY", "VALUE"], num_args = 2.., required = true, allow_negative_numbers = true)]
        pairs: Vec<String>,
        #[command(flatten)]
        place: edit::Place,
    },
    /// Enables a job, its schedule, its windows or its retries; the rest of the document stays as it is.
    #[command(after_help = edit::SWITCH_EXAMPLES)]
    Enable {
        /// What to enable.
        #[arg(value_name = "WHAT", required = true, value_parser = Change::SWITCHES)]
        switches: Vec<String>,
        #[command(flatten)]
        place: edit::Place,
    },
    /// Disables a job, its schedule, its windows or its retries; the rest of the document stays as it is.
    #[command(after_help = edit::SWITCH_EXAMPLES)]
    Disable {
        /// What to disable.
        #[arg(value_name = "WHAT", required = true, value_parser = Change::SWITCHES)]
        switches: Vec<String>,
        #[command(flatten)]
        place: edit::Place,
    },
    /// Why a job runs or does not run at an instant: the clock, the windows, the slot, and the runs on both sides.
    ///
    /// Every part names the rule it follows, as numbered in SEMANTICS.md, and where that rule comes from: [D] documented
    /// by the vendor, [S] sampled from what it printed, [C] chosen where the public record is silent.
    #[command(after_help = EXPLAIN_EXAMPLES)]
    Explain {
        #[command(flatten)]
        common: Common,
        #[command(flatten)]
        explain: Explain,
    },
    /// What in a job's schedule is probably not meant: windows that never open, times that a clock change skips, ...
    ///
    /// Each finding has a stable code, a severity, the path of the value and a way out; docs/lints.md describes the codes.
    #[command(after_help = check::EXAMPLES, after_long_help = check::help())]
    Check(check::Options),
    /// When the jobs of a fleet start, hour by hour of the week: a histogram, collisions, and a better spread.
    ///
    /// Starts are counted over a week, per hour of the week on the zone's clock. However many jobs there are, what is kept
    /// are counters.
    #[command(after_help = fleet::EXAMPLES)]
    Fleet {
        #[command(flatten)]
        common: Common,
        #[command(flatten)]
        fleet: Box<fleet::Options>,
    },
    /// The dialect of each job, and what in the document says so.
    #[command(after_help = DIALECT_EXAMPLES)]
    Dialect {
        #[command(flatten)]
        documents: Documents,
    },
    /// The same jobs in another dialect, and what is lost on the way.
    ///
    /// The converted document goes to standard output, in the envelope it came in; what it loses goes to standard error.
    #[command(after_help = CONVERT_EXAMPLES, after_long_help = convert_help())]
    Convert {
        #[command(flatten)]
        documents: Documents,
        #[command(flatten)]
        conversion: Conversion,
    },
    /// The offset of the server's clock, by the next run that it printed for each job.
    ///
    /// Job documents name no zone, but servers print when they will run a job next. Lists the offsets from UTC and the
    /// IANA zones under which the job's schedule has a run at that instant; those are the ones for `--zone`.
    #[command(after_help = INFER_OFFSET_EXAMPLES)]
    InferOffset {
        #[command(flatten)]
        documents: Documents,
        #[command(flatten)]
        printed: Printed,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Common {
    #[command(flatten)]
    pub(crate) documents: Documents,
    /// The zone of the jobs: an IANA name, `UTC`, or an offset such as `+05:30` [default: UTC].
    #[arg(long, value_name = "ZONE", allow_hyphen_values = true)]
    pub(crate) zone: Option<Zone>,
}

/// What is read, and in which form the answers come.
#[derive(Debug, Args)]
pub(crate) struct Documents {
    #[command(flatten)]
    pub(crate) inputs: Inputs,
    /// The form of the output [default: text on a terminal, ndjson elsewhere].
    #[arg(long, value_enum)]
    pub(crate) format: Option<Format>,
}

impl Documents {
    /// The choices for reading.
    pub(crate) fn read_options(&self) -> ReadOptions {
        self.inputs.read_options()
    }
}

/// What is read, and how.
#[derive(Debug, Args)]
pub(crate) struct Inputs {
    /// Job documents; `-` or none reads standard input.
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// How a window's minuteOffset is read [default: as the job's dialect documents it].
    #[arg(long, value_enum, value_name = "READING")]
    pub(crate) clock: Option<Clock>,
    /// The dialect of the documents [default: the one their properties speak for].
    #[arg(long, value_name = "DIALECT", value_parser = parse_dialect)]
    pub(crate) dialect: Option<Dialect>,
}

impl Inputs {
    /// The choices for reading.
    pub(crate) fn read_options(&self) -> ReadOptions {
        ReadOptions { dialect: self.dialect, clock: self.clock.map(ClockReading::from) }
    }
}

#[derive(Debug, Args)]
pub(crate) struct Runs {
    /// The instant asked from, in RFC 3339 [default: now].
    #[arg(long, value_name = "INSTANT", value_parser = parse_instant)]
    pub(crate) at: Option<DateTime<Utc>>,
    /// How many runs [default: 1, or all up to --until].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) count: Option<u64>,
    /// Where the list ends: `next` stops before this instant, `previous` includes it.
    #[arg(long, value_name = "INSTANT", value_parser = parse_instant)]
    pub(crate) until: Option<DateTime<Utc>>,
    #[command(flatten)]
    pub(crate) choices: Choices,
}

// The command of this name has a group of its own.
#[derive(Debug, Args)]
#[group(skip)]
pub(crate) struct Explain {
    /// The instant to explain, in RFC 3339 [default: now].
    #[arg(long, value_name = "INSTANT", value_parser = parse_instant)]
    pub(crate) at: Option<DateTime<Utc>>,
    #[command(flatten)]
    pub(crate) choices: Choices,
}

/// What the documents leave open.
#[derive(Debug, Args)]
pub(crate) struct Choices {
    /// What happens to a slot in a denied hour [default: skip for daily, defer for periodic jobs].
    #[arg(long, value_enum)]
    pub(crate) denied: Option<Denied>,
    /// What happens to a slot whose local time a clock change skips [default: first-valid].
    #[arg(long, value_enum)]
    pub(crate) gap: Option<GapChoice>,
    /// Which pass counts of a local time that a clock change repeats [default: first for daily, both for periodic].
    #[arg(long, value_enum)]
    pub(crate) fold: Option<FoldChoice>,
}

// The command of this name has a group of its own.
#[derive(Debug, Args)]
#[group(skip)]
pub(crate) struct Intervals {
    /// The first instant of the range, in RFC 3339.
    #[arg(long, value_name = "INSTANT", value_parser = parse_instant)]
    pub(crate) from: DateTime<Utc>,
    /// The end of the range, not included.
    #[arg(long, value_name = "INSTANT", value_parser = parse_instant)]
    pub(crate) to: DateTime<Utc>,
    /// Which window: the backup window, the one for periodic starts, or both together.
    #[arg(long, value_enum, default_value = "start")]
    pub(crate) window: WindowChoice,
}

/// What becomes of the jobs.
#[derive(Debug, Args)]
pub(crate) struct Conversion {
    /// The dialect to write.
    #[arg(long, value_name = "DIALECT", value_parser = parse_dialect)]
    pub(crate) to: Dialect,
    /// Write the document although something is lost.
    #[arg(long)]
    pub(crate) allow_loss: bool,
}

/// What a server printed.
#[derive(Debug, Args)]
pub(crate) struct Printed {
    /// The next run that the server printed, in RFC 3339 [default: the nextRun of each job].
    #[arg(long, value_name = "INSTANT", value_parser = parse_instant)]
    pub(crate) next_run: Option<DateTime<Utc>>,
    /// When it was printed: offsets with a run between then and the next run are left out.
    #[arg(long, value_name = "INSTANT", value_parser = parse_instant)]
    pub(crate) asked: Option<DateTime<Utc>>,
    /// No run was missed since the lastRun of each job: offsets with a run in between are left out.
    #[arg(long, conflicts_with = "asked")]
    pub(crate) none_missed: bool,
}

impl Choices {
    /// A plan with these choices.
    pub(crate) fn applied_to(&self, plan: &Plan) -> Plan {
        let mut plan = plan.clone();
        if let Starts::Scheduled(schedule) = &mut plan.starts {
            if let Some(denied) = self.denied {
                *schedule = schedule.with_denied(denied.into());
            }
            if let Some(gap) = self.gap {
                *schedule = schedule.with_gap(gap.into());
            }
            if let Some(fold) = self.fold {
                *schedule = schedule.with_fold(fold.into());
            }
        }
        plan
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// One JSON object a job.
    Ndjson,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Clock {
    /// Minutes by which the window's clock is ahead of UTC.
    UtcOffset,
    /// Minutes by which every hour of the local clock begins late.
    Local,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Denied {
    /// It is dropped.
    Skip,
    /// The job runs once when the denied stretch ends.
    Defer,
    /// The job runs at every opening, whether a slot was denied or not.
    AtOpening,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum GapChoice {
    /// At the first instant after the gap.
    FirstValid,
    /// As long after the gap's start as the clock before it would have shown.
    ShiftForward,
    /// Not at all.
    Skip,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum FoldChoice {
    /// The first pass.
    First,
    /// The second pass.
    Second,
    /// Both passes.
    Both,
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

impl From<Clock> for ClockReading {
    fn from(clock: Clock) -> Self {
        match clock {
            Clock::UtcOffset => Self::UtcOffset,
            Clock::Local => Self::Local,
        }
    }
}

impl From<Denied> for DeniedSlot {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::Skip => Self::Skip,
            Denied::Defer => Self::Defer,
            Denied::AtOpening => Self::AtOpening,
        }
    }
}

impl From<GapChoice> for Gap {
    fn from(gap: GapChoice) -> Self {
        match gap {
            GapChoice::FirstValid => Self::FirstValid,
            GapChoice::ShiftForward => Self::ShiftForward,
            GapChoice::Skip => Self::Skip,
        }
    }
}

impl From<FoldChoice> for Fold {
    fn from(fold: FoldChoice) -> Self {
        match fold {
            FoldChoice::First => Self::First,
            FoldChoice::Second => Self::Second,
            FoldChoice::Both => Self::Both,
        }
    }
}

fn convert_help() -> String {
    format!("{CONVERT_EXAMPLES}\n\n{CONVERT_EXIT_STATUS}")
}

pub(crate) fn parse_instant(text: &str) -> Result<DateTime<Utc>, String> {
    match DateTime::parse_from_rfc3339(text) {
        Ok(instant) => Ok(instant.with_timezone(&Utc)),
        Err(error) => Err(format!(
            "{error} (expected RFC 3339, such as 2018-06-02T02:00:00Z or 2018-06-01T19:00:00-07:00)"
        )),
    }
}

pub(crate) fn parse_dialect(text: &str) -> Result<Dialect, String> {
    text.parse().map_err(|error| format!("{error}"))
}
