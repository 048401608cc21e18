//! The run of a job that is due as soon as its last session has ended.
//!
//! Such a job has no slots: what it waits for is the window alone.

use chrono::{DateTime, FixedOffset, TimeZone, Utc};

use super::run::{NoRun, Origin, Run};
use crate::calendar::{Offsets, Probed, floor_second, within_reach};
use crate::window::Windows;

/// The run of a continuous job whose last session ended at `t`: at `t` itself, or at the next opening of the windows.
pub(crate) fn continuous_run<'a, Z: TimeZone>(
    windows: &Windows,
    zone: &Z,
    t: DateTime<Utc>,
) -> Result<Run, NoRun<'a>> {
    if windows.is_never() {
        return Err(NoRun::WindowNeverOpens);
    }
    let (at, origin) = if windows.is_start_allowed_at(zone, t) {
        (t, Origin::Scheduled)
    } else {
        // A single window that opens at some hour opens again, as long as there are dates.
        let none = if windows.backup.is_some() && windows.periodic.is_some() {
            NoRun::NeverMatches
        } else {
            NoRun::BeyondTimeRange
        };
        (windows.next_start_opening(zone, t).ok_or(none)?, Origin::Deferred { from: t })
    };
    let offsets = Probed(zone);
    let second = floor_second(at);
    if within_reach(second) != second {
        return Err(NoRun::BeyondTimeRange);
    }
    let offset = FixedOffset::east_opt(offsets.offset_at(second) as i32).ok_or(NoRun::BeyondTimeRange)?;
    let closes = windows.backup.and_then(|window| window.closing_after(&offsets, second));
    Ok(Run { at, offset, origin, closes })
}
