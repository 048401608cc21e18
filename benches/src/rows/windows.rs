//! Questions to a window itself.

use chrono_tz::America::Los_Angeles;

use crate::contender::{Asking, Row};
use crate::inputs;

pub(super) fn is_allowed() -> Row {
    let window = inputs::nights_and_weekends().with_clock(inputs::clock(inputs::ODD_MINUTES));
    Asking::new("9", "is allowed, minute offset 330", inputs::instants(), move |t| {
        window.is_allowed_at(&Los_Angeles, t)
    })
    .compiled("ours", move |t| window.is_allowed_at(&Los_Angeles, t))
    .row()
}

pub(super) fn a_year() -> Row {
    let window = inputs::nights_and_weekends();
    let year = (inputs::at("2025-01-01T00:00:00Z"), inputs::at("2026-01-01T00:00:00Z"));
    Asking::new("10", "allowed intervals of a year", vec![year], move |(from, to)| {
        window.allowed(&Los_Angeles, from..to).count()
    })
    .compiled("ours", move |(from, to)| window.allowed(&Los_Angeles, from..to).count())
    .row()
}
