//! What the fuzz targets check, as ordinary functions.
//!
//! A target only calls one of them with input from the fuzzer; the unit tests call the same ones with pseudo-random
//! input. Each subject has a file; what the inputs are made of is in `zone.rs`, `when.rs` and `window.rs`. The plain
//! statements that the engine is held to share no code with it: they are in `plainly.rs`.

mod compiled;
mod json;
mod plainly;
mod schedule_next;
mod when;
mod window;
mod window_laws;
mod zone;

pub use compiled::{CompiledCase, compiled};
pub use json::{JsonCase, json};
pub use schedule_next::{ScheduleCase, schedule_next};
pub use window_laws::{WindowCase, window_laws};

#[cfg(test)]
mod tests {
    use arbitrary::{Arbitrary, Unstructured};

    use super::*;

    /// The cases of `count` pseudo-random inputs, always the same ones.
    fn cases<T: for<'a> Arbitrary<'a>>(count: usize) -> impl Iterator<Item = T> {
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        let mut input = [0; 512];
        (0..count).filter_map(move |_| {
            for word in input.chunks_exact_mut(8) {
                // xorshift64
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                word.copy_from_slice(&state.to_le_bytes());
            }
            T::arbitrary(&mut Unstructured::new(&input)).ok()
        })
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
