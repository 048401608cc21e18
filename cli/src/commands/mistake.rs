//! What is wrong with a job, and where in the text that stands: the same for every command.

use std::fmt::Write as _;

use backup_window::wire::{Error, Excerpt};
use serde::Serialize;

use crate::input::Source;

/// An error and its place, as JSON.
#[derive(Serialize)]
pub(super) struct ErrorBody<'a> {
    path: &'a str,
    message: &'a str,
    file: Option<String>,
    line: Option<u64>,
    column: Option<usize>,
}

impl<'a> ErrorBody<'a> {
    pub(super) fn new(error: &'a Error, source: &Source<'_>, place: Option<&Excerpt<'_>>) -> Self {
        Self {
            path: error.path(),
            message: error.message(),
            file: source.file().as_deref().map(str::to_owned),
            line: place.map(Excerpt::line),
            column: place.map(Excerpt::column),
        }
    }
}

/// For people: the file, the line and the column, and the line itself with a mark under the mistake.
pub(super) fn pointer(name: &str, place: Option<&Excerpt<'_>>) -> String {
    let mut text = String::new();
    if let Some(place) = place {
        let _ = writeln!(text, "  --> {name}:{}:{}", place.line(), place.column());
        place.to_string().lines().for_each(|line| {
            let _ = writeln!(text, "    {line}");
        });
    }
    text
}
