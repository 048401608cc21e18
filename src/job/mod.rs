//! The job around the schedule: what starts it, whether it is enabled, and its retries.
//!
//! Nothing here reads a clock or a document: a [`Plan`] is a value and takes the zone and the instant with each
//! question.

mod plan;
mod retry;

pub use plan::{Plan, Starts};
pub use retry::Retry;
