//! The 168 booleans of a window, packed while they are read.

use alloc::boxed::Box;
use core::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Error as _, Serialize, Serializer};

use super::error::{Error, Path};
use super::field::{AnyValue, Field, boolean_of};
use super::json;
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

    /// Reads a list of booleans from JSON text: what `serde_json::from_str` reads, without that crate and more than
    /// twice as fast. Nothing is allocated.
    ///
    /// ```
    /// use backup_window::wire::Cells;
    ///
    /// let text = format!("[true, true, {}]", ["false"; 166].join(", "));
    /// assert_eq!(Cells::from_json(&text)?.read()?.allowed_hours(), 2);
    ///
    /// let too_short = Cells::from_json("[true, true]")?;
    /// assert_eq!(too_short.read().unwrap_err().to_string(), "2 hours, expected 168");
    /// let cut = Cells::from_json("[true, tru").unwrap_err();
    /// assert_eq!(cut.to_string(), "not JSON at line 1, column 8: expected a value");
    /// # Ok::<(), backup_window::wire::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Says where the text is not JSON; and it refuses values nested more than 127 deep.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        json::read(text)
    }

    /// The window, on the clock of UTC.
    ///
    /// # Errors
    ///
    /// Fails for anything but 168 booleans, and names the first that is none.
    pub fn read(&self) -> Result<BackupWindow, Error> {
        self.grid(&Path::ROOT)
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

    fn take_up<'de, D: Deserializer<'de>>(&mut self, value: D) -> Result<(), D::Error> {
        *self = Self::deserialize(value)?;
        Ok(())
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
        let mut packing = Packing::default();
        while list.next_element_seed(&mut packing)?.is_some() {}
        Ok(packing.cells())
    }

    no_object! { @list |_: Self, value| Cells::NotAList(value) }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<Cells, A::Error> {
        AnyValue.visit_map(object).map(Cells::NotAList)
    }
}

/// The hours of a grid, as far as they are read.
#[derive(Default)]
struct Packing {
    words: [u64; 3],
    hours: usize,
    /// The first one that is not a boolean.
    wrong: Option<(usize, Field)>,
}

impl Packing {
    #[inline]
    fn push(&mut self, allowed: bool) {
        if let Some(word) = self.words.get_mut(self.hours / 64) {
            *word |= u64::from(allowed) << (self.hours % 64);
        }
        self.hours += 1;
    }

    /// An hour that is not simply `true` or `false`.
    #[cold]
    fn push_value(&mut self, value: Field) {
        match value.as_text().and_then(boolean_of) {
            Some(allowed) => self.push(allowed),
            // From here on it is no grid, however many hours follow.
            None => {
                self.wrong.get_or_insert((self.hours, value));
            }
        }
    }

    fn cells(self) -> Cells {
        match self.wrong {
            Some((place, value)) => Cells::WrongCell(place, Box::new(value)),
            None if self.hours == HOURS => Cells::Grid(BackupWindow::from_words(self.words)),
            None => Cells::WrongLength(self.hours),
        }
    }
}

impl<'de> DeserializeSeed<'de> for &mut Packing {
    type Value = ();

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

/// Takes up one hour.
impl<'de> Visitor<'de> for &mut Packing {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a boolean")
    }

    // Nearly every cell is one: it needs no detour.
    #[inline]
    fn visit_bool<E>(self, allowed: bool) -> Result<(), E> {
        self.push(allowed);
        Ok(())
    }

    no_object! { @no_boolean Packing::push_value }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<(), A::Error> {
        AnyValue.visit_seq(list).map(|value| self.push_value(value))
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<(), A::Error> {
        AnyValue.visit_map(object).map(|value| self.push_value(value))
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
