//! Whether an answer is near: to find one that is centuries away, or that there is none, takes a thousand times as
//! long as to find one within a week, and a fuzzer would do nothing else.
//!
//! So what is far is asked of zones with few changes only, and seldom.

use backup_window::{Schedule, Trigger, Windows};
use chrono::{DateTime, Utc};

use crate::when::later;
use crate::zone::Zone;

/// How far an answer of this schedule may lie away to be near: a week and a day, or two months and one.
fn near(schedule: &Schedule) -> i64 {
    if let Trigger::Monthly(_) = schedule.trigger() { 63 * DAY } else { 8 * DAY }
}

const DAY: i64 = 86_400;

/// Whether a schedule has no run soon after an instant.
pub fn is_next_far(schedule: &Schedule, zone: &Zone, t: DateTime<Utc>) -> bool {
    schedule.runs(zone, t..later(t, near(schedule))).nth(1).is_none()
}

/// Whether a schedule has no run shortly before an instant.
pub fn is_previous_far(schedule: &Schedule, zone: &Zone, t: DateTime<Utc>) -> bool {
    schedule.runs(zone, later(t, -near(schedule))..t).next_back().is_none()
}

/// Whether no start is allowed soon after an instant.
pub fn is_opening_far(windows: &Windows, zone: &Zone, t: DateTime<Utc>) -> bool {
    windows.starts_allowed(zone, t..later(t, 8 * DAY)).nth(1).is_none()
}

/// Whether what is far may be asked all the same, as drawn from the input.
pub fn is_asked_nevertheless(zone: &Zone, trigger: Option<Trigger>, patience: u8) -> bool {
    // A monthly trigger goes through the slots of 400 years, one by one.
    patience == 255 && zone.changes() <= 6 && !matches!(trigger, Some(Trigger::Monthly(_)))
}
