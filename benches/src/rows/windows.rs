//! Questions to a window itself.

use backup_window::BackupWindow;
use chrono_tz::America::Los_Angeles;

use super::listing::{Element, Listing};
use crate::contender::{Asking, Kind, Row};
use crate::inputs::{self, ODD_MINUTES, WINDOW_MINUTES};
use crate::peers::windows::{Booleans, Expression};

pub(super) fn is_allowed() -> Row {
    let window = inputs::nights_and_weekends().with_clock(inputs::clock(ODD_MINUTES));
    let [oracle, booleans] = [(); 2].map(|()| Booleans::new(&window));
    let expression = Expression::nights_and_weekends(ODD_MINUTES);
    let title = "is allowed, on a clock 5:30 ahead of UTC";
    Asking::new("9", title, inputs::instants(), move |t| oracle.is_allowed(t))
        .compiled("ours", move |t| window.is_allowed_at(&Los_Angeles, t))
        .peer("opening-hours", 150.0, move |t| expression.is_allowed(t))
        .peer("Vec<bool> and chrono", 3.5, move |t| booleans.is_allowed(t))
        .row()
}

pub(super) fn a_year() -> Row {
    // A static, because the iterators borrow it.
    static WINDOW: std::sync::LazyLock<(BackupWindow, Booleans, Expression)> =
        std::sync::LazyLock::new(|| {
            let window = inputs::nights_and_weekends();
            (window, Booleans::new(&window), Expression::nights_and_weekends(WINDOW_MINUTES))
        });
    let year = inputs::at("2025-01-01T00:00:00Z")..inputs::at("2026-01-01T00:00:00Z");
    let [oracle, ours, expression, hours] = [(); 4].map(|()| year.clone());
    Listing::new("10", "allowed intervals of a year", Element::List, move || {
        WINDOW.1.stretches(oracle.clone())
    })
    .add("ours", Kind::Compiled, move || {
        WINDOW.0.allowed(&Los_Angeles, ours.clone()).map(|interval| (interval.from, interval.to))
    })
    .peer("opening-hours", 45.0, move || WINDOW.2.stretches(expression.clone()))
    .peer("hour by hour on Vec<bool>", 35.0, move || WINDOW.1.stretches(hours.clone()))
    .row()
}
