//! Putting a value into a text: where it goes, and in which style.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use chrono::{NaiveTime, WeekdaySet};

use super::rows::{days_in_place_of, list_of, rows, rows_in_place_of};
use super::style::Style;
use crate::calendar::HourOfWeek;
use crate::window::BackupWindow;
use crate::wire::error::{Error, Path};
use crate::wire::field::Field;
use crate::wire::source::Node;

/// A value for a property of a job.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Assignment {
    /// From the job to the property.
    pub(super) path: Vec<&'static str>,
    value: Value,
    when: When,
}

/// On what it depends whether a value is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    Always,
    /// Only in place of another one.
    IfThere,
    /// Only where there is none; one that is there stays.
    IfMissing,
}

/// What a property is to say.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    /// One of a set of names.
    Name(&'static str),
    /// A time of day, and how the dialect spells it.
    Time(NaiveTime, String),
    /// A boolean.
    Flag(bool),
    /// A boolean in a string.
    FlagInText(bool),
    /// A whole number.
    Integer(i64),
    /// The hours of a window as 168 booleans.
    Grid(BackupWindow),
    /// The hours of a window as a row of figures for each day.
    Rows(BackupWindow),
    /// Days as a list of their names.
    Days(WeekdaySet),
}

/// What to put in place of a part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Splice {
    pub(super) range: Range<usize>,
    pub(super) text: String,
}

impl Assignment {
    pub(super) fn new(path: impl IntoIterator<Item = &'static str>, value: Value) -> Self {
        Self { path: path.into_iter().collect(), value, when: When::Always }
    }

    /// The same, but only in place of another value.
    pub(super) fn if_there(self) -> Self {
        Self { when: When::IfThere, ..self }
    }

    /// The same, but only where there is nothing.
    pub(super) fn if_missing(self) -> Self {
        Self { when: When::IfMissing, ..self }
    }

    /// What makes the job say so; `None` if it does.
    pub(super) fn splice(&self, job: &str) -> Result<Option<Splice>, Error> {
        let node = Node::of(job).map_err(|error| Error::of_document(error.to_string()))?;
        place(node, &Path::ROOT, &self.path, (&self.value, self.when), &Style::COMPACT)
    }
}

/// Puts the value at the end of the path from `node`, which stands in an object of this style.
fn place(
    node: Node<'_>,
    at: &Path<'_>,
    path: &[&'static str],
    (value, when): (&Value, When),
    around: &Style,
) -> Result<Option<Splice>, Error> {
    let splice = |text| Some(Splice { range: node.span(), text });
    let [name, rest @ ..] = path else {
        if when == When::IfMissing || when == When::IfThere && node.is_null() {
            return Ok(None);
        }
        return Ok(value.in_place_of(node, around).and_then(splice));
    };
    if node.is_null() && when == When::IfThere {
        return Ok(None);
    }
    if node.is_null() {
        return Ok(splice(around.new_value(path, value)));
    }
    if !node.is_object() {
        return Err(node.field().mismatch(at, "an object", "an object"));
    }
    let style = around.of(node);
    let mut found = node.members_named(name);
    match (found.next(), found.next()) {
        (Some(member), None) => place(member.value, &at.member(name), rest, (value, when), &style),
        (Some(_), Some(_)) => Err(at.member(name).error("given more than once (expected once)")),
        (None, _) if when == When::IfThere => Ok(None),
        (None, _) => {
            let property = style.property(name, rest, value);
            Ok(Some(match node.members().last() {
                Some(last) => {
                    let end = last.value.span().end;
                    Splice { range: end..end, text: format!(",{}{property}", style.between) }
                }
                None => Splice {
                    range: node.span(),
                    text: format!("{{{}{property}{}}}", style.before, style.after),
                },
            }))
        }
    }
}

impl Value {
    /// The text in place of that of `old`; `None` if it says the same.
    fn in_place_of(&self, old: Node<'_>, style: &Style) -> Option<String> {
        match self {
            Self::Grid(window) => return grid_in_place_of(window, old, style),
            Self::Rows(window) => return Some(rows_in_place_of(window, old, style)),
            Self::Days(days) => return days_in_place_of(*days, old, style),
            _ => {}
        }
        let field = old.field();
        if self.is_said_by(&field) {
            return None;
        }
        Some(match (self, field.as_text()) {
            (Self::Name(name), Some(old)) => quoted(&like(name, old)),
            // A document that has its booleans in strings keeps them there, and the other way round.
            (Self::Flag(flag) | Self::FlagInText(flag), Some(old)) => quoted(&like(&flag.to_string(), old)),
            (Self::Flag(flag) | Self::FlagInText(flag), None) if matches!(field, Field::Bool(_)) => {
                flag.to_string()
            }
            _ => self.text(style),
        })
    }

    fn is_said_by(&self, field: &Field) -> bool {
        let nowhere = Path::ROOT;
        match self {
            Self::Name(name) => field.as_text().is_some_and(|old| old.eq_ignore_ascii_case(name)),
            Self::Time(time, _) => field.time_of_day(&nowhere) == Ok(*time),
            Self::Flag(flag) | Self::FlagInText(flag) => field.boolean(&nowhere) == Ok(Some(*flag)),
            Self::Integer(number) => field.integer(&nowhere) == Ok(Some(*number)),
            Self::Grid(_) | Self::Rows(_) | Self::Days(_) => false,
        }
    }

    /// The text where there is none yet.
    pub(super) fn text(&self, style: &Style) -> String {
        match self {
            Self::Name(name) => quoted(name),
            Self::Time(_, spelled) => quoted(spelled),
            Self::Flag(flag) => flag.to_string(),
            Self::FlagInText(flag) => quoted(&flag.to_string()),
            Self::Integer(number) => number.to_string(),
            Self::Grid(window) => {
                let cells = window.to_bools().map(|allowed| allowed.to_string());
                format!("[{}]", cells.join(style.comma()))
            }
            Self::Rows(window) => rows(window, style),
            Self::Days(days) => list_of(*days, "Sunday", style),
        }
    }
}

/// A grid cell by cell, so that the list keeps its lines; a new one where it cannot be kept.
fn grid_in_place_of(window: &BackupWindow, old: Node<'_>, style: &Style) -> Option<String> {
    let cells: Vec<Node<'_>> = old.items().collect();
    let read = |cell: &Node<'_>| cell.field().boolean(&Path::ROOT).ok().flatten();
    if cells.len() != usize::from(HourOfWeek::COUNT) || cells.iter().any(|cell| read(cell).is_none()) {
        return Some(Value::Grid(*window).text(style));
    }
    let begin = old.span().start;
    let mut text = old.raw().to_owned();
    let mut is_changed = false;
    // From the end, so that the places before stay where they are.
    for (cell, allowed) in cells.into_iter().zip(window.to_bools()).rev() {
        if let Some(new) = Value::Flag(allowed).in_place_of(cell, style) {
            text.replace_range(cell.span().start - begin..cell.span().end - begin, &new);
            is_changed = true;
        }
    }
    is_changed.then_some(text)
}

/// A word that begins with a small letter if `old` does, and with a capital one if `old` does.
pub(super) fn like(word: &str, old: &str) -> String {
    let Some(first) = word.chars().next() else { return String::new() };
    let rest = &word[first.len_utf8()..];
    match old.chars().next() {
        Some(letter) if letter.is_lowercase() => format!("{}{rest}", first.to_lowercase()),
        Some(letter) if letter.is_uppercase() => format!("{}{rest}", first.to_uppercase()),
        _ => word.to_owned(),
    }
}

/// A string of JSON; what comes here needs no escapes.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}
