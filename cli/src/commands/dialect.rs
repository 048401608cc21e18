//! `dialect`.

use std::io::Write;

use anstyle::{AnsiColor, Style};
use backup_window::BackupWindow;
use backup_window::wire::{Detection, Error, Tree, Undetected};
use serde::Serialize;
use serde_json::Value;

use super::documents::{Looked, each_document};
use super::mistake::{ErrorBody, pointer};
use super::{Tally, shown};
use crate::Failure;
use crate::args::{Documents, Format};

pub(crate) const EXAMPLES: &str = "\
Examples:
  Which product wrote this, and what says so?
    backup-window dialect job.json
  One JSON object a job, with the evidence:
    backup-window dialect jobs.ndjson --format ndjson";

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
    error: Option<ErrorBody<'a>>,
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
        let jobs = match &document.tree {
            Ok(tree) => tree.jobs(),
            Err(error) => vec![Err(error.clone())],
        };
        for (place, job) in jobs.into_iter().enumerate() {
            tally.jobs += 1;
            let (job, detected) = match job {
                Ok(job) => match document.ask(place, job, Tree::detect) {
                    Ok(detected) => (Some(job), detected.map_err(|undetected| Mistake::of(undetected, job))),
                    Err(error) => (None, Err(Mistake::Broken(error))),
                },
                Err(error) => (None, Err(Mistake::Broken(error))),
            };
            tally.errors += u64::from(detected.is_err());
            let (id, name) = document.names(place, job);
            let answer = match format {
                Format::Text => for_people(&shown(&id, &name), &detected, document, place),
                Format::Ndjson => as_json(id, name, &detected, document, place)?,
            };
            write(&answer)?;
        }
        Ok(())
    })?;
    Ok(tally)
}

/// Why there is no dialect.
enum Mistake {
    /// Nothing can be told apart in it.
    Broken(Error),
    /// It speaks for none, or for several.
    Undetected(Undetected),
}

impl Mistake {
    /// Hours as text that are not read have a reason of their own.
    fn of(undetected: Undetected, job: &Tree) -> Self {
        let hours = job.as_text().and_then(|text| BackupWindow::from_text(text).err());
        match hours.filter(|error| error.begins_as_hours() && undetected.candidates.is_empty()) {
            Some(error) => Self::Broken(Error::of_document(format!("not the hours of a window: {error}"))),
            None => Self::Undetected(undetected),
        }
    }

    fn candidates(&self) -> &[Detection] {
        match self {
            Self::Broken(_) => &[],
            Self::Undetected(undetected) => &undetected.candidates,
        }
    }

    fn error(&self) -> Error {
        match self {
            Self::Broken(error) => error.clone(),
            Self::Undetected(undetected) => undetected.clone().into(),
        }
    }
}

fn for_people(
    shown: &str,
    detected: &Result<Detection, Mistake>,
    document: &Looked<'_>,
    place: usize,
) -> String {
    let mut text = format!("{NAME}{shown}{NAME:#}\n");
    let mut list = |detection: &Detection, style: Style| {
        text.push_str(&format!("  {style}{}{style:#}\n", detection.dialect));
        for evidence in &detection.evidence {
            text.push_str(&format!("    {evidence}\n"));
        }
    };
    match detected {
        Ok(detection) => list(detection, DIALECT),
        Err(mistake) => {
            mistake.candidates().iter().for_each(|candidate| list(candidate, NONE));
            let error = mistake.error();
            let at = document.place(place, &error);
            text.push_str(&format!("  error: {error}\n{}", pointer(&document.source.name(), at.as_ref())));
        }
    }
    text
}

fn as_json(
    id: Value,
    name: Value,
    detected: &Result<Detection, Mistake>,
    document: &Looked<'_>,
    place: usize,
) -> Result<String, Failure> {
    let nothing = Line { id, name, dialect: None, evidence: Vec::new(), candidates: Vec::new(), error: None };
    match detected {
        Ok(detection) => json(&Line {
            dialect: Some(detection.dialect.name()),
            evidence: evidence_of(detection),
            ..nothing
        }),
        Err(mistake) => {
            let candidates = mistake.candidates().iter();
            let candidates = candidates.map(|candidate| CandidateLine {
                dialect: candidate.dialect.name(),
                evidence: evidence_of(candidate),
            });
            let error = mistake.error();
            let at = document.place(place, &error);
            let body = ErrorBody::new(&error, document.source, at.as_ref());
            json(&Line { candidates: candidates.collect(), error: Some(body), ..nothing })
        }
    }
}

fn evidence_of(detection: &Detection) -> Vec<EvidenceLine<'_>> {
    let evidence = detection.evidence.iter();
    evidence.map(|evidence| EvidenceLine { path: &evidence.path, says: &evidence.says }).collect()
}

fn json(line: &Line<'_>) -> Result<String, Failure> {
    serde_json::to_string(line).map(|line| line + "\n").map_err(|error| error.to_string())
}
