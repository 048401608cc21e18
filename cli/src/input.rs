//! Where jobs come from: files and standard input, as whole documents or line by line.
//!
//! JSON lines are read one line at a time, so that a file of any length needs the memory of its longest line. Anything
//! else is one document and read whole.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use serde::de::IgnoredAny;

use crate::Failure;

/// A piece of input that holds jobs.
pub(crate) struct Document {
    /// Its text; `Err` where it is not UTF-8.
    pub(crate) text: Result<String, std::str::Utf8Error>,
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
        let first_number = lines.number;
        let mut whole = first.clone();
        lines.input.read_to_end(&mut whole).map_err(|error| format!("{}: {error}", self.name()))?;
        let length = lines.bytes + (whole.len() - first.len()) as u64;
        let error = match serde_json::from_slice::<IgnoredAny>(&whole) {
            Ok(_) => return each(document(whole, None), length),
            Err(error) => error,
        };
        let mut rest = Lines { input: &whole[first.len()..], number: first_number, bytes: lines.bytes };
        let failed = |error: io::Error| format!("{}: {error}", self.name());
        let Some(second) =
            rest.next_filled().map_err(failed)?.filter(|line| line.starts_with(b"{") && is_json(line))
        else {
            let skipped = first_number as usize - 1;
            return Err(format!("{}: not JSON: {}", self.name(), described(&error, &whole, skipped)));
        };
        each(document(first, Some(first_number)), lines.bytes)?;
        each(document(second, Some(rest.number)), rest.bytes)?;
        while let Some(line) = rest.next_filled().map_err(failed)? {
            each(document(line, Some(rest.number)), rest.bytes)?;
        }
        Ok(())
    }
}

/// What is wrong with a text, where, and the line it is in.
fn described(error: &serde_json::Error, text: &[u8], skipped_lines: usize) -> String {
    const SHOWN: usize = 100;
    let line = text.split(|&byte| byte == b'\n').nth(error.line().saturating_sub(1)).unwrap_or_default();
    let line = String::from_utf8_lossy(line);
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default();
    let (number, column) = (error.line() + skipped_lines, error.column());
    let shown: String = line.chars().take(SHOWN).collect();
    format!("{message} at line {number}, column {column}\n  {shown}")
}

fn is_json(text: &[u8]) -> bool {
    serde_json::from_slice::<IgnoredAny>(text).is_ok()
}

fn document(text: Vec<u8>, line: Option<u64>) -> Document {
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
