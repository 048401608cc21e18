//! What the fuzz targets check, as ordinary functions.
//!
//! A target only calls one of them with input from the fuzzer; the unit tests call the same ones with pseudo-random
//! input. Each subject has a file; what the inputs are made of is in `zone.rs`, `when.rs` and `window.rs`. The plain
//! statements that the engine is held to share no code with it: they are in `plainly.rs`.

mod compiled;
mod far;
mod json;
pub mod noise;
mod options;
mod pace;
mod plainly;
mod schedule_next;
mod when;
mod window;
mod window_laws;
mod zone;

pub use compiled::{CompiledCase, compiled};
pub use json::{JsonCase, json};
pub use options::{OptionsCase, options};
pub use pace::{time_of, watched};
pub use schedule_next::{ScheduleCase, schedule_next};
pub use window_laws::{WindowCase, window_laws};

#[cfg(test)]
mod tests {
    use std::path::Path;

    use arbitrary::{Arbitrary, Unstructured};

    use super::*;

    /// The cases of `count` pseudo-random inputs, always the same ones.
    fn cases<T: for<'a> Arbitrary<'a>>(count: u64) -> impl Iterator<Item = T> {
        (0..count).filter_map(|seed| T::arbitrary(&mut Unstructured::new(&noise::bytes::<512>(seed))).ok())
    }

    /// Runs a target's body on the inputs that fuzzing found worth keeping, as libFuzzer would.
    fn replay<T: for<'a> Arbitrary<'a>>(target: &str, body: impl Fn(&T)) {
        let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds").join(target);
        let mut seen = 0;
        for seed in std::fs::read_dir(&seeds).expect("the seeds of the target") {
            let input = std::fs::read(seed.expect("a seed").path()).expect("the bytes of a seed");
            if let Ok(case) = T::arbitrary_take_rest(Unstructured::new(&input)) {
                body(&case);
                seen += 1;
            }
        }
        assert!(seen > 50, "only {seen} seeds in {}", seeds.display());
    }

    #[test]
    fn what_fuzzing_found_worth_keeping_keeps_the_laws() {
        replay("compiled", compiled);
        replay("json", |case| {
            json(case);
        });
        replay("options", options);
        replay("schedule_next", schedule_next);
        replay("window_laws", window_laws);
    }

    #[test]
    fn calls_keep_their_laws_on_pseudo_random_input() {
        let mut seen = 0;
        for case in cases::<OptionsCase>(4_000) {
            options(&case);
            seen += 1;
        }
        assert!(seen > 3_800, "only {seen} inputs made a case");
    }

    #[test]
    fn compiled_schedules_say_the_same_on_pseudo_random_input() {
        let mut seen = 0;
        for case in cases::<CompiledCase>(1_000) {
            compiled(&case);
            seen += 1;
        }
        assert!(seen > 950, "only {seen} inputs made a case");
    }

    #[test]
    fn documents_keep_their_laws_on_pseudo_random_input() {
        let mut read = 0;
        for case in cases::<JsonCase>(1_000) {
            read += json(&case);
        }
        assert!(read > 100, "only {read} jobs could be read");
    }

    #[test]
    fn windows_keep_their_laws_on_pseudo_random_input() {
        let mut seen = 0;
        for case in cases::<WindowCase>(4_000) {
            window_laws(&case);
            seen += 1;
        }
        assert!(seen > 3_800, "only {seen} inputs made a case");
    }

    #[test]
    fn schedules_keep_their_laws_on_pseudo_random_input() {
        let mut seen = 0;
        for case in cases::<ScheduleCase>(4_000) {
            schedule_next(&case);
            seen += 1;
        }
        assert!(seen > 3_800, "only {seen} inputs made a case");
    }
}
