//! Durations, by looking at one step of the clock after the other.

use std::ops::Range;

use backup_window::Interval;
use chrono::{DateTime, TimeDelta, Utc};

use super::timeline::{Timeline, stretches};

/// How long the window stays open from an instant on, as far as the timeline goes.
pub(crate) fn time_left(timeline: &Timeline, states: &[bool], t: DateTime<Utc>) -> TimeDelta {
    let first = timeline.index_of(t);
    if !states[first] {
        return TimeDelta::zero();
    }
    let steps = states[first..].iter().take_while(|&&state| state).count();
    super::instant(timeline.ticks[first].at + steps as i64 * timeline.step) - t
}

/// How long the window is open within a range.
pub(crate) fn allowed_time(timeline: &Timeline, states: &[bool], range: &Range<DateTime<Utc>>) -> TimeDelta {
    timeline
        .ticks
        .iter()
        .zip(states)
        .filter(|(_, state)| **state)
        .map(|(tick, _)| {
            let from = super::instant(tick.at).max(range.start);
            let to = super::instant(tick.at + timeline.step).min(range.end);
            (to - from).max(TimeDelta::zero())
        })
        .sum()
}

/// The parts of a job that pauses while the window is closed, as far as the timeline goes.
pub(crate) fn split(
    timeline: &Timeline,
    states: &[bool],
    start: DateTime<Utc>,
    duration: TimeDelta,
) -> Vec<Interval> {
    let mut rest = duration;
    let mut parts = Vec::new();
    for stretch in stretches(timeline, states, true) {
        let from = stretch.from.max(start);
        let to = stretch.to.min(from + rest);
        if from < to {
            parts.push(Interval { from, to });
            rest -= to - from;
        }
    }
    parts
}
