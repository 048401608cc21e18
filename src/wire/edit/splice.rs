//! Putting a value into a text: where it goes, and in which style.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use chrono::NaiveTime;

use crate::calendar::HourOfWeek;
use crate::window::BackupWindow;
use crate::wire::error::{Error, Path};
use crate::wire::field::Field;
use crate::wire::source::Node;

/// A value for a property of a job.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::wire) struct Assignment {
    /// From the job to the property.
    pub(in crate::wire) path: Vec<&'static str>,
    pub(in crate::wire) value: Value,
}

/// What a property is to say.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::wire) enum Value {
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
    /// A whole number where there is none; one that is there stays.
    IntegerIfMissing(i64),
    /// The hours of a window as 168 booleans.
    Grid(BackupWindow),
}

/// What to put in place of a part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Splice {
    pub(super) range: Range<usize>,
    pub(super) text: String,
}

impl Assignment {
    /// What makes the job say so; `None` if it does.
    pub(super) fn splice(&self, job: &str) -> Result<Option<Splice>, Error> {
        let node = Node::of(job).map_err(|error| Error::of_document(error.to_string()))?;
        place(node, &Path::ROOT, &self.path, &self.value, &Style::COMPACT)
    }
}

/// Puts the value at the end of the path from `node`, which stands in an object of this style.
fn place(
    node: Node<'_>,
    at: &Path<'_>,
    path: &[&'static str],
    value: &Value,
    around: &Style,
) -> Result<Option<Splice>, Error> {
    let splice = |text| Some(Splice { range: node.span(), text });
    let [name, rest @ ..] = path else {
        return Ok(value.in_place_of(node, around).and_then(splice));
    };
    if node.is_null() {
        return Ok(splice(around.new_value(path, value)));
    }
    if !node.is_object() {
        return Err(node.field().mismatch(at, "an object", "an object"));
    }
    let style = around.of(node);
    let mut found = node.members_named(name);
    match (found.next(), found.next()) {
        (Some(member), None) => place(member.value, &at.member(name), rest, value, &style),
        (Some(_), Some(_)) => Err(at.member(name).error("given more than once (expected once)")),
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
        if let Self::Grid(window) = self {
            return grid_in_place_of(window, old, style);
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
            Self::IntegerIfMissing(_) => true,
            Self::Grid(_) => false,
        }
    }

    /// The text where there is none yet.
    fn text(&self, style: &Style) -> String {
        match self {
            Self::Name(name) => quoted(name),
            Self::Time(_, spelled) => quoted(spelled),
            Self::Flag(flag) => flag.to_string(),
            Self::FlagInText(flag) => quoted(&flag.to_string()),
            Self::Integer(number) | Self::IntegerIfMissing(number) => number.to_string(),
            Self::Grid(window) => {
                let cells = window.to_bools().map(|allowed| allowed.to_string());
                format!("[{}]", cells.join(style.comma()))
            }
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

/// How an object is laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Style {
    /// Between `{` and the first name.
    before: String,
    /// Between a comma and the next name.
    between: String,
    /// Between a name and its value.
    colon: String,
    /// Between the last value and `}`.
    after: String,
    /// Whether names begin with a capital letter.
    has_capitals: bool,
}

impl Style {
    const COMPACT: Self = Self {
        before: String::new(),
        between: String::new(),
        colon: String::new(),
        after: String::new(),
        has_capitals: false,
    };

    /// The style of an object that stands in one of this style.
    fn of(&self, object: Node<'_>) -> Self {
        let (span, raw) = (object.span(), object.raw());
        let text = |from: usize, to: usize| raw.get(from - span.start..to - span.start).unwrap_or_default();
        let mut members = object.members();
        let Some(first) = members.next() else { return self.inside() };
        let before = text(span.start + 1, first.name_span.start).to_owned();
        let colon = text(first.name_span.end, first.value.span().start).to_owned();
        let (between, last) = match members.next() {
            None if before.contains('\n') => (before.clone(), first.value),
            None => (if colon.ends_with(' ') { " " } else { "" }.to_owned(), first.value),
            Some(second) => {
                let gap = text(first.value.span().end, second.name_span.start);
                let between = gap.split_once(',').map_or(gap, |(_, between)| between).to_owned();
                (between, object.members().last().map_or(first.value, |last| last.value))
            }
        };
        Self {
            before,
            between,
            colon,
            after: text(last.span().end, span.end - 1).to_owned(),
            has_capitals: object.members().all(|member| member.name.starts_with(|c: char| c.is_uppercase())),
        }
    }

    /// The style of a new object inside of one of this style.
    fn inside(&self) -> Self {
        let colon = if self.colon.is_empty() { ":".to_owned() } else { self.colon.clone() };
        if !self.before.contains('\n') {
            return Self { colon, ..self.clone() };
        }
        // One step further in than this one is from what is around it.
        let step = self.before.strip_prefix(&*self.after).filter(|step| !step.is_empty()).unwrap_or("  ");
        let before = format!("{}{step}", self.before);
        Self { between: before.clone(), before, colon, after: self.before.clone(), ..*self }
    }

    /// `"name": value`, with an object for each further name on the path.
    fn property(&self, name: &str, path: &[&'static str], value: &Value) -> String {
        let colon = if self.colon.is_empty() { ":" } else { &self.colon };
        let first = name.chars().next().filter(|_| self.has_capitals);
        let name = match first {
            Some(first) => format!("{}{}", first.to_uppercase(), &name[first.len_utf8()..]),
            None => name.to_owned(),
        };
        format!("\"{name}\"{colon}{}", self.new_value(path, value))
    }

    fn new_value(&self, path: &[&'static str], value: &Value) -> String {
        match path {
            [] => value.text(self),
            [name, rest @ ..] => {
                let inside = self.inside();
                format!("{{{}{}{}}}", inside.before, inside.property(name, rest, value), inside.after)
            }
        }
    }

    /// What stands between the values of a list on one line.
    fn comma(&self) -> &'static str {
        if self.between.is_empty() && self.before.is_empty() { "," } else { ", " }
    }
}

/// A word that begins with a small letter if `old` does, and with a capital one if `old` does.
fn like(word: &str, old: &str) -> String {
    let Some(first) = word.chars().next() else { return String::new() };
    let rest = &word[first.len_utf8()..];
    match old.chars().next() {
        Some(letter) if letter.is_lowercase() => format!("{}{rest}", first.to_lowercase()),
        Some(letter) if letter.is_uppercase() => format!("{}{rest}", first.to_uppercase()),
        _ => word.to_owned(),
    }
}

/// A string of JSON; what comes here needs no escapes.
fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}
