//! How many answers were compared with those of the oracle or of others, of what kind and where: figures for a long
//! run.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt;

use chrono::{DateTime, Utc};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::zones::Changing;

/// Answers that were compared, counted by kind.
#[derive(Debug, Default)]
pub(crate) struct Tally(RefCell<Counts>);

#[derive(Debug, Default)]
struct Counts {
    cases: u64,
    kinds: [u64; Kind::ALL.len()],
    near_a_change: u64,
    zones: BTreeSet<String>,
}

/// What was asked.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    Next,
    Previous,
    Listed,
    WindowState,
    WindowEdge,
    Stretch,
}

impl Kind {
    const ALL: [(Self, &'static str); 6] = [
        (Self::Next, "next"),
        (Self::Previous, "previous"),
        (Self::Listed, "listed"),
        (Self::WindowState, "allowed or not"),
        (Self::WindowEdge, "edges"),
        (Self::Stretch, "stretches"),
    ];
}

impl Tally {
    /// Begins a case in a zone.
    pub(crate) fn case<Z: Changing>(&self, zone: &Z) -> Counting<'_> {
        let mut counts = self.0.borrow_mut();
        counts.cases += 1;
        if !counts.zones.contains(&zone.named()) {
            counts.zones.insert(zone.named());
        }
        Counting { tally: self, changes: zone.changes() }
    }
}

/// Counts the answers of one case.
pub(crate) struct Counting<'t> {
    tally: &'t Tally,
    changes: Vec<i64>,
}

impl Counting<'_> {
    /// Another answer that agrees, to a question about this instant.
    pub(crate) fn agreed(&self, kind: Kind, t: DateTime<Utc>) {
        let mut counts = self.tally.0.borrow_mut();
        counts.kinds[kind as usize] += 1;
        let second = t.timestamp();
        let later = self.changes.partition_point(|&change| change < second);
        let beside = self.changes[later.saturating_sub(1)..].iter().take(2);
        counts.near_a_change += u64::from(beside.copied().any(|change| change.abs_diff(second) <= 86_400));
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts = self.0.borrow();
        let total: u64 = counts.kinds.iter().sum();
        write!(f, "{total} answers alike (")?;
        let kinds = Kind::ALL.into_iter().filter(|&(kind, _)| counts.kinds[kind as usize] > 0);
        for (i, (kind, name)) in kinds.enumerate() {
            write!(f, "{}{} {name}", if i == 0 { "" } else { ", " }, counts.kinds[kind as usize])?;
        }
        let share = counts.near_a_change as f64 * 100.0 / total.max(1) as f64;
        write!(f, ") in {} cases and {} zones, ", counts.cases, counts.zones.len())?;
        write!(f, "{share:.0} % within a day of a clock change")
    }
}

/// Runs a property that compares answers, and says how many it compared: `cargo test -- --nocapture`.
#[track_caller]
pub(crate) fn compared<S: Strategy>(
    name: &str,
    config: ProptestConfig,
    strategy: S,
    compare: impl Fn(S::Value, &Tally),
) {
    let tally = Tally::default();
    let result = TestRunner::new(config).run(&strategy, |value| {
        compare(value, &tally);
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
    println!("{name}: {tally}");
}
