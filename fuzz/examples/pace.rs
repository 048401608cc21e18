//! How long the inputs of the fuzz targets take: `cargo run --release --example pace [INPUTS]`.
//!
//! A fuzzer gets somewhere only if an input takes some microseconds, so this is looked at before a long run.

use std::time::Duration;

use arbitrary::{Arbitrary, Unstructured};
use backup_window_fuzz::{
    CompiledCase, JsonCase, OptionsCase, ScheduleCase, WindowCase, compiled, json, noise, options,
    schedule_next, time_of, window_laws,
};

fn main() {
    let inputs = std::env::args().nth(1).and_then(|inputs| inputs.parse().ok()).unwrap_or(100_000);
    println!(
        "{:>14} {:>9} {:>9} {:>9} {:>9} {:>9}",
        "target", "inputs", "mean", "median", "99.9 %", "slowest"
    );
    pace::<CompiledCase>("compiled", inputs, compiled);
    pace::<JsonCase>("json", inputs, |case| {
        json(case);
    });
    pace::<OptionsCase>("options", inputs, options);
    pace::<ScheduleCase>("schedule_next", inputs, schedule_next);
    pace::<WindowCase>("window_laws", inputs, window_laws);
}

fn pace<T: for<'a> Arbitrary<'a> + std::fmt::Debug>(target: &str, inputs: u64, body: impl Fn(&T)) {
    let (mut times, mut slowest) = (Vec::new(), (Duration::ZERO, None));
    for seed in 0..inputs {
        let input = noise::bytes::<512>(seed);
        let Ok(case) = T::arbitrary(&mut Unstructured::new(&input)) else { continue };
        // What an input builds and keeps is no part of its time: the second time counts if the first was slow.
        let first = time_of(|| body(&case));
        let time = if first > Duration::from_millis(1) { first.min(time_of(|| body(&case))) } else { first };
        times.push(time);
        if time > slowest.0 {
            slowest = (time, Some(case));
        }
    }
    times.sort();
    let mean = times.iter().sum::<Duration>() / times.len() as u32;
    let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize];
    println!(
        "{target:>14} {:>9} {:>9.1?} {:>9.1?} {:>9.1?} {:>9.1?}",
        times.len(),
        mean,
        at(0.5),
        at(0.999),
        slowest.0,
    );
    if let (true, Some(case)) = (slowest.0 > Duration::from_millis(1), slowest.1) {
        println!("{case:?}");
    }
}
