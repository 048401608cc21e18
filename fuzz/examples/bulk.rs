//! A long run without a fuzzer: a target's body on pseudo-random inputs, each of them another one.
//!
//! ```text
//! cargo run --release --example bulk TARGET FROM COUNT
//! ```
//!
//! Executes the inputs numbered from `FROM` on, so that several processes share a run. Nothing guides it, as a fuzzer
//! would, but it is many times as fast; an input that breaks a law or takes too long ends it, and its number is told.

use std::fmt::Debug;
use std::process::ExitCode;

use arbitrary::{Arbitrary, Unstructured};
use backup_window_fuzz::{
    CompiledCase, JsonCase, OptionsCase, ScheduleCase, WindowCase, compiled, json, noise, options,
    schedule_next, watched, window_laws,
};

const TOLD: u64 = 1_000_000;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [target, from, count] = &arguments[..] else { return usage() };
    let (Ok(from), Ok(count)) = (from.parse(), count.parse()) else { return usage() };
    match target.as_str() {
        "compiled" => run::<CompiledCase>(from, count, compiled),
        "json" => run::<JsonCase>(from, count, |case| {
            json(case);
        }),
        "options" => run::<OptionsCase>(from, count, options),
        "schedule_next" => run::<ScheduleCase>(from, count, schedule_next),
        "window_laws" => run::<WindowCase>(from, count, window_laws),
        _ => return usage(),
    }
    ExitCode::SUCCESS
}

fn usage() -> ExitCode {
    eprintln!("error: expected TARGET FROM COUNT, with the name of a target and two numbers");
    ExitCode::from(2)
}

fn run<T: for<'a> Arbitrary<'a> + Debug>(from: u64, count: u64, body: impl Fn(&T) + Copy) {
    let mut executed = 0u64;
    for number in from..from + count {
        let input = noise::bytes::<512>(number);
        let Ok(case) = T::arbitrary(&mut Unstructured::new(&input)) else { continue };
        let law = std::panic::AssertUnwindSafe(|| watched(&case, body));
        if let Err(broken) = std::panic::catch_unwind(law) {
            eprintln!("input {number}: {case:?}");
            std::panic::resume_unwind(broken);
        }
        executed += 1;
        if executed.is_multiple_of(TOLD) {
            println!("{executed} executed, up to input {number}");
        }
    }
    println!("{executed} executed, nothing found");
}
