//! This library's ways to the next run.

use std::sync::Arc;

use backup_window::{Schedule, ZoneTable};
use chrono::{DateTime, TimeZone, Utc};

use crate::contender::{Asking, Row, call};
use crate::inputs;

/// An instant in, an instant out.
pub(super) type Next = Asking<DateTime<Utc>, Option<DateTime<Utc>>>;

/// The compiled way of a schedule, and the straight way: to the instant alone, as the peers, and to all about the run.
pub(super) trait Ours {
    /// Adds them.
    fn ours<Z: TimeZone + 'static>(self, schedule: Schedule, zone: Z) -> Self;
}

impl Ours for Next {
    fn ours<Z: TimeZone + 'static>(self, schedule: Schedule, zone: Z) -> Self {
        let compiled = schedule.compile(&Arc::new(ZoneTable::new(&zone)));
        let (zone_of_run, compiled_run) = (zone.clone(), compiled.clone());
        self.compiled("compiled", move |t| compiled.next_instant_after(t))
            .straight("straight", move |t| schedule.next_instant_after(&zone, t))
            .straight("straight, whole run", move |t| {
                schedule.next_after(&zone_of_run, t).ok().map(|run| run.at)
            })
            .straight("compiled, whole run", move |t| compiled_run.next_after(t).ok().map(|run| run.at))
    }
}

/// What every number of the other rows contains: an instant in, an instant out, and nothing between.
pub(super) fn nothing() -> Row {
    Next::new("0", "the call itself", inputs::instants(), Some).compiled("nothing", |t| call(&Some, t)).row()
}
