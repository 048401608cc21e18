#![no_main]

use backup_window_fuzz::{WindowCase, watched, window_laws};

libfuzzer_sys::fuzz_target!(|case: WindowCase| watched(&case, window_laws));
