//! The run of a job that is due as soon as its last session has ended.
//!
//! Such a job has no slots: what it waits for is the window alone.

use chrono::{DateTime, FixedOffset, Utc};

use super::run::{NoRun, Origin, Run};
use crate::calendar::{Offsets, floor_second, within_reach};
use crate::window::{Gate, Windows, next_edge};

/// The run of a continuous job whose last session ended at `t`: at `t` itself, or at the next opening of the windows.
pub(crate) fn continuous_run<'a, O: Offsets>(
    windows: &Windows,
    offsets: &O,
    t: DateTime<Utc>,
) -> Result<Run, NoRun<'a>> {
    if windows.is_never() {
        return Err(NoRun::WindowNeverOpens);
    }
    let (at, origin) = if windows.is_allowed(offsets, floor_second(t)) {
        (t, Origin::Scheduled)
    } else {
        // A single window that opens at some hour opens again, as long as there are dates.
        let none = if windows.backup.is_some() && windows.periodic.is_some() {
            NoRun::NeverMatches
        } else {
            NoRun::BeyondTimeRange
        };
        (next_edge(windows, offsets, t, Some(true)).ok_or(none)?, Origin::Deferred { from: t })
    };
    let second = floor_second(at);
    if within_reach(second) != second {
        return Err(NoRun::BeyondTimeRange);
    }
    let offset = FixedOffset::east_opt(offsets.offset_at(second) as i32).ok_or(NoRun::BeyondTimeRange)?;
    let closes = windows.backup.and_then(|window| window.closing_after(offsets, second));
    Ok(Run { at, offset, origin, closes })
}
