//! The crate on a machine without `std`: the panic handler and the allocator are here, so nobody else may bring them.
//!
//! As soon as anything below links `std`, the build ends with ``found duplicate lang item `panic_impl` ``. The features
//! `with-std` and `with-std-below` show that it does.
#![no_std]

#[cfg(feature = "with-std")]
extern crate std;

use core::alloc::{GlobalAlloc, Layout};
use core::panic::PanicInfo;
use core::ptr::null_mut;

use backup_window::{BackupWindow, Every, Periodically, Schedule};
use chrono::{DateTime, WeekdaySet};

/// Has no memory: an evaluation needs none.
struct NoMemory;

// SAFETY: it never hands out memory; a null pointer says so.
unsafe impl GlobalAlloc for NoMemory {
    unsafe fn alloc(&self, _: Layout) -> *mut u8 {
        null_mut()
    }

    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}
}

#[global_allocator]
static ALLOCATOR: NoMemory = NoMemory;

#[panic_handler]
fn on_panic(_: &PanicInfo<'_>) -> ! {
    loop {}
}

/// The next run, as seconds since 1970-01-01T00:00:00Z, of a job that runs every 2 hours within office hours; 0 if
/// there is none.
#[unsafe(no_mangle)]
pub extern "C" fn next_run(now: i64) -> i64 {
    let next = || {
        let office_hours = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 9, 17);
        let schedule =
            Schedule::new(Periodically::new(Every::Hours2, 0).ok()?).with_periodic_window(office_hours);
        #[cfg(not(feature = "default-engine"))]
        let zone = chrono::FixedOffset::east_opt(2 * 3_600)?;
        #[cfg(feature = "default-engine")]
        let zone = chrono_tz::Europe::Prague;
        Some(schedule.next_after(&zone, DateTime::from_timestamp(now, 0)?).ok()?.at.timestamp())
    };
    next().unwrap_or(0)
}
