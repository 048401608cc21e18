#![no_main]

use backup_window_fuzz::{ScheduleCase, schedule_next};

libfuzzer_sys::fuzz_target!(|case: ScheduleCase| schedule_next(&case));
