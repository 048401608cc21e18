//! What a fleet keeps of a schedule: its pattern under each offset.

use alloc::boxed::Box;

use crate::schedule::compiled::patterns::{
    DailyPattern, HourlyPattern, MinutesPattern, Position, Steps, Target,
};

/// A pattern under one offset.
pub(super) trait Row: Copy {
    fn next(&self, now: Position) -> Option<Target>;
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
        HourlyPattern::next_of_two(self, now)
    }
}

impl Row for MinutesPattern {
    #[inline(always)]
    fn next(&self, now: Position) -> Option<Target> {
        self.next(now)
    }
}

/// How many offsets have rows: a zone uses two for long, and seldom comes to a third.
const MOST: usize = 4;

/// The rows of one schedule, by the place of the offset; those that are not used are the last one over again.
pub(super) struct ByOffset<P> {
    rows: [P; MOST],
    count: usize,
}

impl<P: Copy> ByOffset<P> {
    /// `None` where there are none.
    pub(super) fn new(rows: impl IntoIterator<Item = P>) -> Option<Self> {
        let mut rows = rows.into_iter().take(MOST);
        let mut all = Self { rows: [rows.next()?; MOST], count: 1 };
        for row in rows {
            all.rows[all.count..].fill(row);
            all.count += 1;
        }
        Some(all)
    }

    pub(super) const fn count(&self) -> usize {
        self.count
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
