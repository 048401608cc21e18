//! `convert`: the converted document on standard output, what it loses on standard error.

use std::io::{self, Write};

use backup_window::wire::{Dialect, Error, Tree};
use clap::Args;
use serde::Serialize;
use serde_json::Value;

use super::documents::{Looked, each_document};
use super::mistake::{ErrorBody, pointer};
use super::subjects::names;
use super::{Tally, shown};
use crate::Failure;
use crate::args::{DialectParser, Documents, Format};

pub(crate) const EXAMPLES: &str = "\
Examples:
  A job of Microsoft 365 as one of Backup & Replication, both on local time:
    backup-window convert --to vbr job.json --clock local
  Back to an older server, with what that loses on standard error:
    backup-window convert --to vbo-v5 --allow-loss jobs.ndjson \\
        > older.ndjson
  A window as an attribute of Active Directory:
    backup-window convert --to logon-hours window.json --dialect vbo-v8";

const EXIT_STATUS: &str = "\
Exit status:
  0  every job is converted, exactly or with --allow-loss
  1  a job could not be read or has no counterpart; the others are converted
  2  wrong usage, or input that cannot be read at all
  3  something would be lost, without --allow-loss: that document is not written";

/// What becomes of the jobs.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The dialect to write.
    #[arg(long, value_name = "DIALECT", value_parser = DialectParser, hide_possible_values = true)]
    to: Dialect,
    /// Write the document although something is lost.
    #[arg(long)]
    allow_loss: bool,
}

pub(crate) fn help() -> String {
    format!("{EXAMPLES}\n\n{EXIT_STATUS}")
}

/// What is lost of a job, or why it is not converted, as JSON.
#[derive(Serialize)]
struct Line<'a> {
    id: Value,
    name: Value,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    losses: Vec<LossLine<'a>>,
    /// The place among the jobs of its document, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    job: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<ErrorBody<'a>>,
}

#[derive(Serialize)]
struct LossLine<'a> {
    path: &'a str,
    reason: &'a str,
}

/// Converts every job of every document.
pub(crate) fn convert(documents: &Documents, options: &Options) -> Result<Tally, Failure> {
    let mut tally = Tally::default();
    let mut out = io::BufWriter::new(io::stdout());
    // Losses are for people unless somebody asks otherwise: nobody's program reads standard error by default.
    let format = documents.format.unwrap_or(Format::Text);
    let result = each_document(documents, |document| {
        let mut is_lossy = false;
        let mut failed = |job: (usize, Option<&Tree>), error: &Error| {
            tally.errors += 1;
            say_error(document, job, error, format);
        };
        let mut next = 0..;
        let converted = match &document.tree {
            Ok(tree) => tree.map_jobs(|job| {
                tally.jobs += 1;
                let place = next.next()?;
                let job = document.job(place, job).inspect_err(|error| failed((place, None), error)).ok()?;
                let converted = job.convert(options.to, documents.read_options());
                let converted = converted.inspect_err(|error| failed((place, Some(job)), error)).ok()?;
                is_lossy |= !converted.losses().is_empty();
                say_losses(job, &converted, format);
                Some(converted.document().clone())
            }),
            Err(error) => {
                tally.jobs += 1;
                failed((0, None), error);
                None
            }
        };
        if is_lossy && !options.allow_loss {
            tally.lossy += 1;
            return Ok(());
        }
        match converted {
            Some(converted) => write(&mut out, &converted),
            None => Ok(()),
        }
    });
    let flushed = out.flush().or_else(ignore_closed);
    result.and(flushed)?;
    if tally.lossy > 0 {
        let _ = writeln!(
            io::stderr(),
            "backup-window: nothing is written where something is lost; --allow-loss writes it"
        );
    }
    Ok(tally)
}

/// Writes a document on a line; a lone string as the text it is.
fn write(out: &mut impl Write, document: &Tree) -> Result<(), Failure> {
    let line = match document.as_text() {
        Some(text) => text.to_owned(),
        None => serde_json::to_string(document).map_err(|error| error.to_string())?,
    };
    writeln!(out, "{line}").or_else(ignore_closed)
}

fn ignore_closed(error: io::Error) -> Result<(), Failure> {
    if error.kind() == io::ErrorKind::BrokenPipe { Ok(()) } else { Err(format!("standard output: {error}")) }
}

fn say_losses(job: &Tree, converted: &backup_window::wire::Conversion, format: Format) {
    if converted.losses().is_empty() {
        return;
    }
    let (id, name) = names(job);
    let mut err = io::stderr();
    match format {
        Format::Text => {
            for loss in converted.losses() {
                let _ = writeln!(err, "{}: lost: {loss}", shown(&id, &name));
            }
        }
        Format::Ndjson => {
            let losses = converted.losses().iter();
            let losses = losses.map(|loss| LossLine { path: &loss.path, reason: &loss.reason }).collect();
            say(&Line { id, name, losses, job: None, error: None });
        }
    }
}

fn say_error(document: &Looked<'_>, (place, job): (usize, Option<&Tree>), error: &Error, format: Format) {
    let (id, name) = document.names(place, job);
    let at = document.place(place, error);
    match format {
        Format::Text => {
            let pointer = pointer(&document.source.name(), at.as_ref());
            let _ = write!(io::stderr(), "{}: error: {error}\n{pointer}", shown(&id, &name));
        }
        Format::Ndjson => {
            let error = ErrorBody::new(error, document.source, at.as_ref());
            say(&Line {
                id,
                name,
                losses: Vec::new(),
                job: document.tree.is_ok().then_some(place),
                error: Some(error),
            });
        }
    }
}

fn say(line: &Line<'_>) {
    if let Ok(line) = serde_json::to_string(line) {
        let _ = writeln!(io::stderr(), "{line}");
    }
}
