//! Another start for a job: as good for it, and better for the fleet.
//!
//! What can be changed without a change of meaning is the time of day of a daily or monthly job, within the opening of its
//! windows that it starts in, and the minutes after the hour of a periodic one with an interval of hours. Everything
//! else stays: the days, the interval, the number of runs.
//!
//! A job has a few places to go, which depend on its identifier and the seed and on nothing else, as with the `H` of
//! Jenkins. It takes the one where the fewest others start, and it takes none where that would be no relief: a move never
//! makes an hour or a minute busier than the busiest one that the job left. So neither peak ever rises.

use backup_window::simulate::Random;
use backup_window::{Daily, Monthly, Periodically, Plan, Run, Schedule, Trigger, Windows};
use chrono::{NaiveTime, TimeDelta, Timelike, WeekdaySet};

use super::load::{Load, Minute, Week};
use crate::zone::Zone;

/// How many places a job has to go.
const PLACES: usize = 8;

/// How far a start goes that no window keeps.
const WITHOUT_WINDOW: i64 = 60;

const DAY: i64 = 24 * 60;

/// What limits a move.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// The farthest that a daily start goes, either way.
    pub(super) shift: Option<TimeDelta>,
    /// How long before the closing a start is kept.
    pub(super) duration: TimeDelta,
    pub(super) seed: u64,
}

/// A change of a job's schedule, in the words of the command `set`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Move {
    pub(super) property: &'static str,
    pub(super) from: String,
    pub(super) to: String,
    /// The starts in the range after it.
    pub(super) starts: Vec<Minute>,
}

/// The runs of a schedule in the range, as minutes.
pub(super) fn starts(schedule: &Schedule, week: &Week, zone: &Zone) -> Vec<Minute> {
    schedule.runs(zone, week.range.clone()).map(|run| week.minute_of(run.at)).collect()
}

/// The best of the places a job has to go, if one is better than where it is. `load` is that of all jobs but this one.
pub(super) fn suggest(
    plan: &Plan,
    key: u64,
    limits: Limits,
    load: &Load,
    week: &Week,
    zone: &Zone,
) -> Option<Move> {
    let schedule = plan.schedule().ok()?;
    let runs: Vec<Run> = schedule.runs(zone, week.range.clone()).collect();
    if runs.is_empty() {
        return None;
    }
    let (least, most) = room(schedule, &runs, limits, zone)?;
    let mut random = Random::new(limits.seed, key);
    let moved = |minutes: i64| {
        let minute = move |run: &Run| week.minute_of(run.at + TimeDelta::minutes(minutes));
        runs.iter().map(minute)
    };
    let now = load.met_by(week, moved(0));
    let places = (0..PLACES).map(|_| least + random.below((most - least + 1).unsigned_abs()) as i64);
    let relief = places
        .map(|minutes| (load.met_by(week, moved(minutes)), minutes))
        .filter(|(met, _)| met.0 <= now.0 && met.1 <= now.1 && *met != now)
        // Of places that are as good, the first one: it is that of the identifier.
        .min_by_key(|(met, _)| *met);
    let (_, minutes) = relief?;
    let trigger = trigger_after(schedule.trigger(), minutes)?;
    let after = with_trigger(schedule, trigger);
    // A clock change or an edge may make it something else than a move: then the job stays where it is.
    let shift = TimeDelta::minutes(minutes);
    let range = week.range.start + shift..week.range.end + shift;
    let is_moved = after.runs(zone, range).map(|run| run.at).eq(runs.iter().map(|run| run.at + shift));
    let (property, from, to) = change(schedule.trigger(), trigger)?;
    is_moved.then(|| Move { property, from, to, starts: moved(minutes).collect() })
}

/// By how many minutes the starts can be moved: at least, and at most.
fn room(schedule: &Schedule, runs: &[Run], limits: Limits, zone: &Zone) -> Option<(i64, i64)> {
    let (time, days) = match schedule.trigger() {
        Trigger::Periodically(periodically) if periodically.every().is_hours() => {
            let offset = i64::from(periodically.offset());
            return Some((-offset, 59 - offset));
        }
        Trigger::Periodically(_) => return None,
        Trigger::Daily(daily) => (daily.time(), daily.days()),
        Trigger::Monthly(monthly) => (monthly.time(), WeekdaySet::EMPTY),
    };
    let since_midnight = i64::from(time.num_seconds_from_midnight() / 60);
    let (mut least, mut most) = (-since_midnight, DAY - 1 - since_midnight);
    if days == WeekdaySet::ALL {
        // On every day there is one before and one after.
        (least, most) = (-DAY / 2, DAY / 2 - 1);
    }
    let windows = schedule.windows();
    let is_free = windows.is_always();
    let shift = limits.shift.map(|shift| shift.num_minutes()).or(is_free.then_some(WITHOUT_WINDOW));
    if let Some(shift) = shift {
        (least, most) = (least.max(-shift), most.min(shift));
    }
    if !is_free {
        for run in runs {
            let (before, after) = opening_around(&windows, run, limits.duration, zone)?;
            (least, most) = (least.max(before), most.min(after));
        }
    }
    (least <= 0 && most >= 0).then_some((least, most))
}

/// How many minutes a start can be moved within the opening it is in.
fn opening_around(windows: &Windows, run: &Run, duration: TimeDelta, zone: &Zone) -> Option<(i64, i64)> {
    let around = run.at - TimeDelta::days(1)..run.at + TimeDelta::days(1) + duration;
    let opening = windows.starts_allowed(zone, around).find(|open| (open.from..open.to).contains(&run.at))?;
    let before = -(run.at - opening.from).num_minutes();
    // The instant of closing is denied.
    let after = ((opening.to - duration - run.at).num_seconds() - 1).div_euclid(60);
    // Where the job itself does not get done, it is at least not moved closer to the closing.
    Some((before, after.max(0)))
}

/// A trigger so many minutes later.
fn trigger_after(trigger: Trigger, minutes: i64) -> Option<Trigger> {
    let later = |time: NaiveTime| time.overflowing_add_signed(TimeDelta::minutes(minutes)).0;
    match trigger {
        Trigger::Daily(daily) => Daily::new(daily.days(), later(daily.time())).ok().map(Trigger::from),
        Trigger::Monthly(monthly) => {
            Monthly::new(monthly.day(), monthly.months(), later(monthly.time())).ok().map(Trigger::from)
        }
        Trigger::Periodically(periodically) => {
            let offset = i64::from(periodically.offset()) + minutes;
            Periodically::new(periodically.every(), offset).ok().map(Trigger::from)
        }
    }
}

fn with_trigger(schedule: &Schedule, trigger: Trigger) -> Schedule {
    let windows = schedule.given_windows();
    Schedule::new(trigger)
        .with_backup_window(windows.backup)
        .with_periodic_window(windows.periodic)
        .with_denied(schedule.denied())
        .with_gap(schedule.gap())
        .with_fold(schedule.fold())
}

fn change(from: Trigger, to: Trigger) -> Option<(&'static str, String, String)> {
    let time = |trigger: Trigger| match trigger {
        Trigger::Daily(daily) => Some(daily.time().to_string()),
        Trigger::Monthly(monthly) => Some(monthly.time().to_string()),
        _ => None,
    };
    match (from, to) {
        (Trigger::Periodically(from), Trigger::Periodically(to)) => {
            Some(("offset", from.offset().to_string(), to.offset().to_string()))
        }
        _ => Some(("daily-time", time(from)?, time(to)?)),
    }
}
