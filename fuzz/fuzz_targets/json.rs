#![no_main]

use backup_window_fuzz::{JsonCase, json};

libfuzzer_sys::fuzz_target!(|case: JsonCase| {
    json(&case);
});
