//! When does a backup job run next, may it run now, how long until its window closes, and why?
#![no_std]

extern crate alloc;
#[cfg(feature = "jiff")]
extern crate std;

mod calendar;
mod error;
mod job;
mod schedule;
#[cfg(feature = "jiff")]
pub mod tzdb;
mod window;
#[cfg(feature = "serde")]
pub mod wire;

pub use calendar::{HourOfWeek, ZoneTable};
pub use error::RangeError;
pub use job::{Plan, Retry, Starts};
pub use schedule::{
    CompiledSchedule, Daily, DeniedSlot, Every, Fold, Gap, NoDays, NoRun, Origin, Periodically, Run, Runs,
    Schedule, Trigger, WEEKENDS, WORKDAYS,
};
pub use window::{BackupWindow, Interval, Intervals, MinuteOffset, WindowClock, Windows};
