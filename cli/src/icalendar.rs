//! iCalendar (RFC 5545): content lines, folded and ended as the format wants them. What the events are about is the
//! business of the command.

use std::io::{self, Write};

use chrono::{DateTime, Utc};

/// The longest content line, in octets and without its end (RFC 5545, 3.1).
const LONGEST: usize = 75;

/// An event.
pub(crate) struct Event<'a> {
    /// The same for the same event in every calendar, and for no other one.
    pub(crate) uid: &'a str,
    pub(crate) start: DateTime<Utc>,
    /// `None` for an event without a length.
    pub(crate) end: Option<DateTime<Utc>>,
    pub(crate) summary: &'a str,
    pub(crate) description: &'a str,
}

/// A calendar that is being written. Without an event nothing is: a calendar has one at least.
pub(crate) struct Calendar<W> {
    out: W,
    /// When it is written: the stamp of every event.
    stamp: DateTime<Utc>,
    is_begun: bool,
}

impl<W: Write> Calendar<W> {
    pub(crate) const fn new(out: W, stamp: DateTime<Utc>) -> Self {
        Self { out, stamp, is_begun: false }
    }

    /// Writes an event. It does not make its people busy: it is there to be seen.
    pub(crate) fn write(&mut self, event: &Event<'_>) -> io::Result<()> {
        self.begin()?;
        self.line("BEGIN", "VEVENT")?;
        self.line("UID", &escaped(event.uid))?;
        self.line("DTSTAMP", &instant(self.stamp))?;
        self.line("DTSTART", &instant(event.start))?;
        if let Some(end) = event.end {
            self.line("DTEND", &instant(end))?;
        }
        self.line("SUMMARY", &escaped(event.summary))?;
        self.line("DESCRIPTION", &escaped(event.description))?;
        self.line("TRANSP", "TRANSPARENT")?;
        self.line("END", "VEVENT")
    }

    /// Ends the calendar and says whether there is one.
    pub(crate) fn end(mut self) -> io::Result<bool> {
        if self.is_begun {
            self.line("END", "VCALENDAR")?;
        }
        self.out.flush()?;
        Ok(self.is_begun)
    }

    fn begin(&mut self) -> io::Result<()> {
        if std::mem::replace(&mut self.is_begun, true) {
            return Ok(());
        }
        self.line("BEGIN", "VCALENDAR")?;
        self.line("VERSION", "2.0")?;
        self.line("PRODID", concat!("-//backup-window//backup-window ", env!("CARGO_PKG_VERSION"), "//EN"))
    }

    /// A content line; where it is too long it goes on after a line end and a space, between two characters.
    fn line(&mut self, name: &str, value: &str) -> io::Result<()> {
        let line = format!("{name}:{value}");
        let (mut rest, mut room) = (&*line, LONGEST);
        while rest.len() > room {
            let end = boundary_up_to(rest, room);
            write!(self.out, "{}\r\n ", &rest[..end])?;
            // The space counts.
            (rest, room) = (&rest[end..], LONGEST - 1);
        }
        write!(self.out, "{rest}\r\n")
    }
}

/// `20260329T010000Z`: to the second, as the format has it.
pub(crate) fn instant(t: DateTime<Utc>) -> String {
    t.format("%Y%m%dT%H%M%SZ").to_string()
}

/// Text as a value (RFC 5545, 3.3.11).
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => escaped.push_str("\\n"),
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            c if c.is_control() => escaped.push(char::REPLACEMENT_CHARACTER),
            c => escaped.push(c),
        }
    }
    escaped
}

/// The last boundary of a character that is not beyond `at`.
fn boundary_up_to(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}
