//! The 168 booleans of a window, packed while they are read.

use alloc::boxed::Box;
use core::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Error as _, Serialize, Serializer};

use super::error::{Error, Path};
use super::field::{AnyValue, Field, boolean_of};
use super::object::{Property, no_object};
use crate::calendar::HourOfWeek;
use crate::window::{BackupWindow, WindowClock};

const HOURS: usize = HourOfWeek::COUNT as usize;

/// The grid of a window as a document has it: a list of 168 booleans, Sunday 00:00 first, `true` = allowed.
///
/// The booleans go straight into bits; nothing is allocated for a grid that can be read.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Cells {
    /// A grid, on the clock of UTC: documents give the clock beside the grid.
    Grid(BackupWindow),
    /// A list of booleans, but not 168 of them.
    WrongLength(usize),
    /// A list with something that is not a boolean, at this place.
    WrongCell(usize, Box<Field>),
    /// Something else.
    NotAList(Field),
}

impl Default for Cells {
    fn default() -> Self {
        Self::NotAList(Field::Absent)
    }
}

impl Cells {
    /// Whether the property is missing or `null`.
    pub const fn is_none(&self) -> bool {
        matches!(self, Self::NotAList(field) if field.is_none())
    }

    /// The hours of a window, whose clock stands elsewhere in a document.
    pub(super) fn of_window(window: &BackupWindow) -> Self {
        Self::Grid(window.with_clock(WindowClock::UTC))
    }

    /// The grid.
    pub(super) fn grid(&self, path: &Path<'_>) -> Result<BackupWindow, Error> {
        match self {
            Self::Grid(window) => Ok(*window),
            Self::WrongLength(hours) => Err(path.error(format_args!("{hours} hours, expected {HOURS}"))),
            Self::WrongCell(place, value) => {
                Err(path
                    .error(format_args!("{value} at [{place}] is not a boolean (expected true or false)")))
            }
            Self::NotAList(value) => Err(value.mismatch(path, "a list", "a list of 168 booleans")),
        }
    }
}

impl Property for Cells {
    fn is_given(&self) -> bool {
        !matches!(self, Self::NotAList(Field::Absent))
    }

    fn repeated() -> Self {
        Self::NotAList(Field::Repeated)
    }
}

impl<'de> Deserialize<'de> for Cells {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(CellsVisitor)
    }
}

struct CellsVisitor;

impl<'de> Visitor<'de> for CellsVisitor {
    type Value = Cells;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of 168 booleans")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Cells, A::Error> {
        let mut words = [0u64; 3];
        let mut length = 0;
        let mut wrong = None;
        while let Some(cell) = list.next_element::<Cell>()? {
            match cell {
                Cell::Bool(allowed) => {
                    if let Some(word) = words.get_mut(length / 64) {
                        *word |= u64::from(allowed) << (length % 64);
                    }
                }
                Cell::Other(value) if wrong.is_none() => wrong = Some((length, value)),
                Cell::Other(_) => {}
            }
            length += 1;
        }
        Ok(match wrong {
            Some((place, value)) => Cells::WrongCell(place, value),
            None if length == HOURS => Cells::Grid(BackupWindow::from_words(words)),
            None => Cells::WrongLength(length),
        })
    }

    no_object! { @list Cells::NotAList }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<Cells, A::Error> {
        AnyValue.visit_map(object).map(Cells::NotAList)
    }
}

/// One hour of a grid.
enum Cell {
    Bool(bool),
    Other(Box<Field>),
}

impl Cell {
    fn of(value: Field) -> Self {
        match value.as_text().and_then(boolean_of) {
            Some(allowed) => Self::Bool(allowed),
            None => Self::Other(Box::new(value)),
        }
    }
}

impl<'de> Deserialize<'de> for Cell {
    #[inline]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(CellVisitor)
    }
}

struct CellVisitor;

impl<'de> Visitor<'de> for CellVisitor {
    type Value = Cell;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a boolean")
    }

    // Nearly every cell is one: it needs no detour.
    #[inline]
    fn visit_bool<E>(self, allowed: bool) -> Result<Cell, E> {
        Ok(Cell::Bool(allowed))
    }

    no_object! { @no_boolean Cell::of }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Cell, A::Error> {
        AnyValue.visit_seq(list).map(Cell::of)
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<Cell, A::Error> {
        AnyValue.visit_map(object).map(Cell::of)
    }
}

impl Serialize for Cells {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Grid(window) => serializer.collect_seq(window.to_bools()),
            Self::NotAList(value) if value.is_none() => serializer.serialize_unit(),
            other => match other.grid(&Path::ROOT) {
                Err(error) => Err(S::Error::custom(error)),
                Ok(window) => serializer.collect_seq(window.to_bools()),
            },
        }
    }
}
