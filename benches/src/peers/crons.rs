//! Crates that evaluate cron patterns.

use std::str::FromStr;

use chrono::{DateTime, TimeZone, Utc};

/// The next match of a pattern after an instant.
pub(crate) trait Pattern: 'static {
    /// The next match, on the clock of `zone`.
    fn next<Z: TimeZone + 'static>(&self, zone: &Z, after: DateTime<Utc>) -> Option<DateTime<Utc>>;
}

/// A pattern of five fields for `croner`.
pub(crate) fn croner(pattern: &str) -> croner::Cron {
    croner::Cron::from_str(pattern).expect("a pattern")
}

/// A pattern of five fields for `cron`, which wants the seconds as well.
pub(crate) fn cron(pattern: &str) -> cron::Schedule {
    cron::Schedule::from_str(&format!("0 {pattern}")).expect("a pattern")
}

/// A pattern of five fields for `saffron`, which knows UTC only.
pub(crate) fn saffron(pattern: &str) -> saffron::Cron {
    pattern.parse().expect("a pattern")
}

impl Pattern for croner::Cron {
    fn next<Z: TimeZone + 'static>(&self, zone: &Z, after: DateTime<Utc>) -> Option<DateTime<Utc>> {
        Some(self.find_next_occurrence(&after.with_timezone(zone), false).ok()?.to_utc())
    }
}

impl Pattern for cron::Schedule {
    fn next<Z: TimeZone + 'static>(&self, zone: &Z, after: DateTime<Utc>) -> Option<DateTime<Utc>> {
        Some(self.after(&after.with_timezone(zone)).next()?.to_utc())
    }
}
