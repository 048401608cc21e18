//! Lines and columns of a text, and the line of a mistake as it is shown.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

/// The lines of a text, counted once: asking for a place then takes no time, however long the text and its lines are.
///
/// ```
/// use backup_window::wire::{Lines, Source};
///
/// let text = "{\n  \"schedulePolicy\": {\n    \"type\": \"Daily\",\n    \"dailyTime\": \"25:00\"\n  }\n}";
/// let source = Source::new(text)?;
/// let excerpt = Lines::new(text).excerpt(source.jobs()[0].find("schedulePolicy.dailyTime"));
/// assert_eq!((excerpt.line(), excerpt.column()), (4, 18));
/// assert_eq!(
///     excerpt.to_string(),
///     "4 |     \"dailyTime\": \"25:00\"\n  |                  ^^^^^^^",
/// );
/// # Ok::<(), backup_window::wire::NotJson>(())
/// ```
#[derive(Debug, Clone)]
pub struct Lines<'t> {
    text: &'t str,
    /// Where each line begins.
    starts: Vec<usize>,
    /// How many characters come before each block of bytes.
    characters: Vec<usize>,
    first: u64,
}

/// A place in a text: its line and column, and the line itself when written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt<'t> {
    line: u64,
    column: usize,
    /// The part of the line before the place, the place, and what follows it in the line.
    parts: [&'t str; 3],
    is_cut: [bool; 2],
}

impl<'t> Lines<'t> {
    /// Bytes to a block.
    const BLOCK: usize = 4096;

    /// Counts the lines of a text.
    pub fn new(text: &'t str) -> Self {
        let starts = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        let mut before = 0;
        let characters = text.as_bytes().chunks(Self::BLOCK).map(|block| {
            before += characters_in(block);
            before - characters_in(block)
        });
        Self {
            text,
            starts: [0].into_iter().chain(starts).collect(),
            characters: characters.collect(),
            first: 1,
        }
    }

    /// The same lines, where the text begins with another one than the first of its file.
    #[must_use]
    pub fn numbered_from(self, first: u64) -> Self {
        Self { first, ..self }
    }

    /// The line at which a part of the text begins.
    pub fn excerpt(&self, span: Range<usize>) -> Excerpt<'t> {
        /// How many characters of a long line are shown before the place, and from it on.
        const BEFORE: usize = 40;
        const FROM: usize = 60;
        let start = (0..=span.start.min(self.text.len()))
            .rev()
            .find(|at| self.text.is_char_boundary(*at))
            .unwrap_or(0);
        let line = self.starts.partition_point(|&line| line <= start) - 1;
        let line_start = self.starts[line];
        let line_end = self.starts.get(line + 1).map_or(self.text.len(), |next| next - 1);
        let (before, from) =
            (&self.text[line_start..start.min(line_end)], &self.text[start.min(line_end)..line_end]);
        let from = from.trim_end_matches('\r');
        let before_at = before.char_indices().rev().take(BEFORE).last().map_or(before.len(), |(at, _)| at);
        let from_end = from.char_indices().nth(FROM).map_or(from.len(), |(at, _)| at);
        let length = (0..=(span.end.max(start) - start).min(from_end))
            .rev()
            .find(|at| from.is_char_boundary(*at))
            .unwrap_or(0);
        Excerpt {
            line: self.first + line as u64,
            column: self.characters_before(start) - self.characters_before(line_start) + 1,
            parts: [&before[before_at..], &from[..length], &from[length..from_end]],
            is_cut: [before_at > 0, from_end < from.len()],
        }
    }

    fn characters_before(&self, at: usize) -> usize {
        let block = at / Self::BLOCK;
        let start = block * Self::BLOCK;
        let counted = self.characters.get(block).copied();
        let rest = self.text.as_bytes().get(start..at).unwrap_or_default();
        counted.unwrap_or_else(|| self.text.chars().count()) + characters_in(rest)
    }
}

/// How many characters begin in a part of a text.
fn characters_in(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| (**byte as i8) >= -0x40).count()
}

impl Excerpt<'_> {
    /// The number of the line, from 1.
    pub const fn line(&self) -> u64 {
        self.line
    }

    /// The character of the line, from 1.
    pub const fn column(&self) -> usize {
        self.column
    }
}

impl fmt::Display for Excerpt<'_> {
    /// Two lines: the one of the text, and one that marks the place.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [before, place, after] = self.parts.map(shown);
        let [cut_before, cut_after] = self.is_cut.map(|is_cut| if is_cut { "..." } else { "" });
        let width = alloc::format!("{}", self.line).len();
        let marks = place.chars().count().max(1);
        let indent = cut_before.len() + before.chars().count();
        writeln!(f, "{} | {cut_before}{before}{place}{after}{cut_after}", self.line)?;
        write!(f, "{:width$} | {:indent$}{:^<marks$}", "", "", "")
    }
}

/// A part of a line that takes one column a character and has no say over a terminal.
fn shown(part: &str) -> String {
    part.chars()
        .map(|c| match c {
            '\t' => ' ',
            c if c.is_control() => char::REPLACEMENT_CHARACTER,
            c => c,
        })
        .collect()
}
