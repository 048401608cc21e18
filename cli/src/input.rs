//! Where jobs come from: files and standard input, as whole documents or line by line.
//!
//! JSON lines are read one line at a time, so that a file of any length needs the memory of its longest line. Anything
//! else is one document and read whole.

use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::str::Utf8Error;

use serde::de::IgnoredAny;

use crate::Failure;

/// A piece of input that holds jobs.
pub(crate) struct Document {
    /// Its text; `Err` where it is not UTF-8.
    pub(crate) text: Result<String, Utf8Error>,
    /// The number of the line it is, where the input is JSON lines.
    pub(crate) line: Option<u64>,
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
        match self {
            Self::StandardInput => "standard input".into(),
            Self::File(path) => path.display().to_string(),
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

    /// Hands every document of the source to `each`, with the bytes read so far.
    pub(crate) fn read(
        &self,
        mut each: impl FnMut(Document, u64) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let failed = |error: io::Error| format!("{}: {error}", self.name());
        let input: Box<dyn Read> = match self {
            Self::StandardInput => Box::new(io::stdin().lock()),
            Self::File(path) => Box::new(File::open(path).map_err(failed)?),
        };
        let mut lines = Lines { input: BufReader::with_capacity(1 << 18, input), number: 0, bytes: 0 };
        let Some(first) = lines.next_filled().map_err(failed)? else {
            return Err(format!("{}: empty (expected a job document)", self.name()));
        };
        if is_json(&first) {
            each(document(first, Some(lines.number)), lines.bytes)?;
            while let Some(line) = lines.next_filled().map_err(failed)? {
                each(document(line, Some(lines.number)), lines.bytes)?;
            }
            return Ok(());
        }
        self.read_whole(first, lines, each)
    }

    /// Input whose first line is no JSON by itself: a document over several lines, or JSON lines with a mistake.
    fn read_whole<R: BufRead>(
        &self,
        first: Vec<u8>,
        mut lines: Lines<R>,
        mut each: impl FnMut(Document, u64) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let failed = |error: io::Error| format!("{}: {error}", self.name());
        let (first_number, first_length) = (lines.number, first.len());
        let mut whole = first;
        lines.input.read_to_end(&mut whole).map_err(failed)?;
        let Some(flaw) = Flaw::of(&whole, first_number) else {
            let length = lines.bytes + (whole.len() - first_length) as u64;
            return each(document(whole, None), length);
        };
        let (first, rest) = whole.split_at(first_length);
        if !rest.split(|&byte| byte == b'\n').any(|line| line.starts_with(b"{") && is_json(line)) {
            return Err(format!("{}: {flaw}", self.name()));
        }
        each(document(first.to_vec(), Some(first_number)), lines.bytes)?;
        let mut rest = Lines { input: rest, number: first_number, bytes: lines.bytes };
        while let Some(line) = rest.next_filled().map_err(failed)? {
            each(document(line, Some(rest.number)), rest.bytes)?;
        }
        Ok(())
    }
}

/// What keeps a text from being read, and where.
pub(crate) struct Flaw {
    what: String,
    /// Line and column, from 1.
    at: Option<(u64, usize)>,
    /// How the line begins.
    line: Option<String>,
}

impl Flaw {
    /// `line` is the number of the line that the text is, if it is one.
    pub(crate) fn not_utf_8(error: Utf8Error, line: Option<u64>) -> Self {
        let at = line.map(|line| (line, error.valid_up_to() + 1));
        Self { what: "not UTF-8".into(), at, line: None }
    }

    /// `first_line` is the number of the line that the text begins with, where it is not the first.
    pub(crate) fn not_json(error: &serde_json::Error, first_line: Option<u64>) -> Self {
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default();
        let line = first_line.unwrap_or(1) + (error.line() as u64).saturating_sub(1);
        Self { what: format!("not JSON: {message}"), at: Some((line, error.column())), line: None }
    }

    /// What is wrong with a whole text that begins with this line.
    fn of(text: &[u8], first_line: u64) -> Option<Self> {
        const SHOWN: usize = 100;
        let text = text.trim_ascii_end();
        if text.starts_with(b"\xFF\xFE") || text.starts_with(b"\xFE\xFF") {
            return Some(Self { what: "UTF-16 (expected UTF-8)".into(), at: None, line: None });
        }
        let error = match std::str::from_utf8(text).map(serde_json::from_str::<IgnoredAny>) {
            Ok(Ok(_)) => return None,
            Ok(Err(error)) => error,
            Err(error) => {
                let lines: Vec<&[u8]> = text[..error.valid_up_to()].split(|&byte| byte == b'\n').collect();
                let column = lines.last().map_or(0, |line| line.len()) + 1;
                let at = Some((first_line + lines.len() as u64 - 1, column));
                return Some(Self { what: "not UTF-8".into(), at, line: None });
            }
        };
        let line = text.split(|&byte| byte == b'\n').nth(error.line().saturating_sub(1)).unwrap_or_default();
        let line = String::from_utf8_lossy(line).trim_end().chars().take(SHOWN).collect();
        Some(Self { line: Some(line), ..Self::not_json(&error, Some(first_line)) })
    }
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        if let Some((line, column)) = self.at {
            write!(f, " at line {line}, column {column}")?;
        }
        match &self.line {
            Some(line) => write!(f, "\n  {line}"),
            None => Ok(()),
        }
    }
}

/// Whether a line is a document by itself.
fn is_json(line: &[u8]) -> bool {
    std::str::from_utf8(line).is_ok_and(|line| serde_json::from_str::<IgnoredAny>(line).is_ok())
}

fn document(mut text: Vec<u8>, line: Option<u64>) -> Document {
    // Without the line break, a line that ends too early ends in itself and not in the next one.
    text.truncate(text.trim_ascii_end().len());
    Document { text: String::from_utf8(text).map_err(|error| error.utf8_error()), line }
}

struct Lines<R> {
    input: R,
    /// The number of the line read last, from 1.
    number: u64,
    /// How many bytes are read.
    bytes: u64,
}

impl<R: BufRead> Lines<R> {
    /// The next line that is not blank, without a byte order mark.
    fn next_filled(&mut self) -> io::Result<Option<Vec<u8>>> {
        loop {
            let mut line = Vec::new();
            let read = self.input.read_until(b'\n', &mut line)?;
            if read == 0 {
                return Ok(None);
            }
            self.number += 1;
            self.bytes += read as u64;
            if self.number == 1 && line.starts_with(b"\xEF\xBB\xBF") {
                line.drain(..3);
            }
            if !line.trim_ascii().is_empty() {
                return Ok(Some(line));
            }
        }
    }
}
