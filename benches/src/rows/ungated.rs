//! The next run of a schedule without a window.

use backup_window::Every;
use chrono::Utc;
use chrono_tz::America::Los_Angeles;

use super::ask::{Next, Ours};
use crate::contender::Row;
use crate::inputs;

pub(super) fn friday_in_zone() -> Row {
    let oracle = |t| inputs::friday().next_after(&Los_Angeles, t).ok().map(|run| run.at);
    Next::new("1", "Friday 19:00, Los Angeles", inputs::instants(), oracle)
        .ours(inputs::friday(), Los_Angeles)
        .row()
}

pub(super) fn friday_on_utc() -> Row {
    let oracle = |t| inputs::friday().next_after(&Utc, t).ok().map(|run| run.at);
    Next::new("2", "Friday 19:00, UTC", inputs::instants(), oracle).ours(inputs::friday(), Utc).row()
}

pub(super) fn every_5_min() -> Row {
    let schedule = inputs::every(Every::Minutes5);
    let oracle = move |t| schedule.next_after(&Utc, t).ok().map(|run| run.at);
    Next::new("3", "every 5 min, UTC", inputs::instants(), oracle).ours(schedule, Utc).row()
}

pub(super) fn every_8_h_in_zone() -> Row {
    let schedule = inputs::every(Every::Hours8);
    let oracle = move |t| schedule.next_after(&Los_Angeles, t).ok().map(|run| run.at);
    Next::new("4", "every 8 h, Los Angeles", inputs::instants(), oracle).ours(schedule, Los_Angeles).row()
}
