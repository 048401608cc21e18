#![no_main]

use backup_window_fuzz::{CompiledCase, compiled};

libfuzzer_sys::fuzz_target!(|case: CompiledCase| compiled(&case));
