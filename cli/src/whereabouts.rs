//! Where in a document a mistake stands.

use std::cell::OnceCell;

use backup_window::wire::{Excerpt, JobSource, Lines, Source};

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

    /// Where the value of this job at the end of a path stands, or what there is of it.
    pub(crate) fn at(&self, job: usize, path: &str) -> Option<Excerpt<'a>> {
        let (lines, jobs) = self.parts.get_or_init(|| self.parts()).as_ref()?;
        Some(lines.excerpt(jobs.get(job)?.find(path)))
    }

    /// A job as it is written.
    pub(crate) fn job(&self, job: usize) -> Option<&JobSource<'a>> {
        self.parts.get_or_init(|| self.parts()).as_ref()?.1.get(job)
    }

    fn parts(&self) -> Option<(Lines<'a>, Vec<JobSource<'a>>)> {
        let text = self.document.text.ok()?;
        let lines = Lines::new(text).numbered_from(self.document.first_line);
        Some((lines, Source::new(text).ok()?.jobs()))
    }
}
