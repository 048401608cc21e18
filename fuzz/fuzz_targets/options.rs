#![no_main]

use backup_window_fuzz::{OptionsCase, options, watched};

libfuzzer_sys::fuzz_target!(|case: OptionsCase| watched(&case, options));
