//! How the text around a new value is laid out, so that it looks like its neighbours.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;

use super::splice::Value;
use crate::wire::source::Node;

/// How an object is laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Style {
    /// Between `{` and the first name.
    pub(super) before: String,
    /// Between a comma and the next name.
    pub(super) between: String,
    /// Between a name and its value.
    colon: String,
    /// Between the last value and `}`.
    pub(super) after: String,
    /// Whether names begin with a capital letter.
    has_capitals: bool,
}

impl Style {
    pub(super) const COMPACT: Self = Self {
        before: String::new(),
        between: String::new(),
        colon: String::new(),
        after: String::new(),
        has_capitals: false,
    };

    /// The style of an object that stands in one of this style.
    pub(super) fn of(&self, object: Node<'_>) -> Self {
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
        if !self.before.contains('\n') {
            return self.clone();
        }
        // One step further in than this one is from what is around it.
        let step = self.before.strip_prefix(&*self.after).filter(|step| !step.is_empty()).unwrap_or("  ");
        let before = format!("{}{step}", self.before);
        Self { before, after: self.before.clone(), ..self.clone() }
    }

    /// `"name": value`, with an object for each further name on the path.
    pub(super) fn property(&self, name: &str, path: &[&'static str], value: &Value) -> String {
        let colon = self.colon();
        let first = name.chars().next().filter(|_| self.has_capitals);
        let name = match first {
            Some(first) => format!("{}{}", first.to_uppercase(), &name[first.len_utf8()..]),
            None => name.to_owned(),
        };
        format!("\"{name}\"{colon}{}", self.new_value(path, value))
    }

    pub(super) fn new_value(&self, path: &[&'static str], value: &Value) -> String {
        match path {
            [] => value.text(self),
            [name, rest @ ..] => {
                let inside = self.inside();
                format!("{{{}{}{}}}", inside.before, inside.property(name, rest, value), inside.after)
            }
        }
    }

    /// What stands between the values of a list on one line.
    pub(super) fn comma(&self) -> &'static str {
        if self.between.is_empty() && self.before.is_empty() { "," } else { ", " }
    }

    /// What stands between a name and its value.
    pub(super) fn colon(&self) -> &str {
        if self.colon.is_empty() { ":" } else { &self.colon }
    }
}
