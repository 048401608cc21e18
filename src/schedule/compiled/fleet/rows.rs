//! What a fleet keeps of a schedule: its pattern under each offset.

use alloc::boxed::Box;

use chrono::NaiveDate;

use crate::calendar::Clear;
use crate::schedule::compiled::Patterns;
use crate::schedule::compiled::patterns::{
    DailyPattern, HourlyPattern, MinutesPattern, Position, Steps, Target,
};

/// A pattern under one offset.
pub(super) trait Row: Copy {
    fn next(&self, now: Position) -> Option<Target>;

    /// The second of the day at which its runs would be, if it has none: what a change of the clock may move.
    fn second_where_empty(&self) -> Option<u32> {
        None
    }
}

impl Row for Steps {
    #[inline(always)]
    fn next(&self, now: Position) -> Option<Target> {
        Some(Target::after(self.slot_after(now.second)))
    }
}

impl Row for DailyPattern {
    #[inline(always)]
    fn next(&self, now: Position) -> Option<Target> {
        Self::next(*self, now)
    }

    fn second_where_empty(&self) -> Option<u32> {
        self.is_empty().then(|| self.second())
    }
}

impl Row for HourlyPattern<24> {
    #[inline(always)]
    fn next(&self, now: Position) -> Option<Target> {
        self.next(now)
    }
}

impl Row for [HourlyPattern<24>; 2] {
    #[inline(always)]
    fn next(&self, now: Position) -> Option<Target> {
        let [slots, openings] = self;
        Target::nearer(slots.next(now), openings.next(now))
    }
}

impl Row for MinutesPattern {
    #[inline(always)]
    fn next(&self, now: Position) -> Option<Target> {
        self.next(now)
    }
}

/// When patterns hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// From a date on, for good.
    Since(NaiveDate),
    /// So far from the changes of the clock.
    Between(Clear),
}

/// How many offsets have rows: a zone uses two for long, and seldom comes to a third.
const MOST: usize = 4;

/// The rows of one schedule, by the place of the offset; those that are not used are the last one over again.
pub(super) struct ByOffset<P> {
    rows: [P; MOST],
    count: usize,
}

impl<P: Copy> ByOffset<P> {
    fn new(rows: impl IntoIterator<Item = P>) -> Option<Self> {
        let mut rows = rows.into_iter().take(MOST);
        let mut all = Self { rows: [rows.next()?; MOST], count: 1 };
        for row in rows {
            all.rows[all.count..].fill(row);
            all.count += 1;
        }
        Some(all)
    }
}

/// Rows of many schedules: a column for each offset.
#[derive(Debug, Clone)]
pub(super) struct Columns<P>(Box<[Box<[P]>]>);

impl<P: Copy> Columns<P> {
    /// Those of schedules with as many rows each.
    pub(super) fn of<'a>(rows: impl Iterator<Item = &'a ByOffset<P>> + Clone) -> Self
    where
        P: 'a,
    {
        let count = rows.clone().next().map_or(0, |rows| rows.count);
        Self((0..count).map(|offset| rows.clone().map(|rows| rows.rows[offset]).collect()).collect())
    }

    /// The rows under an offset; `None` where they are not known.
    pub(super) fn under(&self, class: usize) -> Option<&[P]> {
        self.0.get(class).map(|rows| &**rows)
    }
}

/// What is kept of one schedule.
pub(super) enum Kept {
    /// There is no run at any time.
    Never,
    /// Nothing: it is answered by itself.
    Nothing,
    Steps(ByOffset<Steps>),
    Daily(ByOffset<DailyPattern>),
    Hourly(ByOffset<HourlyPattern<24>>),
    Pairs(ByOffset<[HourlyPattern<24>; 2]>),
    Minutes(ByOffset<MinutesPattern>),
}

impl Kept {
    /// What is kept of a schedule with these patterns, and when it holds.
    pub(super) fn of(patterns: &Patterns) -> (Holds, Self) {
        Self::of_known(patterns).unwrap_or((Holds::Since(NaiveDate::MIN), Self::Nothing))
    }

    fn of_known(patterns: &Patterns) -> Option<(Holds, Self)> {
        Some(match patterns {
            Patterns::Never => (Holds::Since(NaiveDate::MIN), Self::Never),
            Patterns::None => return None,
            Patterns::Steps { since, steps } => (Holds::Since(*since), Self::Steps(ByOffset::new([*steps])?)),
            Patterns::Daily { since, pattern } => {
                (Holds::Since(*since), Self::Daily(ByOffset::new([*pattern])?))
            }
            Patterns::Hourly { since, pattern } => {
                (Holds::Since(*since), Self::Hourly(ByOffset::new([*pattern])?))
            }
            Patterns::Minutes { since, steps, begin, hours } => {
                let pattern = MinutesPattern::new(hours, *begin, *steps);
                (Holds::Since(*since), Self::Minutes(ByOffset::new([pattern])?))
            }
            Patterns::StepsInZone { steps } => {
                (Holds::Between(Clear::Day), Self::Steps(ByOffset::new(steps.by_offset())?))
            }
            Patterns::DailyInZone { patterns, .. } => {
                (Holds::Between(Clear::Day), Self::Daily(ByOffset::new(*patterns)?))
            }
            Patterns::HourlyInZone { clear, second, hours } => {
                let patterns = hours.iter().map(|hours| HourlyPattern::of(hours, *second));
                (Holds::Between(*clear), Self::Hourly(ByOffset::new(patterns)?))
            }
            Patterns::HourlyAndOpenings { clear, starts } => {
                (Holds::Between(*clear), Self::Pairs(ByOffset::new(starts.by_offset())?))
            }
            Patterns::HourlyPairs { clear, patterns } => {
                (Holds::Between(*clear), Self::Pairs(ByOffset::new(patterns.iter().copied())?))
            }
            Patterns::MinutesInZone { steps, begin, hours } => {
                let pattern = |hours| MinutesPattern::new(hours, *begin, steps.unpack());
                (Holds::Between(Clear::Day), Self::Minutes(ByOffset::new(hours.iter().map(pattern))?))
            }
        })
    }

    /// The same for those that can stand in the same columns.
    pub(super) const fn kind(&self) -> (u8, usize) {
        match self {
            Self::Never => (0, 0),
            Self::Nothing => (1, 0),
            Self::Steps(rows) => (2, rows.count),
            Self::Daily(rows) => (3, rows.count),
            Self::Hourly(rows) => (4, rows.count),
            Self::Pairs(rows) => (5, rows.count),
            Self::Minutes(rows) => (6, rows.count),
        }
    }
}
