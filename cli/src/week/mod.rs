//! A week as the products' dialogs show it: a row for each day, Sunday first, and a column for each hour.
//!
//! Here is what stands in the cells; `text.rs` writes them for a terminal, `picture.rs` draws them. Which clock the hours
//! are read on is said by whoever shows the week.

mod picture;
mod text;

use backup_window::{BackupWindow, DifferentClocks, HourOfWeek};
use chrono::{Weekday, WeekdaySet};

pub(crate) use self::picture::{Legend, SIZE, patterns};

/// What an hour of the week is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cell {
    /// Allowed; where two windows are compared, by both.
    Allowed,
    /// Denied, by both.
    Denied,
    /// Denied by the first of two windows and allowed by the other.
    Added,
    /// Allowed by the first and denied by the other.
    Removed,
}

impl Cell {
    /// The sign for it where there are no colours.
    const fn sign(self) -> char {
        match self {
            Self::Allowed => '#',
            Self::Denied => '.',
            Self::Added => '+',
            Self::Removed => '-',
        }
    }

    /// What it is, in a word or two.
    const fn name(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::Denied => "denied",
            Self::Added => "newly allowed",
            Self::Removed => "no longer allowed",
        }
    }
}

/// A week of cells, with marks on some.
#[derive(Debug, Clone)]
pub(crate) struct Week {
    cells: [Cell; HourOfWeek::COUNT as usize],
    marks: [Option<char>; HourOfWeek::COUNT as usize],
}

impl Week {
    /// The hours of a window, on its own clock.
    pub(crate) fn of(window: &BackupWindow) -> Self {
        Self::made_of(|hour| if window.allows(hour) { Cell::Allowed } else { Cell::Denied })
    }

    /// The hours of two windows, and which of them changed from one to the other, on the clock of `one`; if that is
    /// always or never open, on the clock of the other.
    ///
    /// # Errors
    ///
    /// Fails where no grid fits both clocks.
    pub(crate) fn between(one: &BackupWindow, other: &BackupWindow) -> Result<Self, DifferentClocks> {
        let both = one.intersection(other)?;
        let (added, removed) = (other.difference(one)?, one.difference(other)?);
        let added = added.on_clock(both.clock())?;
        Ok(Self::made_of(|hour| {
            if both.allows(hour) {
                Cell::Allowed
            } else if added.allows(hour) {
                Cell::Added
            } else if removed.allows(hour) {
                Cell::Removed
            } else {
                Cell::Denied
            }
        }))
    }

    /// The same with marks on some hours; of several marks for one hour the first counts.
    pub(crate) fn with_marks(mut self, marks: impl IntoIterator<Item = (HourOfWeek, char)>) -> Self {
        for (hour, mark) in marks {
            self.marks[usize::from(hour.index())].get_or_insert(mark);
        }
        self
    }

    fn made_of(cell: impl Fn(HourOfWeek) -> Cell) -> Self {
        let mut cells = [Cell::Denied; HourOfWeek::COUNT as usize];
        for hour in HourOfWeek::all() {
            cells[usize::from(hour.index())] = cell(hour);
        }
        Self { cells, marks: [None; HourOfWeek::COUNT as usize] }
    }

    /// The days with their cells and marks.
    fn days(&self) -> impl Iterator<Item = (Weekday, &[Cell], &[Option<char>])> {
        let days = self.cells.chunks(24).zip(self.marks.chunks(24));
        WeekdaySet::ALL.iter(Weekday::Sun).zip(days).map(|(day, (cells, marks))| (day, cells, marks))
    }

    /// Which kinds of cells there are, in the order of a legend.
    fn kinds(&self) -> impl Iterator<Item = Cell> {
        let all = [Cell::Allowed, Cell::Denied, Cell::Added, Cell::Removed];
        all.into_iter().filter(|kind| self.cells.contains(kind))
    }
}

/// The name of a day.
pub(crate) const fn name_of(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

/// The stretches of a day that are of one kind, as hours from and up to.
fn stretches(cells: &[Cell]) -> impl Iterator<Item = (Cell, usize, usize)> {
    let mut from = 0;
    cells.chunk_by(|one, other| one == other).map(move |stretch| {
        let start = from;
        from += stretch.len();
        (stretch[0], start, from)
    })
}
