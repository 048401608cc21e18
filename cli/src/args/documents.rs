//! What is read, how, and in which form the answers come.

use std::ffi::OsStr;
use std::path::PathBuf;

use backup_window::wire::{ClockReading, Dialect, ReadOptions};
use clap::builder::{PossibleValue, TypedValueParser};
use clap::{Args, ValueEnum};

use crate::zone::Zone;

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
    #[arg(long, value_name = "DIALECT", value_parser = DialectParser, hide_possible_values = true)]
    pub(crate) dialect: Option<Dialect>,
}

impl Inputs {
    /// The choices for reading.
    pub(crate) fn read_options(&self) -> ReadOptions {
        ReadOptions { dialect: self.dialect, clock: self.clock.map(ClockReading::from) }
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

impl From<Clock> for ClockReading {
    fn from(clock: Clock) -> Self {
        match clock {
            Clock::UtcOffset => Self::UtcOffset,
            Clock::Local => Self::Local,
        }
    }
}

/// Reads a dialect by its name. Whoever completes arguments knows the names; the help does not repeat them everywhere.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DialectParser;

impl TypedValueParser for DialectParser {
    type Value = Dialect;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<Dialect, clap::Error> {
        let read = |text: &str| text.parse::<Dialect>().map_err(|error| error.to_string());
        TypedValueParser::parse_ref(&read, command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(Dialect::ALL.into_iter().map(|dialect| PossibleValue::new(dialect.name()))))
    }
}
