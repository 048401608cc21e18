//! The backup window: which hours of the week are allowed, on which clock.
//!
//! Here are the window as a value, its questions and searches, and the two windows of a job taken together. Nothing
//! here knows of triggers. The bits themselves are in one private file.

mod backup_window;
mod bits;
mod clock;
mod gate;
mod intervals;
mod search;
mod text;
mod utc_grid;
mod windows;

pub use backup_window::BackupWindow;
pub use clock::{MinuteOffset, WindowClock};
pub use intervals::{Interval, Intervals};
pub use text::{WindowText, WindowTextError};
pub use windows::Windows;

pub(crate) use gate::Gate;
pub(crate) use utc_grid::UtcGrid;
