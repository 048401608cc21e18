//! What others do: crates for cron patterns, and what one writes by hand without a crate for schedules.
//!
//! Every peer takes and gives a `DateTime<Utc>`, as this library does. Where a peer has its own type of instant or
//! wants its zone inside the value, converting is a part of the price of using it.

pub(crate) mod chrono_by_hand;
pub(crate) mod crons;
#[cfg(test)]
mod differences;
pub(crate) mod jiff_by_hand;
pub(crate) mod windows;
