//! The command line of backup-window.
//!
//! Here are the things the library keeps out: the clock, files, the terminal, zones by name. Each command reads jobs,
//! asks the library one question of each, and writes one answer a job, in the order of the input.

mod album;
mod args;
mod blocks;
mod columns;
mod commands;
mod encoding;
mod icalendar;
mod in_place;
mod in_turn;
mod input;
mod length;
mod output;
mod svg;
mod week;
mod whereabouts;
mod zone;

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use backup_window::wire::edit::Change;

pub use crate::args::{Arguments, Cli};
use crate::args::{Command, Common, Documents, Format};
use crate::commands::{
    Answers, Tally, calendar, check, decide, diff, edit, explain, infer_offset, intervals, missed, runs,
    show, simulate,
};
use crate::zone::Zone;

/// Something that keeps the whole call from being answered: exit status 2.
type Failure = String;

/// Answers the call that this process is, and says with which status it ends.
pub fn call() -> ExitCode {
    let cli = Arguments::default().read(std::env::args_os()).unwrap_or_else(|error| error.exit());
    match run(&cli.command) {
        Ok(tally) if tally.lossy > 0 => ExitCode::from(3),
        Ok(tally) if tally.errors == 0 && tally.different == 0 => ExitCode::SUCCESS,
        Ok(_) => ExitCode::from(1),
        Err(failure) => {
            // Nothing sensible is left to do where standard error itself fails.
            let _ = writeln!(io::stderr(), "backup-window: {failure}");
            ExitCode::from(2)
        }
    }
}

fn run(command: &Command) -> Result<Tally, Failure> {
    match command {
        Command::Next { common, runs } => {
            let (zone, is_given) = zone_of(common);
            let question = runs::Question::new(runs::Direction::Next, runs, &zone, is_given);
            answers(&common.documents).of(&question)
        }
        Command::Previous { common, runs } => {
            let (zone, is_given) = zone_of(common);
            let question = runs::Question::new(runs::Direction::Previous, runs, &zone, is_given);
            answers(&common.documents).of(&question)
        }
        Command::Intervals { common, intervals } => {
            let (zone, is_given) = zone_of(common);
            answers(&common.documents).of(&intervals::Question::new(intervals, &zone, is_given)?)
        }
        Command::Explain { common, explain } => {
            let (zone, is_given) = zone_of(common);
            answers(&common.documents).of(&explain::Question::new(explain, &zone, is_given))
        }
        Command::Check(options) => check::run(options),
        Command::Fleet { common, fleet } => {
            let (zone, is_given) = zone_of(common);
            commands::fleet::run(&common.documents, format_of(&common.documents), fleet, &zone, is_given)
        }
        Command::Dialect { documents } => commands::dialect::answer(documents, format_of(documents)),
        Command::Convert { documents, conversion } => commands::convert::convert(documents, conversion),
        Command::Decide { common, decide } => {
            let (zone, is_given) = zone_of(common);
            answers(&common.documents).of(&decide::Question::new(decide, &zone, is_given)?)
        }
        Command::Missed { common, missed } => {
            let (zone, is_given) = zone_of(common);
            answers(&common.documents).of(&missed::Question::new(missed, &zone, is_given)?)
        }
        Command::Diff { diff } => diff::run(diff, format_or_default(diff.format)),
        Command::Calendar { common, calendar } => {
            // Errors are for people unless somebody asks otherwise: they do not go where the calendar goes.
            let format = common.documents.format.unwrap_or(Format::Text);
            calendar::run(
                &Answers::new(&common.documents, format),
                calendar,
                &common.zone.unwrap_or_default(),
            )
        }
        Command::Show { common, show } => {
            let (zone, is_given) = zone_of(common);
            show::run(&answers(&common.documents), show, &zone, is_given)
        }
        Command::Simulate { common, simulate } => {
            let (zone, is_given) = zone_of(common);
            simulate::run(&answers(&common.documents), simulate, &zone, is_given)
        }
        Command::InferOffset { documents, printed } => {
            answers(documents).of(&infer_offset::Question::new(printed))
        }
        Command::Completions { shell } => commands::completions::run(*shell),
        Command::Man(options) => commands::man::run(options),
        Command::Set { pairs, place } => edit::run(place, &edit::assignments(pairs)?),
        Command::Enable { switches, place } => edit::run(place, &edit::switches(switches, Change::enable)?),
        Command::Disable { switches, place } => edit::run(place, &edit::switches(switches, Change::disable)?),
    }
}

fn answers(documents: &Documents) -> Answers<'_> {
    Answers::new(documents, format_of(documents))
}

fn format_of(documents: &Documents) -> Format {
    format_or_default(documents.format)
}

fn format_or_default(format: Option<Format>) -> Format {
    format.unwrap_or(if io::stdout().is_terminal() { Format::Text } else { Format::Ndjson })
}

/// The zone, and whether it was given.
fn zone_of(common: &Common) -> (Zone, bool) {
    (common.zone.unwrap_or_default(), common.zone.is_some())
}
