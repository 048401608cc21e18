//! Windows that stand alone: what they have in common, whatever their form.

use alloc::vec::Vec;

use super::dialect::{ClockReading, Dialect};
use super::error::{Error, Path};
use super::reading::Reading;
use crate::job::{Plan, Starts};
use crate::window::{BackupWindow, MinuteOffset, Windows};

/// What a window says that stands alone: there is no job around it, and so nothing that starts one.
pub(super) fn reading(window: BackupWindow, dialect: Dialect) -> Reading {
    let windows = Windows { backup: Some(window), periodic: None };
    Reading { plan: Plan { windows, ..Plan::new(Starts::NotScheduled) }, dialect, notes: Vec::new() }
}

/// Makes sure that the hours of a window begin on the hour of the clock that the dialect reads it on.
pub(super) fn on_the_hour(
    window: &BackupWindow,
    clock: ClockReading,
    dialect: Dialect,
    path: &Path<'_>,
) -> Result<(), Error> {
    let expected = clock.clock(MinuteOffset::ZERO);
    if window.is_always() || window.is_never() || window.clock() == expected {
        Ok(())
    } else {
        let given = window.clock();
        Err(path.error(format_args!("{dialect} cannot say a window on {given} (expected {expected})")))
    }
}
