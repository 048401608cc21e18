//! What others answer to the same question, for comparisons.
//!
//! Each module puts one reference behind this library's words: a schedule or a window goes in, instants come out. The
//! comparisons are in `tests/`, where they mean the same thing and where they do not; `README.md` has the list.

pub mod calendar;
pub mod cron;
pub mod hours;
