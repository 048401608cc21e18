#![no_main]

use backup_window_fuzz::{CompiledCase, compiled, watched};

libfuzzer_sys::fuzz_target!(|case: CompiledCase| watched(&case, compiled));
