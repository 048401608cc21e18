//! Lists that stay as they are laid out: rows of hours, and days by their names.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use chrono::{Weekday, WeekdaySet};

use super::splice::{like, quoted};
use super::style::Style;
use crate::window::BackupWindow;
use crate::wire::policy::name_of;
use crate::wire::rows::WEEKDAYS;
use crate::wire::source::Node;

/// The figures of a day, from 00:00 on.
fn figures(window: &BackupWindow, day: Weekday) -> impl Iterator<Item = &'static str> {
    let first = day.num_days_from_sunday() as usize * 24;
    let figure = |allowed| if allowed { "1" } else { "0" };
    window.to_bools().into_iter().skip(first).take(24).map(figure)
}

/// The rows of a window, where there are none that can be kept.
pub(super) fn rows(window: &BackupWindow, style: &Style) -> String {
    let (comma, colon) = (style.comma(), style.colon());
    let row = |(name, day): (&str, Weekday)| {
        let hours = figures(window, day).collect::<Vec<_>>().join(",");
        format!("{{\"day\"{colon}\"{name}\"{comma}\"hours\"{colon}\"{hours}\"}}")
    };
    format!("[{}]", WEEKDAYS.map(row).join(comma))
}

/// Rows figure by figure, so that they stay in their order and as they are spelled; new ones where they cannot be kept.
pub(super) fn rows_in_place_of(window: &BackupWindow, old: Node<'_>, style: &Style) -> String {
    let Some(changes) = changes(window, old) else { return rows(window, style) };
    let begin = old.span().start;
    let mut text = old.raw().to_owned();
    // From the end, so that the places before stay where they are.
    for (place, figure) in changes.iter().rev() {
        text.replace_range(place.start - begin..place.end - begin, figure);
    }
    text
}

type Change = (Range<usize>, &'static str);

/// The figures as they are to be, in order; `None` where these are no seven rows of 24.
fn changes(window: &BackupWindow, old: Node<'_>) -> Option<Vec<Change>> {
    let mut changes = Vec::new();
    let mut days = WeekdaySet::EMPTY;
    for row in old.items() {
        let day = weekday(row.members_named("day").next()?.value)?;
        let hours = row.members_named("hours").next()?.value;
        if !days.insert(day) {
            return None;
        }
        let cells = if hours.is_list() { cells_of_list(hours)? } else { cells_of_text(hours)? };
        let figures: Vec<_> = figures(window, day).collect();
        if cells.len() != figures.len() {
            return None;
        }
        for ((place, is), figure) in cells.into_iter().zip(figures) {
            match (is, figure) {
                ("0" | "1", figure) => changes.push((place, figure)),
                (_, "0") => changes.push((place, "false")),
                _ => changes.push((place, "true")),
            }
        }
    }
    (days == WeekdaySet::ALL).then_some(changes)
}

fn cells_of_list(hours: Node<'_>) -> Option<Vec<(Range<usize>, &str)>> {
    let known = |cell: &Node<'_>| matches!(cell.raw(), "0" | "1" | "true" | "false");
    let cells: Vec<_> = hours.items().collect();
    cells.iter().all(known).then(|| cells.iter().map(|cell| (cell.span(), cell.raw())).collect())
}

fn cells_of_text(hours: Node<'_>) -> Option<Vec<(Range<usize>, &str)>> {
    let mut at = hours.span().start + 1;
    let text = hours.raw().strip_prefix('"')?.strip_suffix('"')?;
    let mut cells = Vec::new();
    for cell in text.split(',') {
        let figure = cell.trim();
        if !matches!(figure, "0" | "1") {
            return None;
        }
        let start = at + cell.find(figure)?;
        cells.push((start..start + 1, figure));
        at += cell.len() + 1;
    }
    Some(cells)
}

fn weekday(name: Node<'_>) -> Option<Weekday> {
    let field = name.field();
    let text = field.as_text()?;
    WEEKDAYS.iter().find(|(known, _)| known.eq_ignore_ascii_case(text)).map(|(_, day)| *day)
}

/// Days as a list, spelled like `old`.
pub(super) fn list_of(days: WeekdaySet, old: &str, style: &Style) -> String {
    let names = days.iter(Weekday::Sun).filter_map(|day| name_of(&WEEKDAYS, day));
    let names: Vec<_> = names.map(|name| quoted(&like(name, old))).collect();
    format!("[{}]", names.join(style.comma()))
}

/// A list of days, where it is not that of these days already.
pub(super) fn days_in_place_of(days: WeekdaySet, old: Node<'_>, style: &Style) -> Option<String> {
    let named: Vec<_> = old.items().map(weekday).collect();
    let is_same = named.len() == usize::from(days.len())
        && named.iter().copied().collect::<Option<WeekdaySet>>() == Some(days);
    if is_same {
        return None;
    }
    let first = old.items().next().map(|first| first.field());
    let first = first.as_ref().and_then(|first| first.as_text()).unwrap_or("Sunday");
    Some(list_of(days, first, style))
}
