#![no_main]

use backup_window_fuzz::{JsonCase, json, watched};

libfuzzer_sys::fuzz_target!(|case: JsonCase| watched(&case, |case| {
    json(case);
}));
