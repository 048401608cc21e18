//! Hour lists of agents, and of the options that a backup server keeps: seven rows of 24 figures, and **0 is an allowed
//! hour**. On the local clock.
//!
//! ```text
//! {"scheduler": {"Sunday": "0,0,0,0,1,1,...", "Monday": ...}}
//! <scheduler><Sunday>0,0,0,0,1,1,...</Sunday><Monday>...</scheduler>
//! ```
//!
//! Both forms are read, the first is written. No page of the vendor says which figure means what; servers start their
//! jobs in the hours with a 0, and a new job, which may run at any time, has nothing but zeros.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::dialect::ClockReading;
use super::error::Error;
use super::place::Place;
use super::rows::{Rows, WEEKDAYS, ZeroIsAllowed};
use super::tree::Tree;
use crate::window::BackupWindow;

type Week = Rows<ZeroIsAllowed>;

/// Reads a window.
pub(super) fn window(place: &Place<'_>, clock: ClockReading) -> Result<BackupWindow, Error> {
    if let Some(text) = place.as_text() {
        let rows = elements(text).ok_or_else(|| {
            place.mismatch("a list of hours", "<scheduler><Sunday>0,0,...</Sunday>...</scheduler>")
        })?;
        return Week::of_properties(&Place::root(&rows), clock);
    }
    let scheduler = place.member("scheduler");
    match scheduler.as_text() {
        Some(_) => window(&scheduler, clock),
        None if scheduler.is_none() => Week::of_properties(place, clock),
        None => Week::of_properties(&scheduler, clock),
    }
}

/// The rows of a window.
pub(super) fn write(window: &BackupWindow) -> Tree {
    let rows = Week::write(window).map(|(name, row)| (Box::from(name), row));
    Tree::object([("scheduler", Tree::Object(rows.collect()))])
}

/// Whether a text looks like the elements of a scheduler.
pub(super) fn is_scheduler(text: &str) -> bool {
    text.trim_start().starts_with("<scheduler>")
}

/// The elements of a scheduler as properties; nothing of XML but these elements is understood.
fn elements(text: &str) -> Option<Tree> {
    let mut rest = text.trim().strip_prefix("<scheduler>")?.strip_suffix("</scheduler>")?.trim();
    let mut rows = Vec::new();
    while !rest.is_empty() {
        let (name, after) = rest.strip_prefix('<')?.split_once('>')?;
        let (name, _) = WEEKDAYS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        let (row, after) = after.split_once("</")?;
        let (end, after) = after.split_once('>')?;
        if !end.eq_ignore_ascii_case(name) {
            return None;
        }
        rows.push((Box::from(*name), Tree::text(row)));
        rest = after.trim_start();
    }
    Some(Tree::Object(rows))
}
