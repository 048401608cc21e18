//! The backup window: which hours of the week are allowed, on which clock.
//!
//! Here are the window as a value, its questions and searches, how a job of some length fits in, windows combined,
//! and the two windows of a job taken together. Nothing
//! here knows of triggers. The bits themselves are in one private file.

mod algebra;
mod allowed_time;
mod backup_window;
mod bits;
mod clock;
mod durations;
mod gate;
mod intervals;
mod length;
mod overlap;
mod search;
mod text;
mod utc_grid;
mod week_walk;
mod windows;

pub use algebra::DifferentClocks;
pub use allowed_time::Parts;
pub use backup_window::BackupWindow;
pub use clock::{MinuteOffset, WindowClock};
pub use durations::Fit;
pub use intervals::{Interval, Intervals};
pub use length::Length;
pub use text::{WindowText, WindowTextError};
pub use windows::Windows;

pub(crate) use gate::Gate;
pub(crate) use intervals::{next_edge, previous_edge};
pub(crate) use utc_grid::UtcGrid;
