//! Where jobs come from: files and standard input, as whole documents or as JSON lines.
//!
//! JSON lines are read block by block, so that a file of any length needs the memory of a few blocks. Anything else is
//! one document and read whole.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::str::Utf8Error;

use backup_window::BackupWindow;
use backup_window::wire::{Dialect, Excerpt, Lines, Tree};
use serde::de::IgnoredAny;

use crate::Failure;
use crate::blocks::Blocks;
use crate::encoding;

/// A piece of input that holds jobs.
pub(crate) struct Document<'a> {
    bytes: &'a [u8],
    /// Its text; `Err` where it is not UTF-8.
    pub(crate) text: Result<&'a str, Utf8Error>,
    /// The number of the line it begins with.
    pub(crate) first_line: u64,
}

impl<'a> Document<'a> {
    pub(crate) fn new(text: &'a [u8], first_line: u64) -> Self {
        // Without the line break, a line that ends too early ends in itself and not in the next one.
        let bytes = text.trim_ascii_end();
        Self { bytes, text: std::str::from_utf8(bytes), first_line }
    }

    /// What keeps it from being read, and the line of that.
    pub(crate) fn show(&self, flaw: &Flaw) -> (String, Option<Excerpt<'a>>) {
        flaw.show(self.bytes, self.first_line)
    }
}

/// What an input turned out to be.
pub(crate) enum Input {
    /// One document, and the number of the line it begins with.
    Document(Vec<u8>, u64),
    /// Lines, each of them a document.
    Lines(Blocks),
}

/// One of the inputs named on the command line.
pub(crate) enum Source<'a> {
    StandardInput,
    File(&'a Path),
}

impl<'a> Source<'a> {
    pub(crate) fn all(files: &'a [PathBuf]) -> Vec<Self> {
        if files.is_empty() {
            return vec![Self::StandardInput];
        }
        files
            .iter()
            .map(|file| if file.as_os_str() == "-" { Self::StandardInput } else { Self::File(file) })
            .collect()
    }

    pub(crate) fn name(&self) -> String {
        self.file().unwrap_or_else(|| "standard input".into())
    }

    /// The file, if it is one, as it is shown.
    pub(crate) fn file(&self) -> Option<String> {
        self.path().map(|path| path.display().to_string())
    }

    /// The file, if it is one.
    pub(crate) const fn path(&self) -> Option<&'a Path> {
        match self {
            Self::StandardInput => None,
            Self::File(path) => Some(path),
        }
    }

    /// The length in bytes, where it is known.
    pub(crate) fn length(&self) -> Option<u64> {
        match self {
            Self::StandardInput => None,
            Self::File(path) => {
                std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file).map(|metadata| metadata.len())
            }
        }
    }

    /// Opens it, and finds out what it is.
    ///
    /// # Errors
    ///
    /// Fails where nothing can be read or nothing is there, and for a text that is neither a document nor lines; the dialect
    /// says what it was meant to be.
    pub(crate) fn open(&self, dialect: Option<Dialect>) -> Result<Input, Failure> {
        let failed = |error: io::Error| self.failed(&error);
        let input: Box<dyn Read + Send> = match self {
            Self::StandardInput => Box::new(io::stdin()),
            Self::File(path) => Box::new(File::open(path).map_err(failed)?),
        };
        let mut blocks = Blocks::new(encoding::in_utf_8(input).map_err(failed)?);
        let Some(first) = blocks.first_filled_line().map_err(failed)? else {
            return Err(format!("{}: empty (expected a job document)", self.name()));
        };
        // 42 digits may be a number as well as `logonHours`.
        let is_digits = |line: &[u8]| line.trim_ascii().iter().all(u8::is_ascii_digit);
        if is_json(first) && !is_digits(first) {
            return Ok(Input::Lines(blocks));
        }
        // A document over several lines, or JSON lines with a mistake in the first.
        let first_length = first.len();
        let (whole, first_number) = blocks.rest().map_err(failed)?;
        if let Some(window) = window_as_text(whole) {
            return Ok(Input::Document(window, first_number));
        }
        let Some(flaw) = Flaw::of(whole) else {
            return Ok(Input::Document(whole.to_vec(), first_number));
        };
        if let Some(plain) = encoding::with_plain_spaces(whole).filter(|plain| Flaw::of(plain).is_none()) {
            return Ok(Input::Document(plain, first_number));
        }
        let mut others = whole[first_length..].split(|&byte| byte == b'\n');
        if others.any(|line| line.starts_with(b"{") && is_json(line)) {
            Ok(Input::Lines(blocks))
        } else {
            if let Some(text) = window_in_doubt(whole, dialect) {
                return Ok(Input::Document(text, first_number));
            }
            let flaw = Flaw::of_hours(whole, dialect).unwrap_or(flaw);
            Err(format!("{}: {}", self.name(), flaw.shown(whole, first_number)))
        }
    }

    /// That reading it failed.
    pub(crate) fn failed(&self, error: &io::Error) -> Failure {
        let name = self.name();
        match error.kind() {
            io::ErrorKind::IsADirectory => format!("{name}: a directory (expected a file)"),
            _ => format!("{name}: {error}"),
        }
    }
}

/// What keeps a text from being read, and where.
pub(crate) struct Flaw {
    what: String,
    /// In bytes.
    at: Option<usize>,
}

impl Flaw {
    pub(crate) fn not_utf_8(error: Utf8Error) -> Self {
        Self { what: "not UTF-8".into(), at: Some(error.valid_up_to()) }
    }

    pub(crate) fn not_json(error: &serde_json::Error, text: &str) -> Self {
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default();
        let lines = text.split_inclusive('\n').take(error.line().saturating_sub(1));
        let line_start: usize = lines.map(str::len).sum();
        let at = line_start + error.column().saturating_sub(1);
        // It looks like a space, so it is named.
        let is_odd_space = text.get(at..).is_some_and(|rest| rest.starts_with('\u{A0}'));
        let message = if is_odd_space { "a no-break space where a space belongs" } else { message };
        Self { what: format!("not JSON: {message}"), at: Some(at) }
    }

    /// What is wrong with the hours of a window as text, if they are meant to be that: because the dialect says so, or
    /// because they begin so.
    fn of_hours(text: &[u8], dialect: Option<Dialect>) -> Option<Self> {
        let text = std::str::from_utf8(text).ok()?;
        let begin = text.len() - text.trim_start().len();
        let error = BackupWindow::from_text(text.trim()).err()?;
        let is_meant = dialect.map_or(error.begins_as_hours(), |dialect| dialect == Dialect::Text);
        let what = format!("not the hours of a window: {}", error.message());
        is_meant.then(|| Self { what, at: Some(begin + error.offset()) })
    }

    /// The same flaw, for a text in which this one begins here.
    pub(crate) fn within(self, start: usize) -> Self {
        Self { at: self.at.map(|at| start + at), ..self }
    }

    /// What is wrong with a whole text.
    pub(crate) fn of(text: &[u8]) -> Option<Self> {
        let text = text.trim_ascii_end();
        match std::str::from_utf8(text) {
            Ok(text) => {
                serde_json::from_str::<IgnoredAny>(text).err().map(|error| Self::not_json(&error, text))
            }
            Err(error) => Some(Self::not_utf_8(error)),
        }
    }

    /// The flaw in a line of text, and the line it is in.
    fn show<'a>(&self, text: &'a [u8], first_line: u64) -> (String, Option<Excerpt<'a>>) {
        let Some(at) = self.at else { return (self.what.clone(), None) };
        let text = match std::str::from_utf8(text) {
            Ok(text) => text,
            Err(error) => std::str::from_utf8(&text[..error.valid_up_to()]).unwrap_or_default(),
        };
        let excerpt = Lines::new(text).numbered_from(first_line).excerpt(at..at + 1);
        let message = format!("{} at line {}, column {}", self.what, excerpt.line(), excerpt.column());
        (message, Some(excerpt))
    }

    /// The flaw with the line it is in beneath.
    pub(crate) fn shown(&self, text: &[u8], first_line: u64) -> String {
        let (mut message, excerpt) = self.show(text, first_line);
        for line in excerpt.map(|excerpt| excerpt.to_string()).unwrap_or_default().lines() {
            message.push_str("\n  ");
            message.push_str(line);
        }
        message
    }
}

/// A window that is written as plain text, as JSON.
fn window_as_text(text: &[u8]) -> Option<Vec<u8>> {
    let tree = Tree::of_plain_text(std::str::from_utf8(text).ok()?)?;
    serde_json::to_vec(&tree).ok()
}

/// A text in a dialect of windows that are written as plain text, as JSON: what is wrong with it is for the dialect to say.
fn window_in_doubt(text: &[u8], dialect: Option<Dialect>) -> Option<Vec<u8>> {
    let is_plain = matches!(dialect?, Dialect::LogonHours | Dialect::LogonHoursBase64 | Dialect::Agent);
    let text = std::str::from_utf8(text).ok()?.trim();
    (is_plain && !text.starts_with(['{', '[', '"'])).then(|| serde_json::to_vec(text).ok())?
}

/// Whether a line is a document by itself.
fn is_json(line: &[u8]) -> bool {
    std::str::from_utf8(line).is_ok_and(|line| serde_json::from_str::<IgnoredAny>(line).is_ok())
}
