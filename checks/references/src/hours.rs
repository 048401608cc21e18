//! `opening-hours`: expressions for windows.

use std::ops::Range;

use backup_window::{BackupWindow, HourOfWeek};
use chrono::{NaiveDateTime, Weekday, WeekdaySet};
use opening_hours::localization::{Localize, NoLocation, TzLocation};
use opening_hours::{Context, OpeningHours, RuleKind};

/// The hours of a window as an expression such as `Mo 00:00-06:00,20:00-24:00; Sa 00:00-24:00`.
pub fn expression(window: &BackupWindow) -> String {
    let rule = |day: Weekday| {
        let allows = |hour: u8| HourOfWeek::on(day, hour).is_ok_and(|hour| window.allows(hour));
        let ranges: Vec<String> = (0..24)
            .filter(|&hour| allows(hour) && (hour == 0 || !allows(hour - 1)))
            .map(|from| {
                format!("{from:02}:00-{:02}:00", (from..24).find(|&hour| !allows(hour)).unwrap_or(24))
            })
            .collect();
        let name = &day.to_string()[..2];
        if ranges.is_empty() { format!("{name} off") } else { format!("{name} {}", ranges.join(",")) }
    };
    let rules: Vec<String> = WeekdaySet::ALL.iter(Weekday::Sun).map(rule).collect();
    rules.join("; ")
}

/// The expression of a window on a clock without a zone.
pub fn on_a_clock(window: &BackupWindow) -> OpeningHours<NoLocation> {
    expression(window).parse().expect("an expression")
}

/// The expression of a window on the clock of a zone.
pub fn in_zone<Z>(window: &BackupWindow, zone: Z) -> OpeningHours<TzLocation<Z>>
where
    Z: chrono::TimeZone + Send + Sync,
    Z::Offset: Send + Sync,
{
    on_a_clock(window).with_context(Context::default().with_locale(TzLocation::new(zone)))
}

/// The stretches of a range that are open, in order.
pub fn open<L: Localize>(
    hours: &OpeningHours<L>,
    range: Range<L::DateTime>,
) -> impl Iterator<Item = Range<L::DateTime>> {
    let stretches = hours.iter_range(range.start, range.end);
    stretches.filter(|stretch| stretch.kind == RuleKind::Open).map(|stretch| stretch.range)
}

/// What a clock shows that is so many minutes ahead of UTC.
pub fn shown(t: chrono::DateTime<chrono::Utc>, ahead: i64) -> NaiveDateTime {
    (t + chrono::TimeDelta::minutes(ahead)).naive_utc()
}
