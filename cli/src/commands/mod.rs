//! The commands: what they have in common.
//!
//! A [`Question`] is asked of each job; [`Answers`] reads the jobs, asks on all cores and writes what comes out in the
//! order of the input.

pub(crate) mod calendar;
pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod convert;
pub(crate) mod decide;
pub(crate) mod dialect;
pub(crate) mod diff;
mod documents;
pub(crate) mod edit;
pub(crate) mod explain;
pub(crate) mod fleet;
mod gather;
pub(crate) mod infer_offset;
pub(crate) mod intervals;
pub(crate) mod man;
pub(crate) mod missed;
mod mistake;
pub(crate) mod runs;
pub(crate) mod show;
pub(crate) mod simulate;
mod stream;
mod subjects;
mod torn;

use std::io::{self, IsTerminal};
use std::time::Duration;

use backup_window::wire::{Error, Excerpt, Reading};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use serde_json::Value;

use self::mistake::{ErrorBody, pointer};
use self::stream::{Answered, Frame, Output};
use self::subjects::{JobDocument, Subject, subjects};
use crate::Failure;
use crate::args::{Documents, Format, Inputs};
use crate::blocks::Block;
use crate::columns::filled;
use crate::in_turn::in_turn;
use crate::input::{Document, Input, Source};
use crate::whereabouts::Whereabouts;

/// What is asked of each job, on all cores at once.
pub(crate) trait Question: Sync {
    /// One line of JSON.
    type Answer<'a>: Serialize;

    /// What stands above the answers for people.
    fn heading(&self) -> String;

    /// The answer for people, without a final line break.
    ///
    /// # Errors
    ///
    /// Names a value of the document that the question needs and that cannot be read.
    fn answer_for_people(&self, job: &JobRead<'_>) -> Result<String, Error>;

    /// The answer as an object to be written as JSON.
    ///
    /// # Errors
    ///
    /// As for people.
    fn answer<'a>(&self, job: &JobRead<'a>) -> Result<Self::Answer<'a>, Error>;
}

/// A job that was read.
pub(crate) struct JobRead<'a> {
    pub(crate) id: &'a Value,
    pub(crate) name: &'a Value,
    pub(crate) reading: &'a Reading,
    /// The document; `None` where there is none that can be read.
    pub(crate) document: Option<JobDocument<'a>>,
}

impl JobRead<'_> {
    /// How the job is called in text for people.
    pub(crate) fn shown(&self) -> String {
        shown(self.id, self.name)
    }

    /// A property of the document that is a number of seconds.
    pub(crate) fn seconds(&self, property: &str) -> Option<u32> {
        self.document?.seconds(property)
    }
}

/// What is done with each job, on all cores at once.
pub(crate) trait Work: Sync {
    /// Whether the other sources are still of interest where one cannot be read.
    const GOES_ON: bool;

    /// Whether answers appear while the work goes on; else there is nothing to see but its progress.
    const ANSWERS_AT_ONCE: bool = true;

    /// What stands around all that is written.
    fn frame(&self) -> Frame;

    /// Does it, and writes what comes out of it.
    fn on(&self, subject: &Subject<'_>, place: &Place<'_, '_>, out: &mut Answered) -> Result<(), Failure>;
}

/// Where a job stands.
pub(crate) struct Place<'a, 'd> {
    source: &'a Source<'a>,
    whereabouts: &'a Whereabouts<'d>,
    /// The place among the jobs of its document, from 0.
    job: usize,
}

impl Place<'_, '_> {
    /// Where the value of a job with this path stands, or where its document ceases to be one.
    fn of<'e>(&'e self, subject: &'e Subject<'_>, path: &str) -> Option<Excerpt<'e>> {
        subject.flaw.clone().or_else(|| self.whereabouts.at(self.job, path))
    }
}

/// How many jobs there were, and how many findings or errors of each kind.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Tally {
    pub(crate) jobs: u64,
    pub(crate) errors: u64,
    pub(crate) warnings: u64,
    pub(crate) notes: u64,
    /// Documents that are not written, because something would be lost.
    pub(crate) lossy: u64,
    /// Jobs that are not the same in both documents.
    pub(crate) different: u64,
}

/// Reads jobs, asks the question, writes the answers.
pub(crate) struct Answers<'a> {
    documents: &'a Documents,
    format: Format,
}

/// A question that is answered in some format.
struct Asked<'a, Q> {
    question: &'a Q,
    format: Format,
}

/// An error as JSON.
#[derive(Serialize)]
struct ErrorLine<'a> {
    id: &'a Value,
    name: &'a Value,
    /// The place among the jobs of its document, from 0.
    job: Option<usize>,
    error: ErrorBody<'a>,
}

impl<'a> Answers<'a> {
    pub(crate) fn new(documents: &'a Documents, format: Format) -> Self {
        Self { documents, format }
    }

    /// Answers the question for every job of every source.
    pub(crate) fn of(&self, question: &impl Question) -> Result<Tally, Failure> {
        each_job(&self.documents.inputs, &Asked { question, format: self.format })
    }
}

/// Does this with every job of every source.
pub(crate) fn each_job<W: Work>(inputs: &Inputs, work: &W) -> Result<Tally, Failure> {
    let sources = Source::all(&inputs.files);
    let progress = progress(&sources, W::ANSWERS_AT_ONCE && io::stdout().is_terminal());
    let mut out = Output::new(work.frame());
    let mut before = 0;
    let mut failed: Option<Failure> = None;
    for source in &sources {
        let result = work_on_source(work, inputs, source, |answered, bytes| {
            progress.set_position(before + bytes);
            out.write(answered)?;
            // Nobody reads the rest: no more is asked.
            if out.is_closed() { Err(String::new()) } else { Ok(()) }
        });
        if let Err(failure) = result {
            let first = failed.take();
            failed = Some(first.map_or(failure.clone(), |first| format!("{first}\n{failure}")));
            if !W::GOES_ON || out.is_closed() {
                break;
            }
        }
        before += source.length().unwrap_or(0);
    }
    progress.finish_and_clear();
    match failed {
        None => out.end()?,
        // What is answered is shown, even where the rest cannot be read.
        Some(failure) => {
            out.end_early()?;
            if !out.is_closed() {
                return Err(failure);
            }
        }
    }
    Ok(out.tally())
}

/// Goes through the jobs of a source, and hands what comes out to `write`, in order, with the bytes of input so far.
fn work_on_source(
    work: &impl Work,
    inputs: &Inputs,
    source: &Source<'_>,
    mut write: impl FnMut(&mut Answered, u64) -> Result<(), Failure> + Send,
) -> Result<(), Failure> {
    let mut blocks = match source.open(inputs.dialect)? {
        Input::Lines(blocks) => blocks,
        Input::Document(text, first_line) => {
            let mut answered = Answered::default();
            let document = Document::new(&text, first_line);
            let length = text.len() as u64;
            work_on_document(work, inputs, source, &document, &mut answered, &mut |answered| {
                write(answered, length)
            })?;
            return write(&mut answered, length);
        }
    };
    in_turn(
        |block: &mut Block| blocks.next(block).map_err(|error| source.failed(&error)),
        |block, answered, write| {
            block.filled_lines().try_for_each(|(number, line)| {
                work_on_document(work, inputs, source, &Document::new(line, number), answered, write)
            })
        },
        |block, answered| write(answered, block.end()),
    )
}

/// Goes through the jobs of a document; what would be much to keep goes to `write`.
fn work_on_document(
    work: &impl Work,
    inputs: &Inputs,
    source: &Source<'_>,
    document: &Document<'_>,
    out: &mut Answered,
    write: &mut dyn FnMut(&mut Answered) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let whereabouts = Whereabouts::new(document);
    let mut job = 0;
    subjects(document, inputs.read_options(), |subject| {
        out.tally.jobs += 1;
        work.on(&subject, &Place { source, whereabouts: &whereabouts, job }, out)?;
        job += 1;
        if out.is_much() { write(out) } else { Ok(()) }
    })
}

impl<Q: Question> Work for Asked<'_, Q> {
    const GOES_ON: bool = false;

    fn frame(&self) -> Frame {
        Frame::of(self.format, || self.question.heading())
    }

    fn on(&self, subject: &Subject<'_>, place: &Place<'_, '_>, out: &mut Answered) -> Result<(), Failure> {
        let Subject { id, name, reading, document, .. } = subject;
        let job = |reading| JobRead { id, name, reading, document: *document };
        let reading = reading.as_ref().map_err(Clone::clone);
        let answered = match self.format {
            Format::Ndjson => match reading.and_then(|reading| self.question.answer(&job(reading))) {
                Ok(answer) => Ok(out.write_json(&answer)?),
                Err(error) => Err(error),
            },
            Format::Text => reading
                .and_then(|reading| self.question.answer_for_people(&job(reading)))
                .map(|answer| out.write(&format!("{answer}\n"))),
        };
        match (answered, &subject.reading) {
            (Ok(()), Ok(reading)) => out.note(id, name, reading),
            (Ok(()), Err(_)) => {}
            (Err(error), _) => {
                out.tally.errors += 1;
                write_error(self.format, &error, subject, place, out)?;
            }
        }
        Ok(())
    }
}

fn write_error(
    format: Format,
    error: &Error,
    subject: &Subject<'_>,
    place: &Place<'_, '_>,
    out: &mut Answered,
) -> Result<(), Failure> {
    let Subject { id, name, .. } = subject;
    let excerpt = place.of(subject, error.path());
    match format {
        Format::Ndjson => out.write_json(&ErrorLine {
            id,
            name,
            job: subject.is_job.then_some(place.job),
            error: ErrorBody::new(error, place.source, excerpt.as_ref()),
        }),
        Format::Text => {
            out.write(&format!("{}\n{}\n", shown(id, name), filled(&format!("  error: {error}"), 4)));
            out.write(&pointer(&place.source.name(), excerpt.as_ref()));
            Ok(())
        }
    }
}

/// How a job is called in text for people: on one line, and without a say over their terminal.
fn shown(id: &Value, name: &Value) -> String {
    let shown = match (name.as_str(), id) {
        (Some(name), Value::Null) => name.to_owned(),
        (Some(name), id) => format!("{name} ({})", plain(id)),
        (None, Value::Null) => "job".to_owned(),
        (None, id) => format!("job {}", plain(id)),
    };
    shown.chars().map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// A bar on standard error, where that is a terminal, the input is long enough to wait for, and nothing else is to be seen.
fn progress(sources: &[Source<'_>], shows_answers: bool) -> ProgressBar {
    const WORTH_WAITING_FOR: u64 = 4 << 20;
    let length: Option<u64> = sources.iter().map(Source::length).sum();
    if !io::stderr().is_terminal() || shows_answers || length.is_some_and(|bytes| bytes < WORTH_WAITING_FOR) {
        return ProgressBar::hidden();
    }
    let bar = length.map_or_else(ProgressBar::new_spinner, ProgressBar::new);
    let template = if length.is_some() {
        "{bar:40} {bytes}/{total_bytes}, {eta} left"
    } else {
        "{spinner} {bytes} read"
    };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}
