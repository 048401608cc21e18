//! Times of contenders beside each other.

use std::time::Duration;

use cpu_time::ThreadTime;

use crate::contender::{Contender, Row};

/// How many rounds a comparison has at most.
pub const ROUNDS: usize = 31;

/// The time that a contender may take over all its rounds; a slow one has fewer of them.
const PATIENCE: Duration = Duration::from_millis(1_500);

/// The time that one round should last at least, to be long against reading the clock.
const ROUND: Duration = Duration::from_micros(150);

/// The nanoseconds that an element takes each contender of a row.
///
/// The contenders take turns, so that a busy machine is busy for all of them; of each the quickest round counts. What
/// is measured is the time of the thread on a processor.
pub fn nanoseconds(row: &Row) -> Vec<f64> {
    struct Turn<'a> {
        contender: &'a Contender,
        passes: u32,
        rounds: usize,
        least: Duration,
    }
    let mut turns: Vec<Turn<'_>> = row
        .contenders
        .iter()
        .map(|contender| {
            let once = time(contender, 1).min(time(contender, 1));
            let passes = (ROUND.as_nanos() / once.as_nanos().max(1)).clamp(1, 1 << 20) as u32;
            let rounds = (PATIENCE.as_nanos() / (once * passes).as_nanos().max(1)) as usize;
            Turn { contender, passes, rounds: rounds.clamp(3, ROUNDS), least: Duration::MAX }
        })
        .collect();
    for round in 0..ROUNDS {
        for turn in turns.iter_mut().filter(|turn| round < turn.rounds) {
            turn.least = turn.least.min(time(turn.contender, turn.passes));
        }
    }
    let per_element = |turn: &Turn<'_>| {
        turn.least.as_nanos() as f64 / f64::from(turn.passes) / turn.contender.elements as f64
    };
    turns.iter().map(per_element).collect()
}

/// How many elements a contender gets if a pass should not last much longer than `limit`: all of them unless it is
/// slow.
pub fn affordable(contender: &Contender, limit: Duration) -> usize {
    let mut elements = 1;
    loop {
        let start = ThreadTime::now();
        contender.pass(elements);
        if start.elapsed() > limit || elements == contender.elements {
            return elements;
        }
        elements = (elements * 2).min(contender.elements);
    }
}

fn time(contender: &Contender, passes: u32) -> Duration {
    let start = ThreadTime::now();
    for _ in 0..passes {
        contender.pass(contender.elements);
    }
    start.elapsed()
}
