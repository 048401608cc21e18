//! `dialect`.

use std::io::Write;

use anstyle::{AnsiColor, Style};
use backup_window::wire::{Detection, Error, Tree, Undetected};
use serde::Serialize;
use serde_json::Value;

use super::documents::each_document;
use super::subjects::names;
use super::{Tally, shown};
use crate::Failure;
use crate::args::{Documents, Format};

const DIALECT: Style = AnsiColor::Green.on_default();
const NONE: Style = AnsiColor::Yellow.on_default();
const NAME: Style = Style::new().bold();

/// An answer as JSON.
#[derive(Serialize)]
struct Line<'a> {
    id: Value,
    name: Value,
    dialect: Option<&'static str>,
    evidence: Vec<EvidenceLine<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    candidates: Vec<CandidateLine<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<ErrorLine>,
}

#[derive(Serialize)]
struct EvidenceLine<'a> {
    path: &'a str,
    says: &'a str,
}

#[derive(Serialize)]
struct CandidateLine<'a> {
    dialect: &'static str,
    evidence: Vec<EvidenceLine<'a>>,
}

#[derive(Serialize)]
struct ErrorLine {
    path: String,
    message: String,
}

/// Says of each job in which dialect it is.
pub(crate) fn answer(documents: &Documents, format: Format) -> Result<Tally, Failure> {
    let mut tally = Tally::default();
    let mut out = anstream::stdout();
    let mut write = |text: &str| match out.write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(format!("standard output: {error}"))
        }
        _ => Ok(()),
    };
    each_document(documents, |document| {
        let document = match document {
            Ok(document) => document,
            Err(error) => {
                tally.jobs += 1;
                tally.errors += 1;
                return write(&broken(&error, format)?);
            }
        };
        for job in document.jobs() {
            tally.jobs += 1;
            let answer = match job {
                Ok(job) => {
                    let detected = job.detect();
                    tally.errors += u64::from(detected.is_err());
                    match format {
                        Format::Text => for_people(job, &detected),
                        Format::Ndjson => as_json(job, &detected)?,
                    }
                }
                Err(error) => {
                    tally.errors += 1;
                    broken(&error, format)?
                }
            };
            write(&answer)?;
        }
        Ok(())
    })?;
    Ok(tally)
}

fn for_people(job: &Tree, detected: &Result<Detection, Undetected>) -> String {
    let (id, name) = names(job);
    let mut text = format!("{NAME}{}{NAME:#}\n", shown(&id, &name));
    let mut list = |detection: &Detection, style: Style| {
        text.push_str(&format!("  {style}{}{style:#}\n", detection.dialect));
        for evidence in &detection.evidence {
            text.push_str(&format!("    {evidence}\n"));
        }
    };
    match detected {
        Ok(detection) => list(detection, DIALECT),
        Err(undetected) => {
            undetected.candidates.iter().for_each(|candidate| list(candidate, NONE));
            text.push_str(&format!("  error: {undetected}\n"));
        }
    }
    text
}

fn as_json(job: &Tree, detected: &Result<Detection, Undetected>) -> Result<String, Failure> {
    let (id, name) = names(job);
    let nothing = Line { id, name, dialect: None, evidence: Vec::new(), candidates: Vec::new(), error: None };
    json(&match detected {
        Ok(detection) => {
            Line { dialect: Some(detection.dialect.name()), evidence: evidence_of(detection), ..nothing }
        }
        Err(undetected) => Line {
            candidates: undetected
                .candidates
                .iter()
                .map(|candidate| CandidateLine {
                    dialect: candidate.dialect.name(),
                    evidence: evidence_of(candidate),
                })
                .collect(),
            error: Some(ErrorLine { path: String::new(), message: undetected.to_string() }),
            ..nothing
        },
    })
}

fn evidence_of(detection: &Detection) -> Vec<EvidenceLine<'_>> {
    let evidence = detection.evidence.iter();
    evidence.map(|evidence| EvidenceLine { path: &evidence.path, says: &evidence.says }).collect()
}

/// What is written of a document in which nothing can be told apart.
fn broken(error: &Error, format: Format) -> Result<String, Failure> {
    match format {
        Format::Text => Ok(format!("{}\n  error: {error}\n", shown(&Value::Null, &Value::Null))),
        Format::Ndjson => json(&Line {
            id: Value::Null,
            name: Value::Null,
            dialect: None,
            evidence: Vec::new(),
            candidates: Vec::new(),
            error: Some(ErrorLine { path: error.path().into(), message: error.message().into() }),
        }),
    }
}

fn json(line: &Line<'_>) -> Result<String, Failure> {
    serde_json::to_string(line).map(|line| line + "\n").map_err(|error| error.to_string())
}
