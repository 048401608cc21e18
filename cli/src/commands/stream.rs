//! What goes out: answers to standard output, notes to standard error, some jobs at a time.

use std::io::{self, Write};

use backup_window::wire::vbo::Reading;
use serde::Serialize;
use serde_json::Value;

use super::{Tally, shown};
use crate::Failure;
use crate::args::Format;

/// What was answered and is not yet written.
#[derive(Debug, Default)]
pub(super) struct Answered {
    pub(super) tally: Tally,
    out: Vec<u8>,
    notes: Vec<u8>,
}

impl Answered {
    /// Whether there is enough of it to be written before more comes: a job may have very many runs.
    pub(super) fn is_much(&self) -> bool {
        self.out.len() + self.notes.len() > 4 << 20
    }

    pub(super) fn write_json(&mut self, value: &impl Serialize) -> Result<(), Failure> {
        serde_json::to_writer(&mut self.out, value).map_err(|error| error.to_string())?;
        self.out.push(b'\n');
        Ok(())
    }

    pub(super) fn write(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }

    /// Says what in a document has no effect.
    pub(super) fn note(&mut self, id: &Value, name: &Value, reading: &Reading) {
        for note in &reading.notes {
            self.notes.extend_from_slice(format!("{}: note: {note}\n", shown(id, name)).as_bytes());
        }
    }
}

/// Standard output and standard error.
pub(super) struct Output {
    stream: Box<dyn Write + Send>,
    /// What is written before the first answer.
    heading: Option<String>,
    /// Whether the reader went away; then the rest is not worth writing, and that is no error.
    is_closed: bool,
    tally: Tally,
}

impl Output {
    pub(super) fn new(format: Format, heading: String) -> Self {
        let (stream, heading): (Box<dyn Write + Send>, _) = match format {
            // Colours go to terminals only; the stream takes them out elsewhere.
            Format::Text => (Box::new(io::BufWriter::new(anstream::stdout())), Some(heading + "\n")),
            Format::Ndjson => (Box::new(io::BufWriter::new(io::stdout())), None),
        };
        Self { stream, heading, is_closed: false, tally: Tally::default() }
    }

    pub(super) const fn is_closed(&self) -> bool {
        self.is_closed
    }

    /// How many jobs were answered and written.
    pub(super) const fn tally(&self) -> Tally {
        self.tally
    }

    /// Writes the heading. It waits for the first answer: input that cannot be read leaves nothing on standard output.
    pub(super) fn begin(&mut self) -> Result<(), Failure> {
        let heading = self.heading.take().unwrap_or_default();
        let written = self.stream.write_all(heading.as_bytes());
        self.check(written)
    }

    /// Writes what was answered, which is then empty.
    pub(super) fn write(&mut self, answered: &mut Answered) -> Result<(), Failure> {
        self.tally.jobs += answered.tally.jobs;
        self.tally.errors += answered.tally.errors;
        let _ = io::stderr().write_all(&answered.notes);
        if !answered.out.is_empty() {
            self.begin()?;
            let written = self.stream.write_all(&answered.out).and_then(|()| self.stream.flush());
            self.check(written)?;
        }
        answered.tally = Tally::default();
        answered.out.clear();
        answered.notes.clear();
        Ok(())
    }

    pub(super) fn flush(&mut self) -> Result<(), Failure> {
        if self.is_closed {
            return Ok(());
        }
        let flushed = self.stream.flush();
        self.check(flushed).or_else(|failure| if self.is_closed { Ok(()) } else { Err(failure) })
    }

    fn check(&mut self, result: io::Result<()>) -> Result<(), Failure> {
        result.map_err(|error| {
            self.is_closed = error.kind() == io::ErrorKind::BrokenPipe;
            format!("standard output: {error}")
        })
    }
}
