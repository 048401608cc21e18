#![no_main]

use backup_window_fuzz::{WindowCase, window_laws};

libfuzzer_sys::fuzz_target!(|case: WindowCase| window_laws(&case));
