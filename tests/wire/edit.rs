//! Changes of a document's text, and what becomes of it: for the tests of editing.

use backup_window::wire::Dialect;
use backup_window::wire::edit::{Change, edit};

/// Changes as they are given on the command line: `daily-time=22:00`, `enable=job`.
pub(crate) fn changes(text: &[&str]) -> Vec<Change> {
    let change = |pair: &&str| {
        let (name, value) = pair.split_once('=').unwrap();
        match name {
            "enable" => Change::enable(value).unwrap(),
            "disable" => Change::disable(value).unwrap(),
            _ => Change::parse(name, value).unwrap(),
        }
    };
    text.iter().map(change).collect()
}

#[track_caller]
pub(crate) fn check(dialect: Dialect, before: &str, change: &[&str], after: &str) {
    assert_eq!(edit(before, 0, dialect, &changes(change)).unwrap(), after, "{change:?}");
    // What is so already stays.
    assert_eq!(edit(after, 0, dialect, &changes(change)).unwrap(), after);
}

#[track_caller]
pub(crate) fn check_refused(dialect: Dialect, document: &str, change: &str, why: &str) {
    let refused = edit(document, 0, dialect, &changes(&[change]));
    assert_eq!(refused.map_err(|error| error.to_string()), Err(why.to_owned()));
}
