//! The next run of a schedule with a window.

use backup_window::{DeniedSlot, Every, Schedule};
use chrono_tz::America::Los_Angeles;

use super::ask::{Next, Ours};
use crate::contender::Row;
use crate::inputs;

fn gated(id: &'static str, title: &'static str, schedule: Schedule) -> Next {
    let oracle = move |t| schedule.next_after(&Los_Angeles, t).ok().map(|run| run.at);
    Next::new(id, title, inputs::instants(), oracle).ours(schedule, Los_Angeles)
}

pub(super) fn every_5_min() -> Row {
    let schedule = inputs::every(Every::Minutes5).with_backup_window(inputs::nights_and_weekends());
    gated("5", "every 5 min, nights and weekends, Los Angeles", schedule).row()
}

pub(super) fn every_8_h() -> Row {
    let schedule = inputs::every(Every::Hours8)
        .with_backup_window(inputs::nights_and_weekends())
        .with_denied(DeniedSlot::Skip);
    gated("6a", "every 8 h, nights and weekends, denied slots dropped, Los Angeles", schedule).row()
}

pub(super) fn everyday() -> Row {
    let schedule = inputs::everyday().with_backup_window(inputs::nights_and_weekends());
    gated("6b", "daily 19:00, nights and weekends, Los Angeles", schedule).row()
}

pub(super) fn every_8_h_deferred() -> Row {
    let schedule = inputs::every(Every::Hours8).with_backup_window(inputs::nights_and_weekends());
    gated("6c", "every 8 h, nights and weekends, denied slots deferred, Los Angeles", schedule).row()
}

pub(super) fn one_hour_a_week() -> Row {
    let schedule = inputs::every(Every::Minutes5).with_backup_window(inputs::one_hour_a_week());
    gated("7", "every 5 min, one hour a week, Los Angeles", schedule).row()
}

pub(super) fn never() -> Row {
    let schedule = inputs::friday().with_backup_window(inputs::office_hours());
    gated("8", "Friday 19:00, window 09-17, Los Angeles: never", schedule).row()
}
