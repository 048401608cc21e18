//! The command line of backup-window.
//!
//! Here are the things the library keeps out: the clock, files, the terminal, zones by name. Each command reads jobs,
//! asks the library one question of each, and writes one answer a job, in the order of the input.

mod args;
mod blocks;
mod commands;
mod in_turn;
mod input;
mod output;
mod zone;

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

pub use crate::args::{Arguments, Cli};
use crate::args::{Command, Common, Format};
use crate::commands::{Answers, Tally, infer_offset, intervals, runs};

/// Something that keeps the whole call from being answered: exit status 2.
type Failure = String;

/// Answers the call that this process is, and says with which status it ends.
pub fn call() -> ExitCode {
    let cli = Arguments::default().read(std::env::args_os()).unwrap_or_else(|error| error.exit());
    match run(&cli.command) {
        Ok(tally) if tally.errors == 0 => ExitCode::SUCCESS,
        Ok(_) => ExitCode::from(1),
        Err(failure) => {
            // Nothing sensible is left to do where standard error itself fails.
            let _ = writeln!(io::stderr(), "backup-window: {failure}");
            ExitCode::from(2)
        }
    }
}

fn run(command: &Command) -> Result<Tally, Failure> {
    let documents = command.documents();
    let format =
        documents.format.unwrap_or(if io::stdout().is_terminal() { Format::Text } else { Format::Ndjson });
    let answers = Answers::new(documents, format);
    let zone_of = |common: &Common| (common.zone.unwrap_or_default(), common.zone.is_some());
    match command {
        Command::Next { common, runs } => {
            let (zone, is_given) = zone_of(common);
            answers.of(&runs::Question::new(runs::Direction::Next, runs, &zone, is_given))
        }
        Command::Previous { common, runs } => {
            let (zone, is_given) = zone_of(common);
            answers.of(&runs::Question::new(runs::Direction::Previous, runs, &zone, is_given))
        }
        Command::Intervals { common, intervals } => {
            let (zone, is_given) = zone_of(common);
            answers.of(&intervals::Question::new(intervals, &zone, is_given)?)
        }
        Command::InferOffset { printed, .. } => answers.of(&infer_offset::Question::new(printed)),
    }
}
