//! The rules as pictures: tables of runs and hours, each with a sentence for a name.
//!
//! Every table is checked four times: the engine forward, the engine backward, compiled, and the oracle, so that the
//! rows also prove the oracle that the properties rely on.

#![expect(clippy::unwrap_used, reason = "in a test a panic is an answer")]

#[path = "../oracle/mod.rs"]
#[allow(dead_code, unused_imports, reason = "each test uses its part of the oracle")]
mod oracle;

mod picture;

mod awkward_zones;
mod clock_changes;
mod daily;
mod denied;
mod edges;
mod monthly;
mod others_mistakes;
mod periodically;
mod reasons;
mod windows;
