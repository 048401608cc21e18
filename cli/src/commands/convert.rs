//! `convert`: the converted document on standard output, what it loses on standard error.

use std::io::{self, Write};

use backup_window::wire::{Error, Tree};
use serde::Serialize;
use serde_json::Value;

use super::documents::each_document;
use super::subjects::names;
use super::{Tally, shown};
use crate::Failure;
use crate::args::{Conversion, Documents, Format};

/// What is lost of a job, or why it is not converted, as JSON.
#[derive(Serialize)]
struct Line<'a> {
    id: Value,
    name: Value,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    losses: Vec<LossLine<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<ErrorLine<'a>>,
}

#[derive(Serialize)]
struct LossLine<'a> {
    path: &'a str,
    reason: &'a str,
}

#[derive(Serialize)]
struct ErrorLine<'a> {
    path: &'a str,
    message: &'a str,
}

/// Converts every job of every document.
pub(crate) fn convert(documents: &Documents, conversion: &Conversion) -> Result<Tally, Failure> {
    let mut tally = Tally::default();
    let mut out = io::BufWriter::new(io::stdout());
    // Losses are for people unless somebody asks otherwise: nobody's program reads standard error by default.
    let format = documents.format.unwrap_or(Format::Text);
    let result = each_document(documents, |document| {
        let mut is_lossy = false;
        let mut failed = |job: Option<&Tree>, error: &Error| {
            tally.errors += 1;
            say_error(job, error, format);
        };
        let converted = match document {
            Ok(document) => document.map_jobs(|job| {
                tally.jobs += 1;
                let job = job.inspect_err(|error| failed(None, error)).ok()?;
                let converted = job.convert(conversion.to, documents.read_options());
                let converted = converted.inspect_err(|error| failed(Some(job), error)).ok()?;
                is_lossy |= !converted.losses().is_empty();
                say_losses(job, &converted, format);
                Some(converted.document().clone())
            }),
            Err(error) => {
                tally.jobs += 1;
                failed(None, &error);
                None
            }
        };
        if is_lossy && !conversion.allow_loss {
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
            say(&Line { id, name, losses, error: None });
        }
    }
}

fn say_error(job: Option<&Tree>, error: &Error, format: Format) {
    let (id, name) = job.map_or((Value::Null, Value::Null), names);
    match format {
        Format::Text => {
            let _ = writeln!(io::stderr(), "{}: error: {error}", shown(&id, &name));
        }
        Format::Ndjson => {
            let error = ErrorLine { path: error.path(), message: error.message() };
            say(&Line { id, name, losses: Vec::new(), error: Some(error) });
        }
    }
}

fn say(line: &Line<'_>) {
    if let Ok(line) = serde_json::to_string(line) {
        let _ = writeln!(io::stderr(), "{line}");
    }
}
