//! Where jobs come from: files and standard input, as whole documents or as JSON lines.
//!
//! JSON lines are read block by block, so that a file of any length needs the memory of a few blocks. Anything else is
//! one document and read whole.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::str::Utf8Error;

use serde::de::IgnoredAny;

use crate::Failure;
use crate::blocks::Blocks;

/// A piece of input that holds jobs.
pub(crate) struct Document<'a> {
    /// Its text; `Err` where it is not UTF-8.
    pub(crate) text: Result<&'a str, Utf8Error>,
    /// The number of the line it is, where the input is JSON lines.
    pub(crate) line: Option<u64>,
}

impl<'a> Document<'a> {
    pub(crate) fn new(text: &'a [u8], line: Option<u64>) -> Self {
        // Without the line break, a line that ends too early ends in itself and not in the next one.
        Self { text: std::str::from_utf8(text.trim_ascii_end()), line }
    }
}

/// What an input turned out to be.
pub(crate) enum Input {
    /// One document.
    Document(Vec<u8>),
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

    /// Opens it, and finds out what it is.
    ///
    /// # Errors
    ///
    /// Fails where nothing can be read or nothing is there, and for a text that is neither a document nor lines.
    pub(crate) fn open(&self) -> Result<Input, Failure> {
        let failed = |error: io::Error| self.failed(&error);
        let input: Box<dyn Read + Send> = match self {
            Self::StandardInput => Box::new(io::stdin()),
            Self::File(path) => Box::new(File::open(path).map_err(failed)?),
        };
        let mut blocks = Blocks::new(input);
        let Some(first) = blocks.first_filled_line().map_err(failed)? else {
            return Err(format!("{}: empty (expected a job document)", self.name()));
        };
        if is_json(first) {
            return Ok(Input::Lines(blocks));
        }
        // A document over several lines, or JSON lines with a mistake in the first.
        let first_length = first.len();
        let (whole, first_number) = blocks.rest().map_err(failed)?;
        let Some(flaw) = Flaw::of(whole, first_number) else {
            return Ok(Input::Document(whole.to_vec()));
        };
        let mut others = whole[first_length..].split(|&byte| byte == b'\n');
        if others.any(|line| line.starts_with(b"{") && is_json(line)) {
            Ok(Input::Lines(blocks))
        } else {
            Err(format!("{}: {flaw}", self.name()))
        }
    }

    /// That reading it failed.
    pub(crate) fn failed(&self, error: &io::Error) -> Failure {
        format!("{}: {error}", self.name())
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
    pub(crate) fn of(text: &[u8], first_line: u64) -> Option<Self> {
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
