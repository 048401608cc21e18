//! `completions`: what a shell has to know to complete the arguments.

use clap_complete::{Shell, generate};

use super::Tally;
use super::stream::{Answered, Frame, Output};
use crate::Failure;
use crate::args::Cli;

pub(crate) const EXAMPLES: &str = "\
Examples:
  For bash, where its completions are kept:
    backup-window completions bash \\
        > ~/.local/share/bash-completion/completions/backup-window
  For zsh, in a directory of its fpath:
    backup-window completions zsh > ~/.zfunc/_backup-window
  For fish:
    backup-window completions fish \\
        > ~/.config/fish/completions/backup-window.fish";

/// Writes the completions for a shell.
pub(crate) fn run(shell: Shell) -> Result<Tally, Failure> {
    let mut script = Vec::new();
    generate(shell, &mut Cli::definition(), "backup-window", &mut script);
    let mut out = Output::new(Frame::lines());
    let mut answered = Answered::default();
    let script = String::from_utf8_lossy(&script);
    // clap_complete takes the hyphen of the name for the end of a command in some places of a script for bash.
    answered.write(&script.replace("backup__subcmd__window", "backup__window"));
    out.write(&mut answered)?;
    out.end()?;
    Ok(Tally::default())
}
