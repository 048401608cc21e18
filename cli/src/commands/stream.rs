//! What goes out: answers to standard output, notes to standard error, some jobs at a time.

use std::io::{self, Write};

use backup_window::wire::vbo::Reading;
use serde::Serialize;
use serde_json::Value;

use super::{Tally, shown};
use crate::Failure;
use crate::args::Format;
use crate::columns::{filled, tied};

/// What was answered and is not yet written.
#[derive(Debug, Default)]
pub(crate) struct Answered {
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

    /// Writes an object of a JSON list; what stands between two parts of the list is a matter of the frame.
    pub(super) fn write_element(&mut self, value: &impl Serialize, separator: &str) -> Result<(), Failure> {
        if !self.out.is_empty() {
            self.write(separator);
        }
        serde_json::to_writer(&mut self.out, value).map_err(|error| error.to_string())
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

/// What stands around all that is written.
pub(crate) struct Frame {
    /// Written before the first part. It waits for that: input that cannot be read leaves nothing on standard output.
    heading: String,
    /// What stands between two parts.
    separator: &'static str,
    footing: fn(Tally) -> String,
    is_for_people: bool,
}

impl Frame {
    /// One line an answer, for programs.
    pub(super) fn lines() -> Self {
        Self { heading: String::new(), separator: "", footing: |_| String::new(), is_for_people: false }
    }

    /// Text below a heading. The zone stays on a line with its tables.
    pub(super) fn for_people(mut heading: String) -> Self {
        if let Some((asked, zone)) = heading.rsplit_once(", zone ") {
            let (zone, more) = zone.split_at(zone.find(')').map_or(zone.len(), |end| end + 1));
            heading = format!("{asked}, {}{more}", tied(&format!("zone {zone}")));
        }
        Self { heading: filled(&heading, 2) + "\n", is_for_people: true, ..Self::lines() }
    }

    /// What comes after such text.
    pub(super) fn after(format: Format) -> Self {
        Self { is_for_people: format == Format::Text, ..Self::lines() }
    }

    /// The same with this at the end.
    pub(super) fn with_footing(self, footing: fn(Tally) -> String) -> Self {
        Self { footing, ..self }
    }

    /// One document whose parts are separated.
    pub(super) fn document(heading: String, separator: &'static str, footing: fn(Tally) -> String) -> Self {
        Self { heading, separator, footing, is_for_people: false }
    }

    /// What stands around answers in a format.
    pub(super) fn of(format: Format, heading: impl FnOnce() -> String) -> Self {
        match format {
            Format::Text => Self::for_people(heading()),
            Format::Ndjson => Self::lines(),
        }
    }
}

/// Standard output and standard error.
pub(super) struct Output {
    stream: Box<dyn Write + Send>,
    frame: Frame,
    /// Whether the heading is written, and whether a part after it.
    has_begun: bool,
    has_parts: bool,
    /// Whether the reader went away; then the rest is not worth writing, and that is no error.
    is_closed: bool,
    tally: Tally,
}

impl Output {
    pub(super) fn new(frame: Frame) -> Self {
        let stream: Box<dyn Write + Send> = if frame.is_for_people {
            // Colours go to terminals only; the stream takes them out elsewhere.
            Box::new(io::BufWriter::new(anstream::stdout()))
        } else {
            Box::new(io::BufWriter::new(io::stdout()))
        };
        let tally = Tally::default();
        Self { stream, frame, has_begun: false, has_parts: false, is_closed: false, tally }
    }

    /// Standard error, for the errors of a command that writes a document to standard output.
    pub(super) fn of_errors(format: Format) -> Self {
        let stream: Box<dyn Write + Send> = match format {
            Format::Text => Box::new(anstream::stderr()),
            Format::Ndjson => Box::new(io::stderr()),
        };
        let tally = Tally::default();
        Self { stream, frame: Frame::lines(), has_begun: false, has_parts: false, is_closed: false, tally }
    }

    pub(super) const fn is_closed(&self) -> bool {
        self.is_closed
    }

    /// How many jobs were answered and written.
    pub(super) const fn tally(&self) -> Tally {
        self.tally
    }

    /// Writes the heading.
    fn begin(&mut self) -> Result<(), Failure> {
        if self.has_begun {
            return Ok(());
        }
        self.has_begun = true;
        let written = self.stream.write_all(self.frame.heading.as_bytes());
        self.check(written)
    }

    /// Writes the footing, and the heading if nothing came after it.
    pub(super) fn end(&mut self) -> Result<(), Failure> {
        if self.is_closed {
            return Ok(());
        }
        self.begin()?;
        let footing = (self.frame.footing)(self.tally);
        let written = self.stream.write_all(footing.as_bytes());
        self.check(written)?;
        self.flush()
    }

    /// Writes the footing of what has begun.
    pub(super) fn end_early(&mut self) -> Result<(), Failure> {
        if self.has_begun && !self.is_closed { self.end() } else { self.flush() }
    }

    /// Writes what was answered, which is then empty.
    pub(super) fn write(&mut self, answered: &mut Answered) -> Result<(), Failure> {
        self.tally.jobs += answered.tally.jobs;
        self.tally.errors += answered.tally.errors;
        self.tally.warnings += answered.tally.warnings;
        self.tally.notes += answered.tally.notes;
        let _ = io::stderr().write_all(&answered.notes);
        if !answered.out.is_empty() && !self.is_closed {
            self.begin()?;
            let separator = if self.has_parts { self.frame.separator } else { "" };
            self.has_parts = true;
            let written = self.stream.write_all(separator.as_bytes());
            let written = written.and_then(|()| self.stream.write_all(&answered.out));
            let written = written.and_then(|()| self.stream.flush());
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
        self.check(flushed)
    }

    fn check(&mut self, result: io::Result<()>) -> Result<(), Failure> {
        match result {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => self.is_closed = true,
            Err(error) => return Err(format!("standard output: {error}")),
            Ok(()) => {}
        }
        Ok(())
    }
}
