//! Some thousands of schedules, sorted by zone and kind of pattern.

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;

use chrono::{DateTime, NaiveDate, Utc};

use super::rows::{ByOffset, Columns, Holds, Kept, Row};
use super::zones::{Ahead, Zones};
use super::{Asked, DAYS};
use crate::calendar::{Clear, ZoneTable};
use crate::schedule::compiled::patterns::{DailyPattern, HourlyPattern, MinutesPattern, Steps};
use crate::schedule::compiled::read::is_within;
use crate::schedule::compiled::{CompiledSchedule, Patterns};

/// Some thousands of schedules, sorted.
#[derive(Debug, Clone)]
pub(super) struct Block(Box<[Group]>);

/// The schedules of one zone with one kind of pattern.
#[derive(Debug, Clone)]
struct Group {
    /// The place of the zone.
    zone: u32,
    holds: Holds,
    /// The places of the schedules in their block, in order.
    places: Box<[u16]>,
    /// The first dates that no run follows, of daily schedules in a zone that changes its clock.
    until: Box<[NaiveDate]>,
    rows: Rows,
}

/// Their patterns, in the order of the places.
#[derive(Debug, Clone)]
enum Rows {
    Never,
    Nothing,
    Steps(Columns<Steps>),
    Daily(Columns<DailyPattern>),
    Hourly(Columns<HourlyPattern<24>>),
    Pairs(Columns<[HourlyPattern<24>; 2]>),
    Minutes(Columns<MinutesPattern>),
}

/// A schedule that is being sorted.
struct Entry {
    zone: u32,
    holds: Holds,
    kept: Kept,
    until: Option<NaiveDate>,
    place: u16,
}

/// A place in a block is two bytes.
const _: () = assert!(super::BLOCK <= 1 << 16);

impl Block {
    pub(super) fn of(
        schedules: &[CompiledSchedule],
        mut place_of: impl FnMut(&Arc<ZoneTable>) -> u32,
    ) -> Self {
        let entry = |(place, schedule): (usize, &CompiledSchedule)| {
            let (holds, kept) = Kept::of(&schedule.patterns);
            let until = match schedule.patterns {
                Patterns::DailyInZone { until, .. } => Some(until),
                _ => None,
            };
            Entry { zone: place_of(&schedule.zone), holds, kept, until, place: place as u16 }
        };
        let mut entries: Vec<Entry> = schedules.iter().enumerate().map(entry).collect();
        entries.sort_by_key(Entry::key);
        Self(entries.chunk_by(|one, other| one.key() == other.key()).map(Group::of).collect())
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

impl Entry {
    /// The same for those of one group. Of dates since which patterns hold, a group has the latest.
    fn key(&self) -> (u32, u8, (u8, usize)) {
        let limit = match self.holds {
            Holds::Since(_) => 0,
            Holds::Between(Clear::Day) => 1,
            Holds::Between(Clear::Long) => 2,
        };
        (self.zone, limit, self.kept.kind())
    }
}

impl Group {
    /// The group of entries with one key.
    fn of(entries: &[Entry]) -> Self {
        fn columns<P: Copy>(entries: &[Entry], rows: fn(&Kept) -> Option<&ByOffset<P>>) -> Columns<P> {
            Columns::of(entries.iter().filter_map(|entry| rows(&entry.kept)))
        }
        let latest = |latest: Holds, entry: &Entry| match (latest, entry.holds) {
            (Holds::Since(one), Holds::Since(other)) => Holds::Since(one.max(other)),
            (_, holds) => holds,
        };
        let rows = match entries.first().map(|entry| &entry.kept) {
            Some(Kept::Never) => Rows::Never,
            Some(Kept::Nothing) | None => Rows::Nothing,
            Some(Kept::Steps(_)) => Rows::Steps(columns(entries, |kept| match kept {
                Kept::Steps(rows) => Some(rows),
                _ => None,
            })),
            Some(Kept::Daily(_)) => Rows::Daily(columns(entries, |kept| match kept {
                Kept::Daily(rows) => Some(rows),
                _ => None,
            })),
            Some(Kept::Hourly(_)) => Rows::Hourly(columns(entries, |kept| match kept {
                Kept::Hourly(rows) => Some(rows),
                _ => None,
            })),
            Some(Kept::Pairs(_)) => Rows::Pairs(columns(entries, |kept| match kept {
                Kept::Pairs(rows) => Some(rows),
                _ => None,
            })),
            Some(Kept::Minutes(_)) => Rows::Minutes(columns(entries, |kept| match kept {
                Kept::Minutes(rows) => Some(rows),
                _ => None,
            })),
        };
        Self {
            zone: entries.first().map_or(0, |entry| entry.zone),
            holds: entries.iter().fold(Holds::Since(NaiveDate::MIN), latest),
            places: entries.iter().map(|entry| entry.place).collect(),
            until: entries.iter().filter_map(|entry| entry.until).collect(),
            rows,
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
struct Limits<'g> {
    /// The place of the offset in force.
    class: usize,
    /// How many days ahead they hold.
    days: u32,
    /// Whether there is no run at any time where they have none.
    is_all: bool,
    /// What the clock of the zone does next.
    ahead: Option<Ahead>,
    /// The first dates that no run follows.
    until: &'g [NaiveDate],
}

impl Answers<'_> {
    fn group(&mut self, group: &Group, zones: &mut Zones<'_>) {
        let limits = match group.holds {
            Holds::Since(since) => {
                let days = if is_within(self.asked.now.date, since) { DAYS as u32 } else { 0 };
                Limits { class: 0, days, is_all: true, ahead: None, until: &[] }
            }
            Holds::Between(clear) => {
                let zone = zones.of(group.zone);
                let (class, days) = (zone.class.into(), zone.days[clear as usize].into());
                Limits { class, days, is_all: false, ahead: zone.ahead, until: &group.until }
            }
        };
        let places = &group.places[..];
        match &group.rows {
            Rows::Never => places.iter().for_each(|&place| self.put(place, None)),
            Rows::Nothing => places.iter().for_each(|&place| self.one(place)),
            Rows::Steps(columns) => self.rows(columns, places, &limits),
            Rows::Daily(columns) => self.rows(columns, places, &limits),
            Rows::Hourly(columns) => self.rows(columns, places, &limits),
            Rows::Pairs(columns) => self.rows(columns, places, &limits),
            Rows::Minutes(columns) => self.rows(columns, places, &limits),
        }
    }

    fn rows<P: Row>(&mut self, columns: &Columns<P>, places: &[u16], limits: &Limits<'_>) {
        let Some(rows) = columns.under(limits.class).filter(|_| limits.days > 0) else {
            return places.iter().for_each(|&place| self.one(place));
        };
        /// What is not read off the rows is marked by a bit and put off, so that the loop calls nothing.
        const MARKED: usize = u64::BITS as usize;
        for (part, (rows, places)) in rows.chunks(MARKED).zip(places.chunks(MARKED)).enumerate() {
            let mut unknown = 0u64;
            for (bit, (row, &place)) in rows.iter().zip(places).enumerate() {
                let next = row.next(self.asked.position).filter(|target| target.days < limits.days);
                unknown |= u64::from(next.is_none()) << bit;
                self.put(place, next.and_then(|target| self.asked.instant(target)));
            }
            while unknown != 0 && !limits.is_all {
                let bit = unknown.trailing_zeros() as usize;
                if let Some(&place) = places.get(bit) {
                    match self.next_further(columns, part * MARKED + bit, limits) {
                        Some(run) => self.put(place, run),
                        None => self.one(place),
                    }
                }
                unknown &= unknown - 1;
            }
        }
    }

    /// What comes after the next change of the clock where no run comes before it, or never again; `None` where that is
    /// not certain.
    #[inline(never)]
    fn next_further<P: Row>(
        &self,
        columns: &Columns<P>,
        number: usize,
        limits: &Limits<'_>,
    ) -> Option<Option<DateTime<Utc>>> {
        if *limits.until.get(number)? <= self.asked.now.date {
            return Some(None);
        }
        let ahead = limits.ahead.as_ref()?;
        let under = |class: u8| columns.under(class.into())?.get(number);
        let skipped = under(ahead.class)?.second_where_empty()?;
        if ahead.skips(skipped) {
            return None;
        }
        let run = ahead.from.ahead(under(ahead.class_after)?.next(ahead.from.position())?)?;
        ahead.keeps_clear(run.date).then(|| run.instant())
    }

    #[inline(always)]
    fn put(&mut self, place: u16, run: Option<DateTime<Utc>>) {
        // There may be more schedules than places for runs.
        if let Some(place) = self.runs.get_mut(usize::from(place)) {
            *place = run;
        }
    }

    /// Answers a schedule of which its row does not say it.
    #[inline(never)]
    fn one(&mut self, place: u16) {
        let (schedules, runs) = (self.schedules, &mut *self.runs);
        if let (Some(schedule), Some(run)) =
            (schedules.get(usize::from(place)), runs.get_mut(usize::from(place)))
        {
            *run = schedule.next_instant_after(self.asked.t);
        }
    }
}
