//! Weeks as pictures, job after job: what is in them. `picture.rs` draws them as SVG, `page.rs` as HTML.
//!
//! What a week, a note or a row says is the business of the commands.

mod page;
mod picture;

use crate::week::Week;

/// No album has more jobs than these.
pub(crate) const MOST_JOBS: usize = 100;

/// What is pictured.
pub(crate) struct Album<'a> {
    pub(crate) title: &'a str,
    pub(crate) subtitle: &'a str,
    pub(crate) sheets: &'a [Sheet],
}

/// What is pictured of a job.
pub(crate) struct Sheet {
    pub(crate) name: String,
    pub(crate) panels: Vec<Panel>,
    /// Lines of text below the weeks.
    pub(crate) notes: Vec<String>,
    /// Rows below the notes.
    pub(crate) list: Option<Table>,
    /// What a page says beside that, for small screens and for reading aloud.
    pub(crate) tables: Vec<Table>,
}

/// A week with a line above it.
pub(crate) struct Panel {
    pub(crate) title: String,
    /// What the week shows, for those who do not see it.
    pub(crate) words: String,
    pub(crate) week: Week,
}

/// Rows of text.
pub(crate) struct Table {
    pub(crate) caption: String,
    /// What stands above the columns; nothing where each row begins with what it is about.
    pub(crate) head: &'static [&'static str],
    /// Where each column begins in a picture, in pixels from the first.
    pub(crate) columns: &'static [usize],
    pub(crate) rows: Vec<Vec<String>>,
}

impl Album<'_> {
    /// Whether each job has its name above it; of a single one it is in the title.
    const fn has_names(&self) -> bool {
        self.sheets.len() > 1
    }
}

impl Sheet {
    /// The notes and rows for those who do not see them.
    fn rest_in_words(&self) -> impl Iterator<Item = String> {
        let rows = self.list.iter().flat_map(|list| list.rows.iter().map(|row| row.join(" ")));
        self.notes.iter().cloned().chain(rows)
    }
}
