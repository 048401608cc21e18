#![cfg_attr(feature = "serde", doc = include_str!("../README.md"))]
#![cfg_attr(
    not(feature = "serde"),
    doc = "Evaluates job schedules and 168-hour backup windows; see README.md."
)]
//!
//! # The crate
//!
//! | to ask | see |
//! |---|---|
//! | when a window is open | [`BackupWindow`], and [`Windows`] for the two of a job |
//! | the hours of a window as text | [`BackupWindow::from_text`], [`BackupWindow::text`] |
//! | what two windows have in common | [`BackupWindow::union`] and what stands beside it, [`BackupWindow::overlap`] |
//! | whether a job has time enough in it | [`BackupWindow::fits`] and what stands beside it, [`Schedule::next_fitting_after`] |
//! | when a schedule runs | [`Schedule`], made of a [`Daily`], [`Periodically`] or [`Monthly`] trigger and its windows |
//! | the same in nanoseconds | [`Schedule::compile`], with a [`ZoneTable`] for each zone; of many at once, [`CompiledFleet`] |
//! | on which clock a server runs, by a run it printed | [`PrintedRun`] |
//! | how long data can be without a backup | [`Schedule::longest_wait`], [`Schedule::can_meet`], [`Schedule::count_runs`] |
//! | when a job runs, or why it does not | [`Plan`]; of many jobs in a zone, [`Plan::in_zone`] |
//! | what to do with a job now, and until when | [`Plan::decide`], with a [`job::State`] |
//! | why an answer is what it is | [`Plan::explain`], in [`explain`] |
//! | what jobs would do in a year, with sessions that take time and fail | [`simulate`] |
//! | what a job document says | [`wire`] |
//! | what in a document is probably not meant | [`lint`] |
//! | for zones by the rules of today | `tzdb`, with the feature `jiff` |
//!
//! Each layer imports only from those below it: `lint`, `wire`, then `explain` and `simulate`, `job`, `schedule`,
//! `window`, `calendar`, `error`.
#![no_std]

extern crate alloc;
#[cfg(feature = "jiff")]
extern crate std;

mod calendar;
mod error;
pub mod explain;
pub mod job;
#[cfg(feature = "serde")]
pub mod lint;
mod schedule;
pub mod simulate;
#[cfg(feature = "jiff")]
pub mod tzdb;
mod window;
#[cfg(feature = "serde")]
pub mod wire;

pub use calendar::{HourOfWeek, ZoneTable};
pub use error::RangeError;
pub use job::{Plan, Retry, Starts};
pub use schedule::{
    CompiledFleet, CompiledSchedule, Daily, DeniedSlot, Every, Fold, Gap, InstantsAfter, MonthDay, Monthly,
    Months, NoDays, NoRun, Origin, Periodically, PrintedRun, Run, Runs, Schedule, SlotAt, SlotsIn, Trigger,
    WEEKENDS, WORKDAYS,
};
pub use window::{
    BackupWindow, DifferentClocks, Fit, Interval, Intervals, Length, MinuteOffset, Parts, WindowClock,
    WindowText, WindowTextError, Windows,
};
