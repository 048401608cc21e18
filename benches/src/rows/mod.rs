//! The rows of the comparison.

mod ask;
pub mod batch;
mod chain;
mod gated;
mod json;
mod listing;
mod ungated;
mod windows;

use crate::contender::Row;

/// The id of a row, and what builds it.
pub type Entry = (&'static str, fn() -> Row);

/// The rows by their ids. A row is built when it is wanted: one of them has a million schedules.
pub const ROWS: &[Entry] = &[
    ("0", ask::nothing),
    ("1", ungated::friday_in_zone),
    ("2", ungated::friday_on_utc),
    ("3", ungated::every_5_min),
    ("4", ungated::every_8_h_in_zone),
    ("5", gated::every_5_min),
    ("6a", gated::every_8_h),
    ("6b", gated::everyday),
    ("6c", gated::every_8_h_deferred),
    ("6d", gated::every_8_h_at_openings),
    ("6e", gated::everyday_deferred),
    ("7", gated::one_hour_a_week),
    ("8", gated::never),
    ("8s", gated::summer_only),
    ("9", windows::is_allowed),
    ("10", windows::a_year),
    ("11", chain::gated_runs),
    ("12a", json::cells),
    ("12b", json::job),
    ("12c", json::cells_from_text),
    ("12d", json::job_from_text),
    (BATCH, batch::fleet),
];

/// The row with this id.
pub fn row(id: &str) -> Option<Row> {
    ROWS.iter().find(|(known, _)| *known == id).map(|(_, build)| build())
}

/// The row that takes too long to prepare for a slow machine, such as one that counts instructions.
pub const BATCH: &str = "batch";
