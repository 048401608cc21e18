//! Engine against oracle over a range.

use std::fmt::Debug;
use std::ops::Range;

use backup_window::{BackupWindow, Interval, Run};
use chrono::{DateTime, TimeDelta, TimeZone, Utc};

use super::runs::{Question, runs};
use super::timeline::{Timeline, clip, edges, stretches};

/// Asserts that two lists are the same and shows the first difference, not thousands of rows.
#[track_caller]
pub(crate) fn assert_same<T: Debug + PartialEq>(what: &str, engine: &[T], oracle: &[T]) {
    if engine != oracle {
        let first = engine.iter().zip(oracle).take_while(|(a, b)| a == b).count();
        panic!(
            "{what} differ at {first}: engine {:#?}, oracle {:#?} (of {} and {})",
            engine.get(first),
            oracle.get(first),
            engine.len(),
            oracle.len()
        );
    }
}

/// Every run of a range: in both directions, and one by one.
pub(crate) fn check_runs<Z: TimeZone>(
    zone: &Z,
    question: &Question,
    range: &Range<DateTime<Utc>>,
) -> Vec<Run> {
    let expected = runs(zone, question, range);
    let schedule = question.schedule();
    let forward: Vec<_> = schedule.runs(zone, range.clone()).collect();
    assert_same("runs", &forward, &expected);
    let mut backward: Vec<_> = schedule.runs(zone, range.clone()).rev().collect();
    backward.reverse();
    assert_same("runs backward", &backward, &expected);

    let nanosecond = TimeDelta::nanoseconds(1);
    let mut chained = Vec::new();
    let mut t = range.start - nanosecond;
    while let Some(run) = schedule.next_after(zone, t).ok().filter(|run| run.at < range.end) {
        chained.push(run);
        t = run.at;
    }
    assert_same("runs one by one", &chained, &expected);
    let mut chained = Vec::new();
    let mut t = range.end;
    while let Some(run) = schedule.previous_before(zone, t).ok().filter(|run| run.at >= range.start) {
        chained.push(run);
        t = run.at;
    }
    chained.reverse();
    assert_same("runs one by one, backward", &chained, &expected);
    expected
}

/// Every stretch and every edge of a range, in both directions.
pub(crate) fn check_window<Z: TimeZone>(zone: &Z, window: &BackupWindow, range: &Range<DateTime<Utc>>) {
    let timeline = Timeline::walk(zone, range, 0);
    let states = timeline.allowed(&[Some(*window)]);
    for (state, what) in [(true, "allowed"), (false, "denied")] {
        let intervals = |range| if state { window.allowed(zone, range) } else { window.denied(zone, range) };
        let expected = clip(&stretches(&timeline, &states, state), range);
        let forward: Vec<Interval> = intervals(range.clone()).collect();
        assert_same(what, &forward, &expected);
        let mut backward: Vec<Interval> = intervals(range.clone()).rev().collect();
        backward.reverse();
        assert_same(what, &backward, &expected);
    }

    let edges = edges(&timeline, &states);
    for tick in timeline.ticks.iter().filter(|tick| tick.at % apart(&edges) == 0) {
        let t = super::instant(tick.at);
        if range.contains(&t) {
            assert_eq!(window.is_allowed_at(zone, t), states[timeline.index_of(t)], "allowed at {t}");
            check_edges(zone, window, &edges, t);
        }
    }
    let nanosecond = TimeDelta::nanoseconds(1);
    for &(edge, state) in edges.iter().filter(|(edge, _)| range.contains(edge)) {
        for t in [edge - nanosecond, edge, edge + nanosecond] {
            assert_eq!(window.is_allowed_at(zone, t), state == (t >= edge), "allowed at {t}");
            check_edges(zone, window, &edges, t);
        }
    }
}

/// How many seconds lie between the instants that are asked about: to learn that there is no edge at all takes long.
pub(crate) fn apart(edges: &[(DateTime<Utc>, bool)]) -> i64 {
    if edges.is_empty() { 100_800 } else { 1_020 }
}

/// The six searches from one instant.
fn check_edges<Z: TimeZone>(
    zone: &Z,
    window: &BackupWindow,
    edges: &[(DateTime<Utc>, bool)],
    t: DateTime<Utc>,
) {
    let next = |state: Option<bool>| {
        edges.iter().find(|edge| edge.0 > t && state.is_none_or(|state| edge.1 == state)).map(|edge| edge.0)
    };
    let previous = |state: Option<bool>| {
        let before = |edge: &&(DateTime<Utc>, bool)| edge.0 < t && state.is_none_or(|state| edge.1 == state);
        edges.iter().rev().find(before).map(|edge| edge.0)
    };
    assert_eq!(window.next_change(zone, t), next(None), "next change after {t}");
    assert_eq!(window.next_opening(zone, t), next(Some(true)), "next opening after {t}");
    assert_eq!(window.next_closing(zone, t), next(Some(false)), "next closing after {t}");
    assert_eq!(window.previous_change(zone, t), previous(None), "previous change before {t}");
    assert_eq!(window.previous_opening(zone, t), previous(Some(true)), "previous opening before {t}");
    assert_eq!(window.previous_closing(zone, t), previous(Some(false)), "previous closing before {t}");
}
