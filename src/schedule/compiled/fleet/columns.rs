//! What a fleet keeps of schedules: their patterns, a column for each offset.

use alloc::boxed::Box;
use core::hint::select_unpredictable;
use core::ops::Range;

use chrono::{DateTime, Utc};

use super::asked::Asked;
use crate::schedule::compiled::patterns::{
    DailyPattern, HourSteps, HourlyPattern, MinutesPattern, SecondOfHour, Steps, Target, Week,
};

/// Seconds.
const HOUR: u32 = 3_600;

/// A pattern under one offset.
pub(super) trait Row: Copy {
    /// Many of them.
    type Column: Column;

    /// What all of a column have in common.
    type Common: Ord;

    fn common(&self) -> Self::Common;

    /// The column of some rows, and one of them.
    fn column(one: Self, rows: impl Iterator<Item = Self> + Clone) -> Self::Column;
}

/// The patterns of many schedules under one offset.
pub(super) trait Column {
    /// The next run of each of a range of rows, as far as it lies on the first `days` days and is near; the others are
    /// `None`. Without a branch to foretell.
    fn near(
        &self,
        asked: &Asked,
        days: u32,
        range: Range<usize>,
    ) -> impl Iterator<Item = Option<DateTime<Utc>>>;

    /// The next run of a row, however far; `None` where it has none, or all were [near](Self::near).
    fn far(&self, asked: &Asked, row: usize) -> Option<Target>;
}

/// How many offsets have rows: a zone uses two for long, and seldom comes to a third.
const MOST: usize = 4;

/// The rows of one schedule, by the place of the offset; those that are not used are the last one over again.
pub(super) struct ByOffset<R> {
    rows: [R; MOST],
    count: usize,
}

impl<R: Row> ByOffset<R> {
    /// `None` where there are none.
    pub(super) fn new(rows: impl IntoIterator<Item = R>) -> Option<Self> {
        let mut rows = rows.into_iter().take(MOST);
        let mut all = Self { rows: [rows.next()?; MOST], count: 1 };
        for row in rows {
            all.rows[all.count..].fill(row);
            all.count += 1;
        }
        Some(all)
    }

    /// The same for those whose rows may stand in the same columns.
    pub(super) fn key(&self) -> (usize, [R::Common; MOST]) {
        (self.count, core::array::from_fn(|offset| self.rows[offset].common()))
    }
}

/// A column for each offset.
#[derive(Debug, Clone)]
pub(super) struct Columns<C>(Box<[C]>);

impl<C: Column> Columns<C> {
    /// Those of schedules with the same key.
    pub(super) fn of<'a, R: Row<Column = C> + 'a>(
        rows: impl Iterator<Item = &'a ByOffset<R>> + Clone,
    ) -> Self {
        let columns = rows.clone().next().map(|first| {
            let column = |offset: usize| {
                R::column(first.rows[offset], rows.clone().map(move |rows| rows.rows[offset]))
            };
            (0..first.count).map(column).collect()
        });
        Self(columns.unwrap_or_default())
    }

    /// The rows under an offset; `None` where they are not known.
    pub(super) fn under(&self, class: usize) -> Option<&C> {
        self.0.get(class)
    }
}

/// A part of a column.
fn part<T>(column: &[T], range: Range<usize>) -> &[T] {
    column.get(range).unwrap_or(&[])
}

/// A pattern that is read as a whole, and says whatever it says without a search.
pub(super) trait Small: Copy {
    fn next(self, asked: &Asked) -> Option<Target>;
}

impl Small for Steps {
    #[inline(always)]
    fn next(self, asked: &Asked) -> Option<Target> {
        Some(Target::after(self.slot_after(asked.now.second)))
    }
}

impl Small for DailyPattern {
    #[inline(always)]
    fn next(self, asked: &Asked) -> Option<Target> {
        Self::next(self, asked.position)
    }
}

impl<R: Small> Row for R {
    type Column = Box<[R]>;
    type Common = ();

    fn common(&self) {}

    fn column(_: R, rows: impl Iterator<Item = R> + Clone) -> Box<[R]> {
        rows.collect()
    }
}

impl<R: Small> Column for Box<[R]> {
    #[inline(always)]
    fn near(
        &self,
        asked: &Asked,
        days: u32,
        range: Range<usize>,
    ) -> impl Iterator<Item = Option<DateTime<Utc>>> {
        part(self, range).iter().map(move |row| {
            let next = row.next(asked).filter(|target| target.days < days);
            next.and_then(|target| asked.instant(target))
        })
    }

    fn far(&self, _: &Asked, _: usize) -> Option<Target> {
        None
    }
}

/// Hours of many weeks, and the second of the hour of each.
///
/// The first 64 hours of all weeks stand together, and so do the next, and the last with the first again: of each week no
/// more is read than what is ahead.
#[derive(Debug, Clone)]
pub(super) struct Hours {
    words: [Box<[u64]>; 3],
    seconds: Box<[SecondOfHour]>,
}

impl Hours {
    fn of(weeks: impl Iterator<Item = (Week<24>, SecondOfHour)> + Clone) -> Self {
        Self {
            words: [0, 1, 2].map(|word| weeks.clone().map(|(hours, _)| hours.words()[word]).collect()),
            seconds: weeks.map(|(_, second)| second).collect(),
        }
    }

    /// Of each of a range of rows the 64 hours from an hour of the week on, from bit 0 on, and the second.
    #[inline(always)]
    fn ahead(&self, hour: u32, range: Range<usize>) -> impl Iterator<Item = (u64, u32)> {
        let [first, second, third] = &self.words;
        // The last word ends with the first 24 hours again.
        let (low, high, known) = match hour / 64 {
            0 => (first, second, 0),
            1 => (second, third, 0),
            _ => (third, first, 24),
        };
        let shift = hour % 64;
        let words = part(low, range.clone()).iter().zip(part(high, range.clone()));
        words.zip(part(&self.seconds, range)).map(move |((&low, &high), &second)| {
            (low >> shift | high >> known << 1 << (63 - shift), second.seconds())
        })
    }

    /// Of each of a range of rows how many hours ahead its next run lies, at most 63 or 64 for none, and the second.
    #[inline(always)]
    fn next(&self, asked: &Asked, days: u32, range: Range<usize>) -> impl Iterator<Item = (u32, u32)> {
        let (known, now) = (asked.hours_of(days), asked.second);
        self.ahead(asked.hour, range).map(move |(hours, second)| {
            // The hour asked from is over where its second has come.
            let hours = hours & known & !u64::from(now >= second);
            (hours.trailing_zeros(), second)
        })
    }

    /// A row.
    fn week(&self, row: usize) -> Option<(Week<24>, SecondOfHour)> {
        let [first, second, third] = &self.words;
        let words = [*first.get(row)?, *second.get(row)?, *third.get(row)?];
        Some((Week::new(words), *self.seconds.get(row)?))
    }
}

impl Row for HourlyPattern<24> {
    type Column = Hours;
    type Common = ();

    fn common(&self) {}

    fn column(_: Self, rows: impl Iterator<Item = Self> + Clone) -> Hours {
        Hours::of(rows.map(|row| row.parts()))
    }
}

impl Column for Hours {
    #[inline(always)]
    fn near(
        &self,
        asked: &Asked,
        days: u32,
        range: Range<usize>,
    ) -> impl Iterator<Item = Option<DateTime<Utc>>> {
        self.next(asked, days, range).map(|(hours, second)| asked.in_hour(hours + 1, second))
    }

    fn far(&self, asked: &Asked, row: usize) -> Option<Target> {
        let (hours, second) = self.week(row)?;
        hours.next(asked.position, second)
    }
}

impl Row for [HourlyPattern<24>; 2] {
    type Column = [Hours; 2];
    type Common = ();

    fn common(&self) {}

    fn column(_: Self, rows: impl Iterator<Item = Self> + Clone) -> [Hours; 2] {
        [0, 1].map(|one| Hours::of(rows.clone().map(move |pair| pair[one].parts())))
    }
}

impl Column for [Hours; 2] {
    #[inline(always)]
    fn near(
        &self,
        asked: &Asked,
        days: u32,
        range: Range<usize>,
    ) -> impl Iterator<Item = Option<DateTime<Utc>>> {
        // An hour and a second in one number, so that the lesser one comes first.
        let [one, other] = [&self[0], &self[1]]
            .map(|hours| hours.next(asked, days, range.clone()).map(|(hours, second)| hours << 12 | second));
        one.zip(other).map(move |(one, other)| {
            let next = one.min(other);
            asked.in_hour((next >> 12) + 1, next & 0xfff)
        })
    }

    fn far(&self, asked: &Asked, row: usize) -> Option<Target> {
        let [one, other] = [self[0].far(asked, row), self[1].far(asked, row)];
        Target::nearer(one, other)
    }
}

/// The same steps within the allowed hours of many weeks.
#[derive(Debug, Clone)]
pub(super) struct StepsInHours {
    steps: Steps,
    runs_at_openings: bool,
    /// And the second of the hour at which each begins.
    hours: Hours,
}

impl Row for MinutesPattern {
    type Column = StepsInHours;
    type Common = (Steps, bool);

    fn common(&self) -> (Steps, bool) {
        (self.steps.of_day(), self.steps.runs_at_openings())
    }

    fn column(one: Self, rows: impl Iterator<Item = Self> + Clone) -> StepsInHours {
        let (steps, runs_at_openings) = one.common();
        let hours = Hours::of(rows.map(|row| (row.hours, row.steps.begin())));
        StepsInHours { steps, runs_at_openings, hours }
    }
}

impl Column for StepsInHours {
    #[inline(always)]
    fn near(
        &self,
        asked: &Asked,
        days: u32,
        range: Range<usize>,
    ) -> impl Iterator<Item = Option<DateTime<Utc>>> {
        let steps = self.steps;
        let slot = steps.slot_after(asked.now.second);
        let known = asked.hours_of(days) << 1;
        // The slot is a second of an hour ahead as well.
        let slot_hour = slot / HOUR + 1 - asked.hour % 24;
        let (slot_hour, slot_second) =
            if known >> slot_hour.min(63) & 1 != 0 { (slot_hour, slot % HOUR) } else { (u32::MAX, 0) };
        let wait = slot - asked.now.second;
        self.hours.ahead(asked.hour, range).map(move |(hours, begin)| {
            // Where the hour of the clock asked from has begun, it is the next bit.
            let has_begun = u32::from(asked.second >= begin);
            let [here, next] = [hours >> has_begun, hours >> has_begun >> 1];
            let left = begin + has_begun * HOUR - asked.second;
            let is_open = here & (next | u64::from(wait < left)) & 1 != 0;
            let opening = (hours & known & u64::MAX << 1 << has_begun).trailing_zeros();
            let second = begin + if self.runs_at_openings { 0 } else { steps.wait_from(begin) };
            asked.in_hour(
                select_unpredictable(is_open, slot_hour, opening),
                select_unpredictable(is_open, slot_second, second),
            )
        })
    }

    fn far(&self, asked: &Asked, row: usize) -> Option<Target> {
        let (hours, begin) = self.hours.week(row)?;
        hours.next_step(asked.position, &HourSteps::new(begin, self.steps, self.runs_at_openings))
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use chrono::TimeDelta;

    use super::*;

    /// Every run is near that lies in the hour asked from or one of the 61 after it, but for the first minutes of a day;
    /// and what is near is what is found by a search, of which the hours ahead are returned, the least and the most.
    fn check<C: Column>(column: &C, rows: usize) -> (u32, u32) {
        let monday: DateTime<Utc> = "2025-06-02T00:00:00Z".parse().unwrap();
        let (mut least, mut most) = (u32::MAX, 0);
        for (hour, second) in (0..168).flat_map(|hour| [0, 899, 900, 3_599].map(|second| (hour, second))) {
            let asked = Asked::about(monday + TimeDelta::seconds(hour * 3_600 + second));
            for days in [1, 3, 16] {
                let near: Vec<_> = column.near(&asked, days, 0..rows).collect();
                assert_eq!(near.len(), rows);
                for (row, run) in near.into_iter().enumerate() {
                    let target = column.far(&asked, row).filter(|target| target.days < days);
                    let ahead = |target: &Target| target.days * 24 + target.second / HOUR - hour as u32 % 24;
                    let must_be_near =
                        target.is_some_and(|target| ahead(&target) < 62 && target.second >= 30 * 60);
                    if must_be_near || run.is_some() {
                        assert_eq!(
                            run,
                            target.and_then(|target| asked.instant(target)),
                            "{row} {hour} {second}"
                        );
                    }
                    if let Some(ahead) = target.filter(|_| run.is_some()).map(|target| ahead(&target)) {
                        (least, most) = (least.min(ahead), most.max(ahead));
                    }
                }
            }
        }
        (least, most)
    }

    /// Weeks with one hour each, with two, and with two at the ends.
    fn weeks() -> impl Iterator<Item = Week<24>> + Clone {
        let bits = |hours: &[usize]| {
            let mut words = [0; 3];
            hours.iter().for_each(|hour| words[hour / 64] |= 1 << (hour % 64));
            Week::new(words)
        };
        let one = (0..168).map(move |hour| bits(&[hour]));
        one.chain((0..167).map(move |hour| bits(&[hour, hour + 1]))).chain([bits(&[0, 167])])
    }

    #[test]
    fn the_next_63_hours_are_near() {
        let second = SecondOfHour::new(900);
        let hourly = weeks().map(|week| HourlyPattern::of(&week, second));
        let one = HourlyPattern::of(&Week::<24>::new([1, 0, 0]), second);
        assert_eq!(check(&Row::column(one, hourly.clone()), 336), (0, 62));
        // With the same hours a day later, at another second.
        let pairs = hourly
            .clone()
            .zip(hourly.skip(24))
            .map(|(one, other)| [one, HourlyPattern::of(&other.parts().0, SecondOfHour::new(1_800))]);
        assert_eq!(check(&Row::column([one; 2], pairs), 312), (0, 62));
        for (step, slot, at_openings) in [
            (300, 0, true),
            (300, 0, false),
            (900, 600, false),
            (1_800, 900, true),
            (1_800, 0, true),
            (1_800, 0, false),
        ] {
            let steps = HourSteps::new(second, Steps::new(step, slot), at_openings);
            let minutes = weeks().map(|hours| MinutesPattern { hours, steps });
            let one = MinutesPattern { hours: Week::new([1, 0, 0]), steps };
            let (least, most) = check(&Row::column(one, minutes), 336);
            assert_eq!((least, most >= 62), (0, true), "to {most}");
        }
    }
}
