//! Some ten thousand schedules, sorted by zone and kind of pattern.

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;

use chrono::{DateTime, NaiveDate, Utc};

use super::asked::{Asked, DAYS};
use super::columns::{Column, Columns, Hours, StepsInHours};
use super::sorting::{Piles, Subject};
use super::zones::{Ahead, Zones};
use crate::calendar::{Clear, ZoneTable};
use crate::schedule::compiled::CompiledSchedule;
use crate::schedule::compiled::patterns::{DailyPattern, Steps};
use crate::schedule::compiled::read::is_within;

/// Some ten thousand schedules, sorted.
#[derive(Debug, Clone)]
pub(super) struct Block(Box<[Group]>);

/// The schedules of one zone with one kind of pattern.
#[derive(Debug, Clone)]
pub(super) struct Group {
    /// The place of the zone.
    pub(super) zone: u32,
    pub(super) holds: Holds,
    /// The places of the schedules in their block, in order.
    pub(super) places: Box<[u16]>,
    pub(super) rows: Rows,
}

/// When patterns hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// From a date on, for good.
    Since(NaiveDate),
    /// So far from the changes of the clock.
    Between(Clear),
}

/// The patterns of a group, in the order of its places.
#[derive(Debug, Clone)]
pub(super) enum Rows {
    /// No run at any time.
    Never,
    /// No pattern: each is answered by itself.
    Unknown,
    Steps(Columns<Box<[Steps]>>),
    /// And the first dates that no run follows.
    Daily(Columns<Box<[DailyPattern]>>, Box<[NaiveDate]>),
    Hourly(Columns<Hours>),
    Pairs(Columns<[Hours; 2]>),
    Minutes(Columns<StepsInHours>),
}

/// A place in a block is two bytes.
const _: () = assert!(super::BLOCK <= 1 << 16);

impl Block {
    pub(super) fn of(
        schedules: &[CompiledSchedule],
        mut place_of: impl FnMut(&Arc<ZoneTable>) -> u32,
    ) -> Self {
        let mut piles = Piles::default();
        for (place, schedule) in schedules.iter().enumerate() {
            let subject = Subject { place: place as u16, zone: place_of(&schedule.zone) };
            piles.add(subject, &schedule.patterns);
        }
        Self(piles.into_groups().collect())
    }

    pub(super) fn answer(
        &self,
        asked: &Asked,
        zones: &mut Zones<'_>,
        schedules: &[CompiledSchedule],
        runs: &mut [Option<DateTime<Utc>>],
    ) {
        let mut block = Answers { asked, schedules, runs };
        self.0.iter().for_each(|group| block.group(group, zones));
    }
}

impl Group {
    /// A group of any zones.
    pub(super) fn without_rows(places: Vec<u16>, rows: Rows) -> Self {
        Self { zone: 0, holds: Holds::Since(NaiveDate::MIN), places: places.into(), rows }
    }
}

impl Holds {
    /// When both hold, of those of one group.
    pub(super) fn later(self, other: Self) -> Self {
        match (self, other) {
            (Self::Since(one), Self::Since(other)) => Self::Since(one.max(other)),
            _ => self,
        }
    }
}

/// A block that is being answered.
struct Answers<'b> {
    asked: &'b Asked,
    schedules: &'b [CompiledSchedule],
    runs: &'b mut [Option<DateTime<Utc>>],
}

/// What the rows of a group are read with.
#[derive(Clone, Copy)]
struct Limits<'z> {
    /// The place of the offset in force.
    class: usize,
    /// How many days ahead they hold.
    days: u32,
    /// Whether there is no run at any time where they have none.
    is_all: bool,
    /// What the clock of the zone does next.
    ahead: Option<&'z Ahead>,
}

/// A run, or that there is none.
type Known = Option<DateTime<Utc>>;

impl Answers<'_> {
    fn group(&mut self, group: &Group, zones: &mut Zones<'_>) {
        let limits = match group.holds {
            Holds::Since(since) => {
                let days = if is_within(self.asked.now.date, since) { DAYS as u32 } else { 0 };
                Limits { class: 0, days, is_all: true, ahead: None }
            }
            Holds::Between(clear) => {
                let zone = zones.of(group.zone);
                let (class, days) = (zone.class.into(), zone.days[clear as usize].into());
                Limits { class, days, is_all: false, ahead: zone.ahead.as_ref() }
            }
        };
        let (asked, places) = (self.asked, &group.places[..]);
        match &group.rows {
            Rows::Never => places.iter().for_each(|&place| self.put(place, None)),
            Rows::Unknown => places.iter().for_each(|&place| self.one(place)),
            Rows::Steps(columns) => self.rows(columns, places, &limits, |_| None),
            Rows::Daily(columns, until) => self.rows(columns, places, &limits, |number| {
                next_further(asked, columns, number, *until.get(number)?, limits.ahead)
            }),
            Rows::Hourly(columns) => self.rows(columns, places, &limits, |_| None),
            Rows::Pairs(columns) => self.rows(columns, places, &limits, |_| None),
            Rows::Minutes(columns) => self.rows(columns, places, &limits, |_| None),
        }
    }

    /// Reads the rows under the offset in force; `further` says more of the one of a number, if it can.
    fn rows<C: Column>(
        &mut self,
        columns: &Columns<C>,
        places: &[u16],
        limits: &Limits<'_>,
        further: impl Fn(usize) -> Option<Known>,
    ) {
        let Some(rows) = columns.under(limits.class).filter(|_| limits.days > 0) else {
            return places.iter().for_each(|&place| self.one(place));
        };
        /// What is not near is marked by a bit and put off, so that the loop calls nothing.
        const MARKED: usize = u64::BITS as usize;
        for (part, places) in places.chunks(MARKED).enumerate() {
            let (begin, mut unknown) = (part * MARKED, 0u64);
            let near = rows.near(self.asked, limits.days, begin..begin + places.len());
            for (bit, (run, &place)) in near.zip(places).enumerate() {
                unknown |= u64::from(run.is_none()) << bit;
                self.put(place, run);
            }
            while let Some(&place) = places.get(unknown.trailing_zeros() as usize) {
                let row = begin + unknown.trailing_zeros() as usize;
                unknown &= unknown - 1;
                match rows.far(self.asked, row).filter(|target| target.days < limits.days) {
                    Some(target) => self.put(place, self.asked.instant(target)),
                    None if limits.is_all => (),
                    None => match further(row) {
                        Some(run) => self.put(place, run),
                        None => self.one(place),
                    },
                }
            }
        }
    }

    #[inline(always)]
    fn put(&mut self, place: u16, run: Known) {
        // There may be more schedules than places for runs.
        if let Some(place) = self.runs.get_mut(usize::from(place)) {
            *place = run;
        }
    }

    /// Answers a schedule of which its row does not say it.
    #[inline(never)]
    fn one(&mut self, place: u16) {
        let (schedules, place) = (self.schedules, usize::from(place));
        if let (Some(schedule), Some(run)) = (schedules.get(place), self.runs.get_mut(place)) {
            *run = schedule.next_instant_after(self.asked.t);
        }
    }
}

/// What comes after the next change of the clock where no run comes before it, or that none follows `until`; `None` where
/// that is not certain.
#[inline(never)]
fn next_further(
    asked: &Asked,
    columns: &Columns<Box<[DailyPattern]>>,
    number: usize,
    until: NaiveDate,
    ahead: Option<&Ahead>,
) -> Option<Known> {
    if until <= asked.now.date {
        return Some(None);
    }
    let ahead = ahead?;
    let under = |class: u8| columns.under(class.into())?.get(number);
    let before = under(ahead.class)?;
    if !before.is_empty() || ahead.skips(before.second()) {
        return None;
    }
    let run = ahead.from.ahead(under(ahead.class_after)?.next(ahead.from.position())?)?;
    ahead.settles(run).then(|| run.instant())
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use chrono::{NaiveTime, Weekday, WeekdaySet};
    use chrono_tz::Europe::Prague;

    use super::*;
    use crate::schedule::{Daily, DeniedSlot, Every, Periodically, Schedule};
    use crate::window::{BackupWindow, MinuteOffset, WindowClock};

    fn hours(from: u8, to: u8) -> BackupWindow {
        BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, from, to)
    }

    fn daily(days: WeekdaySet, hour: u32) -> Schedule {
        Schedule::new(Daily::new(days, NaiveTime::from_hms_opt(hour, 0, 0).unwrap()).unwrap())
    }

    fn every(every: Every) -> Schedule {
        Schedule::new(Periodically::new(every, 15).unwrap())
    }

    /// The run that a block says without a look at the schedule.
    fn read_off(schedule: &CompiledSchedule, t: DateTime<Utc>) -> Known {
        let (asked, tables) = (Asked::about(t), [schedule.zone.clone()]);
        let schedules = vec![schedule.clone(); 3];
        let mut runs = [None; 3];
        Block::of(&schedules, |_| 0).answer(&asked, &mut Zones::new(asked.now, &tables), &[], &mut runs);
        assert_eq!(runs, [runs[0]; 3]);
        runs[0]
    }

    #[test]
    fn runs_are_read_off_the_columns_alone() {
        let half_past = WindowClock::UtcOffset(MinuteOffset::new(30).unwrap());
        let (saturday, sunday) = (WeekdaySet::single(Weekday::Sat), WeekdaySet::single(Weekday::Sun));
        let saturdays = BackupWindow::NEVER.allow_daily(saturday, 8, 9);
        let at_opening = |schedule: Schedule| schedule.with_denied(DeniedSlot::AtOpening);
        let schedules = [
            daily(WeekdaySet::ALL, 3),
            daily(sunday, 3),
            // 21:00 UTC in summer, which is denied, and 22:00 UTC in winter: on the day of the change, and days after it.
            daily(sunday, 23).with_backup_window(hours(22, 6)),
            daily(saturday, 23).with_backup_window(hours(22, 6)),
            every(Every::Hours8),
            every(Every::Hours1).with_backup_window(hours(22, 6)),
            every(Every::Hours1).with_backup_window(saturdays),
            at_opening(every(Every::Hours8)).with_backup_window(hours(21, 22).with_clock(half_past)),
            at_opening(every(Every::Hours8)).with_backup_window(saturdays.with_clock(half_past)),
            every(Every::Minutes5).with_backup_window(hours(22, 6)),
            every(Every::Minutes30).with_backup_window(saturdays),
            at_opening(every(Every::Minutes30)).with_backup_window(saturdays.with_clock(half_past)),
        ];
        let monday: DateTime<Utc> = "2025-06-02T00:00:00Z".parse().unwrap();
        for zone in [ZoneTable::new(&Prague), ZoneTable::new(&Utc)].map(Arc::new) {
            for schedule in schedules.map(|schedule| schedule.compile(&zone)) {
                for quarter in 0..4 * 168 {
                    let t = monday + chrono::TimeDelta::minutes(15 * quarter);
                    assert_eq!(
                        read_off(&schedule, t),
                        schedule.next_instant_after(t),
                        "{schedule:?} after {t}"
                    );
                }
            }
        }
    }
}
