//! `man`: the pages of the manual, made of the same definitions as the help.
//!
//! clap_mangen writes all but what stands after the help: it would fill those lines, and examples are not to be filled.

use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::Resettable;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::Tally;
use super::stream::{Answered, Frame, Output};
use crate::Failure;
use crate::args::Cli;
use crate::output::write_file;

pub(crate) const EXAMPLES: &str = "\
Examples:
  The page of the command as a whole, to be read with `man ./backup-window.1`:
    backup-window man > backup-window.1
  All pages, where man looks for them; then `man backup-window-next` shows one:
    backup-window man ~/.local/share/man/man1";

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Where to write a page for each command [default: the page of all to standard output].
    #[arg(value_name = "DIR")]
    directory: Option<PathBuf>,
}

/// Writes the page of the command as a whole, or all pages into a directory.
pub(crate) fn run(options: &Options) -> Result<Tally, Failure> {
    let mut whole = Cli::definition().disable_help_subcommand(true);
    whole.build();
    match &options.directory {
        Some(directory) => write_all(&whole, directory)?,
        None => {
            let mut out = Output::new(Frame::lines());
            let mut answered = Answered::default();
            answered.write(&page(&whole)?);
            out.write(&mut answered)?;
            out.end()?;
        }
    }
    Ok(Tally::default())
}

fn write_all(whole: &clap::Command, directory: &Path) -> Result<(), Failure> {
    std::fs::create_dir_all(directory).map_err(|error| format!("{}: {error}", directory.display()))?;
    for command in std::iter::once(whole).chain(whole.get_subcommands()) {
        let file = format!("{}.1", command.get_display_name().unwrap_or(command.get_name()));
        write_file(&directory.join(file), &page(command)?)?;
    }
    Ok(())
}

/// The page of a command.
fn page(command: &clap::Command) -> Result<String, Failure> {
    let after = command.get_after_long_help().or(command.get_after_help()).map(ToString::to_string);
    let command = command.clone().after_help(Resettable::Reset).after_long_help(Resettable::Reset);
    let name = command.get_display_name().unwrap_or(command.get_name()).to_uppercase();
    // No date, or a page would change without a change.
    let version = concat!("backup-window ", env!("CARGO_PKG_VERSION"));
    let man = Man::new(command).title(name).date("\"\"").source(version);
    let mut page = Vec::new();
    man.render(&mut page).map_err(|error| error.to_string())?;
    Ok(String::from_utf8_lossy(&page).into_owned() + &sections(&after.unwrap_or_default()))
}

/// What stands after the help, as sections: `Examples:` and such begin one.
fn sections(text: &str) -> String {
    let mut roff = Roff::new();
    let mut is_code = false;
    for line in text.lines().filter(|line| !line.is_empty()) {
        let indent = line.len() - line.trim_start().len();
        if is_code && indent < 4 {
            roff.control("EE", []).control("RE", []);
            is_code = false;
        }
        match (indent, line.trim_start()) {
            (0, heading) => {
                roff.control("SH", [heading.trim_end_matches(':').to_uppercase().as_str()]);
            }
            (4.., _) => {
                if !is_code {
                    roff.control("RS", ["4"]).control("EX", []);
                    is_code = true;
                }
                roff.text([roman(&line[4..])]);
            }
            (_, line) => match line.split_once("  ") {
                // A word and what it means, in two columns.
                Some((word, meaning)) => {
                    roff.control("TP", []).text([bold(word)]).text([roman(meaning.trim_start())]);
                }
                None => {
                    roff.control("PP", []).text([roman(line)]);
                }
            },
        }
    }
    if is_code {
        roff.control("EE", []).control("RE", []);
    }
    roff.render()
}
