//! Where in a document a mistake stands.

use std::cell::OnceCell;

use backup_window::wire::{Error, Excerpt, JobSource, Lines, Source};

use crate::input::Document;

/// The text of a document, looked at once it has a mistake in it.
pub(crate) struct Whereabouts<'a> {
    document: &'a Document<'a>,
    parts: OnceCell<Option<(Lines<'a>, Vec<JobSource<'a>>)>>,
}

impl<'a> Whereabouts<'a> {
    pub(crate) const fn new(document: &'a Document<'a>) -> Self {
        Self { document, parts: OnceCell::new() }
    }

    /// Where the value stands that an error of this job is about.
    pub(crate) fn of(&self, job: usize, error: &Error) -> Option<Excerpt<'a>> {
        let (lines, jobs) = self.parts.get_or_init(|| self.parts()).as_ref()?;
        Some(lines.excerpt(jobs.get(job)?.find(error.path())))
    }

    fn parts(&self) -> Option<(Lines<'a>, Vec<JobSource<'a>>)> {
        let text = self.document.text.ok()?;
        let lines = Lines::new(text).numbered_from(self.document.first_line);
        Some((lines, Source::new(text).ok()?.jobs()))
    }
}
