//! A schedule prepared for one zone: next runs in nanoseconds.
//!
//! While a zone keeps its offset, everything repeats each week of UTC: slots, window, and what becomes of denied slots.
//! So the runs of a schedule are a pattern of 7 days, of 168 hours or of allowed hours with a step, and there is one
//! pattern for each offset of the zone.
//!
//! | file | what it does |
//! |---|---|
//! | `compile.rs` | from a schedule to its patterns |
//! | `patterns/` | the patterns, and the next run in a week |
//! | `read.rs` | the next run of a schedule, read off its patterns |
//! | `barren.rs` | the same where the offset in force brings no run |
//! | `changes.rs` | the same near a change of the clock, and beyond it |
//! | `fleet.rs`, `fleet/` | the same for many schedules at once |
//! | `instants.rs` | run after run |

mod barren;
mod changes;
mod compile;
mod fleet;
mod instants;
mod moment;
mod patterns;
mod read;

use alloc::sync::Arc;
use core::fmt;

use chrono::{DateTime, NaiveDate, Timelike, Utc};

use self::barren::AfterBarren;
pub use self::fleet::CompiledFleet;
pub use self::instants::InstantsAfter;
use self::moment::Moment;
use self::patterns::{
    DailyPattern, HourSteps, HourlyPattern, PackedSteps, Position, SecondOfHour, SlotsAndOpenings, Steps,
    StepsByOffset, Target, Week,
};
use self::read::READERS;
use super::run::{NoRun, Run};
use super::schedule::Schedule;
use crate::calendar::{Clear, ZoneTable};

/// A [`Schedule`] prepared for one zone; made by [`Schedule::compile`].
///
/// 64 bytes beside what it shares. It answers as the schedule does, to the nanosecond, without asking the zone again.
///
/// ```
/// use std::sync::Arc;
///
/// use backup_window::{Daily, Schedule, WORKDAYS, ZoneTable};
/// use chrono::{NaiveTime, TimeZone, Utc};
///
/// let zone = Arc::new(ZoneTable::new(&chrono_tz::Europe::Prague)); // once for each zone
/// let daily = Daily::new(WORKDAYS, NaiveTime::from_hms_opt(22, 0, 0).unwrap())?;
/// let compiled = Schedule::new(daily).compile(&zone); // once for each schedule
///
/// let friday_night = Utc.with_ymd_and_hms(2024, 3, 15, 23, 0, 0).unwrap();
/// let monday = Utc.with_ymd_and_hms(2024, 3, 18, 21, 0, 0).unwrap();
/// assert_eq!(compiled.next_instant_after(friday_night), Some(monday));
/// assert_eq!(compiled.next_after(friday_night).unwrap().at, monday);
/// # Ok::<(), backup_window::NoDays>(())
/// ```
#[derive(Clone)]
pub struct CompiledSchedule {
    patterns: Patterns,
    zone: Arc<ZoneTable>,
    shared: Arc<Shared>,
}

/// What a compiled schedule looks at only where its patterns do not answer.
#[derive(Debug)]
struct Shared {
    schedule: Schedule,
    /// The last run of all, where the offsets of today bring none.
    last: Option<i64>,
    /// How many seconds after a change of the clock an answer must lie to be read off a pattern.
    guard: i64,
    /// What comes after offsets that bring no run.
    after_barren: AfterBarren,
}

/// The patterns of a schedule: 48 bytes.
///
/// `since`: the first date of which nothing before matters. `clear`: how far from a clock change an answer is read off
/// a pattern without another look; a day where nothing is said.
#[derive(Debug, Clone)]
enum Patterns {
    /// There is no run at any time.
    Never,
    /// No pattern of these kinds: the engine answers.
    None,
    /// The same slots on UTC for good, and no window.
    Steps { since: NaiveDate, steps: Steps },
    /// One offset for good.
    Daily { since: NaiveDate, pattern: DailyPattern },
    /// One offset for good.
    Hourly { since: NaiveDate, pattern: HourlyPattern<24> },
    /// The same slots and the same window on UTC for good.
    Minutes { since: NaiveDate, steps: HourSteps, hours: Week<24> },
    /// No window, and a first slot of the day for each of the commonest offsets.
    StepsInZone { steps: StepsByOffset },
    /// A pattern for each of the commonest offsets, and the first date that no run follows.
    DailyInZone { until: NaiveDate, patterns: [DailyPattern; OFFSETS_OF_DAYS] },
    /// The hours under each of the two commonest offsets, and the second of them all.
    HourlyInZone { clear: Clear, second: SecondOfHour, hours: [Week<22>; 2] },
    /// Slots and openings at different seconds of the hour, of a window that is the same on UTC for good.
    HourlyAndOpenings { clear: Clear, starts: SlotsAndOpenings },
    /// A pattern for slots and one for openings for each of the commonest offsets.
    HourlyPairs { clear: Clear, patterns: Arc<[[HourlyPattern<24>; 2]]> },
    /// The hours under each of the two commonest offsets, and the second at which they all begin.
    MinutesInZone { steps: PackedSteps, hours: [Week<22>; 2] },
}

impl Patterns {
    /// What the pattern of an offset says, whatever the clock does; the outer `None` where the offset has no pattern.
    fn next_under(&self, class: usize, now: Position) -> Option<Option<Target>> {
        Some(match self {
            Self::StepsInZone { steps } => Some(steps.next(class, now)?),
            Self::DailyInZone { patterns, .. } => patterns.get(class)?.next(now),
            Self::HourlyInZone { second, hours, .. } => hours.get(class)?.next(now, *second),
            Self::HourlyAndOpenings { starts, .. } if starts.knows(class) => starts.next(class, now),
            Self::HourlyPairs { patterns, .. } => {
                let [slots, openings] = patterns.get(class)?;
                Target::nearer(slots.next(now), openings.next(now))
            }
            Self::MinutesInZone { steps, hours } => hours.get(class)?.next_step(now, &steps.unpack()),
            _ => return None,
        })
    }

    /// Whether an offset of the zone brings no run; so it may be where it has no pattern.
    fn are_empty_under(&self, class: usize) -> bool {
        let next = match self {
            Self::Steps { .. } => return false,
            Self::Daily { pattern, .. } => pattern.next(Position::MONDAY),
            Self::Hourly { pattern, .. } => pattern.next(Position::MONDAY),
            Self::Minutes { steps, hours, .. } => hours.next_step(Position::MONDAY, steps),
            _ => self.next_under(class, Position::MONDAY).flatten(),
        };
        next.is_none()
    }
}

/// A schedule in a large fleet is one of a million.
const _: () = assert!(size_of::<CompiledSchedule>() <= 64);

/// How many offsets of a zone a daily schedule has patterns for.
const OFFSETS_OF_DAYS: usize = 4;

/// From this date on the engine answers, which minds the end of chrono's dates.
const NEAR_THE_END: NaiveDate = match NaiveDate::from_ymd_opt(262_140, 1, 1) {
    Some(date) => date,
    None => NaiveDate::MAX,
};

impl CompiledSchedule {
    /// The first run strictly after `t`, as [`Schedule::next_after`].
    ///
    /// # Errors
    ///
    /// The reason why there is none.
    pub fn next_after(&self, t: DateTime<Utc>) -> Result<Run, NoRun<'static>> {
        match self.patterns {
            Patterns::Never if self.shared.schedule.windows().is_never() => Err(NoRun::WindowNeverOpens),
            Patterns::Never => Err(NoRun::NeverMatches),
            _ if self.shared.last.is_some_and(|last| last < t.timestamp()) => Err(NoRun::NeverMatches),
            _ => match self.run_after_barren(Moment::of(t)) {
                Some(run) => Ok(run),
                None => self.shared.schedule.next_on(&*self.zone, t),
            },
        }
    }

    /// The last run strictly before `t`, as [`Schedule::previous_before`].
    ///
    /// # Errors
    ///
    /// The reason why there is none.
    pub fn previous_before(&self, t: DateTime<Utc>) -> Result<Run, NoRun<'static>> {
        self.shared.schedule.previous_on(&*self.zone, t)
    }

    /// The instant of the first run strictly after `t`: the fastest answer there is. `None` where there is none.
    #[inline]
    pub fn next_instant_after(&self, t: DateTime<Utc>) -> Option<DateTime<Utc>> {
        READERS[self.patterns.kind()](self, Moment::of(t), t.naive_utc().time().nanosecond())
    }

    /// The schedule.
    pub fn schedule(&self) -> &Schedule {
        &self.shared.schedule
    }

    /// The zone.
    pub fn zone(&self) -> &Arc<ZoneTable> {
        &self.zone
    }
}

impl fmt::Debug for CompiledSchedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CompiledSchedule")
            .field("schedule", &self.shared.schedule)
            .field("zone", &self.zone)
            .finish()
    }
}
