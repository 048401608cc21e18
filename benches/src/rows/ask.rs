//! This library's two ways to the next run.

use std::sync::Arc;

use backup_window::{Schedule, ZoneTable};
use chrono::{DateTime, TimeZone, Utc};

use crate::contender::{Asking, Row, call};
use crate::inputs;

/// An instant in, an instant out.
pub(super) type Next = Asking<DateTime<Utc>, Option<DateTime<Utc>>>;

/// The compiled way and the straight way of a schedule.
pub(super) trait Ours {
    /// Adds both.
    fn ours<Z: TimeZone + 'static>(self, schedule: Schedule, zone: Z) -> Self;
}

impl Ours for Next {
    fn ours<Z: TimeZone + 'static>(self, schedule: Schedule, zone: Z) -> Self {
        let compiled = schedule.compile(&Arc::new(ZoneTable::new(&zone)));
        self.compiled("compiled", move |t| compiled.next_instant_after(t))
            .straight("straight", move |t| schedule.next_after(&zone, t).ok().map(|run| run.at))
    }
}

/// What every number of the other rows contains: an instant in, an instant out, and nothing between.
pub(super) fn nothing() -> Row {
    Next::new("0", "the call itself", inputs::instants(), Some).compiled("nothing", |t| call(&Some, t)).row()
}
