//! The plain version of the engine: everything by looking at a clock, minute after minute.
//!
//! Here is what the tests compare the engine with. It walks a range in small steps, asks the zone at each step what
//! its clock shows, and reads off slots, windows and runs from that list. It never computes with transitions: a civil
//! time that no step shows is lost in a gap, one that two steps show is repeated by a fold. It is slow, needs the range
//! to be bounded, and is meant to be right at a glance.
//!
//! - `timeline`: the steps, and what a window says at each of them
//! - `slots`, `runs`: from civil times to slots, from slots to runs
//! - `durations`: how long a window stays open, and how much
//! - `zones`: zones and where they change, made-up zones among them
//! - `cases`: random windows, schedules and places for the properties
//! - `compare`: engine against oracle, with a readable first difference
//! - `tally`: how many answers were compared, for the figures of a long run

#![expect(clippy::unwrap_used, reason = "in a test a panic is an answer")]

mod cases;
mod compare;
mod durations;
mod runs;
mod slots;
mod tally;
mod timeline;
mod zones;

pub(crate) use cases::{
    Near, Place, cases, civil_before, daily_near, made_up_zones, minute_offsets, monthly_near, periodically,
    places, places_in, questions, sparse_windows, sparse_windows_near, windows,
};
pub(crate) use compare::{apart, assert_same, check_every_instant, check_runs, check_window};
pub(crate) use durations::{allowed_time, split, time_left};
pub(crate) use runs::{Question, runs};
pub(crate) use slots::{Slot, second_of, slots};
pub(crate) use tally::{Counting, Kind, Tally, compared};
pub(crate) use timeline::{Timeline, clip, edges, instant, stretches};
pub(crate) use zones::{AWKWARD, Changing, MadeUpZone, SummersForEver, changes_of, scan_changes, utc};
