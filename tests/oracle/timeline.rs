//! The steps of a range, what the clock shows at each, and what a window says there.

use std::ops::Range;

use backup_window::{BackupWindow, HourOfWeek, Interval, WindowClock};
use chrono::{DateTime, Offset, TimeZone, Utc};

const MINUTE: i64 = 60;
const DAY: i64 = 86_400;
const WEEK: i64 = 7 * DAY;

/// What is walked before and after a range, so that denied stretches, closings and folds at its ends are known.
const MARGIN: i64 = 3 * WEEK;

/// One look at the clock.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tick {
    /// The instant, in seconds since 1970-01-01T00:00:00Z.
    pub(crate) at: i64,
    /// What the clock shows, in seconds since 1970-01-01T00:00:00 on that clock.
    pub(crate) civil: i64,
}

/// The looks at the clock of one zone over a range and its margins.
pub(crate) struct Timeline {
    /// Seconds from one look to the next.
    pub(crate) step: i64,
    pub(crate) ticks: Vec<Tick>,
}

impl Timeline {
    /// Walks `range` and its margins: by minutes, or in smaller steps where an offset of the zone, or the second
    /// of the minute at which slots lie, asks for it.
    pub(crate) fn walk<Z: TimeZone>(zone: &Z, range: &Range<DateTime<Utc>>, slot_second: i64) -> Self {
        let from = range.start.timestamp().div_euclid(MINUTE) * MINUTE - MARGIN;
        let to = range.end.timestamp() + MARGIN;
        let by_minutes = look(zone, from, to, MINUTE);
        let fits =
            |step: i64| slot_second % step == 0 && by_minutes.iter().all(|tick| tick.civil % step == 0);
        let step = [60, 30, 20, 15, 12, 10, 6, 5, 4, 3, 2, 1].into_iter().find(|&step| fits(step)).unwrap();
        let ticks = if step == MINUTE { by_minutes } else { look(zone, from, to, step) };
        Self { step, ticks }
    }

    /// Whether every one of these windows allows a start, at each step.
    pub(crate) fn allowed(&self, windows: &[Option<BackupWindow>]) -> Vec<bool> {
        let allows = |tick: &Tick| windows.iter().flatten().all(|window| is_allowed(window, tick));
        self.ticks.iter().map(allows).collect()
    }

    /// The first instant that is not seen.
    pub(crate) fn end(&self) -> DateTime<Utc> {
        instant(self.ticks.last().unwrap().at + self.step)
    }

    /// The step that an instant lies in.
    pub(crate) fn index_of(&self, t: DateTime<Utc>) -> usize {
        usize::try_from((t.timestamp() - self.ticks[0].at) / self.step).unwrap()
    }

    /// What the clock shows in excess of UTC at an instant.
    pub(crate) fn offset_at(&self, t: DateTime<Utc>) -> i64 {
        let tick = self.ticks[self.index_of(t)];
        tick.civil - tick.at
    }
}

fn look<Z: TimeZone>(zone: &Z, from: i64, to: i64, step: i64) -> Vec<Tick> {
    let mut ticks = Vec::new();
    let mut at = from;
    while at < to {
        let offset = zone.offset_from_utc_datetime(&instant(at).naive_utc()).fix().local_minus_utc();
        ticks.push(Tick { at, civil: at + i64::from(offset) });
        at += step;
    }
    ticks
}

/// The rule of section 2: which of the 168 cells the window's clock points at.
fn is_allowed(window: &BackupWindow, tick: &Tick) -> bool {
    let shown = match window.clock() {
        WindowClock::UtcOffset(ahead) => tick.at + i64::from(ahead.minutes()) * MINUTE,
        WindowClock::Local { shift } => tick.civil - i64::from(shift.minutes()) * MINUTE,
    };
    let since_sunday = (shown + 4 * DAY).rem_euclid(WEEK); // 1970-01-01 was a Thursday
    window.allows(HourOfWeek::new(u8::try_from(since_sunday / 3600).unwrap()).unwrap())
}

/// The instants at which a state differs from that of the step before, with the new state.
pub(crate) fn edges(timeline: &Timeline, states: &[bool]) -> Vec<(DateTime<Utc>, bool)> {
    (1..states.len())
        .filter(|&i| states[i] != states[i - 1])
        .map(|i| (instant(timeline.ticks[i].at), states[i]))
        .collect()
}

/// The maximal stretches with one state.
pub(crate) fn stretches(timeline: &Timeline, states: &[bool], state: bool) -> Vec<Interval> {
    let mut stretches = Vec::new();
    let mut from = None;
    for (tick, &now) in timeline.ticks.iter().zip(states) {
        match from {
            None if now == state => from = Some(tick.at),
            Some(start) if now != state => {
                stretches.push(Interval { from: instant(start), to: instant(tick.at) });
                from = None;
            }
            _ => {}
        }
    }
    stretches.extend(from.map(|start| Interval { from: instant(start), to: timeline.end() }));
    stretches
}

/// What of these stretches lies in a range.
pub(crate) fn clip(stretches: &[Interval], range: &Range<DateTime<Utc>>) -> Vec<Interval> {
    stretches
        .iter()
        .map(|stretch| Interval { from: stretch.from.max(range.start), to: stretch.to.min(range.end) })
        .filter(|stretch| stretch.from < stretch.to)
        .collect()
}

/// The instant of a second.
pub(crate) fn instant(second: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(second, 0).unwrap()
}
