//! The arguments, as clap reads them: the commands. What several commands share is in `documents.rs` and `choices.rs`; the
//! options and examples of one command are beside it.

mod choices;
mod documents;

use std::ffi::OsString;

use backup_window::wire::edit::Change;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

pub(crate) use self::choices::{Choices, parse_instant};
pub(crate) use self::documents::{Clock, Common, DialectParser, Documents, Format, Inputs};
use crate::commands::{
    calendar, check, completions, convert, decide, dialect, diff, edit, explain, fleet, infer_offset,
    intervals, man, missed, runs, show, simulate,
};
use crate::zone::DATABASE;

/// When do backup jobs run, may they run now, and until when?
///
/// Reads the job JSON of Veeam Backup for Microsoft 365, of the service-provider console and of Backup & Replication:
/// one job, a list, a page with `results` or `data`, or JSON lines. Answers one line a job, in the order of the input.
#[derive(Debug, Parser)]
#[command(name = "backup-window", after_help = EXAMPLES, after_long_help = help())]
pub struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The arguments a call can have.
#[derive(Debug)]
pub struct Arguments(clap::Command);

impl Cli {
    /// What clap knows of the arguments: the same on every machine.
    pub(crate) fn definition() -> clap::Command {
        Self::command().version(env!("CARGO_PKG_VERSION"))
    }
}

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

const EXAMPLES: &str = "\
Examples:
  When does a job run next, and why not earlier?
    backup-window next job.json --zone Europe/Prague \\
        --at 2026-03-25T12:00:00Z
    backup-window explain job.json --zone Europe/Prague \\
        --at 2026-03-25T12:00:00Z
  What is probably not meant, and the examples of a command:
    backup-window check jobs.json --zone Europe/Prague \\
        --at 2026-03-25T12:00:00Z --format text
    backup-window help check";

const EXIT_STATUS: &str = "\
Exit status:
  0  every job is answered
  1  at least one job could not be read; the others are answered
  2  wrong usage, or input that cannot be read at all";

fn help() -> String {
    format!("{EXAMPLES}\n\n{EXIT_STATUS}")
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// The next runs of each job, strictly after an instant.
    #[command(after_help = runs::NEXT_EXAMPLES)]
    Next {
        #[command(flatten)]
        common: Common,
        #[command(flatten)]
        runs: runs::Options,
    },
    /// The previous runs of each job, strictly before an instant, latest first.
    #[command(after_help = runs::PREVIOUS_EXAMPLES)]
    Previous {
        #[command(flatten)]
        common: Common,
        #[command(flatten)]
        runs: runs::Options,
    },
    /// The stretches of a range in which each job's windows are open.
    #[command(after_help = intervals::EXAMPLES)]
    Intervals {
        #[command(flatten)]
        common: Common,
        #[command(flatten)]
        intervals: intervals::Options,
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
    #[command(after_help = explain::EXAMPLES)]
    Explain {
        #[command(flatten)]
        common: Common,
        #[command(flatten)]
        explain: explain::Options,
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
    #[command(after_help = dialect::EXAMPLES)]
    Dialect {
        #[command(flatten)]
        documents: Documents,
    },
    /// The same jobs in another dialect, and what is lost on the way.
    ///
    /// The converted document goes to standard output, in the envelope it came in; what it loses goes to standard error.
    #[command(after_help = convert::EXAMPLES, after_long_help = convert::help())]
    Convert {
        #[command(flatten)]
        documents: Documents,
        #[command(flatten)]
        conversion: convert::Options,
    },
    /// The offset of the server's clock, by the next run that it printed for each job.
    ///
    /// Job documents name no zone, but servers print when they will run a job next. Lists the offsets from UTC and the
    /// IANA zones under which the job's schedule has a run at that instant; those are the ones for `--zone`.
    #[command(after_help = infer_offset::EXAMPLES)]
    InferOffset {
        #[command(flatten)]
        documents: Documents,
        #[command(flatten)]
        printed: infer_offset::Options,
    },
    /// What a shell has to know to complete the arguments.
    ///
    /// The script goes to standard output; where a shell looks for it depends on the shell.
    #[command(after_help = completions::EXAMPLES)]
    Completions {
        /// The shell.
        #[arg(value_name = "SHELL")]
        shell: clap_complete::Shell,
    },
    /// The pages of the manual: of the command as a whole, or of each command in a directory.
    #[command(after_help = man::EXAMPLES)]
    Man(man::Options),
}
