//! The jobs of a document, each read or with what is wrong with it.
//!
//! Jobs of Microsoft 365 are read as they are taken up; a document with anything else is looked at as a tree. Either way
//! a job that cannot be read does not hide the others.

use backup_window::wire::vbo::Job;
use backup_window::wire::{
    Dialect, Error, Excerpt, Field, Foreign, Jobs, ReadOptions, Reading, Status, Tree,
};
use chrono::{DateTime, Utc};
use serde_json::Value;

use super::torn::{Torn, tree};
use crate::Failure;
use crate::input::Document;

/// A job, or what is wrong with it.
pub(crate) struct Subject<'a> {
    pub(super) id: Value,
    pub(super) name: Value,
    pub(super) reading: Result<Reading, Error>,
    pub(super) document: Option<JobDocument<'a>>,
    /// Where the document ceases to be one, or this job.
    pub(super) flaw: Option<Excerpt<'a>>,
    /// Whether it is one of the jobs of a document, and not a document that is none.
    pub(super) is_job: bool,
}

impl<'a> Subject<'a> {
    /// Something that is no job.
    const fn broken(error: Error, flaw: Option<Excerpt<'a>>) -> Self {
        let is_job = flaw.is_none();
        Self { id: Value::Null, name: Value::Null, reading: Err(error), document: None, flaw, is_job }
    }

    /// A job that cannot be taken up.
    fn torn(torn: &Torn<'a>) -> Self {
        let Torn { id, name, error, flaw, .. } = torn.clone();
        Self { id, name, reading: Err(error), document: None, flaw, is_job: true }
    }
}

/// What a job was read from.
#[derive(Clone, Copy)]
pub(crate) enum JobDocument<'a> {
    Microsoft365(&'a Job<Foreign>),
    Other(&'a Tree),
}

impl JobDocument<'_> {
    /// The dialect that its properties speak for.
    pub(crate) fn dialect(self) -> Option<Dialect> {
        match self {
            Self::Microsoft365(job) => Some(job.dialect()),
            Self::Other(tree) => tree.detect().ok().map(|detection| detection.dialect),
        }
    }

    /// When the server says that the job runs next.
    pub(crate) fn next_run(self) -> Result<Option<DateTime<Utc>>, Error> {
        match self {
            Self::Microsoft365(job) => job.next_run(),
            Self::Other(tree) => tree.instant("nextRun"),
        }
    }

    /// When the job last ran.
    pub(crate) fn last_run(self) -> Result<Option<DateTime<Utc>>, Error> {
        match self {
            Self::Microsoft365(job) => job.last_run(),
            Self::Other(tree) => tree.instant("lastRun"),
        }
    }

    /// When the job last ended; jobs of Microsoft 365 do not say.
    pub(crate) fn last_end(self) -> Result<Option<DateTime<Utc>>, Error> {
        match self {
            Self::Microsoft365(_) => Ok(None),
            Self::Other(tree) => match tree.instant("lastEndTime")? {
                None => tree.instant("endTime"),
                some => Ok(some),
            },
        }
    }

    /// How the job is doing.
    pub(crate) fn status(self) -> Result<Option<Status>, Error> {
        match self {
            Self::Microsoft365(job) => job.status(),
            Self::Other(tree) => {
                let field =
                    ["lastStatus", "status"].iter().find_map(|name| tree.property(name)).map(Tree::field);
                Ok(field.as_ref().and_then(Field::as_text).map(Status::of))
            }
        }
    }

    /// A property that is a number of seconds. Jobs of Microsoft 365 have none.
    pub(crate) fn seconds(self, property: &str) -> Option<u32> {
        match self {
            Self::Microsoft365(_) => None,
            Self::Other(tree) => match tree.property(property)?.field() {
                Field::Integer(seconds) => u32::try_from(seconds).ok(),
                _ => None,
            },
        }
    }
}

/// Hands every job of a document to `each`.
pub(super) fn subjects(
    document: &Document<'_>,
    options: ReadOptions,
    mut each: impl FnMut(Subject<'_>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    if let Ok(text) = document.text
        && options.dialect.is_none_or(|dialect| dialect.is_vbo())
        && let Ok(jobs) = Jobs::from_mixed_json(text)
        && jobs.are_plain()
    {
        return jobs.iter().try_for_each(|job| {
            each(Subject {
                id: scalar(&job.id),
                name: scalar(&job.name),
                reading: job.read_with(options),
                document: Some(JobDocument::Microsoft365(job)),
                flaw: None,
                is_job: true,
            })
        });
    }
    let (tree, torn) = match tree(document) {
        Ok(tree) => tree,
        Err((error, flaw)) => return each(Subject::broken(error, flaw)),
    };
    tree.jobs().into_iter().enumerate().try_for_each(|(place, job)| match job {
        Ok(job) => {
            let torn = torn.iter().find(|torn| torn.job == place);
            let reading = match torn {
                Some(torn) => match torn.unless_it_matters(|job| job.read_with(options).ok()) {
                    Some(reading) => Ok(reading),
                    None => return each(Subject::torn(torn)),
                },
                None => job.read_with(options),
            };
            let (id, name) = names(job);
            let document = Some(JobDocument::Other(job));
            each(Subject { id, name, reading, document, flaw: None, is_job: true })
        }
        Err(error) => each(Subject::broken(error, None)),
    })
}

/// The identifier and the name of a job, as far as it has them.
pub(super) fn names(job: &Tree) -> (Value, Value) {
    let field = |names: &[&str]| names.iter().find_map(|name| job.property(name)).map(Tree::field);
    let scalar = |field: Option<Field>| field.as_ref().map_or(Value::Null, scalar);
    (scalar(field(&["id", "instanceUid", "uid"])), scalar(field(&["name"])))
}

/// An identifier or a name as JSON; anything but a string or a number is none.
pub(super) fn scalar(field: &Field) -> Value {
    match field {
        Field::Text(text) => Value::from(&**text),
        Field::Integer(number) => Value::from(*number),
        _ => Value::Null,
    }
}

/// What a job is known by: its identifier, else its name, else its place.
pub(super) fn key(id: &Value, name: &Value, place: usize) -> String {
    match (id, name) {
        (Value::String(text), _) | (Value::Null, Value::String(text)) => text.clone(),
        (Value::Null, _) => format!("#{place}"),
        (id, _) => id.to_string(),
    }
}

/// FNV-1a: a number that stays with the key.
pub(super) fn hash(key: &str) -> u64 {
    key.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
    })
}
