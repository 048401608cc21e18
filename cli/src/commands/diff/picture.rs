//! What changed, for an album: a week where one grid fits both windows, stretches elsewhere.

use backup_window::{BackupWindow, Interval};

use super::Pair;
use super::comparison::{Change, Comparison};
use super::report::{self, MOST_STRETCHES};
use crate::album::{Panel, Sheet, Table};
use crate::commands::Tally;
use crate::output::{in_zone, instant, local_for_people};
use crate::zone::Zone;

/// What stands above the jobs that changed.
pub(super) fn title(sheets: &[Sheet], tally: &Tally) -> String {
    match (sheets, tally.different) {
        (_, 0) => "Nothing changed".to_owned(),
        ([sheet], 1) => format!("What changed in {}", sheet.name),
        (sheets, different) if sheets.len() as u64 == different => {
            format!("What changed in {different} of {} jobs", tally.jobs)
        }
        (sheets, different) => format!("What changed in the first {} of {different} jobs", sheets.len()),
    }
}

/// What changed of a job.
pub(super) fn sheet(pair: &Pair<'_>, comparisons: &[Comparison], zone: &Zone) -> Sheet {
    let mut sheet =
        Sheet { name: pair.shown(), panels: Vec::new(), notes: Vec::new(), list: None, tables: Vec::new() };
    sheet.notes.extend(report::only_in_one(pair).map(str::to_owned));
    for comparison in comparisons {
        let (what, notes) = (comparison.what, &mut sheet.notes);
        notes.extend(report::clocks(comparison).into_iter().flatten());
        match &comparison.change {
            Change::Hours { added, removed, week } => {
                let title = report::summary(comparison, added, removed);
                let hours = [("newly allowed", added), ("no longer allowed", removed)];
                let hours = hours.map(|(how, hours)| in_words(what, how, hours)).into_iter().flatten();
                let hours: Vec<String> = hours.collect();
                let words = std::iter::once(title.clone()).chain(hours.iter().cloned());
                let words = words.collect::<Vec<_>>().join("; ");
                notes.extend(hours);
                sheet.panels.push(Panel { title, words, week: week.as_ref().clone() });
            }
            Change::Stretches { range, added, removed } => {
                let (from, to) = (instant(range.start), instant(range.end));
                notes.push(format!("{what} window, from {from} up to {to}:"));
                let list = sheet.list.get_or_insert_with(|| Table {
                    caption: "Stretches".to_owned(),
                    head: &["Window", "Change", "From", "To"],
                    columns: &[0, 80, 210, 440],
                    rows: Vec::new(),
                });
                for (how, stretches) in [("newly allowed", added), ("no longer allowed", removed)] {
                    notes.extend(report::total(how, stretches));
                    list.rows.extend(rows(what, how, stretches, zone));
                }
            }
        }
    }
    sheet
}

/// `backup window, newly allowed: Sa 06:00-24:00`; nothing for no hours.
fn in_words(what: &str, how: &str, hours: &BackupWindow) -> Option<String> {
    (!hours.is_never()).then(|| format!("{what} window, {how}: {}", hours.text()))
}

/// The first stretches, and how many more there are.
fn rows(what: &str, how: &str, stretches: &[Interval], zone: &Zone) -> impl Iterator<Item = Vec<String>> {
    let row = |from: String, to: String| vec![what.to_owned(), how.to_owned(), from, to];
    let shown = |t| local_for_people(in_zone(t, zone));
    let more = stretches.len().checked_sub(MOST_STRETCHES).filter(|&more| more > 0);
    let more = more.map(|more| row(format!("and {more} more"), String::new()));
    let first = stretches.iter().take(MOST_STRETCHES);
    let first: Vec<_> = first.map(|stretch| row(shown(stretch.from), shown(stretch.to))).collect();
    first.into_iter().chain(more)
}
