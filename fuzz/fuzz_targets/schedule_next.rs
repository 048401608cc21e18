#![no_main]

use backup_window_fuzz::{ScheduleCase, schedule_next, watched};

libfuzzer_sys::fuzz_target!(|case: ScheduleCase| watched(&case, schedule_next));
