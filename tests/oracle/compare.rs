//! Engine against oracle over a range.

use std::fmt::Debug;
use std::ops::Range;

use backup_window::{BackupWindow, Interval};
use chrono::{DateTime, TimeDelta, TimeZone, Utc};

use super::runs::{Question, runs};
use super::tally::{Counting, Kind, Tally};
use super::timeline::{Timeline, clip, edges, stretches};
use super::zones::Changing;

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
pub(crate) fn check_runs<Z: Changing>(
    zone: &Z,
    question: &Question,
    range: &Range<DateTime<Utc>>,
    tally: &Tally,
) {
    let counting = tally.case(zone);
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
        counting.agreed(Kind::Next, t);
        chained.push(run);
        t = run.at;
    }
    assert_same("runs one by one", &chained, &expected);
    let mut chained = Vec::new();
    let mut t = range.end;
    while let Some(run) = schedule.previous_before(zone, t).ok().filter(|run| run.at >= range.start) {
        counting.agreed(Kind::Previous, t);
        chained.push(run);
        t = run.at;
    }
    chained.reverse();
    assert_same("runs one by one, backward", &chained, &expected);
    for run in expected.iter().chain(&expected) {
        counting.agreed(Kind::Listed, run.at);
    }
}

/// Asks at every minute of a range, and 1 ns around every run, which run is next and which was last.
pub(crate) fn check_every_instant<Z: Changing>(
    zone: &Z,
    question: &Question,
    range: &Range<DateTime<Utc>>,
    tally: &Tally,
) {
    let (schedule, nanosecond) = (question.schedule(), TimeDelta::nanoseconds(1));
    let (runs, counting) = (runs(zone, question, range), tally.case(zone));
    // To learn that there is no run at all takes long.
    let apart = TimeDelta::minutes(if runs.is_empty() { 240 } else { 1 });
    let minutes = (0..).map(|i| range.start + apart * i).take_while(|t| *t < range.end);
    let around = runs.iter().flat_map(|run| [run.at - nanosecond, run.at, run.at + nanosecond]);
    for t in minutes.chain(around).filter(|t| range.contains(t)) {
        let next = schedule.next_after(zone, t).ok().filter(|run| run.at < range.end);
        assert_eq!(next.as_ref(), runs.iter().find(|run| run.at > t), "next after {t}");
        counting.agreed(Kind::Next, t);
        let previous = schedule.previous_before(zone, t).ok().filter(|run| run.at >= range.start);
        assert_eq!(previous.as_ref(), runs.iter().rev().find(|run| run.at < t), "previous before {t}");
        counting.agreed(Kind::Previous, t);
    }
}

/// Every stretch and every edge of a range, in both directions.
pub(crate) fn check_window<Z: Changing>(
    zone: &Z,
    window: &BackupWindow,
    range: &Range<DateTime<Utc>>,
    tally: &Tally,
) {
    let counting = tally.case(zone);
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
        for stretch in expected.iter().chain(&expected) {
            counting.agreed(Kind::Stretch, stretch.from);
        }
    }

    let edges = edges(&timeline, &states);
    for tick in timeline.ticks.iter().filter(|tick| tick.at % apart(&edges) == 0) {
        let t = super::instant(tick.at);
        if range.contains(&t) {
            assert_eq!(window.is_allowed_at(zone, t), states[timeline.index_of(t)], "allowed at {t}");
            counting.agreed(Kind::WindowState, t);
            check_edges(zone, window, &edges, t, &counting);
        }
    }
    let nanosecond = TimeDelta::nanoseconds(1);
    for &(edge, state) in edges.iter().filter(|(edge, _)| range.contains(edge)) {
        for t in [edge - nanosecond, edge, edge + nanosecond] {
            assert_eq!(window.is_allowed_at(zone, t), state == (t >= edge), "allowed at {t}");
            counting.agreed(Kind::WindowState, t);
            check_edges(zone, window, &edges, t, &counting);
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
    counting: &Counting<'_>,
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
    for _ in 0..6 {
        counting.agreed(Kind::WindowEdge, t);
    }
}
